"""Chances over time: the distance a plan may have, whether it is there yet, and what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.bars import draw_share, interval, proportion
from omniprio.plots.canvas import (
    LEFT,
    MARGIN,
    below,
    blank,
    framed,
    head,
    key,
    period_axis,
    room_of,
    scales,
    size_of,
)
from omniprio.plots.labels import budget_name, label, listed
from omniprio.plots.palette import BODY, FAINT, PLAN, SMALL, START, line
from omniprio.plots.rows import named, rows_axis
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.robustness import PeriodOutlook, Proportion, Robustness
    from omniprio.language import Language

__all__ = ["chance_over_time", "describe_chance_over_time"]

_DISTANCE, _CHANCE, _ROW = 1.9, 1.5, 0.26
"""Inches of the distance, of the chance to be there, and of a row of what is kept."""
_HEAD, _BETWEEN, _KEY, _FOOT = 0.45, 0.18, 1.25, 0.5
"""Inches above, between both courses, between them and the rows (with scale, key and title), and below."""
_NAMES = 2.2
_BEHIND = 1.05


@validated
def chance_over_time(found: Robustness, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the distance that the plan may have at the end of each period, and the chance to have reached the ambition.

    Both are of the plan carried out within the rules. Below stands how often it keeps each budget, and every rule, when
    carried out as planned. Chances have the error of sampling.

    Args:
        found: What holds if the estimates are wrong, from `omniprio.answers.robustness.robust`.
        language: The language of the words.
        ax: Axes to draw on, with 1 inch free to their right; they are cut in three. By default new ones.

    Returns:
        The axes of the distance; period t ends at t.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.robustness import Uncertainty, robust
    >>> sure = Portfolio(horizon=2, initiatives=[Initiative(id="web", advances={"D2": 0.6})])
    >>> drawn = chance_over_time(robust(sure, Uncertainty(), draws=3))
    >>> [round(length, 3) for line in drawn.lines if line.get_label() == "distance" for length in line.get_ydata()]
    [0.633, 0.633]
    """
    kept = _kept(found, language)
    rows = len(kept) * _ROW
    curves = _DISTANCE + _BETWEEN + _CHANCE
    remark = "" if found.complete else label("not every draw", language)
    top = _HEAD + room_of(remark)
    ax = ax or framed(blank(top + curves + _KEY + rows + _FOOT), right=_BEHIND, bottom=_FOOT, top=top)
    lowest = below(ax, rows / (curves + rows), _KEY)
    chance = below(ax, _CHANCE / (_CHANCE + _DISTANCE), _BETWEEN)
    lowest.set_position(_indented(lowest))
    for part in (ax, chance):
        period_axis(part, found.plan.portfolio, language)
        scales(part)
    ax.tick_params(labelbottom=False)
    ax.set_xlabel("")
    mark = told(found.not_facts, language)
    head(ax, label("chance over time", language), remark, left=LEFT - MARGIN, mark=mark)
    handles = [*_distance(ax, found, language), *_reached(chance, found, language)]
    key(chance, handles, columns=2, below=0.48, left=LEFT - MARGIN)
    _draw_kept(lowest, found, kept, language)
    if not found.periods:
        chance.text(
            0.5, 0.5, label("not judged", language), transform=chance.transAxes, size=BODY, ha="center"
        )
    return ax


def _indented(ax: Axes) -> tuple[float, float, float, float]:
    """Return where axes are if names stand in front of them."""
    box = ax.get_position()
    aside = (_NAMES + MARGIN - LEFT) * box.width / size_of(ax)[0]
    return box.x0 + aside, box.y0, box.width - aside, box.height


def _kept(found: Robustness, language: Language) -> dict[str, Proportion]:
    """Return how often each budget is kept, and everything."""
    budgets = {budget_name(name, language): seen for name, seen in found.budgets.items()}
    return {**budgets, label("every rule", language): found.kept}


