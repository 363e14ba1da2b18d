"""The search of our own: what it closes is so, and a solver's lies can only leave it open."""

from __future__ import annotations

import math
import random
import threading
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import highspy
import numpy as np
import pytest

from omniprio.deadline import Deadline
from omniprio.solver import witness
from omniprio.solver.floor import Rows, Scaled, tops
from omniprio.solver.limits import Limits
from omniprio.solver.program import Column, Expression, Program, Row, total
from omniprio.solver.relaxation import Box, Relaxation, Relaxed
from omniprio.solver.silent_highs import SilentHighs
from omniprio.solver.witness import Seen, Witness

if TYPE_CHECKING:
    from collections.abc import Sequence

WORTHS = (Fraction(7, 10), Fraction(4, 10), Fraction(5, 10), Fraction(3, 10))
WEIGHTS = (5, 3, 4, 2)
ROOM = 8


def knapsack() -> tuple[Program, Expression]:
    """Return what fits into 8 of four things: 0.7 + 0.4 with 5 + 3 is best, ahead of 0.5 + 0.4 with 4 + 3."""
    program = Program()
    items = [program.column(f"x_{place}", integer=True) for place in range(4)]
    program.require("room", total(zip(items, WEIGHTS, strict=True)), "<=", ROOM)
    return program, total(zip(items, (-worth for worth in WORTHS), strict=True))


class Judge:
    """Counts whole values and remembers the best."""

    def __init__(self) -> None:
        self.best: tuple[int, ...] | None = None
        self.value = Fraction(1)

    def __call__(self, values: Sequence[float]) -> Fraction | None:
        taken = tuple(round(value) for value in values)
        if sum(take * weight for take, weight in zip(taken, WEIGHTS, strict=True)) > ROOM:
            return None
        value = -sum((take * worth for take, worth in zip(taken, WORTHS, strict=True)), Fraction(0))
        if value < self.value:
            self.best, self.value = taken, value
        return value


def look(known: Fraction | None = None, judge: Judge | None = None) -> Seen:
    program, objective = knapsack()
    return Witness(program, dict.fromkeys(range(4), 0)).look(objective, known, judge or Judge(), Limits())


@pytest.mark.parametrize("known", [None, Fraction(0), Fraction(-9, 10), Fraction(-11, 10)])
def test_it_finds_the_best_and_closes(known: Fraction | None) -> None:
    judge = Judge()
    seen = look(known, judge)
    assert (seen.closed, seen.bound) == (True, Fraction(-11, 10))
    if known != Fraction(-11, 10):
        assert judge.best == (1, 1, 0, 0)


def test_the_root_is_a_bound_too() -> None:
    seen = look()
    # by worth for weight: 0.3 for 2, 0.7 for 5 and a third of 0.4 for 3: 0.3 + 0.7 + 0.4 / 3
    assert seen.root is not None
    assert -1.2 <= float(seen.root) <= float(Fraction(-11, 10))
    assert float(seen.root) == pytest.approx(-(0.3 + 0.7 + 0.4 / 3))


def test_nothing_is_left_where_rows_contradict() -> None:
    program, objective = knapsack()
    items = Expression(dict.fromkeys(range(4), 1))
    program.require("many", items, ">=", 4)  # all four weigh 14
    seen = Witness(program, dict.fromkeys(range(4), 0)).look(objective, None, Judge(), Limits())
    assert seen == Seen(closed=True)


def test_a_row_without_columns_that_cannot_hold_closes_it() -> None:
    program = Program()
    program.require("never", Expression(constant=1), "<=", 0)
    assert Witness(program, {}).look(Expression(), None, lambda _: Fraction(0), Limits()).closed


def test_without_columns_there_is_one_solution() -> None:
    seen = Witness(Program(), {}).look(Expression(), None, lambda _: Fraction(3), Limits())
    assert seen == Seen(closed=True, bound=Fraction(3))


def test_it_stops_when_told_and_when_the_work_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    program, objective = knapsack()
    own = Witness(program, dict.fromkeys(range(4), 0))
    assert not own.look(objective, None, Judge(), Limits(Deadline(0.0))).closed
    monkeypatch.setattr(witness, "_MOST_WORK", 1)
    assert not look().closed


