"""When the issues of a list can be done: the periods that they need, and dates that cannot be kept."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from omniprio.base import MOST_PERIODS
from omniprio.io.msproject_links import Link
from omniprio.io.msproject_periods import ANY_DAY, Periods, Span, fitting_unit, turn_of
from omniprio.io.msproject_schedule import whole_lag
from omniprio.language import fact, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from omniprio.language import Sentence
    from omniprio.portfolio import Horizon
    from omniprio.portfolio.horizon import Unit

__all__ = [
    "Entry",
    "IssueLength",
    "Timetable",
    "as_requirements",
    "earliest_ends",
    "first_day",
    "fitting_period",
    "periods_for",
    "what_is_read",
    "with_dates_that_hold",
]

type Entry = dict[str, object]
"""The data of an initiative."""
_FS: Literal["finish to start"] = "finish to start"
_SECONDS = 24 * 60 * 60
_A_MOMENT = Fraction(1, 1_000)
"""How long before the end of what comes before it a milestone is, in days, so that it is in the same period."""
_FAR = 365 * MOST_PERIODS
"""How many days are more than can be planned."""


class IssueLength(NamedTuple):
    """How long an issue takes, as far as a list says.

    Attributes:
        days: How many days it takes, weekends included; 0 of a milestone.
        begin: Its first day, None where it is not said: it can begin as soon as what it requires is done.
    """

    days: Fraction
    begin: date | None = None


class Timetable:
    """When issues are done that say how long they take: as dated, else as soon as what they require is.

    >>> from omniprio.portfolio import Horizon
    >>> day = IssueLength(Fraction(1))
    >>> table = Timetable({"a": day, "b": day}, {"b": ["a"]}, Horizon(periods=4, unit="week"))
    >>> table.duration("b"), table.waits("b")  # on the second day of the week
    (1, {'a': ('finish to start', -1)})
    """

    def __init__(
        self, lengths: Mapping[str, IssueLength], required: Mapping[str, Collection[str]], calendar: Horizon
    ) -> None:
        """Take how long issues take and what they require, by id, and the periods."""
        self._required = required
        self._milestones = {name for name, length in lengths.items() if not length.days}
        self._periods = Periods(calendar.unit, calendar.start or ANY_DAY)
        spans = _spans(lengths, required, self._periods.start)
        far = max((span.end for span in spans.values()), default=0) > _FAR
        of = self._periods.days if far or calendar.start is None else self._position
        if calendar.start is None and calendar.unit == "day":
            of = _workdays
        self._spans = {name: Span(of(span.begin), of(span.end)) for name, span in spans.items()}

    def _position(self, days: Fraction) -> Fraction:
        start = datetime.combine(self._periods.start, time())
        return self._periods.position(start + timedelta(seconds=int(days * _SECONDS)))

    def duration(self, name: str) -> int | None:
        """Return in how many periods an issue is worked on, None where it does not say how long it takes."""
        span = self._spans.get(name)
        return min(span.last - span.first + 1, MOST_PERIODS) if span else None

    def waits(self, name: str) -> dict[str, tuple[str, int]]:
        """Return the kinds and lags of what an issue requires: short work that follows other work in a period stays there."""
        spans = self._spans
        if name in self._milestones and name not in spans:  # in the period in which what comes before it ends
            return dict.fromkeys(self._required.get(name, ()), (_FS, -1))
        return {
            one: (_FS, whole_lag(Link(one, _FS, Fraction(0)), spans[name], spans[one], self._periods))
            for one in self._required.get(name, ())
            if name in spans and one in spans
        }


def _workdays(days: Fraction) -> Fraction:
    """Return how many days of work are in some days: days without dates are such."""
    return days * Fraction(5, 7)


def _spans(
    lengths: Mapping[str, IssueLength], required: Mapping[str, Collection[str]], origin: date
) -> dict[str, Span]:
    """Return when issues are done, in days from a day on: a milestone, where all before it say how long they take."""
    found: dict[str, Span] = {}
    try:
        order = [*TopologicalSorter({name: required.get(name, ()) for name in lengths}).static_order()]
    except CycleError:  # which is refused later
        order = [*lengths]
    for name in order:
        if name in lengths:
            days, dated = lengths[name]
            ends = [found[one].end for one in required.get(name, ()) if one in found]
            ready = max(ends, default=Fraction(0))
            if not days and len(ends) < len(required.get(name, ())):
                continue
            if dated and dated >= origin:
                begin = Fraction((dated - origin).days)
                found[name] = Span(begin, begin + days)
            else:
                moment = Fraction(0) if days else min(ready, _A_MOMENT)
                found[name] = Span(ready - moment, ready + days)
    return found


def fitting_period(
    lengths: Mapping[str, IssueLength],
    required: Mapping[str, Collection[str]],
    ends: Iterable[date],
    day: date | None,
    *,
    issues: int,
) -> Unit:
    """Return how long a period is that fits issues; a week at least where they have dates, as a list says nothing of weekends.

    Args:
        lengths: How long issues take that say it, by id.
        required: The ids of what each requires.
        ends: The days by which issues should be complete.
        day: The first day; None where there are no dates.
        issues: How many issues there are; where fewer than half of those that are no milestones say how long they take, it
            is a quarter.
    """
    timed = [name for name, length in lengths.items() if length.days]
    if not timed or len(timed) * 2 < issues - (len(lengths) - len(timed)):
        return "quarter"
    first = day or ANY_DAY
    latest = Fraction(max(((end - first).days for end in ends if end > first), default=0))
    spans = _spans(lengths, required, first)
    unit = fitting_unit([*(spans[name] for name in timed), Span(latest, latest)], first)
    return "week" if day and unit == "day" else unit


def as_requirements(entry: Entry) -> Entry:
    """Return the data of an initiative with the lags of what it requires where it requires it, and none under `waits`."""
    waits = cast("Mapping[str, tuple[str, int]]", entry.get("waits", {}))
    required = [
        {"of": [one], "kind": kind, "lag": lag} if (kind, lag) != (_FS, 0) else one
        for one in cast("Iterable[str]", entry.get("requires", ()))
        for kind, lag in [waits.get(one, (_FS, 0))]
    ]
    return {name: value for name, value in entry.items() if name != "waits"} | {"requires": required}


def first_day(unit: Unit, day: date) -> date:
    """Return the first day of the period a day is in: a Monday, or the first of a month, quarter or year.

    >>> from datetime import date
    >>> first_day("quarter", date(2027, 9, 12))
    datetime.date(2027, 7, 1)
    """
    return turn_of(unit, day)


def earliest_ends(entries: Sequence[Entry]) -> dict[str, int]:
    """Return in which period each initiative can be complete, as far as dates and requirements say.

    Args:
        entries: The data of initiatives, under `waits` the kinds and lags of what they require; none is found where they
            require each other in a circle.
    """
    named = {str(entry["id"]): entry for entry in entries}
    required = {name: cast("Iterable[str]", entry.get("requires", ())) for name, entry in named.items()}
    ends: dict[str, int] = {}
    try:
        for name in TopologicalSorter(required).static_order():
            ready = [_ready(named[name], named[one], ends[one]) for one in required[name]]
            begin = max([_number(named[name], "earliest_start"), *ready])
            ends[name] = begin + _number(named[name], "duration") - 1
    except CycleError:
        return {}
    return ends


def _ready(entry: Entry, before: Entry, end: int) -> int:
    """Return in which period an initiative can start, as far as one that it requires and that ends in a period says."""
    waits = cast("Mapping[str, tuple[str, int]]", entry.get("waits", {}))
    kind, lag = waits.get(str(before["id"]), (_FS, 0))
    passed = end + 1 if kind.startswith("finish") else end + 1 - _number(before, "duration")
    return (
        passed
        + lag
        - (_number(entry, "duration") - (kind == "start to finish") if kind.endswith("finish") else 0)
    )


def periods_for(entries: Sequence[Entry]) -> int:
    """Return in how many periods everything can be done.

    Args:
        entries: The data of initiatives.

    Returns:
        As many as the longest chain and the latest date ask for; with a limit on teams, all their work besides, one
        after the other, which always suffices.
    """
    chain = max(earliest_ends(entries).values(), default=1)
    alone = all(not entry.get("requires") and not entry.get("earliest_start") for entry in entries)
    work = sum(_number(entry, "duration") for entry in entries if entry.get("effort"))
    latest = max([_number(entry, "deadline") for entry in entries], default=1)
    needed = max(chain, work) if alone else chain + work
    return min(max(needed, latest), MOST_PERIODS)


def what_is_read(entries: Sequence[Entry], horizon: Horizon) -> Sentence:
    """Return how many initiatives are read, in which periods."""
    unit, issues = fact(f"notes.unit {horizon.unit}"), len(entries)
    if horizon.start is None:
        return sentence("notes.issues undated", issues=issues, unit=unit, periods=str(horizon.periods))
    first, periods = str(horizon.start), str(horizon.periods)
    return sentence("notes.issues from", issues=issues, unit=unit, start=first, periods=periods)


def with_dates_that_hold(entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """Return initiatives whose deadlines can be kept by each alone, and the names of those that have lost one.

    A deadline before an initiative can be complete becomes `due`, when it should be complete.

    Args:
        entries: The data of initiatives.

    >>> shop = {"id": "shop", "duration": 3, "deadline": 1}
    >>> with_dates_that_hold([shop])
    ([{'id': 'shop', 'duration': 3, 'due': 1}], ['shop'])
    """
    ends = earliest_ends(entries)
    late = dict.fromkeys(
        name
        for entry in entries
        if (name := str(entry["id"]))
        and "deadline" in entry
        and _number(entry, "deadline") < ends.get(name, 1)
    )
    return [_should(entry) if entry["id"] in late else entry for entry in entries], [*late]


def _should(entry: Mapping[str, object]) -> Entry:
    return {("due" if name == "deadline" else name): value for name, value in entry.items()}


def _number(entry: Mapping[str, object], name: str, otherwise: int = 1) -> int:
    return cast("int", entry.get(name, otherwise))
