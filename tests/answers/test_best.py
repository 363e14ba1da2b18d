"""The best plans of changed portfolios: what counts as settled."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import Fastest, Initiative, Portfolio, plan_of, prioritise
from omniprio.answers.best import known
from omniprio.plan.quality import goal_result

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
    # 12 of 18 levels are missing, with app 11.6: a distance of 29 / 45, of which 27 / 45 is within 10 %
    within = goal_result(Fastest(), Fraction(29, 45), Fraction(27, 45), asked=0.1)
    plan = plan_of(TWO, {"app": 1}, goals=[within], stopped="finished", solver="any", seconds=0.0)
    assert plan.proven
    assert not known(plan).settled


def test_a_plan_made_by_hand_was_made_for_no_goal() -> None:
    with pytest.raises(ValueError, match="made by hand"):
        known(plan_of(TWO, {"web": 1}))
