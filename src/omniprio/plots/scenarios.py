"""Scenarios: from when each situation works for the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plots.canvas import MARGIN, blank, calendar_axis, framed, head, key
from omniprio.plots.labels import label, listed
from omniprio.plots.palette import FAINT, INK, PAPER, PLAN, RULE, SMALL, START
from omniprio.plots.rows import named
from omniprio.portfolio import Horizon

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from omniprio.answers.standing import ScenarioPeriod, ScenarioPeriods
    from omniprio.language import Language

__all__ = ["describe_scenarios", "scenarios"]

_NAMES = 2.9
"""Inches for the names of scenarios, left of the time line."""
_ROW = 0.42
_BAR = 0.5
"""Height of a bar, in rows."""


@validated
def scenarios(found: ScenarioPeriods, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw from when each scenario works; where one never does, what is in the way.

    Args:
        found: The scenarios, from `omniprio.answers.scenario_periods`.
        language: The language of the words.
        ax: Axes to draw on, with 2.9 inches free to their left; by default new ones.

    Returns:
        The axes; periods across, scenarios downward in the order given. A scenario that works from the end of period t
        on has its mark at t.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> from omniprio.answers import Scenario, scenario_periods
    >>> plan = plan_of(Portfolio(horizon=3, initiatives=[Initiative(id="crm", advances={"R2": 1})]), {"crm": 2})
    >>> drawn = scenarios(scenario_periods(plan, [Scenario(id="known", fields=["R2"])]))
    >>> [float(x) for x in drawn.lines[0].get_xdata()]
    [2.0]
    """
    rows, calendar = found.rows, _calendar(found)
    ax = ax or framed(blank(len(rows) * _ROW + 1.55), left=_NAMES + MARGIN, bottom=1.05)
    calendar_axis(ax, calendar, language)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks([])
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    for place, row in enumerate(rows):
        named(ax, place, row.scenario.name(language), _NAMES)
        _draw(ax, place, row, calendar.periods, language)
    head(ax, label("scenarios", language), left=_NAMES, mark=told(found.not_facts, language))
    key(ax, _key(found, language), columns=2, below=0.62, left=_NAMES)
    return ax


def _calendar(found: ScenarioPeriods) -> Horizon:
    """Return what names the periods; where it is not known, as many as are spoken of."""
    return found.calendar or Horizon(periods=max([row.period or 1 for row in found.rows], default=1))


def _draw(ax: Axes, place: int, row: ScenarioPeriod, last: int, language: Language) -> None:
    if row.period is None:
        words = label("never works", language, listed(row.in_the_way, language))
        ax.text(0.08, place, words, size=SMALL, color=FAINT, style="italic", va="center")
        return
    fill = PLAN if row.period else START
    bar = Rectangle((row.period, place - _BAR / 2), last - row.period, _BAR, linewidth=0, zorder=2)
    bar.set(facecolor=fill.colour, hatch=fill.hatch, edgecolor=fill.hatch_colour, label=row.scenario.id)
    ax.add_artist(bar)
    ax.add_line(_mark([row.period], [place]))


def _mark(xs: list[float], ys: list[float]) -> Line2D:
    drawn = Line2D(xs, ys, color=INK, linestyle="none", marker="D", markersize=7, clip_on=False, zorder=4)
    drawn.set(markerfacecolor=PAPER, markeredgewidth=1.4)
    return drawn


def _key(found: ScenarioPeriods, language: Language) -> list[Artist]:
    mark = _mark([], [])
    mark.set_label(label("works from the end", language))
    handles: list[Artist] = [mark]
    for fill, name, there in (
        (START, "works at the start", any(row.period == 0 for row in found.rows)),
        (PLAN, "works by the plan", any(row.period for row in found.rows)),
    ):
        if there:
            handles.append(
                Patch(
                    facecolor=fill.colour,
                    hatch=fill.hatch,
                    edgecolor=fill.hatch_colour,
                    label=label(name, language),
                )
            )
    return handles


@validated
def describe_scenarios(found: ScenarioPeriods, *, language: Language = "en") -> str:
    """Return from when each scenario works, for those who cannot see it.

    Args:
        found: The scenarios.
        language: The language.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> from omniprio.answers import Scenario, scenario_periods
    >>> plan = plan_of(Portfolio(horizon=3, initiatives=[Initiative(id="crm", advances={"R2": 1})]), {"crm": 2})
    >>> both = [Scenario(id="known", fields=["R2"]), Scenario(id="everywhere", fields=["R3"])]
    >>> describe_scenarios(scenario_periods(plan, both))
    'From when scenarios work: known from the end of 2; everywhere never, in the way: R3.'
    """
    calendar = _calendar(found)
    said = []
    for row in found.rows:
        name = row.scenario.name(language)
        if row.period is None:
            said.append(label("say never works", language, name, listed(row.in_the_way, language)))
        elif row.period:
            said.append(label("say works from", language, name, calendar.label(row.period, language)))
        else:
            said.append(label("say works at the start", language, name))
    return label("say scenarios", language, "; ".join(said) or label("nothing", language))
