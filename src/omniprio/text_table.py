"""Columns of text, as in a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["columns"]

_BETWEEN = "  "
_LONGEST_FIGURE = 40
"""Letters; what is longer is words, as a list of names."""


def columns(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> str:
    """Return a head and rows as aligned columns.

    Args:
        head: The name of each column.
        rows: One cell for each column.
        left: How many columns are aligned on the left; of the others only those that hold words longer than any figure.

    >>> print(columns(["field", "value"], [["R2", "0.5"], ["R3", "10"]]))
    field  value
    R2       0.5
    R3        10
    >>> print(columns(["by", "what"], [["1", "a list of names, longer than any figure is"], ["12", "web"]], left=0))
    by  what
     1  a list of names, longer than any figure is
    12  web
    """
    table = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        _BETWEEN.join(
            cell.ljust(width) if place < left or width > _LONGEST_FIGURE else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
    return "\n".join(line.rstrip() for line in lines)
