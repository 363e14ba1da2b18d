"""The rules a schedule must keep: one function each, under the name the rule has everywhere."""

from __future__ import annotations

from itertools import accumulate, count
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter, ValidationError

from omniprio.base import Period, exact, written
from omniprio.checker.report import BrokenRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from fractions import Fraction

    from omniprio.checker.recount import Recount, Work
    from omniprio.portfolio import Budget, Group, Portfolio, Requirement
    from omniprio.portfolio.limits import Capacity

__all__ = ["RULES", "Case", "broken_rules", "is_period", "known"]

_DECIMALS = 4
"""Of a number in a sentence, unless two that differ would read the same."""

_PERIOD: TypeAdapter[int] = TypeAdapter(Period)


class Case(NamedTuple):
    """A schedule under check: the data, the chosen initiatives by id, and what they amount to."""

    portfolio: Portfolio
    works: Mapping[str, Work]
    recount: Recount

    def when(self, period: int) -> str:
        """Return what a person calls a period: `period 4 (2027 Q4)`."""
        label = self.portfolio.calendar.label(period) if period <= self.portfolio.periods else str(period)
        return f"period {period}" if label == str(period) else f"period {period} ({label})"


def broken_rules(case: Case) -> Iterator[BrokenRule]:
    """Yield every broken rule of a schedule, `known` apart."""
    for rule in _ON_SCHEDULES:
        yield from rule(case)


def is_period(start: object) -> bool:
    """Return whether a value is a whole period from 1 on."""
    try:
        _PERIOD.validate_python(start)
    except ValidationError:
        return False
    return True


