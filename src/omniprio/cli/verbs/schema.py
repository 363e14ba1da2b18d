"""`schema`: the JSON Schema of the documents, for programs in any language."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

from pydantic.json_schema import GenerateJsonSchema

from omniprio.cli.arguments import add_output
from omniprio.cli.exits import Exit
from omniprio.cli.files import write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.base import Model

__all__ = ["DOCUMENTS", "VERB", "schema_of"]

DOCUMENTS: dict[str, tuple[type[Model], Literal["validation", "serialization"]]] = {
    "portfolio": (Portfolio, "validation"),
    "plan": (Plan, "serialization"),
}
"""Each document's model, and whether its schema says what may be written or what is read."""

_FOR_PYTHON = re.compile(r"\n\n(Raises:|>>>)")


def schema_of(document: str) -> dict[str, object]:
    """Return the JSON Schema of a document.

    Args:
        document: One of `DOCUMENTS`.

    >>> schema_of("portfolio")["required"]
    ['horizon', 'initiatives']
    """
    model, mode = DOCUMENTS[document]
    return {"$schema": GenerateJsonSchema.schema_dialect, **_described(model.model_json_schema(mode=mode))}


def _described(part: dict[str, object]) -> dict[str, object]:
    """Return part of a schema without what its descriptions tell Python programmers."""
    return {
        key: _FOR_PYTHON.split(value)[0]
        if key == "description" and isinstance(value, str)
        else _within(value)
        for key, value in part.items()
    }


def _within(value: object) -> object:
    if isinstance(value, list):
        return [_within(entry) for entry in value]
    return _described(value) if isinstance(value, dict) else value


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("document", choices=tuple(DOCUMENTS), help="the document it describes")
    add_output(parser)


def _run(arguments: Namespace) -> Exit:
    write(json.dumps(schema_of(arguments.document), indent=2, ensure_ascii=False), arguments.output)
    return Exit.DONE


VERB = Verb(
    name="schema",
    summary="Write the JSON Schema of a document",
    example=f"{PROGRAM} schema portfolio -o portfolio.schema.json",
    declare=_declare,
    run=_run,
)
"""Describe a document."""
