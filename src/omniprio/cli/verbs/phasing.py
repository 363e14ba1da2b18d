"""`phasing`: what the same money would allow if all of it were there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted
from omniprio.cli.goals import without_slack
from omniprio.cli.names import add_budget
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_question(parser)
    add_budget(parser, sentence("help.that is phased"))


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.frontiers import phased_better  # noqa: PLC0415  takes long to import

    without_slack(arguments.goals)
    within = limits(arguments)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        with noted(arguments.portfolio):
            found = phased_better(
                portfolio,
                arguments.goals,
                budget=arguments.budget,
                time_limit=arguments.time_limit,
                cancel=within.cancel,
            )
        work.write_answer("phasing", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


VERB = Verb(
    example=f"{PROGRAM} phasing portfolio.json --format text",
    declare=_declare,
    run=_run,
)
"""Phase better."""
