"""What a program in "starts at" columns consists of: see `starts_at`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from omniprio.search.arrays import Flags, Floats, Places, Wholes

__all__ = ["Entries", "StartsAt"]


@dataclass(frozen=True, slots=True)
class Entries:
    """The coefficients of some rows, sorted by row.

    Attributes:
        row: The row of each.
        column: The column of each.
        whole: Each as a whole number, once its row is multiplied by the scale of the row.
    """

    row: Places
    column: Places
    whole: Wholes

    def where(self, wanted: Flags) -> Entries:
        """Return some of the entries."""
        return Entries(self.row[wanted], self.column[wanted], self.whole[wanted])


@dataclass(frozen=True, slots=True)
class StartsAt:
    """A program to be made small: first the columns of the initiatives, one after the other, then all others.

    Attributes:
        names: The initiatives.
        first: Where the columns of each initiative begin; one more entry says where the last one's end.
        item: The initiative of each of these columns.
        period: The period that each of these columns starts it in.
        source: The column of the program that each column stands for.
        cost: What each column adds to the objective, exactly.
        upper: The upper bound of each column, exactly.
        integer: Whether a column takes only whole numbers.
        entries: The coefficients of the rows.
        scale: What a row is multiplied by to have whole coefficients and a whole right-hand side.
        rhs: The right-hand sides, multiplied in the same way.
        equal: Whether a row is to be met exactly; all others say `<=`.
        constant: What is added to the objective.
    """

    names: tuple[str, ...]
    first: Places
    item: Places
    period: Places
    source: Places
    cost: tuple[Fraction, ...]
    upper: tuple[Fraction, ...]
    integer: Flags
    entries: Entries
    scale: Wholes
    rhs: Wholes
    equal: Flags
    constant: Fraction

    @property
    def chosen(self) -> int:
        """The number of columns that belong to initiatives."""
        return len(self.item)

    def schedule(self, values: Floats) -> dict[str, int]:
        """Return the schedule that values of the columns stand for."""
        started = np.flatnonzero(values[: self.chosen] > 0.5)  # noqa: PLR2004  a binary, rounded
        return {self.names[self.item[column]]: int(self.period[column]) for column in started}

    def values(self, program_values: Sequence[float] | Sequence[Fraction]) -> Floats:
        """Return the values of the columns, from those of the columns of the program."""
        values = np.asarray(program_values, dtype=np.float64)[self.source]
        own = values[: self.chosen].copy()
        follows = self.item[1:] == self.item[:-1]
        own[1:][follows] -= values[: self.chosen - 1][follows]
        values[: self.chosen] = own
        return values
