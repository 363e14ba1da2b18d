"""The tools: one for each question, with what it takes and gives, and one that keeps a document."""

from __future__ import annotations

import re
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Any

from mcp.types import Resource, Tool, ToolAnnotations

from omniprio.desk import QUESTIONS
from omniprio.desk.kept import HANDLE, or_kept
from omniprio.desk.limits import MOST_SECONDS
from omniprio.documents import DOCUMENTS, READY
from omniprio.documents.kinds import described, format_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.desk import Question

__all__ = ["CATALOGUE", "KEEP", "QUESTION_OF", "REQUESTS", "SCHEMAS", "resources", "taken", "tools"]

SCHEMAS = "omniprio://schema/"
"""Where the schemas of the documents are, by name."""
REQUESTS = "omniprio://request/"
"""Where the schemas are of what the tools take, by the name of the document that answers."""
CATALOGUE = "omniprio://catalogue/"
"""Where the portfolios are that come with the library, by name."""
KEEP = "keep"
"""The tool that keeps a document."""

QUESTION_OF: Mapping[str, Question] = {name.replace("-", "_"): one for name, one in QUESTIONS.items()}
"""The question that each tool asks."""

_PLACE = "#/$defs/"
_TOLD_ONCE = {"portfolio", "plan", "disc", "goals", "known", "time_limit", "work_limit", "gap"}
"""Arguments that mean the same in every tool; the instructions of the server tell what."""
_CLAUSE = re.compile(r"[.;:,](?:\s|$)")
_READS = ToolAnnotations(read_only_hint=True)


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
    for name in QUESTIONS:
        yield Resource(
            uri=f"{REQUESTS}{name}",
            name=f"request-{name}",
            description=f"The JSON Schema of what the tool {name.replace('-', '_')} takes.",
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
    return Tool(
        name=KEEP,
        description="Keep a document for this conversation, so that it is sent once.",
        input_schema={
            "type": "object",
            "properties": {
                "kind": {"enum": list(DOCUMENTS), "description": f"{SCHEMAS}KIND is its schema"},
                "document": {"type": "object"},
            },
            "required": ["kind", "document"],
        },
        output_schema={"type": "object", "properties": {"kept": {"type": "string"}}, "required": ["kept"]},
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False),
    )


def _asking(name: str, question: Question) -> Tool:
    return Tool(
        name=name,
        description=question.summary.replace("Return", "Find", 1),
        input_schema=_outlined(question),
        output_schema={"type": "object", "properties": {"format": {"const": format_of(question.name)}}},
        annotations=_READS,
    )


def taken(question: Question) -> dict[str, Any]:
    """Return the whole schema of what a tool takes; the handle of a document may stand for it.

    Args:
        question: What the tool asks.
    """
    schema = described(question.request.model_json_schema())
    return or_kept({**schema, "description": question.summary}, HANDLE)


def _outlined(question: Question) -> dict[str, Any]:
    """Return what a tool takes, each argument with its type: a model reads all tools at once, and the whole where it wants."""
    schema = question.request.model_json_schema()
    parts: Mapping[str, Any] = schema.get("$defs", {})
    return {
        "type": "object",
        "description": f"{REQUESTS}{question.name}",
        "properties": {name: _outline(name, one, parts) for name, one in schema["properties"].items()},
        "required": schema.get("required", []),
    }


def _outline(name: str, argument: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the type of an argument, its greatest value, what it is by itself, and the beginning of what it is for."""
    types = dict.fromkeys(_types(argument, parts))
    kinds = [kind for kind in types if kind != "null"]
    found: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds}
    wanted = next((one for one in argument.get("anyOf", ()) if one.get("type") != "null"), argument)
    if "enum" in wanted:
        found = {"enum": wanted["enum"]}
    if wanted.get("maximum", inf) <= MOST_SECONDS:
        found["maximum"] = round(wanted["maximum"])
    if name in _TOLD_ONCE:
        return found
    if argument.get("default") and not isinstance(argument["default"], list):
        found["default"] = argument["default"]
    return {**found, "description": _CLAUSE.split(argument["description"])[0]}


def _types(part: Mapping[str, Any], parts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the types that a part of a schema may have; a handle is an object."""
    if "$ref" in part:
        yield from _types(parts[part["$ref"].removeprefix(_PLACE)], parts)
    for one in (*part.get("anyOf", ()), *part.get("oneOf", ())):
        yield from _types(one, parts)
    if "type" in part:
        yield part["type"]
        if part["type"] == "array" and "$ref" in part["items"]:
            yield "object"  # the handle of a document that has such a list
