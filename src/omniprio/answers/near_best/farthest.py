"""One more plan within the loss, as far as possible from all found before."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.answers.best import worths
from omniprio.answers.near_best.result import Alternative
from omniprio.answers.neighbourhoods import Neighbourhoods
from omniprio.deadline import Deadline
from omniprio.exactly import Exactly, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.formulation.objective import objective
from omniprio.goals import Steady, goal_value
from omniprio.plan import plan_of
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.answers.near_best.result import Stopped
    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.plan import Plan

__all__ = ["Farthest"]

Schedule = dict[str, int]

_FOR_NEIGHBOURHOODS = 0.5
"""The share of the time for one plan in which schedules nearby are looked at before all are."""


class Farthest:
    """Looks for plan after plan; the distance to the nearest one found is a column of one program."""

    def __init__(self, best: Plan, goal: Goal, loss: Fraction, deadline: Deadline, *, starts: bool) -> None:
        """Build the program.

        Args:
            best: The plan to begin with.
            goal: What limits the loss.
            loss: How much worse than that plan another may be.
            deadline: The time for all of them.
            starts: Whether plans that do the same at other times count as different.

        Raises:
            TimeIsOver: There was no time to build it.
        """
        self._portfolio, self._goal, self._deadline = best.portfolio, goal, deadline
        count = len(self._portfolio.initiatives)
        self._change = 1 + count * self._portfolio.periods  # more than all moves of starts together
        self._apart = 1 if starts else self._change
        self._formulation = formulate(self._portfolio, [goal], deadline=deadline)
        self._nearest = self._formulation.program.column("nearest", integer=False, upper=self._change * count)
        self._least = self._worth(best.starts)
        self._rows = [at_most("loss", self._formulation.objectives[0], self._least + loss)]
        reading = Schedules(self._formulation, self._values)
        self._program = Exactly(self._formulation.program, reading)
        for row in self._rows:
            self._program.require(row)
        self._found: list[Schedule] = []
        self._keep(best.starts)

    def another(self, *, share: float) -> Alternative | Stopped:
        """Return one more plan, or why there is none: `complete` if it is proven that none is different enough.

        Args:
            share: The share of the time left that it may take.
        """
        if (why := self._deadline.why) is not None:
            return why
        own = self._deadline.share(share)
        start = self._nearby(own.share(_FOR_NEIGHBOURHOODS))
        found = self._program.least(self._nearest * -1, Limits(own), start)
        starts = start if found.answer is None else found.answer
        if self._distance(starts) >= self._apart:
            return self._kept(starts, is_farthest=found.settled)
        if found.settled:
            return "complete"
        if found.stop == "cancelled":
            return "cancelled"
        return "not settled" if self._deadline.left is None else "time limit"

    def _nearby(self, deadline: Deadline) -> Schedule:
        """Return the best plan, moved away from all by small changes as far as there is time for."""
        held = Neighbourhoods(self._formulation, self._rows, seed=len(self._found))
        return held.improved(
            self._found[0], self._nearest * -1, lambda one: -self._distance(one), self._values, deadline
        )

    def _from(self, starts: Mapping[str, int]) -> Steady:
        """Return the distance from a plan, as a goal."""
        return Steady(starts=dict(starts), per_period=1.0, per_change=float(self._change))

    def _distance(self, starts: Mapping[str, int]) -> int:
        """Return how far a schedule is from the nearest plan found."""
        return int(min(goal_value(self._from(one), self._portfolio, starts) or 0 for one in self._found))

    def _values(self, starts: Mapping[str, int]) -> list[Fraction] | None:
        values = self._formulation.values(starts)
        (nearest,) = self._nearest.terms
        return (
            None
            if values is None
            else [*values[:nearest], Fraction(self._distance(starts)), *values[nearest + 1 :]]
        )

    def _worth(self, starts: Mapping[str, int]) -> Fraction:
        return worths([self._goal], self._portfolio, starts)[0]

    def _kept(self, starts: Schedule, *, is_farthest: bool) -> Alternative:
        """Keep a plan, with how far it is, and whether it is shown that none is farther."""
        nearest = self._distance(starts)
        self._keep(starts)
        return Alternative(
            plan=plan_of(self._portfolio, starts),
            loss=self._worth(starts) - self._least,
            distance=divmod(nearest, self._change),
            farthest=is_farthest,
        )

    def _keep(self, starts: Schedule) -> None:
        """Keep the others apart from a plan."""
        self._found.append(starts)
        apart = objective(self._from(starts), self._formulation.variables)
        self._rows.append(at_most("nearest", self._nearest - apart, Fraction(0)))
        self._program.require(self._rows[-1])
