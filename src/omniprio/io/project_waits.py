"""What rows of a table wait for, in whole periods: as dated where both are, else as near as periods come to the lag."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

from omniprio.base import MOST_PERIODS
from omniprio.io.calendar_days import DAYS
from omniprio.io.link_words import Wait
from omniprio.io.msproject_links import Link
from omniprio.io.msproject_periods import Periods, Span
from omniprio.io.msproject_schedule import whole_lag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.io.project_row import ProjectRow
    from omniprio.portfolio import Horizon

__all__ = ["WholeWait", "spans_of", "whole_wait"]

_HALF = Fraction(1, 2)
_EVENING = time(23, 59, 59)


class WholeWait(NamedTuple):
    """A wait in whole periods.

    Attributes:
        kind: Which end of the one comes before which end of the other.
        lag: Full periods in between, as a requirement of its kind counts them.
        is_rounded: Whether that is not what the table says, only near it.
    """

    kind: str
    lag: int
    is_rounded: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether one comes after the other, as what is required does by itself."""
        return self.kind == Wait().kind and self.lag == 0

    def requirement(self, before: str) -> dict[str, Any] | str:
        """Return the data of a requirement of another initiative."""
        return before if self.is_plain else {"of": [before], "kind": self.kind, "lag": self.lag}


def spans_of(rows: Sequence[ProjectRow], calendar: Horizon) -> dict[str, Span]:
    """Return when what is left of each row is done, by id, from the morning of a day to the evening of another; no row without dates.

    Args:
        rows: The rows.
        calendar: The periods; where they have no dates, no row is found.
    """
    if calendar.start is None:
        return {}
    periods = Periods(calendar.unit, calendar.start)
    found: dict[str, Span] = {}
    for row in rows:
        begin, end = row.work.begin, row.work.end
        if begin and end and begin <= end:
            evening = datetime.combine(end, _EVENING)
            done = ((end - begin).days + 1) * (1 - row.left)
            morning = datetime.combine(begin, time()) + timedelta(days=floor(done))
            found[row.id] = Span(periods.position(min(morning, evening)), periods.position(evening))
    return found


def whole_wait(
    wait: Wait, own: ProjectRow, before: ProjectRow, spans: Mapping[str, Span], calendar: Horizon
) -> WholeWait:
    """Return what is between two rows in whole periods.

    Args:
        wait: What the table says is between.
        own: The row that waits.
        before: The row that it waits for.
        spans: When rows are done that are dated; where both are, short work that follows other work in a period stays there.
        calendar: The periods.
    """
    days = wait.days + wait.share * _length(before, calendar)
    if calendar.start and own.id in spans and before.id in spans:
        periods = Periods(calendar.unit, calendar.start)
        lag = whole_lag(Link(before.id, wait.kind, days), spans[own.id], spans[before.id], periods)
        return WholeWait(wait.kind, _within(lag))
    exact = days / DAYS[calendar.unit]
    lag = floor(exact + _HALF)
    return WholeWait(wait.kind, _within(lag), is_rounded=lag != exact)


def _within(lag: int) -> int:
    return max(-MOST_PERIODS, min(lag, MOST_PERIODS))


def _length(row: ProjectRow, calendar: Horizon) -> Fraction:
    """Return how many days a row takes, a period where it does not say it."""
    begin, end, length = row.work.begin, row.work.end, row.work.length
    if begin and end and begin <= end:
        return Fraction((end - begin).days + 1)
    return length or DAYS[calendar.unit]
