"""What varies along a frontier: a budget, one of its amounts, or what a team has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from omniprio.answers.frontiers.budget_scaling import scaled, scaled_in
from omniprio.answers.frontiers.purse import with_budget
from omniprio.answers.frontiers.team_scaling import scaled_team
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import fact, sentence
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND, Budget

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from omniprio.language import Fact
    from omniprio.portfolio import Portfolio

__all__ = ["Varying", "varied_fact", "varying"]


class Varying(Protocol):
    """Something of which a schedule needs an amount: one that pays for a schedule pays for all that need no more."""

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio; its own amount does not count."""

    @property
    def most(self) -> Fraction:
        """An amount beyond which more changes nothing."""

    @property
    def own(self) -> Fraction | None:
        """The greatest amount that allows no schedule which the portfolio itself does not; None is any."""

    def least(self, starts: Mapping[str, int]) -> Fraction:
        """Return the least amount, at least 0, that a schedule needs."""

    def holding(self, amount: Fraction, *, below: bool = False) -> Portfolio:
        """Return the portfolio with an amount, or one that allows just what needs less than it."""

    def as_asked(self, amount: Fraction) -> Portfolio:
        """Return the portfolio with an amount as it was asked for, not only what of it is of use."""


def varying(portfolio: Portfolio, budget: str, window: int | None, team: str | None) -> Varying:
    """Return what is to vary.

    Args:
        portfolio: The portfolio.
        budget: The name of a budget, or of a fund.
        window: Which of its amounts varies, from 1; None for all together.
        team: The team whose capacity varies in place of a budget; None for none.

    Raises:
        InvalidArgumentError: Both a team and a budget are named, there is no such amount, or more of the team is bought
            at a price.
        InvalidInputError: There is no such budget or team.
    """
    if team is not None:
        if budget != MAIN_FUND or window is not None:
            problem = sentence("faults.team beside budget")
            raise InvalidArgumentError([Fault("team", problem, sentence("remedies.team or budget"))])
        return scaled_team(portfolio, team)
    funds = {fund for one in portfolio.limits.values() for fund in one.funds}
    if budget in funds and budget not in portfolio.limits:
        portfolio = with_budget(portfolio, budget, Budget())
    return scaled(portfolio, budget) if window is None else scaled_in(portfolio, budget, window)


def varied_fact(budget: str, window: int | None, team: str | None) -> Fact:
    """Return what varies, as it is called within a sentence.

    >>> print(varied_fact("it", None, None), varied_fact("money", 2, None), varied_fact("money", None, "crew"), sep="; ")
    the budget it; amount 2 of the main budget; the capacity of crew
    """
    if team is not None:
        return fact("answers.capacity of", team=team)
    named = budget_fact(budget)
    return named if window is None else fact("answers.amount of", number=window, budget=named)
