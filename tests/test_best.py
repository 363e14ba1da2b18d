"""The best plans of changed portfolios: what counts as settled."""

from __future__ import annotations

import pytest

from omniprio import Initiative, Portfolio, plan_of, prioritise
from omniprio.answers.best import known

TWO = Portfolio(
    horizon=1,
    budget=1,
    initiatives=[
        Initiative(id="web", cost=1, advances={"D2": 0.6}),
        Initiative(id="app", cost=1, advances={"D2": 0.4}),
    ],
)


def test_a_plan_that_is_proven_best_is_settled() -> None:
    assert known(prioritise(TWO)).settled


def test_a_plan_that_is_proven_only_within_a_gap_is_not_settled() -> None:
    plan = prioritise(TWO, gap=0.5)
    assert plan.proven
    assert not known(plan).settled


def test_a_plan_made_by_hand_was_made_for_no_goal() -> None:
    with pytest.raises(ValueError, match="made by hand"):
        known(plan_of(TWO, {"web": 1}))
