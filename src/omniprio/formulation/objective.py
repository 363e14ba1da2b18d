"""The goals as linear expressions, each so that less is better."""

from __future__ import annotations

from fractions import Fraction
from functools import partial, singledispatch
from math import lcm
from typing import TYPE_CHECKING

from omniprio.formulation.channels import Climb, climb
from omniprio.formulation.disciplines import distance, states_of
from omniprio.formulation.values import loads, synergy_spending
from omniprio.goals import (
    Balanced,
    Blend,
    Closest,
    Fastest,
    Goal,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Shortest,
    Soonest,
    Steady,
    aimed_at,
    counted,
    delay,
    first_arrival,
    must_have_team,
    peak,
    promised,
    scores,
    weakest_share,
)
from omniprio.money import discount_factors, whole_cost
from omniprio.numbers import as_meant, exact
from omniprio.portfolio import MAIN_FUND, price_levels, rate_of
from omniprio.present_value import discounting, present_value
from omniprio.schedule import finishes, team_price
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio

__all__ = ["earlier_given_first", "earlier_starts", "later_starts", "objective"]


@singledispatch
def objective(goal: Goal, v: Variables) -> Expression:
    """Return a goal as an expression to be made small, adding the columns and rows it needs.

    Args:
        goal: The goal.
        v: The variables, with all fields and positions.
    """
    raise NotImplementedError(goal)


def _mean(parts: Iterable[Expression], periods: int) -> Expression:
    return total((part, Fraction(1, periods)) for part in parts)


def _periods(v: Variables) -> range:
    return range(1, v.portfolio.periods + 1)


@objective.register(Fastest)
def _fastest(_goal: Fastest, v: Variables) -> Expression:
    """Sum of D(t) / T."""
    return _mean((distance(v, period) for period in _periods(v)), v.portfolio.periods)


@objective.register(Closest)
def _closest(_goal: Closest, v: Variables) -> Expression:
    """D(T)."""
    return distance(v, v.portfolio.periods)


@objective.register(Soonest)
def _soonest(goal: Soonest, v: Variables) -> Expression:
    """Sum of t g(t) + (T + 1) (1 - sum of g(t)); g(t) = 1 only where 1 - D(t) >= (1 - near) g(t).

    Or, where fields f are aimed at, only where (share - m) g(t) <= F_f(t) - m for each, m the least F_f can be. Where it is a
    step of the ladder of channels, only where `climb` says that they are there.
    """
    wanted = aimed_at(goal, v.portfolio)
    there = Expression()
    value = Expression(constant=v.portfolio.periods + 1)
    for period in _periods(v):
        here = v.program.column(f"g_{len(v.program.columns)}", integer=True)
        if goal.aim is None:
            _only_near(v, here, as_meant(goal.distance), period)
        else:
            _only_there(v, here, goal, wanted, period)
        there.add_scaled(here, 1)
        value.add_scaled(here, period - v.portfolio.periods - 1)
    v.program.require("soonest", there, "<=", 1)
    return value


def _only_near(v: Variables, here: Expression, near: Fraction, period: int) -> None:
    """Let a column be 1 only where the distance is small enough."""
    gained = Expression(constant=1) - distance(v, period)
    v.computed.append((here, partial(_is_first_near, near, period)))
    v.program.require("soonest", here * (1 - near), "<=", gained, period=period)


def _only_there(
    v: Variables, here: Expression, goal: Soonest, wanted: Mapping[str, Fraction], period: int
) -> None:
    """Let a column be 1 only where fields are fulfilled far enough, or channels are at a step of their ladder."""
    v.derived.append((here, partial(_arrives, goal, v.portfolio, period)))
    if goal.channels is not None:
        climb(v, Climb(goal.channels, period, here, "soonest"))
    for field, share in wanted.items():
        for state, least in states_of(v, field, share, period):
            gained = state - Expression(constant=least)
            row = here * (share - least)
            v.program.require("soonest", row, "<=", gained, subject=(field,), period=period)


def _arrives(
    goal: Soonest, portfolio: Portfolio, period: int, starts: Mapping[str, int], course: Progress
) -> Fraction:
    return Fraction(first_arrival(goal, portfolio, starts, course) == period)


