"""What a schedule says by itself: when each initiative is complete, how late that is, and what teams have to do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.portfolio import as_scheduled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["finishes", "late_by", "load"]


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
