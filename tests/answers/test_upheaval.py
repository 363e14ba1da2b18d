"""Stopping what runs, and the curve of upheaval against gain, against every schedule there is.

The worlds of a stop are told here without the library's own way to tell them: what is stopped is decided never, and what
it has taken by now is a row of small initiatives, one for each period, that must be.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import (
    Closest,
    Cost,
    Disc,
    Discipline,
    Fastest,
    Group,
    Initiative,
    LeastCost,
    MostValue,
    Plan,
    Portfolio,
    Soonest,
    plan_of,
)
from omniprio.answers.replanning import Actual, replan, upheaval_curve, with_past
from omniprio.checker import check
from omniprio.errors import InvalidArgumentError, InvalidInputError
from omniprio.goals import Balanced
from omniprio.infeasibility import InfeasibleError
from omniprio.money import spent_under
from omniprio.numbers import exact
from omniprio.portfolio import Benefit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.goals import Goal

DISC = Disc(disciplines=[Discipline(id="R", levels=2), Discipline(id="D", levels=2)])
CRM = Initiative(id="crm", cost=90, duration=3, advances={"R2": 0.3})
APP = Initiative(id="app", cost=60, advances={"D2": 1.0})


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 4, "disc": DISC, "initiatives": initiatives, **more})


def promised(given: Portfolio, **starts: int) -> Plan:
    return plan_of(given, starts)


def money(plan: Plan) -> list[Fraction]:
    return spent_under(plan.portfolio.limits["money"], plan.portfolio, plan.starts)


def test_a_stop_saves_what_is_not_spent_yet_and_costs_its_price() -> None:
    # 30 of 90 are spent in period 1. Of 100 there are 70 left: 60 that crm still takes, or 60 for the app and 5 to stop.
    given = portfolio(CRM, APP, budget=100)
    before = promised(given, crm=1)
    found = replan(before, by=1, actual={"crm": Actual(start=1, stop_cost=5)}, goals=[Fastest()])
    assert found.plan.starts == {"crm: stopped": 1, "app": 2}
    assert found.of_kind("stopped") == ("crm",)
    assert found.plan.cost == 30 + 5 + 60
    assert money(found.plan) == [30, 65, 0, 0]
    # The app has D2 from 2 on: 1 of 4 levels (two are there at the start) in 3 of 4 periods: (2 + 1 + 1 + 1) / 4 / 4.
    assert found.value == Fraction(5, 16)
    # With 11 to stop it, the app cannot be paid: 30 + 11 + 60 = 101.
    dear = replan(before, by=1, actual={"crm": Actual(start=1, stop_cost=11)}, goals=[Fastest()])
    assert dear.plan.starts == {"crm": 1}
    assert dear.of_kind("running") == ("crm",)


def test_nothing_is_stopped_for_nothing_and_a_stop_is_one_change() -> None:
    before = promised(portfolio(CRM, APP, budget=150), crm=1, app=2)
    free = {"crm": Actual(start=1, stop_cost=0)}
    assert replan(before, by=1, actual=free, goals=[Fastest()]).plan.starts == {"crm": 1, "app": 2}
    # Less cost is worth a stop, 60, unless a change costs more.
    cheap = replan(before, by=1, actual=free, goals=[LeastCost()], per_change=59.0)
    assert cheap.of_kind("stopped") == ("crm",)
    assert cheap.upheaval == 2 * 59  # the app is dropped too
    assert replan(before, by=1, actual=free, goals=[LeastCost()], per_change=61.0).upheaval == 0


def test_what_requires_it_falls_with_it() -> None:
    after = APP.model_copy(update={"requires": ("crm",)})
    given = portfolio(CRM, after, Initiative(id="web", cost=60, advances={"D2": 0.5}))
    now = with_past(given, 1, {"crm": Actual(start=1, stop_cost=0)})
    assert check(now, {"crm": 1, "app": 4}).ok
    assert [one.rule for one in check(now, {"crm: stopped": 1, "app": 4}).broken] == ["requires"]
    assert [one.rule for one in check(now, {"crm": 1, "crm: stopped": 1}).broken] == ["group"]
    assert [one.rule for one in check(now, {"app": 4}).broken] == ["requires", "group"]


def test_what_it_has_worked_and_earned_by_now_stays() -> None:
    crm = Initiative(
        id="crm",
        duration=3,
        cost=Cost(profile=[7, 8, 9], running=3),
        costs={"it": 6},
        effort={"crew": (1, 2, 3)},
        benefit=Benefit(profile=[5, 6, 7], counted_from="start"),
        owner="north",
    )
    given = portfolio(crm, capacities={"crew": 3}, budgets={"it": None})
    stopped = with_past(given, 2, {"crm": Actual(start=1, stop_cost=4)}).by_id["crm: stopped"]
    # 7 and 8 are spent, 4 in the third period to stop; of the 6 from the other fund 2 and 2.
    assert stopped.costs_by_fund["money"].profile == (7, 8, 4)
    assert stopped.costs_by_fund["it"].profile == (2, 2, 0)
    assert stopped.effort == {"crew": (1, 2, 0)}
    assert stopped.benefit == Benefit(profile=[5, 6], counted_from="start")
    assert (stopped.fixed_start, stopped.duration, stopped.owner) == (1, 3, "north")
    assert (stopped.advances, stopped.decision) == ({}, "free")


def test_closed_periods_are_no_work_before_a_stop_either() -> None:
    given = portfolio(CRM, APP, horizon=6, closed=[2])
    # Work in 1 and 3; 2 is closed; the next open period is 4.
    now = with_past(given, 3, {"crm": Actual(start=1, stop_cost=4)})
    assert money(plan_of(now, {"crm: stopped": 1})) == [30, 0, 30, 4, 0, 0]


def test_what_is_complete_cannot_be_stopped() -> None:
    with pytest.raises(InvalidInputError, match=r"actual\[crm\].stop_cost: is complete by period 3"):
        with_past(portfolio(CRM), 3, {"crm": Actual(start=1, stop_cost=0)})


def test_a_choice_of_an_earlier_replanning_is_asked_again_or_over() -> None:
    given = portfolio(CRM.model_copy(update={"duration": 4, "cost": 80}), APP, horizon=6, budget=130)
    first = replan(
        promised(given, crm=1), by=1, actual={"crm": Actual(start=1, stop_cost=60)}, goals=[Fastest()]
    )
    assert first.plan.starts == {"crm": 1}  # 20 + 60 + 60 is more than 130
    again = replan(first.plan, by=2, actual={"crm": Actual(start=1, stop_cost=10)})
    assert again.plan.starts == {"crm: stopped": 1, "app": 3}  # 40 + 10 + 60
    over = replan(again.plan, by=3)
    assert over.plan.starts == {"crm: stopped": 1, "app": 3}
    assert replan(first.plan, by=2).plan.starts == {"crm": 1}


class Case(NamedTuple):
    """A schedule that was promised, of which some periods are over, and what it would cost to stop what runs."""

    drawn: Portfolio
    starts: dict[str, int]
    by: int
    costs: dict[str, float]

    @property
    def before(self) -> Plan:
        return plan_of(self.drawn, self.starts)

    @property
    def actual(self) -> dict[str, Actual]:
        begun = {name: start for name, start in self.starts.items() if start <= self.by}
        return {name: Actual(start=start, stop_cost=self.costs.get(name)) for name, start in begun.items()}

    @property
    def now(self) -> Portfolio:
        return with_past(self.drawn, self.by, self.actual)


@cache
def case(seed: int) -> Case:
    rng = random.Random(f"stops {seed}")  # noqa: S311  repeatable draws, no secrets
    drawn = full_portfolio(seed)
    found = judge(drawn)
    rows = [found.schedule(rng.randrange(len(found))) for _ in range(12)]
    options = [
        (starts, by) for starts in rows for by in range(1, drawn.periods) if running(drawn, starts, by)
    ]
    starts, by = rng.choice(options) if options else (rows[0], 0)
    names = running(drawn, starts, by)
    return Case(drawn, starts, by, {name: rng.choice((0.0, 5.0, 12.5)) for name in names})


def running(drawn: Portfolio, starts: dict[str, int], by: int) -> list[str]:
    return [name for name, start in starts.items() if start <= by < start + drawn.by_id[name].duration - 1]


def _is_even(one: Case) -> bool:
    pieces = [piece for name in one.costs for piece in _pieces(one, name)]
    return all(
        exact(float(amount)) == amount
        for piece in pieces
        for amount in (*piece[1].values(), *piece[2].values())
    )


def _pieces(one: Case, name: str) -> Iterator[tuple[int, dict[str, Fraction], dict[str, Fraction], float]]:
    """Yield for each period of an initiative by now what it took of funds and teams, and what it earned."""
    initiative, start = one.drawn.by_id[name], one.starts[name]
    for period in range(start, one.by + 1):
        place = period - start
        funds = {}
        for fund, cost in initiative.costs_by_fund.items():
            if cost.profile is not None:
                funds[fund] = exact(cost.profile[place])
            elif cost.spread == "even":
                funds[fund] = exact(cost.amount) / initiative.duration
            else:
                funds[fund] = exact(cost.amount) * (cost.spread == "start" and place == 0)
        teams = {
            team: exact(effort[place] if isinstance(effort, tuple) else effort)
            for team, effort in initiative.effort.items()
        }
        earned = initiative.earnings.profile or ()
        counts = initiative.earnings.counted_from == "start" and place < len(earned)
        yield period, funds, teams, earned[place] if counts else 0.0


def world(one: Case, stopped: Sequence[str]) -> Portfolio:
    """Return the portfolio in which just these are stopped, in pieces."""
    plain = {name: Actual(start=entry.start) for name, entry in one.actual.items()}
    now = with_past(one.drawn, one.by, plain)
    pieces = []
    for name in stopped:
        owner = one.drawn.by_id[name].owner
        for period, funds, teams, earned in _pieces(one, name):
            pieces.append(
                Initiative(
                    id=f"{name} in {period}",
                    cost=float(funds.pop("money", 0)),
                    costs={fund: float(amount) for fund, amount in funds.items()},
                    effort={team: float(amount) for team, amount in teams.items()},
                    benefit=Benefit(profile=[earned]),
                    decision="must",
                    fixed_start=period,
                    owner=owner,
                )
            )
        end = Initiative(id=f"{name} ends", cost=one.costs[name], decision="must", owner=owner)
        pieces.append(end.model_copy(update={"fixed_start": one.by + 1}))
    kept = [
        entry.model_copy(update={"decision": "never", "fixed_start": None}) if entry.id in stopped else entry
        for entry in now.initiatives
    ]
    return now.model_copy(update={"initiatives": [*kept, *pieces]})


def worlds(one: Case) -> Iterator[tuple[tuple[str, ...], Portfolio]]:
    """Yield each set of what may be stopped, with its world, but for those that are refused beforehand."""
    names = list(one.costs)
    for stopped in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
        try:
            yield stopped, world(one, stopped)
        except InvalidInputError:  # what has begun, and must be, requires or is grouped with what is stopped
            continue


Value = tuple[Fraction, ...]


@cache
def every(seed: int) -> dict[frozenset[tuple[str, int]], tuple[int, tuple[Value, ...]]]:
    """Return for each schedule that keeps the rules, stops told by id, how many changes it has, and its goal values."""
    one = case(seed)
    found = {}
    for stopped, given in worlds(one):
        schedules = judge(given)
        for row in range(len(schedules)):
            starts = {
                name: start for name, start in schedules.schedule(row).items() if name in one.drawn.by_id
            }
            changes = sum(one.starts.get(name) != starts.get(name) for name in one.drawn.by_id)
            values = tuple(tuple(schedules.value(goal, row) for goal in goals) for goals in GOALS)
            told = starts | {f"{name}: stopped": one.starts[name] for name in stopped}
            found[frozenset(told.items())] = changes, values
    return found


GOALS: tuple[tuple[Goal, ...], ...] = (
    (Fastest(), LeastCost()),
    (MostValue(),),
    (Balanced(), Fastest()),
    (LeastCost(),),
)
_LIST = "1 6 10 16 18 21 22 24 28 33 35 41 50 54 59 60 64 70 76 82 85 86 90 95 96 99 102 107"
SEEDS = list(map(int, _LIST.split()))
"""Seeds of portfolios in which something can be running, with amounts that are no fractions."""


@pytest.mark.slow
def test_these_are_all_that_can_be_told_in_pieces() -> None:
    assert [seed for seed in with_a_plan(70) if case(seed).costs and _is_even(case(seed))] == SEEDS


@pytest.mark.slow
def test_the_cases_are_enough() -> None:
    assert len(SEEDS) >= 25
    assert sum(len(case(seed).costs) > 1 for seed in SEEDS) >= 4
    stops = sum(any(": stopped" in name for name, _ in told) for seed in SEEDS[:12] for told in every(seed))
    assert stops >= 40


@pytest.mark.parametrize("seed", slow_after(5, SEEDS))
def test_what_keeps_the_rules_with_stops_is_what_keeps_them_in_pieces(seed: int) -> None:
    schedules = judge(case(seed).now)
    found = {frozenset(schedules.schedule(row).items()) for row in range(len(schedules))}
    assert found == set(every(seed))


@pytest.mark.parametrize("seed", slow_after(5, SEEDS))
def test_replanning_with_stops_equals_brute_force(seed: int) -> None:
    one, place = case(seed), seed % len(GOALS)
    found = replan(one.before, by=one.by, actual=one.actual, goals=GOALS[place])
    changes, values = every(seed)[frozenset(found.plan.starts.items())]
    best = min(_worths(values[place], place) for _, values in every(seed).values())
    assert _worths(values[place], place) == best
    assert found.plan.proven
    assert changes == sum(one.kind in {"stopped", "moved", "dropped", "added"} for one in found.changes)


def _worths(values: Value, place: int) -> Value:
    return tuple(
        -value if goal.more_is_better else value for goal, value in zip(GOALS[place], values, strict=True)
    )


@pytest.mark.parametrize("seed", slow_after(5, SEEDS))
def test_the_curve_equals_brute_force(seed: int) -> None:
    one, place = case(seed), seed % len(GOALS)
    wanted: list[tuple[int, Fraction]] = []
    by_changes = sorted(
        (changes, _worths(values[place], place)[0]) for changes, values in every(seed).values()
    )
    for changes, value in by_changes:
        if not wanted or value < wanted[-1][1]:
            wanted.append((changes, value))
    found = upheaval_curve(one.before, by=one.by, actual=one.actual, goals=GOALS[place])
    sign = -1 if found.goal.more_is_better else 1
    assert [(point.changes, sign * point.value) for point in found.points] == wanted
    assert found.ended == "finished"
    for point in found.points:
        assert len(point.changed) == point.changes
        assert point.plan.proven


def test_the_curve_of_a_small_portfolio() -> None:
    # crm at 3, app at 4 of 4. Moving crm to 1 has R2 (0.3 of it) from 3 on rather than 5 (never): it starts at 2 at the
    # latest, so the promise has to be one that can be kept: crm at 2, complete at 4.
    given = portfolio(CRM, APP, Initiative(id="web", advances={"R2": 0.7}))
    in_force = promised(given, crm=2, app=4)
    found = upheaval_curve(in_force, by=0, goals=[Closest()])
    # Closest: R2 0.3 and D2 1 are there at the end, web adds 0.7 of R2: 0.7 / 4 becomes 0 with one change.
    assert [(point.changes, point.value) for point in found.points] == [
        (0, Fraction(7, 40)),
        (1, Fraction(0)),
    ]
    assert found.gain(found.points[1]) == Fraction(7, 40)
    assert [one.id for one in found.points[1].changed] == ["web"]
    assert str(found).splitlines()[0] == (
        "From period 1 on, for each number of changes to the plan in force the best plan:"
    )


def test_a_promise_that_cannot_be_kept_any_more_is_where_the_curve_begins() -> None:
    in_force = promised(portfolio(CRM, APP), crm=1, app=1)
    poor = portfolio(CRM, APP, budget=100)
    found = upheaval_curve(in_force, poor, by=0, goals=[Fastest()])
    assert [point.changes for point in found.points] == [
        1
    ]  # one of the two is dropped: the crm, which brings less
    assert [(one.id, one.kind) for one in found.points[0].changed] == [("crm", "dropped")]


def test_where_no_plan_keeps_the_rules_there_is_no_curve() -> None:
    in_force = promised(portfolio(CRM, APP), crm=1)
    must = portfolio(CRM, APP.model_copy(update={"decision": "must"}), budget=100)
    with pytest.raises(InfeasibleError):
        upheaval_curve(in_force, must, by=1, goals=[Fastest()])
    may = {"crm": Actual(start=1, stop_cost=10)}  # 30 + 10 + 60 are just 100
    found = upheaval_curve(in_force, must, by=1, actual=may, goals=[Fastest()])
    assert [(point.changes, point.plan.starts) for point in found.points] == [
        (2, {"crm: stopped": 1, "app": 2})
    ]


def test_a_plan_of_the_curve_is_planned_again_for_its_own_goals() -> None:
    given = portfolio(CRM, APP, Initiative(id="web", advances={"R2": 0.7}), Initiative(id="shop", benefit=3))
    in_force = promised(given, crm=2, app=4)
    found = upheaval_curve(in_force, by=0, goals=[Fastest(slack=0.2), LeastCost()])
    assert replan(found.points[1].plan, by=0).goal == Fastest()


def test_soonest_has_no_curve_and_no_time_leaves_it_open() -> None:
    in_force = promised(portfolio(CRM, APP), crm=1)
    with pytest.raises(InvalidArgumentError, match="put another goal first"):
        upheaval_curve(in_force, by=0, goals=[Soonest()])
    found = upheaval_curve(in_force, by=0, goals=[Fastest()], time_limit=1e-9)
    assert not found.is_final
    assert found.summary().startswith("Not complete (time limit)")


def test_groups_count_what_is_carried_on() -> None:
    one_of = Group(id="one", members=("crm", "app"), at_most=1)
    given = portfolio(CRM, APP, groups=[one_of])
    found = replan(
        promised(given, crm=1), by=1, actual={"crm": Actual(start=1, stop_cost=0)}, goals=[Fastest()]
    )
    assert found.plan.starts == {"crm: stopped": 1, "app": 2}
