"""Labels that stand in the first row of a group only, as in merged cells, read for all rows of the group."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.io.table_layout import label
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.sheet import Sheet

__all__ = ["is_of_groups", "with_group_labels"]

_GROUPS = 2
"""How many groups there have to be, so that a blank cell is known to be one below a label."""


def is_of_groups(cells: Sequence[Given]) -> bool:
    """Tell whether a column has labels in the first rows of groups only.

    Where one label stands in two rows that follow each other, each row says its own.

    Args:
        cells: What stands in its rows that are not blank.

    >>> is_of_groups(["Sales", None, "IT", None]), is_of_groups(["Sales", "Sales", None, "IT"]), is_of_groups([None, "IT"])
    (True, False, False)
    """
    filled = [cell for cell in cells if not blank(cell)]
    begins = bool(cells) and not blank(cells[0]) and all(isinstance(cell, str) for cell in filled)
    return begins and _GROUPS <= len(filled) < len(cells) and all(a != b for a, b in pairwise(filled))


def with_group_labels(sheet: Sheet, places: Iterable[int]) -> tuple[Sheet, list[Note]]:
    """Return a sheet in which the labels of groups stand in each row, and notes on them.

    Args:
        sheet: The sheet, from its header on; rows without anything in them belong to no group.
        places: The columns of labels before the name, which can be those of groups.
    """
    rows = [[*row] for row in sheet.rows]
    used = [row for row in rows if not all(map(blank, row))]
    notes: list[Note] = []
    begins: set[int] = set()
    for place in sorted(places):
        cells = [row[place] if place < len(row) else None for row in used]
        if not is_of_groups(cells):
            continue
        carried: Given = None
        begins |= {number for number, cell in enumerate(cells) if not blank(cell)}
        for number, (row, cell) in enumerate(zip(used, cells, strict=True)):
            if number in begins:
                carried = cell  # also where only a column further left begins a group
            row[place : place + 1] = [carried]
        where = sentence("where.column of", table=sheet.called, column=label(sheet.header[place]))
        notes.append(Note(where=where, text=sentence("notes.group label")))
    return replace(sheet, rows=rows), notes
