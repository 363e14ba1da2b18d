"""The best plans of changed portfolios: what counts as settled."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from omniprio import Fastest, Initiative, Portfolio, deadline, plan_of, prioritise
from omniprio.answers import best as bests
from omniprio.answers.best import Best, Search, known
from omniprio.answers.floor import best_near
from omniprio.plan.quality import goal_result

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_a_further_plan_needs_time_to_begin_it_and_to_explain_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(deadline, "now", lambda: clock[0])
    monkeypatch.setattr(bests, "explaining", lambda *_: 2.0)
    search = Search((Fastest(),), time_limit=10)
    allowed = []
    for clock[0] in (0.0, 6.9, 7.0, 10.0):  # three seconds are needed: two to explain it, one to begin
        allowed.append(search.allows_one_more(TWO))
    assert allowed == [True, True, False, False]
    assert Search((Fastest(),)).allows_one_more(TWO)


def test_where_time_is_short_the_first_schedule_nearby_is_what_a_search_starts_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, begun = [0.0], []
    monkeypatch.setattr(deadline, "now", lambda: clock[0])

    def near() -> Iterator[dict[str, int]]:
        for name in ("app", "web"):
            yield {name: 1}
            clock[0] += 6

    def search_from(self: Search, portfolio: Portfolio, **options: object) -> Best:  # noqa: ARG001
        begun.append(options["warm_start"])
        return Best(None, (), settled=True)

    monkeypatch.setattr(Search, "best", search_from)
    for seconds in (50, 100):  # a half is for the plan, a fifth of that to look around: 5 s, then 10
        best_near(TWO, near(), Search((Fastest(),), time_limit=seconds), share=0.5)
    assert begun == [{"app": 1}, {"web": 1}]  # web moves more, and is looked at after 6 s
