"""Exact rows in numbers that a solver takes: as the floating-point rows it can tell apart, or in whole numbers.

A solver lets a row be missed by about 1e-6. Rows are therefore scaled to whole numbers, where the least
miss is 1, as long as these stay small; other rows are scaled so that their largest coefficient is `LARGEST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, gcd, lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from omniprio.solver.program import Column, Expression, Number, Program, Row

__all__ = [
    "LARGEST",
    "MOST",
    "InWhole",
    "NotWholeError",
    "WholeObjective",
    "WholeRow",
    "factor_in_steps",
    "loosened",
    "scaled",
]

LARGEST = 100_000
"""Largest whole coefficient: times HiGHS's integrality tolerance of 1e-6 it stays below a fifth of 1."""

_ROOM = 100
"""How many times as large the right-hand side of a row may be: nothing is multiplied by it, and the least miss stays above 0.01."""


def scaled(coefficients: Collection[Number], rhs: Number) -> tuple[list[float], float, int]:
    """Return a row times what makes its numbers the smallest whole ones, or at most `LARGEST`, and how fine it is.

    Up to a fineness of `LARGEST` the least miss of the row is far above what a solver overlooks.

    Args:
        coefficients: At least one of them is not 0.
        rhs: The right-hand side.

    Returns:
        The coefficients, the right-hand side, and the largest of the whole coefficients, or a hundredth of the whole
        right-hand side where that is more.

    >>> scaled([Fraction(1, 2)], Fraction(3, 10))
    ([5.0], 3.0, 5)
    >>> scaled([350_001], 700_000)
    ([50000.142857142855], 100000.0, 350001)
    >>> scaled([4_500, 749], 101_976)[2]
    4500
    """
    *whole, right = _to_whole([*coefficients, rhs])
    most = max(map(abs, whole))
    fineness, largest = max(most, abs(right) // _ROOM), max(most, abs(right))
    if largest <= LARGEST:
        return list(map(float, whole)), float(right), fineness
    return [number * LARGEST / largest for number in whole], right * LARGEST / largest, fineness


def loosened(row: Row, finest: int) -> Row:
    """Return a row without numbers that are finer than a solver is believed about; every solution of the row keeps it.

    No column is below 0, so coefficients are rounded down, and what a row with `<=` is limited to is rounded up.

    Args:
        row: The row; one with another sense stays as it is.
        finest: How fine it may be, see `scaled`.

    >>> from omniprio.solver.program import Row
    >>> fine = loosened(Row("goal", (), None, {0: 3_000_001, 1: 1_999_999}, "<=", 4_000_001), 300)
    >>> fine.terms, fine.rhs
    ({0: 300, 1: 199}, 400)
    """
    if row.sense != "<=" or not row.terms:
        return row
    *whole, right = _to_whole([*row.terms.values(), row.rhs])
    most = max(*map(abs, whole), abs(right) // _ROOM)
    if most <= finest:
        return row
    below: dict[int, Number] = {}
    for column, number in zip(row.terms, whole, strict=True):
        if least := floor(Fraction(number * finest, most)):
            below[column] = least
    return row._replace(terms=below, rhs=ceil(Fraction(right * finest, most)))


def _to_whole(numbers: Collection[Number]) -> list[int]:
    """Return numbers times what makes them whole without a common divisor."""
    belows = {number.denominator for number in numbers}
    if belows == {1}:
        whole = [number.numerator for number in numbers]
    else:
        below = lcm(*belows)
        whole = [number.numerator * (below // number.denominator) for number in numbers]
    divisor = gcd(*whole)
    return whole if divisor == 1 else [number // divisor for number in whole]


def factor_in_steps(numbers: Collection[Number], grain: Fraction) -> tuple[Fraction, bool]:
    """Return what to multiply an objective by, and whether its values then are whole numbers.

    Args:
        numbers: The coefficients; at least one is not 0.
        grain: Every value of the objective is a multiple of it.

    >>> factor_in_steps([Fraction(1, 4)], Fraction(1, 40))
    (Fraction(40, 1), True)
    """
    most = max(abs(Fraction(number)) for number in numbers)
    if most / grain <= LARGEST:
        return 1 / grain, True
    return Fraction(LARGEST) / most, False


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

    def counts(self, values: Sequence[Number | float]) -> list[int]:
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
