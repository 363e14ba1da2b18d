"""All the money of a portfolio together: as much as can be counted to the last decimal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import MOST_MONEY
from omniprio.language import sentence
from omniprio.portfolio.funds import price_levels
from omniprio.portfolio.initiative import MAIN_FUND, Benefit
from omniprio.portfolio.teams import Capacity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.errors import Fault
    from omniprio.portfolio.draft import Draft
    from omniprio.portfolio.initiative import Initiative
    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["too_much_money"]


def too_much_money(draft: Draft) -> Iterator[Fault]:
    """Yield a fault where all initiatives and synergies together cost and earn more than is counted.

    What arises on the way, such as a budget that is raised or the most that a plan can spend, then stays within
    the limit as well.
    """
    portfolio = draft.portfolio
    periods = portfolio.counted_to
    if any(fund.growth ** (periods - 1) > MOST_MONEY for fund in portfolio.funds.values()):
        problem = sentence("faults.too much growth", most=MOST_MONEY)
        yield draft.fault(("funds",), problem, sentence("remedies.less growth"))
        return
    levels = {name: prices[-1] for name, prices in price_levels(portfolio).items()}
    for name, fund in portfolio.funds.items():
        levels[name] = levels.get(name, Fraction(1)) * max(fund.exact_rate, 1)
    money = sum(
        max(_at_most(way, periods, levels) for way in one.ways.values()) for one in portfolio.initiatives
    )
    joint = float(levels.get(MAIN_FUND, 1))
    money += sum(abs(one.cost) * joint + abs(one.benefit) * periods for one in portfolio.synergies)
    money += _bought_at_most(portfolio, levels)
    if money > MOST_MONEY:
        yield draft.fault(
            ("initiatives",),
            sentence("faults.too much money", money=round(money)),
            sentence("remedies.larger unit", most=MOST_MONEY),
        )


def _bought_at_most(portfolio: Portfolio, levels: Mapping[str, Fraction]) -> float:
    """Return what it costs at most to buy what teams are short of: all that work takes of them, at the last prices."""
    prices = {
        team: one.extra_price * float(levels.get(one.extra_fund, 1))
        for team, one in portfolio.capacities.items()
        if isinstance(one, Capacity)
    }
    return sum(
        max(_effort(way, team) for way in one.ways.values()) * price
        for team, price in prices.items()
        if price
        for one in portfolio.initiatives
    )


def _effort(initiative: Initiative, team: str) -> float:
    """Return what an initiative takes of a team, added up."""
    load = initiative.effort.get(team, 0.0)
    return sum(load) if isinstance(load, tuple) else load * initiative.duration


def _at_most(initiative: Initiative, periods: int, levels: Mapping[str, Fraction]) -> float:
    """Return the most that an initiative can cost and earn over a horizon, added up, at the last prices of each fund."""
    spent = sum(
        float((cost.one_off + cost.exact_running * periods) * levels.get(fund, 1))
        for fund, cost in initiative.costs_by_fund.items()
    )
    benefit = initiative.benefit
    if not isinstance(benefit, Benefit):
        return spent + abs(benefit) * periods
    if benefit.profile is None:
        return spent + abs(benefit.per_period) * periods
    return spent + sum(map(abs, benefit.profile))
