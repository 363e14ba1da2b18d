"""A second account of what is best: branch and bound of our own, whose every branch is closed by exact arithmetic.

A solver is asked only for linear relaxations, and only for their prices: a branch is closed where the bound that
follows from the prices, with every rounding covered, is above what is known, and a branch in which all is decided is
counted by the judge. So nothing that a solver says can make the result wrong, only leave it open.

In the literature: certified branch and bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np

from omniprio.solver.certain import Floats, Rows, Scaled, tops
from omniprio.solver.highs import Option, SilentHighs
from omniprio.solver.scaling import factor_in_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.solver.program import Expression, Program, Row

    Judge = Callable[[Sequence[float]], Fraction | None]

__all__ = ["Seen", "Witness"]

_MOST_WORK = 300_000
"""Branches times rows and columns that are looked at: a few tenths of a second, on any machine the same."""

_FINEST = Fraction(1, 1_000_000)
"""Differences below this, where the largest coefficient of an objective is 100,000, are not told apart."""

_TRIED_FINELY = 10
"""Where the steps of an objective are finer than that, they are told apart with this part of the branches, or not."""

_OPTIONS: dict[str, Option] = {
    "solver": "simplex",
    "presolve": "off",  # it was behind every wrong answer that was ever seen, and a basis is better
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}

_SPLIT = 1e-6
"""How far from a whole number a value may be by the tolerances of the solver."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search has seen.

    Attributes:
        closed: Whether no branch is left open.
        bound: Where it is closed: no solution is better than this; None where there is no solution.
        root: No solution is better than this, closed or not; None where not even that is known.
    """

    closed: bool
    bound: Fraction | None = None
    root: Fraction | None = None


class _Branch(NamedTuple):
    """Columns that are decided, by place."""

    decided: Mapping[int, int]


class Witness:
    """A program and which of its columns decide everything else."""

    def __init__(self, program: Program, decisive: Mapping[int, int]) -> None:
        """Note the program; nothing is built before it is needed.

        Args:
            program: The program.
            decisive: The whole-number columns from which all others follow, those with greater numbers to be
                decided first: whether a thing is done before when.
        """
        self._program = program
        self._decisive = decisive
        self._further: list[Row] = []
        self._stated: list[Scaled] = []
        self._required: list[Scaled] = []

    def require(self, row: Row) -> None:
        """Add a row."""
        self._further.append(row)

    def look(self, objective: Expression, known: Fraction | None, judge: Judge, deadline: Deadline) -> Seen:
        """Look for solutions better than what is known, until there is none or the work is too much.

        Args:
            objective: What to make small.
            known: What the best solution known comes to; None where none is.
            judge: Told the values of columns in which the decisive ones are whole; counts the solution that they
                stand for and returns what it comes to, or None where it breaks a rule.
            deadline: When to stop.
        """
        if any(not row.terms and not row.holds(()) for row in (*self._program.rows, *self._further)):
            return Seen(closed=True)
        if not self._program.columns:
            return Seen(closed=True, bound=judge(()))
        count = sum(bool(row.terms) for row in (*self._program.rows, *self._further))
        branches = _MOST_WORK // (count + len(self._program.columns))
        if not branches:
            return Seen(closed=False)
        search = _Search(self._program, self._scaled(), self._decisive, objective, judge)
        return search.run(known, branches, deadline)

    def _scaled(self) -> list[Scaled]:
        """Return the rows for a solver, each scaled once for all searches: rows are only ever added."""
        for rows, scaled in ((self._program.rows, self._stated), (self._further, self._required)):
            stated = [row for row in rows if row.terms]
            scaled.extend(map(Scaled.of, stated[len(scaled) :]))
        return [*self._stated, *self._required]


class _Search:
    """One search."""

    def __init__(
        self,
        program: Program,
        rows: Sequence[Scaled],
        decisive: Mapping[int, int],
        objective: Expression,
        judge: Judge,
    ) -> None:
        self._objective = objective
        self._step = program.grain(objective)
        self._factor, _ = (
            factor_in_steps(objective.terms.values(), self._step) if objective.terms else (Fraction(1), True)
        )
        self._apart = self._step
        self._decisive, self._judge = decisive, judge
        self._whole = [place for place, column in enumerate(program.columns) if column.integer]
        self._rows = Rows(rows, len(program.columns))
        self._cost = np.zeros(len(program.columns))
        for place, factor in objective.terms.items():
            self._cost[place] = float(factor * self._factor)
        self._lower, self._upper = np.zeros(len(program.columns)), tops(program.columns)
        self._top = self._upper.copy()
        self._decided: Mapping[int, int] = {}
        self._highs = self._loaded()
        self._best: Fraction | None = None
        self._root: Fraction | None = None

    def _loaded(self) -> SilentHighs:
        """Return HiGHS with the relaxation."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._cost), len(self._rows.most)
        model.col_cost_, model.col_lower_, model.col_upper_ = self._cost, self._lower, self._upper
        model.row_lower_, model.row_upper_ = self._rows.least, self._rows.most
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = self._rows.begins.astype(np.int32)
        model.a_matrix_.index_ = self._rows.columns.astype(np.int32)
        model.a_matrix_.value_ = self._rows.coefficients
        highs = SilentHighs()
        highs.take(_OPTIONS)
        highs.passModel(model)
        return highs

    def run(self, known: Fraction | None, branches: int, deadline: Deadline) -> Seen:
        """Look for what is better by the least step there is; where that is too fine, by what can be told apart."""
        self._best = known
        if self._step * self._factor >= _FINEST:
            return self._closed(branches, deadline)
        seen = self._closed(branches // _TRIED_FINELY, deadline)
        self._apart = _FINEST / self._factor
        return seen if seen.closed else self._closed(branches, deadline)

    def _closed(self, branches: int, deadline: Deadline) -> Seen:
        """Go through the branches, each as deep as it has to, the likelier side first."""
        left = [_Branch({})]
        for _ in range(branches):
            if not left or deadline.is_over():
                break
            self._highs.stop_after(deadline.left)
            left += self._parts(left.pop())
        if left:
            return Seen(closed=False, root=self._root)
        if self._best is None or self._apart == self._step:
            return Seen(closed=True, bound=self._best, root=self._root)
        return Seen(closed=True, bound=self._best - self._apart, root=self._root)

    def _parts(self, branch: _Branch) -> list[_Branch]:
        """Return the two halves of a branch that may hold something better; nothing where it is closed."""
        self._decide(branch.decided)
        self._highs.carry_out()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible and self._is_impossible():
            return []
        solution = self._highs.getSolution()
        values, bound = np.array(solution.col_value), None
        is_read = len(values) == len(self._cost) and np.isfinite(values).all()
        if status == highspy.HighsModelStatus.kOptimal and is_read:
            bound = self._bound(np.array(solution.row_dual))
        else:
            values = (self._lower + self._upper) / 2
        values = np.clip(values, self._lower, self._upper)  # what is decided is so, whatever the solver says
        if self._is_no_better(bound):
            return []
        split = [place for place in self._whole if place not in branch.decided and _is_split(values[place])]
        if not any(place in self._decisive for place in split):
            self._count(values)
            if self._is_no_better(bound):
                return []
        column = self._next(split, values, branch)
        if column is None:
            return []
        likely = int(values[column] > 0.5)  # noqa: PLR2004  the nearer whole number
        return [_Branch({**branch.decided, column: side}) for side in (1 - likely, likely)]

    def _decide(self, decided: Mapping[int, int]) -> None:
        """Hold the columns of a branch, and let go of those of the one before."""
        changed = [place for place in self._decided if place not in decided]
        self._lower[changed], self._upper[changed] = 0.0, self._top[changed]
        for place, value in decided.items():
            if self._decided.get(place) != value:
                self._lower[place] = self._upper[place] = value
                changed.append(place)
        self._decided = decided
        places = np.array(sorted(changed), dtype=np.int32)
        self._highs.changeColsBounds(len(places), places, self._lower[places], self._upper[places])

    def _bound(self, prices: Floats) -> Fraction | None:
        """Return what no solution of this branch is better than, for certain."""
        if len(prices) != len(self._rows.most):
            return None
        least = self._rows.at_least(self._cost, prices, self._lower, self._upper)
        if not np.isfinite(least):
            return None
        bound = Fraction(least) / self._factor + Fraction(self._objective.constant)
        if not self._decided:
            self._root = bound
        return bound

    def _is_no_better(self, bound: Fraction | None) -> bool:
        """Tell whether a bound says that nothing is better than what is known."""
        return bound is not None and self._best is not None and bound > self._best - self._apart

    def _count(self, values: Floats) -> None:
        """Have the solution counted that whole values stand for, and remember it if it is better."""
        value = self._judge(values.tolist())
        if value is not None and (self._best is None or value < self._best):
            self._best = value

    def _is_impossible(self) -> bool:
        """Tell whether no solution is left in this branch, for certain: prices for which even 0 costs something."""
        prices = np.array(self._highs.getDualRay()[2])  # type: ignore[attr-defined]
        if len(prices) != len(self._rows.most):
            return False
        nothing = np.zeros(len(self._cost))
        return any(
            self._rows.at_least(nothing, sign * prices, self._lower, self._upper) > 0 for sign in (1, -1)
        )

    def _next(self, split: Sequence[int], values: Floats, branch: _Branch) -> int | None:
        """Return the column to decide next, None where all that decide are decided."""
        undecided = split or [place for place in self._decisive if place not in branch.decided]
        if all(place in branch.decided for place in self._decisive):
            return None
        return max(
            undecided,
            key=lambda place: (self._decisive.get(place, -1), -abs(float(values[place]) - 0.5), -place),
        )


def _is_split(value: float) -> bool:
    return abs(value - round(value)) > _SPLIT
