"""Whether any plan is as good as a target, against all schedules; never more time than there is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan, without_a_plan

from omniprio import Closest, Fastest, Initiative, LeastCost, MostValue, Portfolio, Soonest, check
from omniprio.answers.best import Search, Unsettled, worths
from omniprio.answers.reaching import reached

if TYPE_CHECKING:
    from omniprio.goals import Goal

ROTATION: list[list[Goal]] = [
    [Fastest(), LeastCost()],
    [Closest(), LeastCost(), MostValue()],
    [MostValue()],
    [LeastCost(), Fastest()],
    [Soonest(distance=0.6), LeastCost()],
]
WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.6})
TWO = Portfolio(horizon=2, initiatives=[WEB, APP], budget=40)


@pytest.mark.parametrize("seed", without_a_plan(4))
def test_nothing_is_reached_where_there_is_no_schedule(seed: int) -> None:
    goals = ROTATION[seed % len(ROTATION)]
    assert reached(full_portfolio(seed), (Fraction(10**9),) * len(goals), Search(goals), share=1) is None


@pytest.mark.parametrize("seed", slow_after(8, with_a_plan(26)))
def test_it_is_reached_just_where_some_schedule_is_as_good(seed: int) -> None:
    drawn = full_portfolio(seed)
    goals = ROTATION[seed % len(ROTATION)]
    schedules = judge(drawn)
    search = Search(goals)
    values = sorted({worths(goals, drawn, schedules.schedule(row)) for row in range(len(schedules))})
    for target in {values[0], values[len(values) // 2], values[-1]}:
        found = reached(drawn, target, search, share=1)
        assert found is not None
        assert check(drawn, found).ok
        assert worths(goals, drawn, found) <= target
    *before, last = values[0]
    assert reached(drawn, (*before, last - Fraction(1, 10**4)), search, share=1) is None


def test_without_time_only_what_is_near_is_known() -> None:
    goals: list[Goal] = [Fastest(), LeastCost()]
    over = Search(goals, time_limit=1e-9)
    target = worths(goals, TWO, {"web": 1})
    assert reached(TWO, target, over, share=1, near=[{"web": 2}, {"app": 1}]) == {"app": 1}
    with pytest.raises(Unsettled):
        reached(TWO, target, over, share=1, near=[{"web": 2}])
    with pytest.raises(Unsettled):  # both at once cost 50 of 40
        reached(TWO, target, over, share=1, near=[{"web": 1, "app": 1}])


def test_a_schedule_nearby_that_is_worse_does_not_stand_in_the_way() -> None:
    target = worths([Fastest(), LeastCost()], TWO, {"app": 1})
    found = reached(TWO, target, Search([Fastest(), LeastCost()]), share=1, near=[{"web": 1}])
    assert found == {"app": 1}  # as fast as web, and 20 instead of 30
