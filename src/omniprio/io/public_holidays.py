"""Public holidays of a country as closed periods, known by the package `holidays` (extra `holidays`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.io.extras import needed
from omniprio.io.imported import Imported, Note, provenance_of
from omniprio.language import fact, sentence
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from omniprio.portfolio import Horizon, Portfolio
    from omniprio.portfolio.horizon import Unit

__all__ = [
    "closed_on_holidays",
    "holiday_note",
    "imported_on_holidays",
    "public_holidays",
    "without_dates",
]

_SATURDAY = 5


def public_holidays(country: str, years: Iterable[int]) -> dict[date, str]:
    """Return the public holidays of a country, each with its name there.

    Args:
        country: Its code of two letters, as `DK`; with a part of it, as `DE-BY`.
        years: The years.

    Raises:
        InvalidArgumentError: No holidays of such a country are known.
        MissingExtraError: The extra `holidays` is not installed.

    Source: the package `holidays` (vacanza), which keeps the laws of each country.

    >>> from datetime import date
    >>> found = public_holidays("DK", [2027])
    >>> found[date(2027, 5, 17)], date(2027, 6, 5) in found
    ('Anden pinsedag', False)
    """
    package = needed("holidays", "holidays")
    name, _, part = country.strip().upper().partition("-")
    try:
        found = package.country_holidays(name, subdiv=part or None, years=[*years], expand=False)
    except (NotImplementedError, TypeError):  # the latter where a module of the package has such a name
        problem = sentence("faults.no country", name=repr(country[:60]))
        raise InvalidArgumentError([Fault("holidays", problem, sentence("remedies.country"))]) from None
    return dict(sorted(found.items()))


@validated
def closed_on_holidays(portfolio: Portfolio, country: str) -> Portfolio:
    """Return a portfolio in which nobody works on public holidays: days, and weeks without another workday, are closed.

    Args:
        portfolio: A portfolio whose horizon has a start date.
        country: Whose holidays: a code of two letters, as `DK`; with a part of the country, as `DE-BY`.

    Raises:
        InvalidArgumentError: No holidays of such a country are known.
        InvalidInputError: The horizon has no start date, or what is decided cannot be done on the other days.
        MissingExtraError: The extra `holidays` is not installed.

    Source: the package `holidays` (vacanza), which keeps the laws of each country.

    >>> from datetime import date
    >>> from omniprio import Horizon, Initiative, Portfolio
    >>> week = Horizon(periods=7, unit="day", start=date(2027, 12, 20))  # a Monday; the 25th is a Saturday
    >>> closed_on_holidays(Portfolio(horizon=week, initiatives=[Initiative(id="web")]), "DK").closed
    (6, 7)
    """
    return _closed(portfolio, portfolio.calendar, country)


def imported_on_holidays(found: Imported, country: str, *, widen: bool) -> Imported:
    """Return what was read, closed on public holidays, with a note; see `closed_on_holidays`.

    Args:
        found: What was read.
        country: Whose holidays.
        widen: Whether there are as many open periods as before, where nobody has asked for so many.
    """
    before = found.portfolio
    calendar = _wide_enough(before, country) if widen else before.calendar
    portfolio = _closed(before, calendar, country)
    note = holiday_note(country, len(portfolio.closed) - len(before.closed), portfolio.calendar.unit)
    provenance = {**portfolio.provenance, **provenance_of([note])}
    return Imported(
        portfolio=portfolio.model_copy(update={"provenance": provenance}), notes=(*found.notes, note)
    )


def without_dates() -> InvalidInputError:
    """Return the refusal of holidays where no period has a date."""
    problem, remedy = sentence("faults.holidays need dates"), sentence("remedies.start of holidays")
    return InvalidInputError([Fault("horizon", problem, remedy)])


def holiday_note(country: str, closed: int, unit: Unit) -> Note:
    """Return what is said of the holidays of a country: how many periods are closed on them."""
    said = fact(f"notes.unit {unit}")
    text = (
        sentence("notes.holidays", country=country, closed=closed)
        if closed
        else sentence("notes.no holidays", country=country, unit=said)
    )
    return Note(where=sentence("notes.calendar"), text=text)


def _wide_enough(portfolio: Portfolio, country: str) -> Horizon:
    """Return a horizon with as many periods without holidays as a portfolio has, if there can be so many."""
    calendar = portfolio.calendar
    while calendar.periods < MOST_PERIODS:
        lacking = portfolio.periods - (calendar.periods - len(_holidays_in(calendar, country)))
        if lacking <= 0:
            break
        calendar = calendar.model_copy(update={"periods": min(calendar.periods + lacking, MOST_PERIODS)})
    return calendar


def _closed(portfolio: Portfolio, calendar: Horizon, country: str) -> Portfolio:
    """Return a portfolio with a horizon, closed on the holidays in it."""
    off = _holidays_in(calendar, country)
    return portfolio.model_copy(update={"horizon": calendar, "closed": sorted({*portfolio.closed, *off})})


def _holidays_in(calendar: Horizon, country: str) -> list[int]:
    """Return the periods of a horizon that are closed on the holidays of a country."""
    if calendar.start is None:
        raise without_dates()
    first, last = calendar.first_day(1), calendar.last_day(calendar.periods)
    return [*_off(calendar, public_holidays(country, range(first.year, last.year + 1)))]


def _off(calendar: Horizon, holidays: Collection[date]) -> Iterator[int]:
    """Yield the days that are holidays, and the weeks in which each day from Monday to Friday is one."""
    for period in range(1, calendar.periods + 1) if calendar.unit in {"day", "week"} else ():
        days = [*_days(calendar.first_day(period), calendar.first_day(period + 1))]
        worked = [day for day in days if calendar.unit == "day" or day.weekday() < _SATURDAY]
        if all(day in holidays for day in worked):
            yield period


def _days(first: date, after: date) -> Iterator[date]:
    day = first
    while day < after:
        yield day
        day += timedelta(days=1)
