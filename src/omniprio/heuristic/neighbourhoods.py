"""Which initiatives to free next: those among which an exchange may pay.

What the relaxation prices says where initiatives would best start and what other starts would cost. Which of several ways
to choose comes next is drawn by what each has gained so far for its work.

In the literature: dual values, reduced costs; operator weights.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from omniprio.heuristic.dive import dive
from omniprio.heuristic.matrix import ends
from omniprio.heuristic.relaxation import Relaxation, safe_bound

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from numpy.random import Generator as Random

    from omniprio.heuristic.matrix import Arrays, Flags, Floats, Places, StartsAt
    from omniprio.heuristic.rounds import Run

__all__ = ["KINDS", "Chances", "Landscape", "as_relaxed", "nearest", "settle", "survey"]

type Kind = Callable[[Landscape, Floats, Random], Floats]


_LARGE = 5e-4
"""An initiative worth more than this share of everything is settled in the dive."""

_TOO_DEAR, _TOO_DEAR_IF_LARGE = 0.03, 0.6
"""Starts that cost more than such a part of an average initiative are left out before the dive."""

_DIVING = 0.3
"""The part of the time left in which they are settled; those that are not are left to the rounds."""

_NOTHING = 1e-9
"""A value that is 0 but for the tolerances of the solver."""

_FEW = 8
"""A row with so many initiatives or fewer ties these together; one with more is a budget, a team or the like."""


class Ties(NamedTuple):
    """The initiatives of some rows.

    Attributes:
        items: Those of the first row, then of the second, and so on.
        begin: Where each row begins in that.
    """

    items: Places
    begin: Places

    def of(self, rows: Flags) -> Places:
        """Return the initiatives of some of the rows, one after the other."""
        return self.items[np.repeat(rows, np.diff(self.begin, append=len(self.items)))]


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
        ties: The initiatives of rows with few of them.
        wide: Which rows have many.
    """

    form: StartsAt
    arrays: Arrays
    relaxed: Floats
    reduced: Floats
    unit: float
    likely: Places
    ties: Ties
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

    def of_items(self, items: Places) -> Flags:
        """Tell which columns of initiatives belong to some of them."""
        wanted = np.zeros(len(self.likely), dtype=np.bool_)
        wanted[items] = True
        return wanted[self.form.item]

    def hanging_on(self, free: Flags) -> Flags:
        """Tell which columns are free where some of the initiatives' are: these, and what shares a row with them."""
        form = self.form
        every = np.zeros(len(form.source), dtype=np.bool_)
        every[: form.chosen] = free
        touched = np.zeros(len(form.rhs), dtype=np.bool_)
        touched[form.entries.row[every[form.entries.column]]] = True
        beside = form.entries.column[touched[form.entries.row]]
        every[beside[beside >= form.chosen]] = True
        return every


def without_prices(form: StartsAt, arrays: Arrays) -> Landscape:
    """Return what is known of a program without its relaxation: which initiatives share rows, and nothing of prices.

    Args:
        form: The program.
        arrays: Its numbers.
    """
    nothing = np.zeros(len(form.source))
    return Landscape(form, arrays, nothing, nothing, 1.0, form.first[:-1], *_rows(form))


def survey(form: StartsAt, arrays: Arrays, run: Run) -> tuple[Relaxation, Fraction, Landscape] | None:
    """Solve the relaxation and take a safe bound from its prices.

    Args:
        form: The program; it has initiatives.
        arrays: Its numbers.
        run: Says when to stop; told the bound.

    Returns:
        The relaxation, the bound and the landscape, or None if it has no solution or there was no time for it.
    """
    relaxation = Relaxation(arrays, run)
    if not relaxation.solve():
        return None
    bound = safe_bound(form, relaxation.prices)
    run.bound = float(bound)
    begun = np.unique(form.item[relaxation.values[: form.chosen] > _NOTHING])
    unit = abs(relaxation.objective) / max(len(begun), 1) or 1.0
    ties, wide = _rows(form)
    land = Landscape(form, arrays, relaxation.values, relaxation.reduced, unit, form.first[:-1], ties, wide)
    return relaxation, bound, as_relaxed(land, relaxation)


