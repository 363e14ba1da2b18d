"""What verbs about the best plan share: it is read, or planned first; then something is found out about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from omniprio.cli.arguments import add_format, add_goals, add_time_limit, limits
from omniprio.cli.exits import Exit
from omniprio.cli.files import must_be_writable, noted
from omniprio.cli.goals import without_slack
from omniprio.cli.reading import add_source, read_given
from omniprio.cli.searching import searching
from omniprio.cli.sources import must_be_searched, must_keep_goals, planned
from omniprio.deadline import Deadline
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.answer import Answer
    from omniprio.goals import Goal
    from omniprio.plan import Plan

__all__ = ["SECONDS", "Finding", "add_about_best", "answer_about_best", "goals_of_plan"]

SECONDS = 60.0
"""For everything, unless something else is asked for: such answers take many searches."""


class Finding(Protocol):
    """What finds something out about a plan within the time that is left."""

    def __call__(self, plan: Plan, deadline: Deadline, /) -> Answer:
        """Return what was found."""


def add_about_best(parser: ArgumentParser) -> None:
    """Add the portfolio or the plan, goals, the limit of time, and where and how the answer is written."""
    add_source(parser, sentence("help.to explain"))
    add_goals(parser)
    add_time_limit(parser, SECONDS)
    add_format(parser)


def goals_of_plan(plan: Plan) -> tuple[Goal, ...]:
    """Return what a plan is best at."""
    return tuple(result.goal for result in plan.goals)


def answer_about_best(
    document: str,
    arguments: Namespace,
    find: Finding,
    *,
    searched: bool = True,
) -> Exit:
    """Write what is found about the best plan.

    Args:
        document: The name of the document.
        arguments: Those that `add_about_best` has added.
        find: Finds it.
        searched: Whether it says something only of a plan that was searched for, best at goals without slack.

    Raises:
        FileError: The source cannot be read, or the answer not written.
        InvalidInputError: The source is neither a portfolio nor a plan, or the plan was not searched for.
        OptionError: An option makes no sense.
    """
    if searched:
        without_slack(arguments.goals)
    within = limits(arguments)
    deadline = Deadline(within.time_limit or SECONDS, within.cancel)
    must_be_writable(arguments.output)
    source = read_given(arguments.source, arguments)
    with noted(arguments.source):
        must = must_be_searched if searched else must_keep_goals
        must(source, arguments.goals)
    with searching(arguments, within.cancel) as work:  # until the answer is written
        plan = planned(source, arguments.goals, deadline)
        with noted(arguments.source):
            found = find(plan, deadline)
        work.write_answer(document, found)
    return Exit.DONE if found.is_final else Exit.NOT_PROVEN
