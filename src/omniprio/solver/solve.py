"""Solving a program through PuLP, by HiGHS or another solver: what the solver says, which nobody has to believe."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pulp

from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.solver.highs import WatchedHiGHS
from omniprio.solver.limits import Said, name_of
from omniprio.solver.scaling import factor_in_steps, scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.solver.limits import Limits, Stop
    from omniprio.solver.program import Expression, Number, Program, Row

__all__ = ["Task"]

_log = logger_of(__name__)

_STOPS: dict[pulp.LpSolveStatus, Stop] = {
    pulp.LpSolveStatus.Optimal: "finished",
    pulp.LpSolveStatus.GapLimit: "finished",
    pulp.LpSolveStatus.Infeasible: "finished",
    pulp.LpSolveStatus.TimeLimit: "time limit",
    pulp.LpSolveStatus.NodeLimit: "work limit",
    pulp.LpSolveStatus.SolutionLimit: "work limit",
    pulp.LpSolveStatus.IterationLimit: "work limit",
    pulp.LpSolveStatus.MemoryLimit: "out of memory",
    pulp.LpSolveStatus.Interrupted: "cancelled",
    pulp.LpSolveStatus.Stopped: "work limit",
}


_HANDING_OVER = 0.5
"""What part of the time for building a program it takes at most to hand it over to HiGHS the first time."""


class Task:
    """A program in PuLP, solved for one objective after the other.

    Attributes:
        finest: How fine the finest of its rows is, see `scaled`: beyond `LARGEST`, a solver may overlook the least miss of a row.
    """

    def __init__(
        self, program: Program, solver: pulp.LpSolver | None = None, deadline: Deadline | None = None
    ) -> None:
        """Build the PuLP problem.

        Args:
            program: The program.
            solver: A PuLP solver with its own options, or None for HiGHS with the limits of each run.
            deadline: When it is given up, or None for never.

        Raises:
            TimeIsOver: The deadline came first.
        """
        deadline = deadline or Deadline(None)
        before = deadline.taken
        self._program = program
        self._solver = solver
        self._problem = pulp.LpProblem("portfolio", pulp.LpMinimize)
        self._columns = [
            self._problem.add_variable(
                column.name, 0, float(column.upper), "Integer" if column.integer else "Continuous"
            )
            for column in program.columns
        ]
        self._impossible = False
        self.finest: Number = 0
        self._rows = 0
        for row in program.rows:
            deadline.check()
            self.add(row)
        self._handing_over = _HANDING_OVER * (deadline.taken - before)
        """Seconds that it takes until HiGHS has the program: what is left must be more."""

    def add(self, row: Row) -> None:
        """Add a row."""
        if not row.terms:
            self._impossible = self._impossible or not row.holds(())
            return
        coefficients, rhs, fineness = scaled(row.terms.values(), row.rhs)
        self.finest = max(self.finest, fineness)
        terms = self._sum(row.terms, coefficients)
        constraint = (
            terms <= rhs if row.sense == "<=" else terms >= rhs if row.sense == ">=" else terms == rhs
        )
        self._rows += 1
        name = f"{row.rule}_{self._rows}"
        self._problem.addConstraint(constraint, name)

    def _sum(self, columns: Iterable[int], coefficients: Iterable[float]) -> pulp.LpAffineExpression:
        there = (self._columns[column] for column in columns)
        return pulp.lpSum_vars_coefs(zip(there, coefficients, strict=True))

    def minimise(
        self,
        objective: Expression,
        limits: Limits,
        *,
        start: Sequence[Number] | None = None,
        presolve: bool = True,
    ) -> Said:
        """Solve for an objective.

        Args:
            objective: What to make small.
            limits: When to stop.
            start: The value of each column in a solution to start from.
            presolve: Whether HiGHS makes the program smaller first.

        Raises:
            SolverError: The solver failed or gave an answer that cannot be read.
        """
        if self._impossible:
            return Said("finished", infeasible=True)
        if not self._rows and not objective.terms:
            nothing, constant = [0.0] * len(self._columns), Fraction(objective.constant)
            return Said("finished", values=nothing, value=constant, bound=constant)
        deadline = limits.deadline.share()
        if not deadline.allows(self._handing_over):
            return Said(deadline.why or "time limit")
        aim = _Scaled(objective, self._program.grain(objective), with_constant=self._solver is None)
        self._problem.setObjective(self._sum(objective.terms, aim.coefficients) + aim.offset)
        for column, number in zip(self._columns, start or (), strict=start is not None):
            column.varValue = float(number)
        if self._solver is not None:
            return self._told(self._solver, aim, deadline)
        highs = self._highs(limits, deadline, aim, warm=start is not None, presolve=presolve)
        said = self._told(highs, aim, deadline)
        self._handing_over = highs.handed_over
        return said if said.stop != "cancelled" else replace(said, stop=deadline.why or said.stop)

    def _told(self, solver: pulp.LpSolver, aim: _Scaled, deadline: Deadline) -> Said:
        """Run a solver, log the size of the program and how it went, and return what the solver says."""
        name = name_of(self._solver)
        _log.debug("%s begins: %d columns, %d rows", name, len(self._columns), self._rows)
        said = self._read(self._run(solver), aim)
        _log.debug(
            "%s: %s, value %s, bound %s in %.3f s",
            name,
            "infeasible" if said.infeasible else said.stop,
            None if said.value is None else float(said.value),
            None if said.bound is None else float(said.bound),
            deadline.taken,
        )
        return said

    def _run(self, solver: pulp.LpSolver) -> pulp.LpSolveStats:
        raised = pulp.PulpError if solver is not self._solver else Exception  # any solver may raise anything
        try:
            return self._problem.solve(solver)
        except MemoryError:
            raise
        except raised as error:
            raise SolverError(
                sentence("errors.solver failed", solver=solver.name, reason=str(error))
            ) from error

    def _read(self, stats: pulp.LpSolveStats, aim: _Scaled) -> Said:
        """Return what the solver says, in the unit of the objective."""
        if stats.status == pulp.LpSolveStatus.Infeasible:
            return Said("finished", infeasible=True)
        if stats.status not in _STOPS:
            raise SolverError(sentence("errors.no answer", solver=stats.solver, status=stats.status_str))
        values = [_number(column.varValue) for column in self._columns] if stats.has_solution else None
        if values is None and _STOPS[stats.status] == "finished":
            raise SolverError(sentence("errors.no solution", solver=stats.solver, status=stats.status_str))
        value = None if values is None else aim.value(stats.objective)
        return Said(_STOPS[stats.status], values=values, value=value, bound=self._bound(stats, aim))

    def _highs(
        self, limits: Limits, deadline: Deadline, aim: _Scaled, *, warm: bool, presolve: bool
    ) -> WatchedHiGHS:
        def told(value: float, bound: float, nodes: int) -> None:
            if limits.watch is not None:
                limits.watch(aim.shown(value), aim.shown(bound), nodes)

        return WatchedHiGHS(
            limits,
            deadline,
            watch=None if limits.watch is None else told,
            shown=aim.shown,
            columns=self._columns,
            absolute_gap=_WITHIN_A_STEP if aim.in_steps else _WITHIN_NOISE,
            warm_start=warm,
            presolve=presolve,
        )

    def _bound(self, stats: pulp.LpSolveStats, aim: _Scaled) -> Fraction | None:
        """Return the bound that the solver states, or None where it cannot be trusted.

        Without whole-number columns the program is linear, and its optimum is the bound.

        With a relative gap some solvers, CBC among them, report the value as the bound.
        """
        if not aim.objective.terms:
            return Fraction(aim.objective.constant)
        whole = any(column.integer for column in self._program.columns)
        own = self._solver
        if (
            own is not None
            and not isinstance(own, pulp.HiGHS)
            and own.optionsDict.keys() & {"gapRel", "gapAbs"}
        ):
            return None
        return aim.bound(stats.best_bound if whole else stats.objective)


def _number(value: float | None) -> float:
    """Return the value of a column; one that is no number counts as 0, and the answer is counted again anyway."""
    return float(value) if value is not None and math.isfinite(value) else 0.0


class _Scaled:
    """An objective as the solver sees it: multiplied by a factor.

    HiGHS gets its constant too, without which a gap would be a share of something else than the value.
    """

    def __init__(self, objective: Expression, grain: Fraction, *, with_constant: bool) -> None:
        self.objective = objective
        self.factor, self.in_steps = (
            factor_in_steps(objective.terms.values(), grain) if objective.terms else (Fraction(1), True)
        )

        self.coefficients = [float(number * self.factor) for number in objective.terms.values()]
        self.offset = float(objective.constant * self.factor) if with_constant else 0.0

    def shown(self, number: float) -> float | None:
        """Return a number of the solver in the goal's own unit; None where the solver has none yet."""
        if not math.isfinite(number):
            return None
        return float((number - self.offset) / self.factor + self.objective.constant)

    def value(self, stated: float | None) -> Fraction | None:
        """Return a value in the goal's own unit, to the nearest that the objective can have; None for no number."""
        if stated is None or not math.isfinite(stated):
            return None
        stated -= self.offset
        return self._unscaled(Fraction(round(stated)) if self.in_steps else Fraction(stated))

    def bound(self, stated: float | None) -> Fraction | None:
        """Return a bound in the goal's own unit, raised to the next value that the objective can have."""
        if stated is None or not math.isfinite(stated):
            return None
        stated -= self.offset
        return self._unscaled(Fraction(math.ceil(stated - _ROUNDING)) if self.in_steps else Fraction(stated))

    def _unscaled(self, number: Fraction) -> Fraction:
        return number / self.factor + Fraction(self.objective.constant)


_WITHIN_A_STEP = 0.9
"""Where values are whole numbers, a bound this close already rounds up to the value."""

_WITHIN_NOISE = 1e-4
"""Elsewhere, with coefficients up to 100,000: one part in a thousand million of the largest."""

_ROUNDING = 0.001
"""How far above a whole number a bound may lie by floating-point noise alone."""
