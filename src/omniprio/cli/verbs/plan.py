"""`plan`: from a portfolio to its best plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from omniprio.cli.arguments import add_engine, add_format, add_goals, add_limits, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable
from omniprio.cli.progress import search_shown
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence
from omniprio.optimise import prioritise
from omniprio.options import Ties

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_goals(parser)
    add_limits(parser)
    add_engine(parser)
    parser.add_argument("--ties", choices=get_args(Ties), default="early", help=sentence("help.ties"))
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    with searching(arguments, within.cancel, search_shown) as work:  # until the plan is written
        plan = prioritise(
            portfolio,
            arguments.goals,
            time_limit=within.time_limit,
            work_limit=within.work_limit,
            gap=within.gap,
            ties=arguments.ties,
            engine=within.engine,
            certify=within.certify,
            on_progress=work.tell,
            cancel=within.cancel,
        )
        work.write_answer("plan", plan)
    return Exit.DONE if plan.proven else Exit.NOT_PROVEN


VERB = Verb(
    example=f"{PROGRAM} plan portfolio.json -o plan.json --goals fastest,least-cost --time-limit 60",
    declare=_declare,
    run=_run,
)
"""Find the best plan."""
