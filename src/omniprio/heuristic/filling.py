"""Filling what a relaxation leaves open, by a small program; what it has whole is held.

In the literature: relaxation enforced neighbourhood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from omniprio.heuristic.restricted import solve_part

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import Flags
    from omniprio.heuristic.neighbourhoods import Landscape
    from omniprio.heuristic.rounds import Best, Run

__all__ = ["fill"]

_SETTLED, _IN_PART = 1 - 1e-5, 1e-5
"""What of the relaxation is whole, and what starts at least in part, but for its tolerances."""

_MOST = 1_500
"""Starts that are free at most, those that the relaxation has in part first, then the cheapest: with more it does not get far in time."""

_PATIENCE = 1_500
"""Looks of the solver at its clock without anything better; a few hundred are a second."""

_STEPS_BACK = 4
"""How often what is tied to the rest is let go of before everything is."""


def fill(land: Landscape, best: Best, run: Run) -> None:
    """Keep what the relaxation has settled and fill the rest; while nothing fits, let go of what is tied to the rest too.

    Args:
        land: What the relaxation says.
        best: Takes what is found.
        run: Says when to stop.
    """
    form = land.form
    settled = land.relaxed > _SETTLED
    settled[form.chosen :] = False
    for _ in range(_STEPS_BACK):
        if _fill(land, settled, best, run):
            return
        kept = np.zeros(len(land.likely), dtype=np.bool_)
        kept[form.item[np.flatnonzero(settled)]] = True
        let_go = land.ties.of(~np.logical_and.reduceat(kept[land.ties.items], land.ties.begin))
        settled[: form.chosen] &= ~land.of_items(let_go)
    _fill(land, np.zeros_like(settled), best, run)


def _fill(land: Landscape, held: Flags, best: Best, run: Run) -> bool:
    """Solve what is not held, of the starts that are cheapest; return whether the judge has accepted that."""
    form = land.form
    free = np.ones_like(held)
    free[: form.chosen] = ~land.of_items(form.item[np.flatnonzero(held)])
    open_ = free[: form.chosen] & (land.relaxed[: form.chosen] < _IN_PART)
    dear = np.argsort(np.where(open_, land.reduced[: form.chosen], -np.inf), kind="stable")[::-1]
    free[dear[: max(np.count_nonzero(free[: form.chosen]) - _MOST, 0)]] = False
    answer = solve_part(
        land.arrays,
        held.astype(np.float64),
        free,
        begun=False,
        patience=_PATIENCE,
        under_way=run,
        found=best.take_values,
    )
    if answer.values is None:
        return False
    best.take_values(answer.values)
    return best.is_known
