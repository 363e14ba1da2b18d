"""What is due first is placed first: the schedules are better each time, keep the rules, and none beats the best there is."""

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
from omniprio.greedy import ByDue, first_schedule
from omniprio.portfolio import Initiative, Milestone, Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

GOAL = Fastest()


def value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    found = goal_value(GOAL, portfolio, starts)
    assert found is not None
    return found


def told(portfolio: Portfolio, starts: Mapping[str, int]) -> list[dict[str, int]]:
    return [one for one in ByDue(portfolio, (GOAL,)).going_on(starts) if one is not None]


def one_at_a_time(**fields: object) -> Portfolio:
    """A1 takes two halves of a period each and A2 behind it one, B1 one after another; one person works at one of them at a time."""
    return Portfolio(
        horizon=6,
        disc=Disc(
            disciplines=(Discipline(id="A", levels=2), Discipline(id="B", levels=1)),
            start_level=0,
            provenance="invented",
        ),
        initiatives=[
            Initiative(id="second", effort={"crew": 1}, advances={"A2": 1.0}),
            Initiative(id="left", effort={"crew": 1}, advances={"A1": 0.5}),
            Initiative(id="right", effort={"crew": 1}, advances={"A1": 0.5}),
            Initiative(id="b1", effort={"crew": 1}, advances={"B1": 1.0}, requires=["base"]),
            Initiative(id="base", effort={"crew": 1}),
            Initiative(id="idle", effort={"crew": 1}),
        ],
        capacities={"crew": 1},
        **fields,
    )


def without(portfolio: Portfolio, *names: str) -> Portfolio:
    others = [one for one in portfolio.initiatives if one.id not in names]
    return portfolio.model_copy(update={"initiatives": tuple(others)})


def test_what_waits_behind_a_ring_makes_way_for_it() -> None:
    portfolio = without(one_at_a_time(), "b1", "base", "idle")
    assert told(portfolio, {"second": 1, "left": 2, "right": 3})[-1] == {"left": 1, "right": 2, "second": 3}


def test_what_helps_nothing_makes_way_and_what_is_required_comes_first() -> None:
    portfolio = without(one_at_a_time(), "second", "left", "right")
    assert told(portfolio, {"idle": 1, "base": 2, "b1": 3})[-1] == {"base": 1, "b1": 2, "idle": 3}


def test_what_was_left_out_comes_in_where_a_field_lacks_it() -> None:
    portfolio = without(one_at_a_time(), "b1", "base", "idle")
    assert told(portfolio, {"left": 1})[-1] == {"left": 1, "right": 2, "second": 3}


def test_what_has_a_deadline_is_due_then() -> None:
    few = without(one_at_a_time(), "b1", "base", "idle")
    right = few.by_id["right"].model_copy(update={"deadline": 1})
    portfolio = few.model_copy(update={"initiatives": (*few.initiatives[:2], right)})
    assert told(portfolio, {"right": 1, "second": 2, "left": 3})[-1] == {"right": 1, "left": 2, "second": 3}


def test_what_must_be_done_is_kept() -> None:
    due = Milestone(id="early", by=1, complete=("idle",))
    portfolio = without(one_at_a_time(milestones=(due,)), "b1", "base")
    schedules = told(portfolio, {"idle": 1, "second": 2, "left": 3, "right": 4})
    assert schedules[-1] == {"idle": 1, "left": 2, "right": 3, "second": 4}
    assert all(check(portfolio, starts).ok for starts in schedules)


def test_where_what_must_be_done_does_not_fit_there_is_nothing() -> None:
    both = tuple(Milestone(id=name, by=1, complete=(name,)) for name in ("idle", "left"))
    assert not told(one_at_a_time(milestones=both), {"idle": 1})


def test_it_is_the_same_again_and_better_each_time() -> None:
    portfolio = large_portfolio(0, 16, 8)
    begun = first_schedule(portfolio, (GOAL,))
    assert begun is not None
    schedules = [begun, *told(portfolio, begun)]
    assert schedules[1:] == told(portfolio, begun)
    assert len(schedules) > 1
    assert all(check(portfolio, starts).ok for starts in schedules)
    assert all(before > after for before, after in pairwise(value(portfolio, starts) for starts in schedules))


@pytest.mark.parametrize("seed", slow_after(3, with_a_plan(60)))
def test_what_keeps_the_rules_is_no_better_than_the_best(seed: int) -> None:
    portfolio = full_portfolio(seed)
    schedules = judge(portfolio)
    best = schedules.value(GOAL, int(schedules.best_rows([GOAL])[0]))
    assert best is not None
    for starts in told(portfolio, first_schedule(portfolio, (GOAL,)) or {}):
        if check(portfolio, starts).ok:
            assert value(portfolio, starts) >= best
