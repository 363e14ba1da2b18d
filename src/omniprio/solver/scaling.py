"""Exact rows as the floating-point rows a solver can tell apart.

A solver lets a row be missed by about 1e-6. Rows are therefore scaled to whole numbers, where the least
miss is 1, as long as these stay small; other rows are scaled so that their largest coefficient is `LARGEST`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from omniprio.solver.program import Number, Row

__all__ = ["LARGEST", "factor_in_steps", "loosened", "scaled"]

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
    return replace(row, terms=below, rhs=ceil(Fraction(right * finest, most)))


def _to_whole(numbers: Collection[Number]) -> list[int]:
    """Return numbers times what makes them whole without a common divisor."""
    below = lcm(*(number.denominator for number in numbers))
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
