"""What is spent under a budget, as one linear expression for each period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.formulation.profile import add_profile
from omniprio.money import bound_by, one_off, synergy_bound_by
from omniprio.numbers import exact
from omniprio.solver.program import Expression, simplest

if TYPE_CHECKING:
    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Budget, Initiative
    from omniprio.solver.program import Number

__all__ = ["spending", "spending_profile"]


def spending(v: Variables, limit: Budget) -> list[Expression]:
    """Return what is spent under a budget: up to each period 1 to T if it is carried over, else in each.

    Args:
        v: The variables.
        limit: The budget.
    """
    periods = v.portfolio.periods
    result = [Expression() for _ in range(periods)]
    for initiative in v.portfolio.initiatives:
        if bound_by(limit, initiative) and not initiative.costs_by_fund.keys().isdisjoint(limit.funds):
            profile = spending_profile(initiative, limit, periods)
            add_profile(v, initiative.id, profile, result, up_to=limit.carry_over)
    for synergy in v.portfolio.synergies:
        if synergy.cost and synergy_bound_by(limit, synergy, v.portfolio):
            for period, spent in enumerate(result, start=1):
                spent.add_scaled(v.is_active(synergy.id, period), synergy.price)
                if not limit.carry_over:
                    spent.add_scaled(v.is_active(synergy.id, period - 1), -synergy.price)
    return result


def spending_profile(initiative: Initiative, limit: Budget, periods: int) -> list[Number]:
    """Return what an initiative spends under a budget in each period from its start on.

    Args:
        initiative: The initiative.
        limit: The budget.
        periods: How many periods to tell of.
    """
    profile: list[Number] = [0] * periods
    for fund, cost in initiative.costs_by_fund.items():
        if fund in limit.funds:
            for place, paid in enumerate(one_off(cost, initiative.duration)[:periods]):
                profile[place] += simplest(paid)
            if cost.running:
                running = simplest(exact(cost.running))
                for place in range(initiative.duration, periods):
                    profile[place] += running
    return profile
