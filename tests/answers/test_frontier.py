"""The frontier against brute force: the same amounts, the same values; each least amount is least."""

from __future__ import annotations

import dataclasses
import threading
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pytest
from judge.brute_force import best, judge
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.rows import spending, ways_of
from judge.seeds import slow_after

from omniprio.answers.best import Best, Search
from omniprio.answers.frontiers import frontier, phased_better, raised, scaled, trade_off
from omniprio.answers.frontiers.epsilon_constraint import Walk
from omniprio.deadline import Deadline
from omniprio.errors import GoalUnreachableError, InvalidArgumentError, InvalidInputError, NoPlanFoundError
from omniprio.goals import Balanced, Closest, Fastest, LeastCost, MostValue, Soonest
from omniprio.infeasibility import InfeasibleError
from omniprio.numbers import exact
from omniprio.plan import plan_of
from omniprio.portfolio import Budget, Initiative, Portfolio, Synergy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.answers.frontiers.epsilon_constraint import Maturity, Money
    from omniprio.goals import Goal

ROTATION: list[list[Goal]] = [
    [Fastest(), LeastCost()],
    [Closest(), LeastCost()],
    [MostValue()],
    [Soonest(distance=0.6), LeastCost()],
    [Fastest()],
]
NEVER = 10**6

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.4})
THREE = Portfolio(
    horizon=2,
    initiatives=[WEB, APP, Initiative(id="shop", cost=45, duration=2, advances={"D2": 0.7})],
)


def worths(goals: Sequence[Goal], values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return tuple(
        -value if isinstance(goal, MostValue) else value for goal, value in zip(goals, values, strict=True)
    )


def needed(portfolio: Portfolio, starts: dict[str, int]) -> Fraction:
    """Return the least total, there from period 1 on, with which the main budget pays for a schedule."""
    periods, budget = portfolio.periods, portfolio.limits["money"]
    each = [Fraction(0)] * periods
    for name, start in starts.items():
        out = spending(portfolio, ways_of(portfolio, portfolio.by_id[name])[start - 1], periods, budget)
        each = [one + two for one, two in zip(each, out, strict=True)]
    for synergy in portfolio.synergies:
        owners = {portfolio.by_id[name].owner for name in synergy.of}
        if set(synergy.of) <= starts.keys() and (not budget.owners or owners <= set(budget.owners)):
            done = max(starts[name] + portfolio.by_id[name].duration - 1 for name in synergy.of)
            each[done - 1] += exact(synergy.cost)
    return max(Fraction(0), *accumulate(each))


def steps(portfolio: Portfolio, goals: Sequence[Goal]) -> list[tuple[Fraction, tuple[Fraction, ...]]]:
    """Return all amounts at which the best values change, and these values, by trying every schedule."""
    found = judge(portfolio.model_copy(update={"budget": None}))
    rows = []
    for row in range(len(found)):
        values = [found.value(goal, row) for goal in goals]
        if NEVER not in values:
            rows.append((needed(portfolio, found.schedule(row)), worths(goals, values)))
    kept: list[tuple[Fraction, tuple[Fraction, ...]]] = []
    for amount, value in sorted(rows):
        if not kept or value < kept[-1][1]:
            kept.append((amount, value))
    return kept


# Most random portfolios are so short of time that money changes little: these have four amounts or more.
SEEDS = [0, 1, 12, 16, 29, 31, 39, 40, 44, 45, 55, 65, 70, 80, 82, 90]


@pytest.mark.parametrize("seed", slow_after(4, SEEDS))
def test_breakpoints_and_values_equal_brute_force(seed: int) -> None:
    portfolio = (core_portfolio if seed % 2 else full_portfolio)(seed)
    portfolio = portfolio.model_copy(update={"budget": 100.0})
    goals = ROTATION[seed % len(ROTATION)]
    found = frontier(portfolio, goals)
    values = [[value for value in point.values if value is not None] for point in found.points]
    pairs = [(point.amount, worths(goals, value)) for point, value in zip(found.points, values, strict=True)]
    assert pairs == steps(portfolio, goals)
    assert found.is_final
    assert all(point.is_final for point in found.points)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("budget", "share"),
    [
        (Budget(total=77), (1, 1)),
        (Budget(per_period=[20, 80]), (Fraction(1, 5), Fraction(4, 5))),
        (Budget(per_period=[30, 20], carry_over=False), (Fraction(3, 5), Fraction(2, 5))),
    ],
    ids=["total", "carried over", "by period"],
)
def test_each_amount_on_the_grid_has_the_plan_that_brute_force_finds(
    budget: Budget, share: tuple[Fraction, Fraction]
) -> None:
    portfolio = THREE.model_copy(update={"budget": budget})
    found = frontier(portfolio)
    assert found.is_final
    for amount in range(0, 200, 5):
        if budget.total is not None:
            limit = Budget(total=amount)
        else:
            each = [float(amount * part) for part in share]
            limit = Budget(per_period=each, carry_over=budget.carry_over)
        wanted = best(portfolio.model_copy(update={"budget": limit}), [Fastest(), LeastCost()])
        point = found.at(amount)
        assert wanted is not None
        assert point is not None
        assert point.values == wanted[1], amount