def settle(land: Landscape, relaxation: Relaxation, run: Run) -> Landscape:
    """Settle the large initiatives in the relaxation, for a part of the time left; return what it then says.

    Args:
        land: What it says now.
        relaxation: Solved.
        run: Says when to stop.
    """
    form = land.form
    whole = abs(relaxation.objective)
    worth = -np.minimum.reduceat(land.arrays.cost[: form.chosen], form.first[:-1])
    large = worth > _LARGE * whole
    relaxation.leave_out(_too_dear(form, relaxation, large, land.unit))
    if relaxation.solve():
        dive(form, relaxation, worth, large, run.deadline.share(_DIVING))
    return as_relaxed(land, relaxation)


def as_relaxed(land: Landscape, relaxation: Relaxation) -> Landscape:
    """Return a landscape as a relaxation is solved now."""
    form, relaxed, reduced = land.form, relaxation.values.copy(), relaxation.reduced.copy()
    order = np.lexsort((reduced[: form.chosen], -relaxed[: form.chosen].round(6), form.item))
    return replace(land, relaxed=relaxed, reduced=reduced, likely=order[form.first[:-1]])


def _too_dear(form: StartsAt, relaxation: Relaxation, large: Flags, unit: float) -> Flags:
    limit = np.where(large, _TOO_DEAR_IF_LARGE, _TOO_DEAR)[form.item] * unit
    dear = np.zeros(len(form.source), dtype=np.bool_)
    own = slice(form.chosen)
    dear[own] = (relaxation.values[own] < _NOTHING) & (relaxation.reduced[own] > limit)
    return dear


def _rows(form: StartsAt) -> tuple[Ties, Flags]:
    """Return the initiatives of each row with a few of them, and which rows have many."""
    own = form.entries.column < form.chosen
    rows, items = form.entries.row[own], form.item[form.entries.column[own]]
    pairs = np.unique(rows * len(form.names) + items)
    of_row, item = np.divmod(pairs, max(len(form.names), 1))
    sizes = np.diff(ends(of_row, len(form.rhs)))
    few = (sizes > 1) & (sizes <= _FEW)
    return Ties(item[few[of_row]], np.cumsum(sizes[few]) - sizes[few]), sizes > _FEW


_REMEMBERED = 0.98
"""What is left of old gains and work after each draw: what paid at first may not pay later."""

_FOR_ALL = 0.15
"""The share of draws in which each way has the same chance."""


class Chances[Way]:
    """Ways to go on, each drawn the more often, the more it has gained for its work.

    >>> import random
    >>> chances = Chances(["near", "far"])
    >>> for _ in range(50):
    ...     chances.tell("near", gain=1.0, work=1.0)
    ...     chances.tell("far", gain=0.0, work=1.0)
    >>> draws = [chances.draw(random.Random(seed)) for seed in range(200)]
    >>> draws.count("near") > draws.count("far") > 0
    True
    """

    def __init__(self, ways: Sequence[Way]) -> None:
        """Begin with the same chance for each."""
        self._ways = list(ways)
        self._gains = [1.0] * len(ways)
        self._works = [1.0] * len(ways)

    def draw(self, rng: random.Random) -> Way:
        """Return a way."""
        rates = [gain / work for gain, work in zip(self._gains, self._works, strict=True)]
        alike = _FOR_ALL / len(rates)
        weights = [alike + (1 - _FOR_ALL) * rate / sum(rates) for rate in rates]
        return rng.choices(self._ways, weights)[0]

    def tell(self, way: Way, *, gain: float, work: float) -> None:
        """Count what a way has gained, and for how much work."""
        self._gains = [_REMEMBERED * one for one in self._gains]
        self._works = [_REMEMBERED * one for one in self._works]
        place = self._ways.index(way)
        self._gains[place] += gain
        self._works[place] += work


_TIGHT = 30
"""How many of the rows with least room left are looked at."""

_OUT_OF_SIGHT = 50.0
"""Added to the distance of initiatives that are left out and too dear to come in."""

_DEAR = 0.05
"""As a part of an average initiative: what makes one too dear."""


