"""A bound for each period alone: all that has begun early enough to count by its end, and of all rows what that must keep.

Over all periods the relaxation of a large program takes long, and promises too much: it has each field reached in part. For one
period it is small, so that it is settled in some hundreds of branches which fields are reached by then; what has begun may stay in part.

In the literature: best-first branch and bound.
"""

from __future__ import annotations

import heapq
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from omniprio.deadline import TimeIsOver
from omniprio.heuristic.projection import Projecting
from omniprio.solver.program import Expression, Row
from omniprio.solver.relaxation import Box, Relaxation
from omniprio.solver.scaling import factor_in_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omniprio.deadline import Deadline
    from omniprio.heuristic.matrix import Chains
    from omniprio.heuristic.projection import Projected
    from omniprio.solver.program import Program
    from omniprio.solver.relaxation import Floats, Places

__all__ = ["EachPeriod"]

_CLOSE = Fraction(1, 500)
"""As a share of what a step comes to: it is not looked at more closely."""

_SPLIT = 1e-6
"""How far from a whole number a value may be by the tolerances of the solver."""


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
        self._known: list[tuple[Expression, _OnePeriod]] = []

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
                alone = _OnePeriod(projected)
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


class _Branch(NamedTuple):
    """A part of what there is.

    Attributes:
        least: No solution in it comes to less.
        number: Tells branches apart that come to the same.
        box: Its bounds.
        values: By column, in the relaxation.
    """

    least: Fraction
    number: int
    box: Box
    values: Floats


class _OnePeriod:
    """The least that a step can come to, closer and closer.

    Attributes:
        least: No solution comes to less; None where that is not known.
        is_closed: Whether it gets no closer that is worth while.
    """

    def __init__(self, projected: Projected) -> None:
        """Begin with nothing known.

        Args:
            projected: What must be kept, and what is to be small.
        """
        program, self._step, gates = projected
        self._factor, _ = factor_in_steps(self._step.terms.values(), program.grain(self._step))
        self._relaxation = Relaxation(program)
        self._gates = np.array(gates, dtype=np.int64)
        self._numbers = count()
        self._left: list[_Branch] = []
        self._next: _Branch | None = None
        self._found: Fraction | None = None
        """What the best comes to in which all is decided: a guide only."""
        self.least: Fraction | None = None
        self.is_closed = False

    def go_on(self, deadline: Deadline) -> None:
        """Solve all in the beginning, then the two halves of a branch: first down to where all is decided, then what may hold the least.

        Args:
            deadline: When to stop.
        """
        if self._next is None:
            self._relaxation.aim(self._step, self._factor, deadline)
            parts = self._looked_at([self._relaxation.whole], None, deadline)
        else:
            parts = self._looked_at(self._halves(self._next), self._next.least, deadline)
        for part in parts:
            heapq.heappush(self._left, part)
            if self._is_decided(part) and (self._found is None or part.least < self._found):
                self._found = part.least
        if not self._left:
            self.is_closed = True
            return
        self.least = self._left[0].least
        self.is_closed = self._found is not None and self._found - self.least <= _CLOSE * abs(self._found)
        deeper = [part for part in parts if self._found is None or part.least < self._found]
        self._next = min(deeper, default=self._left[0])
        self._left.remove(self._next)
        heapq.heapify(self._left)

    def _looked_at(self, boxes: Iterable[Box], least: Fraction | None, deadline: Deadline) -> list[_Branch]:
        """Solve the relaxation in boxes; return those that may hold something.

        Args:
            boxes: The boxes.
            least: What none of them holds less than.
            deadline: When to stop.
        """
        found = []
        for box in boxes:
            relaxed = self._relaxation.solve(box, deadline)
            bounds = [] if least is None else [least]
            if relaxed.floor is not None:
                bounds.append(Fraction(relaxed.floor.least) / self._factor + Fraction(self._step.constant))
            if bounds and not relaxed.is_empty:
                found.append(_Branch(max(bounds), next(self._numbers), box, relaxed.values))
        return found

    def _split(self, branch: _Branch) -> Places:
        """Return the columns that must be whole, and neither are nor are decided."""
        places, box, values = self._gates, branch.box, branch.values
        apart = np.abs(values[places] - np.rint(values[places])) > _SPLIT
        return places[apart & (box.lower[places] < box.upper[places])]

    def _is_decided(self, branch: _Branch) -> bool:
        return not len(self._split(branch))

    def _halves(self, branch: _Branch) -> tuple[Box, Box]:
        """Return a branch without the column that is least decided, and with it."""
        split, values = self._split(branch), branch.values
        column = int(split[np.argmin(np.abs(values[split] - np.floor(values[split]) - 0.5))])
        return branch.box.halves(column, values[column])
