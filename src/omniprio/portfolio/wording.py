"""From what pydantic finds to faults in the user's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from omniprio.base import Model
from omniprio.errors import MOST_FAULTS, Fault
from omniprio.portfolio.findings import Finding, findings_of, label, path_of
from omniprio.spelling import hints, noun, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import ValidationError

    from omniprio.portfolio.findings import Steps

__all__ = ["faults_of", "in_order", "too_many"]


_KINDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "dict_type": "an object",
    "tuple_type": "a list",
}
"""What a value should have been, by pydantic's name for the finding; a model is named after itself."""

_SENTENCES = {
    "missing": ("is missing", "add it"),
    "finite_number": ("is {value}", "give a finite number, or leave it out where there is no limit"),
    "greater_than_equal": ("is {value}", "give at least {ge}"),
    "greater_than": ("is {value}", "give more than {gt}"),
    "less_than_equal": ("is {value}", "give at most {le}"),
    "union_tag_invalid": ("is of the kind {tag}", "give one of {expected_tags}"),
    "union_tag_not_found": ("has no kind", "say which with {discriminator}"),
    "string_pattern_mismatch": ("is {value}", "remove the blanks at its ends and the line breaks"),
    "string_too_short": ("is empty", "give at least {min_length} character"),
    "string_too_long": ("is {value}", "give at most {max_length:,} characters"),
    "string_unicode": ("holds characters that are not Unicode", "correct the text"),
    "too_short": ("has {actual_length} entries", "give at least {min_length}"),
    "too_long": ("has {actual_length:,} entries", "give at most {max_length:,}"),
    "literal_error": ("is {value}", "give {expected}"),
    "date": ("is {value}", "give a date, for instance 2027-01-31"),
}
"""Problem and remedy, by pydantic's name for the finding."""

_UNITS = {"horizon": "period", "periods": "period", "duration": "period"}
"""What the number in a field counts."""

_DATES = ("earliest_start", "latest_start", "deadline", "fixed_start")


def faults_of(error: ValidationError, data: object, model: type[BaseModel] = Model) -> list[Fault]:
    """Return one fault for each place at which pydantic found something; one in all where that is over 10,000.

    Args:
        error: What pydantic found.
        data: The data it was found in.
        model: What the data were to be; with it a fault says what a part is called and what was probably meant.
    """
    if error.error_count() > MOST_FAULTS:
        return [too_many("document")]
    by_place: dict[Steps, list[Finding]] = {}
    for finding in findings_of(error, data):
        by_place.setdefault(finding.steps, []).append(finding)
    meant = _meant((found[0] for found in by_place.values()), model)
    return [_fault(path_of(steps, data), found, model, meant) for steps, found in by_place.items()]


def too_many(path: str) -> Fault:
    """Return the fault of what has more faults of form than can be told."""
    problem = f"has more than {MOST_FAULTS:,} values that are wrong"
    return Fault(path, problem, "correct how it is made, and give a small part of it first")


def _meant(findings: Iterable[Finding], model: type[BaseModel]) -> dict[tuple[str, str], str]:
    """Return the hint for each unknown key, by the part of the format it is in and the key."""
    unknown: dict[type[BaseModel], list[str]] = {}
    for finding in findings:
        if finding.kind == "extra_forbidden":
            unknown.setdefault(_model_at(model, finding.steps), []).append(str(finding.steps[-1]))
    return {
        (part.__name__, name): hint
        for part, names in unknown.items()
        for name, hint in hints(names, part.model_fields).items()
    }


def _fault(
    path: str, found: list[Finding], model: type[BaseModel], meant: Mapping[tuple[str, str], str]
) -> Fault:
    first = found[0]
    part = _model_at(model, first.steps)
    if first.of_another_kind:
        kinds = " or ".join(dict.fromkeys(_kind(finding) for finding in found))
        return Fault(path, f"is {shown(first.details['input'])}", f"give {kinds}")
    if first.kind == "extra_forbidden":
        name = str(first.steps[-1])
        hint = meant[part.__name__, name]
        return Fault(
            path, f"is no part of {_noun(part.__name__)}", f"remove it or correct its spelling{hint}"
        )
    if first.kind == "value_error":
        problem, _, remedy = first.details["msg"].removeprefix("Value error, ").partition("; ")
        return Fault(path, problem, remedy or "correct it")
    return Fault(path, *_sentence(first))


def _kind(finding: Finding) -> str:
    """Return what a value should have been."""
    if name := finding.details.get("ctx", {}).get("class_name"):
        return f"{_noun(name)} as an object"
    return _KINDS.get(finding.kind, "another value")


def _sentence(finding: Finding) -> tuple[str, str]:
    """Return the problem and the remedy of a finding that has a fixed form of words."""
    kind = "date" if finding.kind.startswith("date") else finding.kind
    problem, remedy = _SENTENCES.get(kind, ("is {value}", "correct it"))
    name = next((step for step in reversed(finding.steps) if isinstance(step, str)), "")
    if name in _DATES:
        remedy = {
            "greater_than_equal": "give period {ge} or later",
            "less_than_equal": "give period {le} or earlier",
        }.get(kind, remedy)
    facts: dict[str, Any] = dict(finding.details.get("ctx", {}))
    for bound in facts.keys() & {"ge", "le"}:
        count = f"{facts[bound]:,.0f}"
        unit = _UNITS.get(name, "")
        facts[bound] = f"{count} {unit}{'s' * (count != '1')}" if unit else count
    value = shown(finding.details["input"])
    return problem.format(value=value, **facts), remedy.format(value=value, **facts)


def _model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel]:
    """Return the model that the steps lead into."""
    for step in steps:
        if field := model.model_fields.get(str(step)):
            model = next(_models_in(field.annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _noun(name: str) -> str:
    return "the format" if name == Model.__name__ else noun(name.lower())


def in_order(faults: Iterable[Fault], data: object) -> list[Fault]:
    """Return faults, each once, in the order in which what they are about stands in the data."""
    rank: dict[str, int] = {}
    for key, value in data.items() if isinstance(data, Mapping) else ():
        rank.setdefault(str(key), len(rank))
        for place, entry in enumerate(value if isinstance(value, list | tuple) else ()):
            rank.setdefault(f"{key}[{label(entry, place)}", len(rank))

    def place_of(fault: Fault) -> tuple[int, int]:
        key = fault.path.partition(".")[0].partition("[")[0]
        return rank.get(key, len(rank)), rank.get(fault.path.partition("]")[0], 0)

    return sorted(dict.fromkeys(faults), key=place_of)
