"""Leaving out rows and columns that decide nothing.

In the literature: presolved; dominated rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import Flags, Floats, Places, StartsAt

__all__ = ["trimmed", "without_implied_rows"]


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
    if kept.all():
        return form
    return _with_rows(form, kept)


def _without_idle_columns(form: StartsAt) -> StartsAt:
    """Leave out further columns that cost something or nothing, and help no row: they are 0 in some best solution."""
    helps = ~_above(form) | form.equal[form.entries.row]
    kept = np.array([cost < 0 for cost in form.cost], dtype=np.bool_)
    kept[form.entries.column[helps]] = True
    kept[: form.chosen] = True
    if kept.all():
        return form
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


def _with_rows(form: StartsAt, kept: Flags) -> StartsAt:
    entries = form.entries.where(kept[form.entries.row])
    place = np.cumsum(kept) - 1
    return replace(
        form,
        entries=replace(entries, row=place[entries.row]),
        scale=form.scale[kept],
        rhs=form.rhs[kept],
        equal=form.equal[kept],
    )


_LONG = 60
"""Rows with more coefficients than that are looked at: those that each step of a solver takes long for."""


def without_implied_rows(form: StartsAt) -> StartsAt:
    """Return a program without long rows that hold wherever another one does, since that takes no less of anything.

    So does what a budget says of earlier periods where all of it is there at once and is carried over, or a wider budget where one
    kind of cost is all that is left. No column is below 0, so no solution is gained; were one told wrongly by rounding, the bound would be
    weaker, never wrong.

    Args:
        form: The program.

    >>> from omniprio.heuristic.matrix import starts_at
    >>> from omniprio.solver.program import Program, total
    >>> program = Program()
    >>> columns = [program.column(f"by 1 {number}", integer=True) for number in range(70)]
    >>> program.require("spent up to 1", total((one, 2) for one in columns), "<=", 40)
    >>> program.require("spent up to 2", total((one, 3) for one in columns), "<=", 40)
    >>> form = starts_at(program, total((one, -1) for one in columns), {(str(n), ""): {1: n} for n in range(70)})
    >>> len(form.rhs), len(without_implied_rows(form).rhs)  # 70 say that something starts once at most
    (72, 71)
    """
    rows = _long_rows(form)
    implied: set[int] = set()
    for row, (columns, amounts, most) in rows.items():
        if row in implied or (amounts < 0).any():
            continue
        taken = np.zeros(len(form.source))
        taken[columns] = amounts
        implied.update(
            other
            for other, (own, less, limit) in rows.items()
            if other != row and most <= limit and less[0] <= taken[own[0]] and (less <= taken[own]).all()
        )
    kept = np.ones(len(form.rhs), dtype=np.bool_)
    kept[[*implied]] = False
    return _with_rows(form, kept)


def _long_rows(form: StartsAt) -> dict[int, tuple[Places, Floats, float]]:
    """Return the columns, the coefficients and the right-hand side of each long row, the longest first."""
    entries = form.entries
    begin = np.searchsorted(entries.row, np.arange(len(form.rhs) + 1))
    lengths = np.diff(begin)
    rows = {}
    for row in np.argsort(-lengths, kind="stable").tolist():
        if lengths[row] <= _LONG:
            break
        if not form.equal[row]:
            own = slice(begin[row], begin[row + 1])
            amounts = (entries.whole[own] / form.scale[row]).astype(np.float64)
            rows[row] = entries.column[own], amounts, float(form.rhs[row] / form.scale[row])
    return rows
