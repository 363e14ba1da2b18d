"""Shares counted in a sample as bars, each with the interval that sampling leaves open."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from omniprio.language import Speaker
from omniprio.plots.labels import label
from omniprio.plots.palette import INK, Fill
from omniprio.plots.rows import behind

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from omniprio.answers.robustness import Proportion
    from omniprio.language import Language

__all__ = ["draw_share", "interval", "proportion"]

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
    ax.add_patch(bar)
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