def test_three_initiatives_by_hand() -> None:
    # D2 is worth 1/18 of the way. Mean over two periods of what is left, in 1/18, from 12 at the start:
    # app 12 - 0.4, web 12 - 0.6, shop (done in 2) 12 - 0.35, web + app 12 - 1, at 20, 30, 45, 50.
    # Money beyond 50 buys nothing that is missing.
    found = frontier(THREE)
    assert [(int(point.amount), point.values[0], point.added, point.dropped) for point in found.points] == [
        (0, Fraction(12, 18), (), ()),
        (20, Fraction(116, 180), ("app",), ()),
        (30, Fraction(114, 180), ("web",), ("app",)),
        (50, Fraction(11, 18), ("app",), ()),
    ]
    # Gain by krone: 0.4 / 18 / 20, 0.2 / 18 / 10, 0.4 / 18 / 20.
    assert [point.per_unit for point in found.points] == [
        None,
        Fraction(4, 3600),
        Fraction(2, 1800),
        Fraction(4, 3600),
    ]
    assert [point.nested for point in found.points] == [True, True, False, True]
    assert [list(plan.starts) for plan in found] == [[], ["app"], ["web"], ["web", "app"]]
    assert "With more, something drops out that was in with less: from 30." in found.summary()
    assert [plan.portfolio.budget for plan in found] == [
        Budget(total=n, funds=["money"]) for n in (0, 20, 30, 50)
    ]


def test_one_step_below_each_amount_the_best_plan_is_worse() -> None:
    goals: list[Goal] = [Fastest(), LeastCost()]
    for point in frontier(THREE).points[1:]:
        below = best(
            THREE.model_copy(update={"budget": float(point.amount) - 5}), goals
        )  # all costs are fives
        assert below is not None
        assert below[1] > point.values


def test_below_a_plan_the_search_starts_from_the_next_best_that_is_paid_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[float, object]] = []
    whole = Search.best

    def watched(
        self: Search, portfolio: Portfolio, *, share: float, warm_start: dict[str, int] | None
    ) -> Best:
        asked.append((portfolio.limits["money"].total or 0.0, warm_start))
        return whole(self, portfolio, share=share, warm_start=warm_start)

    monkeypatch.setattr(Search, "best", watched)
    frontier(THREE)
    # App alone for 20 is found with 25, the second look. Web and app for 50, found first, is not paid for just below 50.
    below = [start for total, start in asked[2:] if 20 <= total < 50]
    assert below
    assert all(start is not None for start in below)


