"""What a schedule says by itself: when each initiative is complete, how late that is, and what teams have and have to do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.portfolio import as_scheduled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["capacity", "finishes", "late_by", "load"]


def finishes(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, int]:
    """Return the last period of the work of each chosen initiative, by id.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.
    """
    by_id = as_scheduled(portfolio, starts).by_id
    return {name: start + by_id[name].duration - 1 for name, start in starts.items()}


def late_by(initiative: Initiative, finish: int) -> int:
    """Return how many periods after its due date an initiative is complete; 0 where it is in time or has none.

    Args:
        initiative: The initiative.
        finish: The period in which it is complete.

    >>> from omniprio.portfolio import Initiative
    >>> late_by(Initiative(id="tax", due=2), 5), late_by(Initiative(id="tax", due=2), 1)
    (3, 0)
    """
    return 0 if initiative.due is None else max(0, finish - initiative.due)


def load(portfolio: Portfolio, starts: Mapping[str, int], team: str) -> list[Fraction]:
    """Return what a schedule takes of a team in each period 1 to T.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.
        team: The team.
    """
    taken = [Fraction(0)] * portfolio.periods
    by_id = as_scheduled(portfolio, starts).by_id
    for name, start in starts.items():
        efforts = by_id[name].effort_by_period.get(team, ())
        for place, amount in enumerate(efforts, start=start - 1):
            taken[place] += amount
    return taken


def capacity(portfolio: Portfolio, starts: Mapping[str, int], team: str) -> list[Fraction | None]:
    """Return what a team has in each period 1 to T, with what is added by initiatives from their completion on.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.
        team: The team.

    Returns:
        One amount for each period; None is no limit.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> hire = Initiative(id="hire", duration=2, adds={"crew": 1})
    >>> one = Portfolio(horizon=3, initiatives=[hire], capacities={"crew": 2})
    >>> [int(amount) for amount in capacity(one, {"hire": 1}, "crew")]
    [2, 3, 3]
    """
    there = list(portfolio.teams[team].given)
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        initiative = portfolio.by_id[name]
        more = initiative.exact_adds.get(team, Fraction(0))
        for place in range(start + initiative.duration - 2, portfolio.periods if more else 0):
            amount = there[place]
            there[place] = None if amount is None else amount + more
    return there
