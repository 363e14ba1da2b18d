"""The rule of what an initiative requires, with its rows: before it, beside it or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.portfolio import mode_of
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.formulation.variables import Variables
    from omniprio.portfolio import Initiative, Requirement
    from omniprio.portfolio.requirements import End

__all__ = ["requires"]


def requires(v: Variables) -> None:
    """What is required comes first: n x_i(t) <= sum over j of x_j(t - w_j), w_j being how long i waits after s_j.

    Of several, n = 1 and one row each where all are asked for; else their sum on the right, n being how many. Where only
    the choice counts, x_i(T) and x_j(T). No later than w after s_j: x_i(T) - x_i(t + w) <= x_j(T) - x_j(t). Where it
    holds only if some are chosen, n (1 - x_g(T)) for each of them is added on the right.
    """
    for initiative in v.portfolio.initiatives:
        for entry in initiative.requirements:
            for others in entry.parts:
                _wait(v, initiative, others, entry)
                for other in others if entry.max_lag is not None else ():
                    _wait_no_longer(v, initiative, other, entry)


def _wait(v: Variables, initiative: Initiative, others: tuple[str, ...], entry: Requirement) -> None:
    least = entry.least if len(others) > 1 else 1
    for start, started in _starts(v, initiative.id, entry):
        before = total((_ready(v, initiative, other, start, entry), 1) for other in others)
        before.add_scaled(_unless(v, entry), least)
        row = total([(started, least)])
        v.program.require("requires", row, "<=", before, subject=(initiative.id, *others), period=int(start))


def _starts(v: Variables, name: str, entry: Requirement) -> Iterator[tuple[int, Expression]]:
    """Yield the starts that a requirement is about, with whether an initiative has started by then.

    Where it is about the finish, each mode has its own.
    """
    if entry.kind == "chosen":
        yield v.portfolio.periods, v.chosen(name)
    elif entry.own_end == "finish":
        yield from ((start, v.started_as(name, mode_of(start), start)) for start in v.windows[name])
    else:
        yield from ((period, v.started(name, period)) for period in v.periods_of(name))


def _ready(v: Variables, initiative: Initiative, other: str, period: int, entry: Requirement) -> Expression:
    """Return whether another has begun, or is complete, as early as a start in a period requires."""
    if entry.kind == "chosen":
        return v.chosen(other)
    latest = _event(v, initiative.id, period, entry.own_end) - entry.lag
    if entry.kind == "finish to start":
        latest -= 1
    return v.completed(other, latest) if entry.other_end == "finish" else v.started(other, latest)


def _wait_no_longer(v: Variables, initiative: Initiative, other: str, entry: Requirement) -> None:
    for start in v.windows[other]:
        latest = _event(v, other, start, entry.other_end) + (entry.max_lag or 0)
        if entry.kind == "finish to start":
            latest += 1
        begun = v.completed if entry.own_end == "finish" else v.started
        later = v.chosen(initiative.id) - begun(initiative.id, latest)
        limit = v.chosen(other) - v.started_as(other, mode_of(start), start) + _unless(v, entry)
        subject = (initiative.id, other)
        v.program.require("requires", later, "<=", limit, subject=subject, period=int(start))


def _event(v: Variables, name: str, start: int, end: End) -> int:
    """Return the period in which an initiative starts, or completes, if it starts in a period."""
    return int(start) if end == "start" else int(start) + v.begun(name, start).duration - 1


def _unless(v: Variables, entry: Requirement) -> Expression:
    """Return how many of those are left out for which a requirement holds only if all are chosen."""
    return Expression(constant=len(entry.given)) - total((v.chosen(name), 1) for name in entry.given)
