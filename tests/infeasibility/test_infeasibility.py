from __future__ import annotations

import pickle
import threading
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from judge.brute_force import judge
from judge.large_portfolios import short_of_money, short_of_time
from judge.random_portfolios import conditional_portfolio, core_portfolio, full_portfolio
from judge.seeds import slow_after

from omniprio import (
    Budget,
    Capacity,
    Cost,
    Disc,
    Discipline,
    Group,
    Initiative,
    Portfolio,
    Requirement,
    Synergy,
    check,
    prioritise,
)
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError, NoPlanFoundError, SolverError
from omniprio.goals import DEFAULT_GOALS
from omniprio.infeasibility import (
    Change,
    Conflict,
    InfeasibleError,
    Repair,
    apply,
    demands,
    explain_infeasible,
    infeasible,
    without,
)
from omniprio.infeasibility.change_words import change_fact
from omniprio.infeasibility.demand import Rows
from omniprio.infeasibility.kinds import kind_of
from omniprio.infeasibility.moving import moving, step_of
from omniprio.infeasibility.overrun import overrun
from omniprio.infeasibility.solving import Softened, dropping, schedule
from omniprio.language import Speaker
from omniprio.numbers import exact
from omniprio.optimise import best_plan
from omniprio.options import Options
from omniprio.portfolio import Milestone, Mode
from omniprio.portfolio.names import Titles
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


DISC = Disc(disciplines=(Discipline(id="A", levels=2),), start_level=0)
RANDOM = [
    *((core_portfolio, seed) for seed in (16, 17, 20, 32, 35)),
    *((full_portfolio, seed) for seed in (4, 5, 9, 11, 12, 13, 19, 20, 25, 26, 27, 30, 36, 39)),
]
"""The random portfolios without a plan among the first 40 of each kind."""

Key = tuple[str, tuple[str, ...], int | None]
Move = tuple[str, tuple[str, ...], int | None, float | None]


class Case(NamedTuple):
    """A portfolio without a plan, the demands in conflict, and repairs that must be among those found."""

    portfolio: Portfolio
    conflict: set[Key]
    repairs: list[list[Move]]


def must(name: str, **given: object) -> Initiative:
    return Initiative.model_validate({"id": name, "decision": "must", **given})


def free(name: str, **given: object) -> Initiative:
    return Initiative.model_validate({"id": name, **given})


