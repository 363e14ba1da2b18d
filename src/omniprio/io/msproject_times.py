"""From the dates, durations and lags of a project file to whole periods."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.calendar_days import DAYS, begins_a_period, period_of
from omniprio.language import sentence
from omniprio.portfolio import Horizon

if TYPE_CHECKING:
    from datetime import date
    from xml.etree.ElementTree import Element

    from omniprio.portfolio.horizon import Unit

__all__ = ["Clock", "label_of", "minutes", "moment", "number", "value"]

_DURATION = re.compile(r"P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?")
_MINUTES_PER_DAY = 24 * 60
_LONGEST_NUMBER = 20
_PERCENT = {19, 20, 51, 52}
_ELAPSED = {4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52}
"""Formats of durations and lags that count nights and weekends."""


_TEXTS: WeakKeyDictionary[Element, dict[str, str]] = WeakKeyDictionary()
"""The texts of the parts of elements, by tag: looked for again and again, in elements that may have a million parts."""


def value(element: Element, tag: str) -> str:
    """Return the text of a part of an element, the first of that tag, empty if there is none."""
    texts = _TEXTS.get(element)
    if texts is None:
        texts = {part.tag: (part.text or "").strip() for part in reversed(element)}
        _TEXTS[element] = texts
    return texts.get(tag, "")


def label_of(element: Element) -> str:
    """Return what a person calls a task or a resource: its number and name."""
    kind, name = element.tag, " ".join(value(element, "Name").split())
    number = (value(element, "ID") or value(element, "UID"))[:_LONGEST_NUMBER]
    return f"{kind} {number}" + (f" ({name[:60]})" if name else "")


def number(element: Element, tag: str) -> Fraction:
    """Return a number of an element exactly, 0 if it has none.

    Raises:
        InvalidInputError: It is no number.
    """
    text = value(element, tag) or "0"
    if not re.fullmatch(r"[-+]?\d{1,20}(\.\d{0,20})?", text):
        raise _wrong(element, tag, sentence("remedies.give a number"))
    return Fraction(text)


def moment(element: Element, tag: str) -> datetime | None:
    """Return a date with its time, None if there is none.

    Raises:
        InvalidInputError: It is no date.
    """
    text = value(element, tag)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise _wrong(element, tag, sentence("remedies.date and time")) from None
    if not 1900 <= found.year <= 2900:  # noqa: PLR2004  what calendars can be counted in
        raise _wrong(element, tag, sentence("remedies.date in years"))
    return found


def minutes(element: Element, tag: str) -> Fraction:
    """Return the minutes of a duration, 0 if there is none.

    Raises:
        InvalidInputError: It is no duration.
    """
    text = value(element, tag)
    if not text:
        return Fraction(0)
    found = _DURATION.fullmatch(text)
    if not found:
        raise _wrong(element, tag, sentence("remedies.duration"))
    days, hours, whole, seconds = (int(part or 0) for part in found.groups())
    return Fraction(days * _MINUTES_PER_DAY + hours * 60 + whole) + Fraction(seconds, 60)


def _wrong(element: Element, tag: str, remedy: str) -> InvalidInputError:
    return InvalidInputError(
        [
            Fault(
                f"{label_of(element)}.{tag}",
                sentence("faults.is", value=repr(value(element, tag)[:60])),
                remedy,
            )
        ]
    )


class Clock:
    """What a file says about time, and the periods we count it in.

    Attributes:
        start: The first day of period 1.
    """

    def __init__(self, project: Element, unit: Unit, start: date) -> None:
        """Take the length of a working week from the file."""
        self.start = start
        self._unit = unit
        self._calendar = Horizon(periods=1, unit=unit, start=start)
        self._minutes_per_week = number(project, "MinutesPerWeek") or Fraction(2400)

    def period(self, day: date) -> int:
        """Return the period a day is in; 0 and less are before the horizon."""
        return period_of(self._calendar, day)

    def duration(self, task: Element) -> int:
        """Return how many periods a task takes, at least 1.

        From its first to its last day, rounded up; without dates, from its working time.
        """
        begin, end = moment(task, "Start"), moment(task, "Finish")
        if begin is None or end is None or end < begin:
            return max(1, -(-self._days(minutes(task, "Duration")) // DAYS[self._unit]))
        last = max(end - timedelta(seconds=1), begin).date()  # what ends at midnight ends the day before
        first = self.period(begin.date())
        if begins_a_period(self._calendar, begin.date()):
            return self.period(last) - first + 1
        return period_of(Horizon(periods=1, unit=self._unit, start=begin.date()), last)

    def lag(self, link: Element, before: Element) -> Fraction:
        """Return the lag of a link in periods, not rounded.

        Args:
            link: The link.
            before: The task it comes from; lags in percent are of its duration.
        """
        form = int(number(link, "LagFormat"))
        amount = number(link, "LinkLag")
        wait = minutes(before, "Duration") * amount / 100 if form in _PERCENT else amount / 10
        days = wait / _MINUTES_PER_DAY if form in _ELAPSED else self._days(wait)
        return days / DAYS[self._unit]

    def _days(self, working_minutes: Fraction) -> Fraction:
        """Return the days that some working time takes: a working week is seven days."""
        return working_minutes / self._minutes_per_week * 7
