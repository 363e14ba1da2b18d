"""What a search came to, without all that a plan tells: answers compare many, and show few of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.engines import Chosen  # noqa: TC001  `validated` reads it
from omniprio.parameters import validated
from omniprio.plan.absences import absences
from omniprio.plan.cash import cash_of, purchases
from omniprio.plan.counted import counted
from omniprio.plan.initiatives import left_out_of, planned_of
from omniprio.plan.merits import joints, merits
from omniprio.plan.plan import Plan, Stopped, beyond
from omniprio.plan.quality import all_final, all_proven
from omniprio.plan.states import due, period_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.annotations import Starts
    from omniprio.plan.counted import Counted
    from omniprio.plan.quality import GoalResult
    from omniprio.portfolio import Portfolio

__all__ = ["Outcome", "plan_of"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A schedule that keeps every rule, counted twice like that of a plan, and what is known about how good it is.

    It travels between processes without the counts, which follow from the rest.

    Attributes:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, by start, then in the order given.
        goals: What is known about how good it is.
        stopped: Why the search stopped.
        solver: What computed the bounds.
        chosen: Why that was asked.
        seconds: How long it took.

    Raises:
        RuleBrokenError: The schedule breaks a rule.
        InvalidInputError: What it does to the disc comes to something else when it is counted again.
    """

    portfolio: Portfolio
    starts: dict[str, int]
    goals: tuple[GoalResult, ...] = ()
    stopped: Stopped = "by hand"
    solver: str = ""
    chosen: Chosen | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        """Count the schedule, and put it in order."""
        _ = self._counted
        rank = {name: place for place, name in enumerate(self.portfolio.by_id)}
        ordered = sorted(self.starts, key=lambda name: (self.starts[name], rank[name]))
        object.__setattr__(self, "starts", {name: self.starts[name] for name in ordered})

    def __getstate__(self) -> dict[str, object]:
        """Return what it is made of."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _counted(self) -> Counted:
        return counted(self.portfolio, self.starts)

    @property
    def proven(self) -> bool:
        """Whether every goal is proven; see `Plan.proven`."""
        return all_proven(self.goals)

    @property
    def is_final(self) -> bool:
        """Whether bound meets value at every goal; see `Plan.is_final`."""
        return all_final(self.goals, self.stopped)

    @cached_property
    def plan(self) -> Plan:
        """The plan, with all that follows from the schedule."""
        portfolio, starts, course = self.portfolio, self.starts, self._counted.course
        why = absences(portfolio, starts, [result.goal for result in self.goals], course)
        merit_of = merits(portfolio, starts, course)
        content = {
            "portfolio": portfolio,
            "schedule": tuple(planned_of(name, portfolio, starts, one) for name, one in merit_of.items()),
            "left_out": tuple(left_out_of(name, portfolio, absence) for name, absence in why.items()),
            "synergies": joints(portfolio, starts),
            "bought": purchases(portfolio, starts),
            "milestones": due(portfolio, starts, course),
            "periods": period_states(portfolio, starts, course),
            "out_of_reach": beyond(portfolio),
            "cash": cash_of(portfolio, starts),
            "goals": self.goals,
            "stopped": self.stopped,
            "solver": self.solver,
            "chosen": self.chosen,
            "seconds": self.seconds,
        }
        return Plan.model_validate(content, context=self._counted)


@validated
def plan_of(
    portfolio: Portfolio,
    starts: Starts,
    *,
    goals: Sequence[GoalResult] = (),
    stopped: Stopped = "by hand",
    solver: str = "",
    chosen: Chosen | None = None,
    seconds: float | None = None,
) -> Plan:
    """Return the plan of a schedule, made by hand or by any tool, if it keeps every rule.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.
        goals: What is known about how good it is.
        stopped: Why a search for it stopped.
        solver: What computed the bounds.
        chosen: Why that was asked.
        seconds: How long that took.

    Raises:
        RuleBrokenError: The schedule breaks rules; it names every one.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)], budget=500)
    >>> plan_of(one, {"web": 1}).cost
    300.0
    """
    return Outcome(
        portfolio=portfolio,
        starts=dict(starts),
        goals=tuple(goals),
        stopped=stopped,
        solver=solver,
        chosen=chosen,
        seconds=seconds,
    ).plan
