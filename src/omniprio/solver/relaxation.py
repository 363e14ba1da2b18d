"""The linear relaxation of a program in HiGHS, kept from one run to the next; what it says is counted again.

The bounds hold whatever the tolerances of a solver: every rounding is covered.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import highspy
import numpy as np
import numpy.typing as npt

from omniprio.solver.scaling import scaled
from omniprio.solver.silent_highs import Option, SilentHighs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from omniprio.deadline import Deadline
    from omniprio.solver.program import Column, Expression, Program, Row

__all__ = ["Box", "Floats", "Floor", "Places", "Relaxation", "Relaxed", "Rows", "Scaled", "tops"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_UNIT, _EXACT = 2.0**-52, 2**52
"""No single sum, product or conversion of floating-point numbers is off by more than this share of its result."""


class Scaled(NamedTuple):
    """A row as floating-point numbers that a solver can tell apart.

    Attributes:
        sense: As in the row.
        rhs: Its right-hand side.
        columns: The column of each coefficient.
        coefficients: In the same order.
    """

    sense: str
    rhs: float
    columns: tuple[int, ...]
    coefficients: tuple[float, ...]

    @classmethod
    def of(cls, row: Row) -> Scaled:
        """Scale and round a row that has at least one coefficient."""
        coefficients, rhs, _ = scaled(row.terms.values(), row.rhs)
        return cls(row.sense, rhs, tuple(row.terms), tuple(coefficients))


class Floor(NamedTuple):
    """A number below which the cost of no solution is, with what it is made of.

    Attributes:
        least: The number.
        left: By column, its cost less what the prices of the rows pay for.
        off: By column, what that may be off by at most.
        parts: By column, the least it adds.
    """

    least: float
    left: Floats
    off: Floats
    parts: Floats

    def without(self, lower: Floats, upper: Floats) -> Floats:
        """Return by column the number below which the cost of no solution is whose value lies between other bounds.

        Args:
            lower: By column, whole numbers; those of the other columns stay as they were.
            upper: By column.
        """
        parts = _least_part(self.left, self.off, lower, upper)
        size = np.abs(parts) + np.abs(self.parts) + abs(self.least)
        return self.least + (parts - self.parts) - _SPARE * _UNIT * size


_SPARE = 8
"""How many roundings more than were counted are covered, wherever some are."""


def _least_part(left: Floats, off: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return the least that columns between bounds can cost, at prices that may be off."""
    low, high = left - off, left + off
    return np.minimum(np.minimum(low * lower, low * upper), np.minimum(high * lower, high * upper))


