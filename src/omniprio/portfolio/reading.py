"""From JSON text to data, without guessing what was meant."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from omniprio.errors import InvalidInputError
from omniprio.language import sentence
from omniprio.outside import MOST_VALUES, must_be_short
from omniprio.spelling import listed
from omniprio.wording import faults_of

__all__ = ["data_of_a_portfolio", "faults_of", "parsed"]

_OF_PORTFOLIOS = {"horizon", "initiatives"}
_OF_OTHERS = ("issues", "cards", "tasks", "items", "nodes", "data")
"""The lists that exports of Jira, Trello, Asana and others hold."""
_MOST_DIGITS = 300  # a float holds no more, and Python refuses to write more than 4,300
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")


def parsed(document: str | bytes) -> Any:  # noqa: ANN401  JSON may hold anything
    """Return the data of a JSON text; a key given twice is a fault, not a choice.

    Args:
        document: The text; as bytes it is UTF-8, UTF-16 or UTF-32. At most 50 MB and 1,500,000 values, as
            commas and brackets count them.

    Raises:
        InvalidInputError: The text is too long, nested too deeply, no JSON, or has keys twice.

    >>> parsed('{"horizon": 4}')
    {'horizon': 4}
    """
    must_be_short(document, "document")
    if not document.strip():
        raise _refused("document", sentence("faults.empty"), sentence("remedies.give JSON"))
    try:
        return _data_of(_decoded(document))
    except json.JSONDecodeError as error:
        where = sentence("where.line and column", line=str(error.lineno), column=error.colno)
        raise _refused(
            where, sentence("faults.no JSON", reason=error.msg), sentence("remedies.correct the text")
        ) from None
    except UnicodeError:
        problem = sentence("faults.not Unicode")
        raise _refused("document", problem, sentence("remedies.save text as UTF-8")) from None
    except RecursionError:
        raise _refused(
            "document", sentence("faults.nested too deeply"), sentence("remedies.correct the text")
        ) from None


def data_of_a_portfolio(document: str | bytes) -> Any:  # noqa: ANN401  JSON may hold anything
    """Return the data of a JSON text that is to be a portfolio.

    Args:
        document: The text; see `parsed`.

    Raises:
        InvalidInputError: It is no JSON, or what another program exports, such as a list of issues.
    """
    data = parsed(document)
    if isinstance(data, dict) and not data.keys() & _OF_PORTFOLIOS:
        for name in _OF_OTHERS:
            if isinstance(data.get(name), list):
                problem = sentence("faults.export of another program", name=repr(name))
                raise _refused("document", problem, sentence("remedies.export CSV"))
    return data


def _decoded(document: str | bytes) -> str:
    text = document if isinstance(document, str) else document.decode(json.detect_encoding(document))
    return text.removeprefix("\ufeff")


def _data_of(text: str) -> object:
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise _refused(
            "document",
            sentence("faults.too many values", most=MOST_VALUES),
            sentence("remedies.give a smaller one"),
        )
    repeated: Counter[str] = Counter()

    def checked(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.update(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return found

    data = json.loads(text, object_pairs_hook=checked, parse_int=_whole_number)
    if _HALF_CHARACTER.search(text):
        json.dumps(data, ensure_ascii=False).encode()
    if repeated:
        problem = sentence("faults.given twice", names=listed(ascii(key) for key in repeated))
        raise _refused("document", problem, sentence("remedies.keep one of two"))
    return data


def _whole_number(digits: str) -> float:
    """Return a whole number; one beyond all bounds is infinite, and refused where it stands."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _refused(path: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError.of(path, problem, remedy)
