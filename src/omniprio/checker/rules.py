"""The rules a schedule must keep: one function each, under the name the rule has everywhere."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from omniprio.base import Period
from omniprio.checker.case import broken, told_apart
from omniprio.checker.channels import has_step, step_at
from omniprio.checker.money import budget, least_spending
from omniprio.checker.requirements import requires
from omniprio.checker.sets import apart, group, share
from omniprio.checker.teams import capacity, extra, least_load
from omniprio.language import fact
from omniprio.portfolio import mode_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from omniprio.checker.case import Case
    from omniprio.checker.report import BrokenRule
    from omniprio.checker.work import Work
    from omniprio.language import Fact, Value
    from omniprio.portfolio import Initiative, Milestone, Portfolio

__all__ = ["RULES", "broken_rules", "is_period", "known"]

_PERIOD: TypeAdapter[int] = TypeAdapter(Period)


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
    """Every start is a whole period, of an initiative that there is, in one of its modes if it has any."""
    for name, start in starts.items():
        if name not in portfolio.by_id:
            yield broken(portfolio, "known", fact("rules.no initiative", initiative=str(name)), (str(name),))
        elif not is_period(start):
            said = fact("rules.no period", initiative=name, start=repr(start), last=portfolio.periods)
            yield broken(portfolio, "known", said, (name,))
        elif mode_of(start) not in portfolio.by_id[name].ways:
            yield broken(portfolio, "known", _no_mode(portfolio.by_id[name], mode_of(start)), (name,))


def _no_mode(initiative: Initiative, mode: str) -> Fact:
    """Return that an initiative is done in a mode that it does not have, or in none."""
    known = tuple(one.id for one in initiative.modes)
    if not mode:
        return fact("rules.mode missing", initiative=initiative.id, modes=known)
    if not known:
        return fact("rules.no modes", initiative=initiative.id, mode=mode)
    return fact("rules.no such mode", initiative=initiative.id, mode=mode, modes=known)


def horizon(case: Case) -> Iterator[BrokenRule]:
    """What is started completes within the horizon, or, where it may run over, at least starts within it."""
    last = case.portfolio.periods
    for name, work in case.works.items():
        if work.start > last or (work.completion > last and not work.initiative.may_run_over):
            said = fact(
                "rules.horizon", initiative=name, start=work.start, completion=work.completion, last=last
            )
            figures = {"completion": work.completion, "last": last}
            yield broken(case.portfolio, "horizon", said, (name,), work.start, figures)


def window(case: Case) -> Iterator[BrokenRule]:
    """The initiative's own dates: earliest and latest start, deadline, fixed start."""
    for name, work in case.works.items():
        for verb, period, date, limit in _missed_dates(work):
            which = fact(f"dates.{date}")
            said = fact(f"rules.{verb}", initiative=name, period=period, date=which, limit=limit)
            figures = {date.replace("_", " "): limit}
            yield broken(case.portfolio, "window", said, (name,), period, figures)


def _missed_dates(work: Work) -> Iterator[tuple[str, int, str, int]]:
    """Yield what falls in which period against which date of the initiative."""
    own, start = work.initiative, work.start
    if own.earliest_start is not None and start < own.earliest_start:
        yield "starts", start, "earliest_start", own.earliest_start
    if own.latest_start is not None and start > own.latest_start:
        yield "starts", start, "latest_start", own.latest_start
    if own.deadline is not None and work.completion > own.deadline:
        yield "completes", work.completion, "deadline", own.deadline
    if own.fixed_start is not None and start != own.fixed_start:
        yield "starts", start, "fixed_start", own.fixed_start


def closed(case: Case) -> Iterator[BrokenRule]:
    """Nothing starts in a period in which no work is done."""
    for name, work in case.works.items():
        if work.start not in work.periods:
            said = fact("rules.closed", initiative=name, start=work.start)
            yield broken(case.portfolio, "closed", said, (name,), work.start)


def decision(case: Case) -> Iterator[BrokenRule]:
    """What must be done is chosen, and what must never be done is not."""
    for name, initiative in case.portfolio.by_id.items():
        forbidden = "never" if name in case.works else "must"
        if initiative.decision == forbidden:
            reason = initiative.decision_reason
            because = fact("rules.because", reason=reason) if reason else ""
            said = fact(f"rules.{forbidden}", initiative=name, reason=because)
            yield broken(case.portfolio, "decision", said, (name,))


def needs(case: Case) -> Iterator[BrokenRule]:
    """Fields are fulfilled as far as needed at the end of the period before the start."""
    for name, work in case.works.items():
        for field, needed in work.initiative.needed_shares.items():
            states = case.recount.fulfilment[field]
            there = states[min(work.start, len(states)) - 1]
            if there < needed:
                wanted, reached = told_apart(needed, there)
                seen = {"needed": float(wanted), "there": float(reached), "short": float(wanted - reached)}
                said = fact("rules.needs", initiative=name, start=work.start, field=field, **seen)
                figures = {"there": float(there), "needed": float(needed), "short": float(needed - there)}
                yield broken(case.portfolio, "needs", said, (name,), work.start, figures)


