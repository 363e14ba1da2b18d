"""The gap table: how far each discipline is from its ambition, and what the initiatives can close of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import BODY, CLOSED, FAINT, INK, PLAN, SMALL, START, Fill
from omniprio.plots.rows import behind, in_front, rows_axis, wrapped

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.standing import Gap, GapTable
    from omniprio.language import Language

__all__ = ["describe_gap_table", "gap_table"]

_NAMES = 2.5
"""Inches for the names of disciplines, left of the bars."""
_SHARES = 1.0
"""Inches for the part of the distance, right of the bars."""
_ROW = 0.42
_BAR = 0.6
"""Height of a bar, in rows."""

_PARTS: tuple[tuple[Fill, str], ...] = (
    (START, "reached at the start"),
    (PLAN, "closable"),
    (CLOSED, "remaining"),
)


@validated
def gap_table(table: GapTable, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the gap of each discipline in levels, the largest part of the distance first.

    Args:
        table: The gaps, from `omniprio.answers.standing.gaps`.
        language: The language of the words.
        ax: Axes to draw on, with 2.5 inches free to their left; by default new ones.

    Returns:
        The axes; across in levels, disciplines downward.

    >>> import omniprio
    >>> from omniprio.answers.standing import gaps
    >>> drawn = gap_table(gaps(omniprio.ten_portfolio()))
    >>> len({bar.get_y() for bar in drawn.patches})
    6
    """
    rows = table.by_size
    ax = ax or framed(blank(len(rows) * _ROW + 1.85), left=_NAMES + MARGIN, right=_SHARES, bottom=1.3)
    rows_axis(ax, len(rows), label("levels", language), lambda level: Speaker(language).decimal(level))
    ax.set(xlim=(0, max(float(row.start + row.gap) for row in rows)), ylim=(len(rows) - 0.4, -0.6))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, row in enumerate(rows):
        _bar(ax, place, row, language)
        _beside(ax, place, row, language)
    behind(ax, -0.6, label("of the distance", language), colour=FAINT, up=True)
    head(ax, label("gaps", language), left=_NAMES, mark=told(table.not_facts, language))
    key(ax, _parts_key(language), columns=1, below=0.5, left=_NAMES)
    return ax


def _bar(ax: Axes, place: int, row: Gap, language: Language) -> None:
    """Draw what is reached, what can be closed and what cannot, with a mark at the ambition."""
    left = 0.0
    for (fill, _), levels in zip(_PARTS, (row.start, row.closable, row.remaining), strict=True):
        wide = float(levels)
        if wide > 0:
            part = Rectangle(
                (left, place - _BAR / 2), wide, _BAR, linewidth=0, label=row.discipline, zorder=2
            )
            part.set(facecolor=fill.colour, hatch=fill.hatch, edgecolor=fill.hatch_colour)
            ax.add_artist(part)
            ax.text(left + wide / 2, place, _levels(wide, language), size=SMALL, color=INK, zorder=4).set(
                ha="center", va="center", bbox={"facecolor": fill.colour, "edgecolor": "none", "pad": 1}
            )
        left += wide
    ax.plot(
        [row.ambition] * 2, [place - 0.42, place + 0.42], color=INK, linewidth=2.4, clip_on=False, zorder=5
    )


def _levels(levels: float, language: Language) -> str:
    return Speaker(language).decimal(round(levels, 2))


def _beside(ax: Axes, place: int, row: Gap, language: Language) -> None:
    """Write the name left of a bar, and right of it what its gap makes up of the distance."""
    name = f"{row.discipline} {text(row.title, language)}"
    in_front(ax, place, "\n".join(wrapped(plain(name), BODY, _NAMES - 0.15, most=2)), _NAMES)
    behind(ax, place, Speaker(language).distance(float(row.distance)))


def _parts_key(language: Language) -> list[Artist]:
    handles: list[Artist] = [
        Patch(
            facecolor=fill.colour, hatch=fill.hatch, edgecolor=fill.hatch_colour, label=label(name, language)
        )
        for fill, name in _PARTS
    ]
    return [*handles, Line2D([], [], color=INK, linewidth=2.4, label=label("ambition", language))]


@validated
def describe_gap_table(table: GapTable, *, language: Language = "en") -> str:
    """Return what the table shows, for those who cannot see it.

    Args:
        table: The gaps.
        language: The language.

    >>> import omniprio
    >>> from omniprio.answers.standing import gaps
    >>> describe_gap_table(gaps(omniprio.ten_portfolio()))[:97]
    'The gaps of the disciplines in levels, largest first: R lacks 2, of which at most 2 can be closed'
    """
    sentences = [
        label(
            "say gap",
            language,
            row.discipline,
            _levels(float(row.gap), language),
            _levels(float(row.closable), language),
        )
        for row in table.by_size
    ]
    return label("say gaps", language, "; ".join(sentences))
