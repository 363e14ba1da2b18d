"""When to stop: one clock for all that is searched, counted and explained within a time limit."""

from __future__ import annotations

import threading
from typing import Literal

from omniprio.clock import now, time_of_day
from omniprio.onlookers import look

__all__ = ["Deadline", "TimeIsOver"]

_LEAST = 1e-9
"""Seconds that a limit above 0 leaves at least: over before a solver could be begun."""


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

    It travels to other processes by pickle with the time of day at which it ends; `cancel` stays behind, since an event
    cannot travel, and the receiver gives one of its own with `heard_by`.

    Attributes:
        cancel: Set it from another thread to stop.

    >>> Deadline().left is None
    True
    >>> Deadline(0.0).why
    'time limit'
    >>> late = Deadline(100).share(0.5, most=3)
    >>> 0 < late.left <= 3
    True
    """

    def __init__(self, seconds: float | None = None, cancel: threading.Event | None = None) -> None:
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
    def limit(self) -> float | None:
        """Seconds left for functions that refuse 0: next to none once it is over or cancelled; None without a limit."""
        return _LEAST if self.is_over() else self.left

    @property
    def why(self) -> Literal["time limit", "cancelled"] | None:
        """Why to stop now; None as long as it may go on. Who looks on sees that it is asked."""
        look()
        if self.cancel.is_set():
            return "cancelled"
        return "time limit" if self._until is not None and now() >= self._until else None

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

    def share(self, part: float = 1.0, *, most: float | None = None) -> Deadline:
        """Return a deadline for a part of the seconds left, with the same cancel; its clock runs from now.

        Args:
            part: The part of what is left, 0 to 1.
            most: Seconds at most, whatever is left; None for no such limit.
        """
        given = [one for one in (most, None if self.left is None else part * self.left) if one is not None]
        return Deadline(min(given, default=None), self.cancel)

    def before(self, seconds: float) -> Deadline:
        """Return a deadline so many seconds earlier, with the same cancel, for what something must still follow."""
        return Deadline(None if self.left is None else max(self.left - seconds, 0.0), self.cancel)

    def heard_by(self, cancel: threading.Event) -> Deadline:
        """Return a deadline that ends when this one does, with another cancel."""
        return Deadline(self.left, cancel)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle it as the time of day at which it ends: clocks of processes have nothing else in common."""
        return _ending_at, (None if self.left is None else time_of_day() + self.left,)


def _ending_at(then: float | None) -> Deadline:
    """Return what ends at a time of day."""
    return Deadline(None if then is None else max(then - time_of_day(), 0.0))
