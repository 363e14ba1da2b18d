"""Why initiatives are in a plan, why others are not, or why there is no plan, as one document."""

from __future__ import annotations

from typing import override

from omniprio.answer import Answer
from omniprio.answers.reasons import Why, WhyNot
from omniprio.conflict import Conflict
from omniprio.language import Sentence, sentence
from omniprio.plan import Plan

__all__ = ["Explanation"]


class Explanation(Answer):
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
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        if self.plan is None:
            found = self.conflict is not None and self.conflict.complete
            return () if found else (sentence("infeasible.not complete"),)
        plan = () if self.plan.proven else (sentence("answers.explained plan open"),)
        parts = (*self.chosen, *self.left_out)
        return plan if all(one.is_final for one in parts) else (*plan, sentence("answers.reasons open"))

    def summary(self) -> str:
        """Return the reasons as a person wants to read them, as plain text."""
        if self.plan is None:
            return f"There is no plan: that is proven.\n{self.conflict}"
        parts = [str(one) for one in (*self.chosen, *self.left_out)]
        if not parts:
            parts = ["Nothing is left out: every initiative is in the plan."]
        return "\n\n".join([*self.unsettled, *parts])
