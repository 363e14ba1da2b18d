"""The dependency graph: what must come before what, and what of it is in the plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx
from matplotlib.patches import FancyBboxPatch, Patch

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.arrows import Arrow, arrows, arrows_key, draw_arrow
from omniprio.plots.canvas import MARGIN, WIDTH, bare, blank, framed, head, key, size_of
from omniprio.plots.labels import label, listed, plain
from omniprio.plots.palette import FAINT, INK, OPEN, PLAN, SMALL
from omniprio.plots.rows import LINE, wrapped
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["Bend", "dependencies", "describe_dependencies", "layers"]

_SWEEPS = 4
"""How often each layer is put in order by its neighbours, to the right and back."""


class Bend(NamedTuple):
    """A place that an arrow passes in a layer which it goes through."""

    before: str
    after: str
    layer: int


def layers(names: Iterable[str], shown: Sequence[Arrow]) -> tuple[list[list[str | Bend]], list[str]]:
    """Return the layers from left to right, and the names that no arrow touches.

    Arrows lead to the right; where alternatives or needs would make them go round in a circle, only those of what
    is required do, and of these none that leads back. An arrow has a place in each layer that it goes through, so that it passes between the others.

    Args:
        names: All ids, in the order of the portfolio.
        shown: What depends on what.

    Returns:
        Ids and bends of arrows layer by layer, and the ids without dependencies.

    Source: K. Sugiyama, S. Tagawa and M. Toda (1981), Methods for visual understanding of hierarchical system
    structures, IEEE Transactions on Systems, Man, and Cybernetics 11 (2): layers, bends and the order of means.

    >>> from omniprio.plots.arrows import Arrow
    >>> chain = [Arrow("a", "b", "requires"), Arrow("b", "c", "requires")]
    >>> layers(["c", "b", "a", "x"], chain)
    ([['a'], ['b'], ['c']], ['x'])
    >>> layers(["c", "b", "a"], [*chain, Arrow("a", "c", "need")])[0][1]
    ['b', Bend(before='a', after='c', layer=1)]
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((one.before, one.after) for one in shown)
    apart = list(nx.isolates(graph))
    graph.remove_nodes_from(apart)
    if not nx.is_directed_acyclic_graph(graph):
        graph.remove_edges_from([(one.before, one.after) for one in shown if one.why != "requires"])
    _break_circles(graph)
    columns: list[list[str | Bend]] = [list(generation) for generation in nx.topological_generations(graph)]
    layer = {name: place for place, column in enumerate(columns) for name in column}
    through = nx.Graph()
    for one in shown:
        bends = [Bend(one.before, one.after, at) for at in range(layer[one.before] + 1, layer[one.after])]
        nx.add_path(through, [one.before, *bends, one.after])
        for bend in bends:
            columns[bend.layer].append(bend)
    return _in_order(columns, through), apart


def _break_circles(graph: nx.DiGraph) -> None:
    """Take out the arrows that lead back among those that wait for each other, as two that start together do."""
    rank = {name: place for place, name in enumerate(graph)}
    for knot in list(nx.strongly_connected_components(graph)):
        within = graph.subgraph(knot).edges
        graph.remove_edges_from([(before, after) for before, after in within if rank[before] >= rank[after]])


def _in_order(columns: list[list[str | Bend]], through: nx.Graph) -> list[list[str | Bend]]:
    """Return the layers, each in the order of the mean heights of its neighbours, so that arrows cross little."""
    height = {name: height for column in columns for name, height in _heights(column).items()}
    for sweep in range(2 * _SWEEPS + 1):
        for place in range(len(columns))[:: -1 if sweep % 2 else 1]:
            beside = {name for near in columns[max(place - 1, 0) : place + 2] for name in near}
            pull = {
                name: mean([height[other] for other in through[name] if other in beside] or [height[name]])
                for name in columns[place]
            }
            columns[place].sort(key=pull.__getitem__)
            height |= _heights(columns[place])
    return columns


def _heights(column: Sequence[str | Bend]) -> dict[str | Bend, float]:
    """Return how far below the middle each of a layer stands, in rows."""
    return {name: place - (len(column) - 1) / 2 for place, name in enumerate(column)}


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
    ax.add_artist(box)
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
