"""What `replan` finds: the new plan and, in words, what became of each promise."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args, override

from omniprio.answer import Answer
from omniprio.answers.comparison import shown
from omniprio.assessment.columns import columns
from omniprio.base import Model, Text
from omniprio.goals import Goal
from omniprio.language import Sentence, sentence, text
from omniprio.numbers import written
from omniprio.parameters import validated
from omniprio.plan import Plan

__all__ = ["Change", "Replanned"]

Kind = Literal["finished", "running", "kept", "moved", "dropped", "added"]
"""What can become of an initiative."""


class Change(Model):
    """What became of one initiative.

    >>> print(Change(id="web", title="", before=3, now=5).words)
    moved 2 periods later
    """

    id: str
    title: Text
    before: int | None
    """Its start in the earlier plan, or None."""
    now: int | None
    """Its start in the new plan, or None."""
    begun: Literal["finished", "running"] | None = None
    """What it is by now, where it has begun."""

    @property
    def kind(self) -> Kind:
        """What became of it, in a word."""
        if self.begun:
            return self.begun
        if self.now is None:
            return "dropped"
        return "added" if self.before is None else "kept" if self.before == self.now else "moved"

    @property
    def words(self) -> str:
        """What became of it, in a few words."""
        if self.before is None or self.now is None or self.before == self.now:
            return self.kind
        by = self.now - self.before
        moved = f"{abs(by)} period{'s' if abs(by) > 1 else ''} {'later' if by > 0 else 'earlier'}"
        return f"moved {moved}" if self.kind == "moved" else f"{self.kind}, begun {moved}"


class Replanned(Answer):
    """A new plan and what is different in it."""

    before: Plan
    plan: Plan
    by: int
    """The last period that is over."""
    changes: tuple[Change, ...]
    """One for each initiative of either plan."""
    upheaval: Fraction
    """What the changes cost at the stated price; what has begun counts nothing."""
    goal: Goal
    """The first goal, without the price of upheaval."""
    value: Fraction | None
    """What the new plan comes to at it."""
    currency: str = ""

    @validated
    def of_kind(self, kind: Kind) -> tuple[str, ...]:
        """Return the initiatives that something became of.

        Args:
            kind: What became of them.
        """
        return tuple(change.id for change in self.changes if change.kind == kind)

    @property
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        return () if self.plan.proven else (sentence("answers.plan open"),)

    def table(self) -> str:
        """Return what became of each initiative as text."""
        rows = (
            [text(one.title) or one.id, self._when(one.before), self._when(one.now), one.words]
            for one in self.changes
        )
        return columns(["initiative", "before", "now", "what"], rows)

    def _when(self, start: int | None) -> str:
        return "-" if start is None else self.plan.portfolio.calendar.label(start)

    def summary(self) -> str:
        """Return the differences in words, as plain text."""
        counts = [f"{len(self.of_kind(kind))} {kind}" for kind in get_args(Kind) if self.of_kind(kind)]
        calendar = self.plan.portfolio.calendar
        value = shown(self.goal, self.value, self.currency, calendar)
        after = calendar.name(self.by + 1)
        lines = [
            *self.unsettled,
            f"From {after} on: {', '.join(counts) or 'nothing is planned'}.",
            self.table(),
            f"{self.goal.kind.capitalize()}: {value}; price of the upheaval: {written(self.upheaval, 4)}.",
        ]
        return "\n".join(lines)
