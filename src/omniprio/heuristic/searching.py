"""The search: survey the relaxation, fill what it leaves, then neighbourhood after neighbourhood.

Only what the judge has accepted counts as a schedule, and a run tells on its way what it has found.

Source: Pisinger and Ropke, 2019, Large neighborhood search; Danna, Rothberg and Le Pape, 2005, Exploring relaxation
induced neighborhoods to improve MIP solutions.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.neighbourhoods import KINDS, Chances, nearest, survey
from omniprio.heuristic.restricted import solve_part
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.heuristic.matrix import Arrays, Chains, Flags, Floats, Places, StartsAt
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.solver.limits import Limits, Stop
    from omniprio.solver.program import Expression, Program

__all__ = ["Best", "Found", "Guidance", "Run", "guided"]

type Judge = Callable[[dict[str, int]], Sequence[float] | Sequence[Fraction] | None]


@dataclass(frozen=True, slots=True)
class Guidance:
    """A program whose schedules are to be made good.

    Attributes:
        program: All rules, exactly.
        objective: What is to be made small.
        chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.
        judge: Checks a schedule independently; returns the values of all columns, None where it breaks a rule.
    """

    program: Program
    objective: Expression
    chains: Chains
    judge: Judge


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to; the schedules themselves went to the judge.

    Attributes:
        stop: Why it stopped; `finished` where value and bound are close enough, or where it gets no further.
        bound: No schedule is better; None where that is not known.
        is_close: Whether value and bound are as close as asked for.
    """

    stop: Stop
    bound: Fraction | None
    is_close: bool


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


_SECONDS_BETWEEN_REPORTS = 0.1


class Run:
    """One search under way.

    Attributes:
        value: Of the best schedule so far, less is better; None before there is one.
        bound: No schedule is better; None where that is not known.
        rounds: Neighbourhoods looked at.
        deadline: When it stops.
    """

    def __init__(self, limits: Limits) -> None:
        """Begin: the clock runs from here."""
        self._limits = limits
        self.deadline = limits.deadline.share()
        self._told = 0.0
        self.value: float | None = None
        self.bound: float | None = None
        self.rounds = 0

    @property
    def stop(self) -> Stop:
        """Why the search stops now."""
        return self.deadline.why or "finished"

    def over(self) -> bool:
        """Tell whether to stop, and report if it is time to; called many times a second."""
        if self._limits.watch is not None and self.deadline.taken - self._told >= _SECONDS_BETWEEN_REPORTS:
            self._told = self.deadline.taken
            self._limits.watch(self.value, self.bound, self.rounds)
        return self.deadline.is_over()

    def is_close(self) -> bool:
        """Tell whether value and bound are as close as asked for."""
        if self.value is None or self.bound is None:
            return False
        return self.value - self.bound <= self._limits.gap * abs(self.value)


_log = logger_of(__name__)

_SIZES = (15, 25, 40, 60, 100)
"""How many initiatives are freed at once."""

_THRESHOLDS = (0.01, 0.03, 0.1)
"""Starts that cost more than such a part of what an initiative is worth on average are not looked at."""

_SETTLED = 1 - 1e-5
"""What of the relaxation is whole, but for its tolerances."""

_MOST_TO_FILL = 1_500
"""Columns of the program that fills what the dive has left: of more it does not get far in time."""

_STEPS_BACK = 4
"""How often what is tied to the rest is let go of before everything is."""

_PATIENCE, _PATIENCE_TO_FILL = 400, 1_500
"""Looks of the solver at its clock without anything better; a few hundred are a second."""

_FEWEST_IDLE, _MOST_IDLE = 60, 0.5
"""It gets no further if so many rounds, and this share of all rounds, have gained nothing since the last gain."""


