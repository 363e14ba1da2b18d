"""Several plans compared: their roads, what they do when, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from omniprio.errors import Fault, InvalidInputError
from omniprio.goals import Closest, Fastest, goal_value
from omniprio.language import Speaker, sentence
from omniprio.marks import told, united
from omniprio.parameters import validated
from omniprio.plan.words import goals_counted
from omniprio.plots.canvas import LEFT, MARGIN, bare, blank, head, heading
from omniprio.plots.labels import goal_words, label, plain
from omniprio.plots.palette import BODY, FAINT, INK, PAPER, PLAN, RULE, SMALL
from omniprio.plots.road import unmarked_road
from omniprio.plots.rows import LINE, wrapped
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from omniprio.goals import Goal
    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["compare", "describe_compare", "values_of"]

_ROAD = 2.5
_KEY_LINE = 0.2
_ROW = 0.26
_NAMES = 3.15
"""Inches of the names of initiatives, left of the columns."""
_HEADS = 2
"""The most lines of the name of a plan."""
_POINTS = 72


@validated
def compare(plans: Mapping[str, Plan], *, language: Language = "en") -> Figure:
    """Draw several plans: their distance by period, what each does from which period, and what it comes to.

    Plans without a disc have no distance; they are compared by the goals of the first one.

    Args:
        plans: The plans by the name to show, at least one; the longest one gives the time line.
        language: The language of the words.

    Returns:
        A new figure with two pairs of axes: the roads, where there are any, and a table of initiatives and plans.

    Raises:
        InvalidInputError: There is no plan.

    >>> import omniprio
    >>> one, two = ({"web-email": start} for start in (1, 3))
    >>> portfolio = omniprio.ten_portfolio(quarters=4)
    >>> drawn = compare({"now": omniprio.plan_of(portfolio, one), "later": omniprio.plan_of(portfolio, two)})
    >>> len(drawn.axes[1].patches)
    2
    """
    if not plans:
        raise InvalidInputError(
            [Fault("plans", sentence("faults.no entries"), sentence("remedies.at least one plan"))]
        )
    names = _names(plans, language)
    values = values_of(plans, language)
    table = (len(names) + len(values)) * _ROW + _heads_height()
    roads = {name: plan for name, plan in plans.items() if plan.portfolio.has_disc}
    above = _ROAD + 0.55 + _KEY_LINE * len(plans) + 0.45 if roads else 0.1
    figure = blank(0.85 + above + table + MARGIN)
    width, height = figure.get_size_inches()
    if roads:
        top = height - 0.85 - _ROAD
        upper = figure.add_axes(
            (LEFT / width, top / height, (width - LEFT - 0.2) / width, _ROAD / height), facecolor=PAPER
        )
        unmarked_road(roads, language=language, ax=upper)
        head(upper, label("road", language), left=LEFT - MARGIN)
    lower = figure.add_axes((MARGIN / width, MARGIN / height, (width - 2 * MARGIN) / width, table / height))
    bare(lower)
    lower.set(xlim=(0, width - 2 * MARGIN), ylim=(table, 0))
    _table(lower, plans, names, values, language)
    head(lower, label("choice matrix", language))
    heading(figure, label("compare", language), _mark(plans, language))
    return figure


def _mark(plans: Mapping[str, Plan], language: Language) -> str:
    """Return what of the data of any plan is not a fact."""
    return told(united(marks_of(plan.portfolio) for plan in plans.values()), language)


def _heads_height() -> float:
    return _HEADS * BODY * LINE / _POINTS + 0.08


def _names(plans: Mapping[str, Plan], language: Language) -> dict[str, str]:
    """Return the initiatives that any of the plans does, by their earliest start, with their titles."""
    earliest: dict[str, int] = {}
    titles: dict[str, str] = {}
    for plan in plans.values():
        for name, start in plan.starts.items():
            earliest[name] = min(start, earliest.get(name, start))
            titles.setdefault(name, plan.portfolio.by_id[name].name(language))
    return {name: titles[name] for name in sorted(titles, key=earliest.__getitem__)}


def values_of(plans: Mapping[str, Plan], language: Language) -> dict[str, list[str]]:
    """Return what the plans come to, by what it is."""
    goals = _compared(plans, language)
    heads = [label("number chosen", language), *goals, label("spending", language)]
    rows = [
        [
            str(len(plan.schedule)),
            *(_worth(goal, plan, language) for goal in goals.values()),
            _spent(plan, language),
        ]
        for plan in plans.values()
    ]
    return dict(zip(heads, map(list, zip(*rows, strict=True)), strict=True))


def _compared(plans: Mapping[str, Plan], language: Language) -> dict[str, Goal]:
    """Return the goals that plans are compared by: two about the disc; without one, those of the first plan."""
    if any(plan.portfolio.has_disc for plan in plans.values()):
        return {label("mean distance", language): Fastest(), label("end distance", language): Closest()}
    first = next(iter(plans.values()), None)
    if first is None:
        return {}
    goals = [goal for goal, _ in goals_counted(first) if goal.kind != "least cost"]
    return {goal_words(goal, first.portfolio.currency, language, first.portfolio): goal for goal in goals}


def _worth(goal: Goal, plan: Plan, language: Language) -> str:
    """Return what a plan comes to at a goal."""
    value = goal_value(goal, plan.portfolio, plan.starts)
    speaker = Speaker(language, Titles(plan.portfolio))
    if value is None:
        return speaker.words("plan.not known")
    number = float(value)
    return speaker.distance(number) if goal.unit == "distance" else speaker.measured(number, goal.unit)


def _spent(plan: Plan, language: Language) -> str:
    return Speaker(language, Titles(plan.portfolio)).money(plan.cost)


def _table(
    ax: Axes,
    plans: Mapping[str, Plan],
    names: Mapping[str, str],
    values: Mapping[str, list[str]],
    language: Language,
) -> None:
    """Draw the table: a row for each initiative, with a filled cell where a plan does it, and one for each value."""
    wide = (ax.get_xlim()[1] - _NAMES) / len(plans)
    for place, name in enumerate(plans):
        lines = wrapped(plain(name), BODY, wide - 0.1, bold=True, most=_HEADS)
        _write(ax, _NAMES + (place + 0.5) * wide, _heads_height() / 2, "\n".join(lines), bold=True)
    y = _heads_height()
    for name, title in names.items():
        _row(ax, y, wrapped(plain(title), SMALL, _NAMES - 0.1, most=1)[0])
        for place, plan in enumerate(plans.values()):
            _cell(ax, plan, name, (_NAMES + place * wide, y), wide, language)
        y += _ROW
    ax.axhline(y, color=INK, linewidth=0.8)
    for words, cells in values.items():
        _row(ax, y, words)
        for place, cell in enumerate(cells):
            _write(ax, _NAMES + (place + 0.5) * wide, y + _ROW / 2, plain(cell))
        y += _ROW


def _row(ax: Axes, y: float, words: str) -> None:
    ax.axhline(y, color=RULE, linewidth=0.5, zorder=0)
    ax.text(0, y + _ROW / 2, words, size=SMALL, color=INK, ha="left", va="center")


def _cell(
    ax: Axes, plan: Plan, name: str, corner: tuple[float, float], wide: float, language: Language
) -> None:
    """Draw what a plan does of an initiative: a filled cell with its first period, or a dash."""
    x, y = corner
    start = plan.starts.get(name)
    if start is None:
        _write(ax, x + wide / 2, y + _ROW / 2, "-", colour=FAINT)
        return
    cell = Rectangle((x + 0.05, y + 0.03), wide - 0.1, _ROW - 0.06, linewidth=0, label=name)
    cell.set(facecolor=PLAN.colour)
    ax.add_artist(cell)
    _write(ax, x + wide / 2, y + _ROW / 2, Speaker(language, Titles(plan.portfolio)).called("period", start))


def _write(ax: Axes, x: float, y: float, words: str, *, bold: bool = False, colour: str = INK) -> None:
    written = ax.text(x, y, words, size=BODY if bold else SMALL, color=colour, ha="center", va="center")
    written.set_fontweight("bold" if bold else "normal")


def _said(name: str, plan: Plan, goals: Mapping[str, Goal], language: Language) -> str:
    """Return what a plan comes to, in words."""
    chosen = name, str(len(plan.schedule)), _spent(plan, language)
    if plan.portfolio.has_disc:
        far = Speaker(language).distance(plan.periods[-1].distance)
        return label("say one plan", language, *chosen, far)
    worth = ", ".join(f"{words} {_worth(goal, plan, language)}" for words, goal in goals.items())
    return label("say one plan by goals", language, *chosen, plain(worth))


@validated
def describe_compare(plans: Mapping[str, Plan], *, language: Language = "en") -> str:
    """Return what the comparison shows, for those who cannot see it.

    Args:
        plans: The plans by name.
        language: The language.

    >>> import omniprio
    >>> describe_compare({"Now": omniprio.plan_of(omniprio.ten_portfolio(quarters=4), {"identify": 2})})
    'Plans compared, 1 in all: Now: initiatives 1, spending 735 kDKK, distance at the end 0.617.'
    """
    goals = _compared(plans, language)
    sentences = [_said(name, plan, goals, language) for name, plan in plans.items()]
    return label("say compare", language, str(len(plans)), "; ".join(sentences))
