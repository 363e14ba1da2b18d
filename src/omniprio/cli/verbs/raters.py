"""`raters`: a plan under each rater, and the disagreements that would change the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.assessment.raters import Method
from omniprio.cli.arguments import add_question, limits
from omniprio.cli.bids import bids_in
from omniprio.cli.exits import Exit
from omniprio.cli.files import (
    at_most_one_standard,
    must_be_writable,
    noted,
)
from omniprio.cli.goals import without_slack
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument("bids", metavar=sentence("help.bids"), help=sentence("help.the bids"))
    parser.add_argument(
        "--method", choices=get_args(Method), default="median", help=sentence("help.method of bids")
    )
    add_question(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.by_rater import plan_by_rater  # noqa: PLC0415  takes long to import

    without_slack(arguments.goals)
    within = limits(arguments)
    at_most_one_standard(portfolio=arguments.portfolio, bids=arguments.bids)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    bids = bids_in(arguments.bids, portfolio.disc)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        with noted(arguments.bids):
            found = plan_by_rater(
                portfolio,
                bids.marked,
                arguments.goals,
                method=arguments.method,
                time_limit=within.time_limit,
                cancel=within.cancel,
            )
        work.write_answer("raters", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


VERB = Verb(
    example=f"{PROGRAM} raters portfolio.json bids.json --format text",
    declare=_declare,
    run=_run,
)
"""Plan under each rater."""
