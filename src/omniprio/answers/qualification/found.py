"""What `qualify` finds: one initiative on one page, and all of them in a table."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer
from omniprio.answers.qualification.rivals import Rival
from omniprio.assessment.columns import columns
from omniprio.base import Model, Text
from omniprio.language import Sentence, sentence, text
from omniprio.numbers import written
from omniprio.plan.words import amount

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["Contribution", "Counts", "Qualification", "Qualifications"]

Counts = Literal["now", "later", "never"]
"""Whether a share of a field brings us closer: from the start on, once the outer rings are reached, or never."""


class Contribution(Model):
    """A share of a field."""

    field: str
    share: float
    """0 to 1."""
    counts: Counts

    def __str__(self) -> str:
        """Return the share in words."""
        note = {
            "now": "",
            "later": ", counts once the rings outside it are reached",
            "never": ", does not count",
        }
        return f"{written(self.share)} of {self.field}{note[self.counts]}"


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
        names = ["quick win"] * self.quick_win + ["enabler"] * self.enabler
        if not self.possible:
            names.insert(0, "decided against" if self.decided_against else "cannot be done")
        return " and ".join(names) or ("moves nothing" if self.moves_nothing else "neither")

    def summary(self) -> str:
        """Return the qualification as plain text."""
        return "\n".join(
            [f"{text(self.title) or self.id} [{self.id}]: {self.role}", *map("- {}".format, self._lines())]
        )

    def _lines(self) -> Iterator[str]:
        if self.moves_nothing:
            yield "moves nothing: no share of it can bring us closer, whatever else is done"
        yield f"contributes: {'; '.join(map(str, self.fields)) or 'to no field'}"
        yield f"closer alone: {_gain(self.alone)}"
        if self.requires:
            yield f"closer with what it requires: {_gain(self.together)}, of which it adds {_gain(self.after)}"
        yield from self._neighbours()

    def _neighbours(self) -> Iterator[str]:
        named = [("requires", self.requires), ("unlocks", self.unlocks), ("synergies", self.synergies)]
        yield from (f"{head}: {', '.join(names)}" for head, names in named if names)
        yield from (f"requires one of: {', '.join(names)}" for names in self.choices)
        if self.needs:
            yield f"needs: {', '.join(f'{field} at {written(share)}' for field, share in self.needs.items())}"
        if self.opens:
            yield f"what waits for it would add: {_gain(self.opened_gain)}"
        if self.rivals:
            yield f"rivals: {'; '.join(map(str, self.rivals))}"


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

    @property
    @override
    def unsettled(self) -> tuple[Sentence, ...]:
        done, every = len(self.rows), len(self.rows) + len(self.open)
        return (sentence("answers.qualified in part", done=done, every=every),) if self.open else ()

    def table(self) -> str:
        """Return the ranking as text."""
        head = ["initiative", "rank", "alone", "together", "opens", f"cost {self.currency}".strip(), "role"]
        return columns(head, map(_cells, self.ranked))

    def summary(self) -> str:
        """Return the ranking with what it means, as plain text."""
        idle = [row.id for row in self.rows if row.moves_nothing]
        lines = [f"Moves nothing: {', '.join(idle)}."] * bool(idle)
        notes = (
            "Gains are falls of the distance with nothing else done; the rank is by gain per money, with what is required.",
            "Costs are one-off, over all funds, without running costs.",
        )
        return "\n".join([*self.unsettled, self.table(), *lines, *notes])


def _cells(row: Qualification) -> list[str]:
    gains = (_gain(gain) for gain in (row.alone, row.together, row.opened_gain))
    return [row.id, str(row.rank or "-"), *gains, amount(float(row.cost_together)), row.role]


def _gain(gain: Fraction) -> str:
    return f"{float(gain):.4f}"