def _distance(ax: Axes, found: Robustness, language: Language) -> list[Artist]:
    """Draw the middle distance and the range of eight draws in ten, and return the key of both."""
    middle = [state.distance[1] for state in found.periods]
    highest = max([found.plan.periods[0].distance, *(state.distance[2] for state in found.periods)])
    ax.set_ylim(0, 1.08 * highest or 1.0)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda length, _: Speaker(language).decimal(length)))
    ax.set_ylabel(label("distance short", language), size=SMALL, color=FAINT)
    for state in found.periods:
        ax.add_line(_range([state.period] * 2, [state.distance[0], state.distance[2]]))
    ax.add_line(_course(found.periods, middle, 0, "distance"))
    drawn, wide = _course([], [], 0, label("middle draw", language)), _range([], [])
    wide.set_label(label("eight of ten", language))
    return [drawn, wide]


def _reached(ax: Axes, found: Robustness, language: Language) -> list[Artist]:
    """Draw the chance to have reached the ambition with its sampling error, and return the key of both."""
    ax.set_ylim(0, 1.05)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: Speaker(language).share(share)))
    ax.set_ylabel(label("chance reached", language), size=SMALL, color=FAINT)
    shares = [state.reached.share or 0.0 for state in found.periods]
    for state in found.periods:
        ends = [state.reached.lowest, state.reached.highest]
        ax.add_line(interval([state.period] * 2, ends, upright=True))
    ax.add_line(_course(found.periods, shares, 1, "reached"))
    drawn, error = _course([], [], 1, label("reached so far", language)), interval([], [])
    error.set_label(label("interval", language))
    return [drawn, error]


def _course(periods: Sequence[PeriodOutlook], values: Sequence[float], place: int, name: str) -> Line2D:
    """Return a value as steps; a level holds from the end of a period to the end of the next."""
    drawn, ends = line(place), [state.period for state in periods]
    steps = Line2D(ends, values, drawstyle="steps-post", color=drawn.colour, linestyle=drawn.style, zorder=3)
    steps.set(linewidth=1.6, marker=drawn.marker, markersize=4, label=name, clip_on=False)
    return steps


def _range(xs: list[float], ys: list[float]) -> Line2D:
    return Line2D(xs, ys, color=START.colour, linewidth=6, solid_capstyle="butt", clip_on=False, zorder=2)


def _draw_kept(ax: Axes, found: Robustness, kept: Mapping[str, Proportion], language: Language) -> None:
    """Draw how often each budget is kept, and everything."""
    ax.set_xlim(0, 1)
    words = label("share of judged", language, found.kept.of)
    rows_axis(ax, len(kept), words, lambda share: Speaker(language).share(share))
    for row, (name, seen) in enumerate(kept.items()):
        named(ax, row, name, _NAMES)
        draw_share(ax, row, seen, PLAN, name, language)
    head(ax, label("as planned", language), left=_NAMES)


@validated
def describe_chance_over_time(found: Robustness, *, language: Language = "en") -> str:
    """Return what the chances are, for those who cannot see them.

    Args:
        found: What holds if the estimates are wrong.
        language: The language.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.robustness import Uncertainty, robust
    >>> sure = Portfolio(horizon=2, initiatives=[Initiative(id="web", advances={"D2": 0.6})])
    >>> describe_chance_over_time(robust(sure, Uncertainty(), draws=3))[-58:]
    'carried out as planned it keeps: every rule 100% (43-100).'
    """
    if not found.periods:
        return label("say chance none", language)
    last = found.periods[-1]
    kept = [
        label("kept in", language, name, proportion(seen, language))
        for name, seen in _kept(found, language).items()
    ]
    return label(
        "say chance",
        language,
        found.kept.of,
        Speaker(language, Titles(found.plan.portfolio)).called("period", last.period),
        proportion(last.reached, language),
        Speaker(language).distance(last.distance[1]),
        listed(kept, language),
    )