def milestone(case: Case) -> Iterator[BrokenRule]:
    """What a milestone asks for holds at the end of its period: fields, levels, a scenario, the distance, initiatives, channels."""
    for entry in case.portfolio.milestones:
        yield from _unfulfilled(case, entry)
        yield from _below_level(case, entry)
        yield from _not_working(case, entry)
        yield from _too_far(case, entry)
        yield from _not_complete(case, entry)
        yield from _not_joined(case, entry)


def _unfulfilled(case: Case, entry: Milestone) -> Iterator[BrokenRule]:
    for field, wanted in entry.shares.items():
        there = case.recount.fulfilment[field][entry.by]
        if there < wanted:
            most, least = told_apart(wanted, there)
            seen = {"wanted": float(most), "there": float(least), "short": float(most - least)}
            said = fact("rules.milestone field", milestone=entry.id, period=entry.by, field=field, **seen)
            figures = {"wanted": float(wanted), "there": float(there), "short": float(wanted - there)}
            yield broken(case.portfolio, "milestone", said, (), entry.by, figures)


def _below_level(case: Case, entry: Milestone) -> Iterator[BrokenRule]:
    for row in case.portfolio.disc.disciplines:
        wanted = entry.levels.get(row.id, 0)
        rings = [f"{row.id}{number}" for number in range(1, len(row.rings) + 1)]
        whole = [_is_reached(case, entry, field) for field in rings]
        there = sum(whole) if row.order == "any" else len(list(takewhile(bool, whole)))
        if there < wanted:
            levels = {"wanted": wanted, "there": there}
            said = fact(
                "rules.milestone levels", milestone=entry.id, period=entry.by, discipline=row.id, **levels
            )
            yield broken(case.portfolio, "milestone", said, (), entry.by, levels)


def _not_working(case: Case, entry: Milestone) -> Iterator[BrokenRule]:
    if entry.scenario is None:
        return
    disc, wanted = case.portfolio.disc, case.portfolio.scenario_by_id[entry.scenario].fields
    behind = {
        f"{field.discipline.id}{number}"
        for field in map(disc.named.__getitem__, wanted)
        if field.discipline.order == "outside in"
        for number in range(1, field.number)
    }
    needed = behind.union(wanted)
    lacking = tuple(field for field in disc.named if field in needed and not _is_reached(case, entry, field))
    if lacking:
        what: dict[str, Value] = {"scenario": entry.scenario, "fields": lacking}
        said = fact("rules.milestone scenario", milestone=entry.id, period=entry.by, **what)
        yield broken(case.portfolio, "milestone", said, (), entry.by)


def _is_reached(case: Case, entry: Milestone, field: str) -> bool:
    return case.recount.fulfilment[field][entry.by] == 1


def _too_far(case: Case, entry: Milestone) -> Iterator[BrokenRule]:
    there, wanted = case.recount.distance[entry.by], entry.near
    if wanted is not None and there > wanted:
        most, least = told_apart(there, wanted)
        seen = {"wanted": float(least), "there": float(most), "excess": float(most - least)}
        said = fact("rules.milestone distance", milestone=entry.id, period=entry.by, **seen)
        figures = {"wanted": float(wanted), "there": float(there), "excess": float(there - wanted)}
        yield broken(case.portfolio, "milestone", said, (), entry.by, figures)


def _not_complete(case: Case, entry: Milestone) -> Iterator[BrokenRule]:
    for name in entry.complete:
        work = case.works.get(name)
        due: dict[str, Value] = {"milestone": entry.id, "period": entry.by, "initiative": name}
        if work is None:
            yield broken(
                case.portfolio, "milestone", fact("rules.milestone left out", **due), (name,), entry.by
            )
        elif work.completion > entry.by:
            said = fact("rules.milestone late", completion=work.completion, **due)
            yield broken(case.portfolio, "milestone", said, (name,), entry.by)


def _not_joined(case: Case, entry: Milestone) -> Iterator[BrokenRule]:
    wanted = entry.channels
    if wanted is not None and not has_step(case, entry.by, wanted):
        there = step_at(case, entry.by)
        steps = {"there": fact(f"names.{there}"), "wanted": fact(f"names.{wanted}")}
        said = fact("rules.milestone channels", milestone=entry.id, period=entry.by, **steps)
        yield broken(case.portfolio, "milestone", said, (), entry.by)


_ON_SCHEDULES: tuple[Callable[[Case], Iterable[BrokenRule]], ...] = (
    horizon,
    window,
    closed,
    decision,
    requires,
    needs,
    budget,
    least_spending,
    capacity,
    extra,
    least_load,
    group,
    apart,
    share,
    milestone,
)

RULES: tuple[str, ...] = tuple(rule.__name__ for rule in (known, *_ON_SCHEDULES))
"""The names of all rules."""
