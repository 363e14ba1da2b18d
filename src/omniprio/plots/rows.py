"""Rows of a figure, downward: names in front, a scale below, a remark behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter

from omniprio.plots.labels import plain
from omniprio.plots.measure import wrapped
from omniprio.plots.palette import BODY, FAINT, INK, RULE, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

__all__ = ["behind", "in_front", "named", "rows_axis"]

_POINTS = 72


def rows_axis(ax: Axes, count: int, words: str, written: Callable[[float], str]) -> None:
    """Make axes ones of rows, row 0 at the top, with a scale below.

    Args:
        ax: The axes.
        count: The number of rows.
        words: What the scale is of.
        written: How a number of the scale is written.
    """
    ax.set_ylim(count - 0.5, -0.5)
    ax.set_yticks([])
    ax.tick_params(labelsize=SMALL, labelcolor=FAINT, color=RULE, length=0)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda number, _: written(number)))
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(words, size=SMALL, color=FAINT)


def in_front(
    ax: Axes, y: float, words: str, room: float, *, size: float = BODY, colour: str = INK, bold: bool = False
) -> None:
    """Write something left of the axes, in the middle of a row.

    Args:
        ax: The axes.
        y: The row.
        words: What to write, broken into lines already.
        room: Inches to the left of the axes at which it begins.
        size: In points.
        colour: Of the letters.
        bold: Whether the letters are bold.
    """
    written = ax.annotate(
        words,
        (0, y),
        (-_POINTS * room, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        annotation_clip=False,
    )
    written.set(ha="left", va="center", size=size, color=colour, weight="bold" if bold else "normal")


def named(ax: Axes, y: float, name: str, room: float, *, most: int = 2) -> None:
    """Write a user's name for something left of the axes, in a few lines.

    Args:
        ax: The axes.
        y: The row.
        name: The name.
        room: Inches to the left of the axes at which it begins.
        most: The most lines.
    """
    in_front(ax, y, "\n".join(wrapped(plain(name), SMALL, room - 0.1, most=most)), room, size=SMALL)


def behind(ax: Axes, y: float, words: str, *, colour: str = INK, up: bool = False) -> None:
    """Write something right of the axes, in the middle of a row or standing on it."""
    written = ax.annotate(
        words,
        (1, y),
        (12, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        annotation_clip=False,
    )
    written.set(ha="left", va="bottom" if up else "center", size=SMALL, color=colour)
