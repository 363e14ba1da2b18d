"""What the things that facts are about are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omniprio.language.catalogues import Catalogue

__all__ = ["Names"]

_OURS = {"money": "names.main budget", "running": "names.running budget"}
"""The budgets that are there without anybody naming them, and what they are called."""


@dataclass(frozen=True)
class Names:
    """Calls everything by its id, as where nothing else is known about it; a portfolio knows better.

    >>> from omniprio.language.catalogues import catalogue
    >>> Names().initiative("web", catalogue("da")), Names().period(4, catalogue("da"))
    ('web', 'periode 4')
    """

    @property
    def currency(self) -> str:
        """What money is in; empty where that is not known."""
        return ""

    def unit(self, _budget: str) -> str:
        """Return what the amounts of a budget are in; empty where that is not known."""
        return self.currency

    def unit_of_fund(self, _fund: str) -> str:
        """Return what the amounts of a fund are in; empty where that is not known."""
        return self.currency

    @property
    def not_facts(self) -> tuple[str, ...]:
        """What of the data they stand for is no fact; nothing where that is not known."""
        return ()

    @property
    def counted_to(self) -> int | None:
        """The last period whose money the value of a plan counts; None where that is not known."""
        return None

    @property
    def has_disc(self) -> bool:
        """Whether what is spoken of is about a disc."""
        return True

    def title(self, _kind: str, _id: str, _catalogue: Catalogue) -> str:
        """Return the title in what an initiative or a field is called; empty where it is called by its id."""
        return ""

    def initiative(self, id: str, _catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what an initiative is called."""
        return id

    def field(self, id: str, _catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a field of the disc is called."""
        return id

    def channel(self, id: str, _catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a channel is called."""
        return id

    def discipline(self, id: str, _catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a discipline is called."""
        return id

    def group(self, id: str, catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a group is called."""
        return catalogue.text("names.group").format(id)

    def milestone(self, id: str, catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a milestone is called."""
        return catalogue.text("names.milestone").format(id)

    def synergy(self, id: str, _catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a synergy is called."""
        return id

    def scenario(self, id: str, _catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a customer scenario is called."""
        return id

    def budget(self, id: str, catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a budget is called."""
        return catalogue.text(_OURS[id]) if id in _OURS else catalogue.text("names.budget").format(id)

    def fund(self, id: str, catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what a fund is called within a sentence, and what its amounts are in where that is known."""
        called = catalogue.text(_OURS[id].replace(".", ".the ")) if id in _OURS else id
        unit = self.unit_of_fund(id)
        return catalogue.text("names.fund in unit").format(called, unit) if unit else called

    def team(self, id: str, catalogue: Catalogue) -> str:  # noqa: A002  it is one
        """Return what the capacity of a team is called."""
        return catalogue.text("names.capacity").format(id)

    def owner(self, name: str, _catalogue: Catalogue) -> str:
        """Return what an owner is called."""
        return name

    def period(self, number: int, catalogue: Catalogue) -> str:
        """Return what a period is called, from 1."""
        return catalogue.text("names.period").format(number)
