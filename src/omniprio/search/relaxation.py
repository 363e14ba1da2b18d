"""The program without whole numbers, solved again and again as columns are fixed: what it does and what it prices.

In the literature: linear relaxation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import highspy
import numpy as np

from omniprio.search.highs import loaded

if TYPE_CHECKING:
    from omniprio.search.arrays import Arrays, Flags, Places
    from omniprio.search.highs import Option
    from omniprio.search.run import Run

__all__ = ["Relaxation"]

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
        self._highs.on(self._highs.cbSimplexInterrupt, self._tick)
        columns = len(program.cost)
        self._left = np.arange(columns)
        self._lower, self._upper = np.zeros(columns), program.upper.copy()
        self.values, self.reduced = np.zeros(columns), np.zeros(columns)
        self.prices = np.zeros(len(program.most))
        self.objective = 0.0

    def solve(self) -> bool:
        """Solve it from the last basis; return whether that gave an optimum, which is then read."""
        self._highs.stop_after(self._under_way.deadline.left)
        self._highs.carry_out()
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

    def fix(self, at_one: Places, at_zero: Places) -> bool:
        """Hold columns and solve; where there is no optimum take it back, and return False.

        Args:
            at_one: Columns to hold at 1.
            at_zero: Columns to hold at 0.
        """
        before = self._lower.copy(), self._upper.copy(), self._highs.getBasis()
        self._lower[at_one] = 1.0
        self._upper[at_zero] = 0.0
        changed = np.concatenate([at_one, at_zero])
        self._set_bounds(changed)
        if self.solve():
            return True
        self._lower, self._upper, basis = before
        self._set_bounds(changed)
        self._highs.setBasis(basis)
        return False

    def _set_bounds(self, columns: Places) -> None:
        columns = columns[np.isin(columns, self._left)]
        here = np.searchsorted(self._left, columns).astype(np.int32)
        self._highs.changeColsBounds(len(here), here, self._lower[columns], self._upper[columns])

    def _tick(self, event: highspy.HighsCallbackEvent) -> None:
        if self._under_way.over():
            event.interrupt()
