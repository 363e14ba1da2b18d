"""`assess`: where many stand, from their answers to a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.answers.standing import group_standing
from omniprio.answers.standing.members import Of
from omniprio.assessment.raters import Method
from omniprio.cli.arguments import add_format, add_output, add_questionnaire, count, day, questionnaire_of
from omniprio.cli.exits import Exit, FileError
from omniprio.cli.files import must_be_writable, path_of, read_document, write_answer
from omniprio.cli.streams import reason
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.disc import Disc
from omniprio.io.survey_tables import Form, read_survey
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.assessment import Survey

__all__ = ["VERB"]

_SMALLEST = 5


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "answers", nargs="+", metavar=sentence("help.FILE"), help=sentence("help.answers of many")
    )
    add_questionnaire(parser)
    parser.add_argument("--disc", metavar=sentence("help.FILE"), help=sentence("help.disc"))
    parser.add_argument("--rows", choices=get_args(Form), help=sentence("help.rows"))
    parser.add_argument("--own", default="", metavar=sentence("help.NAME"), help=sentence("help.own"))
    parser.add_argument("--of", choices=get_args(Of), default="organisations", help=sentence("help.of"))
    parser.add_argument("--method", choices=get_args(Method), default="median", help=sentence("help.method"))
    parser.add_argument(
        "--smallest", type=count, default=_SMALLEST, metavar="N", help=sentence("help.smallest", n=_SMALLEST)
    )
    parser.add_argument("--since", type=day, metavar=sentence("help.DATE"), help=sentence("help.since"))
    parser.add_argument("--at", type=day, metavar=sentence("help.DATE"), help=sentence("help.at"))
    parser.add_argument(
        "--provenance", default="", metavar=sentence("help.TEXT"), help=sentence("help.provenance")
    )
    add_output(parser)
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    must_be_writable(arguments.output)
    disc = None if arguments.disc is None else read_document(arguments.disc, Disc)
    found = group_standing(
        _survey(arguments),
        disc=disc,
        own=arguments.own,
        of=arguments.of,
        method=arguments.method,
        smallest=arguments.smallest,
        since=arguments.since,
        at=arguments.at,
    )
    write_answer("standing", found, arguments)
    return Exit.DONE


def _survey(arguments: Namespace) -> Survey:
    asked = questionnaire_of(arguments)
    try:
        paths = [path_of(name) for name in arguments.answers]
        return read_survey(paths, asked, form=arguments.rows, provenance=arguments.provenance)
    except OSError as error:
        name = str(error.filename or arguments.answers[0])
        raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None


VERB = Verb(
    name="assess",
    summary=sentence("help.verb assess"),
    example=f"{PROGRAM} assess answers.csv --rows wide --own 'Shop A' --format text",
    declare=_declare,
    run=_run,
)
"""Assess many."""
