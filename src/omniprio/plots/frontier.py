"""The frontier: the best plan for every budget or capacity, and what the next krone or person brings."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, isnan, log10
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from omniprio.language import Speaker, text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import LEFT, MARGIN, WIDTH, below, blank, framed, head, key, room_of, scales
from omniprio.plots.labels import budget_name, goal_number, goal_tick, goal_words, label, plain
from omniprio.plots.palette import FAINT, INK, PAPER, PLAN, SHADE, SMALL, line
from omniprio.plots.rows import LINE, wrapped
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.frontiers import Frontier, FrontierPoint
    from omniprio.language import Language

__all__ = ["describe_frontier", "drops", "frontier"]

_MOST = 12
"""The most steps that are noted."""
_APART = 0.025
"""How far apart two noted steps are at least, in parts of the width."""
_POINTS = 72


def drops(found: Frontier, wide: float) -> list[FrontierPoint]:
    """Return the steps that drop something and stand far enough apart to be numbered.

    Args:
        found: The frontier.
        wide: The amount that the width of the figure stands for.
    """
    noted: list[FrontierPoint] = []
    for point in found.points:
        far = not noted or float(point.amount - noted[-1].amount) >= _APART * wide
        if not point.nested and far and len(noted) < _MOST:
            noted.append(point)
    return noted


def _drop_notes(found: Frontier, noted: Sequence[FrontierPoint], language: Language) -> list[str]:
    """Return what the numbered steps drop, in lines, and how many more there are."""
    lines = [label("dropped", language)] if noted else []
    for number, point in enumerate(noted, start=1):
        by_id = point.plan.portfolio.by_id
        names = ", ".join(text(by_id[name].title, language) or name for name in point.dropped)
        money = Speaker(language).amount(float(point.amount))
        words = label("dropped from", language, str(number), money, names)
        lines += wrapped(plain(words), SMALL, WIDTH - 2 * MARGIN)
    rest = sum(not point.nested for point in found.points) - len(noted)
    if rest:
        lines.append(label("dropped more", language, str(rest)))
    return lines


def _notes_height(notes: Sequence[str]) -> float:
    """Return how high notes are, in inches."""
    return len(notes) * SMALL * LINE / _POINTS


def _write_notes(ax: Axes, notes: Sequence[str], *, down: float, left: float) -> None:
    """Write notes below axes.

    Args:
        ax: The axes.
        notes: The lines; the first is their title.
        down: Inches from the axes down to the notes.
        left: Inches to the left of the axes at which they begin.
    """
    for row, words in enumerate(notes):
        at = (-_POINTS * left, -_POINTS * down - row * SMALL * LINE)
        written = ax.annotate(words, (0, 0), at, "axes fraction", "offset points")
        written.set(ha="left", va="top", size=SMALL, color=INK if row else FAINT, annotation_clip=False)


_HEIGHT = 4.2
"""Inches of both parts."""
_GAINS = 0.28
"""The share of it that the marginal gain has."""
_SCALE = 0.45
"""Inches from the axes to the key."""
_KEY_LINE = 0.18


@validated
def frontier(found: Frontier, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the value of the best plan for every amount of a budget or a team as steps, and below what the next unit brings.

    A dot is where a better plan becomes possible: round where it has all that the one before had, a diamond where it
    drops something, with a number and a note of what; hollow where it is not proven; with a ring where the next step
    costs more than it brings. The bars below are the gain of a
    step by unit of the amount, so that their area is the gain.

    Args:
        found: The frontier, from `omniprio.answers.frontiers.frontier`.
        language: The language of the words.
        ax: Axes to draw on, with 2 inches free below; they are cut in two. By default new ones.

    Returns:
        The axes of the steps.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers import frontiers
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> drawn = frontier(frontiers.frontier(Portfolio(horizon=1, initiatives=[web])))
    >>> [float(amount) for amount in drawn.lines[0].get_xdata()]
    [0.0, 300.0, 315.0]
    """
    right = _right(found)
    noted = drops(found, right - float(found.least))
    notes, handles = _drop_notes(found, noted, language), _key(found, language)
    remark = label("frontier open", language) if found.open else ""
    top, down = room_of(remark), _SCALE + _KEY_LINE * ceil(len(handles) / 2) + 0.1
    foot = down + _notes_height(notes) + MARGIN
    ax = ax or framed(blank(0.45 + top + _HEIGHT + foot), bottom=foot, top=0.45 + top)
    lower = below(ax, _GAINS, 0.12)
    for part in (ax, lower):
        scales(part)
        part.set_xlim(float(found.least), right)
        for low, high in found.open:
            part.axvspan(float(low), min(float(high), right), facecolor=SHADE, zorder=0)
    ax.tick_params(labelbottom=False)
    lower.tick_params(axis="x", pad=6)
    lower.xaxis.set_major_formatter(FuncFormatter(lambda money, _: Speaker(language).amount(money)))
    lower.set_xlabel(_axis(found, language), size=SMALL, color=FAINT)
    _curve(ax, found, noted, language)
    _gains(lower, found, language)
    head(
        ax,
        label(_kind("frontier", found), language, _varied(found, language)),
        remark,
        left=LEFT - MARGIN,
        mark=told(found.not_facts, language),
    )
    key(lower, handles, columns=2, below=_SCALE, left=LEFT - MARGIN)
    _write_notes(lower, notes, down=down, left=LEFT - MARGIN)
    return ax


