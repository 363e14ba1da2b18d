"""Which initiatives to free next: those among which an exchange may pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.random import Generator as Random

    from omniprio.search.arrays import Floats, Places
    from omniprio.search.landscape import Landscape

    Kind = Callable[[Landscape, Floats, Random], Floats]

__all__ = ["KINDS", "nearest"]

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
    """Those that start, or would start, near one period."""
    periods = land.form.period[land.columns(values)]
    apart = np.abs(periods - rng.choice(land.form.period))
    return apart + 3.0 * rng.random(len(apart)) + _out_of_sight(land, values)


def near_a_period_and_differing(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Those near one period, first where the relaxation does something else."""
    periods = land.form.period[land.columns(values)]
    apart = np.abs(periods - rng.choice(land.form.period)) / 4.0 - 3.0 * land.differing(values)
    return apart + 2.0 * rng.random(len(apart)) + _out_of_sight(land, values)


def differing(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Those with which the relaxation does something else."""
    apart = land.differing(values)
    return 0.7 * rng.random(len(apart)) - apart + _out_of_sight(land, values)


def regretted(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Those whose place in the schedule is dear, by the prices of the relaxation, against their best one."""
    own = np.where(land.is_started(values), land.reduced[land.columns(values)], 0.0)
    regret = own - np.minimum(land.cheapest(), 0.0)
    return -regret / land.unit * (0.2 + rng.random(len(own)))


def undecided(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Those that might as well be elsewhere: what their place costs, beside what it brings, is near 0."""
    cost = np.abs(land.reduced[land.columns(values)]) / land.unit
    return cost * (0.2 + rng.random(len(cost)))


def tied(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Those that require, allow or exclude each other, step by step away from a few."""
    distance = np.full(len(land.likely), 9.0) + rng.random(len(land.likely)) + _out_of_sight(land, values)
    distance[nearest(distance, 5)] = 0.0
    for step in range(1, 5):
        for items in land.ties:
            if distance[items].min() < step:
                distance[items] = np.minimum(distance[items], step + rng.random(len(items)))
    return distance


def sharing_tight_rows(land: Landscape, values: Floats, rng: Random) -> Floats:
    """Those that take most of two budgets or teams with little room left in some period."""
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
