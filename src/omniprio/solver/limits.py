"""When a run of a solver stops, and why it did."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Limits", "Stop"]

Stop = Literal["finished", "time limit", "work limit", "out of memory", "cancelled"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop.

    Attributes:
        seconds: Time limit, or None; with 0 the solver is not begun.
        nodes: Limit on branch-and-bound nodes, or None.
        gap: Stop when value and bound are this close, as a share of the value.
        threads: How many threads the solver uses, at least 1; more than 1 may give another plan each time.
        cancel: Set it to stop.
        watch: Called with value, bound and nodes so far; numbers that are not known are None.
    """

    seconds: float | None = None
    nodes: int | None = None
    gap: float = 0.0
    threads: int = 1
    cancel: threading.Event = field(default_factory=threading.Event)
    watch: Callable[[float | None, float | None, int], None] | None = None
