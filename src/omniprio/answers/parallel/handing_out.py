"""Handing many items to an executor, so that nothing is lost with a worker that dies."""

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
from functools import partial
from typing import TYPE_CHECKING

from omniprio.answers.parallel.apart import Apart, start_method
from omniprio.answers.parallel.attempt import Failure, Order, Recall, attempt
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence
from omniprio.logs import logger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from omniprio.deadline import Deadline

__all__ = ["handed_out", "require_no_forks"]

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
    if isinstance(executor, ProcessPoolExecutor) and start_method(executor) == "fork":
        problem = sentence("faults.fork")
        remedy = sentence("remedies.spawn")
        raise InvalidArgumentError([Fault("executor", problem, remedy)])


def handed_out[Item, Answer](
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
