"""What sliders and switches say becomes the portfolio, and nothing else of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from omniprio import (
    Budget,
    Fastest,
    Initiative,
    LeastCost,
    Portfolio,
    Window,
    plan_of,
    prioritise,
    ten_portfolio,
)
from omniprio.errors import InvalidInputError
from omniprio.what_if import Choice, Purse, changed, controls_of
from omniprio.what_if.words import what_was_moved

if TYPE_CHECKING:
    from omniprio.language import Language

PORTFOLIO = Portfolio(
    horizon=4,
    initiatives=[
        Initiative(
            id="web", cost=30, advances={"D2": 0.6}, decision="must", decision_reason="the board, in May"
        ),
        Initiative(id="app", cost=20, advances={"D2": 0.3}, requires=["web"], earliest_start=2),
    ],
    budget=Budget(total=80, at_least=10),
    budgets={
        "running": Budget(per_period=[5, 5, None, 5], carry_over=False),
        "IT": Budget(windows=[Window(periods=2, amount=9)] * 2),
    },
    ambition={"D": 2},
)


def test_controls_that_say_what_the_portfolio_says_change_nothing() -> None:
    for portfolio in (PORTFOLIO, ten_portfolio(budget=2500)):
        assert changed(portfolio, controls_of(portfolio)) == portfolio
        assert changed(portfolio, controls_of(portfolio)).to_json() == portfolio.to_json()


def test_each_budget_is_shown_by_what_it_gives() -> None:
    assert controls_of(PORTFOLIO).purses == {
        "money": Purse(each="total", amounts=(80,)),
        "running": Purse(each="period", amounts=(5, 5, None, 5)),
        "IT": Purse(each="window", amounts=(9, 9)),
    }


@pytest.mark.parametrize(
    ("name", "purse", "becomes"),
    [
        ("money", Purse(amounts=(60,)), Budget(total=60, at_least=10)),
        (
            "money",
            Purse(amounts=(60,)).by_period(4),  # 60 / 4 in each
            Budget(per_period=[15, 15, 15, 15], at_least=10),
        ),
        (
            "running",
            Purse(each="period", amounts=(5, 0, 0, None)),
            Budget(per_period=[5, 0, 0, None], carry_over=False),
        ),
        (
            "IT",
            Purse(each="window", amounts=(9, None)),
            Budget(windows=[Window(periods=2, amount=9), Window(periods=2)]),
        ),
    ],
)
def test_other_amounts_leave_the_rest_of_a_budget_as_it_was(name: str, purse: Purse, becomes: Budget) -> None:
    controls = controls_of(PORTFOLIO)
    made = changed(PORTFOLIO, controls.model_copy(update={"purses": {**controls.purses, name: purse}}))
    own = becomes.model_copy(update={"funds": (name,)})
    assert made.limits == {**PORTFOLIO.limits, name: own}


def with_choice(name: str, **said: object) -> Portfolio:
    controls = controls_of(PORTFOLIO)
    choice = controls.choices[name].model_copy(update=said)
    return changed(PORTFOLIO, controls.model_copy(update={"choices": {**controls.choices, name: choice}}))


def test_a_decision_and_dates_are_the_initiatives() -> None:
    made = with_choice("app", decision="must", earliest_start=None, deadline=3).by_id["app"]
    assert (made.decision, made.earliest_start, made.deadline) == ("must", None, 3)
    assert made.requires == ("web",)


def test_the_reason_goes_with_the_decision_it_was_for() -> None:
    assert with_choice("web", decision="free").by_id["web"].decision_reason == ""
    assert with_choice("web", deadline=4).by_id["web"].decision_reason == "the board, in May"


def with_ambition(row: str, level: int) -> Portfolio:
    controls = controls_of(PORTFOLIO)
    return changed(PORTFOLIO, controls.model_copy(update={"ambition": {**controls.ambition, row: level}}))


def test_ambitions_are_those_of_the_disc_unless_they_are_moved() -> None:
    assert controls_of(PORTFOLIO).ambition == {"R": 3, "D": 2, "A": 3, "C": 3, "M": 3, "O": 3}
    assert with_ambition("D", 1).ambition == {"D": 1}
    assert with_ambition("R", 2).ambition == {"D": 2, "R": 2}


def test_what_contradicts_itself_is_refused_with_its_faults() -> None:
    with pytest.raises(InvalidInputError) as error:
        with_ambition("D", 9)
    assert [fault.path for fault in error.value.faults] == ["ambition.D"]


def test_goals_are_those_that_are_asked_for_else_those_that_suit() -> None:
    assert controls_of(PORTFOLIO, "least-cost").goals == (LeastCost(),)
    assert controls_of(PORTFOLIO).goals == (Fastest(), LeastCost())


def test_a_choice_says_nothing_by_itself() -> None:
    assert Choice() == controls_of(ten_portfolio()).choices["identify"]


def test_money_and_goals_that_were_moved_are_told() -> None:
    def told(before: Budget, now: Budget, language: Language = "en") -> list[str]:
        one, two = (
            plan_of(Portfolio(horizon=4, initiatives=[web], budget=each, currency="kr."), {})
            for each in (before, now)
        )
        return what_was_moved(one, two, language)

    web = Initiative(id="web", advances={"D2": 0.6})

    least, fast = (
        prioritise(Portfolio(horizon=1, initiatives=[web]), goal) for goal in (LeastCost(), Fastest())
    )
    assert what_was_moved(least, fast, "en") == ["Goals in order: fastest, in place of least cost."]
    total, phased = Budget(total=40), Budget(per_period=[10, 10, 10, 10])
    assert told(total, Budget(total=30)) == ["Main budget: 30 kr. in place of 40 kr."]
    assert told(total, phased) == ["Main budget: 40 kr. in amounts for each period in place of 40 kr."]
    assert told(phased, Budget(per_period=[10, 14, 10, 6])) == [
        "Main budget in period 2: 14 kr. in place of 10 kr.",
        "Main budget in period 4: 6 kr. in place of 10 kr.",
    ]
    assert told(phased, Budget(per_period=[10, 10, None, 10]), "da") == [
        "Hovedbudget i periode 3: ingen grænse i stedet for 10 kr."
    ]
    assert told(phased, Budget(per_period=[9, 9, 9, 9])) == [
        "Main budget: 36 kr. in amounts for each period in place of 40 kr. in amounts for each period."
    ]
