"""What the web service and the MCP server share: what may be asked, how much of it, and a seat to do it in.

A seat is a thread for one request. It is taken before the document is read and given back when the work has ended:
a caller who leaves stops the work, and a document that takes long to refuse keeps nobody else waiting.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError

from omniprio import Portfolio, prioritise
from omniprio.base import Model, Name
from omniprio.documents import verdict_on
from omniprio.errors import InvalidInputError
from omniprio.goals import Goal
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

SEATS = 2
"""Requests that are worked on at a time."""
MOST_BYTES = 5_000_000
"""In a request."""
MOST_VALUES = 100_000
"""Numbers, texts, lists and objects in a request: each of them may be a fault, which takes time to put into words."""
MOST_STARTS = 20_000
"""Initiatives times periods: beyond that, preparing a search takes long before its time limit counts."""
MOST_SECONDS = 60.0
"""For a search."""
LONGEST_WORK = 75.0
"""Seconds after which the caller is told, whatever goes on: a search, and what is done before and after it."""


class RefusedError(Exception):
    """The service cannot do what is asked, whatever the portfolio."""


class TooLargeError(RefusedError):
    """More is asked than the limits of the service allow."""


class NoSeatError(RefusedError):
    """Every seat is taken, or the service ends."""


class TooLongError(RefusedError):
    """The work was not done in time."""


class Asked(Model):
    """What every request holds."""

    portfolio: Portfolio


class Order(Asked):
    """What a plan is made from."""

    goals: Annotated[tuple[Goal, ...], Field(min_length=1)] | None = None
    """The most important first."""
    time_limit: Annotated[float, Field(gt=0, le=MOST_SECONDS)] = 20.0
    """Seconds for the search."""
    gap: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Stop this close to the bound, as a share of the value."""


class Proposal(Asked):
    """What is checked."""

    starts: dict[Name, Annotated[int, Field(strict=True)]]
    """The period, from 1, in which each chosen initiative starts."""


def planned(document: bytes, cancel: threading.Event) -> str:
    """Return the best plan of an order as JSON text, or the best so far once `cancel` is set."""
    order = understood(Order, document)
    return prioritise(
        order.portfolio, order.goals, time_limit=order.time_limit, gap=order.gap, cancel=cancel
    ).to_json()


def checked(document: bytes, _cancel: threading.Event) -> str:
    """Return the verdict on a proposal as JSON text."""
    proposal = understood(Proposal, document)
    return verdict_on(proposal.portfolio, proposal.starts).model_dump_json()


def understood[Kind: Asked](kind: type[Kind], document: bytes) -> Kind:
    """Return what a JSON text asks for, or all its faults; one that would take long to check is refused unread."""
    refuse_long(document)
    if sum(map(document.count, (b",", b"[", b"{"))) > MOST_VALUES:  # one for each value, at least
        raise TooLargeError(f"Send at most {MOST_VALUES:,} values; commas and opening brackets are counted.")
    asked = validated(kind, parsed(document))
    starts = len(asked.portfolio.initiatives) * asked.portfolio.periods
    if starts > MOST_STARTS:
        raise TooLargeError(f"Initiatives times periods are {starts:,}; send at most {MOST_STARTS:,}.")
    return asked


def refuse_long(document: bytes | bytearray) -> None:
    """Refuse what is longer than a request may be."""
    if len(document) > MOST_BYTES:
        raise TooLargeError(f"Send at most {MOST_BYTES:,} bytes.")


def validated[Kind: Asked](kind: type[Kind], data: Any) -> Kind:  # noqa: ANN401  JSON may hold anything
    """Return what data ask for; the faults of the portfolio are told with those of the rest."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data)) from None
    except InvalidInputError as portfolio:  # raised before the rest was looked at
        try:
            validated(kind, data | {"portfolio": {"horizon": 1, "initiatives": []}})
        except InvalidInputError as rest:
            faults = [*portfolio.faults, *rest.faults]
            raise InvalidInputError(faults, more=portfolio.more or rest.more) from None
        raise


class Seats:
    """A limited number of requests at a time, each worked on in a thread."""

    def __init__(self, number: int) -> None:
        """Open the seats."""
        self._threads = ThreadPoolExecutor(number)
        self._number = number
        self._taken: set[threading.Event] = set()
        self._closed = False

    async def do(self, work: Callable[[threading.Event], str], cancel: threading.Event) -> str:
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
            raise NoSeatError("The service ends." if self._closed else "Every seat is taken; try again.")
        done = self._threads.submit(work, cancel)
        self._taken.add(cancel)
        done.add_done_callback(lambda _: self._taken.discard(cancel))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(done), LONGEST_WORK)
        except TimeoutError:
            raise TooLongError(f"This took longer than {LONGEST_WORK:g} seconds.") from None
        finally:
            cancel.set()

    def close(self) -> None:
        """Stop all work, so that its callers get the best so far, and begin no other."""
        self._closed = True
        for cancel in tuple(self._taken):
            cancel.set()
