"""Durations as people write them: "3 months", "1½ måned", "et halvt år", "two and a half years"."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.calendar_days import DAYS
from omniprio.io.header_words import folded, words_for

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Duration", "days_in", "duration_in"]

_HALF = Fraction(1, 2)
_SIGNS = {"½": _HALF, "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_WRITTEN_OUT = re.compile(r"(?<![\d/])1/2(?![\d/])")
_TOKEN = re.compile(
    r"(?:(?P<thousands>[1-9]\d{0,2}(?:[.,]\d{3})+)(?!\d)|(?P<figures>\d+(?:[.,]\d+)?|[.,]\d+)|(?P<sign>[½¼¾])"
    r"|(?P<word>[^\W\d_½¼¾]+\.?))[\s,-]*"
)
_CALENDAR = re.compile(r"\b[ck]alend[ae]r[- ]?(?=[^\W\d])")
"""As in `calendar days`, which all days are here."""
_ABOUT = "~≈ "
_LONGEST = 60

_AND = None
"""What stands between numbers that are added."""


class Duration(NamedTuple):
    """A duration.

    Attributes:
        days: How many days it takes.
        about: Whether it is said to be no more than about that.
    """

    days: Fraction
    about: bool = False


class _Unit(NamedTuple):
    days: Fraction


def duration_in(words: str) -> Duration | None:
    """Return a duration with a unit, None where words are none.

    >>> found = duration_in("halvandet år")
    >>> found and str(found.days / DAYS["month"])
    '18'
    >>> duration_in("ca. 2 weeks"), duration_in("3"), duration_in("two three weeks")
    (Duration(days=Fraction(14, 1), about=True), None, None)
    """
    if len(words) > _LONGEST:
        return None
    rest = _WRITTEN_OUT.sub("½", folded(words))  # without the ? that project programs put behind an estimate
    about, place = rest != rest.lstrip(_ABOUT), 0
    rest = _CALENDAR.sub("", rest.lstrip(_ABOUT))
    parts: list[Fraction | _Unit | None] = []
    while place < len(rest):
        token = _TOKEN.match(rest, place)
        if token is None:
            return None
        place = token.end()
        if _bare(token) in words_for().about:
            about = True
        elif (part := _part(token)) is not None:
            parts += part
        else:
            return None
    days = _counted(parts)
    return None if days is None else Duration(days, about)


def days_in(words: str, unit: str) -> Fraction | None:
    """Return how many days a duration takes, None where it has no unit or is none.

    Args:
        words: The duration.
        unit: The words for the unit of its column; blank where it has none.

    >>> days_in("2 weeks", ""), days_in("1,5", "weeks"), days_in("3", "")
    (Fraction(14, 1), Fraction(21, 2), None)
    """
    found = duration_in(words) or (duration_in(f"{words} {unit}") if words and unit else None)
    return found.days if found else None


def _bare(token: re.Match[str]) -> str:
    return (token["word"] or "").rstrip(".")


def _part(token: re.Match[str]) -> list[Fraction | _Unit | None] | None:
    """Return what a word or a number stands for, None where that is not known."""
    known, bare = words_for(), _bare(token)
    if token["thousands"] or token["figures"]:
        whole = re.sub(r"\D", "", token["thousands"] or "")
        return [Fraction(whole or token["figures"].replace(",", "."))]
    if token["sign"]:
        return [_AND, _SIGNS[token["sign"]]]
    if bare in known.numbers:
        return [known.numbers[bare]]
    if bare in known.joins:
        return [_AND]
    if bare in known.half_years:
        return [_HALF, _Unit(DAYS["year"])]
    unit = known.units.get(token["word"]) or known.units.get(bare)
    return [_Unit(DAYS[unit])] if unit else None


def _counted(parts: Sequence[Fraction | _Unit | None]) -> Fraction | None:
    """Return the days of numbers and units, None where one is without the other.

    Numbers that follow each other are multiplied where one of them is 1 or less, as in "half a year".
    """
    total, added, last = Fraction(0), Fraction(0), Fraction(0)
    for part in parts:
        if part is _AND:
            added, last = added + last, Fraction(0)
        elif isinstance(part, _Unit):
            if not added + last:
                return None
            total += (added + last) * part.days
            added = last = Fraction(0)
        elif last and min(last, part) > 1:
            return None
        else:
            last = last * part if last else part
    return total if total and not added + last else None
