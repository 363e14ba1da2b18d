"""`nested`: one ranked list to cut from below, for a budget that is not known yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, amount, limits
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import must_be_writable, noted
from omniprio.cli.goals import without_slack, written
from omniprio.cli.names import add_budget, must_be_known
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument("amounts", nargs="+", type=amount, metavar="M", help=sentence("help.amounts"))
    parser.add_argument(
        "--weights", nargs="+", type=amount, metavar="W", help=sentence("help.weights of amounts")
    )
    add_question(parser)
    add_budget(parser, sentence("help.to vary"))


def _run(arguments: Namespace) -> Exit:
    from omniprio.answers.nesting import nested  # noqa: PLC0415  takes long to import

    without_slack(arguments.goals)
    within = limits(arguments)
    _refuse(arguments)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    with noted(arguments.portfolio):
        must_be_known([arguments.budget], portfolio, "budgets")
    with searching(arguments, within.cancel) as work:  # until the answer is written
        found = nested(
            portfolio,
            arguments.amounts,
            arguments.goals,
            weights=arguments.weights,
            budget=arguments.budget,
            time_limit=arguments.time_limit,
            cancel=within.cancel,
        )
        work.write_answer("nested", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _refuse(arguments: Namespace) -> None:
    """Refuse weights that do not fit the amounts, and goals that have no value to add up."""
    given = arguments.weights
    if given is not None and (len(given) != len(arguments.amounts) or not all(given)):
        shown = " ".join(f"{weight:g}" for weight in given)
        problem, remedy = sentence("usage.not one each"), sentence("usage.weight for each")
        raise OptionError("--weights", shown, problem, remedy)
    if any(goal.target is not None for goal in arguments.goals or ()):
        problem, remedy = sentence("faults.may be never"), sentence("remedies.goal to sum up")
        raise OptionError("--goals", written(arguments.goals), problem, remedy)


VERB = Verb(
    example=f"{PROGRAM} nested portfolio.json 1000 2000 3000 --format text --time-limit 60",
    declare=_declare,
    run=_run,
)
"""Rank for an unknown budget."""
