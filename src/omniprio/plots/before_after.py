"""Before and after a new plan: what became of each initiative, side by side on the time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import FancyArrowPatch, Patch, Rectangle

from omniprio.answers.replanning.stopping import stopped_id
from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, framed, head, key, period_axis
from omniprio.plots.labels import label, listed
from omniprio.plots.palette import FAINT, INK, OPEN, PLAN, RULE, SHADE, SMALL, START, Fill
from omniprio.plots.rows import in_front, named
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.replanning import Change, Replanned
    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["before_after", "describe_before_after"]

_NAMES = 3.15
"""Inches for names and what became of them, left of the bars."""
_ROW = 0.46
_BAR = 0.26
"""Height of one bar, in rows; that of before stands on that of now."""


@validated
def before_after(found: Replanned, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw for each initiative the bar it had and the bar it has now, with what became of it.

    An arrow leads from the old start to the new one. The past is shaded.

    Args:
        found: The new plan, from `omniprio.answers.replanning.replan`.
        language: The language of the words.
        ax: Axes to draw on, with 3.1 inches free to their left; by default new ones.

    Returns:
        The axes; a row for each initiative, downward.

    >>> import omniprio
    >>> from omniprio.answers.replanning import replan
    >>> promised = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"web-email": 1, "sign-up": 3})
    >>> found = replan(promised, by=1, goals=[omniprio.LeastCost()])
    >>> [bar.get_label() for bar in before_after(found).patches if bar.get_label()]
    ['web-email before', 'web-email now', 'sign-up before']
    """
    rows = max(len(found.changes), 1)
    ax = ax or framed(blank(rows * _ROW + 1.2), left=_NAMES + MARGIN, bottom=0.75)
    longest = max((found.plan.portfolio, found.before.portfolio), key=lambda one: one.periods)
    period_axis(ax, longest, language)
    ax.set_ylim(rows - 0.5, -0.5)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    if found.by:
        ax.axvspan(0, found.by, facecolor=SHADE, zorder=0)
        ax.axvline(found.by, color=INK, linewidth=1, zorder=1)
    for row, change in enumerate(found.changes):
        _name(ax, row, change, language)
        _draw(ax, row, change, found)
    mark = told(marks_of(found.plan.portfolio, "title", "cost"), language)
    head(ax, label("before after", language), left=_NAMES, mark=mark)
    key(ax, _key(found, language), columns=4, below=0.42, left=_NAMES)
    return ax


def _name(ax: Axes, row: int, change: Change, language: Language) -> None:
    """Write the name of an initiative and what became of it, and a fine line above."""
    if row:
        ax.axhline(row - 0.5, color=RULE, linewidth=0.5, zorder=0)
    named(ax, row - 0.17, text(change.title, language) or change.id, _NAMES, most=1)
    in_front(ax, row + 0.17, _became(change, language), _NAMES, size=SMALL, colour=FAINT)


def _became(change: Change, language: Language) -> str:
    """Return what became of an initiative, with by how much its start moved."""
    if change.before is None or change.now is None or change.before == change.now:
        return label(f"became {change.kind}", language)
    by = abs(change.now - change.before)
    way = "later" if change.now > change.before else "earlier"
    return label(f"became {change.kind} by", language, label(way, language, by))


def _draw(ax: Axes, row: int, change: Change, found: Replanned) -> None:
    """Draw the bars of an initiative, and the arrow between their starts."""
    if change.before is not None:
        wide = _duration(found.before, change.id)
        _bar(ax, (change.before - 1, row - _BAR), wide, OPEN, f"{change.id} before")
    if change.now is not None:
        fill = START if change.begun else PLAN
        _bar(ax, (change.now - 1, row), _duration(found.plan, change.id), fill, f"{change.id} now")
    if change.kind == "stopped" and change.before is not None:
        stop = stopped_id(change.id)
        _bar(ax, (change.before - 1, row), _duration(found.plan, stop), START, f"{change.id} now")
    if change.before is not None and change.now is not None and change.before != change.now:
        _arrow(ax, row, change.before - 1, change.now - 1)
    if change.now is None and change.before is not None:
        end = change.before - 1 + _duration(found.before, change.id)
        ax.plot(
            [change.before - 1, end],
            [row - _BAR / 2] * 2,
            color=INK,
            linewidth=1.4,
            solid_capstyle="butt",
            zorder=4,
        )


def _duration(plan: Plan, name: str) -> int:
    return next(one.finish - one.start + 1 for one in plan.schedule if one.id == name)


def _bar(ax: Axes, corner: tuple[float, float], wide: int, fill: Fill, name: str) -> None:
    bar = Rectangle(corner, wide, _BAR, label=name, zorder=2)
    bar.set(facecolor=fill.colour, edgecolor=INK, linewidth=0.8)
    ax.add_artist(bar)


def _arrow(ax: Axes, row: int, begin: float, end: float) -> None:
    """Draw an arrow from the old start to the new one."""
    ends = (begin, row - _BAR / 2), (end, row + _BAR / 2)
    arrow = FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=9, shrinkA=0, shrinkB=0)
    arrow.set(color=INK, linewidth=1.2, zorder=5)
    ax.add_artist(arrow)


def _key(found: Replanned, language: Language) -> list[Artist]:
    kinds = [(OPEN, "before"), (PLAN, "now")]
    kinds += [(START, "begun")] * any(change.begun for change in found.changes)
    handles: list[Artist] = [
        Patch(facecolor=fill.colour, edgecolor=INK, linewidth=0.8, label=label(name, language))
        for fill, name in kinds
    ]
    if found.by:
        handles.append(Patch(facecolor=SHADE, edgecolor=INK, linewidth=0, label=label("the past", language)))
    return handles


@validated
def describe_before_after(found: Replanned, *, language: Language = "en") -> str:
    """Return what became of each initiative, for those who cannot see it.

    Args:
        found: The new plan.
        language: The language.

    >>> import omniprio
    >>> from omniprio.answers.replanning import replan
    >>> promised = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"web-email": 1, "sign-up": 3})
    >>> describe_before_after(replan(promised, by=1, goals=[omniprio.LeastCost()]))[:71]
    'The plan before and now, from period 2 on: Integrate web and e-mail fin'
    """
    told = [
        f"{text(change.title, language) or change.id} {_became(change, language)}" for change in found.changes
    ]
    first = min(found.by + 1, found.plan.portfolio.periods)
    when = Speaker(language, Titles(found.plan.portfolio)).called("period", first)
    return label("say before after", language, when, "; ".join(told) or listed([], language))
