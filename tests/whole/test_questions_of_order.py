"""What people ask of other planning tools about order and dates, and could not say there: each case small enough to try every schedule."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.every_schedule import Starts, best

from omniprio import (
    Benefit,
    Budget,
    Cost,
    Group,
    Initiative,
    LeastCost,
    MostValue,
    Portfolio,
    Requirement,
    prioritise,
)
from omniprio.answers.replanning import Actual, replan
from omniprio.errors import InvalidInputError
from omniprio.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Five projects of one period: what each costs, and what it earns in the period in which it is complete.
PRICE = {"web": 8, "app": 3, "crm": 4, "hub": 5, "lab": 2}
EARNS = {"web": 3, "app": 9, "crm": 8, "hub": 4, "lab": 1}
MONEY = 17


def _logic(
    rule: Callable[[Starts], bool], *, groups: tuple[Group, ...] = (), **requires: list[str | Requirement]
) -> None:
    """Hold that the five, with requirements and groups of some, are planned as trying every schedule of 2 periods says."""
    portfolio = Portfolio(
        horizon=2,
        budget=MONEY,
        groups=groups,
        initiatives=[
            Initiative(
                id=name, cost=cost, benefit=Benefit(profile=(EARNS[name],)), requires=requires.get(name, ())
            )
            for name, cost in PRICE.items()
        ],
    )
    right = best(
        dict.fromkeys(PRICE, 1),
        2,
        lambda starts: sum(EARNS[name] - PRICE[name] for name in starts),
        lambda starts: sum(PRICE[name] for name in starts) <= MONEY,
        rule,
    )
    plan = prioritise(portfolio, [MostValue()])
    assert plan.goals[0].value == right.worth
    assert plan.starts in right.schedules


def test_without_a_rule_what_earns_more_than_it_costs_is_done() -> None:
    _logic(lambda _: True)


def test_two_of_which_neither_is_done_without_the_other() -> None:
    _logic(
        lambda starts: ("app" in starts) == ("hub" in starts),
        groups=(Group(id="pair", members=["app", "hub"], all_or_none=True),),
    )


def test_one_that_is_done_if_another_is_not() -> None:
    _logic(
        lambda starts: "app" in starts or "web" in starts,
        groups=(Group(id="either", members=["app", "web"], at_least=1),),
    )


def test_one_that_calls_for_another_whenever_that_is() -> None:
    _logic(
        lambda starts: "app" not in starts or "lab" in starts,
        app=[Requirement(of=["lab"], kind="chosen")],
    )


def test_two_together_that_call_for_a_third() -> None:
    # app and crm together need the web; each alone does not: 9 - 3 = 6 and 8 - 4 = 4, the web loses 5
    _logic(
        lambda starts: not {"app", "crm"} <= starts.keys() or "web" in starts,
        app=[Requirement(of=["web"], kind="chosen", given=["crm"])],
    )


def test_so_many_of_several_whatever_the_order() -> None:
    _logic(
        lambda starts: "crm" not in starts or sum(name in starts for name in ("web", "hub", "lab")) >= 2,
        crm=[Requirement(of=["web", "hub", "lab"], at_least=2, kind="chosen")],
    )


def test_so_many_of_several_that_are_complete_before() -> None:
    _logic(
        lambda starts: (
            "crm" not in starts
            or sum(starts.get(name, 9) < starts["crm"] for name in ("web", "hub", "lab")) >= 2
        ),
        crm=[Requirement(of=["web", "hub", "lab"], at_least=2)],
    )


def test_a_permit_that_lapses() -> None:
    # The permit is 1 period of work; building starts at most 3 periods after it, that is with 2 full periods in between.
    # Money for both comes in period 5 only, for the permit alone in period 1.
    price, gain, pot = {"permit": 3, "build": 9}, {"permit": 2, "build": 7}, (3, 0, 0, 0, 9, 0)
    portfolio = Portfolio(
        horizon=6,
        budget=Budget(per_period=pot),
        initiatives=[
            Initiative(id="permit", cost=3, benefit=2),
            Initiative(id="build", cost=9, benefit=7, requires=[Requirement(of=["permit"], max_lag=2)]),
        ],
    )
    right = best(
        dict.fromkeys(price, 1),
        6,
        lambda starts: sum(gain[name] * (7 - start) - price[name] for name, start in starts.items()),
        lambda starts: all(
            sum(price[name] for name, start in starts.items() if start <= period) <= sum(pot[:period])
            for period in range(1, 7)
        ),
        lambda starts: "build" not in starts or 1 <= starts["build"] - starts.get("permit", 99) <= 3,
    )
    plan = prioritise(portfolio, [MostValue()])
    # the permit in 2 earns 2 x 5 - 3 = 7, building in 5 earns 7 x 2 - 9 = 5
    assert (plan.goals[0].value, plan.starts) == (12, {"permit": 2, "build": 5})
    assert (right.worth, right.schedules) == (12, [{"permit": 2, "build": 5}])


WORK = {"old": 4, "new": 2}


@pytest.mark.parametrize(
    ("requirement", "keeps"),
    [
        ({"lag": -2}, lambda old, new: new >= old + 4 - 2),
        ({"kind": "finish to finish"}, lambda old, new: new + 1 >= old + 3),
        ({"kind": "finish to finish", "lag": 1, "max_lag": 1}, lambda old, new: new + 1 == old + 3 + 1),
        ({"kind": "start to start", "lag": 1}, lambda old, new: new >= old + 1),
        ({"kind": "start to finish", "lag": 3}, lambda old, new: new + 1 >= old + 3),
        ({"kind": "start to start", "lag": -1, "max_lag": 1}, lambda old, new: -1 <= new - old <= 1),
    ],
)
def test_an_overlap_and_every_end_that_can_wait_for_another(
    requirement: Mapping[str, object], keeps: Callable[[int, int], bool]
) -> None:
    portfolio = Portfolio(
        horizon=6,
        initiatives=[
            Initiative(id="old", duration=4, benefit=1, decision="must"),
            Initiative(
                id="new",
                duration=2,
                benefit=10,
                requires=[Requirement.model_validate({"of": ["old"], **requirement})],
            ),
        ],
    )
    right = best(
        WORK,
        6,
        lambda starts: (
            1 * (7 - (starts["old"] + 3)) + (10 * (7 - (starts["new"] + 1)) if "new" in starts else 0)
        ),
        lambda starts: "old" in starts,
        lambda starts: "new" not in starts or keeps(starts["old"], starts["new"]),
    )
    plan = prioritise(portfolio, [MostValue()])
    assert (plan.goals[0].value, plan.starts in right.schedules) == (right.worth, True)


def test_two_that_start_together() -> None:
    # The shop cannot start before 2, so neither can the training that goes with it.
    with_shop = Requirement(of=["shop"], kind="start to start")
    with_training = Requirement(of=["training"], kind="start to start")
    portfolio = Portfolio(
        horizon=4,
        initiatives=[
            Initiative(id="training", duration=2, benefit=5, requires=[with_shop]),
            Initiative(id="shop", benefit=4, earliest_start=2, requires=[with_training]),
        ],
    )
    assert prioritise(portfolio, [MostValue()]).starts == {"training": 2, "shop": 2}


def test_short_jobs_one_after_the_other_in_one_period() -> None:
    # Each takes days: it is enough that the one before is in the same quarter. Full periods put them in 1, 2 and 3.
    after = {name: before for before, name in zip(("draw", "make"), ("make", "sell"), strict=True)}

    def planned(lag: int) -> dict[str, int]:
        initiatives = [
            Initiative(
                id=name, benefit=1, requires=[Requirement(of=[after[name]], lag=lag)] if name in after else []
            )
            for name in ("draw", "make", "sell")
        ]
        return dict(prioritise(Portfolio(horizon=3, initiatives=initiatives), [MostValue()]).starts)

    assert planned(-1) == {"draw": 1, "make": 1, "sell": 1}
    assert planned(0) == {"draw": 1, "make": 2, "sell": 3}


def test_launches_that_are_kept_apart_whichever_comes_first() -> None:
    work, gain = {"till": 1, "pay": 2, "app": 1}, {"till": 7, "pay": 9, "app": 3}
    portfolio = Portfolio(
        horizon=8,
        initiatives=[Initiative(id=name, duration=work[name], benefit=gain[name]) for name in work],
        groups=[Group(id="launches", members=list(work), apart=2)],
    )

    def apart(starts: Starts) -> bool:
        ordered = sorted(starts, key=lambda name: starts[name])
        return all(starts[later] - (starts[one] + work[one]) >= 2 for one, later in pairwise(ordered))

    right = best(
        work,
        8,
        lambda starts: sum(gain[name] * (9 - (start + work[name] - 1)) for name, start in starts.items()),
        apart,
    )
    plan = prioritise(portfolio, [MostValue()])
    # pay 1 and 2, the till 5, the app 8: 9 x 7 + 7 x 4 + 3 x 1 = 94; the till 1, pay 4 and 5, the app 8: 56 + 36 + 3 = 95
    assert (plan.goals[0].value, right.worth) == (95, 95)
    assert plan.starts in right.schedules


def test_the_latest_date_by_which_a_delivery_must_be_there() -> None:
    # The fitting takes 2 and must be done by 7; the crew is away in 4 and 5, so it can start in 6 or up to 2.
    crew = (1, 1, 1, 0, 0, 1, 1)
    portfolio = Portfolio(
        horizon=7,
        capacities={"crew": crew},
        initiatives=[
            Initiative(id="delivery", duration=2, decision="must"),
            Initiative(
                id="fitting",
                duration=2,
                effort={"crew": 1},
                requires=["delivery"],
                decision="must",
                deadline=7,
            ),
        ],
    )
    work = {"delivery": 2, "fitting": 2}
    right = best(
        work,
        7,
        lambda starts: sum(starts.values()),
        lambda starts: len(starts) == 2,
        lambda starts: starts["delivery"] + 2 <= starts["fitting"],
        lambda starts: all(
            crew[period - 1] for period in range(1, 8) if starts["fitting"] <= period < starts["fitting"] + 2
        ),
    )
    plan = prioritise(portfolio, [LeastCost()], ties="late")
    assert right.schedules == [plan.starts] == [{"delivery": 4, "fitting": 6}]


def test_work_that_goes_on_after_the_horizon() -> None:
    # Three quarters of budget are known, a mill takes five: what it spends in them must fit, and it earns nothing yet.
    mill = Initiative(
        id="mill",
        duration=5,
        cost=Cost(profile=(4, 6, 9, 20, 20)),
        benefit=90,
        decision="must",
        may_run_over=True,
    )
    shed = Initiative(id="shed", cost=3, benefit=2)
    pot = (5, 6, 11)
    plan = prioritise(
        Portfolio(horizon=3, budget=Budget(per_period=pot), initiatives=[mill, shed]), [MostValue()]
    )

    def worth(starts: Starts) -> int:  # the mill spends as far as the horizon goes
        return -sum((4, 6, 9)[: 4 - starts["mill"]]) + sum(
            2 * (4 - starts[one]) - 3 for one in starts if one == "shed"
        )

    def money(starts: Starts) -> bool:
        spent = [0, 0, 0]
        for place, amount in zip(range(starts["mill"] - 1, 3), (4, 6, 9), strict=False):
            spent[place] += amount
        if "shed" in starts:
            spent[starts["shed"] - 1] += 3
        return all(sum(spent[:period]) <= sum(pot[:period]) for period in (1, 2, 3))

    right = best({"mill": 1, "shed": 1}, 3, worth, lambda starts: "mill" in starts, money)
    assert (plan.goals[0].value, plan.starts) == (right.worth, right.schedules[0])
    # with the later quarters known to be free of limits it is complete in 5, and earns: 90 - 4 - 6 - 9 - 20 - 20 = 31
    known = Portfolio(horizon=5, budget=Budget(per_period=(*pot, None, None)), initiatives=[mill])
    assert prioritise(known, [MostValue()]).goals[0].value == 31


def _begun(**ship: object) -> Portfolio:
    """Return a ship of two periods, a dock of one and, after the ship, a cruise of two; the yard has 2."""
    given = {"id": "ship", "duration": 2, "effort": {"yard": 1}, "benefit": 4, "cost": 12} | ship
    return Portfolio(
        horizon=6,
        capacities={"yard": 2},
        initiatives=[
            Initiative.model_validate(given),
            Initiative(id="dock", effort={"yard": 1}, benefit=4),
            Initiative(id="cruise", duration=2, effort={"yard": 1}, benefit=4, requires=["ship"]),
        ],
    )


def test_what_has_begun_stays_and_what_has_not_starts_from_now_on() -> None:
    before = plan_of(_begun(), {"ship": 1, "dock": 1, "cruise": 3})
    late = replan(before, by=2, actual={"ship": Actual(start=2)}, goals=[MostValue()])
    assert late.plan.starts == {"ship": 2, "dock": 3, "cruise": 4}


def test_what_has_begun_out_of_order_stays() -> None:
    before = plan_of(_begun(), {"ship": 1, "dock": 1, "cruise": 3})
    both = {"ship": Actual(start=2), "cruise": Actual(start=2)}  # the yard of 2 is taken in 2 and 3
    assert replan(before, by=2, actual=both, goals=[MostValue()]).plan.starts == {
        "ship": 2,
        "cruise": 2,
        "dock": 4,
    }


@pytest.mark.parametrize(
    ("given", "took", "place"),
    [
        ({"effort": {"yard": (1, 2)}}, 3, "effort.yard"),
        ({"cost": Cost(profile=(5, 7))}, 3, "cost.profile"),
        ({"cost": Cost(profile=(5, 7))}, 1, "cost.profile"),
    ],
)
def test_amounts_by_period_are_asked_for_anew_where_work_takes_another_time(
    given: dict[str, object], took: int, place: str
) -> None:
    before = plan_of(_begun(**given), {"ship": 1})
    with pytest.raises(InvalidInputError) as refused:
        replan(before, by=1, actual={"ship": Actual(start=1, duration=took)}, goals=[MostValue()])
    assert [fault.path for fault in refused.value.faults] == [f"actual[ship].{place}"]
