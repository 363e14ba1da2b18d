"""`assess`: where many stand, from their answers to a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, read_document, write_answer
from omniprio.cli.survey import add_standing, standing_of
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.disc import Disc
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "answers", nargs="+", metavar=sentence("help.FILE"), help=sentence("help.answers of many")
    )
    add_standing(parser)
    parser.add_argument("--disc", metavar=sentence("help.FILE"), help=sentence("help.disc"))
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    disc = None if arguments.disc is None else read_document(arguments.disc, Disc)
    write_answer("standing", standing_of(arguments.answers, arguments, disc), arguments)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} assess answers.csv --rows wide --own 'Shop A' --format text",
    declare=_declare,
    run=_run,
)
"""Assess many."""
