"""How good a schedule is at a goal, exactly."""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.fulfilment import end_of, progress, still_missing
from omniprio.goals.kinds import (
    Balanced,
    Blend,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Shortest,
    Steady,
)
from omniprio.language import fact, sentence
from omniprio.milestones_met import has_climbed
from omniprio.money import undiscounted_spending
from omniprio.numbers import as_meant, exact
from omniprio.parameters import unknown_name
from omniprio.portfolio.milestones import wanted_fields
from omniprio.present_value import net_present_value
from omniprio.schedule import finishes, late_by, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.fulfilment import Progress
    from omniprio.goals.kinds import Goal
    from omniprio.portfolio import Initiative, Portfolio

__all__ = [
    "aimed_at",
    "counted",
    "delay",
    "first_arrival",
    "goal_value",
    "must_have_team",
    "peak",
    "promised",
    "scores",
    "weakest_share",
    "worth",
]


def goal_value(goal: Goal, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction | None:
    """Return how good a schedule is at a goal, exactly.

    Args:
        goal: The goal.
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.

    Returns:
        A distance or share from 0 to 1, an amount of money or of something else, or a period; for `Soonest` None if
        the schedule does not get there.

    Raises:
        UnknownNameError: The goal names something that the portfolio does not have.

    >>> from omniprio.goals import LeastCost
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)])
    >>> goal_value(LeastCost(), portfolio, {"web": 2})
    Fraction(300, 1)
    """
    return _value(goal, portfolio, starts)


@singledispatch
def _value(goal: Goal, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction | None:
    """Return how good a schedule is at a goal about the disc; each other goal has a function of its own."""
    course = progress(portfolio, starts)
    if goal.aim is None:
        return _distance_value(goal, course.distance)
    return _aim_value(goal, portfolio, starts, course)


def _distance_value(goal: Goal, distance: Sequence[Fraction]) -> Fraction | None:
    if goal.target is None:
        return _mean(distance[goal.averaged])
    near = as_meant(goal.target)
    return next((Fraction(t) for t, length in enumerate(distance) if t > 0 and length <= near), None)


def _aim_value(
    goal: Goal, portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> Fraction | None:
    first = first_arrival(goal, portfolio, starts, course)
    return None if first is None else Fraction(first)


def first_arrival(
    goal: Goal, portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> int | None:
    """Return the first period from 1 at whose end what a goal aims at holds, None for never.

    Args:
        goal: A goal that has an aim.
        portfolio: The portfolio.
        starts: A schedule.
        course: What it does to the disc.
    """
    wanted = aimed_at(goal, portfolio)
    periods = range(1, portfolio.periods + 1)
    return next((t for t in periods if _has_arrived(goal, wanted, portfolio, starts, course, t)), None)


def _has_arrived(
    goal: Goal,
    wanted: Mapping[str, Fraction],
    portfolio: Portfolio,
    starts: Mapping[str, int],
    course: Progress,
    period: int,
) -> bool:
    there = all(course.fulfilment[field][period] >= share for field, share in wanted.items())
    return there and (
        goal.aim is None or has_climbed(goal.aim, portfolio, starts, end_of(course, period), period)
    )


@_value.register(MostValue)
def _net_value(_goal: MostValue, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    return net_present_value(portfolio, starts)


@_value.register(LeastCost)
def _cost(_goal: LeastCost, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    return undiscounted_spending(portfolio, starts)


@_value.register(MostScore)
def _score(goal: MostScore, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    return sum(map(scores(goal, portfolio).__getitem__, starts), Fraction(0))


@_value.register(Shortest)
def _end(_goal: Shortest, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    return Fraction(max(finishes(portfolio, starts).values(), default=0))


def aimed_at(goal: Goal, portfolio: Portfolio) -> dict[str, Fraction]:
    """Return how far a goal wants fields to be fulfilled, by id; none where it is about the distance.

    Args:
        goal: The goal.
        portfolio: The portfolio.

    Raises:
        UnknownNameError: It names a field or a scenario that there is not.
        InvalidInputError: It is about channels, and the disc has none.
    """
    aim, fields, scenarios = goal.aim, portfolio.disc.named, portfolio.scenario_by_id
    if aim is None:
        return {}
    if aim.scenario is not None and aim.scenario not in scenarios:
        raise unknown_name("scenario", aim.scenario, scenarios, fact("kinds.scenario"))
    for field in aim.fields:
        if field not in fields:
            raise unknown_name("fields", field, fields, fact("kinds.field"))
    if aim.channels is not None and not portfolio.disc.channels:
        problem, remedy = sentence("faults.no channels"), sentence("remedies.give channels")
        raise InvalidInputError([Fault("channels", problem, remedy)])
    return wanted_fields(aim, portfolio)


def worth(goal: Goal, value: Fraction | None) -> Fraction | None:
    """Return a goal's value so that less is better; of that it returns the value again."""
    return -value if value is not None and goal.more_is_better else value


@_value.register(Blend)
def _blended(blend: Blend, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    values = ((part, worth(part.goal, goal_value(part.goal, portfolio, starts))) for part in blend.parts)
    return sum((exact(part.weight) * value for part, value in values if value is not None), Fraction(0))


@_value.register(Steady)
def _upheaval(goal: Steady, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    then = promised(goal, portfolio)
    by = [abs(starts[name] - start) for name, start in then.items() if name in starts]
    moved = sum(by) * exact(goal.per_period) + sum(map(bool, by)) * exact(goal.per_move)
    return moved + len((then.keys() ^ starts.keys()) - {*goal.uncounted}) * exact(goal.per_change)


def promised(goal: Steady, portfolio: Portfolio) -> dict[str, int]:
    """Return the part of the earlier schedule that the portfolio still has."""
    return {
        name: start
        for name, start in goal.starts.items()
        if name in portfolio.by_id and name not in goal.uncounted
    }


def scores(goal: Goal, portfolio: Portfolio) -> dict[str, Fraction]:
    """Return what each initiative is worth to a goal by its scores, by id; more is better.

    Args:
        goal: The goal; one that looks at no scores, alone or in a blend, gives 0 for each.
        portfolio: The portfolio.

    Raises:
        UnknownNameError: It weighs a score that no initiative has.
    """
    points = dict.fromkeys(portfolio.by_id, Fraction(0))
    for part in goal.weighed:
        if isinstance(part.goal, MostScore):
            weights = _weights(part.goal, portfolio)
            for one in portfolio.initiatives:
                own = (weights.get(name, 0) * score for name, score in one.exact_scores.items())
                points[one.id] += exact(part.weight) * sum(own, Fraction(0))
    return points


def _weights(goal: MostScore, portfolio: Portfolio) -> dict[str, Fraction]:
    """Return what a point of each score counts."""
    known = {name for one in portfolio.initiatives for name in one.scores}
    for name in goal.weights:
        if name not in known:
            raise unknown_name("weights", name, sorted(known), fact("kinds.score"))
    return {name: exact(weight) for name, weight in goal.weights.items()} or dict.fromkeys(known, Fraction(1))


@_value.register(OnTime)
def _delay(goal: OnTime, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    done = finishes(portfolio, starts)
    return sum((delay(goal, portfolio.by_id[name], finish) for name, finish in done.items()), Fraction(0))


def delay(goal: OnTime, initiative: Initiative, finish: int) -> Fraction:
    """Return what it costs that an initiative is complete in a period.

    Args:
        goal: The goal.
        initiative: The initiative.
        finish: The period, from 1.
    """
    late = late_by(initiative, finish)
    return exact(initiative.late_price) * (late if goal.each == "period" else bool(late))


@_value.register(Level)
def peak(goal: Level, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return the greatest load of a team in any period.

    Args:
        goal: The goal.
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.

    Raises:
        UnknownNameError: There is no such team.
    """
    must_have_team(goal, portfolio)
    return max(load(portfolio, starts, goal.team))


def must_have_team(goal: Level, portfolio: Portfolio) -> None:
    """Refuse a goal about a team that the portfolio does not have.

    Raises:
        UnknownNameError: There is no such team.
    """
    if goal.team not in portfolio.capacities:
        raise unknown_name("team", goal.team, portfolio.capacities, fact("kinds.team"))


@_value.register(Balanced)
def _weakest(_goal: Balanced, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    course = progress(portfolio, starts)
    return _mean(
        weakest_share(portfolio, course, period=period) for period in range(1, portfolio.periods + 1)
    )


def weakest_share(portfolio: Portfolio, course: Progress, *, period: int) -> Fraction:
    """Return the share of its ambition that the weakest discipline has still to go at the end of a period."""
    missing = still_missing(portfolio, {name: levels[period] for name, levels in course.position.items()})
    return max((missing[name] / level for name, level in counted(portfolio).items()), default=Fraction(0))


def counted(portfolio: Portfolio) -> dict[str, int]:
    """Return the ambition of each discipline that counts: that has one, and a weight above 0."""
    weights = {row.id: row.weight for row in portfolio.disc.disciplines}
    return {name: level for name, level in portfolio.ambitions.items() if level and weights[name]}


def _mean(numbers: Iterable[Fraction]) -> Fraction:
    numbers = list(numbers)
    return sum(numbers, Fraction(0)) / len(numbers)
