"""The Gantt chart: what is done when, what waits for what, and the reason for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator

from omniprio.language import Speaker, text
from omniprio.parameters import validated
from omniprio.plan.words import merit_sentence
from omniprio.plots.arrows import Arrow, arrows, arrows_key, draw_arrow
from omniprio.plots.canvas import MARGIN, blank, framed, head, key, period_axis, size_of
from omniprio.plots.labels import label, plain
from omniprio.plots.measure import LINE, wrapped
from omniprio.plots.palette import BODY, FAINT, INK, PAPER, PLAN, RULE, SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan, Planned

__all__ = ["describe_gantt", "gantt"]

_WORDS = 3.3
"""Inches for names and reasons, left of the bars."""
_BAR = 0.2
"""Height of a bar in inches."""
_GAP = 0.14
"""Inches between two rows."""
_ASIDE = 0.12
"""Inches from the beginning of a bar to where an arrow comes into it."""
_POINTS = 72


@dataclass(frozen=True, slots=True)
class _Row:
    """One initiative: its name and reason in lines, and the inches from the top to its middle line."""

    planned: Planned
    name: list[str]
    reason: list[str]
    top: float

    @property
    def height(self) -> float:
        return (len(self.name) * BODY + len(self.reason) * SMALL) * LINE / _POINTS

    @property
    def middle(self) -> float:
        """Where the bar is: next to the first line."""
        return self.top + BODY * LINE / _POINTS / 2


@validated
def gantt(plan: Plan, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the chosen initiatives as bars on the time line, by start, each with the reason why it is in the plan.

    An arrow leads from what must come before; the owner stands in front of the reason.

    Args:
        plan: The plan.
        language: The language of the words.
        ax: Axes to draw on, with 3.3 inches free to their left; by default new ones.

    Returns:
        The axes; up and down in inches of a figure of its own.

    >>> import omniprio
    >>> plan = omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2, "web-email": 1})
    >>> [(bar.get_label(), bar.get_x(), bar.get_width()) for bar in gantt(plan).patches]
    [('web-email', 0, 1), ('identify', 1, 2)]
    """
    rows = _rows(plan, language)
    tall = rows[-1].top + rows[-1].height + _GAP if rows else 1.0
    shown = _shown(plan)
    below = 0.45 + (0.3 if shown else 0)
    ax = ax or framed(blank(tall + 0.45 + below), left=_WORDS + MARGIN, top=0.45, bottom=below)
    period_axis(ax, plan.portfolio, language)
    ax.set_ylim(tall, 0)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_minor_locator(FixedLocator(range(plan.portfolio.periods + 1)))
    ax.grid(axis="x", which="minor", color=RULE, linewidth=0.5)
    ax.tick_params(which="minor", length=0)
    for row in rows:
        _write(ax, row)
        _draw_bar(ax, row, plan.portfolio.periods)
    by_id = {row.planned.id: row for row in rows}
    aside = min(_ASIDE * plan.portfolio.periods / size_of(ax)[0], 0.5)
    for arrow in shown:
        draw_arrow(ax, _way(arrow, by_id, aside), arrow)
    head(ax, label("gantt", language), left=_WORDS)
    if shown:
        key(ax, arrows_key(shown, language), columns=3, below=0.45, left=_WORDS)
    return ax


def _rows(plan: Plan, language: Language) -> list[_Row]:
    rows: list[_Row] = []
    top = _GAP
    portfolio = plan.portfolio
    for planned in plan.schedule:
        name = plain(text(planned.title, language) or planned.id)
        room = _WORDS - 0.15
        owner = portfolio.by_id[planned.id].owner
        why = " · ".join(filter(None, (owner, merit_sentence(planned.why, Speaker(language)))))
        lines = wrapped(name, BODY, room, bold=True), wrapped(plain(why), SMALL, room)
        rows.append(_Row(planned, *lines, top))
        top += rows[-1].height + _GAP
    return rows


def _write(ax: Axes, row: _Row) -> None:
    """Write name and reason left of the bars, and a fine line above them."""
    if row.top > _GAP:
        ax.axhline(row.top - _GAP / 2, color=RULE, linewidth=0.5, zorder=0)
    lines = [(words, BODY, "bold", INK) for words in row.name]
    lines += [(words, SMALL, "normal", FAINT) for words in row.reason]
    y = row.top
    for words, size, weight, colour in lines:
        ax.annotate(
            words,
            (0, y),
            (-_POINTS * _WORDS, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="left",
            va="top",
            size=size,
            weight=weight,
            color=colour,
            annotation_clip=False,
        )
        y += size * LINE / _POINTS


def _draw_bar(ax: Axes, row: _Row, last: int) -> None:
    """Draw when the work is done, up to the last period."""
    planned = row.planned
    wide = min(planned.finish, last) - planned.start + 1
    bar = Rectangle((planned.start - 1, row.middle - _BAR / 2), wide, _BAR, label=planned.id, zorder=2)
    bar.set(facecolor=PLAN.colour, edgecolor=INK, linewidth=0.8)
    ax.add_patch(bar)
    for period in planned.pauses:
        pause = Rectangle(
            (period - 1, row.middle - _BAR / 4), 1, _BAR / 2, label=f"{planned.id} rests", zorder=3
        )
        pause.set(facecolor=PAPER, edgecolor=INK, linewidth=0.5)
        ax.add_patch(pause)


def _shown(plan: Plan) -> list[Arrow]:
    """Return the arrows between chosen initiatives that the schedule follows."""
    chosen = {planned.id: planned for planned in plan.schedule}
    return [
        arrow
        for arrow in arrows(plan.portfolio)
        if arrow.before in chosen
        and arrow.after in chosen
        and _in_time(arrow, chosen[arrow.before], chosen[arrow.after])
    ]


def _in_time(arrow: Arrow, before: Planned, after: Planned) -> bool:
    return before.start <= after.start if arrow.starts else before.finish < after.start


def _way(arrow: Arrow, rows: Mapping[str, _Row], aside: float) -> list[tuple[float, float]]:
    """Return the corners of an arrow: from the end of a bar along its row, then into the bar that waits."""
    before, after = rows[arrow.before], rows[arrow.after]
    down = 1 if after.middle > before.middle else -1
    into = after.middle - down * _BAR / 2
    if not arrow.starts:
        x = after.planned.start - 1 + aside
        return [(before.planned.finish, before.middle), (x, before.middle), (x, into)]
    x = before.planned.start - 1 + aside
    out = x, before.middle + down * _BAR / 2
    if before.planned.start == after.planned.start:
        return [out, (x, into)]
    return [out, (x, after.middle), (after.planned.start - 1, after.middle)]


@validated
def describe_gantt(plan: Plan, *, language: Language = "en") -> str:
    """Return what the chart shows, for those who cannot see it.

    Args:
        plan: The plan.
        language: The language.

    >>> import omniprio
    >>> describe_gantt(omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2}))
    'Time line of the initiatives in the plan, 1 in all: Identify your customers 2 - 3.'
    """
    bars = [
        f"{text(one.title, language) or one.id} {plan.portfolio.calendar.span(one.start, one.finish, language)}"
        for one in plan.schedule
    ]
    words = "; ".join(bars) or label("nothing", language)
    return label("say gantt", language, str(len(bars)), words)