def _right(found: Frontier) -> float:
    """Return the greatest amount shown: beyond the last point nothing changes."""
    if found.most is not None:
        return float(found.most)
    last = float(found.points[-1].amount) if found.points else float(found.least)
    return last + 0.05 * (last - float(found.least)) or last + 1.0


def _kind(key: str, found: Frontier) -> str:
    """Return which words there are, of a budget or of a team."""
    return key if found.team is None else f"{key} of team"


def _varied(found: Frontier, language: Language) -> str:
    """Return what varies."""
    if found.team is not None:
        names = Titles(found.points[0].plan.portfolio) if found.points else None
        return Speaker(language, names).called("team", found.team)
    name = budget_name(found.budget, language)
    return name if found.window is None else label("amount of", language, name, found.window)


def _axis(found: Frontier, language: Language) -> str:
    name = _varied(found, language)
    name = name if found.team is None else label("capacity of", language, name)
    words = f"{name[0].upper()}{name[1:]}"
    return plain(f"{words} ({found.unit})" if found.unit else words)


def _curve(ax: Axes, found: Frontier, noted: Sequence[FrontierPoint], language: Language) -> None:
    """Draw the steps with their dots, and the numbers of notes."""
    goal, right = found.goals[0], ax.get_xlim()[1]
    values = [_value(point) for point in found.points]
    known = [value for value in values if not isnan(value)] or [1.0]
    ax.set_ylim(min(0.0, 1.08 * min(known)), max(0.0, 1.12 * max(known)) or 1.0)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: goal_tick(goal, value, language)))
    portfolio = found.points[0].plan.portfolio if found.points else None
    ax.set_ylabel(goal_words(goal, found.currency, language, portfolio), size=SMALL, color=FAINT)
    ends = [*(float(point.amount) for point in found.points), right], [*values, *values[-1:]]
    if values:
        ax.plot(*ends, color=line(0).colour, linewidth=2, drawstyle="steps-post", zorder=2)
    for point in found.points:
        dot = _dot(nested=point.nested, proven=point.is_final)
        dot.set_data([float(point.amount)], [_value(point)])
        ax.add_line(dot)
    if found.stop is not None:
        mark = _stop_mark()
        mark.set_data([float(found.points[found.stop].amount)], [_value(found.points[found.stop])])
        ax.add_line(mark)
    for number, point in enumerate(noted, start=1):
        _number(ax, point, str(number), falls=known[-1] < known[0])


def _value(point: FrontierPoint) -> float:
    return float("nan") if point.values[0] is None else float(point.values[0])


def _dot(*, nested: bool, proven: bool) -> Line2D:
    """Return a dot: round where all stays in, a diamond where something drops out; hollow where it is not proven."""
    colour = line(0).colour if nested else INK
    dot = Line2D(
        [], [], linestyle="none", marker="o" if nested else "D", markersize=5.2, color=colour, zorder=4
    )
    dot.set(markerfacecolor=colour if proven else PAPER, markeredgewidth=1.2, clip_on=False)
    return dot


