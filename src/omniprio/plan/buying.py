"""What a plan buys of teams beyond what they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.schedule import bought, team_price

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.portfolio import Portfolio

__all__ = ["Bought", "purchases"]


class Bought(Model):
    """What a plan buys of a team, and what that costs."""

    team: str
    amount: float
    """In all periods together; the states of the plan have it by period."""
    first: int
    last: int
    """The first and the last period in which something is bought."""
    fund: str
    cost: float
    """Spent from the fund in the periods in which it is bought."""


def purchases(portfolio: Portfolio, starts: Mapping[str, int]) -> tuple[Bought, ...]:
    """Return what a schedule buys, one for each team of which it buys something.

    Args:
        portfolio: The portfolio.
        starts: The schedule.

    >>> from omniprio.portfolio import Capacity, Initiative, Portfolio
    >>> web = Initiative(id="web", duration=2, effort={"crew": 3})
    >>> crew = Capacity(amount=(2, 4), extra=2, extra_price=10)
    >>> one = Portfolio(horizon=2, initiatives=[web], capacities={"crew": crew})
    >>> [(each.team, each.amount, each.cost) for each in purchases(one, {"web": 1})]
    [('crew', 1.0, 10.0)]
    """
    return tuple(_purchases(portfolio, starts))


def _purchases(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[Bought]:
    for team in portfolio.sellers:
        one, amounts = portfolio.teams[team], bought(portfolio, starts, team)
        periods = [period for period, amount in enumerate(amounts, start=1) if amount]
        priced = (
            amount * team_price(team, period, portfolio) for period, amount in enumerate(amounts, start=1)
        )
        if periods:
            yield Bought(
                team=team,
                amount=float(sum(amounts)),
                first=periods[0],
                last=periods[-1],
                fund=one.fund,
                cost=float(sum(priced)),
            )
