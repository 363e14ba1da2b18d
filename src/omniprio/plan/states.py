"""The state of a plan at the end of each period, and when it meets each milestone first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.channel_ladder import ChannelStep, channel_step, channel_steps, channels_in_use
from omniprio.fulfilment import state_at, states_without
from omniprio.income import drawn_under, flowing_into, income_under
from omniprio.milestones_met import first_met, is_met
from omniprio.money import left_over, spent_under
from omniprio.portfolio import as_scheduled
from omniprio.schedule import bought, capacity, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Milestone, Portfolio
    from omniprio.portfolio.milestones import WantedStep

__all__ = ["Due", "PeriodState", "climbed", "due", "needed_for", "period_states"]


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


class Due(Model):
    """A milestone, and when the plan meets it first; a plan meets each one at the end of the period it is due."""

    id: str
    by: int
    """The period it is due at the end of."""
    by_label: str
    met: int
    """The first period at whose end all that it asks for holds; 0 is the start."""
    met_label: str


def due(portfolio: Portfolio, starts: Mapping[str, int], course: Progress) -> tuple[Due, ...]:
    """Return every milestone of a portfolio, in the order given.

    Args:
        portfolio: The portfolio.
        starts: A schedule that keeps every rule.
        course: What it does to the disc.

    >>> from omniprio.fulfilment import progress
    >>> from omniprio.portfolio import Initiative, Milestone, Portfolio
    >>> web = Initiative(id="web", duration=2, advances={"R2": 1.0})
    >>> soon = Milestone(id="soon", by=4, fields={"R2": 0.5})
    >>> one = Portfolio(horizon=4, initiatives=[web], milestones=[soon])
    >>> due(one, {"web": 1}, progress(one, {"web": 1}))[0].met
    2
    """
    return tuple(
        _due(one, portfolio, first_met(one, portfolio, starts, course)) for one in portfolio.milestones
    )


def _due(milestone: Milestone, portfolio: Portfolio, met: int | None) -> Due:
    met = milestone.by if met is None else met
    return Due(
        id=milestone.id,
        by=milestone.by,
        by_label=portfolio.calendar.label(milestone.by),
        met=met,
        met_label=portfolio.calendar.label(met) if met else "start",
    )


def needed_for(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the milestones that a schedule would miss without each of its initiatives, all else as it is, by id."""
    if not portfolio.milestones:
        return {}
    by_id = as_scheduled(portfolio, starts).by_id
    ends = {name: start + by_id[name].duration - 1 for name, start in starts.items()}
    missed = {
        (name, milestone.id)
        for name, milestone in _missed_without(portfolio, starts)
        if ends[name] <= milestone.by
    }
    ids = [milestone.id for milestone in portfolio.milestones]
    return {name: tuple(one for one in ids if (name, one) in missed) for name in starts}


def _missed_without(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[tuple[str, Milestone]]:
    """Yield initiatives of a schedule, each with a milestone that it would miss without it."""
    concerning: dict[int, list[Milestone]] = {}
    for milestone in portfolio.milestones:
        if milestone.concerns_disc:
            concerning.setdefault(milestone.by, []).append(milestone)
        else:
            yield from ((name, milestone) for name in milestone.complete if name in starts)
    for name, states in states_without(portfolio, starts, list(concerning)) if concerning else ():
        rest = {other: start for other, start in starts.items() if other != name}
        for state, (period, milestones) in zip(states, concerning.items(), strict=True):
            for milestone in milestones:
                if not is_met(milestone, portfolio, rest, state, period):
                    yield name, milestone


def climbed(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, WantedStep]:
    """Return the step of the channels at the horizon for each initiative without which it would be a lower one, by id."""
    if not portfolio.disc.channels:
        return {}
    last, by_id = portfolio.periods, as_scheduled(portfolio, starts).by_id
    at_end = state_at(portfolio, starts, last).fulfilment
    step, used = channel_step(portfolio, starts, at_end, last), channels_in_use(portfolio.disc, at_end)
    if step == "none":
        return {}
    found = {}
    for name, (state,) in states_without(portfolio, starts, [last]):
        if by_id[name].links or channels_in_use(portfolio.disc, state.fulfilment) != used:
            rest = {other: start for other, start in starts.items() if other != name}
            if channel_step(portfolio, rest, state.fulfilment, last) != step:
                found[name] = step
    return found
