"""When money is spent and earned, period by period, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.derived import once_for_each
from omniprio.portfolio import MAIN_FUND, as_scheduled
from omniprio.portfolio.initiative import left_at
from omniprio.portfolio.limits import given_in
from omniprio.synergies import spent_on_synergies

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from omniprio.portfolio import Budget, Initiative, Portfolio, Synergy

__all__ = [
    "available",
    "bound_by",
    "costs_by_fund",
    "discount_factors",
    "earned",
    "spent",
    "spent_by_fund",
    "spent_under",
    "synergy_bound_by",
    "total_cost",
    "undiscounted_spending",
]


def spent(initiative: Initiative, start: int, periods: int, funds: tuple[str, ...]) -> list[Fraction]:
    """Return what an initiative spends from some funds in each period of the horizon.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1; it completes within the horizon.
        periods: T.
        funds: The funds to add up.

    Returns:
        One amount for each period 1 to T.
    """
    amounts = [Fraction(0)] * periods
    _spend(initiative, start, funds, amounts)
    return amounts


def earned(initiative: Initiative, start: int, periods: int) -> list[Fraction]:
    """Return what an initiative earns in each period.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1.
        periods: The number of periods; what comes after them is left out.

    >>> from omniprio.portfolio import Initiative
    >>> [int(amount) for amount in earned(Initiative(id="web", duration=2, benefit=5), 1, 3)]
    [0, 5, 5]
    """
    amounts = [Fraction(0)] * periods
    benefit, done = initiative.earnings, start - 1 + initiative.duration - 1
    if benefit.exact_profile is None:
        return amounts[:done] + [benefit.exact_per_period] * (periods - done)
    first = start - 1 if benefit.counted_from == "start" else done
    profile = left_at(benefit, done + 1)
    for place, amount in enumerate(profile[: periods - first], start=first):
        amounts[place] = amount
    return amounts


def _spend(initiative: Initiative, start: int, funds: Collection[str], amounts: list[Fraction]) -> None:
    """Add what an initiative spends from some funds to the amounts of the periods of the horizon."""
    for fund, (paid, running) in _payments(initiative).items():
        if fund in funds:
            for place, amount in paid:
                amounts[start - 1 + place] += amount
            if running:
                for place in range(start - 1 + initiative.duration, len(amounts)):
                    amounts[place] += running


@once_for_each
def _payments(initiative: Initiative) -> dict[str, tuple[list[tuple[int, Fraction]], Fraction]]:
    """Return for each fund what is spent so many periods after the start, where it is something, and what runs on."""
    return {
        fund: (
            [(place, amount) for place, amount in enumerate(paid) if amount],
            initiative.costs_by_fund[fund].exact_running,
        )
        for fund, paid in initiative.paid.items()
    }


def spent_by_fund(initiative: Initiative, start: int, periods: int) -> dict[str, Fraction]:
    """Return all that an initiative, as it is carried out from a start, spends up to the horizon, by fund."""
    return {fund: total_cost(initiative, start, periods, (fund,)) for fund in initiative.costs_by_fund}


def costs_by_fund(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, Fraction]:
    """Return all that a schedule spends up to the horizon, by fund; what synergies cost is in the main fund."""
    costs: dict[str, Fraction] = {}
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        for fund, cost in spent_by_fund(portfolio.by_id[name], start, portfolio.periods).items():
            costs[fund] = costs.get(fund, Fraction(0)) + cost
    for _, _, cost in spent_on_synergies(portfolio, starts):
        costs[MAIN_FUND] = costs.get(MAIN_FUND, Fraction(0)) + cost
    return costs


def bound_by(budget: Budget, initiative: Initiative) -> bool:
    """Tell whether a budget limits an initiative's spending."""
    return not budget.owners or initiative.owner in budget.owners


def synergy_bound_by(budget: Budget, synergy: Synergy, portfolio: Portfolio) -> bool:
    """Tell whether a budget limits what a synergy costs: from the main fund, all members of its owners.

    A synergy without members is nobody's own: it is limited by the budgets for all.
    """
    if MAIN_FUND not in budget.funds:
        return False
    return not budget.owners or (
        bool(synergy.of) and all(bound_by(budget, portfolio.by_id[name]) for name in synergy.of)
    )


def spent_under(budget: Budget, portfolio: Portfolio, starts: Mapping[str, int]) -> list[Fraction]:
    """Return what a schedule spends under a budget in each period 1 to T."""
    amounts = [Fraction(0)] * portfolio.periods
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        initiative = portfolio.by_id[name]
        if bound_by(budget, initiative):
            _spend(initiative, start, budget.funds, amounts)
    for synergy, period, cost in spent_on_synergies(portfolio, starts):
        if synergy_bound_by(budget, synergy, portfolio):
            amounts[period - 1] += cost
    return amounts


def available(budget: Budget, periods: int) -> list[Fraction | None]:
    """Return what may be spent up to each period (carried over) or in it; None is no limit.

    >>> from omniprio.portfolio import Budget
    >>> [str(amount) for amount in available(Budget(per_period=(5.0, 2.5, None)), 3)]
    ['5', '15/2', 'None']
    """
    if budget.exact_total is not None:
        return [budget.exact_total] * periods
    amounts = list(given_in(budget, periods))
    if not budget.carry_over:
        return amounts
    return list(
        accumulate(amounts, lambda so_far, more: None if so_far is None or more is None else so_far + more)
    )


def discount_factors(portfolio: Portfolio) -> list[Fraction]:
    """Return what money of each period counts, from 1 to the last that the value of a plan counts: (1 + r) ** -(t - 1)."""
    factor = 1 / portfolio.growth
    return [factor**place for place in range(portfolio.counted_to)]


def total_cost(
    initiative: Initiative, start: int, periods: int, funds: Collection[str] | None = None
) -> Fraction:
    """Return all an initiative spends up to the horizon, undiscounted.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1; it completes within the horizon.
        periods: T.
        funds: The funds to add up, or None for all.
    """
    after = max(0, periods - (start - 1 + initiative.duration))
    total = Fraction(0)
    for fund, paid in initiative.paid.items():
        if funds is None or fund in funds:
            total += sum(paid)
            total += initiative.costs_by_fund[fund].exact_running * after
    return total


def undiscounted_spending(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return all a schedule spends, over all funds, synergies included."""
    total = Fraction(0)
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        total += total_cost(portfolio.by_id[name], start, portfolio.periods)
    return total + sum(cost for _, _, cost in spent_on_synergies(portfolio, starts))
