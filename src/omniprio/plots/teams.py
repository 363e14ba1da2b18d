"""What a plan takes of every team, period by period, as small pictures on the same scales."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, MaxNLocator

from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.bars import draw_bars, draw_level
from omniprio.plots.canvas import MARGIN, blank, heading, key, period_axis
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import BODY, INK, PAPER, RULE, line
from omniprio.plots.rows import wrapped
from omniprio.plots.team_load import describe_team_load
from omniprio.portfolio.names import Titles
from omniprio.portfolio.provenance import marks_of
from omniprio.schedule import capacity

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["describe_teams", "teams"]

_COLUMNS = 3
_PANEL = 1.15
"""Inches of a picture, upward."""
_HEAD, _GAP, _KEY, _LEFT, _BETWEEN = 0.75, 0.62, 0.8, 0.55, 0.3
"""Inches above, between and below the pictures, left of them and between two side by side."""
_MOST_TICKS = 3


@validated
def teams(plan: Plan, *, language: Language = "en") -> Figure:
    """Draw what a plan takes of each team in each period as a small picture, and its capacity where it has a limit.

    All pictures have the same scales, so that heights can be compared.

    Args:
        plan: The plan.
        language: The language of the words.

    Returns:
        A new figure with one pair of axes for each team; amounts in the unit of the effort.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", effort={"IT": 2, "shops": 1})
    >>> plan = plan_of(Portfolio(horizon=2, initiatives=[web], capacities={"IT": 3, "shops": 2}), {"web": 1})
    >>> [ax.get_title(loc="left") for ax in teams(plan).axes], {float(ax.get_ylim()[1]) for ax in teams(plan).axes}
    (['IT', 'shops'], {3.24})
    """
    names = list(plan.portfolio.capacities)
    rows = max(ceil(len(names) / _COLUMNS), 1)
    figure = blank(_HEAD + rows * _PANEL + (rows - 1) * _GAP + _KEY)
    width, height = figure.get_size_inches()
    panel = (width - _LEFT - _BETWEEN * _COLUMNS) / _COLUMNS
    handles: dict[str, Artist] = {}
    for place, team in enumerate(names):
        row, column = divmod(place, _COLUMNS)
        left, bottom = _LEFT + column * (panel + _BETWEEN), height - _HEAD - row * (_PANEL + _GAP) - _PANEL
        box = left / width, bottom / height, panel / width, _PANEL / height
        ax = figure.add_axes(box, facecolor=PAPER)
        handles |= {str(one.get_label()): one for one in _panel(ax, plan, team, language)}
        _scales(ax, plan, language, first=column == 0)
        called = Speaker(language, Titles(plan.portfolio)).called("team", team)
        title = wrapped(plain(called), BODY, panel, bold=True, most=1)[0]
        ax.set_title(title, loc="left", size=BODY, weight="bold", color=INK, pad=4)
    heading(figure, label("teams", language), told(marks_of(plan.portfolio, "effort"), language))
    if names:
        lowest = figure.axes[_COLUMNS * (rows - 1)]
        key(lowest, list(handles.values()), columns=2, below=0.42, left=_LEFT - MARGIN)
    return figure


def _panel(ax: Axes, plan: Plan, team: str, language: Language) -> list[Artist]:
    """Draw one team, and return what stands for it in a key."""
    there = [None if one is None else float(one) for one in capacity(plan.portfolio, plan.starts, team)]
    handles: list[Artist] = [draw_bars(ax, _load(plan, team), label("load", language))]
    if any(one is not None for one in there):
        handles.append(draw_level(ax, there, line(1), label("capacity", language)))
    return handles


def _load(plan: Plan, team: str) -> list[float]:
    return [state.load[team] for state in plan.periods[1:]]


def _scales(ax: Axes, plan: Plan, language: Language, *, first: bool) -> None:
    """Make the scales those of all pictures, with numbers beside the first of a row."""
    period_axis(ax, plan.portfolio, language, most=_MOST_TICKS)
    ax.set_xlabel("")
    ax.set_ylim(0, _highest(plan))
    ax.yaxis.set_major_locator(MaxNLocator(3))
    speaker = Speaker(language)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda height, _: speaker.amount(height) if first else ""))
    ax.tick_params(axis="y", pad=8)  # clear of the first period
    ax.grid(axis="y", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)


def _highest(plan: Plan) -> float:
    """Return how far up all pictures go: over what any team has, or is asked for."""
    starts = plan.starts
    there = [most for team in plan.portfolio.capacities for most in capacity(plan.portfolio, starts, team)]
    loads = [load for team in plan.portfolio.capacities for load in _load(plan, team)]
    return 1.08 * max([*loads, *(float(most) for most in there if most is not None)], default=0.0) or 1.0


@validated
def describe_teams(plan: Plan, *, language: Language = "en") -> str:
    """Return what the pictures show, for those who cannot see them.

    Args:
        plan: The plan.
        language: The language.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> web = Initiative(id="web", effort={"IT": 2})
    >>> describe_teams(plan_of(Portfolio(horizon=2, initiatives=[web], capacities={"IT": 3}), {"web": 1}))
    'Load of the teams by period, 1 in all: Load of IT by period: at most 2; never less than 1 free.'
    """
    said = [describe_team_load(plan, team, language=language) for team in plan.portfolio.capacities]
    if not said:
        return label("say no teams", language)
    return label("say teams", language, str(len(said)), " ".join(said))
