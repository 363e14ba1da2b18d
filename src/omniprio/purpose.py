"""What can make a plan choose anything at all, and what it is for where nobody says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from omniprio.errors import Fault, InvalidInputError
from omniprio.given_goals import goals_in
from omniprio.goals import DEFAULT_GOALS, Goal, LeastCost, MostScore, MostValue, OnTime, Shortest
from omniprio.language import sentence
from omniprio.portfolio.initiative import left_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.given_goals import GivenGoals
    from omniprio.portfolio import Initiative, Portfolio

__all__ = [
    "Purpose",
    "default_goals",
    "earns",
    "goals_for",
    "must_have_a_purpose",
    "pays",
    "purpose_of",
    "spends",
]

Purpose = Literal["disc", "scores", "scores and money", "money", "work"]
"""What a portfolio is for: to come closer on a disc, to score, to earn, both, or to get work done."""

_GOALS: dict[Purpose, tuple[Goal, ...]] = {
    "disc": DEFAULT_GOALS,
    "scores": (MostScore(), LeastCost()),
    "scores and money": (MostScore(), MostValue()),
    "money": (MostValue(),),
    "work": (Shortest(), LeastCost()),
}

_AFTER_DUE = {"shortest", "least cost"}
"""The goals that matter less than due dates, by kind."""


def default_goals(portfolio: Portfolio) -> tuple[Goal, ...]:
    """Return what a portfolio is planned for where no goals are given.

    Args:
        portfolio: The portfolio.

    Returns:
        With a disc `DEFAULT_GOALS`, as fast as possible, then the cheapest. Without one the highest score, then the
        least cost; or the most value, also after the score; or, where nothing scores or earns, the earliest end, then
        the least cost. Where something has a due date, being on time comes after what the plan is for, and before the
        earliest end and the least cost.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> scored = Portfolio(horizon=1, initiatives=[Initiative(id="web", scores={"fit": 3})])
    >>> [goal.kind for goal in default_goals(scored)]
    ['most score', 'least cost']
    >>> due = Portfolio(horizon=2, initiatives=[Initiative(id="tax", due=1, decision="must")])
    >>> [goal.kind for goal in default_goals(due)]
    ['on time', 'shortest', 'least cost']
    """
    goals = _GOALS[purpose_of(portfolio)]
    if all(one.due is None for one in portfolio.initiatives):
        return goals
    place = next((place for place, goal in enumerate(goals) if goal.kind in _AFTER_DUE), len(goals))
    return (*goals[:place], OnTime(), *goals[place:])


def goals_for(portfolio: Portfolio, given: GivenGoals | None) -> tuple[Goal, ...]:
    """Return the goals that are given, however they are; where none are, those of the portfolio.

    Args:
        portfolio: The portfolio.
        given: See `omniprio.given_goals.goals_in`.

    Raises:
        InvalidArgumentError: There is no goal, or something is no goal.
    """
    return default_goals(portfolio) if given is None else goals_in(given)


def purpose_of(portfolio: Portfolio) -> Purpose:
    """Return what a portfolio is for.

    Args:
        portfolio: The portfolio.
    """
    if portfolio.has_disc:
        return "disc"
    if any(points > 0 for one in portfolio.initiatives for points in one.scores.values()):
        return "scores and money" if pays(portfolio) else "scores"
    return "money" if pays(portfolio) else "work"


def spends(portfolio: Portfolio) -> bool:
    """Return whether anything in a portfolio costs anything: where nothing does, no total of costs says anything.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> spends(Portfolio(horizon=1, initiatives=[Initiative(id="web", decision="must")]))
    False
    """
    ways = (way for one in portfolio.initiatives for way in one.ways.values())
    costs = (cost for way in ways for cost in way.costs_by_fund.values())
    return (
        any(cost.one_off or cost.running for cost in costs)
        or any(one.cost for one in portfolio.synergies)
        or bool(portfolio.sellers)
    )


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


def pays(portfolio: Portfolio) -> bool:
    """Return whether anything in a portfolio earns or saves money: an initiative, or a synergy."""
    return any(map(earns, portfolio.initiatives)) or any(
        one.benefit > 0 or one.cost < 0 for one in portfolio.synergies
    )


def _is_asked_for(portfolio: Portfolio, goals: Sequence[Goal]) -> bool:
    """Return whether initiatives are asked for together: by synergies, groups, teams, budgets, milestones or an earlier plan."""
    return (
        bool(portfolio.milestones)
        or any(goal.promises for goal in goals)
        or any(group.least is not None for group in portfolio.groups)
        or any(amount for team in portfolio.teams.values() for amount in team.at_least)
        or any(limit.least(portfolio.periods) for limit in portfolio.limits.values())
        or pays(portfolio)
        or any(share > 0 for one in portfolio.synergies for share in one.advances.values())
    )
