"""What milestones ask for: placed in time, what is due first before the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.fulfilment import has_climbed, progress
from omniprio.greedy.gains import NOISE, place_fields
from omniprio.portfolio.milestones import wanted_counts, wanted_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.greedy.placing import Placing
    from omniprio.portfolio import Milestone

__all__ = ["place_milestones"]


def place_milestones(placing: Placing, is_over: Callable[[], bool]) -> bool:
    """Place what milestones ask for and is not there yet; tell whether all of it fitted in time.

    Args:
        placing: What is placed so far.
        is_over: Tells whether to stop.
    """
    due = sorted(placing.portfolio.milestones, key=lambda milestone: milestone.by)
    return all(not is_over() and _is_met(placing, milestone, is_over) for milestone in due)


def _is_met(placing: Placing, milestone: Milestone, is_over: Callable[[], bool]) -> bool:
    wanted = wanted_fields(milestone, placing.portfolio).items()
    return (
        all(_is_done(placing, name, milestone.by) for name in milestone.complete)
        and all(_is_raised(placing, field, float(share), milestone.by) for field, share in wanted)
        and _has_enough(placing, milestone)
        and _is_joined(placing, milestone)
        and _is_near(placing, milestone, is_over)
    )


def _is_done(placing: Placing, name: str, by: int) -> bool:
    """Place an initiative if it completes in time; else leave all as it was."""
    before = placing.mark()
    if placing.add(name) and placing.finish(name) <= by:
        return True
    placing.go_back(before)
    return False


def _is_raised(placing: Placing, field: str, share: float, by: int) -> bool:
    """Raise a field so far in time, by what gives most for what it takes."""
    shares = placing.givers(field)
    for name in sorted(shares, key=lambda name: placing.price(name) / shares[name]):
        if placing.fulfilment(field, by) >= share - NOISE:
            break
        _is_done(placing, name, by)
    return placing.fulfilment(field, by) >= share - NOISE


def _has_enough(placing: Placing, milestone: Milestone) -> bool:
    """Complete as many fields of checklists as are asked for, those that are nearest first."""
    for name, level in wanted_counts(milestone, placing.portfolio).items():
        fields = [field.id for field in placing.portfolio.disc if field.discipline.id == name]
        done = 0
        for field in sorted(fields, key=lambda field: -placing.fulfilment(field, milestone.by)):
            done += done < level and _is_raised(placing, field, 1.0, milestone.by)
        if done < level:
            return False
    return True


def _is_joined(placing: Placing, milestone: Milestone) -> bool:
    """Complete what joins channels, or is in one, the cheapest first, until they are at the step asked for."""
    portfolio = placing.portfolio
    parts = {part for part, field in portfolio.disc.parts.items() if field.channel is not None}
    helping = [
        one.id for one in portfolio.initiatives if one.links or not parts.isdisjoint(portfolio.gains[one.id])
    ]
    for name in sorted(helping if milestone.channels else (), key=placing.price):
        if _has_step(placing, milestone):
            break
        _is_done(placing, name, milestone.by)
    return _has_step(placing, milestone)


def _has_step(placing: Placing, milestone: Milestone) -> bool:
    course = progress(placing.portfolio, placing.starts)
    return has_climbed(milestone, placing.portfolio, placing.starts, course, milestone.by)


def _is_near(placing: Placing, milestone: Milestone, is_over: Callable[[], bool]) -> bool:
    """Complete ring after ring where the distance is still too great."""
    near = milestone.near
    if near is None:
        return True
    if progress(placing.portfolio, placing.starts).distance[milestone.by] > near:
        place_fields(placing, (), is_over)
    return progress(placing.portfolio, placing.starts).distance[milestone.by] <= near
