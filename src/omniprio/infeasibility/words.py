"""Demands as facts, which every language has words for."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.income import flowing_into
from omniprio.infeasibility.kinds import KINDS
from omniprio.infeasibility.lags import wait_facts
from omniprio.language import Sentence, fact
from omniprio.measures import group_of
from omniprio.money import available
from omniprio.portfolio import unit_of_budget
from omniprio.portfolio.budgets import Least
from omniprio.portfolio.milestones import asked_for
from omniprio.portfolio.names import Ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.infeasibility.kinds import Kind
    from omniprio.language import Fact, Value
    from omniprio.portfolio import Budget, Initiative, Milestone, Portfolio, Requirement

__all__ = ["asked", "demand_fact", "in_english", "least_asked", "money_sum", "within"]


def in_english(said: Fact, portfolio: Portfolio) -> Sentence:
    """Return a fact about a portfolio as an English sentence, with ids."""
    return Sentence.of(said, Ids(portfolio))


def demand_fact(kind: Kind, subject: tuple[str, ...], period: int | None, portfolio: Portfolio) -> Fact:
    """Return what is demanded; as a sentence it has no full stop.

    Args:
        kind: The kind of demand.
        subject: Whom it is about.
        period: The period of a budget or capacity.
        portfolio: The portfolio.
    """
    name = subject[0]
    if KINDS[kind].part == "budget":
        return (_money if kind == "budget" else _least_spending)(name, period, portfolio)
    if KINDS[kind].part == "capacity":
        amounts = _of_team(kind, name, period, portfolio)
        if period is None:
            return fact(f"rules.{kind}.demand in every period", team=name, **amounts)
        return fact(f"rules.{kind}.demand", team=name, **amounts, period=period)
    if KINDS[kind].part == "group":
        return _group(kind, name, portfolio)
    if kind == "milestone":
        return _milestone(next(one for one in portfolio.milestones if one.id == name))
    return _of_initiative(kind, portfolio.by_id[name], subject[1:])


def _of_initiative(kind: Kind, initiative: Initiative, others: tuple[str, ...]) -> Fact:
    if kind == "requires":
        return _required(initiative, others)
    if kind == "needs":
        (field,) = others
        return fact(
            "rules.needs.demand", initiative=initiative.id, field=field, share=initiative.needs[field]
        )
    if KINDS[kind].field == "decision":
        reason = initiative.decision_reason
        because = fact("rules.all.because", reason=reason) if reason else ""
        return fact(f"rules.{kind}.demand", initiative=initiative.id, reason=because)
    return fact(f"rules.{kind}.demand", initiative=initiative.id, period=getattr(initiative, kind))


def _milestone(milestone: Milestone) -> Fact:
    """Return what a milestone asks for, and by when."""
    return fact(
        "rules.milestone.demand", milestone=milestone.id, wanted=asked_for(milestone), period=milestone.by
    )


def _money(name: str, period: int | None, portfolio: Portfolio) -> Fact:
    """Return what may be spent under a budget: what it gives, and what flows into it."""
    given = _given(name, period, portfolio)
    return fact("rules.budget.demand and income", said=given) if flowing_into(name, portfolio) else given


def _given(name: str, period: int | None, portfolio: Portfolio) -> Fact:
    """Return what a budget gives, in all or in a period."""
    budget = portfolio.limits[name]
    if budget.total is not None:
        return fact(
            "rules.budget.demand in total", budget=name, amount=money_sum(budget.total, name, portfolio)
        )
    if not budget.is_simple:
        return _by_window(name, budget, portfolio)
    amounts = [None if one is None else float(one) for one in available(budget, portfolio.periods)]
    if period is None:
        each = tuple(fact("rules.budget.no limit") if one is None else one for one in amounts)
        unit = unit_of_budget(name, portfolio)
        unit_said = fact("amounts.unit", unit=unit) if unit else ""
        return fact("rules.budget.demand by period", budget=name, amounts=each, unit=unit_said)
    until = "up to" if budget.carry_over and period > 1 else "in"
    amount = money_sum(amounts[period - 1] or 0.0, name, portfolio)
    return fact(f"rules.budget.demand {until}", budget=name, amount=amount, period=period)


def _by_window(name: str, budget: Budget, portfolio: Portfolio) -> Fact:
    """Return what a budget gives for each of its windows, and how much of that is carried over."""
    windows = tuple(
        within(one.first, one.last, _sum_or_none(one.amount, name, portfolio))
        for one in budget.given(portfolio.periods)
    )
    share = budget.carried_share
    carried = fact("rules.budget.carried all" if budget.carry_over else "rules.budget.carried nothing")
    if share is not None:
        carried = fact("rules.budget.carried share", share=float(share))
    return fact("rules.budget.demand by window", budget=name, windows=windows, carried=carried)


def within(first: int, last: int, amount: Value) -> Fact:
    """Return an amount and the periods that it is for.

    Args:
        first: The first of them.
        last: The last of them.
        amount: The amount, in words.
    """
    if first == last:
        return fact("rules.all.more in", amount=amount, period=last)
    return fact("rules.all.from to", amount=amount, first=first, last=last)


def _sum_or_none(amount: Fraction | None, budget: str, portfolio: Portfolio) -> Value:
    return fact("rules.budget.no limit") if amount is None else money_sum(float(amount), budget, portfolio)


def least_asked(name: str, period: int | None, portfolio: Portfolio) -> Least:
    """Return what is to be spent under a budget, in all or in the window that ends with a period.

    Args:
        name: The budget.
        period: The last period of the window; none for what is asked in all.
        portfolio: The portfolio.
    """
    asked_of = portfolio.limits[name].least(portfolio.periods)
    nothing = Least(1, portfolio.periods, Fraction(0), None)
    return next((one for one in asked_of if one.window == period), nothing)


def _least_spending(name: str, period: int | None, portfolio: Portfolio) -> Fact:
    """Return what is to be spent under a budget, in all or in the window that ends with a period."""
    least = least_asked(name, period, portfolio)
    amount = money_sum(float(least.amount), name, portfolio)
    if period is None:
        return fact("rules.least_spending.demand", budget=name, amount=amount)
    if least.first == least.last:
        return fact("rules.least_spending.demand in", budget=name, amount=amount, period=least.last)
    return fact(
        "rules.least_spending.demand from", budget=name, amount=amount, first=least.first, last=least.last
    )


def money_sum(amount: float, budget: str, portfolio: Portfolio) -> Value:
    """Return an amount of a budget with all its decimals and what it is in, where that is known."""
    unit = unit_of_budget(budget, portfolio)
    return fact("amounts.sum", amount=amount, unit=unit) if unit else amount


def _of_team(kind: Kind, team: str, period: int | None, portfolio: Portfolio) -> dict[str, float]:
    """Return what a team has, or is to have to do, and how much of that is bought."""
    one, place = portfolio.teams[team], (period or 1) - 1
    amount = getattr(one, KINDS[kind].field)[place] or 0
    if kind == "extra":
        return {"amount": float((one.amount[place] or 0) + amount), "extra": float(amount)}
    return {"amount": float(amount)}


def _group(kind: Kind, name: str, portfolio: Portfolio) -> Fact:
    group, unit = group_of(portfolio, name), KINDS[kind].unit
    given = getattr(group, kind)
    what: dict[str, Value] = {"group": name, "members": portfolio.members[name]}
    what["limit"] = None if given is True else given
    if kind == "apart" and not group.apart:
        return fact("rules.apart.demand never together", **what)
    if unit == "dropped" or (unit == "measure" and group.counts):
        return fact(f"rules.{kind}.demand", **what)
    measured = " measured" if unit == "measure" else ""
    return fact(f"rules.{kind}.demand{measured}", **what, measure=group.measure)


def _required(initiative: Initiative, names: tuple[str, ...]) -> Fact:
    entries = [entry for entry in initiative.requirements if names in entry.parts]
    details = tuple(detail for entry in entries for detail in _details(entry, alone=len(entries) == 1))
    others = asked(names, entries[0].least)
    how = fact("rules.requires.how", details=details) if details else ""
    return fact("rules.requires.demand", initiative=initiative.id, others=others, how=how)


def asked(names: tuple[str, ...], least: int) -> Value:
    """Return the initiatives that a part of a requirement asks for, one or so many of them."""
    if len(names) == 1:
        return names[0]
    if least == 1:
        return fact("rules.requires.one of", of=names)
    return fact("rules.requires.some of", of=names, number=least)


def _details(entry: Requirement, *, alone: bool) -> Iterator[Fact]:
    """Yield what a requirement asks for; where it is alone, not that one is complete before the other starts."""
    if not alone and entry.kind == "finish to start":
        yield fact("rules.requires.finish to start")
    yield from wait_facts(entry)
    if entry.given:
        yield fact("rules.requires.given", names=entry.given)
