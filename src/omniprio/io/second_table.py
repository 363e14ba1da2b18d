"""A second table below or beside the first in one sheet, as one of teams beside one of projects: it is told, and not read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.column_done import is_an_answer
from omniprio.io.header_words import folded, meaning_of, words_for
from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.io.table_layout import Row, has_figures, label, own_column, row_of
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.cells import Given
    from omniprio.io.sheet import Sheet

__all__ = ["Apart", "first_table"]

_FEW = 2
_NAMES = {"id", "title"}


class Apart(NamedTuple):
    """A table beside or below that of the projects.

    Attributes:
        rows: Its rows, the first of them its header.
        note: That it is not read.
    """

    rows: list[Row]
    note: Note


def first_table(sheet: Sheet) -> tuple[Sheet, list[Apart]]:
    """Return a sheet up to a second table below or beside it, and the tables that are apart.

    Args:
        sheet: The sheet, from its header on.
    """
    sheet, apart = _without_a_table_beside(sheet)
    for place in range(1, len(sheet.rows) - 1):
        before, row, after = sheet.rows[place - 1 : place + 2]
        if all(map(blank, before)) and not all(map(blank, after)) and _begins(row, sheet, sheet.rows[:place]):
            first = sheet.first_row + place
            note = Note(where=row_of(sheet, first), text=sentence("notes.two tables"))
            below = [Row(number, cells) for number, cells in enumerate(sheet.rows[place:], start=first)]
            return replace(sheet, rows=sheet.rows[:place]), [*apart, Apart(below, note)]
    return sheet, apart


def _without_a_table_beside(sheet: Sheet) -> tuple[Sheet, list[Apart]]:
    """Return a sheet without a table beside it: full columns beyond a blank one that end in another row, where one alone has names."""
    header = [label(cell) for cell in sheet.header]
    gaps = [
        place
        for place, words in enumerate(header)
        if not words and all(place >= len(row) or blank(row[place]) for row in sheet.rows)
    ]
    for gap in gaps:
        sides = slice(0, gap), slice(gap + 1, len(header))
        rows = [[row[side] for row in sheet.rows] for side in sides]
        named = [any(_means(words) in _NAMES for words in header[side]) for side in sides]
        other = named.index(False) if sum(named) == 1 else 1
        if _is_full(header[sides[other]], rows[other]) and _length(rows[0]) != _length(rows[1]):
            kept, first = sides[1 - other], next(filter(None, header[sides[other]]))
            text = sentence("notes.table beside", name=first)
            beside = [sheet.header[sides[other]], *rows[other]]
            apart = Apart(
                [Row(number, cells) for number, cells in enumerate(beside, start=sheet.first_row - 1)],
                Note(where=row_of(sheet, sheet.first_row - 1), text=text),
            )
            return replace(sheet, header=sheet.header[kept], rows=rows[1 - other]), [apart]
    return sheet, []


def _length(rows: Sequence[Sequence[Given]]) -> int:
    """Return how many rows there are up to the last that holds anything."""
    return max((place for place, row in enumerate(rows, start=1) if not all(map(blank, row))), default=0)


def _is_full(header: Sequence[str], rows: Sequence[Sequence[Given]]) -> bool:
    """Tell whether each row up to the last has a cell in each column, of which there are at least two, and so rows."""
    length = _length(rows)
    width = len([*filter(None, header)])
    full = all(len(row) == len(header) and not any(map(blank, row)) for row in rows[:length])
    return full and width == len(header) >= _FEW and length >= _FEW


def _begins(row: Sequence[Given], sheet: Sheet, above: Sequence[Sequence[Given]]) -> bool:
    """Tell whether a row is the header of another table: words that are known, and that mean something else in the header."""
    cells = [(place, cell) for place, cell in enumerate(row) if not blank(cell)]
    if len(cells) < _FEW or not all(isinstance(cell, str) and not has_figures(cell) for _, cell in cells):
        return False
    header = [label(cell) for cell in sheet.header]
    words = [(place, label(cell), header[place] if place < len(header) else "") for place, cell in cells]
    if all(folded(own) == folded(top) for _, own, top in words):
        return False
    known = [own for _, own, top in words if _means(own) and _means(own) != _means(top)]
    figures = (_are_figures([line[place] for line in above if place < len(line)]) for place, _ in cells)
    return len(known) >= _FEW or (bool(known) and any(figures))


def _means(words: str) -> str:
    """Return what a header is for, blank where not all of it is known."""
    found = meaning_of(words)
    if is_an_answer(words):
        return ""
    if folded(words) in words_for().capacities:
        return "capacity"
    return own_column(words) or (found.field if found and found.sure else "")


def _are_figures(cells: Sequence[Given]) -> bool:
    filled = [cell for cell in cells if not blank(cell)]
    return bool(filled) and all(map(has_figures, filled))