def _is_first_near(near: Fraction, period: int, course: Progress) -> Fraction:
    there = (t for t, distance in enumerate(course.distance) if t and distance <= near)
    return Fraction(next(there, None) == period)


@objective.register(Balanced)
def _balanced(_goal: Balanced, v: Variables) -> Expression:
    """Sum of b(t) / T, with a_k b(t) >= a_k - position_k(t) for each discipline k with a_k > 0 and w_k > 0."""
    levels = counted(v.portfolio)
    weakest = []
    for period in _periods(v):
        missing = {
            name: Expression(constant=level) - v.position[name, period] for name, level in levels.items()
        }
        steps = [v.program.step(part) / levels[name] for name, part in missing.items()]
        grain = Fraction(1, lcm(*(step.denominator for step in steps)))
        share = v.program.column(f"w_{len(v.program.columns)}", integer=False, grain=grain)
        v.computed.append((share, partial(weakest_share, v.portfolio, period=period)))
        for name, part in missing.items():
            v.program.require("balanced", share * levels[name], ">=", part, subject=(name,), period=period)
        weakest.append(share)
    return _mean(weakest, v.portfolio.periods)


@objective.register(MostValue)
def _most_value(_goal: MostValue, v: Variables) -> Expression:
    """Minus the net present value."""
    factors, discount = discount_factors(v.portfolio), discounting(v.portfolio)
    value = Expression()
    for initiative in v.portfolio.initiatives:
        name = initiative.id
        own = {start: present_value(v.begun(name, start), start, discount) for start in v.windows[name]}
        value.add_scaled(v.by_start(name, own), -1)
    for synergy in v.portfolio.synergies:
        for period in _periods(v):
            active = v.is_active(synergy.id, period)
            until = period if period < v.portfolio.periods else v.portfolio.counted_to
            value.add_scaled(active, -synergy.exact_benefit * sum(factors[period - 1 : until]))
            newly = synergy_spending(v, synergy, period, since=period)
            value.add_scaled(newly, factors[period - 1])
    value.add_scaled(_spent_on_teams(v, factors), 1)
    return value


def _spent_on_teams(v: Variables, factors: Sequence[Fraction]) -> Expression:
    """Return what is bought of teams, in the currency, times what money of each period counts."""
    spent = Expression()
    for team, columns in v.bought.items():
        rate = rate_of(v.portfolio.teams[team].fund, v.portfolio)
        for period, (more, factor) in enumerate(zip(columns, factors, strict=False), start=1):
            spent.add_scaled(more, team_price(team, period, v.portfolio) * rate * factor)
    return spent


@objective.register(LeastCost)
def _least_cost(_goal: LeastCost, v: Variables) -> Expression:
    """Sum of all spending up to T."""
    cost = Expression()
    for initiative in v.portfolio.initiatives:
        if any(way.costs_by_fund for way in initiative.ways.values()):
            name = initiative.id
            own = {s: whole_cost(v.begun(name, s), s, v.portfolio) for s in v.windows[name]}
            cost.add_scaled(v.by_start(name, own), 1)
    for synergy in v.portfolio.synergies:
        if MAIN_FUND in price_levels(v.portfolio):
            cost.add_scaled(synergy_spending(v, synergy, v.portfolio.periods, since=1), 1)
        else:
            cost.add_scaled(v.is_active(synergy.id, v.portfolio.periods), synergy.price)
    return cost + _spent_on_teams(v, [Fraction(1)] * v.portfolio.periods)


@objective.register(Steady)
def _steady(goal: Steady, v: Variables) -> Expression:
    """Sum of price |s - s'| over promised starts s', plus the price of each one moved, dropped or added."""
    per_period, per_change, per_move = map(exact, (goal.per_period, goal.per_change, goal.per_move))
    then = promised(goal, v.portfolio)
    upheaval = Expression(constant=per_change * len(then))
    for name, window in v.windows.items():
        if name in then:
            by = {s: abs(s - then[name]) for s in window}
            moved = {s: far * per_period + (per_move if far else 0) - per_change for s, far in by.items()}
        else:
            moved = dict.fromkeys(window, Fraction(0) if name in goal.uncounted else per_change)
        upheaval.add_scaled(v.by_start(name, moved), 1)
    return upheaval


