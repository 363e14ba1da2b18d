"""What can make a plan choose anything at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.portfolio.initiative import left_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["earns", "must_have_a_purpose"]


def must_have_a_purpose(portfolio: Portfolio, goals: Sequence[Goal]) -> None:
    """Refuse a portfolio in which nothing can make any initiative be chosen.

    Its best plan would be to do nothing, whatever it is to be best at: more likely something was left out.

    Args:
        portfolio: The portfolio.
        goals: What its plan is to be best at; what was promised by an earlier plan is a purpose too.

    Raises:
        InvalidInputError: Nothing advances a field, earns, scores or is asked for.
    """
    if not any(map(_brings, portfolio.initiatives)) and not _is_asked_for(portfolio, goals):
        problem, remedy = sentence("faults.nothing to choose"), sentence("remedies.what it brings")
        raise InvalidInputError([Fault("initiatives", problem, remedy)])


def _brings(initiative: Initiative) -> bool:
    """Return whether it advances a field, earns, scores or must be done, in one of its modes."""
    return (
        initiative.decision == "must"
        or any(share > 0 for share in initiative.at_most.values())
        or any(initiative.scores.values())
        or earns(initiative)
    )


def earns(initiative: Initiative) -> bool:
    """Return whether an initiative earns money in any period, in one of its modes."""
    return any(
        way.earnings.per_period > 0 or any(amount > 0 for amount in left_at(way.earnings, way.duration))
        for way in initiative.ways.values()
    )


def _is_asked_for(portfolio: Portfolio, goals: Sequence[Goal]) -> bool:
    """Return whether initiatives are asked for together: by synergies, groups, teams, budgets, milestones or an earlier plan."""
    return (
        bool(portfolio.milestones)
        or any(goal.promises for goal in goals)
        or any(group.least is not None for group in portfolio.groups)
        or any(amount for team in portfolio.teams.values() for amount in team.least)
        or any(limit.least(portfolio.periods) for limit in portfolio.limits.values())
        or any(
            one.benefit > 0 or one.cost < 0 or any(share > 0 for share in one.advances.values())
            for one in portfolio.synergies
        )
    )
