"""What can be had in each period alone: by hand, on programs of two initiatives; `test_search_cutting` has all schedules of many."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio.deadline import Deadline
from omniprio.heuristic.one_period import EachPeriod
from omniprio.solver.program import Expression, Program

CHAINS = {("web", ""): {1: 0, 2: 1}, ("app", ""): {1: 2, 2: 3}}
"""By the end of each of two periods, web and app have begun or not."""


def two_initiatives() -> tuple[Program, list[Expression]]:
    """Return a program whose ring takes both, half of it each, and what is left to go to it at the end of each period."""
    program = Program()
    web_1, web_2, app_1, app_2 = (
        program.column(name, integer=True) for name in ("web_1", "web_2", "app_1", "app_2")
    )
    program.require("started", web_1, "<=", web_2)
    program.require("started", app_1, "<=", app_2)
    steps = []
    for period, (web, app) in enumerate(((web_1, app_1), (web_2, app_2)), start=1):
        ring = program.column(f"ring_{period}", integer=True)
        half = Fraction(1, 2)
        program.require("reached", ring, "<=", web * half + app * half, period=period)
        steps.append(Expression(constant=1) - ring)
    program.courses.append(steps)
    return program, steps


def by_period(program: Program, objective: Expression) -> EachPeriod:
    each = EachPeriod(program, objective, CHAINS)
    for _ in each.closer(Deadline()):
        pass
    return each


def column(place: int) -> Expression:
    return Expression({place: 1})


def test_with_nothing_to_keep_the_ring_is_there_at_once() -> None:
    program, (first, second) = two_initiatives()
    assert by_period(program, first + second).bound == pytest.approx(0, abs=1e-9)


def test_what_is_used_adds_up_over_periods() -> None:
    program, (first, second) = two_initiatives()
    # each takes 2 in the period in which it begins; there are 3 in the first and none in the second: one of them, never both
    program.require("capacity", column(0) * 2 + column(2) * 2, "<=", 3, subject=("crew",), period=1)
    begun_later = column(1) * 2 - column(0) * 2 + column(3) * 2 - column(2) * 2
    program.require("capacity", begun_later, "<=", 0, subject=("crew",), period=2)
    assert by_period(program, first + second).bound == pytest.approx(2)
    # 4 in all, 2 in each: both by the end of the second period, not of the first
    program.rows = [row for row in program.rows if row.rule != "capacity"]
    for period, used in enumerate((column(0) * 2 + column(2) * 2, begun_later), start=1):
        program.require("capacity", used, "<=", 2, subject=("crew",), period=period)
    assert by_period(program, first + second).bound == pytest.approx(1)


def test_what_is_required_is_paid_too() -> None:
    program, (first, second) = two_initiatives()
    program.rows = [row for row in program.rows if row.rule != "reached"]
    for place, (ring, period) in (
        (0, (4, 1)),
        (1, (5, 2)),
    ):  # web alone reaches the ring, and requires app a period before
        program.require("reached", column(ring), "<=", column(place), period=period)
    program.require("requires", column(0), "<=", 0)
    program.require("requires", column(1), "<=", column(2))
    program.require("budget", column(0) * 3 + column(2) * 3, "<=", 6, period=1)
    program.require("budget", column(1) * 3 + column(3) * 3, "<=", 6, period=2)
    assert by_period(program, first + second).bound == pytest.approx(1)
    program.require("budget", column(1) * 3 + column(3) * 3, "<=", 5, period=2)  # for web, not for both
    assert by_period(program, first + second).bound == pytest.approx(2)


def test_what_is_not_about_periods_has_rows_and_no_bound() -> None:
    program, (first, second) = two_initiatives()
    program.require("budget", column(0) + column(2), "<=", 1, period=1)
    program.require("budget", column(1) + column(3), "<=", 1, period=2)
    each = by_period(program, first + second + column(0))
    assert each.bound is None
    # in neither period is the ring reached: 1 - ring >= 1, and so ring <= 0
    assert [(row.terms, row.sense) for row in each.rows] == [({4: 1}, "<="), ({5: 1}, "<=")]
    assert [float(row.rhs) for row in each.rows] == pytest.approx([0, 0])


def test_without_time_nothing_is_known() -> None:
    program, (first, second) = two_initiatives()
    each = EachPeriod(program, first + second, CHAINS)
    assert [*each.closer(Deadline(0.0))] == []
    assert each.rows == []
