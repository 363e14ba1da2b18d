"""A program in whole numbers: each column counted in its grains, each row and objective scaled exactly.

Nothing is rounded. Every schedule has values that are multiples of the grains, so none is lost; what does not fit
into the numbers that an engine computes with is refused, with the row it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, gcd, lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.solver.program import Column, Expression, Number, Program, Row

__all__ = ["MOST", "InWhole", "NotWholeError", "WholeObjective", "WholeRow"]

MOST = 2**53
"""What a sum may come to: up to here whole numbers are exact as floating-point numbers too, and far from overflow."""


class NotWholeError(Exception):
    """A program does not fit into whole numbers of a size that can be computed with.

    Attributes:
        where: The rule of the row that does not fit, or what else does not.
    """

    def __init__(self, where: str) -> None:
        """Keep what does not fit."""
        self.where = where
        super().__init__(where)


class WholeRow(NamedTuple):
    """A row in whole numbers: least <= sum of numbers times columns <= most.

    Attributes:
        places: The columns.
        numbers: A whole number for each.
        least: A whole number; more than `most` where no whole numbers keep to the row.
        most: A whole number.
    """

    places: list[int]
    numbers: list[int]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class WholeObjective:
    """An objective in whole numbers.

    Attributes:
        places: The columns.
        numbers: A whole number for each.
        factor: What the objective, less its constant, was multiplied by.
        constant: Its constant.
    """

    places: list[int]
    numbers: list[int]
    factor: Fraction
    constant: Fraction

    def own(self, steps: int) -> Fraction:
        """Return a value in the unit of the goal."""
        return steps / self.factor + self.constant


class InWhole:
    """How the columns of a program are counted in whole numbers.

    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> half = program.column("p", integer=False, grain=Fraction(1, 2))
    >>> from omniprio.solver.program import Row
    >>> InWhole(program).row(Row("enough", (), None, half.terms, ">=", Fraction(1, 4)))
    WholeRow(places=[0], numbers=[1], least=1, most=2)
    """

    def __init__(self, program: Program) -> None:
        """Count each column in its grains; one that must be whole, by ones.

        Raises:
            NotWholeError: A column has more grains than can be counted.
        """
        self.units = [_unit(column) for column in program.columns]
        self.tops = [
            floor(column.upper / unit) for column, unit in zip(program.columns, self.units, strict=True)
        ]
        if max(self.tops, default=0) > MOST:
            raise NotWholeError("columns")

    def row(self, row: Row) -> WholeRow:
        """Return a row in the smallest whole numbers.

        Raises:
            NotWholeError: They are too large.
        """
        numbers, factor = self._in_steps(row.terms)
        rhs = row.rhs * factor
        low, high = self._reach(row.terms, numbers, row.rule)
        least = -floor(-rhs) if row.sense != "<=" else low
        most = floor(rhs) if row.sense != ">=" else high
        return WholeRow(list(row.terms), numbers, least, most)

    def objective(self, expression: Expression) -> WholeObjective:
        """Return an objective in the smallest whole numbers.

        Raises:
            NotWholeError: They are too large.
        """
        numbers, factor = self._in_steps(expression.terms)
        self._reach(expression.terms, numbers, "goal")
        return WholeObjective(list(expression.terms), numbers, factor, Fraction(expression.constant))

    def counts(self, values: Sequence[Number]) -> list[int]:
        """Return values of all columns in their units, rounded: as a hint."""
        return [round(value / unit) for value, unit in zip(values, self.units, strict=True)]

    def values(self, counts: Iterable[int]) -> list[float]:
        """Return the values of all columns, from how often each has its unit."""
        return [count * unit for count, unit in zip(counts, self._sizes, strict=True)]

    @cached_property
    def _sizes(self) -> list[float]:
        return [float(unit) for unit in self.units]

    def _in_steps(self, terms: Mapping[int, Number]) -> tuple[list[int], Fraction]:
        """Return coefficients for columns that are counted in their units, whole and without a common divisor."""
        steps = [Fraction(number) * self.units[place] for place, number in terms.items()]
        below = lcm(*(step.denominator for step in steps))
        numbers = [step.numerator * (below // step.denominator) for step in steps]
        divisor = gcd(*numbers) or 1
        return [number // divisor for number in numbers], Fraction(below, divisor)

    def _reach(self, terms: Mapping[int, Number], numbers: Sequence[int], where: str) -> tuple[int, int]:
        """Return the least and the most that a sum can be, by the bounds of its columns alone."""
        each = [number * self.tops[place] for place, number in zip(terms, numbers, strict=True)]
        if sum(map(abs, each)) > MOST:
            raise NotWholeError(where)
        return sum(one for one in each if one < 0), sum(one for one in each if one > 0)


def _unit(column: Column) -> Fraction:
    """Return what a column is counted in: ones where it must be whole, else its grain."""
    return Fraction(1) if column.integer else column.grain
