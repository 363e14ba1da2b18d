"""Seats: a limited number of requests that are worked on at a time, each in a thread.

A seat is taken before the document is read and given back when the work has ended: a caller who leaves stops the work, and
a document that takes long to refuse keeps nobody else waiting.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from omniprio.desk.limits import LONGEST_WORK, NoSeatError, TooLongError
from omniprio.language import sentence

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

__all__ = ["SEATS", "Seats"]

SEATS = 2
"""Requests that are worked on at a time."""


class Seats:
    """A limited number of requests at a time, each worked on in a thread."""

    def __init__(self, number: int) -> None:
        """Open the seats."""
        self._threads = ThreadPoolExecutor(number)
        self._number = number
        self._taken: set[threading.Event] = set()
        self._closed = False

    async def do[Answer](self, work: Callable[[threading.Event], Answer], cancel: threading.Event) -> Answer:
        """Do work in a seat of its own and return what it comes to.

        The work is told to stop when whoever waits for it is cancelled. The seat is free when it has stopped.

        Args:
            work: Stops soon after the event it is given is set.
            cancel: That event.

        Raises:
            NoSeatError: Every seat is taken, or the service ends.
            TooLongError: It took longer than `LONGEST_WORK`.
        """
        if self._closed or len(self._taken) >= self._number:
            raise NoSeatError(sentence("service.ends") if self._closed else sentence("service.no seat"))
        done = self._threads.submit(work, cancel)
        self._taken.add(cancel)
        done.add_done_callback(lambda _: self._taken.discard(cancel))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(done), LONGEST_WORK)
        except TimeoutError:
            raise TooLongError(sentence("service.too long", seconds=LONGEST_WORK)) from None
        finally:
            cancel.set()

    def close(self) -> None:
        """Stop all work, so that its callers get the best so far, and begin no other."""
        self._closed = True
        for cancel in tuple(self._taken):
            cancel.set()
