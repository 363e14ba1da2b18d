"""What initiatives take from their start on, as one linear expression for each period."""

from __future__ import annotations

from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from omniprio.solver.program import simplest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.solver.program import Expression, Number

__all__ = ["add_profile"]


def add_profile(
    v: Variables, name: str, profile: Sequence[Number], totals: Sequence[Expression], *, up_to: bool = False
) -> None:
    """Add what one initiative takes, in place, to the total of each period.

    With P(k) what it takes k periods after its start, or up to then, starting in s rather than at the next start s'
    that it may have adds P(t - s) - P(t - s') to the total of t.

    Args:
        v: The variables.
        name: The initiative; nothing of it is in the totals yet.
        profile: What it takes in each period from its start on, T amounts.
        totals: One expression for each period 1 to T.
        up_to: Whether the totals are what is taken up to each period, not in it.
    """
    v.program.deadline.check()
    taken = list(accumulate(profile)) if up_to else list(profile)
    window = v.windows[name]
    by_wait: dict[int, list[tuple[int, Number]]] = {}
    for start, following in zip_longest(window, window[1:], fillvalue=len(totals) + 1):
        wait = following - start
        if wait not in by_wait:
            by_wait[wait] = _more(taken, wait)
        (column,) = v.started(name, start).terms
        for place, amount in by_wait[wait]:
            if start - 1 + place >= len(totals):
                break
            totals[start - 1 + place].terms[column] = amount


def _more(taken: Sequence[Number], wait: int) -> list[tuple[int, Number]]:
    """Return what starting now rather than after a wait takes more, where it does, with the periods since now."""
    apart = (now - then for now, then in zip(taken, [*[0] * wait, *taken], strict=False))
    return [(place, simplest(amount)) for place, amount in enumerate(apart) if amount]
