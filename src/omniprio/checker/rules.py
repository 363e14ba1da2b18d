"""The rules a schedule must keep: one function each, under the name the rule has everywhere."""

from __future__ import annotations

from functools import partial
from itertools import count, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter, ValidationError

from omniprio.base import Period
from omniprio.checker import limits
from omniprio.checker.case import Case, told_apart
from omniprio.checker.report import Breach
from omniprio.checker.work import work_of
from omniprio.language import fact
from omniprio.lazy import lazily
from omniprio.portfolio import mode_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import networkx as nx

    from omniprio.checker.work import Work
    from omniprio.language import Fact, Value
    from omniprio.portfolio import Initiative, Milestone, Portfolio, Requirement
else:
    nx = lazily("networkx")

__all__ = ["RULES", "breaches", "is_period", "known", "requires"]

_STEPS = ("none", "single", "multi", "cross", "omni")


def _step_at(case: Case, period: int) -> str:
    """Return the step of the ladder at the end of a period."""
    joined = nx.Graph()
    joined.add_edges_from(_joints(case, period))
    in_use = {*joined, *_with_a_share(case, period)}
    if not joined:
        return _STEPS[min(len(in_use), 2)]
    return "omni" if in_use == {*joined} and nx.number_connected_components(joined) == 1 else "cross"


def _has_step(case: Case, period: int, wanted: str) -> bool:
    """Return whether channels are at a step at the end of a period, or at a further one."""
    return _STEPS.index(_step_at(case, period)) >= _STEPS.index(wanted)


