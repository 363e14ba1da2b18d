"""When the tasks of a project file are done: as it is dated, and as it is linked where it has no dates."""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as clock_time
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from omniprio.io.msproject_periods import Span
from omniprio.io.msproject_values import clock, minutes, moment, number, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_calendar import Calendar
    from omniprio.io.msproject_links import Link
    from omniprio.io.msproject_outline import Outline
    from omniprio.io.msproject_periods import Periods

__all__ = ["WorkingTime", "as_dated", "begin_of_rest", "spans_of", "whole_lag"]

_MINUTES_PER_DAY = 24 * 60
_MORNING, _AFTERNOON, _EVENING = clock_time(8), clock_time(17), clock_time(23, 59, 59)
_PERCENT = {19, 20, 51, 52}
_ELAPSED = {4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52}
"""Formats of durations and lags that count nights and weekends."""
_NOT_BEFORE, _ABOUT_THE_END = {2, 3, 4, 6}, {3, 6}
"""Constraints that let a task wait, and those that are about its end."""
_DAYS_OFF = Fraction(3)
"""How many days a weekend and the nights around it are: as much less than its lag a wait in the file may seem."""


class WorkingTime:
    """When people work, and how many days working time takes: a working week is seven of them."""

    def __init__(self, project: Element, calendar: Calendar) -> None:
        """Take the length of a working week and a working day from the file, and its calendar."""
        self._calendar = calendar
        self._minutes_per_week = number(project, "MinutesPerWeek") or Fraction(2400)
        self._minutes_per_day = number(project, "MinutesPerDay") or self._minutes_per_week / 5
        self._begins = clock(project, "DefaultStartTime")
        begins, ends = self._begins or _MORNING, clock(project, "DefaultFinishTime") or _AFTERNOON
        self._opens, closes = _share_of_day(begins), _share_of_day(ends)
        self._length = closes - self._opens if closes > self._opens else 1 - self._opens

    def days(self, working_minutes: Fraction) -> Fraction:
        """Return the days that some working time takes."""
        return working_minutes / self._minutes_per_week * 7

    def lag(self, link: Element, before: Element) -> Fraction:
        """Return the lag of a link in days; an overlap is of as many as it has at least, so that none is longer than it may be.

        Args:
            link: The link.
            before: The task it comes from; lags in percent are of its duration.
        """
        wait = _wait(link, before)
        if _is_elapsed(link, "LagFormat"):
            return wait / _MINUTES_PER_DAY
        if wait >= 0:
            return self.days(wait)
        weeks, rest = divmod(-wait, self._minutes_per_week)
        return -(weeks * 7 + rest / self._minutes_per_day)

    def working_lag(self, link: Element, before: Element) -> Fraction | None:
        """Return the lag of a link in working days, None where it counts nights and weekends; see `lag`."""
        return None if _is_elapsed(link, "LagFormat") else _wait(link, before) / self._minutes_per_day

    def worked(self, share: Fraction) -> Fraction:
        """Return which share of a working day is over when some share of the day is."""
        return min(max((share - self._opens) / self._length, Fraction(0)), Fraction(1))

    def last_moment(self, task: Element, begin: datetime, end: datetime) -> datetime:
        """Return the last moment of a task: what ends at midnight, or before a day of work begins, ends the day before.

        Args:
            task: The task.
            begin: When what is left of it begins.
            end: When it ends.
        """
        if end <= begin:
            return end
        last = end - timedelta(seconds=1)
        if self._begins and last.time() < self._begins and not _is_elapsed(task, "DurationFormat"):
            days = (
                end.date() - timedelta(days=back) for back in range(1, (end.date() - begin.date()).days + 1)
            )
            worked = next(filter(self._calendar.works_on, days), None)
            last = datetime.combine(worked, _EVENING) if worked else last
        return max(last, begin)


def _wait(link: Element, before: Element) -> Fraction:
    """Return the lag of a link in minutes."""
    amount = number(link, "LinkLag")
    is_percent = int(number(link, "LagFormat")) in _PERCENT
    return minutes(before, "Duration") * amount / 100 if is_percent else amount / 10


def _is_elapsed(element: Element, tag: str) -> bool:
    return int(number(element, tag)) in _ELAPSED


def _share_of_day(when: clock_time) -> Fraction:
    return Fraction(when.hour * 60 + when.minute, _MINUTES_PER_DAY)


