"""A budget of which the amount varies, period by period, and the least amount that a schedule needs.

In the literature: budget scaling, parametric right-hand side.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, gcd, lcm
from typing import TYPE_CHECKING

from omniprio.errors import InvalidInputError
from omniprio.income import drawn_under, flowing_into
from omniprio.language import sentence
from omniprio.money import available, bound_by, synergy_bound_by, team_bound_by
from omniprio.numbers import exact, increments
from omniprio.portfolio import MAIN_FUND, price_in, price_levels, rates_in
from omniprio.schedule import team_price
from omniprio.synergies import synergy_price

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.portfolio import Budget, Initiative, Portfolio

__all__ = ["Purse", "common_step", "decimal_in", "number_in", "with_budget"]


_FINE = Fraction(1, 1_000_000)
"""The grid of money where prices grow, and what is spent has more digits than can be written."""


@dataclass(frozen=True)
class Purse:
    """A budget with a varying amount: what may be spent is `fixed + amount * share`, period by period.

    Attributes:
        portfolio: The portfolio; its own amount does not count.
        name: The name of the budget.
        fixed: What may be spent whatever the amount: up to each period (carried over) or in it; None is no limit.
        share: What one unit of the amount adds to that, at least 0.
        carry_over: Whether what is not spent can be spent later.
    """

    portfolio: Portfolio
    name: str
    fixed: tuple[Fraction | None, ...]
    share: tuple[Fraction, ...]
    carry_over: bool

    @cached_property
    def step(self) -> Fraction:
        """The money grid: a number of which all that a schedule can spend under the budget is a multiple.

        Where prices grow it is a millionth, to which spending is rounded up.
        """
        if self.has_growing_prices:
            return _FINE
        return common_step(amount for amount, _ in self._amounts())

    @cached_property
    def has_growing_prices(self) -> bool:
        """Whether the prices of a fund of the budget grow."""
        return not price_levels(self.portfolio).keys().isdisjoint(self._budget.funds)

    @cached_property
    def most(self) -> Fraction:
        """An amount beyond which more money changes nothing."""
        everything = sum((abs(amount) * times for amount, times in self._amounts()), Fraction(0))
        everything = ceil(everything / self.step) * self.step
        return everything / min((share for share in self.share if share), default=Fraction(1))

    @property
    def own(self) -> Fraction | None:
        """The greatest amount that pays for no schedule which the portfolio's own budget does not; None is any."""
        limits = available(self._budget, self.portfolio.periods)
        is_like = self._budget.is_simple and self._budget.carry_over == self.carry_over
        if any(limit is not None for limit in limits) and not is_like:
            return Fraction(0)
        return min(
            (
                Fraction(0) if fixed is None or not share else (limit - fixed) / share
                for limit, fixed, share in zip(limits, self.fixed, self.share, strict=True)
                if limit is not None and not (fixed is not None and share == 0 and fixed <= limit)
            ),
            default=None,
        )

    def least(self, starts: Mapping[str, int]) -> Fraction:
        """Return the least amount, at least 0, with which the budget pays for a schedule.

        Args:
            starts: A schedule that the budget pays for with some amount.
        """
        spent = drawn_under(self.name, self.portfolio, starts)
        if self.carry_over:
            spent = [sum(spent[: place + 1], Fraction(0)) for place in range(len(spent))]
        needs = (
            (ceil(out / self.step) * self.step - fixed) / share
            for out, fixed, share in zip(spent, self.fixed, self.share, strict=True)
            if fixed is not None and share
        )
        return max([Fraction(0), *needs])

    def holding(self, amount: Fraction, *, below: bool = False) -> Portfolio:
        """Return the portfolio with an amount in the budget.

        Limits are put on the money grid, which changes nothing about what they pay for.

        Args:
            amount: The amount, at least 0.
            below: Whether every limit that depends on the amount has to stay below what it would be: the
                portfolio then allows exactly the schedules that need less than the amount.
        """
        limits = [
            fixed
            if fixed is None or (self.has_growing_prices and not share)
            else self._limit(fixed + amount * share, below=below and share > 0)
            for fixed, share in zip(self.fixed, self.share, strict=True)
        ]
        return with_budget(self.portfolio, self.name, self._holding(limits))

    def as_asked(self, amount: Fraction) -> Portfolio:
        """Return the same portfolio with a total that is the amount itself, not only what of it buys something.

        Args:
            amount: The amount, at least 0, a decimal.
        """
        held = self.holding(amount)
        budget = held.limits[self.name]
        if budget.total is None:
            return held
        return with_budget(held, self.name, budget.model_copy(update={"total": float(amount)}))

    def _limit(self, amount: Fraction, *, below: bool) -> Fraction:
        """Return the largest sum on the money grid that an amount pays for, as a decimal."""
        steps = ceil(amount / self.step) - 1 if below else floor(amount / self.step)
        lowest = max(steps, 0) * self.step
        return decimal_in(lowest, lowest + self.step)

    def _holding(self, limits: list[Fraction | None]) -> Budget:
        if self.carry_over and len(set(limits)) == 1:
            total = limits[0]
            parts = {"total": None if total is None else number_in(total), "per_period": None, "windows": ()}
            return self._budget.model_copy(update={**parts, "carry_over": True})
        if self.carry_over:
            limits = increments(limits)
        each = tuple(None if limit is None else number_in(limit) for limit in limits)
        update = {"total": None, "per_period": each, "windows": (), "carry_over": self.carry_over}
        return self._budget.model_copy(update=update)

    @property
    def _budget(self) -> Budget:
        return self.portfolio.limits[self.name]

    def _of_ways(self, ways: Iterable[Initiative]) -> Iterator[tuple[Fraction, int]]:
        """Yield the same of an initiative in each of its modes, at the highest prices there are."""
        rates, last = rates_in(self._budget, self.portfolio), self.portfolio.periods
        for way in ways:
            for fund, paid in way.paid.items():
                if fund in rates:
                    level = price_in(last, fund, self.portfolio) * rates[fund]
                    yield from ((amount * level, 1) for amount in paid)
                    yield way.costs_by_fund[fund].exact_running * level, last

    def _amounts(self) -> Iterator[tuple[Fraction, int]]:
        """Yield the amounts that all spending under the budget is made of, and how often each can come."""
        for initiative in self.portfolio.initiatives:
            if bound_by(self._budget, initiative):
                yield from self._of_ways(initiative.ways.values())
        for initiative in flowing_into(self.name, self.portfolio):
            for way in initiative.ways.values():
                yield way.earnings.exact_per_period, self.portfolio.periods
                yield from ((amount, 1) for amount in way.earnings.exact_profile or ())
        for synergy in self.portfolio.synergies:
            if synergy_bound_by(self._budget, synergy, self.portfolio):
                yield synergy_price(synergy, self.portfolio.periods, self.portfolio), 1
        for team in self.portfolio.sellers:
            if team_bound_by(self._budget, self.portfolio.teams[team]):
                yield from self._bought(team)

    def _bought(self, team: str) -> Iterator[tuple[Fraction, int]]:
        """Yield what all that is bought of a team costs at most: what work takes, less what there is."""
        one = self.portfolio.teams[team]
        rates = rates_in(self._budget, self.portfolio)
        price = team_price(team, self.portfolio.periods, self.portfolio) * rates[one.fund]
        for initiative in self.portfolio.initiatives:
            yield price * initiative.exact_adds.get(team, Fraction(0)), 0
            for way in initiative.ways.values():
                yield from ((price * load, 1) for load in way.effort_by_period.get(team, ()))
        yield from ((price * amount, 0) for amount in one.amount if amount is not None)


