"""How late each initiative can start, and by how much it can slip, worked out by hand."""

from __future__ import annotations

from omniprio.answers import latest_starts, slack
from omniprio.dependency_graph import earliest_starts
from omniprio.portfolio import Initiative, Portfolio, Requirement


def test_what_comes_before_must_leave_time_for_what_follows() -> None:
    # web takes 7 and 8, so crm is complete by 5 with one period between, and starts in 4; app starts no later than web
    one = Portfolio(
        horizon=8,
        initiatives=[
            Initiative(id="crm", duration=2),
            Initiative(id="web", duration=2, requires=[Requirement(of=["crm"], lag=1)]),
            Initiative(id="app", requires=[Requirement(of=["crm"], kind="start to start", lag=3)]),
            Initiative(id="alone", duration=3, deadline=6),
        ],
    )
    assert latest_starts(one) == {"crm": 4, "web": 7, "app": 8, "alone": 4}
    # earliest: crm 1, web 1 + 2 + 1 = 4, app 1 + 3 = 4, alone 1
    assert earliest_starts(one) == {"crm": 1, "web": 4, "app": 4, "alone": 1}
    assert slack(one) == {"crm": 3, "web": 3, "app": 4, "alone": 3}


def test_a_choice_and_what_can_never_start_press_nobody() -> None:
    one = Portfolio(
        horizon=4,
        initiatives=[
            Initiative(id="a"),
            Initiative(id="b"),
            Initiative(id="either", duration=2, requires=[Requirement(of=["a", "b"], match="any")]),
            Initiative(id="never", decision="never", deadline=2, requires=["a"]),
            Initiative(id="too long", duration=4, requires=["b"]),
        ],
    )
    assert latest_starts(one) == {"a": 4, "b": 4, "either": 3, "never": None, "too long": None}
    assert slack(one)["never"] is None


def test_closed_periods_are_not_worked_in() -> None:
    # web is done in 5 and 6; crm takes 2 and 4, since 3 is closed: from 2 on it is complete in 4
    one = Portfolio(
        horizon=6,
        closed=[3],
        initiatives=[Initiative(id="crm", duration=2), Initiative(id="web", duration=2, requires=["crm"])],
    )
    assert latest_starts(one) == {"crm": 2, "web": 5}


def test_what_starts_together_waits_for_each_other() -> None:
    # long takes 3 of 6, so both start by 4; ends is complete no earlier than long, in 6 at the latest: it may start in 6
    one = Portfolio(
        horizon=6,
        initiatives=[
            Initiative(id="long", duration=3, requires=[Requirement(of=["short"], kind="start to start")]),
            Initiative(id="short", requires=[Requirement(of=["long"], kind="start to start")]),
            Initiative(id="ends", requires=[Requirement(of=["long"], kind="finish to finish")]),
            Initiative(id="aside", requires=[Requirement(of=["short"], kind="chosen")]),
        ],
    )
    assert latest_starts(one) == {"long": 4, "short": 4, "ends": 6, "aside": 6}
