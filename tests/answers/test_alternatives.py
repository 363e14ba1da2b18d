"""Plans that are nearly as good as the best and differ as much as possible, against all schedules there are."""

from __future__ import annotations

import threading
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import (
    Closest,
    Disc,
    Discipline,
    Fastest,
    Group,
    Initiative,
    LeastCost,
    MostValue,
    Portfolio,
    Soonest,
    prioritise,
    ten_portfolio,
)
from omniprio.answers.near_best import Alternative, Alternatives, Farthest, alternatives
from omniprio.answers.neighbourhoods import Neighbourhoods
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import NoPlanFoundError

if TYPE_CHECKING:
    from omniprio.answers.near_best import Stopped
    from omniprio.goals import Goal

DISC = Disc(disciplines=[Discipline(id="R", levels=2), Discipline(id="D", levels=2)])


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 2, "disc": DISC, "initiatives": initiatives, **more})


# 4 levels in all, two missing: each brings its share of one of them.
CRM = Initiative(id="crm", cost=60, advances={"R2": 1.0})
APP = Initiative(id="app", cost=40, advances={"D2": 0.8})
WEB = Initiative(id="web", cost=40, advances={"D2": 0.7})


def apart(one: dict[str, int], other: dict[str, int]) -> tuple[int, int]:
    both = one.keys() & other.keys()
    return len(one.keys() ^ other.keys()), sum(abs(one[name] - other[name]) for name in both)


def test_the_core_and_the_choice() -> None:
    found = alternatives(portfolio(CRM, APP, WEB, budget=100), loss=0.03, starts=False)
    # Money for crm and one of the others; 0.8 - 0.7 of a level of 4 is lost with web: 0.025 in both periods.
    assert [one.plan.starts for one in found.plans] == [{"crm": 1, "app": 1}, {"crm": 1, "web": 1}]
    assert [one.loss for one in found.plans] == [0, Fraction(1, 40)]
    assert found.plans[1].distance == (2, 0)
    assert (found.core, found.choices, found.never) == (("crm",), ("app", "web"), ())
    assert found.is_final


def test_one_step_less_loss_leaves_no_choice() -> None:
    tight = portfolio(CRM, APP, WEB, budget=100)
    assert len(alternatives(tight, loss=0.025, starts=False).plans) == 2
    alone = alternatives(tight, loss=0.0249, starts=False)
    assert (len(alone.plans), alone.is_final, alone.choices) == (1, True, ())


def test_other_times_count_if_they_are_wanted() -> None:
    late = portfolio(CRM)
    # crm in period 2 instead of 1: 1 of 4 levels for one of two periods, 0.125.
    found = alternatives(late, loss=0.125)
    assert [one.plan.starts for one in found.plans] == [{"crm": 1}, {"crm": 2}]
    assert found.plans[1].distance == (0, 1)
    assert found.is_final
    assert len(alternatives(late, loss=0.125, starts=False).plans) == 1
    assert len(alternatives(late, loss=0.25).plans) == 3  # and doing nothing


GOALS: list[list[Goal]] = [[Fastest(), LeastCost()], [Closest()], [MostValue()], [LeastCost(), Fastest()]]


SEEDS = with_a_plan(25)
MOST = 4


def allowed(seed: int) -> Fraction:
    """Return the loss that is allowed at the first goal."""
    return Fraction(1, 10) if isinstance(GOALS[seed % len(GOALS)][0], Fastest | Closest) else Fraction(30)


def asked(seed: int, *, starts: bool) -> Alternatives:
    goals = GOALS[seed % len(GOALS)]
    return alternatives(full_portfolio(seed), goals, loss=float(allowed(seed)), most=MOST, starts=starts)


@cache
def within_the_loss(seed: int) -> list[dict[str, int]]:
    """Return all schedules that lose little, by trying every schedule."""
    goals = GOALS[seed % len(GOALS)]
    schedules = judge(full_portfolio(seed))
    best = schedules.value(goals[0], int(schedules.best_rows(goals)[0]))
    sign = -1 if isinstance(goals[0], MostValue) else 1
    return [
        schedules.schedule(row)
        for row in range(len(schedules))
        if sign * (schedules.value(goals[0], row) - best) <= allowed(seed)
    ]


