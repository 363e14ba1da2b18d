"""HiGHS through PuLP, watched while it runs: it tells how far it is, and is cancelled from outside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pulp

from omniprio.solver.silent_highs import SilentHighs

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.deadline import Deadline
    from omniprio.solver.limits import Limits
    from omniprio.solver.silent_highs import Option

__all__ = ["WatchedHiGHS"]


class WatchedHiGHS(pulp.HiGHS):
    """PuLP's HiGHS that tells how far it is and can be cancelled."""

    def __init__(
        self,
        limits: Limits,
        deadline: Deadline,
        *,
        watch: Callable[[float, float, int], None] | None,
        absolute_gap: float,
        warm_start: bool,
        presolve: bool,
    ) -> None:
        """Set the options of one run.

        Args:
            limits: When to stop.
            deadline: Theirs, its clock running since the run began: handing the program over takes of it.
            watch: Called with the best value, the best bound and the nodes so far, a few times a second.
            absolute_gap: Stop when value and bound are this close.
            warm_start: Whether the columns carry a solution to start from.
            presolve: Whether the program is made smaller first.
        """
        super().__init__(msg=False, timeLimit=deadline.left, warmStart=warm_start)
        self._limits = limits
        self._watch = watch
        self._own: dict[str, Option] = {
            "mip_rel_gap": limits.gap,
            "mip_abs_gap": absolute_gap,
            "presolve": "on" if presolve else "off",
        }
        if limits.nodes is not None:
            self._own["mip_max_nodes"] = limits.nodes
        self._deadline = deadline
        self._told = -math.inf
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
        model.carry_out(self._limits.threads)

    def _look(self, event: Any) -> None:  # noqa: ANN401  highspy does not export the type
        if self._deadline.is_over():
            event.interrupt()
        now = self._deadline.taken
        if self._watch is not None and now - self._told >= 0.1:  # noqa: PLR2004  seconds between reports
            self._told = now
            out = event.data_out
            self._watch(out.mip_primal_bound, out.mip_dual_bound, int(out.mip_node_count))
