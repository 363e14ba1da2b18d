"""Who looks on while something is worked out, whichever answer it is for."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Seen", "look", "looked_on", "onlooker", "search_begins"]

_BETWEEN_LOOKS = 0.1
"""Seconds between two looks at least: an answer may take many short searches."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be seen from outside, whatever is searched for or counted.

    Attributes:
        searches: How many searches have begun, the one that runs included; 0 where none was needed so far.
        seconds: Since looking on began.
    """

    searches: int
    seconds: float


class _Onlooker:
    """Counts the searches of its thread, and tells a few times a second."""

    def __init__(self, tell: Callable[[Seen], None]) -> None:
        self._tell = tell
        self._began = now()
        self._told = self._began
        self._searches = 0

    def begin(self) -> None:
        """Count one more search."""
        self._searches += 1
        self.look()

    def look(self, *_: object) -> None:
        """Tell what is seen, if the last time is long enough ago; as `watch` of `Limits`."""
        moment = now()
        if moment - self._told >= _BETWEEN_LOOKS:
            self._told = moment
            self._tell(Seen(self._searches, moment - self._began))


_looking_on: ContextVar[_Onlooker | None] = ContextVar("looking_on", default=None)


@contextmanager
def looked_on(tell: Callable[[Seen], None]) -> Iterator[None]:
    """Tell of all that this thread works out in the block: of each search, and whenever it asks whether time is over.

    Args:
        tell: Called a few times a second; what it raises ends the work.
    """
    before = _looking_on.set(_Onlooker(tell))
    try:
        yield
    finally:
        _looking_on.reset(before)


def onlooker() -> Callable[[float | None, float | None, int], None] | None:
    """Return what a search reports to where nothing else is said; None where nobody looks on."""
    one = _looking_on.get()
    return None if one is None else one.look


def look() -> None:
    """Let who looks on see that the work goes on."""
    if (one := _looking_on.get()) is not None:
        one.look()


def search_begins() -> None:
    """Let who looks on count one more search."""
    if (one := _looking_on.get()) is not None:
        one.begin()
