"""The same work on many items, over any executor or one after another: in order, within a time limit."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from omniprio.base import Model

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Generator, Sequence
    from concurrent.futures import Executor

__all__ = ["EachProgress", "Failure", "Within", "each"]

_TICK = 0.1
"""Seconds between two looks at whether somebody cancelled."""


_LEAST = 1e-9
"""Seconds that a limit above 0 leaves at least: over before a solver could be begun."""


class Failure(Model):
    """Why there is no answer for one item; equal failures are equal, whatever process they happened in.

    >>> Failure.of(ValueError("no goal")).kind
    'ValueError'
    """

    kind: str
    """The name of the error, or `time limit` or `cancelled` where the item was not finished because of that."""
    message: str
    """What went wrong, in words."""

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Return the failure that an error stands for."""
        return cls(kind=type(error).__name__, message=str(error))


@dataclass(frozen=True, slots=True)
class EachProgress:
    """How far the work is.

    Attributes:
        done: Items with an answer or a failure.
        failed: Those of them that failed.
        of: All items.
        seconds: Since the work began.
        step: Which work it is, where there are several.
    """

    done: int
    failed: int
    of: int
    seconds: float
    step: str = ""


class Within:
    """What the work has to stay within: a deadline, and whether somebody cancelled; the clock runs from here."""

    def __init__(self, time_limit: float | None = None, cancel: threading.Event | None = None) -> None:
        """Begin.

        Args:
            time_limit: Seconds for everything, more than 0.
            cancel: Set it from another thread to stop.
        """
        if time_limit is not None and not time_limit > 0:
            raise ValueError(f"time_limit is {time_limit}; give seconds above 0, or None for no limit")
        self.cancel = cancel
        self.began = time.time()
        self.until = None if time_limit is None else self.began + time_limit

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.time() - self.began

    @property
    def left(self) -> float | None:
        """Seconds left, at least 0; None without a limit."""
        return _left(self.until)

    def share(self, part: float) -> float | None:
        """Return a part of the seconds left, as a limit that is above 0; None without a limit."""
        return None if self.left is None else max(_LEAST, part * self.left)

    def part(self, share: float, *, most: float | None = None) -> Within:
        """Return what may take a part of the seconds left, with the same cancel; its clock runs from here.

        Args:
            share: The part, 0 to 1.
            most: Seconds that it may take at most, whatever is left; None for no such limit.
        """
        own = Within(cancel=self.cancel)
        seconds = [one for one in (most, None if self.left is None else share * self.left) if one is not None]
        own.until = own.began + min(seconds) if seconds else None
        return own

    @property
    def over(self) -> Literal["time limit", "cancelled"] | None:
        """Why the work has to stop now; None as long as it may go on."""
        if self.cancel is not None and self.cancel.is_set():
            return "cancelled"
        return "time limit" if self.left == 0 else None

    @property
    def patience(self) -> float | None:
        """Seconds to wait for an answer before looking up."""
        if self.cancel is None:
            return self.left
        return _TICK if self.left is None else min(_TICK, self.left)


def each[Item, Answer](
    work: Callable[[Item, float | None], Answer],
    items: Sequence[Item],
    *,
    executor: Executor | None = None,
    within: Within | None = None,
    in_flight: int = 64,
    on_progress: Callable[[EachProgress], None] | None = None,
    step: str = "",
) -> tuple[Answer | Failure, ...]:
    """Return the answer for each item, in the order of the items, however they were spread.

    An item that fails is a `Failure` in its place, and the others go on. When the time is over, what waits is
    not begun and what still runs is not waited for. The clocks of all machines are taken to agree.

    Args:
        work: Gets an item and the seconds left when it is begun (None for no limit). For processes and clusters
            it must be importable by name.
        items: What to work on; they and the answers travel by pickle.
        executor: Any executor of the standard library or one that behaves like it; None works one after another.
        within: Time limit and cancel.
        in_flight: How many items at most are handed to the executor at a time, at least 1; more than it has workers.
        on_progress: Called in this thread after each item.
        step: What the work is called in the progress.

    Raises:
        ValueError: `in_flight` is below 1.

    >>> each(lambda item, seconds: 12 // item, [3, 0, 4])
    (4, Failure(kind='ZeroDivisionError', message='integer division or modulo by zero'), 3)
    """
    if in_flight < 1:
        raise ValueError(f"in_flight is {in_flight}; give at least 1")
    within = within or Within()
    results: dict[int, Answer | Failure] = {}
    failed = 0
    stream = (
        _in_turn(work, items, within)
        if executor is None
        else _spread(executor, work, items, within, in_flight)
    )
    with closing(stream):
        for place, result in stream:
            results[place] = result
            failed += isinstance(result, Failure)
            if on_progress is not None:
                on_progress(EachProgress(len(results), failed, len(items), within.seconds, step))
    missing = _CANCELLED if within.over == "cancelled" else _TIME_IS_OVER
    return tuple(results.get(place, missing) for place in range(len(items)))


def _in_turn[Item, Answer](
    work: Callable[[Item, float | None], Answer], items: Sequence[Item], within: Within
) -> Generator[tuple[int, Answer | Failure]]:
    for place, item in enumerate(items):
        if within.over:
            return
        yield place, _attempt(work, item, within.until)


def _spread[Item, Answer](
    executor: Executor,
    work: Callable[[Item, float | None], Answer],
    items: Sequence[Item],
    within: Within,
    in_flight: int,
) -> Generator[tuple[int, Answer | Failure]]:
    """Keep the executor supplied and yield each answer as it comes, with its place."""
    waiting = iter(enumerate(items))
    running: dict[Future[Answer | Failure], int] = {}
    try:
        while not within.over:
            for place, item in islice(waiting, in_flight - len(running)):
                running[_submitted(executor, work, item, within.until)] = place
            if not running:
                return
            done, _ = wait(running, timeout=within.patience, return_when=FIRST_COMPLETED)
            yield from ((running.pop(future), _result(future)) for future in done)
        yield from [(place, _result(future)) for future, place in running.items() if future.done()]
    finally:
        for future in running:
            future.cancel()


def _submitted[Item, Answer](
    executor: Executor, work: Callable[[Item, float | None], Answer], item: Item, until: float | None
) -> Future[Answer | Failure]:
    """Hand an item over; to an executor that broke down on the way, it fails like any other."""
    try:
        return executor.submit(_attempt, work, item, until)
    except BrokenExecutor as error:
        failed: Future[Answer | Failure] = Future()
        failed.set_exception(error)
        return failed


def _attempt[Item, Answer](
    work: Callable[[Item, float | None], Answer], item: Item, until: float | None
) -> Answer | Failure:
    """Do the work where it is done, so that no error has to travel: not every error survives the journey."""
    left = _left(until)
    if left == 0:
        return _TIME_IS_OVER
    try:
        return work(item, left)
    except Exception as error:  # noqa: BLE001  one item that fails must not end the others
        return Failure.of(error)


def _result[Answer](future: Future[Answer | Failure]) -> Answer | Failure:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001  a worker that died, or an item that could not travel
        return Failure.of(error)


def _left(until: float | None) -> float | None:
    """Return the seconds left, at least 0. By the time of day: it is the only clock that processes share."""
    return None if until is None else max(0.0, until - time.time())


_TIME_IS_OVER = Failure(kind="time limit", message="The time limit was over before this was finished.")
_CANCELLED = Failure(kind="cancelled", message="The run was cancelled before this was finished.")
