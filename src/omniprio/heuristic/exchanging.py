"""The search around a known schedule: some initiatives are free to move a few periods, to come in or to go; the rest is held.

It needs no relaxation, so it finds better schedules at once where the relaxation of the whole takes long or says little, as on a
disc with many initiatives. It gives no bound. It can be carried on, and has its turns while a solver runs: each goes on from the
other's best. The best is made again as a whole, too, where there is a way to: the more often, the more that gains. Where value and bound
are far apart it looks between the best and the relaxation, too: once it is settled when each field is reached, that says much.

In the literature: large neighbourhood search.
Source: Pisinger and Ropke, 2019, Large neighborhood search.
"""

from __future__ import annotations

import math
import random
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.between import Between
from omniprio.heuristic.gates import gates_in
from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.neighbourhoods import (
    Chances,
    near_a_period,
    sharing_a_row,
    sharing_tight_rows,
    tied,
    without_prices,
)
from omniprio.heuristic.relaxation import MOST_FOR_AN_INTERIOR_POINT
from omniprio.heuristic.retiming import Retiming
from omniprio.heuristic.rounds import Best, Run, go_on
from omniprio.heuristic.searching import Found
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.heuristic.matrix import Flags, Floats, Places
    from omniprio.heuristic.neighbourhoods import Kind, Landscape
    from omniprio.heuristic.retiming import Placed
    from omniprio.heuristic.rounds import Learn
    from omniprio.heuristic.searching import Guidance
    from omniprio.solver.limits import Limits

__all__ = ["Exchanging", "Remake"]

type Remake = Callable[[Mapping[str, int]], Mapping[str, int] | None]
"""Makes a better schedule of one, each time in another way; returns None where it is no better."""

_log = logger_of(__name__)

_KINDS: tuple[Kind, ...] = (near_a_period, sharing_a_row, sharing_tight_rows, tied)

_REACHES = (1, 2, 4, None)
"""By how many periods what has started may move; None for any number."""

_COLUMNS = 150.0
"""How many starts are free at first."""

_FEWEST_COLUMNS, _MORE, _LESS = 40.0, 1.15, 0.8
"""How few they become, and what the number is multiplied by after a part that was easy, or hard."""

_EASY, _HARD = 0.04, 0.15
"""Work on a part, in about seconds."""

_PATIENCE = 60
"""Looks of the solver at its clock without anything better."""

_MOST_TO_LEAD = 12_000
"""Columns up to which it looks between; of 28,000 the first relaxation takes minutes, and it looks at when all else comes."""

_LED = 0.5
"""What part of its time it looks between the best schedule and the relaxation, after the first of these parts; that comes before all others."""

_FEWEST_IDLE = 200
"""It gets no further if so many rounds have gained nothing since the last gain."""

_TURN, _LONG_TURN = 0.2, 0.6
"""What part of the time the search has in all, while it has turns; the longer where value and bound are far apart and the solver
has found nothing better itself: then it goes on bounding for long before it looks for schedules."""

_FAR = 0.05
"""As a share of the value."""

_NEAR = 0.02
"""The same: nearer than that all of its time is for small parts."""

_CLOSE = 0.005
"""Value and bound this close, as a share of the value, are left to the solver."""


