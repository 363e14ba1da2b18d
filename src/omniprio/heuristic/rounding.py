"""A first schedule from a solved relaxation, without a solver: what it has settled, then what fits, the cheapest first.

In the literature: rounding heuristic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import Flags, Floats, Places
    from omniprio.heuristic.neighbourhoods import Landscape

__all__ = ["rounded"]

_SETTLED = 1 - 1e-5
"""What of the relaxation is whole, but for its tolerances."""

_IN_PART = 1e-6
"""What starts at least in part, beyond them."""

_TRIES = 2
"""How often all are tried: what another one allows may come before it the first time."""

_NOISE = 1e-9
"""As a part of a row: what rounding may make of a sum."""


def rounded(land: Landscape) -> Floats:
    """Return values of the columns in which what a relaxation mostly has starts, as far as it fits.

    Further columns stay at 0, and rows that are to be met exactly are not looked at: what the values stand for is for
    the judge to accept.

    Args:
        land: What the relaxation says.
    """
    own = slice(land.form.chosen)
    placed = _Placed(land)
    placed.begin(np.flatnonzero(land.relaxed[own] > _SETTLED))
    in_part = np.flatnonzero(land.relaxed[own] > _IN_PART)
    others = np.flatnonzero((land.relaxed[own] <= _IN_PART) & (land.arrays.cost[own] < 0))
    for _ in range(_TRIES):
        placed.add(in_part[np.argsort(-land.relaxed[in_part], kind="stable")])
        placed.add(others[np.argsort(land.reduced[others], kind="stable")])
    return placed.values


class _Placed:
    """Columns at 1, and what they use of each row."""

    def __init__(self, land: Landscape) -> None:
        self._item, self._arrays = land.form.item, land.arrays
        self._most = land.arrays.most + _NOISE * (1.0 + np.abs(land.arrays.most))
        self.values: Floats = np.zeros(len(land.form.source))
        self._used: Floats = np.zeros(len(self._most))
        self._is_in: Flags = np.zeros(len(land.form.names), dtype=np.bool_)

    def begin(self, columns: Places) -> None:
        """Start columns, without those that a row does not allow."""
        wrong = np.zeros(1, dtype=np.int64)
        while len(wrong):
            self.values[:] = 0.0
            self.values[columns] = 1.0
            self._used = self._arrays.used(self.values)
            rows, coefficients, lengths = self._arrays.entries(columns)
            broken = (self._used > self._most)[rows] & (coefficients > 0)
            wrong = np.unique(np.repeat(np.arange(len(columns)), lengths)[broken])
            columns = np.delete(columns, wrong)
        self._is_in[self._item[columns]] = True

    def add(self, columns: Places) -> None:
        """Start one column after the other where its initiative has not started and each row has room."""
        arrays = self._arrays
        for column in columns.tolist():
            if self._is_in[self._item[column]]:
                continue
            entries = slice(arrays.ends[column], arrays.ends[column + 1])
            rows = arrays.row_of[entries]
            after = self._used[rows] + arrays.coefficients[entries]
            if (after <= self._most[rows]).all():
                self._used[rows] = after
                self.values[column] = 1.0
                self._is_in[self._item[column]] = True
