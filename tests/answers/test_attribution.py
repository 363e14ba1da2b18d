"""The gain of a plan shared over its initiatives: the mean over orders, all counted or some drawn."""

from __future__ import annotations

import itertools
import random
import threading
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import (
    Balanced,
    Disc,
    Discipline,
    Fastest,
    Initiative,
    LeastCost,
    MostValue,
    Plan,
    Portfolio,
    Requirement,
    Soonest,
    Synergy,
    plan_of,
    prioritise,
    ten_portfolio,
)
from omniprio.answers.attribution import Attribution, attribute
from omniprio.answers.attribution.attribution import Parts
from omniprio.answers.attribution.orders import Orders, dependencies, independent
from omniprio.answers.best import worths
from omniprio.dependency_graph import order
from omniprio.plots import describe_shares_of_gain
from omniprio.report.answers import answered
from omniprio.report.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.goals import Goal

DISC = Disc(disciplines=[Discipline(id="R", levels=3)])


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 4, "disc": DISC, "initiatives": initiatives, **more})


def gains(found: Attribution) -> dict[str, Fraction]:
    return {part.id: part.gain for part in found.parts}


def orders_by_hand(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Yield the orders in which each comes after what it requires and what came first, told from the portfolio anew."""
    conditions = [
        (name, came, min(least, len(came)))
        for name in plan.starts
        for entry in plan.portfolio.by_id[name].requirements
        if set(entry.given) <= plan.starts.keys()
        for came, least in came_first(plan, name, entry)
    ]
    for sequence in itertools.permutations(plan.starts):
        place = {name: number for number, name in enumerate(sequence)}
        if all(sum(place[one] < place[name] for one in came) >= least for name, came, least in conditions):
            yield sequence


def came_first(plan: Plan, name: str, entry: Requirement) -> Iterator[tuple[list[str], int]]:
    """Yield the initiatives that one waited for and that came first, and how many of them it had to wait for."""
    starts, by_id = plan.starts, plan.portfolio.by_id
    rank = {one: (starts[one], place) for place, one in enumerate(order(plan.portfolio)) if one in starts}

    def waited_for(other: str) -> bool:
        if other not in starts or rank[other] > rank[name]:
            return False
        finish = {one: starts[one] + by_id[one].duration - 1 for one in (name, other)}
        passed = {
            "finish to start": starts[name] - finish[other] - 1,
            "start to start": starts[name] - starts[other],
            "finish to finish": finish[name] - finish[other],
            "start to finish": finish[name] - starts[other],
            "chosen": entry.lag,
        }
        return passed[entry.kind] >= entry.lag

    came = [other for other in entry.of if waited_for(other)]
    number = entry.at_least or (len(entry.of) if entry.match == "all" else 1)
    if number == len(entry.of):
        yield from (([other], 1) for other in came)
    else:
        yield came, number


def shares_by_hand(plan: Plan, goal: Goal) -> dict[str, Fraction]:
    total = dict.fromkeys(plan.starts, Fraction(0))
    count = 0
    for sequence in orders_by_hand(plan):
        count += 1
        for number, name in enumerate(sequence):
            before, more = (
                {one: plan.starts[one] for one in sequence[:upto]} for upto in (number, number + 1)
            )
            total[name] += worths([goal], plan.portfolio, before)[0] - worths([goal], plan.portfolio, more)[0]
    return {name: gain / count for name, gain in total.items()}


def test_what_two_do_together_is_counted_once() -> None:
    # Each brings 0.6 of R2, both complete in period 1 of 4: R goes from 1 to 2 of 3, a gain of 1/3, half of it each.
    two = portfolio(Initiative(id="one", advances={"R2": 0.6}), Initiative(id="two", advances={"R2": 0.6}))
    found = attribute(plan_of(two, {"one": 1, "two": 1}))
    assert gains(found) == {"one": Fraction(1, 6), "two": Fraction(1, 6)}
    assert (found.total, found.orders, found.exact) == (Fraction(1, 3), 2, True)


def test_an_order_keeps_to_the_dependencies() -> None:
    # inner requires outer, so there is one order: outer 1/3 from period 1 on, inner 1/3 in 3 of 4 periods.
    pair = portfolio(
        Initiative(id="outer", advances={"R2": 1.0}),
        Initiative(id="inner", advances={"R3": 1.0}, requires=["outer"]),
    )
    found = attribute(plan_of(pair, {"outer": 1, "inner": 2}))
    assert gains(found) == {"outer": Fraction(1, 3), "inner": Fraction(1, 4)}
    # Without the requirement, inner alone brings nothing, so both orders count: outer first 1/3 + 1/4; inner first
    # 0 and all 7/12 to outer. Means: inner 1/8, outer (1/3 + 7/12) / 2 = 11/24.
    free = portfolio(*(one.model_copy(update={"requires": ()}) for one in pair.initiatives))
    loose = gains(attribute(plan_of(free, {"outer": 1, "inner": 2})))
    assert loose == {"outer": Fraction(11, 24), "inner": Fraction(1, 8)}


def test_a_field_that_is_needed_comes_first() -> None:
    pair = portfolio(
        Initiative(id="outer", advances={"R2": 1.0}),
        Initiative(id="inner", advances={"R3": 1.0}, needs={"R2": 0.5}),
    )
    found = attribute(plan_of(pair, {"outer": 1, "inner": 2}))
    assert gains(found) == {"outer": Fraction(1, 3), "inner": Fraction(1, 4)}


def test_only_an_alternative_that_came_in_time_comes_first() -> None:
    either = Requirement(of=["early", "late"], match="any")
    three = portfolio(Initiative(id="early"), Initiative(id="late"), Initiative(id="last", requires=[either]))
    in_time = dependencies(three, {"early": 1, "last": 2, "late": 3})
    assert in_time["last"] == (frozenset({"early"}),)
    assert dependencies(three, {"early": 1, "late": 1, "last": 2})["last"] == (frozenset({"early", "late"}),)


def test_a_synergy_is_shared_by_its_members() -> None:
    pair = [Initiative(id="one"), Initiative(id="two")]
    both = Synergy(id="both", of=["one", "two"], advances={"R2": 1.0})
    found = attribute(plan_of(portfolio(*pair, synergies=[both]), {"one": 1, "two": 1}))
    assert gains(found) == {"one": Fraction(1, 6), "two": Fraction(1, 6)}


GOALS: list[Goal] = [Fastest(), LeastCost(), MostValue(), Balanced(), Soonest(distance=0.6)]


SEEDS = with_a_plan(20)


@cache
def largest(seed: int) -> Plan:
    """Return a plan with as many initiatives as any has, without needs."""
    drawn = full_portfolio(seed)
    free = [one.model_copy(update={"needs": {}}) for one in drawn.initiatives]
    drawn = drawn.model_copy(update={"initiatives": free})
    schedules = judge(drawn)
    return plan_of(drawn, max((schedules.schedule(row) for row in range(len(schedules))), key=len))


def test_the_cases_are_enough() -> None:
    assert sum(len(largest(seed).starts) > 1 for seed in SEEDS) >= 8


@pytest.mark.parametrize("seed", slow_after(6, SEEDS))
def test_counting_equals_all_orders_written_down(seed: int) -> None:
    plan = largest(seed)
    for goal in GOALS:
        found = attribute(plan, goal=goal)
        assert gains(found) == shares_by_hand(plan, goal)
        assert sum(gains(found).values()) == found.total
        nothing, everything = (worths([goal], plan.portfolio, some)[0] for some in ({}, plan.starts))
        assert found.total == nothing - everything


def test_drawing_comes_near_to_counting_and_adds_up_exactly() -> None:
    plan = prioritise(ten_portfolio())
    counted = gains(attribute(plan))
    drawn = attribute(plan, most_sets=8, samples=400, seed=1)
    assert (drawn.exact, drawn.orders, drawn.uniform) == (False, 400, True)
    assert sum(gains(drawn).values()) == drawn.total
    for part in drawn.parts:
        assert part.error is not None
        assert abs(float(part.gain - counted[part.id])) <= 5 * part.error + 1e-12
    assert attribute(plan, most_sets=8, samples=400, seed=1) == drawn


@pytest.mark.slow
def test_all_orders_are_drawn_equally_likely() -> None:
    # b after a; c after a; d free: 2 orders of a, b, c, times 4 places for d: 8 orders, 1,000 draws each.
    depends = {"a": (), "b": (frozenset("a"),), "c": (frozenset("a"),), "d": ()}
    rng = random.Random(7)  # noqa: S311  repeatable draws, no secrets
    count = Counter(tuple(Orders(depends, 100).drawn(rng)) for _ in range(8000))
    assert len(count) == 8
    # A count is binomial with standard deviation sqrt(8000 * 1/8 * 7/8) = 29.6: five of them are 148.
    assert all(abs(times - 1000) < 148 for times in count.values())


def test_what_is_not_connected_is_counted_apart() -> None:
    depends = {"a": (), "b": (frozenset("a"),), "c": (), "d": (frozenset("c"),)}
    assert [set(one) for one in independent(depends)] == [{"a", "b"}, {"c", "d"}]


def test_too_many_orders_even_in_one_part_are_marked() -> None:
    plan = prioritise(ten_portfolio())
    found = attribute(plan, most_sets=1, samples=10)
    assert not found.uniform
    assert "too many to count" in found.summary()
    assert sum(gains(found).values()) == found.total


@pytest.mark.parametrize(("finished", "counted"), [(0, 0), (1, 0), (2, 2), (3, 3)])
def test_an_order_is_left_where_the_time_is_over_within_it(
    finished: int, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two initiatives: one gain for the total, two for each order. It is cancelled at the first gain of the order after.
    cancel, calls, gain = threading.Event(), itertools.count(1), Parts.gain

    def cancelling(parts: Parts, names: frozenset[str]) -> Fraction:
        if next(calls) == 1 + 2 * finished + 1:
            cancel.set()
        return gain(parts, names)

    monkeypatch.setattr(Parts, "gain", cancelling)
    two = portfolio(Initiative(id="one", advances={"R2": 0.6}), Initiative(id="two", advances={"R2": 0.6}))
    found = attribute(plan_of(two, {"one": 1, "two": 1}), most_sets=1, samples=9, cancel=cancel)
    assert (found.exact, found.orders, found.total) == (False, counted, Fraction(1, 3))
    assert sum(gains(found).values()) == (found.total if counted else 0)
    assert found.is_final is bool(counted)


def test_where_there_is_no_time_for_two_orders_the_total_alone_is_told() -> None:
    two = portfolio(Initiative(id="one", advances={"R2": 0.6}), Initiative(id="two", advances={"R2": 0.6}))
    found = attribute(plan_of(two, {"one": 1, "two": 1}), time_limit=1e-9)
    assert (found.parts, found.orders) == ((), 0)
    assert str(found).splitlines() == [
        "How the gain is shared is not known: the time was over before two orders were gone through.",
        "Gain at fastest: 0.3333 in all.",
    ]
    assert found.summary("da").startswith("Hvordan gevinsten fordeler sig, vides ikke: ")
    assert describe_shares_of_gain(found).endswith(
        "none. Not shared: there was no time to go through two orders."
    )
    told = answered(found, Voice(prioritise(two), "en"))
    assert told.says == ["Mean distance: 0.3333 in all; there was no time to find out how it is shared."]
    assert (told.pictures, told.tables, told.sure) == ([], [], [])


def test_an_empty_plan_has_nothing_to_share() -> None:
    found = attribute(plan_of(portfolio(Initiative(id="one")), {}))
    assert (found.total, found.parts, found.exact) == (Fraction(0), (), True)


def test_it_can_be_read() -> None:
    two = portfolio(Initiative(id="one", advances={"R2": 0.6}), Initiative(id="two", advances={"R2": 0.6}))
    assert str(attribute(plan_of(two, {"one": 1, "two": 1}))).splitlines() == [
        "Gain at fastest: 0.3333 in all.",
        "initiative    gain  share  standard error",
        "one         0.1667    50%           exact",
        "two         0.1666    50%           exact",
        "Shares are the mean over all 2 orders in which each comes after what it depends on.",
    ]


def test_too_few_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="give at least 2"):
        attribute(plan_of(portfolio(), {}), samples=1)


@pytest.mark.parametrize(
    "asked",
    [{"kind": "chosen"}, {"kind": "start to start", "lag": -2}, {"kind": "finish to finish", "lag": -1}],
)
def test_what_is_required_and_comes_later_may_come_first_or_last(asked: dict[str, object]) -> None:
    # crm brings R2 from 1 on, app R3 from 2 on. Distances over 1 to 4: nothing 2/3 each; crm alone 1/3 each; app alone
    # nothing, behind R2; both 1/3 and three times 0. All in all 2/3 - 1/12 = 7/12, with crm first 1/3 and 1/4, with app
    # first 0 and 7/12
    crm = Initiative(
        id="crm", advances={"R2": 1.0}, requires=[Requirement.model_validate({"of": ["app"], **asked})]
    )
    app = Initiative(id="app", advances={"R3": 1.0})
    found = attribute(plan_of(portfolio(crm, app), {"crm": 1, "app": 2}), goal=Fastest())
    assert gains(found) == {"crm": Fraction(11, 24), "app": Fraction(1, 8)}
    assert found.orders == 2
