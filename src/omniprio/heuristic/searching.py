"""The search: survey the relaxation, fill what it leaves, then neighbourhood after neighbourhood.

Only what the judge has accepted counts as a schedule, and a run tells on its way what it has found.

Source: Pisinger and Ropke, 2019, Large neighborhood search; Danna, Rothberg and Le Pape, 2005, Exploring relaxation
induced neighborhoods to improve MIP solutions.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.filling import fill
from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.neighbourhoods import KINDS, Chances, nearest, settle, survey
from omniprio.heuristic.rounding import rounded
from omniprio.heuristic.rounds import Best, Run, go_on
from omniprio.heuristic.trimming import without_implied_rows
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.heuristic.matrix import Chains, Flags, Floats
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.heuristic.rounds import Judge, Learn
    from omniprio.solver.limits import Limits, Stop
    from omniprio.solver.program import Expression, Program

__all__ = ["Found", "Guidance", "guided"]


@dataclass(frozen=True, slots=True)
class Guidance:
    """A program whose schedules are to be made good.

    Attributes:
        program: All rules, exactly.
        objective: What is to be made small.
        chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.
        judge: Checks a schedule independently; returns the values of all columns, None where it breaks a rule.
        gates: By field, and by period, in order of time, the column that says it is reached then.
    """

    program: Program
    objective: Expression
    chains: Chains
    judge: Judge
    gates: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


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


_log = logger_of(__name__)

_SIZES = (15, 25, 40, 60, 100)
"""How many initiatives are freed at once."""

_THRESHOLDS = (0.01, 0.03, 0.1)
"""Starts that cost more than such a part of what an initiative is worth on average are not looked at."""

_PATIENCE = 400
"""Looks of the solver at its clock without anything better; a few hundred are a second."""

_FEWEST_IDLE = 60
"""It gets no further if so many rounds have gained nothing since the last gain."""


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
    >>> seen[0], found.bound <= -5  # both are too much, app is worth more
    ({'app': 1}, True)
    """
    run = Run(limits)
    form = without_implied_rows(starts_at(guidance.program, guidance.objective, guidance.chains))
    arrays = arrays_of(form)
    best = Best(form, arrays, guidance.judge, run)
    if begin is not None:
        best.take(dict(begin))  # first, so that the value is told while the relaxation is solved
    surveyed = survey(form, arrays, run) if form.names and not run.over() else None
    if surveyed is None:
        return Found(run.stop, None, is_close=False)
    relaxation, bound, land = surveyed
    best.take_values(rounded(land))  # at once: to settle the large ones takes as long as the relaxation
    land = settle(land, relaxation, run)
    fill(land, best, run)
    parts = _OfTheRelaxation(land, seed)
    go_on(land, best, run, parts.draw, unit=land.unit, patience=_PATIENCE, idle=_FEWEST_IDLE, rounds=rounds)
    _log.debug(
        "led by the relaxation: %d rounds, value %s, bound %s in %.3f s",
        run.rounds,
        run.value,
        run.bound,
        run.deadline.taken,
    )
    return Found("finished" if run.is_close() else run.stop, bound, is_close=run.is_close())


class _OfTheRelaxation:
    """Parts of a few initiatives, in those starts that the relaxation does not find too dear."""

    def __init__(self, land: Landscape, seed: int) -> None:
        self._land = land
        self._noise = np.random.default_rng(seed)
        self._draws = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
        self._kinds, self._sizes, self._thresholds = Chances(KINDS), Chances(_SIZES), Chances(_THRESHOLDS)

    def draw(self, values: Floats) -> tuple[Flags, Learn]:
        """Free some initiatives, and with them what hangs on their columns: those that are cheap, or in use."""
        kind = self._kinds.draw(self._draws)
        size = self._sizes.draw(self._draws)
        threshold = self._thresholds.draw(self._draws)
        items = nearest(kind(self._land, values, self._noise), size)
        cheap = (self._land.reduced <= threshold * self._land.unit) | (values > 0)
        free = self._land.hanging_on(cheap[: self._land.form.chosen] & self._land.of_items(items))

        def learn(gain: float, work: float) -> None:
            self._kinds.tell(kind, gain=gain, work=work)
            self._sizes.tell(size, gain=gain, work=work)
            self._thresholds.tell(threshold, gain=gain, work=work)

        return free, learn
