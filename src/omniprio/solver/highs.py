"""HiGHS through PuLP, watched while it runs: progress and cancelling."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import highspy
import pulp

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

__all__ = ["SilentHighs", "WatchedHiGHS"]


class SilentHighs(highspy.Highs):
    """HiGHS that has no console before it first says something."""

    def __init__(self) -> None:
        """Make an empty program."""
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802  highspy's name
        """Turn the console off: HiGHS 1.16 prints a banner here, before any option of a run can be set."""
        self.setOptionValue("log_to_console", False)  # noqa: FBT003  highspy takes no keywords
        super().enableCallbacks()  # type: ignore[no-untyped-call]


SilentHighs()
"""The banner comes once a process, with the first HiGHS: it is said here, where nobody hears it."""


class WatchedHiGHS(pulp.HiGHS):
    """PuLP's HiGHS that tells how far it is and can be cancelled.

    HiGHS takes an unknown option for nothing, so the options are set here and nowhere else.
    """

    def __init__(  # noqa: PLR0913  each option is asked for by name
        self,
        *,
        cancel: threading.Event,
        watch: Callable[[float, float, int], None] | None,
        time_limit: float | None,
        node_limit: int | None,
        relative_gap: float,
        absolute_gap: float,
        warm_start: bool,
        relaxed: bool = False,
        presolve: bool = True,
    ) -> None:
        """Set the options of one run.

        Args:
            cancel: Set it from anywhere to stop the run.
            watch: Called with the best value, the best bound and the nodes so far, a few times a second.
            time_limit: Seconds, or None.
            node_limit: Branch-and-bound nodes, or None.
            relative_gap: Stop when value and bound are this close, as a share of the value.
            absolute_gap: Stop when value and bound are this close.
            warm_start: Whether the columns carry a solution to start from.
            relaxed: Whether columns need not be whole numbers.
            presolve: Whether the program is made smaller first.
        """
        options: dict[str, Any] = {} if node_limit is None else {"mip_max_nodes": node_limit}
        options |= {} if presolve else {"presolve": "off"}
        super().__init__(
            mip=not relaxed,
            msg=False,
            timeLimit=time_limit,
            gapRel=relative_gap,
            gapAbs=absolute_gap,
            warmStart=warm_start,
            **options,
        )
        self._cancel = cancel
        self._watch = watch
        self._told = 0.0

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802  PuLP's name
        """Run the solver with the callbacks in place."""
        model: Any = lp.solverModel
        model.cbMipInterrupt.subscribe(self._tick)
        model.run()

    def _tick(self, event: Any) -> None:  # noqa: ANN401  highspy does not export the type
        if self._cancel.is_set():
            event.interrupt()
        now = time.monotonic()
        if self._watch is not None and now - self._told >= 0.1:  # noqa: PLR2004  seconds between reports
            self._told = now
            out = event.data_out
            self._watch(out.mip_primal_bound, out.mip_dual_bound, int(out.mip_node_count))
