"""What sliders and switches say of a portfolio, how far they go and in which steps, and the portfolio that they make of it."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.base import Amount, Model, Name, Period
from omniprio.goals import Goal
from omniprio.numbers import each_period
from omniprio.parameters import validated
from omniprio.portfolio import MAIN_FUND, Portfolio, rates_in
from omniprio.portfolio.initiative import Decision
from omniprio.purpose import goals_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.annotations import Count
    from omniprio.given_goals import GivenGoals
    from omniprio.portfolio import Budget, Initiative

__all__ = [
    "Choice",
    "Controls",
    "Purse",
    "Scale",
    "changed",
    "controls_of",
    "filled_by",
    "purse_of",
    "round_up",
    "scale_of",
]

_STEPS = 100
"""How many steps a slider has, about."""


class Scale(NamedTuple):
    """Where a slider ends, from 0, and in which steps it moves."""

    stop: float
    step: float


def round_up(amount: float) -> float:
    """Return the least of 1, 2 and 5, or of these times a power of ten, that is no less than an amount.

    Args:
        amount: More than 0.

    >>> [round_up(amount) for amount in (0.3, 20, 2500, 5001)]
    [0.5, 20.0, 5000.0, 10000.0]
    """
    power = 10.0 ** floor(log10(amount))
    return next((times * power for times in (1, 2, 5) if times * power >= amount), 10 * power)


def scale_of(portfolio: Portfolio, budget: Budget, purse: Purse) -> Scale:
    """Return how far the sliders of a budget go: to twice what it gives, or to what everything costs if that is more.

    Args:
        portfolio: The portfolio.
        budget: The budget, with its funds.
        purse: What it gives as it is given.
    """
    given = max((amount for amount in purse.amounts if amount is not None), default=0.0)
    rates = rates_in(budget, portfolio)
    everything = sum(
        float((cost.one_off + cost.exact_running * portfolio.periods) * rates.get(fund, 0))
        for one in portfolio.initiatives
        for fund, cost in one.costs_by_fund.items()
    )
    most = max(2 * given, everything / len(purse.amounts))
    step = round_up(most / _STEPS) if most else 1.0
    return Scale(stop=step * -(-most // step) or step, step=step)


class Purse(Model):
    """What a budget gives.

    >>> Purse(each="period", amounts=[100, 50, None]).amounts
    (100.0, 50.0, None)
    """

    each: Literal["total", "window", "period"] = "total"
    """What there is an amount for: the whole horizon, each window, or each period."""
    amounts: tuple[Amount | None, ...]
    """The amounts in their order; None is no limit."""

    @validated
    def by_period(self, periods: Count) -> Purse:
        """Return the same money in equal amounts for all periods; a purse of windows or periods stays as it is.

        Args:
            periods: T, the number of periods.

        >>> Purse(amounts=[90]).by_period(3).amounts
        (30.0, 30.0, 30.0)
        """
        if self.each != "total":
            return self
        whole = self.amounts[0]
        return Purse(each="period", amounts=(None if whole is None else whole / periods,) * periods)


def purse_of(budget: Budget, periods: int) -> Purse:
    """Return what a budget gives.

    Args:
        budget: The budget.
        periods: T, the number of periods.

    >>> from omniprio import Budget
    >>> purse_of(Budget(per_period=500), 2).amounts
    (500.0, 500.0)
    """
    if budget.windows:
        return Purse(each="window", amounts=tuple(window.amount for window in budget.windows))
    if budget.per_period is not None:
        return Purse(each="period", amounts=tuple(each_period(budget.per_period, periods)))
    return Purse(amounts=(budget.total,))


def filled_by(budget: Budget, purse: Purse) -> Budget:
    """Return a budget with other amounts; what it carries over, asks for and limits stays.

    Args:
        budget: The budget.
        purse: The amounts; those for windows are for the windows that the budget has.

    >>> from omniprio import Budget
    >>> filled_by(Budget(total=90), Purse(each="period", amounts=[40, 50])).per_period
    (40.0, 50.0)
    """
    given: dict[str, object] = {"total": None, "per_period": None, "windows": ()}
    if purse.each == "window":
        pairs = zip(budget.windows, purse.amounts, strict=True)
        given["windows"] = tuple(window.model_copy(update={"amount": amount}) for window, amount in pairs)
    elif purse.each == "period":
        given["per_period"] = purse.amounts
    else:
        given["total"] = purse.amounts[0]
    return budget.model_copy(update=given)


class Choice(Model):
    """What is decided of an initiative, and between which periods it may be.

    >>> Choice(decision="must", deadline=4).deadline
    4
    """

    decision: Decision = "free"
    earliest_start: Period | None = None
    deadline: Period | None = None
    """The last period in which it may complete."""


class Controls(Model):
    """What all sliders and switches say.

    >>> from omniprio import ten_portfolio
    >>> controls_of(ten_portfolio(budget=2500)).purses["money"].amounts
    (2500.0,)
    """

    purses: dict[str, Purse]
    """What each budget gives, by its name."""
    choices: dict[Name, Choice]
    """What is said of each initiative, by its id."""
    ambition: dict[str, int]
    """The level each discipline is to reach, by its id."""
    goals: tuple[Goal, ...]
    """What to be best at, the most important first."""


def controls_of(portfolio: Portfolio, goals: GivenGoals | None = None) -> Controls:
    """Return controls that say what a portfolio says.

    Args:
        portfolio: The portfolio.
        goals: What to be best at; None for what suits the portfolio.
    """
    return Controls(
        purses={name: purse_of(one, portfolio.periods) for name, one in portfolio.limits.items()},
        choices={one.id: _choice_of(one) for one in portfolio.initiatives},
        ambition=portfolio.ambitions,
        goals=goals_for(portfolio, goals),
    )


def _choice_of(initiative: Initiative) -> Choice:
    return Choice(
        decision=initiative.decision,
        earliest_start=initiative.earliest_start,
        deadline=initiative.deadline,
    )


def changed(portfolio: Portfolio, controls: Controls) -> Portfolio:
    """Return a portfolio as controls say; what they say no different stays as it was given.

    Args:
        portfolio: The portfolio that the controls are about.
        controls: What they say.

    Raises:
        InvalidInputError: It contradicts itself, such as a deadline before what is required can be complete; every
            fault is named.

    >>> from omniprio import ten_portfolio
    >>> portfolio = ten_portfolio(budget=2500)
    >>> less = controls_of(portfolio).model_copy(update={"purses": {"money": Purse(amounts=[2000])}})
    >>> changed(portfolio, less).limits["money"].total
    2000.0
    """
    budgets = _budgets(portfolio, controls.purses)
    ambition = {row: level for row, level in controls.ambition.items() if level != portfolio.ambitions[row]}
    update = {
        "budget": budgets.pop(MAIN_FUND, portfolio.budget),
        "budgets": {**portfolio.budgets, **budgets},
        "initiatives": tuple(_chosen(one, controls.choices.get(one.id)) for one in portfolio.initiatives),
        "ambition": {**portfolio.ambition, **ambition},
    }
    return Portfolio.model_validate({**dict(portfolio), **update})


def _budgets(portfolio: Portfolio, purses: Mapping[str, Purse]) -> dict[str, Budget]:
    """Return the budgets that give something else, by name."""
    return {
        name: filled_by(portfolio.limits[name], purse)
        for name, purse in purses.items()
        if purse != purse_of(portfolio.limits[name], portfolio.periods)
    }


def _chosen(initiative: Initiative, choice: Choice | None) -> Initiative:
    """Return an initiative with what is said of it; why it was decided otherwise is no reason any more."""
    if choice is None or choice == _choice_of(initiative):
        return initiative
    decided = {} if choice.decision == initiative.decision else {"decision_reason": ""}
    return initiative.model_copy(update={**dict(choice), **decided})
