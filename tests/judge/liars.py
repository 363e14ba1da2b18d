"""Solvers that lie: what a run says is altered after the real solver has run.

Every run of the library goes through `pulp.LpProblem.solve`; a liar stands there. `LIES` says what is altered, `TIMES` when.
"""

from __future__ import annotations

import dataclasses
import math
import random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import highspy
import pulp

from omniprio import exactly

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    Lie = Callable[["Run"], pulp.LpSolveStats]
    Time = Callable[["Run"], bool]

__all__ = [
    "HIGHS_LIES",
    "LIES",
    "OUTRIGHT",
    "SELDOM",
    "TIMES",
    "Liar",
    "OutOfOrder",
    "Run",
    "leave_to_solvers",
    "let_highs_lie",
    "let_lie",
]

Status = pulp.LpSolveStatus

_solve = pulp.LpProblem.solve


class Run:
    """One run, and what it has really come to.

    Attributes:
        number: How many runs there have been, this one included.
        problem: The program, with the real solution in its columns.
        stats: What the solver really says.
        begun: The values that the columns had before, a start if there was one.
        is_warm: Whether the solver was told to start from them.
        rng: Where a lie draws from.
    """

    def __init__(
        self, number: int, problem: pulp.LpProblem, solver: pulp.LpSolver | None, rng: random.Random
    ) -> None:
        """Run the real solver."""
        self.number = number
        self.problem = problem
        self.rng = rng
        before = {variable.name: variable.varValue for variable in problem.variables()}
        self.is_warm = solver is not None and bool(solver.optionsDict.get("warmStart"))
        self.stats = _solve(problem, solver)
        self.begun = [
            before.get(variable.name) for variable in problem.variables()
        ]  # PuLP may have added one

    def says(self, **changes: object) -> pulp.LpSolveStats:
        """Return what the solver says, with some of it altered."""
        return dataclasses.replace(self.stats, **changes)  # type: ignore[arg-type]

    def puts(self, values: list[float] | list[float | None]) -> float:
        """Give the columns other values and return what the objective comes to."""
        for variable, value in zip(self.problem.variables(), values, strict=True):
            variable.varValue = value
        objective = self.problem.objective
        return 0.0 if objective is None else float(objective.value() or 0.0)

    def worst(self) -> list[float] | None:
        """Return the solution that is worst for the objective, None if there is none."""
        objective, values = self.problem.objective, self._values()
        if objective is None or not self.stats.has_solution:
            return None
        self.problem.setObjective(objective * -1.0)
        stats = _solve(self.problem, pulp.HiGHS(msg=False, mip=self.stats.is_mip))
        worst = self._values()
        self.problem.setObjective(objective)
        self.puts(values)
        return worst if stats.has_solution else None

    def _values(self) -> list[float]:
        return [float(variable.varValue or 0.0) for variable in self.problem.variables()]


class Liar:
    """Stands where the solver is called, lies when it is time to, and counts."""

    def __init__(self, lie: Lie, time: Time, seed: int = 0) -> None:
        """Begin with no runs."""
        self.lie = lie
        self.time = time
        self.runs = 0
        self.lies = 0
        self.rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets

    def solve(self, problem: pulp.LpProblem, solver: pulp.LpSolver | None = None) -> pulp.LpSolveStats:
        """Solve a program and say what the liar says."""
        self.runs += 1
        run = Run(self.runs, problem, solver, self.rng)
        if not self.time(run):
            return run.stats
        self.lies += 1
        return self.lie(run)


def leave_to_solvers(patched: pytest.MonkeyPatch) -> None:
    """Have our own search look at nothing before a solver is asked; else it settles small portfolios without asking any."""
    for look in ("_AT_ONCE", "_FIRST_LOOK"):
        patched.setattr(exactly, look, 0)


def let_lie(patched: pytest.MonkeyPatch, lie: str, time: str, seed: int = 0) -> Liar:
    """Put a liar where every run goes through.

    Args:
        patched: Takes it away again.
        lie: What it says, of `LIES`.
        time: When it lies, of `TIMES`.
        seed: Of what it draws.
    """
    liar = Liar(LIES[lie], TIMES[time], seed)
    leave_to_solvers(patched)
    patched.setattr(pulp.LpProblem, "solve", lambda problem, solver=None, **_: liar.solve(problem, solver))
    return liar


def _value(run: Run) -> float:
    return run.stats.objective or 0.0


