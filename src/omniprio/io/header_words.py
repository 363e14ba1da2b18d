"""What people call the columns of a table of projects, and what they write in them: words in several languages, as data.

A language is a file in the folder `header_words`; it needs no line of code.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict

from omniprio.io.amounts import unit_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.portfolio.horizon import Unit

__all__ = [
    "UNSURE",
    "HeaderWords",
    "Meaning",
    "folded",
    "is_unit",
    "meaning_of",
    "names_a_total",
    "says_nothing",
    "total_of",
    "words_for",
]

_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_SIGNS = re.compile(r"[()\[\],;:]")
_LONG = 4
"""From how many letters on a word may be the beginning of a longer one."""
_BLANKS = re.compile(r"\s+")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?")  # noqa: RUF001  a range
_BETWEEN = {"in", "i", "of", "as", "af", "(in", "-", "total", "est", "est.", "excl.", "ekskl.", "moms", "vat"}
"""Words between what a column is and its unit that say nothing more."""
_LONGEST = 80
UNSURE = 1_000
"""How much later headers come that are known in part."""


class _Language(BaseModel):
    """The words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, tuple[str, ...]]
    finished: tuple[str, ...]
    under_way: tuple[str, ...]
    promised: tuple[str, ...]
    duties: tuple[str, ...]
    milestones: tuple[str, ...]
    ideas: tuple[str, ...]
    cancelled: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    overall: tuple[str, ...]
    weights: tuple[str, ...]
    nothing: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    yearly: tuple[str, ...]
    work: dict[str, tuple[str, ...]]
    limits: tuple[str, ...]
    capacities: tuple[str, ...]
    each: tuple[str, ...]
    numbers: dict[str, tuple[str, ...]]
    half_years: tuple[str, ...]
    seasons: tuple[tuple[str, ...], ...]
    joins: tuple[str, ...]
    about: tuple[str, ...]


class HeaderWords(NamedTuple):
    """The words of all languages.

    Attributes:
        fields: Which field of a preset a header means, and how early in the list of its words it comes.
        languages: The languages that have a header.
        finished: What is said of work that is done.
        under_way: What is said of work that has begun.
        promised: What says that something must be done.
        duties: The kinds of work that must be done, whatever column says so.
        milestones: The kinds of work that take no time.
        ideas: What is said of what is not decided.
        cancelled: What is said of what is not done.
        levels: How high something is that is said to be low or high, from 1.
        totals: What a row of totals is called.
        overall: What a score is called that is made of others.
        weights: What a column is called that says how much each criterion counts.
        nothing: What stands for a blank cell.
        units: What units of time are called.
        yearly: What says that an amount is for a year.
        work: What units of work are called.
        limits: What a line is called that says what all may cost together.
        capacities: The words for how much work a team can do.
        each: What stands between work and the time in which it is done.
        numbers: Numbers that are written in words.
        half_years: What half a year is called in one word.
        seasons: What spring, summer, autumn and winter are called, 0 to 3.
        joins: What stands between numbers that are added.
        about: What is said of a number that is no more than about right.
    """

    fields: dict[str, tuple[str, int]]
    languages: dict[str, frozenset[str]]
    finished: frozenset[str]
    under_way: frozenset[str]
    promised: frozenset[str]
    duties: frozenset[str]
    milestones: frozenset[str]
    ideas: frozenset[str]
    cancelled: frozenset[str]
    levels: dict[str, int]
    totals: frozenset[str]
    overall: frozenset[str]
    weights: frozenset[str]
    nothing: frozenset[str]
    units: dict[str, Unit]
    yearly: frozenset[str]
    work: dict[str, str]
    limits: frozenset[str]
    capacities: frozenset[str]
    each: frozenset[str]
    numbers: dict[str, Fraction]
    half_years: frozenset[str]
    seasons: dict[str, int]
    joins: frozenset[str]
    about: frozenset[str]


class Meaning(NamedTuple):
    """What a header means.

    Attributes:
        field: The field of a preset.
        unit: The words for its unit; blank where it has none.
        rank: Which of several columns of a field is taken: the lowest.
        sure: Whether the whole header is known, not only how it begins or ends.
    """

    field: str
    unit: str
    rank: int
    sure: bool


