"""Assessment spread: what several raters say of each field, from the lowest to the highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key
from omniprio.plots.labels import label, listed
from omniprio.plots.palette import FAINT, INK, PAPER, SMALL, START
from omniprio.plots.rows import named, rows_axis

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.assessment import CombinedProfile, FieldRatings
    from omniprio.language import Language

__all__ = ["assessment_spread", "describe_assessment_spread"]

_NAMES = 2.6
"""Inches for the names of fields, left of the axes."""
_ROW = 0.24
_TOLD = 3
"""Fields that the description tells of."""


@validated
def assessment_spread(profile: CombinedProfile, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw for each field the lowest, the combined and the highest rating, and each single one.

    Args:
        profile: What several raters say together, from `omniprio.assessment.combine`.
        language: The language of the words.
        ax: Axes to draw on, with 2.6 inches free to their left; by default new ones.

    Returns:
        The axes; from 0 to 1, fields downward in the order of the disc.

    >>> from omniprio.assessment import Assessment, combine
    >>> bids = [Assessment(rater="IT", ratings={"R2": 0.2}), Assessment(rater="Shops", ratings={"R2": 0.8})]
    >>> [[float(x) for x in line.get_xdata()] for line in assessment_spread(combine(bids)).lines][:1]
    [[0.2, 0.8]]
    """
    count = len(profile.fields)
    ax = ax or framed(blank(count * _ROW + 1.4), left=_NAMES + MARGIN, right=0.35, bottom=0.95)
    ax.set_xlim(0, 1)
    rows_axis(ax, count, label("fulfilment", language), lambda share: Speaker(language).share(share))
    for row, entry in enumerate(profile.fields):
        _name(ax, profile, entry, row, language)
        _draw(ax, entry, row, language)
    head(ax, label("assessment", language), left=_NAMES, mark=told(profile.not_facts, language))
    key(ax, _spread_key(profile, language), columns=3, below=0.6, left=_NAMES)
    return ax


def _name(ax: Axes, profile: CombinedProfile, entry: FieldRatings, row: int, language: Language) -> None:
    """Write the name of a field, and a line above the first one of each discipline."""
    field = profile.disc.fields[entry.field]
    if field.number == 1 and row:
        ax.axhline(row - 0.5, color=FAINT, linewidth=0.6, zorder=0)
    title = text(field.level.title, language)
    named(ax, row, f"{field.id} {title}", _NAMES, most=1)


def _draw(ax: Axes, entry: FieldRatings, row: int, language: Language) -> None:
    """Draw the range, the single ratings and the combined one; or say that there is none."""
    if entry.lowest is None or entry.highest is None or entry.value is None:
        ax.text(0.01, row, label("not rated", language), size=SMALL, color=FAINT, style="italic", va="center")
        return
    ax.add_line(_range([float(entry.lowest), float(entry.highest)], [row, row]))
    ax.add_line(_single([float(rating) for rating in entry.ratings.values()], [row] * len(entry.ratings)))
    ax.add_line(_combined([float(entry.value)], [row]))


def _range(xs: list[float], ys: list[float]) -> Line2D:
    return Line2D(xs, ys, color=START.colour, linewidth=6, solid_capstyle="butt", clip_on=False, zorder=2)


def _single(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="|", markersize=9, clip_on=False, zorder=3)
    drawn.set_markeredgewidth(1.2)
    return drawn


def _combined(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="D", markersize=6, clip_on=False, zorder=4)
    drawn.set(markerfacecolor=PAPER, markeredgewidth=1.4)
    return drawn


def _spread_key(profile: CombinedProfile, language: Language) -> list[Artist]:
    kinds = (_range, "range"), (_single, "single rating"), (_combined, profile.method)
    handles: list[Artist] = []
    for draw, name in kinds:
        drawn = draw([], [])
        drawn.set_label(label(name, language))
        handles.append(drawn)
    return handles


@validated
def describe_assessment_spread(profile: CombinedProfile, *, language: Language = "en") -> str:
    """Return what the spread shows, for those who cannot see it.

    Args:
        profile: What several raters say together.
        language: The language.

    >>> from omniprio.assessment import Assessment, combine
    >>> bids = [Assessment(rater="IT", ratings={"R2": 0.2}), Assessment(rater="Shops", ratings={"R2": 0.8})]
    >>> describe_assessment_spread(combine(bids))
    'Ratings of fields; raters: 2, fields rated: 1; widest spread: R2 20% to 80%.'
    """
    rated = [entry for entry in profile.fields if entry.ratings]
    widest = [
        f"{entry.field} {Speaker(language).share(float(entry.lowest or 0))} {label('to', language)} "
        f"{Speaker(language).share(float(entry.highest or 0))}"
        for entry in profile.disagreements()[:_TOLD]
    ]
    return label(
        "say assessment", language, str(len(profile.raters)), str(len(rated)), listed(widest, language)
    )
