"""The same work on many items, over any executor or one after another: in order, within a time limit.

Items are handed out so that nothing is lost with a worker that dies: where one does, each process has one item.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from omniprio.answers.parallel.apart import Apart
from omniprio.answers.parallel.attempt import CANCELLED, TIME_IS_OVER, Failure, Order, Recall, attempt, done
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError
from omniprio.interrupt import cancelled_by_signals
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.spelling import shown

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Generator, Iterable, Sequence

__all__ = ["EachProgress", "Failure", "as_they_come", "each", "in_order", "require_no_forks"]


def _start_method(executor: ProcessPoolExecutor) -> str:
    """Return how a pool starts its processes: `spawn`, `forkserver` or `fork`."""
    return str(vars(executor)["_mp_context"].get_start_method())  # what a pool was made with is not public


_TICK = 0.1
"""Seconds between two looks at whether somebody cancelled."""

_log = logger_of(__name__)


def require_no_forks(executor: Executor | None) -> None:
    """Refuse a pool that forks its processes: one that is forked after a solve hangs in its first solve.

    It is refused before a solve too, and where its processes are already there: whether it hangs must not depend on
    what was done before, and a process that dies is replaced by another fork.

    Args:
        executor: Any executor, or None.

    Raises:
        InvalidArgumentError: It starts its processes by `fork`.
    """
    if isinstance(executor, ProcessPoolExecutor) and _start_method(executor) == "fork":
        problem = sentence("faults.fork")
        remedy = sentence("remedies.spawn")
        raise InvalidArgumentError.of("executor", problem, remedy)


def _handed_out[Item, Answer](
    executor: Executor,
    work: Callable[[Item, Deadline], Answer],
    items: Sequence[Item],
    deadline: Deadline,
    in_flight: int,
) -> Generator[tuple[int, Answer | Failure]]:
    """Yield each answer as it comes, with its place; places that are missing in the end were stopped.

    When the executor breaks down, what it had and what it was to get is done once more, each item in a process that has
    nothing else to do: one that ends this process too is told as a failure, and no other is lost with it.

    Args:
        executor: Gets the items.
        work: See `each`.
        items: What to work on.
        deadline: Time limit and cancel.
        in_flight: How many items at most the executor has at a time.
    """
    handing = _HandingOut(work, items, deadline)
    yield from handing.over(executor, in_flight)
    if not handing.left or deadline.is_over():
        return
    if not isinstance(executor, ThreadPoolExecutor):  # it breaks down only where no thread can begin
        apart = Apart(executor)
        try:
            yield from handing.over(apart, apart.processes(len(handing.left)))
        finally:
            apart.shutdown(wait=False)
    if not deadline.is_over():
        yield from handing.given_up()


class _HandingOut[Item, Answer]:
    """Items on their way to an executor and back."""

    def __init__(
        self, work: Callable[[Item, Deadline], Answer], items: Sequence[Item], deadline: Deadline
    ) -> None:
        """Begin, with all of them left."""
        self._recall = Recall()
        self._task = partial(attempt, work, order=Order(deadline, self._recall, os.getpid()))
        self._items = items
        self._deadline = deadline
        self._lost: set[int] = set()
        self._broken: BrokenExecutor | None = None
        self.left = deque(range(len(items)))

    def over(self, executor: Executor, in_flight: int) -> Generator[tuple[int, Answer | Failure]]:
        """Keep an executor supplied until nothing is left, the time is over, or it has broken down."""
        self._broken = None
        running: dict[Future[Answer | Failure], int] = {}
        try:
            while not self._deadline.is_over():
                self._supply(executor, running, in_flight)
                if not running:
                    return
                finished, _ = wait(running, timeout=self._patience, return_when=FIRST_COMPLETED)
                yield from self._taken(finished, running, executor)
            yield from self._taken([future for future in running if future.done()], running, executor)
        finally:
            if running:
                self._recall.call()
            for future in running:
                future.cancel()

    def given_up(self) -> Generator[tuple[int, Failure]]:
        """Yield what is left as failures: no process could be started that would do it."""
        for place in self.left:
            yield place, _no_worker(self._broken)

    @property
    def _patience(self) -> float:
        """Seconds to wait for an answer before looking whether somebody cancelled."""
        left = self._deadline.left
        return _TICK if left is None else min(_TICK, left)

    def _supply(
        self, executor: Executor, running: dict[Future[Answer | Failure], int], in_flight: int
    ) -> None:
        while self.left and self._broken is None and len(running) < in_flight:
            try:
                future = executor.submit(self._task, self._items[self.left[0]])
            except BrokenExecutor as error:
                self._broken = error
            else:
                running[future] = self.left.popleft()
                _log.debug("item %d handed to %s", running[future], type(executor).__name__)

    def _taken(
        self,
        finished: Iterable[Future[Answer | Failure]],
        running: dict[Future[Answer | Failure], int],
        executor: Executor,
    ) -> Generator[tuple[int, Answer | Failure]]:
        """Yield what came back; what was lost is left to be done once more."""
        for future in finished:
            place = running.pop(future)
            if self._note_loss(place, future, executor):
                self.left.append(place)
                _log.debug("item %d is lost with its worker and done once more", place)
            else:
                _log.debug("item %d is back", place)
                yield place, _result(future)

    def _note_loss(self, place: int, future: Future[Answer | Failure], executor: Executor) -> bool:
        """Note an item whose worker died with it; return whether it is to be done once more."""
        error = None if future.cancelled() else future.exception()
        if not isinstance(error, BrokenExecutor):
            return False
        if isinstance(executor, Apart) and executor.had_begun(future):
            again = place not in self._lost
        else:
            self._broken = error
            again = True
        self._lost.add(place)
        return again


def _result[Answer](future: Future[Answer | Failure]) -> Answer | Failure:
    try:
        return future.result()
    except BrokenExecutor as error:
        return Failure(kind=type(error).__name__, message=sentence("answers.died again"))
    except Exception as error:  # noqa: BLE001  an item that could not travel
        return Failure.of(error)


def _no_worker(error: BrokenExecutor | None) -> Failure:
    return Failure(
        kind=type(error).__name__,
        message=sentence("answers.no worker", error=str(error)),
    )


@dataclass(frozen=True, slots=True)
class EachProgress:
    """How far the work is, and what has just come: results in the order in which they are there.

    Attributes:
        done: Items with an answer or a failure.
        failed: Those of them that failed.
        of: All items.
        seconds: Since the work began.
        step: Which work it is, where there are several.
        place: Which item has just come, from 0, in the order in which they were given.
        result: Its answer or failure: of `plan_each` a `Plan` or a `Failure`.
    """

    done: int
    failed: int
    of: int
    seconds: float
    step: str = ""
    place: int = 0
    result: object = field(default=None, repr=False)


def as_they_come[Item, Answer](
    work: Callable[[Item, Deadline], Answer],
    items: Sequence[Item],
    *,
    executor: Executor | None = None,
    deadline: Deadline | None = None,
    in_flight: int = 64,
    step: str = "",
) -> Generator[EachProgress]:
    """Return an iterator over the answers, each as soon as it is there; who leaves it early ends what still runs.

    An item that fails is a `Failure` in its place, and the others go on. When the time is over or somebody cancels, what
    waits is not begun, and what still runs is not waited for but told to stop: these do not come. Ctrl-C cancels while
    something is waited for, and is the program's own between two answers. The clocks of all machines are taken to agree.

    Args:
        work: Gets an item and what it has to stay within: the seconds left when it is begun, and an event that is set
            when it is not wanted any more. For processes and clusters it must be importable by name.
        items: What to work on; they and the answers travel by pickle.
        executor: Any executor of the standard library or one that behaves like it; None works one after another. If
            it breaks down, the rest is done in processes of this machine.
        deadline: Time limit and cancel.
        in_flight: How many items at most are handed to the executor at a time, at least 1; more than it has workers.
        step: What the work is called in the progress.

    Raises:
        InvalidArgumentError: `in_flight` is below 1, or the executor starts its processes by `fork`.

    >>> [now.result for now in as_they_come(lambda item, deadline: 12 // item, [3, 4])]
    [4, 3]
    """
    if in_flight < 1:
        raise InvalidArgumentError.of(
            "in_flight", sentence("faults.is", value=shown(in_flight)), sentence("remedies.at least 1")
        )
    require_no_forks(executor)
    deadline = deadline or Deadline()
    _log.debug(
        "%s: %d to do, %s",
        step or "work",
        len(items),
        "one after another" if executor is None else type(executor).__name__,
    )
    stream = (
        _in_turn(work, items, deadline)
        if executor is None
        else _handed_out(executor, work, items, deadline, in_flight)
    )
    return _told(stream, len(items), deadline, step)


def _told[Answer](
    stream: Generator[tuple[int, Answer | Failure]], of: int, deadline: Deadline, step: str
) -> Generator[EachProgress]:
    """Yield what comes, with how far the work is by then."""
    failed = 0
    with closing(stream):
        for count in range(1, of + 1):
            with cancelled_by_signals(deadline.cancel):
                come = next(stream, None)
            if come is None:
                return
            place, result = come
            failed += isinstance(result, Failure)
            yield EachProgress(count, failed, of, deadline.taken, step, place, result)


def in_order(
    come: Generator[EachProgress],
    of: int,
    cancel: threading.Event,
    on_progress: Callable[[EachProgress], None] | None = None,
) -> tuple[Any, ...]:
    """Return all answers in the order of the items, why there is none in the place of what was stopped.

    Args:
        come: The answers as they come.
        of: How many items there are.
        cancel: By which they are cancelled; signals set it.
        on_progress: Called in this thread after each item, with its answer; what it raises ends the work and comes out as it is.
    """
    results = {}
    with cancelled_by_signals(cancel), closing(come):
        for one in come:
            results[one.place] = one.result
            if on_progress is not None:
                on_progress(one)
    missing = CANCELLED if cancel.is_set() else TIME_IS_OVER
    return tuple(results.get(place, missing) for place in range(of))


def each[Item, Answer](
    work: Callable[[Item, Deadline], Answer],
    items: Sequence[Item],
    *,
    executor: Executor | None = None,
    deadline: Deadline | None = None,
    in_flight: int = 64,
    on_progress: Callable[[EachProgress], None] | None = None,
    step: str = "",
) -> tuple[Answer | Failure, ...]:
    """Return the answer for each item, in the order of the items, however they were spread.

    Args:
        work: See `as_they_come`, as for the others.
        items: What to work on.
        executor: Gets the items.
        deadline: Time limit and cancel.
        in_flight: How many items at most the executor has at a time.
        on_progress: See `in_order`.
        step: What the work is called in the progress.

    Raises:
        InvalidArgumentError: `in_flight` is below 1, or the executor starts its processes by `fork`.

    >>> each(lambda item, deadline: 12 // item, [3, 0, 4])
    (4, Failure(kind='ZeroDivisionError', message='integer division or modulo by zero'), 3)
    """
    deadline = deadline or Deadline()
    come = as_they_come(work, items, executor=executor, deadline=deadline, in_flight=in_flight, step=step)
    return in_order(come, len(items), deadline.cancel, on_progress)


def _in_turn[Item, Answer](
    work: Callable[[Item, Deadline], Answer], items: Sequence[Item], deadline: Deadline
) -> Generator[tuple[int, Answer | Failure]]:
    for place, item in enumerate(items):
        if deadline.is_over():
            return
        yield place, done(work, item, deadline)
