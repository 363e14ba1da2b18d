"""What the programs of portfolios have in common that differ in money and decisions alone: it is stated once, and kept.

Whoever plans many variants of a portfolio, for every amount of a budget or with other costs, has most rows in common in all of them:
those of the disc, of what requires what and of teams. Only the rows of other rules are stated anew.
"""

from __future__ import annotations

from collections import deque
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from omniprio.deadline import Deadline
from omniprio.formulation.disciplines import add_courses, add_fields
from omniprio.formulation.jobs import add_jobs
from omniprio.formulation.limits import apart, capacity, extra, least_load
from omniprio.formulation.rules import (
    RULES,
    ambition,
    fulfilment,
    milestone,
    mode,
    needs,
    outside_in,
    reached,
    requires,
    started,
    synergy,
)
from omniprio.formulation.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.base import Model
    from omniprio.formulation.rules import Rule
    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Row

    Windows = Mapping[str, Sequence[int]]

__all__ = ["all_but_goals"]

_OF_PORTFOLIOS = frozenset({"budget", "budgets", "initiatives"})
_OF_INITIATIVES = frozenset({"cost", "costs", "benefit", "decision", "decision_reason"})
"""What may differ."""

_KEPT_RULES = frozenset(
    {
        started,
        mode,
        requires,
        needs,
        capacity,
        extra,
        least_load,
        apart,
        synergy,
        fulfilment,
        reached,
        outside_in,
        ambition,
        milestone,
    }
)
"""The rules that do not look at it; every other one is stated anew, and nothing is kept where such a one has columns of its own."""

_MOST_COLUMNS = 2_000
"""Up to which a program is kept: stating a larger one takes a small part of the time for its plan."""

_KEPT = 8
"""How many are kept: as money gets less, initiatives are out of reach one after the other; all budgets of the ten have eight."""


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """The columns and rows of a portfolio, before any goal is stated.

    Attributes:
        variables: The columns.
        rows: The rows of each rule, in the order of the rules.
    """

    variables: Variables
    rows: tuple[tuple[Rule, list[Row]], ...]

    def is_of(self, portfolio: Portfolio, windows: Windows) -> bool:
        """Tell whether a portfolio has the same columns, and the same rows but for those that are stated anew."""
        own = self.variables.portfolio
        return (
            self.variables.windows == windows
            and tuple(rule for rule, _ in self.rows) == RULES
            and _are_alike(own, portfolio, but=_OF_PORTFOLIOS)
            and len(own.initiatives) == len(portfolio.initiatives)
            and all(
                _are_alike(one, other, but=_OF_INITIATIVES)
                for one, other in zip(own.initiatives, portfolio.initiatives, strict=True)
            )
        )

    def stated_for(self, portfolio: Portfolio, deadline: Deadline) -> Variables:
        """Return the columns for another portfolio that it is of, with all rows."""
        variables = copy(self.variables)
        variables.portfolio = portfolio
        for name, value in vars(variables).items():  # what goals add to
            if isinstance(value, list | dict):
                setattr(variables, name, value.copy())
        program = variables.program
        variables.program = program = replace(
            program, columns=[*program.columns], rows=[], deadline=deadline, courses=[*program.courses]
        )
        for rule, rows in self.rows:
            if rule in _KEPT_RULES:
                program.rows += rows
            else:
                rule(variables)
        add_jobs(variables)
        return variables


def _are_alike(one: Model, other: Model, *, but: frozenset[str]) -> bool:
    """Tell whether two models are the same but for some fields; those of another class have other fields."""
    fields = type(one).model_fields.keys() - but
    return type(one) is type(other) and all(getattr(one, name) == getattr(other, name) for name in fields)


_kept: deque[_Skeleton] = deque(maxlen=_KEPT)


def all_but_goals(portfolio: Portfolio, windows: Windows, deadline: Deadline | None = None) -> Variables:
    """Return the columns of a portfolio, with the rows of all rules; goals are still to be stated.

    Args:
        portfolio: The portfolio.
        windows: The periods in which each initiative may start, by id, in order.
        deadline: When it is given up, or None for never.

    Raises:
        TimeIsOver: The deadline came first.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)], budget=500)
    >>> less = one.model_copy(update={"budget": 400})
    >>> [int(all_but_goals(each, {"web": (1, 2)}).program.rows[-1].rhs) for each in (one, less)]
    [500, 400]
    """
    deadline = deadline or Deadline(None)
    for skeleton in [*_kept]:
        if skeleton.is_of(portfolio, windows):
            return skeleton.stated_for(portfolio, deadline)
    variables = Variables(portfolio, windows, deadline)
    add_fields(variables)
    rows, is_kept = [], True
    for rule in RULES:
        first, columns = len(variables.program.rows), len(variables.program.columns)
        rule(variables)
        rows.append((rule, variables.program.rows[first:]))
        is_kept &= rule in _KEPT_RULES or len(variables.program.columns) == columns
    add_courses(variables)
    if is_kept and len(variables.program.columns) <= _MOST_COLUMNS:
        skeleton = _Skeleton(variables, tuple(rows))
        _kept.append(skeleton)
        return skeleton.stated_for(portfolio, deadline)
    add_jobs(variables)
    return variables
