"""The search: survey the relaxation, fill what it leaves, then neighbourhood after neighbourhood.

Source: Pisinger and Ropke, 2019, Large neighborhood search; Danna, Rothberg and Le Pape, 2005, Exploring relaxation
induced neighborhoods to improve MIP solutions.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

from omniprio.logs import logger_of
from omniprio.search.arrays import arrays_of
from omniprio.search.best import Best
from omniprio.search.chances import Chances
from omniprio.search.guidance import Found
from omniprio.search.landscape import survey
from omniprio.search.neighbourhoods import KINDS, nearest
from omniprio.search.restricted import solve_part
from omniprio.search.run import Run
from omniprio.search.starts_at import starts_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.search.arrays import Flags, Floats, Places
    from omniprio.search.guidance import Guidance
    from omniprio.search.landscape import Landscape
    from omniprio.solver.limits import Limits

__all__ = ["guided"]

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

    >>> from omniprio.search.guidance import Guidance
    >>> from omniprio.solver.program import Program
    >>> from omniprio.solver.limits import Limits
    >>> program = Program()
    >>> web, app = (program.column(name, integer=True) for name in ("web", "app"))
    >>> program.require("budget", web * 2 + app * 3, "<=", 4)
    >>> seen = []
    >>> def judge(starts):  # a real one would check the schedule here
    ...     seen.append(starts)
    ...     return [float("web" in starts), float("app" in starts)]
    >>> guidance = Guidance(program, web * -2 + app * -5, {"web": {1: 0}, "app": {1: 1}}, judge)
    >>> found = guided(guidance, Limits(), rounds=3)
    >>> seen[-1], found.bound <= -5  # both are too much, app is worth more
    ({'app': 1}, True)
    """
    run = Run(limits)
    form = starts_at(guidance.program, guidance.objective, guidance.chains)
    arrays = arrays_of(form)
    surveyed = survey(form, arrays, run) if form.names and not run.over() else None
    if surveyed is None:
        return Found(run.stop, None, is_close=False)
    bound, land = surveyed
    best = Best(form, arrays, guidance.judge, run)
    if begin is not None:
        best.take(dict(begin))
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
        if _is_filled(land, settled, best, run):
            return
        kept = np.zeros(len(land.likely), dtype=np.bool_)
        kept[form.item[np.flatnonzero(settled)]] = True
        for items in [items for items in land.ties if not kept[items].all()]:
            settled[: form.chosen] &= ~_of_items(land, items)
    _is_filled(land, np.zeros_like(settled), best, run)


def _is_filled(land: Landscape, held: Flags, best: Best, run: Run) -> bool:
    """Solve what is not held, of the starts that are cheapest; return whether the judge has accepted that."""
    form = land.form
    free = np.ones_like(held)
    free[: form.chosen] = ~_of_items(land, form.item[np.flatnonzero(held)])
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


def _of_items(land: Landscape, items: Places) -> Flags:
    """Tell which columns belong to some initiatives."""
    wanted = np.zeros(len(land.likely), dtype=np.bool_)
    wanted[items] = True
    return wanted[land.form.item]


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
        form = self._land.form
        free = (self._land.reduced <= threshold * self._land.unit) | (values > 0)
        free[: form.chosen] &= _of_items(self._land, items)
        free[form.chosen :] = False
        if len(free) > form.chosen:
            touched = np.zeros(len(form.rhs), dtype=np.bool_)
            touched[form.entries.row[free[form.entries.column]]] = True
            hanging = form.entries.column[touched[form.entries.row]]
            free[hanging[hanging >= form.chosen]] = True
        return free
