"""A search in a thread of its own while a solver runs: each is told of what the other has found.

In the literature: cooperative parallel search.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from omniprio.deadline import Deadline
    from omniprio.heuristic.exchanging import Exchanging

__all__ = ["Alongside"]

_LONGEST = 0.3
"""Seconds to wait for the end of the search; what it finds later is not taken."""

_LOOKS = 0.2
"""Seconds between two looks at whether there is something to go on from, where it gets no further."""


class Alongside:
    """A search that goes on by itself from the beginning of a block to its end; what is raised in it comes out there.

    Both are told of each other in the callbacks of the solver, which never waits for the search.
    """

    def __init__(self, search: Exchanging, deadline: Deadline) -> None:
        """Note the search; it begins with the block.

        Args:
            search: What goes on.
            deadline: When it ends at the latest.
        """
        self._search = search
        self._end = threading.Event()
        self._deadline = deadline.heard_by(self._end)
        self._thread = threading.Thread(target=self._carry_out, daemon=True)
        self._heard: Sequence[float] | None = None
        self._bound: float | None = None
        self._failed: BaseException | None = None

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, and wait until it has ended; but not for long, since HiGHS hears nothing while it makes a part smaller."""
        self._end.set()
        self._thread.join(_LONGEST)
        if self._thread.is_alive():
            self._search.end()
        if self._failed is not None and error is None:
            raise self._failed

    @property
    def found(self) -> Sequence[float] | None:
        """The value of each column of the program for the best schedule; None where there is none that keeps every rule."""
        return self._search.found

    def hear(self, values: Sequence[float]) -> None:
        """Let the search go on from a solution of the solver's, if it is better."""
        self._heard = values

    def turn(self, value: float | None, bound: float | None) -> Sequence[float] | None:
        """Return the best schedule where the solver has nothing as good, once."""
        self._bound = bound
        return self._search.better_than(value)

    def _carry_out(self) -> None:
        try:
            while not self._deadline.is_over():
                heard, self._heard = self._heard, None
                if heard is not None:
                    self._search.hear(heard)
                if not self._search.step(self._deadline, self._bound):
                    self._end.wait(_LOOKS)
        except BaseException as error:  # noqa: BLE001  it belongs to the thread that waits
            self._failed = error
