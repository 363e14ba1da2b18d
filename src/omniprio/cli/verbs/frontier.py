"""`frontier`: the best plan for every budget or capacity of a team, or maturity against money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_question, amount, count, limits
from omniprio.cli.exits import Exit, OptionError
from omniprio.cli.files import (
    at_most_one_standard,
    must_be_writable,
    noted,
    read_plan,
)
from omniprio.cli.goals import without_slack, written
from omniprio.cli.names import add_budget
from omniprio.cli.reading import add_portfolio, read_portfolio
from omniprio.cli.searching import searching
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.errors import Fault, InvalidInputError, NoPlanFoundError
from omniprio.goals import DEFAULT_GOALS
from omniprio.language import sentence
from omniprio.optimise import prioritise
from omniprio.portfolio import MAIN_FUND

if TYPE_CHECKING:
    import threading
    from argparse import ArgumentParser, Namespace
    from typing import Never

    from omniprio.answers.frontiers import Frontier, TradeOff
    from omniprio.answers.frontiers.scaling import Varying
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]


def _declare(parser: ArgumentParser) -> None:
    add_portfolio(parser)
    add_question(parser)
    parser.add_argument(
        "--trade-off",
        action="store_true",
        help=sentence("help.trade-off"),
    )
    parser.add_argument("--plan", metavar=sentence("help.FILE"), help=sentence("help.known plan"))
    add_budget(parser, sentence("help.to vary"))
    parser.add_argument("--window", type=count, metavar="N", help=sentence("help.vary window"))
    parser.add_argument("--capacity", metavar=sentence("help.TEAM"), help=sentence("help.vary team"))
    parser.add_argument("--least", type=amount, default=0.0, metavar="M", help=sentence("help.least"))
    parser.add_argument("--most", type=amount, metavar="M", help=sentence("help.most"))
    parser.add_argument(
        "--max-points", type=count, default=200, metavar="N", help=sentence("help.max points")
    )


def _run(arguments: Namespace) -> Exit:
    without_slack(arguments.goals)
    within = limits(arguments)
    _refuse(arguments)
    at_most_one_standard(portfolio=arguments.portfolio, plan=arguments.plan)
    must_be_writable(arguments.output)
    portfolio = read_portfolio(arguments.portfolio, arguments)
    with noted(arguments.portfolio):  # what cannot vary, before long work begins
        _varying(portfolio, arguments)
    known = None if arguments.plan is None else _known(arguments.plan, portfolio)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        if arguments.trade_off:
            found: TradeOff | Frontier = _trade_off(portfolio, arguments, known, within.cancel)
            work.write_answer("trade-off", found)
        else:
            found = _frontier(portfolio, arguments, known, within.cancel)
            work.write_answer("frontier", found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN


def _refuse(arguments: Namespace) -> None:
    """Refuse options that contradict each other."""
    if arguments.most is not None and arguments.most < arguments.least:
        problem, remedy = sentence("usage.below least"), sentence("usage.give that")
        raise OptionError("--most", str(arguments.most), problem, remedy)
    if arguments.capacity is not None and (arguments.budget, arguments.window) != (MAIN_FUND, None):
        problem, remedy = sentence("usage.capacity beside budget"), sentence("usage.one to vary")
        raise OptionError("--capacity", arguments.capacity, problem, remedy)
    if not arguments.trade_off:
        return
    given = arguments.budget, arguments.window, arguments.capacity, arguments.least, arguments.most
    if given != (MAIN_FUND, None, None, 0.0, None):
        raise OptionError("--trade-off", "", sentence("usage.no budget"), sentence("usage.leave budget"))
    if arguments.goals is not None and [goal.side for goal in arguments.goals] != ["maturity", "money"]:
        problem, remedy = sentence("usage.not one of each"), sentence("usage.one of each")
        raise OptionError("--goals", written(arguments.goals), problem, remedy)


def _known(name: str, portfolio: Portfolio) -> Plan:
    """Return the plan in a file, refused where it is one of another portfolio."""
    plan = read_plan(name)
    if plan.portfolio != portfolio:
        fault = Fault(
            "portfolio", sentence("faults.not the one given"), sentence("remedies.portfolio of plan")
        )
        raise InvalidInputError([fault])
    return plan


def _trade_off(
    portfolio: Portfolio, arguments: Namespace, known: Plan | None, cancel: threading.Event
) -> TradeOff:
    from omniprio.answers.frontiers import trade_off  # noqa: PLC0415  takes long to import

    found = trade_off(
        portfolio,
        *(arguments.goals or DEFAULT_GOALS),
        max_points=arguments.max_points,
        known=known,
        time_limit=arguments.time_limit,
        cancel=cancel,
    )
    if not found.points:
        _say_why_none(portfolio, arguments, found.ended)
    return found


def _frontier(
    portfolio: Portfolio, arguments: Namespace, known: Plan | None, cancel: threading.Event
) -> Frontier:
    from omniprio.answers.frontiers import frontier  # noqa: PLC0415  takes long to import

    found = frontier(
        portfolio,
        arguments.goals,
        budget=arguments.budget,
        window=arguments.window,
        team=arguments.capacity,
        least=arguments.least,
        most=arguments.most,
        max_points=arguments.max_points,
        known=known,
        time_limit=arguments.time_limit,
        cancel=cancel,
    )
    if not found.points:
        _say_why_none(_with_most(portfolio, found, arguments), arguments, found.ended)
    return found


def _with_most(portfolio: Portfolio, found: Frontier, arguments: Namespace) -> Portfolio:
    """Return the portfolio with the greatest amount looked at."""
    varied = _varying(portfolio, arguments)
    most = max(varied.most, found.least) if found.most is None else found.most
    return varied.as_asked(most)


def _varying(portfolio: Portfolio, arguments: Namespace) -> Varying:
    from omniprio.answers.frontiers.scaling import varying  # noqa: PLC0415  takes long to import

    return varying(portfolio, arguments.budget, arguments.window, arguments.capacity)


def _say_why_none(portfolio: Portfolio, arguments: Namespace, ended: str) -> Never:
    """Raise why there is no plan even with the greatest budget."""
    if ended == "finished":
        prioritise(portfolio, arguments.goals, time_limit=arguments.time_limit)
    raise NoPlanFoundError(ended)


VERB = Verb(
    example=f"{PROGRAM} frontier portfolio.json --format text --most 3000 --time-limit 60",
    declare=_declare,
    run=_run,
)
"""Vary a budget."""
