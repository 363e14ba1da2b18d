"""How much room a text takes, known before anything is drawn, and text broken into lines that fit."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

__all__ = ["LINE", "inches", "wrapped"]

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
