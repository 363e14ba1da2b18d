"""Amounts period by period as bars, against what is allowed: what money and teams have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from omniprio.language import Speaker
from omniprio.plots.palette import FAINT, PLAN, RULE, SMALL, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from omniprio.language import Language

__all__ = ["amount_axis", "draw_bars", "draw_level"]

_WIDE = 0.76
"""Width of a bar, in periods."""


def draw_bars(ax: Axes, amounts: Sequence[float], name: str) -> Patch:
    """Draw an amount for each period, and return what stands for it in a key."""
    for place, height in enumerate(amounts):
        bar = Rectangle((place + (1 - _WIDE) / 2, 0), _WIDE, height, zorder=2, linewidth=0)
        bar.set(facecolor=PLAN.colour, hatch=PLAN.hatch, edgecolor=PLAN.hatch_colour)
        ax.add_patch(bar)
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
