"""What the file of another tool has no place for: kept in the notes of a task or an issue, and read back from there.

Below the user's own words stands a line with a mark, and below it a line for each thing, as `benefit: 60`. A program that
shows notes shows these lines; a reader of this library takes them as data, and what stands above them as the description.
Further lines there are for people alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

from omniprio.errors import InvalidInputError
from omniprio.language import sentence
from omniprio.portfolio import MAIN_FUND, Horizon, Initiative
from omniprio.portfolio.horizon import Unit
from omniprio.portfolio.reading import parsed

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from omniprio.language import Sentence
    from omniprio.portfolio import Portfolio

__all__ = ["Kept", "differences", "kept_lines", "scale_in", "with_kept", "with_lines", "with_lines_below"]

Kept = dict[str, dict[str, Any]]
"""What is kept of each initiative, by id: its fields as JSON has them."""

_MARK = "[omniprio]"
_LINE = re.compile(r"([a-z_]+): (.+)")
_SCALE = re.compile(rf"in (?:(\d{{1,4}}) )?periods of a ({'|'.join(get_args(Unit))}) from (\S+)")
"""The line that says what periods the lines below are in, and how many of them there are."""
_ANY_SCALE = {
    "title",
    "description",
    "owner",
    "tags",
    "scores",
    "decision",
    "decision_reason",
    "advances",
    "needs",
    "links",
    "source",
    "provenance",
}
"""What is the same in periods of any length."""
_DATES = {"earliest_start", "latest_start", "fixed_start", "deadline", "due"}
"""What the dates of a file say; a date that only the file has stays."""
_NATIVE = {"id"}
_OF_THE_DISC = {"advances", "needs", "links"}
"""What can only be read where the disc is the one that a file stands for."""


def with_lines(description: str, lines: Sequence[str]) -> str:
    r"""Return a description with lines below it that are not the user's.

    >>> with_lines("A site.", ["benefit: 60"])
    'A site.\n\n[omniprio]\nbenefit: 60'
    """
    if not lines and _MARK not in description.splitlines():
        return description
    return "\n".join([*([description, ""] if description else []), _MARK, *lines])


def with_lines_below(notes: str, kept: Mapping[str, Any]) -> str:
    r"""Return notes with what is kept elsewhere below their lines, where it counts more than these.

    >>> with_lines_below("A site.", {"benefit": 60})
    'A site.\n\n[omniprio]\nbenefit: 60'
    """
    lines = _lines(kept)
    if not lines:
        return notes
    return "\n".join([notes, *lines]) if _MARK in notes.splitlines() else with_lines(notes, lines)


def _lines(kept: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in kept.items()]


def kept_lines(kept: Mapping[str, Any], horizon: Horizon, elsewhere: Container[str] = ()) -> list[str]:
    """Return what is kept of an initiative, a line for each field.

    Args:
        kept: The fields.
        horizon: What periods they are in.
        elsewhere: The fields that are written elsewhere, in the same periods.
    """
    lines = _lines({name: value for name, value in kept.items() if name not in elsewhere})
    return (
        [f"in {horizon.periods} periods of a {horizon.unit} from {horizon.start}", *lines]
        if kept.keys() - _ANY_SCALE
        else lines
    )


def scale_in(descriptions: Iterable[str]) -> Horizon | None:
    """Return the periods that lines in descriptions are in, as the first that says it does; None where nothing says it.

    Args:
        descriptions: What describes tasks or issues.

    >>> scale_in(["A site.", "in 8 periods of a quarter from 2027-01-01"])
    Horizon(periods=8, start=datetime.date(2027, 1, 1))
    >>> scale_in(["in 8 periods of a moon from 2027-01-01"])
    """
    for found in filter(None, map(_SCALE.search, descriptions)):
        periods, unit, start = found.groups("1")
        try:
            return Horizon.model_validate(
                {"periods": int(periods), "unit": unit, "start": None if start == "None" else start}
            )
        except InvalidInputError:
            continue
    return None


def _parted(words: str, scale: tuple[str, str]) -> tuple[str, dict[str, Any], list[str]]:
    """Return the user's part of a description, what is kept below it in periods of that scale, and what only in others."""
    lines = words.splitlines()
    if _MARK not in lines:
        return words, {}, []
    place = len(lines) - 1 - lines[::-1].index(_MARK)
    own = "\n".join(lines[:place]).removesuffix("\n")
    below = lines[place + 1 :]
    kept, said = dict(_fields(below)), _SCALE.search("\n".join(below))
    if not said or said.groups()[1:] == scale:
        return own, kept, []
    holding = {name: value for name, value in kept.items() if name in _ANY_SCALE}
    return own, holding, [name for name in kept if name not in holding]


