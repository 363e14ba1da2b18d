"""How good a plan is: value, bound and gap of each goal, and what `proven` means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from omniprio.base import Model
from omniprio.goals import Goal, MostValue

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["TOLERANCE", "GoalResult", "goal_result"]

TOLERANCE = 1e-6
"""Value and bound count as equal within this share of the value: a solver computes in floating point."""


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
    asked: float = 0.0
    """The gap that was asked for, as a share of the value."""
    proven: bool = False
    """Whether value and bound meet within the gap asked for."""

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
        """Refuse `proven` where the numbers do not show it."""
        if self.proven and not _meet(self.goal, self.value, self.bound, self.asked):
            raise ValueError("`proven` needs a bound that meets the value; this one does not")
        return self


def _meet(goal: Goal, value: float | None, bound: float | None, asked: float) -> bool:
    if value is None or bound is None:
        return False
    return abs(value - bound) <= goal.slack + max(asked, TOLERANCE) * max(abs(value), abs(bound))


def goal_result(goal: Goal, value: Fraction | None, bound: Fraction | None, asked: float = 0.0) -> GoalResult:
    """Return what a plan comes to at a goal, proven or not.

    Args:
        goal: The goal.
        value: The plan's own value, exactly; None where it does not get there.
        bound: What no plan is better than, in the goal's own unit, or None. One that the plan itself beats by
            more than a solver's rounding is no bound and is dropped.
        asked: The gap asked for, as a share of the value.
    """
    if value is None or bound is None:
        return GoalResult(goal=goal, value=None if value is None else float(value), asked=asked)
    beaten = value - bound if isinstance(goal, MostValue) else bound - value
    if beaten > TOLERANCE * max(abs(value), abs(bound)):
        return GoalResult(goal=goal, value=float(value), asked=asked)
    shown, limit = float(value), float(value if beaten > 0 else bound)
    return GoalResult(
        goal=goal, value=shown, bound=limit, asked=asked, proven=_meet(goal, shown, limit, asked)
    )