def _all(number: float | None) -> Lie:
    """Return a liar that sets every column to a number, beside the value and the bound of the real best."""

    def lie(run: Run) -> pulp.LpSolveStats:
        run.puts([number] * len(run.begun))
        return run.says(status=Status.Optimal, has_solution=True)

    return lie


def _all_as_its_own_bound(number: float) -> Lie:
    def lie(run: Run) -> pulp.LpSolveStats:
        value = run.puts([number] * len(run.begun))
        return run.says(status=Status.Optimal, has_solution=True, objective=value, best_bound=value)

    return lie


def _drawn_as_its_own_bound(run: Run) -> pulp.LpSolveStats:
    value = run.puts([float(run.rng.randint(0, 1)) for _ in run.begun])
    return run.says(status=Status.Optimal, has_solution=True, objective=value, best_bound=value)


def _start(run: Run) -> pulp.LpSolveStats:
    """Return the start as if it were best, with the value and the bound of the real best."""
    if not run.is_warm or None in run.begun:
        return run.stats
    run.puts(run.begun)
    return run.stats


def _start_as_its_own_bound(run: Run) -> pulp.LpSolveStats:
    if not run.is_warm or None in run.begun:
        return run.stats
    value = run.puts(run.begun)
    return run.says(status=Status.Optimal, has_solution=True, objective=value, best_bound=value)


def _worst(run: Run) -> pulp.LpSolveStats:
    worst = run.worst()
    if worst is not None:
        run.puts(worst)
    return run.stats


def _worst_as_its_own_bound(run: Run) -> pulp.LpSolveStats:
    worst = run.worst()
    if worst is None:
        return run.stats
    value = run.puts(worst)
    return run.says(status=Status.Optimal, objective=value, best_bound=value)


class OutOfOrder(Exception):  # noqa: N818  what a solver raises has any name
    """What only a solver raises."""


def _raises(error: Exception) -> Lie:
    def lie(_run: Run) -> pulp.LpSolveStats:
        raise error

    return lie


def _infeasible(run: Run) -> pulp.LpSolveStats:
    """Say what HiGHS says of a program without a solution: every column is 0."""
    run.puts([0.0] * len(run.begun))
    return run.says(status=Status.Infeasible, has_solution=False, objective=None, best_bound=None)


def _status(status: pulp.LpSolveStatus, *, has_solution: bool) -> Lie:
    return lambda run: run.says(status=status, has_solution=has_solution and run.stats.has_solution)


OUTRIGHT: dict[str, Lie] = {
    "value too good": lambda run: run.says(objective=_value(run) - 5),
    "value too bad": lambda run: run.says(objective=_value(run) + 5),
    "value 0": lambda run: run.says(objective=0.0),
    "value NaN": lambda run: run.says(objective=math.nan),
    "no value": lambda run: run.says(objective=None),
    "bound too good": lambda run: run.says(best_bound=_value(run) - 1000),
    "bound a step too good": lambda run: run.says(best_bound=_value(run) - 1),
    "bound a step too bad": lambda run: run.says(best_bound=_value(run) + 1),
    "bound too bad": lambda run: run.says(best_bound=_value(run) + 1000),
    "bound 0": lambda run: run.says(best_bound=0.0),
    "bound NaN": lambda run: run.says(best_bound=math.nan),
    "bound infinite": lambda run: run.says(best_bound=math.inf),
    "bound minus infinite": lambda run: run.says(best_bound=-math.inf),
    "no bound": lambda run: run.says(best_bound=None),
    "all 0": _all(0.0),
    "all 1": _all(1.0),
    "all half": _all(0.5),
    "all -3": _all(-3.0),
    "all NaN": _all(math.nan),
    "all infinite": _all(math.inf),
    "no values": _all(None),
    "the start": _start,
    "the worst": _worst,
    "time limit": _status(Status.TimeLimit, has_solution=True),
    "time limit and nothing": _status(Status.TimeLimit, has_solution=False),
    "work limit and nothing": _status(Status.NodeLimit, has_solution=False),
    "interrupted": _status(Status.Interrupted, has_solution=False),
    "undefined": _status(Status.Undefined, has_solution=False),
    "unbounded": _status(Status.Unbounded, has_solution=False),
    "not solved": _status(Status.NotSolved, has_solution=False),
    "optimal and nothing": _status(Status.Optimal, has_solution=False),
    "optimal whatever it is": _status(Status.Optimal, has_solution=True),
    "raises PulpSolverError": _raises(pulp.PulpSolverError("out of order")),
    "raises": _raises(OutOfOrder("out of order")),
}
"""What counting again shows, or what leaves nothing to believe."""

