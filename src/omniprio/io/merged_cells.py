"""Cells of a workbook that are merged over several rows of a table: a label is that of each row, an amount is shared out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.cells import BadCellError
from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.column_uses import Use
    from omniprio.io.sheet import Sheet

__all__ = ["with_merged_cells"]

_NAMES = {"id", "title"}
"""What is not said of several rows at once."""
_AMOUNTS = {"cost", "benefit_once", "benefit_yearly", "benefit", "effort"}
"""What several rows have together; all else each of them has."""


class _Over(NamedTuple):
    """A merged cell: its column, from 0, and the places of the rows that are below it and hold anything, its own first."""

    column: int
    rows: list[int]


def with_merged_cells(sheet: Sheet, uses: Sequence[Use]) -> tuple[Sheet, list[Note]]:
    """Return a table in which what stands in cells that are merged over rows stands in each of them, and notes on that.

    Args:
        sheet: The table, from its header on.
        uses: What its columns are for.
    """
    meant = {
        use.place: use for use in uses if (use.field or use.own) and (use.field or use.own) not in _NAMES
    }
    rows = [[*row] for row in sheet.rows]
    notes: list[Note] = []
    for over in _merged(sheet):
        use = meant.get(over.column)
        cell = rows[over.rows[0]][over.column] if over.column < len(rows[over.rows[0]]) else None
        if use is None or blank(cell) or isinstance(cell, BadCellError):
            continue
        said, each = _of_each(cell, len(over.rows), is_amount=(use.field or use.own) in _AMOUNTS)
        for place in over.rows if said != "notes.merged amount as text" else ():
            rows[place] += [None] * (over.column + 1 - len(rows[place]))
            rows[place][over.column] = each
        number = str(sheet.first_row + over.rows[0])
        where = sentence("where.cell of table", table=sheet.called, row=number, column=use.header)
        notes.append(Note(where=where, text=sentence(said, number=str(len(over.rows)))))
    return replace(sheet, rows=rows), notes


def _merged(sheet: Sheet) -> Iterator[_Over]:
    """Yield the merged cells that are over several rows with anything in them."""
    for first, last, column in sheet.merged:
        places = range(max(0, first - sheet.first_row), min(len(sheet.rows), last - sheet.first_row + 1))
        filled = [place for place in places if not all(map(blank, sheet.rows[place]))]
        if len(filled) > 1 and filled[0] == first - sheet.first_row:
            yield _Over(column, filled)


def _of_each(cell: Given, number: int, *, is_amount: bool) -> tuple[str, Given]:
    """Return what is said of a merged cell, and what stands in each of its rows."""
    if not is_amount:
        return "notes.merged", cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return "notes.merged amount", cell / number
    return "notes.merged amount as text", cell
