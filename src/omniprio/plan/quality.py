"""How good a plan is at each goal, and which goals nothing can serve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from omniprio.base import TOLERANCE, Model
from omniprio.errors import UnfitError
from omniprio.goals import Goal, scores
from omniprio.language import sentence
from omniprio.numbers import exact
from omniprio.plan.words import goal_name
from omniprio.purpose import pays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from omniprio.language import Speaker
    from omniprio.portfolio import Portfolio

__all__ = ["GoalResult", "all_final", "all_proven", "goal_result", "serves_nobody", "unserved_sentence"]


class GoalResult(Model):
    """What a plan comes to at one goal.

    >>> GoalResult(goal={"kind": "fastest"}, value=0.5, bound=0.4, asked=0.0, proven=False).gap
    0.2
    """

    goal: Goal
    value: float | None
    """In the goal's own unit; None where a plan does not get there."""
    bound: float | None = None
    """No plan is better, among those that are best for the goals before; None where that is not known."""
    best: float | None = None
    """What the best plan for it came to, where later goals have used its slack; None where that is the value."""
    asked: float = 0.0
    """The gap that was asked for, as a share of the value."""
    proven: bool = False
    """Whether value and bound meet within the gap asked for; where slack was used, `best` and bound."""
    certified: bool = False
    """Whether the bound was counted again in exact arithmetic; else it rests on the solver's word."""
    confirmed: bool = False
    """Whether it rests on the word of two engines, each of which came to it by itself."""

    @property
    def gap(self) -> float | None:
        """How far value and bound are apart, as a share of the value; None where that is not known."""
        if self.value is None or self.bound is None:
            return None
        apart = abs(self.value - self.bound)
        if apart == 0 or self.value == 0:
            return 0.0 if apart == 0 else None
        return round(apart / abs(self.value), 12)

    @model_validator(mode="after")
    def _proven_by_its_numbers(self) -> Self:
        """Refuse `proven` where the numbers do not show it, and `certified` or `confirmed` where there is no bound."""
        if self.proven and not _shown(self.goal, self.value, self.best, self.bound, self.asked):
            raise UnfitError(sentence("faults.needs a bound"), sentence("remedies.this one does not"))
        if (self.certified or self.confirmed) and self.bound is None:
            name = "certified" if self.certified else "confirmed"
            raise UnfitError(
                sentence("faults.certified without bound", name=name), sentence("remedies.there is none")
            )
        return self


def _shown(goal: Goal, value: float | None, best: float | None, bound: float | None, asked: float) -> bool:
    """Tell whether the bound meets the best value, and the value keeps to the slack."""
    if value is None or bound is None:
        return False
    best = value if best is None else best
    most = max(abs(value), abs(bound))
    is_within_slack = abs(value - best) <= goal.slack + TOLERANCE * most
    return is_within_slack and abs(best - bound) <= max(asked, TOLERANCE) * max(abs(best), abs(bound))


def all_proven(goals: Sequence[GoalResult]) -> bool:
    """Tell whether every goal is proven, and there is one: no plan is better, within the gap asked for."""
    return bool(goals) and all(result.proven for result in goals)


def all_final(goals: Sequence[GoalResult], stopped: str) -> bool:
    """Tell whether bound meets value at every goal, so that no plan is better even without a gap that was asked for.

    Args:
        goals: What is known about each goal.
        stopped: Why the search stopped; one that was finished computed in floating point, and bounds are as near as that.
    """
    if not all_proven(goals):
        return False
    is_met = all(result.value == result.bound for result in goals)
    return is_met or (stopped == "finished" and not any(result.asked for result in goals))


def goal_result(
    goal: Goal,
    value: Fraction | None,
    bound: Fraction | None,
    *,
    asked: float = 0.0,
    best: Fraction | None = None,
    certified: bool = False,
    confirmed: bool = False,
) -> GoalResult:
    """Return what a plan comes to at a goal, proven or not.

    Args:
        goal: The goal.
        value: The plan's own value, exactly; None where it does not get there.
        bound: What no plan is better than, in the goal's own unit, or None. One that the plan itself beats by
            more than a solver's rounding is no bound and is dropped.
        asked: The gap asked for, as a share of the value.
        best: What the best plan for it came to before later goals used its slack; None where that is the value.
        certified: Whether the bound was counted again in exact arithmetic.
        confirmed: Whether two engines say the same of it.
    """
    if value is None or bound is None:
        return GoalResult(goal=goal, value=None if value is None else float(value), asked=asked)
    best = value if best is None else (max if goal.more_is_better else min)(best, value)
    beaten = best - bound if goal.more_is_better else bound - best
    if beaten > TOLERANCE * max(abs(best), abs(bound)):
        return GoalResult(goal=goal, value=float(value), asked=asked)
    shown, top = float(value), float(best)
    limit = top if beaten >= 0 else _beyond(bound, goal)
    return GoalResult(
        goal=goal,
        value=shown,
        bound=limit,
        best=None if top == shown else top,
        asked=asked,
        proven=_shown(goal, shown, top, limit, asked),
        certified=certified,
        confirmed=confirmed,
    )


def _beyond(bound: Fraction, goal: Goal) -> float:
    """Return the nearest floating-point number that no plan is better than either.

    >>> from fractions import Fraction
    >>> from omniprio.goals import LeastCost, MostValue
    >>> _beyond(Fraction(2, 3), LeastCost()), _beyond(Fraction(2, 3), MostValue())
    (0.6666666666666666, 0.6666666666666667)
    """
    nearest = float(bound)
    is_within = exact(nearest) < bound if goal.more_is_better else exact(nearest) > bound
    return math.nextafter(nearest, math.inf if goal.more_is_better else -math.inf) if is_within else nearest


def serves_nobody(goal: Goal, portfolio: Portfolio) -> bool:
    """Tell whether nothing in a portfolio can serve a goal: nothing earns, scores, or advances a field.

    Args:
        goal: The goal.
        portfolio: The portfolio.

    >>> from omniprio.goals import MostValue
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> serves_nobody(MostValue(), Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=3)]))
    True
    """
    if goal.counts_earnings:
        return not pays(portfolio)
    if goal.concern == "scores":
        return not any(points > 0 for points in scores(goal, portfolio).values())
    given = [one.at_most for one in portfolio.initiatives] + [one.advances for one in portfolio.synergies]
    return goal.concern == "maturity" and not any(share > 0 for shares in given for share in shares.values())


def unserved_sentence(goal: Goal, speaker: Speaker) -> str:
    """Return that nothing serves a goal, as a sentence.

    >>> from omniprio.goals import MostValue
    >>> from omniprio.language import Speaker
    >>> unserved_sentence(MostValue(), Speaker())
    'Nothing in the portfolio earns anything, so no plan is better at the goal most value than doing nothing.'
    """
    return speaker.words(f"plan.unserved {goal.concern}", goal=goal_name(goal, speaker))
