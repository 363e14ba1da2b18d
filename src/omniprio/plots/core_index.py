"""The core index: how often each initiative is in the best plan when the numbers turn out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.bars import draw_share, interval
from omniprio.plots.canvas import MARGIN, blank, framed, head, key, room_of
from omniprio.plots.labels import label, listed
from omniprio.plots.palette import OPEN, PLAN, START, Fill
from omniprio.plots.rows import in_front, named, rows_axis

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.robustness import InitiativeOutlook, Robustness
    from omniprio.language import Language

__all__ = ["core_index", "describe_core_index"]

_NAMES = 3.15
"""Inches for the names of initiatives, left of the bars."""
_BEHIND = 1.05
"""Inches for the shares, right of the bars."""
_ROW = 0.27

_KINDS: dict[str, Fill] = {"core": START, "borderline": PLAN, "exterior": OPEN, "not known": OPEN}


@validated
def core_index(found: Robustness, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the share of draws whose best plan has each initiative, with the error of sampling.

    Core stands above borderline and exterior; within each, the most frequent first.

    Args:
        found: What holds if the estimates are wrong, from `omniprio.answers.robustness.robust`.
        language: The language of the words.
        ax: Axes to draw on, with 3.1 inches free to their left and 1 to their right; by default new ones.

    Returns:
        The axes; from 0 to 1, rows downward.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.robustness import Uncertainty, robust
    >>> sure = [Initiative(id="web", advances={"D2": 0.6}), Initiative(id="not")]
    >>> found = robust(Portfolio(horizon=1, initiatives=sure), Uncertainty(), draws=3)
    >>> [(bar.get_label(), bar.get_width()) for bar in core_index(found).patches]
    [('web', 1.0), ('not', 0.0)]
    """
    rows = [(kind, outlook) for kind, group in _groups(found).items() for outlook in (None, *group)]
    remark = "" if found.complete else label("not every draw", language)
    top = room_of(remark)
    ax = ax or framed(
        blank(len(rows) * _ROW + 1.3 + top), left=_NAMES + MARGIN, right=_BEHIND, bottom=0.85, top=0.45 + top
    )
    ax.set_xlim(0, 1)
    words = label("share of draws", language, found.planned, str(found.draws))
    rows_axis(ax, len(rows), words, lambda share: Speaker(language).share(share))
    for row, (kind, outlook) in enumerate(rows):
        if outlook is None:
            in_front(ax, row, label(kind, language), _NAMES, bold=True)
        else:
            _draw(ax, row, outlook, language)
    head(ax, label("core index", language), remark, left=_NAMES, mark=told(found.not_facts, language))
    handles: list[Artist] = [interval([], [])]
    handles[0].set_label(label("interval", language))
    key(ax, handles, columns=1, below=0.5, left=_NAMES)
    return ax


def _groups(found: Robustness) -> dict[str, list[InitiativeOutlook]]:
    """Return the initiatives by kind, those in most best plans first; kinds without any are left out."""
    ranked = sorted(found.initiatives, key=lambda outlook: -outlook.chosen.count)
    groups = {kind: [outlook for outlook in ranked if outlook.kind == kind] for kind in _KINDS}
    return {kind: outlooks for kind, outlooks in groups.items() if outlooks}


def _draw(ax: Axes, row: int, outlook: InitiativeOutlook, language: Language) -> None:
    named(ax, row, text(outlook.title, language) or outlook.id, _NAMES)
    draw_share(ax, row, outlook.chosen, _KINDS[outlook.kind], outlook.id, language)


@validated
def describe_core_index(found: Robustness, *, language: Language = "en") -> str:
    """Return what the shares are, for those who cannot see them.

    Args:
        found: What holds if the estimates are wrong.
        language: The language.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers.robustness import Uncertainty, robust
    >>> sure = [Initiative(id="web", advances={"D2": 0.6}), Initiative(id="not")]
    >>> describe_core_index(robust(Portfolio(horizon=1, initiatives=sure), Uncertainty(), draws=3))
    'How often each initiative is in the best plan, in 3 draws. Core: web. Borderline: none. Exterior: not.'
    """
    kinds = [
        listed((_told(outlook, language) for outlook in _groups(found).get(kind, [])), language)
        for kind in ("core", "borderline", "exterior")
    ]
    return label("say core index", language, found.planned, *kinds)


def _told(outlook: InitiativeOutlook, language: Language) -> str:
    name = text(outlook.title, language) or outlook.id
    if outlook.kind != "borderline":
        return name
    return f"{name} {Speaker(language).share(outlook.chosen.share or 0.0)}"
