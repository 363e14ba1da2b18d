"""Tables of words and numbers, and lines of a list: what each answer shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.marks import Marks

__all__ = ["Head", "Remark", "Table", "table"]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    words: str
    number: bool = False
    """Whether the column has numbers, which stand to the right."""


class Table(NamedTuple):
    """A table: a caption, a head for each column, and rows, whose first cell is the head of the row."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]


def table(caption: str, heads: Iterable[Head], rows: Iterable[Iterable[str]]) -> list[Table]:
    """Return a table, or nothing where it has no rows.

    Args:
        caption: What it shows.
        heads: A head for each column.
        rows: A cell for each column.

    >>> table("The goals", [Head("goal"), Head("value", number=True)], [["fastest", "0.5"]])[0].rows
    (('fastest', '0.5'),)
    >>> table("The goals", [Head("goal")], [])
    []
    """
    found = tuple(map(tuple, rows))
    return [Table(caption, tuple(heads), found)] if found else []


class Remark(NamedTuple):
    """Something named, what there is to say about it, and the marks on that."""

    name: str
    says: str
    marks: Marks = ()
