"""The words of the page and how it writes names and numbers, in one language.

The words are data: one file a language in `words/`, with the same keys.
"""

from __future__ import annotations

import json
from functools import cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, override

from omniprio.catalogue import sizing
from omniprio.language import Speaker, text
from omniprio.plan.words import absence_sentence, joint_sentence, merit_sentence
from omniprio.plots.labels import amount, budget_name, listed, percent, ratio
from omniprio.portfolio.initiative import MAIN_FUND, RUNNING_FUND
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from omniprio.language import Catalogue, Fact, Language
    from omniprio.plan import Absence, Joint, Merit, Plan

__all__ = ["Voice", "words"]

_NO_BREAK = "\N{NO-BREAK SPACE}"
_DANISH_NUMBERS = str.maketrans(",.", ".,")


@lru_cache
def words(language: Language) -> dict[str, str]:
    """Return all words of the page in a language, by what they are for; `{}` is where names and numbers go."""
    file = resources.files("omniprio").joinpath("report", "words", f"{language}.json")
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


class _Titles(Titles):
    """Titles of which the periods stay on one line."""

    @override
    def period(self, number: int, catalogue: Catalogue) -> str:
        return _kept(super().period(number, catalogue))


class Voice:
    r"""How a page speaks about one plan.

    >>> from omniprio import plan_of, ten_portfolio
    >>> voice = Voice(plan_of(ten_portfolio(), {"web-email": 1}), "da")
    >>> voice.initiative("web-email"), voice.field("R2"), voice.money(1440.5)
    ('Integrer web og e-mail', 'samtykke og volumen (R2)', '1.440,50\xa0kDKK')
    """

    def __init__(self, plan: Plan, language: Language, currency: str | None = None) -> None:
        """Speak about a plan in a language.

        Args:
            plan: The plan.
            language: The language.
            currency: What money is in where an answer is about another portfolio; None for that of the plan.
        """
        self.currency = plan.portfolio.currency if currency is None else currency
        self.plan = plan
        self.portfolio = plan.portfolio
        self.language: Language = language

    def say(self, key: str, *inserts: object) -> str:
        """Return the words for something, with names and numbers put in."""
        return words(self.language)[key].format(*inserts)

    @cached_property
    def title(self) -> str:
        """What the plan is called."""
        portfolio = self.portfolio
        if isinstance(portfolio.title, dict) and self.language in portfolio.title:
            return portfolio.title[self.language]
        return portfolio.name or text(portfolio.title, self.language) or self.say("plan")

    @cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self.language, _Titles(self.portfolio))

    def fact(self, said: Fact | str) -> str:
        """Return a fact in the language, with titles in place of ids; a text of the user as it is."""
        return self._speaker.say(said)

    def known(self, room: str, text: str) -> str:
        """Return what a text of the shipped data is in the language; any other as it was written."""
        catalogue = self._speaker.catalogue
        key = f"{room}.{text}"
        return catalogue.text(key) if key in catalogue.words else text

    def written(self, number: str) -> str:
        """Return a number written in English as the language writes it."""
        return number.translate(_DANISH_NUMBERS) if self.language == "da" else number

    def text(self, value: str | dict[str, str]) -> str:
        """Return a text of the portfolio in the language, or in the first one it has."""
        return text(value, self.language)

    def initiative(self, name: str) -> str:
        """Return the title of an initiative by id."""
        return self.portfolio.by_id[name].name(self.language)

    def field(self, name: str) -> str:
        """Return the short label of a field with its id, or the id alone where there is none."""
        label = self.text(self.portfolio.disc.fields[name].level.title)
        return f"{label} ({name})" if label else name

    def discipline(self, name: str) -> str:
        """Return the title of a discipline, or its id."""
        return self.text(self.portfolio.disc.discipline(name).title) or name

    def period(self, number: int) -> str:
        """Return the name of a period in a sentence: `2027 Q1`, or `period 1` without a calendar."""
        label = self.portfolio.calendar.label(number)
        return _kept(label if self.portfolio.calendar.start else self.say("period", label))

    def periods(self, number: int) -> str:
        """Return a number of periods."""
        return _kept(self.say("one period") if number == 1 else self.say("so many periods", number))

    def amount(self, number: float | Fraction) -> str:
        """Return an amount."""
        return amount(number, self.language)

    def money(self, number: float | Fraction) -> str:
        """Return an amount with its currency."""
        return _kept(f"{amount(number, self.language)} {self.currency}".strip())

    def ratio(self, number: float) -> str:
        """Return a distance or a position."""
        return ratio(number, self.language)

    def level(self, position: float) -> str:
        """Return a position, in levels with two decimals."""
        return self.written(f"{position:.2f}")

    def fine(self, number: float) -> str:
        """Return a number with four decimals, for values and bounds that are close."""
        return self.written(f"{number:.4f}")

    def percent(self, share: float) -> str:
        """Return a share in per cent."""
        return _kept(percent(share, self.language))

    def fine_percent(self, share: float) -> str:
        """Return a share in per cent with two decimals."""
        return _kept(self.say("per cent", self.written(f"{100 * share:.2f}")))

    def short_percent(self, share: float) -> str:
        """Return a share in per cent with up to two decimals."""
        return _kept(self.say("per cent", self.written(f"{100 * share:.2f}".rstrip("0").rstrip("."))))

    def listed(self, names: Iterable[str]) -> str:
        """Return names as `a, b and c`."""
        return listed(names, self.language)

    def either(self, names: Iterable[str]) -> str:
        """Return names as `a or b or c`."""
        between = self.say("or")
        return f" {between} ".join(names)

    def budget(self, name: str) -> str:
        """Return what a budget is called, as the head of a column or list."""
        called = budget_name(name, self.language)
        return called[0].upper() + called[1:]

    def fund(self, name: str) -> str:
        """Return what a fund is called, as the head of a column."""
        known = {MAIN_FUND: "main fund", RUNNING_FUND: "running fund"}
        return self.say(known[name]) if name in known else name

    def owner(self, name: str) -> str:
        """Return what an owner is called: an owner of the shipped sizing in the language, any other as written."""
        return self.known("owners", name) if name in self._shipped_owners else name

    @cached_property
    def _shipped_owners(self) -> set[str]:
        sizes = sizing().sizes
        owners = {one.id: one.owner for one in self.portfolio.initiatives}
        return {owner for name, owner in owners.items() if name in sizes and sizes[name].lead == owner}

    @cached_property
    def target(self) -> str:
        """What the plan is on the way to: the centre, or less."""
        whole = {row.id: len(row.rings) for row in self.portfolio.disc.disciplines}
        return self.say("the centre" if self.portfolio.ambitions == whole else "the ambition")

    def merit(self, why: Merit) -> str:
        """Return why an initiative is in the plan, with titles in place of ids."""
        fields = {
            part: tuple(map(self.field, getattr(why, part)))
            for part in ("completes", "contributes", "advances")
        }
        others = {part: tuple(map(self.initiative, getattr(why, part))) for part in ("unlocks", "joins")}
        jointly = tuple(
            one.model_copy(
                update={
                    "fields": tuple(map(self.field, one.fields)),
                    "others": tuple(map(self.initiative, one.others)),
                }
            )
            for one in why.completes_jointly
        )
        said = {**fields, **others, "completes_jointly": jointly}
        return merit_sentence(why.model_copy(update=said), self.language)

    def joint(self, one: Joint) -> str:
        """Return what a synergy adds, or what is missed without it, with titles in place of ids."""
        said = {
            "of": tuple(map(self.initiative, one.of)),
            "missing": tuple(map(self.initiative, one.missing)),
            "advances": {self.field(name): share for name, share in one.advances.items()},
        }
        return joint_sentence(one.model_copy(update=said), self.portfolio.currency, self.language)

    def absence(self, why: Absence) -> str:
        """Return why an initiative is not in the plan, with titles in place of ids."""
        parts = ("missing", "alternatives", "rivals")
        titled = {part: tuple(map(self.initiative, getattr(why, part))) for part in parts}
        said = {
            **titled,
            "lacks": tuple(lack.model_copy(update={"field": self.field(lack.field)}) for lack in why.lacks),
            "broken": tuple(map(self.fact, why.said or why.broken)),
        }
        return absence_sentence(why.model_copy(update=said), self.portfolio, self.language)


def _kept(words: str) -> str:
    """Return words that stay on one line."""
    return words.replace(" ", _NO_BREAK)