SELDOM: dict[str, Lie] = {
    "infeasible": _infeasible,
    "the start as its own bound": _start_as_its_own_bound,
    "the worst as its own bound": _worst_as_its_own_bound,
    "all 0 as its own bound": _all_as_its_own_bound(0.0),
    "all 1 as its own bound": _all_as_its_own_bound(1.0),
    "any values as their own bound": _drawn_as_its_own_bound,
}
"""What agrees with itself: only another run, or a proof without the solver, shows that it is a lie."""

LIES = OUTRIGHT | SELDOM

TIMES: dict[str, Time] = {
    "first run": lambda run: run.number == 1,
    "second run": lambda run: run.number == 2,
    "third run": lambda run: run.number == 3,
    "fifth run": lambda run: run.number == 5,
    "warm runs": lambda run: run.is_warm,
    "every third run": lambda run: run.number % 3 == 0,
    "at random": lambda run: run.rng.random() < 0.5,
    "cold runs": lambda run: not run.is_warm,
    "always": lambda _: True,
}
"""When it lies; the runs are counted from the liar's first."""


def let_highs_lie(patched: pytest.MonkeyPatch, lie: str, seed: int = 0) -> None:
    """Put a liar into HiGHS itself, where runs that do not go through PuLP read what it has found.

    Args:
        patched: Takes it away again.
        lie: What is altered, of `HIGHS_LIES`.
        seed: Of what it draws.
    """
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    for name, alter in HIGHS_LIES[lie].items():
        real = getattr(highspy.Highs, name)
        patched.setattr(
            highspy.Highs, name, lambda highs, real=real, alter=alter: alter(real(highs), rng), raising=False
        )


def _each(
    *,
    value: Callable[[float, random.Random], float] | None = None,
    price: Callable[[float, random.Random], float] | None = None,
) -> Callable[[Any, random.Random], SimpleNamespace]:
    """Return what alters the values and the prices of a solution, one by one."""

    def altered(
        numbers: list[float], alter: Callable[[float, random.Random], float] | None, rng: random.Random
    ) -> list[float]:
        return list(numbers) if alter is None else [alter(number, rng) for number in numbers]

    def alter(solution: Any, rng: random.Random) -> SimpleNamespace:  # noqa: ANN401  highspy has no types
        return SimpleNamespace(
            col_value=altered(solution.col_value, value, rng),
            col_dual=altered(solution.col_dual, price, rng),
            row_value=altered(solution.row_value, value, rng),
            row_dual=altered(solution.row_dual, price, rng),
        )

    return alter


HIGHS_LIES: dict[str, dict[str, Callable[[Any, random.Random], Any]]] = {
    "prices 0": {"getSolution": _each(price=lambda _price, _rng: 0.0)},
    "prices turned round": {"getSolution": _each(price=lambda price, _rng: -price)},
    "prices too high": {"getSolution": _each(price=lambda price, _rng: price * 1e6)},
    "prices drawn": {"getSolution": _each(price=lambda _price, rng: rng.uniform(-1e5, 1e5))},
    "prices NaN": {"getSolution": _each(price=lambda _price, _rng: math.nan)},
    "prices infinite": {"getSolution": _each(price=lambda _price, _rng: math.inf)},
    "values drawn": {"getSolution": _each(value=lambda _value, rng: float(rng.randint(0, 1)))},
    "values half": {"getSolution": _each(value=lambda _value, _rng: 0.5)},
    "values 0": {"getSolution": _each(value=lambda _value, _rng: 0.0)},
    "values NaN": {"getSolution": _each(value=lambda _value, _rng: math.nan)},
    "all drawn": {
        "getSolution": _each(
            value=lambda _value, rng: rng.random(), price=lambda _price, rng: rng.uniform(-1e3, 1e3)
        )
    },
    "never a solution": {"getModelStatus": lambda _status, _rng: highspy.HighsModelStatus.kInfeasible},
    "always a solution": {"getModelStatus": lambda _status, _rng: highspy.HighsModelStatus.kOptimal},
    "never a solution, for drawn reasons": {
        "getModelStatus": lambda _status, _rng: highspy.HighsModelStatus.kInfeasible,
        "getDualRay": lambda ray, rng: (*ray[:2], [rng.uniform(-1, 1) for _ in range(100)]),
    },
    "now and then no solution": {
        "getModelStatus": lambda status, rng: (
            highspy.HighsModelStatus.kInfeasible if rng.random() < 0.5 else status
        )
    },
}
"""What is altered of what HiGHS has found, by the function that tells it."""
