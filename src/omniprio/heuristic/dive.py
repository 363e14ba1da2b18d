"""Settling the large initiatives: each at the start, or left out, as the relaxation mostly has it.

In the literature: diving heuristic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.deadline import Deadline
    from omniprio.heuristic.matrix import Flags, Floats, Places, StartsAt
    from omniprio.heuristic.relaxation import Relaxation

__all__ = ["dive", "is_split"]

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
