"""Many portfolios to plans over any executor: in order, the same plans, no failure fatal, within a time limit."""

from __future__ import annotations

import multiprocessing
import operator
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from at_work import LONG, doubled, dying, failing, is_there, waiting

from omniprio import Closest, Fastest, Initiative, LeastCost, Plan, Portfolio, prioritise
from omniprio.answers.parallel import EachProgress, Failure, plan_each, plans_as_they_come
from omniprio.answers.parallel.apart import Apart
from omniprio.answers.parallel.attempt import CANCELLED, Order, Recall, attempt
from omniprio.answers.parallel.workers import as_they_come, each
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.deadline import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def portfolio(budget: float, *, must: bool = False) -> Portfolio:
    one = Initiative(id="one", cost=10, advances={"R2": 0.5}, decision="must" if must else "free")
    two = Initiative(id="two", cost=20, advances={"D2": 0.8}, requires=["one"])
    return Portfolio(horizon=3, initiatives=[one, two], budget=budget)


IMPOSSIBLE = portfolio(5, must=True)
MANY = [
    *(portfolio(budget) for budget in (0, 10, 30)),
    IMPOSSIBLE,
    *(portfolio(budget) for budget in (29, 12)),
]


def shown(results: Sequence[Plan | Failure]) -> list[str]:
    """Return all that a result says, the time it took apart."""
    return [one.to_json() if isinstance(one, Plan) else f"{one.kind}: {one.message}" for one in results]


@pytest.fixture(scope="module")
def alone() -> list[str]:
    return shown(plan_each(MANY))


def spawned(initializer: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), initializer)


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    with spawned() as pool:
        yield pool


def test_one_after_another_is_prioritise_and_a_failure_is_not_fatal(alone: list[str]) -> None:
    assert [text for text in alone if "InfeasibleError" not in text] == [
        prioritise(one).to_json() for one in MANY if one is not IMPOSSIBLE
    ]
    assert alone[3].startswith("InfeasibleError: No schedule keeps every rule")


def test_threads_give_the_same(alone: list[str]) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert shown(plan_each(MANY, executor=pool)) == alone


def test_processes_give_the_same_however_few_are_in_flight(alone: list[str], processes: Executor) -> None:
    assert shown(plan_each(MANY, executor=processes)) == alone
    assert shown(plan_each(MANY, executor=processes, in_flight=1)) == alone


