"""What must be done: what is decided, as many of each group as it asks for, and what milestones ask for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from omniprio.dependency_graph import order
from omniprio.fulfilment import end_of, progress
from omniprio.greedy.gains import NOISE, place_fields
from omniprio.milestones_met import has_climbed
from omniprio.portfolio import window_of
from omniprio.portfolio.milestones import wanted_counts, wanted_fields
from omniprio.portfolio.requirements import wait_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from fractions import Fraction

    from omniprio.greedy.placing import Placing
    from omniprio.portfolio import Group, Milestone, Portfolio

__all__ = ["place_duties"]


def _place_milestones(placing: Placing, is_over: Callable[[], bool]) -> bool:
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
        and _counts_enough(placing, milestone)
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


def _counts_enough(placing: Placing, milestone: Milestone) -> bool:
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
    return has_climbed(
        milestone, placing.portfolio, placing.starts, end_of(course, milestone.by), milestone.by
    )


def _is_near(placing: Placing, milestone: Milestone, is_over: Callable[[], bool]) -> bool:
    """Complete ring after ring where the distance is still too great."""
    near = milestone.near
    if near is None:
        return True
    if progress(placing.portfolio, placing.starts).distance[milestone.by] > near:
        place_fields(placing, (), is_over)
    return progress(placing.portfolio, placing.starts).distance[milestone.by] <= near


_TRIES = 40
"""Orders that are tried where what must be done does not fit in the first one."""


def place_duties(placing: Placing, is_over: Callable[[], bool]) -> bool:
    """Place what must be done; tell whether all of it fitted.

    Args:
        placing: Nothing is placed in it yet; if not all fits, nothing is.
        is_over: Tells whether to stop.
    """
    portfolio = placing.portfolio
    nothing = placing.mark()
    must = [one.id for one in portfolio.initiatives if one.decision == "must"]
    for names in _orders(portfolio, must):
        if is_over():
            return False
        if _are_placed(placing, names) and _place_milestones(placing, is_over):
            return True
        placing.go_back(nothing)
        if portfolio.milestones and _place_milestones(placing, is_over) and _are_placed(placing, names):
            return True
        placing.go_back(nothing)
    return False


def _are_placed(placing: Placing, names: list[str]) -> bool:
    """Place what is decided and what groups ask for; tell whether all of it fitted."""
    return all(placing.add(name) for name in names) and _fill_groups(placing)


def _orders(portfolio: Portfolio, must: list[str]) -> Iterator[list[str]]:
    """Yield orders in which to place what is decided: the most pressing first, what takes most first, then any."""
    latest = _latest(portfolio, must)
    yield sorted(must, key=latest.__getitem__)
    draws = random.Random(0)  # noqa: S311  repeatable draws, no secrets
    for _ in range(_TRIES if len(must) + len(portfolio.groups) + len(portfolio.milestones) > 1 else 0):
        late = {name: latest[name] + draws.uniform(0, 0.6 * portfolio.periods) for name in must}
        yield sorted(must, key=late.__getitem__)


def _latest(portfolio: Portfolio, must: Iterable[str]) -> dict[str, float]:
    """Return the latest period in which each initiative may start for what is decided to start in time."""
    latest = {name: float(max(window_of(one, portfolio), default=0)) for name, one in portfolio.by_id.items()}
    urgent = set(must)
    for name in reversed(order(portfolio)):
        if name in urgent:
            for entry in portfolio.by_id[name].requirements:
                for other in entry.of if not entry.given else ():
                    urgent.add(other)
                    wait = wait_of(entry, portfolio.by_id[name].shortest, portfolio.by_id[other].shortest)
                    latest[other] = min(latest[other], latest[name] - (wait or 0))
    return latest


def _fill_groups(placing: Placing) -> bool:
    """Place members of groups that ask for more; tell whether all groups have enough."""
    return all(_is_filled(placing, group) for group in placing.portfolio.groups if group.least is not None)


def _is_filled(placing: Placing, group: Group) -> bool:
    """Place members of a group until it has enough: the cheapest that fit, or those that count most; tell whether it has."""
    before = placing.mark()
    for name in _rest(placing, group, placing.price):
        if _has_enough(placing, group):
            break
        placing.add(name)
    if _has_enough(placing, group) or group.counts:
        return _has_enough(placing, group)
    placing.go_back(before)
    for name in _rest(placing, group, lambda name: -placing.counted(group, name)):
        placing.add(name)
        if _has_enough(placing, group):
            return True
    return False


def _rest(placing: Placing, group: Group, key: Callable[[str], float | Fraction]) -> list[str]:
    """Return the members of a group that are not placed, in an order."""
    members = placing.portfolio.members[group.id]
    return sorted((name for name in members if name not in placing.starts), key=key)


def _has_enough(placing: Placing, group: Group) -> bool:
    return group.least is None or placing.measured(group) >= group.least
