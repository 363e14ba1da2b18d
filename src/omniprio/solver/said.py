"""What a solver says of a run, which nobody has to believe, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.engines import names_of

if TYPE_CHECKING:
    from fractions import Fraction

    import pulp

    from omniprio.solver.limits import Stop

__all__ = ["Said", "name_of"]


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
