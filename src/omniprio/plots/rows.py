"""Rows of a figure, downward: names in front, a scale below, a remark behind; and how much room a text takes, before it is drawn."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter

from omniprio.plots.labels import plain
from omniprio.plots.palette import BODY, FAINT, INK, RULE, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

__all__ = ["LINE", "behind", "in_front", "inches", "named", "rows_axis", "wrapped"]

LINE = 1.3
"""Height of a line of text, in its size."""

_MOST_LETTERS = 1_000
"""Of a text no more is measured or drawn: that is wider than any figure."""

_POINTS = 72
_SCREEN = 1.06
"""On a screen letters are set on whole pixels: measured up to 6 % wider than on paper, at 110 dots an inch."""
_SURE = 0.05
"""A line whose words add up to so much less or more than a room need not be measured as a whole, which takes long."""


@lru_cache(maxsize=8192)
def inches(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is.

    Args:
        words: The line; what is beyond its first 1,000 letters is not measured.
        size: In points.
        bold: Whether the letters are bold.

    Returns:
        Inches.

    >>> inches("", 8), inches("wide", 8, bold=True) > inches("wide", 8) > 0
    (0.0, True)
    """
    font = FontProperties(size=size, weight="bold" if bold else "normal")
    line = words[:_MOST_LETTERS].replace(r"\$", "$")
    width, _, _ = text_to_path.get_text_width_height_descent(line, font, ismath=False)
    return float(width) / _POINTS * _SCREEN


def wrapped(
    words: str, size: float, room: float, *, bold: bool = False, most: int | None = None
) -> list[str]:
    """Return a text in lines that fit into a room.

    Args:
        words: The text; what is beyond its first 1,000 letters is cut.
        size: In points.
        room: Inches.
        bold: Whether the letters are bold.
        most: The most lines; what is beyond is cut and marked with an ellipsis.

    >>> wrapped("two words", 8, 0.5), wrapped("two words", 8, 0.5, most=1)
    (['two', 'words'], ['two…'])
    """
    lines: list[str] = []
    shown = words if len(words) <= _MOST_LETTERS else words[:_MOST_LETTERS] + "…"
    for word in shown.split():
        if lines and _fits(longer := f"{lines[-1]} {word}", size, room, bold=bold):
            lines[-1] = longer
        else:
            lines.append(word)
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return [_cut(line, size, room, bold=bold) for line in lines]


def _fits(words: str, size: float, room: float, *, bold: bool) -> bool:
    """Return whether a line is no wider than a room."""
    parts = words.split(" ")
    if len(parts) == 1:
        return inches(words, size, bold=bold) <= room
    about = sum(_advance(part, size, bold=bold) for part in parts)
    about += (len(parts) - 1) * _advance(" ", size, bold=bold)
    if abs(about - room) > _SURE * room:
        return about < room
    return inches(words, size, bold=bold) <= room


@lru_cache(maxsize=8192)
def _advance(word: str, size: float, *, bold: bool) -> float:
    """Return how many inches a word takes within a line."""
    return inches(f"n{word}n", size, bold=bold) - inches("nn", size, bold=bold)


def _cut(words: str, size: float, room: float, *, bold: bool) -> str:
    """Return a line that fits, with an ellipsis where something was cut."""
    if _fits(words, size, room, bold=bold):
        return words
    kept = words.rstrip("…")
    ends = range(len(kept))
    fits = bisect_right(ends, room, key=lambda end: inches(f"{kept[: end + 1]}…", size, bold=bold))
    return f"{kept[:fits]}…"


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
