"""The state of a plan at the end of each period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.channel_ladder import ChannelStep, channel_steps
from omniprio.income import drawn_under, flowing_into, income_under
from omniprio.money import left_over, spent_under
from omniprio.schedule import bought, capacity, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio

__all__ = ["PeriodState", "period_states"]


class PeriodState(Model):
    """Where a plan stands at the end of a period, and what it spends and takes in it."""

    period: int
    """From 0, the start."""
    label: str
    """What a person calls the period; `start` for 0."""
    distance: float
    position: dict[str, float]
    """Levels by discipline id."""
    fulfilment: dict[str, float]
    """By field id, 0 to 1."""
    channels: ChannelStep | None = None
    """The step of the ladder from a single channel to all of them joined; None where the disc has no channels."""
    spending: dict[str, float] = {}
    """Spent in this period, by budget."""
    income: dict[str, float] = {}
    """What initiatives earn in this period that flows into each budget into which some can."""
    left: dict[str, float | None] = {}
    """What the budget still allows at the end of this period; None is no limit."""
    load: dict[str, float] = {}
    """Taken of each team in this period."""
    idle: dict[str, float | None] = {}
    """Capacity of each team that is not used in this period; None is no limit."""
    bought: dict[str, float] = {}
    """What is bought in this period of each team of which more can be bought."""


def period_states(
    portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> tuple[PeriodState, ...]:
    """Return the states 0 to T of a schedule.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        course: What it does to the disc.
    """
    spending = {name: spent_under(budget, portfolio, starts) for name, budget in portfolio.limits.items()}
    left = {
        name: left_over(budget, drawn_under(name, portfolio, starts))
        for name, budget in portfolio.limits.items()
    }
    income = {
        name: income_under(name, portfolio, starts) for name in spending if flowing_into(name, portfolio)
    }
    loads = {team: load(portfolio, starts, team) for team in portfolio.capacities}
    idle = {team: _idle(portfolio, starts, team, load) for team, load in loads.items()}
    more = {team: bought(portfolio, starts, team) for team in portfolio.sellers}
    steps = channel_steps(portfolio, starts, course.fulfilment)
    return tuple(
        PeriodState(
            period=period,
            label=portfolio.calendar.label(period) if period else "start",
            distance=float(course.distance[period]),
            position={name: float(levels[period]) for name, levels in course.position.items()},
            fulfilment={field: float(shares[period]) for field, shares in course.fulfilment.items()},
            channels=steps and steps[period],
            **(
                {
                    "spending": {name: float(amounts[period - 1]) for name, amounts in spending.items()},
                    "income": {name: float(amounts[period - 1]) for name, amounts in income.items()},
                    "left": {name: _rounded(amounts[period - 1]) for name, amounts in left.items()},
                    "load": {team: float(load[period - 1]) for team, load in loads.items()},
                    "idle": {team: rest[period - 1] for team, rest in idle.items()},
                    "bought": {team: float(amounts[period - 1]) for team, amounts in more.items()},
                }
                if period
                else {}
            ),
        )
        for period in range(portfolio.periods + 1)
    )


def _rounded(amount: Fraction | None) -> float | None:
    return None if amount is None else float(amount)


def _idle(
    portfolio: Portfolio, starts: Mapping[str, int], team: str, load: list[Fraction]
) -> list[float | None]:
    limits, more = capacity(portfolio, starts, team), bought(portfolio, starts, team)
    return [
        None if limit is None else float(limit + extra - used)
        for limit, extra, used in zip(limits, more, load, strict=True)
    ]
