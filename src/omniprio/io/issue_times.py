"""When the issues of a list can be done: the periods that they need, and dates that cannot be kept."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, cast

from omniprio.base import MOST_PERIODS
from omniprio.io.msproject_periods import turn_of
from omniprio.language import fact, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from omniprio.language import Sentence
    from omniprio.portfolio import Horizon
    from omniprio.portfolio.horizon import Unit

__all__ = ["Entry", "earliest_ends", "first_day", "periods_for", "what_is_read", "with_dates_that_hold"]

type Entry = dict[str, object]
"""The data of an initiative."""


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
    kind, lag = waits.get(str(before["id"]), ("finish to start", 0))
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
