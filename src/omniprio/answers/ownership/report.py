"""What `silos` finds: the joint plan, the plan of each owner, and what lies between."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.comparison import GoalChange, goal_word, shown
from omniprio.base import Model
from omniprio.checker import BrokenRule
from omniprio.language import Sentence, Speaker, fact
from omniprio.plan import Plan
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND, AnyStart
from omniprio.portfolio.names import Dated, Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact, Names

__all__ = ["OwnerPlan", "SiloReport"]


class OwnerPlan(Model):
    """What one owner plans alone."""

    owner: str
    share: Fraction
    """Its share of the budget, 0 to 1."""
    part: Fraction | None = None
    """What that is over the horizon, in the unit of the budget; None where the budget has no limit in some period."""
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
    starts: dict[str, AnyStart]
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
    budget: str = MAIN_FUND
    """The budget that the owners split, by name; the unit of its amounts need not be the currency."""

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

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.proven:
            yield fact("answers.all plans open")

    @override
    def _names_used(self) -> Names:
        return Titles(self.joint.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = (
            [
                goal_word(change.goal, speaker),
                shown(change.goal, change.before, speaker),
                shown(change.goal, change.after, speaker),
            ]
            for change in self.goals
        )
        return columns([speaker.words(f"answers.{head}") for head in ("goal", "jointly", "in silos")], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        if len(self.owners) < 2:  # noqa: PLR2004  a comparison takes two
            owner = self.owners[0].owner if self.owners else ""
            kind = "answers.silos one" if owner else "answers.silos none"
            yield speaker.words(kind, owner=_called(owner, speaker))
        if self.without:
            names = tuple(_called(one.owner, speaker) for one in self.without)
            yield speaker.words("answers.silos without", names=names)
        first = self.goals[0]
        verdict = "cost" if first.loss > 0 else "gain" if first.loss < 0 else "cost nothing"
        goal, size = goal_word(first.goal, speaker), first.size(speaker)
        known = verdict if self.proven else f"{verdict} so far"
        yield speaker.words(f"answers.silos {known}", goal=goal, size=size)
        yield self._columns(speaker)
        yield from (self._owner_line(one, speaker) for one in self.owners)
        if self.only_joint:
            yield speaker.words("answers.only joint", names=self.only_joint)
        if self.only_silos:
            yield speaker.words("answers.only silos", names=self.only_silos)
        for one in self.broken:
            yield speaker.words("answers.silos broken", rule=speaker.say(one.said or one.message))

    def _owner_line(self, one: OwnerPlan, speaker: Speaker) -> str:
        whose = {"owner": _called(one.owner, speaker), "part": self._part(one, speaker)}
        if one.plan is None:
            why = "; ".join(map(speaker.say, one.why_none))
            return speaker.words("answers.owner none", **whose, why=why)
        if not one.starts and not one.plan.cost:
            return speaker.words("answers.owner nothing", **whose)
        own = Speaker(speaker.catalogue.language, Dated(one.plan.portfolio.currency))
        done, cost = tuple(one.starts), own.money(one.plan.cost)
        return speaker.words("answers.owner does", **whose, done=done, cost=cost)

    def _part(self, one: OwnerPlan, speaker: Speaker) -> str:
        """Return what an owner has of the budget, as a share and, where that is known, as an amount."""
        share, budget = speaker.percent(one.share), budget_fact(self.budget)
        if one.part is None:
            return speaker.words("answers.owner part", share=share, budget=budget)
        amount = speaker.money(one.part, speaker.names.unit(self.budget))
        return speaker.words("answers.owner part and amount", share=share, budget=budget, amount=amount)


def _called(owner: str, speaker: Speaker) -> str:
    """Return what an owner is called, or the words for none."""
    return speaker.called("owner", owner) if owner else speaker.words("answers.no owner")
