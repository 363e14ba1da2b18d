"""What varies along a frontier: budgets, phased as they are, with something on top or there from period 1 on, and teams.

In the literature: budget scaling, parametric right-hand side.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import ceil, floor
from typing import TYPE_CHECKING, Protocol

from omniprio.answers.frontiers.purse import Purse, common_step, decimal_in, number_in, with_budget
from omniprio.answers.frontiers.window_scaling import windowed
from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.language import fact, sentence
from omniprio.money import available
from omniprio.parameters import validated
from omniprio.plan.words import budget_fact
from omniprio.portfolio import MAIN_FUND, Budget, Capacity, Portfolio
from omniprio.schedule import capacity, load
from omniprio.spelling import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.annotations import Count
    from omniprio.language import Fact

__all__ = [
    "Crew",
    "Varying",
    "at_once",
    "raised",
    "scaled",
    "scaled_in",
    "scaled_team",
    "shared",
    "varied_fact",
    "varying",
]


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
        raise InvalidInputError.of(
            f"budgets[{name}]", sentence("faults.no total"), sentence("remedies.give it amounts")
        )
    return _at_any_time(portfolio, name).holding(limits[-1] if budget.adds_up else sum(limits, Fraction(0)))


def _at_any_time(portfolio: Portfolio, name: str) -> Purse:
    """Return a budget whose amount is there from period 1 on."""
    nothing, everything = (Fraction(0),) * portfolio.periods, (Fraction(1),) * portfolio.periods
    return Purse(portfolio, name, nothing, everything, carry_over=True)


def _budget_of(portfolio: Portfolio, name: str) -> Budget:
    if name not in portfolio.limits:
        raise InvalidInputError.of(
            "budget", sentence("faults.no budget called", name=repr(name)), one_of(portfolio.limits, name)
        )
    return portfolio.limits[name]


@dataclass(frozen=True)
class Crew:
    """A team with a varying amount: in each period it has the amount's `share`, beside what initiatives add.

    Attributes:
        portfolio: The portfolio; its own capacity of the team does not count.
        team: The team.
        share: What it has in each period with an amount of 1; None is no limit.
    """

    portfolio: Portfolio
    team: str
    share: tuple[Fraction | None, ...]

    @cached_property
    def step(self) -> Fraction:
        """A number of which all that decides about the team in a period is a multiple."""
        extra = (more for more in self._extra if more is not None)
        return common_step([*self._efforts(), *self._added(), *extra])

    @cached_property
    def most(self) -> Fraction:
        """An amount beyond which more changes nothing."""
        return sum(self._efforts(), Fraction(0)) / min(
            (share for share in self.share if share), default=Fraction(1)
        )

    @property
    def own(self) -> Fraction | None:
        """The greatest amount that allows no schedule which the portfolio itself does not; None is any."""
        given = self.portfolio.teams[self.team].amount
        pairs = zip(given, self.share, strict=True)
        return min((there / share for there, share in pairs if share and there is not None), default=None)

    def least(self, starts: Mapping[str, int]) -> Fraction:
        """Return the least amount, at least 0, with which the team can do the work of a schedule.

        Args:
            starts: A schedule that it can do with some amount.
        """
        added = capacity(self._having([Fraction(0)] * self.portfolio.periods), starts, self.team)
        rows = zip(load(self.portfolio, starts, self.team), added, self._extra, self.share, strict=True)
        needs = (
            (used - (there or 0) - extra) / share
            for used, there, extra, share in rows
            if share and extra is not None
        )
        return max([Fraction(0), *needs])

    def holding(self, amount: Fraction, *, below: bool = False) -> Portfolio:
        """Return the portfolio with an amount of the team, on its grid, which changes nothing about what it can do.

        Args:
            amount: The amount, at least 0.
            below: Whether there has to be less in every period: the portfolio then allows exactly the schedules that
                need less than the amount.
        """
        return self._having(
            [None if one is None else self._there(amount * one, below=below) for one in self.share]
        )

    def as_asked(self, amount: Fraction) -> Portfolio:
        """Return the portfolio with just an amount of the team where that is a decimal in each period.

        Args:
            amount: The amount, at least 0.
        """
        is_even = all(one is None or one == 1 for one in self.share)
        return self._having([one and amount for one in self.share]) if is_even else self.holding(amount)

    @cached_property
    def _extra(self) -> tuple[Fraction | None, ...]:
        """How much more there is for nothing; None is as much as is missing."""
        return self.portfolio.teams[self.team].extra

    def _there(self, amount: Fraction, *, below: bool) -> Fraction:
        steps = ceil(amount / self.step) - 1 if below else floor(amount / self.step)
        lowest = max(steps, 0) * self.step
        return decimal_in(lowest, lowest + self.step)

    def _having(self, amounts: Sequence[Fraction | None]) -> Portfolio:
        each = tuple(None if one is None else number_in(one) for one in amounts)
        amount = each[0] if len(set(each)) == 1 else each
        given = self.portfolio.capacities[self.team]
        one = given.model_copy(update={"amount": amount}) if isinstance(given, Capacity) else amount
        return self.portfolio.model_copy(update={"capacities": {**self.portfolio.capacities, self.team: one}})

    def _efforts(self) -> Iterator[Fraction]:
        """Yield what each initiative takes of the team in a period, in each of its modes."""
        for initiative in self.portfolio.initiatives:
            for way in initiative.ways.values():
                yield from way.effort_by_period.get(self.team, ())

    def _added(self) -> Iterator[Fraction]:
        for initiative in self.portfolio.initiatives:
            yield initiative.exact_adds.get(self.team, Fraction(0))


def scaled_team(portfolio: Portfolio, team: str) -> Crew:
    """Return a team of which the amount is what it has in the period in which it has the most, the others in proportion.

    A team without limit, or one that has nothing, has the amount in every period.

    Args:
        portfolio: The portfolio.
        team: Its name.

    Raises:
        InvalidArgumentError: More of it can be bought at a price: what a plan costs then depends on the amount.
        InvalidInputError: There is no such team.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> web = Initiative(id="web", duration=2, effort={"crew": 3})
    >>> crew = scaled_team(Portfolio(horizon=3, initiatives=[web], capacities={"crew": [2, 4, 4]}), "crew")
    >>> int(crew.least({"web": 1})), int(crew.least({"web": 2}))
    (6, 3)
    """
    if team not in portfolio.teams:
        problem = sentence("faults.no team called", name=repr(team))
        raise InvalidInputError.of("team", problem, one_of(portfolio.teams, team))
    one = portfolio.teams[team]
    if one.sells and one.price:
        problem = sentence("faults.team bought at a price", team=team)
        raise InvalidArgumentError.of("team", problem, sentence("remedies.no price or more to buy"))
    most = max((amount for amount in one.amount if amount), default=None)
    if most is None:
        share: tuple[Fraction | None, ...] = (Fraction(1),) * portfolio.periods
    else:
        share = tuple(None if amount is None else amount / most for amount in one.amount)
    return Crew(portfolio, team, share)


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
            raise InvalidArgumentError.of("team", problem, sentence("remedies.team or budget"))
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
