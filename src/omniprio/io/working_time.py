"""Work as people and tools write it: "8h", "3w 2d", "1,5 dage", "PT8H", "3–5 days"."""  # noqa: RUF002  a range

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from omniprio.io.header_words import folded, words_for

__all__ = ["HOURS", "Span", "ends_of_range", "hours_in"]

HOURS = {
    "minute": Fraction(1, 60),
    "hour": Fraction(1),
    "day": Fraction(8),
    "week": Fraction(40),
    "month": Fraction(160),
}
"""How many hours of work each of these is, as project programs count: 8 in a day, 5 days in a week, 20 in a month."""
_MINUTES = {"m", "min", "mins", "minute", "minutes", "minut", "minutter", "minuten"}
_PART = re.compile(r"\s*(\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?)\s*([^\W\d_]+(?:[- ][^\W\d_]{3,})?)\.?\s*,?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_ISO = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:\d+(?:\.\d+)?S)?)?", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(\d[\d.,]*)\s*(?:-|–|—|to|til|bis|\.\.\.?)\s*(\d[\d.,]*)\s*(\D*)", re.IGNORECASE)  # noqa: RUF001
_LONGEST = 60


def hours_in(words: str) -> Fraction | None:
    """Return the hours of work that a text says with units, None where it says no work.

    Args:
        words: What stands in a cell. A number alone has no unit, so that it is none.

    >>> [int(found) for words in ("8h", "3w 2d", "PT8H", "1,5 dage") if (found := hours_in(words)) is not None]
    [8, 136, 8, 12]
    >>> hours_in("8"), hours_in("5 points")
    (None, None)
    """
    if len(words) > _LONGEST or not any(sign.isdigit() for sign in words):
        return None
    if found := _ISO.fullmatch(words.strip()):
        days, hours, minutes = (Fraction(part or 0) for part in found.groups())
        return days * HOURS["day"] + hours + minutes * HOURS["minute"]
    total, place = Fraction(0), 0
    while place < len(words.rstrip()):
        part = _PART.match(words, place)
        unit = _unit(part[2]) if part else ""
        if not part or not unit:
            return None
        total += _number(part[1]) * HOURS[unit]
        place = part.end()
    return total


def _number(digits: str) -> Fraction:
    return Fraction(digits.replace(",", "" if _THOUSANDS.fullmatch(digits) else "."))


def _unit(word: str) -> str:
    """Return which unit of work a word is, empty where it is none."""
    known, word = words_for(), folded(word)
    if word in _MINUTES:
        return "minute"
    kind = known.work.get(word, "") or known.units.get(word, "")
    return kind if kind in HOURS else ""


class Span(NamedTuple):
    """A range as it is written.

    Attributes:
        low: Its lower end.
        high: Its upper end.
        unit: What stands behind it.
    """

    low: str
    high: str
    unit: str

    @property
    def parts(self) -> tuple[str, str]:
        """Both ends, each with what stands behind the range."""
        return f"{self.low} {self.unit}".strip(), f"{self.high} {self.unit}".strip()


def ends_of_range(words: str) -> Span | None:
    """Return the two ends of a range of numbers, None where a text is none.

    >>> ends_of_range("3-5 days"), ends_of_range("10 to 20"), ends_of_range("500-")
    (Span(low='3', high='5', unit='days'), Span(low='10', high='20', unit=''), None)
    """
    found = _RANGE.fullmatch(words) if len(words) <= _LONGEST else None
    return Span(found[1], found[2], found[3].strip()) if found else None
