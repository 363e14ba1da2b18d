"""The geometry of a disc of radius 1: sectors clockwise from the top, rings from the outside in, room for text."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin
from typing import TYPE_CHECKING

from omniprio.plots.rows import LINE, inches, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["CENTRE", "Sector", "Tiers", "Words", "ring", "sector", "words_in"]

CENTRE = 0.17
"""Radius of the middle, where the customer is."""

_POINTS = 72
_WHOLE = 360.0
_GAP = 0.012
"""Between a text and the edge of its field, in radii."""
_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
"""Points that a text may have."""
_ASIDE, _OUT = (0.0, -0.08, 0.08, -0.16, 0.16), (0.5, 0.4, 0.6)
_SPOTS = sorted(
    ((aside, out) for aside in _ASIDE for out in _OUT), key=lambda spot: abs(spot[0]) + abs(spot[1] - 0.5)
)
"""Where the middle of a text may be in its field: parts of its width aside and of its depth from the inside, the middle first."""
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

    def at(self, radius: float, aside: float = 0.0) -> tuple[float, float]:
        """Return the point of its middle at a radius, or one aside of it by a part of its width."""
        angle = radians(self.angle + aside * (self.high - self.low))
        return radius * cos(angle), radius * sin(angle)

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
    """Text that fits a field: a head, lines below it, the size in points and where its middle is."""

    head: str
    lines: tuple[str, ...]
    size: float
    middle: tuple[float, float]
    tier: int
    """Which of its texts it is, from 0, the fullest."""


type Tiers = Sequence[Sequence[tuple[str, Sequence[str]]]]
"""What may stand in a field: heads with the texts below them, the fullest first; those of a tier say the same."""


def words_in(parts: Mapping[str, Sector], tiers: Mapping[str, Tiers], scale: float) -> dict[str, Words]:
    """Return for each field the fullest text that fits it with no word cut, all in one size; without those in which none does.

    Args:
        parts: The fields by name.
        tiers: What may stand in each.
        scale: Inches of a radius.

    Returns:
        The texts in the largest size in which no field says less than it does in the smallest.
    """
    size, *larger = sorted(_SIZES)
    fitting = {name: _fullest(part, tiers[name], size, scale) for name, part in parts.items()}
    found = {name: words for name, words in fitting.items() if words}
    for size in larger:
        again = _as_full(found, parts, tiers, size, scale)
        if again is None:
            break
        found = again
    return found


def _as_full(
    found: Mapping[str, Words],
    parts: Mapping[str, Sector],
    tiers: Mapping[str, Tiers],
    size: float,
    scale: float,
) -> dict[str, Words] | None:
    """Return texts that say as much in another size, or None where one does not fit."""
    again: dict[str, Words] = {}
    for name, before in found.items():
        words = _fullest(parts[name], tiers[name][: before.tier + 1], size, scale)
        if words is None:
            return None
        again[name] = words
    return again


def _fullest(part: Sector, tiers: Tiers, size: float, scale: float) -> Words | None:
    """Return the first text that fits a field in a size, or None where none does."""
    for place, tier in enumerate(tiers):
        for head, texts in tier:
            if words := _broken(part, head, texts, size, scale, place):
                return words
    return None


def _broken(
    part: Sector, head: str, texts: Sequence[str], size: float, scale: float, tier: int
) -> Words | None:
    """Return a text broken into lines so that it fits, or None where it does not."""
    narrowest = max((inches(word, size) for below in texts for word in below.split()), default=0.0)
    tried: set[tuple[str, ...]] = set()
    for room in _ROOMS if texts else _ROOMS[:1]:
        lines = tuple(line for below in texts for line in wrapped(below, size, max(room, narrowest)))
        if lines not in tried and (middle := _spot(part, head, lines, size, scale)):
            return Words(head, lines, size, middle, tier)
        tried.add(lines)
    return None


def _spot(
    part: Sector, head: str, lines: Sequence[str], size: float, scale: float
) -> tuple[float, float] | None:
    """Return where the middle of a text can be so that every line is inside a field: in its middle, or near it."""
    halves = [
        half / 2 / scale for half in (inches(head, size, bold=True), *(inches(row, size) for row in lines))
    ]
    step = size * LINE / _POINTS / scale
    edges = [(half, step * (len(halves) / 2 - row)) for row, half in enumerate(halves)]
    corners = [
        (across * half, edge)
        for half, top in edges
        for edge in (top, top - step)
        for across in (-1, -0.5, 0, 0.5, 1)
    ]
    for aside, out in _SPOTS:
        x, y = part.at(part.inner + out * (part.outer - part.inner), aside)
        if all(part.holds(x + right, y + up) for right, up in corners):
            return x, y
    return None