def portfolio(horizon: int, *initiatives: Initiative, **given: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": horizon, "disc": DISC, "initiatives": initiatives, **given})


CASES = {
    # 300 + 250 = 550, which is 150 more than 400
    "budget": Case(
        portfolio(3, must("web", cost=300), must("crm", cost=250), free("app", cost=5), budget=400),
        {("must", ("web",), None), ("must", ("crm",), None), ("budget", ("money",), None)},
        [
            [("budget", ("money",), None, 150)],
            [("must", ("web",), None, None)],
            [("must", ("crm",), None, None)],
        ],
    ),
    # 300 at the start of web, in period 2 at the latest, when 100 + 100 are there; in period 3 they are 300
    "budget up to a period": Case(
        portfolio(
            4,
            must("web", cost=Cost(amount=300, spread="start"), duration=2, deadline=3),
            budget=Budget(per_period=100),
        ),
        {("must", ("web",), None), ("deadline", ("web",), None), ("budget", ("money",), 2)},
        [
            [("deadline", ("web",), None, 1)],
            [("budget", ("money",), 2, 100)],
            [("must", ("web",), None, None)],
        ],
    ),
    # 60 in each of two periods; 50 and 40 are 10 and 20 short, 40 and 70 are 20 short, 70 and 50 are 10 short
    "budget not carried over": Case(
        portfolio(
            4,
            must("web", cost=120, duration=2),
            budget=Budget(per_period=(50, 40, 70, 50), carry_over=False),
        ),
        {
            ("must", ("web",), None),
            ("budget", ("money",), 2),  # two periods in a row are 2 with one of its neighbours, or 3 and 4
            ("budget", ("money",), 4),
        },
        [[("budget", ("money",), 4, 10)], [("must", ("web",), None, None)]],
    ),
    # 2 + 2 + 1 = 5 periods, deadline 4
    "deadline of a chain": Case(
        portfolio(
            6,
            free("a", duration=2),
            free("b", duration=2, requires=("a",)),
            must("c", requires=("b",), deadline=4),
        ),
        {
            ("must", ("c",), None),
            ("requires", ("c", "b"), None),
            ("requires", ("b", "a"), None),
            ("deadline", ("c",), None),
        },
        [
            [("deadline", ("c",), None, 1)],
            [("must", ("c",), None, None)],
            [("requires", ("c", "b"), None, None)],
            [("requires", ("b", "a"), None, None)],
        ],
    ),
    # a in 1 and 2, b in 3 and 4: one period more than 3
    "horizon": Case(
        portfolio(3, free("a", duration=2), must("b", duration=2, requires=("a",))),
        {("must", ("b",), None), ("requires", ("b", "a"), None)},
        [
            [("horizon", (), None, 1)],
            [("must", ("b",), None, None)],
            [("requires", ("b", "a"), None, None)],
        ],
    ),
    # 2 + 1.5 = 3.5 in period 2, 0.5 more than 3
    "capacity": Case(
        portfolio(
            3,
            must("a", effort={"crew": 2}, fixed_start=2),
            must("b", effort={"crew": 1.5}, fixed_start=2),
            capacities={"crew": 3},
        ),
        {
            ("must", ("a",), None),
            ("must", ("b",), None),
            ("fixed_start", ("a",), None),
            ("fixed_start", ("b",), None),
            ("capacity", ("crew",), 2),
        },
        [[("capacity", ("crew",), 2, 0.5)], [("must", ("a",), None, None)], [("must", ("b",), None, None)]],
    ),
    # 2 + 1.5 = 3.5 in period 2, 0.5 more than 3; one number for every period can be raised for every period
    "the same amount in every period": Case(
        portfolio(
            2,
            must("a", effort={"crew": 2}, fixed_start=2),
            must("b", effort={"crew": 1.5}, fixed_start=2),
            capacities={"crew": 3},
        ),
        {
            ("must", ("a",), None),
            ("must", ("b",), None),
            ("fixed_start", ("a",), None),
            ("fixed_start", ("b",), None),
            ("capacity", ("crew",), 2),
        },
        [[("capacity", ("crew",), 2, 0.5)], [("capacity", ("crew",), None, 0.5)]],
    ),
    # a costs 10 in each of its two periods, 8 is there in each
    "the same money in every period": Case(
        portfolio(
            2,
            must("a", duration=2, cost=20),
            budget=Budget(per_period=8, carry_over=False),
        ),
        {("must", ("a",), None), ("budget", ("money",), 2)},
        [[("budget", ("money",), None, 2)], [("must", ("a",), None, None)]],
    ),
    # each takes 2 of 3 in period 1, of which 1 is bought: 1 more has to be
    "more than can be bought": Case(
        portfolio(
            1,
            must("a", effort={"crew": 2}),
            must("b", effort={"crew": 2}),
            capacities={"crew": {"amount": 2, "extra": 1, "extra_price": 5}},
        ),
        {("must", ("a",), None), ("must", ("b",), None), ("extra", ("crew",), 1)},
        [
            [("extra", ("crew",), 1, 1)],
            [("horizon", (), None, 1)],
            [("must", ("a",), None, None)],
            [("must", ("b",), None, None)],
        ],
    ),
    # both in one period are 2 more than there is, at 5 each: 10 with 8
    "bought for more than there is": Case(
        portfolio(
            1,
            must("a", effort={"crew": 2}),
            must("b", effort={"crew": 2}),
            capacities={"crew": {"amount": 2, "extra": 2, "extra_price": 5}},
            budget=8,
        ),
        {("must", ("a",), None), ("must", ("b",), None), ("budget", ("money",), None)},
        [
            [("budget", ("money",), None, 2)],
            [("horizon", (), None, 1)],
            [("must", ("a",), None, None)],
            [("must", ("b",), None, None)],
        ],
    ),
    "group against what is required": Case(
        portfolio(
            3,
            free("a"),
            free("b"),
            must("c", requires=("a",)),
            must("d", requires=("b",)),
            groups=(Group(id="one", members=("a", "b"), at_most=1),),
        ),
        {
            ("must", ("c",), None),
            ("must", ("d",), None),
            ("requires", ("c", "a"), None),
            ("requires", ("d", "b"), None),
            ("at_most", ("one",), None),
        },
        [[("at_most", ("one",), None, 1)], [("must", ("c",), None, None)]],
    ),
    # two of a and b cost 20, 5 more than 15
    "group that wants more than there is money for": Case(
        portfolio(
            2,
            free("a", cost=10),
            free("b", cost=10),
            budget=15,
            groups=(Group(id="both", members=("a", "b"), at_least=2),),
        ),
        {("at_least", ("both",), None), ("budget", ("money",), None)},
        [[("budget", ("money",), None, 5)], [("at_least", ("both",), None, -1)]],
    ),
    # a must be done and costs 40; b costs 30.5: with it the group has 30.5 of 70.5, and 0.5 is wanted
    "share of a fund that is not there": Case(
        portfolio(
            1,
            must("a", cost=40),
            free("b", cost=30.5),
            budget=100,
            groups=(Group(id="bold", members=("b",), fund="money", least_share=0.5),),
        ),
        {("must", ("a",), None), ("least_share", ("bold",), None)},
        [
            [
                ("least_share", ("bold",), None, -0.07)
            ],  # 30.5 / 70.5 = 0.4326, so 0.43 is enough and 0.44 is not
            [("must", ("a",), None, None)],
            [("least_share", ("bold",), None, None)],
        ],
    ),
    # a costs 40.25, 10.25 more than may go to it; the decimals of the costs are the steps
    "more in a fund than a group may have": Case(
        portfolio(
            1, must("a", cost=40.25), groups=(Group(id="g", members=("a",), fund="money", at_most=30),)
        ),
        {("must", ("a",), None), ("at_most", ("g",), None)},
        [[("at_most", ("g",), None, 10.25)], [("must", ("a",), None, None)]],
    ),
    # the two fit 2 and 1.5 at most, 5 is wanted
    "less of a score than is wanted": Case(
        portfolio(
            1,
            free("a", scores={"fit": 2}),
            free("b", scores={"fit": 1.5}),
            groups=(Group(id="g", members=("a", "b"), score="fit", at_least=5),),
        ),
        {("at_least", ("g",), None)},
        [[("at_least", ("g",), None, -1.5)]],
    ),
    # a takes 1 of the crew in one period; in the other nothing is left to do
    "more to do than there is": Case(
        portfolio(
            2,
            free("a", effort={"crew": 1.5}),
            capacities={"crew": {"amount": 2, "at_least": (0.5, 1)}},
        ),
        {("least_load", ("crew",), 1), ("least_load", ("crew",), 2)},
        [[("least_load", ("crew",), 1, -0.5)]],
    ),
    # in 2 there are 40 and a quarter of the 40 before: 10 more are missing; in 1 it would be 20
    "more than a window has": Case(
        portfolio(
            2,
            must("a", cost=60),
            budget={"windows": [{"periods": 1, "amount": 40}] * 2, "carry_over": 0.25},
        ),
        {("must", ("a",), None), ("budget", ("money",), None)},
        [[("must", ("a",), None, None)], [("budget", ("money",), 2, 10.0)]],
    ),
    "more to spend than there is to do": Case(
        portfolio(1, free("a", cost=30), budget={"at_least": 50}),
        {("least_spending", ("money",), None)},
        [[("least_spending", ("money",), None, -20.0)]],
    ),
    "more to spend in a window than there is to do": Case(
        portfolio(
            2,
            free("a", cost=30),
            budget={"windows": [{"periods": 1}, {"periods": 1, "amount": 60, "at_least": 32.5}]},
        ),
        {("least_spending", ("money",), 2)},
        [[("least_spending", ("money",), 2, -2.5)]],
    ),
    # 0.5 is all there is of A1, 0.6 is needed
    "need that nobody fulfils": Case(
        portfolio(3, free("crm", advances={"A1": 0.5}), must("web", needs={"A1": 0.6})),
        {("must", ("web",), None), ("needs", ("web", "A1"), None)},
        [[("must", ("web",), None, None)], [("needs", ("web", "A1"), None, None)]],
    ),
    "need that only what is never done fulfils": Case(
        portfolio(3, free("crm", advances={"A1": 0.6}, decision="never"), must("web", needs={"A1": 0.6})),
        {("must", ("web",), None), ("never", ("crm",), None), ("needs", ("web", "A1"), None)},
        [
            [("must", ("web",), None, None)],
            [("never", ("crm",), None, None)],
            [("needs", ("web", "A1"), None, None)],
        ],
    ),
    "all or none": Case(
        portfolio(
            2,
            must("a"),
            free("b", needs={"A1": 1.0}),
            groups=(Group(id="pair", members=("a", "b"), all_or_none=True),),
        ),
        {("must", ("a",), None), ("all_or_none", ("pair",), None), ("needs", ("b", "A1"), None)},
        [
            [("all_or_none", ("pair",), None, None)],
            [("must", ("a",), None, None)],
            [("needs", ("b", "A1"), None, None)],
        ],
    ),
    # a is complete at the end of 2, so b starts in 3, one period after its latest start
    "windows": Case(
        portfolio(4, free("a", earliest_start=2), must("b", requires=("a",), latest_start=2)),
        {
            ("must", ("b",), None),
            ("requires", ("b", "a"), None),
            ("earliest_start", ("a",), None),
            ("latest_start", ("b",), None),
        },
        [
            [("earliest_start", ("a",), None, -1)],
            [("latest_start", ("b",), None, 1)],
            [("must", ("b",), None, None)],
            [("requires", ("b", "a"), None, None)],
        ],
    ),
    # one of x and y, of which x takes until 3 and y cannot start before 3, so web starts in 4
    "one of two, with a lag": Case(
        portfolio(
            4,
            free("x", duration=3),
            free("y", earliest_start=3),
            must("web", requires=(Requirement(of=("x", "y"), match="any"),), fixed_start=3),
        ),
        {
            ("must", ("web",), None),
            ("requires", ("web", "x", "y"), None),
            ("fixed_start", ("web",), None),
            ("earliest_start", ("y",), None),
        },
        [[("fixed_start", ("web",), None, 1)], [("earliest_start", ("y",), None, -1)]],
    ),
    # 100 of money against 80, and 100 of it in one period against 50
    "two budgets": Case(
        portfolio(
            2,
            must("web", cost=100, costs={"it": 100}, fixed_start=2),
            budget=80,
            budgets={"it": Budget(per_period=50, carry_over=False)},
        ),
        {("must", ("web",), None), ("budget", ("money",), None)},
        [
            [("must", ("web",), None, None)],
            [("budget", ("money",), None, 20), ("budget", ("it",), 2, 50)],
        ],
    ),
    # 100 + 40 - 30 = 110 at the end, 10 more than 100; the 30 come back when both are complete
    "budget that a synergy pays back to": Case(
        portfolio(
            2,
            must("web", cost=100),
            must("crm", cost=40),
            budget=Budget(per_period=(100, 0)),
            synergies=(Synergy(id="both", of=("web", "crm"), cost=-30),),
        ),
        {("must", ("web",), None), ("must", ("crm",), None), ("budget", ("money",), None)},
        [[("must", ("web",), None, None)], [("must", ("crm",), None, None)]],
    ),
    # web costs 150 in each of two periods: from 1 on 150 against 100, from 2 on it is complete at the end of 3
    "milestone that money allows a period later": Case(
        portfolio(
            3,
            free("web", cost=300, duration=2, advances={"A1": 1.0}),
            budget=Budget(per_period=(100, 200, 0)),
            milestones=[Milestone(id="m", by=2, fields={"A1": 1.0})],
        ),
        {("budget", ("money",), 1), ("milestone", ("m",), None)},
        [
            [("budget", ("money",), 1, 50)],
            [("milestone", ("m",), None, 1)],
            [("milestone", ("m",), None, None)],
        ],
    ),
    # of A1 all can be there at the end of 2, of A2 0.4, whenever
    "milestone of a level that nothing completes": Case(
        portfolio(
            3,
            free("web", duration=2, advances={"A1": 1.0}),
            free("app", advances={"A2": 0.4}),
            milestones=[Milestone(id="m", by=2, levels={"A": 2})],
        ),
        {("milestone", ("m",), None)},
        [[("milestone", ("m", "levels", "A"), None, -1)], [("milestone", ("m",), None, None)]],
    ),
    # with 0.5 of A1 at most the distance is (2 - 0.5) / 2 = 0.75
    "milestone of a distance": Case(
        portfolio(2, free("web", advances={"A1": 0.5}), milestones=[Milestone(id="m", by=1, distance=0.5)]),
        {("milestone", ("m",), None)},
        [[("milestone", ("m", "distance"), None, 0.25)], [("milestone", ("m",), None, None)]],
    ),
    # nothing moves the disc, so the distance stays 1, and asks for no more than that: 1 - 0.87055, not the next 0.1295
    "milestone of a distance in many decimals": Case(
        portfolio(2, free("web"), milestones=[Milestone(id="m", by=1, distance=0.87055, complete=("web",))]),
        {("milestone", ("m",), None)},
        [[("milestone", ("m", "distance"), None, 0.12945)], [("milestone", ("m",), None, None)]],
    ),
    # web is complete at the end of 2, app at the end of 3
    "milestone of an initiative": Case(
        portfolio(
            3,
            free("web", duration=2),
            free("app", requires=("web",)),
            milestones=[Milestone(id="m", by=2, complete=("app",))],
        ),
        {("requires", ("app", "web"), None), ("milestone", ("m",), None)},
        [
            [("milestone", ("m",), None, 1)],
            [("requires", ("app", "web"), None, None)],
            [("milestone", ("m",), None, None)],
        ],
    ),
}


def key(change: Change) -> Move:
    return change.kind, change.subject, change.period, change.by


def has_plan(changed: Portfolio) -> bool:
    try:
        best_plan(
            changed, DEFAULT_GOALS, Options(cancel=threading.Event())
        )  # also where nothing is left to choose
    except InfeasibleError:
        return False
    return True


def a_step_less(given: Portfolio, repair: Repair) -> list[Portfolio]:
    """Return what the repair makes if one of its amounts is a step smaller."""
    found = []
    for place, change in enumerate(repair.changes):
        changes = list(repair.changes)
        changes.pop(place)
        if change.by is not None:
            fine = change.subject[1:2] in {("fields",), ("distance",)}
            step = Fraction(1, 10_000) if fine else step_of(given, change.kind, (change.subject or ("",))[0])
            if kind_of(change.kind).unit == "share":
                step = Fraction(1, 100)
            by = exact(change.by) - (step if change.by > 0 else -step)
            if by != 0:
                changes.append(change.model_copy(update={"by": float(by)}))
        found.append(apply(given, repair.model_copy(update={"changes": tuple(changes)})))
    return found


@cache
def explained(name: str) -> Conflict:
    return explain_infeasible(CASES[name].portfolio)


@pytest.mark.parametrize("name", CASES)
def test_the_conflict_is_the_one_worked_out_by_hand(name: str) -> None:
    case = CASES[name]
    conflict = explained(name)
    assert {(one.kind, one.subject, one.period) for one in conflict.demands} == case.conflict
    assert (conflict.minimal, conflict.smallest, conflict.complete) == (True, True, True)


@pytest.mark.parametrize("name", slow_after(12, CASES))
def test_without_any_one_of_the_demands_the_others_hold(name: str) -> None:
    case = CASES[name]
    in_conflict = explained(name).demands
    others = [one for one in demands(case.portfolio) if one not in in_conflict]
    assert not has_plan(without(case.portfolio, others))
    for one in in_conflict:
        assert has_plan(without(case.portfolio, [*others, one])), one


@pytest.mark.parametrize("name", CASES)
def test_the_repairs_are_those_worked_out_by_hand(name: str) -> None:
    case = CASES[name]
    found = [{key(change) for change in repair.changes} for repair in explained(name).repairs]
    for expected in case.repairs:
        assert set(expected) in found


@pytest.mark.parametrize("name", slow_after(4, CASES))
def test_each_repair_makes_a_plan_and_a_step_less_does_not(name: str) -> None:
    case = CASES[name]
    for repair in explained(name).repairs:
        assert repair.least, repair
        assert has_plan(apply(case.portfolio, repair)), repair
        assert not any(map(has_plan, a_step_less(case.portfolio, repair))), repair


def test_repairs_come_in_order_of_what_they_change() -> None:
    # 150 of 550 are added, 0.27; what is dropped counts 1
    repairs = explained("budget").repairs
    assert [str(repair) for repair in repairs] == [
        "Raise the main budget by 150.",
        "Drop this: web must be done.",
        "Drop this: crm must be done.",
    ]
    assert repairs[0].size == pytest.approx(150 / 550)


def test_money_is_asked_for_in_the_decimals_of_the_portfolio() -> None:
    # 100 / 3 in period 1 is 33.33..., of which 30 are there: 3.33... more, 4 in whole numbers
    given = portfolio(
        3, must("web", cost=100, duration=3), budget=Budget(per_period=(30, 35, 35)), currency="kDKK"
    )
    (money, *_) = explain_infeasible(given).repairs
    assert str(money) == "Raise the main budget by 4 kDKK in period 1."
    assert not any(map(has_plan, a_step_less(given, money)))
    # with a cost in hundredths, 100.01 / 3 = 33.3366..., 3.34 more in period 1; 66.67... of 68.34 in period 2
    given = portfolio(3, must("web", cost=100.01, duration=3), budget=Budget(per_period=(30, 35, 36)))
    (money, *_) = explain_infeasible(given).repairs
    assert [key(change) for change in money.changes] == [("budget", ("money",), 1, 3.34)]
    assert not any(map(has_plan, a_step_less(given, money)))


def test_amounts_are_least_as_they_are_told() -> None:
    # done slowly, a third is missing in each of three periods, told as 1 in each; done fast, 2 are missing in one
    ways = [{"id": "slow", "duration": 3, "cost": 1}, {"id": "fast", "cost": 2}]
    given = portfolio(3, must("a", modes=ways), budget=Budget(per_period=0, carry_over=False))
    (money,) = [
        one for one in explain_infeasible(given).repairs if len(one.changes) == 1 and one.changes[0].period
    ]
    assert money.changes[0].by == 2
    assert money.least


def test_where_one_kind_takes_many_changes_a_mixed_repair_is_found() -> None:
    # a, b, c cost 60, 45 more than 15, and d's need is never met: money and one thing dropped
    given = portfolio(
        1,
        must("a", cost=20),
        must("b", cost=20),
        must("c", cost=20),
        must("d", needs={"A1": 1.0}),
        budget=15,
    )
    first, *rest = explain_infeasible(given).repairs
    assert first.things == 2
    assert {change.kind for change in first.changes} in ({"budget", "must"}, {"budget", "needs"})
    assert [change.by for change in first.changes if change.kind == "budget"] == [45]
    assert first.least
    assert not any(map(has_plan, a_step_less(given, first)))
    # or no must is left: none of a, b, c fits into 15
    assert [repair.things for repair in rest] == [4]


def test_the_error_of_prioritise_tells_conflict_and_repairs() -> None:
    with pytest.raises(InfeasibleError) as caught:
        prioritise(CASES["budget"].portfolio)
    assert str(caught.value) == (
        "No schedule keeps every rule of this portfolio: that is proven.\n"
        "Within 3 periods, these cannot hold together (the smallest):\n"
        "- web must be done\n- crm must be done\n- main budget: 400 in total\n"
        "Together, what must be done here costs 550 at least, and there is 400: 150 too little.\n"
        "Any one of these would help:\n"
        "- Raise the main budget by 150.\n- Drop this: web must be done.\n- Drop this: crm must be done."
    )
    assert caught.value.conflict is not None
    assert caught.value.repairs == caught.value.conflict.repairs


def test_the_error_travels_between_processes() -> None:
    error = infeasible(CASES["budget"].portfolio)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes
    assert (str(again), again.conflict, again.repairs) == (str(error), error.conflict, error.repairs)


def test_sentences_use_the_words_of_the_portfolio() -> None:
    given = Portfolio(
        horizon={"periods": 4, "unit": "quarter", "start": "2027-01-01"},
        disc=DISC,
        currency="kDKK",
        initiatives=(
            must("web", cost=1440, decision_reason="the board, in May", needs={"A1": 0.5}, deadline=2),
            free("crm", effort={"crew": 2}, advances={"A1": 0.3}, earliest_start=3),
            free(
                "app",
                advances={"A1": 0.2},
                requires=(
                    Requirement(of=("web", "crm"), match="any", lag=1),
                    Requirement(of=("crm",), kind="start to start"),
                ),
            ),
        ),
        budget=Budget(per_period=(100, 200, 0, 0)),
        capacities={"crew": (None, 1.5, 1.5, 1.5)},
        groups=(Group(id="two", members=("crm", "app"), at_most=1),),
    )
    assert [str(one) for one in demands(given)] == [
        "web must be done (the board, in May)",
        "app requires one of web, crm (1 period in between)",
        "app requires crm (started, not complete)",
        "web needs A1 at 0.5 before it starts",
        "main budget: 100 kDKK in period 1 (2027 Q1)",
        "main budget: 300 kDKK up to period 2 (2027 Q2)",
        "main budget: 300 kDKK up to period 3 (2027 Q3)",
        "main budget: 300 kDKK up to period 4 (2027 Q4)",
        "capacity crew: 1.5 in period 2 (2027 Q2)",
        "capacity crew: 1.5 in period 3 (2027 Q3)",
        "capacity crew: 1.5 in period 4 (2027 Q4)",
        "group two: at most 1 of crm, app",
        "web completes in period 2 (2027 Q2) at the latest",
        "crm starts in period 3 (2027 Q3) at the earliest",
    ]


def test_repairs_name_budgets_and_teams_as_a_sentence_does() -> None:
    given = Portfolio(
        horizon=1,
        currency="kDKK",
        budgets={"training": 0, "running": 0},
        budget=Budget(total=40, at_least=30),
        capacities={"crew": 1, "lab": Capacity(amount=1, at_least=1, extra=1)},
        groups=[Group(id="g", members=["web"], fund="money", at_least=9)],
        initiatives=[Initiative(id="web", cost=5, effort={"lab": 2, "crew": 3})],
    )
    by = {"budget": ("money", "training", "running"), "least_spending": ("money",)}
    by |= {"capacity": ("crew",), "extra": ("lab",), "least_load": ("lab",)}
    told = {
        language: [
            Speaker(language, Titles(given)).say(
                change_fact([Change(kind=kind, subject=(name,), period=period, by=2)], given)
            )
            for kind, names in by.items()
            for name in names
            for period in [None if kind in {"budget", "least_spending"} else 1]
        ]
        for language in ("en", "da")
    }
    assert told == {
        "en": [
            "Raise the main budget by 2 kDKK.",
            "Raise the budget training by 2 kDKK.",
            "Raise the budget for running costs by 2 kDKK.",
            "Lower the least spending under the main budget by 2 kDKK.",
            "Raise the capacity of crew by 2 in period 1.",
            "Raise what can be bought of lab by 2 in period 1.",
            "Lower the least load of lab by 2 in period 1.",
        ],
        "da": [
            "Hæv hovedbudgettet med 2 kDKK.",
            "Hæv budgettet training med 2 kDKK.",
            "Hæv driftsbudgettet med 2 kDKK.",
            "Sænk mindsteforbruget under hovedbudgettet med 2 kDKK.",
            "Hæv kapaciteten af crew med 2 i periode 1.",
            "Hæv det, der kan købes af lab, med 2 i periode 1.",
            "Sænk mindstebelastningen af lab med 2 i periode 1.",
        ],
    }
    measured = next(one for one in demands(given) if one.kind == "at_least")
    assert (
        str(measured) == "group g: the cost in the main budget (kDKK) of what is chosen of web is at least 9"
    )


def test_a_portfolio_with_a_plan_has_nothing_to_explain() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        explain_infeasible(portfolio(1, must("web")))
    assert str(caught.value) == (
        "portfolio has a plan: every rule of it can be kept; make it with `prioritise`"
    )
    with pytest.raises(SolverError, match="has a plan"):
        infeasible(portfolio(1, must("web")))


# 333333333.3333 three times is 999999999.9999, and 0.0002 more is 0.0001 above a milliard: less than solvers see
HAIR = (*(must(name, cost=333333333.3333) for name in "abc"), must("d", cost=0.0002))


def test_a_hair_too_much_money_is_too_much() -> None:
    found = explain_infeasible(portfolio(1, *HAIR, budget=1_000_000_000))
    assert len(found.demands) == 5
    assert found.minimal
    assert [key(change) for change in found.repairs[0].changes] == [("budget", ("money",), None, 0.0001)]


def test_a_hair_less_is_enough() -> None:
    # of x and y one is required; x is a hair too much, and y is not
    given = portfolio(
        1,
        *HAIR[:3],
        free("x", cost=0.0002),
        free("y", cost=0.0001),
        must("z", needs={"A1": 1.0}),
        groups=(Group(id="either", members=("x", "y"), at_least=1),),
        budget=1_000_000_000,
    )
    found = explain_infeasible(given)
    assert {one.subject for one in found.demands} == {("z",), ("z", "A1")}
    assert all("x" not in repair.starts for repair in found.repairs)


def test_a_hair_too_much_in_one_period_is_too_much() -> None:
    budget = Budget(per_period=(0, 1_000_000_000), carry_over=False)
    found = explain_infeasible(portfolio(2, *HAIR, budget=budget))
    assert len(found.demands) == 6
    assert found.minimal
    assert [key(change) for change in found.repairs[0].changes] == [("budget", ("money",), 2, 0.0001)]


def test_what_takes_too_long_says_so() -> None:
    given = CASES["budget"].portfolio
    with pytest.raises(NoPlanFoundError, match="time limit"):
        explain_infeasible(given, time_limit=1e-9)
    error = infeasible(given, time_limit=1e-9)
    assert (error.conflict, error.repairs) == (None, ())
    assert "not found in time" in str(error)


def test_an_explanation_can_be_cancelled() -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(NoPlanFoundError, match="cancelled"):
        explain_infeasible(CASES["budget"].portfolio, cancel=cancel)


def test_all_that_takes_long_in_a_large_portfolio_hears_the_clock() -> None:
    deadline = Deadline(None)
    rows = Rows(CASES["budget"].portfolio, deadline)
    deadline.cancel.set()
    for ask in (
        lambda: overrun(rows, rows.of),
        lambda: dropping(rows, [*rows.of]),
        lambda: moving(rows, [*rows.of]),
        lambda: schedule(rows, rows.of, Softened(), Limits(Deadline(None))),
    ):
        with pytest.raises(NoPlanFoundError):
            ask()


def test_a_conflict_that_is_not_minimal_or_complete_is_told_as_such() -> None:
    known = explain_infeasible(CASES["budget"].portfolio)
    for smallest, minimal, words in (
        (True, True, "the smallest"),
        (False, True, "none can be left out"),
        (False, False, "maybe too many"),
    ):
        told = Conflict(**dict(known) | {"smallest": smallest, "minimal": minimal, "complete": minimal})
        assert words in str(told)
        assert ("not enough time" in str(told)) is not minimal


def small_enough(changed: Sequence[Portfolio]) -> list[Portfolio]:
    return [one for one in changed if (one.periods + 1) ** len(one.initiatives) <= 10_000]


@cache
def random_conflict(draw: Callable[[int], Portfolio], seed: int) -> tuple[Portfolio, Conflict]:
    given = draw(seed)
    return given, explain_infeasible(given)


def repaired(given: Portfolio, found: Conflict) -> list[Portfolio]:
    """Return the portfolio with each repair, where all its schedules can be tried."""
    return small_enough([apply(given, repair) for repair in found.repairs])


def nearly_repaired(given: Portfolio, found: Conflict) -> list[Portfolio]:
    """Return the portfolio with each least repair a step smaller, where all its schedules can be tried."""
    least = [repair for repair in found.repairs if repair.least]
    return small_enough([less for repair in least for less in a_step_less(given, repair)])


@pytest.mark.parametrize(("draw", "seed"), slow_after(8, RANDOM))
def test_random_conflicts_are_irreducible_and_their_repairs_work_by_brute_force(
    draw: Callable[[int], Portfolio], seed: int
) -> None:
    given, found = random_conflict(draw, seed)
    assert not len(judge(given))
    assert (found.minimal, found.smallest, found.complete) == (True, True, True)
    others = [one for one in demands(given) if one not in found.demands]
    assert not len(judge(without(given, others)))
    for one in found.demands:
        assert len(judge(without(given, [*others, one]))), one
    assert found.repairs
    assert all(len(judge(changed)) for changed in repaired(given, found))
    assert not any(len(judge(less)) for less in nearly_repaired(given, found))


def test_there_are_enough_repairs_to_judge() -> None:
    every = [random_conflict(draw, seed) for draw, seed in RANDOM]
    assert sum(len(repaired(given, found)) for given, found in every) >= 10
    assert sum(len(nearly_repaired(given, found)) for given, found in every) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("given", [short_of_money(1), short_of_time(1)], ids=["money", "time"])
def test_a_large_portfolio_is_explained(given: Portfolio) -> None:
    found = explain_infeasible(given, time_limit=None)
    assert found.minimal
    assert found.complete
    rest = [one for one in demands(given) if one not in found.demands]
    assert not has_plan(without(given, rest))
    for repair in found.repairs:
        assert check(apply(given, repair), repair.starts).ok


def test_what_would_need_more_than_a_portfolio_may_hold_is_no_repair() -> None:
    # Together they take 6e11 + 6e11 = 1.2e12 of a team that may have at most 1e12.
    two = [Initiative(id=name, decision="must", effort={"it": 6e11}) for name in ("web", "app")]
    found = explain_infeasible(Portfolio(horizon=1, initiatives=two, capacities={"it": 6e11}))
    assert found.complete
    kinds = [change.kind for repair in found.repairs for change in repair.changes]
    assert kinds
    assert "capacity" not in kinds
    enough = [one.model_copy(update={"effort": {"it": 5e11}}) for one in two]  # 1e12 together
    found = explain_infeasible(Portfolio(horizon=1, initiatives=enough, capacities={"it": 5e11}))
    changes = [change for repair in found.repairs for change in repair.changes]
    assert [change.by for change in changes if change.kind == "capacity"] == [5e11]


def test_a_synergy_that_would_bring_about_what_it_needs_is_in_no_repair() -> None:
    # `if 1` needs X1 at 1 and adds 0.5 to it: a repair that had it bring X1 to 1 was refused, and another was not looked for
    found = explain_infeasible(conditional_portfolio(90319))
    assert found.complete
    assert "Plan over 4 periods" in str(found)


def test_a_repair_may_ask_for_less_spending_than_none() -> None:
    two = [Initiative(id=name, cost=10, decision="must", advances={"R2": 0.5}) for name in ("web", "app")]
    saved = Synergy(id="both", of=("web", "app"), cost=-50)
    budget = Budget(per_period=100, at_least=30)
    portfolio = Portfolio(horizon=2, initiatives=two, budget=budget, synergies=[saved])
    (repair,) = explain_infeasible(portfolio).repairs  # 10 + 10 - 50 is -30, so 60 less than asked
    assert [(change.kind, change.by) for change in repair.changes] == [("least_spending", -60)]
    assert apply(portfolio, repair).limits["money"].at_least is None
    assert str(repair) == "Drop this: main budget: at least 30 spent."


COSTS = {"tag": 1, "app": 20, "logo": 5, "web": 30}


def all_must(**given: Any) -> Portfolio:  # noqa: ANN401  what a portfolio takes
    musts = [Initiative(id=name, cost=cost, decision="must") for name, cost in COSTS.items()]
    return Portfolio(horizon=2, initiatives=musts, **given)


@pytest.mark.parametrize(
    ("budget", "limits"),
    [
        (Budget(total=40), {"main budget: 40 in total"}),
        (Budget(per_period=20, carry_over=True), {"main budget: 40 up to period 2"}),
        (
            Budget(per_period=20, carry_over=False),
            {"main budget: 20 in period 1", "main budget: 20 in period 2"},
        ),
    ],
)
def test_what_must_be_done_and_cannot_be_paid_is_found_by_adding_up(budget: Budget, limits: set[str]) -> None:
    # 30 + 20 are more than 40; 5 and 1 need not be looked at
    rows = Rows(all_must(budget=budget))
    found = overrun(rows, rows.of)
    assert found is not None
    assert [one.sentence for one in found.musts] == ["web must be done", "app must be done"]
    assert {one.sentence for one in found.limits} == limits
    assert found.least == 50
    assert found.room == 40
    assert found.is_minimal == (len(limits) == 1)


def test_what_can_be_done_in_another_way_or_later_costs_the_least_of_these() -> None:
    ways = (Mode(id="fast", duration=1, cost=90), Mode(id="slow", duration=2, cost=25))
    web = Initiative(id="web", modes=ways, decision="must")
    shop = Initiative(id="shop", costs={"money": Cost(amount=10, running=5)}, decision="must")
    rows = Rows(Portfolio(horizon=2, initiatives=[web, shop], budget=30))
    found = overrun(rows, rows.of)  # 25 for the slow way, 10 for a shop begun in period 2
    assert found is not None
    assert found.least == 35


def test_limits_that_something_makes_room_in_are_not_added_up() -> None:
    # 56 are more than 50, but web and app together cost 10 less
    saving = Synergy(id="both", of=("web", "app"), cost=-10)
    rows = Rows(all_must(budget=50, synergies=[saving]))
    assert overrun(rows, rows.of) is None


def test_a_conflict_of_hundreds_is_found_without_a_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        pytest.fail("a solver is asked for a conflict that is seen by adding up")

    monkeypatch.setattr("omniprio.infeasibility.explain.schedule", never)
    musts = [Initiative(id=f"p{place}", cost=10, decision="must") for place in range(30)]
    portfolio = Portfolio(horizon=2, initiatives=musts, budget=195)
    found = explain_infeasible(portfolio, time_limit=1e-6 + 20)
    assert len(found.demands) == 21  # 20 of them cost 200
    assert found.minimal


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Together, what must be done here costs 50 at least, and there is 40: 10 too little."),
        ("da", "Tilsammen koster det, der skal gennemføres, mindst 50, og der er 40: 10 for lidt."),
    ],
)
def test_what_must_be_done_and_cannot_be_paid_is_told_with_the_sum(language: str, told: str) -> None:
    found = explain_infeasible(all_must(budget=40))
    assert told in found.summary(language).splitlines()
    assert found.unpaid is not None
    assert (found.unpaid.budget, found.unpaid.needed, found.unpaid.available) == ("money", 50, 40)


