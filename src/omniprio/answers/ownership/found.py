"""What `silos` finds: the joint plan, the plan of each owner, and what lies between."""

from __future__ import annotations

from fractions import Fraction
from typing import override

from omniprio.answer import Answer
from omniprio.answers.comparison import GoalChange, shown
from omniprio.assessment.columns import columns
from omniprio.base import Model
from omniprio.checker import BrokenRule
from omniprio.language import Sentence, sentence
from omniprio.plan import Plan
from omniprio.plan.words import amount, percent

__all__ = ["OwnerPlan", "SiloReport"]


class OwnerPlan(Model):
    """What one owner plans alone."""

    owner: str
    share: Fraction
    """Its share of the budget, 0 to 1."""
    plan: Plan | None
    """The best plan with its own initiatives; None where there is none."""
    proven: bool
    """Whether it is proven that no plan is better, or that there is none."""
    why_none: tuple[Sentence, ...] = ()
    """Why there is no plan, one sentence each."""

    @property
    def starts(self) -> dict[str, int]:
        """What it does, and when it starts."""
        return {} if self.plan is None else self.plan.starts


class SiloReport(Answer):
    """One joint plan against the plans of the owners."""

    joint: Plan
    owners: tuple[OwnerPlan, ...]
    starts: dict[str, int]
    """What all owners do."""
    combined: Plan | None
    """That as one plan of the whole portfolio; None where it breaks a rule."""
    broken: tuple[BrokenRule, ...]
    """The rules it breaks: the owners get in each other's way."""
    goals: tuple[GoalChange, ...]
    """From the joint plan to the plans of the owners together: what the silos cost."""
    proven: bool
    """Whether all plans are proven to be best; if not, the cost of the silos is an estimate."""
    currency: str = ""

    @property
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        return () if self.proven else (sentence("answers.silos open"),)

    @property
    def only_joint(self) -> tuple[str, ...]:
        """What only the joint plan does."""
        return tuple(name for name in self.joint.starts if name not in self.starts)

    @property
    def only_silos(self) -> tuple[str, ...]:
        """What only the owners by themselves do."""
        return tuple(name for name in self.starts if name not in self.joint.starts)

    @property
    def without(self) -> tuple[OwnerPlan, ...]:
        """The owners that have no plan."""
        return tuple(one for one in self.owners if one.plan is None)

    @property
    def _whose(self) -> str:
        owner = self.owners[0].owner if self.owners else ""
        return f"{owner} owns every initiative" if owner else "no initiative has an owner"

    def table(self) -> str:
        """Return the goals of both as text."""
        rows = (
            [
                change.goal.kind,
                shown(change.goal, change.before, self.currency, self.joint.portfolio.calendar),
                shown(change.goal, change.after, self.currency, self.joint.portfolio.calendar),
            ]
            for change in self.goals
        )
        return columns(["goal", "jointly", "in silos"], rows)

    def summary(self) -> str:
        """Return what the silos cost and what each owner does, as plain text."""
        first = self.goals[0]
        cost = first.size(self.currency)
        verdict = f"cost {cost}" if first.loss > 0 else f"gain {cost}" if first.loss < 0 else "cost nothing"
        lines: list[str] = [*self.unsettled]
        if len(self.owners) < 2:  # noqa: PLR2004  a comparison takes two
            lines.append(f"There is nothing to compare: {self._whose}.")
        if self.without:
            names = ", ".join(one.owner or "no owner" for one in self.without)
            lines.append(f"Without a plan, so that nothing of theirs is counted: {names}.")
        lines += [f"The silos {verdict} at {first.goal.kind}.", self.table(), *map(_owner_line, self.owners)]
        lines += [f"Only jointly: {', '.join(self.only_joint)}."] * bool(self.only_joint)
        lines += [f"Only in silos: {', '.join(self.only_silos)}."] * bool(self.only_silos)
        lines += [f"Together the owners break a rule: {one.message}" for one in self.broken]
        return "\n".join(lines)


def _owner_line(one: OwnerPlan) -> str:
    head = f"- {one.owner or 'no owner'}, {percent(one.share)} of the budget: "
    if one.plan is None:
        return f"{head}no plan ({'; '.join(one.why_none)})"
    if not one.starts and not one.plan.cost:
        return f"{head}nothing"
    done = ", ".join(one.starts)
    return f"{head}{done} for {amount(one.plan.cost)} {one.plan.portfolio.currency}".rstrip()
