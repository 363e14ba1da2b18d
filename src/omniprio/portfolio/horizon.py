"""The planning horizon: periods 1 to T, with an optional calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import field_validator

from omniprio.base import Model, Period
from omniprio.errors import InvalidArgumentError, UnfitError
from omniprio.language import catalogue, sentence
from omniprio.parameters import validated
from omniprio.spelling import shown

if TYPE_CHECKING:
    from omniprio.language import Language
    from omniprio.language.catalogues import Style

__all__ = ["DAYS", "MONTHS", "Horizon", "Unit"]

Unit = Literal["day", "week", "month", "quarter", "year"]
MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many months a period has, by its unit; days and weeks are counted in days."""

DAYS = {"day": 1, "week": 7}
"""How many days a period has, where that is the same for each."""


class Horizon(Model):
    """Periods 1 to T; with a start date each has a label and dates.

    >>> horizon = Horizon(periods=12, unit="quarter", start=date(2027, 1, 1))
    >>> horizon.label(6)
    '2028 Q2'
    >>> horizon.first_day(6), horizon.last_day(6)
    (datetime.date(2028, 4, 1), datetime.date(2028, 6, 30))
    """

    periods: Period
    """T, the number of periods."""
    unit: Unit = "quarter"
    """How long a period is, where there is a start date."""
    start: date | None = None
    """The first day of period 1."""

    @field_validator("start", mode="before")
    @classmethod
    def _a_date_or_its_text(cls, value: object) -> object:
        """Refuse numbers, which would be read as seconds since 1970."""
        if isinstance(value, int | float):
            raise UnfitError(sentence("faults.number for a date"), sentence("remedies.date as text"))
        return value

    @validated
    def first_day(self, period: int) -> date:
        """Return the first day of a period.

        Args:
            period: From 1; T + 1 and beyond are the days after the horizon.

        Raises:
            InvalidArgumentError: The horizon has no start date, or the day is outside the years 1 to 9999.
        """
        if self.start is None:
            raise InvalidArgumentError.of(
                sentence("where.horizon"), sentence("faults.no start date"), sentence("remedies.give start")
            )
        try:
            return _begun_after(self.start, period - 1, self.unit)
        except (ValueError, OverflowError):
            problem = sentence("faults.outside the years", value=shown(period))
            raise InvalidArgumentError.of("period", problem, sentence("remedies.within years")) from None

    @validated
    def last_day(self, period: int) -> date:
        """Return the last day of a period.

        Args:
            period: From 1.

        Raises:
            InvalidArgumentError: See `first_day`.
        """
        return self.first_day(period + 1) - timedelta(days=1)

    @validated
    def label(self, period: int, language: Language = "en") -> str:
        """Return what a person calls a period: `2028 Q2`, or its number where there is no calendar.

        Args:
            period: From 1.
            language: The language.

        >>> Horizon(periods=4, start="2027-01-01").label(2, "da")
        '2. kvt. 2027'
        """
        if self.start is None:
            return str(period)
        style = catalogue(language).style
        return style.periods[self.unit].format(**self._on_the_calendar(period, style))

    @validated
    def span(self, first: int, last: int, language: Language = "en") -> str:
        """Return what a person calls a stretch of periods.

        Args:
            first: Its first period, from 1.
            last: Its last.
            language: The language.

        >>> year = Horizon(periods=4, start="2027-01-01")
        >>> year.span(1, 2), year.span(1, 2, "da"), year.span(3, 3, "da")
        ('2027 Q1 - 2027 Q2', '1.–2. kvt. 2027', '3. kvt. 2027')
        >>> Horizon(periods=12, unit="month", start="2027-01-01").span(1, 5, "da")
        'jan.–maj 2027'
        """  # noqa: RUF002  a range in Danish
        if first == last:
            return self.label(first, language)
        style = catalogue(language).style
        begun, ended = (self._on_the_calendar(period, style) for period in (first, last))
        words = style.spans.get(self.unit)
        if self.start is not None and words and begun["year"] == ended["year"]:
            return words.format(until=ended, **begun)
        return f"{self.label(first, language)} - {self.label(last, language)}"

    def _on_the_calendar(self, period: int, style: Style) -> dict[str, int | str]:
        """Return what stands in the words for a period; nothing without a calendar."""
        if self.start is None:
            return {}
        return style.on_the_calendar(self.first_day(period), by_week=self.unit == "week")

    @validated
    def name(self, period: int) -> str:
        """Return what a period is called in a sentence: `2028 Q2`, or `period 6` where there is no calendar."""
        return f"{'' if self.start else 'period '}{self.label(period)}"


def _begun_after(start: date, periods: int, unit: Unit) -> date:
    """Return the first day of the period that follows a number of others."""
    if unit in DAYS:
        return start + timedelta(days=periods * DAYS[unit])
    month = start.month - 1 + periods * MONTHS[unit]
    return _clipped(start.year + month // 12, month % 12 + 1, start.day)


def _clipped(year: int, month: int, day: int) -> date:
    """Return a date, or the last day of its month where the month is too short."""
    return date(year, month, min(day, monthrange(year, month)[1]))
