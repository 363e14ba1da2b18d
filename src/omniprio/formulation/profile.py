"""What initiatives take from their start on, as one linear expression for each period."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.solver.program import Expression

__all__ = ["add_profile"]


def add_profile(
    v: Variables, name: str, profile: Sequence[Fraction], totals: Sequence[Expression], *, up_to: bool = False
) -> None:
    """Add what one initiative takes, in place, to the total of each period.

    With p the profile, starting in s rather than in s + 1 adds p(t - s) to what is taken up to t, and
    p(t - s) - p(t - s - 1) to what is taken in t.

    Args:
        v: The variables.
        name: The initiative; nothing of it is in the totals yet.
        profile: What it takes in each period from its start on, T amounts.
        totals: One expression for each period 1 to T.
        up_to: Whether the totals are what is taken up to each period, not in it.
    """
    if up_to:
        last, others = list(accumulate(profile)), list(profile)
    else:
        last, others = list(profile), [now - before for before, now in pairwise([Fraction(0), *profile])]
    window = v.windows[name]
    for start in window:
        (column,) = v.started(name, start).terms
        for place, amount in enumerate(last if start == window[-1] else others, start=start - 1):
            if place == len(totals):
                break
            if amount:
                totals[place].terms[column] = amount
