"""The tools: one for each question, with what it takes and gives, and one that keeps a document."""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from mcp.types import Resource, Tool, ToolAnnotations

from omniprio.desk import QUESTIONS
from omniprio.desk.kept import HANDLE
from omniprio.documents import DOCUMENTS, READY, schema_of
from omniprio.documents.kinds import described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.desk import Question

__all__ = ["CATALOGUE", "KEEP", "QUESTION_OF", "SCHEMAS", "resources", "tools"]

SCHEMAS = "omniprio://schema/"
"""Where the schemas of the documents are, by name."""
CATALOGUE = "omniprio://catalogue/"
"""Where the portfolios are that come with the library, by name."""
KEEP = "keep"
"""The tool that keeps a document."""

QUESTION_OF: Mapping[str, Question] = {name.replace("-", "_"): one for name, one in QUESTIONS.items()}
"""The question that each tool asks."""

_PLACE = "#/$defs/"
_WORDS = {"title", "description", "properties"}
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


@cache
def tools() -> tuple[Tool, ...]:
    """Return every tool."""
    return (_keeping(), *(_asking(name, question) for name, question in QUESTION_OF.items()))


def resources() -> Iterator[Resource]:
    """Yield what can be read: schemas and ready portfolios."""
    for name in DOCUMENTS:
        yield Resource(
            uri=f"{SCHEMAS}{name}",
            name=f"schema-{name}",
            description=f"The JSON Schema of the document {name}.",
            mime_type="application/schema+json",
        )
    for name in READY:
        yield Resource(
            uri=f"{CATALOGUE}{name}",
            name=f"catalogue-{name}",
            description="A portfolio that comes with the library, to start from.",
            mime_type="application/json",
        )


def _keeping() -> Tool:
    kinds = {"type": "string", "enum": list(DOCUMENTS)}
    return Tool(
        name=KEEP,
        description="Keep a document for this conversation, so that it is sent once. Every other tool takes its handle in "
        'its place, as {"kept": "portfolio-1"}. What is wrong with the document is told.',
        input_schema={
            "type": "object",
            "properties": {
                "kind": {**kinds, "description": f"The document; {SCHEMAS}KIND is its schema."},
                "document": {"type": "object", "description": "The document itself."},
            },
            "required": ["kind", "document"],
            "additionalProperties": False,
        },
        output_schema={
            "type": "object",
            "properties": {"kept": {"type": "string"}},
            "required": ["kept"],
        },
        annotations=ToolAnnotations(
            read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
        ),
    )


def _asking(name: str, question: Question) -> Tool:
    summary = question.summary.replace("Return", "Find", 1)
    return Tool(
        name=name,
        description=f"{summary} Plans are kept: their handle stands in the text."
        if question.name == "plan"
        else summary,
        input_schema=_taken(question),
        output_schema=_given(question),
        annotations=_READS,
    )


def _taken(question: Question) -> dict[str, Any]:
    """Return what a tool takes: a document is sent whole or by its handle, its schema is a resource; all else is told in full."""
    schema = described(question.request.model_json_schema())
    parts: dict[str, Any] = {**schema.pop("$defs", {}), **_documents()}  # type: ignore[dict-item]
    used = dict.fromkeys(_used(schema, parts))
    return {**schema, "$defs": {name: _short(parts[name]) for name in used}}


def _short(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a definition with one line on what it is, and none on what stands in it: a model reads all tools at once."""
    about = str(part.get("description", "")).partition("\n")[0]
    bare = _without_words(part) if "properties" in part else dict(part)
    return {"description": about, **bare} if about else bare


def _without_words(part: Any) -> Any:  # noqa: ANN401  part of a schema
    if isinstance(part, dict):
        named = part.get("properties", {})
        bare = {key: _without_words(one) for key, one in part.items() if key not in _WORDS}
        return bare | (
            {"properties": {key: _without_words(one) for key, one in named.items()}} if named else {}
        )
    return [_without_words(one) for one in part] if isinstance(part, list) else part


@cache
def _documents() -> Mapping[str, Any]:
    """Return what stands for each document in what a tool takes, by the name of its model."""
    found = {}
    for name, model in DOCUMENTS.items():
        about = f"A document: {SCHEMAS}{name} is its schema. Its handle may stand for it."
        found[resolve_name(model).__name__] = {
            "anyOf": [{"type": "object", "description": about}, dict(HANDLE)]
        }
    return found


def _used(part: object, parts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the definitions that a part of a schema points at, and those that these do."""
    if isinstance(part, dict):
        place = part.get("$ref")
        if isinstance(place, str):
            name = place.removeprefix(_PLACE)
            yield name
            yield from _used(parts[name], parts)
        for one in part.values():
            yield from _used(one, parts)
    elif isinstance(part, list):
        for one in part:
            yield from _used(one, parts)


def _given(question: Question) -> dict[str, Any]:
    """Return what a tool gives: the fields of its document; what stands within them is in the resource."""
    schema: dict[str, Any] = schema_of(question.name)
    fields = {name: _outline(field) for name, field in schema["properties"].items()}
    return {
        "type": "object",
        "description": f"{SCHEMAS}{question.name} is the whole schema.",
        "properties": fields,
        "required": schema["required"],
    }


def _outline(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a field without what stands within it."""
    return {key: field[key] for key in ("type", "const", "title", "description") if key in field}
