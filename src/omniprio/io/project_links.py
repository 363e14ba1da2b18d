"""Which rows of a table of projects must come before others: by id, by title, or by number."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from omniprio.io.header_words import folded
from omniprio.io.link_words import Wait, rows_named_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.io.project_row import ProjectRow

__all__ = ["known_rows", "required_by"]

_RELATION = re.compile(
    r"(?P<what>[^\W\d_][^#()\d]*?)\s*(?:\((?P<days>\d+) [^\W\d_]+\)\s*)?#(?P<id>\d+)(?:\s*\((?P<later>\d+) [^\W\d_]+\))?"
)
"""A link with what it is, as Redmine writes it."""
_DIRECTIONS = {
    **dict.fromkeys(
        [
            "blocked by",
            "follows",
            "blokeret af",
            "følger",
            "blockiert durch",
            "nachfolger von",
            "bloqué par",
            "suit",
        ],
        True,
    ),
    **dict.fromkeys(
        ["blocks", "precedes", "blokerer", "kommer før", "blockiert", "vorgänger von", "bloque", "précède"],
        False,
    ),
}
"""Whether what a link names comes before what has it; other links say nothing of that."""
_NUMBERED = re.compile(r"#?(\d+(?:\.\d+)*)[.):]?\s+\S.*")
"""A title with its number before it, as `2. Web shop`."""


def known_rows(rows: Sequence[ProjectRow], *, with_ids: bool) -> dict[str, str]:
    """Return the id of each row by what a cell may call it, as it is compared.

    Args:
        rows: All rows, in the order of the table.
        with_ids: Whether a column holds ids; where none does, a number is that in front of a title, else that of the row.

    >>> from omniprio.io.project_row import ProjectRow
    >>> known_rows([ProjectRow(0, "Web shop", "Web shop")], with_ids=False)
    {'1': 'Web shop', 'web shop': 'Web shop'}
    """
    found: dict[str, str] = {}
    if not with_ids:
        numbers = [_NUMBERED.fullmatch(row.title) for row in rows]
        numbered = bool(rows) and all(numbers)
        for row, number in zip(rows, numbers, strict=True):
            found[number[1] if numbered and number else str(row.place + 1)] = row.id
    found |= {folded(row.title): row.id for row in reversed(rows) if row.title}
    named = {folded(row.id): row.id for row in rows}
    return found | {f"#{name}": own for name, own in named.items() if name.isdecimal()} | named


def _by_relation(own: str, words: str, is_before: bool) -> list[tuple[str, str, bool]]:
    """Return the links in a cell that says of each what it is, as `Blocks #12, Follows #3 (2 days)`; else the cell as it is.

    >>> _by_relation("7", "Blocks #12, Related to #4, Follows #3 (2 days)", True)
    [('7', '12', False), ('7', '3FS+2 days', True)]
    >>> _by_relation("7", "Web shop, #12", True)
    [('7', 'Web shop, #12', True)]
    """
    parts = [_RELATION.fullmatch(part.strip()) for part in words.split(",")]
    found = [part for part in parts if part]
    if not found or len(found) < len(parts):
        return [(own, words, is_before)]
    known = [(_comes_before(folded(part["what"])), part) for part in found]
    return [
        (own, part["id"] + (f"FS+{days} days" if (days := part["days"] or part["later"]) else ""), before)
        for before, part in known
        if before is not None
    ]


def _comes_before(what: str) -> bool | None:
    """Tell whether what a link names comes before what has it, None where the link says nothing of that."""
    return next((before for words, before in _DIRECTIONS.items() if what.startswith(words)), None)


def required_by(
    cells: Iterable[tuple[str, str, bool]], known: Mapping[str, str], language: str = ""
) -> tuple[dict[str, dict[str, Wait]], list[str]]:
    """Return what must come before each row, by id, with what is between, and the ids of rows with links that are not understood.

    Args:
        cells: The id of a row, what stands in a cell of it, and whether that comes before it, else after it.
        known: The id of each row by what it may be called.
        language: The language in which links are written.
    """
    wanted: dict[str, dict[str, Wait]] = defaultdict(dict)
    plain: dict[str, None] = {}
    for own, words, is_before in (one for cell in cells for one in _by_relation(*cell)):
        for other in rows_named_in(words, known, language):
            before, after = (other.id, own) if is_before else (own, other.id)
            if other.wait is None:
                plain[own] = None
            wanted[after].setdefault(before, other.wait or Wait())
    return wanted, [*plain]
