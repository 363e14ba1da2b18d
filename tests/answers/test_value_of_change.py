"""What single changes are worth: each is planned again, as brute force would, and they are ranked."""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import best
from judge.random_portfolios import full_portfolio

from omniprio import deadline
from omniprio.answers.best import Best, Search
from omniprio.answers.changes import value_of_change
from omniprio.goals import Fastest, LeastCost, MostValue, goal_value
from omniprio.optimise import prioritise
from omniprio.portfolio import Budget, Cost, Group, Initiative, Milestone, Portfolio, Window
from omniprio.report import report_html

if TYPE_CHECKING:
    from omniprio.goals import Goal

GOALS: list[Goal] = [Fastest(), LeastCost()]
WEB = Initiative(id="web", cost=30, advances={"D2": 0.6}, effort={"crew": 2})
APP = Initiative(id="app", cost=20, advances={"D2": 0.4}, effort={"crew": 1}, requires=["web"])
TWO = Portfolio(horizon=2, initiatives=[WEB, APP], budget=50, capacities={"crew": 2}, currency="kDKK")


@pytest.mark.slow
def test_a_change_after_which_there_is_no_plan_is_told_as_that() -> None:
    # each window wants 5 spent, and there are 10 in all to spend; a third period brings a third window
    windows = [Window(periods=1, amount=10, at_least=5)] * 2
    two = [Initiative(id=name, cost=5, advances={"D2": 0.5}) for name in ("web", "app")]
    plan = prioritise(Portfolio(horizon=2, initiatives=two, budget=Budget(windows=windows)))
    found = value_of_change(plan, kinds=["horizon"])
    (row,) = found.rows
    assert (row.plan, row.goals, row.proven, row.fits) == (None, (), True, False)
    assert found.is_final
    assert "no plan then (today's plan no longer fits)" in found.summary()
    assert "så er der ingen plan" in found.summary("da")
    assert "no plan then: proven" in report_html(plan, answers=[found])


def test_each_change_by_hand() -> None:
    # D2 is 1/18 of the way. Today web runs in 1 and app in 2: what is left is 12 - 0.6, then 12 - 1, in 1/18.
    # With crew 3 both could run in 1 but for the dependency; without it crew 2 is too little for both.
    found = value_of_change(prioritise(TWO), money=10)
    by_words = {str(row.sentence): row for row in found.rows}
    assert sorted(by_words) == [
        "1 more of crew in every period",
        *(f"ambition of {name}: level 2, not 3" for name in "ACDMOR"),
        "app no longer requires web",
        "main budget: 10 kDKK more",
        "one more period",
    ]
    assert all(row.goals[0].loss == 0 for row in found.rows)
    assert found.is_final
    assert by_words["one more period"].goals[0].after == Fraction(
        114 + 110 + 110, 540
    )  # (11.4 + 11 + 11) / 3 / 18
    lower = by_words["ambition of D: level 2, not 3"]
    assert lower.goals[0].after == Fraction(
        104 + 100, 340
    )  # (10.4 + 10) / 2 / 17: a level of 18 is not asked for
    assert "`now` is today's plan" in found.summary()


def test_a_milestone_that_is_due_later_is_worth_what_it_lets_come_first() -> None:
    # one at a time: b in 1 and a in 2 earn 3 + 2 x 10 = 23; a in 1 and b in 2 would earn 3 x 10 + 2 = 32
    jobs = [Initiative(id=name, effort={"crew": 1}, benefit=gain) for name, gain in (("a", 10), ("b", 1))]
    marks = [Milestone(id="soon", by=1, complete=["b"]), Milestone(id="at last", by=3, complete=["b"])]
    portfolio = Portfolio(horizon=3, initiatives=jobs, capacities={"crew": 1}, milestones=marks)
    (row,) = value_of_change(prioritise(portfolio, [MostValue()]), kinds=["milestone"]).rows
    assert (row.subject, row.gain) == (("soon",), (Fraction(9),))
    assert row.sentence == "milestone soon due in period 2 instead of period 1"


def test_that_a_group_is_done_all_or_none_or_kept_apart_is_lifted() -> None:
    # there is money for one of two that bring 2 x 40 - 50 each; kept apart by 1 there is room for one in two periods
    both = [Initiative(id=name, cost=50, benefit=40) for name in ("web", "app")]
    whole = Portfolio(
        horizon=2,
        initiatives=both,
        budget=60,
        groups=[Group(id="both", members=["web", "app"], all_or_none=True)],
    )
    (row,) = value_of_change(prioritise(whole, [MostValue()]), kinds=["group"]).rows
    assert row.sentence == "group both: no longer all or none"
    assert row.gain == (Fraction(30),)
    apart = Portfolio(horizon=2, initiatives=both, groups=[Group(id="both", members=["web", "app"], apart=1)])
    (row,) = value_of_change(prioritise(apart, [MostValue()]), kinds=["group"]).rows
    assert row.sentence == "group both: its work is no longer kept apart"
    assert row.gain == (Fraction(30),)


def test_the_most_valuable_comes_first() -> None:
    # With 40 only web is paid; 10 more pay for app; half the dependency is of no use without money.
    poor = TWO.model_copy(update={"budget": 40})
    found = value_of_change(prioritise(poor), kinds=["requires", "budget", "capacity"], money=10)
    assert [row.kind for row in found.rows] == ["budget", "requires", "capacity"]
    first = found.rows[0]
    assert first.plan is not None
    assert first.plan.starts == {"web": 1, "app": 2}
    assert first.gain == (Fraction(4, 360), Fraction(-20))  # 0.4 / 18 in one of two periods, and 20 dearer
    less = value_of_change(prioritise(poor), kinds=["budget"], money=9.99)
    assert less.rows[0].gain == (Fraction(0), Fraction(0))