def test_where_decisions_need_money_there_is_no_plan_below() -> None:
    must = WEB.model_copy(update={"decision": "must"})
    found = frontier(THREE.model_copy(update={"initiatives": [must, APP]}))
    assert [float(point.amount) for point in found.points] == [30, 50]
    assert found.at(29) is None
    assert found.is_final
    assert "Below 30 there is no plan." in found.summary()
    assert "there is no plan" not in frontier(THREE).summary()


def test_the_summary_says_what_varies_and_what_the_gain_is_of() -> None:
    only = frontier(THREE)
    assert "the others stay" not in only.summary()
    assert "gain at fastest per " in only.table()
    two = frontier(THREE.model_copy(update={"budgets": {"it": 5.0}}))
    assert two.summary().splitlines()[-3:-1] == [
        "Only the main budget varies; the others stay as they are, and what is spent from them counts too: the budget it.",
        "The gain is by how much fastest is better than in the row above, by the difference between the two.",
    ]


def test_a_range_cuts_the_frontier() -> None:
    found = frontier(THREE, least=25, most=40)
    assert [(float(point.amount), list(point.plan.starts)) for point in found.points] == [
        (25, ["app"]),
        (30, ["web"]),
    ]
    assert (found.least, found.most) == (Fraction(25), Fraction(40))


def test_a_fund_of_its_own_varies_alone() -> None:
    initiatives = [WEB.model_copy(update={"costs": {"it": 7.5}}), APP]
    portfolio = THREE.model_copy(update={"initiatives": initiatives, "budget": 30, "budgets": {"it": 9}})
    found = frontier(portfolio, budget="it")
    assert [(float(point.amount), list(point.plan.starts)) for point in found.points] == [
        (0, ["app"]),  # the main budget of 30 stays and pays for one of the two
        (7.5, ["web"]),
    ]


def test_a_search_that_is_stopped_says_what_is_open() -> None:
    some = frontier(THREE, max_points=1)
    assert (len(some), some.is_final, some.ended) == (1, False, "max points")
    assert some.open == ((Fraction(0), Fraction(50)),)
    stopped = threading.Event()
    stopped.set()
    none = frontier(THREE, cancel=stopped)
    assert (len(none), none.ended) == (0, "cancelled")
    assert none.open == ((Fraction(0), Fraction(95)),)  # 95 = 30 + 20 + 45
    assert "Not complete (cancelled)" in str(none)
    assert frontier(THREE, time_limit=1e-9).ended == "time limit"


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="slack"):
        frontier(THREE, [Fastest(slack=0.1), LeastCost()])
    with pytest.raises(ValueError, match=r"most is 1\.0, below `least`; give at least 2$"):
        frontier(THREE, least=2.0, most=1.0)
    with pytest.raises(InvalidInputError, match="there is no budget 'monye'; use one of money"):
        frontier(THREE, budget="monye")


def test_a_purse_keeps_to_the_money_grid() -> None:
    third = Initiative(id="third", cost=100, duration=3)
    purse = scaled(Portfolio(horizon=3, initiatives=[third], budget=Budget(per_period=50)))
    assert purse.step == Fraction(100, 3)
    # a third of the amount by each period: after one, two, three periods 100/3, 200/3, 100 are spent
    assert purse.least({"third": 1}) == 100
    (limit,) = (purse.holding(Fraction(100)).limits["money"],)
    assert isinstance(limit.per_period, tuple)
    assert all(exact(amount or 0.0) >= Fraction(100, 3) for amount in limit.per_period[:1])
    late = raised(purse.portfolio, first=3)
    assert [float(part) for part in late.share] == [0, 0, 1]
    assert [float(amount or 0) for amount in late.fixed] == [50, 100, 150]


def test_money_given_back_counts_only_when_it_comes() -> None:
    saves = Synergy(id="saves", of=["web", "app"], cost=-20)
    portfolio = THREE.model_copy(update={"initiatives": [WEB, APP], "synergies": [saves]})
    # Both in period 1 need 30 + 20 - 20 = 30 at its end.
    assert frontier(portfolio).points[-1].amount == 30


