"""Constraints and deadlines of the tasks of a project file, as dates of initiatives."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.io.imported import Note
from omniprio.io.msproject_values import label_of, moment, number, value
from omniprio.language import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_outline import Outline
    from omniprio.io.msproject_periods import Periods, Span

__all__ = ["Dates"]

_CONSTRAINTS = {
    1: "as late as possible",
    2: "must start on",
    3: "must finish on",
    4: "start no earlier than",
    5: "start no later than",
    6: "finish no earlier than",
    7: "finish no later than",
}
"""What constraints are called; 0 is as soon as possible."""
_LATE = 1
_BEGINS_THEN, _BEGINS_BY = {2, 4}, {2, 5}
_ENDS_THEN, _ENDS_BY = {3, 6}, {3, 7}
_MOMENT = Fraction(1, 10**6)
"""Of a period: what begins at midnight begins on the new day."""


class Dates:
    """What a file says about when its tasks may be done."""

    def __init__(self, project: Element, outline: Outline, periods: Periods, notes: list[Note]) -> None:
        """Take the tasks of a file; notes are added to the list."""
        self.project = project
        self.outline = outline
        self.periods = periods
        self.notes = notes

    def of(self, task: Element, span: Span) -> dict[str, int]:
        """Return the dates of a task, as data of an initiative; those of its phases bind it too.

        Args:
            task: The task.
            span: When it is done in the file.
        """
        bounds: dict[str, list[int]] = {"earliest_start": [], "latest_start": [], "deadline": []}
        for entry in (*self.outline.phases[value(task, "UID")], task):
            for name, period in self._bounds(entry, span):
                bounds[name].append(period)
        found = {"earliest_start": max([1, *bounds["earliest_start"]])}
        found |= {name: min(bounds[name]) for name in ("latest_start", "deadline") if bounds[name]}
        length = span.last - span.first
        latest = min(found.get("latest_start", MOST_PERIODS), found.get("deadline", MOST_PERIODS) - length)
        if latest < found["earliest_start"]:
            self._note(task, sentence("notes.dates cannot hold"))
            found = {"earliest_start": found["earliest_start"], "due": max(1, latest + length)}
        if found["earliest_start"] == found.get("latest_start"):
            found = {"fixed_start": found["latest_start"]}
        kept = {name: period for name, period in found.items() if (name, period) != ("earliest_start", 1)}
        return self._due(task, span) | kept

    def _bounds(self, task: Element, span: Span) -> Iterator[tuple[str, int]]:
        """Yield the dates that a constraint comes to, each with its period."""
        kind, day = int(number(task, "ConstraintType")), moment(task, "ConstraintDate")
        if kind == 0 or self.outline.done(task):
            return
        if day is None or kind == _LATE or kind not in _CONSTRAINTS:
            name = _CONSTRAINTS.get(kind, f"constraint {kind}")
            self._note(task, sentence("notes.constraint", name=repr(name)))
            return
        if kind in _BEGINS_THEN:
            yield "earliest_start", span.first + ceil(self._at(day, 0) - span.begin)
        if kind in _ENDS_THEN:
            yield "earliest_start", span.first + ceil(self._at(day, 0) - span.end)
        if kind in _BEGINS_BY:
            yield "latest_start", span.first + floor(self._at(day, 1) - _MOMENT - span.begin)
        if kind in _ENDS_BY:
            yield "deadline", span.last + floor(self._at(day, 1) - span.end)

    def _at(self, day: datetime, after: int) -> Fraction:
        """Return the beginning of a day, or that of the next one: a constraint is about days, not hours."""
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        return self.periods.position(midnight + timedelta(days=after))

    def _due(self, task: Element, span: Span) -> dict[str, int]:
        """Return when a task should be complete by its deadline and those of its phases."""
        around = (*self.outline.phases[value(task, "UID")], task)
        days = [day for entry in around if (day := moment(entry, "Deadline"))]
        if not days:
            return {}
        period = span.last + floor(self._at(min(days), 1) - span.end)
        if not 1 <= period <= MOST_PERIODS:
            self._note(task, sentence("notes.deadline outside", day=str(min(days).date())))
            return {}
        return {"due": period}

    def _note(self, task: Element, text: Sentence) -> None:
        self.notes.append(Note(where=Sentence(label_of(task)), text=text))