@pytest.mark.parametrize("lie", ["optimal prices", "infeasible", "values", "no prices", "nothing"])
def test_a_solver_that_lies_cannot_make_it_wrong(monkeypatch: pytest.MonkeyPatch, lie: str) -> None:
    read, status = SilentHighs.getSolution, SilentHighs.getModelStatus

    def solution(highs: SilentHighs) -> object:
        found = read(highs)
        if lie == "optimal prices":
            found.row_dual = [1e6 * (price - 1) for price in found.row_dual]
        elif lie == "no prices":
            found.row_dual = [float("nan") for _ in found.row_dual]
        elif lie == "nothing":
            found.row_dual = found.col_value = []
        elif lie == "values":
            found.col_value = [1.0 for _ in found.col_value]
        return found

    def said(highs: SilentHighs) -> object:
        return highspy.HighsModelStatus.kInfeasible if lie == "infeasible" else status(highs)

    monkeypatch.setattr(SilentHighs, "getSolution", solution)
    monkeypatch.setattr(SilentHighs, "getModelStatus", said)
    seen = look()
    assert not seen.closed or seen.bound == Fraction(-11, 10)


def test_a_bound_holds_for_any_prices() -> None:
    # least of x + y with x + y >= 1 and 3 x - y <= 2 over 0..1: 1
    program = Program()
    x, y = (program.column(name, integer=False) for name in "xy")
    program.require("some", x + y, ">=", 1)
    program.require("few", x * 3 - y, "<=", 2)
    rows = Rows(list(map(Scaled.of, program.rows)), 2)
    lower, upper = np.zeros(2), tops(program.columns)
    for prices in product((-2.0, -0.5, 0.0, 0.3, 1.0, 7.0, float("nan")), repeat=2):
        assert rows.at_least(np.ones(2), np.array(prices), lower, upper).least <= 1
    assert rows.at_least(np.ones(2), np.array([1.0, 0.0]), lower, upper).least == pytest.approx(1)


def test_rows_that_follow_are_as_if_they_had_been_there_before() -> None:
    rows = [
        Scaled("<=", 2.0, (0, 1), (1.0, 3.0)),
        Scaled(">=", 1.0, (1,), (5.0,)),
        Scaled("=", 4.0, (0,), (2.0,)),
    ]
    both = Rows(rows[:1], 2).followed_by(Rows(rows[1:], 2))
    assert (both.least.tolist(), both.most.tolist()) == ([-math.inf, 1, 4], [2, math.inf, 4])
    assert (both.begins.tolist(), both.columns.tolist()) == ([0, 2, 3, 4], [0, 1, 1, 0])
    assert both.coefficients.tolist() == [1, 3, 5, 2]


def test_each_row_is_scaled_once_for_all_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    program, objective = knapsack()
    scaled: list[Row] = []
    scale = Scaled.of

    def counted(row: Row) -> Scaled:
        scaled.append(row)
        return scale(row)

    monkeypatch.setattr(Scaled, "of", counted)
    search = Witness(program, dict.fromkeys(range(4), 0))
    assert search.look(objective, None, Judge(), Limits()).bound == Fraction(-11, 10)
    further = Row("further", (), None, {0: 1, 1: 1}, "<=", 1)
    search.require(further)
    best = search.look(objective, None, Judge(), Limits()).bound
    beside = search.beside()
    search.require(Row("of the first alone", (), None, {0: 1}, "<=", 0))
    assert beside.look(objective, None, Judge(), Limits()).bound == best
    assert [row.rule for row in scaled] == ["room", "further"]


def test_a_bound_without_a_value_holds_for_any_prices() -> None:
    # least of x + 2 y with x + y >= 1 over 0..1: 1; without x = 1 it is 2, without x = 0 it is 1, without y = 0 it is 2
    program = Program()
    x, y = (program.column(name, integer=True) for name in "xy")
    program.require("some", x + y, ">=", 1)
    rows = Rows(list(map(Scaled.of, program.rows)), 2)
    lower, upper, cost = np.zeros(2), tops(program.columns), np.array([1.0, 2.0])
    for price in (-2.0, 0.0, 0.7, 1.0, 1.5, 2.0, 9.0):
        floor = rows.at_least(cost, np.array([price]), lower, upper)
        assert (floor.without(lower, lower) <= [2, 1]).all()  # where each is 0
        assert (floor.without(upper, upper) <= [1, 2]).all()  # where each is 1
    floor = rows.at_least(cost, np.array([2.0]), lower, upper)  # 2 (1 - x - y) + x + 2 y = 2 - x
    assert floor.without(lower, lower).tolist() == pytest.approx([2, 1])


