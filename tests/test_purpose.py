"""Portfolios in which nothing can make any initiative be chosen are refused when they are planned."""

from __future__ import annotations

import pytest

from omniprio import Initiative, LeastCost, MostValue, Portfolio, prioritise
from omniprio.errors import InvalidInputError
from omniprio.goals import Steady

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


def test_what_was_promised_is_a_reason() -> None:
    one = Portfolio(horizon=2, initiatives=[Initiative(id="web")])
    assert prioritise(one, Steady(starts={"web": 2})).starts == {"web": 2}
