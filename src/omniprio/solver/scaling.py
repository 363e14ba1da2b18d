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

__all__ = ["LARGEST", "factor_and_size", "factor_for", "factor_in_steps"]

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
    factor, _ = factor_and_size(numbers)
    return factor


def factor_and_size(numbers: Collection[Number]) -> tuple[Number, Number]:
    """Return what `factor_for` does, and the largest of the numbers where they are the smallest whole ones.

    Up to `LARGEST` the least miss of a row with these numbers is far above what a solver overlooks.

    Args:
        numbers: At least one of them is not 0.

    >>> factor_and_size([300, 700_001])
    (Fraction(100000, 700001), 700001)
    """
    most = max(*numbers, -min(numbers))
    whole = _to_whole(numbers)
    size = most * whole
    return (whole if size <= LARGEST else Fraction(LARGEST) / most), size


def _to_whole(numbers: Collection[Number]) -> Number:
    """Return what makes numbers whole without a common divisor."""
    below = lcm(*(number.denominator for number in numbers))
    divisor = gcd(*(number.numerator * (below // number.denominator) for number in numbers))
    return below if divisor == 1 else Fraction(below, divisor)


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
