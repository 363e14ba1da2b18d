"""What a table of projects does not say of its portfolio: how many periods, and what must be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from omniprio.base import MOST_PERIODS
from omniprio.errors import InvalidInputError
from omniprio.io.imported import Imported, Note, grouped, provenance_of
from omniprio.io.issue_times import earliest_ends, periods_for
from omniprio.io.tables import separate_ids
from omniprio.language import Sentence, fact, in_every_language, sentence
from omniprio.numbers import exact
from omniprio.portfolio import Horizon, Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.io.gathering import Gathered
    from omniprio.io.limits_beside import Limits
    from omniprio.io.project_tables import Asked

__all__ = ["completed"]

type Entry = dict[str, Any]
"""The data of an initiative."""

_BRINGS = ("advances", "benefit", "scores", "modes")
"""What can make an initiative be chosen, beside its being decided."""
_NUMBERS = ("duration", "earliest_start", "deadline", "due", "fixed_start")


def completed(  # noqa: PLR0913  each option is asked for by name
    found: Gathered,
    calendar: Horizon,
    asked: Asked,
    notes: Sequence[Note],
    limits: Limits,
    *,
    alone: bool,
    ours: bool,
    decided: bool,
    ideas: Mapping[str, str] | None = None,
) -> Imported:
    """Return the portfolio of a table, with what it does not say filled in, and the notes.

    Args:
        found: The data, and where everything stands.
        calendar: The periods that its dates were read in.
        asked: The periods that are asked for.
        notes: What to know about how it was read.
        limits: What is said beside the table of how much there is.
        alone: Whether no other table is there that could say what the plan is for.
        ours: Whether the table is in our form, in which a date that cannot be kept is a fault.
        decided: Whether a column says what must be done, so that the rest is free.
        ideas: What is not decided, by id, with the status that says so; free where the rest must be done.

    Raises:
        InvalidInputError: The data is no portfolio; it lists every fault.
    """
    told = list(notes)
    data = found.data
    separate_ids(found)
    entries: list[Entry] = data.get("initiatives", [])
    if not found.places.wrong and all(map(_is_sound, entries)):
        must = alone and bool(entries) and not any(_brings(entry, decided=decided) for entry in entries)
        with_effort = _has_limits(data) or (must and limits.of_teams and not limits.untimed)
        simple = _simple(entries, with_effort=with_effort)
        _set_horizon(data, calendar, asked, simple, told, limits.last_period(calendar))
        told += limits.put(data, must=must)
        told = _without_teams_that_have_one(data, told)
        if not ours:
            told += _with_dates_that_hold(entries, simple)
        if alone:
            told += _teams_without_a_limit(data, entries)
        if must:
            told = _without_a_budget_too_small(data, entries, told)
            told += _all_must(entries, simple, _periods(data), ideas or {})
        elif alone and not any(entry.get(name) for entry in entries for name in _BRINGS):
            told += _never_chosen(entries)
    else:
        data.setdefault("horizon", calendar.model_copy(update={"periods": asked.periods or MOST_PERIODS}))
    every = grouped(told)
    if every:
        given = data.get("provenance", {})
        data["provenance"] = {**given, **provenance_of(every)} if isinstance(given, dict) else given
    try:
        portfolio = Portfolio.model_validate(data)
    except InvalidInputError as error:
        raise InvalidInputError(found.places.told(error.faults), more=error.more) from None
    if found.places.wrong:
        raise InvalidInputError(found.places.told([]))
    return Imported(portfolio=portfolio, notes=every)


def _is_sound(entry: Entry) -> bool:
    """Tell whether the numbers of an initiative are such that periods can be counted with them."""
    given = [entry[name] for name in _NUMBERS if name in entry]
    return isinstance(entry.get("id"), str) and all(
        isinstance(one, int) and 1 <= one <= MOST_PERIODS for one in given
    )


def _has_limits(data: Mapping[str, Any]) -> bool:
    """Tell whether some team has a limit."""
    teams = data.get("capacities", {})
    return isinstance(teams, Mapping) and any(limit is not None for limit in teams.values())


def _simple(entries: Sequence[Entry], *, with_effort: bool) -> list[Entry]:
    """Return of initiatives what says when they can be done, without what is no initiative."""
    names = {entry["id"] for entry in entries}
    return [
        {
            "id": entry["id"],
            "requires": [name for name, _, _ in _required(entry) if name in names],
            "waits": {name: (kind, lag) for name, kind, lag in _required(entry) if name in names},
            **{name: entry[name] for name in _NUMBERS if name in entry},
            **({"earliest_start": entry["fixed_start"]} if "fixed_start" in entry else {}),
            **({"effort": True} if with_effort and entry.get("effort") else {}),
        }
        for entry in entries
    ]


def _required(entry: Entry) -> Iterator[tuple[str, str, int]]:
    """Yield the ids that an initiative requires, each with the kind of the link and its lag."""
    for one in entry.get("requires", ()):
        if isinstance(one, str):
            yield one, "finish to start", 0
            continue
        named = one.get("of", ()) if isinstance(one, Mapping) else one
        kind, lag = (one.get("kind"), one.get("lag")) if isinstance(one, Mapping) else (None, None)
        for name in [named] if isinstance(named, str) else named:
            if isinstance(name, str):
                yield (
                    name,
                    kind if isinstance(kind, str) else "finish to start",
                    lag if isinstance(lag, int) else 0,
                )


def _set_horizon(
    data: dict[str, Any],
    calendar: Horizon,
    asked: Asked,
    simple: Sequence[Entry],
    told: list[Note],
    least: int,
) -> None:
    """Say how many periods there are, where a table does not: as many as are asked for, or as the work and budgets of years need."""
    given = data.get("horizon")
    if given is not None:
        if isinstance(given, int) and calendar.start is not None:
            data["horizon"] = calendar.model_copy(update={"periods": given})
        elif isinstance(given, Mapping) and "start" not in given and calendar.start is not None:
            data["horizon"] = {**given, "unit": calendar.unit, "start": calendar.start}
        return
    if asked.periods is not None:
        plain = calendar.start is None and asked.unit is None
        data["horizon"] = asked.periods if plain else calendar.model_copy(update={"periods": asked.periods})
        return
    last = max([least, *(int(entry.get("due", 1)) for entry in simple)])
    periods = min(max(periods_for(simple), last), calendar.periods)
    data["horizon"] = horizon = calendar.model_copy(update={"periods": periods})
    unit, rows = fact(f"notes.unit {horizon.unit}"), str(len(simple))
    if horizon.start is None:
        text = sentence("notes.projects undated", rows=rows, unit=unit, periods=str(periods))
    else:
        text = sentence(
            "notes.projects from", rows=rows, unit=unit, start=str(horizon.start), periods=str(periods)
        )
    told.insert(0, Note(where=sentence("notes.table"), text=text))
    if horizon.start is None and not any(name in entry for entry in simple for name in _NUMBERS):
        told.insert(1, Note(where=sentence("notes.table"), text=sentence("notes.no times", unit=unit)))


def _periods(data: Mapping[str, Any]) -> int:
    horizon = data["horizon"]
    if isinstance(horizon, Horizon):
        return horizon.periods
    given = horizon.get("periods") if isinstance(horizon, Mapping) else horizon
    return given if isinstance(given, int) else MOST_PERIODS


def _with_dates_that_hold(entries: Sequence[Entry], simple: Sequence[Entry]) -> Iterator[Note]:
    """Read deadlines that no plan can keep as when it should be complete, and yield a note for each."""
    ends = earliest_ends(simple)
    for entry in entries:
        if "deadline" in entry and entry["deadline"] < ends.get(entry["id"], 1):
            entry.setdefault("due", entry.pop("deadline"))
            entry.pop("deadline", None)
            yield Note(where=_called(entry), text=sentence("notes.dates cannot hold"))


def _teams_without_a_limit(data: dict[str, Any], entries: Sequence[Entry]) -> Iterator[Note]:
    """Add the teams that work is asked of and that no table has, without a limit, and yield a note that says so."""
    known = data.get("capacities") or {}
    asked = (entry.get("effort") for entry in entries)
    teams = dict.fromkeys(team for effort in asked if isinstance(effort, Mapping) for team in effort)
    missing = {team: None for team in teams if team not in known}
    if missing:
        data["capacities"] = {**known, **missing}
        yield Note(
            where=sentence("notes.work"), text=sentence("notes.effort without limit", teams=tuple(missing))
        )


def _without_teams_that_have_one(data: Mapping[str, Any], told: Sequence[Note]) -> list[Note]:
    """Return notes in which teams with a limit are no longer among those without one."""
    limits = data.get("capacities")
    if not isinstance(limits, Mapping):
        return [*told]
    kept: list[Note] = []
    for note in told:
        named = note.text.fact.values.get("teams") if note.text.fact else None
        if note.kind != "notes.effort without limit" or not isinstance(named, tuple):
            kept.append(note)
        elif teams := tuple(team for team in named if limits.get(str(team)) is None):
            kept.append(Note(where=note.where, text=sentence(note.kind, teams=teams)))
    return kept


def _brings(entry: Entry, *, decided: bool) -> bool:
    return (decided and entry.get("decision") == "must") or any(entry.get(name) for name in _BRINGS)


def _all_must(
    entries: Sequence[Entry], simple: Sequence[Entry], periods: int, ideas: Mapping[str, str]
) -> Iterator[Note]:
    """Make all that can be complete in the horizon and is no idea work that must be done, and yield notes that say so."""
    ends = earliest_ends(simple)
    decided = [entry for entry in entries if entry["id"] not in ideas]
    for entry in entries if decided else ():
        if status := ideas.get(entry["id"]):
            yield Note(where=_called(entry), text=sentence("notes.idea", status=status))
    for entry in decided or entries:
        if ends.get(entry["id"], 1) > periods:
            yield Note(where=_called(entry), text=sentence("notes.too long"))
        elif entry.get("decision", "free") == "free":
            entry["decision"] = "must"
            entry.setdefault("decision_reason", in_every_language(fact("decisions.assumed all")))
    yield Note(where=sentence("notes.projects"), text=sentence("notes.all projects must"))


def _without_a_budget_too_small(
    data: dict[str, Any], entries: Sequence[Entry], told: Sequence[Note]
) -> list[Note]:
    """Take away a budget that is not enough for all, where nothing says what to leave out, and return the notes with one that says so.

    That a line says the budget is no longer among them.
    """
    costs = [entry.get("cost", 0) for entry in entries]
    budget = data.get("budget")
    numbers = [cost for cost in costs if isinstance(cost, int | float)]
    if not isinstance(budget, int | float) or sum(map(exact, numbers)) <= exact(budget):
        return [*told]
    del data["budget"]
    others = [note for note in told if not (note.text.fact and note.text.fact.kind == "notes.budget line")]
    text = sentence("notes.budget too small", budget=budget)
    return [*others, Note(where=sentence("notes.projects"), text=text)]


def _never_chosen(entries: Sequence[Entry]) -> Iterator[Note]:
    """Yield a note for each initiative that nobody has decided on, where only what is decided is a reason to do anything."""
    for entry in entries:
        if entry.get("decision", "free") == "free":
            yield Note(where=_called(entry), text=sentence("notes.brings nothing"))


def _called(entry: Entry) -> Sentence:
    """Return what an initiative is called in a note: by its title, with its id where that is another."""
    title, name = entry.get("title"), str(entry["id"])
    words = " ".join(title.split()) if isinstance(title, str) else ""
    return Sentence(f"{words} ({name})" if words and words not in name else name)