def nearest(distance: Floats, size: int) -> Places:
    """Return the initiatives of least distance; of equals, those given first."""
    return np.argsort(distance, kind="stable")[:size]


def _out_of_sight(land: Landscape, values: Floats) -> Floats:
    """Return what is added to the distance of each initiative: much if it is out and dear."""
    dear = land.cheapest() > _DEAR * land.unit
    return np.where(dear & ~land.is_started(values), _OUT_OF_SIGHT, 0.0)


def near_a_period(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those that start, or would start, near one period."""
    periods = land.form.period[land.columns(values)]
    apart = np.abs(periods - rng.choice(land.form.period))
    return apart + 3.0 * rng.random(len(apart)) + _out_of_sight(land, values)


def near_a_period_and_differing(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those near one period, first where the relaxation does something else."""
    periods = land.form.period[land.columns(values)]
    apart = np.abs(periods - rng.choice(land.form.period)) / 4.0 - 3.0 * land.differing(values)
    return apart + 2.0 * rng.random(len(apart)) + _out_of_sight(land, values)


def differing(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those with which the relaxation does something else."""
    apart = land.differing(values)
    return 0.7 * rng.random(len(apart)) - apart + _out_of_sight(land, values)


def regretted(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those whose place is dear by the prices of the relaxation, against their best."""
    own = np.where(land.is_started(values), land.reduced[land.columns(values)], 0.0)
    regret = own - np.minimum(land.cheapest(), 0.0)
    return -regret / land.unit * (0.2 + rng.random(len(own)))


def undecided(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those whose place costs near to nothing beside what it brings."""
    cost = np.abs(land.reduced[land.columns(values)]) / land.unit
    return cost * (0.2 + rng.random(len(cost)))


def tied(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those that require, allow or exclude each other, step by step away from a few."""
    distance = np.full(len(land.likely), 9.0) + rng.random(len(land.likely)) + _out_of_sight(land, values)
    distance[nearest(distance, 5)] = 0.0
    for step in range(1, 5):
        reached = land.ties.of(np.minimum.reduceat(distance[land.ties.items], land.ties.begin) < step)
        np.minimum.at(distance, reached, step + rng.random(len(reached)))
    return distance


def sharing_tight_rows(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those that take most of two budgets or teams with little room left in some period."""
    used = land.arrays.used(values)
    room = (land.arrays.most - used) / (1.0 + np.abs(land.arrays.most))
    room[~land.wide] = np.inf
    two = rng.choice(np.argsort(room, kind="stable")[:_TIGHT], 2)
    taken = np.zeros(len(land.likely))
    columns = land.columns(values)
    rows, coefficients, lengths = land.arrays.entries(columns)
    in_two = np.isin(rows, two)
    share = np.abs(coefficients[in_two]) / (1.0 + np.abs(land.arrays.most[rows[in_two]]))
    np.add.at(taken, np.repeat(np.arange(len(columns)), lengths)[in_two], share)
    most = max(float(taken.max(initial=0.0)), 1e-9)
    return 0.7 * rng.random(len(taken)) - taken / most + _out_of_sight(land, values)


def sharing_a_row(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Return distances, least for those of one row that has many but not most, as of a field; then by how near in time."""
    form = land.form
    own = form.entries.column < form.chosen
    rows, items = form.entries.row[own], form.item[form.entries.column[own]]
    sizes = np.bincount(rows, minlength=len(form.rhs))
    if not land.wide.any():
        return near_a_period(land, values, rng)
    row = rng.choice(np.flatnonzero(land.wide & (sizes <= np.median(sizes[land.wide]))))
    mine = np.unique(items[rows == row])
    periods = form.period[land.columns(values)]
    distance: Floats = np.abs(periods - np.median(periods[mine])) / 4.0 + rng.random(len(land.likely))
    distance[mine] -= 5.0
    return distance


KINDS: tuple[Kind, ...] = (
    near_a_period,
    near_a_period_and_differing,
    differing,
    regretted,
    undecided,
    tied,
    sharing_tight_rows,
)
"""All kinds of neighbourhood: each says of each initiative how far from the midst it is."""
