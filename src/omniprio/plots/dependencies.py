"""The dependency graph: what must come before what, and what of it is in the plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib.patches import FancyBboxPatch, Patch

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.arrows import Arrow, arrows, arrows_key, draw_arrow
from omniprio.plots.canvas import MARGIN, WIDTH, bare, blank, framed, head, key, size_of
from omniprio.plots.labels import label, listed, plain
from omniprio.plots.layers import Bend, layers
from omniprio.plots.measure import LINE, wrapped
from omniprio.plots.palette import FAINT, INK, OPEN, PLAN, SMALL
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["dependencies", "describe_dependencies"]

_HIGH = 0.7
"""Inches up of a box."""
_WIDE = (1.2, 1.7)
"""Least and most inches across."""
_APART = 0.4
"""Inches between two layers."""
_ABOVE = 0.18
"""Inches between two boxes of a layer."""
_PASSING = 0.22
"""Inches up for an arrow that goes through a layer."""
_EDGE = 0.01
"""Inches left of the boxes, so that their outlines are whole."""
_LINES = 5
"""The most lines in a box."""
_POINTS = 72

Place = tuple[float, float]
"""The middle of a box in inches, from the left and from the top."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where boxes are, how wide they are, where the title of those apart is (0 for none), and the whole."""

    places: dict[str | Bend, Place]
    box: float
    title_at: float
    width: float
    height: float

    def bends(self, arrow: Arrow) -> list[Bend]:
        """Return where an arrow passes the layers between, from left to right."""
        found = [name for name in self.places if isinstance(name, Bend)]
        return sorted(one for one in found if (one.before, one.after) == (arrow.before, arrow.after))


