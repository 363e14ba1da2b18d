"""Why initiatives are in a plan, why others are not, or why there is no plan, as one document."""

from __future__ import annotations

from omniprio.answers.reasons import Why, WhyNot
from omniprio.base import Model
from omniprio.conflict import Conflict
from omniprio.plan import Plan
from omniprio.plan.html import Summarised

__all__ = ["Explanation"]


class Explanation(Model, Summarised):
    """What `explain` finds: the reasons of a plan, or the conflict of a portfolio that has none."""

    plan: Plan | None = None
    """The plan that is explained; None if there is none."""
    chosen: tuple[Why, ...] = ()
    """Of those asked about, the ones that are in the plan."""
    left_out: tuple[WhyNot, ...] = ()
    """Of those asked about, the ones that are not."""
    conflict: Conflict | None = None
    """Where there is no plan: what cannot hold together, and what would help."""

    @property
    def settled(self) -> bool:
        """Whether nothing was left open for lack of time."""
        if self.plan is None:
            return self.conflict is not None and self.conflict.complete
        settled = [*(one.settled for one in self.chosen), *(one.settled for one in self.left_out)]
        return self.plan.proven and all(settled)

    def summary(self) -> str:
        """Return the reasons as a person wants to read them, as plain text."""
        if self.plan is None:
            return f"There is no plan: that is proven.\n{self.conflict}"
        parts = [str(one) for one in (*self.chosen, *self.left_out)]
        if not parts:
            parts = ["Nothing is left out: every initiative is in the plan."]
        if not self.settled:
            parts.insert(0, "Not everything was settled in time; allow more time.")
        if not self.plan.proven:
            parts.insert(0, "The plan is not proven to be the best.")
        return "\n\n".join(parts)

    def __str__(self) -> str:
        """Return the summary."""
        return self.summary()
