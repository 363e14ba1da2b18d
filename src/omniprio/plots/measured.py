"""Planned against measured: what each field was to be, and what it was found to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from omniprio.disc import AT
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key
from omniprio.plots.labels import label
from omniprio.plots.palette import INK, PAPER, PLAN, RULE, line
from omniprio.plots.rows import behind, named, rows_axis

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.replanning import Reading, Replanned, UpheavalCurve
    from omniprio.disc import Disc
    from omniprio.language import Language

__all__ = ["describe_measured", "measured"]

_NAMES = 2.6
"""Inches for the names of fields, left of the scale."""
_ROW = 0.42


@validated
def measured(found: Replanned | UpheavalCurve, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw for each field that was measured what was planned, what was to be expected, and what was found.

    Args:
        found: The new plan, from `omniprio.answers.replan`, or the curve of `upheaval_curve`.
        language: The language of the words.
        ax: Axes to draw on, with 2.6 inches free to their left; by default new ones.

    Returns:
        The axes; from 0 to 1, fields downward in the order of the disc. Right of a row is by how much more was found
        than what was complete was to give.

    Raises:
        InvalidInputError: Nothing was measured.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> from omniprio.answers import replan
    >>> from omniprio.portfolio import Measurement
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="crm", advances={"D2": 0.6})])
    >>> now = replan(plan_of(one, {"crm": 1}), by=1, measured=[Measurement(field="D2", share=0.4)], goals="fastest")
    >>> [float(line.get_xdata()[0]) for line in measured(now).lines if line.get_marker() == "D"]
    [0.4]
    """
    rows = _rows(found)
    ax = ax or framed(blank(len(rows) * _ROW + 1.6), left=_NAMES + MARGIN, right=0.9, bottom=1.15)
    ax.set_xlim(0, 1)
    rows_axis(ax, len(rows), label("fulfilment", language), lambda share: Speaker(language).share(share))
    disc = _disc(found)
    for place, row in enumerate(rows):
        named(ax, place, _name(row, disc, language), _NAMES)
        _draw(ax, place, row)
        behind(ax, place, _difference(row, language))
    head(ax, label("measured", language), left=_NAMES, mark=told(found.not_facts, language))
    key(ax, _key(rows, language), columns=2, below=0.6, left=_NAMES)
    return ax


def _rows(found: Replanned | UpheavalCurve) -> tuple[Reading, ...]:
    if not found.readings:
        fault = Fault("readings", sentence("faults.no entries"), sentence("remedies.measure a field"))
        raise InvalidInputError([fault])
    return found.readings


def _disc(found: Replanned | UpheavalCurve) -> Disc:
    return found.before.portfolio.disc


def _name(row: Reading, disc: Disc, language: Language) -> str:
    """Return the id of a field with its title, and the channel where one of it was measured."""
    field, _, channel = row.field.partition(AT)
    known = disc.fields.get(field)
    title = "" if known is None else text(known.level.title, language)
    return f"{row.field} {title}" if not channel else f"{row.field} {title} ({channel})"


def _difference(row: Reading, language: Language) -> str:
    """Return how much more was found than was to be expected, in points of a hundred."""
    points = round(100 * float(row.difference))
    return label("points", language, f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0")


def _draw(ax: Axes, place: int, row: Reading) -> None:
    ends = [float(row.expected), float(row.found)]
    ax.add_line(Line2D(ends, [place, place], color=RULE, linewidth=4, solid_capstyle="butt", zorder=1))
    if row.planned is not None:
        ax.add_line(_planned([float(row.planned)], [place]))
    ax.add_line(_expected([float(row.expected)], [place]))
    ax.add_line(_found([float(row.found)], [place]))


def _planned(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="s", markersize=9, clip_on=False, zorder=2)
    drawn.set(markerfacecolor=PLAN.colour, markeredgewidth=1.0)
    return drawn


def _expected(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="|", markersize=12, clip_on=False, zorder=3)
    drawn.set_markeredgewidth(1.6)
    return drawn


def _found(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=line(0).colour, linestyle="none", marker="D", markersize=6, clip_on=False)
    drawn.set(markeredgecolor=PAPER, markeredgewidth=0.8, zorder=4)
    return drawn


def _key(rows: tuple[Reading, ...], language: Language) -> list[Artist]:
    kinds = [(_expected([], []), "expected of what is complete"), (_found([], []), "found by measuring")]
    if any(row.planned is not None for row in rows):
        kinds.insert(0, (_planned([], []), "planned before"))
    handles: list[Artist] = []
    for drawn, name in kinds:
        drawn.set_label(label(name, language))
        handles.append(drawn)
    return handles


@validated
def describe_measured(found: Replanned | UpheavalCurve, *, language: Language = "en") -> str:
    """Return what was planned and what was measured, for those who cannot see it.

    Args:
        found: The new plan, or the curve.
        language: The language.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> from omniprio.answers import replan
    >>> from omniprio.portfolio import Measurement
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="crm", advances={"D2": 0.6})])
    >>> now = replan(plan_of(one, {"crm": 1}), by=1, measured=[Measurement(field="D2", share=0.4)], goals="fastest")
    >>> describe_measured(now)
    'Planned against measured: D2 expected 60%, found 40%.'
    """
    share = Speaker(language).share
    said = [
        label("say measured field", language, row.field, share(float(row.expected)), share(float(row.found)))
        for row in _rows(found)
    ]
    return label("say measured", language, "; ".join(said))
