"""What is added so that enough is spent, teams have enough to do, and groups have the shares that they are to have."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from omniprio.checker import check
from omniprio.portfolio import window_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.checker import BrokenRule
    from omniprio.greedy.placing import Placing
    from omniprio.portfolio import Portfolio

__all__ = ["place_demanded"]

_DEMANDS = frozenset({"least_spending", "least_load", "share"})
"""Rules that something more can mend."""

_MOST_CHECKS = 150
"""Trials before the demands are given up."""

_STARTS = 4
"""How many starts of an initiative are tried, beside the first that fits."""


def place_demanded(placing: Placing, is_over: Callable[[], bool]) -> bool:
    """Add one initiative after the other that brings a schedule nearer to what it is to have; tell whether it has it all.

    Args:
        placing: Where it is placed; where nothing helps, it stays as it is.
        is_over: Tells whether to stop.
    """
    if not _asks(placing.portfolio):
        return True
    missed, checks = _missed(placing), 0
    ahead = _by_price(placing)
    while 0 < missed < inf and checks < _MOST_CHECKS and ahead and not is_over():
        best: tuple[float, int | None] = (missed, None)
        before, name = placing.mark(), ahead.pop()
        for start in _starts(placing, name):
            if placing.add(name, at=start):
                checks += 1
                best = min(best, (_missed(placing), start), key=lambda one: one[0])
                placing.go_back(before)
        if best[0] < missed:
            missed = best[0]
            placing.add(name, at=best[1])
            ahead = _by_price(placing)
    return missed == 0


def _asks(portfolio: Portfolio) -> bool:
    """Tell whether there is any such demand."""
    return (
        any(budget.least(portfolio.periods) for budget in portfolio.limits.values())
        or any(least for team in portfolio.teams.values() for least in team.least)
        or any(one.has_share for one in portfolio.groups)
    )


def _by_price(placing: Placing) -> list[str]:
    """Return what could be added, what takes most last."""
    return sorted(
        placing.portfolio.by_id.keys() - placing.starts.keys(), key=lambda one: (placing.price(one), one)
    )


def _starts(placing: Placing, name: str) -> Sequence[int | None]:
    """Return the starts of an initiative that are tried: the first that fits, and some of all."""
    window = window_of(placing.portfolio.by_id[name], placing.portfolio)
    return [None, *window[:: max(len(window) // _STARTS, 1)]]


def _missed(placing: Placing) -> float:
    """Return by how much the demands are missed, as parts of what they come to; infinite where something else is broken."""
    broken = check(placing.portfolio, placing.starts).broken
    if any(one.rule not in _DEMANDS for one in broken):
        return inf
    return sum(_by_how_much(one) for one in broken)


def _by_how_much(one: BrokenRule) -> float:
    figures = one.figures
    if one.rule != "share":
        return figures["too little"] / figures["wanted"]
    there, whole = figures["there"], figures["whole"]  # scores may add up to 0 where members have some
    return abs(there - figures["allowed"] * whole) / (abs(whole) or abs(there))
