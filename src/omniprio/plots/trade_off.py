"""Maturity against money: the plans that no other beats at both."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import LEFT, MARGIN, blank, framed, head, key, room_of, scales
from omniprio.plots.labels import goal_number, goal_tick, goal_words, label
from omniprio.plots.palette import BODY, FAINT, INK, PAPER, SMALL, START, line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.frontiers import TradeOff, TradeOffPoint
    from omniprio.language import Language

__all__ = ["describe_trade_off", "trade_off"]

_HEIGHT = 4.4


@validated
def trade_off(found: TradeOff, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw the plans that no other beats at both maturity and money, one dot each.

    A dot is hollow where it is not proven that none beats it. A line joins neighbours with the same initiatives, which
    differ in when they start.

    Args:
        found: The plans, from `omniprio.answers.frontiers.trade_off`.
        language: The language of the words.
        ax: Axes to draw on; by default new ones.

    Returns:
        The axes; money across, maturity up.

    >>> from omniprio import Initiative, LeastCost, Portfolio
    >>> from omniprio.answers import frontiers
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> found = frontiers.trade_off(Portfolio(horizon=1, initiatives=[web]), money=LeastCost())
    >>> [(float(dot.get_xdata()[0]), round(float(dot.get_ydata()[0]), 3)) for dot in trade_off(found).lines]
    [(300.0, 0.633), (0.0, 0.667)]
    """
    remark = "" if found.is_final else label("trade-off open", language)
    top = room_of(remark)
    ax = ax or framed(blank(_HEIGHT + top), bottom=0.85, top=0.45 + top)
    scales(ax)
    ax.grid(axis="x", visible=False)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda money, _: Speaker(language).amount(money)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: goal_tick(found.maturity, value, language)))
    portfolio = found.points[0].plan.portfolio if found.points else None
    ax.set_xlabel(goal_words(found.money, found.currency, language, portfolio), size=SMALL, color=FAINT)
    ax.set_ylabel(goal_words(found.maturity, found.currency, language), size=SMALL, color=FAINT)
    runs = _runs(found)
    for run in runs:
        ax.add_line(_joined(run))
    for point in found.points:
        ax.add_line(_dot([point], proven=point.is_final))
    ax.autoscale_view()
    ax.set_ylim(0, 1.08 * max((float(point.maturity) for point in found.points), default=0.0) or 1.0)
    _mark_better(ax, found, language)
    mark = told(found.not_facts, language)
    head(ax, label("trade-off", language), remark, left=LEFT - MARGIN, mark=mark)
    key(ax, _key(found, language, joined=bool(runs)), columns=2, below=0.5, left=LEFT - MARGIN)
    return ax


def _runs(found: TradeOff) -> list[list[TradeOffPoint]]:
    """Return neighbours with the same initiatives, where there are several."""
    groups = [
        list(group) for _, group in groupby(found.points, key=lambda point: frozenset(point.plan.starts))
    ]
    return [group for group in groups if len(group) > 1]


def _joined(run: list[TradeOffPoint]) -> Line2D:
    xs, ys = ([float(getattr(point, name)) for point in run] for name in ("money", "maturity"))
    return Line2D(xs, ys, color=START.colour, alpha=0.5, linewidth=8, solid_capstyle="round", zorder=2)


def _dot(points: list[TradeOffPoint], *, proven: bool) -> Line2D:
    xs, ys = ([float(getattr(point, name)) for point in points] for name in ("money", "maturity"))
    colour = line(0).colour if proven else INK
    dot = Line2D(
        xs,
        ys,
        linestyle="none",
        marker="o" if proven else "s",
        markersize=3.5 if proven else 4.5,
        color=colour,
        zorder=3,
    )
    dot.set(markerfacecolor=colour if proven else PAPER, markeredgewidth=1.2, clip_on=False)
    return dot


def _mark_better(ax: Axes, found: TradeOff, language: Language) -> None:
    """Write into which corner plans get better: down, and to where there is more money left."""
    right = found.money.more_is_better
    at, begin = ((0.985, 0.03), (-34, 22)) if right else ((0.015, 0.03), (34, 22))
    written = ax.annotate(label("better", language), at, begin, "axes fraction", "offset points")
    written.set(size=BODY, color=INK, ha="right" if right else "left", va="bottom")
    ax.annotate("", at, begin, "axes fraction", "offset points", {"arrowstyle": "-|>", "color": INK})


def _key(found: TradeOff, language: Language, *, joined: bool) -> list[Artist]:
    handles: list[Artist] = []
    for proven, words in ((True, "not beaten"), (False, "not beaten unproven")):
        if any(point.is_final is proven for point in found.points):
            dot = _dot([], proven=proven)
            dot.set_label(label(words, language))
            handles.append(dot)
    if joined:
        drawn = _joined([])
        drawn.set_label(label("same initiatives", language))
        handles.append(drawn)
    return handles


@validated
def describe_trade_off(found: TradeOff, *, language: Language = "en") -> str:
    """Return what the plans come to, for those who cannot see it.

    Args:
        found: The plans.
        language: The language.

    >>> from omniprio import Initiative, LeastCost, Portfolio
    >>> from omniprio.answers import frontiers
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6})
    >>> found = frontiers.trade_off(Portfolio(horizon=1, initiatives=[web]), money=LeastCost())
    >>> describe_trade_off(found)
    'Maturity against money, plans that no other beats, 2 in all: from 0.633 for 300 to 0.667 for 0.'
    """
    if not found.points:
        return label("say trade-off none", language)
    ends = [
        words
        for point in (found.points[0], found.points[-1])
        for words in (
            goal_number(found.maturity, point.maturity, found.currency, language),
            goal_number(found.money, point.money, found.currency, language),
        )
    ]
    sentences = [label("say trade-off", language, str(len(found.points)), *ends)]
    if not found.is_final:
        sentences.append(label("trade-off open", language))
    return " ".join(sentences)
