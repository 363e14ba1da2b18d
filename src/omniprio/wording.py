"""From what pydantic finds to faults in the user's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from omniprio.errors import MOST_FAULTS, Fault, UnfitError
from omniprio.findings import Finding, findings_of, followed, path_of
from omniprio.language import fact, sentence
from omniprio.model_fields import models_in
from omniprio.spelling import hints, shown, takes_an

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import ValidationError

    from omniprio.errors import Steps
    from omniprio.language import Fact, Sentence, Value

__all__ = ["faults_of", "in_order", "too_many"]


_QUOTED = re.compile("'([^']*)'")

_KINDS = {
    "float_type": fact("kinds.a number"),
    "int_type": fact("kinds.a whole number"),
    "string_type": fact("kinds.text"),
    "bool_type": fact("kinds.true or false"),
    "dict_type": fact("kinds.an object"),
    "tuple_type": fact("kinds.a list"),
    "model_attributes_type": fact("kinds.an object with a kind"),
}
"""What a value should have been, by pydantic's name for the finding; a model is named after itself."""

_SENTENCES = {
    "missing": ("faults.missing", "remedies.add it"),
    "finite_number": ("faults.is", "remedies.finite number"),
    "greater_than_equal": ("faults.is", "remedies.at least bound"),
    "greater_than": ("faults.is", "remedies.more than"),
    "less_than_equal": ("faults.is", "remedies.at most bound"),
    "union_tag_invalid": ("faults.of the kind", "remedies.one of the tags"),
    "union_tag_not_found": ("faults.no kind", "remedies.say which"),
    "string_pattern_mismatch": ("faults.is", "remedies.remove blanks"),
    "string_too_short": ("faults.empty", "remedies.characters at least"),
    "string_too_long": ("faults.is", "remedies.characters at most"),
    "string_unicode": ("faults.not Unicode", "remedies.correct the text"),
    "too_short": ("faults.entries", "remedies.entries at least"),
    "too_long": ("faults.entries", "remedies.entries at most"),
    "literal_error": ("faults.is", "remedies.expected"),
    "date": ("faults.is", "remedies.date"),
}
"""Problem and remedy, by pydantic's name for the finding."""

_OF_DATES = {
    "greater_than_equal": ("faults.is", "remedies.period or later"),
    "less_than_equal": ("faults.is", "remedies.period or earlier"),
}
"""The same for a period in which something happens."""

_IN_PERIODS = ("horizon", "periods", "duration")
"""The fields that count periods."""

_WORD = re.compile(r"(?<=[a-z])([A-Z])")
"""Where a further word begins in the name of a model."""

_MANY = re.compile(r"\w+[^s]s\b")
"""What a part is called that is many things, as bids by channel."""

_DATES = ("earliest_start", "latest_start", "deadline", "fixed_start", "by")


def faults_of(
    error: ValidationError, data: object, model: type[BaseModel] = BaseModel, *, whole: str = "portfolio"
) -> list[Fault]:
    """Return one fault for each place at which pydantic found something; one in all where that is over 10,000.

    Args:
        error: What pydantic found.
        data: The data it was found in.
        model: What the data were to be; with it a fault says what a part is called and what was probably meant.
        whole: What all of it is called, where nothing in it is at fault alone.
    """
    if error.error_count() > MOST_FAULTS:
        return [too_many("document")]
    by_place: dict[Steps, list[Finding]] = {}
    for finding in findings_of(error, data):
        by_place.setdefault(finding.steps, []).append(finding)
    parts = {
        steps: _model_at(model, steps, data)
        for steps, found in by_place.items()
        if found[0].kind == "extra_forbidden"
    }
    meant = _meant(parts)
    return [
        Fault(path_of(steps, data, whole), *_said(found, parts, meant), at=(steps,))
        for steps, found in by_place.items()
    ]


def too_many(path: str) -> Fault:
    """Return the fault of what has more faults of form than can be told."""
    problem = sentence("faults.too many wrong values", most=MOST_FAULTS)
    return Fault(path, problem, sentence("remedies.fewer wrong"))


def _meant(parts: Mapping[Steps, type[BaseModel]]) -> dict[tuple[type[BaseModel], str], str]:
    """Return the hint for each unknown key, by the part of the format it is in and the key."""
    unknown: dict[type[BaseModel], list[str]] = {}
    for steps, part in parts.items():
        unknown.setdefault(part, []).append(str(steps[-1]))
    return {
        (part, name): hint
        for part, names in unknown.items()
        for name, hint in hints(names, part.model_fields).items()
    }


