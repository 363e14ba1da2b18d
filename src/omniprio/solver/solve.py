"""Solving a program: through PuLP, by HiGHS or any solver PuLP knows, with an honest outcome."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import pulp

from omniprio.errors import SolverError
from omniprio.solver.highs import WatchedHiGHS
from omniprio.solver.scaling import factor_for, factor_in_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.solver.program import Expression, Number, Program, Row

__all__ = ["Limits", "Outcome", "Stop", "Task"]

Stop = Literal["finished", "time limit", "work limit", "cancelled"]

_STOPS: dict[pulp.LpSolveStatus, Stop] = {
    pulp.LpSolveStatus.Optimal: "finished",
    pulp.LpSolveStatus.GapLimit: "finished",
    pulp.LpSolveStatus.Infeasible: "finished",
    pulp.LpSolveStatus.TimeLimit: "time limit",
    pulp.LpSolveStatus.NodeLimit: "work limit",
    pulp.LpSolveStatus.SolutionLimit: "work limit",
    pulp.LpSolveStatus.IterationLimit: "work limit",
    pulp.LpSolveStatus.MemoryLimit: "work limit",
    pulp.LpSolveStatus.Interrupted: "cancelled",
    pulp.LpSolveStatus.Stopped: "work limit",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop.

    Attributes:
        seconds: Time limit, or None; with 0 the solver is not begun.
        nodes: Limit on branch-and-bound nodes, or None.
        gap: Stop when value and bound are this close, as a share of the value.
        cancel: Set it to stop.
        watch: Called with value, bound and nodes so far; numbers that are not known are None.
    """

    seconds: float | None = None
    nodes: int | None = None
    gap: float = 0.0
    cancel: threading.Event = field(default_factory=threading.Event)
    watch: Callable[[float | None, float | None, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solver run came to.

    Attributes:
        stop: Why it stopped.
        infeasible: Whether it is proven that no solution exists.
        values: One number for each column, or None without a solution.
        bound: No solution is better than this, or None where that is not known.
    """

    stop: Stop
    infeasible: bool
    values: list[float] | None
    bound: Fraction | None


class Task:
    """A program in PuLP, solved for one objective after the other."""

    def __init__(self, program: Program, solver: pulp.LpSolver | None = None) -> None:
        """Build the PuLP problem.

        Args:
            program: The program.
            solver: Any PuLP solver, or None for HiGHS with the limits of each run.
        """
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
        self._rows = 0
        self._warm = False
        for row in program.rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Add a row."""
        if not row.terms:
            self._impossible = self._impossible or not row.holds(())
            return
        factor = factor_for([*row.terms.values(), row.rhs])
        terms = self._sum(row.terms, factor)
        rhs = float(row.rhs * factor)
        constraint = (
            terms <= rhs if row.sense == "<=" else terms >= rhs if row.sense == ">=" else terms == rhs
        )
        self._rows += 1
        name = f"{row.rule}_{self._rows}"
        self._problem.addConstraint(constraint, name)

    def _sum(self, terms: Mapping[int, Number], factor: Number) -> pulp.LpAffineExpression:
        scaled = (
            terms.items() if factor == 1 else ((column, number * factor) for column, number in terms.items())
        )
        return pulp.lpSum_vars_coefs((self._columns[column], float(number)) for column, number in scaled)

    def start_from(self, values: list[float]) -> None:
        """Start the next run from a solution."""
        for column, value in zip(self._columns, values, strict=True):
            column.varValue = value
        self._warm = True

    def minimise(self, objective: Expression, limits: Limits) -> Outcome:
        """Solve for an objective.

        Raises:
            SolverError: The solver failed or gave an answer that cannot be read.
        """
        if self._impossible:
            return Outcome("finished", infeasible=True, values=None, bound=None)
        if not self._rows and not objective.terms:
            nothing = [0.0] * len(self._columns)
            return Outcome("finished", infeasible=False, values=nothing, bound=Fraction(objective.constant))
        if limits.seconds is not None and limits.seconds <= 0:
            return Outcome("time limit", infeasible=False, values=None, bound=None)
        scaled = _Scaled(objective, self._program.grain(objective))
        self._problem.setObjective(self._sum(objective.terms, scaled.factor))
        stats = self._run(self._solver or self._highs(limits, scaled))
        if stats.status not in _STOPS and self._solver is None:  # its presolve fails on some small programs
            stats = self._run(self._highs(limits, scaled, presolve=False))
        if stats.status == pulp.LpSolveStatus.Infeasible:
            return Outcome("finished", infeasible=True, values=None, bound=None)
        if stats.status not in _STOPS:
            raise SolverError(
                f"{stats.solver} gave no answer: {stats.status_str}; try again or use another solver."
            )
        values = [float(column.varValue or 0.0) for column in self._columns] if stats.has_solution else None
        if values is None and _STOPS[stats.status] == "finished":
            raise SolverError(f"{stats.solver} says {stats.status_str} but returned no solution.")
        bound = self._bound(stats, scaled)
        if bound is not None and self._solver is None and _is_left_out(stats):
            bound = max(bound, self._relaxed(scaled, limits) or bound)
        return Outcome(_STOPS[stats.status], infeasible=False, values=values, bound=bound)

    def _run(self, solver: pulp.LpSolver) -> pulp.LpSolveStats:
        raised = pulp.PulpError if solver is not self._solver else Exception  # any solver may raise anything
        try:
            return self._problem.solve(solver)
        except raised as error:
            raise SolverError(f"{solver.name} failed: {error}") from error

    def _highs(
        self, limits: Limits, scaled: _Scaled, *, relaxed: bool = False, presolve: bool = True
    ) -> WatchedHiGHS:
        warm, self._warm = self._warm, False

        def told(value: float, bound: float, nodes: int) -> None:
            if limits.watch is not None:
                limits.watch(scaled.shown(value), scaled.shown(bound), nodes)

        return WatchedHiGHS(
            cancel=limits.cancel,
            watch=told if limits.watch is not None else None,
            time_limit=limits.seconds,
            node_limit=limits.nodes,
            relative_gap=limits.gap,
            absolute_gap=_WITHIN_A_STEP if scaled.in_steps else _WITHIN_NOISE,
            warm_start=warm,
            relaxed=relaxed,
            presolve=presolve,
        )

    def _relaxed(self, scaled: _Scaled, limits: Limits) -> Fraction | None:
        """Return the optimum without whole numbers, which is a bound too."""
        stats = self._run(self._highs(limits, scaled, relaxed=True))
        if stats.status != pulp.LpSolveStatus.Optimal or stats.objective is None:
            return None
        return scaled.bound(stats.objective)

    def _bound(self, stats: pulp.LpSolveStats, scaled: _Scaled) -> Fraction | None:
        """Return the bound that the solver states, or None where it cannot be trusted.

        Without whole-number columns the program is linear, and its optimum is the bound.

        With a relative gap some solvers, CBC among them, report the value as the bound.
        """
        if not scaled.objective.terms:
            return Fraction(scaled.objective.constant)
        whole = any(column.integer for column in self._program.columns)
        stated = stats.best_bound if whole else stats.objective
        if stated is None or not math.isfinite(stated):
            return None
        own = self._solver
        if (
            own is not None
            and not isinstance(own, pulp.HiGHS)
            and own.optionsDict.keys() & {"gapRel", "gapAbs"}
        ):
            return None
        return scaled.bound(stated)


def _is_left_out(stats: pulp.LpSolveStats) -> bool:
    """Tell whether HiGHS has left its bound at 0: it does for some small programs that presolve solves outright."""
    return stats.status == pulp.LpSolveStatus.Optimal and stats.best_bound == 0 and stats.objective != 0


class _Scaled:
    """An objective as the solver sees it: multiplied by a factor, without its constant."""

    def __init__(self, objective: Expression, grain: Fraction) -> None:
        self.objective = objective
        self.factor, self.in_steps = (
            factor_in_steps(objective.terms.values(), grain) if objective.terms else (Fraction(1), True)
        )

    def shown(self, number: float) -> float | None:
        """Return a number of the solver in the goal's own unit; None where the solver has none yet."""
        return float(number / self.factor + self.objective.constant) if math.isfinite(number) else None

    def bound(self, stated: float) -> Fraction:
        """Return a bound in the goal's own unit, raised to the next value that the objective can have."""
        bound = Fraction(math.ceil(stated - _ROUNDING)) if self.in_steps else Fraction(stated)
        return bound / self.factor + Fraction(self.objective.constant)


_WITHIN_A_STEP = 0.9
"""Where values are whole numbers, a bound this close already rounds up to the value."""

_WITHIN_NOISE = 1e-4
"""Elsewhere, with coefficients up to 100,000: one part in a thousand million of the largest."""

_ROUNDING = 0.001
"""How far above a whole number a bound may lie by floating-point noise alone."""