def test_capacity_and_dependency_help_only_where_they_bind() -> None:
    alone = TWO.model_copy(update={"capacities": {"crew": 3}})
    found = value_of_change(prioritise(alone), kinds=["requires", "capacity"])
    assert [row.kind for row in found.rows] == ["requires", "capacity"]
    assert found.rows[0].gain[0] == Fraction(4, 360)  # app a period earlier: 0.4 / 18 in one of two periods
    assert found.rows[1].gain[0] == 0


def test_a_budget_without_carry_over_grows_in_every_period() -> None:
    limit = Budget(per_period=[25, None], carry_over=False)
    found = value_of_change(prioritise(TWO.model_copy(update={"budget": limit})), kinds=["budget"], money=5)
    (row,) = found.rows
    assert row.sentence == "main budget: 5 kDKK more in every period"
    assert row.portfolio.limits["money"].per_period == (30, None)
    carried = TWO.model_copy(update={"budget": Budget(per_period=25)})
    (row,) = value_of_change(prioritise(carried), kinds=["budget"], money=5).rows
    assert row.portfolio.limits["money"].per_period == (30, 25)


def test_a_longer_horizon_that_costs_more_is_said_to() -> None:
    running = WEB.model_copy(update={"cost": Cost(amount=30, running=10)})
    portfolio = TWO.model_copy(update={"initiatives": [running], "budget": 40})
    # 30 in period 1 and 10 in period 2 make 40; a third period would cost 10 more.
    (row,) = value_of_change(prioritise(portfolio), kinds=["horizon"]).rows
    assert not row.fits
    assert row.plan is not None
    assert row.plan.starts == {"web": 2}


@pytest.mark.parametrize("seed", [3, 8, 14, 16])
def test_every_new_plan_is_the_best_of_the_changed_portfolio(seed: int) -> None:
    plan = prioritise(full_portfolio(seed), GOALS)
    for row in value_of_change(plan, money=10).rows:
        wanted = best(row.portfolio, GOALS)
        assert wanted is not None
        assert row.plan is not None
        assert tuple(change.after for change in row.goals) == wanted[1], row.sentence
        assert [change.before for change in row.goals] == [
            goal_value(goal, row.portfolio, plan.starts) for goal in GOALS
        ]
        assert row.proven


def test_what_is_not_settled_in_time_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = prioritise(TWO)
    monkeypatch.setattr(
        Search, "best", lambda *_, **__: Best(None, (), settled=False)
    )  # the time ran out on it
    found = value_of_change(plan, kinds=["horizon"])
    assert not found.is_final
    assert not found.rows[0].proven
    assert "at least" in found.table()  # today's plan fits and is what it is worth at least
    with pytest.raises(ValueError, match="money is 0"):
        value_of_change(prioritise(TWO), money=0)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (50, "main budget: 5 more"),  # a tenth of 50
        (Budget(per_period=(30, 20)), "main budget: 5 more"),  # carried over: a tenth of 30 + 20
        (
            Budget(per_period=(30, 26), carry_over=False),
            "main budget: 3 more in every period",
        ),  # 28 / 10
        (4, "main budget: 0.4 more"),
        (0, "main budget: 1 more"),
    ],
)
def test_a_tenth_more_money_unless_said_otherwise(limit: float | Budget, words: str) -> None:
    app = Initiative(id="app", cost=20, scores={"fun": 1})
    alone = Portfolio(horizon=2, initiatives=[app], budget=limit)
    (row,) = value_of_change(prioritise(alone), kinds=["budget"]).rows
    assert row.sentence == words


@pytest.mark.parametrize(("many", "first"), [(4, 1 / 4), (62, 1 / 8)])
def test_of_many_changes_the_first_get_an_eighth_of_the_time_each(many: int, first: float) -> None:
    search = Search((Fastest(),), time_limit=10_000)
    shares = [share for _, share in search.in_turn(range(many), at_least=1 / 8)]
    assert shares[0] == pytest.approx(first, rel=0.01)  # nothing is looked at: next to no time passes
    assert shares[-1] == 1
    unlimited = Search((Fastest(),)).in_turn(range(many), at_least=1 / 8)
    assert [share for _, share in unlimited] == [share for _, share in search.in_turn(range(many))]


def test_nothing_is_begun_in_less_than_half_of_the_time_that_the_one_before_took(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(deadline, "now", lambda: clock[0])
    looked = []
    for one, _ in Search((Fastest(),), time_limit=10).in_turn(
        [6, 3, 1]
    ):  # after 6 there are 4 left, after 3 there is 1
        looked.append(one)
        clock[0] += one
    assert looked == [6, 3]


def test_what_there_is_no_time_for_is_not_begun_and_said() -> None:
    plan = prioritise(Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=3, advances={"D2": 1})]))
    cancel = threading.Event()
    cancel.set()
    found = value_of_change(plan, cancel=cancel)
    # one more period, and an ambition one ring lower in each of six disciplines; no budget, team or dependency
    assert (found.rows, len(found.not_begun), len(found.unsettled), found.is_final) == ((), 7, 2, False)
    said = found.summary()
    assert said.startswith("Not settled for 7 of 7 changes")
    assert "There was no time to look at 7 of them" in said
