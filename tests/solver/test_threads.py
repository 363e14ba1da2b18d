"""Threads of HiGHS: one number for the process, changed without a run that does nothing."""

from __future__ import annotations

import threading

import highspy
import pytest

from omniprio import Initiative, Portfolio, prioritise
from omniprio.solver.silent_highs import SilentHighs, run

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


def test_runs_that_want_different_threads_wait_for_each_other() -> None:
    states: list[object] = []

    def work(threads: int) -> None:
        for _ in range(5):
            highs = one_column()
            run(highs, threads)
            states.append(highs.getModelStatus())

    workers = [threading.Thread(target=work, args=(threads,)) for threads in (1, 2, 3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert states == [highspy.HighsModelStatus.kOptimal] * 15


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
