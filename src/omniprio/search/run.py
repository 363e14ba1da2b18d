"""How long a search may go on, and what it tells on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.deadline import Deadline

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
        deadline: When it stops.
    """

    def __init__(self, limits: Limits) -> None:
        """Begin: the clock runs from here."""
        self._limits = limits
        self.deadline = Deadline(limits.seconds, limits.cancel)
        self._told = 0.0
        self.value: float | None = None
        self.bound: float | None = None
        self.rounds = 0

    @property
    def stop(self) -> Stop:
        """Why the search stops now."""
        return self.deadline.why or "finished"

    def over(self) -> bool:
        """Tell whether to stop, and report if it is time to; called many times a second."""
        if self._limits.watch is not None and self.deadline.taken - self._told >= _SECONDS_BETWEEN_REPORTS:
            self._told = self.deadline.taken
            self._limits.watch(self.value, self.bound, self.rounds)
        return self.deadline.is_over()

    def is_close(self) -> bool:
        """Tell whether value and bound are as close as asked for."""
        if self.value is None or self.bound is None:
            return False
        return self.value - self.bound <= self._limits.gap * abs(self.value)
