"""How much may be asked at a time, and what is said to whoever asks for more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from omniprio.errors import OmniprioError
from omniprio.language import sentence
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

__all__ = [
    "LONGEST_WORK",
    "MOST_BYTES",
    "MOST_COUNT",
    "MOST_SECONDS",
    "MOST_VALUES",
    "SEATS",
    "NoSeatError",
    "RefusedError",
    "Seats",
    "TooLargeError",
    "TooLongError",
    "refuse_large",
    "refuse_long",
    "refuse_many",
]

MOST_BYTES = 5_000_000
"""In a request."""
MOST_VALUES = 100_000
"""Numbers, texts, lists and objects in a request: each of them may be a fault, which takes time to put into words."""
_MOST_STARTS = 20_000
"""Initiatives times periods of all portfolios in a request: beyond that, preparing takes long before a limit counts."""
MOST_COUNT = 100_000
"""Whatever is asked for so many times: draws, samples, nodes of a search."""
MOST_SECONDS = 60.0
"""For a search."""
LONGEST_WORK = 75.0
"""Seconds after which the caller is told, whatever goes on: a search, and what is done before and after it."""


class RefusedError(OmniprioError):
    """What is asked cannot be done here, whatever the portfolio."""


class TooLargeError(RefusedError):
    """More is asked than the limits allow."""


class NoSeatError(RefusedError):
    """Every seat is taken, or the service ends."""


class TooLongError(RefusedError):
    """The work was not done in time."""


def refuse_long(document: bytes | bytearray) -> None:
    """Refuse what is longer than a request may be."""
    if len(document) > MOST_BYTES:
        raise TooLargeError(sentence("service.bytes", most=MOST_BYTES))


def refuse_many(document: bytes) -> None:
    """Refuse more values than a request may have; each has a comma or a bracket at least, so that it need not be read."""
    if sum(map(document.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise TooLargeError(sentence("service.values", most=MOST_VALUES))


def refuse_large(sent: Iterable[object]) -> None:
    """Refuse portfolios whose searches take long to prepare.

    Args:
        sent: What was sent; portfolios in plans, lists and objects are counted with the rest.
    """
    starts = sum(len(one.initiatives) * one.periods for one in _portfolios(sent))
    if starts > _MOST_STARTS:
        raise TooLargeError(sentence("service.starts", starts=starts, most=_MOST_STARTS))


def _portfolios(sent: Iterable[object]) -> Iterator[Portfolio]:
    for one in sent:
        if isinstance(one, Portfolio):
            yield one
        elif isinstance(one, Plan):
            yield one.portfolio
        elif isinstance(one, Mapping):
            yield from _portfolios(one.values())
        elif isinstance(one, tuple):
            yield from _portfolios(one)


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
