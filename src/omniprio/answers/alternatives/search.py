"""The board wants alternatives: plans that are nearly as good as the best and differ as much as possible."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from omniprio.answers.alternatives.found import Alternative, Alternatives
from omniprio.answers.parallel.workers import Within
from omniprio.base import exact
from omniprio.check import check
from omniprio.errors import SolverError
from omniprio.formulation import Formulation, formulate
from omniprio.formulation.objective import objective
from omniprio.goals import DEFAULT_GOALS, Goal, Soonest, Steady, goal_value, worth
from omniprio.optimise import prioritise
from omniprio.plan import plan_of
from omniprio.solver.solve import Limits, Task

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping, Sequence

    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Expression

__all__ = ["alternatives"]

_MOST_REPAIRS = 50
"""Schedules that may turn out to break a rule by less than the solver's tolerance, before giving up."""


def alternatives(
    portfolio: Portfolio,
    goals: Sequence[Goal] = DEFAULT_GOALS,
    *,
    loss: float,
    most: int = 5,
    starts: bool = True,
    time_limit: float | None = None,
    cancel: threading.Event | None = None,
) -> Alternatives:
    """Return the best plan and others that lose little at the first goal and differ as much as possible.

    Each next plan is as far as possible from the nearest of those found before: first in how many initiatives are in
    one of the two plans only, then in how many periods the starts of those in both are apart.

    Args:
        portfolio: The portfolio.
        goals: In order of importance, for the best plan; the first, which is not `Soonest`, limits the others.
        loss: How much worse than the best at the first goal they may be, in its own unit, at least 0.
        most: How many plans at most, the best one included, at least 1.
        starts: Whether plans that do the same at other times count as different.
        time_limit: Seconds for all plans together, more than 0.
        cancel: Set it from another thread to stop.

    Raises:
        InfeasibleError: There is no plan at all.
        NoPlanFoundError: The time was over before there was one.
        ValueError: There is no goal, the first one is `Soonest`, or the loss or the number is too small.

    >>> from omniprio import ten_portfolio
    >>> found = alternatives(ten_portfolio(budget=2500), loss=0.02, most=3, starts=False)
    >>> len(found.plans), found.choices != ()
    (3, True)
    """
    if not loss >= 0 or most < 1:
        raise ValueError(f"loss is {loss} and most {most}; give at least 0 and 1")
    if goals and isinstance(goals[0], Soonest):
        raise ValueError("Soonest cannot limit how much is lost; put another goal first")
    within = Within(time_limit, cancel)
    best = prioritise(portfolio, goals, time_limit=within.share(0.5), cancel=cancel)
    search = _Search(portfolio, goals[0], best.starts, exact(loss), within, starts=starts)
    found = [Alternative(plan=best, loss=Fraction(0), distance=None, farthest=best.proven)]
    ended: _Ended = "complete"
    while ended == "complete":
        if len(found) == most:
            ended = "most"
        elif (another := search.another([one.plan.starts for one in found])) is None:
            break
        elif isinstance(another, str):
            ended = another
        else:
            found.append(another)
    return Alternatives(
        goal=goals[0],
        allowed=exact(loss),
        plans=tuple(found),
        ended=ended,
        proven=best.proven,
        currency=portfolio.currency,
    )


_Ended = Literal["complete", "most", "time limit", "cancelled"]


class _Search:
    """Looks for one more plan within the loss, as far from the others as possible."""

    def __init__(
        self,
        portfolio: Portfolio,
        goal: Goal,
        best: Mapping[str, int],
        loss: Fraction,
        within: Within,
        *,
        starts: bool,
    ) -> None:
        """Note what all plans must keep to."""
        self._portfolio, self._goal, self._within = portfolio, goal, within
        self._least = self._worth(best)
        self._limit = self._least + loss
        self._change = (
            1 + len(portfolio.initiatives) * portfolio.periods
        )  # more than all moves of starts together
        self._apart = 1 if starts else self._change
        self._excluded: list[dict[str, int]] = []

    def _worth(self, starts: Mapping[str, int]) -> Fraction:
        value = worth(self._goal, goal_value(self._goal, self._portfolio, starts))
        return value if value is not None else Fraction(self._portfolio.periods + 1)

    def _from(self, starts: Mapping[str, int]) -> Steady:
        """Return the distance from a plan, as a goal."""
        return Steady(starts=dict(starts), per_period=1.0, per_change=float(self._change))

    def another(
        self, found: Sequence[Mapping[str, int]]
    ) -> Alternative | Literal["time limit", "cancelled"] | None:
        """Return one more plan; None if it is proven that there is none; or what stopped the search."""
        for _ in range(_MOST_REPAIRS):
            if self._within.over:
                return self._within.over
            formulation, nearest = self._program(found)
            outcome = Task(formulation.program).minimise(nearest * -1, self._limits())
            if outcome.infeasible:
                return None
            if outcome.values is None:
                return "cancelled" if outcome.stop == "cancelled" else "time limit"
            starts = formulation.starts(outcome.values)
            if check(self._portfolio, starts).ok and self._worth(starts) <= self._limit:
                return self._alternative(starts, found, outcome.bound)
            self._excluded.append(starts)
        raise SolverError(f"{_MOST_REPAIRS} answers of the solver in a row broke a rule of the portfolio.")

    def _limits(self) -> Limits:
        event = self._within.cancel
        limits = Limits(seconds=self._within.share(1))
        return limits if event is None else dataclasses.replace(limits, cancel=event)

    def _program(self, found: Sequence[Mapping[str, int]]) -> tuple[Formulation, Expression]:
        """Return the program: within the loss, apart from all, the distance to the nearest in a column."""
        formulation = formulate(self._portfolio, [self._goal])
        v, program = formulation.variables, formulation.program
        program.require("loss", formulation.objectives[0], "<=", self._limit)
        most = self._change * len(self._portfolio.initiatives)
        nearest = program.column("nearest", integer=False, upper=most)
        program.require("apart", nearest, ">=", self._apart)
        for starts in found:
            program.require("nearest", nearest, "<=", objective(self._from(starts), v))
        for starts in self._excluded:
            program.require("excluded", objective(self._from(starts), v), ">=", 1)
        return formulation, nearest

    def _alternative(
        self, starts: dict[str, int], found: Sequence[Mapping[str, int]], bound: Fraction | None
    ) -> Alternative:
        """Return a plan with how far it is; the bound is minus the greatest distance that there may be."""
        nearest = min(goal_value(self._from(one), self._portfolio, starts) or Fraction(0) for one in found)
        changed, moved = divmod(int(nearest), self._change)
        return Alternative(
            plan=plan_of(self._portfolio, starts),
            loss=self._worth(starts) - self._least,
            distance=(changed, moved),
            farthest=bound is not None and -bound <= nearest,
        )
