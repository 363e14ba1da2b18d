"""Some columns of a program are settled, branch after branch, where it may come to least; all others may stay in part.

Columns that follow each other in time, and never fall, are one ladder: to branch on one of them settles those before it, or after.
Which ladder is next is learnt from what branching on it has brought so far. Every bound on the way holds, whatever a solver says.

In the literature: best-first branch and bound, pseudo-costs.
Source: Achterberg, Koch and Martin, 2005, Branching rules revisited.
"""

from __future__ import annotations

import heapq
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from omniprio.solver.relaxation import Box, Relaxation
from omniprio.solver.scaling import factor_in_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.deadline import Deadline
    from omniprio.solver.floor import Floats
    from omniprio.solver.program import Expression, Program, Row
    from omniprio.solver.relaxation import Basis

__all__ = ["Branching"]

_CLOSE = Fraction(1, 500)
"""As a share of what the objective comes to: it is not looked at more closely."""

_SPLIT = 1e-6
"""How far from a whole number a value may be by the tolerances of the solver."""

_NEXT_TO_NOTHING = 1e-6
"""What a branch is expected to rise by at least, so that one side without a rise does not hide the other."""


class _Branch(NamedTuple):
    """A part of what there is.

    Attributes:
        least: No solution in it comes to less.
        number: Tells branches apart that come to the same.
        box: Its bounds.
        values: By column of the ladders, one ladder after the other, in the relaxation.
        basis: Where the relaxation ended.
    """

    least: Fraction
    number: int
    box: Box
    values: Floats
    basis: Basis


class _Split(NamedTuple):
    """Where a branch is split.

    Attributes:
        ladder: On which ladder.
        place: Where the column is among those of all ladders.
        apart: How far its columns are from what they are in either half, all together.
    """

    ladder: int
    place: int
    apart: tuple[float, float]


