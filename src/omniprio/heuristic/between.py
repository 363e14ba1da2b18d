"""Parts in which fields may be reached a little sooner or later than in the best schedule, and all else may change.

Most of what is between a schedule and the relaxation is when fields are reached. Where each may be reached some periods sooner or later, no more,
a solver finds a better schedule in seconds, though nearly all initiatives may move. Once it is settled in the relaxation when fields are
reached, near the best schedule, that says when it would pay to reach each of them; so each may be reached between then and when it is, too.

In the literature: relaxation induced neighbourhood search.
Source: Danna, Rothberg and Le Pape, 2005, Exploring relaxation induced neighborhoods to improve MIP solutions.
"""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.gates import held_by, reached_in, settle_gates, widened
from omniprio.heuristic.neighbourhoods import as_relaxed
from omniprio.heuristic.relaxation import Relaxation
from omniprio.heuristic.restricted import solve_part
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from omniprio.heuristic.gates import Windows
    from omniprio.heuristic.matrix import Flags, Places
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.heuristic.rounds import Best, Run

__all__ = ["Between"]

_log = logger_of(__name__)

_NEAR = 4
"""Periods from the best schedule within which the relaxation is settled."""

_DIFFERENT = 0.01
"""How far from the schedule the relaxation has an initiative that is free."""

_MOST, _FEWEST, _LESS, _MORE = 900.0, 300.0, 0.7, 1.1
"""How many starts are free, how few they become, and what the number is multiplied by after a part without, or with, a gain."""

_PATIENCE = 60
"""Looks of the solver at its clock without anything better: enough for what it tries before it branches, which finds nearly all that is found."""


class Between:
    """The parts of one search, one after the other.

    Attributes:
        looked_at: How many there have been.
    """

    def __init__(self, land: Landscape, gates: Sequence[Places], best: Best, run: Run) -> None:
        """Begin.

        Args:
            land: The program.
            gates: By field, in order of time, the columns that say whether it is reached.
            best: The best schedule; takes what is found.
            run: Says when to stop.
        """
        self._land, self._gates, self._best, self._run = land, gates, best, run
        self._relaxation = Relaxation(land.arrays, run)
        self._most = _MOST
        self.looked_at = 0

    def steps(self) -> Iterator[None]:
        """Yield after each step, until every kind of part has gained nothing for the best that there is."""
        ways: tuple[Callable[[], Generator[None, None, Windows | None]], ...] = (
            lambda: self._around(2),  # first: it needs one relaxation, and has found most of all
            lambda: self._to_the_relaxation(_NEAR),
            lambda: self._around(1),
        )
        idle = 0
        for way in cycle(ways):
            before = self._run.value
            yield from self._looked(way())
            idle = 0 if self._run.value != before else idle + 1
            if idle == len(ways) or self._run.over():
                return

    def _looked(self, windows: Generator[None, None, Windows | None]) -> Iterator[None]:
        """Look at the part of some windows, step by step."""
        found = yield from windows
        if found is None or not self._relaxation.hold(*held_by(found, self._gates)):
            return
        yield
        before, free = self._run.value, self._free(found)
        solve_part(
            self._land.arrays,
            self._best.values,
            free,
            begun=True,
            patience=_PATIENCE,
            under_way=self._run,
            found=self._best.take_values,
        )
        self.looked_at += 1
        gained = self._run.value != before
        self._most = max(self._most * (_MORE if gained else _LESS), _FEWEST)
        open_ = sum(last - first for first, last in found)
        _log.debug("%d fields and periods open: value %s, before %s", open_, self._run.value, before)
        yield

    def _around(self, by: int) -> Generator[None, None, Windows]:
        """Return windows of so many periods before and after each field is reached."""
        yield from ()
        return self._within(by)

    def _within(self, by: int) -> Windows:
        """Return windows around the best schedule."""
        return widened(reached_in(self._best.values, self._gates), by, self._gates)

    def _to_the_relaxation(self, near: int) -> Generator[None, None, Windows | None]:
        """Return windows from when the best schedule reaches each field to when the relaxation does, near that."""
        if not self._relaxation.hold(*held_by(self._within(near), self._gates)):
            return None
        yield from settle_gates(self._relaxation, self._gates)
        two = (reached_in(values, self._gates) for values in (self._best.values, self._relaxation.values))
        return [(min(one[0], other[0]), max(one[1], other[1])) for one, other in zip(*two, strict=True)]

    def _free(self, windows: Windows) -> Flags:
        """Return what is free: fields in their windows, and the starts of what the relaxation has otherwise, the cheapest first."""
        land = as_relaxed(self._land, self._relaxation)
        form, values = land.form, self._best.values
        differs = (land.differing(values) > _DIFFERENT)[form.item]
        own = slice(form.chosen)
        is_used = (land.relaxed[own] > 0) | (values[own] > 0)
        order = np.argsort(np.where(is_used, -np.inf, land.reduced[own]), kind="stable")
        order = order[differs[order]][: int(self._most)]
        free = np.zeros(len(form.source), dtype=np.bool_)
        free[order] = True
        free[form.chosen :] = True
        for held in held_by(windows, self._gates):
            free[held] = False
        return free
