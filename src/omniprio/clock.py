"""The clocks that everything goes by: one for time limits, one for what processes share."""

from __future__ import annotations

import time

__all__ = ["now", "time_of_day"]


def now() -> float:
    """Return the seconds since some moment in the past: the clock that every time limit goes by."""
    return time.perf_counter()


def time_of_day() -> float:
    """Return the seconds since 1970: the only clock that processes share."""
    return time.time()
