"""Columns of text, as in a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["columns"]

_BETWEEN = "  "


def columns(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """Return a head and rows as aligned columns.

    Args:
        head: The name of each column.
        rows: One cell for each column.
        left: How many columns are aligned on the left; the others are on the right.

    >>> print(columns(["field", "value"], [["R2", "0.5"], ["R3", "10"]]))
    field  value
    R2       0.5
    R3        10
    """
    table = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        _BETWEEN.join(
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
    return "\n".join(line.rstrip() for line in lines)
