"""What the relaxation says of a program: where initiatives would best start, and what other starts would cost.

In the literature: dual values, reduced costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from omniprio.search.arrays import ends
from omniprio.search.bound import safe_bound
from omniprio.search.dive import dive
from omniprio.search.relaxation import Relaxation

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.search.arrays import Arrays, Flags, Floats, Places
    from omniprio.search.form import StartsAt
    from omniprio.search.run import Run

__all__ = ["Landscape", "survey"]

_LARGE = 5e-4
"""An initiative worth more than this share of everything is settled in the dive."""

_TOO_DEAR, _TOO_DEAR_IF_LARGE = 0.03, 0.6
"""Starts that cost more than such a part of an average initiative are left out before the dive."""

_NOTHING = 1e-9
"""A value that is 0 but for the tolerances of the solver."""

_FEW = 8
"""A row with so many initiatives or fewer ties these together; one with more is a budget, a team or the like."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """What the relaxation says once the large initiatives are settled.

    Attributes:
        form: The program.
        arrays: Its numbers.
        relaxed: The value of each column.
        reduced: What one more of each column would cost, beside what it brings.
        unit: What an initiative is worth on average, to measure by.
        likely: The column of the likeliest start of each initiative, whether or not it starts at all.
        ties: The initiatives of each row with few of them.
        wide: Which rows have many.
    """

    form: StartsAt
    arrays: Arrays
    relaxed: Floats
    reduced: Floats
    unit: float
    likely: Places
    ties: tuple[Places, ...]
    wide: Flags

    def started(self, values: Floats) -> Places:
        """Return the columns in which something starts."""
        return np.flatnonzero(values[: self.form.chosen] > 0.5)  # noqa: PLR2004  a binary, rounded

    def is_started(self, values: Floats) -> Flags:
        """Tell which initiatives are started."""
        started = np.zeros(len(self.likely), dtype=np.bool_)
        started[self.form.item[self.started(values)]] = True
        return started

    def columns(self, values: Floats) -> Places:
        """Return the column in which each initiative starts, or would most likely start."""
        columns = self.likely.copy()
        started = self.started(values)
        columns[self.form.item[started]] = started
        return columns

    def differing(self, values: Floats) -> Floats:
        """Return how far each initiative is from what the relaxation does with it, from 0 to 1."""
        apart = np.abs(values - self.relaxed)[: self.form.chosen]
        return np.minimum(np.maximum.reduceat(apart, self.form.first[:-1]), 1.0)

    def cheapest(self) -> Floats:
        """Return what the cheapest start of each initiative would cost, beside what it brings."""
        return np.minimum.reduceat(self.reduced[: self.form.chosen], self.form.first[:-1])


def survey(form: StartsAt, arrays: Arrays, run: Run) -> tuple[Fraction, Landscape] | None:
    """Solve the relaxation, take a safe bound from its prices, and settle the large initiatives.

    Args:
        form: The program; it has initiatives.
        arrays: Its numbers.
        run: Says when to stop; told the bound.

    Returns:
        The bound and the landscape, or None if the relaxation has no solution or there was no time for it.
    """
    relaxation = Relaxation(arrays, run)
    if not relaxation.solve():
        return None
    bound = safe_bound(form, relaxation.prices)
    run.bound = float(bound)
    whole = abs(relaxation.objective)
    begun = np.unique(form.item[relaxation.values[: form.chosen] > _NOTHING])
    unit = whole / max(len(begun), 1) or 1.0
    worth = -np.minimum.reduceat(arrays.cost[: form.chosen], form.first[:-1])
    large = worth > _LARGE * whole
    relaxation.leave_out(_too_dear(form, relaxation, large, unit))
    if relaxation.solve():
        dive(form, relaxation, worth, large)
    relaxed, reduced = relaxation.values, relaxation.reduced
    order = np.lexsort((reduced[: form.chosen], -relaxed[: form.chosen].round(6), form.item))
    land = Landscape(form, arrays, relaxed, reduced, unit, order[form.first[:-1]], *_rows(form))
    return bound, land


def _too_dear(form: StartsAt, relaxation: Relaxation, large: Flags, unit: float) -> Flags:
    limit = np.where(large, _TOO_DEAR_IF_LARGE, _TOO_DEAR)[form.item] * unit
    dear = np.zeros(len(form.source), dtype=np.bool_)
    own = slice(form.chosen)
    dear[own] = (relaxation.values[own] < _NOTHING) & (relaxation.reduced[own] > limit)
    return dear


def _rows(form: StartsAt) -> tuple[tuple[Places, ...], Flags]:
    """Return the initiatives of each row with a few of them, and which rows have many."""
    own = form.entries.column < form.chosen
    rows, items = form.entries.row[own], form.item[form.entries.column[own]]
    pairs = np.unique(np.stack([rows, items]), axis=1)
    limits = ends(pairs[0], len(form.rhs))
    few = (pairs[1, begin:end] for begin, end in pairwise(limits.tolist()) if 1 < end - begin <= _FEW)
    return tuple(few), np.diff(limits) > _FEW
