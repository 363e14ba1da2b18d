"""How good a schedule is at a goal, exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.fulfilment import progress, still_missing
from omniprio.goals.kinds import Balanced, Blend, LeastCost, MostValue, Steady
from omniprio.language import fact
from omniprio.money import undiscounted_spending
from omniprio.numbers import exact
from omniprio.parameters import unknown_name
from omniprio.portfolio.milestones import wanted_fields
from omniprio.present_value import net_present_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.fulfilment import Progress
    from omniprio.goals.kinds import Closest, Fastest, Goal, Soonest
    from omniprio.portfolio import Portfolio

__all__ = ["aimed_at", "counted", "fulfils", "goal_value", "promised", "weakest_share", "worth"]


def goal_value(goal: Goal, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction | None:
    """Return how good a schedule is at a goal, exactly.

    Args:
        goal: The goal.
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.

    Returns:
        A distance or share from 0 to 1, an amount of money, or for `Soonest` a period: None if the schedule
        does not get there.

    >>> from omniprio.goals import LeastCost
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)])
    >>> goal_value(LeastCost(), portfolio, {"web": 2})
    Fraction(300, 1)
    """
    match goal:
        case MostValue():
            return net_present_value(portfolio, starts)
        case LeastCost():
            return undiscounted_spending(portfolio, starts)
        case Blend():
            return _blended(goal, portfolio, starts)
        case Balanced():
            return _weakest(portfolio, starts)
        case Steady():
            return _upheaval(goal, portfolio, starts)
    course = progress(portfolio, starts)
    return _distance_value(goal, course.distance) if goal.aim is None else _aim_value(goal, portfolio, course)


def _distance_value(goal: Fastest | Closest | Soonest, distance: Sequence[Fraction]) -> Fraction | None:
    if goal.target is None:
        return _mean(distance[goal.averaged])
    near = exact(goal.target)
    return next((Fraction(t) for t, length in enumerate(distance) if t > 0 and length <= near), None)


def _aim_value(goal: Goal, portfolio: Portfolio, course: Progress) -> Fraction | None:
    wanted = aimed_at(goal, portfolio)
    there = (t for t in range(1, portfolio.periods + 1) if fulfils(course, wanted, t))
    return next((Fraction(t) for t in there), None)


def aimed_at(goal: Goal, portfolio: Portfolio) -> dict[str, Fraction]:
    """Return how far a goal wants fields to be fulfilled, by id; none where it is about the distance.

    Args:
        goal: The goal.
        portfolio: The portfolio.

    Raises:
        UnknownNameError: It names a field or a scenario that there is not.
    """
    aim, fields, scenarios = goal.aim, portfolio.disc.named, portfolio.scenario_by_id
    if aim is None:
        return {}
    if aim.scenario is not None and aim.scenario not in scenarios:
        raise unknown_name("scenario", aim.scenario, scenarios, fact("kinds.scenario"))
    for field in aim.fields:
        if field not in fields:
            raise unknown_name("fields", field, fields, fact("kinds.field"))
    return wanted_fields(aim, portfolio)


def fulfils(course: Progress, wanted: Mapping[str, Fraction], period: int) -> bool:
    """Tell whether fields are fulfilled far enough at the end of a period."""
    return all(course.fulfilment[field][period] >= share for field, share in wanted.items())


def worth(goal: Goal, value: Fraction | None) -> Fraction | None:
    """Return a goal's value so that less is better; of that it returns the value again."""
    return -value if value is not None and goal.more_is_better else value


def _blended(blend: Blend, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    values = ((part, worth(part.goal, goal_value(part.goal, portfolio, starts))) for part in blend.parts)
    return sum((exact(part.weight) * value for part, value in values if value is not None), Fraction(0))


def _upheaval(goal: Steady, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    per_period, per_change = exact(goal.per_period), exact(goal.per_change)
    then = promised(goal, portfolio)
    moved = sum(abs(starts[name] - start) for name, start in then.items() if name in starts)
    return moved * per_period + len(then.keys() ^ starts.keys()) * per_change


def promised(goal: Steady, portfolio: Portfolio) -> dict[str, int]:
    """Return the part of the earlier schedule that the portfolio still has."""
    return {name: start for name, start in goal.starts.items() if name in portfolio.by_id}


def _weakest(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
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
