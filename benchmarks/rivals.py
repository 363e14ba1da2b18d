"""Other solvers alone on a portfolio: the program that we build goes to them as it is, and what they find is checked.

| name | what is solved, on one thread |
|---|---|
| `HiGHS plain` | the program with every start that a portfolio does not rule out itself, by HiGHS as it comes |
| `HiGHS` | our program, without the starts that no plan can have, by HiGHS as it comes |
| `CP-SAT` | our program in whole numbers, by CP-SAT of OR-Tools as it comes (extra `cpsat`) |
| `Gurobi`, `COPT` | our program, by the versions that come with the packages (group `solvers`), which take small ones only |

None of them has our first schedule, our search, our bounds or our tie-breaks, and only the first goal is asked for. One that says it
is done and tells no bound is taken at its word.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import pulp

from omniprio import check
from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.formulation import formulate
from omniprio.goals import goal_value, worth
from omniprio.solver.cpsat import CpSat
from omniprio.solver.limits import Limits
from omniprio.solver.scaling import NotWholeError
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from families import Case

    from omniprio.formulation import Formulation
    from omniprio.solver.limits import Said

__all__ = ["RIVALS", "Answer", "Rival", "ask", "is_there", "program_for"]


class Answer(NamedTuple):
    """What a rival says, as far as it holds."""

    value: float | None
    """Of the schedule it found, counted by us; None where it has none that keeps the rules."""
    bound: float | None
    word: str = ""
    """Why there is none, or what is wrong with it."""

    @property
    def gap(self) -> float | None:
        """How far value and bound are apart, as a share of the value."""
        if self.value is None or self.bound is None:
            return None
        return abs(self.value - self.bound) / (abs(self.value) or 1.0)


class Rival(NamedTuple):
    """Another solver."""

    package: str
    """Without it there is nothing to ask."""
    tighten: bool
    """Whether starts that no plan can have are left out."""
    solve: Callable[[Formulation, float], Said]
    """Has a program solved within some seconds."""


def ask(rival: Rival, case: Case, formulation: Formulation, seconds: float) -> Answer:
    """Return what a rival finds within a time limit.

    Args:
        rival: The rival.
        case: The portfolio and its goals.
        formulation: The portfolio as a program.
        seconds: The time limit; building the program does not count.
    """
    try:
        said = rival.solve(formulation, seconds)
    except SolverError as error:
        return Answer(None, None, f"refused: {error}")
    goal = case.goals[0]
    bound = None if said.bound is None else worth(goal, said.bound)
    if said.values is None:
        return Answer(None, None if bound is None else float(bound), said.stop)
    starts = formulation.starts(said.values)
    if broken := check(case.portfolio, starts).broken:
        return Answer(None, None, f"breaks a rule: {broken[0].message}")
    value = goal_value(goal, case.portfolio, starts)
    if bound is None and said.stop == "finished":  # COPT tells none through PuLP
        bound = value
    return Answer(None if value is None else float(value), None if bound is None else float(bound), said.stop)


def _by(solver: Callable[[float], pulp.LpSolver]) -> Callable[[Formulation, float], Said]:
    """Return what has a program solved by a solver of PuLP, which is made with a time limit."""

    def solve(formulation: Formulation, seconds: float) -> Said:
        task = Task(formulation.program, solver(seconds))
        return task.minimise(formulation.objectives[0], Limits(watch=None))

    return solve


def _highs(seconds: float) -> pulp.LpSolver:
    return pulp.HiGHS(msg=False, threads=1, timeLimit=seconds)


def _gurobi(seconds: float) -> pulp.LpSolver:
    return pulp.GUROBI(msg=False, timeLimit=seconds, Threads=1)  # type: ignore[no-untyped-call]


def _copt(seconds: float) -> pulp.LpSolver:
    return pulp.COPT(msg=False, timeLimit=seconds, Threads=1)  # type: ignore[no-untyped-call]


def _by_cpsat(formulation: Formulation, seconds: float) -> Said:
    formulation.program.shares.clear()  # as it is: nothing is told about teams but their rows
    try:
        limits = Limits(Deadline(seconds), watch=None)
        return CpSat(formulation.program).minimise(formulation.objectives[0], limits)
    except NotWholeError as error:
        raise SolverError(f"its numbers are too large for whole ones: {error.where}") from error


RIVALS: dict[str, Rival] = {
    "HiGHS plain": Rival("highspy", tighten=False, solve=_by(_highs)),
    "HiGHS": Rival("highspy", tighten=True, solve=_by(_highs)),
    "CP-SAT": Rival("ortools", tighten=True, solve=_by_cpsat),
    "Gurobi": Rival("gurobipy", tighten=True, solve=_by(_gurobi)),
    "COPT": Rival("coptpy", tighten=True, solve=_by(_copt)),
}
"""The others, by name."""


def is_there(rival: Rival) -> bool:
    """Tell whether a rival is installed."""
    return find_spec(rival.package) is not None


def program_for(rival: Rival, case: Case) -> Formulation:
    """Return a portfolio as the program that a rival gets."""
    return formulate(case.portfolio, case.goals[:1], tighten=rival.tighten)