def _said(
    found: list[Finding],
    parts: Mapping[Steps, type[BaseModel]],
    meant: Mapping[tuple[type[BaseModel], str], str],
) -> tuple[str, str]:
    """Return the problem and the remedy of what was found at one place."""
    first = found[0]
    if first.of_another_kind:
        kinds = tuple(dict.fromkeys(_kind(finding) for finding in found))
        problem = sentence("faults.is", value=shown(first.details["input"]))
        if first.steps[-1:] == ("by",) and isinstance(first.details["input"], str | date):
            return problem, sentence("remedies.period by day")
        return problem, sentence("remedies.give", what=kinds)
    if first.kind == "extra_forbidden":
        part = parts[first.steps]
        hint = meant[part, str(first.steps[-1])]
        return sentence("faults.no part", whole=_whole(part)), sentence(
            "remedies.remove or respell", hint=hint
        )
    if first.kind == "value_error":
        return _refusal(first.details["ctx"]["error"])
    return _sentence(first)


def _refusal(error: ValueError) -> tuple[str, str]:
    """Return the problem and the remedy that a validator tells."""
    if isinstance(error, UnfitError):
        return error.problem, error.remedy
    return str(error), sentence("remedies.correct it")


def _kind(finding: Finding) -> Fact:
    """Return what a value should have been."""
    if name := finding.details.get("ctx", {}).get("class_name"):
        return fact("kinds.as an object", thing=_noun(name))
    return _KINDS.get(finding.kind, fact("kinds.another value"))


def _sentence(finding: Finding) -> tuple[Sentence, Sentence]:
    """Return the problem and the remedy of a finding that has a fixed form of words."""
    kind = "date" if finding.kind.startswith("date") else finding.kind
    name = next((step for step in reversed(finding.steps) if isinstance(step, str)), "")
    usual = _SENTENCES.get(kind, ("faults.is", "remedies.correct it"))
    problem, remedy = _OF_DATES.get(kind, usual) if name in _DATES else usual
    values = {"value": shown(finding.details["input"]), **_bounds(finding, name)}
    return sentence(problem, **values), sentence(remedy, **values)


def _bounds(finding: Finding, name: str) -> dict[str, Value]:
    """Return what pydantic would have taken for the value of a field."""
    values: dict[str, Any] = dict(finding.details.get("ctx", {}))
    values.pop("error", None)
    for bound in values.keys() & {"ge", "le"} if name in _IN_PERIODS else ():
        values[bound] = fact("kinds.periods", number=values[bound])
    if expected := values.get("expected"):
        values |= {"expected": _choice(expected), "hint": _hint(str(finding.details["input"]), expected)}
    if tags := values.get("expected_tags"):
        values["hint"] = _hint(str(values["tag"]), tags)
    return values


@lru_cache(maxsize=1000)
def _hint(given: str, expected: str) -> str:
    """Return what was probably meant of the words that may be given; nothing where only one may be."""
    words = _QUOTED.findall(expected)
    return hints([given], words)[given] if len(words) > 1 else ""


def _choice(expected: str) -> Value:
    """Return the words that may be given; pydantic has no list of them, only `'a', 'b' or 'c'`."""
    others, either, last = expected.rpartition(" or ")
    return fact("kinds.one of", others=others, last=last) if either else expected


def _model_at(model: type[BaseModel], steps: Steps, data: object) -> type[BaseModel]:
    """Return the model that the steps lead into; of several, that of the kind which the data say."""
    parts = [model]
    for step in steps:
        data = followed(data, step)
        if field := parts[0].model_fields.get(str(step)):
            parts = list(models_in(field.annotation)) or parts
        if isinstance(data, Mapping):
            parts = [one for one in parts if _own_kind(one) == data.get("kind")] or parts
    return parts[0]


def _own_kind(model: type[BaseModel]) -> str | None:
    """Return the kind that tells a model from the others that may stand in its place; None where it has none."""
    kinds = get_args(field.annotation) if (field := model.model_fields.get("kind")) else ()
    return kinds[0] if len(kinds) == 1 else None


def _whole(part: type[BaseModel]) -> Sentence:
    """Return what a part of the format is called that a key does not belong to."""
    kind = _own_kind(part)
    return _noun(part.__name__) if kind is None else sentence("kinds.the kind", kind=kind)


def _noun(name: str) -> Sentence:
    """Return what a part of the format is called: `BidsByChannel` is bids by channel."""
    if name == BaseModel.__name__:
        return sentence("kinds.the format")
    name = _WORD.sub(r" \1", name).lower()
    if _MANY.match(name):
        return sentence("kinds.parts", name=name)
    return sentence("kinds.an part" if takes_an(name) else "kinds.a part", name=name)


def in_order(faults: Iterable[Fault], data: object) -> list[Fault]:
    """Return faults, each once, in the order in which what they are about stands in the data."""
    keys = data if isinstance(data, Mapping) else ()
    rank = {str(key): place for place, key in enumerate(keys)}
    places: dict[Fault, dict[Steps, None]] = {}
    for fault in faults:
        places.setdefault(fault, {}).update(dict.fromkeys(fault.at))

    def place_of(fault: Fault) -> tuple[int, int]:
        match next(iter(fault.at), ()):
            case key, int(entry), *_:
                return rank.get(str(key), len(rank)), entry
            case key, *_:
                return rank.get(str(key), len(rank)), -1
        return len(rank), -1

    return sorted((replace(fault, at=tuple(at)) for fault, at in places.items()), key=place_of)