def test_no_sum_is_told_of_one_thing_or_of_a_team() -> None:
    web = Initiative(id="web", cost=50, effort={"crew": 2}, decision="must")
    app = Initiative(id="app", cost=0, effort={"crew": 2}, decision="must")
    dear = Portfolio(horizon=1, initiatives=[web, app], budget=40, capacities={"crew": 4})
    assert explain_infeasible(dear).unpaid is None
    busy = Portfolio(horizon=1, initiatives=[web, app], budget=50, capacities={"crew": 3})
    assert explain_infeasible(busy).unpaid is None


@pytest.mark.parametrize(("fields", "eased"), [({"A1": 0.5}, False), ({"A1": 0.5, "A2": 0.5}, True)])
def test_a_milestone_that_would_ask_for_nothing_is_dropped(fields: dict[str, float], *, eased: bool) -> None:
    # nothing brings A1; two brings half of A2
    soon = Milestone(id="soon", by=1, fields=fields)
    two = Initiative(id="two", advances={"A2": 0.5})
    one = Portfolio(horizon=1, disc=DISC, initiatives=[two], milestones=[soon])
    told = [[str(change.by) for change in repair.changes] for repair in explain_infeasible(one).repairs]
    assert told == [*([["-0.5"]] if eased else []), ["None"]]
