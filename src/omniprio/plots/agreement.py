"""Agreement of raters: Krippendorff's alpha with its interval, against what it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from omniprio.assessment import Agreement
from omniprio.assessment.agreement import RELIABLE, TENTATIVE
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import Speaker, sentence
from omniprio.marks import told, united
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key
from omniprio.plots.labels import label
from omniprio.plots.palette import FAINT, INK, PAPER, SMALL, START
from omniprio.plots.rows import behind, named, rows_axis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language

__all__ = ["agreement", "describe_agreement"]

_NAMES = 2.2
"""Inches for what agrees, left of the scale."""
_ROW = 0.45
_LOWEST = -0.25
"""Where the scale begins at least; below 0 disagreement has a system in it."""


@validated
def agreement(
    found: Agreement | Mapping[str, Agreement], *, language: Language = "en", ax: Axes | None = None
) -> Axes:
    """Draw how far raters agree, with the interval, beside what is enough to build on and what for a first conclusion.

    Args:
        found: The agreement, from `omniprio.assessment.agreement`; or several by the name to show, as of two years or of
            several organisations, at least one.
        language: The language of the words.
        ax: Axes to draw on, with 2.2 inches free to their left; by default new ones.

    Returns:
        The axes; alpha across, downward in the order given.

    Raises:
        InvalidInputError: There is none.

    >>> from omniprio.assessment import Assessment, agreement as agreed
    >>> bids = [Assessment(rater=who, ratings={"R": 1, "D": level}) for who, level in (("IT", 2), ("Shops", 3))]
    >>> drawn = agreement(agreed(bids, scaled="interval"))
    >>> [round(float(line.get_xdata()[0]), 3) for line in drawn.lines if line.get_marker() == "D"]
    [0.727]
    """
    every = _every(found, language)
    ax = ax or framed(blank(len(every) * _ROW + 1.5), left=_NAMES + MARGIN, right=0.8, bottom=1.05)
    lows = [one.low for one in every.values() if one.low is not None]
    alphas = [float(one.alpha) for one in every.values() if one.alpha is not None]
    ax.set_xlim(min([_LOWEST, *lows, *alphas]), 1)
    rows_axis(
        ax, len(every), label("alpha", language), lambda alpha: Speaker(language).decimal(round(alpha, 2))
    )
    for limit in (TENTATIVE, RELIABLE):
        ax.axvline(float(limit), color=FAINT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    for place, (name, one) in enumerate(every.items()):
        named(ax, place, name, _NAMES)
        _draw(ax, place, one, language)
    mark = told(united(one.not_facts for one in every.values()), language)
    head(ax, label("agreement", language), left=_NAMES, mark=mark)
    key(ax, _key(language), columns=1, below=0.5, left=_NAMES)
    return ax


def _every(found: Agreement | Mapping[str, Agreement], language: Language) -> Mapping[str, Agreement]:
    if isinstance(found, Agreement):
        return {label("all that was rated", language): found}
    if not found:
        raise InvalidInputError(
            [Fault("found", sentence("faults.no entries"), sentence("remedies.at least one"))]
        )
    return found


def _draw(ax: Axes, place: int, one: Agreement, language: Language) -> None:
    if one.alpha is None:
        words = label("nothing compared", language)
        ax.text(0.01, place, words, size=SMALL, color=FAINT, style="italic", va="center")
        return
    if one.low is not None and one.high is not None:
        ax.add_line(_interval([one.low, one.high], [place, place]))
    ax.add_line(_alpha([float(one.alpha)], [place]))
    behind(ax, place, Speaker(language).fixed(one.alpha, 3))


def _interval(xs: list[float], ys: list[float]) -> Line2D:
    return Line2D(xs, ys, color=START.colour, linewidth=7, solid_capstyle="butt", clip_on=False, zorder=2)


def _alpha(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="D", markersize=7, clip_on=False, zorder=4)
    drawn.set(markerfacecolor=PAPER, markeredgewidth=1.4)
    return drawn


def _key(language: Language) -> list[Artist]:
    limits = Line2D([], [], color=FAINT, linewidth=1, linestyle=(0, (4, 3)))
    kinds = (
        (_alpha([], []), "measured agreement"),
        (_interval([], []), "interval of agreement"),
        (limits, "what it carries"),
    )
    handles: list[Artist] = []
    for drawn, name in kinds:
        drawn.set_label(label(name, language))
        handles.append(drawn)
    return handles


@validated
def describe_agreement(found: Agreement | Mapping[str, Agreement], *, language: Language = "en") -> str:
    """Return how far raters agree, for those who cannot see it.

    Args:
        found: The agreement, or several by name.
        language: The language.

    >>> from omniprio.assessment import Assessment, agreement as agreed
    >>> bids = [Assessment(rater=who, ratings={"R": 1}) for who in ("IT", "Shops")]
    >>> describe_agreement(agreed(bids))
    "Agreement of raters (Krippendorff's alpha): all that was rated: nothing to compare."
    """
    said = [f"{name}: {_told(one, language)}" for name, one in _every(found, language).items()]
    return label("say agreement", language, "; ".join(said))


def _told(one: Agreement, language: Language) -> str:
    if one.alpha is None:
        return label("nothing compared", language)
    fixed = Speaker(language).fixed
    if one.low is None or one.high is None:
        return fixed(one.alpha, 3)
    return label("say alpha", language, fixed(one.alpha, 3), fixed(one.low, 3), fixed(one.high, 3))
