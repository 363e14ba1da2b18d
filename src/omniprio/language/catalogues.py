"""The words of each language: a folder of JSON files, the same keys in all of them.

A file is a room of the house, in which things may have names of their own: `breach` of `horizon` in `rules.json` has the
key `rules.horizon.breach`. All that is said of a rule stands there side by side, under its name. Words may have places for
values in them, which say how each value is written: `{initiative:initiative} starts in {start:period}` (`speaker` lists the
ways). Where a language has a word for one and another for several, there is one text for each: `{"one": …, "other": …}`.
What is not a text of its own, the signs in numbers and the words in lists, is in `style.json`.

A language is added by a folder of its own. It needs no line of code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["FOLDERS", "Catalogue", "Language", "Style", "catalogue", "languages"]

Language = str
"""The code of a language, one of `languages()`."""

FOLDERS: list[Path] = [Path(__file__).parent]
"""Where the folders of the languages are; the first that has a language is taken."""

_STYLE = "style"
_NUMBERS = {"one", "other"}
"""What stands where one and several have words of their own."""


class Style(BaseModel):
    """How a language writes numbers, lists and periods."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """What the language calls itself."""
    decimal: str
    """The sign before decimals."""
    thousands: str
    """The sign between thousands."""
    percent: str
    """A number in per cent, with `{}` for the number."""
    quoted: str
    """A title within a sentence, with `{}` for the title."""
    both: str
    """What stands between the last two of several."""
    either: str
    """What stands between the last two of a choice."""
    one: tuple[int, ...] = (1,)
    """The numbers that take the word for one."""
    periods: dict[str, str]
    """What a period is called, by its unit, with `{year}`, `{quarter}`, `{month}`, `{week}`, `{day}`,
    and `{name}` and `{long}`, those of the month."""
    months: tuple[str, ...] = ()
    """What the twelve months are called in `{name}`, where a language calls them anything but their number."""
    long_months: tuple[str, ...] = ()
    """The same for `{long}`."""
    spans: dict[str, str] = {}
    """What several periods of a year are called, by their unit, where there is a shorter way than the first and the last
    of them; with the places of `periods` for the first, and `{until[quarter]}` and the like for the last."""

    def on_the_calendar(self, day: date, *, by_week: bool = False) -> dict[str, int | str]:
        """Return what stands in the places of `periods` for the one that a day begins.

        Args:
            day: The day.
            by_week: Whether the year is that of its week, which may begin in another.
        """
        week_year, week, _ = day.isocalendar()
        return {
            "year": week_year if by_week else day.year,
            "quarter": (day.month - 1) // 3 + 1,
            "month": day.month,
            "name": self.months[day.month - 1] if self.months else str(day.month),
            "long": self.long_months[day.month - 1] if self.long_months else str(day.month),
            "week": week,
            "day": day.day,
        }

    def day(self, day: date | str) -> str:
        """Return a day as this language writes it.

        Args:
            day: The day, or its text in ISO 8601.

        >>> catalogue("da").style.day("2027-01-15"), catalogue("en").style.day("2027-01-15")
        ('15. januar 2027', '2027-01-15')
        """
        known = date.fromisoformat(day) if isinstance(day, str) else day
        return self.periods["day"].format(**self.on_the_calendar(known))

    def number(self, english: str) -> str:
        """Return a number written as in English (`1,440.5`) as this language writes it.

        >>> catalogue("da").style.number("1,440.5")
        '1.440,5'
        """
        return english.translate(str.maketrans(",.", self.thousands + self.decimal))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All words of a language.

    Attributes:
        language: Its code, as `da`.
        words: The words by key; one text, or one for each number.
        style: How it writes numbers and lists.
    """

    language: str
    words: Mapping[str, str | Mapping[str, str]]
    style: Style

    def text(self, key: str, number: float | None = None) -> str:
        """Return the words for something, with their places still in them.

        Args:
            key: What they are for, as `rules.horizon.breach`.
            number: How many there are, where one and several have words of their own.

        Raises:
            KeyError: There are no such words.

        >>> catalogue("da").text("nouns.period", 2)
        '{} perioder'
        """
        words = self.words[key]
        if isinstance(words, str):
            return words
        return words["one" if number in self.style.one else "other"]


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are, English first.

    >>> languages()
    ('en', 'da')
    """
    return _languages_in(tuple(FOLDERS))


@lru_cache
def _languages_in(folders: Sequence[Path]) -> tuple[str, ...]:
    found = {
        entry.name
        for folder in folders
        for entry in folder.iterdir()
        if entry.joinpath(f"{_STYLE}.json").is_file()
    }
    return tuple(sorted(found, key=lambda code: (code != "en", code)))


@lru_cache
def catalogue(language: str) -> Catalogue:
    """Return the words of a language.

    Args:
        language: Its code.

    Raises:
        KeyError: There is no such language.

    >>> catalogue("en").style.both
    'and'
    """
    for folder in FOLDERS:
        own = folder.joinpath(language)
        if own.joinpath(f"{_STYLE}.json").is_file():
            style = Style.model_validate_json(own.joinpath(f"{_STYLE}.json").read_bytes())
            return Catalogue(language, _words(own), style)
    raise KeyError(language)


def _words(folder: Path) -> dict[str, str | Mapping[str, str]]:
    words: dict[str, str | Mapping[str, str]] = {}
    for file in folder.iterdir():
        room, _, ending = file.name.rpartition(".")
        if ending == "json" and room != _STYLE:
            words |= _under(room, json.loads(file.read_text(encoding="utf-8")))
    return words


def _under(name: str, said: Mapping[str, Any]) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    """Yield the words under a name, and those under names below it, each with its key."""
    for key, one in said.items():
        if isinstance(one, str) or one.keys() == _NUMBERS:
            yield f"{name}.{key}", one
        else:
            yield from _under(f"{name}.{key}", one)
