"""The documents that programs read and write: which there are, their JSON and their JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pkgutil import resolve_name
from typing import cast

from pydantic import ValidationError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_jsonable_python

from omniprio.base import Model
from omniprio.errors import InvalidInputError
from omniprio.language import fact
from omniprio.parameters import unknown_name, validated
from omniprio.portfolio.reading import faults_of

__all__ = [
    "DOCUMENTS",
    "FOUND_BY",
    "WRITTEN",
    "described",
    "format_of",
    "schema_of",
    "thing_in",
    "to_json",
]


_GIVEN = {
    "portfolio": "omniprio.portfolio:Portfolio",
    "schedule": "omniprio.documents.told:Schedule",
    "uncertainty": "omniprio.answers.robustness:Uncertainty",
    "actuals": "omniprio.answers.replanning:Actuals",
    "preset": "omniprio.io.preset:Preset",
    "scenarios": "omniprio.answers.standing:Scenarios",
    "questionnaire": "omniprio.assessment:Questionnaire",
    "answers": "omniprio.assessment:Answers",
    "bids": "omniprio.assessment:Bids",
    "channels": "omniprio.assessment:BidsByChannel",
}
_ANSWERS: Mapping[str, tuple[str, str]] = {
    "plan": ("omniprio.plan:Plan", "omniprio.optimise:prioritise"),
    "check": ("omniprio.documents.told:Verdict", "omniprio.documents.told:verdict_on"),
    "explain": ("omniprio.documents.explaining:Explanation", "omniprio.documents.explaining:explain"),
    "qualify": ("omniprio.answers.qualification:Qualifications", "omniprio.answers:qualify_all"),
    "milestone": ("omniprio.answers.what_it_takes:ByThen", "omniprio.answers:by_then"),
    "essential": ("omniprio.answers.essential:EssentialSteps", "omniprio.answers:essential_steps"),
    "attribution": ("omniprio.answers.attribution:Attribution", "omniprio.answers:attribute"),
    "alternatives": ("omniprio.answers.near_best:Alternatives", "omniprio.answers:alternatives"),
    "value-of-change": ("omniprio.answers.changes:ValuesOfChanges", "omniprio.answers:value_of_change"),
    "silos": ("omniprio.answers.ownership:SiloReport", "omniprio.answers:silos"),
    "phasing": ("omniprio.answers.frontiers:Phasing", "omniprio.answers:phased_better"),
    "frontier": ("omniprio.answers.frontiers:Frontier", "omniprio.answers:frontier"),
    "trade-off": ("omniprio.answers.frontiers:TradeOff", "omniprio.answers:trade_off"),
    "nested": ("omniprio.answers.nesting:Nested", "omniprio.answers:nested"),
    "robust": ("omniprio.answers.robustness:Robustness", "omniprio.answers:robust"),
    "replan": ("omniprio.answers.replanning:Replanned", "omniprio.answers:replan"),
    "upheaval": ("omniprio.answers.replanning:UpheavalCurve", "omniprio.answers:upheaval_curve"),
    "standing": ("omniprio.answers.standing:GroupStanding", "omniprio.answers:group_standing"),
    "combined-profile": ("omniprio.assessment:CombinedProfile", "omniprio.assessment:combine"),
    "channel-profile": ("omniprio.assessment:ChannelProfile", "omniprio.assessment:combine_by_channel"),
    "answered-profile": ("omniprio.assessment:AnsweredProfile", "omniprio.assessment:profile_of"),
    "agreement": ("omniprio.assessment:Agreement", "omniprio.assessment:agreement"),
    "side-by-side": ("omniprio.answers.standing:SideBySide", "omniprio.answers:side_by_side"),
    "raters": ("omniprio.answers.by_rater:RaterPlans", "omniprio.answers:plan_by_rater"),
    "programme": ("omniprio.answers.programmes:Programme", "omniprio.answers:programme"),
    "programme-within": (
        "omniprio.answers.programme_budgets:ProgrammeWithin",
        "omniprio.answers:programme_within",
    ),
    "gaps": ("omniprio.answers.standing:GapTable", "omniprio.answers:gaps"),
    "coverage": ("omniprio.answers.standing:Coverage", "omniprio.answers:coverage"),
    "scenario-periods": ("omniprio.answers.standing:ScenarioPeriods", "omniprio.answers:scenario_periods"),
}
"""Where the model of each document is that only the library writes, and where the function that finds what it holds."""

WRITTEN: Mapping[str, str] = {name: model for name, (model, _) in _ANSWERS.items()}
"""Where the model of each document is that only the library writes."""

FOUND_BY: Mapping[str, str] = {name: function for name, (_, function) in _ANSWERS.items()}
"""Where the function is that finds what such a document holds."""

DOCUMENTS: Mapping[str, str] = {**_GIVEN, **WRITTEN}
"""Where the model of each document is, by name; looked up when it is asked for, as the answers take long to import."""

_FOR_PYTHON = re.compile(r"\n\n(Raises:|>>>)")


@validated
def to_json(document: str, thing: Model) -> str:
    """Return a document as JSON text; `format` comes first and names document and version.

    Exact numbers become the nearest decimal. Each plan within an answer is a whole document of its own.

    Args:
        document: Its name, one of `DOCUMENTS`.
        thing: What it holds.

    >>> from omniprio import ten_portfolio
    >>> from omniprio.answers.qualification import qualify_all
    >>> json.loads(to_json("qualify", qualify_all(ten_portfolio())))["format"]
    'omniprio-qualify/1'
    """
    if document not in DOCUMENTS:
        raise unknown_name("document", document, DOCUMENTS, fact("kinds.document"))
    data = {"format": format_of(document), **cast("dict[str, object]", _plain(thing))}
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)


def format_of(document: str) -> str:
    """Return what stands in a document under `format`: its name and its version."""
    return f"omniprio-{document}/1"


def _plain(value: object) -> object:
    """Return a value as JSON holds it."""
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, Model):
        fields = {name: field for name, field in type(value).model_fields.items() if not field.exclude}
        return {name: _plain(getattr(value, name)) for name in fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(entry) for entry in value]
    return to_jsonable_python(value)


def read_as(document: str, data: object) -> dict[str, object]:
    """Return the data of a document as it is written, once its model has read them.

    Args:
        document: Its name, one of `DOCUMENTS`.
        data: The data, with or without `format`.

    Raises:
        InvalidInputError: They are no such document; it lists every fault.

    >>> read_as("portfolio", {"horizon": 1, "initiatives": []})
    {'format': 'omniprio-portfolio/1', 'horizon': 1, 'initiatives': []}
    """
    found = thing_in(document, data)
    bare = {key: one for key, one in cast("dict[str, object]", data).items() if key != "format"}
    has_name = "format" in type(found).model_fields or document in WRITTEN
    return {**({"format": format_of(document)} if has_name else {}), **bare}


def thing_in(document: str, data: object) -> Model:
    """Return what a document holds.

    Args:
        document: Its name, one of `DOCUMENTS`.
        data: The data, with or without `format`.

    Raises:
        InvalidInputError: They are no such document; it lists every fault.

    >>> thing_in("schedule", {"format": "omniprio-schedule/1", "starts": {"web": 1}}).starts
    {'web': 1}
    """
    if document not in DOCUMENTS:
        raise unknown_name("document", document, DOCUMENTS, fact("kinds.document"))
    model: type[Model] = resolve_name(DOCUMENTS[document])
    bare = {key: one for key, one in data.items() if key != "format"} if isinstance(data, dict) else data
    try:
        return model.model_validate(data if "format" in model.model_fields else bare)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data, model)) from None


@validated
def schema_of(document: str) -> dict[str, object]:
    """Return the JSON Schema of a document: of one to be given what may be written, of an answer what is read.

    Args:
        document: One of `DOCUMENTS`.

    >>> schema_of("portfolio")["required"]
    ['horizon', 'initiatives']
    """
    if document not in DOCUMENTS:
        raise unknown_name("document", document, DOCUMENTS, fact("kinds.document"))
    model: type[Model] = resolve_name(DOCUMENTS[document])
    schema = model.model_json_schema(mode="serialization" if document in WRITTEN else "validation")
    if document in WRITTEN and "format" not in model.model_fields:
        name = {"const": format_of(document), "title": "Format", "type": "string"}
        schema["properties"] = {"format": name, **schema["properties"]}
        schema["required"] = ["format", *schema.get("required", ())]
    return {"$schema": GenerateJsonSchema.schema_dialect, **described(schema)}


def described(part: Mapping[str, object]) -> dict[str, object]:
    """Return a schema without what its descriptions tell Python programmers, exact numbers as numbers.

    Args:
        part: A schema, or part of one.

    >>> described({"type": "string", "format": "fraction"})
    {'type': 'number'}
    """
    found = {
        key: _FOR_PYTHON.split(value)[0]
        if key == "description" and isinstance(value, str)
        else _within(value)
        for key, value in part.items()
    }
    if found.get("format") == "fraction":
        del found["format"]
        found["type"] = "number"
    return found


def _within(value: object) -> object:
    if isinstance(value, list):
        return [_within(entry) for entry in value]
    return described(value) if isinstance(value, dict) else value
