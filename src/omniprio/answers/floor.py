"""A plan that is known already is the floor of an answer: nothing that is shown is worse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.best import Best, known, worths
from omniprio.checker import check
from omniprio.goals import goal_value
from omniprio.plan import Outcome, Plan, goal_result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.answers.best import Search
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["as_known", "best_near", "no_worse", "or_nothing"]


_FOR_TRYING = 0.2
"""The part of the time for a plan in which it is looked for which of the schedules near a known one to start from."""


def as_known(plan: Plan, portfolio: Portfolio, goals: Sequence[Goal]) -> Best:
    """Return a plan as it is known for some goals: what is proven of it holds for its own portfolio and goals only.

    Args:
        plan: The plan.
        portfolio: The portfolio that is asked about, in which the plan keeps every rule.
        goals: The goals, without slack.

    Raises:
        RuleBrokenError: The plan breaks a rule of the portfolio.
    """
    if plan.portfolio == portfolio and [result.goal for result in plan.goals] == list(goals):
        return known(plan)
    return _unproven(plan.starts, portfolio, goals)


def no_worse(best: Best, starts: Mapping[str, int], portfolio: Portfolio, goals: Sequence[Goal]) -> Best:
    """Return the best plan found, or a schedule that is known where that one is better.

    Args:
        best: The best plan found, as far as it is known.
        starts: A schedule that keeps every rule of the portfolio.
        portfolio: The portfolio.
        goals: The goals.
    """
    if best.as_good_as(worths(goals, portfolio, starts)):
        return best
    return _unproven(starts, portfolio, goals)


def or_nothing(best: Best, portfolio: Portfolio, goals: Sequence[Goal]) -> Best:
    """Return the best plan found; where there was no time to find one, that nothing is done, if that is a plan.

    Args:
        best: The best plan found, as far as it is known.
        portfolio: The portfolio.
        goals: The goals.
    """
    if best.found is not None or best.settled or not check(portfolio, {}).ok:
        return best
    gets_there = all(goal_value(goal, portfolio, {}) is not None for goal in goals)
    return _unproven({}, portfolio, goals) if gets_there else best


def best_near(
    portfolio: Portfolio, near: Iterable[Mapping[str, int]], search: Search, *, share: float
) -> Best:
    """Return the best plan of a portfolio, no worse than any of some schedules that keeps its rules.

    Args:
        portfolio: The portfolio.
        near: Schedules that follow from a plan that is known.
        search: What makes the plan; its goals say what is best.
        share: The share of the time left that it may take.
    """
    kept: list[Mapping[str, int]] = []
    trying = search.part(share * _FOR_TRYING)
    for starts in near:
        if kept and trying.is_over():
            break
        if check(portfolio, starts).ok:
            kept.append(starts)
    start = min(kept, key=lambda starts: worths(search.goals, portfolio, starts), default=None)
    best = search.best(portfolio, share=share, warm_start=start)
    return best if start is None or best.settled else no_worse(best, start, portfolio, search.goals)


def _unproven(starts: Mapping[str, int], portfolio: Portfolio, goals: Sequence[Goal]) -> Best:
    """Return a schedule as a plan of which it is not known how good it is."""
    results = [goal_result(goal, goal_value(goal, portfolio, starts), None) for goal in goals]
    found = Outcome(portfolio=portfolio, starts=dict(starts), goals=tuple(results), stopped="time limit")
    return Best(found, worths(goals, portfolio, starts), settled=False)
