"""How the page speaks: the words of the room `report` in a language, with titles for ids."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, override

from omniprio.language import Speaker, text
from omniprio.plan.words import absence_sentence, joint_sentence, merit_sentence
from omniprio.plots.labels import listed
from omniprio.portfolio import unit_of
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND
from omniprio.portfolio.names import Titles, title_in
from omniprio.portfolio.outline import target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from omniprio.language import Catalogue, Fact, Language
    from omniprio.plan import Absence, Joint, Merit, Plan

__all__ = ["Voice"]

_NO_BREAK = "\N{NO-BREAK SPACE}"


class _Unbroken(Speaker):
    """A speaker whose amounts and shares stay on one line."""

    @override
    def money(self, value: float | Fraction, unit: str | None = None) -> str:
        return _kept(super().money(value, unit))

    @override
    def share(self, value: float) -> str:
        return _kept(super().share(value))

    @override
    def percent(self, share: float | Fraction, decimals: int = 1) -> str:
        return _kept(super().percent(share, decimals))

    @override
    def fixed_percent(self, share: float, decimals: int) -> str:
        return _kept(super().fixed_percent(share, decimals))

    @override
    def count(self, number: float, noun: str) -> str:
        return _kept(super().count(number, noun))


class _Titles(Titles):
    """Titles of which the periods stay on one line."""

    @override
    def period(self, number: int, catalogue: Catalogue) -> str:
        return _kept(super().period(number, catalogue))


class Voice:
    r"""How a page speaks about one plan: a speaker with titles.

    >>> from omniprio import plan_of, ten_portfolio
    >>> voice = Voice(plan_of(ten_portfolio(), {"web-email": 1}), "da")
    >>> voice.initiative("web-email"), voice.field("R2"), voice.money(1440.7)
    ('Integrer web og e-mail', 'samtykke og volumen (R2)', '1.441\xa0kDKK')
    """

    def __init__(self, plan: Plan, language: Language, currency: str | None = None) -> None:
        """Speak about a plan in a language.

        Args:
            plan: The plan.
            language: The language.
            currency: What money is in where an answer is about another portfolio; None for that of the plan.
        """
        self.plan = plan
        self.portfolio = plan.portfolio
        self.language: Language = language
        self.currency = plan.portfolio.currency if currency is None else currency
        self.speaker = _Unbroken(language, _Titles(self.portfolio))

    def say(self, key: str, *inserts: object) -> str:
        """Return the words for something, with names and numbers put in."""
        return self.speaker.words(f"report.{key}", *inserts)

    def names(self, key: str, *inserts: object) -> str:
        """Return what something is called that has no name of its own."""
        return self.speaker.words(f"names.{key}", *inserts)

    def aim(self, key: str, *inserts: object, **values: object) -> str:
        """Return the words for something about goals."""
        return self.speaker.words(f"goals.{key}", *inserts, **values)

    @cached_property
    def title(self) -> str:
        """What the plan is called."""
        return title_in(self.portfolio, self.language) or self.say("plan")

    def fact(self, said: Fact | str) -> str:
        """Return a fact in the language, with titles in place of ids; a text of the user as it is."""
        return self.speaker.say(said)

    def known(self, room: str, text: str) -> str:
        """Return what a text of the shipped data is in the language; any other as it was written."""
        return self.speaker.known(room, text, text)

    def text(self, value: str | dict[str, str]) -> str:
        """Return a text of the portfolio in the language, or in the first one it has."""
        return text(value, self.language)

    def initiative(self, name: str) -> str:
        """Return the title of an initiative by id."""
        return self.speaker.called("initiative", name)

    def quoted(self, kind: str, name: str) -> str:
        """Return what an initiative or a field is called within a sentence, its title between quotation marks."""
        return self.speaker.mentioned(kind, name)

    def field(self, name: str) -> str:
        """Return the short label of a field with its id, or the id alone where there is none."""
        return self.speaker.called("field", name)

    def discipline(self, name: str) -> str:
        """Return the title of a discipline, or its id."""
        return self.speaker.called("discipline", name)

    def period(self, number: int) -> str:
        """Return the name of a period in a sentence: `2027 Q1`, or `period 1` without a calendar."""
        return self.speaker.called("period", number)

    def label(self, number: int) -> str:
        """Return the name of a period at the head of a row: `2027 Q1`, or `1` without a calendar; 0 is the start."""
        return self.portfolio.calendar.label(number, self.language) if number else self.say("start")

    def span(self, first: int, last: int) -> str:
        """Return the name of a stretch of periods at the head of a row."""
        return self.portfolio.calendar.span(first, last, self.language)

    def periods(self, number: int) -> str:
        """Return a number of periods."""
        return self.speaker.count(number, "period")

    def amount(self, number: float | Fraction) -> str:
        """Return an amount."""
        return self.speaker.amount(number)

    def money(self, number: float | Fraction, unit: str | None = None) -> str:
        """Return an amount with its currency, or with a unit that it is in."""
        return _kept(f"{self.amount(number)} {self.currency if unit is None else unit}".strip())

    def threshold(self, number: float | Fraction, unit: str) -> str:
        """Return an amount of a budget at which something changes, with the unit that it is in."""
        return _kept(f"{self.speaker.number(number, 2)} {unit}".strip())

    def number(self, number: float | Fraction, decimals: int = 9) -> str:
        """Return a number with so many decimals at most."""
        return self.speaker.number(number, decimals)

    def ratio(self, number: float) -> str:
        """Return a distance or a position."""
        return self.speaker.distance(number)

    def level(self, position: float) -> str:
        """Return a position, in levels with two decimals."""
        return self.speaker.fixed(position, 2)

    def fine(self, number: float) -> str:
        """Return a number with four decimals, for values and bounds that are close."""
        return self.speaker.fixed(number, 4)

    def percent(self, share: float) -> str:
        """Return a share in per cent."""
        return self.speaker.share(share)

    def fine_percent(self, share: float) -> str:
        """Return a share in per cent with two decimals."""
        return self.speaker.fixed_percent(share, 2)

    def short_percent(self, share: float) -> str:
        """Return a share in per cent with up to two decimals."""
        return self.speaker.percent(share, 2)

    def listed(self, names: Iterable[str]) -> str:
        """Return names as `a, b and c`, or the word for none."""
        return listed(names, self.language)

    def either(self, names: Iterable[str]) -> str:
        """Return names as `a or b or c`."""
        return self.speaker.listed(names, "or")

    def budget(self, name: str) -> str:
        """Return what a budget is called, as the head of a column or list."""
        return self.speaker.called("budget", name)

    def fund(self, name: str) -> str:
        """Return what a fund is called, as the head of a column."""
        called = self.speaker.called("budget", name) if name in {MAIN_FUND, RUNNING_FUND} else name
        unit = unit_of(name, self.portfolio)
        return called if unit in {self.portfolio.currency, called} else f"{called} ({unit})"

    def owner(self, name: str) -> str:
        """Return what an owner is called: an owner of the shipped sizing in the language, any other as written."""
        return self.speaker.called("owner", name)

    def team(self, name: str) -> str:
        """Return what a team is called, as owners are."""
        return self.speaker.called("team", name)

    @cached_property
    def target(self) -> str:
        """What the plan is on the way to: the centre, or less."""
        return self.speaker.words(f"names.{target(self.portfolio)}")

    def merit(self, why: Merit) -> str:
        """Return why an initiative is in the plan."""
        return merit_sentence(why, self.speaker)

    def joint(self, one: Joint) -> str:
        """Return what a synergy adds, or what is missed without it, beside what it is called."""
        return joint_sentence(one, self.speaker, is_named=True)

    def absence(self, why: Absence) -> str:
        """Return why an initiative is not in the plan."""
        return absence_sentence(why, self.speaker)


def _kept(words: str) -> str:
    """Return words that stay on one line."""
    return words.replace(" ", _NO_BREAK)
