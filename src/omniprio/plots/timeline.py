"""Rows of a Gantt chart: names and reasons in front, bars on the time line, and what is marked on them, arrows around bars among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FixedLocator

from omniprio.language import text
from omniprio.plots.arrows import Arrow, arrows, draw_arrow
from omniprio.plots.canvas import MARGIN, blank, framed, period_axis, size_of
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import BODY, FAINT, INK, PAPER, PLAN, RULE, SMALL
from omniprio.plots.rows import LINE, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan, Planned
    from omniprio.portfolio import Portfolio

__all__ = [
    "GAP",
    "WORDS",
    "Bar",
    "Row",
    "draw_arrows",
    "draw_bar",
    "followed",
    "mark_dates",
    "mark_latest",
    "mark_must",
    "name_of",
    "routes",
    "row",
    "time_axes",
    "write",
]

_BAR = 0.2
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
            wanted = _Upright(x, top - _BAR / 2, bottom + _BAR / 2)
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
            found[arrow] = _BAR * (place / (slots + 1) - 0.5)
    return found


def _order(arrow: Arrow, row: str, ups: Mapping[Arrow, float], bars: Mapping[str, Bar]) -> tuple[bool, float]:
    """Return what sorts the arrows of a row from the top: those that go up before those that go down, none across another."""
    other = bars[arrow.before if arrow.starts else arrow.after]
    goes_down = other.middle > bars[row].middle
    far = -ups[arrow] if arrow.starts else ups[arrow]
    return goes_down, -far if goes_down else far


def _corners(arrow: Arrow, bars: Mapping[str, Bar], x: float, level: float) -> list[tuple[float, float]]:
    before, after = bars[arrow.before], bars[arrow.after]
    edge = _BAR / 2 if after.middle > before.middle else -_BAR / 2
    if not arrow.starts:
        along = before.middle + level
        return [(before.end, along), (x, along), (x, after.middle - edge)]
    out = x, before.middle + edge
    if before.begin == after.begin:
        return [out, (x, after.middle - edge)]
    along = after.middle + level
    return [out, (x, along), (after.begin, along)]


WORDS = 3.3
"""Inches for names and reasons, left of the bars."""
GAP = 0.14
"""Inches between two rows."""
_STRONG = 2.4
"""Points of the edge of what has to be done."""
_STROKE = 20
"""Points of a stroke, longer than a bar is high."""
_POINTS = 72
_HEAD = 0.45


@dataclass(frozen=True, slots=True)
class Row[Shown]:
    """One initiative or milestone: its name and reason in lines, and the inches from the top to it."""

    shown: Shown
    name: list[str]
    reason: list[str]
    top: float

    @property
    def height(self) -> float:
        """Inches that the lines take."""
        return (len(self.name) * BODY + len(self.reason) * SMALL) * LINE / _POINTS

    @property
    def middle(self) -> float:
        """Where the bar is: next to the first line."""
        return self.top + BODY * LINE / _POINTS / 2


def row[Shown](shown: Shown, name: str, reason: str, top: float) -> Row[Shown]:
    """Return a row so many inches from the top."""
    room = WORDS - 0.15
    lines = wrapped(plain(name), BODY, room, bold=True), wrapped(plain(reason), SMALL, room)
    return Row(shown, *lines, top)


def name_of(planned: Planned, language: Language) -> str:
    """Return what an initiative is called, with the mode it is done in where it has several."""
    return " · ".join(
        filter(None, (text(planned.title, language) or planned.id, text(planned.why.mode, language)))
    )


def time_axes(ax: Axes | None, portfolio: Portfolio, tall: float, below: float, language: Language) -> Axes:
    """Return axes with the time line, downward in inches; by default new ones.

    Args:
        ax: The axes, or none.
        portfolio: The portfolio, for its calendar.
        tall: Inches that the rows take.
        below: Inches below the axes.
        language: The language.
    """
    ax = ax or framed(blank(tall + _HEAD + below), left=WORDS + MARGIN, top=_HEAD, bottom=below)
    period_axis(ax, portfolio, language)
    ax.set_ylim(tall, 0)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_minor_locator(FixedLocator(range(portfolio.periods + 1)))
    ax.grid(axis="x", which="minor", color=RULE, linewidth=0.5)
    ax.tick_params(which="minor", length=0)
    return ax


def write[Shown](ax: Axes, row: Row[Shown]) -> None:
    """Write name and reason left of the bars, and a fine line above them."""
    if row.top > GAP:
        ax.axhline(row.top - GAP / 2, color=RULE, linewidth=0.5, zorder=0)
    lines = [(words, BODY, "bold", INK) for words in row.name]
    lines += [(words, SMALL, "normal", FAINT) for words in row.reason]
    y = row.top
    for words, size, weight, colour in lines:
        written = ax.annotate(
            words,
            (0, y),
            (-_POINTS * WORDS, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            annotation_clip=False,
        )
        written.set(ha="left", va="top", size=size, weight=weight, color=colour)
        y += size * LINE / _POINTS


def draw_bar(ax: Axes, row: Row[Planned], last: int) -> None:
    """Draw when the work is done, up to the last period."""
    planned = row.shown
    wide = min(planned.finish, last) - planned.start + 1
    bar = Rectangle((planned.start - 1, row.middle - _BAR / 2), wide, _BAR, label=planned.id, zorder=2)
    bar.set(facecolor=PLAN.colour, edgecolor=INK, linewidth=0.8)
    ax.add_artist(bar)
    for period in planned.pauses:
        pause = Rectangle(
            (period - 1, row.middle - _BAR / 4), 1, _BAR / 2, label=f"{planned.id} rests", zorder=3
        )
        pause.set(facecolor=PAPER, edgecolor=INK, linewidth=0.5)
        ax.add_artist(pause)


def draw_arrows(ax: Axes, shown: Sequence[Arrow], rows: Sequence[Row[Planned]]) -> None:
    """Draw arrows from bar to bar, of which none lies on another."""
    last = ax.get_xlim()[1]
    bars = {one.shown.id: Bar(one.shown.start - 1, min(one.shown.finish, last), one.middle) for one in rows}
    for arrow, corners in routes(shown, bars, size_of(ax)[0] / last).items():
        draw_arrow(ax, corners, arrow)


def followed(plan: Plan) -> list[Arrow]:
    """Return the arrows between chosen initiatives that the schedule follows."""
    chosen = {planned.id: planned for planned in plan.schedule}
    return [
        arrow
        for arrow in arrows(plan.portfolio)
        if arrow.before in chosen
        and arrow.after in chosen
        and _in_time(arrow, chosen[arrow.before], chosen[arrow.after])
    ]


def _in_time(arrow: Arrow, before: Planned, after: Planned) -> bool:
    return before.start <= after.start if arrow.starts else before.finish < after.start


def mark_latest(
    ax: Axes, rows: Sequence[Row[Planned]], latest: Mapping[str, int], language: Language
) -> list[Artist]:
    """Draw where each bar could begin at the latest, with a line to there, and return what the key says."""
    drawn: list[Artist] = []
    for one in rows:
        last = latest[one.shown.id] - 1
        if last >= one.shown.start:
            begin = min(one.shown.finish, last)
            (line,) = ax.plot(
                [begin, last], [one.middle] * 2, color=INK, linewidth=0.8, marker=">", markersize=4
            )
            line.set(markevery=[1], linestyle=(0, (1, 1.5)), zorder=3, label=label("latest start", language))
            drawn = [line]
    return drawn


def mark_must(
    ax: Axes, rows: Sequence[Row[Planned]], portfolio: Portfolio, language: Language
) -> list[Artist]:
    """Draw the bars of what has to be done with a strong edge, and return what the key says."""
    bars = {bar.get_label(): bar for bar in ax.patches}
    must = [one.shown.id for one in rows if portfolio.by_id[one.shown.id].decision == "must"]
    for name in must:
        bars[name].set_linewidth(_STRONG)
    edge = Patch(facecolor=PLAN.colour, edgecolor=INK, linewidth=_STRONG, label=label("must", language))
    return [edge] if must else []


def mark_dates(
    ax: Axes, rows: Sequence[Row[Planned]], portfolio: Portfolio, language: Language
) -> list[Artist]:
    """Draw a stroke where a bar must end at the latest, and a thin one where it should, and return what the key says."""
    drawn: list[Artist] = []
    for kind, width in (("deadline", 2.4), ("due", 1.0)):
        at = [(getattr(portfolio.by_id[one.shown.id], kind), one.middle) for one in rows]
        ends = [(end, middle) for end, middle in at if end is not None]
        if ends:
            (marks,) = ax.plot(
                *zip(*ends, strict=True), "|", color=INK, markersize=_STROKE, markeredgewidth=width
            )
            marks.set(clip_on=False, zorder=4)
            stroke = Line2D(
                [], [], color=INK, marker="|", markersize=BODY, markeredgewidth=width, linewidth=0
            )
            stroke.set_label(label(f"date {kind}", language))
            drawn.append(stroke)
    return drawn