def known(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[BrokenRule]:
    """Every start is a whole period, of an initiative that there is."""
    for name, start in starts.items():
        if name not in portfolio.by_id:
            yield BrokenRule(
                rule="known",
                message=f"{name} is no initiative of the portfolio: correct the id or leave it out",
                initiatives=(str(name),),
            )
        elif not is_period(start):
            yield BrokenRule(
                rule="known",
                message=f"{name} starts in {start!r}: give a whole period from 1 to {portfolio.periods}",
                initiatives=(name,),
            )


def horizon(case: Case) -> Iterator[BrokenRule]:
    """What is started completes within the horizon: start + duration - 1 <= T."""
    last = case.portfolio.periods
    for name, work in case.works.items():
        if work.completion > last:
            yield BrokenRule(
                rule="horizon",
                message=f"{name} starts in {case.when(work.start)} and completes in {case.when(work.completion)}, "
                f"after the last one, {case.when(last)}",
                initiatives=(name,),
                period=work.start,
                figures={"completion": work.completion, "last": last},
            )


def window(case: Case) -> Iterator[BrokenRule]:
    """The initiative's own dates: earliest and latest start, deadline, fixed start."""
    for name, work in case.works.items():
        for verb, period, date, limit in _missed_dates(work):
            yield BrokenRule(
                rule="window",
                message=f"{name} {verb} in {case.when(period)}; its {date} is {case.when(limit)}",
                initiatives=(name,),
                period=period,
                figures={date: limit},
            )


def _missed_dates(work: Work) -> Iterator[tuple[str, int, str, int]]:
    """Yield what falls in which period against which date of the initiative."""
    own, start = work.initiative, work.start
    if own.earliest_start is not None and start < own.earliest_start:
        yield "starts", start, "earliest start", own.earliest_start
    if own.latest_start is not None and start > own.latest_start:
        yield "starts", start, "latest start", own.latest_start
    if own.deadline is not None and work.completion > own.deadline:
        yield "completes", work.completion, "deadline", own.deadline
    if own.fixed_start is not None and start != own.fixed_start:
        yield "starts", start, "fixed start", own.fixed_start


def decision(case: Case) -> Iterator[BrokenRule]:
    """What must be done is chosen, and what must never be done is not."""
    for name, initiative in case.portfolio.by_id.items():
        forbidden, done = ("never", "is chosen") if name in case.works else ("must", "is left out")
        if initiative.decision == forbidden:
            reason = f" ({initiative.decision_reason})" if initiative.decision_reason else ""
            yield BrokenRule(
                rule="decision",
                message=f"{name} {done}, but the decision is {initiative.decision}{reason}",
                initiatives=(name,),
            )


def requires(case: Case) -> Iterator[BrokenRule]:
    """What must come before has come before: all of it, or any one, with the lag."""
    for name, work in case.works.items():
        for entry in work.initiative.requirements:
            for names in [entry.of] if entry.match == "any" else [(other,) for other in entry.of]:
                opens = {other: _opens(entry, case.works.get(other)) for other in names}
                if not any(first is not None and work.start >= first for first in opens.values()):
                    yield _too_early(case, name, opens)


def _too_early(case: Case, name: str, opens: Mapping[str, int | None]) -> BrokenRule:
    before = " or ".join(
        f"{other} ({'left out' if first is None else f'allows {case.when(first)} at the earliest'})"
        for other, first in opens.items()
    )
    start = case.works[name].start
    return BrokenRule(
        rule="requires",
        message=f"{name} starts in {case.when(start)}, but requires {before}",
        initiatives=(name, *opens),
        period=start,
        figures={other: first for other, first in opens.items() if first is not None},
    )


def _opens(entry: Requirement, work: Work | None) -> int | None:
    """Return the first period that a requirement opens for a start, None where what it names is left out."""
    if work is None:
        return None
    return entry.lag + (work.start if entry.kind == "start to start" else work.completion + 1)


def needs(case: Case) -> Iterator[BrokenRule]:
    """Fields are fulfilled as far as needed at the end of the period before the start."""
    for name, work in case.works.items():
        for field, share in work.initiative.needs.items():
            states = case.recount.fulfilment[field]
            there, needed = states[min(work.start, len(states)) - 1], exact(share)
            if there < needed:
                wanted, reached = _told_apart(needed, there)
                yield BrokenRule(
                    rule="needs",
                    message=f"{name} starts in {case.when(work.start)} and needs {field} at {written(wanted)}, "
                    f"which is at {written(reached)} then: {written(wanted - reached)} short",
                    initiatives=(name,),
                    period=work.start,
                    figures={"there": float(there), "needed": float(needed), "short": float(needed - there)},
                )


def budget(case: Case) -> Iterator[BrokenRule]:
    """Spending keeps within each budget, period by period or carried over.

    What is overspent and carried over is named once, in the period it is spent in.
    """
    for name, limit in case.portfolio.limits.items():
        amounts = case.recount.spending[name]
        spent = accumulate(amounts) if limit.carry_over else amounts
        available = _available(limit, case.portfolio.periods)
        named = exact(0)
        for period, (used, most) in enumerate(zip(spent, available, strict=True), start=1):
            excess = exact(0) if most is None else max(exact(0), used - most)
            if most is not None and excess > named:
                words = f"spent {'by' if limit.carry_over else 'in'} {case.when(period)}"
                yield _exceeded("budget", name, words, period, (used, most))
            named = excess if limit.carry_over else exact(0)


def _available(limit: Budget, periods: int) -> list[Fraction | None]:
    """Return what may be spent in each period, or by its end if carried over; None is no limit."""
    if limit.total is not None:
        return [exact(limit.total)] * periods
    amounts = _in_each(limit.per_period, periods)
    return list(accumulate(amounts, _added)) if limit.carry_over else amounts


def _in_each(amounts: Capacity, periods: int) -> list[Fraction | None]:
    each = amounts if isinstance(amounts, tuple) else (amounts,) * periods
    return [None if amount is None else exact(amount) for amount in each]


def _added(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def capacity(case: Case) -> Iterator[BrokenRule]:
    """The work in progress in each period takes no more of a team than there is."""
    for team, amounts in case.portfolio.capacities.items():
        there = _in_each(amounts, case.portfolio.periods)
        for period, (load, most) in enumerate(zip(case.recount.load[team], there, strict=True), start=1):
            if most is not None and load > most:
                yield _exceeded("capacity", team, f"taken in {case.when(period)}", period, (load, most))


def _exceeded(
    rule: str, name: str, words: str, period: int, used_and_available: tuple[Fraction, Fraction]
) -> BrokenRule:
    used, available = used_and_available
    excess = used - available
    most, there = _told_apart(used, available)
    return BrokenRule(
        rule=rule,
        message=f"{rule} {name}: {written(most)} {words}, {written(there)} available: "
        f"{written(most - there)} too much",
        period=period,
        figures={"used": float(used), "available": float(available), "too much": float(excess)},
    )


def _told_apart(used: Fraction, available: Fraction) -> tuple[Fraction, Fraction]:
    """Return two amounts with as many decimals, four at least, as tell the greater one from the other."""
    pairs = ((round(used, decimals), round(available, decimals)) for decimals in count(_DECIMALS))
    return next((most, there) for most, there in pairs if most > there)


def group(case: Case) -> Iterator[BrokenRule]:
    """As many members of each group are chosen as it allows."""
    for entry in case.portfolio.groups:
        chosen = [name for name in entry.members if name in case.works]
        for allowed, most in _breaches(entry, len(chosen)):
            yield BrokenRule(
                rule="group",
                message=f"group {entry.id}: {len(chosen)} of {', '.join(entry.members)} chosen, {allowed}",
                initiatives=entry.members,
                figures={"chosen": len(chosen), "allowed": most},
            )


def _breaches(entry: Group, chosen: int) -> Iterator[tuple[str, int]]:
    """Yield what a group says against a number of its members, in words and as a number."""
    if chosen < entry.at_least:
        yield f"at least {entry.at_least} wanted", entry.at_least
    if entry.at_most is not None and chosen > entry.at_most:
        yield f"at most {entry.at_most} allowed", entry.at_most
    if entry.all_or_none and 0 < chosen < len(entry.members):
        yield f"all {len(entry.members)} or none wanted", len(entry.members)


_ON_SCHEDULES: tuple[Callable[[Case], Iterable[BrokenRule]], ...] = (
    horizon,
    window,
    decision,
    requires,
    needs,
    budget,
    capacity,
    group,
)

RULES: tuple[str, ...] = tuple(rule.__name__ for rule in (known, *_ON_SCHEDULES))
"""The names of all rules."""
