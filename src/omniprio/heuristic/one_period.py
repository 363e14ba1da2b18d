"""A bound for each period alone: all that has begun early enough to count by its end, and of all rows what that must keep.

Over all periods the relaxation of a large program takes long, and promises too much: it has each field reached in part. For one
period it is small, so that it is settled in some hundreds of branches which fields are reached by then; what has begun may stay in part.

In the literature: decomposition over time.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.deadline import TimeIsOver
from omniprio.heuristic.branching import Branching
from omniprio.heuristic.projection import Projecting
from omniprio.solver.program import Expression, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.deadline import Deadline
    from omniprio.heuristic.matrix import Chains
    from omniprio.solver.program import Program

__all__ = ["EachPeriod"]


class EachPeriod:
    """What an objective comes to, bounded by what it comes to in each period alone.

    >>> from omniprio.deadline import Deadline
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app, ring = (program.column(name, integer=True) for name in ("web", "app", "ring"))
    >>> program.require("budget", web * 3 + app * 3, "<=", 4, period=1)
    >>> program.require("reached", ring * 3, "<=", web * 2 + app * 2)  # both, while there is money for one
    >>> program.courses.append([ring * -1 + Expression(constant=1)])
    >>> each = EachPeriod(program, ring * -1 + Expression(constant=1), {("web", ""): {1: 0}, ("app", ""): {1: 1}})
    >>> for _ in each.closer(Deadline()):
    ...     pass
    >>> float(each.bound)  # the relaxation has the ring in part, and comes to a ninth
    1.0
    """

    def __init__(self, program: Program, objective: Expression, chains: Chains) -> None:
        """Note the program; nothing is built before it is needed.

        Args:
            program: The program; its courses that are part of the objective are looked at.
            objective: What is to be small.
            chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.
        """
        self._program, self._objective, self._chains = program, objective, chains
        self._known: list[tuple[Expression, Branching]] = []

    def closer(self, deadline: Deadline) -> Iterator[None]:
        """Solve the relaxation of each period, then a branch of each that is not settled, again and again; yield after each period.

        Args:
            deadline: When to stop.
        """
        try:
            for course in self._program.courses:
                if course[-1].terms.keys() <= self._objective.terms.keys():
                    yield from self._relaxed(course, deadline)
        except TimeIsOver:
            return
        while open_ := [alone for _, alone in self._known if not alone.is_closed]:
            for alone in open_:
                alone.go_on(deadline)
                yield

    def _relaxed(self, course: Sequence[Expression], deadline: Deadline) -> Iterator[None]:
        projecting = Projecting(self._program, self._chains)
        for step, projected in zip(course, projecting.on_each(course, deadline), strict=True):
            if step.terms:
                program, aim, gates = projected
                alone = Branching(program, aim, [[gate] for gate in gates], dives=True)
                alone.go_on(deadline)
                self._known.append((step, alone))
            yield

    @property
    def rows(self) -> list[Row]:
        """Rows `<=` that every solution keeps: in no period it comes to less."""
        return [
            Row(
                "course",
                (),
                None,
                {column: -c for column, c in step.terms.items()},
                "<=",
                step.constant - alone.least,
            )
            for step, alone in self._known
            if alone.least is not None
        ]

    @property
    def bound(self) -> Fraction | None:
        """What no solution comes to less than; None where that is not known, or not all of the objective is about periods."""
        left = Expression(dict(self._objective.terms), self._objective.constant)
        least = Fraction(0)
        for step, alone in self._known:
            column, factor = next(iter(step.terms.items()))
            weight = Fraction(self._objective.terms.get(column, 0)) / factor
            if alone.least is None or weight < 0:
                return None
            left.add_scaled(step, -weight)
            least += weight * alone.least
        return None if left.terms else least + left.constant
