"""A programme: what its initiatives do for all members together, for the money."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, room_of
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import INK, PLAN
from omniprio.plots.rows import behind, named, rows_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from omniprio.answers.programmes import Programme, ProgrammeInitiative
    from omniprio.language import Language

__all__ = ["describe_programme", "programme"]

_NAMES = 3.15
"""Inches for the names of initiatives, left of the bars."""
_BEHIND = 1.75
"""Inches for the numbers, right of the bars."""
_ROW = 0.27
_BAR = 0.6
"""Height of a bar, in rows."""
_LEAST = Fraction(1, 10)
"""The longest bar is of this much at least, by the amount of money that it is told for."""


@validated
def programme(found: Programme, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw how far each initiative moves all members together for the money, the best first.

    Behind each bar stand its number and how many of the members it brings closer. What costs nothing has no bar.

    Args:
        found: The initiatives, from `omniprio.answers.programmes.programme`.
        language: The language of the words.
        ax: Axes to draw on, with 3.1 inches free to their left and 1.7 to their right; by default new ones.

    Returns:
        The axes; across the fall of the distances of all members for an amount of money, rows downward.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.programmes import programme as found_for
    >>> web = Initiative(id="web", cost=30, advances={"R2": 0.6})
    >>> found = found_for({"north": Portfolio(horizon=1, initiatives=[web])})
    >>> [(bar.get_label(), round(bar.get_width(), 4)) for bar in programme(found).patches]  # 0.6 of 18 levels, for 100
    [('web', 0.1111)]
    """
    rows, unit = found.ranked, _unit(found)
    how = label("programme how", language, len(found.members))
    ax = ax or framed(
        blank(len(rows) * _ROW + 1.25 + room_of(how)),
        left=_NAMES + MARGIN,
        right=_BEHIND,
        bottom=0.65,
        top=0.45 + room_of(how),
    )
    speaker = Speaker(language)
    rows_axis(
        ax, max(len(rows), 1), _words(found, unit, language), lambda gain: speaker.number(float(gain), 3)
    )
    for place, row in enumerate(rows):
        rate = _rate(row, unit)
        if rate is not None:
            bar = Rectangle((0, place - _BAR / 2), float(rate), _BAR, linewidth=0.8, label=row.id, zorder=2)
            bar.set(facecolor=PLAN.colour, hatch=PLAN.hatch, edgecolor=PLAN.hatch_colour)
            ax.add_artist(bar)
        named(ax, place, text(row.title, language) or row.id, _NAMES)
        behind(ax, place, _remark(row, unit, found, language))
    ax.axvline(0, color=INK, linewidth=0.8, zorder=3)
    longest = max((float(rate) for row in rows if (rate := _rate(row, unit)) is not None), default=0.0)
    ax.set_xlim(0, 1.05 * longest or 1.0)
    head(ax, label("programme", language), how, left=_NAMES, mark=told(found.not_facts, language))
    return ax


def _unit(found: Programme) -> int:
    """Return the power of ten of money for which the longest bar is long enough to be told."""
    longest = max((row.gain / row.cost for row in found.rows if row.cost), default=Fraction(0))
    unit = 1
    while 0 < longest * unit < _LEAST:
        unit *= 10
    return unit


def _rate(row: ProgrammeInitiative, unit: int) -> Fraction | None:
    """Return how far an initiative moves all members for so much money; None where it costs nothing, or moves nobody."""
    return row.gain * unit / row.cost if row.cost and row.gains else None


def _remark(row: ProgrammeInitiative, unit: int, found: Programme, language: Language) -> str:
    """Return what stands behind a bar."""
    if not row.gains:
        return label("nobody closer", language)
    rate = _rate(row, unit)
    how_far = label("free of cost", language) if rate is None else Speaker(language).fixed(rate, 3)
    return f"{how_far}  {label('so many of all', language, len(row.gains), len(found.members))}"


def _words(found: Programme, unit: int, language: Language) -> str:
    """Return what the bars are of."""
    money = f"{Speaker(language).number(unit)} {plain(found.currency)}".strip()
    return label("fall for the money", language, money)


@validated
def describe_programme(found: Programme, *, language: Language = "en") -> str:
    """Return how far each initiative moves all members for the money, for those who cannot see it.

    Args:
        found: The initiatives.
        language: The language.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.programmes import programme as found_for
    >>> web = Initiative(id="web", cost=30, advances={"R2": 0.6})
    >>> describe_programme(found_for({"north": Portfolio(horizon=1, initiatives=[web])}))
    "Fall of the members' distances, added up, per 100: web 0.111  1 of 1."
    """
    unit = _unit(found)
    each = [
        f"{text(row.title, language) or row.id} {_remark(row, unit, found, language)}" for row in found.ranked
    ]
    words = _words(found, unit, language)
    return label("say programme", language, words, "; ".join(each) or label("nothing", language))
