"""`programme`: what the initiatives that several organisations share would do for all of them, per money."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_format, add_output, add_time_limit, amount, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import (
    at_most_one_standard,
    must_be_writable,
    path_of,
    write_answer,
)
from omniprio.cli.reading import add_reading, read_portfolio
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence
from omniprio.solver.interrupt import cancelled_by_signals

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

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
    add_output(parser)
    add_format(parser)
    add_reading(parser)


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.programme_budgets import programme_within  # noqa: PLC0415  only this verb needs it
    from omniprio.answers.programmes import programme  # noqa: PLC0415  likewise

    within = limits(arguments)
    at_most_one_standard(**dict(zip(_members(arguments.portfolios), arguments.portfolios, strict=True)))
    must_be_writable(arguments.output)
    names = _members(arguments.portfolios)
    portfolios = {
        name: read_portfolio(file, arguments) for name, file in zip(names, arguments.portfolios, strict=True)
    }
    with cancelled_by_signals(within.cancel):  # until the answer is written
        if arguments.budget is None:
            found: Answer = programme(portfolios, time_limit=within.time_limit, cancel=within.cancel)
            write_answer("programme", found, arguments)
        else:
            budget = arguments.budget
            found = programme_within(portfolios, budget, time_limit=within.time_limit, cancel=within.cancel)
            write_answer("programme-within", found, arguments)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _members(files: Sequence[str]) -> list[str]:
    """Return what the member of each file is called: the name of its file, the whole path where two have the same."""
    stems = [path_of(name).stem for name in files]
    times = Counter(stems)
    return [stem if times[stem] == 1 else name for stem, name in zip(stems, files, strict=True)]


VERB = Verb(
    name="programme",
    summary=sentence("help.verb programme"),
    example=f"{PROGRAM} programme north.json south.json --format text",
    declare=_declare,
    run=_run,
)
"""Look at a programme."""
