"""`schema`: the JSON Schema of the documents, for programs in any language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.documents import DOCUMENTS, schema_of
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("document", choices=tuple(DOCUMENTS), help=sentence("help.document"))


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    write(json.dumps(schema_of(arguments.document), indent=2, ensure_ascii=False), arguments.output)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} schema portfolio -o portfolio.schema.json",
    declare=_declare,
    run=_run,
)
"""Describe a document."""
