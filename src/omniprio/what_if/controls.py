"""What sliders and switches say of a portfolio, and the portfolio that they make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model, Name, Period
from omniprio.goals import Goal
from omniprio.portfolio import MAIN_FUND, Portfolio
from omniprio.portfolio.initiative import Decision
from omniprio.purpose import goals_for
from omniprio.what_if.purses import Purse, filled_by, purse_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.given_goals import GivenGoals
    from omniprio.portfolio import Budget, Initiative

__all__ = ["Choice", "Controls", "changed", "controls_of"]


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