@validated
def dependencies(plan: Plan, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw what depends on what, from left to right; what is chosen is filled, with the period it starts in.

    An arrow is solid for what is required, dashed for one of several that would do, and dotted for an
    initiative that adds to a field the other one needs.

    Args:
        plan: The plan.
        language: The language of the words.
        ax: Axes to draw on; by default new ones, as large as the graph.

    Returns:
        The axes; across and down in inches of a figure of its own.

    >>> import omniprio
    >>> drawn = dependencies(omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2}))
    >>> len([box for box in drawn.patches if box.get_label() in omniprio.ten_portfolio().by_id])
    10
    """
    shown = arrows(plan.portfolio)
    plot = _arranged(*layers(plan.portfolio.by_id, shown))
    ax = ax or framed(
        blank(plot.height + 1.05, plot.width + 2 * MARGIN), left=MARGIN, right=MARGIN, bottom=0.6
    )
    bare(ax)
    ax.set(xlim=(-_EDGE, plot.width), ylim=(plot.height, 0))
    scale = min(size_of(ax)[0] / plot.width, size_of(ax)[1] / plot.height, 1.0)
    for name in plan.portfolio.by_id:
        _draw_box(ax, plan, name, plot.places[name], plot.box, scale, language)
    for arrow in shown:
        _draw_way(ax, arrow, plot)
    if plot.title_at:
        words = label("alone", language)
        ax.text(0, plot.title_at, words, size=SMALL * scale, color=FAINT, ha="left", va="center")
    mark = told(marks_of(plan.portfolio, "title", "requires"), language)
    head(ax, label("dependencies", language), mark=mark)
    key(ax, [*_boxes_key(language), *arrows_key(shown, language)], columns=3, below=0.1)
    return ax


def _arranged(columns: list[list[str | Bend]], apart: list[str]) -> _Layout:
    """Place the boxes: layers from left to right, those without dependencies in rows below."""
    side, count, high = WIDTH - 2 * MARGIN, max(len(columns), 1), _HIGH + _ABOVE
    box = min(max((side - (count - 1) * _APART) / count, _WIDE[0]), _WIDE[1])
    step = box + _APART
    tallest = max(map(_height, columns), default=0.0)
    places: dict[str | Bend, Place] = {}
    for column, names in enumerate(columns):
        down = (tallest - _height(names)) / 2
        for name in names:
            places[name] = column * step + box / 2, down + _height([name]) / 2
            down += _height([name])
    title_at = tallest + 0.15 if columns and apart else 0.0
    across = max(len(columns), int((side + _APART) / step))
    for place, name in enumerate(apart):
        row, column = divmod(place, across)
        places[name] = column * step + box / 2, title_at + 0.1 + (row + 0.5) * high
    right = max([side, *(x + box / 2 + 0.01 for x, _ in places.values())])
    bottom = max([high, tallest, *(y + high / 2 for name, (_, y) in places.items() if name in apart)])
    return _Layout(places, box, title_at, right, bottom)


def _height(column: list[str | Bend]) -> float:
    """Return the inches that boxes and passing arrows take, one below the other."""
    return sum(_PASSING if isinstance(name, Bend) else _HIGH + _ABOVE for name in column)


def _draw_box(
    ax: Axes, plan: Plan, name: str, place: Place, wide: float, scale: float, language: Language
) -> None:
    """Draw an initiative: its name, and the period it starts in where it is chosen."""
    start = plan.starts.get(name)
    corner = place[0] - wide / 2, place[1] - _HIGH / 2
    box = FancyBboxPatch(corner, wide, _HIGH, boxstyle="round,pad=0,rounding_size=0.07", label=name, zorder=2)
    fill, edge = (OPEN, FAINT) if start is None else (PLAN, INK)
    box.set(facecolor=fill.colour, edgecolor=edge, linewidth=1)
    ax.add_patch(box)
    when = [] if start is None else [Speaker(language, Titles(plan.portfolio)).called("period", start)]
    title = plain(plan.portfolio.by_id[name].name(language))
    lines = wrapped(title, SMALL, wide - 0.1, most=_LINES - len(when))
    for row, words in enumerate([*lines, *when]):
        y = place[1] + (row - (len(lines) + len(when) - 1) / 2) * SMALL * LINE / _POINTS
        written = ax.text(
            place[0], y, words, size=SMALL * scale, color=INK, ha="center", va="center", zorder=4
        )
        written.set_fontweight("bold" if row == len(lines) else "normal")


def _draw_way(ax: Axes, arrow: Arrow, plot: _Layout) -> None:
    """Draw an arrow from the right of a box to the left of the one that waits, straight through layers between."""
    names: list[str | Bend] = [arrow.before, *plot.bends(arrow), arrow.after]
    middles = [plot.places[name] for name in names]
    sides = [(x + side * plot.box / 2, y) for x, y in middles for side in (-1, 1)]
    corners = sides[1:-1]
    points = corners[:1]
    for (x, y), (to_x, to_y) in pairwise(corners):
        bend = max((to_x - x) / 2, _APART / 2)
        points += [(x + bend, y), (to_x - bend, to_y), (to_x, to_y)]
    draw_arrow(ax, points, arrow, curved=True)


def _boxes_key(language: Language) -> list[Artist]:
    kinds = (PLAN, "chosen", INK), (OPEN, "left out", FAINT)
    return [
        Patch(facecolor=fill.colour, edgecolor=edge, linewidth=1, label=label(name, language))
        for fill, name, edge in kinds
    ]


@validated
def describe_dependencies(plan: Plan, *, language: Language = "en") -> str:
    """Return what the graph shows, for those who cannot see it.

    Args:
        plan: The plan.
        language: The language.

    >>> import omniprio
    >>> describe_dependencies(omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2}))[:72]
    'Dependencies of the initiatives, 10 in all and 1 in the plan: Identify y'
    """
    names = {one.id: one.name(language) for one in plan.portfolio.initiatives}
    pairs = [
        label("say before", language, names[one.before], names[one.after]) for one in arrows(plan.portfolio)
    ]
    counts = str(len(plan.portfolio.initiatives)), str(len(plan.schedule))
    return label("say dependencies", language, *counts, listed(pairs, language))
