"""`profile`: where one organisation is, from bids or answers, and the portfolio that starts from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.assessment import AnsweredProfile, ChannelProfile
from omniprio.assessment.raters import Method
from omniprio.cli.arguments import add_format, add_questionnaire
from omniprio.cli.exits import Exit, UsageError
from omniprio.cli.files import at_most_one_standard, must_be_writable, write, write_answer
from omniprio.cli.profiles import profile_in
from omniprio.cli.reading import add_reading, read_portfolio
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.assessment import Profile

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("said", metavar=sentence("help.FILE"), help=sentence("help.what is said"))
    parser.add_argument(
        "--portfolio", metavar=sentence("help.FILE"), help=sentence("help.portfolio of profile")
    )
    parser.add_argument("--started", metavar=sentence("help.FILE"), help=sentence("help.started"))
    parser.add_argument(
        "--method", choices=get_args(Method), default="median", help=sentence("help.method of bids")
    )
    add_questionnaire(parser)
    add_format(parser)
    add_reading(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.assessment import starting_from  # noqa: PLC0415  few verbs need it

    if arguments.started is not None and arguments.portfolio is None:
        raise UsageError(sentence("usage.started needs portfolio"))
    at_most_one_standard(said=arguments.said, portfolio=arguments.portfolio)
    for name in filter(None, (arguments.output, arguments.started)):
        must_be_writable(name)
    portfolio = None if arguments.portfolio is None else read_portfolio(arguments.portfolio, arguments)
    found = profile_in(arguments.said, arguments, None if portfolio is None else portfolio.disc)
    if portfolio is not None and arguments.started is not None:
        write(starting_from(portfolio, found).to_json(), arguments.started, instead=False)
    write_answer(_document(found), found, arguments)
    return Exit.DONE


def _document(found: Profile) -> str:
    """Return what the document of a profile is called."""
    if isinstance(found, AnsweredProfile):
        return "answered-profile"
    return "channel-profile" if isinstance(found, ChannelProfile) else "combined-profile"


VERB = Verb(
    example=f"{PROGRAM} profile bids.json --portfolio portfolio.json --started started.json --format text",
    declare=_declare,
    run=_run,
)
"""Make a profile."""
