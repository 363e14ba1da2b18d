"""What an answer about the best plan is asked of: a portfolio, which is planned first, or a plan that was searched for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.cli.exits import OptionError
from omniprio.cli.goals import written
from omniprio.cli.verb import PROGRAM
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.optimise import prioritise
from omniprio.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["must_be_searched", "must_keep_goals", "planned"]


def must_be_searched(source: Portfolio | Plan, goals: Sequence[Goal] | None) -> None:
    """Refuse a plan that is best for nothing, or for something else than is asked for.

    Args:
        source: What was read.
        goals: The goals of the command line; None where it has none.

    Raises:
        OptionError: It is a plan, and the command line has goals of its own.
        InvalidInputError: It is a plan made by hand, or for goals with slack.
    """
    must_keep_goals(source, goals)
    if not isinstance(source, Plan):
        return
    if not source.goals:
        problem = sentence("faults.no goals")
        raise InvalidInputError(
            [Fault("goals", problem, sentence("remedies.portfolio or plan of", program=PROGRAM))]
        )
    if any(result.goal.slack for result in source.goals):
        problem = sentence("faults.goals with slack")
        raise InvalidInputError([Fault("goals", problem, sentence("remedies.plan without slack"))])


def must_keep_goals(source: Portfolio | Plan, goals: Sequence[Goal] | None) -> None:
    """Refuse goals of the command line for a plan, which has its own.

    Args:
        source: What was read.
        goals: The goals of the command line; None where it has none.

    Raises:
        OptionError: It is a plan, and the command line has goals.
    """
    if isinstance(source, Plan) and goals is not None:
        problem, remedy = sentence("usage.goals of its own"), sentence("usage.leave it out")
        raise OptionError("--goals", written(goals), problem, remedy)


def planned(source: Portfolio | Plan, goals: Sequence[Goal] | None, deadline: Deadline) -> Plan:
    """Return the plan that is asked about; making it may take half of the time.

    Args:
        source: A plan, or a portfolio to be planned first.
        goals: What the plan is to be best at; None for what suits the portfolio.
        deadline: When to stop.
    """
    if isinstance(source, Plan):
        return source
    return prioritise(source, goals, time_limit=deadline.share(0.5).limit, cancel=deadline.cancel)