def _joints(case: Case, period: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of channels that are joined, by what was so at the start and what is complete."""
    for channels in case.portfolio.linked:
        yield from pairwise(channels)
    for work in case.works.values():
        if work.completion <= period:
            yield from pairwise(work.initiative.links)


def _with_a_share(case: Case, period: int) -> Iterator[str]:
    """Yield the channels in which any field has a share."""
    for name, field in case.portfolio.disc.named.items():
        if field.channel is not None and case.recount.fulfilment[name][period] > 0:
            yield field.channel.id


def requires(case: Case) -> Iterator[Breach]:
    """What must come before has come before: all of it, or so many, with the lag and no later than it allows."""
    for name, work in case.works.items():
        for entry in work.initiative.requirements:
            if not all(other in case.works for other in entry.given):
                continue
            every = len(entry.of) if entry.match == "all" else 1
            number = every if entry.at_least is None else entry.at_least
            each = number == len(entry.of)
            asked = [((other,), 1) for other in entry.of] if each else [(tuple(entry.of), number)]
            for names, least in asked:
                spans = {other: _span(entry, case.works.get(other)) for other in names}
                moment = work.completion if entry.kind in _OF_ITS_END else work.start
                met = [other for other, span in spans.items() if span and span.holds(moment)]
                if len(met) < least:
                    unmet = {
                        other: _starts(case, entry, work, span)
                        for other, span in spans.items()
                        if other not in met
                    }
                    yield _out_of_order(case, name, unmet, least - len(met), names)


class _Span(NamedTuple):
    """The periods in which a requirement lets an initiative start or end; None for any."""

    first: int | None
    last: int | None

    def holds(self, period: int) -> bool:
        return (self.first is None or period >= self.first) and (self.last is None or period <= self.last)


_OF_ITS_END = {"finish to finish", "start to finish"}
"""Kinds of requirement about the period in which the initiative ends, not that in which it starts."""


def _span(entry: Requirement, other: Work | None) -> _Span | None:
    """Return when a requirement lets an initiative start or end; None where what it names is left out."""
    if other is None:
        return None
    if entry.kind == "chosen":
        return _Span(None, None)
    event = other.completion if entry.kind in {"finish to start", "finish to finish"} else other.start
    after = event + (entry.kind == "finish to start")  # the period at which the lag is 0
    return _Span(after + entry.lag, None if entry.max_lag is None else after + entry.max_lag)


def _starts(case: Case, entry: Requirement, work: Work, span: _Span | None) -> _Span | None:
    """Return when that lets an initiative start, whose work takes longer around closed periods."""
    if span is None or entry.kind not in _OF_ITS_END:
        return span
    first, last = span.first or 1, span.last
    soonest = next(start for start in count(1) if _end(case, work, start) >= first)
    latest = last and next((start for start in range(last, 0, -1) if 0 < _end(case, work, start) <= last), 0)
    return _Span(soonest, latest)


def _end(case: Case, work: Work, start: int) -> int:
    """Return when the work would end; 0 where it cannot begin in a closed period."""
    moved = work_of(case.portfolio, work.initiative, start)
    return moved.completion if moved.periods[0] == start else 0


def _out_of_order(
    case: Case, name: str, unmet: Mapping[str, _Span | None], short: int, names: tuple[str, ...]
) -> Breach:
    start = case.works[name].start
    before = tuple(_allowed(other, span, start) for other, span in unmet.items())
    wanted = before if short == 1 else (fact("rules.requires.so many of", number=short, of=before),)
    said = fact("rules.requires.breach", initiative=name, start=start, before=wanted)
    figures: dict[str, int] = {}
    for other, span in unmet.items():
        if span is not None:
            figures[other] = _missed(span, start)
    return Breach("requires", said, (name, *names), start, figures)


def _missed(span: _Span, start: int) -> int:
    """Return the period that a start misses: the first allowed, or the last where it is too late."""
    if span.last is not None and start > span.last:
        return span.last
    return span.first or 1


def _allowed(other: str, span: _Span | None, start: int) -> Fact:
    if span is None:
        return fact("rules.requires.left out", initiative=other)
    late = span.last is not None and start > span.last
    return fact(
        "rules.requires.allows no later" if late else "rules.requires.allows",
        initiative=other,
        period=_missed(span, start),
    )


_PERIOD: TypeAdapter[int] = TypeAdapter(Period)


def breaches(case: Case) -> list[Callable[[], Iterator[Breach]]]:
    """Return for each rule, `known` apart, what yields where a schedule breaks it."""
    return [partial(rule, case) for rule in _ON_SCHEDULES]


def is_period(start: object) -> bool:
    """Return whether a value is a whole period from 1 on."""
    try:
        _PERIOD.validate_python(start)
    except ValidationError:
        return False
    return True


def known(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[Breach]:
    """Every start is a whole period, of an initiative that there is, in one of its modes if it has any."""
    for name, start in starts.items():
        if name not in portfolio.by_id:
            yield Breach("known", fact("rules.known.no initiative", initiative=str(name)), (str(name),))
        elif not is_period(start):
            said = fact("rules.known.no period", initiative=name, start=repr(start), last=portfolio.periods)
            yield Breach("known", said, (name,))
        elif mode_of(start) not in portfolio.by_id[name].ways:
            yield Breach("known", _no_mode(portfolio.by_id[name], mode_of(start)), (name,))


def _no_mode(initiative: Initiative, mode: str) -> Fact:
    """Return that an initiative is done in a mode that it does not have, or in none."""
    known = tuple(one.id for one in initiative.modes)
    if not mode:
        return fact("rules.known.mode missing", initiative=initiative.id, modes=known)
    if not known:
        return fact("rules.known.no modes", initiative=initiative.id, mode=mode)
    return fact("rules.known.no such mode", initiative=initiative.id, mode=mode, modes=known)


def horizon(case: Case) -> Iterator[Breach]:
    """What is started completes within the horizon, or, where it may run over, at least starts within it."""
    last = case.portfolio.periods
    for name, work in case.works.items():
        if work.start > last or (work.completion > last and not work.initiative.may_run_over):
            said = fact(
                "rules.horizon.breach",
                initiative=name,
                start=work.start,
                completion=work.completion,
                last=last,
            )
            figures = {"completion": work.completion, "last": last}
            yield Breach("horizon", said, (name,), work.start, figures)


def window(case: Case) -> Iterator[Breach]:
    """The initiative's own dates: earliest and latest start, deadline, fixed start."""
    for name, work in case.works.items():
        for verb, period, date, limit in _missed_dates(work):
            which = fact(f"rules.{date}.name")
            said = fact(
                f"rules.window.breach {verb}", initiative=name, period=period, date=which, limit=limit
            )
            figures = {date.replace("_", " "): limit}
            yield Breach("window", said, (name,), period, figures)


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


def closed(case: Case) -> Iterator[Breach]:
    """Nothing starts in a period in which no work is done."""
    for name, work in case.works.items():
        if work.start not in work.periods:
            said = fact("rules.closed.breach", initiative=name, start=work.start)
            yield Breach("closed", said, (name,), work.start)


def decision(case: Case) -> Iterator[Breach]:
    """What must be done is chosen, and what must never be done is not."""
    for name, initiative in case.portfolio.by_id.items():
        forbidden = "never" if name in case.works else "must"
        if initiative.decision == forbidden:
            reason = initiative.decision_reason
            because = fact("rules.all.because", reason=reason) if reason else ""
            said = fact(f"rules.{forbidden}.breach", initiative=name, reason=because)
            yield Breach("decision", said, (name,))


def needs(case: Case) -> Iterator[Breach]:
    """Fields are fulfilled as far as needed at the end of the period before the start."""
    for name, work in case.works.items():
        for field, needed in work.initiative.needed_shares.items():
            states = case.recount.fulfilment[field]
            there = states[min(work.start, len(states)) - 1]
            if there < needed:
                wanted, reached = told_apart(needed, there)
                seen = {"needed": float(wanted), "there": float(reached), "short": float(wanted - reached)}
                said = fact("rules.needs.breach", initiative=name, start=work.start, field=field, **seen)
                figures = {"there": float(there), "needed": float(needed), "short": float(needed - there)}
                yield Breach("needs", said, (name,), work.start, figures)


def milestone(case: Case) -> Iterator[Breach]:
    """What a milestone asks for holds at the end of its period: fields, levels, a scenario, the distance, initiatives, channels."""
    for entry in case.portfolio.milestones:
        yield from _unfulfilled(case, entry)
        yield from _below_level(case, entry)
        yield from _not_working(case, entry)
        yield from _too_far(case, entry)
        yield from _not_complete(case, entry)
        yield from _not_joined(case, entry)


def _unfulfilled(case: Case, entry: Milestone) -> Iterator[Breach]:
    for field, wanted in entry.shares.items():
        there = case.recount.fulfilment[field][entry.by]
        if there < wanted:
            most, least = told_apart(wanted, there)
            seen = {"wanted": float(most), "there": float(least), "short": float(most - least)}
            said = fact(
                "rules.milestone.breach field", milestone=entry.id, period=entry.by, field=field, **seen
            )
            figures = {"wanted": float(wanted), "there": float(there), "short": float(wanted - there)}
            yield Breach("milestone", said, (), entry.by, figures)


def _below_level(case: Case, entry: Milestone) -> Iterator[Breach]:
    for row in case.portfolio.disc.disciplines:
        wanted = entry.levels.get(row.id, 0)
        rings = [f"{row.id}{number}" for number in range(1, len(row.rings) + 1)]
        whole = [_is_reached(case, entry, field) for field in rings]
        there = sum(whole) if row.order == "any" else len(list(takewhile(bool, whole)))
        if there < wanted:
            levels = {"wanted": wanted, "there": there}
            said = fact(
                "rules.milestone.breach levels",
                milestone=entry.id,
                period=entry.by,
                discipline=row.id,
                **levels,
            )
            yield Breach("milestone", said, (), entry.by, levels)


def _not_working(case: Case, entry: Milestone) -> Iterator[Breach]:
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
        said = fact("rules.milestone.breach scenario", milestone=entry.id, period=entry.by, **what)
        yield Breach("milestone", said, (), entry.by)


def _is_reached(case: Case, entry: Milestone, field: str) -> bool:
    return case.recount.fulfilment[field][entry.by] == 1


def _too_far(case: Case, entry: Milestone) -> Iterator[Breach]:
    there, wanted = case.recount.distance[entry.by], entry.near
    if wanted is not None and there > wanted:
        most, least = told_apart(there, wanted)
        seen = {"wanted": float(least), "there": float(most), "excess": float(most - least)}
        said = fact("rules.milestone.breach distance", milestone=entry.id, period=entry.by, **seen)
        figures = {"wanted": float(wanted), "there": float(there), "excess": float(there - wanted)}
        yield Breach("milestone", said, (), entry.by, figures)


def _not_complete(case: Case, entry: Milestone) -> Iterator[Breach]:
    for name in entry.complete:
        work = case.works.get(name)
        due: dict[str, Value] = {"milestone": entry.id, "period": entry.by, "initiative": name}
        if work is None:
            yield Breach("milestone", fact("rules.milestone.breach left out", **due), (name,), entry.by)
        elif work.completion > entry.by:
            said = fact("rules.milestone.breach late", completion=work.completion, **due)
            yield Breach("milestone", said, (name,), entry.by)


def _not_joined(case: Case, entry: Milestone) -> Iterator[Breach]:
    wanted = entry.channels
    if wanted is not None and not _has_step(case, entry.by, wanted):
        there = _step_at(case, entry.by)
        steps = {"there": fact(f"names.{there}"), "wanted": fact(f"names.{wanted}")}
        said = fact("rules.milestone.breach channels", milestone=entry.id, period=entry.by, **steps)
        yield Breach("milestone", said, (), entry.by)


_ON_SCHEDULES: tuple[Callable[[Case], Iterator[Breach]], ...] = (
    horizon,
    window,
    closed,
    decision,
    requires,
    needs,
    *limits.RULES,
    milestone,
)

RULES: tuple[str, ...] = tuple(rule.__name__ for rule in (known, *_ON_SCHEDULES))
"""The names of all rules."""