def common_step(amounts: Iterable[Fraction]) -> Fraction:
    """Return the greatest number of which all amounts are multiples; 1 where all are 0.

    >>> common_step([Fraction(1, 2), Fraction(-3, 4), Fraction(0)])
    Fraction(1, 4)
    """
    some = [abs(amount) for amount in amounts if amount]
    below = lcm(*(amount.denominator for amount in some))
    return Fraction(gcd(*(int(amount * below) for amount in some)), below) if some else Fraction(1)


def decimal_in(lowest: Fraction, beyond: Fraction) -> Fraction:
    """Return the decimal with the fewest digits from `lowest` to less than `beyond`; the least of them.

    >>> decimal_in(Fraction(1, 3), Fraction(1, 2)), decimal_in(Fraction(7), Fraction(8))
    (Fraction(2, 5), Fraction(7, 1))
    """
    power = 1
    while Fraction(ceil(lowest * power), power) >= beyond:
        power *= 10
    return Fraction(ceil(lowest * power), power)


def number_in(amount: Fraction) -> float:
    """Return a decimal as the number that a person would write."""
    number = float(amount)
    if exact(number) != amount:
        problem = sentence("faults.too many digits", number=str(number))
        raise InvalidInputError.of("budgets", problem, sentence("remedies.larger money"))
    return number


def with_budget(portfolio: Portfolio, name: str, budget: Budget) -> Portfolio:
    """Return a portfolio with another budget in the place of one."""
    if name == MAIN_FUND and name not in portfolio.budgets:
        return portfolio.model_copy(update={"budget": budget})
    return portfolio.model_copy(update={"budgets": {**portfolio.budgets, name: budget}})
