"""A second account of what is best: branch and bound of our own, whose every branch is closed by exact arithmetic.

A solver is asked only for linear relaxations, and only for their prices: a branch is closed where the bound that
follows from the prices, with every rounding covered, is above what is known, and a branch in which all is decided is
counted by the judge. So nothing that a solver says can make the result wrong, only leave it open.

In the literature: certified branch and bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from omniprio.deadline import TimeIsOver
from omniprio.solver.relaxation import Box, Relaxation
from omniprio.solver.scaling import factor_in_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.solver.floor import Floats, Floor
    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Expression, Program, Row
    from omniprio.solver.relaxation import Places

    Judge = Callable[[Sequence[float]], Fraction | None]

__all__ = ["Seen", "Witness"]

_MOST_WORK = 300_000
"""Branches times rows and columns that are looked at: a few tenths of a second, on any machine the same."""

_SMALL = 1_500
"""Rows and columns up to which a solver takes longer to begin than our own search to end."""

_FEW = 20
"""Branches in which a further look is sooner done than a solver has begun."""

_FINEST = Fraction(1, 1_000_000)
"""Differences below this, where the largest coefficient of an objective is 100,000, are not told apart."""

_BETWEEN_DOUBTS, _FARTHEST = 25, 8
"""Where, at the pace so far, all would take so many times the work that may be done, it is given up; asked after so many branches each."""

_TRIED_FINELY = 10
"""Where the steps of an objective are finer than that, they are told apart with this part of the branches, or not."""

_SECONDS_BETWEEN_REPORTS = 0.1

_SPLIT = 1e-6
"""How far from a whole number a value may be by the tolerances of the solver."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search has seen.

    Attributes:
        closed: Whether no branch is left open.
        bound: Where it is closed: no solution is better than this; None where there is no solution.
        root: No solution is better than this, closed or not; None where not even that is known.
        is_given_up: Whether it would not be closed with all the work that may be done, at the pace so far.
    """

    closed: bool
    bound: Fraction | None = None
    root: Fraction | None = None
    is_given_up: bool = False


class _Branch(NamedTuple):
    """A branch that is open.

    Attributes:
        box: Its bounds.
        share: Of the whole search, which each branching halves.
    """

    box: Box
    share: float


class _Leaf(NamedTuple):
    """A branch that is closed: it holds nothing better than what is known, but perhaps something as good.

    Attributes:
        box: Its bounds.
        bound: No solution in it is better; None where that is not known.
    """

    box: Box
    bound: Fraction | None


class _Whole:
    """The columns that must be whole.

    Attributes:
        places: By place.
        is_whole: By column.
        is_decisive: By column, whether all others follow from it and its like.
        rank: By column, those with greater numbers to be decided first.
    """

    def __init__(self, program: Program, decisive: Mapping[int, int]) -> None:
        self.is_whole = np.array([column.integer for column in program.columns], dtype=bool)
        self.places = np.flatnonzero(self.is_whole)
        self.is_decisive = np.zeros(len(self.is_whole), dtype=bool)
        self.is_decisive[list(decisive)] = True
        self.rank = np.full(len(self.is_whole), -1)
        self.rank[list(decisive)] = list(decisive.values())


class Witness:
    """A program and which of its columns decide everything else."""

    def __init__(
        self, program: Program, decisive: Mapping[int, int], relaxation: Relaxation | None = None
    ) -> None:
        """Note the program; nothing is built before it is needed.

        Args:
            program: The program.
            decisive: The whole-number columns from which all others follow, those with greater numbers to be
                decided first: whether a thing is done before when.
            relaxation: Its relaxation, where there is one already.
        """
        self._program = program
        self._relaxation = relaxation or Relaxation(program)
        self._decisive = decisive
        self._last: _Search | None = None
        self._cover: list[Box] | None = None
        """Boxes outside of which there is no solution; None where that is not known of any."""

    @cached_property
    def _whole(self) -> _Whole:
        return _Whole(self._program, self._decisive)

    @property
    def is_small(self) -> bool:
        """Whether our own search is the sooner one to finish, where it finishes."""
        return self._relaxation.size <= _SMALL

    @property
    def has_few_left(self) -> bool:
        """Whether what is as good as the best is in few branches, where a search has closed all."""
        return self._cover is None or len(self._cover) <= _FEW

    def beside(self) -> Witness:
        """Return another for the same program and the rows that it has by now, which looks for something else in between."""
        return Witness(self._program, self._decisive, self._relaxation.beside())

    def require(self, row: Row) -> None:
        """Add a row; one that holds an objective where a search has closed it leaves few branches to later ones."""
        self._relaxation.require(row)
        if self._last is not None and (kept := self._last.as_good(row)) is not None:
            self._cover = kept

    def tighten(self, rows: Iterable[Row]) -> None:
        """Add rows that every solution keeps anyway; what is left of a search is begun anew with them."""
        for row in rows:
            self._relaxation.require(row)
        self._last = None

    def look(
        self,
        objective: Expression,
        known: Fraction | None,
        judge: Judge,
        limits: Limits,
        part: float = 1.0,
        *,
        patient: bool = False,
    ) -> Seen:
        """Look for solutions better than what is known, until there is none, the work is too much, or that can be foreseen.

        Args:
            objective: What to make small.
            known: What the best solution known comes to; None where none is.
            judge: Told the values of columns in which the decisive ones are whole; counts the solution that they
                stand for and returns what it comes to, or None where it breaks a rule.
            limits: When to stop, by the clock alone, and who is told how far it is.
            part: The part of the work that is done; a later look goes on from there.
            patient: Whether all of it is done, also where it will not be enough at the pace so far.
        """
        if self._relaxation.is_impossible:
            return Seen(closed=True)
        if not self._program.columns:
            return Seen(closed=True, bound=judge(()))
        whole = _MOST_WORK / self._relaxation.size
        branches = int(part * whole)
        if not branches or limits.deadline.is_over():
            return Seen(closed=False)
        if self._last is None or not self._last.goes_on(objective, known):
            step = self._program.grain(objective)
            self._last = _Search(self._relaxation, objective, step, self._whole, self._cover)
        return self._last.run(known, branches, judge, limits, None if patient else _FARTHEST * whole)


class _Search:
    """One search."""

    def __init__(
        self,
        relaxation: Relaxation,
        objective: Expression,
        step: Fraction,
        whole: _Whole,
        cover: Sequence[Box] | None,
    ) -> None:
        self._relaxation, self._objective = relaxation, objective
        self._factor, _ = (
            factor_in_steps(objective.terms.values(), step) if objective.terms else (Fraction(1), True)
        )
        self._step = self._apart = step
        self._whole = whole
        self._is_at_root = cover is None
        boxes = [relaxation.whole] if cover is None else list(reversed(cover))
        self._left = [_Branch(box, 1 / len(boxes)) for box in boxes]
        self._leaves: list[_Leaf] = []
        self._best: Fraction | None = None
        self._root: Fraction | None = None
        self._branches, self._told = 0, -math.inf

    def goes_on(self, objective: Expression, known: Fraction | None) -> bool:
        """Tell whether a further look for an objective can go on where this one stopped."""
        is_no_worse = self._best is None or (known is not None and known <= self._best)
        return bool(self._left) and self._objective == objective and is_no_worse

    def as_good(self, row: Row) -> list[Box] | None:
        """Return the boxes that may hold what keeps to a row, where that holds the objective to what was reached."""
        if self._left or self._best is None or row.sense != "<=" or row.terms != self._objective.terms:
            return None
        limit = row.rhs + self._objective.constant
        if limit > self._best:
            return None
        return [leaf.box for leaf in self._leaves if leaf.bound is None or leaf.bound <= limit]

    def run(
        self, known: Fraction | None, branches: int, judge: Judge, limits: Limits, farthest: float | None
    ) -> Seen:
        """Look for what is better by the least step there is; where that is too fine, by what can be told apart.

        Args:
            known: What the best solution known comes to.
            branches: How many are looked at.
            judge: Counts solutions.
            limits: When to stop.
            farthest: It is given up where it would take more branches at the pace so far; None for never.
        """
        self._judge = judge
        if known is not None:
            self._best = known
        try:
            self._relaxation.aim(self._objective, self._factor, limits.deadline)
        except TimeIsOver:
            return Seen(closed=False)
        if self._apart == self._step and self._step * self._factor < _FINEST:
            self._go_through(branches // _TRIED_FINELY, limits, None)
            if self._left:
                self._apart = _FINEST / self._factor
        is_given_up = self._go_through(branches, limits, farthest)
        if self._left:
            return Seen(closed=False, root=self._root, is_given_up=is_given_up)
        if self._best is None or self._apart == self._step:
            return Seen(closed=True, bound=self._best, root=self._root)
        return Seen(closed=True, bound=self._best - self._apart, root=self._root)

    def _go_through(self, branches: int, limits: Limits, farthest: float | None) -> bool:
        """Go through the branches, each as deep as it has to, the likelier side first; return whether it is given up."""
        begun = self._open
        for done in range(branches):
            if not self._left or limits.deadline.is_over():
                break
            if farthest is not None and done and not done % _BETWEEN_DOUBTS:
                closed = begun - self._open
                if done * begun > farthest * closed:
                    return True
            self._tell(limits)
            branch = self._left.pop()
            parts = self._parts(branch.box, limits.deadline)
            self._left += [_Branch(box, branch.share / len(parts)) for box in parts]
            self._branches += 1
        return False

    @property
    def _open(self) -> float:
        """The share of the whole search that is open."""
        return sum(branch.share for branch in self._left)

    def _tell(self, limits: Limits) -> None:
        """Tell how far it is, now and then."""
        now = limits.deadline.taken
        if limits.watch is None or now - self._told < _SECONDS_BETWEEN_REPORTS:
            return
        self._told = now
        known = [one for one in (self._root, self._best) if one is not None]
        bound = None if self._root is None else float(min(known))
        limits.watch(None if self._best is None else float(self._best), bound, self._branches)

    def _parts(self, box: Box, deadline: Deadline) -> list[Box]:
        """Return the two halves of a branch that may hold something better; nothing where it is closed."""
        relaxed = self._relaxation.solve(box, deadline)
        if relaxed.is_empty:
            return []
        values, bound = relaxed.values, self._bound(relaxed.floor)
        self._is_at_root = False
        if self._is_no_better(bound):
            return self._closed(box, bound)
        split = self._split(values, box)
        if not self._whole.is_decisive[split].any():
            self._count(values)
            if self._is_no_better(bound):
                return self._closed(box, bound)
        column = self._next(split, values, box)
        if column is None:
            return self._closed(box, bound)
        if relaxed.floor is not None and self._best is not None:
            box = self._tightened(box, relaxed.floor, self._best)
            if box.lower[column] == box.upper[column]:  # decided by that
                return [box]
        return self._halves(box, column, values[column])

    def _closed(self, box: Box, bound: Fraction | None) -> list[Box]:
        """Remember a branch in which nothing is better."""
        self._leaves.append(_Leaf(box, bound))
        return []

    def _bound(self, floor: Floor | None) -> Fraction | None:
        """Return what no solution of a branch is better than, for certain."""
        if floor is None:
            return None
        bound = Fraction(floor.least) / self._factor + Fraction(self._objective.constant)
        if self._is_at_root:
            self._root = bound
        return bound

    def _is_no_better(self, bound: Fraction | None) -> bool:
        """Tell whether a bound says that nothing is better than what is known."""
        return bound is not None and self._best is not None and bound > self._best - self._apart

    def _tightened(self, box: Box, floor: Floor, best: Fraction) -> Box:
        """Return a branch without values of columns that no solution as good as the best has.

        In the literature: reduced-cost fixing.
        """
        limit = np.nextafter(float((best - Fraction(self._objective.constant)) * self._factor), np.inf)
        is_open = self._whole.is_whole & (box.upper - box.lower == 1)
        never_high = is_open & (floor.without(box.upper, box.upper) > limit)
        never_low = is_open & ~never_high & (floor.without(box.lower, box.lower) > limit)
        return Box(np.where(never_low, box.upper, box.lower), np.where(never_high, box.lower, box.upper))

    def _halves(self, box: Box, column: int, value: float) -> list[Box]:
        """Return the two sides of a value that a column has, which hold all its whole numbers, the nearer last."""
        below, above = box.halves(column, value)
        is_nearer_above = value - below.upper[column] > 0.5  # noqa: PLR2004
        return [below, above] if is_nearer_above else [above, below]

    def _count(self, values: Floats) -> None:
        """Have the solution counted that whole values stand for, and remember it if it is better."""
        value = self._judge(values.tolist())
        if value is not None and (self._best is None or value < self._best):
            self._best = value

    def _split(self, values: Floats, box: Box) -> Places:
        """Return the columns that must be whole, and neither are nor are decided."""
        places = self._whole.places
        apart = np.abs(values[places] - np.rint(values[places])) > _SPLIT
        return places[apart & (box.lower[places] < box.upper[places])]

    def _next(self, split: Places, values: Floats, box: Box) -> int | None:
        """Return the column to decide next, None where all that decide are decided."""
        undecided = np.flatnonzero(self._whole.is_decisive & (box.lower < box.upper))
        if not len(undecided):
            return None
        places = split if len(split) else undecided
        order = np.lexsort((places, np.abs(values[places] - 0.5), -self._whole.rank[places]))
        return int(places[order[0]])