SEVERAL = [3, 16, 8, 12, 14, 15, 18, 21]
"""Seeds of portfolios with three plans or more that are not beaten."""


@pytest.mark.parametrize("seed", slow_after(3, SEVERAL))  # one for each goal of maturity
@pytest.mark.parametrize("money", [MostValue(), LeastCost()], ids=["value", "cost"])
def test_a_trade_off_finds_all_plans_that_are_not_beaten(seed: int, money: Money) -> None:
    kinds: list[Maturity] = [Fastest(), Closest(), Balanced()]
    maturity, portfolio = kinds[seed % 3], full_portfolio(seed)
    every = judge(portfolio)
    goals: list[Goal] = [maturity, money]
    pairs = {worths(goals, [every.value(goal, row) for goal in goals]) for row in range(len(every))}
    best_pairs = {
        pair
        for pair in pairs
        if not any(one[0] <= pair[0] and one[1] <= pair[1] for one in pairs if one != pair)
    }
    found = trade_off(portfolio, maturity, money)
    assert [worths(goals, (point.maturity, point.money)) for point in found.points] == sorted(best_pairs)
    assert found.is_final
    assert all(point.is_final for point in found.points)


@pytest.mark.parametrize("maturity", [Fastest(), Closest(), Balanced()], ids=lambda goal: goal.kind)
def test_where_there_is_nothing_to_reach_the_best_for_money_beats_all(maturity: Maturity) -> None:
    # No discipline has an ambition, so the distance is 0 whatever is done; nothing earns, so nothing is done.
    nowhere = THREE.model_copy(update={"ambition": dict.fromkeys(THREE.ambitions, 0)})
    found = trade_off(nowhere, maturity)
    assert [point.plan.starts for point in found.points] == [{}]
    assert (found.points[0].maturity, found.points[0].money) == (Fraction(0), Fraction(0))
    assert found.is_final


def test_a_trade_off_that_is_stopped_says_so() -> None:
    found = trade_off(THREE, money=LeastCost(), max_points=2)
    assert (len(found), found.ended) == (2, "max points")
    assert list(trade_off(THREE, time_limit=1e-9)) == []
    with pytest.raises(ValueError, match="slack"):
        trade_off(THREE, Fastest(slack=0.1))


def test_a_trade_off_without_time_between_its_ends_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = trade_off(THREE, money=LeastCost())
    assert len(whole) > 2
    cancel = threading.Event()
    monkeypatch.setattr(Walk, "_between", lambda *_: cancel.set())
    found = trade_off(THREE, money=LeastCost(), cancel=cancel)
    ends = [(whole.points[place].maturity, whole.points[place].money) for place in (0, -1)]
    assert [(point.maturity, point.money) for point in found.points] == ends
    assert (found.ended, found.is_final) == ("cancelled", False)


def test_a_trade_off_whose_points_get_no_time_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    def over(_search: Search, _share: float) -> Deadline:
        return Deadline(0.0)

    monkeypatch.setattr(Search, "part", over)
    found = trade_off(THREE, money=LeastCost(), time_limit=600)  # far more than the two ends take
    assert (found.ended, len(found)) == ("time limit", 2)
    assert all(point.is_final for point in found.points)  # the ends are, whatever lies between


def test_a_trade_off_whose_search_for_money_gets_nowhere_begins_with_what_is_best_without_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    best = Search.best

    def no_better(
        self: Search, portfolio: Portfolio, goals: Sequence[Goal], *, share: float, warm_start: dict[str, int]
    ) -> Best:
        if goals[0] == Fastest():
            return best(self, portfolio, goals, share=share, warm_start=warm_start)
        return Best(plan_of(portfolio, warm_start), (), settled=False)

    monkeypatch.setattr(Search, "best", no_better)
    found = trade_off(THREE, money=LeastCost())
    assert found.points[-1].money == 0  # doing nothing costs nothing
    assert not found.points[-1].plan.schedule
    assert len(found) > 2  # what lies between the ends was looked at
    assert not found.is_final


