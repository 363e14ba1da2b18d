"""Whether, and from when on, what milestones ask for holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.channel_ladder import channel_graph, is_at_step
from omniprio.fulfilment import end_of
from omniprio.portfolio import as_scheduled
from omniprio.portfolio.milestones import wanted_counts, wanted_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.fulfilment import DiscState, Progress
    from omniprio.portfolio import Milestone, Portfolio

__all__ = ["first_met", "has_climbed", "is_met"]


def is_met(
    milestone: Milestone, portfolio: Portfolio, starts: Mapping[str, int], state: DiscState, period: int
) -> bool:
    """Tell whether what a milestone asks for holds at the end of a period, whenever it is due.

    Args:
        milestone: The milestone.
        portfolio: The portfolio it belongs to.
        starts: A schedule.
        state: What the schedule has done to the disc by then.
        period: The period, from 0, the start.
    """
    portfolio = as_scheduled(portfolio, starts)
    at = state.fulfilment
    counts = wanted_counts(milestone, portfolio).items()
    return (
        all(at[field] >= share for field, share in wanted_fields(milestone, portfolio).items())
        and all(sum(at[one] == 1 for one in _fields_of(portfolio, name)) >= level for name, level in counts)
        and (milestone.near is None or state.distance <= milestone.near)
        and all(
            name in starts and starts[name] + portfolio.by_id[name].duration - 1 <= period
            for name in milestone.complete
        )
        and has_climbed(milestone, portfolio, starts, state, period)
    )


def has_climbed(
    milestone: Milestone, portfolio: Portfolio, starts: Mapping[str, int], state: DiscState, period: int
) -> bool:
    """Tell whether the channels are at the step of the ladder that a milestone asks for, if any; see `is_met`."""
    if milestone.channels is None:
        return True
    return is_at_step(channel_graph(portfolio, starts, state.fulfilment, period), milestone.channels)


def _fields_of(portfolio: Portfolio, discipline: str) -> Iterator[str]:
    return (field.id for field in portfolio.disc if field.discipline.id == discipline)


def first_met(
    milestone: Milestone, portfolio: Portfolio, starts: Mapping[str, int], course: Progress
) -> int | None:
    """Return the first period at whose end what a milestone asks for holds; 0 is the start, None never."""
    periods = range(portfolio.periods + 1)
    return next(
        (one for one in periods if is_met(milestone, portfolio, starts, end_of(course, one), one)), None
    )
