"""Where a group stands, as arguments: the answers of many, and how they are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.answers.standing import group_standing
from omniprio.answers.standing.members import Of
from omniprio.assessment.raters import Method
from omniprio.cli.arguments import add_questionnaire, count, day, questionnaire_of
from omniprio.cli.exits import FileError
from omniprio.cli.files import path_of
from omniprio.cli.streams import reason
from omniprio.io.survey_tables import Form, read_survey
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup
    from collections.abc import Sequence

    from omniprio.answers.standing import GroupStanding
    from omniprio.assessment import Survey
    from omniprio.disc import Disc

__all__ = ["add_reading_of_survey", "add_standing", "standing_of", "survey_in"]

_SMALLEST = 5


def add_reading_of_survey(parser: ArgumentParser | _ArgumentGroup) -> None:
    """Add what is to be known to read answers; `survey_in` reads them."""
    add_questionnaire(parser)
    parser.add_argument("--rows", choices=get_args(Form), help=sentence("help.rows"))
    parser.add_argument(
        "--provenance", default="", metavar=sentence("help.TEXT"), help=sentence("help.provenance")
    )


def add_standing(parser: ArgumentParser | _ArgumentGroup) -> None:
    """Add how a group is looked at; `standing_of` does it."""
    add_reading_of_survey(parser)
    parser.add_argument("--own", default="", metavar=sentence("help.NAME"), help=sentence("help.own"))
    parser.add_argument("--of", choices=get_args(Of), default="organisations", help=sentence("help.of"))
    parser.add_argument("--method", choices=get_args(Method), default="median", help=sentence("help.method"))
    parser.add_argument(
        "--smallest", type=count, default=_SMALLEST, metavar="N", help=sentence("help.smallest", n=_SMALLEST)
    )
    parser.add_argument("--since", type=day, metavar=sentence("help.DATE"), help=sentence("help.since"))
    parser.add_argument("--at", type=day, metavar=sentence("help.DATE"), help=sentence("help.at"))


def standing_of(files: Sequence[str], arguments: Namespace, disc: Disc | None) -> GroupStanding:
    """Return where the group stands.

    Args:
        files: The files with the answers.
        arguments: Those that `add_standing` has added.
        disc: The disc that the questions speak to; None for the customer-centricity disc.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: Something in it is wrong, or an option makes no sense.
    """
    return group_standing(
        survey_in(files, arguments),
        disc=disc,
        own=arguments.own,
        of=arguments.of,
        method=arguments.method,
        smallest=arguments.smallest,
        since=arguments.since,
        at=arguments.at,
    )


def survey_in(files: Sequence[str], arguments: Namespace) -> Survey:
    """Return the answers in some files.

    Args:
        files: The files.
        arguments: Those that `add_reading_of_survey` has added.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: Something in it is wrong.
    """
    asked = questionnaire_of(arguments)
    try:
        paths = [path_of(name) for name in files]
        return read_survey(paths, asked, form=arguments.rows, provenance=arguments.provenance)
    except OSError as error:
        name = str(error.filename or files[0])
        raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None
