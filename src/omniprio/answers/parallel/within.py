"""What work has to stay within: a time limit, and whether somebody cancelled."""

from __future__ import annotations

import threading
import time
from typing import Literal

from omniprio.errors import Fault, InvalidArgumentError
from omniprio.solver.limits import Limits

__all__ = ["Within"]

_TICK = 0.1
"""Seconds between two looks at whether somebody cancelled."""

_LEAST = 1e-9
"""Seconds that a limit above 0 leaves at least: over before a solver could be begun."""


class Within:
    """What the work has to stay within: a deadline, and whether somebody cancelled; the clock runs from here."""

    def __init__(self, time_limit: float | None = None, cancel: threading.Event | None = None) -> None:
        """Begin.

        Args:
            time_limit: Seconds for everything, more than 0.
            cancel: Set it from another thread to stop.
        """
        if time_limit is not None and not time_limit > 0:
            fault = Fault("time_limit", f"is {time_limit}", "give seconds above 0, or None for no limit")
            raise InvalidArgumentError([fault])
        self.cancel = cancel
        self.began = time.time()
        self.until = None if time_limit is None else self.began + time_limit

    @classmethod
    def until_then(cls, until: float | None, cancel: threading.Event | None) -> Within:
        """Return what ends at a certain time of day: it is the only clock that processes share.

        Args:
            until: When the time is over; None for no limit.
            cancel: Set it from another thread to stop.
        """
        within = cls(cancel=cancel)
        within.until = until
        return within

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.time() - self.began

    @property
    def left(self) -> float | None:
        """Seconds left, at least 0; None without a limit."""
        return None if self.until is None else max(0.0, self.until - time.time())

    def share(self, part: float) -> float | None:
        """Return a part of the seconds left, as a limit that is above 0; None without a limit."""
        return None if self.left is None else max(_LEAST, part * self.left)

    def part(self, share: float, *, most: float | None = None) -> Within:
        """Return what may take a part of the seconds left, with the same cancel; its clock runs from here.

        Args:
            share: The part, 0 to 1.
            most: Seconds that it may take at most, whatever is left; None for no such limit.
        """
        seconds = [one for one in (most, None if self.left is None else share * self.left) if one is not None]
        return Within.until_then(time.time() + min(seconds) if seconds else None, self.cancel)

    @property
    def limits(self) -> Limits:
        """The limits of a run of the solver that may take all that is left."""
        return Limits(seconds=self.left, cancel=self.cancel or threading.Event())

    @property
    def over(self) -> Literal["time limit", "cancelled"] | None:
        """Why the work has to stop now; None as long as it may go on."""
        if self.cancel is not None and self.cancel.is_set():
            return "cancelled"
        return "time limit" if self.left == 0 else None

    @property
    def patience(self) -> float | None:
        """Seconds to wait for an answer before looking up."""
        if self.cancel is None:
            return self.left
        return _TICK if self.left is None else min(_TICK, self.left)