def begin_of_rest(task: Element, done: Fraction) -> datetime | None:
    """Return when what is left of a task begins; None where the file has no dates for it.

    Args:
        task: The task.
        done: Which share of it is done, 0 to 1.
    """
    begin, end = moment(task, "Start"), moment(task, "Finish")
    if begin is None or end is None or end < begin:
        return None
    resumed = moment(task, "Resume") if done else None
    if resumed is not None:
        return min(max(resumed, begin), end)
    return begin + timedelta(seconds=round((end - begin).total_seconds() * float(done)))


def spans_of(
    tasks: Sequence[Element],
    links: Mapping[str, Sequence[Link]],
    outline: Outline,
    periods: Periods,
    time: WorkingTime,
) -> dict[str, Span]:
    """Return when what is left of each task is done, by UID.

    Args:
        tasks: The tasks with something left to do.
        links: What each of them waits for, by UID.
        outline: All tasks, and how far they are.
        periods: What time is counted in.
        time: How working time is counted.
    """
    found: dict[str, Span] = {}
    by_uid = {value(task, "UID"): task for task in tasks}
    for uid in _in_order(by_uid, links):
        task = by_uid[uid]
        dated = _dated(task, outline.done(task), periods, time)
        if dated is not None:
            found[uid] = dated
            continue
        length = periods.days(time.days(minutes(task, "Duration"))) * (1 - outline.done(task))
        ready = [_ready(link, length, found, periods) for link in links[uid] if link.before in found]
        begin = max([Fraction(0), *ready, *_held_back(task, length, periods)])
        found[uid] = Span(begin, begin + length)
    return found


def _in_order(by_uid: Mapping[str, Element], links: Mapping[str, Sequence[Link]]) -> Iterable[str]:
    """Return the tasks, each after those it waits for; as given where they wait in a circle, which is refused later."""
    try:
        return list(
            TopologicalSorter({uid: [link.before for link in links[uid]] for uid in by_uid}).static_order()
        )
    except CycleError:
        return list(by_uid)


def _dated(task: Element, done: Fraction, periods: Periods, time: WorkingTime) -> Span | None:
    """Return when the file says that what is left of a task is done; None where it does not."""
    begin, end = begin_of_rest(task, done), moment(task, "Finish")
    if begin is None or end is None:
        return None
    return Span(periods.position(begin), periods.position(time.last_moment(task, begin, end)))


def _held_back(task: Element, length: Fraction, periods: Periods) -> Iterator[Fraction]:
    """Yield when a task can begin that has a constraint which lets it wait."""
    kind, day = int(number(task, "ConstraintType")), moment(task, "ConstraintDate")
    if day is not None and kind in _NOT_BEFORE:
        yield periods.position(day) - (length if kind in _ABOUT_THE_END else 0)


def _ready(link: Link, length: Fraction, spans: Mapping[str, Span], periods: Periods) -> Fraction:
    """Return when a task can begin that a link lets wait."""
    before, lag = spans[link.before], periods.days(link.days)
    match link.kind:
        case "finish to start":
            return before.end + lag
        case "start to start":
            return before.begin + lag
        case "finish to finish":
            return before.end + lag - length
        case _:
            return before.begin + lag - length


def as_dated(days: Fraction) -> Fraction:
    """Return how many days less than its lag a link may seem to wait in a file for the dates of the file to hold."""
    return _DAYS_OFF + abs(days) / 10


def whole_lag(link: Link, own: Span, before: Span, periods: Periods) -> int:
    """Return the lag of a link in whole periods, with which tasks that keep their places within a period hold it exactly.

    Args:
        link: The link.
        own: When the task that waits is done in the file.
        before: When the one it waits for is.
        periods: What time is counted in.

    Returns:
        Full periods, as a requirement of its kind counts them. What the file itself has by up to a weekend less than its
        lag is as the file has it.
    """
    opens = before.end if link.kind.startswith("finish") else before.begin
    waits = own.end if link.kind.endswith("finish") else own.begin
    lacking = opens + periods.days(link.days) - waits
    if 0 < lacking <= periods.days(as_dated(link.days)):
        lacking = Fraction(0)
    moved = -(-lacking // 1)
    from_period = before.last if link.kind.startswith("finish") else before.first
    to_period = own.last if link.kind.endswith("finish") else own.first
    return int(to_period - from_period - (link.kind == "finish to start") + moved)
