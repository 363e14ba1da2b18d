"""Changes as facts, which every language has words for: what repairs tell, and what other changes would be worth."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from omniprio.infeasibility.kinds import KINDS, kind_of
from omniprio.infeasibility.lags import enough_fact, lag_of
from omniprio.infeasibility.words import demand_fact, least_asked, money_sum, within
from omniprio.language import fact
from omniprio.measures import group_of
from omniprio.numbers import exact
from omniprio.plan.words import budget_fact
from omniprio.portfolio import sum_in
from omniprio.portfolio.milestones import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.infeasibility.changing import Change
    from omniprio.infeasibility.kinds import Kind
    from omniprio.language import Fact, Value
    from omniprio.portfolio import Group, Portfolio

__all__ = ["change_fact", "repair_facts"]

_MANY = 3
"""So many amounts are told with their sum, and so many alike in a row as one."""


def change_fact(changes: Sequence[Change], portfolio: Portfolio) -> Fact:
    """Return the changes of one thing.

    Args:
        changes: Of one kind and one subject; several only where they are about several periods.
        portfolio: The portfolio before the change.
    """
    first = changes[0]
    if first.kind == "horizon" or first.kind == "closed":  # noqa: PLR1714  mypy then knows that it is a demand
        return _framed(changes, portfolio)
    name = first.subject[0]
    if first.by is None or all(_is_dropped(change, portfolio) for change in changes):
        dropped = (demand_fact(first.kind, one.subject, one.period, portfolio) for one in changes)
        return fact("rules.all.drop", demand=tuple(dropped))
    if first.kind == "milestone":
        return _eased(first.subject, first.by, portfolio)
    part = KINDS[first.kind].part
    if part in {"budget", "capacity"}:
        whose = budget_fact(name) if part == "budget" else name
        return fact(f"rules.{first.kind}.repair", **{part: whose}, amounts=_amounts(changes, portfolio))
    if part == "group":
        return _regrouped(first.kind, group_of(portfolio, name), first.by, portfolio)
    return _moved(first.kind, first.subject, first.by, portfolio)


def repair_facts(changes: Sequence[Change], portfolio: Portfolio) -> tuple[Fact, ...]:
    """Return what is changed: a fact for each thing, but one for all that is dropped or moved of one kind.

    Args:
        changes: The changes.
        portfolio: The portfolio before them.
    """
    together: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        is_dropped = _is_dropped(change, portfolio) and change.kind != "closed"
        is_date = kind_of(change.kind).family == "dates"
        together.setdefault((change.kind, is_dropped or is_date or change.subject, is_dropped), []).append(
            change
        )
    return tuple(_together(own, portfolio) for own in together.values())


def _together(changes: Sequence[Change], portfolio: Portfolio) -> Fact:
    first = changes[0]
    if len({change.subject for change in changes}) == 1:
        return change_fact(changes, portfolio)
    if not _is_dropped(first, portfolio):
        facts = [change_fact([change], portfolio) for change in changes]
        moves = tuple(fact("rules.window.moved", **{**one.values, "date": ""}) for one in facts)
        dates = fact(f"rules.{first.kind}.name of several")
        return fact("rules.window.repair several", date=dates, moves=moves)
    kind = cast("Kind", first.kind)
    plain = [
        one.subject[0]
        for one in changes
        if kind == "must" and not portfolio.by_id[one.subject[0]].decision_reason
    ]
    told = [
        demand_fact(kind, one.subject, one.period, portfolio)
        for one in changes
        if one.subject[0] not in plain
    ]
    if plain:
        told.insert(0, fact("rules.must.demand", initiative=tuple(plain), reason=""))
    return fact("rules.all.drop several", number=len(changes), demands=tuple(told))


def _amounts(changes: Sequence[Change], portfolio: Portfolio) -> Value:
    """Return amounts with their periods; where they are many what they come to first, and those that go on for long as one."""
    if len(changes) < _MANY or any(change.period is None for change in changes):
        return tuple(_more(change, portfolio) for change in changes)
    runs: list[list[Change]] = []
    for change in changes:
        before = runs[-1][-1] if runs else None
        if before and (before.period or 0) + 1 == change.period and before.by == change.by:
            runs[-1].append(change)
        else:
            runs.append([change])
    total = abs(float(sum((exact(change.by or 0.0) for change in changes), Fraction(0))))
    is_money = kind_of(changes[0].kind).unit == "money"
    said = money_sum(total, changes[0].subject[0], portfolio) if is_money else total
    amounts = tuple(part for run in runs for part in _run(run, portfolio))
    return fact("rules.all.in all", total=said, amounts=amounts)


def _run(changes: Sequence[Change], portfolio: Portfolio) -> Iterator[Value]:
    """Yield the same amount in periods that follow each other, as one where they are many; what it is in was said."""
    first, last = changes[0], changes[-1]
    if len(changes) < _MANY:
        yield from (_more(change, portfolio, has_unit=False) for change in changes)
    else:
        amount = abs(first.by or 0.0)
        yield fact("rules.all.more from", amount=amount, first=first.period, last=last.period)


def _moved(kind: Kind, subject: tuple[str, ...], by: float, portfolio: Portfolio) -> Fact:
    """Return to when a date of an initiative is moved, or what is enough of a requirement of which a lag is loosened."""
    one = portfolio.by_id[subject[0]]
    if kind == "requires":
        entry = lag_of(one, subject[1:], by)
        enough = fact("rules.requires.no lag") if entry is None else enough_fact(entry, by)
        return fact(
            "rules.requires.repair", demand=demand_fact(kind, subject, None, portfolio), enough=enough
        )
    date, which = getattr(one, kind), fact(f"rules.{kind}.name")
    return fact("rules.window.repair", date=which, initiative=one.id, given=date, new=date + int(by))


def _regrouped(kind: Kind, group: Group, by: float, portfolio: Portfolio) -> Fact:
    """Return what a group is changed to ask for; measured by a fund, in what that is in."""
    given = getattr(group, kind)
    fund = group.fund if KINDS[kind].unit == "measure" else None
    limits = {"given": sum_in(given, fund, portfolio), "new": sum_in(_with(given, by), fund, portfolio)}
    return fact(f"rules.{kind}.repair", group=group.id, **limits)


def _framed(changes: Sequence[Change], portfolio: Portfolio) -> Fact:
    """Return that the horizon becomes longer, or that work is done in periods that are closed."""
    first = changes[0]
    if first.kind == "horizon":
        longer = portfolio.periods + int(first.by or 0)
        return fact("rules.horizon.repair", longer=longer, periods=portfolio.periods)
    periods = tuple(one.period or 0 for one in changes)
    if not first.subject:
        return fact("rules.closed.repair", periods=periods)
    return fact("rules.closed.repair for one", initiative=first.subject[0], periods=periods)


def _is_dropped(change: Change, portfolio: Portfolio) -> bool:
    """Tell whether nothing is demanded any more: least spending less than 0, as where synergies save, is no demand."""
    if change.by is None or change.kind != "least_spending":
        return change.by is None
    return least_asked(change.subject[0], change.period, portfolio).amount + exact(change.by) < 0


def _more(change: Change, portfolio: Portfolio, *, has_unit: bool = True) -> Value:
    by = abs(change.by or 0.0)
    is_money = has_unit and kind_of(change.kind).unit == "money"
    amount = money_sum(by, change.subject[0], portfolio) if is_money else by
    if change.period is None:
        return _everywhere(change, amount, portfolio)
    windows = portfolio.limits[change.subject[0]].bounds if kind_of(change.kind).part == "budget" else ()
    for first, last in windows:
        if first <= change.period <= last:
            return within(first, last, amount)
    return fact("rules.all.more in", amount=amount, period=change.period)


def _everywhere(change: Change, amount: Value, portfolio: Portfolio) -> Value:
    """Return an amount that is for no one period: for each of them, or for all together."""
    if _is_by_period(change, portfolio):
        return fact("rules.all.more each", amount=amount)
    if change.kind == "least_spending" and any(
        window.at_least for window in portfolio.limits[change.subject[0]].windows
    ):
        return fact("rules.all.more in all", amount=amount)
    return amount


def _is_by_period(change: Change, portfolio: Portfolio) -> bool:
    """Tell whether there is an amount for each period: of a team, or of a budget that is no total."""
    if change.kind == "budget":
        return portfolio.limits[change.subject[0]].per_period is not None
    return kind_of(change.kind).part == "capacity"


def _eased(subject: tuple[str, ...], by: float, portfolio: Portfolio) -> Fact:
    """Return what a milestone is changed to ask for, or by when."""
    milestone = next(one for one in portfolio.milestones if one.id == subject[0])
    match subject[1:]:
        case ("fields", field):
            given = milestone.fields[field]
            values: dict[str, Value] = {"field": field, "given": given, "new": _with(given, by)}
            return fact("rules.milestone.repair field", milestone=milestone.id, **values)
        case ("levels", discipline):
            level = milestone.levels[discipline]
            values = {"discipline": discipline, "given": level, "new": level + int(by)}
            return fact("rules.milestone.repair level", milestone=milestone.id, **values)
        case ("distance",):
            given = milestone.distance or 0.0
            return fact(
                "rules.milestone.repair distance", milestone=milestone.id, given=given, new=_with(given, by)
            )
        case ("channels",) if milestone.channels is not None:
            lower = STEPS[STEPS.index(milestone.channels) + int(by)]
            steps = {"given": fact(f"names.{milestone.channels}"), "new": fact(f"names.{lower}")}
            return fact("rules.milestone.repair channels", milestone=milestone.id, **steps)
    later = milestone.by + int(by)
    return fact("rules.milestone.repair later", milestone=milestone.id, given=milestone.by, new=later)


def _with(given: float, by: float) -> float:
    new = exact(given) + exact(by)
    return int(new) if new.denominator == 1 else float(new)
