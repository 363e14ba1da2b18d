"""What it costs and earns, period by period, and what is left of each budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio import plots
from omniprio.marks import Marks, united
from omniprio.portfolio import in_several_units, unit_of_budget
from omniprio.portfolio.provenance import marks_of_budget, marks_of_initiative
from omniprio.report.grid import Column, Grid, by_period, use
from omniprio.report.table import Head, Table, table
from omniprio.report.vector import Picture, picture

if TYPE_CHECKING:
    from omniprio.plan import Plan
    from omniprio.plan.cash import Cash
    from omniprio.report.voice import Voice

__all__ = ["Money", "money"]


@dataclass(frozen=True, slots=True)
class Money:
    """What the section shows."""

    pictures: list[Picture]
    """One for each budget that something is spent of."""
    spending: Grid | None
    marks: Marks
    cash: Grid | None
    """What it earns and costs by period; None where nothing in the portfolio earns."""
    earners: list[Table]
    """What each initiative and synergy earns and costs."""
    cash_marks: Marks


def money(plan: Plan, voice: Voice) -> Money | None:
    """Return what is spent of each budget and what is earned, or None where nothing is."""
    names = {name: _called(name, voice) for name in plan.portfolio.limits}
    states = plan.periods[1:]
    used = {called: [state.spending[name] for state in states] for name, called in names.items()}
    left = {called: [state.left[name] for state in states] for name, called in names.items()}
    coming = {names[name]: [state.income[name] for state in states] for name in states[0].income}
    unit = "" if in_several_units(plan.portfolio) else plan.portfolio.currency
    caption = voice.say("caption money in", unit) if unit else voice.say("caption money")
    grid = by_period(caption, use(used, left, ("head spent", "head left"), voice, coming), voice)
    chosen = (plan.portfolio.by_id[planned.id] for planned in plan.schedule)
    costs = (marks_of_initiative(one, plan.portfolio, "cost") for one in chosen)
    if grid is None and plan.cash is None:
        return None
    pictures = [_picture(plan, name, voice) for name, called in names.items() if any(used[called])]
    marks = united([marks_of_budget(plan.portfolio), *costs])
    if plan.cash is None:
        return Money(pictures, grid, marks, None, [], ())
    seen = plots.describe_cash(plan, language=voice.language)
    pictures.append(picture(plots.cash(plan, language=voice.language), seen))
    values = (marks_of_initiative(one, plan.portfolio, "value") for one in plan.portfolio.initiatives)
    return Money(
        pictures, grid, marks, _cash(plan.cash, voice), _earners(plan.cash, voice), united([*values, marks])
    )


def _called(budget: str, voice: Voice) -> str:
    """Return what a budget is called in a table, with its unit where not all are in the same."""
    unit = unit_of_budget(budget, voice.portfolio) if in_several_units(voice.portfolio) else ""
    return f"{voice.budget(budget)} ({unit})" if unit else voice.budget(budget)


def _cash(cash: Cash, voice: Voice) -> Grid | None:
    """Return income, costs and all so far by period."""
    income, cost = [one.income for one in cash.periods], [one.cost for one in cash.periods]
    columns = [
        Column(voice.say("head income"), tuple(map(voice.amount, income)), voice.amount(cash.income)),
        Column(voice.say("head cost"), tuple(map(voice.amount, cost)), voice.amount(cash.cost)),
        Column(voice.say("head cash"), tuple(voice.amount(one.cash) for one in cash.periods)),
    ]
    return by_period(_caption("caption cash", voice), columns, voice)


def _earners(cash: Cash, voice: Voice) -> list[Table]:
    """Return what each part of the plan earns and costs."""
    heads = [
        Head(voice.say("column earner")),
        *(
            Head(voice.say(head), number=True)
            for head in ("head income", "head cost", "column present value")
        ),
        Head(voice.say("column payback"), number=True),
    ]
    rows = (
        (
            voice.initiative(one.id) if one.kind == "initiative" else voice.say(f"earner {one.kind}", one.id),
            voice.amount(one.income),
            voice.amount(one.cost),
            voice.amount(one.present_value),
            voice.say("not paid back") if one.payback is None else voice.label(one.payback),
        )
        for one in cash.parts
    )
    return table(_caption("caption earners", voice, voice.period(cash.counted_to)), heads, rows)


def _caption(key: str, voice: Voice, *inserts: str) -> str:
    """Return a caption, with the currency where there is one."""
    unit = voice.portfolio.currency
    return voice.say(f"{key} in", unit, *inserts) if unit else voice.say(key, *inserts)


def _picture(plan: Plan, budget: str, voice: Voice) -> Picture:
    seen = plots.describe_money(plan, budget, language=voice.language)
    return picture(plots.money(plan, budget, language=voice.language), seen)
