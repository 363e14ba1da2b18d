"""A plan under each rater: what would be done if one were right, and which disagreements change the plan."""

from __future__ import annotations

import threading
from fractions import Fraction

import pytest

from omniprio import Initiative, Portfolio
from omniprio.answers import RaterPlans, plan_by_rater
from omniprio.assessment import Assessment
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError, NoPlanFoundError
from omniprio.goals import LeastCost
from omniprio.infeasibility import InfeasibleError

DISC = Disc(disciplines=[Discipline(id=name, levels=1) for name in "RDA"], start_level=0)
ONE_OF_TWO = Portfolio(
    horizon=1,
    disc=DISC,
    budget=10,
    initiatives=[
        Initiative(id="r", cost=10, advances={"R1": 0.5}),
        Initiative(id="d", cost=10, advances={"D1": 0.4}),
    ],
)
"""There is money for one. From nothing, r leaves 2.5 of 3 levels and d leaves 2.6."""


def bids(**ratings: dict[str, float]) -> list[Assessment]:
    return [Assessment(rater=rater, ratings=given) for rater, given in ratings.items()]


def told(found: RaterPlans) -> dict[tuple[str, str], tuple[list[str], bool | None]]:
    return {(one.kind, one.subject): (list(one.starts or {}), one.changes_the_plan) for one in found.cases}


def test_each_rater_has_a_plan_and_each_disagreement_two() -> None:
    # R1 at 0.2, 0.2, 0.8 and so 0.2 by the median: r adds 0.5. At 0.8 it adds 0.2 and d, with 0.4, is better.
    # A1 at 0 or 1 changes the distance of every plan alike. What is not rated, D1, starts at nothing.
    found = plan_by_rater(ONE_OF_TWO, bids(a={"R1": 0.2}, b={"R1": 0.2, "A1": 0}, c={"R1": 0.8, "A1": 1}))
    assert found.plan.starts == {"r": 1}
    assert told(found) == {
        ("rater", "a"): (["r"], False),
        ("rater", "b"): (["r"], False),
        ("rater", "c"): (["d"], True),
        ("lowest", "R"): (["r"], False),
        ("highest", "R"): (["d"], True),
        ("lowest", "A"): (["r"], False),
        ("highest", "A"): (["r"], False),
    }
    assert found.decisive == ("R",)
    assert (found.in_every_plan, found.in_some_plans) == ((), ("r", "d"))
    assert found.is_final
    third = found.cases[2]
    # with R1 at 0.8 and A1 at 1: r leaves 0 + 1 + 0 of 3, d leaves 0.2 + 0.6 + 0 of 3; before the period 1.2 of 3
    fastest = third.goals[0]
    assert (fastest.before, fastest.after) == (Fraction(1, 3), Fraction(8, 30))


def test_a_plan_that_is_only_as_good_changes_nothing() -> None:
    # r adds 0.5 to R1 at 0.4 and 0.4 to R1 at 0.6: there d is as good, and costs as much
    found = plan_by_rater(ONE_OF_TWO, bids(a={"R1": 0.4, "A1": 0}, b={"R1": 0.4}, c={"R1": 0.6, "A1": 0}))
    assert found.decisive == ()
    assert [one.subject for one in found.cases] == ["a", "b", "c", "R", "R"]  # of A1 all say the same
    assert "No disagreement about a single discipline would change the plan." in found.summary()


def test_what_a_rater_does_not_say_stays_as_all_say() -> None:
    # by the median R1 is 0.7, so that r adds 0.3 and d 0.4; b does not speak of R1
    found = plan_by_rater(ONE_OF_TWO, bids(a={"R1": 0.7, "A1": 0}, b={"A1": 1}))
    assert found.plan.starts == {"d": 1}
    assert found.cases[1].start["R1"] == 0.7


def test_a_plan_that_does_not_fit_another_start_is_changed_by_it() -> None:
    # all say D1 is at 0.6, and r needs 0.5 of it; if it is at 0.3, r cannot start
    needing = [
        one.model_copy(update={"needs": {"D1": 0.5}}) if one.id == "r" else one
        for one in ONE_OF_TWO.initiatives
    ]
    portfolio = ONE_OF_TWO.model_copy(update={"initiatives": needing})
    found = plan_by_rater(portfolio, bids(a={"D1": 0.6}, b={"D1": 0.6}, c={"D1": 0.3}))
    assert found.plan.starts == {"r": 1}
    (lowest,) = (one for one in found.cases if one.kind == "lowest")
    assert (lowest.fits, lowest.goals, lowest.starts, lowest.changes_the_plan) == (False, (), {"d": 1}, True)


def test_where_time_is_over_what_was_not_looked_at_is_named() -> None:
    given = bids(a={"R1": 0.2}, b={"R1": 0.8})
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(NoPlanFoundError):
        plan_by_rater(ONE_OF_TWO, given, cancel=cancel)
    found = plan_by_rater(ONE_OF_TWO, given)
    still_open = found.model_copy(update={"cases": found.cases[:1], "not_begun": ("b", "R")})
    assert not still_open.is_final
    assert still_open.unsettled == (
        "Not settled: 0 of the starts looked at; not looked at for lack of time: 2.",
    )


def test_goals_and_methods_are_those_asked_for() -> None:
    given = bids(a={"R1": 0.2}, b={"R1": 0.8})
    found = plan_by_rater(ONE_OF_TWO, given, LeastCost(), method="minimum")
    assert (found.plan.starts, found.method, found.cases[0].start["R1"]) == ({}, "minimum", 0.2)
    assert "(laveste): ingen" in found.summary("da")


def test_bids_with_faults_and_portfolios_without_a_plan_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="X1"):
        plan_by_rater(ONE_OF_TWO, bids(a={"X1": 1}))
    must = [one.model_copy(update={"decision": "must"}) for one in ONE_OF_TWO.initiatives]
    with pytest.raises(InfeasibleError):
        plan_by_rater(ONE_OF_TWO.model_copy(update={"initiatives": must}), bids(a={"R1": 1}))


def test_a_rating_of_a_field_holds_for_all_of_its_channels() -> None:
    disc = DISC.model_copy(update={"channels": [{"id": "web"}, {"id": "store"}]})
    portfolio = ONE_OF_TWO.model_copy(update={"disc": disc, "start": {"D1@web": 0.2}})
    found = plan_by_rater(portfolio, bids(a={"R1": 0.9}, b={"R1": 0.9}, c={"R1": 0.1}))
    # R1 at 0.9 leaves 0.1 for r; d raises the weakest channel of D1, the store, from 0 to 0.4
    assert found.plan.starts == {"d": 1}
    # at 0.1 r raises it to 0.6, and 0.4 + 1 + 1 of 3 are left; d leaves 0.9 + 0.6 + 1 of 3
    third = found.cases[2]
    assert third.starts == {"r": 1}
    assert (third.goals[0].before, third.goals[0].after) == (Fraction(25, 30), Fraction(24, 30))
    assert third.start["D1@web"] == 0.2  # what nobody rates stays as it was, channel by channel
