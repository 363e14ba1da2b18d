"""Kinds of numbers: what makes the plain numbers of a random portfolio fine, huge or tiny."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["KINDS", "Numbers"]

_MOST_MONEY = 10**12


class Numbers:
    """What becomes of the shares and the amounts that a portfolio is drawn with."""

    def __init__(
        self,
        rng: random.Random,
        share: Callable[[random.Random, Decimal], Decimal],
        money: Callable[[random.Random, Decimal], Decimal],
    ) -> None:
        """Keep the source of the draws, and what it makes of a share and of an amount."""
        self._rng = rng
        self._share = share
        self._money = money

    def share(self, number: float) -> float:
        """Return a share from -1 to 1 in place of another."""
        return float(min(max(self._share(self._rng, _exact(number)), Decimal(-1)), Decimal(1)))

    def size(self, number: float) -> float:
        """Return a weight, an effort or a capacity in place of another, as fine as a share."""
        return float(max(self._share(self._rng, _exact(number)), Decimal(0)))

    def money(self, number: float) -> float:
        """Return an amount in place of another."""
        most = Decimal(_MOST_MONEY)
        return float(min(max(self._money(self._rng, _exact(number)), -most), most))


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))


def _plain(_rng: random.Random, number: Decimal) -> Decimal:
    return number


def _fine(places: int) -> Callable[[random.Random, Decimal], Decimal]:
    """Return what adds or takes away a few of the last of some decimals, so that sums of shares just reach 1 or not.

    Now and then nothing but these few remain.
    """
    unit = Decimal(1).scaleb(-places)

    def fine(rng: random.Random, number: Decimal) -> Decimal:
        few = unit * rng.choice((-2, -1, -1, 1, 1, 2))
        chance = rng.random()
        if chance < 0.15:
            return abs(few)
        if chance < 0.3:
            return Decimal(rng.randint(1, 10**places)) * unit
        return number + few if chance < 0.8 else number

    return fine


def _near_one(rng: random.Random, number: Decimal) -> Decimal:
    """Return what lacks a little of 1, or that little."""
    few = rng.randint(1, 3) * Decimal(1).scaleb(-rng.randint(6, 9))
    chance = rng.random()
    return 1 - few if chance < 0.5 else few if chance < 0.75 else number


def _huge(rng: random.Random, number: Decimal) -> Decimal:
    """Return up to a million million, with two decimals: a few hundredths decide what a budget pays for."""
    return number * rng.choice((10**8, 10**9, 10**9)) + Decimal(rng.randint(-3, 3)) / 100 * (number != 0)


def _large(rng: random.Random, number: Decimal) -> Decimal:
    """Return tens of thousands with odd last digits: budgets that add up over periods have six or seven."""
    return number * rng.randint(997, 9973) + rng.randint(-3, 3) * (number != 0)


def _tiny(rng: random.Random, number: Decimal) -> Decimal:
    return number * Decimal(1).scaleb(-rng.choice((4, 5, 6)))


def _mixed(rng: random.Random, number: Decimal) -> Decimal:
    return rng.choice((_plain, _huge, _tiny))(rng, number)


def _mixed_shares(rng: random.Random, number: Decimal) -> Decimal:
    return rng.choice((_plain, _fine(3), _fine(6), _fine(9)))(rng, number)


KINDS: dict[str, Callable[[random.Random], Numbers]] = {
    "ordinary": lambda rng: Numbers(rng, _plain, _plain),
    "three decimals": lambda rng: Numbers(rng, _fine(3), _plain),
    "six decimals": lambda rng: Numbers(rng, _fine(6), _plain),
    "seven decimals": lambda rng: Numbers(rng, _fine(7), _plain),
    "eight decimals": lambda rng: Numbers(rng, _fine(8), _plain),
    "nine decimals": lambda rng: Numbers(rng, _fine(9), _plain),
    "near one": lambda rng: Numbers(rng, _near_one, _plain),
    "large amounts": lambda rng: Numbers(rng, _plain, _large),
    "huge amounts": lambda rng: Numbers(rng, _plain, _huge),
    "tiny amounts": lambda rng: Numbers(rng, _plain, _tiny),
    "mixed": lambda rng: Numbers(rng, _mixed_shares, _mixed),
}
"""By name."""
