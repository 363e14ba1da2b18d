"""A number below which the cost of no solution of a linear program is: counted again, so that every rounding is covered.

In the literature: safe bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from omniprio.solver.scaling import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from omniprio.solver.program import Column, Row

__all__ = ["Floats", "Floor", "Rows", "Scaled", "tops"]

Floats = npt.NDArray[np.float64]

_UNIT, _EXACT = 2.0**-52, 2**52
"""No single sum, product or conversion of floating-point numbers is off by more than this share of its result."""


class Scaled(NamedTuple):
    """A row as floating-point numbers that a solver can tell apart.

    Attributes:
        sense: As in the row.
        rhs: Its right-hand side.
        columns: The column of each coefficient.
        coefficients: In the same order.
    """

    sense: str
    rhs: float
    columns: tuple[int, ...]
    coefficients: tuple[float, ...]

    @classmethod
    def of(cls, row: Row) -> Scaled:
        """Scale and round a row that has at least one coefficient."""
        coefficients, rhs, _ = scaled(row.terms.values(), row.rhs)
        return cls(row.sense, rhs, tuple(row.terms), tuple(coefficients))


class Floor(NamedTuple):
    """A number below which the cost of no solution is, with what it is made of.

    Attributes:
        least: The number.
        left: By column, its cost less what the prices of the rows pay for.
        off: By column, what that may be off by at most.
        parts: By column, the least it adds.
    """

    least: float
    left: Floats
    off: Floats
    parts: Floats

    def without(self, lower: Floats, upper: Floats) -> Floats:
        """Return by column the number below which the cost of no solution is whose value lies between other bounds.

        Args:
            lower: By column, whole numbers; those of the other columns stay as they were.
            upper: By column.
        """
        parts = _least_part(self.left, self.off, lower, upper)
        size = np.abs(parts) + np.abs(self.parts) + abs(self.least)
        return self.least + (parts - self.parts) - _SPARE * _UNIT * size


_SPARE = 8
"""How many roundings more than were counted are covered, wherever some are."""


def _least_part(left: Floats, off: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return the least that columns between bounds can cost, at prices that may be off."""
    low, high = left - off, left + off
    return np.minimum(np.minimum(low * lower, low * upper), np.minimum(high * lower, high * upper))


class Rows:
    """The rows of a program as floating-point numbers, with what that costs in exactness.

    Attributes:
        least: By row; minus infinity for `<=`.
        most: By row; infinity for `>=`.
        begins: Where each row begins among the coefficients.
        columns: The column of each coefficient, row after row.
        coefficients: Row after row.
    """

    def __init__(self, rows: Sequence[Scaled], columns: int) -> None:
        """Put the rows together.

        Args:
            rows: The rows.
            columns: The number of columns.
        """
        self._count = columns
        self._put(
            np.array([row.rhs for row in rows], dtype=np.float64),
            np.array([row.sense == "<=" for row in rows], dtype=bool),
            np.array([row.sense == ">=" for row in rows], dtype=bool),
            np.array([len(row.columns) for row in rows], dtype=np.int64),
            np.array([column for row in rows for column in row.columns], dtype=np.int64),
            np.array([number for row in rows for number in row.coefficients], dtype=np.float64),
        )

    def _put(self, *parts: npt.NDArray[Any]) -> None:
        """Take what the rows are made of: sides, whether at most and at least, lengths, columns and coefficients."""
        self._parts = parts
        self._rhs, self._up, self._down, lengths, self.columns, self.coefficients = parts
        self.least = np.where(self._up, -np.inf, self._rhs)
        self.most = np.where(self._down, np.inf, self._rhs)
        self.begins = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self._row_of = np.repeat(np.arange(len(self._rhs)), lengths)
        self._roundings = _SPARE + np.bincount(self.columns, minlength=self._count)

    def followed_by(self, more: Rows) -> Rows:
        """Return these rows and further ones of the same columns."""
        both = Rows((), self._count)
        both._put(*map(np.concatenate, zip(self._parts, more._parts, strict=True)))
        return both

    def at_least(self, cost: Floats, prices: Floats, lower: Floats, upper: Floats) -> Floor:
        """Return a number below which the cost of no solution is, whatever the prices.

        For prices p of the rows, at most 0 where a row says <= and at least 0 where it says >=, each solution costs
        p b + (c - p A) x or more, and x lies between its bounds. Bad prices make the number low, never wrong. What
        the floating-point sums may be off by, at most, is taken off.
        Source: Neumaier and Shcherbina, 2004, Safe bounds in linear and mixed-integer linear programming.

        Args:
            cost: By column, each rounded once.
            prices: By row, as a solver says.
            lower: By column, whole numbers.
            upper: By column, rounded up.
        """
        prices = np.where(np.isfinite(prices), prices, 0.0)
        prices = np.where(self._up, np.minimum(prices, 0.0), prices)
        prices = np.where(self._down, np.maximum(prices, 0.0), prices)
        parts = self.coefficients * prices[self._row_of]
        left = cost - np.bincount(self.columns, parts, minlength=self._count)
        sizes = np.abs(cost) + np.bincount(self.columns, np.abs(parts), minlength=self._count)
        off = self._roundings * _UNIT * sizes
        worst = _least_part(left, off, lower, upper)
        paid = prices * self._rhs
        whole = float(paid.sum() + worst.sum())
        size = float(np.abs(paid).sum() + np.abs(worst).sum())
        least = whole - (_SPARE + len(paid) + len(worst)) * _UNIT * size
        return Floor(least, left, off, worst)


def tops(columns: Sequence[Column]) -> Floats:
    """Return the upper bounds of columns, rounded up.

    >>> from fractions import Fraction
    >>> from omniprio.solver.program import Column
    >>> third = Column("p", integer=False, upper=Fraction(1, 3), grain=Fraction(1, 3))
    >>> Fraction(float(tops([third])[0])) >= Fraction(1, 3)
    True
    """
    return np.array([_rounded_up(column.upper) for column in columns], dtype=np.float64)


def _rounded_up(number: Fraction) -> float:
    if number.denominator == 1 and number.numerator < _EXACT:
        return float(number)
    top = float(number)
    return top if top >= number else float(np.nextafter(top, np.inf))
