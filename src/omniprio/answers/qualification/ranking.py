"""What `qualify` finds: one initiative on one page, and all of them in a table."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.qualification.rivals import Rival
from omniprio.base import Model, Text
from omniprio.language import Speaker, fact, text
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.language import Fact

__all__ = ["Contribution", "Counts", "Qualification", "Qualifications"]

Counts = Literal["now", "later", "never"]
"""Whether a share of a field brings us closer: from the start on, once the outer rings are reached, or never."""


class Contribution(Model):
    """A share of a field."""

    field: str
    share: float
    """0 to 1."""
    counts: Counts

    @property
    def said(self) -> Fact:
        """The share and when it counts."""
        return fact(f"answers.counts {self.counts}", share=self.share, field=self.field)

    def __str__(self) -> str:
        """Return the share in words."""
        return str(self.said)


class Qualification(Answer):
    """What one initiative is worth to the disc. Gains are falls of the distance, in 0 to 1, more is better."""

    id: str
    title: Text
    fields: tuple[Contribution, ...]
    """The fields it contributes to."""
    requires: tuple[str, ...]
    """What it requires, directly or not."""
    choices: tuple[tuple[str, ...], ...]
    """Of each of these, one must come before it; none of them is counted in `together`."""
    needs: dict[str, float]
    """The fields that must be fulfilled so far before it, and are not at the start."""
    unlocks: tuple[str, ...]
    """What waits for it directly."""
    opens: tuple[str, ...]
    """What waits for it, directly or not: for itself, or for a field that it or one of these advances."""
    synergies: tuple[str, ...]
    rivals: tuple[Rival, ...]
    alone: Fraction
    """The gain if it is done and nothing else, what it requires taken as given."""
    together: Fraction
    """The gain of it and all that it requires."""
    after: Fraction
    """What it adds to that once all that it requires is done."""
    opened_gain: Fraction
    """What all that waits for it would add then, with what that requires; without what needs more of a field than
    these bring."""
    cost: Fraction
    """One-off, over all funds."""
    cost_together: Fraction
    """The same with all that it requires."""
    enabler: bool
    """Whether what it opens adds more than it does itself."""
    moves_nothing: bool
    """Whether no share of it can ever bring us closer, whatever else is done."""
    possible: bool = True
    """Whether decisions, dates, teams and what it requires leave it any period to start in; money is not looked at."""
    decided_against: bool = False
    """Whether it was decided never to be done."""
    rank: int | None = None
    """Its place by `together` per `cost_together`, from 1; None for what brings us no closer or cannot be done."""
    quick_win: bool = False
    """Whether it is ready and in the best third by that rank."""

    @property
    def ready(self) -> bool:
        """Whether it requires nothing and needs nothing that is not there at the start."""
        return not (self.requires or self.choices or self.needs)

    @property
    def role(self) -> str:
        """What it is, in a word or two."""
        return self._role(Speaker())

    def _role(self, speaker: Speaker) -> str:
        kinds = {
            "decided against": self.decided_against and not self.possible,
            "cannot be done": not (self.possible or self.decided_against),
            "quick win": self.quick_win,
            "enabler": self.enabler,
        }
        names = [fact(f"answers.{kind}") for kind, holds in kinds.items() if holds]
        if not names:
            return speaker.words("answers.moves nothing" if self.moves_nothing else "answers.neither")
        return f" {speaker.catalogue.style.both} ".join(map(speaker.say, names))

    def cells(self, speaker: Speaker) -> list[str]:
        """Return its row in the table of all."""
        gains = (speaker.fixed(gain, 4) for gain in (self.alone, self.together, self.opened_gain))
        return [
            self.id,
            str(self.rank or "-"),
            *gains,
            speaker.amount(self.cost_together),
            self._role(speaker),
        ]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        title = text(self.title, speaker.catalogue.language) or self.id
        yield f"{title} [{self.id}]: {self._role(speaker)}"
        yield from (f"- {speaker.say(one)}" for one in self._says())

    def _says(self) -> Iterator[Fact]:
        if self.moves_nothing:
            yield fact("answers.moves nothing ever")
        fields = tuple(one.said for one in self.fields)
        yield fact("answers.contributes", fields=fields) if fields else fact("answers.contributes nothing")
        yield fact("answers.closer alone", gain=float(self.alone))
        if self.requires:
            yield fact("answers.closer together", gain=float(self.together), own=float(self.after))
        yield from self._neighbours()

    def _neighbours(self) -> Iterator[Fact]:
        named = {"requires": self.requires, "unlocks": self.unlocks, "synergies": self.synergies}
        yield from (fact(f"answers.{head}", names=names) for head, names in named.items() if names)
        yield from (fact("answers.requires one of", names=names) for names in self.choices)
        if self.needs:
            needs = (fact("answers.need", field=field, share=share) for field, share in self.needs.items())
            yield fact("answers.needs", needs=tuple(needs))
        if self.opens:
            yield fact("answers.opens", gain=float(self.opened_gain))
        if self.rivals:
            yield fact("answers.rivals", rivals=tuple(one.said for one in self.rivals))


class Qualifications(Answer):
    """All initiatives of a portfolio, qualified."""

    rows: tuple[Qualification, ...]
    """Those that were looked at, in the order given; their ranks are among these."""
    open: tuple[str, ...] = ()
    """The ids of those that there was no time to look at."""
    currency: str = ""

    @cached_property
    def by_id(self) -> dict[str, Qualification]:
        """The qualifications by id."""
        return {row.id: row for row in self.rows}

    @property
    def ranked(self) -> tuple[Qualification, ...]:
        """The best gain per money first; what brings us no closer comes last."""
        return tuple(sorted(self.rows, key=lambda row: (row.rank is None, row.rank or 0)))

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.open:
            done = len(self.rows)
            yield fact("answers.qualification open", done=done, every=done + len(self.open))

    @override
    def _columns(self, speaker: Speaker) -> str:
        heads = ("initiative", "rank", "alone", "together", "column opens")
        cost = f"{speaker.words('answers.cost')} {self.currency}".strip()
        named = [speaker.words(f"answers.{head}") for head in heads]
        rows = (one.cells(speaker) for one in self.ranked)
        return columns([*named, cost, speaker.words("answers.role")], rows)

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        yield self._columns(speaker)
        if idle := tuple(row.id for row in self.rows if row.moves_nothing):
            yield speaker.words("answers.idle", names=idle)
        yield speaker.words("answers.qualification gains")
        yield speaker.words("answers.qualification costs")
