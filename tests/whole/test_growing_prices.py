"""What grows with the prices of a fund beside the costs of initiatives: synergies, what is bought, and answers about them."""

from __future__ import annotations

import pytest

from omniprio import (
    Benefit,
    Budget,
    Capacity,
    Closest,
    Cost,
    Fund,
    Group,
    Initiative,
    LeastCost,
    MostValue,
    Portfolio,
    Synergy,
    Window,
    check,
    plan_of,
    prioritise,
)
from omniprio.answers import Actual, frontier, qualify, with_past
from omniprio.goals import goal_value
from omniprio.report import report_html

HALF = {"money": Fund(index=0.5)}
"""Half as much again in each period: 1, 1.5, 2.25 times the price of period 1."""
WEB = Initiative(id="web", advances={"R2": 0.5}, earliest_start=2)


def saving(cost: float = 10) -> Portfolio:
    """Web and app in period 2, at 1.5 times the price: 15 for web, 15 saved by both; no money else."""
    return Portfolio(
        horizon=2,
        initiatives=[
            WEB.model_copy(update={"cost": cost}),
            Initiative(id="app", benefit=1),
            Initiative(id="shop", benefit=1),
        ],
        synergies=[Synergy(id="both", of=("web", "app"), cost=-10)],
        budget=Budget(per_period=0),
        funds=HALF,
    )


def test_what_a_synergy_saves_grows_too() -> None:
    plan = prioritise(saving(), [Closest()])
    assert plan.starts["web"] == 2
    assert "app" in plan.starts
    assert [state.spending["money"] for state in plan.periods[1:]] == [0, 0]  # 15 - 15


def test_a_synergy_is_told_at_what_it_costs_then() -> None:
    joint = plan_of(saving(), {"web": 2, "app": 1}).synergies[0]
    assert (joint.period, joint.cost) == (2, -15)  # 10 at 1.5 times the price
    assert plan_of(saving(), {"app": 1}).synergies[0].cost == -10  # missed: in prices of period 1


def test_a_pair_that_saves_enough_at_last_does_not_exclude_each_other() -> None:
    assert qualify(saving(), "web").rivals == ()


def test_what_is_bought_costs_what_it_does_then() -> None:
    # web takes 1 more than there is, at 4: 4 x 1.5 = 6 in 2, 4 x 2.25 = 9 in 3
    portfolio = Portfolio(
        horizon=3,
        initiatives=[WEB.model_copy(update={"effort": {"crew": 2}})],
        capacities={"crew": Capacity(amount=1, extra=1, extra_price=4)},
        funds=HALF,
        discount_rate=0.5,
    )
    for start, cost in ((2, 6), (3, 9)):
        plan = plan_of(portfolio, {"web": start})
        assert [(one.team, one.amount, one.cost) for one in plan.bought] == [("crew", 1, cost)]
        assert plan.cost == cost
        assert plan.periods[start].spending["money"] == cost
        # 6 / 1.5 and 9 / 2.25 are both 4
        assert goal_value(MostValue(), portfolio, {"web": start}) == -4
    assert prioritise(portfolio, [Closest(), LeastCost()]).starts == {"web": 2}


def test_a_frontier_over_prices_that_grow_is_in_millionths() -> None:
    # half a unit at 1.000001 times the price is 0.5000005, of which 0.500001 pays for it and 0.5 does not
    portfolio = Portfolio(
        horizon=2,
        initiatives=[WEB.model_copy(update={"cost": 0.5})],
        funds={"money": Fund(index=0.000001)},
        budget=5,
    )
    found = frontier(portfolio, [Closest()])
    assert [(float(point.amount), point.plan.starts) for point in found.points] == [
        (0, {}),
        (0.500001, {"web": 2}),
    ]
    assert not check(portfolio.model_copy(update={"budget": 0.5}), {"web": 2}).ok


def test_a_frontier_over_windows_and_prices_that_grow_is_in_millionths_too() -> None:
    # two thirds of the amount for period 2, down to a millionth: 0.750002 gives 0.500001 for 0.5000005, 0.750001 only 0.5
    portfolio = Portfolio(
        horizon=2,
        initiatives=[WEB.model_copy(update={"cost": 0.5})],
        funds={"money": Fund(index=0.000001)},
        budget=Budget(windows=[Window(periods=1, amount=1), Window(periods=1, amount=2)], carry_over=False),
    )
    found = frontier(portfolio, [Closest()])
    assert [(float(point.amount), point.plan.starts) for point in found.points] == [
        (0, {}),
        (0.750002, {"web": 2}),
    ]


def test_a_budget_whose_own_prices_do_not_grow_is_still_counted_exactly() -> None:
    # 1 in three even parts, two of them by the end of 2
    portfolio = Portfolio(
        horizon=3,
        initiatives=[
            Initiative(id="web", duration=3, cost=Cost(amount=1, spread="even"), advances={"R2": 0.5}),
        ],
        budgets={"it": 5},
        funds={"it": Fund(index=0.1)},
        budget=5,
    )
    assert [point.amount for point in frontier(portfolio, [Closest()]).points] == [0, 1]


def test_what_it_cost_is_in_prices_of_period_1() -> None:
    portfolio = Portfolio(
        horizon=3, initiatives=[WEB.model_copy(update={"cost": 10})], funds=HALF, budget=100
    )
    now = with_past(portfolio, 2, {"web": Actual(start=2, cost=20)})
    assert plan_of(now, {"web": 2}).cost == 30  # 20 x 1.5


def test_prices_stay_in_what_is_earned() -> None:
    portfolio = Portfolio(
        horizon=3, initiatives=[Initiative(id="web", benefit=Benefit(per_period=2))], funds=HALF
    )
    assert goal_value(MostValue(), portfolio, {"web": 1}) == 6


def test_a_group_counts_what_is_spent_at_the_prices_of_then() -> None:
    group = Group(id="dear", members=("web",), fund="money", at_most=15)
    one = Portfolio(horizon=3, initiatives=[WEB.model_copy(update={"cost": 10})], funds=HALF, groups=[group])
    assert check(one, {"web": 2}).ok  # 15
    assert not check(one, {"web": 3}).ok  # 22.5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "growth of prices for each period"), ("da", "prisstigning pr. periode")],
)
def test_the_report_says_how_prices_grow(language: str, said: str) -> None:
    portfolio = Portfolio(horizon=2, initiatives=[WEB], funds={"money": Fund(index=0.02)})
    assert said in report_html(plan_of(portfolio, {"web": 2}), language=language)
