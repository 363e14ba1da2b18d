"""What stands in a cell that names other rows: their names or numbers, the kind of each link and its lag, as `2FS+3 days`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.io.header_words import folded
from omniprio.io.working_time import HOURS, hours_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["NamedRow", "Wait", "language_of_links", "rows_named_in"]

type _Kind = Literal["finish to start", "start to start", "finish to finish", "start to finish"]

_FS: _Kind = "finish to start"
_SS: _Kind = "start to start"
_FF: _Kind = "finish to finish"
_SF: _Kind = "start to finish"
_KINDS: dict[str, dict[str, _Kind]] = {
    "en": {"FS": _FS, "SS": _SS, "FF": _FF, "SF": _SF},
    "da": {"AS": _FS, "SS": _SS, "AA": _FF, "SA": _SF},
    "de": {"EA": _FS, "AA": _SS, "EE": _FF, "AE": _SF},
    "fr": {"FD": _FS, "DD": _SS, "FF": _FF, "DF": _SF},
    "es": {"FC": _FS, "CC": _SS, "FF": _FF, "CF": _SF},
    "it": {"FI": _FS, "II": _SS, "FF": _FF, "IF": _SF},
    "nl": {"EB": _FS, "BB": _SS, "EE": _FF, "BE": _SF},
}
"""The kinds of links as Microsoft Project writes them in each language; `AA` is one thing in Danish and another in German."""
_LETTERS = "|".join(dict.fromkeys(word for words in _KINDS.values() for word in words))
_ANYWHERE = {word: kind for words in _KINDS.values() for word, kind in words.items() if word != "AA"}
_DAYS_OF = {"de": {"t": "day", "w": "week", "mon": "month"}, "da": {"t": "hour", "u": "week", "md": "month"}}
"""What short units of lags are in one language; in others they are as everywhere."""
_LISTED = re.compile(r"\s*\[([^\[\]]*)\]\s*")
_ADDRESS = re.compile(r"\s\(https?://[^()\s]{1,2000}\)")
"""The address of a page behind its name, as Notion writes it."""
_OF_PRIMAVERA = re.compile(r":\s*(FS|SS|FF|SF)\b")
_LAG_OF_PRIMAVERA = re.compile(r"(:\s*(?:FS|SS|FF|SF))\s+(-?\d)")
"""The kind of a link behind a colon, and its lag behind that, as `A1000: FS 5d`."""
_LINES = re.compile(r"[;\n]")
_BETWEEN = re.compile(r"\s*(?:,|&|\s(?:and|og|und|\+)\s)\s*")
_SIGNS_BETWEEN = re.compile(r"\s*[+/|]\s*")
"""Signs that stand between names where each of these is one, and are part of a name else."""
_MOST_SIGNS = 30
_NUMBER_AND_LAG = re.compile(r"\d+\s*\+\s*\d+")
_COMMA_IN_A_LAG = re.compile(rf"([+-]\s*\d{{1,6}}),(\d{{1,6}}\s*(?!(?i:{_LETTERS})\b)(?:[^\W\d]|%))")
_APART = re.compile(rf"(?<=\d)(\s*(?:{_LETTERS}))\s*([+-])\s*(?=\d)", re.IGNORECASE)
_WITH_LAG = re.compile(
    rf"(?P<name>.+?)\s*-?(?P<kind>FS|SS|FF|SF|(?<=\d)(?:{_LETTERS}))?\s*"
    r"(?:(?P<sign>[+-])\s*(?P<amount>\d{1,6}(?:[.,]\d{1,6})?)\s*(?P<unit>%|[^\W\d]{0,12}\.?)|=\s*-?P(?P<days>-?\d{1,6})D)?",
    re.IGNORECASE,
)
_LONGEST = 300
_ELAPSED = re.compile(r"[ef](?=[^\W\d])")
"""What stands before a unit in which nights and weekends count."""
_WEEK, _DAYS_A_WEEK, _HOURS_A_DAY = HOURS["week"], 7, 24


class Wait(NamedTuple):
    """What is between the ends of two rows.

    Attributes:
        kind: Which end of the one comes before which end of the other.
        days: How many days lie between, weekends included; less than 0 to overlap.
        share: How much of the length of the one lies between besides; less than 0 to overlap.
    """

    kind: _Kind = _FS
    days: Fraction = Fraction(0)
    share: Fraction = Fraction(0)


class NamedRow(NamedTuple):
    """A row that a cell names.

    Attributes:
        id: Its id; for one that is not there what stands in the cell.
        wait: What is between; None where that is not understood.
    """

    id: str
    wait: Wait | None = Wait()


def rows_named_in(words: str, known: Mapping[str, str], language: str = "") -> list[NamedRow]:
    """Return the rows that a cell names.

    Args:
        words: What stands in the cell: one name, or several with semicolons, commas or `and` in between.
        known: The id of each row by its id and its title, as they are compared.
        language: The language of the kinds of links and units of lags; see `language_of_links`.

    >>> found = rows_named_in("Web shop, 2SS+1 week and tax", {"web shop": "1", "2": "2"})
    >>> [row.id for row in found], found[1].wait.kind, int(found[1].wait.days)
    (['1', '2', 'tax'], 'start to start', 7)
    """
    if not words:
        return []
    if folded(words) in known:
        return [NamedRow(known[folded(words)])]
    return [found for part in _parts(words, known) for found in _several(part, known, language)]


def language_of_links(cells: Iterable[str], language: str) -> str:
    """Return the language in which the kinds of links are written: the first that has all of them.

    Args:
        cells: What stands in the cells.
        language: The language of the table, which is the one where it has all of them; blank where it is not known.

    >>> language_of_links(["2EA+1t", "3AA"], ""), language_of_links(["3AA"], "da"), language_of_links(["3AA"], "")
    ('de', 'da', '')
    """
    found = re.compile(rf"(?<=\d)({_LETTERS})(?=$|[\s;,+-])", re.IGNORECASE)
    said = {one.upper() for cell in cells for one in found.findall(cell[:_LONGEST])}
    codes = [code for code, kinds in _KINDS.items() if said and said <= kinds.keys()]
    if language in codes:
        return language
    same = {tuple(_KINDS[code][one] for one in sorted(said)) for code in codes}
    return codes[0] if len(same) == 1 else ""


def _parts(words: str, known: Mapping[str, str]) -> list[str]:
    """Return the parts of a cell, each of which names a row; a list may be in brackets, as programs write it."""
    listed = _LISTED.fullmatch(words)
    if listed:
        words = listed[1].replace("'", " ").replace('"', " ")
    words = _OF_PRIMAVERA.sub(r"\1", _LAG_OF_PRIMAVERA.sub(r"\1+\2", _ADDRESS.sub("", words))).replace(
        "+-", "-"
    )
    lines = [" ".join(part.split()) for part in _LINES.split(words)]
    parts = [
        own.strip()
        for part in lines
        for own in ([part] if folded(part) in known else _BETWEEN.split(_joined(part)))
    ]
    return [part for part in parts if part]


def _joined(words: str) -> str:
    """Return words in which nothing in a lag is taken for what stands between names: no blank around its sign, no comma."""
    return _COMMA_IN_A_LAG.sub(r"\1.\2", _APART.sub(r"\1\2", words))


def _several(part: str, known: Mapping[str, str], language: str) -> list[NamedRow]:
    """Return the row that a part of a cell names, or the rows where it is names with signs in between."""
    if folded(part) in known or _NUMBER_AND_LAG.fullmatch(part) or len(part) > _LONGEST:
        return [_named(part, known, language)]
    return _apart(part, known) or [_named(part, known, language)]


def _apart(part: str, known: Mapping[str, str]) -> list[NamedRow]:
    """Return the rows that names with signs in between name; none where any is not known. A name may have such signs too."""
    signs = [*_SIGNS_BETWEEN.finditer(part)][:_MOST_SIGNS]
    begins, ends = [0, *(sign.end() for sign in signs)], [*(sign.start() for sign in signs), len(part)]
    found: dict[int, list[NamedRow]] = {len(begins): []}
    for first in reversed(range(len(begins))):
        for last in range(first, len(begins)):
            name = known.get(folded(part[begins[first] : ends[last]]))
            if name and last + 1 in found:
                found[first] = [NamedRow(name), *found[last + 1]]
                break
    return found.get(0, [])


def _named(part: str, known: Mapping[str, str], language: str) -> NamedRow:
    """Return the row that a part of a cell names."""
    if folded(part) in known:
        return NamedRow(known[folded(part)])
    bare = _WITH_LAG.fullmatch(part) if len(part) <= _LONGEST else None
    name = known.get(folded(bare["name"])) if bare else None
    return NamedRow(name, _wait(bare, language)) if bare and name else NamedRow(part)


def _wait(found: re.Match[str], language: str) -> Wait | None:
    """Return what is between two rows; None where its kind or its unit is not known."""
    written = (found["kind"] or "").upper()
    kind = _KINDS.get(language, {}).get(written) or _ANYWHERE.get(written)
    if written and kind is None:
        return None
    if found["days"]:
        return Wait(kind or _FS, days=Fraction(found["days"]))
    amount = Fraction((found["amount"] or "0").replace(",", ".")) * (-1 if found["sign"] == "-" else 1)
    if found["unit"] == "%":
        return Wait(kind or _FS, share=amount / 100)
    days = _days_of((found["unit"] or "").rstrip(".").casefold(), language)
    return None if days is None and amount else Wait(kind or _FS, days=amount * (days or 0))


def _days_of(unit: str, language: str) -> Fraction | None:
    """Return how many days a unit of lags is: working time, five days of which are a week; a number alone is of days."""
    unit = _DAYS_OF.get(language, {}).get(unit, unit) or "day"
    hours = hours_in(f"1 {unit}")
    if hours is not None:
        return hours / _WEEK * _DAYS_A_WEEK
    bare = _ELAPSED.sub("", unit, count=1)
    hours = hours_in(f"1 {bare}") if bare != unit and unit[:1] in "ef" else None
    return None if hours is None else _elapsed(hours)


def _elapsed(hours: Fraction) -> Fraction:
    """Return the days of a unit in which nights and weekends count: the unit is known by its hours of work."""
    if hours >= _WEEK:
        return hours / _WEEK * _DAYS_A_WEEK
    return hours / HOURS["day"] if hours >= HOURS["day"] else hours / _HOURS_A_DAY
