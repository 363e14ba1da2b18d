"""Threads of HiGHS: one number for the process, changed without a run that does nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

import highspy
import numpy as np
import pytest
from judge.large import large_portfolio

from omniprio import Initiative, Portfolio, prioritise
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.heuristic.matrix import Arrays
from omniprio.heuristic.restricted import solve_part
from omniprio.heuristic.rounds import Run
from omniprio.solver import silent_highs, witness
from omniprio.solver.limits import Limits
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


def test_a_part_that_highs_does_not_come_back_from_is_given_up(stuck: threading.Event) -> None:
    column = np.array([1.0])
    program = Arrays(
        row_of=np.array([0]),
        coefficients=column,
        ends=np.array([0, 1]),
        cost=-column,
        upper=column,
        integer=np.array([True]),
        least=-column,
        most=column,
    )
    under_way = Run(Limits(Deadline(cancel=stuck)))
    answer = solve_part(program, np.zeros(1), np.array([True]), begun=False, patience=1, under_way=under_way)
    assert answer.values is None


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
