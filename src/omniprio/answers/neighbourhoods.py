"""Schedules improved step by step: some initiatives are free, the others held, and the rest is solved.

In the literature: large neighbourhood search.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from omniprio.exactly import Exactly
from omniprio.formulation import Schedules
from omniprio.solver.limits import Limits
from omniprio.solver.program import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from fractions import Fraction

    from omniprio.deadline import Deadline
    from omniprio.formulation import Formulation
    from omniprio.solver.program import Expression

__all__ = ["Neighbourhoods"]

Schedule = dict[str, int]

_FREE = 20
"""Initiatives that are free at a time: many enough to swap some, few enough to be solved in a second."""

_MOST_SECONDS = 1.0
"""Seconds for one step."""

_PATIENCE = 20
"""Steps in a row that bring nothing before it ends."""


class Neighbourhoods:
    """A program with most of it held at a schedule.

    Source: P. Shaw (1998), Using constraint programming and local search methods to solve vehicle routing problems
    (large neighbourhood search).
    """

    def __init__(
        self,
        formulation: Formulation,
        rows: Sequence[Row],
        *,
        seed: int,
    ) -> None:
        """Begin.

        Args:
            formulation: The portfolio as a program.
            rows: Further rows.
            seed: For the choice of what is free.
        """
        self._formulation = formulation
        self._rows = rows
        self._random = random.Random(seed)  # noqa: S311  a search, not a secret

    def improved(
        self,
        starts: Schedule,
        expression: Expression,
        worth: Callable[[Mapping[str, int]], Fraction | int],
        values: Callable[[Mapping[str, int]], list[Fraction] | None],
        deadline: Deadline,
    ) -> Schedule:
        """Return a schedule for which an expression is as small as time and luck allow, and no greater.

        Without a time limit it is the one given: the whole is solved then in any case, and the same way each time.

        Args:
            starts: A schedule that is allowed.
            expression: What to make small.
            worth: What it is for a schedule, exactly.
            values: The value of every column for a schedule; None for one that has none.
            deadline: The time there is.
        """
        names = list(self._formulation.variables.windows)
        idle = 0
        while (
            deadline.left is not None and len(names) > _FREE and idle < _PATIENCE and not deadline.is_over()
        ):
            start = values(starts)
            if start is None:
                break
            program = Exactly(self._formulation.program, Schedules(self._formulation, values))
            for row in (*self._rows, *self._held(start, set(self._random.sample(names, _FREE)))):
                program.require(row)
            found = program.least(expression, Limits(deadline.share(most=_MOST_SECONDS)), starts)
            after = starts if found.answer is None else found.answer
            idle = 0 if worth(after) < worth(starts) else idle + 1
            starts = min(after, starts, key=worth)
        return starts

    def _held(self, start: Sequence[Fraction], free: Collection[str]) -> Iterator[Row]:
        """Yield rows that hold all but some initiatives: what has started has, what has not has not."""
        held = [
            column
            for (name, _), chain in self._formulation.chains.items()
            if name not in free
            for column in chain.values()
        ]
        begun = [column for column in held if start[column]]
        yield Row("held", (), None, dict.fromkeys(begun, 1), ">=", len(begun))
        yield Row("held", (), None, dict.fromkeys(set(held) - set(begun), 1), "<=", 0)
