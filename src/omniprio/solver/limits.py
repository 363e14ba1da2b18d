"""When a run of a solver stops and why, and what a solver says of it, which nobody has to believe."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from omniprio.deadline import Deadline
from omniprio.engines import names_of
from omniprio.onlookers import onlooker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    import pulp

__all__ = ["Beside", "Limits", "Said", "Stop", "name_of"]

Stop = Literal["finished", "time limit", "work limit", "out of memory", "cancelled"]


class Beside(Protocol):
    """A search that has its turns while HiGHS runs, in the same thread or in one of its own."""

    @property
    def found(self) -> Sequence[float] | None:
        """The value of each column in the best solution it knows; None where it knows none."""

    def hear(self, values: Sequence[float]) -> None:
        """Hear of a better solution of the solver's.

        Args:
            values: The value of each column.
        """

    def turn(self, value: float | None, bound: float | None) -> Sequence[float] | None:
        """Return the value of each column where the solver has nothing as good; without a thread of its own, search for a while first.

        Args:
            value: Of the best solution of the solver's, or None.
            bound: What nothing is better than, as the solver says, or who bounds before it; or None.
        """


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop, and who looks on or helps.

    Attributes:
        deadline: When the time is over, and whether somebody cancelled; with no time left the solver is not begun.
        nodes: Limit on branch-and-bound nodes, or None.
        gap: Stop when value and bound are this close, as a share of the value.
        threads: How many threads the solver uses, at least 1; more than 1 may give another plan each time.
        watch: Called with value, bound and nodes so far; numbers that are not known are None. By default who looks on.
        beside: A search that has its turns while HiGHS runs the first time, or None.
    """

    deadline: Deadline = field(default_factory=Deadline)
    nodes: int | None = None
    gap: float = 0.0
    threads: int = 1
    watch: Callable[[float | None, float | None, int], None] | None = field(default_factory=onlooker)
    beside: Beside | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a solver says of a run.

    Attributes:
        stop: Why it stopped.
        infeasible: Whether it says that no solution exists.
        values: One number for each column, or None without a solution.
        value: What it says that the objective comes to, or None.
        bound: What it says that no solution is better than, or None where it does not say.
        is_whole: Whether it was computed in whole numbers, where nothing is overlooked by a tolerance.
    """

    stop: Stop
    infeasible: bool = False
    values: list[float] | None = None
    value: Fraction | None = None
    bound: Fraction | None = None
    is_whole: bool = False


def name_of(solver: pulp.LpSolver | None) -> str:
    """Return what a solver is called.

    Args:
        solver: A PuLP solver, which has a name but tells no version, or None for HiGHS.

    >>> name_of(None).split()[0]
    'HiGHS'
    """
    return names_of("highs") if solver is None else str(solver.name)