@objective.register(MostScore)
def _most_score(goal: MostScore, v: Variables) -> Expression:
    """Minus the sum of score_i x_i(T)."""
    return total((v.chosen(name), -score) for name, score in scores(goal, v.portfolio).items() if score)


@objective.register(Shortest)
def _shortest(_goal: Shortest, v: Variables) -> Expression:
    """Sum of e(t); e(t) >= x_i(T) - c_i(t - 1) for each i that may be complete in t, and e(t) >= e(t + 1).

    So e(t) is 1 as long as something is not complete before t; t goes on after T where work may run over.
    """
    ends = {
        name: [start + v.begun(name, start).duration - 1 for start in window]
        for name, window in v.windows.items()
        if window
    }
    last = max(map(max, ends.values()), default=0)
    columns: list[Expression] = []
    for period in range(1, last + 1):
        columns.append(v.program.column(f"e_{len(v.program.columns)}", integer=False))
        v.scheduled.append((columns[-1], partial(_goes_on, v.portfolio, period)))
        if period > 1:
            v.program.require("shortest", columns[-2], ">=", columns[-1], period=period)
        for name, own in ends.items():
            if min(own) <= period <= max(own):  # by modes they are in no order
                open_yet = v.chosen(name) - v.completed(name, period - 1)
                v.program.require("shortest", columns[-1], ">=", open_yet, subject=(name,), period=period)
    return total((column, 1) for column in columns)


def _goes_on(portfolio: Portfolio, period: int, starts: Mapping[str, int]) -> Fraction:
    return Fraction(any(finish >= period for finish in finishes(portfolio, starts).values()))


@objective.register(OnTime)
def _on_time(goal: OnTime, v: Variables) -> Expression:
    """Sum of price x the periods from the due date to completion, or of price for what is complete after it."""
    late = Expression()
    for one in v.portfolio.initiatives:
        if one.due is not None:
            ends = {s: s + v.begun(one.id, s).duration - 1 for s in v.windows[one.id]}
            own = {start: delay(goal, one, end) for start, end in ends.items()}
            late.add_scaled(v.by_start(one.id, own), 1)
    return late


@objective.register(Level)
def _level(goal: Level, v: Variables) -> Expression:
    """A column p with p >= the load of the team in each period."""
    must_have_team(goal, v.portfolio)
    by_period = loads(v, goal.team)
    grain = Fraction(1, lcm(*(v.program.grain(load).denominator for load in by_period)))
    most = max(v.program.most(load) for load in by_period)
    column = v.program.column(f"p_{len(v.program.columns)}", integer=False, upper=most, grain=grain)
    v.scheduled.append((column, partial(peak, goal, v.portfolio)))
    for period, load in enumerate(by_period, start=1):
        v.program.require("level", column, ">=", load, subject=(goal.team,), period=period)
    return column


@objective.register(Blend)
def _blend(goal: Blend, v: Variables) -> Expression:
    """The weighted sum."""
    return total((objective(part.goal, v), exact(part.weight)) for part in goal.parts)


def earlier_starts(v: Variables) -> Expression:
    """Return the sum of all starts: the first tie-break, for few initiatives, early."""
    starts = ((name, {start: start for start in window}) for name, window in v.windows.items())
    return total((v.by_start(name, amounts), 1) for name, amounts in starts)


def later_starts(v: Variables) -> Expression:
    """Return the sum of T + 1 - start: the first tie-break, for few initiatives, late."""
    after = v.portfolio.periods + 1
    starts = ((name, {start: after - start for start in window}) for name, window in v.windows.items())
    return total((v.by_start(name, amounts), 1) for name, amounts in starts)


def earlier_given_first(v: Variables) -> Expression:
    """Return sum of place (T + 1 - start): the second tie-break, for what was given first to start first."""
    after = v.portfolio.periods + 1
    result = Expression()
    for place, (name, window) in enumerate(v.windows.items(), start=1):
        result.add_scaled(v.by_start(name, {start: after - start for start in window}), place)
    return result
