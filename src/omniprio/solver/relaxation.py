"""The linear relaxation of a program in HiGHS, kept from one run to the next; what it says is counted again.

The bounds hold whatever the tolerances of a solver: every rounding is covered.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import highspy
import numpy as np
import numpy.typing as npt

from omniprio.deadline import TimeIsOver
from omniprio.solver.floor import Rows, Scaled, tops
from omniprio.solver.silent_highs import Option, SilentHighs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from omniprio.deadline import Deadline
    from omniprio.solver.floor import Floats, Floor
    from omniprio.solver.program import Expression, Program, Row

__all__ = ["Basis", "Box", "Places", "Relaxation", "Relaxed"]

Places = npt.NDArray[np.int64]

Basis = highspy.HighsBasis
"""Where a run ended, and another may begin."""

_OPTIONS: dict[str, Option] = {
    "solver": "simplex",
    "presolve": "off",  # it was behind every wrong answer that was ever seen, and a basis is better
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}

_AT_FIRST: dict[str, Option] = {"solver": "ipm", "run_crossover": "on"}
"""Of a large program, for a basis to begin with: of 3,700 columns and 7,900 rows in a seventh of the time of the simplex method."""

_LARGE = 5_000
"""Rows and columns from which on that is so."""


class Box(NamedTuple):
    """Bounds of the columns.

    Attributes:
        lower: By column.
        upper: By column.
    """

    lower: Floats
    upper: Floats

    def halves(
        self, column: int, value: float, before: Iterable[int] = (), after: Iterable[int] = ()
    ) -> tuple[Box, Box]:
        """Return the parts below and above a value that a column has, which hold all its whole numbers.

        Args:
            column: The column.
            value: The value.
            before: Columns that are never more than that one.
            after: Columns that are never less.
        """
        low, high = self.upper.copy(), self.lower.copy()
        most = min(max(math.ceil(value) - 1, self.lower[column]), self.upper[column] - 1)
        low[[*before, column]] = np.minimum(low[[*before, column]], most)
        high[[column, *after]] = np.maximum(high[[column, *after]], most + 1)
        return Box(self.lower, low), Box(high, self.upper)


class Relaxed(NamedTuple):
    """What is known of a box.

    Attributes:
        values: By column, within the box; what HiGHS says where it says something.
        floor: Below which the cost of no solution in the box is, for certain; None where that is not known.
        is_empty: Whether it is certain that there is no solution in the box.
    """

    values: Floats
    floor: Floor | None = None
    is_empty: bool = False


class Relaxation:
    """The relaxation of a program, to which rows are added and whose cost changes."""

    def __init__(self, program: Program) -> None:
        """Note the program; nothing is built before it is needed."""
        self._program = program
        self._required: list[Row] = []
        self._waiting: list[Row] = []
        """Those of them that are not in numbers yet."""
        self._rows: Rows | None = None
        self._highs: SilentHighs | None = None
        self._box: Box | None = None
        self._cost = np.zeros(len(program.columns))

    @property
    def size(self) -> int:
        """How many columns and rows it has."""
        rows = len(self._program.rows) - len(self._without_columns)
        return len(self._program.columns) + rows + sum(bool(row.terms) for row in self._required)

    @property
    def is_impossible(self) -> bool:
        """Whether a row without columns does not hold."""
        return any(not row.terms and not row.holds(()) for row in (*self._without_columns, *self._required))

    @cached_property
    def _without_columns(self) -> list[Row]:
        """The rows of the program that have none."""
        return [row for row in self._program.rows if not row.terms]

    def require(self, row: Row) -> None:
        """Add a row."""
        self._required.append(row)
        self._waiting.append(row)

    def beside(self) -> Relaxation:
        """Return another with the same rows, to be solved for something else in between."""
        other = Relaxation(self._program)
        other._required, other._waiting, other._rows = [*self._required], [*self._waiting], self._rows
        return other

    @cached_property
    def whole(self) -> Box:
        """Return the box of all solutions."""
        upper = tops(self._program.columns)
        return Box(np.zeros(len(upper)), upper)

    def aim(self, objective: Expression, factor: Fraction, deadline: Deadline) -> None:
        """Let it be an objective times a factor that is small from now on; `TimeIsOver` where the rows take too long to state."""
        self._cost = np.zeros(len(self._program.columns))
        above, below = factor.numerator, factor.denominator
        for place, number in objective.terms.items():  # divided as whole numbers, it is rounded once
            self._cost[place] = (number.numerator * above) / (number.denominator * below)
        highs, _ = self._loaded(deadline)
        highs.changeColsCost(len(self._cost), np.arange(len(self._cost), dtype=np.int32), self._cost)

    @property
    def basis(self) -> Basis:
        """Where it ended when it was last solved."""
        return Basis() if self._highs is None else self._highs.getBasis()

    def solve(self, box: Box, deadline: Deadline, basis: Basis | None = None) -> Relaxed:
        """Solve it within a box.

        Args:
            box: The box.
            deadline: When to stop.
            basis: Where to begin, or None for where it ended the last time.
        """
        highs, rows = self._loaded(deadline)
        self._bound(highs, box)
        if basis is not None and basis.valid:
            highs.setBasis(basis)
        middle = (box.lower + box.upper) / 2
        try:
            if self.size >= _LARGE and not highs.getBasis().valid:
                highs.take(_AT_FIRST)
                highs.carry_out_linear(deadline)
                highs.take(_OPTIONS)
            highs.carry_out_linear(deadline)
        except TimeIsOver:
            self._highs = self._box = None
            return Relaxed(middle)
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            prices = np.array(highs.getDualRay()[2])  # type: ignore[attr-defined]
            return Relaxed(middle, is_empty=_is_impossible(rows, prices, box))
        solution = highs.getSolution()
        values, prices = np.array(solution.col_value), np.array(solution.row_dual)
        if status != highspy.HighsModelStatus.kOptimal or not _is_read(values, len(self._cost)):
            return Relaxed(middle)
        values = np.clip(values, box.lower, box.upper)  # what is decided is so, whatever the solver says
        if len(prices) != len(rows.most):
            return Relaxed(values)
        floor = rows.at_least(self._cost, prices, box.lower, box.upper)
        return Relaxed(values, floor if np.isfinite(floor.least) else None)

    def _bound(self, highs: SilentHighs, box: Box) -> None:
        """Tell HiGHS the bounds that are other than they were."""
        before = self._box or self.whole
        changed = np.flatnonzero((before.lower != box.lower) | (before.upper != box.upper)).astype(np.int32)
        highs.changeColsBounds(len(changed), changed, box.lower[changed], box.upper[changed])
        self._box = box

    def _loaded(self, deadline: Deadline) -> tuple[SilentHighs, Rows]:
        """Return HiGHS with the relaxation, and its rows: each is scaled once, and added where others are there."""
        if self._rows is None or self._waiting:
            rows = self._waiting if self._rows else [*self._program.rows, *self._required]
            new = [*_scaled(rows, deadline)]
            more = Rows(new, len(self._cost))
            self._rows = self._rows.followed_by(more) if self._rows else more
            self._waiting = []
            if self._highs is not None and new:
                _add(self._highs, more)
        if self._highs is None:
            self._highs = SilentHighs()
            self._highs.take(_OPTIONS)
            self._highs.passModel(_model(self._cost, self.whole, self._rows))
        return self._highs, self._rows


def _scaled(rows: Iterable[Row], deadline: Deadline) -> Iterator[Scaled]:
    """Yield rows that have columns as floating-point numbers, until the time is over."""
    for row in rows:
        deadline.check()
        if row.terms:
            yield Scaled.of(row)


def _model(cost: Floats, box: Box, rows: Rows) -> highspy.HighsLp:
    """Return a linear program as HiGHS takes it."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(rows.most)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, box.lower, box.upper
    model.row_lower_, model.row_upper_ = rows.least, rows.most
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.begins.astype(np.int32)
    model.a_matrix_.index_ = rows.columns.astype(np.int32)
    model.a_matrix_.value_ = rows.coefficients
    return model


def _add(highs: SilentHighs, rows: Rows) -> None:
    """Add rows to those that HiGHS has, which keeps its basis."""
    begins, places = rows.begins[:-1].astype(np.int32), rows.columns.astype(np.int32)
    highs.addRows(len(rows.most), rows.least, rows.most, len(places), begins, places, rows.coefficients)


def _is_read(values: Floats, columns: int) -> bool:
    return len(values) == columns and bool(np.isfinite(values).all())


def _is_impossible(rows: Rows, prices: Floats, box: Box) -> bool:
    """Tell whether no solution is left in a box, for certain: prices for which even 0 costs something."""
    if len(prices) != len(rows.most):
        return False
    nothing = np.zeros(len(box.lower))
    return any(rows.at_least(nothing, sign * prices, *box).least > 0 for sign in (1, -1))
