"""The files that a page shows beside its plan: other plans, and what bids, surveys, organisations and members come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.arguments import amount
from omniprio.cli.files import at_most_one_standard
from omniprio.cli.members import members_in, named
from omniprio.cli.profiles import profile_in
from omniprio.cli.reading import read_given
from omniprio.cli.survey import add_standing, standing_of
from omniprio.language import sentence
from omniprio.optimise import prioritise
from omniprio.plan import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from omniprio.deadline import Deadline
    from omniprio.portfolio import Portfolio
    from omniprio.report.answers import Answer

__all__ = ["add_beside", "found_beside", "others_in", "plans_beside"]


def add_beside(parser: ArgumentParser) -> None:
    """Add the files, and how they are looked at."""
    parser.add_argument(
        "--beside",
        metavar=sentence("help.FILE"),
        nargs="+",
        action="extend",
        default=[],
        help=sentence("help.plans beside"),
    )
    part = parser.add_argument_group(sentence("help.where we are"))
    file = sentence("help.FILE")
    part.add_argument("--bids", metavar=file, help=sentence("help.bids beside"))
    part.add_argument(
        "--survey", metavar=file, action="append", default=[], help=sentence("help.survey beside")
    )
    add_standing(part)
    part.add_argument(
        "--organisation",
        metavar=file,
        action="append",
        default=[],
        help=sentence("help.organisations beside"),
    )
    part.add_argument(
        "--member", metavar=file, action="append", default=[], help=sentence("help.members beside")
    )
    part.add_argument("--member-budget", type=amount, metavar="M", help=sentence("help.budget of programme"))


def found_beside(arguments: Namespace, plan: Plan, deadline: Deadline) -> list[Answer]:
    """Return what was found in the files that were given.

    Args:
        arguments: Those that `add_beside` has added.
        plan: The plan of the page, whose disc bids and questions are about.
        deadline: When to stop.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: One is not what it is to be; a note says which.
    """
    found: list[Answer] = []
    if arguments.bids is not None:
        found.append(profile_in(arguments.bids, arguments, plan.portfolio.disc))
    if arguments.survey:
        found.append(standing_of(arguments.survey, arguments, plan.portfolio.disc))
    if arguments.organisation:
        found.append(_side_by_side(arguments, plan))
    if arguments.member:
        found.append(_programme(arguments, deadline))
    return found


def others_in(arguments: Namespace) -> dict[str, Portfolio | Plan]:
    """Return the portfolios and plans to show beside that of the page, by the names of their files.

    Args:
        arguments: Those that `add_beside` has added.

    Raises:
        FileError: A file cannot be read.
        InvalidInputError: One is neither a portfolio nor a plan; a note says which.
        UsageError: Two files are standard input.
    """
    files = arguments.beside
    at_most_one_standard(source=arguments.source, **dict(zip(named(files), files, strict=True)))
    return {name: read_given(file, arguments) for name, file in zip(named(files), files, strict=True)}


def plans_beside(
    others: Mapping[str, Portfolio | Plan], plan: Plan, arguments: Namespace, deadline: Deadline
) -> dict[str, Plan]:
    """Return the plans to show beside that of the page; a portfolio is planned for the goals of that one.

    Args:
        others: What was read, by the name to show.
        plan: The plan of the page.
        arguments: Those of the command line.
        deadline: When to stop; answers that are asked for have an equal share of the time.
    """
    goals = [result.goal for result in plan.goals] or None
    found: dict[str, Plan] = {}
    for place, (name, one) in enumerate(others.items()):
        own = deadline.share(1 / (len(others) - place + bool(arguments.asked)))
        if isinstance(one, Plan):
            found[name] = one
        else:
            found[name] = prioritise(one, goals, time_limit=own.limit, cancel=own.cancel)
    return found


def _side_by_side(arguments: Namespace, plan: Plan) -> Answer:
    from omniprio.answers.standing import side_by_side  # noqa: PLC0415  few pages need it

    files = arguments.organisation
    disc = plan.portfolio.disc
    return side_by_side(
        {name: profile_in(file, arguments, disc) for name, file in zip(named(files), files, strict=True)}
    )


def _programme(arguments: Namespace, deadline: Deadline) -> Answer:
    from omniprio.answers.programme_budgets import programme_within  # noqa: PLC0415  few pages need it
    from omniprio.answers.programmes import programme  # noqa: PLC0415  likewise

    members, limit = members_in(arguments.member, arguments), deadline.share(1).limit
    if arguments.member_budget is None:
        return programme(members, time_limit=limit, cancel=deadline.cancel)
    return programme_within(members, arguments.member_budget, time_limit=limit, cancel=deadline.cancel)
