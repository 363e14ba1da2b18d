"""The linear relaxation of a program, solved again as columns are fixed: its values, its prices and a safe bound.

HiGHS is fed with arrays and stopped from outside while it runs. The bound is safe whatever its tolerances: it is computed
again from its prices, in whole numbers.

In the literature: linear relaxation.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import highspy
import numpy as np

from omniprio.deadline import TimeIsOver
from omniprio.errors import SolverError
from omniprio.language import sentence
from omniprio.solver.silent_highs import Option, SilentHighs

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import Arrays, Flags, Floats, Places, StartsAt, Wholes
    from omniprio.heuristic.rounds import Run

__all__ = ["MOST_FOR_AN_INTERIOR_POINT", "Option", "Relaxation", "has_ended_in_time", "loaded", "safe_bound"]

MOST_FOR_AN_INTERIOR_POINT = 40_000
"""Columns up to which a step of one, which hears no clock, takes about a second."""


def loaded(program: Arrays, options: dict[str, Option], *, whole: bool) -> SilentHighs:
    """Return HiGHS with a program to be made small.

    Args:
        program: The program.
        options: Options of HiGHS.
        whole: Whether columns that are whole numbers have to be.
    """
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(program.most)
    model.col_cost_ = program.cost
    model.col_lower_, model.col_upper_ = np.zeros(len(program.cost)), program.upper
    model.row_lower_, model.row_upper_ = program.least, program.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.ends.astype(np.int32)
    model.a_matrix_.index_ = program.row_of.astype(np.int32)
    model.a_matrix_.value_ = program.coefficients
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[kind] for kind in program.integer.tolist()]
    highs = SilentHighs()
    highs.take(options)
    if highs.passModel(model) == highspy.HighsStatus.kError:
        raise SolverError(sentence("errors.program not taken"))
    return highs


def has_ended_in_time(highs: SilentHighs, under_way: Run) -> bool:
    """Run a linear program; return whether it has ended in time.

    Args:
        highs: What is to run; cannot be asked for anything where it has not.
        under_way: Says when to stop.
    """
    try:
        highs.carry_out_linear(under_way.deadline, under_way.over)
    except TimeIsOver:
        return False
    return not under_way.over()


_ONE = 2**80
"""All sums below are whole multiples of 1 / `_ONE`, rounded down where they are rounded: far finer than a float."""


def safe_bound(form: StartsAt, prices: Floats) -> Fraction:
    """Return a bound below which no solution of a program can be.

    For prices p of the rows, at most 0 where a row says <=, each solution costs at least p b + (c - p A) y. Of the
    columns of an initiative one at most is 1, so they add no less than the least of c - p A among them, or 0; a
    further column adds no less than its upper bound times its own, or 0. That holds for any prices: bad ones make the
    bound weak, never wrong.
    Source: Neumaier and Shcherbina, 2004, Safe bounds in linear and mixed-integer linear programming.

    Args:
        form: The program.
        prices: What a solver says that the rows are worth, one for each row.

    >>> from omniprio.heuristic.matrix import starts_at
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app = (program.column(name, integer=True) for name in ("web", "app"))
    >>> program.require("budget", web * 2 + app * 3, "<=", 4)
    >>> form = starts_at(program, web * -2 + app * -6, {("web", ""): {1: 0}, ("app", ""): {1: 1}})
    >>> safe_bound(form, np.array([-2.0, 0.0, 0.0]))  # -2 * 4, and nothing left to gain: -2 + 4 and -6 + 6
    Fraction(-8, 1)
    >>> safe_bound(form, np.array([0.0, 0.0, 0.0]))  # both, as if there were no budget
    Fraction(-8, 1)
    """
    multiples = _multiples(form, prices)
    left = _left(form, multiples)
    chains = [
        min((0, *left[begin:end]))
        for begin, end in zip(form.first.tolist(), form.first[1:].tolist(), strict=False)
    ]
    further = [
        min(0, math.floor(own * upper))
        for own, upper in zip(left[form.chosen :], form.upper[form.chosen :], strict=True)
    ]
    paid = sum((multiples * form.rhs).tolist())
    return Fraction(paid + sum(chains) + sum(further), _ONE) + form.constant


def _multiples(form: StartsAt, prices: Floats) -> Wholes:
    """Return prices of the scaled rows as whole multiples of 1 / `_ONE`."""
    return np.array(
        [
            _whole(price if equal else min(price, 0.0)) // scale
            for price, equal, scale in zip(prices.tolist(), form.equal.tolist(), form.scale, strict=True)
        ],
        dtype=object,
    )


def _whole(price: float) -> int:
    return int(Fraction(price) * _ONE) if math.isfinite(price) else 0


def _left(form: StartsAt, multiples: Wholes) -> list[int]:
    """Return c - p A for each column, rounded down."""
    entries = form.entries
    order = np.argsort(entries.column, kind="stable")
    parts = multiples[entries.row[order]] * entries.whole[order]
    columns = entries.column[order]
    begins = np.flatnonzero(np.diff(columns, prepend=-1))
    paid = np.zeros(len(form.source), dtype=object)
    if len(begins):
        paid[columns[begins]] = np.add.reduceat(parts, begins)
    return [math.floor(cost * _ONE) - own for cost, own in zip(form.cost, paid.tolist(), strict=True)]


_OPTIONS: dict[str, Option] = {"solver": "simplex", "simplex_strategy": 1, "presolve": "off"}
"""The dual simplex from scratch: two to three times as fast here as an interior point, and it leaves a basis."""


class Relaxation:
    """A linear relaxation.

    Attributes:
        values: The value of each column when it was last solved; 0 for those left out.
        reduced: What one more of each column would cost then; as it was when a column was left out.
        prices: What one more of each right-hand side would cost then.
        objective: What the values come to, without the constant.
    """

    def __init__(self, program: Arrays, under_way: Run) -> None:
        """Load the program.

        Args:
            program: The program.
            under_way: Says when to stop.
        """
        self._highs = loaded(program, _OPTIONS, whole=False)
        self._under_way = under_way
        columns = len(program.cost)
        self._left = np.arange(columns)
        self._most = program.upper
        self._lower, self._upper = np.zeros(columns), program.upper.copy()
        self.values, self.reduced = np.zeros(columns), np.zeros(columns)
        self.prices = np.zeros(len(program.most))
        self.objective = 0.0

    def solve(self) -> bool:
        """Solve it from the last basis; return whether that gave an optimum, which is then read."""
        if not has_ended_in_time(self._highs, self._under_way):
            return False
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self._highs.getSolution()
        self.values[:] = 0.0
        self.values[self._left] = solution.col_value
        self.reduced[self._left] = solution.col_dual
        self.prices = np.array(solution.row_dual)
        self.objective = self._highs.getInfo().objective_function_value
        return True

    def leave_out(self, columns: Flags) -> None:
        """Leave out columns, which are at 0."""
        here = np.flatnonzero(columns[self._left]).astype(np.int32)
        self._highs.deleteCols(len(here), here)
        self._left = self._left[~columns[self._left]]

    def hold(self, at_one: Places, at_zero: Places) -> bool:
        """Hold these columns and no others, and solve; return whether there is an optimum.

        Args:
            at_one: Columns to hold at 1.
            at_zero: Columns to hold at 0.
        """
        if self._is_over:
            return False
        self._lower[:], self._upper[:] = 0.0, self._most
        self._lower[at_one], self._upper[at_zero] = 1.0, 0.0
        self._set_bounds(np.arange(len(self._lower)))
        return self.solve()

    def fix(self, at_one: Places, at_zero: Places) -> bool:
        """Hold columns and solve; where there is no optimum take that back, and return False.

        Args:
            at_one: Columns to hold at 1.
            at_zero: Columns to hold at 0.
        """
        if self._is_over:
            return False
        before = self._lower.copy(), self._upper.copy(), self._highs.getBasis()
        self._lower[at_one] = 1.0
        self._upper[at_zero] = 0.0
        changed = np.concatenate([at_one, at_zero])
        self._set_bounds(changed)
        if self.solve():
            return True
        if self._is_over:
            return False
        self._lower, self._upper, basis = before
        self._set_bounds(changed)
        self._highs.setBasis(basis)
        return False

    def _set_bounds(self, columns: Places) -> None:
        columns = columns[np.isin(columns, self._left)]
        here = np.searchsorted(self._left, columns).astype(np.int32)
        self._highs.changeColsBounds(len(here), here, self._lower[columns], self._upper[columns])

    @property
    def _is_over(self) -> bool:
        """Whether the time is, or the solver has not come back: it cannot be asked for anything then."""
        return self._highs.is_lost or self._under_way.over()
