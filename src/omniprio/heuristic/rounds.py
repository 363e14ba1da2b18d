"""Rounds around the best schedule: a part of it is free to change, the rest is held, and what is no worse is taken.

What is free is drawn; which draws have gained most for their work is learnt on the way.

In the literature: adaptive large neighbourhood search.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.restricted import solve_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from omniprio.heuristic.matrix import Arrays, Flags, Floats, Places, StartsAt
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.solver.limits import Limits, Stop

__all__ = ["Best", "Judge", "Learn", "Run", "go_on"]

type Judge = Callable[[dict[str, int]], Sequence[float] | Sequence[Fraction] | None]

type Learn = Callable[[float, float], None]
"""Told what a part has gained, in what an initiative is worth, and the work on it, in about seconds."""

_NOISE = 1e-9
"""As a share of the value: what rounding alone may make of equal ones."""


class Best:
    """The best schedule so far.

    Attributes:
        values: The value of each column; all 0 before there is a schedule.
        judged: The values of the columns of the program, as the judge has returned them; None before there is a schedule.
        is_known: Whether there is one.
        is_closed: Whether no other is taken.
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
        self.judged: Sequence[float] | Sequence[Fraction] | None = None
        self.is_known = self.is_closed = False

    def take_values(self, values: Floats) -> float:
        """Take the schedule that values of the columns stand for; see `take`."""
        return self.take(self._form.schedule(values))

    def take(self, schedule: dict[str, int]) -> float:
        """Take a schedule that keeps every rule and is no worse; return how much better it is, 0 if it is not."""
        if self.is_closed or (self.is_known and schedule == self._form.schedule(self.values)):
            return 0.0
        judged = self._judge(schedule)
        if judged is None:
            return 0.0
        values = self._form.values(judged)
        before, after = (float(self._arrays.cost @ each) for each in (self.values, values))
        gain = before - after if self.is_known else abs(after)
        if self.is_known and gain < -_NOISE * abs(before):
            return 0.0
        self.values, self.judged, self.is_known = values, judged, True
        self._run.value = after + float(self._form.constant)
        return gain if gain > _NOISE * abs(before) else 0.0


_SECONDS_BETWEEN_REPORTS = 0.1


class Run:
    """One search under way.

    Attributes:
        value: Of the best schedule so far, less is better; None before there is one.
        bound: No schedule is better; None where that is not known.
        gap: As a share of the value: when value and bound are close enough.
        rounds: Neighbourhoods looked at.
        idle: How many of them since the last gain.
        deadline: When it stops.
        watch: Told how far it is, or None.
        presolves: Whether parts are made smaller before they are solved.
        in_steps: The initiative of each of the first columns, where parts are solved in "started by" columns; else none.
    """

    def __init__(self, limits: Limits) -> None:
        """Begin: the clock runs from here."""
        self.gap = limits.gap
        self.watch = limits.watch
        self.presolves = True
        self.in_steps: Places = np.zeros(0, dtype=np.int64)
        self.deadline = limits.deadline.share()
        self._told = -math.inf
        self.value: float | None = None
        self.bound: float | None = None
        self.rounds = self.idle = 0

    @property
    def stop(self) -> Stop:
        """Why the search stops now."""
        return self.deadline.why or "finished"

    def over(self) -> bool:
        """Tell whether to stop, and report if it is time to; called many times a second."""
        if self.watch is not None and self.deadline.taken - self._told >= _SECONDS_BETWEEN_REPORTS:
            self._told = self.deadline.taken
            self.watch(self.value, self.bound, self.rounds)
        return self.deadline.is_over()

    def is_close(self) -> bool:
        """Tell whether value and bound are as close as asked for."""
        return self.is_within(self.gap)

    def is_within(self, share: float) -> bool:
        """Tell whether value and bound are as close as a share of the value."""
        if self.value is None or self.bound is None:
            return False
        return self.value - self.bound <= share * abs(self.value)


_MOST_IDLE = 0.5
"""It gets no further, either, before this share of all rounds has gained nothing since the last gain."""


def go_on(
    land: Landscape,
    best: Best,
    run: Run,
    draw: Callable[[Floats], tuple[Flags, Learn]],
    *,
    unit: float,
    patience: int,
    idle: int,
    rounds: int | None,
) -> None:
    """Look around the best schedule, part after part, until the time is over or nothing has been gained for long.

    Args:
        land: The program.
        best: The best schedule; nothing is done while none is known.
        run: The search.
        draw: Returns which columns are free around a schedule, and what to tell of the part that they make.
        unit: What an initiative is worth on average.
        patience: Looks of the solver at its clock without anything better, for a part.
        idle: How many rounds without a gain are not too many.
        rounds: How many parts to look at, or None for as many as there is time for.
    """
    while best.is_known and not (run.over() or run.is_close() or run.rounds == rounds):
        if run.idle >= max(idle, _MOST_IDLE * run.rounds):
            return
        free, learn = draw(best.values)
        answer = solve_part(land.arrays, best.values, free, begun=True, patience=patience, under_way=run)
        gain = 0.0 if answer.values is None else best.take_values(answer.values)
        run.rounds += 1
        run.idle = 0 if gain else run.idle + 1
        learn(gain / unit, answer.work)
