"""How far sliders for money go, and in which steps."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from omniprio.portfolio import rates_in

if TYPE_CHECKING:
    from omniprio.portfolio import Budget, Portfolio
    from omniprio.what_if.purses import Purse

__all__ = ["Scale", "round_up", "scale_of"]

_STEPS = 100
"""How many steps a slider has, about."""


class Scale(NamedTuple):
    """Where a slider ends, from 0, and in which steps it moves."""

    stop: float
    step: float


def round_up(amount: float) -> float:
    """Return the least of 1, 2 and 5, or of these times a power of ten, that is no less than an amount.

    Args:
        amount: More than 0.

    >>> [round_up(amount) for amount in (0.3, 20, 2500, 5001)]
    [0.5, 20.0, 5000.0, 10000.0]
    """
    power = 10.0 ** floor(log10(amount))
    return next((times * power for times in (1, 2, 5) if times * power >= amount), 10 * power)


def scale_of(portfolio: Portfolio, budget: Budget, purse: Purse) -> Scale:
    """Return how far the sliders of a budget go: to twice what it gives, or to what everything costs if that is more.

    Args:
        portfolio: The portfolio.
        budget: The budget, with its funds.
        purse: What it gives as it is given.
    """
    given = max((amount for amount in purse.amounts if amount is not None), default=0.0)
    rates = rates_in(budget, portfolio)
    everything = sum(
        float((cost.one_off + cost.exact_running * portfolio.periods) * rates.get(fund, 0))
        for one in portfolio.initiatives
        for fund, cost in one.costs_by_fund.items()
    )
    most = max(2 * given, everything / len(purse.amounts))
    step = round_up(most / _STEPS) if most else 1.0
    return Scale(stop=step * -(-most // step) or step, step=step)
