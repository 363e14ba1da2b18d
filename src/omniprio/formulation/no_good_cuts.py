"""Rows that rule out a schedule which breaks a rule by less than a solver notices.

In the literature: no-good cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.solver.program import Expression, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.formulation.variables import Variables

__all__ = ["excluding"]


def excluding(
    v: Variables, broken: Iterable[Row], starts: Mapping[str, int], values: Sequence[Fraction]
) -> list[Row]:
    """Return rows that a schedule breaks and every schedule that keeps all rules keeps.

    For a row that the schedule breaks, if only by a hair, these are cover inequalities: the columns in use
    that together are too much cannot all be in use. Where no row tells, one start must differ.
    Source: Balas, 1975, Facets of the knapsack polytope.

    Args:
        v: The variables.
        broken: The rows that the schedule breaks.
        starts: The schedule.
        values: The value of each column for it.
    """
    covers = [_cover(row, values) for row in broken if _is_sum_of_amounts(row, v)]
    return covers or [_another(v, starts)]


def _is_sum_of_amounts(row: Row, v: Variables) -> bool:
    """Tell whether a row adds up amounts, none below 0, of columns that are 0 or 1: what is bought of a team is neither."""
    amounts = {column for columns in v.bought.values() for one in columns for column in one.terms}
    return (
        row.sense == "<="
        and all(coefficient > 0 for coefficient in row.terms.values())
        and amounts.isdisjoint(row.terms)
    )


def _cover(row: Row, values: Sequence[Fraction]) -> Row:
    used = [column for column in row.terms if values[column] > 0]
    return Row("excluded", row.subject, row.period, dict.fromkeys(used, 1), "<=", len(used) - 1)


def _another(v: Variables, starts: Mapping[str, int]) -> Row:
    agreeing = Expression()
    for name in v.windows:
        if name in starts:
            agreeing.add_scaled(v.starting_as(name, starts[name]), 1)
        else:
            agreeing.add_scaled(v.chosen(name), -1)
    return Row("excluded", tuple(starts), None, agreeing.terms, "<=", len(starts) - 1)
