"""When a run of a solver stops, and why it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from omniprio.deadline import Deadline
from omniprio.onlookers import onlooker

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Limits", "Stop"]

Stop = Literal["finished", "time limit", "work limit", "out of memory", "cancelled"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop.

    Attributes:
        deadline: When the time is over, and whether somebody cancelled; with no time left the solver is not begun.
        nodes: Limit on branch-and-bound nodes, or None.
        gap: Stop when value and bound are this close, as a share of the value.
        threads: How many threads the solver uses, at least 1; more than 1 may give another plan each time.
        watch: Called with value, bound and nodes so far; numbers that are not known are None. By default who looks on.
    """

    deadline: Deadline = field(default_factory=Deadline)
    nodes: int | None = None
    gap: float = 0.0
    threads: int = 1
    watch: Callable[[float | None, float | None, int], None] | None = field(default_factory=onlooker)
