"""What a schedule says by itself: when each initiative is complete, how late that is, what teams have, do, and buy."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.portfolio import as_scheduled, price_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["bought", "capacity", "finishes", "late_by", "load", "spent_on_teams", "team_price"]


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
    there = list(portfolio.teams[team].amount)
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        initiative = portfolio.by_id[name]
        more = initiative.exact_adds.get(team, Fraction(0))
        for place in range(start + initiative.duration - 2, portfolio.periods if more else 0):
            amount = there[place]
            there[place] = None if amount is None else amount + more
    return there


def bought(portfolio: Portfolio, starts: Mapping[str, int], team: str) -> list[Fraction]:
    """Return what is bought of a team in each period 1 to T: what its work takes beyond what it has.

    In a period in which nothing can be bought that is nothing.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.
        team: The team.

    >>> from omniprio.portfolio import Capacity, Initiative, Portfolio
    >>> web = Initiative(id="web", duration=2, effort={"crew": 3})
    >>> crew = Capacity(amount=(2, 4), extra=2, extra_price=10)
    >>> [int(more) for more in bought(Portfolio(horizon=2, initiatives=[web], capacities={"crew": crew}), {"web": 1}, "crew")]
    [1, 0]
    """
    taken, there = load(portfolio, starts, team), capacity(portfolio, starts, team)
    return [
        max(used - amount, Fraction(0)) if amount is not None and extra != 0 else Fraction(0)
        for used, amount, extra in zip(taken, there, portfolio.teams[team].extra, strict=True)
    ]


def spent_on_teams(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[tuple[str, int, Fraction]]:
    """Yield what is spent on more of each team in which period; the fund is that of the team.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.
    """
    for team in portfolio.sellers:
        for period, amount in enumerate(bought(portfolio, starts, team), start=1):
            if amount and portfolio.teams[team].price:
                yield team, period, team_price(team, period, portfolio) * amount


def team_price(team: str, period: int, portfolio: Portfolio) -> Fraction:
    """Return what one more of a team costs in a period.

    Args:
        team: The team.
        period: The period, from 1.
        portfolio: The portfolio.
    """
    one = portfolio.teams[team]
    return one.price * price_in(period, one.fund, portfolio)
