"""What must hold for every portfolio, on random ones: more of anything never hurts, and names are only names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judge.random_portfolios import full_portfolio

from omniprio.errors import InfeasibleError
from omniprio.goals import Closest, Fastest, Goal, LeastCost, MostValue, goal_value, worth
from omniprio.optimise import prioritise
from omniprio.portfolio import Horizon, Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from omniprio.plan import Plan

    Data = dict[str, Any]

SEEDS = st.integers(min_value=0, max_value=10**6)
FIRST_GOALS: st.SearchStrategy[Goal] = st.sampled_from([Fastest(), Closest(), MostValue(), LeastCost()])
GOALS: tuple[Goal, ...] = (Fastest(), LeastCost())

law = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def planned(portfolio: Portfolio, *goals: Goal) -> Plan | None:
    """Return the best plan, or None where it is proven that there is none."""
    try:
        plan = prioritise(portfolio, goals or GOALS)
    except InfeasibleError:
        return None
    assert plan.proven
    return plan


def values(plan: Plan | None) -> list[float | None] | None:
    return None if plan is None else [result.value for result in plan.goals]


def changed(portfolio: Portfolio, change: Callable[[Data], None]) -> Portfolio:
    """Return the portfolio with its data changed."""
    data = portfolio.model_dump(mode="json", exclude_defaults=True)
    change(data)
    return Portfolio.model_validate(data)


def never_worse(portfolio: Portfolio, goal: Goal, change: Callable[[Data], None]) -> None:
    """Show that a change that takes nothing away leaves the best plan at least as good."""
    before = planned(portfolio, goal)
    assume(before is not None)
    after = planned(changed(portfolio, change), goal)
    assert before is not None
    assert after is not None
    assert loss(goal, after) <= loss(goal, before)


def loss(goal: Goal, plan: Plan) -> Fraction:
    """Return the exact value of a plan, less is better."""
    value = worth(goal, goal_value(goal, plan.portfolio, plan.starts))
    assert value is not None
    return value


def more(limit: Any, by: float) -> Any:  # noqa: ANN401  JSON
    """Return an amount, or each of some amounts, raised; None stays without limit."""
    if isinstance(limit, list):
        return [more(one, by) for one in limit]
    return None if limit is None else limit + by


def more_budget(budget: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(budget, dict):
        return budget | {key: more(budget[key], 50.0) for key in ("total", "per_period") if key in budget}
    return more(budget, 50.0)


@given(SEEDS, FIRST_GOALS)
@law
def test_more_budget_never_hurts(seed: int, goal: Goal) -> None:
    def change(data: Data) -> None:
        data["budget"] = more_budget(data.get("budget"))
        data["budgets"] = {name: more_budget(budget) for name, budget in data.get("budgets", {}).items()}

    never_worse(full_portfolio(seed), goal, change)


@given(SEEDS, FIRST_GOALS)
@law
def test_more_capacity_never_hurts(seed: int, goal: Goal) -> None:
    def change(data: Data) -> None:
        data["capacities"] = {name: more(amount, 1.5) for name, amount in data["capacities"].items()}

    portfolio = full_portfolio(seed)
    assume(portfolio.capacities)
    never_worse(portfolio, goal, change)


@given(SEEDS, FIRST_GOALS)
@law
def test_wider_windows_never_hurt(seed: int, goal: Goal) -> None:
    def change(data: Data) -> None:
        for initiative in data["initiatives"]:
            for name in ("latest_start", "deadline"):
                if name in initiative:
                    initiative[name] = min(initiative[name] + 1, portfolio.periods)

    portfolio = full_portfolio(seed)
    assume(any(entry.deadline or entry.latest_start for entry in portfolio.initiatives))
    never_worse(portfolio, goal, change)


@given(SEEDS, FIRST_GOALS, st.data())
@law
def test_a_dropped_prerequisite_never_hurts(seed: int, goal: Goal, data: st.DataObject) -> None:
    portfolio = full_portfolio(seed)
    requiring = [place for place, entry in enumerate(portfolio.initiatives) if entry.requires]
    assume(requiring)
    place = data.draw(st.sampled_from(requiring))

    def change(written: Data) -> None:
        written["initiatives"][place]["requires"].pop()

    never_worse(portfolio, goal, change)


NEW_NAMES = dict(zip("abcdef", ["A B", "A_B", "æble", "x_0_1", "<b>", "zz"], strict=True))


def renamed(data: Any) -> Any:  # noqa: ANN401  JSON
    """Return data in which every initiative goes by another name."""
    if isinstance(data, dict):
        return {key: renamed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value) for value in data]
    return NEW_NAMES.get(data, data) if isinstance(data, str) else data


@given(SEEDS)
@law
def test_names_are_only_names(seed: int) -> None:
    portfolio = full_portfolio(seed)
    other = Portfolio.model_validate(renamed(portfolio.model_dump(mode="json", exclude_defaults=True)))
    before, after = planned(portfolio), planned(other)
    assert values(before) == values(after)
    assume(before is not None)
    assert before is not None
    assert after is not None
    assert after.starts == {NEW_NAMES[name]: start for name, start in before.starts.items()}


@given(SEEDS, st.randoms(use_true_random=False))
@law
def test_the_order_given_changes_no_value(seed: int, rng: Any) -> None:  # noqa: ANN401  Hypothesis' own type
    portfolio = full_portfolio(seed)
    other = changed(portfolio, lambda data: rng.shuffle(data["initiatives"]))
    assert values(planned(portfolio)) == values(planned(other))


FACTOR = Decimal(1000)
MONEY_KEYS = {"cost", "costs", "amount", "running", "benefit", "budget", "budgets", "total", "per_period"}


def scaled(data: Any, *, money: bool = False, key: str = "") -> Any:  # noqa: ANN401  JSON
    """Return data in which all money is a thousand times as much."""
    if isinstance(data, dict):
        return {
            name: scaled(value, money=money or name in MONEY_KEYS, key=name) for name, value in data.items()
        }
    if isinstance(data, list):
        return [scaled(value, money=money, key=key) for value in data]
    return float(Decimal(repr(data)) * FACTOR) if money and isinstance(data, float) else data


@given(SEEDS)
@law
def test_the_currency_changes_no_schedule(seed: int) -> None:
    portfolio = full_portfolio(seed)
    other = Portfolio.model_validate(scaled(portfolio.model_dump(mode="json", exclude_defaults=True)))
    before, after = planned(portfolio), planned(other)
    assert (before is None) == (after is None)
    assume(before is not None)
    assert before is not None
    assert after is not None
    assert after.goals[0].value == before.goals[0].value
    assert loss(LeastCost(), after) == loss(LeastCost(), before) * 1000
    assert sum(after.starts.values()) == sum(before.starts.values())


@pytest.mark.parametrize("goals", [(Fastest(),), GOALS, (MostValue(),)])
@given(SEEDS, st.sampled_from([0.0, 10.0]))
@settings(law, max_examples=20)
def test_what_brings_nothing_is_never_chosen(goals: tuple[Goal, ...], seed: int, cost: float) -> None:
    portfolio = full_portfolio(seed)
    useless = Initiative(id="useless", cost=cost).model_dump(mode="json")
    other = changed(portfolio, lambda data: data["initiatives"].insert(0, useless))
    before, after = planned(portfolio, *goals), planned(other, *goals)
    assert values(before) == values(after)
    assume(after is not None)
    assert after is not None
    assert "useless" not in after.starts


@given(SEEDS)
@law
def test_dates_change_only_labels(seed: int) -> None:
    portfolio = full_portfolio(seed)
    dated = Horizon(periods=portfolio.periods, unit="month", start=date(2027, 11, 30))
    other = changed(portfolio, lambda data: data.update(horizon=dated))
    before, after = planned(portfolio), planned(other)
    assert values(before) == values(after)
    assume(before is not None)
    assert before is not None
    assert after is not None
    assert before.starts == after.starts
    assert [state.distance for state in before.periods] == [state.distance for state in after.periods]
    assert [state.label for state in after.periods][1:3] == ["2027-11", "2027-12"][: portfolio.periods]
