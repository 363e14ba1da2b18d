"""Rows that a relaxation breaks and no schedule does, and the bound with them: by hand, and against all schedules of small portfolios."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from judge.brute_force import judge
from judge.large import large_portfolio
from judge.mixed import everything_portfolio
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.seeds import slow_after

from omniprio import lexicographic, own_search, prioritise
from omniprio.deadline import Deadline
from omniprio.engines import Choice
from omniprio.formulation import formulate
from omniprio.goals import Fastest, MostValue
from omniprio.heuristic import Alongside, Exchanging, Found, bounded, cutting
from omniprio.heuristic.cutting import broken, sums_in
from omniprio.heuristic.one_period import EachPeriod
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.options import RunProgress
    from omniprio.portfolio import Portfolio

_MOST_SCHEDULES = 40
"""Of one portfolio, from the first to the last at even distances, and the best."""

_SHARE = Fraction(1, 10)


def two_rings() -> Program:
    """An outer ring z of 6, 6 and 3 tenths, and an inner one p of which 1 tenth is there and that has 5 and 4 more."""
    program = Program()
    z, web, app, shop, p = (
        program.column(name, integer=name != "p") for name in ("z", "web", "app", "shop", "p")
    )
    outer = web * (6 * _SHARE) + app * (6 * _SHARE) + shop * (3 * _SHARE)
    inner = web * (5 * _SHARE) + shop * (4 * _SHARE)
    program.require("reached", z, "<=", outer)
    program.require("fulfilment", p * 1 - inner, "<=", _SHARE)
    program.require("outside_in", p, "<=", z)
    return program


def rows_at(program: Program, values: list[float]) -> list[dict[int, int | Fraction]]:
    rows = list(broken(sums_in(program), program, np.array(values)))
    assert {(row.sense, row.rhs) for row in rows} <= {("<=", 0)}
    return [row.terms for row in rows]


def test_what_some_do_not_give_the_rest_must() -> None:
    # 0.9 z, half of it by each of web and app: with all of web 0.4 is missing, for which app counts 0.4 at most
    assert rows_at(two_rings(), [0.9, 0.75, 0.75, 0.0, 0.0]) == [
        {0: 4 * _SHARE, 2: -4 * _SHARE, 3: -3 * _SHARE}
    ]


def test_what_stands_behind_a_ring_counts_where_that_is_reached() -> None:
    # z is open to 0.5: web (0.2) counts as it is, shop and what is there 0.5 times 0.5: 0.35, not 0.5
    rows = rows_at(two_rings(), [0.5, 0.2, 0.5, 1.0, 0.5])
    assert {4: 1, 1: -5 * _SHARE, 0: -5 * _SHARE} in rows


def test_nothing_is_broken_by_a_schedule() -> None:
    assert rows_at(two_rings(), [1.0, 1.0, 1.0, 0.0, 0.6]) == []
    assert rows_at(two_rings(), [0.0, 1.0, 0.0, 1.0, 0.0]) == []


def test_what_is_not_whole_is_not_cut_short() -> None:
    program = Program()
    z, web, app = (program.column(name, integer=name != "web") for name in ("z", "web", "app"))
    program.require("reached", z, "<=", web * (6 * _SHARE) + app * (6 * _SHARE))
    assert rows_at(program, [0.9, 0.75, 0.75]) == []  # web at 2/3 and app do


def test_what_may_be_more_than_one_is_left_alone() -> None:
    program = Program()
    z, p = program.column("z", integer=True), program.column("p", integer=False)
    twice = program.column("twice", integer=True, upper=2)  # gives all of p; counted as 1, half of it
    program.require("fulfilment", p, "<=", twice * Fraction(1, 2))
    program.require("outside_in", p, "<=", z)
    assert sums_in(program) == []


@pytest.mark.parametrize("seed", slow_after(6, range(60)))
@pytest.mark.parametrize("drawn", [core_portfolio, full_portfolio, everything_portfolio])
def test_no_schedule_breaks_a_row_or_is_better_than_the_bound(
    drawn: Callable[[int], Portfolio], seed: int
) -> None:
    portfolio = drawn(seed)
    found = judge(portfolio)
    formulation = formulate(portfolio, [Fastest()])
    program, objective = formulation.program, formulation.objectives[0]
    evenly = range(0, len(found), max(1, len(found) // _MOST_SCHEDULES))
    places = [*evenly, *found.best_rows([Fastest()])[:1]]
    kept = [formulation.values(found.schedule(place)) for place in places]
    rng = np.random.default_rng(seed)
    upper = np.array([float(column.upper) for column in program.columns])
    points = [upper * rng.random(len(upper)) ** power for power in (1, 0.3, 3)]
    sums = sums_in(program)
    each = EachPeriod(program, objective, formulation.chains)
    for _ in each.closer(Deadline()):
        pass
    rows = [*each.rows, *(row for point in points for row in broken(sums, program, point))]
    for values in kept:
        assert values is not None
        assert [row for row in rows if not row.holds(values)] == []
    if kept:
        best = min(Fraction(objective.value(values)) for values in kept if values is not None)
        bound = bounded(
            program, objective, formulation.chains, formulation.gates, Limits(), lambda: best
        ).bound
        assert bound is None or bound <= best


def test_rounds_raise_the_bound_of_the_relaxation_to_what_is_best() -> None:
    # money for one of web and app, which both must be there for z: no relaxation with rows of their own has it in part
    program = Program()
    z, web, app = (program.column(name, integer=True) for name in ("z", "web", "app"))
    program.require("budget", web + app, "<=", 1)
    program.require("reached", z * (10 * _SHARE), "<=", web * (6 * _SHARE) + app * (6 * _SHARE))
    told: list[float] = []
    found = bounded(program, z * -10, {}, {}, Limits(), lambda: Fraction(0), told.append)
    assert found.stop == "finished"
    assert told == sorted(told)
    assert told[-1] == float(found.bound or 0)
    assert found.bound is not None
    assert -5 - Fraction(1, 1000) <= found.bound <= -5  # z <= web and z <= app; without them z is 0.6


def test_a_cancelled_bound_says_so() -> None:
    over = threading.Event()
    over.set()
    found = bounded(
        two_rings(), Expression({4: -1}), {}, {}, Limits(Deadline(None, over)), lambda: Fraction(0)
    )
    assert (found.stop, found.bound) == ("cancelled", None)


def test_nothing_is_stated_for_rounds_once_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    stated: list[object] = []
    monkeypatch.setattr(cutting, "starts_at", lambda *_: stated.append(1))
    bounded(two_rings(), Expression({4: -1}), {}, {}, Limits(deadline=Deadline(0.0)), lambda: Fraction(0))
    assert not stated


@pytest.mark.slow
def test_a_large_program_has_a_bound_before_a_solver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Fraction | None] = []

    def until_the_time_is_over(*given: Any) -> Found:  # noqa: ANN401
        found = bounded(*given)
        asked.append(found.bound)
        return replace(found, stop="time limit")

    monkeypatch.setattr(lexicographic, "bounded", until_the_time_is_over)
    monkeypatch.setattr(own_search, "_has_another_core", lambda: True)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    monkeypatch.setattr(own_search, "_FEWEST_TO_BOUND", 0)
    portfolio = large_portfolio(3, 20, 10)
    seen: list[RunProgress] = []
    plan = prioritise(portfolio, [Fastest()], time_limit=600, on_progress=seen.append)
    goal = plan.goals[0]
    assert plan.stopped == "time limit"
    assert [goal.bound] == pytest.approx(asked)
    assert not goal.proven
    assert goal.gap is not None
    assert seen[-1].value is not None
    monkeypatch.setattr(lexicographic, "bounded", bounded)
    assert prioritise(portfolio, [Fastest()], time_limit=600, gap=0.9).stopped == "finished"


@pytest.mark.slow
@pytest.mark.parametrize(("is_beside", "who"), [(True, Alongside), (False, Exchanging)])
def test_the_search_is_told_of_a_bound_of_our_own_and_has_its_turns(
    monkeypatch: pytest.MonkeyPatch, *, is_beside: bool, who: type[Alongside | Exchanging]
) -> None:
    told: list[float | None] = []
    turn = who.turn

    def noted(search: Any, value: float | None, bound: float | None) -> Any:  # noqa: ANN401
        told.append(bound)
        return turn(search, value, bound)

    def bounded_once(*given: Any) -> Found:  # noqa: ANN401
        given[-1](-7.0)
        return Found("time limit", Fraction(-7), is_close=False)

    monkeypatch.setattr(who, "turn", noted)
    monkeypatch.setattr(lexicographic, "bounded", bounded_once)
    monkeypatch.setattr(own_search, "_has_another_core", lambda: is_beside)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    monkeypatch.setattr(own_search, "_FEWEST_TO_BOUND", 0)
    monkeypatch.setattr(own_search, "_AT_FIRST", 0.1)
    prioritise(large_portfolio(3, 20, 10), [Fastest()], time_limit=600)
    assert told == [-7.0]


def test_a_bound_of_our_own_is_for_large_programs_on_which_the_search_has_not_used_up_the_time() -> None:
    program, few = Program(), Program()
    for place in range(12_000):
        program.column(f"x_{place}", integer=True)
    highs = Choice("highs", "asked")
    assert own_search.is_bounded(Fastest(), program, None, highs)
    assert own_search.is_bounded(Fastest(), program, Found("finished", None, is_close=False), highs)
    assert not own_search.is_bounded(Fastest(), program, Found("time limit", None, is_close=False), highs)
    assert not own_search.is_bounded(MostValue(), program, None, highs)  # it is led by the relaxation
    assert not own_search.is_bounded(Fastest(), few, None, highs)  # a solver is quicker
    assert not own_search.is_bounded(Fastest(), program, None, Choice("race", "asked"))
