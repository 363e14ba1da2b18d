"""What an initiative is worth today by when it starts, in whole numbers over a common one: exact and fast."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from omniprio.derived import once_for_each
from omniprio.money import discount_factors
from omniprio.portfolio import as_scheduled, rate_of
from omniprio.portfolio.initiative import left_at
from omniprio.portfolio.work import Begun, running_over
from omniprio.schedule import spent_on_teams
from omniprio.synergies import activations, spent_on_synergies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.portfolio import Initiative, Portfolio
    from omniprio.portfolio.funds import Rates

__all__ = ["Discount", "discounting", "net_present_value", "present_value"]


class Discount(NamedTuple):
    """What money of each period counts.

    Attributes:
        counts: By period, from 1 to the last that is counted, whole numbers.
        from_on: The sum of these from each period on; one more, the last of which is 0.
        one: What 1 would be among them.
        last: T; of what is not complete by then, nothing counts in later periods.
        rates: What one unit of a fund is worth, where it is in a unit of its own.
    """

    counts: list[int]
    from_on: list[int]
    one: int
    last: int
    rates: dict[str, Fraction | int]


@once_for_each
def discounting(portfolio: Portfolio) -> Discount:
    """Return what money of each period counts: (1 + r) ** -(t - 1)."""
    counts, one = _whole(discount_factors(portfolio))
    from_on = list(accumulate(reversed(counts), initial=0))[::-1]
    rates = {name: fund.exact_rate for name, fund in portfolio.funds.items() if fund.unit}
    return Discount(counts, from_on, one, portfolio.periods, rates)


def present_value(initiative: Initiative, start: int, discount: Discount) -> Fraction:
    """Return what one initiative adds to the net present value.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1; it completes within the horizon.
        discount: What money of each period counts.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> portfolio = Portfolio(horizon=3, initiatives=[Initiative(id="web", cost=30, benefit=20)])
    >>> present_value(portfolio.by_id["web"], 2, discounting(portfolio))  # 20 - 30, and 20 once more
    Fraction(10, 1)
    """
    flow = _at_rates(initiative, discount.rates) if discount.rates else _flow(initiative)
    counts = discount.counts[start - 1 :]
    total = sum(amount * count for amount, count in zip(flow.amounts, counts, strict=False) if amount)
    is_complete = start - 1 + initiative.duration <= discount.last
    after = min(start - 1 + len(flow.amounts), len(discount.counts)) if is_complete else len(discount.counts)
    worth = Fraction(total + flow.later * discount.from_on[after], flow.one * discount.one)
    if initiative.earnings.counted_from == "calendar":
        worth += _by_the_calendar(initiative, start, discount)
    return worth


def _by_the_calendar(initiative: Initiative, start: int, discount: Discount) -> Fraction:
    """Return what an initiative earns by the calendar, discounted: from the period of its completion on."""
    done = start + initiative.duration - 1
    amounts, counts = left_at(initiative.earnings, done), discount.counts[done - 1 :]
    earned = (amount * count for amount, count in zip(amounts, counts, strict=False))
    return sum(earned, Fraction(0)) / discount.one


class _Flow(NamedTuple):
    """What an initiative earns less what it spends, in whole numbers; without what it earns by the calendar.

    Attributes:
        amounts: In each period from its start on.
        later: In each period after these.
        one: What 1 would be among them.
    """

    amounts: list[int]
    later: int
    one: int


@once_for_each
def _flow(initiative: Initiative) -> _Flow:
    return _at_rates(initiative, {})


def _at_rates(initiative: Initiative, rates: Rates) -> _Flow:
    duration, costs = initiative.duration, initiative.costs_by_fund
    benefit = initiative.earnings
    prices = initiative.prices if isinstance(initiative, Begun) else {}
    steady = (cost.exact_running * rates.get(fund, 1) for fund, cost in costs.items() if fund not in prices)
    running = sum(steady, Fraction(0))
    every = benefit.exact_per_period if benefit.profile is None else Fraction(0)
    profile = () if benefit.counted_from == "calendar" else benefit.exact_profile or ()
    first = 0 if benefit.counted_from == "start" else duration - 1
    flow = [Fraction(0)] * max(duration, first + len(profile), *map(len, prices.values()))
    for fund, paid in initiative.paid.items():
        rate = rates.get(fund, 1)
        for place, amount in enumerate(paid):
            flow[place] -= amount * rate
    for fund, levels in prices.items():
        rate = rates.get(fund, 1)
        for place, amount in enumerate(running_over(initiative, fund, len(levels)), start=duration):
            flow[place] -= amount * rate
    for place, earned in enumerate(profile, start=first):
        flow[place] += earned
    for place in range(duration - 1, len(flow)):
        flow[place] += every if place < duration else every - running
    amounts, one = _whole([*flow, every - running])
    return _Flow(amounts[:-1], amounts[-1], one)


def _whole(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return numbers times their least common denominator, and that denominator."""
    one = lcm(*(number.denominator for number in numbers))
    return [number.numerator * (one // number.denominator) for number in numbers], one


def net_present_value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return the discounted benefits minus the discounted spending of a schedule, over all funds; see `Portfolio.beyond`."""
    factors = discount_factors(portfolio)
    discount = discounting(portfolio)
    total = Fraction(0)
    by_id = as_scheduled(portfolio, starts).by_id
    for name, start in starts.items():
        total += present_value(by_id[name], start, discount)
    active = activations(portfolio, starts)
    for synergy in portfolio.synergies:
        if synergy.id in active:
            total += synergy.exact_benefit * sum(factors[active[synergy.id] - 1 :])
    for _, period, cost in spent_on_synergies(portfolio, starts):
        total -= cost * factors[period - 1]
    for team, period, cost in spent_on_teams(portfolio, starts):
        total -= cost * rate_of(portfolio.teams[team].fund, portfolio) * factors[period - 1]
    return total
