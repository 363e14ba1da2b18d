"""When to stop: one clock for all that is searched, counted and explained within a time limit."""

from __future__ import annotations

import threading
import time
from typing import Literal

__all__ = ["Deadline", "TimeIsOver", "now"]


def now() -> float:
    """Return the seconds since some moment in the past: the clock that every time limit goes by."""
    return time.perf_counter()


class TimeIsOver(Exception):  # noqa: N818  not an error: it ends what was begun for lack of time
    """The time was over, or somebody cancelled, before something was finished.

    Attributes:
        why: Which of the two.
    """

    def __init__(self, why: Literal["time limit", "cancelled"]) -> None:
        """Keep which."""
        self.why = why
        super().__init__(why)


class Deadline:
    """When the time is over, and whether somebody cancelled; the clock runs from here.

    >>> Deadline(None).left is None
    True
    >>> Deadline(0.0).why
    'time limit'
    """

    def __init__(self, seconds: float | None, cancel: threading.Event | None = None) -> None:
        """Begin.

        Args:
            seconds: How much time there is, or None for as long as it takes.
            cancel: Set it from another thread to stop.
        """
        self.cancel = cancel or threading.Event()
        self._began = now()
        self._until = None if seconds is None else self._began + seconds

    @property
    def taken(self) -> float:
        """Seconds since the beginning."""
        return now() - self._began

    @property
    def left(self) -> float | None:
        """Seconds left, at least 0; None without a limit."""
        return None if self._until is None else max(self._until - now(), 0.0)

    @property
    def why(self) -> Literal["time limit", "cancelled"] | None:
        """Why to stop now; None as long as it may go on."""
        if self.cancel.is_set():
            return "cancelled"
        return "time limit" if self.left == 0 else None

    def is_over(self) -> bool:
        """Tell whether to stop."""
        return self.why is not None

    def check(self) -> None:
        """Go on, or stop.

        Raises:
            TimeIsOver: The time is over, or somebody cancelled.
        """
        if (why := self.why) is not None:
            raise TimeIsOver(why)

    def allows(self, seconds: float) -> bool:
        """Tell whether something that takes so many seconds can be finished."""
        return not self.is_over() and (self.left is None or self.left > seconds)

    def before(self, seconds: float) -> Deadline:
        """Return a deadline so many seconds earlier, with the same cancel, for what something must still follow."""
        return Deadline(None if self.left is None else max(self.left - seconds, 0.0), self.cancel)
