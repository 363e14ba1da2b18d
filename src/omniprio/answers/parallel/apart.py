"""Processes that have one item each, so that no other item is lost with one that dies."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Apart"]


@dataclass(slots=True)
class _Process:
    """A process with the item that it has.

    Attributes:
        pool: The process, as the standard library makes it.
        begun: Done as soon as it can do anything.
        item: What it was given last.
    """

    pool: ProcessPoolExecutor
    begun: Future[None]
    item: Future[Any] | None = None

    @property
    def is_free(self) -> bool:
        """Whether it waits for an item."""
        return self.item is None or self.item.done()

    @property
    def is_dead(self) -> bool:
        """Whether it died with an item."""
        return self.item is not None and self.item.done() and is_lost(self.item)


class Apart(Executor):
    """Processes that have one item each, started as they are needed; like those of a pool that broke down."""

    def __init__(self, like: Executor) -> None:
        """Begin, with no process.

        Args:
            like: A `ProcessPoolExecutor` whose number of processes, way to start them and initializer are taken over. Of
                any other executor nothing is known: then there are as many processes as processors, started anew.
        """
        if isinstance(like, ProcessPoolExecutor):
            made_with = vars(like)  # which is not public
            self._most: int = made_with["_max_workers"]
            same = (made_with[what] for what in ("_mp_context", "_initializer", "_initargs"))
            self._made: Callable[[], ProcessPoolExecutor] = partial(ProcessPoolExecutor, 1, *same)
        else:
            self._most = os.cpu_count() or 1
            self._made = partial(ProcessPoolExecutor, 1, get_context("spawn"))
        self._processes: list[_Process] = []
        self._begun: dict[Future[Any], Future[None]] = {}

    def processes(self, items: int) -> int:
        """Return how many processes it takes for so many items: no more than these may be handed over at a time."""
        return min(self._most, items)

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give an item to a process that is free, or to a new one.

        Raises:
            BrokenExecutor: No process can be started.
        """
        while True:
            process = self._free()
            try:
                process.item = future = process.pool.submit(fn, *args, **kwargs)
            except BrokenExecutor:
                if is_lost(process.begun):
                    raise
                self._processes.remove(process)  # it died while it had nothing to do
            else:
                self._begun[future] = process.begun
                return future

    def had_begun(self, item: Future[Any]) -> bool:
        """Return whether the process that had an item could do anything at all."""
        return not is_lost(self._begun[item])

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002  as its base
        """End each process when it has nothing to do; wait for that if asked."""
        for process in self._processes:
            process.pool.shutdown(wait, cancel_futures=cancel_futures)

    def _free(self) -> _Process:
        """Return a process that waits for an item, if need be a new one; those that died are forgotten."""
        self._processes = [one for one in self._processes if not one.is_dead]
        free = next((one for one in self._processes if one.is_free), None)
        if free is None:
            pool = self._made()
            free = _Process(pool, pool.submit(_begin))
            self._processes.append(free)
        return free


def _begin() -> None:
    """Do nothing, in the process: what was needed for that is imported."""


def is_lost(future: Future[Any]) -> bool:
    """Return whether a process died with this; wait until it is known."""
    return not future.cancelled() and isinstance(future.exception(), BrokenExecutor)
