"""What is spent under a budget, as one linear expression for each period."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from omniprio.base import exact
from omniprio.money import bound_by, one_off, synergy_bound_by
from omniprio.solver.program import Expression

if TYPE_CHECKING:
    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Budget, Initiative

__all__ = ["spending"]


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
            _add_initiative(v, limit, initiative, result)
    for synergy in v.portfolio.synergies:
        if synergy.cost and synergy_bound_by(limit, synergy, v.portfolio):
            for period, spent in enumerate(result, start=1):
                spent.add_scaled(v.is_active(synergy.id, period), exact(synergy.cost))
                if not limit.carry_over:
                    spent.add_scaled(v.is_active(synergy.id, period - 1), -exact(synergy.cost))
    return result


def _add_initiative(v: Variables, limit: Budget, initiative: Initiative, result: list[Expression]) -> None:
    """Add the spending of one initiative.

    With p the profile from its start on, starting in s rather than in s + 1 adds p(t - s) to what is spent up
    to t, and p(t - s) - p(t - s - 1) to what is spent in t.
    """
    in_each = _profile(initiative, limit, v.portfolio.periods)
    up_to = list(accumulate(in_each))
    changes = [now - before for before, now in pairwise([Fraction(0), *in_each])]
    if limit.carry_over:
        last, others = up_to, in_each
    else:
        last, others = in_each, changes
    window = v.windows[initiative.id]
    for start in window:
        (column,) = v.started(initiative.id, start).terms
        for spent, amount in zip(result[start - 1 :], last if start == window[-1] else others, strict=False):
            if amount:
                spent.terms[column] = amount


def _profile(initiative: Initiative, limit: Budget, periods: int) -> list[Fraction]:
    """Return what an initiative spends under a budget in each period from its start on."""
    profile = [Fraction(0)] * periods
    for fund, cost in initiative.costs_by_fund.items():
        if fund in limit.funds:
            running = exact(cost.running)
            paid = one_off(cost, initiative.duration)
            for place in range(periods):
                profile[place] += paid[place] if place < len(paid) else running
    return profile
