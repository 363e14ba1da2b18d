"""Income that flows back: what initiatives earn adds to what may be spent under a budget."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.money import earned, spent_under
from omniprio.portfolio import as_scheduled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["drawn_under", "flowing_into", "income", "income_under", "most_income"]


def flowing_into(name: str, portfolio: Portfolio) -> list[Initiative]:
    """Return the initiatives of which income flows into a budget, in one of their modes.

    Args:
        name: The name of the budget.
        portfolio: The portfolio.
    """
    return [
        one for one in portfolio.initiatives if any(way.earnings.into == name for way in one.ways.values())
    ]


def income(initiative: Initiative, start: int, periods: int, name: str) -> list[Fraction]:
    """Return what of an initiative flows into a budget in each period; a loss takes nothing out of it.

    Args:
        initiative: The initiative, as it is carried out from the start; see `as_begun`.
        start: The period it starts in, from 1.
        periods: T.
        name: The name of the budget.

    >>> from omniprio.portfolio import Benefit, Initiative
    >>> web = Initiative(id="web", duration=2, benefit=Benefit(per_period=5, into="money"))
    >>> [int(amount) for amount in income(web, 1, 3, "money")]
    [0, 5, 5]
    """
    if initiative.earnings.into != name:
        return [Fraction(0)] * periods
    return [max(amount, Fraction(0)) for amount in earned(initiative, start, periods)]


def income_under(name: str, portfolio: Portfolio, starts: Mapping[str, int]) -> list[Fraction]:
    """Return what of a schedule flows into a budget in each period 1 to T.

    Args:
        name: The name of the budget.
        portfolio: The portfolio.
        starts: The schedule.
    """
    amounts = [Fraction(0)] * portfolio.periods
    by_id = as_scheduled(portfolio, starts).by_id
    for one in flowing_into(name, portfolio):
        if one.id in starts:
            own = income(by_id[one.id], starts[one.id], portfolio.periods, name)
            amounts = [so_far + more for so_far, more in zip(amounts, own, strict=True)]
    return amounts


def drawn_under(name: str, portfolio: Portfolio, starts: Mapping[str, int]) -> list[Fraction]:
    """Return what a schedule takes from a budget in each period 1 to T: what is spent, less what flows into it.

    Args:
        name: The name of the budget.
        portfolio: The portfolio.
        starts: The schedule.
    """
    spent = spent_under(portfolio.limits[name], portfolio, starts)
    flowed = income_under(name, portfolio, starts)
    return [out - back for out, back in zip(spent, flowed, strict=True)]


def most_income(name: str, portfolio: Portfolio, of: Collection[Initiative] | None = None) -> Fraction:
    """Return what flows into a budget by the horizon at most, were every initiative complete at once.

    Args:
        name: The name of the budget.
        portfolio: The portfolio.
        of: The initiatives it is to come from; None for all.
    """
    some = portfolio.initiatives if of is None else of
    return sum(
        (max(_at_most(way, name, portfolio.periods) for way in one.ways.values()) for one in some),
        Fraction(0),
    )


def _at_most(way: Initiative, name: str, periods: int) -> Fraction:
    """Return what of an initiative, in one of its modes, flows into a budget at most."""
    earnings = way.earnings
    if earnings.into != name:
        return Fraction(0)
    profile = earnings.exact_profile or (earnings.exact_per_period,) * periods
    return sum((amount for amount in profile if amount > 0), Fraction(0))
