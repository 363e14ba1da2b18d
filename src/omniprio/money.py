"""When money is spent and earned, period by period, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from omniprio.derived import once_for_each
from omniprio.numbers import weighed
from omniprio.portfolio import MAIN_FUND, as_begun, as_scheduled, rate_of, rates_in, window_of
from omniprio.portfolio.initiative import left_at
from omniprio.portfolio.work import running_in_all, running_over
from omniprio.schedule import spent_on_teams
from omniprio.synergies import spent_on_synergies

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from omniprio.portfolio import Budget, Initiative, Portfolio, Synergy
    from omniprio.portfolio.funds import Rates
    from omniprio.portfolio.teams import Team

__all__ = [
    "at_rate",
    "available",
    "bound_by",
    "costs_by_fund",
    "discount_factors",
    "earned",
    "freed_by",
    "least_one_off",
    "least_spent",
    "left_over",
    "needed_more",
    "spends_under",
    "spent",
    "spent_by_fund",
    "spent_under",
    "synergy_bound_by",
    "team_bound_by",
    "total_cost",
    "undiscounted_spending",
    "whole_cost",
    "worth_of",
]


def spent(initiative: Initiative, start: int, periods: int, rates: Rates) -> list[Fraction]:
    """Return what an initiative spends from some funds in each period of the horizon.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1; it completes within the horizon.
        periods: T.
        rates: What one unit of each fund that is added up counts; see `rates_in`.

    Returns:
        One amount for each period 1 to T.
    """
    amounts = [Fraction(0)] * periods
    _spend(initiative, start, rates, amounts)
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


def _spend(initiative: Initiative, start: int, rates: Rates, amounts: list[Fraction]) -> None:
    """Add what an initiative spends from some funds, at their rates, to the amounts of the periods of the horizon."""
    for fund, (paid, running) in _payments(initiative).items():
        if rate := rates.get(fund):
            for place, amount in paid:
                amounts[start - 1 + place] += at_rate(amount, rate)
            if running:
                done = start - 1 + initiative.duration
                for place, more in enumerate(
                    running_over(initiative, fund, max(0, len(amounts) - done)), start=done
                ):
                    amounts[place] += at_rate(more, rate)


def at_rate(amount: Fraction, rate: Fraction | int) -> Fraction:
    """Return an amount of a fund in another unit, of which one of its own is worth so many."""
    return amount if rate == 1 else amount * rate


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
    return {fund: total_cost(initiative, start, periods, {fund: 1}) for fund in initiative.costs_by_fund}


def costs_by_fund(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, Fraction]:
    """Return all that a schedule spends up to the horizon, by fund; what synergies cost is in the main budget."""
    costs: dict[str, Fraction] = {}
    for team, _, cost in spent_on_teams(portfolio, starts):
        fund = portfolio.teams[team].fund
        costs[fund] = costs.get(fund, Fraction(0)) + cost
    by_id = as_scheduled(portfolio, starts).by_id
    for name, start in starts.items():
        for fund, cost in spent_by_fund(by_id[name], start, portfolio.periods).items():
            costs[fund] = costs.get(fund, Fraction(0)) + cost
    for _, _, cost in spent_on_synergies(portfolio, starts):
        costs[MAIN_FUND] = costs.get(MAIN_FUND, Fraction(0)) + cost
    return costs


def bound_by(budget: Budget, initiative: Initiative) -> bool:
    """Tell whether a budget limits an initiative's spending."""
    return not budget.owners or initiative.owner in budget.owners


def least_one_off(initiative: Initiative, budget: Budget, rates: Rates) -> Fraction:
    """Return what an initiative spends under a budget during its work, in its cheapest mode, at the prices of period 1.

    Args:
        initiative: The initiative.
        budget: The budget.
        rates: What one unit of each fund of the budget counts there; see `rates_in`.
    """
    if not bound_by(budget, initiative):
        return Fraction(0)
    return min(
        sum(
            (at_rate(cost.one_off, rates[fund]) for fund, cost in way.costs_by_fund.items() if fund in rates),
            Fraction(0),
        )
        for way in initiative.ways.values()
    )


def spends_under(budget: Budget, initiative: Initiative) -> bool:
    """Tell whether an initiative spends from a fund of a budget that limits it, in one of its modes."""
    return bound_by(budget, initiative) and any(
        fund in budget.funds for way in initiative.ways.values() for fund in way.costs_by_fund
    )