@pytest.fixture
def cluster() -> Iterator[Executor]:
    """Give the executor of a small dask cluster."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as workers,
        distributed.Client(workers) as client,
    ):
        yield client.get_executor(pure=False)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # dask's own, at start and end, which differ from version to version
def test_a_dask_cluster_gives_the_same_also_where_a_worker_dies(
    alone: list[str], cluster: Executor, tmp_path: Path
) -> None:
    assert shown(plan_each(MANY, executor=cluster)) == alone
    items = [(number, tmp_path if number == 2 else None, 1) for number in range(6)]
    assert each(dying, items, executor=cluster) == (0, 2, 4, 6, 8, 10)
    assert len(list(tmp_path.iterdir())) == 1


def test_options_reach_every_portfolio() -> None:
    (plan,) = plan_each([portfolio(30)], [LeastCost(), Closest()], gap=0.5)
    assert isinstance(plan, Plan)
    assert [result.goal.kind for result in plan.goals] == ["least cost", "closest"]
    assert plan.goals[0].asked == 0.5
    assert plan.starts == {}
    (failure,) = plan_each([portfolio(30)], warm_start={"two": 1})  # two requires one
    assert isinstance(failure, Failure)
    assert failure.kind == "RuleBrokenError"


def test_another_solver_can_do_it(processes: Executor) -> None:
    pulp = pytest.importorskip("pulp")
    results = plan_each([portfolio(30), portfolio(0)], executor=processes, solver=pulp.HiGHS(msg=False))
    assert [one.starts for one in results if isinstance(one, Plan)] == [{"one": 1, "two": 2}, {}]


def test_progress_is_told_after_each() -> None:
    told: list[EachProgress] = []
    results = plan_each(MANY, on_progress=told.append)
    assert {one.place: one.result for one in told} == dict(enumerate(results))
    assert "result" not in repr(told[0])  # a line that is printed for each holds no plan
    assert [(one.done, one.failed, one.of) for one in told] == [
        (1, 0, 6),
        (2, 0, 6),
        (3, 0, 6),
        (4, 1, 6),
        (5, 1, 6),
        (6, 1, 6),
    ]


@pytest.mark.parametrize(
    "call",
    [
        lambda: plan_each(MANY, []),
        lambda: plan_each(MANY, time_limit=0),
        lambda: plan_each(MANY, time_limit_each=-1),
        lambda: plan_each(MANY, gap=2),
        lambda: plan_each(MANY, work_limit=0),
        lambda: plan_each(MANY, in_flight=0),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_is_begun(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="give"):
        call()


def test_nothing_to_do() -> None:
    assert plan_each([], [Fastest()]) == ()


def test_cancel_keeps_what_is_there() -> None:
    cancel = threading.Event()
    results = plan_each(MANY, cancel=cancel, on_progress=lambda _: cancel.set())
    assert isinstance(results[0], Plan)
    assert [one.kind for one in results[1:] if isinstance(one, Failure)] == ["cancelled"] * 5


def json_of(result: object) -> str:
    assert isinstance(result, Plan)
    return result.to_json()


def test_plans_come_one_after_the_other_and_those_that_were_stopped_do_not() -> None:
    cancel = threading.Event()
    come = []
    for one in plans_as_they_come(MANY, cancel=cancel):
        come.append(one)
        if one.done == 3:
            cancel.set()
    assert [(one.place, one.done, one.of) for one in come] == [(0, 1, 6), (1, 2, 6), (2, 3, 6)]
    together = plan_each(MANY[:3])
    assert [json_of(one.result) for one in come] == [json_of(one) for one in together]


def test_what_makes_no_sense_is_refused_before_the_first_plan_is_asked_for() -> None:
    with pytest.raises(ValueError, match="give"):
        plans_as_they_come(MANY, time_limit=-1)


def test_who_leaves_the_loop_ends_what_runs(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        for one in as_they_come(waiting, [None, tmp_path, tmp_path], executor=pool, in_flight=2):
            assert (one.place, one.done) == (0, 1)
            assert is_there(tmp_path / "begun")
            break
        assert is_there(tmp_path / "heard")


def test_ctrl_c_between_two_answers_is_the_programs_own() -> None:
    come = as_they_come(lambda item, _: item, [1, 2])
    before = signal.getsignal(signal.SIGINT)
    next(come)
    assert signal.getsignal(signal.SIGINT) is before


def napping(seconds: float, _deadline: Deadline) -> float:
    time.sleep(seconds)
    return seconds


def test_order_is_that_of_the_items_not_of_the_answers() -> None:
    with ThreadPoolExecutor(3) as pool:
        assert each(napping, [0.2, 0.0, 0.1], executor=pool) == (0.2, 0.0, 0.1)


def test_what_runs_when_the_time_is_over_is_not_waited_for() -> None:
    over = threading.Event()

    def work(item: int, _deadline: Deadline) -> int:
        if item:
            over.wait()
        return item

    with ThreadPoolExecutor(1) as pool:
        results = each(work, [0, 1, 2, 3], executor=pool, deadline=Deadline(0.5))
        over.set()  # only now can the second one end
    assert results[0] == 0
    assert [one.kind for one in results[1:] if isinstance(one, Failure)] == ["time limit"] * 3


def test_a_cancelled_pool_keeps_what_is_there() -> None:
    cancel = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        results = each(
            napping,
            [0.0, 0.5, 0.0],
            executor=pool,
            deadline=Deadline(cancel=cancel),
            on_progress=lambda _: cancel.set(),
        )
    assert results[0] == 0.0
    assert [one.kind for one in results[1:] if isinstance(one, Failure)] == ["cancelled"] * 2


class Slow(Executor):
    """Finishes one item each time the one before was fetched, and counts how many it holds."""

    def __init__(self) -> None:
        self.held: list[Callable[[], None]] = []
        self.most = 0

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        self.held.append(lambda: future.set_result(fn(*args, **kwargs)))
        self.most = max(self.most, len(self.held))
        if len(self.held) == 1:
            self.held[0]()
        return future

    def fetch(self, _: EachProgress) -> None:
        del self.held[0]
        if self.held:
            self.held[0]()


def test_no_more_are_in_flight_than_allowed() -> None:
    executor = Slow()
    results = each(napping, [0.0] * 20, executor=executor, in_flight=4, on_progress=executor.fetch)
    assert results == (0.0,) * 20
    assert executor.most == 4


class Broken(Executor):
    """A pool whose workers are gone."""

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        del fn, args, kwargs
        raise BrokenProcessPool("a worker died")


@pytest.mark.slow
def test_what_a_pool_that_is_broken_does_not_take_is_done_in_processes_of_this_machine() -> None:
    assert each(doubled, [1, 2, 3], executor=Broken()) == (2, 4, 6)


@pytest.mark.slow
def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    with spawned() as pool:
        items = [(number, tmp_path if number == 2 else None, 1) for number in range(6)]
        assert each(dying, items, executor=pool) == (0, 2, 4, 6, 8, 10)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.slow
def test_what_ends_two_processes_is_told_and_takes_nothing_with_it(tmp_path: Path) -> None:
    with spawned() as pool:
        items = [(number, tmp_path if number == 2 else None, 9) for number in range(6)]
        results = each(dying, items, executor=pool)
    assert [one for one in results if not isinstance(one, Failure)] == [0, 2, 6, 8, 10]
    assert isinstance(results[2], Failure)
    assert results[2].kind == "BrokenProcessPool"
    assert "second one" in results[2].message
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.slow
def test_one_that_was_not_in_the_pool_when_it_broke_has_two_tries_too(tmp_path: Path) -> None:
    first, later = tmp_path / "first", tmp_path / "later"
    first.mkdir()
    later.mkdir()
    with spawned() as pool:  # with one in flight, the second is not in the pool when the first ends it
        items = [(1, first, 1), (2, later, 1)]
        assert each(dying, items, executor=pool, in_flight=1) == (2, 4)
    assert len(list(later.iterdir())) == 1


@pytest.mark.slow
def test_a_process_that_died_is_replaced_and_what_it_had_is_known() -> None:
    apart = Apart(spawned())
    lost = apart.submit(os._exit, 1)
    with pytest.raises(BrokenProcessPool):
        lost.result(LONG)
    assert apart.submit(abs, -1).result(LONG) == 1
    assert apart.had_begun(lost)
    apart.shutdown()


@pytest.mark.slow
def test_workers_that_cannot_begin_are_told_for_all_items_at_once() -> None:
    with spawned(initializer=failing) as pool:
        results = each(doubled, list(range(50)), executor=pool)
    assert [one.kind for one in results if isinstance(one, Failure)] == ["BrokenProcessPool"] * 50
    assert {one.message[:30] for one in results if isinstance(one, Failure)} == {
        "No worker could be started: A "
    }


def test_threads_that_cannot_begin_are_told() -> None:
    with ThreadPoolExecutor(1, initializer=failing) as pool:
        results = each(doubled, [1, 2], executor=pool)
    assert [one.kind for one in results if isinstance(one, Failure)] == ["BrokenThreadPool"] * 2


def test_a_pool_that_forks_is_refused_before_anything_is_begun() -> None:
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system does not fork")
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    told: list[EachProgress] = []
    remedy = r"multiprocessing\.get_context\(.spawn.\)"
    with pytest.raises(ValueError, match=remedy):
        plan_each(MANY, executor=pool, on_progress=told.append)
    with pytest.raises(ValueError, match=remedy):
        robust(portfolio(30), Uncertainty(), executor=pool, on_progress=told.append)
    assert told == []


def cancelled_when_begun(folder: Path, cancel: threading.Event) -> threading.Thread:
    def cancel_then() -> None:
        if is_there(folder / "begun"):
            cancel.set()

    thread = threading.Thread(target=cancel_then)
    thread.start()
    return thread


def test_cancel_reaches_what_runs_in_threads_and_in_processes(tmp_path: Path, processes: Executor) -> None:
    for kind, pool in (("threads", ThreadPoolExecutor(1)), ("processes", processes)):
        folder = tmp_path / kind
        folder.mkdir()
        cancel = threading.Event()
        thread = cancelled_when_begun(folder, cancel)
        results = each(waiting, [folder], executor=pool, deadline=Deadline(cancel=cancel))
        assert [one.kind for one in results if isinstance(one, Failure)] == ["cancelled"]
        assert is_there(folder / "heard")
        thread.join()


@pytest.mark.parametrize("raised", [KeyboardInterrupt, MemoryError, SystemExit, ValueError])
def test_what_a_callback_raises_comes_out_as_itself_and_stops_what_runs(
    raised: type[BaseException], tmp_path: Path
) -> None:
    def tell(_: EachProgress) -> None:
        assert is_there(tmp_path / "begun")
        raise raised

    with ThreadPoolExecutor(2) as pool, pytest.raises(raised):
        each(waiting, [None, tmp_path], executor=pool, on_progress=tell)
    assert is_there(tmp_path / "heard")
    with pytest.raises(raised):
        each(waiting, [None], on_progress=tell)
    with pytest.raises(raised):
        plan_each(MANY, on_progress=tell)


def test_what_begins_after_the_recall_is_not_done() -> None:
    recall = Recall()
    recall.call()
    order = Order(deadline=Deadline(), recall=pickle.loads(pickle.dumps(recall)), giver=0)  # noqa: S301  our own
    assert attempt(doubled, 1, order) == CANCELLED


def test_out_of_memory_is_told_as_that() -> None:
    def work(_item: int, _deadline: Deadline) -> int:
        raise MemoryError

    assert each(work, [1]) == (Failure(kind="MemoryError", message="There was not enough memory."),)


KILLED = """
import multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from at_work import waiting
from omniprio.answers.parallel.workers import as_they_come, each

if __name__ == "__main__":
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        each(waiting, [Path(sys.argv[1])], executor=pool)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is there on other systems")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    (tmp_path / "killed.py").write_text(KILLED, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "killed.py"), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert is_there(tmp_path / "begun")
        process.send_signal(signal.SIGKILL)
        process.communicate(
            timeout=LONG / 2
        )  # not before the worker has closed its output, that is, has ended
    assert not (tmp_path / "heard").exists()


@pytest.mark.slow
def test_what_cannot_travel_fails_alone(processes: Executor) -> None:
    items: list[object] = [threading.Lock(), "travels"]
    results = each(operator.is_, items, executor=processes)
    assert isinstance(results[0], Failure)
    assert results[1] is False
