"""What `alternatives` finds: the plans, what they have in common, and where there is a choice."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.comparison import difference, goal_word
from omniprio.base import Model
from omniprio.goals import Goal
from omniprio.language import fact
from omniprio.plan import Plan
from omniprio.portfolio.names import Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact, Names, Speaker

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

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.proven:
            yield fact("answers.first plan open")
        if self.ended != "complete":
            yield fact(f"answers.alternatives {self.ended}")

    @override
    def _names_used(self) -> Names:
        return Titles(self.plans[0].plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        rows = [
            [speaker.called("initiative", name), *(_when(one.plan, name, speaker) for one in self.plans)]
            for name in self.plans[0].plan.portfolio.by_id
            if name in self.core + self.choices
        ]
        losses = (difference(self.goal, one.loss, speaker) for one in self.plans)
        rows.append([speaker.words("answers.loss"), *losses])
        numbered = (
            speaker.words("answers.plan number", place) for place, _ in enumerate(self.plans, start=1)
        )
        return columns([speaker.words("answers.start of"), *numbered], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        loss = difference(self.goal, self.allowed, speaker)
        yield speaker.words("answers.alternatives", loss=loss, goal=goal_word(self.goal, speaker))
        yield self._columns(speaker)
        yield speaker.words("answers.in all", names=self.core or fact("answers.nothing"))
        yield speaker.words("answers.choices", names=self.choices or fact("answers.no choices"))
        yield speaker.words("answers.in none", names=self.never or fact("answers.nothing left out"))
        if self.ended == "complete":
            yield speaker.words("answers.alternatives complete")


def _when(plan: Plan, name: str, speaker: Speaker) -> str:
    calendar = plan.portfolio.calendar
    return calendar.label(plan.starts[name], speaker.catalogue.language) if name in plan.starts else "-"
