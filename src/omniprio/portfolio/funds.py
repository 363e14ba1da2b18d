"""Funds: what is in them, what that is worth, and what becomes of their prices."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, repeat
from operator import mul
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from omniprio.base import MOST_MONEY, Model, Words
from omniprio.derived import once_for_each
from omniprio.errors import UnfitError
from omniprio.language import fact, sentence
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.language import Value
    from omniprio.portfolio.budgets import Budget
    from omniprio.portfolio.portfolio import Portfolio

__all__ = [
    "Fund",
    "Rates",
    "adds_up_units",
    "in_several_units",
    "price_in",
    "price_levels",
    "rate_of",
    "rates_in",
    "sum_in",
    "unit_of",
    "unit_of_budget",
]


type Rates = Mapping[str, Fraction | int]
"""What one unit of each of some funds counts, by fund."""


class Fund(Model):
    """What there is to say about a fund beside what is spent from it.

    >>> Fund(index=0.02).index, Fund(unit="EUR", rate=7.46).rate, Fund(unit="days", rate=0).unit
    (0.02, 7.46, 'days')
    """

    unit: Words = ""
    """What amounts of it are in, its budgets too; empty for the currency of the portfolio."""
    rate: Annotated[float, Field(ge=0, le=MOST_MONEY, strict=True)] | None = None
    """What one unit is worth in the currency of the portfolio, in every total and every goal about money; 0 for what is no
    money. None for a fund in that currency."""

    index: Annotated[float, Field(ge=0, le=10, strict=True)] = 0.0
    """The growth of its prices per period: what is spent in period t costs (1 + index) ** (t - 1) times what is given, which is
    in prices of period 1. Budgets are as they are given."""

    @model_validator(mode="after")
    def _told_together(self) -> Self:
        """Refuse a unit of which it is not said what it is worth, and a worth of what is in the currency."""
        if self.unit and self.rate is None:
            raise UnfitError(sentence("faults.unit without rate"), sentence("remedies.give rate"))
        if self.rate is not None and not self.unit:
            raise UnfitError(sentence("faults.rate without unit"), sentence("remedies.give unit"))
        return self

    @cached_property
    def exact_rate(self) -> Fraction | int:
        """What one unit of it is worth in the currency of the portfolio, exact."""
        return 1 if self.rate is None else exact(self.rate)

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


def rate_of(fund: str, portfolio: Portfolio) -> Fraction | int:
    """Return what one unit of a fund is worth in the currency of the portfolio.

    Args:
        fund: The fund.
        portfolio: The portfolio.
    """
    known = portfolio.funds.get(fund)
    return 1 if known is None else known.exact_rate


def unit_of(fund: str, portfolio: Portfolio) -> str:
    """Return what amounts of a fund are in; empty where nothing is said of it.

    Args:
        fund: The fund.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Portfolio
    >>> one = Portfolio(
    ...     horizon=1, initiatives=[], currency="DKK", budgets={"abroad": 5}, funds={"abroad": Fund(unit="EUR", rate=7.46)}
    ... )
    >>> unit_of("abroad", one), unit_of("money", one)
    ('EUR', 'DKK')
    """
    known = portfolio.funds.get(fund)
    return portfolio.currency if known is None or not known.unit else known.unit


def sum_in(amount: float, fund: str | None, portfolio: Portfolio) -> Value:
    """Return an amount with what it is in, where it is of a fund and that is known, to be said.

    Args:
        amount: The amount, or a number of something else.
        fund: The fund; None for what is no amount of one.
        portfolio: The portfolio.
    """
    unit = "" if fund is None else unit_of(fund, portfolio)
    return fact("amounts.sum", amount=amount, unit=unit) if unit else amount


def unit_of_budget(name: str, portfolio: Portfolio) -> str:
    """Return what the amounts of a budget are in: the unit that all its funds are in, or else the currency.

    Args:
        name: The name of the budget.
        portfolio: The portfolio.
    """
    budget = portfolio.limits.get(name)
    if budget is None or adds_up_units(budget, portfolio):
        return portfolio.currency
    return unit_of(budget.funds[0], portfolio)


def adds_up_units(budget: Budget, portfolio: Portfolio) -> bool:
    """Tell whether the funds of a budget are in different units, so that it is in the currency.

    Args:
        budget: The budget.
        portfolio: The portfolio.
    """
    return len({unit_of(fund, portfolio) for fund in budget.funds}) > 1


def rates_in(budget: Budget, portfolio: Portfolio) -> Rates:
    """Return what one unit of each fund of a budget counts there, in the unit of the budget.

    Args:
        budget: The budget.
        portfolio: The portfolio.

    Returns:
        1 for each fund where all are in one unit, else what it is worth in the currency of the portfolio.

    >>> from omniprio.portfolio import Budget, Portfolio
    >>> funds = {"abroad": Fund(unit="EUR", rate=7.5)}
    >>> both = Budget(total=100, funds=["money", "abroad"])
    >>> one = Portfolio(horizon=1, initiatives=[], currency="DKK", budgets={"both": both, "abroad": 5}, funds=funds)
    >>> [str(rate) for name in ("both", "abroad") for rate in rates_in(one.limits[name], one).values()]
    ['1', '15/2', '1']
    """
    if not adds_up_units(budget, portfolio):
        return dict.fromkeys(budget.funds, 1)
    return {fund: rate_of(fund, portfolio) for fund in budget.funds}


def in_several_units(portfolio: Portfolio) -> bool:
    """Tell whether not all funds are in the currency of the portfolio."""
    return any(fund.unit != portfolio.currency for fund in portfolio.funds.values() if fund.unit)
