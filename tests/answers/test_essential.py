"""What would be lost without each initiative of a plan: as brute force finds it, and ranked."""

from __future__ import annotations

import threading
from fractions import Fraction

import pytest
from judge.brute_force import best, judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import Fastest, Initiative, LeastCost, MostValue, Portfolio, plan_of, prioritise
from omniprio.answers import essential_steps, qualify_all
from omniprio.answers.best import Best, Search, decided
from omniprio.answers.qualification.qualifying import ready_in
from omniprio.errors import InvalidArgumentError
from omniprio.goals import Closest, Goal

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.4}, requires=["web"])
SHOP = Initiative(id="shop", cost=50, advances={"R2": 0.5})
# 12 of 18 levels are to go.
GOALS: list[Goal] = [Closest(), LeastCost()]


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 2, "initiatives": initiatives, "currency": "kDKK", **more})


def test_what_is_ready_is_known_without_all_that_qualifies_it() -> None:
    for seed in range(6):
        drawn = full_portfolio(seed)
        assert ready_in(drawn) == {row.id for row in qualify_all(drawn).rows if row.ready}


def test_what_requires_it_is_lost_with_it() -> None:
    found = essential_steps(prioritise(portfolio(APP, WEB, SHOP), GOALS))
    # Without web the app goes too: 1 of 18; without shop 0.5 of 18; without the app 0.4 of 18.
    assert [(row.initiative, row.rank, row.loss) for row in found.rows] == [
        ("web", 1, (Fraction(1, 18), Fraction(-50))),
        ("shop", 2, (Fraction(1, 36), Fraction(-50))),
        ("app", 3, (Fraction(1, 45), Fraction(-20))),
    ]
    # Of what is ready, web loses 1/18 for 30, shop 1/36 for 50; a third of two is one. The app is not ready.
    assert [row.initiative for row in found.rows if row.quick_win] == ["web"]
    assert found.is_final


def test_what_is_left_out_takes_its_place() -> None:
    twin = WEB.model_copy(update={"id": "twin", "cost": 31})
    (row,) = essential_steps(prioritise(portfolio(WEB, twin, budget=40), GOALS)).rows
    assert row.loss == (Fraction(0), Fraction(1))
    (row,) = essential_steps(prioritise(portfolio(WEB, twin, budget=30), GOALS)).rows
    assert row.loss == (Fraction(1, 30), Fraction(-30))  # 0.6 of 18


def test_without_which_there_is_no_plan_comes_first() -> None:
    must = APP.model_copy(update={"decision": "must"})
    soon = {"id": "soon", "by": 2, "complete": ["shop"]}
    found = essential_steps(prioritise(portfolio(must, WEB, SHOP, milestones=[soon]), GOALS))
    rows = {row.initiative: row for row in found.rows}
    assert {row.initiative: row.indispensable for row in found.rows} == {
        "web": True,
        "shop": True,
        "app": False,
    }
    # Without the app, as if it were not decided that it must be done: 0.4 of 18.
    assert (rows["app"].rank, rows["app"].loss) == (3, (Fraction(1, 45), Fraction(-20)))
    assert found.is_final
    assert "no plan without it" in str(found)


def test_what_is_no_loss_is_no_quick_win() -> None:
    dear = Initiative(id="dear", cost=9, benefit=1, decision="must")
    (row,) = essential_steps(prioritise(portfolio(dear), [MostValue()])).rows
    assert row.loss == (Fraction(-7),)  # it costs 9 and earns 1 in each of two periods
    assert not row.quick_win


def test_what_costs_nothing_is_the_quickest_win() -> None:
    free = Initiative(id="free", advances={"A2": 0.1})
    rows = essential_steps(prioritise(portfolio(WEB, free), [Closest()])).rows
    assert [row.initiative for row in rows if row.quick_win] == ["free"]
    assert rows[0].initiative == "web"


@pytest.mark.parametrize("seed", slow_after(4, with_a_plan(20)))
def test_the_loss_is_that_of_brute_force(seed: int) -> None:
    drawn = full_portfolio(seed)
    goals: list[Goal] = [Fastest(), LeastCost()]
    schedules = judge(drawn)
    now = schedules.best_rows(goals)[0]
    for row in essential_steps(prioritise(drawn, goals)).rows:
        other = decided(drawn, row.initiative, {"decision": "never"})
        without = best(other, goals) if isinstance(other, Portfolio) else None
        if without is None:
            assert row.indispensable
        else:
            pairs = zip(goals, without[1], strict=True)
            assert row.loss == tuple(then - schedules.value(goal, now) for goal, then in pairs)
        assert row.proven


def test_it_stops_when_it_is_told_to() -> None:
    plan = prioritise(portfolio(APP, WEB, SHOP), GOALS)
    cancel = threading.Event()
    cancel.set()
    found = essential_steps(plan, cancel=cancel)
    assert (found.rows, found.not_begun, found.is_final) == ((), tuple(plan.starts), False)
    assert found.summary().startswith("Not settled for 3 of 3 initiatives")


def test_what_is_not_proven_says_that_less_may_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = prioritise(portfolio(WEB, SHOP), GOALS)
    true = Search.best

    def unproven(*all_of_it: object, **more: object) -> Best:
        found = true(*all_of_it, **more)  # type: ignore[arg-type]
        return Best(found.plan, found.worths, settled=False)

    monkeypatch.setattr(Search, "best", unproven)
    found = essential_steps(plan)
    assert len(found.open) == 2
    assert "at most" in found.table()


def test_a_plan_made_by_hand_is_refused() -> None:
    with pytest.raises(InvalidArgumentError):
        essential_steps(plan_of(portfolio(WEB), {"web": 1}))


def test_nothing_in_the_plan() -> None:
    assert str(essential_steps(prioritise(portfolio(SHOP, budget=10)))).endswith(
        "There is nothing in the plan."
    )
