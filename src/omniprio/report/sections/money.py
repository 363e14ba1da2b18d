"""What it costs, period by period, and what is left of each budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.marks import Marks, united
from omniprio.portfolio.provenance import marks_of_budget, marks_of_initiative
from omniprio.report.grid import Grid, by_period, use
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from omniprio.plan import Plan
    from omniprio.report.voice import Voice

__all__ = ["Money", "money"]


@dataclass(frozen=True, slots=True)
class Money:
    """What the section shows."""

    pictures: list[Picture]
    """One for each budget that something is spent of."""
    spending: Grid
    marks: Marks


def money(plan: Plan, voice: Voice) -> Money | None:
    """Return what is spent of each budget, or None where nothing is."""
    names = {name: voice.budget(name) for name in plan.portfolio.limits}
    states = plan.periods[1:]
    used = {called: [state.spending[name] for state in states] for name, called in names.items()}
    left = {called: [state.left[name] for state in states] for name, called in names.items()}
    unit = plan.portfolio.currency
    caption = voice.say("caption money in", unit) if unit else voice.say("caption money")
    grid = by_period(caption, use(used, left, ("head spent", "head left"), voice), voice)
    chosen = (plan.portfolio.by_id[planned.id] for planned in plan.schedule)
    costs = (marks_of_initiative(one, plan.portfolio, "cost") for one in chosen)
    if grid is None:
        return None
    pictures = [_picture(plan, name, voice) for name, called in names.items() if any(used[called])]
    return Money(pictures, grid, united([marks_of_budget(plan.portfolio), *costs]))


def _picture(plan: Plan, budget: str, voice: Voice) -> Picture:
    seen = plots.describe_money(plan, budget, language=voice.language)
    return picture(plots.money(plan, budget, language=voice.language), seen)
