"""What stands in the columns of each initiative: money, effort and shares, period by period."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from omniprio.formulation.disciplines import rings_that_count
from omniprio.fulfilment import progress
from omniprio.income import flowing_into, income
from omniprio.money import at_rate, spends_under, synergy_bound_by, team_bound_by
from omniprio.portfolio import MAIN_FUND, mode_of, price_levels, rates_in
from omniprio.portfolio.work import running_over
from omniprio.schedule import bought, team_price
from omniprio.solver.program import Expression, simplest, total
from omniprio.synergies import activations, ready, synergy_price

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Budget, Initiative, Synergy
    from omniprio.portfolio.funds import Rates
    from omniprio.solver.program import Number

__all__ = [
    "added",
    "column_values",
    "loads",
    "spending",
    "spending_profile",
    "synergy_spending",
    "take_income",
]


def _add_profile(
    v: Variables,
    name: str,
    taken_by: Callable[[Initiative], Sequence[Number]],
    totals: Sequence[Expression],
    *,
    up_to: bool = False,
) -> None:
    """Add what one initiative takes, in place, to the total of each period.

    With P_s(k) what it takes k periods after its start s, or up to then, starting in s rather than at the next start
    s' that it may have adds P_s(t - s) - P_s'(t - s') to the total of t.

    Args:
        v: The variables.
        name: The initiative; nothing of it is in the totals yet.
        taken_by: What an initiative, as it is carried out, takes in each period from its start on, T amounts.
        totals: One expression for each period 1 to T.
        up_to: Whether the totals are what is taken up to each period, not in it.
    """
    v.program.deadline.check()
    terms = [one.terms for one in totals]
    known: dict[int, list[Number]] = {}
    apart: dict[tuple[int, int, int], list[tuple[int, Number]]] = {}
    for mode, window in v.ways[name].items():
        for start, following in zip_longest(window, window[1:]):
            now = v.begun(name, start)
            then = now if following is None else v.begun(name, following)
            wait = (following or len(totals) + 1) - start
            for one in (now, then):
                if id(one) not in known:
                    known[id(one)] = list(accumulate(taken_by(one)) if up_to else taken_by(one))
            key = id(now), id(then), wait
            if key not in apart:
                apart[key] = _more(known[id(now)], known[id(then)], wait)
            (column,) = v.started_as(name, mode, start).terms
            for place, amount in apart[key]:
                if start - 1 + place >= len(terms):
                    break
                terms[start - 1 + place][column] = amount


def _more(now: Sequence[Number], then: Sequence[Number], wait: int) -> list[tuple[int, Number]]:
    """Return what starting now rather than after a wait takes more, where it does, with the periods since now."""
    apart = (one - other for one, other in zip(now, [*[0] * wait, *then], strict=False))
    return [(place, simplest(amount)) for place, amount in enumerate(apart) if amount]


def spending(v: Variables, limit: Budget, *, up_to: bool) -> list[Expression]:
    """Return what is spent under a budget in each period 1 to T, or up to it.

    Args:
        v: The variables.
        limit: The budget.
        up_to: Whether it is what is spent up to each period, not in it.
    """
    periods, rates = v.portfolio.periods, rates_in(limit, v.portfolio)
    result = [Expression() for _ in range(periods)]
    for initiative in v.portfolio.initiatives:
        if spends_under(limit, initiative):
            taken_by = partial(spending_profile, rates=rates, periods=periods)
            _add_profile(v, initiative.id, taken_by, result, up_to=up_to)
    for synergy in v.portfolio.synergies:
        if synergy.cost and synergy_bound_by(limit, synergy, v.portfolio):
            for period, spent in enumerate(result, start=1):
                spent.add_scaled(synergy_spending(v, synergy, period, since=1 if up_to else period), 1)
    for team in v.bought:
        one = v.portfolio.teams[team]
        if team_bound_by(limit, one):
            _buy(v, team, result, rates[one.fund], up_to=up_to)
    return result


def take_income(v: Variables, name: str, totals: Sequence[Expression], *, up_to: bool) -> None:
    """Take what flows into a budget off what is spent in each period 1 to T, or up to it, in place.

    Args:
        v: The variables.
        name: The name of the budget.
        totals: One expression for each period.
        up_to: Whether the totals are what is spent up to each period, not in it.
    """
    for initiative in flowing_into(name, v.portfolio):
        for mode, window in v.ways[initiative.id].items():
            flows = [income(v.begun(initiative.id, start), start, len(totals), name) for start in window]
            flows = [list(accumulate(flow)) for flow in flows] if up_to else flows
            nothing: list[Fraction] = [Fraction(0)] * len(totals)
            for start, now, then in zip(window, flows, [*flows, nothing][1:], strict=True):
                column = v.started_as(initiative.id, mode, start)
                for place, amount in _more(now, then, 0):
                    totals[place].add_scaled(column, -amount)


def _buy(v: Variables, team: str, totals: Sequence[Expression], rate: Number, *, up_to: bool) -> None:
    """Add what is bought of a team in each period, times its price, in place: to that period, or to all from it on."""
    for place, amount in enumerate(v.bought[team]):
        price = team_price(team, place + 1, v.portfolio) * rate
        for one in totals[place:] if up_to else totals[place : place + 1]:
            one.add_scaled(amount, price)


def synergy_spending(v: Variables, synergy: Synergy, period: int, *, since: int) -> Expression:
    """Return what a synergy costs from one period to another.

    Args:
        v: The variables.
        synergy: The synergy.
        period: The last of the periods.
        since: The first of them.
    """
    if MAIN_FUND not in price_levels(v.portfolio):
        return (v.paid_by(synergy, period) - v.paid_by(synergy, since - 1)) * synergy.price
    cost = Expression()
    for now in range(since, period + 1):
        newly = v.paid_by(synergy, now) - v.paid_by(synergy, now - 1)
        cost.add_scaled(newly, synergy_price(synergy, now, v.portfolio))
    return cost


def spending_profile(initiative: Initiative, rates: Rates, periods: int) -> list[Number]:
    """Return what an initiative spends under a budget in each period from its start on.

    Args:
        initiative: The initiative, as it is carried out.
        rates: What one unit of each fund of the budget counts there; see `rates_in`.
        periods: How many periods to tell of.
    """
    profile: list[Number] = [0] * periods
    for fund, amounts in initiative.paid.items():
        if rate := rates.get(fund):
            for place, paid in enumerate(amounts[:periods]):
                profile[place] += simplest(at_rate(paid, rate))
            if initiative.costs_by_fund[fund].exact_running:
                after = running_over(initiative, fund, max(0, periods - initiative.duration))
                for place, running in enumerate(after, start=initiative.duration):
                    profile[place] += simplest(at_rate(running, rate))
    return profile


def loads(v: Variables, team: str) -> list[Expression]:
    """Return what a team has to do in each period 1 to T.

    Args:
        v: The variables.
        team: The team.
    """
    periods = v.portfolio.periods
    result = [Expression() for _ in range(periods)]
    for initiative in v.portfolio.initiatives:
        if any(way.effort.get(team) for way in initiative.ways.values()):
            _add_profile(v, initiative.id, partial(_effort, team=team, periods=periods), result)
    return result


def added(v: Variables, team: str, period: int) -> Expression:
    """Return what initiatives add to a team that are complete by the end of a period.

    Args:
        v: The variables.
        team: The team.
        period: The period.
    """
    adding = (one for one in v.portfolio.initiatives if team in one.exact_adds)
    return total((v.completed(one.id, period), one.exact_adds[team]) for one in adding)


def _effort(initiative: Initiative, team: str, periods: int) -> list[Fraction]:
    """Return what an initiative, as it is carried out, takes of a team in each period from its start on."""
    efforts = initiative.effort_by_period.get(team, ())
    return [*efforts, *[Fraction(0)] * (periods - len(efforts))]


def column_values(v: Variables, starts: Mapping[str, int]) -> list[Fraction]:
    """Return the value of each column that stands for a schedule.

    Args:
        v: The variables.
        starts: A schedule that keeps every rule; its starts lie in the windows.
    """
    course = progress(v.portfolio, starts)
    values = [Fraction(0)] * len(v.program.columns)
    has_started = Fraction(1)
    for name, start in starts.items():
        for period, place in v.chains.get((name, mode_of(start)), {}).items():
            if period >= start:
                values[place] = has_started
    active = activations(v.portfolio, starts)
    for synergy in v.portfolio.synergies:
        _set_synergy(v, synergy, starts, active.get(synergy.id, v.portfolio.periods + 1), values)
    if v.fulfilment:
        _set_fields(v, course, values)
    for (field, period), column in v.is_below.items():
        _set(values, column, Fraction(v.shares(field, period).value(values) < 0))
    for column, computed in v.computed:
        _set(values, column, computed(course))
    for column, computed_from in v.scheduled:
        _set(values, column, computed_from(starts))
    for column, derived in v.derived:
        _set(values, column, derived(starts, course))
    _set_bought(v, starts, values)
    return values


def _set_bought(v: Variables, starts: Mapping[str, int], values: list[Fraction]) -> None:
    """Set the columns of what is bought of teams."""
    for team, columns in v.bought.items():
        for column, more in zip(columns, bought(v.portfolio, starts, team), strict=True):
            _set(values, column, more)


def _set_synergy(
    v: Variables, synergy: Synergy, starts: Mapping[str, int], since: int, values: list[Fraction]
) -> None:
    """Set the columns of a synergy that is active since a period, T + 1 for never."""
    for (member, start), joined in v.joined.get(synergy.id, {}).items():
        _set(values, joined, Fraction(_has_joined(v, synergy, starts, member, start)))
    if v.has_own_columns(synergy):
        for period in range(1, v.portfolio.periods + 1):
            _set(values, v.is_active(synergy.id, period), Fraction(period >= since))
    for start, paid in v.paid_at.get(synergy.id, {}).items():
        _set(values, paid, Fraction(since <= v.portfolio.periods and starts[synergy.of[0]] == start))


def _has_joined(v: Variables, synergy: Synergy, starts: Mapping[str, int], member: int, start: int) -> bool:
    """Return whether a member starts in a period as it must, whenever it completes; for those started together, all do."""
    if synergy.when == "start together":
        return all(starts.get(name) == start for name in synergy.of)
    before = ready(synergy, starts, v.portfolio, synergy.of[:member])
    return before is not None and before < start and starts.get(synergy.of[member]) == start


def _set_fields(v: Variables, course: Progress, values: list[Fraction]) -> None:
    """Set the columns of fields; those behind a ring that is not reached stay 0."""
    for row in v.portfolio.disc.disciplines:
        fields = rings_that_count(v, row)
        for period in range(1, v.portfolio.periods + 1):
            for field in fields:
                share = course.fulfilment[field][period]
                is_whole = share.numerator == share.denominator
                if is_whole:
                    _set(values, v.reached[field, period], share)
                if is_whole or v.portfolio.credit == "partial":
                    _set(values, v.fulfilment[field, period], share)
                if not is_whole and row.order == "outside in":
                    break


def _set(values: list[Fraction], column: Expression, value: Fraction) -> None:
    """Set the column of which an expression is a multiple; nothing where it is a constant. All are 0 before."""
    if value and column.terms and not column.constant:
        ((place, factor),) = column.terms.items()
        values[place] = value if factor == 1 else value / Fraction(factor)
