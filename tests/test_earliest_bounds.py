"""What must be done and can be no earlier is proven without any search; what earliest starts say of a goal is no more than is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from judge.judging import judged
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio import Portfolio, Synergy, lexicographic, prioritise
from omniprio.earliest_bounds import bound_by_earliest_starts
from omniprio.errors import InvalidInputError
from omniprio.goals import Fastest, LeastCost, OnTime, Shortest, goal_value, worth

if TYPE_CHECKING:
    from omniprio.goals import Goal

GOALS: tuple[Goal, ...] = (OnTime(), Shortest(), LeastCost())


def tasks(**more: object) -> Portfolio:
    """Three tasks: crm takes 2 periods, web 1 after it, tax 3; web is due by 2, for 4 a period."""
    return Portfolio.model_validate(
        {
            "horizon": 6,
            "initiatives": [
                {"id": "crm", "duration": 2, "cost": 10, "decision": "must"},
                {"id": "web", "requires": ["crm"], "due": 2, "late_price": 4, "decision": "must"},
                {"id": "tax", "duration": 3, "cost": 5, "decision": "must"},
                {"id": "app", "cost": 1},
            ],
            **more,
        }
    )


def no_program(*_: object, **__: object) -> None:
    raise AssertionError("a program is made")


def test_what_can_be_no_earlier_is_proven_without_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "formulate", no_program)
    plan = prioritise(tasks(), GOALS)
    assert plan.starts == {"crm": 1, "web": 3, "tax": 1}
    assert [one.value for one in plan.goals] == [4, 3, 15]  # a period late, the end of all, 10 + 5
    assert plan.proven
    assert all(one.certified for one in plan.goals)
    assert plan.solver == ""
    assert "s, without a search." in plan.summary()


@pytest.mark.parametrize(
    ("more", "goals"),
    [
        (
            {
                "capacities": {"crew": 2},
                "initiatives": [
                    {"id": "crm", "effort": {"crew": 2}, "decision": "must"},
                    {"id": "web", "effort": {"crew": 2}, "decision": "must"},
                ],
            },
            GOALS,
        ),  # not both at once
        (
            {"initiatives": [{"id": "crm", "cost": {"amount": 1, "running": 1}, "decision": "must"}]},
            (LeastCost(),),
        ),
        ({}, (Fastest(), Shortest())),
    ],
)
def test_where_that_says_nothing_it_is_searched(
    more: dict[str, object], goals: tuple[Goal, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = tasks(**more)
    monkeypatch.setattr(lexicographic, "formulate", no_program)
    with pytest.raises(AssertionError, match="a program is made"):
        prioritise(portfolio, goals)


def test_a_late_tie_break_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "formulate", no_program)
    with pytest.raises(AssertionError, match="a program is made"):
        prioritise(tasks(), GOALS, ties="late")


def test_what_saves_together_has_no_least_cost() -> None:
    saving = tasks().model_copy(update={"synergies": [Synergy(id="s", of=["crm", "tax"], cost=-3)]})
    assert bound_by_earliest_starts(LeastCost(), saving) is None
    assert bound_by_earliest_starts(LeastCost(), tasks()) == 15


def required(seed: int) -> Portfolio:
    """Return a random portfolio of which all but some must be done."""
    drawn = full_portfolio(seed)
    must = [
        one
        if one.decision == "never" or place % 4 == seed % 5
        else one.model_copy(update={"decision": "must"})
        for place, one in enumerate(drawn.initiatives)
    ]
    try:
        return drawn.model_copy(update={"initiatives": must})
    except InvalidInputError:
        return drawn


@pytest.mark.parametrize("seed", slow_after(8, range(150)))
def test_no_plan_is_better_than_its_bound(seed: int) -> None:
    portfolio = required(seed)
    order = GOALS[seed % 3 :] + GOALS[: seed % 3]
    verdict = judged(portfolio, list(order))
    assert verdict.kind in {"certified", "proven", "no plan"}, verdict.why
    if verdict.kind == "no plan":
        return
    plan = prioritise(portfolio, order[:1])
    bound = bound_by_earliest_starts(order[0], portfolio)
    value = worth(order[0], goal_value(order[0], portfolio, plan.starts))
    assert value is not None
    assert bound is None or bound <= value
