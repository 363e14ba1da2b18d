"""Demands and changes as sentences, in the portfolio's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import written
from omniprio.money import available

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.conflict.changing import Change
    from omniprio.conflict.demand import Kind
    from omniprio.portfolio import Initiative, Portfolio, Requirement

__all__ = ["alternatives", "change_sentence", "count", "demand_sentence", "when"]

_DATES = {
    "earliest_start": "starts in {} at the earliest",
    "latest_start": "starts in {} at the latest",
    "deadline": "completes in {} at the latest",
    "fixed_start": "starts in {}, if at all",
}


def demand_sentence(kind: Kind, subject: tuple[str, ...], period: int | None, portfolio: Portfolio) -> str:
    """Return what is demanded, as a sentence without its full stop.

    Args:
        kind: The kind of demand.
        subject: Whom it is about.
        period: The period of a budget or capacity.
        portfolio: The portfolio.
    """
    name = subject[0]
    if kind == "budget":
        return f"budget {name}: {_money(name, period, portfolio)}"
    if kind == "capacity":
        return f"capacity {name}: {_capacity(name, period, portfolio)} in {when(period, portfolio)}"
    if kind in {"at_least", "at_most", "all_or_none"}:
        return f"group {name}: {_group(kind, name, portfolio)}"
    return f"{name} {_of_initiative(kind, portfolio.by_id[name], subject[1:], portfolio)}"


def _of_initiative(kind: Kind, initiative: Initiative, others: tuple[str, ...], portfolio: Portfolio) -> str:
    if kind in _DATES:
        return _DATES[kind].format(when(getattr(initiative, kind), portfolio))
    if kind == "requires":
        return f"requires {_required(initiative, others)}"
    if kind == "needs":
        (field,) = others
        return f"needs {field} at {written(initiative.needs[field])} before it starts"
    reason = f" ({initiative.decision_reason})" if initiative.decision_reason else ""
    return f"{'must be done' if kind == 'must' else 'is never done'}{reason}"


def _money(name: str, period: int | None, portfolio: Portfolio) -> str:
    budget = portfolio.limits[name]
    unit = f" {portfolio.currency}" if portfolio.currency else ""
    if budget.total is not None:
        return f"{written(budget.total)}{unit} in total"
    amounts = available(budget, portfolio.periods)
    if period is None:
        return f"{', '.join('no limit' if one is None else written(float(one)) for one in amounts)}{unit} in all by period"
    amount = written(float(amounts[period - 1] or 0))
    return f"{amount}{unit} {'up to' if budget.carry_over and period > 1 else 'in'} {when(period, portfolio)}"


def _capacity(team: str, period: int | None, portfolio: Portfolio) -> str:
    given = portfolio.capacities[team]
    amount = given[(period or 1) - 1] if isinstance(given, tuple) else given
    return written(amount or 0.0)


def _group(kind: str, name: str, portfolio: Portfolio) -> str:
    group = next(entry for entry in portfolio.groups if entry.id == name)
    members = ", ".join(group.members)
    if kind == "all_or_none":
        return f"all of {members} or none"
    words, most = ("at least", group.at_least) if kind == "at_least" else ("at most", group.at_most)
    return f"{words} {most} of {members}"


def _required(initiative: Initiative, names: tuple[str, ...]) -> str:
    entries = [entry for entry in initiative.requirements if names in alternatives(entry)]
    others = names[0] if len(names) == 1 else f"one of {', '.join(names)}"
    details = [detail for entry in entries if (detail := _detail(entry))]
    return f"{others} ({'; '.join(details)})" if details else others


def _detail(entry: Requirement) -> str:
    parts = ["started, not complete"] * (entry.kind == "start to start")
    parts += [f"{count(entry.lag, 'period')} in between"] * (entry.lag > 0)
    return ", ".join(parts)


def alternatives(entry: Requirement) -> list[tuple[str, ...]]:
    """Return what a requirement asks for: of each tuple of ids, one must come before."""
    return [entry.of] if entry.match == "any" else [(name,) for name in entry.of]


def change_sentence(changes: Sequence[Change], portfolio: Portfolio) -> str:
    """Return the changes of one thing as one sentence.

    Args:
        changes: Of one kind and one subject; several only where they are about several periods.
        portfolio: The portfolio before the change.
    """
    first = changes[0]
    if first.kind == "horizon":
        longer = count(portfolio.periods + int(first.by or 0), "period")
        return f"Plan over {longer} instead of {portfolio.periods}, with limits by period as in the last one."
    name, unit = first.subject[0], f" {portfolio.currency}" if portfolio.currency else ""
    if first.by is None:
        return f"Drop this: {demand_sentence(first.kind, first.subject, first.period, portfolio)}."
    if first.kind in {"budget", "capacity"}:
        parts = [_more(change, unit if first.kind == "budget" else "", portfolio) for change in changes]
        return f"Raise {first.kind} {name} by {listed(parts)}."
    words = first.kind.replace("_", " ")
    if first.kind in {"at_least", "at_most"}:
        group = next(entry for entry in portfolio.groups if entry.id == name)
        given = getattr(group, first.kind)
        return f"Change group {name} from {words} {given} to {words} {given + int(first.by)}."
    date = getattr(portfolio.by_id[name], first.kind)
    return (
        f"Move the {words} of {name} from {when(date, portfolio)} to {when(date + int(first.by), portfolio)}."
    )


def _more(change: Change, unit: str, portfolio: Portfolio) -> str:
    amount = f"{written(change.by or 0.0)}{unit}"
    return amount if change.period is None else f"{amount} in {when(change.period, portfolio)}"


def when(period: int | None, portfolio: Portfolio) -> str:
    """Return what a person calls a period: `period 4 (2027 Q4)`."""
    if period is None:
        return "every period"
    label = portfolio.calendar.label(period) if period <= portfolio.periods else str(period)
    return f"period {period}" if label == str(period) else f"period {period} ({label})"


def count(amount: int, thing: str) -> str:
    """Return a number of things: `1 period`, `2 periods`."""
    return f"{amount} {thing}{'s' * (amount != 1)}"


def listed(parts: Sequence[str]) -> str:
    """Return parts as `a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
