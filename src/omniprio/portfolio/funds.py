"""Funds: what becomes of their prices."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, repeat
from operator import mul
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from omniprio.base import Model
from omniprio.derived import once_for_each
from omniprio.numbers import exact

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.portfolio.portfolio import Portfolio

__all__ = ["Fund", "price_in", "price_levels"]


class Fund(Model):
    """What there is to say about a fund beside what is spent from it.

    >>> Fund(index=0.02).index
    0.02
    """

    index: Annotated[float, Field(ge=0, le=10, strict=True)] = 0.0
    """The growth of its prices per period: what is spent in period t costs (1 + index) ** (t - 1) times what is given, which is
    in prices of period 1. Budgets are as they are given."""

    @cached_property
    def growth(self) -> Fraction:
        """What its prices are in a period, in those of the period before, exact."""
        return 1 + exact(self.index)


@once_for_each
def price_levels(portfolio: Portfolio) -> dict[str, tuple[Fraction, ...]]:
    """Return the prices of each fund in which they grow, in those of period 1: to the last period that is counted.

    >>> from omniprio.portfolio import Portfolio
    >>> funds = {"money": Fund(index=0.5)}
    >>> [str(level) for level in price_levels(Portfolio(horizon=3, initiatives=[], funds=funds))["money"]]
    ['1', '3/2', '9/4']
    """
    last = portfolio.counted_to
    return {
        name: tuple(accumulate([fund.growth**0, *repeat(fund.growth, last - 1)], mul))
        for name, fund in portfolio.funds.items()
        if fund.index
    }


def price_in(period: int, fund: str, portfolio: Portfolio) -> Fraction | int:
    """Return what costs 1 in period 1 in another one.

    Args:
        period: The period, from 1 to the last that is counted.
        fund: The fund it is spent from.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Portfolio
    >>> one = Portfolio(horizon=3, initiatives=[], funds={"money": Fund(index=0.5)})
    >>> str(price_in(3, "money", one)), price_in(3, "training", one)
    ('9/4', 1)
    """
    levels = price_levels(portfolio).get(fund)
    return 1 if levels is None else levels[period - 1]
