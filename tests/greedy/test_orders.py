"""Orders of rings: each becomes a schedule, those that are told are better and better, and none beats the best there is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.goals import Fastest, goal_value
from omniprio.greedy import schedules_in_order
from omniprio.portfolio import Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

GOAL = Fastest()


def value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    found = goal_value(GOAL, portfolio, starts)
    assert found is not None
    return found


def told(portfolio: Portfolio) -> list[dict[str, int]]:
    return [starts for starts in schedules_in_order(portfolio, (GOAL,)) if starts is not None]


def one_after_the_other(**fields: object) -> Portfolio:
    """Three rings: A1 and A2 take a period each, B1 takes three, by one person at a time."""
    return Portfolio(
        horizon=5,
        disc=Disc(
            disciplines=(Discipline(id="B", levels=1), Discipline(id="A", levels=2)),
            start_level=0,
            provenance="invented",
        ),
        initiatives=[
            Initiative(id=name.lower(), duration=periods, effort={"crew": 1}, advances={name: 1.0})
            for name, periods in (("A1", 1), ("A2", 1), ("B1", 3))
        ],
        capacities={"crew": 1},
        **fields,
    )


def test_an_order_that_is_better_than_ring_by_ring_is_found() -> None:
    schedules = told(one_after_the_other())
    # ring by ring: B1 in 1 to 3, A1 in 4, A2 in 5; A1 and A2 first are there from 1 and 2 on, B1 from 5 on
    assert schedules[0] == {"b1": 1, "a1": 4, "a2": 5}
    assert schedules[-1] == {"a1": 1, "a2": 2, "b1": 3}


def test_what_completes_no_ring_is_not_begun_where_only_rings_count() -> None:
    half = Initiative(id="half", advances={"A2": 0.5})
    portfolio = one_after_the_other(credit="full")
    without = portfolio.model_copy(update={"initiatives": (*portfolio.initiatives[::2], half)})
    assert all("half" not in starts for starts in told(without))
    assert any("half" in starts for starts in told(without.model_copy(update={"credit": "partial"})))


def test_it_is_the_same_again_and_better_each_time() -> None:
    portfolio = large_portfolio(3, 16, 8)
    schedules = told(portfolio)
    assert schedules == told(portfolio)
    assert len(schedules) > 1
    assert all(check(portfolio, starts).ok for starts in schedules)
    assert all(before > after for before, after in pairwise(value(portfolio, starts) for starts in schedules))


@pytest.mark.parametrize("seed", slow_after(10, with_a_plan(60)))
def test_what_keeps_the_rules_is_no_better_than_the_best(seed: int) -> None:
    portfolio = full_portfolio(seed)
    schedules = judge(portfolio)
    best = schedules.value(GOAL, int(schedules.best_rows([GOAL])[0]))
    assert best is not None
    for starts in told(portfolio):
        if check(portfolio, starts).ok:
            assert value(portfolio, starts) >= best