class Exchanging:
    """A search around the best schedule known, which can be carried on; the judge sees each schedule that is better.

    The same program, seed and rounds give the same schedules in the same order, unless the clock ends it.

    >>> from omniprio.heuristic.searching import Guidance
    >>> from omniprio.solver.limits import Limits
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app = (program.column(name, integer=True) for name in ("web", "app"))
    >>> program.require("budget", web * 2 + app * 3, "<=", 4)
    >>> seen = []
    >>> def judge(starts):  # a real one would check the schedule here
    ...     seen.append(starts)
    ...     return [float("web" in starts), float("app" in starts)]
    >>> guidance = Guidance(program, web * -2 + app * -5, {("web", ""): {1: 0}, ("app", ""): {1: 1}}, judge)
    >>> limits = Limits()
    >>> found = Exchanging(guidance, limits, {"web": 1}).go_on(limits.deadline, rounds=3)
    >>> seen[-1], found.bound is None
    ({'app': 1}, True)
    """

    def __init__(
        self,
        guidance: Guidance,
        limits: Limits,
        begin: Mapping[str, int],
        *,
        suggested: Callable[[Run], Iterable[Mapping[str, int] | None]] = lambda _: (),
        remade: Callable[[Run], Remake] | None = None,
        placed: Callable[[Run], Placed] | None = None,
        seed: int = 0,
    ) -> None:
        """Begin.

        Args:
            guidance: The program.
            limits: When to stop; nodes count for nothing.
            begin: A schedule that keeps every rule.
            suggested: Yields schedules that may be better, tried first, None where there is none yet; told when to stop.
            remade: Told when to stop; returns what makes a better schedule of the best.
            placed: The same; returns what makes a schedule of an order.
            seed: Of the draws.
        """
        self._run = Run(limits)
        self._clock = limits.deadline.share()
        self._worked = self._led_for = 0.0
        self._form = starts_at(guidance.program, guidance.objective, guidance.chains)
        self._led_at_most = 1.0
        self._run.in_steps = self._form.item
        self._land = without_prices(self._form, arrays_of(self._form))
        self._best = Best(self._form, self._land.arrays, guidance.judge, self._run)
        self._best.take(dict(begin))
        self._suggested = iter(suggested(self._run))
        self._remade = None if remade is None else remade(self._run)
        self._placed = None if placed is None else placed(self._run)
        self._draws = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
        self._is_made_again = Chances((True, False))
        self._dull = 0
        self._unit = abs(self._run.value or 0.0) / max(len(begin), 1) or 1.0
        self._parts = _Nearby(self._land, seed)
        self._gates = gates_in(self._form, guidance.gates)
        self._led = self._lead()
        self._led_to: float | None = None
        """What the best was worth when there was nothing left between."""
        self._handed = self._run.value
        self._is_helped = False

    @property
    def found(self) -> Sequence[float] | None:
        """The value of each column of the program for the best schedule; None where there is none that keeps every rule."""
        judged = self._best.judged
        return None if judged is None else [float(one) for one in judged]

    def go_on(self, deadline: Deadline, *, rounds: int | None = None, is_far: bool = False) -> Found:
        """Look for better schedules, for as long as it is worth while; afterwards others tell how far it is.

        Args:
            deadline: When to stop.
            rounds: How many parts to look at in all, or None for as many as there is time for.
            is_far: Whether it is taken for granted that value and bound are far apart: nobody tells of a bound here.
        """
        run, until, bound = self._run, deadline.share(), -math.inf if is_far else None
        while run.rounds != rounds and self.step(until, bound):
            pass
        run.watch = None
        _log.debug(
            "around a schedule: %d rounds, value %s in %.3f s", run.rounds, run.value, self._clock.taken
        )
        return Found(run.stop, None, is_close=False)

    def end(self) -> None:
        """Take nothing any more, whatever is still under way in another thread."""
        self._best.is_closed = True

    def hear(self, values: Sequence[float]) -> None:
        """Go on from a solution of a solver's if it is better, and keeps every rule."""
        if self._best.take(self._form.schedule(self._form.values(values))):
            self._run.idle = 0
            self._is_helped = True

    def turn(self, value: float | None, bound: float | None) -> Sequence[float] | None:
        """Search until it has had its part of the time; return the best schedule where the solver has nothing as good.

        Where value and bound are close the solver needs no help. A schedule is handed over once: one that the solver does
        not take is not offered again.
        """
        while self._is_owed(bound) and self.step(self._clock, bound):
            pass
        return self.better_than(value)

    def step(self, deadline: Deadline, bound: float | None) -> bool:
        """Go on by one step; return whether it was worth while: not where value and bound are close, or it gets no further.

        Args:
            deadline: When to stop.
            bound: What the solver says that nothing is better than, or None.
        """
        self._run.deadline = deadline
        if self._is_within(_CLOSE, bound) or self._run.over():
            return False
        before = self._clock.taken
        ways: list[Callable[[], bool]] = [self._has_looked, partial(self._has_led, bound)]
        if self._led_for <= self._led_at_most * self._worked:
            ways.reverse()
        leads_first = self._led_at_most == 1.0 and self._is_far(bound)
        if self._remade is not None and not leads_first and self._is_made_again.draw(self._draws):
            ways.insert(0, partial(self._has_remade, self._remade))
        is_worth_it = any(way() for way in (self._has_tried, *ways))
        self._worked += self._clock.taken - before
        return is_worth_it

    def better_than(self, value: float | None) -> Sequence[float] | None:
        """Return the best schedule where it is better than one of the solver's, and was not handed over before."""
        known = self._run.value
        if known is None or known == self._handed or (value is not None and value <= known):
            return None
        self._handed, self._is_helped = known, False
        return self.found

    def _has_tried(self) -> bool:
        """Try one more of the schedules that were suggested; return whether there was one."""
        for one in self._suggested:
            if one is not None:
                self._best.take(dict(one))
            return True
        return False

    def _has_remade(self, remade: Remake) -> bool:
        """Make another schedule of the best one; return whether that was worth while."""
        before, value = self._clock.taken, self._run.value
        better = remade(self._form.schedule(self._best.values))
        if better is not None:
            self._best.take(dict(better))
        self._dull = 0 if self._run.value != value else self._dull + 1
        self._learn(before, value, made_again=True)
        return self._dull < _FEWEST_IDLE

    def _learn(self, before: float, value: float | None, *, made_again: bool) -> None:
        """Learn what it gains to make the best again, and to look at a part.

        Args:
            before: When it began.
            value: What the best was worth then.
            made_again: Which of the two it was.
        """
        gain = 0.0 if value is None or self._run.value is None else value - self._run.value
        self._is_made_again.tell(made_again, gain=gain / self._unit, work=self._clock.taken - before)

    def _has_looked(self) -> bool:
        """Look at one more part; return whether it was worth while."""
        run, before = self._run, self._run.rounds
        begun, value = self._clock.taken, run.value
        if self._form.names:
            go_on(
                self._land,
                self._best,
                run,
                self._parts.draw,
                unit=self._unit,
                patience=_PATIENCE,
                idle=_FEWEST_IDLE,
                rounds=before + 1,
            )
        self._learn(begun, value, made_again=False)
        return run.rounds > before

    def _has_led(self, bound: float | None) -> bool:
        """Look between schedule and relaxation, step by step, where value and bound are far apart; return whether that goes on."""
        if not self._is_far(bound):
            return False
        before = self._clock.taken
        has_gone_on = next(self._led, True) is None
        if not has_gone_on:
            self._led, self._led_to = self._lead(), self._run.value
        self._led_for += self._clock.taken - before
        return has_gone_on

    def _is_far(self, bound: float | None) -> bool:
        """Tell whether value and bound are far apart, and it has not looked between them from the best that there is."""
        return not (bound is None or self._is_within(_NEAR, bound) or self._led_to == self._run.value)

    def _lead(self) -> Iterator[None]:
        """Look at parts between the best schedule and the relaxation, step by step; of a large program at when all but fields comes."""
        columns, known = len(self._form.source), (self._land, self._gates, self._best, self._run)
        search: Between | Retiming
        if columns <= _MOST_TO_LEAD:
            search = Between(*known)
        elif columns <= MOST_FOR_AN_INTERIOR_POINT and self._placed is not None:
            search = Retiming(*known, self._placed)
        else:
            return
        for _ in search.steps():
            if search.looked_at:
                self._led_at_most = _LED
            yield

    def _is_owed(self, bound: float | None) -> bool:
        """Tell whether it has had less than its part of the time."""
        is_alone = bound is not None and not self._is_within(_FAR, bound) and not self._is_helped
        return self._worked < (_LONG_TURN if is_alone else _TURN) * self._clock.taken

    def _is_within(self, share: float, bound: float | None) -> bool:
        """Tell whether value and bound are as close as a share of the value; there is nothing to go on from without a value."""
        value = self._run.value
        return value is None or (bound is not None and value - bound <= share * abs(value))


