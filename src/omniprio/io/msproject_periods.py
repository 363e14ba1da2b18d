"""From the days of a project file to periods: exact positions, and the periods that work falls in.

A task keeps its place within a period: moved by whole periods, it begins and ends as far into a period as in the file. So
several short tasks that follow each other within a period stay there, a milestone takes no time, and links hold exactly,
however long a period is; the schedule of the file itself is always possible.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from omniprio.base import MOST_PERIODS
from omniprio.io.calendar_days import DAYS, period_of
from omniprio.portfolio import Horizon
from omniprio.portfolio.horizon import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.portfolio.horizon import Unit

__all__ = ["ANY_DAY", "Periods", "Span", "fitting_unit", "turn_of"]

ANY_DAY = date(2001, 1, 1)
"""The first day of a file without any date: a Monday."""
_SECONDS = 24 * 60 * 60
_COARSEST_FIRST: tuple[Unit, ...] = ("month", "week", "day")
_MOST_STRETCH = Fraction(11, 10)
"""How much longer than the days of the file the periods may be in which they lie."""
_LEAST_FILLED = Fraction(1, 2)
"""Which share of a period at least the median task fills."""
_TOO_LONG = MOST_PERIODS * 31
"""More days than can be planned in any of these periods."""
_MOST_PLACES = 10_000
"""How many tasks times periods are planned without a thought; beyond it, periods are longer."""
_FAR_TOO_MANY = 100_000
"""How many tasks times months are too many for a plan at once."""
_COARSER: tuple[Unit, ...] = ("quarter", "year")


class Span(NamedTuple):
    """When something is done, in periods since the start of period 1, not rounded."""

    begin: Fraction
    end: Fraction

    @property
    def first(self) -> int:
        """The period it begins in, from 1."""
        return floor(self.begin) + 1

    @property
    def last(self) -> int:
        """The period it ends in; what ends with a period does so in it."""
        return max(self.first, ceil(self.end))


class Periods:
    """The periods that a file is read in.

    Attributes:
        unit: How long one is.
        start: The first day of period 1.
    """

    def __init__(self, unit: Unit, start: date) -> None:
        """Count periods of a unit from a day on."""
        self.unit: Unit = unit
        self.start = start
        self._firsts: dict[int, date] = {}

    @cached_property
    def _calendar(self) -> Horizon:
        return Horizon(periods=1, unit=self.unit, start=self.start)

    def position(self, moment: datetime) -> Fraction:
        """Return how many periods a moment is after the start of period 1; less than 0 is before it."""
        period = period_of(self._calendar, moment.date())
        first = self.first_day(period)
        length = (self.first_day(period + 1) - first).days
        inside = moment - datetime(first.year, first.month, first.day)  # noqa: DTZ001  project files have no zones
        return period - 1 + Fraction(inside.days * _SECONDS + inside.seconds, length * _SECONDS)

    def first_day(self, period: int) -> date:
        """Return the first day of a period, also of one before the first or after the last."""
        found = self._firsts.get(period)
        if found is None:
            found = self._firsts[period] = self._calendar.first_day(period)
        return found

    def of(self, day: date) -> int:
        """Return the period a day is in; 0 and less are before the first."""
        return period_of(self._calendar, day)

    def days(self, number: Fraction) -> Fraction:
        """Return how many periods a number of days is, of the mean length."""
        return number / DAYS[self.unit]


def turn_of(unit: Unit, day: date) -> date:
    """Return the Monday, or the first of the month, quarter or year, with which the period of a day begins.

    >>> turn_of("week", date(2027, 1, 7)), turn_of("month", date(2027, 1, 7))
    (datetime.date(2027, 1, 4), datetime.date(2027, 1, 1))
    """
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(month=day.month - (day.month - 1) % MONTHS[unit], day=1) if unit in MONTHS else day


def fitting_unit(spans: Sequence[Span], start: date) -> Unit:
    """Return the scale that fits work: months, weeks or days; quarters or years where there would be far too many months.

    It is the longest in which the periods of all work end at most 10 % later than the work, and of which half of the tasks
    fill at least a half.

    Args:
        spans: When tasks are done, in days since the start.
        start: The first day.

    >>> quarter, month = Span(Fraction(0), Fraction(90)), Span(Fraction(90), Fraction(120))
    >>> fitting_unit([quarter, month], date(2027, 1, 1)), fitting_unit([quarter], date(2027, 1, 14))
    ('month', 'week')
    """
    end = max((span.end for span in spans), default=Fraction(0))
    if end > _TOO_LONG:
        return _COARSEST_FIRST[0]
    if len(spans) * end / DAYS["month"] > _FAR_TOO_MANY:
        light = (unit for unit in _COARSER if len(spans) * end / DAYS[unit] <= _FAR_TOO_MANY)
        return next(light, _COARSER[-1])
    lengths = [span.end - span.begin for span in spans if span.end > span.begin]
    usual = median(lengths) if lengths else Fraction(0)
    close = [unit for unit in _COARSEST_FIRST if _stretch(unit, start, end) <= _MOST_STRETCH] or ["day"]
    fits = [unit for unit in close if usual >= _LEAST_FILLED * DAYS[unit]] or close[-1:]
    few = [unit for unit in close if len(spans) * end / DAYS[unit] <= _MOST_PLACES] or close[:1]
    return min(fits[0], few[-1], key=_COARSEST_FIRST.index)


def _stretch(unit: Unit, start: date, end: Fraction) -> Fraction:
    """Return how much longer than work it is to the end of the period in which it ends."""
    if not end:
        return Fraction(1)
    periods = Periods(unit, turn_of(unit, start))
    last = periods.of(start + timedelta(days=ceil(end) - 1))
    return Fraction((periods.first_day(last + 1) - start).days) / max(end, Fraction(ceil(end)))