def test_a_stopped_frontier_keeps_what_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    cancel = threading.Event()
    best = Search.best

    def once(self: Search, *given: object, **options: object) -> Best:
        found = best(self, *given, **options)  # type: ignore[arg-type]  # passed on
        cancel.set()
        return found

    monkeypatch.setattr(Search, "best", once)
    found = frontier(THREE, cancel=cancel)
    assert (len(found), found.ended) == (1, "cancelled")
    assert found.points[0].is_final
    assert found.open == ((Fraction(0), found.points[0].amount),)


def test_better_phasing_of_the_same_total() -> None:
    # 25 a period: web (30) waits for period 2; 50 at once pay for web and app in period 1.
    found = phased_better(THREE.model_copy(update={"budget": Budget(per_period=25)}))
    assert found.given is not None
    assert found.given.starts == {"app": 1, "web": 2}
    assert found.best.starts == {"web": 1, "app": 1}
    assert [float(amount or 0) for amount in found.allowed] == [25, 50]
    assert [float(amount) for amount in found.needed] == [50, 50]
    assert found.comparison is not None
    assert not found.comparison.worse
    assert "web from period 2 to 1" in found.summary()
    with pytest.raises(InvalidInputError, match="no total"):
        phased_better(THREE)


def test_where_no_money_helps_better_phasing_does_not_either() -> None:
    late = WEB.model_copy(update={"decision": "must"})
    with pytest.raises(InfeasibleError, match="web must be done"):  # 30, and there is 2 * 10
        phased_better(THREE.model_copy(update={"initiatives": [late], "budget": Budget(per_period=10)}))


def test_no_plan_is_told_as_what_it_is() -> None:
    ten = THREE.model_copy(update={"budget": Budget(per_period=10)})  # pays for the app: D2 at 0.4
    with pytest.raises(GoalUnreachableError):
        phased_better(ten, [Soonest()])
    must = APP.model_copy(update={"decision": "must"})  # so doing nothing is no plan
    with pytest.raises(NoPlanFoundError, match="time limit"):
        phased_better(ten.model_copy(update={"initiatives": [must]}), time_limit=1e-9)


def test_without_any_time_doing_nothing_is_a_plan_where_it_keeps_the_rules() -> None:
    found = phased_better(THREE.model_copy(update={"budget": Budget(per_period=10)}), time_limit=1e-9)
    assert (found.given, found.best.starts, found.proven) == (None, {}, False)


@pytest.mark.slow
def test_only_amounts_that_were_looked_at_are_answered() -> None:
    found = frontier(THREE, least=20, most=30)  # the app for 20, the web for 30
    assert [list(point.plan.starts) for point in (found.at(20), found.at(29), found.at(30)) if point] == [
        ["app"],
        ["app"],
        ["web"],
    ]
    for amount in (19, 31.0, Fraction(61, 2)):
        with pytest.raises(InvalidArgumentError, match="give an amount from 20 to 30"):
            found.at(amount)
    with pytest.raises(InvalidArgumentError, match="amount is 'much'; give a number or a Fraction"):
        found.at("much")  # type: ignore[arg-type]
    assert frontier(THREE).at(10**9) is not None  # as much as is of any use, and more


@pytest.mark.slow
def test_what_a_solver_leaves_open_is_not_called_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    proven = Search.best

    def unproven(*args: Any, **kwargs: Any) -> Best:  # noqa: ANN401  as `best`
        return dataclasses.replace(proven(*args, **kwargs), settled=False)

    monkeypatch.setattr(Search, "best", unproven)
    assert frontier(THREE).ended == "not settled"
    assert trade_off(THREE).ended == "not settled"
    assert frontier(THREE, time_limit=600).ended == "time limit"
