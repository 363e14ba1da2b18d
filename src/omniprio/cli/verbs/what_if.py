"""`what-if`: a portfolio on sliders and switches in the browser, and the plan that moves with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_goals, add_time_limit, limits
from omniprio.cli.page_served import open_page
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.spoken import language_of
from omniprio.cli.verb import PROGRAM, Verb

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.cli.exits import Exit

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_goals(parser)
    add_time_limit(parser, words="help.time limit of page")


def _run(arguments: Namespace) -> Exit:
    from omniprio.what_if.asked import Asked  # noqa: PLC0415  few verbs need it
    from omniprio.what_if.serving import must_be_installed  # noqa: PLC0415

    within = limits(arguments)
    must_be_installed()
    asked = Asked(
        portfolio=read_portfolio(arguments.portfolio, arguments),
        goals=arguments.goals,
        language=language_of(arguments),
        most=within.time_limit,
    )
    return open_page("what_if", asked, arguments)


VERB = Verb(
    example=f"{PROGRAM} what-if portfolio.json --language da",
    declare=_declare,
    run=_run,
    output="help.output of page",
)
"""Try out what if."""
