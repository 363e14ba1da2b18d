"""Exact rows as the floating-point rows a solver can tell apart.

A solver lets a row be missed by about 1e-6. Rows are therefore scaled to whole numbers, where the least
miss is 1, as long as these stay small; other rows are scaled so that their largest coefficient is `LARGEST`.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from omniprio.solver.program import Number

__all__ = ["LARGEST", "factor_in_steps", "scaled"]

LARGEST = 100_000
"""Largest whole coefficient: times HiGHS's integrality tolerance of 1e-6 it stays below a fifth of 1."""


def scaled(numbers: Collection[Number]) -> tuple[list[float], int]:
    """Return numbers times what makes them the smallest whole ones, or at most `LARGEST`, and the largest of the whole ones.

    Up to `LARGEST` the least miss of a row with these numbers is far above what a solver overlooks.

    Args:
        numbers: At least one of them is not 0.

    >>> scaled([Fraction(1, 2), Fraction(3, 10)])
    ([5.0, 3.0], 5)
    >>> scaled([350_000, 700_001])
    ([49999.92857153061, 100000.0], 700001)
    """
    whole = _to_whole(numbers)
    most = max(map(abs, whole))
    if most <= LARGEST:
        return list(map(float, whole)), most
    return [number * LARGEST / most for number in whole], most


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