class Rows:
    """The rows of a program as floating-point numbers, with what that costs in exactness.

    Attributes:
        least: By row; minus infinity for `<=`.
        most: By row; infinity for `>=`.
        begins: Where each row begins among the coefficients.
        columns: The column of each coefficient, row after row.
        coefficients: Row after row.
    """

    def __init__(self, rows: Sequence[Scaled], columns: int) -> None:
        """Put the rows together.

        Args:
            rows: The rows.
            columns: The number of columns.
        """
        self._count = columns
        self._put(
            np.array([row.rhs for row in rows], dtype=np.float64),
            np.array([row.sense == "<=" for row in rows], dtype=bool),
            np.array([row.sense == ">=" for row in rows], dtype=bool),
            np.array([len(row.columns) for row in rows], dtype=np.int64),
            np.array([column for row in rows for column in row.columns], dtype=np.int64),
            np.array([number for row in rows for number in row.coefficients], dtype=np.float64),
        )

    def _put(self, *parts: npt.NDArray[Any]) -> None:
        """Take what the rows are made of: sides, whether at most and at least, lengths, columns and coefficients."""
        self._parts = parts
        self._rhs, self._up, self._down, lengths, self.columns, self.coefficients = parts
        self.least = np.where(self._up, -np.inf, self._rhs)
        self.most = np.where(self._down, np.inf, self._rhs)
        self.begins = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self._row_of = np.repeat(np.arange(len(self._rhs)), lengths)
        self._roundings = _SPARE + np.bincount(self.columns, minlength=self._count)

    def followed_by(self, more: Rows) -> Rows:
        """Return these rows and further ones of the same columns."""
        both = Rows((), self._count)
        both._put(*map(np.concatenate, zip(self._parts, more._parts, strict=True)))
        return both

    def at_least(self, cost: Floats, prices: Floats, lower: Floats, upper: Floats) -> Floor:
        """Return a number below which the cost of no solution is, whatever the prices.

        For prices p of the rows, at most 0 where a row says <= and at least 0 where it says >=, each solution costs
        p b + (c - p A) x or more, and x lies between its bounds. Bad prices make the number low, never wrong. What
        the floating-point sums may be off by, at most, is taken off.
        Source: Neumaier and Shcherbina, 2004, Safe bounds in linear and mixed-integer linear programming.

        Args:
            cost: By column, each rounded once.
            prices: By row, as a solver says.
            lower: By column, whole numbers.
            upper: By column, rounded up.
        """
        prices = np.where(np.isfinite(prices), prices, 0.0)
        prices = np.where(self._up, np.minimum(prices, 0.0), prices)
        prices = np.where(self._down, np.maximum(prices, 0.0), prices)
        parts = self.coefficients * prices[self._row_of]
        left = cost - np.bincount(self.columns, parts, minlength=self._count)
        sizes = np.abs(cost) + np.bincount(self.columns, np.abs(parts), minlength=self._count)
        off = self._roundings * _UNIT * sizes
        worst = _least_part(left, off, lower, upper)
        paid = prices * self._rhs
        whole = float(paid.sum() + worst.sum())
        size = float(np.abs(paid).sum() + np.abs(worst).sum())
        least = whole - (_SPARE + len(paid) + len(worst)) * _UNIT * size
        return Floor(least, left, off, worst)


def tops(columns: Sequence[Column]) -> Floats:
    """Return the upper bounds of columns, rounded up.

    >>> from fractions import Fraction
    >>> from omniprio.solver.program import Column
    >>> third = Column("p", integer=False, upper=Fraction(1, 3), grain=Fraction(1, 3))
    >>> Fraction(float(tops([third])[0])) >= Fraction(1, 3)
    True
    """
    return np.array([_rounded_up(column.upper) for column in columns], dtype=np.float64)


def _rounded_up(number: Fraction) -> float:
    if number.denominator == 1 and number.numerator < _EXACT:
        return float(number)
    top = float(number)
    return top if top >= number else float(np.nextafter(top, np.inf))


_OPTIONS: dict[str, Option] = {
    "solver": "simplex",
    "presolve": "off",  # it was behind every wrong answer that was ever seen, and a basis is better
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


class Box(NamedTuple):
    """Bounds of the columns.

    Attributes:
        lower: By column.
        upper: By column.
    """

    lower: Floats
    upper: Floats

    def halves(self, column: int, value: float) -> tuple[Box, Box]:
        """Return the parts below and above a value that a column has, which hold all its whole numbers."""
        low, high = self.upper.copy(), self.lower.copy()
        low[column] = min(max(math.ceil(value) - 1, self.lower[column]), self.upper[column] - 1)
        high[column] = low[column] + 1
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


_HEARD = 4_000
"""Rows and columns from which on a run hears who cancels, at each of its steps: shorter ones have ended by then, and where another
thread is busy, each step would wait for it."""


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
        self._deadline: Deadline | None = None
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

    def solve(self, box: Box, deadline: Deadline) -> Relaxed:
        """Solve it within a box."""
        highs, rows = self._loaded(deadline)
        self._bound(highs, box)
        self._deadline = deadline
        highs.stop_after(deadline.left)
        highs.carry_out()
        status = highs.getModelStatus()
        middle = (box.lower + box.upper) / 2
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

    def _tick(self, event: highspy.HighsCallbackEvent) -> None:
        if self._deadline is not None and self._deadline.is_over():
            event.interrupt()

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
            if self.size > _HEARD:
                self._highs.on(self._highs.cbSimplexInterrupt, self._tick)
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