@pytest.mark.parametrize("starts", [True, False])
@pytest.mark.parametrize("seed", slow_after(8, SEEDS))
def test_each_plan_is_as_far_as_any_can_be(seed: int, *, starts: bool) -> None:
    within = within_the_loss(seed)
    found = asked(seed, starts=starts)
    plans = [one.plan.starts for one in found.plans]
    for place, one in enumerate(found.plans[1:], start=1):
        farthest = max(min(apart(other, before) for before in plans[:place]) for other in within)
        assert one.plan.starts in within
        assert one.distance == min(apart(one.plan.starts, before) for before in plans[:place]) == farthest
        assert one.farthest
    rest = max(min(apart(other, before) for before in plans) for other in within)
    more = rest > (0, 0) if starts else rest[0] > 0
    assert found.ended == ("most" if len(plans) == MOST else "complete")
    assert not (found.is_final and more)


FEW = [0, 2, 6, 7, 10, 14, 15, 16, 17, 23, 28, 29, 35, 37]
"""Where fewer plans than are asked for are within the loss: then these are all."""


@pytest.mark.parametrize("seed", slow_after(4, FEW))
def test_where_these_are_all_it_is_known_what_is_in_all_and_in_none(seed: int) -> None:
    within = within_the_loss(seed)
    found = asked(seed, starts=True)
    assert found.is_final
    assert set(found.core) == frozenset.intersection(*(frozenset(one) for one in within))
    assert set(found.never) == set(full_portfolio(seed).by_id) - frozenset[str]().union(*within)


def test_the_cases_are_enough() -> None:
    assert [seed for seed in SEEDS if len(within_the_loss(seed)) < MOST] == FEW
    assert sum(len({frozenset(one) for one in within_the_loss(seed)}) > 1 for seed in SEEDS) >= 10


def test_without_any_time_there_is_no_plan() -> None:
    ten = ten_portfolio()
    wanted = ten.model_copy(update={"groups": [Group(id="any", members=tuple(ten.by_id), at_least=1)]})
    with pytest.raises(NoPlanFoundError):  # doing nothing breaks the group
        alternatives(wanted, loss=0.02, time_limit=1e-9)


@pytest.mark.slow
def test_it_stops_with_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = threading.Event()
    another = Farthest.another

    def last(self: Farthest, *, share: float) -> Alternative | Stopped:
        found = another(self, share=share)
        cancel.set()
        return found

    monkeypatch.setattr(Farthest, "another", last)
    found = alternatives(ten_portfolio(), loss=0.2, most=1000, cancel=cancel)
    assert (len(found.plans), found.ended, found.is_final) == (2, "cancelled", False)
    assert "Cancelled; there may be more." in found.summary()


def over() -> Deadline:
    """Return a time limit of which nothing is left."""
    return Deadline(0.0)


def test_no_search_is_begun_when_the_time_is_over() -> None:
    best = prioritise(portfolio(CRM, APP, WEB, budget=100))
    with pytest.raises(TimeIsOver):  # not even a program is stated
        Farthest(best, Fastest(), Fraction(1), over(), starts=True)


def test_what_is_found_in_part_of_the_time_is_kept_and_not_called_farthest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = prioritise(portfolio(CRM, APP, WEB, budget=100))
    search = Farthest(best, Fastest(), Fraction(1, 2), Deadline(60), starts=True)
    monkeypatch.setattr(Deadline, "share", lambda *_, **__: over())  # as if another process took all of it
    assert search.another(share=1) == "time limit"
    monkeypatch.setattr(Neighbourhoods, "improved", lambda *_: {"app": 1})
    found = search.another(share=1)
    # crm is dropped: 1 of 4 levels, 1/4 of the distance.
    assert isinstance(found, Alternative)
    assert (found.plan.starts, found.loss, found.distance) == ({"app": 1}, Fraction(1, 4), (1, 0))
    assert not found.farthest


def test_it_can_be_read() -> None:
    found = alternatives(portfolio(CRM, APP, WEB, budget=100), loss=0.03, starts=False)
    assert str(found).splitlines() == [
        "Plans that lose at most 0.0300 at fastest:",
        "start of  plan 1  plan 2",
        "crm            1       1",
        "app            1       -",
        "web            -       1",
        "loss      0.0000  0.0250",
        "In all of them: crm.",
        "Real choices: app, web.",
        "In none of them: nothing is left out.",
        "No other plan within the loss differs from these.",
    ]


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match=r"loss is .*; give a number of at least 0"):
        alternatives(portfolio(CRM), loss=-0.1)
    with pytest.raises(ValueError, match="put another goal first"):
        alternatives(portfolio(CRM), [Soonest()], loss=1)
