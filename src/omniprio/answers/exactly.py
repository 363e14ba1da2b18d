"""Schedules that keep every rule exactly, each best for an expression: a program is built once and solved repeatedly."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.check import check
from omniprio.errors import SolverError
from omniprio.solver.interrupt import cancelled_by_signals
from omniprio.solver.program import Program, Row
from omniprio.solver.solve import Limits, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction

    from omniprio.answers.parallel.workers import Within
    from omniprio.formulation import Formulation
    from omniprio.solver.program import Expression
    from omniprio.solver.solve import Stop

__all__ = ["Exactly", "Found", "at_most"]

_MOST_REPAIRS = 50
"""Schedules that may turn out to break a rule by less than the solver's tolerance, before giving up."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one run came to.

    Attributes:
        starts: A schedule that keeps every rule; None where none was found.
        bound: For no schedule is the expression less; None where that is not known.
        stop: Why it ended; `finished` without a schedule means that there is none.
    """

    starts: dict[str, int] | None
    bound: Fraction | None
    stop: Stop


class Exactly:
    """A program whose answers are checked, and ruled out where they break a rule by a hair."""

    def __init__(self, formulation: Formulation, rows: Iterable[Row] = ()) -> None:
        """Build it.

        Args:
            formulation: The portfolio as a program, with all columns.
            rows: Further rows.
        """
        self._formulation = formulation
        program = formulation.program
        self._task = Task(Program(program.columns, [*program.rows, *rows]))

    def require(self, row: Row) -> None:
        """Add a row."""
        self._task.add(row)

    def least(
        self,
        expression: Expression,
        within: Within,
        *,
        allowed: Callable[[Mapping[str, int]], bool],
        start: list[float] | None = None,
    ) -> Found:
        """Return a schedule for which an expression is least.

        Args:
            expression: What to make small.
            within: The time there is; Ctrl-C cancels it.
            allowed: Whether a schedule keeps the further rows, exactly.
            start: A value for each column to start from, of a solution.

        Raises:
            SolverError: The solver failed, or none of its answers keeps the rules.
        """
        cancel = within.cancel or threading.Event()
        for _ in range(_MOST_REPAIRS):
            if start is not None:
                self._task.start_from(start)
            with cancelled_by_signals(cancel):
                outcome = self._task.minimise(expression, Limits(seconds=within.left, cancel=cancel))
            if outcome.values is None:
                return Found(None, outcome.bound, outcome.stop)
            starts = self._formulation.starts(outcome.values)
            if check(self._formulation.variables.portfolio, starts).ok and allowed(starts):
                return Found(starts, outcome.bound, outcome.stop)
            for row in self._formulation.excluding(starts):
                self._task.add(row)
        raise SolverError(f"{_MOST_REPAIRS} answers of the solver in a row broke a rule of the portfolio.")


def at_most(rule: str, expression: Expression, limit: Fraction) -> Row:
    """Return the row that keeps an expression at or below a limit.

    Args:
        rule: What to call it.
        expression: The expression.
        limit: The limit.
    """
    return Row(rule, (), None, expression.terms, "<=", limit - expression.constant)
