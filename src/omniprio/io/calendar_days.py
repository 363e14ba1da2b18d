"""Which period a day is in."""

from __future__ import annotations

import os
from calendar import monthrange
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.portfolio.horizon import DAYS as _SAME
from omniprio.portfolio.horizon import MONTHS

if TYPE_CHECKING:
    from datetime import date

    from omniprio.portfolio import Horizon

__all__ = ["DAYS", "period_of", "today"]

_MOST_DIGITS = 11
"""Of the seconds since 1970, up to the year 5138."""

DAYS = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(146_097, 4_800),
    "quarter": Fraction(146_097, 1_600),
    "year": Fraction(146_097, 400),
}
"""The mean length of a period in days: 400 years have 146,097."""


def period_of(calendar: Horizon, day: date) -> int:
    """Return the period a day is in; 0 and less lie before the horizon, T + 1 and more after it.

    Args:
        calendar: A horizon with a start date.
        day: Any day.

    >>> from datetime import date
    >>> from omniprio import Horizon
    >>> period_of(Horizon(periods=4, unit="quarter", start=date(2027, 1, 1)), date(2027, 12, 31))
    4
    """
    start = calendar.start or calendar.first_day(1)  # which refuses a horizon without one
    if calendar.unit in _SAME:
        return 1 + (day - start).days // _SAME[calendar.unit]
    period, months = divmod(_months_between(start, day), MONTHS[calendar.unit])
    before = months == 0 and day.day < _first_in_month(start, day)
    return period if before else period + 1


def _months_between(start: date, day: date) -> int:
    return 12 * (day.year - start.year) + day.month - start.month


def _first_in_month(start: date, day: date) -> int:
    """Return on which day of its month a period begins in the month of a day."""
    return min(start.day, monthrange(day.year, day.month)[1])


def today() -> date:
    """Return the day of today, or the one that `SOURCE_DATE_EPOCH` says, as for runs that are to be repeated.

    Source: Reproducible Builds (2017), the specification of `SOURCE_DATE_EPOCH`: seconds since 1970, in UTC.
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_a_day = said.isdecimal() and len(said) <= _MOST_DIGITS
    now = datetime.fromtimestamp(int(said), tz=UTC) if is_a_day else datetime.now(tz=UTC)
    return now.date()
