"""Periods that are given by a day or by what people call them, where the horizon has a calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from omniprio.errors import InvalidInputError
from omniprio.language import languages
from omniprio.portfolio.horizon import Horizon

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["with_periods"]


def with_periods(data: object) -> object:
    """Return the data of a portfolio with the number of a period where a milestone is due by a day or a name of one.

    What cannot be read is left as it is, to be refused where it stands.

    Args:
        data: What is to be a portfolio.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("milestones"), list | tuple):
        return data
    if not any(isinstance(_by(one), str | date) for one in data["milestones"]):
        return data
    calendar = _calendar(data.get("horizon"))
    if calendar is None:
        return data
    find = _period_by(calendar)
    milestones = [
        {**one, "by": found} if isinstance(one, Mapping) and (found := find(_by(one))) is not None else one
        for one in data["milestones"]
    ]
    return {**data, "milestones": milestones}


def _by(milestone: object) -> object:
    return milestone.get("by") if isinstance(milestone, Mapping) else None


def _calendar(horizon: object) -> Horizon | None:
    """Return the horizon where it can be read and its periods have dates, that of the last one included."""
    try:
        calendar = TypeAdapter(Horizon).validate_python(horizon)
        if calendar.start is not None:
            calendar.last_day(calendar.periods)
    except (ValidationError, InvalidInputError):
        return None
    return calendar if calendar.start is not None else None


def _period_by(calendar: Horizon) -> Callable[[object], int | None]:
    """Return what finds the last period that has ended by a day, or the one that has a name.

    Args:
        calendar: A horizon with a start date.

    Returns:
        A function of a day, its text (`2027-09-30`) or the name of a period (`2027 Q3`, in any language); it returns
        None where no period of the horizon has ended by then or is called that, and where the day is after the last one.

    >>> find = _period_by(Horizon(periods=4, start=date(2027, 1, 1)))
    >>> find("2027-09-30"), find("2027-09-29"), find("3. kvt. 2027"), find("2027-03-30"), find("2028-01-01")
    (3, 2, 3, None, None)
    """
    periods = range(1, calendar.periods + 1)
    names = {
        _plain(calendar.label(period, language)): period for language in languages() for period in periods
    }
    ends = [calendar.last_day(period) for period in periods]

    def find(when: object) -> int | None:
        if isinstance(when, str) and (known := names.get(_plain(when))):
            return known
        day = _day(when)
        return None if day is None or day > ends[-1] else bisect_right(ends, day) or None

    return find


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _day(when: object) -> date | None:
    if isinstance(when, str):
        try:
            return date.fromisoformat(when.strip())
        except ValueError:
            return None
    return when if type(when) is date else None  # a day, without a time of the day
