"""The files that initiatives and their sizes are kept in, apart from each other, and the channels of an organisation."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from omniprio.base import Amount, Model, Name, Period, Share, Text, Words
from omniprio.disc import AT, Channel, Disc, OverChannels
from omniprio.language import fact
from omniprio.parameters import unknown_name, validated
from omniprio.portfolio import Initiative
from omniprio.portfolio.initiative import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

__all__ = [
    "ChannelMap",
    "Claim",
    "ListedInitiative",
    "Listing",
    "Part",
    "Size",
    "Sizing",
    "Strength",
    "channel_map",
    "listing",
    "sizing",
]


class ChannelMap(Model):
    """The channels of an organisation, and in which of them each discipline is judged.

    >>> here = ChannelMap(provenance="ours", channels=[{"id": "web"}, {"id": "store"}], whole=["O"])
    >>> here.parts("R2", ["web", "telex"]), here.parts("O2", ["web"])
    (('R2@web',), ('O2',))
    """

    provenance: str
    channels: tuple[Channel, ...]
    over: OverChannels = "minimum"
    relevant: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    """The channels that are relevant to a discipline, by its id; by default all."""
    whole: tuple[Name, ...] = ()
    """The disciplines that are judged as a whole."""

    @validated
    def parts(self, field: str, channels: Sequence[str]) -> tuple[str, ...]:
        """Return what a share of a field is given to: each of some channels that counts there, or the field."""
        row = field.rstrip("0123456789")
        if row in self.whole:
            return (field,)
        judged = self.relevant.get(row, tuple(channel.id for channel in self.channels))
        return tuple(f"{field}{AT}{channel}" for channel in judged if channel in channels)

    @validated
    def on(self, disc: Disc) -> Disc:
        """Return a disc with these channels."""
        rows = [
            {
                **_fields_of(row),
                "channels": self.relevant.get(row.id, ()),
                "whole": row.id in self.whole,
            }
            for row in disc.disciplines
        ]
        own = {"disciplines": rows, "channels": self.channels, "over": self.over}
        return Disc.model_validate(_fields_of(disc) | own)


def _fields_of(model: Model) -> dict[str, object]:
    return {name: getattr(model, name) for name in type(model).model_fields}


_LINKS = "links"

Strength = Literal["strong", "some"]
"""How much better an initiative works after another."""


class Part(Model):
    """Something that an initiative consists of.

    >>> Part(id="stock", title={"en": "Stock", "da": "Lagerstatus"}, provenance="judgement").id
    'stock'
    """

    id: Name
    title: Text
    provenance: str
    """Who names it, and what of that is judgement."""


class Claim(Model):
    """A figure that a source gives. Nothing is calculated from it, and it is not ours.

    >>> Claim(share=0.75, says="so many of the customers").share
    0.75
    """

    share: Share
    """The figure, 0 to 1."""
    says: Text
    """What is known here of what is claimed."""
    source: Words = ""
    """Whose it is."""


class ListedInitiative(Initiative):
    """An initiative with what its list knows beyond what a plan is made from.

    >>> ListedInitiative(id="web", number=2, better_after={"identify": "strong"}).number
    2
    """

    number: int | None = None
    """Its number in the source."""
    parts: tuple[Part, ...] = ()
    """What it consists of, where the source names it."""
    better_after: dict[Name, Strength] = Field(default_factory=dict)
    """The initiatives it works better after, by id; no rule, and of no given size."""
    needs_by_channel: dict[str, Share] = Field(default_factory=dict)
    """What it needs in place of `needs` where fields are judged channel by channel."""


class Listing(Model):
    """A list of initiatives and where they come from.

    >>> ours = Listing(source="our board", provenance={"advances": "judgement"}, initiatives=[{"id": "web"}])
    >>> ours.initiative(ours.initiatives[0]).source
    'our board'
    """

    title: Text = ""
    source: str
    """Where all the initiatives are described."""
    provenance: dict[str, str]
    """What is fact and what is judgement in all of them, by part."""
    claims: tuple[Claim, ...] = ()
    """Figures that the source gives."""
    initiatives: tuple[ListedInitiative, ...]

    @validated
    def initiative(self, listed: ListedInitiative) -> Initiative:
        """Return one of the initiatives as a portfolio holds it, with source and provenance filled in.

        What it joins is left out: it is for discs that have channels.
        """
        stated = {part: says for part, says in self.provenance.items() if part != _LINKS}
        return self._initiative(listed, stated, links=())

    @validated
    def by_channel(self, listed: ListedInitiative, channels: ChannelMap) -> Initiative:
        """Return one of the initiatives for a disc with channels.

        In each channel that it is tagged with it gives the share that it gives the field as a whole.

        Args:
            listed: The initiative.
            channels: Which channels there are, and in which of them each discipline is judged.
        """
        shares = {
            part: share
            for field, share in listed.advances.items()
            for part in channels.parts(field, listed.tags.get("channel", ()))
        }
        needs = listed.needs_by_channel or listed.needs
        return self._initiative(listed, self.provenance, advances=shares, needs=needs)

    def _initiative(self, listed: ListedInitiative, stated: Mapping[str, str], **other: object) -> Initiative:
        parts = {name: getattr(listed, name) for name in Initiative.model_fields}
        number = "" if listed.number is None else f", no. {listed.number}"
        parts["source"] = listed.source or f"{self.source}{number}"
        parts["provenance"] = {**stated, **listed.provenance}
        return Initiative.model_validate(parts | other)


class Size(Model):
    """What one initiative costs and takes in one organisation.

    >>> Size(one_off=720, running_per_year=60, weeks=16, lead="IT").weeks
    16
    """

    one_off: Amount
    """The cost of getting there."""
    running_per_year: Amount = 0.0
    """The cost of keeping it, in each year after completion."""
    weeks: Period
    """Calendar weeks from start to completion."""
    lead: str
    """The team that leads it."""
    others: tuple[str, ...] = ()
    """The other teams that take part."""
    effort: dict[Name, Amount] = Field(default_factory=dict)
    """Person-weeks of each team in all."""
    benefit_per_year: Money = 0.0
    """What it earns in each year from completion on."""


class Sizing(Model):
    """The sizes of initiatives in one organisation.

    >>> Sizing(currency="kDKK", provenance="ours", sizes={"web": Size(one_off=300, weeks=8, lead="IT")}).currency
    'kDKK'
    """

    title: Text = ""
    currency: str
    """What amounts of money are in."""
    provenance: str
    """Where the figures come from, in words."""
    better_after_per_year: dict[Strength, Amount] = Field(default_factory=dict)
    """What is earned more in each year where one initiative works better after another, by how strongly."""
    sizes: dict[Name, Size]
    """The size of each initiative, by id."""


def listing(name: str) -> Listing:
    """Return a list of initiatives that comes with the library.

    Args:
        name: `ten` or `invented`.

    >>> len(listing("ten").initiatives)
    10
    """
    return Listing.model_validate_json(_file("initiatives", name).read_text(encoding="utf-8"))


@validated
def sizing(name: str = "mid-size-retailer") -> Sizing:
    """Return the sizing that comes with the library.

    Args:
        name: `mid-size-retailer`.

    Raises:
        UnknownNameError: No sizing of that name is shipped.

    >>> sizing().provenance
    'invented for a fictional mid-size Danish retailer'
    """
    return Sizing.model_validate_json(_file("sizing", name).read_text(encoding="utf-8"))


@validated
def channel_map(name: str = "retailer") -> ChannelMap:
    """Return a map of channels that comes with the library.

    Args:
        name: `retailer`.

    >>> [channel.id for channel in channel_map().channels]
    ['web', 'e-mail', 'mobile', 'store', 'customer service', 'social media']
    """
    return ChannelMap.model_validate_json(_file("channels", name).read_text(encoding="utf-8"))


def _file(kind: str, name: str) -> Traversable:
    """Return a data file of the package."""
    folder = resources.files("omniprio").joinpath("catalogue", kind)
    known = sorted(file.name.removesuffix(".json") for file in folder.iterdir())
    if name not in known:
        raise unknown_name("name", name, known, fact("kinds.shipped file"))
    return folder.joinpath(f"{name}.json")
