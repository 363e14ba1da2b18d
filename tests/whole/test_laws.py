"""What must hold for every portfolio, on random ones: more of anything never hurts, and names are only names."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio.goals import Closest, Fastest, Goal, LeastCost, MostValue, goal_value, worth
from omniprio.infeasibility import InfeasibleError
from omniprio.optimise import prioritise
from omniprio.portfolio import Horizon, Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from _pytest.mark import ParameterSet

    from omniprio.plan import Plan

    Data = dict[str, Any]

CASES = 40
QUICK = 8
ANY = slow_after(QUICK, range(CASES))
"""Seeds of portfolios with a plan or without."""

FEASIBLE = slow_after(QUICK, with_a_plan(CASES))
FIRST_GOALS: tuple[Goal, ...] = (Fastest(), Closest(), MostValue(), LeastCost())
GOALS: tuple[Goal, ...] = (Fastest(), LeastCost())


def feasible(has: Callable[[Portfolio], object]) -> list[ParameterSet]:
    """Return seeds of portfolios that have a plan and something else."""
    return slow_after(
        QUICK, islice((seed for seed in with_a_plan(4 * CASES) if has(full_portfolio(seed))), CASES)
    )


def first_goal(seed: int) -> Goal:
    return FIRST_GOALS[random.Random(seed).randrange(len(FIRST_GOALS))]  # noqa: S311  repeatable draws


def planned(portfolio: Portfolio, *goals: Goal) -> Plan | None:
    """Return the best plan, or None where it is proven that there is none."""
    try:
        plan = prioritise(portfolio, goals or GOALS)
    except InfeasibleError:
        return None
    assert plan.proven
    return plan


@cache
def as_drawn(seed: int, *goals: Goal) -> Plan | None:
    """Return the best plan before anything is changed."""
    return planned(full_portfolio(seed), *goals)


def values(plan: Plan | None) -> list[float | None] | None:
    return None if plan is None else [result.value for result in plan.goals]


def changed(portfolio: Portfolio, change: Callable[[Data], None]) -> Portfolio:
    """Return the portfolio with its data changed."""
    data = portfolio.model_dump(mode="json", exclude_defaults=True)
    change(data)
    return Portfolio.model_validate(data)


def never_worse(seed: int, change: Callable[[Data], None]) -> None:
    """Show that a change that takes nothing away leaves the best plan at least as good."""
    portfolio, goal = full_portfolio(seed), first_goal(seed)
    before, after = as_drawn(seed, goal), planned(changed(portfolio, change), goal)
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


@pytest.mark.parametrize("seed", FEASIBLE)
def test_more_budget_never_hurts(seed: int) -> None:
    def change(data: Data) -> None:
        data["budget"] = more_budget(data.get("budget"))
        data["budgets"] = {name: more_budget(budget) for name, budget in data.get("budgets", {}).items()}

    never_worse(seed, change)


@pytest.mark.parametrize("seed", feasible(lambda portfolio: portfolio.capacities))
def test_more_capacity_never_hurts(seed: int) -> None:
    def change(data: Data) -> None:
        data["capacities"] = {name: more(amount, 1.5) for name, amount in data["capacities"].items()}

    never_worse(seed, change)


def has_dates(portfolio: Portfolio) -> bool:
    return any(entry.deadline or entry.latest_start for entry in portfolio.initiatives)


@pytest.mark.parametrize("seed", feasible(has_dates))
def test_wider_windows_never_hurt(seed: int) -> None:
    periods = full_portfolio(seed).periods

    def change(data: Data) -> None:
        for initiative in data["initiatives"]:
            for name in ("latest_start", "deadline"):
                if name in initiative:
                    initiative[name] = min(initiative[name] + 1, periods)

    never_worse(seed, change)


def requiring(portfolio: Portfolio) -> list[int]:
    return [place for place, entry in enumerate(portfolio.initiatives) if entry.requires]


@pytest.mark.parametrize("seed", feasible(requiring))
def test_a_dropped_prerequisite_never_hurts(seed: int) -> None:
    places = requiring(full_portfolio(seed))
    place = random.Random(seed).choice(places)  # noqa: S311  repeatable draws

    def change(written: Data) -> None:
        written["initiatives"][place]["requires"].pop()

    never_worse(seed, change)


NEW_NAMES = dict(zip("abcdef", ["A B", "A_B", "æble", "x_0_1", "<b>", "zz"], strict=True))


def renamed(data: Any) -> Any:  # noqa: ANN401  JSON
    """Return data in which every initiative goes by another name."""
    if isinstance(data, dict):
        return {key: renamed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [renamed(value) for value in data]
    return NEW_NAMES.get(data, data) if isinstance(data, str) else data


@pytest.mark.parametrize("seed", FEASIBLE)
def test_names_are_only_names(seed: int) -> None:
    portfolio = full_portfolio(seed)
    other = Portfolio.model_validate(renamed(portfolio.model_dump(mode="json", exclude_defaults=True)))
    before, after = as_drawn(seed), planned(other)
    assert values(before) == values(after)
    assert before is not None
    assert after is not None
    assert after.starts == {NEW_NAMES[name]: start for name, start in before.starts.items()}


@pytest.mark.parametrize("seed", ANY)
def test_the_order_given_changes_no_value(seed: int) -> None:
    portfolio, rng = full_portfolio(seed), random.Random(seed)  # noqa: S311  repeatable draws
    other = changed(portfolio, lambda data: rng.shuffle(data["initiatives"]))
    assert values(as_drawn(seed)) == values(planned(other))


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


@pytest.mark.parametrize("seed", FEASIBLE)
def test_the_currency_changes_no_schedule(seed: int) -> None:
    portfolio = full_portfolio(seed)
    other = Portfolio.model_validate(scaled(portfolio.model_dump(mode="json", exclude_defaults=True)))
    before, after = as_drawn(seed), planned(other)
    assert before is not None
    assert after is not None
    assert after.goals[0].value == before.goals[0].value
    assert loss(LeastCost(), after) == loss(LeastCost(), before) * 1000
    assert sum(after.starts.values()) == sum(before.starts.values())


@pytest.mark.parametrize("seed", slow_after(QUICK // 2, with_a_plan(CASES // 2)))
@pytest.mark.parametrize("goals", [(Fastest(),), GOALS, (MostValue(),)])
def test_what_brings_nothing_is_never_chosen(goals: tuple[Goal, ...], seed: int) -> None:
    portfolio = full_portfolio(seed)
    useless = Initiative(id="useless", cost=10 * (seed % 2)).model_dump(mode="json")
    other = changed(portfolio, lambda data: data["initiatives"].insert(0, useless))
    before, after = as_drawn(seed, *goals), planned(other, *goals)
    assert values(before) == values(after)
    assert after is not None
    assert "useless" not in after.starts


@pytest.mark.parametrize("seed", FEASIBLE)
def test_dates_change_only_labels(seed: int) -> None:
    portfolio = full_portfolio(seed)
    dated = Horizon(periods=portfolio.periods, unit="month", start=date(2027, 11, 30))
    other = changed(portfolio, lambda data: data.update(horizon=dated))
    before, after = as_drawn(seed), planned(other)
    assert values(before) == values(after)
    assert before is not None
    assert after is not None
    assert before.starts == after.starts
    assert [state.distance for state in before.periods] == [state.distance for state in after.periods]
    assert [state.label for state in after.periods][1:3] == ["2027-11", "2027-12"][: portfolio.periods]
