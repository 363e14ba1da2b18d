"""`plan`: from a portfolio to its best plan."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format, add_goals, add_limits, add_output, add_portfolio, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, read_portfolio, write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.live import live_progress
from omniprio.optimise import prioritise

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from omniprio.options import RunProgress

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_output(parser)
    add_goals(parser)
    add_limits(parser)
    add_format(parser)
    parser.add_argument(
        "--progress",
        action="store_const",
        const="terminal",
        help="show on standard error how far the search is, if that is a terminal",
    )
    parser.add_argument(
        "--progress-always",
        dest="progress",
        action="store_const",
        const="always",
        help="the same wherever standard error goes, as a line every few seconds where it is no terminal",
    )


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio)
    with _progress(arguments.progress) as tell:
        plan = prioritise(
            portfolio,
            arguments.goals,
            time_limit=within.time_limit,
            work_limit=within.work_limit,
            gap=within.gap,
            on_progress=tell,
        )
    write(plan.to_json() if arguments.format == "json" else plan.summary(), arguments.output)
    return Exit.DONE if plan.proven else Exit.NOT_PROVEN


def _progress(asked: str | None) -> AbstractContextManager[Callable[[RunProgress], None] | None]:
    """Return what shows how far the search is, if that is asked for."""
    wanted = asked == "always" or (asked == "terminal" and sys.stderr.isatty())
    return live_progress() if wanted else nullcontext()


VERB = Verb(
    name="plan",
    summary="Find the best plan of a portfolio",
    example=f"{PROGRAM} plan portfolio.json -o plan.json --goals fastest,least-cost --time-limit 60",
    declare=_declare,
    run=_run,
)
"""Find the best plan."""
