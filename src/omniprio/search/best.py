"""The best schedule of a search: only what the judge has accepted counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from omniprio.search.arrays import Arrays, Floats
    from omniprio.search.form import StartsAt
    from omniprio.search.guidance import Judge
    from omniprio.search.run import Run

__all__ = ["Best"]

_NOISE = 1e-9
"""As a share of the value: what rounding alone may make of equal ones."""


class Best:
    """The best schedule so far.

    Attributes:
        values: The value of each column; all 0 before there is a schedule.
        is_known: Whether there is one.
    """

    def __init__(self, form: StartsAt, arrays: Arrays, judge: Judge, run: Run) -> None:
        """Begin with nothing.

        Args:
            form: The program.
            arrays: Its numbers.
            judge: Returns the values of the columns of the program for a schedule that keeps every rule.
            run: Told the value of each schedule that is taken.
        """
        self._form, self._arrays, self._judge, self._run = form, arrays, judge, run
        self.values: Floats = np.zeros(len(form.source))
        self.is_known = False

    def take_values(self, values: Floats) -> float:
        """Take the schedule that values of the columns stand for; see `take`."""
        return self.take(self._form.schedule(values))

    def take(self, schedule: dict[str, int]) -> float:
        """Take a schedule that keeps every rule and is no worse; return how much better it is, 0 if it is not."""
        if self.is_known and schedule == self._form.schedule(self.values):
            return 0.0
        judged = self._judge(schedule)
        if judged is None:
            return 0.0
        values = self._form.values(judged)
        before, after = (float(self._arrays.cost @ each) for each in (self.values, values))
        gain = before - after if self.is_known else abs(after)
        if self.is_known and gain < -_NOISE * abs(before):
            return 0.0
        self.values, self.is_known = values, True
        self._run.value = after + float(self._form.constant)
        return gain if gain > _NOISE * abs(before) else 0.0
