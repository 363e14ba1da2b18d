"""A plan that is known already is the floor of an answer: nothing that is shown is worse.

Is any plan as good as a target: asked goal by goal, and no further than the answer needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.answers.best import Best, Unsettled, known, worths
from omniprio.checker import check
from omniprio.deadline import TimeIsOver
from omniprio.exactly import Exactly, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.goals import goal_value
from omniprio.plan import Plan, goal_result, plan_of
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.answers.best import Search, Worths
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["as_known", "best_near", "no_worse", "reached"]


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
    kept = [starts for starts in near if check(portfolio, starts).ok]
    start = min(kept, key=lambda starts: worths(search.goals, portfolio, starts), default=None)
    best = search.best(portfolio, share=share, warm_start=start)
    return best if start is None or best.settled else no_worse(best, start, portfolio, search.goals)


def _unproven(starts: Mapping[str, int], portfolio: Portfolio, goals: Sequence[Goal]) -> Best:
    """Return a schedule as a plan of which it is not known how good it is."""
    results = [goal_result(goal, goal_value(goal, portfolio, starts), None) for goal in goals]
    plan = plan_of(portfolio, starts, goals=results, stopped="time limit")
    return Best(plan, worths(goals, portfolio, starts), settled=False)


Schedule = dict[str, int]


def reached(
    portfolio: Portfolio,
    target: Worths,
    search: Search,
    *,
    share: float,
    near: Iterable[Mapping[str, int]] = (),
) -> Schedule | None:
    """Return a schedule as good as a target, not always the best; None if it is proven that there is none.

    Args:
        portfolio: The portfolio.
        target: How good it has to be at each goal, less is better.
        search: Its goals say what is good, and it limits the time.
        share: The share of the time left that this may take.
        near: Schedules that are tried before anything is solved.

    Raises:
        Unsettled: The time was over before this was known.
    """
    goals, deadline = search.goals, search.part(share)
    tried = [dict(starts) for starts in near if check(portfolio, starts).ok]
    start = min(tried, key=lambda starts: worths(goals, portfolio, starts), default=None)
    if start is not None and worths(goals, portfolio, start) <= target:
        return start
    try:
        formulation = formulate(portfolio, goals, deadline=deadline)
    except TimeIsOver:
        raise Unsettled from None
    program = Exactly(formulation.program, Schedules(formulation))
    for expression, limit in zip(formulation.objectives, target, strict=True):
        program.require(at_most("target", expression, limit))
        found = program.least(expression, Limits(deadline), start)
        if found.is_none:
            return None
        start = found.answer
        if start is not None and worths(goals, portfolio, start) <= target:
            return start
        if not found.settled:
            raise Unsettled
    return start
