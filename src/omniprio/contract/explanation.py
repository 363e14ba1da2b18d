"""Why initiatives are in a plan, why others are not, or why there is no plan, as one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, override

from omniprio.answer import Answer
from omniprio.answers.reasons import Why, WhyNot
from omniprio.conflict import Conflict
from omniprio.language import fact
from omniprio.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact, Speaker

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

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.plan is None:
            if self.conflict is None or not self.conflict.is_final:
                yield fact("answers.not everything in time")
            return
        if not self.plan.is_final:
            yield fact("answers.best open")
        if not all(one.is_final for one in (*self.chosen, *self.left_out)):
            yield fact("answers.not everything in time")

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        language = speaker.catalogue.language
        if self.plan is None:
            yield speaker.words("answers.no plan at all")
            yield "" if self.conflict is None else self.conflict.summary(language)
            return
        once = f"{speaker.words('answers.best open')}\n"  # not again for each
        parts = [one.summary(language).removeprefix(once) for one in (*self.chosen, *self.left_out)]
        for place, part in enumerate(parts or [speaker.words("answers.all in the plan")]):
            if place or not self.is_final:
                yield ""
            yield part
