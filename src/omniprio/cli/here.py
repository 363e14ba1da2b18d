"""Where we are, as arguments: what is wanted now, the plan that was promised, what has begun, and what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.cli.arguments import whole
from omniprio.cli.exits import OptionError
from omniprio.cli.files import at_most_one_standard, read_document, read_plan
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from omniprio.answers.replanning import Actual
    from omniprio.plan import Plan
    from omniprio.portfolio import Measurement, Portfolio

__all__ = ["Given", "add_here", "read_here"]


class Given(NamedTuple):
    """Where we are, as it was given.

    Attributes:
        portfolio: What is known and wanted now.
        before: The plan that was promised.
        actual: What has begun, by id; None where all went as planned.
        measured: How far fields were found to be.
    """

    portfolio: Portfolio
    before: Plan
    actual: Mapping[str, Actual] | None
    measured: tuple[Measurement, ...]


def add_here(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_portfolio(parser)
    parser.add_argument("plan", metavar=sentence("help.plan"), help=sentence("help.promised plan"))
    parser.add_argument(
        "actuals", nargs="?", metavar=sentence("help.actuals"), help=sentence("help.what has begun")
    )
    parser.add_argument("--period", type=whole, required=True, metavar="T", help=sentence("help.period"))


def read_here(arguments: Namespace) -> Given:
    """Return what was given.

    Args:
        arguments: Those that `add_here` has added.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: One is not what it is to be; a note says which.
        OptionError: The portfolio has no such period.
    """
    at_most_one_standard(portfolio=arguments.portfolio, plan=arguments.plan, actuals=arguments.actuals)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    if not 0 <= arguments.period <= portfolio.periods:
        given = str(arguments.period)
        remedy = sentence("remedies.period to", most=portfolio.periods)
        raise OptionError("--period", given, sentence("faults.is", value=given), remedy)
    before = read_plan(arguments.plan)
    if arguments.actuals is None:
        return Given(portfolio, before, None, ())
    from omniprio.documents.actuals import Actuals  # noqa: PLC0415  takes long to import

    actuals = read_document(arguments.actuals, Actuals)
    return Given(portfolio, before, actuals.actual, actuals.measured)
