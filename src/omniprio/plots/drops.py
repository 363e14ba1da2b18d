"""What more of an amount drops: the numbered notes of the frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Speaker, text
from omniprio.plots.canvas import MARGIN, WIDTH
from omniprio.plots.labels import label, plain
from omniprio.plots.measure import LINE, wrapped
from omniprio.plots.palette import FAINT, INK, SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from omniprio.answers.frontiers import Frontier, FrontierPoint
    from omniprio.language import Language

__all__ = ["drop_notes", "drops", "notes_height", "write_notes"]

_MOST = 12
"""The most steps that are noted."""
_APART = 0.025
"""How far apart two noted steps are at least, in parts of the width."""
_POINTS = 72


def drops(found: Frontier, wide: float) -> list[FrontierPoint]:
    """Return the steps that drop something and stand far enough apart to be numbered.

    Args:
        found: The frontier.
        wide: The amount that the width of the figure stands for.
    """
    noted: list[FrontierPoint] = []
    for point in found.points:
        far = not noted or float(point.amount - noted[-1].amount) >= _APART * wide
        if not point.nested and far and len(noted) < _MOST:
            noted.append(point)
    return noted


def drop_notes(found: Frontier, noted: Sequence[FrontierPoint], language: Language) -> list[str]:
    """Return what the numbered steps drop, in lines, and how many more there are."""
    lines = [label("dropped", language)] if noted else []
    for number, point in enumerate(noted, start=1):
        by_id = point.plan.portfolio.by_id
        names = ", ".join(text(by_id[name].title, language) or name for name in point.dropped)
        money = Speaker(language).amount(float(point.amount))
        words = label("dropped from", language, str(number), money, names)
        lines += wrapped(plain(words), SMALL, WIDTH - 2 * MARGIN)
    rest = sum(not point.nested for point in found.points) - len(noted)
    if rest:
        lines.append(label("dropped more", language, str(rest)))
    return lines


def notes_height(notes: Sequence[str]) -> float:
    """Return how high notes are, in inches."""
    return len(notes) * SMALL * LINE / _POINTS


def write_notes(ax: Axes, notes: Sequence[str], *, down: float, left: float) -> None:
    """Write notes below axes.

    Args:
        ax: The axes.
        notes: The lines; the first is their title.
        down: Inches from the axes down to the notes.
        left: Inches to the left of the axes at which they begin.
    """
    for row, words in enumerate(notes):
        at = (-_POINTS * left, -_POINTS * down - row * SMALL * LINE)
        written = ax.annotate(words, (0, 0), at, "axes fraction", "offset points")
        written.set(ha="left", va="top", size=SMALL, color=INK if row else FAINT, annotation_clip=False)
