"""How long a search may go on, and what it tells on the way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omniprio.solver.limits import Limits, Stop

__all__ = ["Run"]

_SECONDS_BETWEEN_REPORTS = 0.1


class Run:
    """One search under way.

    Attributes:
        value: Of the best schedule so far, less is better; None before there is one.
        bound: No schedule is better; None where that is not known.
        rounds: Neighbourhoods looked at.
    """

    def __init__(self, limits: Limits) -> None:
        """Begin: the clock runs from here."""
        self._limits = limits
        self._began = time.perf_counter()
        self._told = 0.0
        self.value: float | None = None
        self.bound: float | None = None
        self.rounds = 0

    @property
    def stop(self) -> Stop:
        """Why the search stops now."""
        if self._limits.cancel.is_set():
            return "cancelled"
        return "time limit" if self._is_late() else "finished"

    def over(self) -> bool:
        """Tell whether to stop, and report if it is time to; called many times a second."""
        now = time.perf_counter()
        if self._limits.watch is not None and now - self._told >= _SECONDS_BETWEEN_REPORTS:
            self._told = now
            self._limits.watch(self.value, self.bound, self.rounds)
        return self._limits.cancel.is_set() or self._is_late()

    def is_close(self) -> bool:
        """Tell whether value and bound are as close as asked for."""
        if self.value is None or self.bound is None:
            return False
        return self.value - self.bound <= self._limits.gap * abs(self.value)

    def _is_late(self) -> bool:
        seconds = self._limits.seconds
        return seconds is not None and time.perf_counter() - self._began >= seconds
