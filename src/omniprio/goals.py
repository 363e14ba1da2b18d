"""Goals: what a plan is to be best at, and how good a schedule is at it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from omniprio.base import Model, Name, Period
from omniprio.fulfilment import progress, still_missing
from omniprio.money import activation, discount_factors, total_cost
from omniprio.numbers import exact
from omniprio.present_value import discounting, present_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio

__all__ = [
    "DEFAULT_GOALS",
    "Balanced",
    "Blend",
    "Closest",
    "Fastest",
    "Goal",
    "LeastCost",
    "MostValue",
    "Part",
    "Soonest",
    "Steady",
    "Weighable",
    "counted",
    "goal_value",
    "net_present_value",
    "promised",
    "undiscounted_spending",
    "weakest_share",
    "worth",
]

Slack = Annotated[float, Field(ge=0, strict=True)]


Unit = Literal["distance", "money", "period", "points"]
"""What the values of a goal are in: distances and shares from 0 to 1, an amount of money, a period from 1, or points."""

Concern = Literal["maturity", "money", "change", "several"]
"""What a goal looks at: how far the plan gets, what it costs or earns, what it changes, or a sum of these."""


class _Goal(Model):
    """What all goals have in common."""

    unit: ClassVar[Unit] = "distance"
    """What its values are in."""
    more_is_better: ClassVar[bool] = False
    """Whether the greatest value is the best one; else the least is."""
    concern: ClassVar[Concern]
    """What it looks at."""

    slack: Slack = 0.0
    """How much worse than its best, in its own unit, later goals may make it."""


class Fastest(_Goal):
    """Least mean distance over periods 1 to T: every period of delay and every step left undone costs."""

    concern: ClassVar[Concern] = "maturity"
    kind: Literal["fastest"] = "fastest"


class Closest(_Goal):
    """Least distance at the end of the horizon."""

    concern: ClassVar[Concern] = "maturity"
    kind: Literal["closest"] = "closest"


class Soonest(_Goal):
    """Earliest period at whose end the distance is small enough."""

    unit: ClassVar[Unit] = "period"
    concern: ClassVar[Concern] = "maturity"
    kind: Literal["soonest"] = "soonest"
    distance: Annotated[float, Field(ge=0, le=1, strict=True)] = 0.0
    """The distance to get to; 0 is the ambition itself."""


class Balanced(_Goal):
    """Least mean, over periods 1 to T, of the share that the weakest discipline of a weight above 0 has still to go."""

    concern: ClassVar[Concern] = "maturity"
    kind: Literal["balanced"] = "balanced"


class MostValue(_Goal):
    """Greatest net present value: discounted benefits minus discounted costs."""

    unit: ClassVar[Unit] = "money"
    concern: ClassVar[Concern] = "money"
    more_is_better: ClassVar[bool] = True
    kind: Literal["most value"] = "most value"


class LeastCost(_Goal):
    """Least undiscounted spending, over all funds."""

    unit: ClassVar[Unit] = "money"
    concern: ClassVar[Concern] = "money"
    kind: Literal["least cost"] = "least cost"


class Steady(_Goal):
    """Least upheaval against an earlier schedule, at a price for each start moved and each change of choice."""

    unit: ClassVar[Unit] = "points"
    concern: ClassVar[Concern] = "change"
    kind: Literal["steady"] = "steady"
    starts: dict[Name, Period]
    """The earlier schedule: the first period of each initiative that was promised."""
    per_period: Slack = 1.0
    """What it costs to start one promised initiative one period earlier or later."""
    per_change: Slack = 1.0
    """What it costs to drop a promised initiative, or to add another."""


Weighable = Annotated[
    Fastest | Closest | Balanced | MostValue | LeastCost | Steady, Field(discriminator="kind")
]
"""A goal that can be weighed against others; `Soonest` cannot, since never is no number."""


class Part(Model):
    """One goal of a blend and its weight."""

    goal: Weighable
    weight: Annotated[float, Field(gt=0, strict=True)]


class Blend(_Goal):
    """Least weighted sum of goals; a goal to be maximised counts negatively.

    >>> Blend(parts=[{"goal": Fastest(), "weight": 1.0}, {"goal": LeastCost(), "weight": 0.0001}]).kind
    'blend'
    """

    unit: ClassVar[Unit] = "points"
    concern: ClassVar[Concern] = "several"
    kind: Literal["blend"] = "blend"
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


Goal = Annotated[
    Fastest | Closest | Soonest | Balanced | MostValue | LeastCost | Steady | Blend,
    Field(discriminator="kind"),
]
"""Any goal."""

DEFAULT_GOALS = (Fastest(), LeastCost())
"""First as fast as possible; among the plans that are, the cheapest."""


def goal_value(goal: Goal, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction | None:
    """Return how good a schedule is at a goal, exactly.

    Args:
        goal: The goal.
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.

    Returns:
        A distance or share from 0 to 1, an amount of money, or for `Soonest` a period: None if the schedule
        does not get there.

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
    return _distance_value(goal, progress(portfolio, starts).distance)


def _distance_value(goal: Fastest | Closest | Soonest, distance: Sequence[Fraction]) -> Fraction | None:
    if isinstance(goal, Fastest):
        return _mean(distance[1:])
    if isinstance(goal, Closest):
        return distance[-1]
    near = exact(goal.distance)
    return next((Fraction(t) for t, length in enumerate(distance) if t > 0 and length <= near), None)


def worth(goal: Goal, value: Fraction | None) -> Fraction | None:
    """Return a goal's value so that less is better; the same turns it back."""
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


def net_present_value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return the discounted benefits minus the discounted spending of a schedule, over all funds."""
    factors = discount_factors(portfolio)
    discount = discounting(portfolio)
    total = Fraction(0)
    for name, start in starts.items():
        total += present_value(portfolio.by_id[name], start, discount)
    for synergy in portfolio.synergies:
        period = activation(synergy, starts, portfolio)
        if period is not None:
            total += exact(synergy.benefit) * sum(factors[period - 1 :]) - synergy.price * factors[period - 1]
    return total


def undiscounted_spending(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    """Return all a schedule spends, over all funds, synergies included."""
    total = Fraction(0)
    for name, start in starts.items():
        total += total_cost(portfolio.by_id[name], start, portfolio.periods)
    for synergy in portfolio.synergies:
        if activation(synergy, starts, portfolio) is not None:
            total += synergy.price
    return total
