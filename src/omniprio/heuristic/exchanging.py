"""The search around a known schedule: some initiatives are free to move a few periods, to come in or to go; the rest is held.

It needs no relaxation, so it finds better schedules where the relaxation of the whole takes too long or says little, as on a
disc with many initiatives. It gives no bound.

In the literature: large neighbourhood search.
Source: Pisinger and Ropke, 2019, Large neighborhood search.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.neighbourhoods import (
    Chances,
    near_a_period,
    sharing_a_row,
    sharing_tight_rows,
    tied,
    without_prices,
)
from omniprio.heuristic.rounds import Best, Run, go_on
from omniprio.heuristic.searching import Found
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.heuristic.matrix import Flags, Floats, Places
    from omniprio.heuristic.neighbourhoods import Kind, Landscape
    from omniprio.heuristic.rounds import Learn
    from omniprio.heuristic.searching import Guidance
    from omniprio.solver.limits import Limits

__all__ = ["exchanged"]

_log = logger_of(__name__)

_KINDS: tuple[Kind, ...] = (near_a_period, sharing_a_row, sharing_tight_rows, tied)

_REACHES = (1, 2, 4, None)
"""By how many periods what has started may move; None for any number."""

_COLUMNS = 150.0
"""How many starts are free at first."""

_FEWEST_COLUMNS, _MORE, _LESS = 40.0, 1.15, 0.8
"""How few they become, and what the number is multiplied by after a part that was easy, or hard."""

_EASY, _HARD = 0.1, 0.4
"""Work on a part, in about seconds."""

_PATIENCE = 60
"""Looks of the solver at its clock without anything better."""

_FEWEST_IDLE = 200
"""It gets no further if so many rounds have gained nothing since the last gain."""


def exchanged(
    guidance: Guidance, limits: Limits, begin: Mapping[str, int], *, rounds: int | None = None, seed: int = 0
) -> Found:
    """Look for better schedules around a known one; the judge sees each that is better.

    The same program, seed and rounds give the same schedules in the same order, unless the clock ends it.

    Args:
        guidance: The program.
        limits: When to stop; nodes count for nothing.
        begin: A schedule that keeps every rule.
        rounds: How many parts to look at, or None for as many as there is time for.
        seed: Of the draws.

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
    >>> found = exchanged(guidance, Limits(), {"web": 1}, rounds=3)
    >>> seen[-1], found.bound is None
    ({'app': 1}, True)
    """
    run = Run(limits)
    form = starts_at(guidance.program, guidance.objective, guidance.chains)
    land = without_prices(form, arrays_of(form))
    best = Best(form, land.arrays, guidance.judge, run)
    best.take(dict(begin))
    unit = abs(run.value or 0.0) / max(len(begin), 1) or 1.0
    parts = _Nearby(land, seed)
    if form.names:
        go_on(land, best, run, parts.draw, unit=unit, patience=_PATIENCE, idle=_FEWEST_IDLE, rounds=rounds)
    _log.debug("around a schedule: %d rounds, value %s in %.3f s", run.rounds, run.value, run.deadline.taken)
    return Found(run.stop, None, is_close=False)


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
