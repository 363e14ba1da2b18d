"""The geometry of a disc of radius 1: sectors clockwise from the top, rings from the outside in, room for text."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin
from typing import TYPE_CHECKING

from omniprio.plots.measure import LINE, inches, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CENTRE", "Sector", "Words", "ring", "sector", "words_in"]

CENTRE = 0.17
"""Radius of the middle, where the customer is."""

_POINTS = 72
_WHOLE = 360.0
_GAP = 0.012
"""Between a text and the edge of its field, in radii."""
_SIZES = (7.5, 7.0, 6.5, 6.0, 5.5)
_ROOMS = tuple(room / 20 for room in range(34, 5, -1))
"""Widths in inches that a text is broken to, the widest first."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A part of a ring or of the whole disc, between two radii and two angles in degrees."""

    inner: float
    outer: float
    low: float
    high: float

    @property
    def whole(self) -> bool:
        """Whether it goes all the way round."""
        return self.high - self.low >= _WHOLE

    @property
    def angle(self) -> float:
        """Where its middle is, in degrees; the top where it goes all the way round."""
        return 90.0 if self.whole else (self.low + self.high) / 2

    def at(self, radius: float) -> tuple[float, float]:
        """Return the point of its middle at a radius."""
        return radius * cos(radians(self.angle)), radius * sin(radians(self.angle))

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is inside, clear of the edges."""
        radius = hypot(x, y)
        if not self.inner + _GAP <= radius <= self.outer - _GAP:
            return False
        aside = abs((degrees(atan2(y, x)) - self.angle + 180) % _WHOLE - 180)
        return self.whole or radians((self.high - self.low) / 2 - aside) * radius >= _GAP


def sector(place: int, count: int) -> Sector:
    """Return the sector at a place, from 0, of so many; the first has its middle at the top."""
    wide = _WHOLE / count
    middle = 90 - place * wide
    return Sector(CENTRE, 1.0, middle - wide / 2, middle + wide / 2)


def ring(whole: Sector, number: int, levels: int) -> Sector:
    """Return a ring of a sector, from 1, the outermost; number 0 of it has no width and lies on the rim."""
    wide = (1 - CENTRE) / levels
    outer = 1 - (number - 1) * wide
    return Sector(outer - wide, outer, whole.low, whole.high)


@dataclass(frozen=True, slots=True)
class Words:
    """Text that fits a field: a head, lines below it, and their size in points."""

    head: str
    lines: tuple[str, ...]
    size: float


def words_in(
    part: Sector, tiers: Sequence[Sequence[tuple[str, Sequence[str]]]], scale: float
) -> Words | None:
    """Return the first text that fits a field with no word cut, or None where none does.

    Args:
        part: The field.
        tiers: Heads with the texts below them, the fullest first; those of a tier say the same, and the one
            that can be larger is taken.
        scale: Inches of a radius.
    """
    for tier in tiers:
        for size in _SIZES:
            for head, texts in tier:
                if words := _broken(part, head, texts, size, scale):
                    return words
    return None


def _broken(part: Sector, head: str, texts: Sequence[str], size: float, scale: float) -> Words | None:
    """Return a text broken into lines so that it fits, or None where it does not."""
    narrowest = max((inches(word, size) for below in texts for word in below.split()), default=0.0)
    for room in _ROOMS if texts else _ROOMS[:1]:
        lines = tuple(line for below in texts for line in wrapped(below, size, max(room, narrowest)))
        words = Words(head, lines, size)
        if _fits(part, words, scale):
            return words
    return None


def _fits(part: Sector, words: Words, scale: float) -> bool:
    """Tell whether corners and edges of a text in the middle of a field are inside."""
    widths = [inches(words.head, words.size, bold=True), *(inches(row, words.size) for row in words.lines)]
    wide = max(widths) / 2 / scale
    high = (1 + len(words.lines)) * words.size * LINE / _POINTS / 2 / scale
    x, y = part.at((part.inner + part.outer) / 2)
    return all(
        part.holds(x + across * wide, y + up * high) for across in (-1, 0, 1) for up in (-1, -0.5, 0, 0.5, 1)
    )
