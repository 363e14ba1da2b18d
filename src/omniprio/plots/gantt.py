"""The Gantt chart: what is done when, what waits for what, and the reason for each."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from omniprio.answers.latest import latest_in
from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan.words import merit_sentence
from omniprio.plots.arrows import arrows_key
from omniprio.plots.canvas import head, key
from omniprio.plots.labels import label
from omniprio.plots.milestones import milestones_said
from omniprio.plots.palette import INK, PLAN
from omniprio.plots.timeline import (
    GAP,
    WORDS,
    Row,
    draw_arrows,
    draw_bar,
    followed,
    mark_dates,
    mark_latest,
    mark_must,
    name_of,
    row,
    time_axes,
    write,
)
from omniprio.portfolio.milestones import asked_for
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan, Planned
    from omniprio.plan.states import Due
    from omniprio.plots.arrows import Arrow

__all__ = ["chart", "describe_gantt", "due_rows", "gantt"]

_COLUMNS = 3
_AXIS, _KEY_LINE = 0.45, 0.21
"""Inches below the rows, to the key, and of a line of it."""


@validated
def gantt(plan: Plan, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the chosen initiatives as bars on the time line, by start, each with the reason why it is in the plan.

    An arrow leads from what must come before; no two lie on each other. The owner stands in front of the reason, the mode, where
    it has several, behind the name. What has to be done has a strong edge, and a stroke is where a bar must be over. An arrowhead,
    with a dotted line to it, is where a bar could begin at the latest; see `omniprio.answers.latest_in`. Below stand the
    milestones: when each is due, and when the plan meets it.

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
    due, top = due_rows(plan, language, top)
    return chart(plan, rows, label("gantt", language), top=top, due=due, language=language, ax=ax)


def _rows(plan: Plan, language: Language) -> tuple[list[Row[Planned]], float]:
    """Return the rows of the initiatives, and the inches from the top to what is below them."""
    rows: list[Row[Planned]] = []
    speaker = Speaker(language, Titles(plan.portfolio))
    top = GAP
    for planned in plan.schedule:
        owner = plan.portfolio.by_id[planned.id].owner
        called = speaker.called("owner", owner)
        why = " · ".join(filter(None, (called, merit_sentence(planned.why, speaker))))
        rows.append(row(planned, name_of(planned, language), why, top))
        top += rows[-1].height + GAP
    return rows, top


def due_rows(plan: Plan, language: Language, top: float) -> tuple[list[Row[Due]], float]:
    """Return the rows of the milestones, and the inches from the top to what is below them."""
    rows: list[Row[Due]] = []
    given = {one.id: one for one in plan.portfolio.milestones}
    speaker = Speaker(language, Titles(plan.portfolio))
    for due in plan.milestones:
        asked = speaker.listed(map(speaker.say, asked_for(given[due.id])))
        rows.append(row(due, given[due.id].name(language), asked, top))
        top += rows[-1].height + GAP
    return rows, top


def chart(
    plan: Plan,
    rows: Sequence[Row[Planned]],
    title: str,
    *,
    top: float,
    due: Sequence[Row[Due]],
    language: Language,
    ax: Axes | None,
) -> Axes:
    """Draw rows of initiatives and of milestones on a time line, with all that is marked on them.

    Args:
        plan: The plan.
        rows: The rows of the initiatives, downward.
        title: What stands above.
        top: Inches that all rows take.
        due: The rows of the milestones.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.
    """
    shown, latest = followed(plan), latest_in(plan)
    lines = ceil(_most_keys(plan, latest, shown) / _COLUMNS)
    ax = time_axes(ax, plan.portfolio, top if rows or due else 1.0, _AXIS + _KEY_LINE * lines, language)
    for one in rows:
        write(ax, one)
        draw_bar(ax, one, plan.portfolio.periods)
    for asked in due:
        write(ax, asked)
    draw_arrows(ax, shown, rows)
    head(ax, title, left=WORDS, mark=told(marks_of(plan.portfolio, "title", "cost", "effect"), language))
    keys = [
        *arrows_key(shown, language),
        *mark_must(ax, rows, plan.portfolio, language),
        *mark_latest(ax, rows, latest, language),
        *mark_dates(ax, rows, plan.portfolio, language),
        *_mark_due(ax, due, language),
    ]
    if keys:
        key(ax, keys, columns=_COLUMNS, below=_AXIS, left=WORDS)
    return ax


def _most_keys(plan: Plan, latest: Mapping[str, int], shown: Sequence[Arrow]) -> int:
    """Return how many things the key may tell apart."""
    chosen = [plan.portfolio.by_id[one.id] for one in plan.schedule]
    marked = (
        any(latest[one.id] > one.start for one in plan.schedule),
        any(one.decision == "must" for one in chosen),
        any(one.deadline for one in chosen),
        any(one.due for one in chosen),
    )
    return len({arrow.why for arrow in shown}) + sum(marked) + (2 if plan.milestones else 0)


def _mark_due(ax: Axes, due: Sequence[Row[Due]], language: Language) -> list[Artist]:
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
        f"{name_of(one, language)} {plan.portfolio.calendar.span(one.start, one.finish, language)}"
        for one in plan.schedule
    ]
    words = "; ".join(bars) or label("nothing", language)
    said = label("say gantt", language, str(len(bars)), words)
    return " ".join(filter(None, (said, _slack_said(plan, language), milestones_said(plan, language))))


def _slack_said(plan: Plan, language: Language) -> str:
    """Return how much later each could start; nothing where none could."""
    speaker, latest = Speaker(language), latest_in(plan)
    slack = {one.id: latest[one.id] - one.start for one in plan.schedule if latest[one.id] > one.start}
    named = {one.id: name_of(one, language) for one in plan.schedule}
    parts = "; ".join(f"{named[name]} {speaker.count(by, 'period')}" for name, by in slack.items())
    return label("say slack", language, parts) if parts else ""
