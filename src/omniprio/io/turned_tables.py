"""Tables of projects that have a column for each project, and what is said of it in the rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.budget_lines import budget_line
from omniprio.io.column_amounts import Amount, Amounts
from omniprio.io.header_words import folded, meaning_of, words_for
from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.io.table_layout import above_of, label, likeness, own_column
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.cells import Given
    from omniprio.io.preset import Preset
    from omniprio.io.sheet import Sheet
    from omniprio.io.table_layout import Row

__all__ = ["labels_down", "turned"]

_LOOKED_AT = 40
_FEW_LABELS = 2
_WHOLE = 100
_NAMES = {"id", "title"}
_CORNER = "Name"
"""What stands over names that have no header; a word that is known."""


def labels_down(sheet: Sheet, preset: Preset | None) -> int:
    """Return how many headers that are known stand below each other with something behind them, where no row has several.

    Args:
        sheet: The sheet, its first row as the header.
        preset: What the columns are called; None for what is known.
    """
    rows = [sheet.header, *sheet.rows[:_LOOKED_AT]]
    place = _first_place(rows)
    down = _kinds([row[place] for row in rows if place < len(row) and _says_more(row, place)], preset)
    if down < _FEW_LABELS:
        return 0
    across = max(_kinds(row, preset) for row in rows)
    return down if across < _FEW_LABELS else 0


def _kinds(row: Sequence[Given], preset: Preset | None) -> int:
    """Return how many different things the headers in a row are for: names as `Project A` and `Project B` are all for one."""
    known = [label(cell) for cell in row if likeness([cell], preset)]
    meant = ((own_column(words), meaning_of(words)) for words in known)
    return len(
        {own or (found.field if found else words) for words, (own, found) in zip(known, meant, strict=True)}
    )


def turned(sheet: Sheet, preset: Preset | None) -> tuple[Sheet, list[Row], list[Note]] | None:
    """Return a sheet with its columns as rows, what stands above the table, and notes; None where projects are its rows.

    Its rows are numbered as its columns were.

    Args:
        sheet: The sheet, its first row as the header.
        preset: What is said of a project is called; None for what is known.
    """
    if not labels_down(sheet, preset):
        return None
    rows = [sheet.header, *sheet.rows]
    place = _first_place(rows)
    labels = [row[place] if place < len(row) else None for row in rows]
    first = _row_of_names(rows, labels, place, preset)
    own = [_CORNER if blank(labels[first]) else labels[first], *labels[first + 1 :]]
    weights = next(
        (number for number, cell in enumerate(rows[first]) if folded(label(cell)) in words_for().weights), 0
    )
    if weights > place:
        own = [own[0], *map(_weighted, own[1:], _shares([row[weights] for row in rows[first + 1 :]]))]
    columns = [
        [row[number] if number < len(row) else None for row in rows[first:]]
        for number in range(place + 1, max(map(len, rows[first:])))
        if number != weights
    ]
    called = sentence("where.turned", table=sheet.called)
    above, notes = above_of(sheet, rows[:first])
    notes.append(Note(where=sheet.called, text=sentence("notes.turned")))
    return (
        replace(sheet, called=called, header=own, rows=columns, first_row=place + 2, merged=()),
        above,
        notes,
    )


def _first_place(rows: Sequence[Sequence[Given]]) -> int:
    """Return the first column in which anything stands."""
    return min((place for row in rows for place, cell in enumerate(row) if not blank(cell)), default=0)


def _row_of_names(
    rows: Sequence[Sequence[Given]], labels: Sequence[Given], place: int, preset: Preset | None
) -> int:
    """Return the row that holds the names: one that says so, else the one above the first that is known."""
    known = next(
        number
        for number, cell in enumerate(labels)
        if likeness([cell], preset) and _says_more(rows[number], place)
    )
    found = meaning_of(label(labels[known]))
    names = own_column(label(labels[known])) in _NAMES or bool(found and found.field in _NAMES)
    return known - 1 if known and not names and _says_more(rows[known - 1], place) else known


def _says_more(row: Sequence[Given], place: int) -> bool:
    """Tell whether anything stands behind the label of a row, which is no budget of all projects."""
    return budget_line(row) is None and any(not blank(cell) for cell in row[place + 1 :])


def _shares(weights: Sequence[Given]) -> list[Fraction | None]:
    """Return weights of criteria in per cent of them all, None where there is none."""
    found = [cell.value if isinstance(cell, Amount) else None for cell in Amounts(weights, ".").cells]
    whole = sum(filter(None, found), Fraction(0))
    return [None if weight is None or whole <= 0 else weight * _WHOLE / whole for weight in found]


def _weighted(criterion: Given, weight: Fraction | None) -> Given:
    """Return what a criterion is called, with its weight."""
    return criterion if weight is None else f"{label(criterion)} ({float(weight):.3g}%)"
