"""Settling the large initiatives: each at the start, or left out, as the relaxation mostly has it.

A first schedule from a solved relaxation, without a solver: what it has settled, then what fits, the cheapest first.

In the literature: diving heuristic, rounding heuristic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.deadline import Deadline
    from omniprio.heuristic.matrix import Flags, Floats, Places, StartsAt
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.heuristic.relaxation import Relaxation

__all__ = ["dive", "is_split", "rounded"]


_AT_ONCE = 20
"""So many more are settled with the most valuable one where they are nearly settled anyway."""

_NEARLY = 0.85
"""The share from which on an initiative is nearly settled."""

_WHOLE = 1e-5
"""How far from a whole number a value may be by the tolerances of the solver."""


class _Choice(NamedTuple):
    """What the relaxation mostly does with an initiative.

    Attributes:
        item: The initiative.
        column: The column of its likeliest start.
        is_in: Whether it starts there, rather than being left out.
        share: How much of it.
    """

    item: int
    column: int
    is_in: bool
    share: float


def dive(form: StartsAt, relaxation: Relaxation, worth: Floats, large: Flags, deadline: Deadline) -> None:
    """Fix large initiatives in a solved relaxation, the most valuable first, until none is split.

    Rounding the few that need much room first, with new prices after each, costs little; the many small ones fill
    what is left. Where a choice leaves no solution it is turned round, where that leaves none either its likeliest
    start is ruled out, and where nothing helps the dive ends.

    Args:
        form: The program.
        relaxation: Solved; in the end it holds the initiatives that were settled.
        worth: By initiative, the most it can earn.
        large: Which initiatives are to be settled.
        deadline: When the dive ends, whatever is split.
    """
    order = np.argsort(-worth, kind="stable")
    order = order[large[order]]
    for _ in range(form.chosen):  # each round fixes a column at least
        split = order[is_split(form, relaxation.values)[order]]
        if not len(split) or deadline.is_over():
            return
        choices = [_choice(form, relaxation.values, item) for item in split[: _AT_ONCE + 1].tolist()]
        first, *rest = choices
        sure = [first, *(choice for choice in rest if choice.share > _NEARLY)]
        if not (
            _take(form, relaxation, sure)
            or (len(sure) > 1 and _take(form, relaxation, [first]))
            or _turn(relaxation, first)
            or relaxation.fix(_places([]), _places([first.column]))
        ):
            return


def is_split(form: StartsAt, values: Floats) -> Flags:
    """Tell which initiatives start in part only, or in several periods."""
    own = values[: form.chosen]
    split = np.zeros(len(form.names), dtype=np.bool_)
    split[form.item[(own > _WHOLE) & (own < 1 - _WHOLE)]] = True
    return split


def _choice(form: StartsAt, values: Floats, item: int) -> _Choice:
    begin, end = form.first[item], form.first[item + 1]
    own = values[begin:end]
    best = int(np.argmax(own))
    out = 1.0 - float(own.sum())
    return _Choice(item, int(begin) + best, float(own[best]) >= out, max(float(own[best]), out))


def _take(form: StartsAt, relaxation: Relaxation, choices: Sequence[_Choice]) -> bool:
    """Fix choices in the relaxation; return whether that could be kept."""
    starts = [choice.column for choice in choices if choice.is_in]
    left_out = [
        column
        for choice in choices
        if not choice.is_in
        for column in range(form.first[choice.item], form.first[choice.item + 1])
    ]
    return relaxation.fix(_places(starts), _places(left_out))


def _turn(relaxation: Relaxation, choice: _Choice) -> bool:
    """Fix a choice that left something out the other way round, as started; return whether that could be kept."""
    return not choice.is_in and relaxation.fix(_places([choice.column]), _places([]))


def _places(columns: Sequence[int]) -> Places:
    return np.array(columns, dtype=np.int64)


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
