"""What binds initiatives together: groups and synergies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Field, PlainSerializer, model_validator

from omniprio.base import MOST_MONEY, MOST_PERIODS, WHOLE, Model, Name, OneOrMore, Refers, Share, Words
from omniprio.errors import UnfitError
from omniprio.language import fact, sentence
from omniprio.numbers import exact
from omniprio.portfolio.initiative import Money

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.language import Fact
    from omniprio.portfolio.initiative import Initiative

__all__ = ["Group", "Synergy", "takes_in"]


def _whole(limit: float) -> float:
    """Return a number as a whole one where it is."""
    return int(limit) if limit.is_integer() else limit


_Limit = Annotated[
    float,
    Field(ge=-MOST_MONEY, le=MOST_MONEY, strict=True),
    AfterValidator(_whole),
    PlainSerializer(lambda limit: limit, return_type=int | float),
]
"""What a group measures at least or at most: a whole number where it counts its members."""


class Group(Model):
    """A set of initiatives, how much of it is chosen, and whether its work is kept apart.

    Its members are those that are named, those of some owners and those with some tags. They are counted, or measured by
    what they spend from a fund up to the horizon, or by one of their scores.

    >>> Group(id="crm versions", members=["crm-small", "crm-large"], at_most=1).at_most
    1
    >>> Group(id="bold", tags={"kind": "bold"}, fund="money", least_share=0.2).least_share
    0.2
    """

    id: Name
    members: Annotated[tuple[Name, ...], Field(min_length=1), OneOrMore(), Refers("initiatives")] | None = (
        None
    )
    """Members by id."""
    owners: Annotated[tuple[Words, ...], OneOrMore(), Refers("owners")] = ()
    """Owners whose initiatives are members."""
    tags: dict[Words, Annotated[tuple[Words, ...], OneOrMore()]] = {}
    """Tags by kind: initiatives with one of them are members."""
    fund: Annotated[Name, Refers("funds")] | None = None
    """The fund by which members are measured: by what each spends from it up to the horizon, running costs included."""
    score: Annotated[Name, Refers("scores")] | None = None
    """The score by which members are measured; an initiative without it counts 0."""
    at_least: _Limit | None = None
    """How many members are chosen at least, or what they come to in the measure; None asks for nothing."""
    at_most: _Limit | None = None
    """How many members are chosen at most, or what they come to in the measure; None is no limit."""
    all_or_none: Annotated[bool, Field(strict=True)] = False
    """Whether the members are chosen all together or not at all."""
    least_share: Share | None = None
    """The least share of members in the measure of all that is chosen, 0 to 1; kept where nothing is chosen."""
    most_share: Share | None = None
    """The greatest share of members in the measure of all that is chosen, 0 to 1."""

    apart: Annotated[int, Field(ge=0, le=MOST_PERIODS, strict=True), WHOLE] | None = None
    """How many periods at least lie between the work of any two chosen members, whichever comes first; 0: they are never
    under way at the same time. Work lasts from its start to its completion, closed periods included."""

    @cached_property
    def least(self) -> Fraction | None:
        """The least that its chosen members come to, exact; None where it asks for nothing."""
        is_met = self.at_least is None or (self.at_least == 0 and self.score is None)
        return None if is_met else exact(self.at_least or 0)

    @cached_property
    def most(self) -> Fraction | None:
        """The most that its chosen members come to, exact; None is no limit."""
        return None if self.at_most is None else exact(self.at_most)

    @property
    def counts(self) -> bool:
        """Whether members are counted, not measured by a fund or a score."""
        return self.fund is None and self.score is None

    @property
    def measure(self) -> Fact:
        """What it measures, in words."""
        if self.fund is not None:
            return fact("kinds.measured by fund", fund=self.fund)
        return (
            fact("kinds.measured by number")
            if self.score is None
            else fact("kinds.measured by score", score=self.score)
        )

    @property
    def has_share(self) -> bool:
        """Whether it says something about the share of its members in all that is chosen."""
        return self.least_share is not None or self.most_share is not None


class Synergy(Model):
    """What initiatives add once all of them are complete, and fields are far enough; each amount may be negative.

    >>> Synergy(id="one profile", of=["web", "store"], advances={"D3": 0.2}).benefit
    0.0
    >>> Synergy(id="known customers", needs={"R2": 1}, benefit=20).of  # a field that earns
    ()
    """

    id: Name
    of: Annotated[tuple[Name, ...], OneOrMore(), Refers("initiatives")] = ()
    """The initiatives: two or more, or one or none where `needs` names fields."""
    needs: dict[str, Share] = {}
    """How far fields, or channels of them, must be fulfilled at the end of the period before, by id; the start state
    counts. Once active it stays so."""
    when: Literal["all complete", "start together", "in order"] = "all complete"
    """What must hold of its members but that all are complete: nothing, that all start in the same period, or that each
    starts after the one named before it is complete."""
    advances: dict[str, Annotated[float, Field(ge=-1, le=1, strict=True)]] = {}
    """What it adds to the share of each field, by id, -1 to 1."""
    benefit: Money = 0.0
    """What it adds to the benefit of the period in which it becomes active and of each one after it."""
    cost: Money = 0.0
    """What it adds to the spending from the main budget in the period in which it becomes active; where all must start
    together, in their common start."""

    @model_validator(mode="after")
    def _enough(self) -> Self:
        """Refuse a synergy of too few initiatives."""
        least = 2 if self.when != "all complete" or not self.needs else 0
        if len(self.of) < least:
            kind = "too few for needs" if not self.needs else "too few for when"
            raise UnfitError(sentence(f"faults.{kind}"), sentence(f"remedies.{kind}"))
        return self

    @cached_property
    def needed_shares(self) -> dict[str, Fraction]:
        """How far fields must be fulfilled before it is active, exact."""
        return {field: exact(share) for field, share in self.needs.items()}

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """What it adds to the share of each field, exact."""
        return {field: exact(share) for field, share in self.advances.items()}

    @cached_property
    def price(self) -> Fraction:
        """What it adds to the spending, exact."""
        return exact(self.cost)

    @cached_property
    def exact_benefit(self) -> Fraction:
        """What it adds to the benefit of each period, exact."""
        return exact(self.benefit)


def takes_in(group: Group, initiative: Initiative) -> bool:
    """Tell whether an initiative is a member of a group for its owner or a tag."""
    return initiative.owner in group.owners or any(
        not set(initiative.tags.get(kind, ())).isdisjoint(tags) for kind, tags in group.tags.items()
    )
