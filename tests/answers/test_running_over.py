"""How early what may run over the horizon is complete: after the horizon, which is not never."""

from __future__ import annotations

import pytest

from omniprio.answers.reasons import why, why_not
from omniprio.goals import MostValue
from omniprio.optimise import prioritise
from omniprio.portfolio import Benefit, Budget, Horizon, Initiative, Mode, Portfolio

QUARTERS = Horizon(periods=2, start="2027-01-01", unit="quarter")


def test_what_is_complete_after_the_horizon_is_so_in_a_period_after_it() -> None:
    # there is no money in Q1 and 1 in Q2: from Q2 on it takes 2 quarters, so it is complete in Q3
    plant = Initiative(id="plant", duration=2, cost=2, may_run_over=True, decision="must")
    budget = Budget(per_period=[0, 1], carry_over=False)
    plan = prioritise(Portfolio(horizon=QUARTERS, budget=budget, initiatives=[plant]), [MostValue()])
    found = why(plan, "plant")
    assert found.finish is not None
    assert (found.finish.any_plan, found.finish.as_good) == (3, 3)
    assert "Earliest finish: 2027 Q3 in any plan, and in one as good as the best." in found.summary()
    assert "Tidligst færdig: 3. kvt. 2027 i en hvilken som helst plan" in found.summary("da")


@pytest.mark.parametrize(
    ("closed", "modes", "first"),
    [
        ((), (), 4),  # 4 periods of work from period 1 on
        ((2,), (), 5),  # and no work in period 2
        ((), (Mode(id="slow", duration=6), Mode(id="fast", duration=5)), 5),
    ],
)
def test_what_is_left_out_and_could_only_run_over(
    closed: tuple[int, ...], modes: tuple[Mode, ...], first: int
) -> None:
    # complete after period 3 it earns nothing by then and costs 1 in its first period, so that the plan is empty
    plant = Initiative(
        id="plant", duration=4, cost=8, benefit=9, may_run_over=True, closed=closed, modes=modes
    )
    shop = Initiative(id="shop", benefit=Benefit(profile=[1]))
    plan = prioritise(Portfolio(horizon=3, initiatives=[plant, shop]), [MostValue()])
    found = why_not(plan, "plant")
    assert found.with_it is not None
    assert found.finish is not None
    assert (found.finish.any_plan, found.finish.as_good) == (first, None)
