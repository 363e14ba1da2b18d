"""Threads of HiGHS: one number for the process, changed without a run that does nothing."""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import highspy
import numpy as np
import pytest
from judge.large import large_portfolio

from omniprio import Initiative, Portfolio, prioritise
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.heuristic import relaxation as diving
from omniprio.heuristic.matrix import Arrays
from omniprio.heuristic.restricted import solve_part
from omniprio.heuristic.rounds import Run
from omniprio.solver import silent_highs, witness
from omniprio.solver.limits import Limits
from omniprio.solver.program import Program
from omniprio.solver.relaxation import Relaxation
from omniprio.solver.silent_highs import SilentHighs, run

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=3, advances={"D2": 0.6})])


def one_column() -> SilentHighs:
    highs = SilentHighs()
    highs.addVar(0.0, 1.0)
    highs.changeColCost(0, -1.0)
    highs.changeColIntegrality(0, highspy.HighsVarType.kInteger)
    return highs


def test_runs_with_different_threads_are_all_run() -> None:
    for threads in (1, 2, 1, 3, 1):
        highs = one_column()
        run(highs, threads)
        assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal


def test_where_somebody_else_has_changed_the_threads_it_is_run_all_the_same() -> None:
    run(one_column(), 1)
    highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003  highspy takes no keywords
    other = one_column()
    other.setOptionValue("threads", 2)
    other.run()
    mine = one_column()
    run(mine, 1)
    assert mine.getModelStatus() == highspy.HighsModelStatus.kOptimal


def test_a_run_waits_for_no_other_thread_whose_run_has_another_number_of_threads() -> None:
    outer, inner = one_column(), one_column()

    def within(_event: object) -> None:
        other = threading.Thread(target=run, args=(inner, 3))
        other.start()
        other.join()

    outer.on(outer.cbMipImprovingSolution, within)
    outer.carry_out(2)
    assert inner.getModelStatus() == highspy.HighsModelStatus.kOptimal


def test_a_run_within_another_has_as_many_threads_and_waits_for_nobody() -> None:
    outer, states = one_column(), []

    def within(_event: object) -> None:
        inner = one_column()
        run(inner, 1)  # else it would wait until the run around it, with two, is over
        states.append((inner.getOptionValue("threads")[1], inner.getModelStatus()))

    outer.on(outer.cbMipImprovingSolution, within)
    outer.carry_out(2)
    assert states == [(2, highspy.HighsModelStatus.kOptimal)]
    run(one := one_column(), 1)
    assert one.getOptionValue("threads")[1] == 1


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Let HiGHS not come back from presolve, and cancel once it is in there."""
    cancel, released = threading.Event(), threading.Event()
    carry_out = silent_highs.run

    def never(highs: highspy.Highs, threads: int = 1) -> None:
        if highs.getOptionValue("presolve")[1] == "off":
            carry_out(highs, threads)
        else:
            cancel.set()
            released.wait()

    monkeypatch.setattr(silent_highs, "run", never)
    monkeypatch.setattr(silent_highs, "_LATE", 0.01)
    yield cancel
    released.set()


def test_a_run_that_does_not_come_back_is_left_and_holds_up_no_other(stuck: threading.Event) -> None:
    with pytest.raises(TimeIsOver, match="cancelled"):
        one_column().carry_out(deadline=Deadline(cancel=stuck))
    other = one_column()
    other.take({"presolve": "off"})
    other.carry_out(2)
    assert other.getModelStatus() == highspy.HighsModelStatus.kOptimal


def test_a_process_waits_at_its_end_for_runs_that_were_left(
    stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: WeakSet[threading.Thread] = WeakSet()
    monkeypatch.setattr(silent_highs, "_LEFT", left)
    with pytest.raises(TimeIsOver):
        one_column().carry_out(deadline=Deadline(cancel=stuck))
    (late,) = left
    waited: list[float] = []
    monkeypatch.setattr(late, "join", waited.append)
    clock = iter([10.0, 11.0])
    monkeypatch.setattr(silent_highs, "now", lambda: next(clock))
    silent_highs._wait_for_those_left()  # noqa: SLF001  as the interpreter does
    assert waited == [4.0]  # of five seconds in all one is over


def test_a_plan_is_returned_where_highs_does_not_come_back(
    stuck: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "_MOST_WORK", 0)  # nothing is closed without it
    portfolio = large_portfolio(1, count=12, periods=6)
    plan = prioritise(portfolio, cancel=stuck)
    assert stuck.is_set()
    assert plan.stopped == "cancelled"
    assert plan.starts
    assert not plan.proven


def one_part() -> Arrays:
    """Return a program of one column that comes to 1 at most."""
    column = np.array([1.0])
    return Arrays(
        row_of=np.array([0]),
        coefficients=column,
        ends=np.array([0, 1]),
        cost=-column,
        upper=column,
        integer=np.array([True]),
        least=-column,
        most=column,
    )


def test_a_part_that_highs_does_not_come_back_from_is_given_up(stuck: threading.Event) -> None:
    under_way = Run(Limits(Deadline(cancel=stuck)))
    answer = solve_part(
        one_part(), np.zeros(1), np.array([True]), begun=False, patience=1, under_way=under_way
    )
    assert answer.values is None


def waiting(monkeypatch: pytest.MonkeyPatch) -> SilentHighs:
    """Return a linear program that is not small, and asks whether to go on."""
    monkeypatch.setattr(silent_highs, "_HEARD", 1)
    highs = SilentHighs()
    highs.take({"presolve": "off", "solver": "simplex"})  # else there is nothing to ask between
    rng = np.random.default_rng(0)
    for cost in rng.integers(1, 9, 12):
        highs.addVar(0.0, 1.0)
        highs.changeColCost(highs.getNumCol() - 1, -float(cost))
    for _ in range(8):
        highs.addRow(-np.inf, 3.0, 12, np.arange(12, dtype=np.int32), rng.integers(1, 4, 12).astype(float))
    return highs


def test_a_linear_program_is_asked_nothing_before_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    highs, asked = waiting(monkeypatch), []
    highs.cbSimplexInterrupt.subscribe(lambda _: asked.append("whether to go on"))
    highs.carry_out_linear(Deadline())
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    assert highs.getInfo().simplex_iteration_count > 1
    assert asked == []


def test_a_linear_program_ends_once_somebody_cancels_and_can_be_run_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    highs, cancelled = waiting(monkeypatch), Deadline()
    cancelled.cancel.set()
    carry_out, has_been_told = silent_highs.run, threading.Event()
    start = highs.startCallback

    def told(kind: Any) -> highspy.HighsStatus:  # noqa: ANN401  highspy does not export the type
        result = start(kind)
        if kind == highs.cbIpmInterrupt.callback_type:  # the last of the two
            has_been_told.set()
        return result

    def later(one: highspy.Highs, threads: int = 1) -> None:
        has_been_told.wait()  # as if it had been under way for long
        carry_out(one, threads)

    monkeypatch.setattr(highs, "startCallback", told)
    monkeypatch.setattr(silent_highs, "run", later)
    monkeypatch.setattr(silent_highs, "_LATE_AND_LINEAR", 10.0)
    highs.carry_out_linear(cancelled)
    assert highs.getModelStatus() == highspy.HighsModelStatus.kInterrupt
    assert not highs.is_lost
    highs.carry_out_linear(Deadline())
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Let HiGHS not come back from any linear program, and cancel once it is in there."""
    cancel, released = threading.Event(), threading.Event()

    def never(_highs: highspy.Highs, _threads: int = 1) -> None:
        cancel.set()
        released.wait()

    monkeypatch.setattr(silent_highs, "run", never)
    monkeypatch.setattr(silent_highs, "_LATE_AND_LINEAR", 0.01)
    monkeypatch.setattr(silent_highs, "_HEARD", 1)
    yield cancel
    released.set()


