"""What the things of a portfolio are called: by their ids, as in messages and answers, or by their titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, override

from omniprio.disc import AT
from omniprio.language import Names, text
from omniprio.portfolio.funds import unit_of, unit_of_budget
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omniprio.base import Text
    from omniprio.language import Catalogue
    from omniprio.portfolio.horizon import Horizon
    from omniprio.portfolio.limits import Synergy
    from omniprio.portfolio.portfolio import Portfolio

_SHIPPED = "invented for a fictional mid-size Danish retailer"
"""What the sizes that are shipped say where they come from: their owners and teams have words in each language."""

__all__ = ["Dated", "Ids", "Titles", "title_in", "titles_of"]

_NONE: Mapping[str, Text] = MappingProxyType({})


def title_in(portfolio: Portfolio, language: str) -> str:
    """Return what a portfolio is called: its title where it has one in the language or in none, else its name.

    Args:
        portfolio: The portfolio.
        language: The code of the language.

    >>> from omniprio import ten_portfolio
    >>> title_in(ten_portfolio(), "da")
    'De ti konkrete omnichannel-initiativer'
    >>> title_in(ten_portfolio().model_copy(update={"title": "Our road map"}), "da")
    'Our road map'
    """
    title = portfolio.title
    if isinstance(title, str) and title:
        return title
    if isinstance(title, dict) and language in title:
        return title[language]
    return portfolio.name or text(title, language)


def titles_of(portfolio: Portfolio, names: Iterable[str]) -> dict[str, Text]:
    """Return the titles of initiatives, by id; those without one are left out.

    Args:
        portfolio: The portfolio.
        names: The ids.
    """
    given = {name: portfolio.by_id[name].title for name in names}
    return {name: title for name, title in given.items() if title}


@dataclass(frozen=True)
class Dated(Names):
    """Calls initiatives by titles and periods by dates, where these are known: the names in answers without a portfolio.

    >>> from omniprio.language import catalogue
    >>> from omniprio.portfolio import Horizon
    >>> Dated("kDKK", Horizon(periods=4, start="2027-01-01")).period(4, catalogue("en"))
    '2027 Q4'
    """

    currency: str = ""
    calendar: Horizon | None = None
    counted_to: int | None = None
    titles: Mapping[str, Text] = _NONE
    """Of initiatives, by id."""

    @override
    def title(self, kind: str, id: str, catalogue: Catalogue) -> str:
        return text(self.titles.get(id, ""), catalogue.language) if kind == "initiative" else ""

    @override
    def initiative(self, id: str, catalogue: Catalogue) -> str:
        return self.title("initiative", id, catalogue) or id

    @override
    def period(self, number: int, catalogue: Catalogue) -> str:
        if self.calendar is None or self.calendar.start is None:
            return super().period(number, catalogue)
        return self.calendar.label(number, catalogue.language)


@dataclass(frozen=True)
class _OfPortfolio(Names):
    """What both ways to call things have in common: units, and what is fact."""

    portfolio: Portfolio

    @property
    @override
    def not_facts(self) -> tuple[str, ...]:
        return self.portfolio.not_facts

    @property
    @override
    def currency(self) -> str:
        return self.portfolio.currency

    @override
    def unit(self, budget: str) -> str:
        return unit_of_budget(budget, self.portfolio)

    @override
    def unit_of_fund(self, fund: str) -> str:
        return unit_of(fund, self.portfolio)

    @property
    @override
    def counted_to(self) -> int | None:
        return self.portfolio.counted_to

    @property
    @override
    def has_disc(self) -> bool:
        return self.portfolio.has_disc


@dataclass(frozen=True)
class Ids(_OfPortfolio):
    """Calls everything by its id, and a period by its number and, where there is a calendar, its dates.

    >>> from omniprio.language import catalogue
    >>> from omniprio.portfolio import Portfolio
    >>> Ids(Portfolio(horizon={"periods": 4, "start": "2027-01-01"}, initiatives=[])).period(4, catalogue("en"))
    'period 4 (2027 Q4)'
    """

    @override
    def period(self, number: int, catalogue: Catalogue) -> str:
        calendar = self.portfolio.calendar
        if calendar.start is None or number > calendar.periods:
            return super().period(number, catalogue)
        label = calendar.label(number, catalogue.language)
        return catalogue.text("names.dated period").format(number, label)


@dataclass(frozen=True)
class Titles(_OfPortfolio):
    """Calls everything by its title, as the language has it, and a period by its dates where there is a calendar.

    >>> from omniprio import ten_portfolio
    >>> from omniprio.language import catalogue
    >>> names = Titles(ten_portfolio())
    >>> names.initiative("web-email", catalogue("da")), names.field("R2", catalogue("en"))
    ('Integrer web og e-mail', 'consent and volume (R2)')
    """

    @override
    def title(self, kind: str, id: str, catalogue: Catalogue) -> str:
        if kind == "initiative" and id in self.portfolio.by_id:
            return text(self.portfolio.by_id[id].title, catalogue.language)
        if kind == "field" and id in self.portfolio.disc.named:
            return text(self.portfolio.disc.named[id].level.title, catalogue.language)
        if kind == "synergy":
            return self._titles_of_synergies(catalogue).get(id, "")
        return ""

    @override
    def initiative(self, id: str, catalogue: Catalogue) -> str:
        return self.title("initiative", id, catalogue) or id

    @override
    def field(self, id: str, catalogue: Catalogue) -> str:
        label = self.title("field", id, catalogue)
        field, _, channel = id.partition(AT)
        if label and channel:
            words = catalogue.text("names.in channel")
            return words.format(f"{label} ({field})", self.channel(channel, catalogue))
        return f"{label} ({id})" if label else id

    @override
    def channel(self, id: str, catalogue: Catalogue) -> str:
        titles = {one.id: text(one.title, catalogue.language) for one in self.portfolio.disc.channels}
        return titles.get(id) or id

    @override
    def discipline(self, id: str, catalogue: Catalogue) -> str:
        return text(self.portfolio.disc.discipline(id).title, catalogue.language) or id

    @override
    def budget(self, id: str, catalogue: Catalogue) -> str:
        if id in {MAIN_FUND, RUNNING_FUND}:
            return super().budget(id, catalogue)
        return catalogue.text("names.title of budget").format(id)

    @override
    def group(self, id: str, catalogue: Catalogue) -> str:
        return catalogue.text("names.title of group").format(id)

    @override
    def milestone(self, id: str, catalogue: Catalogue) -> str:
        titles = {one.id: text(one.title, catalogue.language) for one in self.portfolio.milestones}
        return catalogue.text("names.title of milestone").format(titles.get(id) or id)

    @override
    def synergy(self, id: str, catalogue: Catalogue) -> str:
        titles = self._titles_of_synergies(catalogue)
        title = titles.get(id, "")
        return f"{title} [{id}]" if title and [*titles.values()].count(title) > 1 else title or id

    def _titles_of_synergies(self, catalogue: Catalogue) -> dict[str, str]:
        """Return what brings each synergy about, initiatives and needed fields, where one of them has a title."""
        if catalogue.language not in self._synergies:
            every = {one.id: self._brought_about_by(one, catalogue) for one in self.portfolio.synergies}
            self._synergies[catalogue.language] = every
        return self._synergies[catalogue.language]

    @cached_property
    def _synergies(self) -> dict[str, dict[str, str]]:
        """Their titles that have been asked for, by language and id."""
        return {}

    def _brought_about_by(self, synergy: Synergy, catalogue: Catalogue) -> str:
        given = {"initiative": synergy.of, "field": synergy.needs}
        every = [(kind, name) for kind, names in given.items() for name in names]
        if not any(self.title(kind, name, catalogue) for kind, name in every):
            return ""
        called = {"initiative": self.initiative, "field": self.field}
        return " + ".join(called[kind](name, catalogue) for kind, name in every)

    @override
    def scenario(self, id: str, catalogue: Catalogue) -> str:
        known = self.portfolio.scenario_by_id.get(id)
        return id if known is None else known.name(catalogue.language)

    @override
    def team(self, id: str, catalogue: Catalogue) -> str:
        return self.owner(id, catalogue)

    @override
    def owner(self, name: str, catalogue: Catalogue) -> str:
        key = f"owners.{name}"
        return catalogue.text(key) if name in self._shipped and key in catalogue.words else name

    @cached_property
    def _shipped(self) -> frozenset[str]:
        """The owners and teams of the sizes that are shipped; any other is called as it was written."""
        sized = (one for one in self.portfolio.initiatives if one.provenance.get("sizing") == _SHIPPED)
        return frozenset(name for one in sized for name in (one.owner, *one.effort))

    @override
    def period(self, number: int, catalogue: Catalogue) -> str:
        calendar = self.portfolio.calendar
        if calendar.start is None:
            return super().period(number, catalogue)
        return calendar.label(number, catalogue.language)
