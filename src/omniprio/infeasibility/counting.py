"""How the columns of a reduced program are read as a schedule and what it breaks, in exact numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.formulation import Formulation
from omniprio.formulation.no_good_cuts import excluding
from omniprio.formulation.values import column_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.infeasibility.reduced import Reduced
    from omniprio.solver.program import Row

__all__ = ["Counted", "Counting"]


@dataclass(frozen=True, slots=True)
class Counted:
    """A schedule with the value of each column of the portfolio."""

    starts: dict[str, int]
    values: tuple[Fraction, ...]


class Counting:
    """Reads values as schedules, for `omniprio.exactly`; what may be broken is broken no further than it has to."""

    def __init__(
        self, variables: Variables, reduced: Reduced, kept: Sequence[Row], softened: Sequence[Row]
    ) -> None:
        """Prepare the reading.

        Args:
            variables: The columns of the portfolio.
            reduced: The program, without what no demand asks for.
            kept: The rows that a schedule has to keep.
            softened: The rows that may be broken, with the further columns that say by how much.
        """
        self._variables, self._reduced = variables, reduced
        self._kept, self._softened = kept, softened
        self._reader = Formulation(variables, (), ())

    @cached_property
    def decisive(self) -> Mapping[int, int]:
        """What has started by when, in the places that the columns have here; whether at all first."""
        return {
            place: before_last
            for column, before_last in self._reader.decisive.items()
            for place in self._reduced.terms({column: 1})
        }

    def answer(self, values: Sequence[float]) -> Counted:
        """Return the schedule that values stand for."""
        own = self._reduced.whole(values)
        starts = self._reader.starts(own)
        v = self._variables
        if v.computed or v.derived or v.fulfilment or v.active or v.bought:  # what follows from what is done
            return Counted(starts, tuple(column_values(self._variables, starts)))
        return Counted(starts, tuple(Fraction(round(value)) for value in own))

    def columns(self, answer: Counted) -> list[Fraction] | None:
        """Return the value of every column of the program; None where the schedule breaks a row it has to keep."""
        if not all(row.holds(answer.values) for row in self._kept):
            return None
        own = len(answer.values)
        values = dict(enumerate(answer.values))
        for row in self._softened:
            further = [column for column in row.terms if column >= own and row.terms[column] < 0]
            for column in further[:1]:
                values[column] = max(values.get(column, Fraction(0)), self._needed(row, column, values))
        every = [values.get(place, Fraction(0)) for place in range(self._reduced.size)]
        if not all(row.holds(every) for row in self._softened):
            return None
        return self._reduced.values(every)

    def _needed(self, row: Row, column: int, values: Mapping[int, Fraction]) -> Fraction:
        """Return the least value of a further column with which a row holds."""
        others = sum(
            (
                factor * values.get(place, Fraction(0))
                for place, factor in row.terms.items()
                if place != column
            ),
            -Fraction(row.rhs),
        )
        least = max(others / -Fraction(row.terms[column]), Fraction(0))
        return Fraction(math.ceil(least)) if self._reduced.is_whole(column) else least

    def ruling_out(self, answer: Counted) -> list[Row]:
        """Return rows that a schedule which breaks what it has to keep breaks too."""
        broken = [row for row in self._kept if not row.holds(answer.values)]
        rows = excluding(self._variables, broken, answer.starts, answer.values)
        return [self._reduced.row(row) for row in rows]
