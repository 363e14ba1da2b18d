"""Portfolios in which nothing can make any initiative be chosen are refused when they are planned."""

from __future__ import annotations

import pytest

from omniprio import Initiative, LeastCost, MostValue, Portfolio, prioritise
from omniprio.errors import InvalidInputError
from omniprio.goals import Steady
from omniprio.purpose import default_goals

IDLE: dict[str, object] = {"id": "web", "cost": 3}
PAIR = [IDLE, {"id": "app"}]


def test_nothing_to_choose_is_refused_when_it_is_planned_and_says_what_is_missing() -> None:
    portfolio = Portfolio.model_validate({"horizon": 2, "initiatives": [IDLE]})  # read, it is a portfolio
    with pytest.raises(InvalidInputError) as caught:
        prioritise(portfolio)
    (fault,) = caught.value.faults
    assert fault.path == "initiatives"
    assert "none advances a field, earns money, has a score or must be done" in fault.problem
    assert "advances, benefit or scores" in fault.remedy


@pytest.mark.parametrize(
    "more",
    [
        {"initiatives": [IDLE | {"advances": {"R2": 0.1}}]},
        {"initiatives": [IDLE | {"benefit": 1}]},
        {"initiatives": [IDLE | {"benefit": {"profile": [-5, 2]}}]},
        {"initiatives": [IDLE | {"scores": {"risk": -1}}]},
        {"initiatives": [IDLE | {"decision": "must"}]},
        {"initiatives": PAIR, "groups": [{"id": "g", "members": ["web", "app"], "at_least": 1}]},
        {"initiatives": PAIR, "synergies": [{"id": "s", "of": ["web", "app"], "benefit": 4}]},
        {"initiatives": [IDLE | {"duration": 2, "effort": {"it": 1}}], "capacities": {"it": {"at_least": 1}}},
        {"initiatives": PAIR, "milestones": [{"id": "m", "by": 2, "complete": ["web"]}]},
    ],
)
def test_one_reason_to_choose_is_enough(more: dict[str, object]) -> None:
    assert prioritise(Portfolio.model_validate({"horizon": 2, **more}), LeastCost()).proven


def test_what_the_calendar_pays_before_it_can_be_complete_is_no_reason() -> None:
    def paid(*profile: int) -> Portfolio:
        benefit = {"profile": profile, "counted_from": "calendar"}
        return Portfolio.model_validate(
            {"horizon": 3, "initiatives": [IDLE | {"duration": 2, "benefit": benefit}]}
        )

    assert prioritise(paid(0, 0, 9), MostValue()).starts == {"web": 1}
    with pytest.raises(InvalidInputError):
        prioritise(paid(9), MostValue())


@pytest.mark.parametrize(
    ("initiative", "kinds"),
    [
        ({"decision": "must"}, ["on time", "shortest", "least cost"]),
        ({"scores": {"fit": 3}}, ["most score", "on time", "least cost"]),
        ({"benefit": 5}, ["most value", "on time"]),
        ({"scores": {"fit": 3}, "benefit": 5}, ["most score", "most value", "on time"]),
        ({"advances": {"R2": 1}}, ["fastest", "on time", "least cost"]),
    ],
)
def test_where_something_has_a_due_date_being_on_time_is_a_goal(
    initiative: dict[str, object], kinds: list[str]
) -> None:
    portfolio = Portfolio.model_validate({"horizon": 2, "initiatives": [IDLE | initiative | {"due": 1}]})
    assert [goal.kind for goal in default_goals(portfolio)] == kinds
    never = portfolio.model_copy(
        update={"initiatives": [one.model_copy(update={"due": None}) for one in portfolio.initiatives]}
    )
    assert [goal.kind for goal in default_goals(never)] == [kind for kind in kinds if kind != "on time"]


def test_work_with_due_dates_is_planned_to_be_on_time_where_nobody_says_what_for() -> None:
    # 2 + 1 periods of one crew end with 3 in any order: with the audit, due in 1, first nothing is late
    work = [
        Initiative(id="move", duration=2, due=3, effort={"crew": 1}, decision="must"),
        Initiative(id="audit", due=1, effort={"crew": 1}, decision="must"),
    ]
    plan = prioritise(Portfolio(horizon=3, initiatives=work, capacities={"crew": 1}))
    assert plan.starts == {"audit": 1, "move": 2}
    said = (
        "Where something has a due date, being on time is one of the goals: each period late costs a point,"
    )
    assert said in " ".join(str(plan).split())


def test_what_was_promised_is_a_reason() -> None:
    one = Portfolio(horizon=2, initiatives=[Initiative(id="web")])
    assert prioritise(one, Steady(starts={"web": 2})).starts == {"web": 2}