def guided(
    guidance: Guidance,
    limits: Limits,
    *,
    begin: Mapping[str, int] | None = None,
    rounds: int | None = None,
    seed: int = 0,
) -> Found:
    """Look for good schedules of a large program, led by its linear relaxation; the judge sees each that is better.

    The same program, seed and rounds give the same schedules in the same order, unless the clock ends it.

    Args:
        guidance: The program.
        limits: When to stop; nodes count for nothing.
        begin: A schedule that keeps every rule, to start from.
        rounds: How many neighbourhoods to look at, or None for as many as there is time for.
        seed: Of the draws.

    >>> from omniprio.heuristic.searching import Guidance
    >>> from omniprio.solver.program import Program
    >>> from omniprio.solver.limits import Limits
    >>> program = Program()
    >>> web, app = (program.column(name, integer=True) for name in ("web", "app"))
    >>> program.require("budget", web * 2 + app * 3, "<=", 4)
    >>> seen = []
    >>> def judge(starts):  # a real one would check the schedule here
    ...     seen.append(starts)
    ...     return [float("web" in starts), float("app" in starts)]
    >>> guidance = Guidance(program, web * -2 + app * -5, {("web", ""): {1: 0}, ("app", ""): {1: 1}}, judge)
    >>> found = guided(guidance, Limits(), rounds=3)
    >>> seen[-1], found.bound <= -5  # both are too much, app is worth more
    ({'app': 1}, True)
    """
    run = Run(limits)
    form = starts_at(guidance.program, guidance.objective, guidance.chains)
    arrays = arrays_of(form)
    best = Best(form, arrays, guidance.judge, run)
    if begin is not None:
        best.take(dict(begin))  # first, so that the value is told while the relaxation is solved
    surveyed = survey(form, arrays, run) if form.names and not run.over() else None
    if surveyed is None:
        return Found(run.stop, None, is_close=False)
    bound, land = surveyed
    _begin(land, best, run)
    around = _Around(land, best, run, seed)
    while best.is_known and not (run.over() or run.is_close() or around.is_idle() or run.rounds == rounds):
        around.look()
    _log.debug(
        "led by the relaxation: %d rounds, value %s, bound %s in %.3f s",
        run.rounds,
        run.value,
        run.bound,
        run.deadline.taken,
    )
    return Found("finished" if run.is_close() else run.stop, bound, is_close=run.is_close())


def _begin(land: Landscape, best: Best, run: Run) -> None:
    """Keep what the dive has settled and fill the rest; while nothing fits, let go of what is tied to the rest too."""
    form = land.form
    settled = land.relaxed > _SETTLED
    settled[form.chosen :] = False
    for _ in range(_STEPS_BACK):
        if _fill(land, settled, best, run):
            return
        kept = np.zeros(len(land.likely), dtype=np.bool_)
        kept[form.item[np.flatnonzero(settled)]] = True
        for items in [items for items in land.ties if not kept[items].all()]:
            settled[: form.chosen] &= ~land.of_items(items)
    _fill(land, np.zeros_like(settled), best, run)


def _fill(land: Landscape, held: Flags, best: Best, run: Run) -> bool:
    """Solve what is not held, of the starts that are cheapest; return whether the judge has accepted that."""
    form = land.form
    free = np.ones_like(held)
    free[: form.chosen] = ~land.of_items(form.item[np.flatnonzero(held)])
    dear = np.argsort(np.where(free, land.reduced, -np.inf)[: form.chosen], kind="stable")[::-1]
    free[dear[: max(np.count_nonzero(free[: form.chosen]) - _MOST_TO_FILL, 0)]] = False
    answer = solve_part(
        land.arrays,
        held.astype(np.float64),
        free,
        begun=False,
        patience=_PATIENCE_TO_FILL,
        under_way=run,
        found=best.take_values,
    )
    if answer.values is None:
        return False
    best.take_values(answer.values)
    return best.is_known


class _Around:
    """Looking around the best schedule: what is drawn, and what that has paid."""

    def __init__(self, land: Landscape, best: Best, run: Run, seed: int) -> None:
        self._land, self._best, self._run = land, best, run
        self._noise = np.random.default_rng(seed)
        self._draws = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
        self._kinds, self._sizes, self._thresholds = Chances(KINDS), Chances(_SIZES), Chances(_THRESHOLDS)
        self._idle = 0

    def is_idle(self) -> bool:
        """Tell whether nothing has been gained for long."""
        return self._idle >= max(_FEWEST_IDLE, _MOST_IDLE * self._run.rounds)

    def look(self) -> None:
        """Free some initiatives, hold the rest, and take what is found if it is no worse."""
        kind = self._kinds.draw(self._draws)
        size = self._sizes.draw(self._draws)
        threshold = self._thresholds.draw(self._draws)
        values = self._best.values
        free = self._free(nearest(kind(self._land, values, self._noise), size), threshold, values)
        answer = solve_part(
            self._land.arrays, values, free, begun=True, patience=_PATIENCE, under_way=self._run
        )
        gain = 0.0 if answer.values is None else self._best.take_values(answer.values)
        self._run.rounds += 1
        self._idle = 0 if gain else self._idle + 1
        self._kinds.tell(kind, gain=gain / self._land.unit, work=answer.work)
        self._sizes.tell(size, gain=gain / self._land.unit, work=answer.work)
        self._thresholds.tell(threshold, gain=gain / self._land.unit, work=answer.work)

    def _free(self, items: Places, threshold: float, values: Floats) -> Flags:
        """Return the columns to free: of some initiatives those that are cheap or in use, and what hangs on them."""
        cheap = (self._land.reduced <= threshold * self._land.unit) | (values > 0)
        return self._land.hanging_on(cheap[: self._land.form.chosen] & self._land.of_items(items))
