"""`organisations`: how far several organisations are, from the bids or answers of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.assessment.raters import Method
from omniprio.cli.arguments import add_format, add_questionnaire
from omniprio.cli.exits import Exit
from omniprio.cli.files import at_most_one_standard, must_be_writable, read_document, write_answer
from omniprio.cli.members import named
from omniprio.cli.profiles import profile_in
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.disc import Disc
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "organisations", nargs="+", metavar=sentence("help.FILE"), help=sentence("help.what each says")
    )
    parser.add_argument("--disc", metavar=sentence("help.FILE"), help=sentence("help.disc"))
    parser.add_argument(
        "--method", choices=get_args(Method), default="median", help=sentence("help.method of bids")
    )
    add_questionnaire(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.standing import side_by_side  # noqa: PLC0415  only this verb needs it

    files = arguments.organisations
    names = named(files)
    at_most_one_standard(**dict(zip(names, files, strict=True)))
    must_be_writable(arguments.output)
    disc = None if arguments.disc is None else read_document(arguments.disc, Disc)
    profiles = {name: profile_in(file, arguments, disc) for name, file in zip(names, files, strict=True)}
    write_answer("side-by-side", side_by_side(profiles), arguments)
    return Exit.DONE


VERB = Verb(
    example=f"{PROGRAM} organisations north.json south.json --format text",
    declare=_declare,
    run=_run,
)
"""Show organisations side by side."""
