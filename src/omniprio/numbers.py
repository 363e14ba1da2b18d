"""Numbers as people write them: exact, and with no digit that binary rounding adds."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["as_meant", "each_period", "exact", "increments", "is_large", "weighed", "written"]

_LARGE = 100


@lru_cache(maxsize=4096)
def _exact(written: str) -> Fraction:
    return Fraction(written)


def exact(number: float) -> Fraction:
    """Return a number as the decimal a person wrote, without binary rounding.

    Args:
        number: A finite number.

    Returns:
        The fraction that the shortest decimal form of the number stands for.

    >>> sum(map(exact, [0.6, 0.3, 0.1])) == 1
    True
    """
    return _exact(repr(number))


_SIMPLE = 10**7
"""The greatest denominator of a fraction that is told apart from every decimal of nine places."""


def as_meant(number: float) -> Fraction:
    """Return a distance or a share as it was meant: written by a person, or taken from a plan, where it is a fraction and no decimal.

    Args:
        number: A finite number.

    Returns:
        The simplest fraction that is the number once it is rounded; without one, the decimal that the number was written as.

    >>> as_meant(109 / 180), as_meant(0.123456789)
    (Fraction(109, 180), Fraction(123456789, 1000000000))
    """
    simple = Fraction(number).limit_denominator(_SIMPLE)
    return simple if float(simple) == number else exact(number)


def written(number: float | Fraction, decimals: int = 9) -> str:
    """Return a number as a person writes it: with all its decimals, and no digit that binary rounding adds.

    Args:
        number: A finite number.
        decimals: How many there are at most; a number that is smaller than these show has three digits.

    >>> written(1440.0), written(400249382.66), written(Fraction(1, 3), 4), written(0.00001234, 4)
    ('1,440', '400,249,382.66', '0.3333', '1.23e-05')
    """
    if isinstance(number, int):
        return f"{number:,}"
    value = number if isinstance(number, Fraction) else exact(number)
    if 0 < abs(value) < Fraction(1, 10**decimals):
        return f"{float(value):.3g}"
    whole, _, rest = f"{value:,.{decimals}f}".partition(".")
    return f"{whole}.{rest}".rstrip("0").rstrip(".")


def is_large(amount: float | Fraction) -> bool:
    """Return whether an amount of money or effort is so large that people leave out its decimals: from 100 on.

    >>> is_large(99.5), is_large(-1440.5)
    (False, True)
    """
    return not -_LARGE < amount < _LARGE


def each_period[Given](given: Given | tuple[Given, ...], periods: int) -> tuple[Given, ...]:
    """Return what is given for each period, where one number may stand for all.

    Args:
        given: One for all periods, or one for each.
        periods: How many there are.

    >>> each_period(2.0, 3), each_period((2.0, None), 2)
    ((2.0, 2.0, 2.0), (2.0, None))
    """
    return given if isinstance(given, tuple) else (given,) * periods


def increments(totals: Sequence[Fraction | None]) -> list[Fraction | None]:
    """Return what comes to amounts that have been added up, each time; None where there is no limit any more.

    Args:
        totals: The amounts added up; None is no limit.

    >>> [str(amount) for amount in increments([Fraction(2), Fraction(5), None])]
    ['2', '3', 'None']
    """
    steps = pairwise([Fraction(0), *totals])
    return [None if now is None else now - (before or 0) for before, now in steps]


def weighed(pairs: Iterable[tuple[int | Fraction, int | Fraction]]) -> Fraction:
    """Return the sum of products of two, exact; added up in whole numbers, which takes a third of the time.

    Args:
        pairs: The two numbers of each product.

    >>> weighed([(Fraction(1, 2), Fraction(1, 3)), (2, Fraction(1, 6)), (5, 0)])
    Fraction(1, 2)
    """
    above: dict[int, int] = {}
    """By the denominator of products, the sum of their numerators."""
    for one, other in pairs:
        below = one.denominator * other.denominator
        above[below] = above.get(below, 0) + one.numerator * other.numerator
    common = lcm(*above)
    return Fraction(sum(number * (common // below) for below, number in above.items()), common)
