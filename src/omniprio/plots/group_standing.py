"""Where a group stands: the middle half of its members in each discipline, the median and one's own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key, room_of
from omniprio.plots.labels import label, listed, plain
from omniprio.plots.palette import FAINT, INK, PAPER, PLAN, SMALL, START
from omniprio.plots.rows import named, rows_axis

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.standing import DisciplineStanding, GroupStanding, Quartiles
    from omniprio.language import Language

__all__ = ["describe_group_standing", "group_standing"]

_NAMES = 2.6
"""Inches for the names of disciplines, left of the axes."""
_ROW = 0.42
_BELOW = 0.3
"""How far below now what was before is drawn, in rows."""


@validated
def group_standing(found: GroupStanding, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw for each discipline the middle half of all members, their median and one's own place, before below now.

    Args:
        found: Where the members stand, from `omniprio.answers.group_standing`; its groups are not drawn.
        language: The language of the words.
        ax: Axes to draw on, with 2.6 inches free to their left; by default new ones.

    Returns:
        The axes; across in levels, disciplines downward in the order of the disc.

    >>> from omniprio.answers import group_standing as standing
    >>> from omniprio.assessment import Answers, Survey, shipped_questionnaire
    >>> told = [Answers(organisation=f"Shop {n}", answers={"recognise": n}) for n in (1, 2, 3, 4, 5)]
    >>> drawn = group_standing(standing(Survey(questionnaire=shipped_questionnaire(), answers=told)))
    >>> [[float(x) for x in line.get_xdata()] for line in drawn.lines][:2]
    [[1.5, 2.5], [2.0]]
    """
    rows = found.groups[0].disciplines
    remark = _remark(found, language)
    top = 0.45 + room_of(remark)
    ax = ax or framed(
        blank(len(rows) * _ROW + 1.1 + top), left=_NAMES + MARGIN, right=0.35, bottom=1.05, top=top
    )
    most = max(len(row.rings) for row in found.disc.disciplines)
    ax.set_xlim(0, most)
    rows_axis(ax, len(rows), label("levels", language), lambda level: Speaker(language).decimal(level))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    for place, row in enumerate(rows):
        named(ax, place, f"{row.discipline} {text(row.title, language)}", _NAMES)
        _draw(ax, place, row, language)
    head(ax, label("group", language), remark, left=_NAMES, mark=told(found.not_facts, language))
    key(ax, _key(found, language), columns=2, below=0.5, left=_NAMES)
    return ax


def _remark(found: GroupStanding, language: Language) -> str:
    """Return where the answers come from, where that is told."""
    known = Speaker(language).known("provenance", found.provenance, found.provenance)
    return label("answers from", language, plain(known)) if found.provenance else ""


def _draw(ax: Axes, place: int, row: DisciplineStanding, language: Language) -> None:
    if row.now is None:
        words = label("too few", language)
        ax.text(0.02, place, words, size=SMALL, color=FAINT, style="italic", va="center")
        return
    for drawn in _quartiles(row.now, place):
        ax.add_line(drawn)
    if row.before is not None:
        for drawn in _earlier(row.before, place + _BELOW):
            ax.add_line(drawn)
    if row.own is not None:
        ax.add_line(_own([float(row.own.position)], [place]))


def _quartiles(found: Quartiles, place: float) -> tuple[Line2D, Line2D]:
    return _half([float(found.lower), float(found.upper)], [place] * 2), _median(
        [float(found.median)], [place]
    )


def _earlier(found: Quartiles, place: float) -> tuple[Line2D, Line2D]:
    half = Line2D([float(found.lower), float(found.upper)], [place] * 2, color=FAINT, linewidth=2, zorder=2)
    middle = Line2D([float(found.median)], [place], color=FAINT, marker="D", markersize=4, zorder=3)
    for drawn in (half, middle):
        drawn.set_clip_on(False)
    return half, middle


def _half(xs: list[float], ys: list[float]) -> Line2D:
    return Line2D(xs, ys, color=START.colour, linewidth=9, solid_capstyle="butt", clip_on=False, zorder=2)


def _median(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="D", markersize=7, clip_on=False, zorder=4)
    drawn.set(markerfacecolor=PAPER, markeredgewidth=1.4)
    return drawn


def _own(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="v", markersize=9, clip_on=False, zorder=5)
    drawn.set(markerfacecolor=PLAN.colour, markeredgewidth=1.2)
    return drawn


def _key(found: GroupStanding, language: Language) -> list[Artist]:
    kinds = [(_half([], []), "middle half"), (_median([], []), "group median")]
    if found.own:
        kinds.append((_own([], []), "own place"))
    if found.since:
        earlier = Line2D([], [], color=FAINT, linewidth=2, marker="D", markersize=4)
        kinds.append((earlier, "group before"))
    handles: list[Artist] = []
    for drawn, name in kinds:
        drawn.set_label(label(name, language, found.since))
        handles.append(drawn)
    return handles


@validated
def describe_group_standing(found: GroupStanding, *, language: Language = "en") -> str:
    """Return where a group stands, for those who cannot see it.

    Args:
        found: Where the members stand.
        language: The language.

    >>> from omniprio.answers import group_standing as standing
    >>> from omniprio.assessment import Answers, Survey, shipped_questionnaire
    >>> told = [Answers(organisation=f"Shop {n}", answers={"recognise": n}) for n in (1, 2, 3, 4, 5)]
    >>> describe_group_standing(standing(Survey(questionnaire=shipped_questionnaire(), answers=told)))
    'Where the group stands, in levels: R median 2, middle half 1.5 to 2.5. Too few to be shown: D, A, C, M and O.'
    """
    rows = found.groups[0].disciplines
    told = listed((_told(row, row.now, language) for row in rows if row.now), language)
    hidden = listed((row.discipline for row in rows if row.now is None), language)
    return label("say group", language, told, hidden)


def _told(row: DisciplineStanding, now: Quartiles, language: Language) -> str:
    numbers = [Speaker(language).number(one, 2) for one in (now.median, now.lower, now.upper)]
    words = label("say one group", language, row.discipline, *numbers)
    if row.before is not None:
        words += label("say group before", language, Speaker(language).number(row.before.median, 2))
    if row.own is not None:
        words += label("say own", language, Speaker(language).number(row.own.position, 2))
    return words
