"""`replan`: a new plan from what has happened, and what is different in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from omniprio.cli.arguments import (
    add_format,
    add_goals,
    add_output,
    add_portfolio,
    add_time_limit,
    amount,
    limits,
    whole,
)
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import (
    STANDARD,
    at_most_one_standard,
    must_be_writable,
    noted,
    read_document,
    read_plan,
    read_portfolio,
    write,
    write_answer,
)
from omniprio.cli.goals import written
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.language import sentence
from omniprio.solver.interrupt import cancelled_by_signals

if TYPE_CHECKING:
    import threading
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.answers.replanning import Actual, Replanned
    from omniprio.goals import Goal
    from omniprio.plan import Plan

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    parser.add_argument("plan", metavar=sentence("help.plan"), help=sentence("help.promised plan"))
    parser.add_argument(
        "actuals",
        nargs="?",
        metavar=sentence("help.actuals"),
        help=sentence("help.what has begun"),
    )
    parser.add_argument("--period", type=whole, required=True, metavar="T", help=sentence("help.period"))
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
    add_goals(parser, None)
    add_time_limit(parser)
    add_output(parser)
    parser.add_argument("--new-plan", metavar=sentence("help.FILE"), help=sentence("help.new plan"))
    add_format(parser)


def _run(arguments: Namespace) -> Exit:
    within = limits(arguments)
    at_most_one_standard(portfolio=arguments.portfolio, plan=arguments.plan, actuals=arguments.actuals)
    must_be_writable(arguments.output)
    if arguments.new_plan is not None:
        must_be_writable(arguments.new_plan)
    task = _task(arguments, within.cancel)
    with cancelled_by_signals(within.cancel):  # until the answer is written
        with noted(arguments.actuals or arguments.plan):
            found = task()
        _write(found, arguments)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _task(arguments: Namespace, cancel: threading.Event) -> Callable[[], Replanned]:
    """Read what is given, and return what is to be done with it."""
    from omniprio.answers.replanning import replan  # noqa: PLC0415  takes long to import

    portfolio = read_portfolio(arguments.portfolio)
    if not 0 <= arguments.period <= portfolio.periods:
        given = str(arguments.period)
        remedy = sentence("remedies.period to", most=portfolio.periods)
        raise OptionError("--period", given, sentence("faults.is", value=given), remedy)
    before = read_plan(arguments.plan)
    goals = _goals(arguments, before)
    actual = None if arguments.actuals is None else _actual(arguments.actuals)
    return partial(
        replan,
        before,
        portfolio,
        by=arguments.period,
        actual=actual,
        per_period=arguments.price_per_period,
        per_change=arguments.price_per_change,
        goals=goals,
        time_limit=arguments.time_limit,
        cancel=cancel,
    )


def _write(found: Replanned, arguments: Namespace) -> None:
    """Write the answer and the new plan, each also where the other cannot be written."""
    in_answer = arguments.output == STANDARD and arguments.format == "json"
    try:
        if arguments.new_plan is not None:
            write(found.plan.to_json(), arguments.new_plan, instead=not in_answer)
    finally:
        write_answer("replan", found, arguments)


def _actual(name: str) -> Mapping[str, Actual]:
    from omniprio.documents.actuals import Actuals  # noqa: PLC0415  takes long to import

    return read_document(name, Actuals).actual


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
    name="replan",
    summary=sentence("help.verb replan"),
    example=f"{PROGRAM} replan portfolio.json plan.json actuals.json --period 2 --price-per-period 0.01 --format text",
    declare=_declare,
    run=_run,
)
"""Plan anew."""
