"""Exact rows as the floating-point rows a solver can tell apart.

A solver lets a row be missed by about 1e-6. Rows are therefore scaled to whole numbers, where the least
miss is 1, as long as these stay small; other rows are scaled so that their largest coefficient is `LARGEST`.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from omniprio.solver.program import Number, Row

__all__ = ["LARGEST", "factor_for", "factor_in_steps", "resolution"]

LARGEST = 100_000
"""Largest whole coefficient: times HiGHS's integrality tolerance of 1e-6 it stays below a fifth of 1."""


def factor_for(numbers: Collection[Number]) -> Number:
    """Return what to multiply numbers by: to the smallest whole numbers, or to at most `LARGEST`.

    Args:
        numbers: At least one of them is not 0.

    >>> factor_for([Fraction(1, 2), Fraction(3, 10)])
    10
    >>> factor_for([300, 700])
    Fraction(1, 100)
    """
    most = max(*numbers, -min(numbers))
    whole = _to_whole(numbers)
    return whole if most * whole <= LARGEST else Fraction(LARGEST) / most


def _to_whole(numbers: Collection[Number]) -> Number:
    """Return what makes numbers whole without a common divisor."""
    below = lcm(*(number.denominator for number in numbers))
    divisor = gcd(*(number.numerator * (below // number.denominator) for number in numbers))
    return below if divisor == 1 else Fraction(below, divisor)


def resolution(rows: Iterable[Row]) -> Number:
    """Return the largest number among rows that are scaled to the smallest whole numbers.

    Up to `LARGEST` the least miss of any row is far above what a solver overlooks.

    Args:
        rows: The rows.
    """
    every = ([*row.terms.values(), row.rhs] for row in rows if row.terms)
    return max((max(*numbers, -min(numbers)) * _to_whole(numbers) for numbers in every), default=0)


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
