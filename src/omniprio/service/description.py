"""What the service offers, as OpenAPI: a path for each question, with the schemas of requests and answers."""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from omniprio.desk import QUESTIONS
from omniprio.desk.kept import HANDLE, or_kept
from omniprio.documents.kinds import WRITTEN, described, format_of
from omniprio.portfolio import Portfolio
from omniprio.service.failures import Refusal
from omniprio.service.jobs import JobState
from omniprio.service.start import Health
from omniprio.store import Differences, Version, Versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from pydantic import BaseModel
    from pydantic.json_schema import JsonSchemaMode

    from omniprio.desk import Question

__all__ = ["answers_as", "body_of", "openapi_of"]

_PLACE = "#/components/schemas/{model}"
_MODELS: dict[str, type[BaseModel]] = {
    "PortfolioAnswer": Portfolio,
    "JobAnswer": JobState,
    "HealthAnswer": Health,
    "VersionAnswer": Version,
    "VersionsAnswer": Versions,
    "DifferencesAnswer": Differences,
    "Refusal": Refusal,
}
"""What is answered beside the answers to questions, by the name of its schema."""


def body_of(question: Question) -> dict[str, Any]:
    """Return what the description of a path says of the body of a request."""
    return {"requestBody": {"required": True, "content": _json(question.request.__name__)}}


def answers_as(name: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Return what the description of a path says of its answers.

    Args:
        name: What is answered, as the document that answers a question.
        status: With which status.
    """
    return {
        status: {"description": "The answer", "content": _json(_answer_name(name))},
        "default": {"description": "Why there is none", "content": _json("Refusal")},
    }


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description of the service.

    Args:
        app: The application.
    """
    whole = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = whole.setdefault("components", {}).setdefault("schemas", {})
    schemas.clear()  # what FastAPI says of its own refusals, which are never told
    schemas.update(_schemas())
    if app.state.keeper is not None:
        schemas["Kept"] = dict(HANDLE)
        for question in QUESTIONS.values():
            name = question.request.__name__
            schemas[name] = or_kept(schemas[name], {"$ref": _PLACE.format(model="Kept")})
    return whole


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _PLACE.format(model=name)}}}


def _answer_name(document: str) -> str:
    return f"{document.title().replace('-', '')}Answer"


def _models() -> Iterator[tuple[str, type[BaseModel], JsonSchemaMode]]:
    """Yield the name of each schema, the model it is of, and whether that is read or written."""
    for name, model in _MODELS.items():
        yield name, model, "serialization"
    for question in QUESTIONS.values():
        yield question.request.__name__, question.request, "validation"
        yield _answer_name(question.name), resolve_name(WRITTEN[question.name]), "serialization"


@cache
def _schemas() -> dict[str, object]:
    """Return the schemas of all requests and answers by name; those of parts that several have stand there once."""
    named = {name: (model, mode) for name, model, mode in _models()}
    places, whole = models_json_schema(list(named.values()), ref_template=_PLACE)
    schemas = {"SchemaAnswer": {"type": "object"}, "AnyAnswer": {"type": "object"}, **whole["$defs"]}
    for name, which in named.items():
        schemas.setdefault(name, places[which])
    for document in WRITTEN:
        name = _answer_name(document)
        model = named[name][0]
        if "format" not in model.model_fields:  # it is written before the fields of the model
            schemas[name] = _with_format(schemas[places[named[name]]["$ref"].rpartition("/")[2]], document)
    return described(schemas)


def _with_format(schema: dict[str, Any], document: str) -> dict[str, Any]:
    own = {"const": format_of(document), "title": "Format", "type": "string"}
    required = ["format", *schema.get("required", ())]
    return {**schema, "properties": {"format": own, **schema["properties"]}, "required": required}
