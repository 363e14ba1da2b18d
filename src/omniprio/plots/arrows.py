"""Which chosen or given initiatives depend on which, as arrows of figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from omniprio.dependency_graph import dependency_graph, unlocks
from omniprio.plots.labels import label
from omniprio.plots.palette import FAINT, INK

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["Arrow", "arrows", "arrows_key", "draw_arrow"]

Why = Literal["requires", "choice", "need"]

_DASHES: dict[Why, tuple[float, ...]] = {"requires": (), "choice": (4.0, 2.0), "need": (1.0, 1.5)}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One initiative that must or may come before another.

    Attributes:
        before: The id of the one that comes first.
        after: The id of the one that waits.
        why: It is required, it is one of several that would do, or it adds to a field that is needed.
        starts: Whether it is enough that the first one has started.
    """

    before: str
    after: str
    why: Why
    starts: bool = False

    @property
    def style(self) -> Literal["solid"] | tuple[float, tuple[float, ...]]:
        """The line style as matplotlib takes it."""
        return (0.0, _DASHES[self.why]) if _DASHES[self.why] else "solid"


_FROM_START = {"start to start", "start to finish"}


def arrows(portfolio: Portfolio) -> list[Arrow]:
    """Return what depends on what, in the order of the portfolio.

    >>> from omniprio import Initiative, Portfolio
    >>> pair = [Initiative(id="a", advances={"R2": 1.0}), Initiative(id="b", needs={"R2": 0.5})]
    >>> [(one.before, one.after, one.why) for one in arrows(Portfolio(horizon=2, initiatives=pair))]
    [('a', 'b', 'need')]
    """
    graph = dependency_graph(portfolio)
    found = [
        Arrow(before, after, "choice" if data["choice"] else "requires", data["kind"] in _FROM_START)
        for before, after, data in graph.edges(data=True)
    ]
    for before in portfolio.by_id:
        found += [
            Arrow(before, after, "need")
            for after in unlocks(portfolio, before)
            if not graph.has_edge(before, after)
        ]
    return found


def draw_arrow(
    ax: Axes, points: Sequence[tuple[float, float]], arrow: Arrow, *, curved: bool = False
) -> None:
    """Draw an arrow along points: straight from one to the next, or behind all else as curves.

    Args:
        ax: The axes.
        points: Where it goes; for curves the first one, then two that pull and one that is reached, any number of times.
        arrow: What it stands for.
        curved: Whether it is of curves.
    """
    codes = [Path.MOVETO, *[Path.CURVE4 if curved else Path.LINETO] * (len(points) - 1)]
    drawn = FancyArrowPatch(path=Path(list(points), codes), arrowstyle="-|>", mutation_scale=8)
    drawn.set(
        color=FAINT if arrow.why == "need" else INK,
        linewidth=1,
        linestyle=arrow.style,
        zorder=1 if curved else 3,
    )
    drawn.set(label=f"{arrow.before} → {arrow.after}")
    ax.add_artist(drawn)


def arrows_key(shown: Collection[Arrow], language: Language) -> list[Artist]:
    """Return the key of the arrows that occur."""
    first_of = {arrow.why: arrow for arrow in reversed(list(shown))}
    return [
        Line2D(
            [],
            [],
            color=FAINT if why == "need" else INK,
            linewidth=1,
            linestyle=first_of[why].style,
            marker=">",
            markersize=4,
            markevery=[-1],
            label=label(why, language),
        )
        for why in _DASHES
        if why in first_of
    ]
