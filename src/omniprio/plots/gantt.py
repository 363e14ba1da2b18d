"""The Gantt chart: what is done when, what waits for what, and the reason for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator

from omniprio.answers.latest import latest_in
from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan.words import merit_sentence
from omniprio.plots.arrows import Arrow, arrows, arrows_key, draw_arrow
from omniprio.plots.canvas import MARGIN, blank, framed, head, key, period_axis, size_of
from omniprio.plots.labels import label, plain
from omniprio.plots.measure import LINE, wrapped
from omniprio.plots.milestones import milestones_said
from omniprio.plots.palette import BODY, FAINT, INK, PAPER, PLAN, RULE, SMALL
from omniprio.portfolio.milestones import asked_for
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan, Planned
    from omniprio.plan.due import Due

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
class _Row[Shown]:
    """One initiative or milestone: its name and reason in lines, and the inches from the top to it."""

    shown: Shown
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

    An arrow leads from what must come before; the owner stands in front of the reason, the mode, where it has several, behind
    the name. An arrowhead, with a dotted line to it, is where a bar could begin at the latest; see
    `omniprio.answers.latest_in`. Below stand the milestones: when each is due, and when the plan meets it.

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
    rows, top = _rows(plan, language)
    due, top = _due(plan, language, top)
    tall = top if rows or due else 1.0
    shown, latest = _shown(plan), latest_in(plan)
    below = 0.45 + 0.3 * (bool(shown) + bool(due or _can_slip(plan, latest)))
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
    for one in due:
        _write(ax, one)
    by_id = {row.shown.id: row for row in rows}
    aside = min(_ASIDE * plan.portfolio.periods / size_of(ax)[0], 0.5)
    for arrow in shown:
        draw_arrow(ax, _way(arrow, by_id, aside), arrow)
    mark = told(marks_of(plan.portfolio, "title", "cost", "effect"), language)
    head(ax, label("gantt", language), left=_WORDS, mark=mark)
    keys = [
        *arrows_key(shown, language),
        *_mark_latest(ax, rows, latest, language),
        *_mark_due(ax, due, language),
    ]
    if keys:
        key(ax, keys, columns=3, below=0.45, left=_WORDS)
    return ax


def _rows(plan: Plan, language: Language) -> tuple[list[_Row[Planned]], float]:
    """Return the rows of the initiatives, and the inches from the top to what is below them."""
    rows: list[_Row[Planned]] = []
    speaker = Speaker(language, Titles(plan.portfolio))
    top = _GAP
    for planned in plan.schedule:
        owner = plan.portfolio.by_id[planned.id].owner
        why = " · ".join(filter(None, (owner, merit_sentence(planned.why, speaker))))
        rows.append(_row(planned, _name(planned, language), why, top))
        top += rows[-1].height + _GAP
    return rows, top


def _can_slip(plan: Plan, latest: Mapping[str, int]) -> dict[str, int]:
    """Return by how many periods each initiative of a plan could start later, by id; not those that could not."""
    return {one.id: latest[one.id] - one.start for one in plan.schedule if latest[one.id] > one.start}


def _name(planned: Planned, language: Language) -> str:
    """Return what an initiative is called, with the mode it is done in where it has several."""
    return " · ".join(
        filter(None, (text(planned.title, language) or planned.id, text(planned.why.mode, language)))
    )


def _due(plan: Plan, language: Language, top: float) -> tuple[list[_Row[Due]], float]:
    """Return the rows of the milestones, and the inches from the top to what is below them."""
    rows: list[_Row[Due]] = []
    given = {one.id: one for one in plan.portfolio.milestones}
    speaker = Speaker(language, Titles(plan.portfolio))
    for due in plan.milestones:
        asked = speaker.listed(map(speaker.say, asked_for(given[due.id])))
        rows.append(_row(due, given[due.id].name(language), asked, top))
        top += rows[-1].height + _GAP
    return rows, top


def _row[Shown](shown: Shown, name: str, reason: str, top: float) -> _Row[Shown]:
    room = _WORDS - 0.15
    lines = wrapped(plain(name), BODY, room, bold=True), wrapped(plain(reason), SMALL, room)
    return _Row(shown, *lines, top)


def _write[Shown](ax: Axes, row: _Row[Shown]) -> None:
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


def _draw_bar(ax: Axes, row: _Row[Planned], last: int) -> None:
    """Draw when the work is done, up to the last period."""
    planned = row.shown
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


def _mark_latest(
    ax: Axes, rows: Sequence[_Row[Planned]], latest: Mapping[str, int], language: Language
) -> list[Artist]:
    """Draw where each bar could begin at the latest, with a line to there, and return what the key says."""
    drawn: list[Artist] = []
    for row in rows:
        last = latest[row.shown.id] - 1
        if last >= row.shown.start:
            begin = min(row.shown.finish, last)
            (line,) = ax.plot(
                [begin, last], [row.middle] * 2, color=INK, linewidth=0.8, marker=">", markersize=4
            )
            line.set(markevery=[1], linestyle=(0, (1, 1.5)), zorder=3, label=label("latest start", language))
            drawn = [line]
    return drawn


def _mark_due(ax: Axes, due: Sequence[_Row[Due]], language: Language) -> list[Artist]:
    """Mark when milestones are due and when the plan meets them, at the end of periods, and return what the key says."""
    if not due:
        return []
    middles = [row.middle for row in due]
    marks = {
        "due": ([row.shown.by for row in due], INK),
        "met": ([row.shown.met for row in due], PLAN.colour),
    }
    drawn: list[Artist] = []
    for (kind, (ends, colour)), marker in zip(marks.items(), ("D", "o"), strict=True):
        size = 7 if kind == "due" else 4
        (line,) = ax.plot(ends, middles, marker, color=colour, markersize=size, clip_on=False, zorder=4)
        line.set(markeredgecolor=INK, label=label(f"milestone {kind}", language))
        drawn.append(line)
    return drawn


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


def _way(arrow: Arrow, rows: Mapping[str, _Row[Planned]], aside: float) -> list[tuple[float, float]]:
    """Return the corners of an arrow: from the end of a bar along its row, then into the bar that waits."""
    before, after = rows[arrow.before], rows[arrow.after]
    down = 1 if after.middle > before.middle else -1
    into = after.middle - down * _BAR / 2
    if not arrow.starts:
        x = after.shown.start - 1 + aside
        return [(before.shown.finish, before.middle), (x, before.middle), (x, into)]
    x = before.shown.start - 1 + aside
    out = x, before.middle + down * _BAR / 2
    if before.shown.start == after.shown.start:
        return [out, (x, into)]
    return [out, (x, after.middle), (after.shown.start - 1, after.middle)]


@validated
def describe_gantt(plan: Plan, *, language: Language = "en") -> str:
    """Return what the chart shows, for those who cannot see it.

    Args:
        plan: The plan.
        language: The language.

    >>> import omniprio
    >>> describe_gantt(omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2}))
    'Time line of the initiatives in the plan, 1 in all: Identify your customers 2 - 3. Could start later by: Identify your customers 1 period.'
    """
    bars = [
        f"{_name(one, language)} {plan.portfolio.calendar.span(one.start, one.finish, language)}"
        for one in plan.schedule
    ]
    words = "; ".join(bars) or label("nothing", language)
    said = label("say gantt", language, str(len(bars)), words)
    return " ".join(filter(None, (said, _slack_said(plan, language), milestones_said(plan, language))))


def _slack_said(plan: Plan, language: Language) -> str:
    """Return how much later each could start; nothing where none could."""
    speaker, slack = Speaker(language), _can_slip(plan, latest_in(plan))
    named = {one.id: _name(one, language) for one in plan.schedule}
    parts = "; ".join(f"{named[name]} {speaker.count(by, 'period')}" for name, by in slack.items())
    return label("say slack", language, parts) if parts else ""
