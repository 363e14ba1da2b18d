"""Upheaval against gain: the best plan for each number of changes to the one in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, room_of, scales
from omniprio.plots.labels import goal_number, goal_tick, goal_words, label
from omniprio.plots.palette import FAINT, INK, PAPER, SMALL, line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.replanning import UpheavalCurve
    from omniprio.language import Language

__all__ = ["describe_upheaval", "upheaval"]

_HEIGHT = 3.6


@validated
def upheaval(found: UpheavalCurve, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw how good a plan can become with so many changes to the plan in force, a step for each that brings something.

    A dot is hollow where it is not proven that no plan with so many changes is better.

    Args:
        found: The plans, from `omniprio.answers.replanning.upheaval_curve`.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes; changes across, the goal up.

    >>> from omniprio import Fastest, Initiative, Portfolio, plan_of
    >>> from omniprio.answers.replanning import upheaval_curve
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="crm", advances={"D2": 1.0})])
    >>> drawn = upheaval(upheaval_curve(plan_of(one, {"crm": 2}), by=0, goals=[Fastest()]))
    >>> [int(change) for change in drawn.lines[0].get_xdata()]
    [0, 1]
    """
    remark = "" if found.is_final else label("upheaval open", language)
    top = room_of(remark)
    ax = ax or framed(blank(_HEIGHT + top), bottom=0.85, top=0.45 + top)
    scales(ax)
    ax.grid(axis="x", visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: goal_tick(found.goal, value, language)))
    ax.set_xlabel(label("upheaval changes", language), size=SMALL, color=FAINT)
    ax.set_ylabel(
        goal_words(found.goal, found.currency, language, found.before.portfolio), size=SMALL, color=FAINT
    )
    ax.add_line(_step(found))
    for proven in (True, False):
        if any(point.is_final is proven for point in found.points):
            ax.add_line(_dots(found, proven=proven))
    ax.autoscale_view()
    changes = [point.changes for point in found.points]
    ax.set_xlim(changes[0] - 0.5, changes[-1] + 0.5)
    mark = told(found.not_facts, language)
    head(ax, label("upheaval", language), remark, left=LEFT - MARGIN, mark=mark)
    key(ax, _key(found, language), columns=2, below=0.5, left=LEFT - MARGIN)
    return ax


def _step(found: UpheavalCurve) -> Line2D:
    xs = [point.changes for point in found.points]
    ys = [float(point.value) for point in found.points]
    return Line2D(xs, ys, drawstyle="steps-post", color=line(0).colour, linewidth=1.2, zorder=2)


def _dots(found: UpheavalCurve, *, proven: bool) -> Line2D:
    points = [point for point in found.points if point.is_final is proven]
    colour = line(0).colour if proven else INK
    dots = Line2D(
        [point.changes for point in points],
        [float(point.value) for point in points],
        linestyle="none",
        marker="o" if proven else "s",
        markersize=4.5,
        color=colour,
        zorder=3,
    )
    dots.set(markerfacecolor=colour if proven else PAPER, markeredgewidth=1.2, clip_on=False)
    return dots


def _key(found: UpheavalCurve, language: Language) -> list[Artist]:
    handles: list[Artist] = []
    for proven, words in ((True, "best with so many"), (False, "best with so many unproven")):
        if any(point.is_final is proven for point in found.points):
            dots = _dots(found, proven=proven)
            dots.set_label(label(words, language))
            handles.append(dots)
    return handles


@validated
def describe_upheaval(found: UpheavalCurve, *, language: Language = "en") -> str:
    """Return what more changes bring, for those who cannot see it.

    Args:
        found: The plans.
        language: The language.

    >>> from omniprio import Fastest, Initiative, Portfolio, plan_of
    >>> from omniprio.answers.replanning import upheaval_curve
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="crm", advances={"D2": 1.0})])
    >>> describe_upheaval(upheaval_curve(plan_of(one, {"crm": 2}), by=0, goals=[Fastest()]))
    'Upheaval against gain, 2 plans: from 0.639 with 0 changes to 0.611 with 1.'
    """
    first, last = found.points[0], found.points[-1]
    ends = [
        words
        for point in (first, last)
        for words in (goal_number(found.goal, point.value, found.currency, language), point.changes)
    ]
    sentences = [label("say upheaval", language, len(found.points), *ends)]
    if not found.is_final:
        sentences.append(label("upheaval open", language))
    return " ".join(sentences)
