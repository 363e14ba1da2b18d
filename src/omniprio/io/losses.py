"""What the file of another tool does not give back of a portfolio, told when it is written: by kind, with a count."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.errors import InvalidInputError
from omniprio.io.imported import Note
from omniprio.io.jira import from_jira
from omniprio.io.jira_write import to_jira
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_write import to_msproject
from omniprio.language import Fact, catalogue, fact, sentence
from omniprio.parameters import validated
from omniprio.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniprio.io.preset import Preset
    from omniprio.portfolio import Portfolio

__all__ = ["lost_in"]

_SHOWN = {
    "ical": {"title", "description", "duration"},
    "dot": {"title", "requires"},
    "mermaid": {"title", "requires", "duration"},
}
"""What pictures and calendars show of an initiative; they are not read back."""
_ONE = {"horizon", "disc", "title"}
"""What counts as one thing, whatever it is made of."""
_SAID_OTHERWISE = {"initiatives", "provenance", "name", "title"}


@validated
def lost_in(thing: Portfolio | Plan, target: str, *, preset: Preset | None = None) -> tuple[Note, ...]:
    """Return what a file of a format does not give back, a note for each kind with a count.

    What a picture or a calendar does not show is one note, with a count for each kind.

    What has no column of its own, such as benefits, goes into the notes of tasks and the descriptions of issues, is read
    back from there, and is not lost.

    Args:
        thing: What is written.
        target: The name of the format, as `msproject` or `jira`; nothing is lost where it holds all, as `json` does.
        preset: For `jira` the columns of the tool; by default Jira's.

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", benefit=40.0, advances={"D2": 0.6})
    >>> [str(note) for note in lost_in(Portfolio(horizon=4, initiatives=[web], budget=100), "jira")]
    ['budget: has no place in the file, or is read back otherwise (1 in all)']
    """
    portfolio = thing.portfolio if isinstance(thing, Plan) else thing
    if target in _SHOWN:
        return _not_shown(portfolio, _SHOWN[target])
    if target not in {"jira", "msproject"}:
        return ()
    try:
        return _unlike(portfolio, _read_back(thing, target, preset))
    except InvalidInputError:  # a plan of nothing is no file that can be read
        return _not_shown(portfolio, {"title"})


def _read_back(thing: Portfolio | Plan, target: str, preset: Preset | None) -> Portfolio:
    """Return the portfolio in what is written."""
    if target == "msproject" and isinstance(thing, Plan):
        calendar = thing.portfolio.calendar
        return from_msproject(to_msproject(thing), unit=calendar.unit, start=calendar.start).portfolio
    portfolio = thing.portfolio if isinstance(thing, Plan) else thing
    return from_jira(to_jira(thing, preset=preset), horizon=portfolio.horizon, preset=preset).portfolio


def _unlike(original: Portfolio, read: Portfolio) -> tuple[Note, ...]:
    own, given = original.model_dump(mode="json"), read.model_dump(mode="json")
    kinds: Counter[str] = Counter()
    for name, value in own.items():
        if name not in {"initiatives", "provenance"} and value != given[name]:
            kinds[name] = len(value) if isinstance(value, list | dict) and name not in _ONE else 1
    kinds["initiatives"] = len(original.by_id.keys() - read.by_id.keys())
    for name in original.by_id.keys() & read.by_id.keys():
        one, other = (held.by_id[name].model_dump(mode="json") for held in (original, read))
        kinds.update(f"initiatives.{part}" for part in one if one[part] != other[part])
    return tuple(_lost(kind, count) for kind, count in kinds.items() if count)


def _lost(kind: str, count: int) -> Note:
    return Note(where=sentence("notes.kind", kind=_called(kind)), text=sentence("notes.lost", count=count))


def _called(kind: str) -> Fact | str:
    """Return what a part of a portfolio, or of its initiatives, is called: as its sheet or column is."""
    whole, _, part = kind.partition(".")
    if part:
        return fact("notes.of initiatives", part=_word("tables.called", part))
    return _word("sheets", whole)


def _word(room: str, name: str) -> Fact | str:
    known = catalogue("en").words
    found = [
        f"{known_room}.{name}" for known_room in (room, "tables.called") if f"{known_room}.{name}" in known
    ]
    return Fact(kind=found[0]) if found else name


def _not_shown(portfolio: Portfolio, shown: Iterable[str]) -> tuple[Note, ...]:
    kinds: Counter[str] = Counter()
    for name, value in portfolio.model_dump(exclude_defaults=True).items():
        if name not in _SAID_OTHERWISE | {"horizon"}:
            kinds[name] = len(value) if isinstance(value, tuple | dict) and name not in _ONE else 1
    for one in portfolio.initiatives:
        given = one.model_dump(exclude_defaults=True)
        kinds.update(f"initiatives.{part}" for part in given if part not in {"id", *shown})
    if not kinds:
        return ()
    named = tuple(fact("notes.so many", kind=_called(kind), count=count) for kind, count in kinds.items())
    return (Note(where=sentence("notes.the file"), text=sentence("notes.not shown", kinds=named)),)
