"""A first schedule without search: what it takes in, what it leaves room for, and how often it finds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.large import earning_portfolio, large_portfolio
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.goals import Balanced, Blend, Closest, Fastest, LeastCost, MostValue, Soonest, Steady
from omniprio.greedy import first_schedule
from omniprio.portfolio import (
    Benefit,
    Budget,
    Capacity,
    Cost,
    Group,
    Initiative,
    Portfolio,
    Requirement,
    Synergy,
    requirements,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.goals import Goal

EVERY_GOAL: tuple[Goal, ...] = (
    Fastest(),
    Closest(),
    Soonest(),
    Balanced(),
    MostValue(),
    LeastCost(),
    Steady(starts={"a": 2, "gone": 1}),
    Blend(parts=[{"goal": Fastest(), "weight": 1.0}, {"goal": LeastCost(), "weight": 0.001}]),
)


def portfolio_of(*initiatives: Initiative, **other: object) -> Portfolio:
    """Return a portfolio of four periods, unless it says otherwise."""
    return Portfolio.model_validate({"horizon": 4, "initiatives": initiatives, **other})


def must(name: str, **other: object) -> Initiative:
    """Return an initiative that is decided."""
    return Initiative.model_validate({"id": name, "decision": "must", **other})


@pytest.mark.slow
@pytest.mark.parametrize(("draw", "least"), [(core_portfolio, 0.97), (full_portfolio, 0.97)])
def test_it_finds_a_schedule_nearly_wherever_there_is_one(
    draw: Callable[[int], Portfolio], least: float
) -> None:
    found, there = 0, 0
    for seed in range(120):
        portfolio = draw(seed)
        if check(portfolio, {}).ok:  # doing nothing keeps the rules, so there is nothing to find
            continue
        starts = first_schedule(portfolio, [EVERY_GOAL[seed % len(EVERY_GOAL)]])
        there += len(judge(portfolio)) > 0
        found += starts is not None
        assert starts is None or check(portfolio, starts).ok
    assert there > 20
    assert found >= least * there


@pytest.mark.parametrize("seed", slow_after(5, range(200, 240)))
@pytest.mark.parametrize("goal", EVERY_GOAL, ids=lambda goal: goal.kind)
def test_whatever_the_goal_it_keeps_the_rules(goal: Goal, seed: int) -> None:
    portfolio = full_portfolio(seed)
    starts = first_schedule(portfolio, [goal])
    assert starts is None or check(portfolio, starts).ok
    assert starts is not None or not check(portfolio, {}).ok


def test_large_ones_are_filled() -> None:
    disc = large_portfolio(0)
    starts = first_schedule(disc, [Fastest()])
    assert starts is not None
    assert check(disc, starts).recount.distance[-1] < 0.05  # of 1 at the start
    earning = earning_portfolio(0, count=80)
    earned = first_schedule(earning, [MostValue()])
    assert earned is not None
    assert check(earning, earned).recount.value > 0


def test_what_is_decided_comes_with_what_it_requires_and_in_time() -> None:
    b = must("b", requires=["a"], deadline=3)
    starts = first_schedule(
        portfolio_of(b, Initiative(id="a", duration=2), Initiative(id="c")), [LeastCost()]
    )
    assert starts == {"a": 1, "b": 3}


def test_what_is_more_pressing_goes_first() -> None:
    each = [must("slow", effort={"crew": 1}), must("fast", effort={"crew": 1}, deadline=1)]
    assert first_schedule(portfolio_of(*each, capacities={"crew": 1}), [LeastCost()]) == {
        "fast": 1,
        "slow": 2,
    }


def test_money_that_is_not_carried_over_is_spent_in_its_period() -> None:
    budget = Budget(per_period=(10, 30, 10, 10), carry_over=False)
    assert first_schedule(portfolio_of(must("a", cost=20), budget=budget), [LeastCost()]) == {"a": 2}
    saved = budget.model_copy(update={"carry_over": True})  # 10 and 30 by the end of 2
    assert first_schedule(portfolio_of(must("a", cost=35), budget=saved), [LeastCost()]) == {"a": 2}


def test_running_costs_count_to_the_end() -> None:
    running = Cost(amount=10, running=5)  # 10 + 3 x 5 = 25 from period 1, 10 + 2 x 5 = 20 from period 2
    assert first_schedule(portfolio_of(must("a", cost=running), budget=20), [LeastCost()]) == {"a": 2}


def test_a_third_of_an_amount_fills_a_budget_exactly() -> None:
    thirds = must("a", cost=10, duration=3)
    budget = Budget(per_period=(10 / 3 + 0.0001,) * 4, carry_over=False)  # 3.3334 in each, 10/3 is spent
    assert first_schedule(portfolio_of(thirds, budget=budget), [LeastCost()]) == {"a": 1}
    assert first_schedule(portfolio_of(thirds, budget=10), [LeastCost()]) == {"a": 1}


def test_the_cheaper_of_two_that_would_do() -> None:
    choice = Requirement(of=("dear", "cheap"), match="any")
    portfolio = portfolio_of(
        must("b", requires=[choice]), Initiative(id="dear", cost=9), Initiative(id="cheap", cost=4), budget=10
    )
    assert first_schedule(portfolio, [LeastCost()]) == {"cheap": 1, "b": 2}


def test_a_field_that_is_needed_is_raised_first() -> None:
    b = must("b", needs={"R2": 0.5})
    giver = Initiative(id="giver", advances={"R2": 0.6}, duration=2)
    assert first_schedule(portfolio_of(b, giver), [LeastCost()]) == {"giver": 1, "b": 3}


def test_what_needs_a_field_that_only_it_advances_is_given_up() -> None:
    own = must("own", needs={"R2": 0.5}, advances={"R2": 0.6})
    assert first_schedule(portfolio_of(own), [LeastCost()]) is None


def test_groups() -> None:
    a, b, c = (Initiative(id=name, cost=cost, benefit=9) for name, cost in (("a", 5), ("b", 3), ("c", 4)))
    one = Group(id="one", members=("a", "b"), at_least=1, at_most=1)
    assert first_schedule(portfolio_of(a, b, groups=[one], budget=9), [LeastCost()]) == {"b": 1}
    both = Group(id="both", members=("b", "c"), all_or_none=True)
    starts = first_schedule(portfolio_of(a, b, c, groups=[one, both], budget=9), [MostValue()])
    assert starts == {"b": 1, "c": 1}


def test_what_two_cost_together_must_fit_too() -> None:
    pair = [Initiative(id="a", cost=5, benefit=9), Initiative(id="b", cost=5, benefit=8)]
    strife = Synergy(id="strife", of=("a", "b"), cost=3)
    assert first_schedule(portfolio_of(*pair, synergies=[strife], budget=12), [MostValue()]) == {"a": 1}
    assert first_schedule(portfolio_of(*pair, synergies=[strife], budget=13), [MostValue()]) == {
        "a": 1,
        "b": 1,
    }


def test_what_loses_money_is_done_only_for_what_earns_more() -> None:
    loss = Initiative(id="loss", cost=10)
    gain = Initiative(id="gain", benefit=Benefit(profile=(15,)), requires=("loss",))  # 15 - 10 = 5
    less = Initiative(id="less", benefit=Benefit(profile=(8,)), requires=("loss",))  # 8 - 10 = -2
    assert first_schedule(portfolio_of(loss, gain, budget=10), [MostValue()]) == {"loss": 1, "gain": 2}
    assert first_schedule(portfolio_of(loss, less, budget=10), [MostValue()]) == {}


def test_what_was_promised_keeps_its_start_where_it_can() -> None:
    pair = [Initiative(id="a"), Initiative(id="b", latest_start=2)]  # b can no longer start in 4
    goal = Steady(starts={"a": 3, "b": 4})
    assert first_schedule(portfolio_of(*pair), [goal]) == {"a": 3}


def test_nothing_is_placed_once_the_time_is_over() -> None:
    portfolio = large_portfolio(0)
    assert first_schedule(portfolio, [Fastest()], lambda: True) == {}
    asked = iter(range(100))
    starts = first_schedule(portfolio, [Fastest()], lambda: next(asked) > 5)
    assert starts
    assert len(starts) < len(first_schedule(portfolio, [Fastest()]) or ())


def test_as_much_is_spent_as_is_asked_for() -> None:
    pair = [Initiative(id="a", cost=30), Initiative(id="b", cost=20)]
    asks = Budget(total=60, at_least=40)  # a alone is 30, b beside it 50
    assert first_schedule(portfolio_of(*pair, budget=asks), [LeastCost()]) == {"a": 1, "b": 1}


def test_a_team_has_as_much_to_do_as_is_asked_for() -> None:
    one = Initiative(id="a", duration=2, effort={"crew": 3})
    other = Initiative(id="b", duration=2, effort={"crew": 2})
    crew = Capacity(
        amount=3, at_least=(None, None, 2, 2)
    )  # what is first, in 1 and 2, leaves 3 and 4 without work
    starts = first_schedule(portfolio_of(one, other, capacities={"crew": crew}), [LeastCost()])
    assert starts == {"a": 3}  # what takes most is tried first


def test_a_group_has_the_share_it_is_to_have() -> None:
    # a must be done and costs 30; b beside it makes 10 of 40, a quarter
    pair = [must("a", cost=30), Initiative(id="b", cost=10)]
    quarter = Group(id="new", members=("b",), fund="money", least_share=0.25)
    assert first_schedule(portfolio_of(*pair, groups=[quarter]), [LeastCost()]) == {"a": 1, "b": 1}


def test_a_share_of_scores_that_add_up_to_nothing_is_no_fault_of_arithmetic() -> None:
    # a scores 1 and b -1: together 0, of which a would be at most half
    both = [
        Initiative(id=name, scores={"fit": score}, decision="must", advances={"R2": 0.5})
        for name, score in (("a", 1), ("b", -1))
    ]
    half = Group(id="half", members=("a",), score="fit", most_share=0.5)
    assert first_schedule(Portfolio(horizon=1, initiatives=both, groups=[half]), [Fastest()]) is None


def test_what_is_placed_is_held_against_the_requirements_that_name_it_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[int] = []

    def longest_wait_of(entry: Requirement, own: int, other: int) -> int | None:
        looked_at.append(own)
        return requirements.longest_wait_of(entry, own, other)

    monkeypatch.setattr("omniprio.greedy.placing.longest_wait_of", longest_wait_of)
    chain = [Initiative(id="0", duration=2, decision="must")]
    for place in range(1, 20):
        before = Requirement(
            of=[str(place - 1)], lag=-1
        )  # overlaps by a period, so that it can be broken later
        chain.append(Initiative(id=str(place), duration=2, decision="must", requires=[before]))
    portfolio = Portfolio(horizon=21, initiatives=chain)
    assert first_schedule(portfolio, [LeastCost()]) == {str(place): place + 1 for place in range(20)}
    assert (
        len(looked_at) <= 2 * 2 * 19
    )  # each of 19 links when either end is placed, in at most two schedules
