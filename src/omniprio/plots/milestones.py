"""Milestones in figures: when each is due, and when the plan meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.language import Speaker
from omniprio.plots.canvas import size_of
from omniprio.plots.labels import label, plain
from omniprio.plots.palette import FAINT, INK, PAPER, SMALL
from omniprio.plots.rows import wrapped
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["mark_milestones", "milestones_said"]

_EDGE = 0.1
"""Inches that a name keeps from the ends of its line."""


def mark_milestones(ax: Axes, plan: Plan, language: Language) -> None:
    """Mark on a time line when milestones are due, those of the same period with one line.

    Args:
        ax: The axes, with the distance upward.
        plan: The plan.
        language: The language.
    """
    given = {one.id: one for one in plan.portfolio.milestones}
    by_period: dict[int, list[str]] = {}
    for one in plan.milestones:
        by_period.setdefault(one.by, []).append(plain(given[one.id].name(language)))
    for period, names in by_period.items():
        ax.axvline(period, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)), zorder=1)
        ax.plot(
            [period], [plan.periods[period].distance], "D", color=INK, markersize=6, clip_on=False, zorder=4
        )
        fitting = wrapped(", ".join(names), SMALL, size_of(ax)[1] - _EDGE, most=1)[0]
        words = ax.annotate(fitting, (period, 0), (-3, 4), textcoords="offset points", rotation=90)
        words.set(ha="right", va="bottom", size=SMALL, color=FAINT, zorder=4)
        words.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 0.5, "alpha": 0.8})


def milestones_said(plan: Plan, language: Language) -> str:
    """Return when each milestone is due and met, for those who cannot see it; empty where there is none."""
    speaker = Speaker(language, Titles(plan.portfolio))
    given = {one.id: one for one in plan.portfolio.milestones}
    said = [
        label(
            "say one milestone" if one.met else "say one milestone at the start",
            language,
            given[one.id].name(language),
            speaker.called("period", one.by),
            speaker.called("period", one.met) if one.met else "",
        )
        for one in plan.milestones
    ]
    return label("say milestones", language, "; ".join(said)) if said else ""
