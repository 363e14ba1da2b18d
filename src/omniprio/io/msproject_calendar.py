"""The working calendar of a project file, and the periods in which nobody works."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from omniprio.io.msproject_values import is_so, moment, number, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_periods import Periods

__all__ = ["Calendar"]

_WEEK = (2, 3, 4, 5, 6, 7, 1)
"""How the format numbers the days of a week, from Monday on."""
_WEEKEND = {1, 7}
_LONGEST_EXCEPTION = 366


class Calendar:
    """On which days people work: Monday to Friday where the file has no calendar.

    Attributes:
        unread: The names of exceptions that come again and again, which are not read.
    """

    def __init__(self, project: Element) -> None:
        """Read the calendar of the project."""
        self.unread: list[str] = []
        self._off = set(_WEEKEND)
        self._days: dict[date, bool] = {}
        calendar = _of_project(project)
        if calendar is not None:
            self._read(calendar)

    def works_on(self, day: date) -> bool:
        """Tell whether people work on a day."""
        return self._days.get(day, _WEEK[day.weekday()] not in self._off)

    def close(self, days: Iterable[date]) -> None:
        """Let nobody work on some days of which the file itself says nothing."""
        for day in days:
            self._days.setdefault(day, False)

    def closed(self, periods: Periods, last: int) -> tuple[int, ...]:
        """Return the periods up to one in which nobody works on any day."""
        return tuple(
            period
            for period in range(1, last + 1)
            if not any(map(self.works_on, _days(periods.first_day(period), periods.first_day(period + 1))))
        )

    def _read(self, calendar: Element) -> None:
        for entry in calendar.findall("WeekDays/WeekDay"):
            kind = int(number(entry, "DayType"))
            if kind == 0:
                self._except(entry)
            elif is_so(entry, "DayWorking"):
                self._off.discard(kind)
            else:
                self._off.add(kind)
        for entry in calendar.findall("Exceptions/Exception"):
            self._except(entry)

    def _except(self, entry: Element) -> None:
        """Read days that are not as others; what comes again and again is named instead."""
        stretch = entry.find("TimePeriod")
        begin, end = (moment(stretch, tag) if stretch is not None else None for tag in ("FromDate", "ToDate"))
        if begin is None or end is None:
            return
        days = (end.date() - begin.date()).days + 1
        again = value(entry, "Occurrences") not in {"", "1", str(days)}
        if again or days > _LONGEST_EXCEPTION:
            self.unread.append(value(entry, "Name") or str(begin.date()))
            return
        works = is_so(entry, "DayWorking")
        self._days.update((day, works) for day in _days(begin.date(), end.date() + timedelta(days=1)))


def _of_project(project: Element) -> Element | None:
    """Return the calendar that the project has; the first where the file does not say which."""
    calendars = project.findall("Calendars/Calendar")
    asked = value(project, "CalendarUID")
    own = [entry for entry in calendars if value(entry, "UID") == asked]
    return next(iter([*own, *calendars]), None)


def _days(first: date, after: date) -> Iterator[date]:
    day = first
    while day < after:
        yield day
        day += timedelta(days=1)
