"""Bars: amounts period by period against what is allowed, and shares counted in a sample with the interval that it leaves open."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from omniprio.language import Speaker
from omniprio.plots.labels import label
from omniprio.plots.palette import FAINT, INK, PLAN, RULE, SMALL, Fill, Line
from omniprio.plots.rows import behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from omniprio.answers.robustness import Proportion
    from omniprio.language import Language

__all__ = ["amount_axis", "draw_bars", "draw_level", "draw_share", "interval", "proportion"]

_WIDE = 0.76
"""Width of a bar, in periods."""


def draw_bars(ax: Axes, amounts: Sequence[float], name: str) -> Patch:
    """Draw an amount for each period, and return what stands for it in a key."""
    for place, height in enumerate(amounts):
        bar = Rectangle((place + (1 - _WIDE) / 2, 0), _WIDE, height, zorder=2, linewidth=0)
        bar.set(facecolor=PLAN.colour, hatch=PLAN.hatch, edgecolor=PLAN.hatch_colour)
        ax.add_artist(bar)
    return Patch(
        facecolor=PLAN.colour, hatch=PLAN.hatch, edgecolor=PLAN.hatch_colour, linewidth=0, label=name
    )


def draw_level(ax: Axes, amounts: Sequence[float | None], drawn: Line, name: str) -> Line2D:
    """Draw an amount that holds through each period as steps; a period without one is left out."""
    heights = [float("nan") if amount is None else amount for amount in amounts]
    stairs = [height for height in heights for _ in range(2)]
    edges = [edge for place in range(len(heights)) for edge in (place, place + 1)]
    (level,) = ax.plot(
        edges, stairs, color=drawn.colour, linestyle=drawn.style, linewidth=2, label=name, zorder=3
    )
    return level


def amount_axis(ax: Axes, words: str, highest: float, language: Language) -> None:
    """Make the vertical axis one of amounts, from 0."""
    ax.set_ylim(0, 1.08 * highest or 1.0)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda height, _: Speaker(language).amount(height)))
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_ylabel(words, size=SMALL, color=FAINT)


_BAR = 0.56
"""Height of a bar, in rows."""


def draw_share(ax: Axes, y: float, seen: Proportion, fill: Fill, name: str, language: Language) -> None:
    """Draw a share as a bar with its interval, and write both behind it.

    Args:
        ax: The axes; from 0 to 1.
        y: The row.
        seen: What was counted.
        fill: Of the bar.
        name: The label of the bar.
        language: The language.
    """
    bar = Rectangle((0, y - _BAR / 2), seen.share or 0.0, _BAR, linewidth=0, label=name, zorder=2)
    bar.set(facecolor=fill.colour, hatch=fill.hatch, edgecolor=fill.hatch_colour)
    ax.add_artist(bar)
    if seen.of:
        ax.add_line(interval([seen.lowest, seen.highest], [y, y]))
    behind(ax, y, proportion(seen, language))


def interval(xs: list[float], ys: list[float], *, upright: bool = False) -> Line2D:
    """Return an interval from one point to another, a short stroke at each end."""
    drawn = Line2D(xs, ys, color=INK, linewidth=1.2, marker="_" if upright else "|", markersize=6, zorder=4)
    drawn.set(markeredgewidth=1.2, clip_on=False)
    return drawn


def proportion(seen: Proportion, language: Language) -> str:
    """Return a share with its interval in whole per cent, the interval rounded outward.

    >>> from omniprio.answers.robustness import Proportion
    >>> proportion(Proportion(count=8, of=10), "da")
    '80 % (49-95)'
    """
    if seen.share is None:
        return label("unknown", language)
    ends = floor(100 * seen.lowest), ceil(100 * seen.highest)
    return f"{Speaker(language).share(seen.share)} ({ends[0]}-{ends[1]})"
