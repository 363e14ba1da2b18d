"""Where arrows go between bars on a time line, so that no two of them lie on each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.plots.arrows import Arrow

__all__ = ["BAR", "Bar", "routes"]

BAR = 0.2
"""Height of a bar in inches."""

_APART = 0.07
"""Inches between two arrows that go up or down beside each other; less where there are many."""
_TOUCH = 0.4
"""Which part of that two arrows are apart at least."""


class Bar(NamedTuple):
    """A bar: where it begins and ends, in periods, and its middle, in inches downward."""

    begin: float
    end: float
    middle: float


@dataclass(frozen=True, slots=True)
class _Upright:
    """The part of an arrow that goes up or down: where, in inches from the left, and from where to where."""

    x: float
    top: float
    bottom: float

    def is_beside(self, other: _Upright) -> bool:
        """Return whether some of it is as high as some of another one."""
        return self.top < other.bottom and other.top < self.bottom


_across = attrgetter("x")


@dataclass(slots=True)
class _Tracks:
    """Where arrows go up and down."""

    taken: list[_Upright] = field(default_factory=list)
    """From the left."""

    def between(self, begin: float, end: float, heights: tuple[float, float]) -> float:
        """Return a free place between two, in inches, as near the first as can be."""
        top, bottom = sorted(heights)
        for x, apart in _places(begin, end):
            wanted = _Upright(x, top - BAR / 2, bottom + BAR / 2)
            if not any(one.is_beside(wanted) for one in self._near(x, apart)):
                insort(self.taken, wanted, key=_across)
                return x
        raise AssertionError  # the places get as close as it takes

    def _near(self, x: float, apart: float) -> list[_Upright]:
        """Return what is less than so many inches from a place."""
        first = bisect_right(self.taken, x - apart, key=_across)
        return self.taken[first : bisect_left(self.taken, x + apart, key=_across)]


def _places(begin: float, end: float) -> Iterator[tuple[float, float]]:
    """Yield places between two, each with how far from it no other may be; first far apart, then ever closer."""
    for closer in count(1):
        step = min(_APART, (end - begin) / 2) / closer
        for place in range(1, int((end - begin) / step)):
            yield begin + place * step, step * _TOUCH


def routes(
    arrows: Sequence[Arrow], bars: Mapping[str, Bar], wide: float
) -> dict[Arrow, list[tuple[float, float]]]:
    """Return the corners of arrows: from the end of a bar along its row, then into the bar that waits.

    One that only waits for a start goes out of the bar up or down, then along the row of the other. Arrows out of the same bar
    leave it at heights of their own; those that go up or down past the same row do so beside each other.

    Args:
        arrows: The arrows.
        bars: The bars by id.
        wide: Inches of a period.

    >>> from omniprio.plots.arrows import Arrow
    >>> bars = {"a": Bar(0, 1, 0.5), "b": Bar(1, 2, 1.0), "c": Bar(1, 2, 1.5)}
    >>> found = routes([Arrow("a", "b", "requires"), Arrow("a", "c", "need")], bars, 1.0)
    >>> [[round(x, 2) for x, _ in corners] for corners in found.values()]
    [[1, 1.07, 1.07], [1, 1.14, 1.14]]
    """
    tracks, ups = _Tracks(), {}
    for arrow in sorted(
        arrows, key=lambda one: (bars[one.after].begin, bars[one.after].middle, _reach(one, bars))
    ):
        bar = bars[arrow.before if arrow.starts else arrow.after]
        heights = bars[arrow.before].middle, bars[arrow.after].middle
        end = min(bar.end, bar.begin + 1) if arrow.starts else bar.end
        ups[arrow] = tracks.between(bar.begin * wide, end * wide, heights) / wide
    levels = _levels(ups, bars)
    return {arrow: _corners(arrow, bars, ups[arrow], levels.get(arrow, 0.0)) for arrow in arrows}


def _reach(arrow: Arrow, bars: Mapping[str, Bar]) -> float:
    """Return how many inches an arrow goes up or down."""
    return abs(bars[arrow.after].middle - bars[arrow.before].middle)


def _goes_along(arrow: Arrow, bars: Mapping[str, Bar]) -> str:
    """Return in whose row an arrow goes along; none where it only goes up or down."""
    if not arrow.starts:
        return arrow.before
    return arrow.after if bars[arrow.before].begin < bars[arrow.after].begin else ""


def _levels(ups: Mapping[Arrow, float], bars: Mapping[str, Bar]) -> dict[Arrow, float]:
    """Return how far from the middle of its row each arrow goes along it, so that those of a row neither lie on each other nor cross.

    The middle itself stays free: a line to the latest start may be there.
    """
    sides: dict[tuple[str, bool], list[Arrow]] = defaultdict(list)
    for arrow in ups:
        if row := _goes_along(arrow, bars):
            sides[row, arrow.starts].append(arrow)
    found: dict[Arrow, float] = {}
    for (row, _), several in sides.items():
        several.sort(key=lambda one: _order(one, row, ups, bars))
        slots = len(several) + len(several) % 2
        for place, arrow in enumerate(several, start=slots - len(several) + 1):
            found[arrow] = BAR * (place / (slots + 1) - 0.5)
    return found


def _order(arrow: Arrow, row: str, ups: Mapping[Arrow, float], bars: Mapping[str, Bar]) -> tuple[bool, float]:
    """Return what sorts the arrows of a row from the top: those that go up before those that go down, none across another."""
    other = bars[arrow.before if arrow.starts else arrow.after]
    goes_down = other.middle > bars[row].middle
    far = -ups[arrow] if arrow.starts else ups[arrow]
    return goes_down, -far if goes_down else far


def _corners(arrow: Arrow, bars: Mapping[str, Bar], x: float, level: float) -> list[tuple[float, float]]:
    before, after = bars[arrow.before], bars[arrow.after]
    edge = BAR / 2 if after.middle > before.middle else -BAR / 2
    if not arrow.starts:
        along = before.middle + level
        return [(before.end, along), (x, along), (x, after.middle - edge)]
    out = x, before.middle + edge
    if before.begin == after.begin:
        return [out, (x, after.middle - edge)]
    along = after.middle + level
    return [out, (x, along), (after.begin, along)]
