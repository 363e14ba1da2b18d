"""What `alternatives` finds: the plans, what they have in common, and where there is a choice."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, override

from omniprio.answer import Answer
from omniprio.answers.comparison import difference
from omniprio.assessment.columns import columns
from omniprio.base import Model
from omniprio.goals import Goal
from omniprio.language import Sentence, sentence
from omniprio.plan import Plan

__all__ = ["Alternative", "Alternatives", "Stopped"]

Stopped = Literal["complete", "most", "time limit", "cancelled", "not settled"]
"""Why a search for alternatives ended."""


class Alternative(Model):
    """One of several plans."""

    plan: Plan
    loss: Fraction
    """How much worse it is than the first plan at the goal, in its own unit; less than 0 is better."""
    distance: tuple[int, int] | None
    """How far it is from the nearest plan before: initiatives in one of the two only, and periods that the starts of
    those in both are apart; None for the first plan."""
    farthest: bool
    """Whether it is proven that no plan is farther; of the first plan, that none is better."""


class Alternatives(Answer):
    """Plans that are nearly as good as the best."""

    goal: Goal
    """The first goal, which limits the loss."""
    allowed: Fraction
    """The loss allowed, in the goal's own unit."""
    plans: tuple[Alternative, ...]
    """The best plan, then each next one as different as possible."""
    ended: Stopped
    """Why there are no more: `complete` if it is proven that no plan within the loss differs from all of these."""
    proven: bool
    """Whether the first plan is proven to be best; if not, there may be better ones to measure the loss from."""
    currency: str = ""

    @property
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        first = () if self.proven else (sentence("answers.first open"),)
        return first if self.complete else (*first, sentence(f"answers.alternatives {self.ended}"))

    @property
    def complete(self) -> bool:
        """Whether these are all the plans within the loss, as far as they count as different."""
        return self.ended == "complete"

    @property
    def core(self) -> tuple[str, ...]:
        """What all plans found do; if complete, what every plan within the loss does."""
        return tuple(name for name, count in self._counts().items() if count == len(self.plans))

    @property
    def choices(self) -> tuple[str, ...]:
        """What some plans do and others do not: the real choices."""
        return tuple(name for name, count in self._counts().items() if 0 < count < len(self.plans))

    @property
    def never(self) -> tuple[str, ...]:
        """What no plan found does."""
        return tuple(name for name, count in self._counts().items() if not count)

    def _counts(self) -> dict[str, int]:
        names = self.plans[0].plan.portfolio.by_id
        return {name: sum(name in one.plan.starts for one in self.plans) for name in names}

    def table(self) -> str:
        """Return the start of each initiative in each plan as text, with what each plan loses."""
        portfolio = self.plans[0].plan.portfolio
        rows = [
            [name, *(_when(one.plan, name) for one in self.plans)]
            for name in portfolio.by_id
            if name in self.core + self.choices
        ]
        rows.append(["loss", *(difference(self.goal, one.loss, self.currency) for one in self.plans)])
        return columns(["start of", *(f"plan {place}" for place, _ in enumerate(self.plans, start=1))], rows)

    def summary(self) -> str:
        """Return the plans, the common core and the choices, as plain text."""
        allowed = difference(self.goal, self.allowed, self.currency)
        lines = [
            *self.unsettled,
            f"Plans that lose at most {allowed} at {self.goal.kind}:",
            self.table(),
            f"In all of them: {', '.join(self.core) or 'nothing'}.",
            f"Real choices: {', '.join(self.choices) or 'none'}.",
            f"In none of them: {', '.join(self.never) or 'nothing is left out'}.",
        ]
        if self.complete:
            lines.append(sentence("answers.alternatives complete"))
        return "\n".join(lines)


def _when(plan: Plan, name: str) -> str:
    return plan.portfolio.calendar.label(plan.starts[name]) if name in plan.starts else "-"
