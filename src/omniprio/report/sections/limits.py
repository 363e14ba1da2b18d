"""What the plan has to keep to: what each budget and team has, and when initiatives may be done."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from omniprio.portfolio import unit_of, unit_of_budget
from omniprio.portfolio.budgets import Given
from omniprio.portfolio.provenance import marks_of_budget
from omniprio.report.table import Head, Table, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from omniprio.marks import Marks
    from omniprio.plan import Plan
    from omniprio.portfolio import Budget, Initiative
    from omniprio.portfolio.teams import Team
    from omniprio.report.voice import Voice

__all__ = ["Limits", "limits"]


class Limits(NamedTuple):
    """What the section shows."""

    budgets: list[Table]
    marks: Marks
    """On what the budgets have."""
    others: list[Table]


def limits(plan: Plan, voice: Voice) -> Limits | None:
    """Return what the plan has to keep to, or None where nothing is limited."""
    portfolio = plan.portfolio
    budgets = _table(
        "caption budgets",
        ("budget", "when", "at most", "at least", "left over", "of funds", "of owners"),
        (row for name, budget in portfolio.limits.items() for row in _budget(name, budget, voice)),
        voice,
    )
    teams = _table(
        "caption limits of teams",
        ("team", "when", "has", "at least", "to buy", "to buy for"),
        (row for name, team in portfolio.teams.items() for row in _team(name, team, voice)),
        voice,
    )
    dates = _table(
        "caption dates",
        ("initiative", "in the plan", "earliest", "latest allowed", "deadline", "due", "no work"),
        (row for one in portfolio.initiatives for row in _dates(one, plan, voice)),
        voice,
    )
    found = Limits(budgets, marks_of_budget(portfolio), [*teams, *dates])
    return found if found.budgets or found.others else None


def _table(
    caption: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], voice: Voice
) -> list[Table]:
    """Return rows as a table without the columns in which nothing is said; nothing where there are no rows."""
    found = [*rows]
    said = [place for place in range(len(columns)) if any(row[place] for row in found)]
    heads = [Head(voice.say(f"column {columns[place]}")) for place in said]
    return table(voice.say(caption), heads, ([row[place] for place in said] for row in found))


def _budget(name: str, budget: Budget, voice: Voice) -> Iterator[tuple[str, ...]]:
    """Yield what a budget has, and what is to be spent of it, in each stretch of periods of which it says something."""
    periods, unit = voice.portfolio.periods, unit_of_budget(name, voice.portfolio)
    most = {(one.first, one.last): one.amount for one in _stretches(budget, periods)}
    least = {(one.first, one.last): one.amount for one in budget.least(periods)}
    limited = any(amount is not None for amount in most.values())
    funds = voice.listed(map(voice.fund, budget.funds)) if {*budget.funds} - {name} else ""
    owners = voice.listed(map(voice.owner, budget.owners)) if budget.owners else ""
    for stretch in dict.fromkeys([*(most if limited else ()), *least]):
        asked = least.get(stretch)
        yield (
            voice.budget(name),
            voice.span(*stretch),
            _in_each(most[stretch], stretch, budget, unit, voice) if stretch in most else "",
            "" if asked is None else voice.money(asked, unit),
            _left_over(budget, voice) if limited else "",
            funds,
            owners,
        )


def _is_by_period(budget: Budget) -> bool:
    return budget.total is None and not budget.windows


def _stretches(budget: Budget, periods: int) -> Iterator[Given]:
    """Yield the amounts of a budget, periods one after another with the same amount together."""
    given = budget.given(periods)
    if not _is_by_period(budget):
        yield from given
        return
    for amount, same in groupby(given, key=lambda one: one.amount):
        run = [*same]
        yield Given(run[0].first, run[-1].last, amount)


def _in_each(
    amount: Fraction | None, stretch: tuple[int, int], budget: Budget, unit: str, voice: Voice
) -> str:
    """Return an amount of a budget, and whether it is for each period of a stretch."""
    if amount is None:
        return voice.say("no limit")
    first, last = stretch
    said = voice.money(amount, unit)
    return voice.say("in each period", said) if _is_by_period(budget) and first < last else said


def _left_over(budget: Budget, voice: Voice) -> str:
    """Return what becomes of what is left of an amount."""
    if budget.total is not None or budget.carry_over is True:
        return voice.say("left over is kept")
    share = budget.carried_share
    return (
        voice.say("left over is lost")
        if share is None
        else voice.say("share is kept", voice.percent(float(share)))
    )


def _team(name: str, team: Team, voice: Voice) -> Iterator[tuple[str, ...]]:
    """Yield what a team has, has to do and can be bought of it, in each stretch of periods; nothing where it has no limit."""
    each = [*zip(team.amount, team.at_least, team.extra, strict=True)]
    if all(has is None and asked is None for has, asked, _ in each):
        return
    price = voice.say("for each unit", voice.money(team.price, unit_of(team.fund, voice.portfolio)))
    first = 1
    for (has, asked, extra), same in groupby(each):
        last = first + len([*same]) - 1
        yield (
            voice.team(name),
            voice.span(first, last),
            voice.say("no limit") if has is None else voice.amount(has),
            "" if asked is None else voice.amount(asked),
            "" if extra == 0 else voice.say("what is missing") if extra is None else voice.amount(extra),
            price if extra != 0 and team.price else "",
        )
        first = last + 1


def _dates(one: Initiative, plan: Plan, voice: Voice) -> Iterator[tuple[str, ...]]:
    """Yield the dates that are given for an initiative, beside those it has in the plan; nothing where there are none."""
    earliest, latest = (one.earliest_start, one.latest_start)
    if one.fixed_start is not None:
        earliest = latest = one.fixed_start
    given = (earliest, latest, one.deadline, one.due)
    if any(date is not None for date in given) or one.closed:
        yield (
            one.name(voice.language),
            _planned(one, plan, voice),
            *("" if date is None else voice.label(date) for date in given),
            ", ".join(map(voice.label, one.closed)),
        )


def _planned(one: Initiative, plan: Plan, voice: Voice) -> str:
    """Return when an initiative is done in the plan, and how long after it is due."""
    for planned in plan.schedule:
        if planned.id == one.id:
            late = planned.finish - (one.due or planned.finish)
            when = voice.span(planned.start, planned.finish)
            return voice.say("so late", when, voice.periods(late)) if late > 0 else when
    return voice.say("not planned")
