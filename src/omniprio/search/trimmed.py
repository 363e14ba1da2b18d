"""A program without the columns and rows that decide nothing.

In the literature: presolved.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from omniprio.search.arrays import Flags
    from omniprio.search.form import StartsAt

__all__ = ["trimmed"]


def trimmed(form: StartsAt) -> StartsAt:
    """Return a program without rows that always hold and further columns that are best at 0, as often as it takes.

    What counts the progress on a disc goes this way where only money counts.

    Args:
        form: The program; the columns of its initiatives stay.
    """
    while True:
        smaller = _without_idle_columns(_without_idle_rows(form))
        if len(smaller.source) == len(form.source) and len(smaller.rhs) == len(form.rhs):
            return form
        form = smaller


def _without_idle_rows(form: StartsAt) -> StartsAt:
    """Leave out rows that hold because no column is below 0: no coefficient above 0, and 0 <= rhs."""
    raised = np.zeros(len(form.rhs), dtype=np.bool_)
    raised[form.entries.row[_above(form)]] = True
    kept = raised | form.equal | (form.rhs < 0).astype(np.bool_)
    entries = form.entries.where(kept[form.entries.row])
    place = np.cumsum(kept) - 1
    return replace(
        form,
        entries=replace(entries, row=place[entries.row]),
        scale=form.scale[kept],
        rhs=form.rhs[kept],
        equal=form.equal[kept],
    )


def _without_idle_columns(form: StartsAt) -> StartsAt:
    """Leave out further columns that cost something or nothing, and help no row: they are 0 in some best solution."""
    helps = ~_above(form) | form.equal[form.entries.row]
    kept = np.array([cost < 0 for cost in form.cost], dtype=np.bool_)
    kept[form.entries.column[helps]] = True
    kept[: form.chosen] = True
    entries = form.entries.where(kept[form.entries.column])
    place = np.cumsum(kept) - 1
    return replace(
        form,
        source=form.source[kept],
        cost=tuple(cost for cost, stays in zip(form.cost, kept, strict=True) if stays),
        upper=tuple(upper for upper, stays in zip(form.upper, kept, strict=True) if stays),
        integer=form.integer[kept],
        entries=replace(entries, column=place[entries.column]),
    )


def _above(form: StartsAt) -> Flags:
    """Tell which coefficients are above 0."""
    return (form.entries.whole > 0).astype(np.bool_)
