"""Says facts in a language."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

from omniprio.language.catalogues import catalogue
from omniprio.language.facts import Fact
from omniprio.language.names import Names
from omniprio.language.texts import text
from omniprio.numbers import exact, is_large, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from omniprio.language.catalogues import Catalogue

__all__ = ["Speaker"]

_FEW_DECIMALS = 4
_WITH_A_NOUN = frozenset({"budget", "group", "milestone"})
"""What is called by a noun and a name, as `Milestone Pilot`: within a sentence the noun is small."""
_TWO_FULL_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")
"""As where an abbreviation ends a sentence."""


class Speaker:
    """Says facts in a language, and calls things by their names.

    In the words of a language each place says how its value is written, as `{start:period}`:

    - nothing: a text as it is, a number with all its decimals, a fact in words;
    - `initiative`, `field`, `discipline`, `group`, `milestone`, `synergy`, `scenario`, `budget`, `fund`, `team`, `owner`, `period`: by its
      name, the title of an initiative or a field between quotation marks (without them with `/label`);
    - `number`: with all its decimals; `figure`: with four at most; `fine`: with just four; `amount`: with two or none;
      `money`: an amount and the currency; `threshold`: the same where something changes at it, not rounded to whole
      ones; `share`: in per cent;
    - `day`: a day of the calendar;
    - `count NOUN`: a number and what it counts, in the singular or the plural.

    Several values are listed (`web, app and shop`), with `/or` as a choice (`web or app`), with `/comma` or
    `/semicolon` by these alone; `/capital` begins a single one with a capital letter.

    >>> from omniprio.language.facts import fact
    >>> late = fact("rules.window.breach starts", initiative="web", period=1, date=fact("rules.earliest_start.name"), limit=3)
    >>> Speaker().say(late)
    'web starts in period 1; its earliest start is period 3'
    >>> Speaker("da").say(late)
    'web starter i periode 1; den tidligste start er periode 3'
    """

    def __init__(self, language: str = "en", names: Names | None = None) -> None:
        """Speak a language.

        Args:
            language: The code of the language.
            names: What things are called; None for their ids.

        Raises:
            KeyError: There is no such language.
        """
        self.catalogue = catalogue(language)
        self.names = names or Names()
        self._called: dict[str, Callable[[Any, Catalogue], str]] = {
            "initiative": self.names.initiative,
            "field": self.names.field,
            "channel": self.names.channel,
            "discipline": self.names.discipline,
            "group": self.names.group,
            "milestone": self.names.milestone,
            "synergy": self.names.synergy,
            "scenario": self.names.scenario,
            "budget": self.names.budget,
            "fund": self.names.fund,
            "team": self.names.team,
            "owner": self.names.owner,
            "period": self.names.period,
        }
        self._written: dict[str, Callable[[Any], str]] = {
            "": self._plainly,
            "number": self.number,
            "fine": lambda value: self.fixed(value, _FEW_DECIMALS),
            "figure": lambda value: self.number(value, _FEW_DECIMALS),
            "amount": self.amount,
            "money": self.money,
            "threshold": self.threshold,
            "share": self.share,
            "day": self.catalogue.style.day,
        }

    def say(self, said: Fact | str) -> str:
        """Return a fact, or a sentence that knows its fact, in words; a text of the user as it is."""
        known = getattr(said, "fact", None) if isinstance(said, str) else said
        return str(said) if known is None else self.words(known.kind, **known.values)

    def words(self, key: str, /, *inserts: object, **values: object) -> str:
        """Return the words for something, with values put in.

        Args:
            key: What they are for, as `rules.horizon.breach`.
            *inserts: The values for places without a name, in their order.
            **values: The values by name.

        Raises:
            KeyError: There are no such words, or a value is missing.
        """
        number = inserts[0] if inserts and isinstance(inserts[0], int | float) else None
        said = self._filled(self.catalogue.text(key, number), inserts, values)
        return _TWO_FULL_STOPS.sub(".", said) if ".." in said else said

    def known(self, room: str, key: str, otherwise: str) -> str:
        """Return the words for something that a room may have words for.

        Args:
            room: The room, as `provenance`.
            key: What they are for.
            otherwise: What is said where there are none.

        >>> Speaker("da").known("provenance", "judgement", "judgement"), Speaker().known("provenance", "ours", "ours")
        ('skøn', 'ours')
        """
        key = f"{room}.{key}"
        return self.catalogue.text(key) if key in self.catalogue.words else otherwise

    def _filled(self, words: str, inserts: Sequence[object], values: Mapping[str, object]) -> str:
        """Return words with a value in each place."""
        first, places = _parted(words)
        said = [first]
        for place in places:
            value = inserts[place.key] if isinstance(place.key, int) else values[place.key]
            said += self._placed(value, place), place.following
        return "".join(said)

    def _placed(self, value: object, place: _Place) -> str:
        """Return a value as its place in the words says."""
        if isinstance(value, tuple):
            values = self._fields(value) if place.way == "field" else [*value]
            return self.listed([self._one(entry, place.way) for entry in values], place.between)
        said = self.called(place.way, value) if place.between == "label" else self._one(value, place.way)
        return _capital(said) if place.between == "capital" else said

    def _fields(self, ids: Iterable[str]) -> list[str | Fact]:
        """Return fields, where they have titles with what is said of several channels of one together."""
        found: dict[str, list[str]] = {}
        for one in ids:
            field, _, channel = one.partition("@")
            is_told_together = channel and self.names.title("field", field, self.catalogue)
            found.setdefault(f"{field}@" if is_told_together else one, []).append(channel)
        return [
            Fact(kind="names.in channels", values={"field": one[:-1], "channels": tuple(channels)})
            if one.endswith("@")
            else one
            for one, channels in found.items()
        ]

    def listed(self, parts: Iterable[str], between: str = "") -> str:
        """Return several as `a, b and c`, with `or` as `a, b or c`, with `comma` as `a, b, c`."""
        most = [*parts]
        style = self.catalogue.style
        if between == "semicolon":
            return "; ".join(most)
        if len(most) < 2 or between == "comma":  # noqa: PLR2004  one needs no word between
            return ", ".join(most)
        last = most.pop()
        if between == "or":
            return f" {style.either} ".join([*most, last])
        return f"{', '.join(most)} {style.both} {last}"

    def number(self, value: float | Fraction, decimals: int = 9) -> str:
        """Return a number as the language writes it, with no more decimals than that."""
        return self.catalogue.style.number(written(value, decimals))

    def amount(self, value: float | Fraction) -> str:
        """Return an amount as people write it: no decimals where there are none or it is large, else two.

        >>> [Speaker().amount(number) for number in (1440.7, 33.333, -0.001)], Speaker("da").amount(40.5)
        (['1,441', '33.33', '0'], '40,50')
        """
        number = _exactly(value)
        whole = is_large(number) or abs(number - round(number)) < Fraction(1, 200)
        return self.catalogue.style.number(f"{number:z,.0f}" if whole else f"{number:z,.2f}")

    def money(self, value: float | Fraction, unit: str | None = None) -> str:
        """Return an amount with its currency, or with a unit that it is in.

        >>> Speaker().money(40.5, "days")
        '40.50 days'
        """
        return f"{self.amount(value)} {self.names.currency if unit is None else unit}".strip()

    def threshold(self, value: float | Fraction) -> str:
        """Return an amount at which something changes, with two decimals at most and its currency."""
        return f"{self.number(value, 2)} {self.names.currency}".strip()

    def precise_money(self, value: float | Fraction, unit: str | None = None) -> str:
        """Return an amount with all its decimals and its currency, or with a unit that it is in."""
        return f"{self.number(value)} {self.names.currency if unit is None else unit}".strip()

    def share(self, value: float) -> str:
        """Return a share in per cent, never rounded to 0 or 100 where it is neither.

        >>> Speaker().share(0.6), Speaker("da").share(0.999)
        ('60%', '99 %')
        """
        whole = round(100 * value)
        whole = max(whole, 1) if value > 0 else whole
        whole = min(whole, 99) if value < 1 else whole
        return self.catalogue.style.percent.format(whole)

    def percent(self, share: float | Fraction, decimals: int = 1) -> str:
        """Return a share in per cent with so many decimals at most.

        >>> Speaker().percent(0.13), Speaker("da").percent(Fraction(2, 3))
        ('13%', '66,7 %')
        """
        return self.catalogue.style.percent.format(self.number(100 * _exactly(share), decimals))

    def fixed_percent(self, share: float, decimals: int) -> str:
        """Return a share in per cent with so many decimals."""
        return self.catalogue.style.percent.format(self.fixed(100 * share, decimals))

    def measured(self, value: float, unit: str) -> str:
        """Return what something comes to at a goal.

        Args:
            value: The value.
            unit: What it is in: `money`, a `period`, an `amount`, or anything else, with four decimals.

        >>> Speaker("da").measured(0.5, "distance"), Speaker("da").measured(3.0, "period")
        ('0,5000', 'periode 3')
        """
        if unit == "money":
            return self.money(value)
        if unit == "period":
            return self.called("period", round(value))
        if unit == "amount":
            return self.number(value, _FEW_DECIMALS)
        return self.fixed(value, _FEW_DECIMALS)

    def fixed(self, value: float | Fraction, decimals: int) -> str:
        """Return a number with so many decimals, so that several stand below each other.

        >>> Speaker("da").fixed(0.5, 2)
        '0,50'
        """
        return self.catalogue.style.number(f"{float(value):,.{decimals}f}")

    def distance(self, value: float) -> str:
        """Return a distance from 0 to 1, with three decimals.

        >>> Speaker("da").distance(0.5)
        '0,500'
        """
        return self.fixed(value, 3)

    def decimal(self, value: float) -> str:
        """Return a number of a scale, as short as it is.

        >>> Speaker("da").decimal(0.5), Speaker().decimal(1.0)
        ('0,5', '1')
        """
        return self.catalogue.style.number(f"{value:.6g}")

    def called(self, kind: str, id: Any) -> str:  # noqa: A002, ANN401  ids of periods are numbers
        """Return what something is called.

        Args:
            kind: What it is, as `initiative` or `period`.
            id: Its id; the number of a period.

        >>> Speaker("da").called("period", 4)
        'periode 4'
        """
        return self._called[kind](id, self.catalogue)

    def mentioned(self, kind: str, id: Any) -> str:  # noqa: A002, ANN401  ids of periods are numbers
        """Return what something is called within a sentence: its title between quotation marks, a noun in small letters.

        Args:
            kind: What it is, as `initiative` or `field`.
            id: Its id.

        >>> from omniprio import ten_portfolio
        >>> from omniprio.portfolio.names import Titles
        >>> Speaker("da", Titles(ten_portfolio())).mentioned("field", "R2")
        '»samtykke og volumen« (R2)'
        """
        called = self.called(kind, id)
        if kind in _WITH_A_NOUN:
            return f"{called[:1].lower()}{called[1:]}"
        title = self.names.title(kind, id, self.catalogue)
        return called.replace(title, self.catalogue.style.quoted.format(title), 1) if title else called

    def all_mentioned(self, kind: str, ids: Iterable[str]) -> str:
        """Return several things as they are called within a sentence, with commas between; nothing where there are none.

        Args:
            kind: What they are, as `initiative`.
            ids: Their ids.
        """
        return self.listed((self.mentioned(kind, one) for one in ids), "comma")

    def count(self, number: float, noun: str) -> str:
        """Return a number and what it counts: `1 period`, `2 periods`."""
        return self._filled(self.catalogue.text(f"nouns.{noun}", number), (number,), {})

    def _one(self, value: Any, way: str) -> str:  # noqa: ANN401  a place takes what its way takes
        """Return one value as a place says."""
        if way == "field" and isinstance(value, str):
            (value,) = self._fields([value])
        if isinstance(value, Fact):
            return self.say(value)
        way, _, noun = way.partition(" ")
        if way == "count":
            return self.count(value, noun)
        if way in self._called:
            return self.mentioned(way, value)
        return self._written[way](value)

    def _plainly(self, value: object) -> str:
        if isinstance(value, Fact | str):
            return self.say(value)
        if isinstance(value, dict):
            return text(value, self.catalogue.language)
        if isinstance(value, int | float | Fraction) and not isinstance(value, bool):
            return self.number(value)
        return str(value)


class _Place(NamedTuple):
    """A place for a value in the words of a language.

    Attributes:
        key: The name of the value, or its number from 0 where it has none.
        way: How it is written.
        between: What stands between several.
        following: The text after it.
    """

    key: str | int
    way: str
    between: str
    following: str


@cache
def _parted(words: str) -> tuple[str, tuple[_Place, ...]]:
    """Return the text before the first place in some words, and the places; the catalogues have only so many."""
    texts = [""]
    places: list[_Place] = []
    for literal, name, written_as, _ in Formatter().parse(words):
        texts[-1] += literal
        if name is not None:
            unnamed = sum(isinstance(place.key, int) for place in places)
            key = int(name) if name.isdigit() else name or unnamed
            way, _, between = (written_as or "").partition("/")
            places.append(_Place(key, way, between, ""))
            texts.append("")
    following = zip(places, texts[1:], strict=True)
    return texts[0], tuple(place._replace(following=text) for place, text in following)


def _exactly(value: float | Fraction) -> Fraction:
    return value if isinstance(value, Fraction) else exact(float(value))  # numpy has floats of its own


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
