"""All the money of a portfolio together: as much as can be counted to the last decimal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import MOST_MONEY
from omniprio.language import sentence
from omniprio.portfolio.initiative import Benefit
from omniprio.portfolio.teams import Capacity

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    money = sum(max(_at_most(way, periods) for way in one.ways.values()) for one in portfolio.initiatives)
    money += sum(abs(one.cost) + abs(one.benefit) * periods for one in portfolio.synergies)
    money += _bought_at_most(portfolio)
    if money > MOST_MONEY:
        yield draft.fault(
            ("initiatives",),
            sentence("faults.too much money", money=round(money)),
            sentence("remedies.larger unit", most=MOST_MONEY),
        )


def _bought_at_most(portfolio: Portfolio) -> float:
    """Return what it costs at most to buy what teams are short of: all that work takes of them."""
    prices = {
        team: one.extra_price for team, one in portfolio.capacities.items() if isinstance(one, Capacity)
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


def _at_most(initiative: Initiative, periods: int) -> float:
    """Return the most that an initiative can cost and earn over a horizon, added up."""
    costs = initiative.costs_by_fund.values()
    spent = sum(float(cost.one_off) + cost.running * periods for cost in costs)
    benefit = initiative.benefit
    if not isinstance(benefit, Benefit):
        return spent + abs(benefit) * periods
    if benefit.profile is None:
        return spent + abs(benefit.per_period) * periods
    return spent + sum(map(abs, benefit.profile))
