"""`replan`: a new plan from what has happened, and what is different in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, amount, limits
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import (
    STANDARD,
    must_be_writable,
    write,
    write_answer,
)
from omniprio.cli.goals import written
from omniprio.cli.here import Given, add_here, read_here
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence

if TYPE_CHECKING:
    import threading
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Sequence

    from omniprio.answers.replanning import Replanned
    from omniprio.cli.here import Given
    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_here(parser)
    parser.add_argument(
        "--price-per-period",
        type=amount,
        default=0.0,
        metavar="P",
        help=sentence("help.price per period"),
    )
    parser.add_argument(
        "--price-per-change",
        type=amount,
        default=0.0,
        metavar="P",
        help=sentence("help.price per change"),
    )
    add_question(parser, of_plan=True)
    parser.add_argument("--new-plan", metavar=sentence("help.FILE"), help=sentence("help.new plan"))
    parser.add_argument(
        "--suggested-shares", metavar=sentence("help.FILE"), help=sentence("help.suggested shares")
    )


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    must_be_writable(arguments.output)
    for further in filter(None, (arguments.new_plan, arguments.suggested_shares)):
        must_be_writable(further)
    here = read_here(arguments)
    task = _task(here, arguments, within.cancel)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        with here.told():
            found = task()
        with work.writing(found):
            _write(found, here.portfolio, arguments)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _task(here: Given, arguments: Namespace, cancel: threading.Event) -> Callable[[], Replanned]:
    """Return what is to be done with what is given."""
    from omniprio.answers.replanning import replan  # noqa: PLC0415  takes long to import

    goals = _goals(arguments, here.before)
    return partial(
        replan,
        here.before,
        here.portfolio,
        by=arguments.period,
        actual=here.actual,
        measured=here.measured,
        per_period=arguments.price_per_period,
        per_change=arguments.price_per_change,
        goals=goals,
        time_limit=arguments.time_limit,
        cancel=cancel,
    )


def _write(found: Replanned, portfolio: Portfolio, arguments: Namespace) -> None:
    """Write the answer and the new plan, each also where the other cannot be written."""
    in_answer = arguments.output == STANDARD and arguments.format == "json"
    try:
        if arguments.new_plan is not None:
            write(found.plan.to_json(), arguments.new_plan, instead=not in_answer)
        if arguments.suggested_shares is not None:
            _write_shares(found, portfolio, arguments)
    finally:
        write_answer("replan", found, arguments)


def _write_shares(found: Replanned, portfolio: Portfolio, arguments: Namespace) -> None:
    """Write the portfolio with the shares that measurements suggest."""
    from omniprio.answers.replanning import suggested_shares  # noqa: PLC0415  takes long to import

    suggested = suggested_shares(found.readings, portfolio)
    write(suggested.portfolio.to_json(), arguments.suggested_shares, instead=False)


def _goals(arguments: Namespace, before: Plan) -> Sequence[Goal]:
    """Return the goals asked for, or those of the plan."""
    goals: Sequence[Goal] = arguments.goals or tuple(result.goal for result in before.goals)
    if not goals:
        raise OptionError("--goals", "", sentence("usage.made by hand"), sentence("usage.say which"))
    if goals[0].target is not None and (arguments.price_per_period or arguments.price_per_change):
        problem, remedy = sentence("usage.soonest has no price"), sentence("usage.another first")
        raise OptionError("--goals", written(goals), problem, remedy)
    return goals


VERB = Verb(
    example=f"{PROGRAM} replan portfolio.json plan.json actuals.json --period 2 --price-per-period 0.01 --format text",
    declare=_declare,
    run=_run,
)
"""Plan anew."""
