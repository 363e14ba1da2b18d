"""The plan of a page: one that is given, the best one, one from what raters say, or a new one after what has happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import whole
from omniprio.cli.bids import bids_in
from omniprio.cli.exits import OptionError
from omniprio.cli.files import at_most_one_standard, noted
from omniprio.cli.goals import written
from omniprio.cli.here import here_in
from omniprio.cli.sources import must_keep_goals
from omniprio.language import sentence
from omniprio.optimise import prioritise
from omniprio.plan import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.deadline import Deadline
    from omniprio.options import Options
    from omniprio.portfolio import Portfolio
    from omniprio.report.answers import Answer

__all__ = ["add_page_plan", "must_make_sense", "plan_of_page"]


def add_page_plan(parser: ArgumentParser) -> None:
    """Add what the plan of the page is made from, beside the portfolio."""
    part = parser.add_argument_group(sentence("help.plan made from"))
    file = sentence("help.FILE")
    part.add_argument("--raters", metavar=file, help=sentence("help.raters beside"))
    part.add_argument("--before", metavar=file, help=sentence("help.before beside"))
    part.add_argument("--actuals", metavar=file, help=sentence("help.what has begun"))
    part.add_argument("--period", type=whole, metavar="T", help=sentence("help.period"))
    part.add_argument("--upheaval", action="store_true", help=sentence("help.upheaval beside"))


def must_make_sense(arguments: Namespace) -> None:
    """Refuse options that say nothing without others, or contradict each other.

    Args:
        arguments: Those that `add_page_plan` has added.

    Raises:
        OptionError: One of them does.
        UsageError: Two files are standard input.
    """
    if arguments.before is None:
        for option, given in (
            ("--actuals", arguments.actuals),
            ("--period", arguments.period),
            ("--upheaval", arguments.upheaval or None),
        ):
            if given is not None:
                shown = "" if given is True else str(given)
                raise OptionError(
                    option, shown, sentence("usage.needs before"), sentence("usage.give before")
                )
        return
    if arguments.period is None:
        raise OptionError(
            "--before", arguments.before, sentence("usage.needs period"), sentence("usage.give period")
        )
    if arguments.raters is not None:
        raise OptionError(
            "--raters", arguments.raters, sentence("usage.other plan"), sentence("usage.leave it out")
        )
    at_most_one_standard(source=arguments.source, plan=arguments.before, actuals=arguments.actuals)


def plan_of_page(
    source: Portfolio | Plan, arguments: Namespace, within: Options, deadline: Deadline
) -> tuple[Plan, list[Answer]]:
    """Return the plan of the page, and the answers that it comes with.

    Args:
        source: What was read.
        arguments: Those of the command line.
        within: The limits of the search.
        deadline: When to stop; with answers and other plans to come, the plan has an equal share of the time.

    Raises:
        OptionError: Something is asked for that a plan that is given does not have.
    """
    must_keep_goals(source, arguments.goals)
    made = "--raters" if arguments.raters is not None else "--before" if arguments.before is not None else ""
    if isinstance(source, Plan):
        if made:
            problem, remedy = sentence("usage.makes a plan"), sentence("usage.give the portfolio")
            raise OptionError(made, str(arguments.raters or arguments.before), problem, remedy)
        return source, []
    if made == "--raters":
        return _by_rater(source, arguments, deadline)
    if made == "--before":
        return _anew(source, arguments, deadline)
    seconds, parts = within.time_limit, 1 + bool(arguments.asked) + len(arguments.beside)
    plan = prioritise(
        source,
        arguments.goals,
        time_limit=None if seconds is None else seconds / parts,
        work_limit=within.work_limit,
        gap=within.gap,
        engine=within.engine,
        certify=within.certify,
        cancel=within.cancel,
    )
    return plan, []


def _by_rater(portfolio: Portfolio, arguments: Namespace, deadline: Deadline) -> tuple[Plan, list[Answer]]:
    """Return the plan from what all raters say together, with the one under each of them."""
    from omniprio.answers.by_rater import plan_by_rater  # noqa: PLC0415  few pages need it

    bids = bids_in(arguments.raters, portfolio.disc)
    with noted(arguments.raters):
        found = plan_by_rater(
            portfolio,
            bids.marked,
            arguments.goals,
            time_limit=deadline.share(0.5).limit,
            cancel=deadline.cancel,
        )
    return found.plan, [found]


def _anew(portfolio: Portfolio, arguments: Namespace, deadline: Deadline) -> tuple[Plan, list[Answer]]:
    """Return the new plan, with what has changed and, where it is asked for, what more changes would bring."""
    from omniprio.answers.replanning import replan, upheaval_curve  # noqa: PLC0415  few pages need it

    here = here_in(portfolio, arguments.before, arguments.actuals, arguments.period)
    goals = arguments.goals or tuple(result.goal for result in here.before.goals)
    if not goals:
        raise OptionError("--goals", "", sentence("usage.made by hand"), sentence("usage.say which"))
    if arguments.upheaval and goals[0].target is not None:
        problem, remedy = sentence("usage.soonest has no price"), sentence("usage.another first")
        raise OptionError("--goals", written(goals), problem, remedy)
    found: list[Answer] = []
    with here.told():
        now = replan(
            here.before,
            here.portfolio,
            by=arguments.period,
            actual=here.actual,
            measured=here.measured,
            goals=goals,
            time_limit=deadline.share(0.5).limit,
            cancel=deadline.cancel,
        )
        found.append(now)
        if arguments.upheaval:
            curve = upheaval_curve(
                here.before,
                here.portfolio,
                by=arguments.period,
                actual=here.actual,
                measured=here.measured,
                goals=goals,
                time_limit=deadline.share(0.5).limit,
                cancel=deadline.cancel,
            )
            found.append(curve)
    return now.plan, found
