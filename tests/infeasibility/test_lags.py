"""Lags that are in the way: how they are told, and repairs that loosen them by as little as is enough."""

from __future__ import annotations

import pytest

from omniprio.infeasibility import apply, explain_infeasible
from omniprio.infeasibility.demand import demands
from omniprio.infeasibility.lags import loosenings
from omniprio.language import Speaker
from omniprio.portfolio import Initiative, Portfolio, Requirement
from omniprio.portfolio.names import Ids


def asking(**how: object) -> Requirement:
    return Requirement.model_validate({"of": ["web"], **how})


def waiting(*requires: Requirement, web: dict[str, object] | None = None, **app: object) -> Portfolio:
    one = {"id": "app", "decision": "must", "requires": requires, **app}
    return Portfolio.model_validate({"horizon": 6, "initiatives": [{"id": "web", **(web or {})}, one]})


@pytest.mark.parametrize(
    ("given", "new", "said", "danish"),
    [
        # web is complete in 1, and app starts in 3 at the latest: one period is in between
        (
            waiting(asking(lag=3), latest_start=3),
            {"lag": 1},
            "Loosen this: app requires web (3 periods in between); 1 period in between is enough.",
            "Lemp dette: app forudsætter web (3 perioder imellem); det er nok: 1 periode imellem.",
        ),
        # app starts in 5 at the earliest and web in 2 at the latest: 3, 4 lie in between
        (
            waiting(asking(max_lag=0), web={"latest_start": 2}, earliest_start=5),
            {"max_lag": 2},
            "Loosen this: app requires web (no period in between); no more than 2 periods in between is enough.",
            "Lemp dette: app forudsætter web (ingen periode imellem); det er nok: højst 2 perioder imellem.",
        ),
        # both take one period, so web can start no later than app's 2, of which it is to be 2 before
        (
            waiting(asking(kind="start to start", lag=2), latest_start=2),
            {"lag": 1},
            (
                "Loosen this: app requires web (started at least 2 periods before its own start); "
                "started at least 1 period before its own start is enough."
            ),
            (
                "Lemp dette: app forudsætter web (påbegyndt mindst 2 perioder før det selv starter); "
                "det er nok: påbegyndt mindst 1 periode før det selv starter."
            ),
        ),
        # a wait is shortened to none: app is complete in 1 as web is
        (
            waiting(asking(kind="finish to finish", lag=1), deadline=1),
            {"lag": 0},
            (
                "Loosen this: app requires web (complete at least 1 period before its own end); "
                "complete before its own end or with it is enough."
            ),
            (
                "Lemp dette: app forudsætter web (færdigt mindst 1 periode før det selv er færdigt); "
                "det er nok: færdigt senest sammen med det."
            ),
        ),
    ],
)
def test_a_lag_is_loosened_by_as_little_as_is_enough(
    given: Portfolio, new: dict[str, int], said: str, danish: str
) -> None:
    found = explain_infeasible(given)
    repair = next(one for one in found.repairs if one.sentence.startswith("Loosen"))
    assert (repair.sentence, repair.least) == (said, True)
    assert danish in found.summary("da")
    (entry,) = apply(given, repair).by_id["app"].requirements
    assert {name: getattr(entry, name) for name in new} == new


def test_of_several_that_are_asked_for_only_the_one_in_the_way_is_loosened() -> None:
    late = Portfolio(
        horizon=4,
        initiatives=[
            Initiative(id="web"),
            Initiative(id="crm", earliest_start=2),
            Initiative(
                id="app",
                decision="must",
                latest_start=4,
                requires=[Requirement(of=["web", "crm"], lag=2)],
            ),
        ],
    )
    # web in 1, app in 4: 2 and 3 lie in between. crm in 2, app in 4: only 3 does
    repair = next(one for one in explain_infeasible(late).repairs if one.sentence.startswith("Loosen"))
    assert repair.changes[0].subject == ("app", "crm")
    left = [(one.of, one.lag) for one in apply(late, repair).by_id["app"].requirements]
    assert left == [(("crm",), 1), (("web",), 2)]


def test_an_order_without_a_wait_is_not_turned_into_an_overlap() -> None:
    kinds = [one.sentence for one in explain_infeasible(waiting(asking(), latest_start=1)).repairs]
    assert not any(one.startswith("Loosen") for one in kinds)
    plain, chosen = Requirement(of=["web"]), asking(kind="chosen")
    assert [*loosenings(Initiative(id="app", requires=[plain, chosen]), ("web",), 6)] == []


def test_which_of_two_waits_is_loosened_is_not_guessed() -> None:
    both = Initiative(id="app", requires=[asking(lag=1), asking(kind="start to start", lag=2)])
    assert [*loosenings(both, ("web",), 6)] == []


@pytest.mark.parametrize(
    ("how", "said", "danish"),
    [
        ({"lag": -2}, "up to 2 periods of overlap", "op til 2 perioder overlap"),
        ({"kind": "start to start", "lag": -2}, "started no more than 2 periods after its own start",
         "påbegyndt højst 2 perioder efter, at det selv starter"),
        ({"kind": "start to finish", "lag": -2, "max_lag": -1},
         "started no more than 2 periods after its own end, started at least 1 period after its own end",
         "påbegyndt højst 2 perioder efter, at det selv er færdigt, påbegyndt mindst 1 periode efter, at det selv er færdigt"),
        ({"kind": "finish to finish", "max_lag": 0}, "complete in the period of its own end",
         "færdigt i den periode, hvor det selv er færdigt"),
        ({"kind": "finish to finish", "lag": -1, "max_lag": 0},
         "complete no more than 1 period after its own end, complete with its own end or later",
         "færdigt højst 1 periode efter, at det selv er færdigt, færdigt tidligst, når det selv er færdigt"),
        ({"kind": "start to start", "max_lag": 2},
         "started, not complete, started no more than 2 periods before its own start",
         "påbegyndt, ikke færdigt, påbegyndt højst 2 perioder før det selv starter"),
    ],
)  # fmt: skip
def test_how_ends_lie_to_each_other_is_told_as_it_is(how: dict[str, object], said: str, danish: str) -> None:
    given = waiting(asking(**how))
    demand = next(one for one in demands(given) if one.kind == "requires")
    assert demand.sentence == f"app requires web ({said})"
    assert demand.said is not None
    assert Speaker("da", Ids(given)).say(demand.said) == f"app forudsætter web ({danish})"


def test_what_is_required_twice_says_both() -> None:
    given = waiting(asking(kind="chosen"), asking(lag=0))
    demand = next(one for one in demands(given) if one.kind == "requires")
    assert demand.sentence == "app requires web (chosen, in whatever order, complete before its own start)"