class Branching:
    """The least that an objective can come to, closer and closer.

    Attributes:
        least: No solution comes to less; None where that is not known.
        is_closed: Whether it gets no closer that is worth while.

    >>> from omniprio.deadline import Deadline
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app, ring = (program.column(name, integer=True) for name in ("web", "app", "ring"))
    >>> program.require("budget", web * 3 + app * 3, "<=", 4)
    >>> program.require("reached", ring * 3, "<=", web * 2 + app * 2)  # both, while there is money for one
    >>> branching = Branching(program, ring * -1, [[2]])
    >>> while not branching.is_closed:
    ...     branching.go_on(Deadline())
    >>> float(branching.least)  # the relaxation has eight ninths of the ring
    0.0
    """

    def __init__(
        self,
        program: Program,
        objective: Expression,
        ladders: Sequence[Sequence[int]],
        rows: Iterable[Row] = (),
        *,
        dives: bool = False,
    ) -> None:
        """Begin with nothing known.

        Args:
            program: What must be kept.
            objective: What is to be small.
            ladders: The columns that are to be whole, those together of which none is ever less than the ones before.
            rows: Further rows that every solution keeps.
            dives: Whether it goes down at first to where all of them are settled.
        """
        self._objective = objective
        self._factor, _ = factor_in_steps(objective.terms.values(), program.grain(objective))
        self._relaxation = Relaxation(program)
        for row in rows:
            self._relaxation.require(row)
        self._columns = np.array([column for ladder in ladders for column in ladder], dtype=np.int64)
        self._ends = np.cumsum([0, *map(len, ladders)])
        self._rises: list[dict[int, list[float]]] = [{}, {}]
        """For either half, and by ladder: by how much it has risen each time, in what its columns were apart."""
        self._dives = dives
        self._numbers = count()
        self._left: list[_Branch] = []
        self._next: _Branch | None = None
        self._found: Fraction | None = None
        """What the best comes to in which all is decided: a guide only."""
        self.least: Fraction | None = None
        self.is_closed = False

    def go_on(self, deadline: Deadline) -> None:
        """Solve all in the beginning, then the two halves of a branch: what may hold the least.

        Args:
            deadline: When to stop.

        Raises:
            TimeIsOver: The time was over before the first relaxation was stated.
        """
        if self._next is None:
            self._relaxation.aim(self._objective, self._factor, deadline)
            parts = [self._looked_at(self._relaxation.whole, None, deadline)]
        else:
            parts = self._halves(self._next, deadline)
        there = [part for part in parts if part is not None]
        for part in there:
            heapq.heappush(self._left, part)
            if self._split(part) is None and (self._found is None or part.least < self._found):
                self._found = part.least
        if not self._left:
            self.is_closed = True
            return
        self.least = self._left[0].least
        self.is_closed = self._found is not None and self._found - self.least <= _CLOSE * abs(self._found)
        deeper = [part for part in there if self._found is None or part.least < self._found]
        self._next = min(deeper, default=self._left[0]) if self._dives else self._left[0]
        self._left.remove(self._next)
        heapq.heapify(self._left)

    def _looked_at(self, box: Box, before: _Branch | None, deadline: Deadline) -> _Branch | None:
        """Solve the relaxation in a box; return None where that holds nothing, or nothing is known of it.

        Args:
            box: The box.
            before: The branch that it is a half of.
            deadline: When to stop.
        """
        relaxed = self._relaxation.solve(box, deadline, None if before is None else before.basis)
        bounds = [] if before is None else [before.least]
        if relaxed.floor is not None:
            bounds.append(Fraction(relaxed.floor.least) / self._factor + Fraction(self._objective.constant))
        if not bounds or relaxed.is_empty:
            return None
        values = relaxed.values[self._columns]
        return _Branch(max(bounds), next(self._numbers), box, values, self._relaxation.basis)

    def _halves(self, branch: _Branch, deadline: Deadline) -> list[_Branch | None]:
        """Return a branch without the column that it is split at, and with it."""
        split = self._split(branch)
        if split is None:
            return [branch]
        begin, end = self._ends[split.ladder], self._ends[split.ladder + 1]
        column = int(self._columns[split.place])
        before, after = self._columns[begin : split.place], self._columns[split.place + 1 : end]
        boxes = branch.box.halves(column, branch.values[split.place], before, after)
        halves = []
        for rises, apart, box in zip(self._rises, split.apart, boxes, strict=True):
            half = self._looked_at(box, branch, deadline)
            if half is not None and apart > _SPLIT:
                rises.setdefault(split.ladder, []).append(float(half.least - branch.least) / apart)
            halves.append(half)
        return halves

    def _split(self, branch: _Branch) -> _Split | None:
        """Return where a branch is best split, as far as that is known; None where all is decided."""
        values, box = branch.values, branch.box
        parts = np.abs(values - np.rint(values))
        parts[box.lower[self._columns] == box.upper[self._columns]] = 0.0
        found = []
        for ladder in np.unique(
            np.searchsorted(self._ends, np.flatnonzero(parts > _SPLIT), side="right") - 1
        ):
            begin, end = self._ends[ladder], self._ends[ladder + 1]
            place = begin + int(np.argmax(parts[begin:end]))
            below, above = values[begin : place + 1], values[place:end]
            apart = float((below - np.floor(below)).sum()), float((np.ceil(above) - above).sum())
            found.append(_Split(int(ladder), int(place), apart))
        return max(found, key=self._promise, default=None)

    def _promise(self, split: _Split) -> float:
        """Return what to expect of a split: by how much either half rises, multiplied."""
        return float(
            np.prod(
                [
                    max(self._rise(rises, split.ladder) * apart, _NEXT_TO_NOTHING)
                    for rises, apart in zip(self._rises, split.apart, strict=True)
                ]
            )
        )

    @staticmethod
    def _rise(rises: dict[int, list[float]], ladder: int) -> float:
        """Return by how much a half rises on a ladder: what it did on average, or others where it was not tried."""
        known = rises.get(ladder) or [one for each in rises.values() for one in each]
        return float(np.mean(known)) if known else 1.0