def folded(words: str) -> str:
    r"""Return words as they are compared: in small letters, one blank between them, no colon or star behind.

    >>> folded("Earliest\nStart: *")
    'earliest start'
    """
    return _BLANKS.sub(" ", words.replace("_", " ")).strip(" :*?\u00a0").casefold()


def says_nothing(words: str) -> bool:
    """Tell whether words in a cell stand for nothing, as a dash or "none" does.

    >>> says_nothing("n/a"), says_nothing("?"), says_nothing("0")
    (True, True, False)
    """
    return " ".join(words.split()).casefold() in words_for().nothing


@cache
def words_for() -> HeaderWords:
    """Return the words of all languages."""
    own = {
        file.name.removesuffix(".json"): _Language.model_validate_json(file.read_bytes())
        for file in sorted(
            (resources.files("omniprio.io") / "header_words").iterdir(), key=lambda one: one.name
        )
    }
    fields: dict[str, tuple[str, int]] = {}
    languages: dict[str, set[str]] = {}
    for code, language in own.items():
        for field, words in language.fields.items():
            for place, word in enumerate(words):
                fields.setdefault(word, (field, place))
                languages.setdefault(word, set()).add(code)
    every = own.values()
    return HeaderWords(
        fields=fields,
        languages={word: frozenset(codes) for word, codes in languages.items()},
        finished=_all(one.finished for one in every),
        under_way=_all(one.under_way for one in every),
        promised=_all(one.promised for one in every),
        duties=_all(one.duties for one in every),
        milestones=_all(one.milestones for one in every),
        ideas=_all(one.ideas for one in every),
        cancelled=_all(one.cancelled for one in every),
        levels={w: place for one in every for place, ws in enumerate(one.levels, start=1) for w in ws},
        totals=_all(one.totals for one in every),
        overall=_all(one.overall for one in every),
        weights=_all(one.weights for one in every),
        nothing=_all(one.nothing for one in every),
        units={word: unit for one in every for unit, ws in one.units.items() for word in ws},  # type: ignore[misc]
        yearly=_all(one.yearly for one in every),
        work={word: unit for one in every for unit, ws in one.work.items() for word in ws},
        limits=_all(one.limits for one in every),
        capacities=_all(one.capacities for one in every),
        each=_all(one.each for one in every),
        numbers={word: Fraction(value) for one in every for value, ws in one.numbers.items() for word in ws},
        half_years=_all(one.half_years for one in every),
        seasons={word: place for one in every for place, ws in enumerate(one.seasons) for word in ws},
        joins=_all(one.joins for one in every),
        about=_all(one.about for one in every),
    )


