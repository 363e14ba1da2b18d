"""Several portfolios with the same initiatives as one program, in which each chooses what the one before does, and more."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.formulation import Schedules
from omniprio.solver.program import Expression, Program, total

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from omniprio.formulation import Formulation
    from omniprio.solver.program import Number, Row

    Schedule = Mapping[str, int]

__all__ = ["OneProgram"]


class OneProgram:
    """Formulations side by side, and how the columns of all are read as one schedule each, for `omniprio.exactly`.

    Attributes:
        program: The columns of all, one after the other, the rows of each, and rows `nested`: x_i(T) of one is no more
            than x_i(T) of the next.
    """

    def __init__(self, formulations: Sequence[Formulation]) -> None:
        """Put them side by side.

        Args:
            formulations: The portfolios as programs, all with the same initiatives; each chooses among what the next does.
        """
        self.program = Program()
        self._formulations = formulations
        self._readings = [Schedules(one) for one in formulations]
        self._first: list[int] = []
        for place, one in enumerate(formulations):
            self._first.append(len(self.program.columns))
            self.program.columns += [
                column._replace(name=f"{column.name}_of_{place}") for column in one.program.columns
            ]
            self.program.rows += [self._row(place, row) for row in one.program.rows]
        for before, after in pairwise(range(len(formulations))):
            for name in formulations[0].variables.windows:
                self.program.require(
                    "nested", self._chosen(before, name), "<=", self._chosen(after, name), subject=(name,)
                )

    def _chosen(self, place: int, name: str) -> Expression:
        return self._moved(place, self._formulations[place].variables.chosen(name))

    def _moved(self, place: int, expression: Expression) -> Expression:
        """Return an expression of one formulation with the places that its columns have here."""
        return Expression(self._terms(place, expression.terms), expression.constant)

    def _terms(self, place: int, terms: Mapping[int, Number]) -> dict[int, Number]:
        return {column + self._first[place]: factor for column, factor in terms.items()}

    def _row(self, place: int, row: Row) -> Row:
        return row._replace(terms=self._terms(place, row.terms))

    def weighed(self, expressions: Sequence[Expression], weights: Sequence[Fraction]) -> Expression:
        """Return the weighted sum of an expression of each formulation.

        Args:
            expressions: One for each, in the order given.
            weights: The weight of each.
        """
        moved = (self._moved(place, one) for place, one in enumerate(expressions))
        return total(zip(moved, weights, strict=True))

    @property
    def decisive(self) -> dict[int, int]:
        """What has started by when, in each; whether something is chosen at all first, then its latest starts."""
        return {
            column + self._first[place]: rank
            for place, reading in enumerate(self._readings)
            for column, rank in reading.decisive.items()
        }

    def answer(self, values: Sequence[float]) -> tuple[dict[str, int], ...]:
        """Return the schedules that values stand for."""
        ends = [*self._first[1:], len(self.program.columns)]
        parts = (values[first:end] for first, end in zip(self._first, ends, strict=True))
        return tuple(reading.answer(part) for reading, part in zip(self._readings, parts, strict=True))

    def columns(self, answer: tuple[dict[str, int], ...]) -> list[Fraction] | None:
        """Return the value of every column for schedules; None where one breaks a rule, or they are not nested."""
        if any(not before.keys() <= after.keys() for before, after in pairwise(answer)):
            return None
        found: list[Fraction] = []
        for reading, starts in zip(self._readings, answer, strict=True):
            values = reading.columns(starts)
            if values is None:
                return None
            found += values
        return found

    def ruling_out(self, answer: tuple[dict[str, int], ...]) -> list[Row]:
        """Return rows that rule out each schedule which breaks a rule of its own portfolio."""
        return [
            self._row(place, row)
            for place, (reading, starts) in enumerate(zip(self._readings, answer, strict=True))
            if reading.columns(starts) is None
            for row in reading.ruling_out(starts)
        ]