class _Nearby:
    """Parts of a few initiatives, in those starts that are few periods from where they are."""

    def __init__(self, land: Landscape, seed: int) -> None:
        self._land = land
        self._noise = np.random.default_rng(seed)
        self._draws = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
        ways = [(kind, reach) for kind in _KINDS for reach in _REACHES]
        self._ways = Chances(ways)
        self._columns = dict.fromkeys(ways, _COLUMNS)

    def draw(self, values: Floats) -> tuple[Flags, Learn]:
        """Free so many starts of some initiatives, and what hangs on them."""
        way = self._ways.draw(self._draws)
        kind, reach = way
        open_ = self._open(values, reach)
        items = self._nearest(kind(self._land, values, self._noise), open_, self._columns[way])

        def learn(gain: float, work: float) -> None:
            self._ways.tell(way, gain=gain, work=work)
            if work > _HARD:
                self._columns[way] = max(self._columns[way] * _LESS, _FEWEST_COLUMNS)
            elif work < _EASY:
                self._columns[way] = min(self._columns[way] * _MORE, float(self._land.form.chosen))

        return self._land.hanging_on(open_ & self._land.of_items(items)), learn

    def _open(self, values: Floats, reach: int | None) -> Flags:
        """Tell which columns may change: of what has started those within reach, of what has not all."""
        form, land = self._land.form, self._land
        if reach is None:
            return np.ones(form.chosen, dtype=np.bool_)
        apart = np.abs(form.period - form.period[land.columns(values)][form.item])
        return (apart <= reach) | ~land.is_started(values)[form.item]

    def _nearest(self, distance: Floats, open_: Flags, columns: float) -> Places:
        """Return the initiatives of least distance that have so many open columns in all; one at least."""
        order = np.argsort(distance, kind="stable")
        sizes = np.bincount(self._land.form.item[open_], minlength=len(distance))
        return order[: max(int(np.searchsorted(np.cumsum(sizes[order]), columns)), 1)]
