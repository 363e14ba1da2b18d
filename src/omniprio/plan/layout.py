"""Text in columns and paragraphs for a terminal, never wider than `WIDTH`."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["WIDTH", "Row", "merged", "paragraph", "table"]

WIDTH = 100
"""The most characters in a line."""

Row = tuple[str, tuple[str, ...]]
"""A label and the cells next to it."""

_WIDEST_HEAD = 24
_BETWEEN = 2


def paragraph(words: str, indent: int = 2, hanging: int = 0) -> list[str]:
    """Return a text as lines.

    Args:
        words: The text.
        indent: Blanks before each line.
        hanging: Further blanks before each line but the first.

    >>> paragraph("never wider than a terminal")
    ['  never wider than a terminal']
    """
    rest = " " * (indent + hanging)
    return wrap(words, WIDTH, initial_indent=" " * indent, subsequent_indent=rest, break_on_hyphens=False)


def merged(rows: Iterable[tuple[int, tuple[str, ...]]], when: Callable[[int, int], str]) -> list[Row]:
    """Return rows of periods with runs of equal cells put into one row.

    Args:
        rows: Periods, one after another, with their cells.
        when: What a stretch of periods is called, from its first and its last.

    >>> merged([(1, ("0.5",)), (2, ("0.5",)), (3, ("0.2",))], "{} to {}".format)
    [('1 to 2', ('0.5',)), ('3 to 3', ('0.2',))]
    """
    runs = ([*run] for _, run in groupby(rows, key=lambda row: row[1]))
    return [(when(run[0][0], run[-1][0]), run[0][1]) for run in runs]


def table(heads: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return rows in columns, the cells to the right; what is too wide goes on in a second block below.

    Args:
        heads: A head for each cell; long ones are cut.
        rows: The rows.

    >>> table(["R", "D"], [("start", ("1.00", "1.00"))])
    ['            R     D', '  start  1.00  1.00']
    """
    cut = [_cut(head) for head in heads]
    columns = [[head, *(cells[place] for _, cells in rows)] for place, head in enumerate(cut)]
    labels = ["", *(label for label, _ in rows)]
    side = max(len(label) for label in labels) + _BETWEEN
    lines: list[str] = []
    for block in _blocks(columns, WIDTH - side):
        widths = [_BETWEEN + max(map(len, column)) for column in block]
        for place, label in enumerate(labels):
            cells = "".join(f"{column[place]:>{width}}" for column, width in zip(block, widths, strict=True))
            lines.append(f"{'':<{_BETWEEN}}{label:<{side - _BETWEEN}}{cells}".rstrip())
    return lines


def _cut(head: str) -> str:
    return head if len(head) <= _WIDEST_HEAD else f"{head[: _WIDEST_HEAD - 3]}..."


def _blocks(columns: Sequence[list[str]], room: int) -> Iterator[list[list[str]]]:
    """Yield the columns in groups that fit next to each other."""
    block: list[list[str]] = []
    taken = 0
    for column in columns:
        width = _BETWEEN + max(map(len, column))
        if block and taken + width > room:
            yield block
            block, taken = [], 0
        block.append(column)
        taken += width
    if block:
        yield block
