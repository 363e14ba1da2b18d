"""What is spent in the years, quarters or months that columns are named after, and so when work is done."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from omniprio.io.calendar_days import DAYS, period_of
from omniprio.io.table_days import Days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from omniprio.io.table_days import Stretch
    from omniprio.portfolio import Horizon
    from omniprio.portfolio.horizon import Unit

__all__ = ["are_in_turn", "ends_of_spending", "profile_of", "stretch_named", "unit_of_spending"]

_YEAR = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\w)")
_UNITS: tuple[Unit, ...] = ("month", "quarter", "year")
_NEAR = 3
"""How many days the length of a period is from the mean at most."""


def stretch_named(header: str) -> Stretch | None:
    """Return the days of the period that a header names, as `2027`, `Cost 2027` or `Q1 2027`; None where it names none.

    >>> str(stretch_named("Budget 2027").first), stretch_named("Year 1 cost")
    ('2027-01-01', None)
    """
    days = Days([], ("%Y-%m-%d",))
    years = _YEAR.findall(header)
    found = days.of(header) or (days.of(years[0]) if len(years) == 1 else None)
    return found if found and not found.two_ends and not days.rough and _unit(found) else None


def _unit(of: Stretch) -> Unit | None:
    length = (of.last - of.first).days + 1
    return next((unit for unit in _UNITS if abs(length - DAYS[unit]) < _NEAR), None)


def are_in_turn(headers: Sequence[str]) -> bool:
    """Tell whether headers name at least two periods of one length, each right after the one before."""
    found = [one for header in headers if (one := stretch_named(header))]
    following = all(one.last + timedelta(days=1) == after.first for one, after in pairwise(found))
    return len(found) == len(headers) > 1 and following and len(set(map(_unit, found))) == 1


def unit_of_spending(headers: Sequence[str]) -> Unit | None:
    """Return how long the periods are that headers name, None where they are not all of one length."""
    units = {_unit(one) for header in headers if (one := stretch_named(header))}
    return units.pop() if len(units) == 1 else None


def ends_of_spending(spending: Mapping[str, Fraction]) -> tuple[date | None, date | None]:
    """Return the first and the last day of the periods in which anything is spent."""
    days = [one for header, amount in spending.items() if amount and (one := stretch_named(header))]
    return min((one.first for one in days), default=None), max((one.last for one in days), default=None)


def profile_of(spending: Mapping[str, Fraction], calendar: Horizon) -> list[Fraction]:
    """Return what is spent in each period from the first to the last in which anything is; blank where these are others.

    Args:
        spending: The amounts, by the headers that name their periods.
        calendar: The periods.
    """
    if calendar.start is None or unit_of_spending([*spending]) != calendar.unit:
        return []
    found = {
        period_of(calendar, one.first): amount
        for header, amount in spending.items()
        if amount and (one := stretch_named(header))
    }
    first, last = min(found, default=1), max(found, default=0)
    return [found.get(period, Fraction(0)) for period in range(first, last + 1)]
