"""The files that initiatives and their sizes are kept in, apart from each other."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from omniprio.base import Amount, Model, Name, Period, Text
from omniprio.language import fact
from omniprio.parameters import unknown_name, validated
from omniprio.portfolio import Initiative

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["ListedInitiative", "Listing", "Size", "Sizing", "Strength", "listing", "sizing"]

Strength = Literal["strong", "some"]
"""How much better an initiative works after another."""


class ListedInitiative(Initiative):
    """An initiative with what its list knows beyond what a plan is made from.

    >>> ListedInitiative(id="web", number=2, better_after={"identify": "strong"}).number
    2
    """

    number: int | None = None
    """Its number in the source."""
    better_after: dict[Name, Strength] = Field(default_factory=dict)
    """The initiatives it works better after, by id; no rule, and of no given size."""


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
    initiatives: tuple[ListedInitiative, ...]

    @validated
    def initiative(self, listed: ListedInitiative) -> Initiative:
        """Return one of the initiatives as a portfolio holds it, with source and provenance filled in."""
        parts = {name: getattr(listed, name) for name in Initiative.model_fields}
        number = "" if listed.number is None else f", no. {listed.number}"
        parts["source"] = listed.source or f"{self.source}{number}"
        parts["provenance"] = self.provenance | listed.provenance
        return Initiative.model_validate(parts)


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


def _file(kind: str, name: str) -> Traversable:
    """Return a data file of the package."""
    folder = resources.files("omniprio").joinpath("catalogue", kind)
    known = sorted(file.name.removesuffix(".json") for file in folder.iterdir())
    if name not in known:
        raise unknown_name("name", name, known, fact("kinds.shipped file"))
    return folder.joinpath(f"{name}.json")
