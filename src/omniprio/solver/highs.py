"""HiGHS through PuLP, watched while it runs: it tells how far it is, is cancelled from outside, and is helped by a search."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pulp

from omniprio.solver.silent_highs import SilentHighs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.deadline import Deadline
    from omniprio.solver.limits import Beside, Limits
    from omniprio.solver.silent_highs import Option

__all__ = ["WatchedHiGHS"]


_SMALL = 600
"""Columns up to which branches cost less than what saves some."""

_ONLY_BRANCHING: dict[str, Option] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_allow_restart": False,
    "mip_allow_cut_separation_at_nodes": False,
    "mip_pscost_minreliable": 0,
}
"""Without small programs of its own, trial branchings and more cuts than at the root: 30 x 12 is proven in half the time."""


class _Turns:
    """A search that has its turns in a run: better solutions are handed over in both directions."""

    def __init__(
        self, beside: Beside, shown: Callable[[float], float | None], columns: int, places: Sequence[int]
    ) -> None:
        """Begin.

        Args:
            beside: The search.
            shown: Returns a number of HiGHS in the unit of the objective; None for one that it does not know yet.
            columns: How many the program has.
            places: Which of them HiGHS has, in its order: those that stand in a row or in the objective. Below 0 for one that
                PuLP has added, as it does where the objective is empty.
        """
        self._beside, self._shown = beside, shown
        self._columns, self._theirs = columns, len(places)
        self._own = np.flatnonzero(np.array(places) >= 0)
        self._places = np.array(places, dtype=np.int64)[self._own]

    def heard(self, event: Any) -> None:  # noqa: ANN401  highspy does not export the type
        """Tell the search of a better solution of HiGHS."""
        values = np.zeros(self._columns)
        values[self._places] = np.asarray(event.data_out.mip_solution)[self._own]
        self._beside.hear(values.tolist())

    def have(self, event: Any) -> None:  # noqa: ANN401
        """Let the search have its turn, and hand over what is better; HiGHS looks for itself whether it keeps the rows."""
        out = event.data_out
        given = self._beside.turn(self._shown(out.mip_primal_bound), self._shown(out.mip_dual_bound))
        if given is not None:
            values = np.zeros(self._theirs)
            values[self._own] = np.array(given)[self._places]
            event.data_in.setSolution(values)


class WatchedHiGHS(pulp.HiGHS):
    """PuLP's HiGHS that tells how far it is and can be cancelled."""

    def __init__(
        self,
        limits: Limits,
        deadline: Deadline,
        *,
        watch: Callable[[float, float, int], None] | None,
        shown: Callable[[float], float | None],
        columns: Sequence[pulp.LpVariable],
        absolute_gap: float,
        warm_start: bool,
        presolve: bool,
    ) -> None:
        """Set the options of one run.

        Args:
            limits: When to stop.
            deadline: Theirs, its clock running since the run began: handing the program over takes of it.
            watch: Called with the best value, the best bound and the nodes so far, a few times a second.
            shown: Returns a number of HiGHS in the unit of the objective; None for one that it does not know yet.
            columns: Of the program, in its order.
            absolute_gap: Stop when value and bound are this close.
            warm_start: Whether the columns carry a solution to start from.
            presolve: Whether the program is made smaller first.
        """
        super().__init__(msg=False, timeLimit=deadline.left, warmStart=warm_start)
        self._limits = limits
        self._watch = watch
        self._shown = shown
        self._columns = columns
        self._own: dict[str, Option] = {
            "mip_rel_gap": limits.gap,
            "mip_abs_gap": absolute_gap,
            "presolve": "on" if presolve else "off",
        }
        if len(columns) <= _SMALL:
            self._own |= _ONLY_BRANCHING
        if limits.nodes is not None:
            self._own["mip_max_nodes"] = limits.nodes
        self._deadline = deadline
        self._told = -math.inf
        self._seen: tuple[float, float, int] | None = None
        self.handed_over = 0.0

    def createAndConfigureSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802  PuLP's name
        """Make the solver; PuLP's own method would let it print, and would not notice an unknown option."""
        lp.solverModel = SilentHighs()
        lp.solverModel.take(self._own)

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802  PuLP's name
        """Run the solver, looking up a few times a second."""
        model: Any = lp.solverModel
        self.handed_over = self._deadline.taken
        model.stop_after(self._deadline.left)
        model.on(model.cbMipInterrupt, self._look)
        if self._limits.beside is not None:
            place = {column.id: place for place, column in enumerate(self._columns)}
            places = [place.get(column.id, -1) for column in lp.exported_variables()]
            turns = _Turns(self._limits.beside, self._shown, len(place), places)
            model.on(model.cbMipImprovingSolution, turns.heard)
            model.on(model.cbMipUserSolution, turns.have)
        model.carry_out(self._limits.threads, deadline=self._deadline, meanwhile=self._tell)

    def _look(self, event: Any) -> None:  # noqa: ANN401  highspy does not export the type
        if self._deadline.is_over():
            event.interrupt()
        out = event.data_out
        self._seen = out.mip_primal_bound, out.mip_dual_bound, int(out.mip_node_count)

    def _tell(self) -> None:
        """Tell how far it is, a few times a second, in the thread that asked."""
        seen, now = self._seen, self._deadline.taken
        if self._watch is not None and seen is not None and now - self._told >= 0.1:  # noqa: PLR2004  seconds
            self._told = now
            self._watch(*seen)
