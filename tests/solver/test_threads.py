"""Threads of HiGHS: one number for the process, changed without a run that does nothing."""

from __future__ import annotations

import threading

import highspy

from omniprio import Initiative, Portfolio, prioritise
from omniprio.solver.silent_highs import SilentHighs
from omniprio.solver.threads import run

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


def test_more_threads_give_a_plan_as_good() -> None:
    assert prioritise(WEB, threads=2).starts == prioritise(WEB).starts == {"web": 1}
