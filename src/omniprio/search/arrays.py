"""A program as floating-point numbers, column after column, and the kinds of array used here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from omniprio.search.form import StartsAt

__all__ = ["Arrays", "Flags", "Floats", "Places", "Wholes", "arrays_of", "ends", "spans"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Wholes = npt.NDArray[np.object_]
"""Whole numbers of any size."""


def spans(begins: Places, lengths: Places) -> Places:
    """Return the numbers of several runs, one run after the other.

    >>> spans(np.array([5, 2]), np.array([2, 3])).tolist()
    [5, 6, 2, 3, 4]
    """
    before = np.cumsum(lengths) - lengths
    return np.repeat(begins - before, lengths) + np.arange(lengths.sum())


@dataclass(frozen=True, slots=True)
class Arrays:
    """The numbers of a program as a solver wants them.

    Attributes:
        cost: By column.
        upper: By column; the lower bounds are 0.
        integer: Whether a column takes only whole numbers.
        least: By row; minus infinity for `<=`.
        most: By row.
        row_of: The row of each coefficient, column after column.
        ends: Where each column begins among these, and where the last one ends.
        coefficients: Column after column.
    """

    cost: Floats
    upper: Floats
    integer: Flags
    least: Floats
    most: Floats
    row_of: Places
    ends: Places
    coefficients: Floats

    def entries(self, columns: Places) -> tuple[Places, Floats, Places]:
        """Return rows and coefficients of some columns, one column after the other, and how many each has."""
        lengths = self.ends[columns + 1] - self.ends[columns]
        where = spans(self.ends[columns], lengths)
        return self.row_of[where], self.coefficients[where], lengths

    def used(self, values: Floats) -> Floats:
        """Return what values of the columns add up to in each row."""
        columns = np.flatnonzero(values)
        rows, coefficients, lengths = self.entries(columns)
        return np.bincount(rows, coefficients * np.repeat(values[columns], lengths), minlength=len(self.most))

    def part(self, rows: Places, columns: Places, used: Floats) -> Arrays:
        """Return some rows and columns of the program, with what others have used taken off the rows."""
        of, coefficients, lengths = self.entries(columns)
        place = np.full(len(self.most), -1)
        place[rows] = np.arange(len(rows))
        kept = place[of] >= 0
        owner = np.repeat(np.arange(len(columns)), lengths)[kept]
        return Arrays(
            cost=self.cost[columns],
            upper=self.upper[columns],
            integer=self.integer[columns],
            least=self.least[rows] - used[rows],
            most=self.most[rows] - used[rows],
            row_of=place[of[kept]],
            ends=ends(owner, len(columns)),
            coefficients=coefficients[kept],
        )


def arrays_of(form: StartsAt) -> Arrays:
    """Return a program as floating-point numbers, each rounded once."""
    entries = form.entries
    order = np.argsort(entries.column, kind="stable")
    most = (form.rhs / form.scale).astype(np.float64)
    return Arrays(
        cost=np.array([float(cost) for cost in form.cost], dtype=np.float64),
        upper=np.array([float(upper) for upper in form.upper], dtype=np.float64),
        integer=form.integer,
        least=np.where(form.equal, most, -np.inf),
        most=most,
        row_of=entries.row[order],
        ends=ends(entries.column, len(form.source)),
        coefficients=(entries.whole / form.scale[entries.row]).astype(np.float64)[order],
    )


def ends(places: Places, count: int) -> Places:
    """Return where each of `count` runs begins among sorted places, and where the last one ends.

    >>> ends(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    return np.concatenate([[0], np.cumsum(np.bincount(places, minlength=count))]).astype(np.int64)
