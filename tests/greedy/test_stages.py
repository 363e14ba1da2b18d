"""Stages: a small program says what is complete by when, and a schedule of it keeps the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio import own_search, prioritise
from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.goals import Fastest, goal_value
from omniprio.greedy import InStages, schedules_in_order
from omniprio.heuristic import Run, on_average
from omniprio.portfolio import Budget, Initiative, Portfolio, window_of
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

GOAL = Fastest()


def stages_of(portfolio: Portfolio, count: int) -> InStages:
    return InStages(portfolio, {one.id: window_of(one, portfolio) for one in portfolio.initiatives}, count)


def average_of(stages: InStages) -> dict[str, float]:
    steps = on_average(stages.program, stages.objective, stages.chains, stages.gates, Run(Limits()))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: dict[str, float] = end.value
            return found


def told(portfolio: Portfolio, count: int = 3) -> dict[str, int]:
    stages = stages_of(portfolio, count)
    starts = stages.schedule(average_of(stages), (GOAL,))
    assert starts is not None
    return starts


def value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    found = goal_value(GOAL, portfolio, starts)
    assert found is not None
    return found


def two_rings(*, weight: float = 1.0, budget: Budget | None = None, **fields: object) -> Portfolio:
    """A1 costs 20 with what it requires, A2 behind it 20, B1 40; 10 a period over eight periods, and one team of two."""
    return Portfolio(
        horizon=8,
        disc=Disc(
            disciplines=(Discipline(id="A", levels=2), Discipline(id="B", levels=1, weight=weight)),
            start_level=0,
            provenance="invented",
        ),
        initiatives=[
            Initiative(id="b1", cost=40, effort={"crew": 1}, advances={"B1": 1.0}),
            Initiative(id="a2", cost=20, effort={"crew": 1}, advances={"A2": 1.0}),
            Initiative(id="a1", cost=10, effort={"crew": 1}, advances={"A1": 1.0}, requires=["base"]),
            Initiative(id="base", cost=10, effort={"crew": 1}),
        ],
        capacities={"crew": 2},
        budget=budget or Budget(per_period=10),
        **fields,
    )


def test_what_is_complete_by_when() -> None:
    # by the end of period 4 there are 40: A1 and A2, or B1; two rings are more than one
    assert average_of(stages_of(two_rings(), 2)) == pytest.approx({"a1": 0, "base": 0, "a2": 0, "b1": 1})
    # B1 that weighs three times as much is more than both
    assert average_of(stages_of(two_rings(weight=3.0), 2)) == pytest.approx(
        {"b1": 0, "a1": 1, "base": 1, "a2": 1}
    )


def test_what_cannot_be_paid_in_all_is_left_out() -> None:
    # 5 a period are 20 after four periods and 40 in all: A1, then A2; there is never room for B1 beside them
    few = two_rings(budget=Budget(per_period=5))
    assert average_of(stages_of(few, 2)) == pytest.approx({"a1": 0, "base": 0, "a2": 1})


def test_a_budget_of_each_period_adds_up_over_a_stage() -> None:
    # what is not spent is lost, and b1 costs 40 at once: the program in stages only adds up, placing keeps the rule
    each = two_rings(budget=Budget(per_period=20, carry_over=False))
    stages = stages_of(each, 2)
    assert average_of(stages)["b1"] == pytest.approx(0)
    starts = stages.schedule(average_of(stages), (GOAL,))
    assert starts is not None
    assert check(each, starts).ok
    assert "b1" not in starts


def test_people_of_all_periods_of_a_stage_add_up() -> None:
    # a crew of 1 works 4 periods up to the end of the first stage; each of the five takes two, so that two fit, then two more
    many = Portfolio(
        horizon=8,
        disc=Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0, provenance="invented"),
        initiatives=[
            Initiative(id=f"i{n}", duration=2, effort={"crew": 1}, advances={"A1": (10 + n) / 100})
            for n in range(5)
        ],
        capacities={"crew": 1},
    )
    assert average_of(stages_of(many, 2)) == pytest.approx({"i4": 0, "i3": 0, "i2": 1, "i1": 1})


def test_in_full_only_rings_that_are_reached_count() -> None:
    halves = [Initiative(id=name, cost=50, advances={"B1": 0.5}) for name in ("left", "right")]
    full = two_rings(credit="full")
    portfolio = full.model_copy(update={"initiatives": (*full.initiatives[1:], *halves)})
    # A1 and A2 for 40 by period 4; then there are 40 more, and B1 takes 100: a part of it counts for nothing
    assert average_of(stages_of(portfolio, 2)) == pytest.approx({"a1": 0, "base": 0, "a2": 0})


def test_the_schedule_is_the_same_again() -> None:
    portfolio = large_portfolio(3, 16, 8)
    starts = told(portfolio)
    assert starts == told(portfolio)
    assert check(portfolio, starts).ok


@pytest.mark.parametrize("seed", slow_after(4, range(60)))
def test_whatever_rules_there_are_it_is_stated_and_a_schedule_is_told(seed: int) -> None:
    portfolio = full_portfolio(seed)
    stages = stages_of(portfolio, 3)
    assert average_of(stages).keys() <= portfolio.by_id.keys()
    starts = stages.schedule(average_of(stages), (GOAL,))
    assert starts is None or starts.keys() <= portfolio.by_id.keys()


@pytest.mark.slow
def test_a_large_portfolio_is_planned_in_stages_first(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    begun = InStages.__init__

    def noted(self: InStages, portfolio: Portfolio, windows: object, count: int, *rest: object) -> None:
        counts.append(count)
        begun(self, portfolio, windows, count, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(InStages, "__init__", noted)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 1)
    monkeypatch.setattr(own_search, "_TOO_MANY_COLUMNS", 1)
    monkeypatch.setattr(own_search, "_has_another_core", lambda: False)
    portfolio = large_portfolio(3, 8, 6)
    plan = prioritise(portfolio, [GOAL], time_limit=60)
    assert counts == [4, 6]
    assert plan.proven
    assert check(portfolio, plan.starts).ok


@pytest.mark.slow
@pytest.mark.parametrize("give_none", [True, False])
def test_orders_of_rings_come_where_no_stages_give_a_schedule(
    monkeypatch: pytest.MonkeyPatch, *, give_none: bool
) -> None:
    asked: list[Portfolio] = []

    def noted(portfolio: Portfolio, *rest: Any) -> Any:  # noqa: ANN401
        asked.append(portfolio)
        return schedules_in_order(portfolio, *rest)

    monkeypatch.setattr(own_search, "schedules_in_order", noted)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 1)
    monkeypatch.setattr(own_search, "_TOO_MANY_COLUMNS", 1)
    monkeypatch.setattr(own_search, "_has_another_core", lambda: False)
    if give_none:
        monkeypatch.setattr(InStages, "schedule", lambda *_: None)
    portfolio = large_portfolio(3, 8, 6)
    assert prioritise(portfolio, [GOAL], time_limit=60).proven
    assert bool(asked) == give_none
