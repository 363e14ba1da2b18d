"""In which periods work is done once its start is known, and what follows from that in every account."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge.judging import judged
from judge.random_times import timed_portfolio
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.errors import InvalidInputError
from omniprio.goals import Fastest, Goal, LeastCost, MostValue, goal_value
from omniprio.optimise import prioritise
from omniprio.plan import plan_of
from omniprio.portfolio import Budget, Cost, Initiative, Portfolio, as_begun, window_of

GOALS: tuple[list[Goal], ...] = ([MostValue()], [Fastest(), MostValue()])


def around(*closed: int, duration: int = 2, own: tuple[int, ...] = (), **dates: int) -> Portfolio:
    web = Initiative.model_validate(
        {"id": "web", "duration": duration, "cost": {"amount": 60, "running": 5}, "closed": own, **dates}
    )
    return Portfolio(horizon=6, closed=closed, initiatives=[web])


@pytest.mark.parametrize(
    ("portfolio", "window"),
    [
        (around(2, 3), [1, 4, 5]),  # from 1: 1 and 4; from 5: 5 and 6; from 6: 6 and 7
        (around(2, own=(3,)), [1, 4, 5]),
        (around(6), [1, 2, 3, 4]),  # from 4: 4 and 5; from 5: 5 and 7
        (around(2, 3, deadline=4), [1]),  # from 1 complete in 4, from 4 in 5
        (around(2, latest_start=3), [1, 3]),
        (around(2, earliest_start=2), [3, 4, 5]),
        (around(2, fixed_start=2), []),
        (around(1, 2, 3, 4, 5), []),
        (around(9), [1, 2, 3, 4, 5]),
    ],
)
def test_where_work_may_start(portfolio: Portfolio, window: list[int]) -> None:
    assert list(window_of(portfolio.by_id["web"], portfolio)) == window
    for start in range(1, 7):
        assert check(portfolio, {"web": start}).ok == (start in window)


def test_money_of_work_with_a_pause() -> None:
    portfolio = around(2, 3)
    begun = as_begun(portfolio.by_id["web"], 1, portfolio)
    assert begun.duration == 4
    assert begun.paid["money"] == (Fraction(30), Fraction(0), Fraction(0), Fraction(30))
    # 60, and 5 in periods 5 and 6
    assert goal_value(LeastCost(), portfolio, {"web": 1}) == 70
    plan = plan_of(portfolio, {"web": 1})
    assert [state.spending["money"] for state in plan.periods[1:]] == [30, 0, 0, 30, 5, 5]
    assert (plan.schedule[0].finish, plan.schedule[0].pauses) == (4, (2, 3))


@pytest.mark.parametrize(
    ("spread", "paid"), [("start", [60, 0, 0]), ("completion", [0, 0, 60]), ("even", [30, 0, 30])]
)
def test_when_the_cost_falls(spread: str, paid: list[int]) -> None:
    web = Initiative(id="web", duration=2, cost=Cost.model_validate({"amount": 60, "spread": spread}))
    portfolio = Portfolio(horizon=3, closed=[2], initiatives=[web])
    assert [state.spending["money"] for state in plan_of(portfolio, {"web": 1}).periods[1:]] == paid


def test_profiles_of_cost_and_effort_wait_and_that_of_benefit_does_not() -> None:
    # work in 1 and 3: costs 10 and 20, effort 1 and 2; the benefit counts every period from the start on
    web = Initiative.model_validate(
        {
            "id": "web",
            "duration": 2,
            "cost": {"profile": [10, 20]},
            "effort": {"crew": [1, 2]},
            "benefit": {"profile": [7, 8, 9, 6], "counted_from": "start"},
        }
    )
    portfolio = Portfolio(horizon=3, closed=[2], initiatives=[web], capacities={"crew": 2})
    plan = plan_of(portfolio, {"web": 1})
    assert [state.load["crew"] for state in plan.periods[1:]] == [1, 0, 2]
    assert goal_value(MostValue(), portfolio, {"web": 1}) == 7 + 8 + 9 - 10 - 20


def test_a_must_without_an_open_period_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="closed 1, closed 2"):
        Portfolio(horizon=2, closed=[1, 2], initiatives=[Initiative(id="web", decision="must")])


def test_a_freeze_makes_the_dear_one_wait() -> None:
    # a brings 10 a period, b 9; the crew does one at a time, and a may not work in 2: begun in 1 it is complete in 3.
    # a in 3 and 4, b in 1 and 2: 10 x 1 + 9 x 3 = 37; a in 1 and 3, b none: 20; b in 1 and 2 first, or a in 1 and 3 and
    # b in 4: 20 + 0
    one = Initiative(id="a", duration=2, benefit=10, effort={"crew": 1}, closed=[2])
    two = Initiative(id="b", duration=2, benefit=9, effort={"crew": 1})
    plan = prioritise(Portfolio(horizon=4, initiatives=[one, two], capacities={"crew": 1}), [MostValue()])
    assert (plan.starts, plan.goals[0].value) == ({"b": 1, "a": 3}, 37)


def test_what_runs_over_spends_to_the_last_period_and_earns_nothing() -> None:
    # six quarters at 10 each, of which four are in the plan; 200 come when it is there
    data = {"id": "plant", "duration": 6, "cost": {"profile": [10] * 6}, "benefit": {"profile": [200]}}
    plant = Initiative.model_validate(data | {"may_run_over": True})
    portfolio = Portfolio(horizon=4, budget=Budget(per_period=12), initiatives=[plant])
    plan = plan_of(portfolio, {"plant": 1})
    assert goal_value(MostValue(), portfolio, {"plant": 1}) == -40
    assert [state.spending["money"] for state in plan.periods[1:]] == [10, 10, 10, 10]
    assert (plan.schedule[0].finish, plan.cost) == (6, 40)
    assert plan.schedule[0].reason == "Goes on after the last period and is complete in period 6."
    # begun in 4 of 6 it spends 10 x 3 in the horizon
    assert plan_of(portfolio.model_copy(update={"horizon": 6}), {"plant": 4}).cost == 30
    assert not check(
        portfolio.model_copy(update={"initiatives": [Initiative.model_validate(data)]}), {"plant": 1}
    ).ok


@pytest.mark.parametrize("spread", ["start", "completion", "even"])
def test_what_counts_from_the_start_is_not_earned_by_what_runs_over(spread: str) -> None:
    data = {
        "id": "a",
        "duration": 4,
        "may_run_over": True,
        "cost": {"amount": 80, "spread": spread, "running": 7},
    }
    benefit = {"profile": [5, 5, 5, 5], "counted_from": "start"}
    portfolio = Portfolio(horizon=3, initiatives=[Initiative.model_validate({**data, "benefit": benefit})])
    spent = {"start": 80, "completion": 0, "even": 20 * 2}[spread]
    assert goal_value(MostValue(), portfolio, {"a": 2}) == -spent


@pytest.mark.slow
@pytest.mark.parametrize("seed", slow_after(16, range(80)))
def test_time_that_is_no_plain_row_of_periods_equals_brute_force(seed: int) -> None:
    verdict = judged(timed_portfolio(seed), GOALS[seed % 2])
    assert verdict.kind in {"certified", "proven", "no plan"}, verdict.why
