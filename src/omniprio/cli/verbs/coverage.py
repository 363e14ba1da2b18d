"""`coverage`: which channels or stages of the customer's journey the initiatives touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted, write_answer
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_source(parser, sentence("help.to cover"))
    parser.add_argument("kind", metavar=sentence("help.kind"), help=sentence("help.kind of tag"))
    parser.add_argument(
        "--wanted",
        action="append",
        default=[],
        metavar=sentence("help.TAG"),
        help=sentence("help.wanted"),
    )
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.standing import coverage  # noqa: PLC0415  only this verb needs it

    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        found = coverage(source, arguments.kind, wanted=arguments.wanted)
    write_answer("coverage", found, arguments)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} coverage plan.json channel --format text",
    declare=_declare,
    run=_run,
)
"""Show what is covered."""
