"""Branches over ladders of columns: by hand, and against all schedules of small portfolios."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from judge.brute_force import judge
from judge.mixed import everything_portfolio
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.seeds import slow_after

from omniprio.deadline import Deadline, TimeIsOver
from omniprio.formulation import formulate
from omniprio.goals import Fastest
from omniprio.heuristic.branching import Branching
from omniprio.heuristic.cutting import ladders_of
from omniprio.solver.program import Expression, Program, Row
from omniprio.solver.relaxation import Box

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.portfolio import Portfolio

_HALF = Fraction(1, 2)


def column(place: int) -> Expression:
    return Expression({place: 1})


def two_periods() -> tuple[Program, Expression, list[list[int]]]:
    """Return a program whose ring takes web and app, half of it each, by the end of each of two periods, of which one is paid in each."""
    program = Program()
    started = {}
    for name in ("web", "app"):
        for period in (1, 2):
            started[name, period] = program.column(f"{name}_{period}", integer=True)
        program.require("started", started[name, 1], "<=", started[name, 2])
    rings = []
    for period in (1, 2):
        web, app = started["web", period], started["app", period]
        program.require("budget", web * 2 + app * 2, "<=", 3 * period, period=period)
        ring = program.column(f"ring_{period}", integer=True)
        program.require("reached", ring, "<=", web * _HALF + app * _HALF, period=period)
        rings.append(ring)
    return program, Expression(constant=2) - rings[0] - rings[1], [[4, 5]]


def closed(branching: Branching, *, most: int = 100) -> Branching:
    for _ in range(most):
        branching.go_on(Deadline())
        if branching.is_closed:
            return branching
    return branching


def test_what_is_settled_is_not_had_in_part() -> None:
    # 3 by the end of the first period, of 4 that the ring takes: three quarters of it in the relaxation, none when it is whole
    program, objective, ladders = two_periods()
    in_part = Branching(program, objective, ladders)
    in_part.go_on(Deadline())
    assert in_part.least == pytest.approx(Fraction(1, 4))
    assert not in_part.is_closed
    assert closed(in_part).least == pytest.approx(1)


def test_further_rows_are_kept() -> None:
    program, objective, ladders = two_periods()
    never = Row("budget", (), None, {1: 1, 3: 1}, "<=", Fraction(1))  # one of them at most
    assert closed(Branching(program, objective, ladders, [never])).least == pytest.approx(2)


def test_where_nothing_can_be_had_no_bound_is_told() -> None:
    program, objective, ladders = two_periods()
    program.require("milestone", column(4), ">=", 1)  # 4 for 3, also in part: of web and app all is taken
    branching = closed(Branching(program, objective, ladders))
    assert branching.is_closed
    assert branching.least is None


def test_going_down_first_comes_to_the_same() -> None:
    program, objective, ladders = two_periods()
    assert closed(Branching(program, objective, ladders, dives=True)).least == pytest.approx(1)


def test_no_time_is_said() -> None:
    program, objective, ladders = two_periods()
    over = Deadline(0)
    with pytest.raises(TimeIsOver):
        Branching(program, objective, ladders).go_on(over)


def test_a_step_of_a_ladder_settles_those_before_it_or_after() -> None:
    whole = Box(np.zeros(5), np.ones(5))
    below, above = whole.halves(2, 0.4, before=[0, 1], after=[3])
    assert below.upper.tolist() == [0, 0, 0, 1, 1]
    assert above.lower.tolist() == [0, 0, 1, 1, 0]
    assert below.lower.tolist() == [0] * 5
    assert above.upper.tolist() == [1] * 5


def test_rings_are_ladders_only_where_no_ground_is_lost() -> None:
    program, _, _ = two_periods()
    gates = {"R1": {1: 4, 2: 5}}
    assert ladders_of(program, gates) == [[4], [5]]
    program.courses.append([column(4), column(5)])
    assert ladders_of(program, gates) == [[4, 5]]


@pytest.mark.parametrize("seed", slow_after(6, range(60)))
@pytest.mark.parametrize("drawn", [core_portfolio, full_portfolio, everything_portfolio])
def test_no_schedule_is_better_than_a_branch_says(drawn: Callable[[int], Portfolio], seed: int) -> None:
    portfolio = drawn(seed)
    found = judge(portfolio)
    best = found.best_rows([Fastest()])[:1]
    formulation = formulate(portfolio, [Fastest()])
    objective = formulation.objectives[0]
    if not len(best) or not objective.terms:
        return  # of the 180 some 80 are left
    values = formulation.values(found.schedule(best[0]))
    assert values is not None
    branching = Branching(formulation.program, objective, ladders_of(formulation.program, formulation.gates))
    for _ in range(40):
        branching.go_on(Deadline())
        assert branching.least is None or branching.least <= Fraction(objective.value(values))
        if branching.is_closed:
            break
