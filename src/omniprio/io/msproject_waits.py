"""What tasks of a project file require, in whole periods; what waits some working days does so in a step of its own."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

from omniprio.io.msproject_schedule import as_dated, whole_lag
from omniprio.language import fact, in_every_language

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from omniprio.io.msproject_links import Link
    from omniprio.io.msproject_periods import Periods, Span
    from omniprio.io.msproject_schedule import WorkingTime

__all__ = ["Waits"]

_NEARLY = Fraction(1, 8)
"""How much of a day counts as none, as breaks are not counted."""
_PLAIN = "finish to start"


class _Step(NamedTuple):
    """A step of waiting: after which task, from its start or its finish on, and how many working days."""

    before: str
    end: str
    days: int


class Waits:
    """What the tasks of a file wait for.

    Attributes:
        steps: The steps of waiting that requirements given so far ask for, as data of initiatives, by what they are.
    """

    def __init__(
        self,
        names: Mapping[str, str],
        links: Mapping[str, Sequence[Link]],
        spans: Mapping[str, Span],
        periods: Periods,
        time: WorkingTime,
        dated: Collection[str],
    ) -> None:
        """Take the ids of the tasks, what they wait for and when they are done, each by UID.

        Args:
            names: The ids.
            links: What they wait for.
            spans: When they are done.
            periods: What time is counted in.
            time: When people work.
            dated: The UIDs of those that the file has dates for.
        """
        self._dated = {*dated}
        self.steps: dict[_Step, dict[str, Any]] = {}
        self._names, self._links, self._spans = names, links, spans
        self._periods, self._time = periods, time
        self._taken = {*names.values()}

    def requires(self, uid: str, off: Sequence[int]) -> list[object]:
        """Return what a task requires, as data of an initiative.

        Args:
            uid: The UID of the task.
            off: The periods in which nobody works. Days of them are not counted by lags in working time, but by those of a
                portfolio; so a step that takes the working days stands in between.
        """
        found: dict[tuple[str, str], int] = {}
        for link in self._links[uid]:
            days = self._working_days(link, uid, off)
            if days > 0:
                step = self._step(_Step(link.before, link.kind.split()[0], days))
                key, lag = (step, f"finish to {link.kind.split()[-1]}"), 0
            else:
                key = (self._names[link.before], link.kind)
                lag = whole_lag(link, self._spans[uid], self._spans[link.before], self._periods)
            found[key] = max(lag, found.get(key, lag))
        return [
            name if (kind, lag) == (_PLAIN, 0) else {"of": [name], "kind": kind, "lag": lag}
            for (name, kind), lag in found.items()
        ]

    def _working_days(self, link: Link, uid: str, off: Sequence[int]) -> int:
        """Return how long a step of waiting is that stands for a link, 0 where none is needed or it would be no better.

        It is as long as tasks that keep their places within a day need to hold the lag exactly; tasks without dates have no
        places.
        """
        is_dated = {uid, link.before} <= self._dated
        if not off or not is_dated or self._periods.unit != "day" or not link.working or link.working < 0:
            return 0
        before, own = self._spans[link.before], self._spans[uid]
        is_after, is_at_end = link.kind.startswith("finish"), link.kind.endswith("finish")
        opens = (before.last, before.end) if is_after else (before.first, before.begin)
        waits = (own.last, own.end) if is_at_end else (own.first, own.begin)
        apart = _open_until(waits[0], off) - _open_until(opens[0], off)
        spare = apart + self._worked(*waits) - self._worked(*opens) - link.working
        if 0 < -spare <= as_dated(link.days):
            spare = Fraction(0)
        return apart - floor(spare + _NEARLY) - is_after + is_at_end

    def _worked(self, period: int, position: Fraction) -> Fraction:
        """Return which share of a day is worked at a moment in it."""
        return self._time.worked(position - (period - 1))

    def _step(self, step: _Step) -> str:
        """Return the id of a step of waiting."""
        if step not in self.steps:
            before = self._names[step.before]
            own = _free(
                f"Wait {step.days} {'after' if step.end == 'finish' else 'from'} {before}", self._taken
            )
            self._taken.add(own)
            what = fact(f"notes.wait from {step.end}", days=step.days, task=before)
            self.steps[step] = {
                "id": own,
                "title": in_every_language(what),
                "duration": step.days,
                "decision": "must",
                "decision_reason": in_every_language(fact("decisions.assumed wait")),
                "requires": [before if step.end == "finish" else {"of": [before], "kind": "start to start"}],
                "tags": {"task": ["waiting"]},
            }
        return str(self.steps[step]["id"])


def _open_until(period: int, off: Sequence[int]) -> int:
    """Return how many periods are open up to one, with it."""
    return period - bisect_right(off, period)


def _free(wanted: str, taken: set[str]) -> str:
    """Return an id that no other has."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted} ({number})", number + 1
    return found
