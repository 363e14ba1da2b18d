"""When a plan meets each milestone first, and which of its initiatives it needs for that, and for the step of its channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.channel_ladder import channel_steps
from omniprio.fulfilment import first_met, is_met, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Milestone, Portfolio
    from omniprio.portfolio.milestones import ChannelStep, WantedStep

__all__ = ["Due", "climbed", "due", "needed_for"]


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
    return {name: tuple(_missed_without(name, portfolio, starts)) for name in starts}


def climbed(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, WantedStep]:
    """Return the step of the channels at the horizon for each initiative without which it would be a lower one, by id."""
    step = _last_step(portfolio, starts)
    if step is None or step == "none":
        return {}
    rests = {name: {other: start for other, start in starts.items() if other != name} for name in starts}
    return {name: step for name, rest in rests.items() if _last_step(portfolio, rest) != step}


def _last_step(portfolio: Portfolio, starts: Mapping[str, int]) -> ChannelStep | None:
    """Return the step of the channels at the horizon; None where the disc has none."""
    steps = channel_steps(portfolio, starts, progress(portfolio, starts).fulfilment)
    return None if steps is None else steps[-1]


def _missed_without(name: str, portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[str]:
    rest = {other: start for other, start in starts.items() if other != name}
    course = progress(portfolio, rest)
    for milestone in portfolio.milestones:
        if not is_met(milestone, portfolio, rest, course, milestone.by):
            yield milestone.id
