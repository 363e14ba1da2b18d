"""The budgets of which the amount varies: phased as they are, with something on top, or there from period 1 on.

In the literature: budget scaling.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.answers.frontiers.purse import Purse
from omniprio.answers.frontiers.window_scaling import windowed
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.language import sentence
from omniprio.money import available
from omniprio.parameters import validated
from omniprio.portfolio import MAIN_FUND, Portfolio
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from omniprio.annotations import Count
    from omniprio.portfolio import Budget

__all__ = ["at_once", "raised", "scaled", "scaled_in", "shared"]


@validated
def scaled(portfolio: Portfolio, name: str = MAIN_FUND) -> Purse:
    """Return a budget whose amount is its total over the horizon, phased in the given proportions.

    A total, no limit, or one of 0 is phased in no proportions: the amount is then there from period 1 on.

    Args:
        portfolio: The portfolio.
        name: The name of the budget.

    Raises:
        InvalidInputError: There is no such budget.

    >>> from omniprio.portfolio import Budget, Initiative
    >>> web = Initiative(id="web", cost=300)
    >>> one = Portfolio(horizon=2, initiatives=[web], budget=Budget(per_period=[100, 300]))
    >>> scaled(one).least({"web": 2}), scaled(one).least({"web": 1})
    (Fraction(300, 1), Fraction(1200, 1))
    """
    budget = _budget_of(portfolio, name)
    limits = available(budget, portfolio.periods)
    known = [limit for limit in limits if limit is not None]
    whole = (known[-1] if budget.adds_up else sum(known, Fraction(0))) if known else Fraction(0)
    if budget.total is not None or not whole:
        return _at_any_time(portfolio, name)
    return shared(portfolio, name, whole)


def shared(portfolio: Portfolio, name: str, whole: Fraction = Fraction(1)) -> Purse:
    """Return a budget of which each amount that it gives is the amount's part of a whole.

    Args:
        portfolio: The portfolio.
        name: The name of the budget.
        whole: With this amount it is as it is given.
    """
    budget = portfolio.limits[name]
    limits = available(budget, portfolio.periods)
    if not budget.is_simple:
        limits = [one.amount for one in budget.given(portfolio.periods)]
    fixed = tuple(None if limit is None else Fraction(0) for limit in limits)
    share = tuple((limit or Fraction(0)) / whole for limit in limits)
    if not budget.is_simple:
        return windowed(portfolio, name, fixed, share)
    return Purse(portfolio, name, fixed, share, carry_over=budget.adds_up)


def scaled_in(portfolio: Portfolio, name: str, window: int) -> Purse:
    """Return a budget of which one amount varies, and the others stay as they are.

    Args:
        portfolio: The portfolio.
        name: The name of the budget.
        window: The number of a window, or of a period where there are no windows, from 1.

    Raises:
        InvalidArgumentError: There is no such window or period, or the budget is a total.
        InvalidInputError: There is no such budget.

    >>> from omniprio.portfolio import Budget, Initiative
    >>> web = Initiative(id="web", cost=300)
    >>> one = Portfolio(horizon=2, initiatives=[web], budget=Budget(per_period=[100, 300]))
    >>> scaled_in(one, "money", 2).least({"web": 2}), scaled_in(one, "money", 1).least({"web": 1})
    (Fraction(200, 1), Fraction(300, 1))
    """
    budget = _budget_of(portfolio, name)
    given = list(budget.given(portfolio.periods))
    if budget.total is not None or window > len(given):
        raise InvalidArgumentError([_no_window(budget, window, len(given))])
    share = tuple(Fraction(place == window) for place in range(1, len(given) + 1))
    fixed = tuple(Fraction(0) if more else one.amount for one, more in zip(given, share, strict=True))
    if not budget.is_simple:
        return windowed(portfolio, name, fixed, share)
    if budget.carry_over:
        fixed, share = tuple(accumulate(fixed, _added)), tuple(accumulate(share))
    return Purse(portfolio, name, fixed, share, carry_over=budget.adds_up)


def _added(before: Fraction | None, now: Fraction | None) -> Fraction | None:
    return None if before is None or now is None else before + now


def _no_window(budget: Budget, window: int, number: int) -> Fault:
    """Return what is wrong with the number of an amount that a budget does not have."""
    if budget.total is not None:
        return Fault("window", sentence("faults.window of total"), sentence("remedies.leave out window"))
    return Fault("window", sentence("faults.is", value=window), sentence("remedies.at most", most=number))


@validated
def raised(portfolio: Portfolio, name: str = MAIN_FUND, *, first: Count = 1) -> Purse:
    """Return a budget whose amount comes on top of what is given.

    With carry-over of all it comes once, in a period; of nothing or a share, it comes in every period, or window, from
    then on.

    Args:
        portfolio: The portfolio.
        name: The name of the budget.
        first: The period in which it comes.

    Raises:
        InvalidInputError: There is no such budget.
    """
    budget = _budget_of(portfolio, name)
    if not budget.is_simple:
        given = list(budget.given(portfolio.periods))
        once = budget.carry_over is True
        comes = [one.last >= first and (one.first <= first or not once) for one in given]
        amounts = tuple(one.amount for one in given)
        return windowed(portfolio, name, amounts, tuple(map(Fraction, comes)))
    share = tuple(Fraction(period >= first) for period in range(1, portfolio.periods + 1))
    fixed = tuple(available(budget, portfolio.periods))
    return Purse(portfolio, name, fixed, share, carry_over=budget.adds_up)


@validated
def at_once(portfolio: Portfolio, name: str = MAIN_FUND) -> Portfolio:
    """Return a portfolio in which all of a budget's money is there from period 1 on, carried over.

    Args:
        portfolio: The portfolio.
        name: The name of the budget.

    Raises:
        InvalidInputError: There is no such budget, or it has no limit in some period.
    """
    budget = _budget_of(portfolio, name)
    limits = [limit for limit in available(budget, portfolio.periods) if limit is not None]
    if len(limits) < portfolio.periods:
        fault = Fault(f"budgets[{name}]", sentence("faults.no total"), sentence("remedies.give it amounts"))
        raise InvalidInputError([fault])
    return _at_any_time(portfolio, name).holding(limits[-1] if budget.adds_up else sum(limits, Fraction(0)))


def _at_any_time(portfolio: Portfolio, name: str) -> Purse:
    """Return a budget whose amount is there from period 1 on."""
    nothing, everything = (Fraction(0),) * portfolio.periods, (Fraction(1),) * portfolio.periods
    return Purse(portfolio, name, nothing, everything, carry_over=True)


def _budget_of(portfolio: Portfolio, name: str) -> Budget:
    if name not in portfolio.limits:
        raise InvalidInputError(
            [
                Fault(
                    "budget",
                    sentence("faults.no budget called", name=repr(name)),
                    one_of(portfolio.limits, name),
                )
            ]
        )
    return portfolio.limits[name]
