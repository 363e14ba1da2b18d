"""What stands in the columns of each initiative: money, effort and shares, period by period."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from omniprio.formulation.disciplines import rings_that_count
from omniprio.fulfilment import progress
from omniprio.money import activation, bound_by, one_off, synergy_bound_by
from omniprio.solver.program import Expression, simplest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Budget, Initiative
    from omniprio.solver.program import Number

__all__ = ["add_profile", "column_values", "spending", "spending_profile"]


def add_profile(
    v: Variables, name: str, profile: Sequence[Number], totals: Sequence[Expression], *, up_to: bool = False
) -> None:
    """Add what one initiative takes, in place, to the total of each period.

    With P(k) what it takes k periods after its start, or up to then, starting in s rather than at the next start s'
    that it may have adds P(t - s) - P(t - s') to the total of t.

    Args:
        v: The variables.
        name: The initiative; nothing of it is in the totals yet.
        profile: What it takes in each period from its start on, T amounts.
        totals: One expression for each period 1 to T.
        up_to: Whether the totals are what is taken up to each period, not in it.
    """
    v.program.deadline.check()
    taken = list(accumulate(profile)) if up_to else list(profile)
    window = v.windows[name]
    by_wait: dict[int, list[tuple[int, Number]]] = {}
    for start, following in zip_longest(window, window[1:], fillvalue=len(totals) + 1):
        wait = following - start
        if wait not in by_wait:
            by_wait[wait] = _more(taken, wait)
        (column,) = v.started(name, start).terms
        for place, amount in by_wait[wait]:
            if start - 1 + place >= len(totals):
                break
            totals[start - 1 + place].terms[column] = amount


def _more(taken: Sequence[Number], wait: int) -> list[tuple[int, Number]]:
    """Return what starting now rather than after a wait takes more, where it does, with the periods since now."""
    apart = (now - then for now, then in zip(taken, [*[0] * wait, *taken], strict=False))
    return [(place, simplest(amount)) for place, amount in enumerate(apart) if amount]


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
                running = simplest(cost.exact_running)
                for place in range(initiative.duration, periods):
                    profile[place] += running
    return profile


def column_values(v: Variables, starts: Mapping[str, int]) -> list[Fraction]:
    """Return the value of each column that stands for a schedule.

    Args:
        v: The variables.
        starts: A schedule that keeps every rule; its starts lie in the windows.
    """
    course = progress(v.portfolio, starts)
    values = [Fraction(0)] * len(v.program.columns)
    for name, window in v.windows.items():
        for period in window:
            _set(values, v.started(name, period), Fraction(name in starts and starts[name] <= period))
    for synergy in v.portfolio.synergies:
        since = activation(synergy, starts, v.portfolio) or v.portfolio.periods + 1
        for period in range(1, v.portfolio.periods + 1):
            _set(values, v.is_active(synergy.id, period), Fraction(period >= since))
    if v.fulfilment:
        _set_fields(v, course, values)
    for (field, period), column in v.is_below.items():
        _set(values, column, Fraction(v.shares(field, period).value(values) < 0))
    for column, computed in v.computed:
        _set(values, column, computed(course))
    return values


def _set_fields(v: Variables, course: Progress, values: list[Fraction]) -> None:
    for row in v.portfolio.disc.disciplines:
        for period in range(1, v.portfolio.periods + 1):
            is_open = True
            for field in rings_that_count(v, row):
                share = course.fulfilment[field][period]
                whole = is_open and share >= 1
                credited = (
                    Fraction(whole) if v.portfolio.credit == "full" else share if is_open else Fraction(0)
                )
                _set(values, v.fulfilment[field, period], credited)
                _set(values, v.reached[field, period], Fraction(whole))
                is_open = whole or row.order == "any"


def _set(values: list[Fraction], column: Expression, value: Fraction) -> None:
    """Set the column of which an expression is a multiple; nothing where it is a constant."""
    if column.terms and not column.constant:
        ((place, factor),) = column.terms.items()
        values[place] = value / Fraction(factor)
