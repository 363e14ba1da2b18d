"""Jobs as intervals for CP-SAT: where they share what there is, it reasons about time as a whole, not period by period.

All of it follows from the rows, so that it can make a proof shorter, never wrong.
Source: Brucker and others, 1999, Resource-constrained project scheduling: notation, classification, models, and methods.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, lcm
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.solver.program import Job, Share

__all__ = ["add_intervals"]


def add_intervals(model: Any, jobs: Sequence[Job], shares: Sequence[Share]) -> None:  # noqa: ANN401  CP-SAT's
    """Add to a model what follows from its rows about jobs.

    Args:
        model: The model of CP-SAT; its first variables are the columns.
        jobs: What the columns stand for.
        shares: What the jobs share.
    """
    used = sorted({place for share in shares for place in share.taken})
    intervals = {place: _add_interval(model, jobs[place]) for place in used}
    for share in shares:
        _add_share(model, share, intervals)


def _add_interval(model: Any, job: Job) -> int:  # noqa: ANN401
    """Add the start of a job, which is after the last one where it is never done; return the place of its interval."""
    periods = list(job.starts)
    never = periods[-1] + 1
    start = len(model.variables)
    model.variables.add().domain.extend([periods[0], never])
    for (period, column), following in zip(job.starts.items(), [*periods[1:], never], strict=True):
        _bind(model, column, start, periods[0], period)
        _bind(model, _denied(column), start, following, never)
    interval = model.constraints.add()
    interval.enforcement_literal.append(job.starts[periods[-1]])
    for end, offset in ((interval.interval.start, 0), (interval.interval.end, job.length)):
        end.vars.append(start)
        end.coeffs.append(1)
        end.offset = offset
    interval.interval.size.offset = job.length
    return len(model.constraints) - 1


def _denied(column: int) -> int:
    """Return how CP-SAT writes that a column is 0."""
    return -column - 1


def _bind(model: Any, literal: int, start: int, least: int, most: int) -> None:  # noqa: ANN401
    """Let a start lie between two periods where a literal holds."""
    constraint = model.constraints.add()
    constraint.enforcement_literal.append(literal)
    constraint.linear.vars.append(start)
    constraint.linear.coeffs.append(1)
    constraint.linear.domain.extend([least, most])


def _add_share(model: Any, share: Share, intervals: dict[int, int]) -> None:  # noqa: ANN401
    """Add that jobs under way at the same time take no more than there is, in whole numbers."""
    factor = lcm(*(Fraction(number).denominator for number in share.taken.values()))
    cumulative = model.constraints.add().cumulative
    cumulative.intervals.extend([intervals[place] for place in share.taken])
    for number in share.taken.values():
        cumulative.demands.add().offset = int(number * factor)
    cumulative.capacity.offset = floor(share.there * factor)