def _stop_mark() -> Line2D:
    """Return the ring around the point at which the next step costs more than it brings."""
    ring = Line2D([], [], linestyle="none", marker="o", markersize=11, color=INK, zorder=5)
    ring.set(markerfacecolor="none", markeredgewidth=1.4, clip_on=False)
    return ring


def _number(ax: Axes, point: FrontierPoint, number: str, *, falls: bool) -> None:
    """Write the number of a note above a dot, on the side of it that the steps leave free."""
    at = (4, 3) if falls else (-4, 3)
    written = ax.annotate(number, (float(point.amount), _value(point)), at, textcoords="offset points")
    written.set(ha="left" if falls else "right", va="bottom", size=SMALL, weight="bold", color=INK, zorder=5)


def _key(found: Frontier, language: Language) -> list[Artist]:
    """Return the key of what occurs."""
    first = {point.nested: point for point in reversed(found.points)}
    handles: list[Artist] = []
    for nested, words in ((True, "nested point"), (False, "broken point")):
        if nested in first:
            handles.append(_dot(nested=nested, proven=True))
            handles[-1].set_label(label(words, language))
    if found.stop is not None:
        handles.append(_stop_mark())
        handles[-1].set_label(label("stop point", language))
    if any(not point.is_final for point in found.points):
        handles.append(_dot(nested=True, proven=False))
        handles[-1].set_label(label("unproven", language))
    handles.append(
        Patch(facecolor=PLAN.colour, edgecolor=INK, linewidth=0.6, label=label("marginal", language))
    )
    if found.open:
        handles.append(Patch(facecolor=SHADE, linewidth=0, label=label("not settled", language)))
    return handles


def _gains(ax: Axes, found: Frontier, language: Language) -> None:
    """Draw the gain of each step by unit of the amount."""
    gains = [float(point.per_unit or 0) for point in found.points]
    unit = _unit(max(gains, default=0.0))
    for (before, after), gain in zip(pairwise(found.points), gains[1:], strict=True):
        begin, end = float(before.amount), float(after.amount)
        bar = Rectangle((begin, 0), end - begin, gain * unit, zorder=2)
        bar.set(facecolor=PLAN.colour, edgecolor=INK, linewidth=0.6)
        ax.add_artist(bar)
    ax.set_ylim(0, 1.15 * max(gains, default=0.0) * unit or 1.0)
    ax.yaxis.set_major_locator(MaxNLocator(3))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda gain, _: Speaker(language).decimal(gain)))
    money = f"{Speaker(language).amount(unit)} {found.unit}".rstrip()
    ax.set_ylabel(label("gain per unit", language, plain(money)), size=SMALL, color=FAINT)


def _unit(most: float) -> int:
    """Return an amount, 1, 10, 100 …, whose gain is large enough to be read."""
    return 10 ** max(0, ceil(-2 - log10(most))) if most > 0 else 1


@validated
def describe_frontier(found: Frontier, *, language: Language = "en") -> str:
    """Return what the frontier shows, for those who cannot see it.

    Args:
        found: The frontier.
        language: The language.

    >>> from omniprio import Initiative, Portfolio
    >>> from omniprio.answers import frontiers
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> describe_frontier(frontiers.frontier(Portfolio(horizon=1, initiatives=[web])))
    'The best plan for every budget, main budget, 2 in all: from 0 with 0.667 to 300 with 0.633.'
    """
    name = _varied(found, language)
    if not found.points:
        return label(_kind("say frontier none", found), language, name)
    ends = [
        words
        for point in (found.points[0], found.points[-1])
        for words in (
            Speaker(language).money(float(point.amount), found.unit),
            goal_number(found.goals[0], point.values[0], found.currency, language),
        )
    ]
    sentences = [label(_kind("say frontier", found), language, name, str(len(found.points)), *ends)]
    broken = [
        Speaker(language).money(float(point.amount), found.unit) for point in found.points if not point.nested
    ]
    sentences += [label("say frontier broken", language, str(len(broken)), broken[0])] if broken else []
    if found.stop is not None:
        here, following = (point.amount for point in found.points[found.stop : found.stop + 2])
        amounts = (Speaker(language).money(float(amount), found.unit) for amount in (here, following))
        sentences.append(label("say stop", language, *amounts))
    if found.open:
        sentences.append(label("frontier open", language))
    return " ".join(sentences)
