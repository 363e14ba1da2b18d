"""Which period a day is in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from omniprio.portfolio import Horizon

__all__ = ["DAYS", "period_of"]

DAYS = {
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
    period = 1 + int((day - calendar.first_day(1)).days // DAYS[calendar.unit])
    while calendar.first_day(period) > day:
        period -= 1
    while calendar.first_day(period + 1) <= day:
        period += 1
    return period
