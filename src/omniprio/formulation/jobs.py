"""Initiatives as jobs that share teams: what follows from the rows of teams, told as a whole where teams are tight."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.solver.program import Job, Share, simplest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Initiative

__all__ = ["add_jobs"]

_MANY_PERIODS = 24
"""From so many periods on a plan is by the day or the week, and rows period by period say little about time."""

_LONG = 3
"""What jobs take on average, at least, so that it matters which of them are under way together."""

_TIGHT = Fraction(2, 5)
"""What part of what there is of a team in the time for all work is asked for, at least, so that it is what decides."""


def add_jobs(v: Variables) -> None:
    """Add jobs and what they share, where plans are by the day or the week and a team is tight.

    Left out is what does not take the same in each period from any start: then less follows, which is right too.
    """
    if v.portfolio.periods < _MANY_PERIODS:
        return
    places = {name: place for place, name in enumerate(_steady(v))}
    shares = [share for team in v.portfolio.teams if (share := _share(v, team, places)) is not None]
    if any(_is_tight(v, share, places) for share in shares):
        v.program.jobs = [_job(v, name) for name in places]
        v.program.shares = shares


def _steady(v: Variables) -> Iterator[str]:
    """Yield the initiatives that take the same effort in each period, whenever they start, and end within the horizon."""
    for one in v.portfolio.initiatives:
        window = v.windows[one.id]
        if window and not one.modes and all(_is_steady(v, one, start) for start in map(int, window)):
            yield one.id


def _is_steady(v: Variables, one: Initiative, start: int) -> bool:
    begun = v.begun(one.id, start)
    ends = start + begun.duration - 1 <= v.portfolio.periods
    efforts = begun.effort_by_period.values()
    return ends and begun.duration == one.duration and all(len(set(each)) == 1 for each in efforts)


def _job(v: Variables, name: str) -> Job:
    starts = {int(start): next(iter(v.started(name, start).terms)) for start in v.windows[name]}
    return Job(starts, v.portfolio.by_id[name].duration)


def _share(v: Variables, team: str, places: dict[str, int]) -> Share | None:
    """Return what jobs share of a team; None where there is no limit, or initiatives add to it."""
    one = v.portfolio.teams[team]
    limits = [
        None if amount is None or more is None else amount + more
        for amount, more in zip(one.amount, one.extra, strict=True)
    ]
    there = max((limit for limit in limits if limit is not None), default=None)
    if there is None or None in limits or any(team in each.exact_adds for each in v.portfolio.initiatives):
        return None
    taken = {
        place: simplest(efforts[0])
        for name, place in places.items()
        if (efforts := v.portfolio.by_id[name].effort_by_period.get(team)) and efforts[0]
    }
    return Share(simplest(there), taken) if taken else None


def _time_for_all(v: Variables) -> int:
    """Return how many periods there are for all work: where all must be done, those that it takes if teams do not matter."""
    initiatives = v.portfolio.initiatives
    if not all(one.decision == "must" and v.windows[one.id] for one in initiatives):
        return v.portfolio.periods
    return max(int(min(v.windows[one.id])) + one.duration - 1 for one in initiatives)


def _is_tight(v: Variables, share: Share, places: dict[str, int]) -> bool:
    """Tell whether much is asked of what there is, by jobs that take long and do not all fit side by side."""
    lengths = {place: v.portfolio.by_id[name].duration for name, place in places.items()}
    work = sum(amount * lengths[place] for place, amount in share.taken.items())
    is_long = sum(lengths[place] for place in share.taken) >= _LONG * len(share.taken)
    is_short_of = sum(share.taken.values()) > share.there
    return is_long and is_short_of and work >= _TIGHT * share.there * _time_for_all(v)
