"""HiGHS through PuLP, watched while it runs: silent, cancelled from outside, with every option taken."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import highspy
import pulp

from omniprio.errors import SolverError
from omniprio.language import sentence
from omniprio.solver.threads import run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.deadline import Deadline
    from omniprio.solver.limits import Limits

__all__ = ["Option", "SilentHighs", "WatchedHiGHS"]

Option = bool | int | float | str


class SilentHighs(highspy.Highs):
    """HiGHS that has no console before it first says something."""

    def __init__(self) -> None:
        """Make an empty program."""
        self._raised: BaseException | None = None
        super().__init__()  # type: ignore[no-untyped-call]
        self.take({"output_flag": False})

    def enableCallbacks(self) -> None:  # noqa: N802  highspy's name
        """Turn the console off: HiGHS 1.16 prints a banner here, before any option of a run can be set."""
        self.setOptionValue("log_to_console", False)  # noqa: FBT003  highspy takes no keywords
        super().enableCallbacks()  # type: ignore[no-untyped-call]

    def on(self, moment: Any, told: Callable[[Any], object]) -> None:  # noqa: ANN401  highspy does not export the types
        """Call a function at moments of a run; what it raises ends the run, and `carry_out` raises it as it was.

        Args:
            moment: When, one of the callbacks of HiGHS.
            told: Gets the event. HiGHS would turn what it raises into a failed run.
        """

        def kept(event: Any) -> None:  # noqa: ANN401
            try:
                told(event)
            except BaseException as error:  # noqa: BLE001  KeyboardInterrupt and MemoryError too
                self._raised = self._raised or error
                if hasattr(event, "interrupt"):
                    event.interrupt()

        moment.subscribe(kept)

    def carry_out(self, threads: int = 1) -> None:
        """Run it.

        Args:
            threads: How many it may use, at least 1.
        """
        self._raised = None
        run(self, threads)
        if self._raised is not None:
            raise self._raised

    def take(self, options: Mapping[str, Option]) -> None:
        """Set options.

        Args:
            options: By name; HiGHS takes an unknown one for nothing, so each is checked.

        Raises:
            SolverError: It does not know one.
        """
        for option, value in options.items():
            if self.setOptionValue(option, value) != highspy.HighsStatus.kOk:
                raise SolverError(sentence("errors.unknown option", option=option, value=repr(value)))

    def stop_after(self, seconds: float | None) -> None:
        """Let the next run take so many seconds at most; HiGHS itself counts from its first run on."""
        if seconds is not None:
            self.take({"time_limit": self.getRunTime() + seconds})


SilentHighs()
"""The banner comes once a process, with the first HiGHS: it is said here, where nobody hears it."""


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
