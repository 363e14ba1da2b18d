"""`mcp`: every question as a tool for language models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import refuse_output
from omniprio.cli.exits import Exit
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.io.extras import needed

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(_: ArgumentParser) -> None:
    """It takes nothing: what is asked comes over standard input."""


def _run(arguments: Namespace) -> Exit:
    refuse_output(arguments.output)
    needed("mcp", "mcp")
    from omniprio.mcp import serve  # noqa: PLC0415  it may not be installed

    serve(language_of(arguments))
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} mcp",
    declare=_declare,
    run=_run,
    output=None,
)
"""Answer language models."""