def test_a_relaxation_that_does_not_come_back_is_asked_for_nothing(
    lost: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    relaxation = diving.Relaxation(one_part(), Run(Limits(Deadline(cancel=lost))))
    assert not relaxation.solve()
    for asked in ("changeColsBounds", "getBasis", "setBasis"):
        monkeypatch.setattr(SilentHighs, asked, None)
    column, nothing = np.array([0]), np.array([], dtype=np.int64)
    assert not relaxation.hold(column, nothing)
    assert not relaxation.fix(column, nothing)


def test_a_relaxation_that_does_not_come_back_says_nothing_and_is_built_anew(
    lost: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program()
    web, app = (program.column(name, integer=True) for name in ("web", "app"))
    program.require("budget", web * 2 + app * 2, "<=", 3)
    relaxation = Relaxation(program)
    relaxation.aim(web * -1 + app * -1, Fraction(1), Deadline())
    found = relaxation.solve(relaxation.whole, Deadline(cancel=lost))
    assert (found.floor, found.is_empty) == (None, False)
    monkeypatch.undo()
    again = relaxation.solve(relaxation.whole, Deadline())
    assert again.floor is not None
    assert again.floor.least == pytest.approx(-1.5)  # three halves of one


def test_who_asked_for_a_run_is_told_in_its_own_thread_and_what_is_raised_there_ends_the_run() -> None:
    highs, told = one_column(), []

    def tell() -> None:
        told.append(threading.current_thread())
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        highs.carry_out(deadline=Deadline(), meanwhile=tell)
    assert told == [threading.current_thread()]


def test_what_is_raised_where_a_run_cannot_be_ended_ends_it_at_the_next_moment() -> None:
    highs, moments = one_column(), []

    def fail(_event: object) -> None:
        moments.append("user solution")
        raise KeyError("mine")

    highs.take({"presolve": "off"})  # else there is nothing left to search
    highs.on(highs.cbMipUserSolution, fail)
    with pytest.raises(KeyError, match="mine"):
        highs.carry_out()
    assert moments == ["user solution"]  # nothing is told to what has failed


def test_more_threads_give_a_plan_as_good() -> None:
    assert prioritise(WEB, threads=2).starts == prioritise(WEB).starts == {"web": 1}