def _scale(horizon: Any) -> tuple[str, str]:  # noqa: ANN401  a number of periods, a horizon or its data
    known = (
        horizon
        if isinstance(horizon, Horizon)
        else Horizon.model_validate(horizon if isinstance(horizon, dict) else {"periods": 1})
    )
    return known.unit, str(known.start)


def _fields(lines: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        if found and found[1] in Initiative.model_fields and found[1] not in _NATIVE:
            try:
                yield found[1], parsed(found[2])
            except InvalidInputError:
                continue


def with_kept(
    data: dict[str, Any], initiatives: Sequence[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]], list[Sentence]]:
    """Return the data of a portfolio with what was kept in descriptions, and what to say of it; nothing where nothing was.

    Args:
        data: The other parts of the portfolio.
        initiatives: The data of its initiatives, as a file gives it.
    """
    scale = _scale(data.get("horizon"))
    read = [_parted(str(one.get("description") or ""), scale) for one in initiatives]
    whole = [{**one, "description": own} for one, (own, *_) in zip(initiatives, read, strict=True)]
    known = {str(one["id"]) for one in whole}
    names: Counter[str] = Counter()
    for one, (_, kept, _) in zip(whole, read, strict=True):
        fit = {name: value for name, value in kept.items() if name != "requires" or _names(value) <= known}
        if kept and one.get("title") == one["id"]:  # what has no title is called by its id in a file
            one["title"] = ""
        if "decision" in fit:  # why it was assumed counts no more
            one.pop("decision_reason", None)
        one.update(fit)
        names.update([*fit])
    others = Counter(name for *_, unread in read for name in unread)
    said = [
        sentence(key, names=", ".join(found), count=count)
        for key, found, count in (
            ("notes.kept", names, sum(bool(kept) for _, kept, _ in read)),
            ("notes.kept in others", others, sum(bool(unread) for *_, unread in read)),
        )
        if found
    ]
    return (_with_room(data, whole) if names else data), whole, said


def _names(requires: object) -> set[str]:
    """Return the initiatives that requirements name."""
    entries = requires if isinstance(requires, list) else []
    found = [
        [one] if isinstance(one, str) else [*one.get("of", ()), *one.get("given", ())] for one in entries
    ]
    return {str(name) for names in found for name in names}


def _with_room(data: dict[str, Any], initiatives: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the data with the teams and funds that are kept, and periods enough for the dates that are."""
    ways = [way for one in initiatives for way in (one, *(one.get("modes") or ()))]
    teams = {team: None for way in ways for key in ("effort", "adds") for team in way.get(key) or {}}
    funds = {name: None for way in ways for name in (*(way.get("costs") or {}), *_flows_into(way))}
    last = max((one.get(name) or 0 for one in initiatives for name in _DATES), default=0)
    horizon = data.get("horizon")
    if isinstance(horizon, int):
        horizon = max(horizon, last)
    elif isinstance(horizon, Horizon):
        horizon = horizon.model_copy(update={"periods": max(horizon.periods, last)})
    elif isinstance(horizon, dict):
        horizon = {**horizon, "periods": max(horizon["periods"], last)}
    return {
        **data,
        "horizon": horizon,
        "capacities": {**teams, **(data.get("capacities") or {})},
        "budgets": {**funds, **(data.get("budgets") or {})},
    }


def _flows_into(way: Mapping[str, Any]) -> Iterator[str]:
    """Yield the budget beside the main one that the income of an initiative, or of a mode of it, flows into."""
    earned = way.get("benefit")
    name = earned.get("into") if isinstance(earned, dict) else None
    if isinstance(name, str) and name != MAIN_FUND:
        yield name


def differences(original: Portfolio, read: Portfolio) -> Kept:
    """Return what the initiatives of a portfolio have that a file does not give back, by id.

    Args:
        original: The portfolio that was written.
        read: The portfolio that was read from the file.
    """
    same_disc = original.disc == read.disc
    found: Kept = {}
    for one in read.initiatives:
        if one.id not in original.by_id:
            continue
        own = original.by_id[one.id].model_dump(mode="json")
        given = one.model_dump(mode="json")
        default = Initiative(id=one.id).model_dump(mode="json")
        unlike = [name for name in own if own[name] != given[name] and name not in _NATIVE]
        if given["title"] == one.id:
            unlike = [name for name in unlike if name != "title" or own["title"]]
            if own["title"] == one.id:
                unlike.append("title")
        kept = [name for name in unlike if not (name in _DATES and own[name] == default[name])]
        if "decision" in kept and not own["decision_reason"]:
            kept = [name for name in kept if name != "decision_reason"]
        known = {*read.by_id}
        short = original.by_id[one.id].model_dump(mode="json", exclude_defaults=True)
        found[one.id] = {
            name: short.get(name, own[name])
            for name in kept
            if (same_disc or name not in _OF_THE_DISC) and (name != "requires" or _names(own[name]) <= known)
        }
    return {name: kept for name, kept in found.items() if kept}