def synergy_bound_by(budget: Budget, synergy: Synergy, portfolio: Portfolio) -> bool:
    """Tell whether a budget limits what a synergy costs: from the main budget, all members of its owners.

    A synergy without members is nobody's own: it is limited by the budgets for all.
    """
    if MAIN_FUND not in budget.funds:
        return False
    return not budget.owners or (
        bool(synergy.of) and all(bound_by(budget, portfolio.by_id[name]) for name in synergy.of)
    )


def team_bound_by(budget: Budget, team: Team) -> bool:
    """Tell whether a budget limits what is bought of a team: from one of its funds, and on behalf of no owner."""
    return team.fund in budget.funds and not budget.owners


def spent_under(budget: Budget, portfolio: Portfolio, starts: Mapping[str, int]) -> list[Fraction]:
    """Return what a schedule spends under a budget in each period 1 to T, in the unit of the budget."""
    amounts, rates = [Fraction(0)] * portfolio.periods, rates_in(budget, portfolio)
    for team, period, cost in spent_on_teams(portfolio, starts):
        one = portfolio.teams[team]
        if team_bound_by(budget, one):
            amounts[period - 1] += at_rate(cost, rates[one.fund])
    by_id = as_scheduled(portfolio, starts).by_id
    for name, start in starts.items():
        initiative = by_id[name]
        if bound_by(budget, initiative):
            _spend(initiative, start, rates, amounts)
    for synergy, period, cost in spent_on_synergies(portfolio, starts):
        if synergy_bound_by(budget, synergy, portfolio):
            amounts[period - 1] += cost
    return amounts


def freed_by(
    adding: Collection[Initiative], budget: Budget, portfolio: Portfolio, starts: Mapping[str, int]
) -> Fraction:
    """Return what a schedule spends under a budget on teams to which some initiatives add, and might then not have to be.

    Args:
        adding: The initiatives.
        budget: The budget.
        portfolio: The portfolio.
        starts: The schedule.
    """
    teams = {
        team for one in adding for team in one.exact_adds if team_bound_by(budget, portfolio.teams[team])
    }
    rates = rates_in(budget, portfolio)
    return sum(
        (
            at_rate(cost, rates[portfolio.teams[team].fund])
            for team, _, cost in spent_on_teams(portfolio, starts)
            if team in teams
        ),
        Fraction(0),
    )


def available(budget: Budget, periods: int) -> list[Fraction | None]:
    """Return what may be spent in each period, or, where money may be left for later ones, up to it; None is no limit.

    What is carried over only in part, or not beyond a window, is not taken off: less may be allowed.

    >>> from omniprio.portfolio import Budget
    >>> [str(amount) for amount in available(Budget(per_period=(5.0, 2.5, None)), 3)]
    ['5', '15/2', 'None']
    """
    if budget.adds_up:
        return budget.by_then(periods)
    return [one.amount for one in budget.given(periods)]


def left_over(budget: Budget, amounts: Sequence[Fraction]) -> list[Fraction | None]:
    """Return what a budget still allows at the end of each period; None is no limit.

    Args:
        budget: The budget.
        amounts: What is spent under it in each period 1 to T.

    >>> from omniprio.portfolio import Budget
    >>> [str(amount) for amount in left_over(Budget(per_period=(5.0, 2.5, None)), [Fraction(1)] * 3)]
    ['4', '11/2', 'None']
    """
    so_far = [Fraction(0), *accumulate(amounts)]
    left: list[Fraction | None] = [None] * len(amounts)
    for first, last, most in budget.spans(len(amounts)):
        rest = most - so_far[last] + so_far[first - 1]
        before = left[last - 1]
        left[last - 1] = rest if before is None else min(rest, before)
    return left


def needed_more(budget: Budget, amounts: Sequence[Fraction], step: Fraction | None = None) -> list[Fraction]:
    """Return what has to be added to each amount that a budget gives so that it pays for some spending.

    Args:
        budget: The budget.
        amounts: What is spent under it in each period 1 to T.
        step: What is added is rounded up to a multiple of it; None for exactly what is needed.

    Returns:
        The least amounts, in all: money that is added earlier serves no better.
    """
    needed: list[Fraction] = []
    carried: Fraction | None = Fraction(0)
    for first, last, amount in budget.given(len(amounts)):
        so_far = list(accumulate(amounts[first - 1 : last]))
        there = None if amount is None or carried is None else amount + carried
        more = Fraction(0) if there is None else max(Fraction(0), max(so_far) - there)
        if step is not None:
            more = ceil(more / step) * step
        needed.append(more)
        left = None if there is None else there + more - so_far[-1]
        carried = _carried(budget, None if amount is None else amount + more, left)
    return needed


