"""`programme`: what the initiatives that several organisations share would do for all of them, per money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format, add_time_limit, amount, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import (
    must_be_writable,
)
from omniprio.cli.members import members_in
from omniprio.cli.reading import add_reading
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.answer import Answer

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "portfolios",
        nargs="+",
        metavar=sentence("help.portfolio"),
        help=sentence("help.portfolios of members"),
    )
    parser.add_argument("--budget", type=amount, metavar="M", help=sentence("help.budget of programme"))
    add_time_limit(parser)
    add_format(parser)
    add_reading(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.programme_budgets import programme_within  # noqa: PLC0415  only this verb needs it
    from omniprio.answers.programmes import programme  # noqa: PLC0415  likewise

    within = limits(arguments)
    must_be_writable(arguments.output)
    portfolios = members_in(arguments.portfolios, arguments)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        if arguments.budget is None:
            found: Answer = programme(portfolios, time_limit=within.time_limit, cancel=within.cancel)
            work.write_answer("programme", found)
        else:
            budget = arguments.budget
            found = programme_within(portfolios, budget, time_limit=within.time_limit, cancel=within.cancel)
            work.write_answer("programme-within", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


VERB = Verb(
    example=f"{PROGRAM} programme north.json south.json --format text",
    declare=_declare,
    run=_run,
)
"""Look at a programme."""
