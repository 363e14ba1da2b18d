"""From a portfolio and goals to a program, and from its values back to a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.formulation.disciplines import add_fields
from omniprio.formulation.objective import earlier_given_first, earlier_starts, objective
from omniprio.formulation.rules import RULES
from omniprio.formulation.values import column_values
from omniprio.formulation.variables import Variables
from omniprio.graph import earliest_starts
from omniprio.portfolio import window_of
from omniprio.solver.program import Expression, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio
    from omniprio.solver.program import Program

__all__ = ["Formulation", "formulate"]


@dataclass(frozen=True, slots=True)
class Formulation:
    """A portfolio as a program.

    Attributes:
        variables: The columns, by what they stand for.
        objectives: One expression for each goal, less is better.
        tie_breaks: Expressions that decide between plans equal in all goals.
    """

    variables: Variables
    objectives: tuple[Expression, ...]
    tie_breaks: tuple[Expression, ...]

    @property
    def program(self) -> Program:
        """The program."""
        return self.variables.program

    def starts(self, values: Sequence[float]) -> dict[str, int]:
        """Return the schedule that values of the columns stand for."""
        found = {}
        for name, window in self.variables.windows.items():
            for period in window:
                (column,) = self.variables.started(name, period).terms
                if values[column] > 0.5:  # noqa: PLR2004  a binary, rounded
                    found[name] = period
                    break
        return found

    def values(self, starts: Mapping[str, int]) -> list[float] | None:
        """Return the value of every column for a schedule; None where one of its starts has no column."""
        if any(start not in self.variables.windows[name] for name, start in starts.items()):
            return None
        return [float(value) for value in column_values(self.variables, starts)]

    def excluding(self, starts: Mapping[str, int]) -> list[Row]:
        """Return rows that a schedule breaks and every schedule that keeps all rules keeps.

        For a row that the schedule breaks, if only by a hair, these are cover inequalities: the columns in use
        that together are too much cannot all be in use. Where no row tells, one start must differ.
        Source: Balas, 1975, Facets of the knapsack polytope.
        """
        values = column_values(self.variables, starts)
        covers = (_cover(row, values) for row in self.program.rows if not row.holds(values))
        return [row for row in covers if row is not None] or [self._another(starts)]

    def _another(self, starts: Mapping[str, int]) -> Row:
        agreeing = Expression()
        for name in self.variables.windows:
            if name in starts:
                agreeing.add_scaled(self.variables.starting(name, starts[name]), 1)
            else:
                agreeing.add_scaled(self.variables.chosen(name), -1)
        return Row("excluded", tuple(starts), None, agreeing.terms, "<=", len(starts) - 1)


def _cover(row: Row, values: Sequence[Fraction]) -> Row | None:
    """Return the cover inequality of a broken row; None unless it is a sum of amounts that must not be passed."""
    if row.sense != "<=" or any(coefficient < 0 for coefficient in row.terms.values()):
        return None
    used = [column for column in row.terms if values[column] > 0]
    return Row("excluded", row.subject, row.period, dict.fromkeys(used, 1), "<=", len(used) - 1)


def formulate(portfolio: Portfolio, goals: Sequence[Goal], *, tighten: bool = True) -> Formulation:
    """Return a portfolio as a program.

    Args:
        portfolio: The portfolio.
        goals: The goals, in order of importance.
        tighten: Whether starts that no plan can have are left out beforehand, by time and by money.

    >>> from omniprio.goals import DEFAULT_GOALS
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=300)], budget=500)
    >>> {row.rule for row in formulate(one, DEFAULT_GOALS).program.rows} == {"started", "budget"}
    True
    """
    windows = {entry.id: window_of(entry, portfolio.periods) for entry in portfolio.initiatives}
    if tighten:
        for name, start in earliest_starts(portfolio).items():
            window = windows[name]
            windows[name] = range(start, window.stop) if start is not None else range(0)
    variables = Variables(portfolio, windows)
    add_fields(variables)
    for rule in RULES:
        rule(variables)
    objectives = tuple(objective(goal, variables) for goal in goals)
    return Formulation(variables, objectives, (earlier_starts(variables), earlier_given_first(variables)))
