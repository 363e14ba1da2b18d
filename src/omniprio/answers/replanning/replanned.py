"""What `replan` finds: the new plan and, in words, what became of each promise."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args, override

from omniprio.answer import Answer
from omniprio.answers.comparison import goal_word, shown
from omniprio.answers.replanning.measuring import Reading
from omniprio.base import Model, Text
from omniprio.goals import Goal
from omniprio.language import fact, text
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio.names import Titles
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact, Names, Speaker

__all__ = ["Change", "Replanned"]

Kind = Literal["finished", "running", "stopped", "kept", "moved", "dropped", "added"]
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
            return "stopped" if self.now is None else self.begun
        if self.now is None:
            return "dropped"
        return "added" if self.before is None else "kept" if self.before == self.now else "moved"

    @property
    def words(self) -> str:
        """What became of it, in a few words."""
        return str(self.said)

    @property
    def said(self) -> Fact:
        """What became of it, with by how much it moved."""
        kind = fact(f"answers.became {self.kind}")
        if self.before is None or self.now is None or self.before == self.now:
            return kind
        by = self.now - self.before
        moved = fact(f"answers.{'later' if by > 0 else 'earlier by'}", periods=abs(by))
        if self.kind == "moved":
            return fact("answers.moved by", kind=kind, moved=moved)
        return fact("answers.begun by", kind=kind, moved=moved)


class Replanned(Answer):
    """A new plan and what is different in it."""

    before: Plan
    plan: Plan
    by: int
    """The last period that is over."""
    changes: tuple[Change, ...]
    """One for each initiative of either plan."""
    readings: tuple[Reading, ...] = ()
    """What was measured, against what was planned and what was to be expected, in the order of the disc."""
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

    @override
    def _left_open(self) -> Iterator[Fact]:
        if not self.plan.is_final:
            yield fact("answers.plan open")

    @override
    def _names_used(self) -> Names:
        return Titles(self.plan.portfolio)

    @override
    def _columns(self, speaker: Speaker) -> str:
        if not self.changes:
            return ""
        language = speaker.catalogue.language
        rows = (
            [
                text(one.title, language) or one.id,
                self._when(one.before, speaker),
                self._when(one.now, speaker),
                speaker.say(one.said),
            ]
            for one in self.changes
        )
        heads = ("initiative", "before", "now", "what")
        return columns([speaker.words(f"answers.{head}") for head in heads], rows)

    def _when(self, start: int | None, speaker: Speaker) -> str:
        language = speaker.catalogue.language
        return "-" if start is None else self.plan.portfolio.calendar.label(start, language)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        counts = tuple(
            fact("answers.so many", number=len(self.of_kind(kind)), kind=fact(f"answers.became {kind}"))
            for kind in get_args(Kind)
            if self.of_kind(kind)
        )
        period = self.by + 1
        yield speaker.words(
            "answers.from then", period=period, counts=counts or fact("answers.nothing planned")
        )
        if self.changes:
            yield self._columns(speaker)
        goal = goal_word(self.goal, speaker)
        value, price = shown(self.goal, self.value, speaker), speaker.number(self.upheaval, 4)
        yield speaker.words("answers.upheaval", goal=goal, value=value, price=price)
        if self.readings:
            yield ""
            yield self._measured(speaker)

    def _measured(self, speaker: Speaker) -> str:
        """Return what was measured as a table."""
        rows = (
            [
                one.field,
                self._end(one.period, speaker),
                "-" if one.planned is None else speaker.number(one.planned),
                speaker.number(one.expected),
                speaker.number(one.found),
                self._source(one, speaker),
            ]
            for one in self.readings
        )
        heads = ("field", "end of", "planned", "expected", "measured", "explained by")
        return columns([speaker.words(f"answers.{head}") for head in heads], rows)

    def _end(self, period: int, speaker: Speaker) -> str:
        return self._when(period, speaker) if period else speaker.words("answers.the start")

    def _source(self, one: Reading, speaker: Speaker) -> str:
        """Return who explains what was found, with the share that turned out where that is another."""
        if one.turned_out is None or one.turned_out == one.promised:
            return speaker.all_mentioned("initiative", one.sources) or "-"
        words = "answers.gave instead of"
        return speaker.words(words, name=one.sources[0], found=one.turned_out, promised=one.promised)
