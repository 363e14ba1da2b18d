"""Colours, hatches, lines and sizes of all figures: told apart in grey and by people who are colour-blind.

Source of the hues of lines: M. Okabe and K. Ito, Color Universal Design (2008). Fills are a ramp of lightness, light
enough for dark text, each with its own hatch; lines each have their own dashes and marker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "BODY",
    "CLOSED",
    "FAINT",
    "FILLS",
    "HEAD",
    "INK",
    "LINES",
    "OPEN",
    "PAPER",
    "PLAN",
    "RULE",
    "SHADE",
    "SMALL",
    "START",
    "Fill",
    "Line",
    "line",
]

INK = "#1f1f1f"
"""Text and outlines."""
FAINT = "#595959"
"""Text that explains, at 7 to 1 on paper."""
RULE = "#cfcfcf"
"""Grids and separators."""
PAPER = "#ffffff"
SHADE = "#ececec"
"""Behind what is past or not settled."""

HEAD = 10.0
"""Points of a title."""
BODY = 8.0
"""Points of names and legends."""
SMALL = 7.0
"""Points of ticks and remarks."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled.

    Attributes:
        colour: Of the area.
        hatch: A pattern of matplotlib on top of it, or none.
        hatch_colour: Of the pattern.
    """

    colour: str
    hatch: str = ""
    hatch_colour: str = PAPER


START = Fill("#5f9fc9")
"""What holds at the start."""
PLAN = Fill("#f3c65c", "////", "#fae3ae")
"""What the plan adds or does."""
OPEN = Fill(PAPER)
"""What is still open."""
CLOSED = Fill(PAPER, "xxxx", "#b5b5b5")
"""What cannot be reached."""

FILLS = (START, PLAN, OPEN, CLOSED)


@dataclass(frozen=True, slots=True)
class Line:
    """How a line is drawn.

    Attributes:
        colour: Of the line.
        dashes: Lengths of dashes and gaps in points; none is a solid line.
        marker: A marker of matplotlib.
    """

    colour: str
    dashes: tuple[float, ...]
    marker: str

    @property
    def style(self) -> Literal["solid"] | tuple[float, tuple[float, ...]]:
        """The line style as matplotlib takes it."""
        return (0.0, self.dashes) if self.dashes else "solid"


LINES = (
    Line("#0072b2", (), "o"),
    Line("#d55e00", (5, 2), "s"),
    Line("#009e73", (6, 2, 1, 2), "^"),
    Line("#a8508a", (1.5, 1.5), "D"),
    Line("#000000", (9, 3), "v"),
    Line("#b07d00", (3, 1, 1, 1, 1, 1), "P"),
)


def line(place: int) -> Line:
    """Return how the line at a place, from 0, is drawn; they repeat after the last."""
    return LINES[place % len(LINES)]
