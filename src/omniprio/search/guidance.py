"""What a search is given and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.solver.limits import Stop
    from omniprio.solver.program import Expression, Program

    Judge = Callable[[dict[str, int]], Sequence[float] | Sequence[Fraction] | None]

__all__ = ["Found", "Guidance"]


@dataclass(frozen=True, slots=True)
class Guidance:
    """A program whose schedules are to be made good.

    Attributes:
        program: All rules, exactly.
        objective: What is to be made small.
        chains: By initiative and start, in order of time, the column that says it has started by then.
        judge: Checks a schedule independently; returns the values of all columns, None where it breaks a rule.
    """

    program: Program
    objective: Expression
    chains: Mapping[str, Mapping[int, int]]
    judge: Judge


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to; the schedules themselves went to the judge.

    Attributes:
        stop: Why it stopped; `finished` where value and bound are close enough, or where it gets no further.
        bound: No schedule is better; None where that is not known.
        is_close: Whether value and bound are as close as asked for.
    """

    stop: Stop
    bound: Fraction | None
    is_close: bool
