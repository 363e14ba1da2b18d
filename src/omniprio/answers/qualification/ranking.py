"""What `qualify` finds: one initiative on one page, and all of them in a table."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Literal, override

from omniprio.answer import Answer, Marked
from omniprio.answers.qualification.opening import MOST_SETS
from omniprio.answers.qualification.rivals import Rival
from omniprio.base import Model, Text
from omniprio.language import Speaker, fact, text
from omniprio.portfolio.names import Dated
from omniprio.text_table import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.language import Fact, Names

__all__ = [
    "AgainstPlan",
    "Completion",
    "Contribution",
    "Counts",
    "Partner",
    "Qualification",
    "Qualifications",
]

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


class Completion(Model):
    """A field that an initiative completes, by itself or with others."""

    field: str
    others: tuple[tuple[str, ...], ...]
    """The smallest sets of others, by id, with which it does, none of them superfluous; an empty one: by itself."""

    @property
    def said(self) -> Fact:
        """The field and with whom."""
        if self.others == ((),):
            return fact("answers.completes alone", field=self.field)
        sets = tuple(fact("answers.a set", names=names) for names in self.others)
        return fact("answers.completes with", field=self.field, sets=sets)


class Partner(Model):
    """A synergy that an initiative has with others."""

    synergy: str
    others: tuple[str, ...]
    """Its other members, by id."""
    when: Literal["all complete", "start together", "in order"] = "all complete"
    """What must hold of its members but that all are complete."""
    after: tuple[str, ...] = ()
    """Where they must come in order, those after which the initiative comes, by id: it is better after these."""
    needs: dict[str, float] = {}
    """How far fields must be fulfilled for it, by id."""
    advances: dict[str, float]
    """What it adds to the share of each field once all are complete."""
    benefit: float
    """What it adds to the benefit of each period from then on."""
    cost: float
    """What it adds to the spending; less than 0 saves."""

    @property
    def said(self) -> Fact:
        """With whom, in what order, and what it adds."""
        before = tuple(name for name in self.others if name not in self.after)
        kind = "partner" if self.others else "partner alone"
        if self.when == "start together":
            kind = "partner together"
        elif self.when == "in order":
            kind = (
                "better between"
                if self.after and before
                else "better after"
                if self.after
                else "better before"
            )
        names = {"names": self.others, "after": self.after, "before": before}
        return fact(f"answers.{kind}", adds=tuple(self._adds()), **names)

    def _adds(self) -> Iterator[Fact]:
        for field, share in self.needs.items():
            yield fact("answers.once", field=field, share=share)
        for field, share in self.advances.items():
            yield fact("answers.adds share", field=field, share=share)
        if self.benefit:
            yield fact("answers.adds benefit", amount=self.benefit)
        if self.cost:
            yield fact("answers.saves" if self.cost < 0 else "answers.adds cost", amount=abs(self.cost))


class AgainstPlan(Model):
    """What an initiative is worth next to what a plan has already."""

    chosen: bool
    """Whether the plan has it."""
    gain: Fraction
    """The fall of the distance at the end that it brings: from the plan without it to the plan with it."""
    others: tuple[str, ...]
    """Where the plan has it: what could not be done without it; where not: what would have to be done as well."""
    cost: Fraction
    """The one-off cost of it and these others, over all funds."""

    @property
    def said(self) -> Fact:
        """The gain, and with whom."""
        kind = "in the plan" if self.chosen else "beside the plan"
        kind += " with others" if self.others else ""
        return fact(f"answers.{kind}", gain=float(self.gain), names=self.others)


class Qualification(Marked):
    """What one initiative is worth to the disc. Gains are falls of the distance, in 0 to 1, more is better."""

    id: str
    title: Text
    fields: tuple[Contribution, ...]
    """The fields it contributes to."""
    completes: tuple[Completion, ...] = ()
    """The fields that it completes, with which others; those are left out that it does not, or that would take too long."""
    requires: tuple[str, ...]
    """What it requires, directly or not."""
    choices: tuple[tuple[str, ...], ...]
    """Of each of these, one or more must come before it, or at all; none of them is counted in `together`."""
    least: tuple[int, ...] = ()
    """How many of each of `choices` that is; one where it is not given."""
    needs: dict[str, float]
    """The fields that must be fulfilled so far before it, and are not at the start."""
    unlocks: tuple[str, ...]
    """What waits for it directly."""
    opens: tuple[str, ...]
    """What waits for it, directly or not: for itself, or for a field that it or one of these advances."""
    synergies: tuple[str, ...]
    partners: tuple[Partner, ...] = ()
    """The same synergies, with whom it has them and what they add."""
    rivals: tuple[Rival, ...]
    alone: Fraction
    """The gain if it is done and nothing else, what it requires taken as given."""
    together: Fraction
    """The gain of it and all that it requires."""
    after: Fraction
    """What it adds to that once all that it requires is done."""
    against_plan: AgainstPlan | None = None
    """What it is worth next to a plan; None where none was given."""
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
    """Whether no field that it advances can ever bring us closer, whatever else is done. False does not say that it does: what
    opens the way to a field may always complete that too."""
    possible: bool = True
    """Whether decisions, dates, teams and what it requires leave it any period to start in; money is not looked at."""
    decided_against: bool = False
    """Whether it was decided never to be done."""
    rank: int | None = None
    """Its place by `together` per `cost_together`, from 1; None for what brings us no closer or cannot be done."""
    quick_win: bool = False
    """Whether it is ready and in the best third by that rank."""
    titles: dict[str, Text] = {}
    """The titles of the other initiatives named here, by id, where they have one."""

    @property
    def named(self) -> set[str]:
        """The other initiatives named here, by id."""
        sets = [self.requires, *self.choices, self.unlocks, *(one.others for one in self.partners)]
        sets += [some for one in self.completes for some in one.others]
        sets.append(() if self.against_plan is None else self.against_plan.others)
        return {name for some in sets for name in some} | {one.id for one in self.rivals}

    @override
    def _names_used(self) -> Names:
        return Dated(titles=self.titles)

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
        against = () if self.against_plan is None else (self.against_plan.gain,)
        gains = (self.alone, self.together, *against, self.opened_gain)
        return [
            text(self.title, speaker.catalogue.language) or self.id,
            str(self.rank or "-"),
            *(speaker.fixed(gain, 4) for gain in gains),
            speaker.amount(self.cost_together),
            self._role(speaker),
        ]

    @override
    def _lines(self, speaker: Speaker) -> Iterator[str]:
        title = text(self.title, speaker.catalogue.language) or self.id
        yield f"{title}: {self._role(speaker)}"
        yield from (f"- {speaker.say(one)}" for one in self._says())

    def _says(self) -> Iterator[Fact]:
        if self.moves_nothing:
            yield fact("answers.moves nothing ever")
        fields = tuple(one.said for one in self.fields)
        yield fact("answers.contributes", fields=fields) if fields else fact("answers.contributes nothing")
        if self.completes:
            yield fact("answers.completes", fields=tuple(one.said for one in self.completes))
        yield fact("answers.closer alone", gain=float(self.alone))
        if self.requires:
            yield fact("answers.closer together", gain=float(self.together), own=float(self.after))
        if self.against_plan is not None:
            yield self.against_plan.said
        yield from self._neighbours()

    def _neighbours(self) -> Iterator[Fact]:
        named = {"requires": self.requires, "unlocks": self.unlocks}
        yield from (fact(f"answers.{head}", names=names) for head, names in named.items() if names)
        if self.partners:
            yield fact("answers.synergies", synergies=tuple(one.said for one in self.partners))
        for names, least in zip_longest(self.choices, self.least, fillvalue=1):
            key = "requires one of" if least == 1 else "requires so many of"
            yield fact(f"answers.{key}", names=names, least=least)
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

    @property
    def completing(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The smallest sets of initiatives that complete each field, by the id of the field; at most three of each."""
        found: dict[str, dict[frozenset[str], None]] = {}
        for row in self.rows:
            for one in row.completes:
                found.setdefault(one.field, {}).update(
                    {frozenset({row.id, *some}): None for some in one.others}
                )
        return {field: tuple(self._smallest(sets)) for field, sets in found.items()}

    def _smallest(self, sets: Iterable[frozenset[str]]) -> Iterator[tuple[str, ...]]:
        """Yield the smallest of some sets, their members in the order given."""
        fewest = min(map(len, sets))
        smallest = (some for some in sets if len(some) == fewest)
        yield from (
            tuple(name for name in self.by_id if name in some) for some in islice(smallest, MOST_SETS)
        )

    @override
    def _left_open(self) -> Iterator[Fact]:
        if self.open:
            done = len(self.rows)
            yield fact("answers.qualification open", done=done, every=done + len(self.open))

    @override
    def _names_used(self) -> Names:
        return Dated(self.currency, titles={row.id: row.title for row in self.rows if row.title})

    @override
    def _columns(self, speaker: Speaker) -> str:
        against = ("column against plan",) if any(one.against_plan for one in self.rows) else ()
        heads = ("initiative", "rank", "alone", "together", *against, "column opens")
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