def _carried(budget: Budget, amount: Fraction | None, left: Fraction | None) -> Fraction | None:
    """Return how much of what is left goes from one window into the next; None is no limit."""
    share = budget.carried_share
    if share is None:
        return left if budget.carry_over else Fraction(0)
    if not share:
        return Fraction(0)
    limits = [one for one in (None if amount is None else share * amount, left) if one is not None]
    return min(limits, default=None)


def discount_factors(portfolio: Portfolio) -> list[Fraction]:
    """Return what money of each period counts, from 1 to the last that the value of a plan counts: (1 + r) ** -(t - 1)."""
    factor = 1 / portfolio.growth
    return [factor**place for place in range(portfolio.counted_to)]


def total_cost(initiative: Initiative, start: int, periods: int, rates: Rates) -> Fraction:
    """Return all an initiative spends from some funds up to the horizon, undiscounted.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1; it completes within the horizon.
        periods: T.
        rates: What one unit of each fund that is added up counts; see `rates_in`.
    """
    after = max(0, periods - (start - 1 + initiative.duration))
    there = ((fund, rate) for fund in initiative.paid if (rate := rates.get(fund)))
    return weighed((_in_all(initiative, fund, after), rate) for fund, rate in there)


def _in_all(initiative: Initiative, fund: str, after: int) -> Fraction:
    """Return what an initiative, as it is carried out, spends from a fund during its work and so many periods after it."""
    paid = _one_off(initiative)[fund]
    if not after or not initiative.costs_by_fund[fund].running:
        return paid
    return paid + running_in_all(initiative, fund, after)


@once_for_each
def _one_off(initiative: Initiative) -> dict[str, Fraction]:
    """Return what an initiative, as it is carried out, spends during its work, by fund."""
    return {fund: sum(paid, Fraction(0)) for fund, paid in initiative.paid.items()}


def least_spent(initiative: Initiative, budget: Budget, portfolio: Portfolio) -> Fraction:
    """Return what an initiative spends under a budget if it starts when it spends least; nothing where it cannot start.

    Args:
        initiative: The initiative.
        budget: The budget.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Cost, Initiative, Portfolio
    >>> web = Initiative(id="web", costs={"money": Cost(amount=300, running=10)})
    >>> one = Portfolio(horizon=3, initiatives=[web], budget=500)
    >>> str(least_spent(web, one.limits["money"], one))  # begun in the last period
    '300'
    """
    window = window_of(initiative, portfolio)
    if not window or not bound_by(budget, initiative):
        return Fraction(0)
    rates = rates_in(budget, portfolio)
    return min(
        total_cost(as_begun(initiative, start, portfolio), start, portfolio.periods, rates)
        for start in (window if initiative.modes or portfolio.funds else window[-1:])
    )


def whole_cost(initiative: Initiative, start: int, portfolio: Portfolio) -> Fraction:
    """Return all an initiative spends up to the horizon, undiscounted, over all funds, in the currency of the portfolio.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1; it completes within the horizon.
        portfolio: The portfolio.
    """
    return worth_of(spent_by_fund(initiative, start, portfolio.periods), portfolio)


def worth_of(amounts: Mapping[str, Fraction], portfolio: Portfolio) -> Fraction:
    """Return what amounts of funds are worth together, in the currency of the portfolio.

    Args:
        amounts: Amounts by fund, each in the unit of the fund.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Fund, Portfolio
    >>> funds = {"abroad": Fund(unit="EUR", rate=7.5), "days": Fund(unit="days", rate=0)}
    >>> one = Portfolio(horizon=1, initiatives=[], budgets={"abroad": None, "days": None}, funds=funds)
    >>> str(worth_of({"money": Fraction(5), "abroad": Fraction(2), "days": Fraction(9)}, one))
    '20'
    """
    return sum((at_rate(amount, rate_of(fund, portfolio)) for fund, amount in amounts.items()), Fraction(0))


def undiscounted_spending(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return all a schedule spends, over all funds, synergies and what is bought of teams included, in the currency."""
    return worth_of(costs_by_fund(portfolio, starts), portfolio)