def _all(words: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(word for some in words for word in some)


def meaning_of(header: str) -> Meaning | None:
    """Return what a header means, None where it is not known.

    Args:
        header: What stands above a column, in any language that there are words for.

    >>> meaning_of("Budget (kDKK)")
    Meaning(field='cost', unit='kdkk', rank=2, sure=True)
    >>> found = meaning_of("Varighed i måneder")
    >>> found and found.unit, meaning_of("Weather")
    ('måneder', None)
    >>> meaning_of("Months").unit, meaning_of("Annual cost")
    ('months', None)
    >>> meaning_of("Score: Grow revenue").field, meaning_of("Grow revenue").field
    ('scores', 'benefit_once')
    """
    if len(header) > _LONGEST:
        return None
    known = words_for().fields
    words = folded(header)
    for base, unit in _parts(words):
        if base in known and (not unit or _is_unit(unit)):
            field, rank = known[base]
            own = base if base in words_for().units else ""
            return _of_a_year(Meaning(field, _unit(unit) or own, rank, sure=True), words)
    return _half_known(words)


def _of_a_year(found: Meaning, words: str) -> Meaning | None:
    """Return what a header means that may say that it is of each year: a benefit then is one, a cost is none that is paid once."""
    if found.field not in {"benefit_once", "cost"} or not _is_yearly(words):
        return found
    return found._replace(field="benefit_yearly") if found.field == "benefit_once" else None


def _is_yearly(words: str) -> bool:
    """Tell whether a header says that something is of each year, in a word of its own or at the beginning of one."""
    plain = f" {' '.join(_SIGNS.sub(' ', words).split())} "
    return any(
        one in words if one.startswith("/") else f" {one}{'' if len(one) >= _LONG else ' '}" in plain
        for one in words_for().yearly
    )


def _half_known(words: str) -> Meaning | None:
    """Return what a header means of which only the end or the beginning is known, or all but what is in brackets."""
    known = words_for().fields
    kind, colon, _ = words.partition(":")
    if colon and known.get(folded(kind), ("", 0))[0] == "scores":  # whatever it is a score of
        return Meaning("scores", "", UNSURE, sure=False)
    bare = _YEARS.sub(" ", _BRACKETS.sub(" ", words)).split()
    said = _BRACKETS.search(words)
    unit = _unit(said[1]) if said and _is_unit(said[1]) else ""
    for length in range(len(bare), 0, -1):
        for base in (" ".join(bare[-length:]), " ".join(bare[:length])):
            if base in known and any(map(str.isalpha, base)):
                field, rank = known[base]
                return _of_a_year(Meaning(field, unit, UNSURE + rank, sure=length == len(bare)), words)
    return None


def _parts(words: str) -> Iterator[tuple[str, str]]:
    """Yield how a header can be taken apart into what it is and its unit."""
    yield words, ""
    said = _BRACKETS.search(words)
    if said:
        yield folded(_BRACKETS.sub(" ", words)), said[1]
        yield folded(words[: said.start()]), f"{said[1]} {words[said.end() :]}"
    base, slash, per = words.partition("/")
    yield base.strip(), f"{slash}{per}"
    pieces = words.replace(",", " ").replace("[", " ").replace("]", " ").split()
    for place in range(len(pieces) - 1, 0, -1):
        yield " ".join(pieces[:place]), " ".join(pieces[place:])


def _unit(words: str) -> str:
    """Return the words for a unit without what stands around it."""
    rest = " ".join(word for word in _YEARS.sub(" ", folded(words)).split() if word not in _BETWEEN)
    for yearly in sorted(words_for().yearly, key=len, reverse=True):
        if rest != yearly:
            rest = rest.removesuffix(yearly).strip(" /")
    return rest


def is_unit(words: str) -> bool:
    """Tell whether words are a unit of money, time or work, and nothing else.

    >>> is_unit("kDKK"), is_unit("måneder"), is_unit("Web shop"), is_unit("2027")
    (True, True, False, False)
    """
    rest = folded(words)
    known = words_for()
    is_one = rest == "%" or rest in known.units or rest in known.work
    return is_one or (any(map(str.isalpha, rest)) and unit_in(rest) is not None)


def _is_unit(words: str) -> bool:
    """Tell whether words are a unit of money, time or work, a year, or nothing of note."""
    known, rest = words_for(), _unit(words)
    time = rest in known.units or rest in known.yearly or rest in known.work
    return not rest or time or unit_in(rest) is not None


def names_a_total(label: str) -> bool:
    """Tell whether a row is one of totals by what it is called.

    >>> names_a_total("I alt:"), names_a_total("Total 2027"), names_a_total("Total quality")
    (True, True, False)
    """
    words = folded(_YEARS.sub("", _BRACKETS.sub("", label)))
    return words in words_for().totals or _unit(words) in words_for().totals


def total_of(label: str) -> list[str]:
    """Return what a row may be the total of, as it is called.

    >>> total_of("Subtotal IT"), total_of("IT i alt:"), total_of("Web shop")
    (['it'], ['it'], [])
    """
    words = folded(_YEARS.sub("", label)).split()
    places = range(1, len(words))
    parts = [(" ".join(words[:place]), " ".join(words[place:])) for place in places]
    known = words_for().totals
    return [rest for both in parts for one, rest in (both, both[::-1]) if one.strip(":") in known]
