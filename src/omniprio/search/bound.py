"""A bound that is safe whatever the tolerances of a solver: recomputed from its prices, in whole numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from omniprio.search.arrays import Floats, Wholes
    from omniprio.search.form import StartsAt

__all__ = ["safe_bound"]

_ONE = 2**80
"""All sums below are whole multiples of 1 / `_ONE`, rounded down where they are rounded: far finer than a float."""


def safe_bound(form: StartsAt, prices: Floats) -> Fraction:
    """Return a bound below which no solution of a program can be.

    For prices p of the rows, at most 0 where a row says <=, each solution costs at least p b + (c - p A) y. Of the
    columns of an initiative one at most is 1, so they add no less than the least of c - p A among them, or 0; a
    further column adds no less than its upper bound times its own, or 0. That holds for any prices: bad ones make the
    bound weak, never wrong.
    Source: Neumaier and Shcherbina, 2004, Safe bounds in linear and mixed-integer linear programming.

    Args:
        form: The program.
        prices: What a solver says that the rows are worth, one for each row.

    >>> from omniprio.search.starts_at import starts_at
    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> web, app = (program.column(name, integer=True) for name in ("web", "app"))
    >>> program.require("budget", web * 2 + app * 3, "<=", 4)
    >>> form = starts_at(program, web * -2 + app * -6, {"web": {1: 0}, "app": {1: 1}})
    >>> safe_bound(form, np.array([-2.0, 0.0, 0.0]))  # -2 * 4, and nothing left to gain: -2 + 4 and -6 + 6
    Fraction(-8, 1)
    >>> safe_bound(form, np.array([0.0, 0.0, 0.0]))  # both, as if there were no budget
    Fraction(-8, 1)
    """
    multiples = _multiples(form, prices)
    left = _left(form, multiples)
    chains = [
        min((0, *left[begin:end]))
        for begin, end in zip(form.first.tolist(), form.first[1:].tolist(), strict=False)
    ]
    further = [
        min(0, math.floor(own * upper))
        for own, upper in zip(left[form.chosen :], form.upper[form.chosen :], strict=True)
    ]
    paid = sum((multiples * form.rhs).tolist())
    return Fraction(paid + sum(chains) + sum(further), _ONE) + form.constant


def _multiples(form: StartsAt, prices: Floats) -> Wholes:
    """Return prices of the scaled rows as whole multiples of 1 / `_ONE`."""
    return np.array(
        [
            _whole(price if equal else min(price, 0.0)) // scale
            for price, equal, scale in zip(prices.tolist(), form.equal.tolist(), form.scale, strict=True)
        ],
        dtype=object,
    )


def _whole(price: float) -> int:
    return int(Fraction(price) * _ONE) if math.isfinite(price) else 0


def _left(form: StartsAt, multiples: Wholes) -> list[int]:
    """Return c - p A for each column, rounded down."""
    entries = form.entries
    order = np.argsort(entries.column, kind="stable")
    parts = multiples[entries.row[order]] * entries.whole[order]
    columns = entries.column[order]
    begins = np.flatnonzero(np.diff(columns, prepend=-1))
    paid = np.zeros(len(form.source), dtype=object)
    if len(begins):
        paid[columns[begins]] = np.add.reduceat(parts, begins)
    return [math.floor(cost * _ONE) - own for cost, own in zip(form.cost, paid.tolist(), strict=True)]
