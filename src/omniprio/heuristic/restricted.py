"""A part of the program solved in whole numbers while the rest is held: a small program of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

from omniprio.deadline import TimeIsOver
from omniprio.heuristic.matrix import items_of
from omniprio.heuristic.relaxation import has_ended_in_time, loaded
from omniprio.heuristic.stepwise import stepwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.heuristic.matrix import Arrays, Flags, Floats, Places
    from omniprio.heuristic.relaxation import Option
    from omniprio.heuristic.rounds import Run
    from omniprio.heuristic.stepwise import Stepwise

__all__ = ["Answer", "relax_part", "solve_part"]

_OPTIONS: dict[str, Option] = {
    "mip_allow_restart": False,  # a restart costs more than these small programs take
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_detect_symmetry": False,
    "mip_heuristic_effort": 0.05,
    "mip_rel_gap": 1e-6,
}

_INTERIOR: dict[str, Option] = {"solver": "ipm", "run_crossover": "off"}
"""An interior point: of 31,000 columns with fields held it takes 22 s, where the dual simplex method had not ended after almost five minutes."""

_NOISE = 1e-9
"""As a share: what rounding alone may add to a sum of floating-point numbers."""

_LEAST_WORK = 0.02
"""What looking at a part costs at least, in about seconds."""

_AT_MOST = 0.5
"""What of the time left a part has at most. HiGHS 1.16 did not come back from making one of 1,000 initiatives over 40 periods smaller
(it strengthened inequalities without end), and hears no clock while it does; such a run is left to itself."""

_STEPS = 7e6
"""Simplex steps times rows in about a second."""


class Answer(NamedTuple):
    """What solving a part came to.

    Attributes:
        values: A value for each column of the whole program, or None if nothing was found.
        work: Counted in simplex steps, so that it does not depend on the machine; about seconds of one.
    """

    values: Floats | None
    work: float


def solve_part(
    program: Arrays,
    values: Floats,
    free: Flags,
    *,
    begun: bool,
    patience: int,
    under_way: Run,
    found: Callable[[Floats], object] = lambda _: None,
) -> Answer:
    """Look for better values of some columns of a program while all others keep theirs.

    Args:
        program: The whole program.
        values: The value of each column.
        free: The columns to find values for.
        begun: Whether `values` is a solution, to start from.
        patience: Stop after so many looks of the solver at its clock without anything better: a count of work,
            so that it does not depend on the machine.
        under_way: Says when to stop, whether the part is made smaller first, and which of its columns add up those before them; once
            a solver has not come back, parts are not made smaller any more.
        found: Told the values of each solution on the way.
    """
    columns, part = _part(program, values, free, under_way)
    options = _OPTIONS if under_way.presolves else {**_OPTIONS, "presolve": "off"}
    highs = loaded(part.program, options, whole=True)
    if begun:
        start = highspy.HighsSolution()
        start.col_value = part.summed(values[columns])
        highs.setSolution(start)
    highs.on(highs.cbMipInterrupt, _Patience(patience, under_way).tick)

    def tell(event: highspy.HighsCallbackEvent) -> None:
        found(_put(program, values, columns, part.apart(np.array(event.data_out.mip_solution))))

    highs.on(highs.cbMipImprovingSolution, tell)
    deadline = under_way.deadline.share(_AT_MOST)
    highs.stop_after(deadline.left)
    try:
        highs.carry_out(deadline=deadline)
    except TimeIsOver:
        under_way.presolves = False
        return Answer(None, _LEAST_WORK)
    info = highs.getInfo()
    work = _LEAST_WORK + max(info.simplex_iteration_count, 0) * len(part.program.most) / _STEPS
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, work)
    return Answer(_put(program, values, columns, part.apart(np.array(highs.getSolution().col_value))), work)


def relax_part(program: Arrays, values: Floats, free: Flags, under_way: Run) -> Floats | None:
    """Return the best values of some columns, in part where that is better, while all others keep theirs; None where the time is over.

    Args:
        program: The whole program.
        values: The value of each column.
        free: The columns to find values for.
        under_way: Says when to stop, and which columns add up those before them.
    """
    columns, part = _part(program, values, free, under_way)
    highs = loaded(part.program, _INTERIOR, whole=False)
    if not (has_ended_in_time(highs, under_way) and (found := highs.getSolution().col_value)):
        return None
    result = values.copy()
    result[columns] = np.clip(part.apart(np.array(found)), 0.0, program.upper[columns])
    return result


def _part(program: Arrays, values: Floats, free: Flags, under_way: Run) -> tuple[Places, Stepwise]:
    """Return which columns are free, and what they must keep."""
    columns = np.flatnonzero(free)
    used = program.used(np.where(free, 0.0, values))
    rows = _binding(program, columns, used)
    return columns, stepwise(program.part(rows, columns, used), items_of(columns, under_way.in_steps))


def _put(program: Arrays, values: Floats, columns: Places, into: Floats) -> Floats:
    """Return values with others for some columns, whole where they are whole but for the solver's tolerances."""
    result = values.copy()
    result[columns] = into
    result[program.integer] = np.rint(result[program.integer])
    return result


def _binding(program: Arrays, columns: Places, used: Floats) -> Places:
    """Return the rows that some values of the columns would break."""
    rows, coefficients, lengths = program.entries(columns)
    reach = coefficients * np.repeat(program.upper[columns], lengths)
    most = used + np.bincount(rows, np.maximum(reach, 0.0), minlength=len(used))
    least = used + np.bincount(rows, np.minimum(reach, 0.0), minlength=len(used))
    touched = np.bincount(rows, minlength=len(used)) > 0
    noise = _NOISE * (1.0 + np.abs(most))
    return np.flatnonzero(touched & ((most > program.most + noise) | (least < program.least - noise)))


class _Patience:
    """Stops a solver that finds nothing better for long."""

    def __init__(self, patience: int, under_way: Run) -> None:
        self._left = self._patience = patience
        self._under_way = under_way
        self._best = np.inf

    def tick(self, event: highspy.HighsCallbackEvent) -> None:
        value = event.data_out.mip_primal_bound
        self._left -= 1
        if value < self._best:
            self._left, self._best = self._patience, value
        if self._left <= 0 or self._under_way.over():
            event.interrupt()
