"""The rule of what an initiative requires: before it, beside it or after it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from omniprio.checker.case import Case, broken
from omniprio.checker.work import work_of
from omniprio.language import fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.checker.report import BrokenRule
    from omniprio.checker.work import Work
    from omniprio.language import Fact
    from omniprio.portfolio import Requirement

__all__ = ["requires"]


def requires(case: Case) -> Iterator[BrokenRule]:
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
) -> BrokenRule:
    start = case.works[name].start
    before = tuple(_allowed(other, span, start) for other, span in unmet.items())
    wanted = before if short == 1 else (fact("rules.so many of", number=short, of=before),)
    said = fact("rules.requires", initiative=name, start=start, before=wanted)
    figures: dict[str, int] = {}
    for other, span in unmet.items():
        if span is not None:
            figures[other] = _missed(span, start)
    return broken(case.portfolio, "requires", said, (name, *names), start, figures)


def _missed(span: _Span, start: int) -> int:
    """Return the period that a start misses: the first allowed, or the last where it is too late."""
    if span.last is not None and start > span.last:
        return span.last
    return span.first or 1


def _allowed(other: str, span: _Span | None, start: int) -> Fact:
    if span is None:
        return fact("rules.left out", initiative=other)
    late = span.last is not None and start > span.last
    return fact(
        "rules.allows no later" if late else "rules.allows", initiative=other, period=_missed(span, start)
    )
