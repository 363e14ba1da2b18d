"""How much money an initiative that is left out would take."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from omniprio.answers.best import Unsettled, decided
from omniprio.answers.frontiers.scaling import raised
from omniprio.answers.reaching import reached
from omniprio.base import Model
from omniprio.language import Speaker, fact
from omniprio.money import available
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND, Initiative, Portfolio, unit_of_budget
from omniprio.portfolio.names import Dated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.answers.best import Best, Search, Worths
    from omniprio.answers.frontiers.purse import Purse
    from omniprio.goals import Goal
    from omniprio.language import Fact, Language, Value

__all__ = ["LeastMoney", "budget_of", "least_money", "least_that", "only_costs"]

When = Literal["money", "money by", "money in every period", "money in every window"]


def least_that(holds: Callable[[int], bool], first: int, last: int) -> int | None:
    """Return the least of some whole numbers for which something holds; None if it holds for none of them.

    Args:
        holds: Holds for every number above one for which it holds. Where the answer is above the first number, it
            was asked for the one below, too.
        first: The least number to look at.
        last: The greatest.

    >>> least_that(lambda number: number**2 >= 50, 0, 100)
    8
    """
    if first > last or not holds(last):
        return None
    while first < last:
        middle = (first + last) // 2
        if holds(middle):
            last = middle
        else:
            first = middle + 1
    return last


class LeastMoney(Model):
    """The least money on top of a budget with which some best plan has an initiative."""

    budget: str
    extra: Fraction
    """With any less, no best plan has the initiative; 0 where one has it as it is."""
    every_period: bool
    """Whether it is needed in every period, or window, since this budget carries nothing over, or only a share."""
    latest: int | None
    """The last period in which it can come and still bring a plan as good; None where that is no question."""
    plan: Plan
    """A best plan with that money that has the initiative."""

    @validated
    def sentence(self, currency: str = "", language: Language = "en") -> str:
        """Return the answer as a sentence.

        Args:
            currency: What money is in.
            language: The code of the language.
        """
        return Speaker(language, Dated(currency, self.plan.portfolio.calendar)).say(self.said)

    @property
    def said(self) -> Fact:
        """The answer, to be said in any language."""
        if not self.extra:
            return fact("answers.nothing needed")
        budget = budget_fact(self.budget)
        return fact(f"answers.{self.when}", extra=self._extra, budget=budget, latest=self.latest)

    @property
    def when(self) -> When:
        """When it is needed, as the words for it are called."""
        if self.every_period:
            windows = self.plan.portfolio.limits[self.budget].windows
            return "money in every window" if windows else "money in every period"
        return "money" if self.latest is None else "money by"

    @property
    def rounded_up(self) -> float:
        """The amount with two decimals, no less than it is, so that what is told is enough."""
        return float(Fraction(math.ceil(self.extra * 100), 100))

    @property
    def _extra(self) -> Value:
        """The amount; with its unit where that is not the currency."""
        portfolio, extra = self.plan.portfolio, self.rounded_up
        unit = unit_of_budget(self.budget, portfolio)
        return extra if unit == portfolio.currency else fact("amounts.sum", amount=extra, unit=unit)


def least_money(now: Best, portfolio: Portfolio, name: str, budget: str, search: Search) -> LeastMoney | None:
    """Return the least money on top of a budget with which some best plan has an initiative, exactly.

    Having an initiative is not monotone in money: more may drop it again. So the search climbs: the least money with
    which the best plan that has it is as good as the best plan without more money; the best plan with that money; the
    least money with which it is as good as that one; until both are equally good. Each step jumps over amounts
    at which the initiative cannot be in a best plan, so the first amount that holds is the least.

    Args:
        now: The best plan of the portfolio.
        portfolio: The portfolio.
        name: The id of the initiative.
        budget: The name of the budget.
        search: What makes the plans; its goals say what is best.

    Returns:
        The amount; None if no amount is enough, or the initiative can be in no plan.

    Raises:
        Unsettled: The time was over before the answer was proven, or the best plan is not proven.
    """
    if not now.settled:
        raise Unsettled
    purse = raised(portfolio, budget)
    having = decided(portfolio, name, {"decision": "must"})
    if not isinstance(having, Portfolio):
        return None
    with_it = dataclasses.replace(purse, portfolio=having)
    target, extra = now.worths, Fraction(0)
    while True:
        found = _least_reaching(with_it, target, extra, search)
        if found is None:
            return None
        extra = found
        best = search.settled(purse.holding(extra)) if extra else now
        having_it = search.settled(with_it.holding(extra))
        if having_it.as_good_as(best.worths):
            return _answer(with_it, having_it, extra, search)
        target = best.worths


def budget_of(initiative: Initiative, portfolio: Portfolio) -> str:
    """Return the budget in which more money is looked for: of those that limit what an initiative costs the first.

    Args:
        initiative: The initiative.
        portfolio: The portfolio; its main budget stands for one that nothing limits.

    >>> both = Portfolio(horizon=1, budget=5, budgets={"training": 5}, initiatives=[])
    >>> costs = {"cost": 3}, {"costs": {"training": 3}}, {"cost": 3, "costs": {"training": 3}}
    >>> [budget_of(Initiative(id="web", **given), both) for given in costs]
    ['money', 'training', 'money']
    """
    funds = {fund for way in initiative.ways.values() for fund in way.costs_by_fund}
    limiting = (
        name
        for name, budget in portfolio.limits.items()
        if any(one is not None for one in available(budget, portfolio.periods))
        and not funds.isdisjoint(budget.funds)
        and (not budget.owners or initiative.owner in budget.owners)
    )
    return next(limiting, MAIN_FUND)


def only_costs(initiative: Initiative, goals: Sequence[Goal]) -> bool:
    """Tell whether an initiative that adds nothing makes every plan worse by its cost, so that no best plan has it.

    A plan without it keeps every rule still, is as good at each goal of maturity, and costs less.

    Args:
        initiative: One that moves no field, earns nothing, and that nothing waits for or joins.
        goals: What is best, in order of importance.
    """
    if not any(cost.one_off for cost in initiative.costs_by_fund.values()):
        return False
    of_money = [goal for goal in goals if goal.concern == "money" and not goal.counts_earnings]
    return bool(of_money) and all(goal in of_money or goal.concern == "maturity" for goal in goals)


def _least_reaching(purse: Purse, target: Worths, lowest: Fraction, search: Search) -> Fraction | None:
    """Return the least amount, from `lowest` on, with a plan as good as a target; None if none is enough.

    More money never makes a best plan worse, so halving is exact; a plan that needs less than it was given says
    at once how much less is enough, and the last step is tried just below.
    """

    def need(portfolio: Portfolio) -> Fraction | None:
        """Return the amount that a plan as good as the target needs, None if there is none."""
        starts = reached(portfolio, target, search, share=0.5)
        return None if starts is None else purse.least(starts)

    if need(purse.holding(lowest)) is not None:
        return lowest
    amount = need(purse.holding(max(purse.most, lowest)))
    while amount is not None:
        less = need(purse.holding(amount, below=True))
        if less is None:
            return amount
        middle = (lowest + less) / 2
        half = need(purse.holding(middle))
        amount, lowest = (less, middle) if half is None else (half, lowest)
    return None


def _answer(purse: Purse, best: Best, extra: Fraction, search: Search) -> LeastMoney:
    once = purse.carry_over and purse.portfolio.limits[purse.name].carried_share is None
    if best.plan is None:
        raise Unsettled
    return LeastMoney(
        budget=purse.name,
        extra=extra,
        every_period=not once,
        latest=_latest(purse, best, extra, search) if once and extra else None,
        plan=best.plan,
    )


def _latest(purse: Purse, best: Best, extra: Fraction, search: Search) -> int:
    """Return the last period in which the money can come and a plan with the initiative is still as good."""

    def too_late(period: int) -> bool:
        later = raised(purse.portfolio, purse.name, first=period).holding(extra)
        return reached(later, best.worths, search, share=0.5) is None

    last = purse.portfolio.periods
    return (least_that(too_late, 2, last) or last + 1) - 1