def relaxed(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """Return where the boxes will be that linear relaxations are solved in."""
    boxes: list[Box] = []
    solve = Relaxation.solve

    def counted(relaxation: Relaxation, box: Box, deadline: Deadline) -> Relaxed:
        boxes.append(box)
        return solve(relaxation, box, deadline)

    monkeypatch.setattr(Relaxation, "solve", counted)
    return boxes


def test_few_branches_are_left_once_an_objective_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    program, objective = knapsack()
    boxes = relaxed(monkeypatch)
    own = Witness(program, dict.fromkeys(range(4), 0))
    assert own.look(objective, None, Judge(), Limits()).bound == Fraction(-11, 10)
    searched = len(boxes)
    own.require(Row("goal", (), None, objective.terms, "<=", Fraction(-11, 10)))
    # 0.7 + 0.4 is the only choice worth 1.1: of two things
    few = Expression(dict.fromkeys(range(4), 1))
    seen = own.look(few, Fraction(2), lambda values: Fraction(sum(map(round, values))), Limits())
    assert (seen.closed, seen.bound) == (True, Fraction(2))
    assert len(boxes) - searched < searched
    assert all(box.lower[0] == 1 for box in boxes[searched:])  # without 0.7 the most is 0.5 + 0.4


def test_rows_are_stated_no_longer_than_there_is_time_and_then_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    program, objective = knapsack()
    own, cancel = Witness(program, dict.fromkeys(range(4), 0)), threading.Event()
    cancel.set()
    with monkeypatch.context() as patched:
        patched.delattr(Scaled, "of")
        assert not own.look(objective, None, Judge(), Limits(Deadline(cancel=cancel))).closed
    cancel.clear()
    assert own.look(objective, None, Judge(), Limits(Deadline(cancel=cancel))).bound == Fraction(-11, 10)


def test_a_relaxation_that_was_stopped_says_nothing_and_goes_on_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program, objective = knapsack()
    one, deadline = Relaxation(program), Deadline()
    one.aim(objective, Fraction(1), deadline)
    with monkeypatch.context() as patched:
        patched.setattr(
            SilentHighs, "stop_after", lambda highs, _: highs.take({"simplex_iteration_limit": 0})
        )
        assert one.solve(one.whole, deadline).floor is None
        patched.setattr(
            SilentHighs, "stop_after", lambda highs, _: highs.take({"simplex_iteration_limit": 99})
        )
        floor = one.solve(one.whole, deadline).floor
    # 0.3 + 0.7 + 0.4 / 3, as in the root below
    assert floor is not None
    assert floor.least == pytest.approx(-1.1333, abs=1e-3)


def test_a_look_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    program, objective = knapsack()
    boxes = relaxed(monkeypatch)
    whole = Witness(program, dict.fromkeys(range(4), 0))
    whole.look(objective, None, Judge(), Limits())
    searched = len(boxes)
    own, judge = Witness(program, dict.fromkeys(range(4), 0)), Judge()
    monkeypatch.setattr(witness, "_MOST_WORK", 5)  # one branch: five are the rows and columns
    looks = 0
    while not own.look(objective, judge.value if judge.best else None, judge, Limits()).closed:
        looks += 1
    assert (looks + 1, len(boxes) - searched) == (searched, searched)


def never_odd(columns: int, least: Fraction) -> tuple[Program, Expression]:
    """Return a program without a solution, which no relaxation sees before most is decided: twice a whole number is never odd."""
    program = Program()
    items = [program.column(f"x_{place}", integer=True) for place in range(columns)]
    program.require("odd", total((item, 2) for item in items), "=", columns + 1)
    return program, total((item, 1 if place else least) for place, item in enumerate(items))


@pytest.mark.parametrize(("patient", "searched"), [(False, 25), (True, 50)])
def test_it_is_given_up_where_the_work_would_not_be_enough_unless_it_has_to_be_patient(
    monkeypatch: pytest.MonkeyPatch, patient: bool, searched: int
) -> None:
    program, objective = never_odd(14, Fraction(1))
    monkeypatch.setattr(witness, "_MOST_WORK", 15 * 50)  # 50 branches: fifteen are the rows and columns
    boxes = relaxed(monkeypatch)
    own = Witness(program, dict.fromkeys(range(14), 0))
    seen = own.look(objective, None, lambda _: None, Limits(), patient=patient)
    assert (seen.closed, seen.is_given_up, len(boxes)) == (False, not patient, searched)


def test_the_least_steps_are_told_apart_with_all_the_work_there_is_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program, objective = never_odd(20, Fraction(1, 10**12))
    monkeypatch.setattr(witness, "_MOST_WORK", 21 * 300)
    boxes = relaxed(monkeypatch)
    seen = Witness(program, dict.fromkeys(range(20), 0)).look(objective, None, lambda _: None, Limits())
    assert (seen.is_given_up, len(boxes)) == (
        True,
        30 + 25,
    )  # a tenth of 300, then coarsely until it is given up


def test_it_tells_how_far_it_is_from_the_first_branch_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_SECONDS_BETWEEN_REPORTS", 0.0)
    program, objective = knapsack()
    told: list[tuple[float | None, float | None, int]] = []
    limits = Limits(watch=lambda *report: told.append(report))
    Witness(program, dict.fromkeys(range(4), 0)).look(objective, Fraction(-9, 10), Judge(), limits)
    # before the first branch 0.9 is known and no bound; the root is 0.3 + 0.7 + 0.4 / 3
    assert told[0] == (-0.9, None, 0)
    assert told[1][1] == pytest.approx(-(0.3 + 0.7 + 0.4 / 3))
    assert [branches for *_, branches in told] == list(range(len(told)))


@pytest.mark.parametrize(("least", "best"), [(1, 1), (5, 3), (20, 10), (21, None)])
def test_whole_numbers_between_the_bounds_are_looked_at(least: int, best: int | None) -> None:
    # 2 x is at least so much, with x from 0 to 10
    program = Program()
    x = program.column("x", integer=True, upper=10)
    program.require("enough", total([(x, 2)]), ">=", least)
    judge = lambda values: Fraction(round(values[0])) if 2 * round(values[0]) >= least else None  # noqa: E731
    seen = Witness(program, {0: 0}).look(x, None, judge, Limits())
    assert (seen.closed, seen.bound) == (True, best)


@pytest.mark.parametrize("seed", range(12))
def test_objective_after_objective_is_as_trying_all_values_says(seed: int) -> None:
    # six columns decide, and two follow: each is 1 only where two others are
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    program = Program()
    columns = [program.column(f"x_{place}", integer=True) for place in range(8)]
    pairs = {6: rng.sample(range(6), 2), 7: rng.sample(range(6), 2)}
    for follows, pair in pairs.items():
        for one in pair:
            program.require("both", columns[follows], "<=", columns[one])
    for _ in range(2):
        weights = [rng.randint(0, 4) for _ in range(6)]
        program.require("room", total(zip(columns[:6], weights, strict=True)), "<=", sum(weights) // 2)
    gains = [*(rng.randint(-2, 1) for _ in range(6)), -rng.randint(1, 3), -rng.randint(1, 3)]
    objectives = [
        total(zip(columns, gains, strict=True)),
        *(total((column, rng.randint(-2, 2)) for column in columns[:6]) for _ in range(3)),
    ]

    def solution(values: Sequence[float]) -> list[Fraction] | None:
        whole = [Fraction(round(value)) for value in values[:6]]
        whole += [min(whole[one] for one in pairs[follows]) for follows in (6, 7)]
        return whole if all(row.holds(whole) for row in program.rows) else None

    all_values = filter(None, (solution([*map(float, values), 0, 0]) for values in product((0, 1), repeat=6)))
    best = min([Fraction(one.value(values)) for one in objectives] for values in all_values)
    ranks = [rng.choice((0, 0, -1, -2)) for _ in range(6)]
    own = Witness(program, dict(enumerate(ranks)))
    held: list[Row] = []
    for objective, value in zip(objectives, best, strict=True):

        def judge(values: Sequence[float], objective: Expression = objective) -> Fraction | None:
            counted = solution(values)
            is_one = counted is not None and all(row.holds(counted) for row in held)
            return Fraction(objective.value(counted)) if counted is not None and is_one else None

        assert own.look(objective, None, judge, Limits()).bound == value
        held.append(Row("goal", (), None, objective.terms, "<=", value - objective.constant))
        own.require(held[-1])


def test_an_upper_bound_is_rounded_up() -> None:
    thirds = [Column("p", integer=False, upper=Fraction(n, 3), grain=Fraction(1, 3)) for n in (1, 2, 3)]
    assert all(Fraction(float(top)) >= one.upper for top, one in zip(tops(thirds), thirds, strict=True))


def test_what_a_callback_raises_comes_out_as_itself() -> None:
    program, objective = knapsack()
    for error in (KeyboardInterrupt, MemoryError, LookupError):
        highs = SilentHighs()
        highs.addVars(4, np.zeros(4), np.ones(4))
        highs.changeColsIntegrality(4, np.arange(4), np.full(4, highspy.HighsVarType.kInteger))
        highs.changeColsCost(4, np.arange(4), np.array([float(objective.terms[place]) for place in range(4)]))
        highs.addRow(-highspy.kHighsInf, float(ROOM), 4, np.arange(4), np.array(WEIGHTS, dtype=np.float64))

        def raising(_event: object, error: type[BaseException] = error) -> None:
            raise error

        highs.on(highs.cbMipSolution, raising)
        with pytest.raises(error):
            highs.carry_out()
    assert len(program.columns) == 4
