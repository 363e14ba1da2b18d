"""What has begun against closed periods, or too near to something else, goes on as it is."""

from __future__ import annotations

from omniprio.answers.replanning import Actual, with_past
from omniprio.goals import LeastCost
from omniprio.optimise import prioritise
from omniprio.portfolio import Group, Initiative, Portfolio


def musts(*durations: int) -> list[Initiative]:
    return [
        Initiative(id=name, duration=duration, decision="must")
        for name, duration in zip("abc", durations, strict=False)
    ]


def test_what_began_in_a_closed_period_goes_on() -> None:
    # b waits over 2 and is done in 1 and 3; a has worked in 2 and goes on in 3
    now = with_past(
        Portfolio(horizon=4, closed=[2], initiatives=musts(2, 2)),
        2,
        {"a": Actual(start=2), "b": Actual(start=1)},
    )
    plan = prioritise(now, [LeastCost()])
    assert {one.id: (one.start, one.finish, one.pauses) for one in plan.schedule} == {
        "a": (2, 3, ()),
        "b": (1, 3, (2,)),
    }


def test_two_that_began_too_near_keep_the_third_away() -> None:
    group = Group(id="shop", members=("a", "b", "c"), apart=1)
    now = with_past(
        Portfolio(horizon=6, initiatives=musts(2, 2, 1), groups=[group]),
        2,
        {"a": Actual(start=1), "b": Actual(start=2)},
    )
    # b is complete in 3, and one period lies in between
    assert prioritise(now, [LeastCost()]).starts == {"a": 1, "b": 2, "c": 5}


def test_what_began_too_late_to_be_complete_goes_on_after_the_horizon() -> None:
    now = with_past(Portfolio(horizon=4, initiatives=musts(2)), 3, {"a": Actual(start=3, duration=3)})
    assert [(one.start, one.finish) for one in prioritise(now, [LeastCost()]).schedule] == [(3, 5)]
