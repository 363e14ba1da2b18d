"""One row of a table of projects, and the other rows that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.header_words import folded
from omniprio.io.table_days import Work

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.io.column_amounts import Amount
    from omniprio.language import Fact

__all__ = ["ProjectRow", "rows_named_in", "with_more"]

_LINES = re.compile(r"[;\n]")
_BETWEEN = re.compile(r"\s*(?:,|&|\s(?:and|og|und|\+)\s)\s*")
_WITH_LAG = re.compile(
    r"(?P<name>.+?)\s*-?(?P<kind>FS|SS|FF|SF|(?<=\d)(?:AS|AA|SA|EA|EE|AE))?\s*"
    r"(?P<lag>[+-]\s*\d{1,6}(?:[.,]\d{1,6})?\s*\w{0,12}|=\s*-?P-?\d{1,6}D)?"
)
"""A row with the kind of the link, as programs in English, Danish and German write it, and its lag."""
_LONGEST = 300
_AFTER = {"", "fs", "as", "ea"}
"""What of them is one after the other."""
_UNKNOWN = Work()


@dataclass(slots=True)
class ProjectRow:
    """What one row says.

    Attributes:
        place: Which row it is, from 0.
        id: Its id.
        title: Its title.
        work: When it is done, as far as it says.
        state: What says that it must be done, or is not to be; blank where nothing does.
        decision: What follows from that.
        assumed: Why that is assumed; None where it was decided.
        left: What share of it is left to do.
        amounts: The amounts in its columns, by what they are for.
        scores: Its scores.
        tags: Its tags.
        requires: The ids of what must come before.
        funds: What it costs in other currencies than most.
        team: Who does it.
    """

    place: int
    id: str
    title: str = ""
    work: Work = _UNKNOWN
    state: str = ""
    decision: str = ""
    assumed: Fact | None = None
    left: Fraction = Fraction(1)
    amounts: dict[str, Amount] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    requires: list[str] = field(default_factory=list)
    funds: dict[str, float] = field(default_factory=dict)
    team: str = ""


def rows_named_in(words: str, known: Mapping[str, str]) -> list[str]:
    """Return the ids of the rows that a cell names, for one that is not there what stands in the cell.

    Args:
        words: What stands in the cell: one name, or several with semicolons, commas or `and` in between.
        known: The id of each row by its id and its title, as they are compared.

    >>> rows_named_in("Web shop, 2FS+3d and tax", {"web shop": "1", "2": "2"})
    ['1', '2', 'tax']
    """
    if not words or folded(words) in known:
        return [known[folded(words)]] if words else []
    lines = [part.strip() for part in _LINES.split(words)]
    parts = [
        own.strip() for part in lines for own in ([part] if folded(part) in known else _BETWEEN.split(part))
    ]
    return [_known(part, known) for part in parts if part]


def with_more(words: str, known: Mapping[str, str]) -> bool:
    """Tell whether a cell names a row with a lag, or with a kind of link that is not one after the other.

    >>> with_more("2FS+3d", {"2": "2"}), with_more("2, 3SS", {"2": "2", "3": "3"}), with_more("2FS", {"2": "2"})
    (True, True, False)
    """
    parts = [own.strip() for line in _LINES.split(words) for own in _BETWEEN.split(line)]
    found = [_taken_apart(part) for part in parts if folded(part) not in known]
    return any(
        one
        and folded(one["name"]) in known
        and (_lasts(one["lag"]) or (one["kind"] or "").casefold() not in _AFTER)
        for one in found
    )


def _taken_apart(part: str) -> re.Match[str] | None:
    return _WITH_LAG.fullmatch(part) if len(part) <= _LONGEST else None


def _lasts(lag: str | None) -> bool:
    return any(sign in "123456789" for sign in lag or "")


def _known(part: str, known: Mapping[str, str]) -> str:
    bare = _taken_apart(part)
    return known.get(folded(part)) or (known.get(folded(bare["name"])) if bare else None) or part
