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
    for own, words, is_before in cells:
        for other in rows_named_in(words, known, language):
            before, after = (other.id, own) if is_before else (own, other.id)
            if other.wait is None:
                plain[own] = None
            wanted[after].setdefault(before, other.wait or Wait())
    return wanted, [*plain]
