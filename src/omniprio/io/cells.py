"""What stands in one cell of a table: from values to cells and back, without guessing."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from omniprio.errors import InvalidInputError
from omniprio.io.headers import choices_called, folded
from omniprio.language import Sentence, fact, sentence
from omniprio.numbers import exact
from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "FLAGS",
    "LONGEST_WHOLE",
    "NO_LIMIT",
    "BadCellError",
    "Cell",
    "Decimals",
    "Given",
    "Kind",
    "digits",
    "quoted",
    "read_cell",
    "shortened",
    "unquoted",
    "written_cell",
    "written_data",
]

Cell = str | int | float | bool | date | None
"""What a cell can hold; None and the empty text are blank."""

Kind = Literal[
    "text",
    "number",
    "whole",
    "flag",
    "flag or number",
    "date",
    "period",
    "names",
    "numbers",
    "amounts",
    "shares",
    "share",
    "data",
]
"""What a column holds: one value, or a list in one cell with semicolons in between.

A `share` is a number that may be written in per cent, as those in `shares`. `names` are texts, `numbers` are numbers, `amounts` is one number or a list in which `no limit` may stand,
`shares` is a list such as `R2=0.6; D2=0.3`. `data` is a number, such a list, or what these cannot say, as JSON.
"""

Decimals = Literal[".", ",", ""]
"""The decimal mark of numbers that are written as text; blank where numbers have a type of their own, so that nothing tells
of the mark in text."""

NO_LIMIT = "no limit"
"""What stands in a list of amounts where there is none."""

LONGEST_WHOLE = 10**15
"""Whole numbers below this are exact as floating-point numbers."""

_NO_LIMITS = choices_called((NO_LIMIT,))

FLAGS = {
    "true": True,
    "yes": True,
    "ja": True,
    "sand": True,
    "wahr": True,
    "false": False,
    "no": False,
    "nej": False,
    "falsk": False,
    "nein": False,
    "falsch": False,
}
"""What words for yes and no mean, in lower case."""
_NUMBER = re.compile(r"[+-]?(\d+(?:(?P<mark>[.,])\d*)?|(?P<bare>[.,])\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+", re.ASCII)
_MOST_DIGITS = 300
_MOST = 10**_MOST_DIGITS
_QUOTED = r'"(?:[^"]|"")*"'
_PART = re.compile(rf"(?P<part>{_QUOTED}\s*|[^;\"][^;]*)(?:;\s*|$)")
_SHARE = re.compile(rf"(?P<name>{_QUOTED}\s*|[^;=\"][^;=]*)=(?P<number>[^;]*)(?:;\s*|$)")

_BETWEEN_SHARES = re.compile(r"(=\s*[\d.,]{1,20}\s*%?)\s*,\s*(?=[A-Za-z_][^;=,\"]{0,60}=)")
"""A comma between two shares, as in `R2=60 %, D2=30 %`; a comma in a name has no number before it."""


class BadCellError(Exception):
    """A cell does not hold what its column asks for; it never leaves the package."""

    def __init__(self, problem: str, remedy: str) -> None:
        """Keep what is wrong and what to do."""
        self.problem = problem
        self.remedy = remedy
        super().__init__(problem)


Given = Cell | BadCellError
"""A cell as it was given: what stands in it, or why that is nothing."""


def written_cell(value: object) -> Cell:
    """Return a value as the cell of a table.

    Args:
        value: A single value, or a list or map of them.

    >>> written_cell(("web", "a;b")), written_cell((5.0, None)), written_cell({"R2": 0.6})
    ('web; "a;b"', '5; no limit', 'R2=0.6')
    """
    if isinstance(value, tuple | list):
        texts = [_written_part(part) for part in value]
        return "; ".join(texts) + (";" if len(texts) == 1 and not isinstance(value[0], str) else "")
    if isinstance(value, dict):
        return "; ".join(f"{quoted(str(key))}={_written_part(part)}" for key, part in value.items())
    if value is None or isinstance(value, str | int | float | date):
        return value
    raise TypeError(f"{value!r} does not fit into a cell")


def _written_part(value: object) -> str:
    if value is None:
        return NO_LIMIT
    return digits(value) if isinstance(value, int | float) else quoted(str(value))


def quoted(words: str) -> str:
    """Return a text, in quotation marks where it could not be told apart in a list without them.

    >>> quoted("web"), quoted("a;b")
    ('web', '"a;b"')
    """
    if words == words.strip() != "" and not words.startswith('"') and not {";", "="} & set(words):
        return words
    return '"' + words.replace('"', '""') + '"'


def unquoted(words: str) -> str:
    """Return a text without the quotation marks that `quoted` puts around it."""
    return words[1:-1].replace('""', '"') if words.startswith('"') else words


def digits(number: float) -> str:
    """Return a number as the shortest text that reads back as the same number.

    >>> digits(300.0), digits(0.1)
    ('300', '0.1')
    """
    whole = float(number).is_integer() and abs(number) < LONGEST_WHOLE
    return str(int(number)) if whole else repr(number)


def read_cell(cell: Given | Decimal, kind: Kind, decimals: Decimals = ".") -> object:
    """Return what a cell says; None where it is blank.

    Args:
        cell: The cell.
        kind: What its column holds.
        decimals: The decimal mark of numbers written as text. The other mark is understood too where it cannot
            be meant to separate thousands. Where it is blank either is, and in lists a point as we write it: without a 0 at
            its end.

    Raises:
        BadCellError: The cell does not hold that, or could mean two things.

    >>> read_cell("R2=0,6; D2=0.3", "shares"), read_cell("a; b", "names"), read_cell("5;", "amounts")
    ({'R2': 0.6, 'D2': 0.3}, ['a', 'b'], [5])
    >>> read_cell("2,5", "number", ""), read_cell("IT=1.125", "shares", "")
    (2.5, {'IT': 1.125})
    """
    if isinstance(cell, BadCellError):
        raise cell
    if isinstance(cell, Decimal):
        cell = math.nan if cell.is_nan() else float(cell)  # float refuses a signalling NaN
    if isinstance(cell, int) and abs(cell) >= _MOST:
        raise BadCellError(
            sentence("faults.many digits", most=_MOST_DIGITS), sentence("remedies.give a smaller one")
        )
    if cell is None or (isinstance(cell, str) and not cell.strip() and (cell == "" or kind != "text")):
        return None
    match kind:
        case "text":
            return _text(cell)
        case "flag" | "flag or number":
            return _flag(cell) if kind == "flag" or _is_flag(cell) else _number(cell, decimals)
        case "date":
            return _date(cell)
        case "number" | "whole" | "share":
            return _share(cell, decimals) if kind == "share" else _number(cell, decimals, kind)
    return _period(cell, decimals) if kind == "period" else _list(cell, kind, decimals)


def _data(cell: Cell, decimals: Decimals) -> object:
    if not isinstance(cell, str):
        return _number(cell, decimals)
    if not cell.lstrip().startswith("{"):
        return _shares(cell, decimals) if "=" in cell else _number(cell, decimals)
    try:
        return parsed(cell)
    except InvalidInputError:
        raise BadCellError(
            sentence("faults.is", value=shortened(cell)), sentence("remedies.as shares")
        ) from None


def written_data(value: object) -> Cell:
    """Return a number, or an object, as a cell of data.

    Args:
        value: The value.

    >>> written_data({"crew": 2.0}), written_data({"crew": (1, 2)})
    ('crew=2', '{"crew": [1, 2]}')
    """
    if isinstance(value, dict) and not all(isinstance(part, int | float) for part in value.values()):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if value == {} else written_cell(value)


def _list(cell: Cell, kind: Kind, decimals: Decimals) -> object:
    if kind == "data":
        return _data(cell, decimals)
    if not isinstance(cell, str):
        if kind in {"amounts", "numbers"}:
            number = _number(cell, decimals)
            return number if kind == "amounts" else [number]
        cell = _text(cell)
    if kind == "shares":
        return _shares(cell, decimals)
    parts = _found(cell, _PART, sentence("remedies.as a list"))
    texts = [part["part"].strip() for part in parts]
    alone = len(texts) == 1 and not cell.rstrip().endswith(";")
    if not alone:
        decimals = _in_list(texts, decimals)
    if kind == "names":
        return [unquoted(part) for part in texts]
    if kind == "numbers":
        return [_number(part, decimals) for part in texts]
    amounts = [None if folded(part) in _NO_LIMITS else _number(part, decimals) for part in texts]
    return amounts[0] if alone else amounts


def _in_list(numbers: Iterable[str], decimals: Decimals) -> Decimals:
    """Return the decimal mark of the numbers in a list: a point where we may have written them, so that none ends with 0."""
    ours = not any("." in number and number.endswith("0") for number in numbers)
    return "." if decimals == "" and ours else decimals


def _found(cell: str, part: re.Pattern[str], remedy: str) -> list[re.Match[str]]:
    """Return the parts of a list; there may be a semicolon after the last."""
    parts, place, cell = [], 0, cell.strip()
    while place < len(cell):
        found = part.match(cell, place)
        if found is None or not found[1].strip():
            raise BadCellError(sentence("faults.no list", value=shortened(cell)), remedy)
        parts.append(found)
        place = found.end()
    return parts


def _shares(cell: str, decimals: Decimals) -> dict[str, object]:
    shares: dict[str, object] = {}
    parts = _found(_BETWEEN_SHARES.sub(r"\1; ", cell), _SHARE, sentence("remedies.as shares"))
    decimals = _in_list((part["number"].strip() for part in parts), decimals)
    for part in parts:
        name = unquoted(part["name"].strip())
        if name in shares:
            raise BadCellError(sentence("faults.names twice", name=name), sentence("remedies.name once"))
        shares[name] = _share(part["number"], decimals)
    return shares


def _share(cell: Cell, decimals: Decimals) -> float:
    """Return a number that may be written in per cent: 60 % is 0.6."""
    words = cell.strip() if isinstance(cell, str) else ""
    if not words.endswith("%"):
        return _number(cell, decimals)
    number = _number(words[:-1].rstrip(), decimals)
    return float(exact(number) / 100) if math.isfinite(number) else number


def shortened(words: str) -> str:
    """Return a text as it is shown in a message."""
    most = 60
    return repr(words if len(words) <= most else words[:most] + "…")


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return digits(cell)
    what = fact("kinds.true or false") if isinstance(cell, bool) else fact("kinds.a date")
    raise BadCellError(sentence("faults.is", value=what), sentence("remedies.give text"))


def _is_flag(cell: Cell) -> bool:
    return isinstance(cell, bool) or (isinstance(cell, str) and cell.strip().casefold() in FLAGS)


def _flag(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    known = FLAGS.get(cell.strip().casefold()) if isinstance(cell, str) else None
    if known is None:
        raise BadCellError(sentence("faults.is", value=_shown(cell)), sentence("remedies.true or false"))
    return known


def _date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        if cell.time() == time(0):
            return cell.date()
    elif isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(cell.strip() if isinstance(cell, str) else "")
    except ValueError:
        raise BadCellError(sentence("faults.is", value=_shown(cell)), sentence("remedies.date")) from None


def _period(cell: Cell, decimals: Decimals) -> float | date | str:
    """Return the number of a period, or the day or the name that stands for it: the portfolio knows which."""
    if isinstance(cell, date):
        return _date(cell)
    if isinstance(cell, str) and _number_of(cell.strip(), decimals) is None:
        return cell.strip()
    return _number(cell, decimals, "whole")


def _number(cell: Cell, decimals: Decimals, kind: Kind = "number") -> float:
    number = _number_of(cell.strip(), decimals) if isinstance(cell, str) else cell
    if number is None or isinstance(number, bool | date):
        raise BadCellError(sentence("faults.is", value=_shown(cell)), _remedy(kind))
    if isinstance(number, float) and number.is_integer() and abs(number) < LONGEST_WHOLE:
        return int(number)
    return number


def _remedy(kind: Kind) -> Sentence:
    return sentence("remedies.give a whole number") if kind == "whole" else sentence("remedies.give a number")


def _number_of(words: str, decimals: Decimals) -> float | None:
    found = _NUMBER.fullmatch(words)
    if not found or len(words) > _MOST_DIGITS:
        if _GROUPED.fullmatch(words):
            raise BadCellError(
                sentence("faults.is", value=shortened(words)), sentence("remedies.no thousands")
            )
        return None
    mark = found["mark"] or found["bare"]
    if mark not in {None, decimals} and _GROUPED.fullmatch(words):
        plain = words.replace(mark, "")
        as_number = sentence("remedies.as a number")
        raise BadCellError(
            sentence("faults.two meanings", value=repr(words), one=words.replace(mark, "."), other=plain),
            sentence("remedies.decimal mark", mark=repr(decimals)) if decimals else as_number,
        )
    if mark is None and not found[4]:
        return int(words)
    return float(words.replace(",", "."))


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return shortened(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return digits(cell) if isinstance(cell, int | float) else str(cell)
