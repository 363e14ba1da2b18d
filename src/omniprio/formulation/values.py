"""The value of every column for a schedule: what a warm start needs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.formulation.disciplines import rings_that_count
from omniprio.money import activation
from omniprio.progress import progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.formulation.variables import Variables
    from omniprio.progress import Progress
    from omniprio.solver.program import Expression

__all__ = ["column_values"]


def column_values(v: Variables, starts: Mapping[str, int]) -> list[Fraction]:
    """Return the value of each column that stands for a schedule.

    Args:
        v: The variables.
        starts: A schedule that keeps every rule; its starts lie in the windows.
    """
    course = progress(v.portfolio, starts)
    values = [Fraction(0)] * len(v.program.columns)
    for name, window in v.windows.items():
        for period in window:
            _set(values, v.started(name, period), Fraction(name in starts and starts[name] <= period))
    for synergy in v.portfolio.synergies:
        since = activation(synergy, starts, v.portfolio) or v.portfolio.periods + 1
        for period in range(1, v.portfolio.periods + 1):
            _set(values, v.is_active(synergy.id, period), Fraction(period >= since))
    _set_fields(v, course, values)
    for (field, period), column in v.is_below.items():
        _set(values, column, Fraction(v.shares(field, period).value(values) < 0))
    for column, computed in v.computed:
        _set(values, column, computed(course))
    return values


def _set_fields(v: Variables, course: Progress, values: list[Fraction]) -> None:
    for row in v.portfolio.disc.disciplines:
        for period in range(1, v.portfolio.periods + 1):
            is_open = True
            for field in rings_that_count(v, row):
                share = course.fulfilment[field][period]
                whole = is_open and share >= 1
                credited = (
                    Fraction(whole) if v.portfolio.credit == "full" else share if is_open else Fraction(0)
                )
                _set(values, v.fulfilment[field, period], credited)
                _set(values, v.reached[field, period], Fraction(whole))
                is_open = whole or row.order == "any"


def _set(values: list[Fraction], column: Expression, value: Fraction) -> None:
    """Set the column of which an expression is a multiple; nothing where it is a constant."""
    if column.terms and not column.constant:
        ((place, factor),) = column.terms.items()
        values[place] = value / Fraction(factor)
