"""When initiatives start while fields are reached when the best schedule reaches them: of a program whose whole relaxation takes too long.

Where hundreds of initiatives compete, much of what is between a schedule and the relaxation is not when fields are reached, but when all
else comes. With fields held, and starts near those of the schedule, an interior point says that in seconds. In the order in which it
has them, initiatives are placed anew. What it then has otherwise than the schedule is looked at part by part, near one period after the
other.

In the literature: alpha points, decoded by serial schedule generation; relaxation induced neighbourhood search.
Source: Chicoisne, Espinoza, Goycoolea, Moreno and Rubio, 2012, A new algorithm for the open-pit mine production scheduling problem;
Danna, Rothberg and Le Pape, 2005, Exploring relaxation induced neighborhoods to improve MIP solutions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.gates import held_by, reached_in, widened
from omniprio.heuristic.restricted import relax_part, solve_part
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.heuristic.matrix import Flags, Floats, Places
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.heuristic.rounds import Best, Run

__all__ = ["Placed", "Retiming"]

type Placed = Callable[[Mapping[str, float]], Mapping[str, int] | None]
"""Makes a schedule of an order, by initiative its place in time; returns None where there is none."""

_log = logger_of(__name__)

_REACH = 6
"""Periods from the schedule within which starts are free: all of them take three times as long, and the schedules come out one per cent better."""

_IN_PART = 0.01
"""The share from which on the relaxation has something; interior points have a little of everything."""

_POINTS = (0.25, 0.5, 0.75)
"""What part of an initiative has started where it is placed."""

_DIFFERENT = 0.05
"""How far from the schedule the relaxation has an initiative that is free."""

_PARTS = 16
"""How many are looked at with one relaxation."""

_MOST, _FEWEST, _LESS, _MORE = 500.0, 150.0, 0.85, 1.15
"""How many starts are free at first, how few they become, and what the number is multiplied by after a part that was hard, or easy."""

_HARD = 0.5
"""Work on a part, in about seconds."""

_PATIENCE = 60
"""Looks of the solver at its clock without anything better."""


class Retiming:
    """One search, step by step.

    Attributes:
        looked_at: How often parts were looked at with a relaxation.
    """

    def __init__(
        self,
        land: Landscape,
        gates: Sequence[Places],
        best: Best,
        run: Run,
        placed: Placed,
        seed: int = 0,
    ) -> None:
        """Begin.

        Args:
            land: The program.
            gates: By field, in order of time, the columns that say whether it is reached.
            best: The best schedule; takes what is found.
            run: Says when to stop.
            placed: Makes a schedule of an order.
            seed: Of the draws.
        """
        self._land, self._gates, self._best, self._run, self._placed = land, gates, best, run, placed
        self._draws = np.random.default_rng(seed)
        self._most = _MOST
        self.looked_at = 0

    def steps(self) -> Iterator[None]:
        """Place anew, then look at parts again and again until that gains nothing; yield after each step."""
        yield from self._placed_anew()
        before = None
        while self._run.value != before and not self._run.over():
            before = self._run.value
            yield from self._looked()
            self.looked_at += 1
            _log.debug("looked at parts: value %s, before %s", self._run.value, before)

    def _placed_anew(self) -> Iterator[None]:
        """Place initiatives in the orders of the relaxation with fields held."""
        relaxed = self._relaxed(0)
        yield
        for order in () if relaxed is None else self._orders(relaxed):
            schedule = self._placed(order)
            if schedule is not None:
                self._best.take(dict(schedule))
            yield

    def _orders(self, relaxed: Floats) -> Iterator[dict[str, float]]:
        """Yield when the relaxation has each initiative on average, then when it has certain parts of each."""
        form = self._land.form
        begins = form.first[:-1]
        own = relaxed[: form.chosen]
        share = np.add.reduceat(own, begins)
        is_in = np.flatnonzero(share > _IN_PART)
        mean = np.add.reduceat(own * form.period, begins)[is_in] / share[is_in]
        names = [form.names[item] for item in is_in]
        yield dict(zip(names, mean.tolist(), strict=True))
        summed = np.cumsum(own)
        before = summed[begins[is_in]] - own[begins[is_in]]
        for point in _POINTS:
            at = form.period[np.searchsorted(summed, before + point * share[is_in])]
            yield dict(zip(names, (at + mean / (form.period.max() + 1)).tolist(), strict=True))

    def _looked(self) -> Iterator[None]:
        """Look at parts in which the relaxation, with fields reached a period sooner or later, has other starts than the best."""
        relaxed = self._relaxed(1)
        yield
        for _ in range(_PARTS):
            if relaxed is None or self._run.over():
                return
            answer = solve_part(
                self._land.arrays,
                self._best.values,
                self._free(relaxed),
                begun=True,
                patience=_PATIENCE,
                under_way=self._run,
                found=self._best.take_values,
            )
            if answer.values is not None:
                self._best.take_values(answer.values)
            self._most = max(self._most * (_LESS if answer.work > _HARD else _MORE), _FEWEST)
            yield

    def _relaxed(self, by: int) -> Floats | None:
        """Return the relaxation with fields reached so many periods sooner or later at most, and starts near those of the best."""
        form, values = self._land.form, self._best.values.copy()
        free = np.ones(len(values), dtype=np.bool_)
        own = slice(form.chosen)
        starts = np.full(len(form.names), -np.inf)
        there = np.flatnonzero(values[own])
        starts[form.item[there]] = form.period[there]
        away = np.abs(form.period - starts[form.item])
        free[own] = (away <= _REACH) | np.isinf(away)
        for held, value in zip(self._held(by), (1.0, 0.0), strict=True):
            free[held], values[held] = False, value
        return relax_part(self._land.arrays, values, free, self._run)

    def _held(self, by: int) -> tuple[Places, Places]:
        """Return the columns of fields that are held at 1, and at 0."""
        return held_by(widened(reached_in(self._best.values, self._gates), by, self._gates), self._gates)

    def _free(self, relaxed: Floats) -> Flags:
        """Return what is free: starts that the relaxation or the best has, of initiatives that they have otherwise, those near a period first."""
        form = self._land.form
        own = slice(form.chosen)
        begins, item = form.first[:-1], form.item
        there, now = relaxed[own], self._best.values[own]
        differs = np.add.reduceat(np.abs(there - now), begins) > _DIFFERENT
        is_open = differs[item] & ((there > _IN_PART) | (now > 0))
        period = self._draws.integers(1, form.period.max(), endpoint=True)
        away = np.full(len(form.names), np.inf)
        np.minimum.at(away, item[is_open], np.abs(form.period[is_open] - period))
        order = np.argsort(away + self._draws.random(len(away)), kind="stable")
        within = np.cumsum(np.bincount(item[is_open], minlength=len(away))[order]) <= self._most
        is_near = np.zeros(len(away), dtype=np.bool_)
        is_near[order[within]] = True
        free = np.zeros(len(form.source), dtype=np.bool_)
        free[own] = is_open & is_near[item]
        free[form.chosen :] = True
        for held in self._held(1):
            free[held] = False
        return free
