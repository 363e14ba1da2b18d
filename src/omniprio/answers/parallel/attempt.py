"""One piece of work in a worker: what it returns, how it fails, and how it is called back.

The file is seen by every process of this machine. On another one it is never there, and nothing is recalled.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from omniprio.base import Model
from omniprio.language import Sentence, sentence
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

    from omniprio.deadline import Deadline

__all__ = ["CANCELLED", "TIME_IS_OVER", "Failure", "Order", "Recall", "attempt", "done", "end_with"]


class Failure(Model):
    """Why there is no answer for one item; equal failures are equal, whatever process they happened in.

    >>> Failure.of(ValueError("no goal")).kind
    'ValueError'
    """

    kind: str
    """The name of the error, or `time limit` or `cancelled` where the item was not finished because of that."""
    message: Sentence
    """What went wrong, in words."""

    @classmethod
    @validated
    def of(cls, error: BaseException) -> Failure:
        """Return the failure that an error stands for.

        >>> Failure.of(MemoryError()).message
        'There was not enough memory.'
        """
        silent = "answers.no memory" if isinstance(error, MemoryError) else "answers.says no more"
        said = error.args[0] if error.args and isinstance(error.args[0], Sentence) else Sentence(str(error))
        return cls(kind=type(error).__name__, message=said or sentence(silent))


TIME_IS_OVER = Failure(kind="time limit", message=sentence("answers.time is over"))
CANCELLED = Failure(kind="cancelled", message=sentence("answers.run cancelled"))


@dataclass(frozen=True, slots=True)
class Order:
    """What travels with each item that is handed to an executor.

    Attributes:
        deadline: When the time is over; whoever cancels recalls the work instead.
        recall: By what the work is recalled.
        giver: The id of the process that handed it out.
    """

    deadline: Deadline
    recall: Recall
    giver: int


def attempt[Item, Answer](
    work: Callable[[Item, Deadline], Answer], item: Item, order: Order
) -> Answer | Failure:
    """Do the work on one item that an executor was given.

    Args:
        work: Gets the item and what it has to stay within.
        item: What to work on.
        order: How long, and for whom.
    """
    end_with(order.giver)
    with order.recall.heard() as cancel:
        return done(work, item, order.deadline.heard_by(cancel))


def done[Item, Answer](
    work: Callable[[Item, Deadline], Answer], item: Item, deadline: Deadline
) -> Answer | Failure:
    """Return the answer for one item, or why there is none: not every error survives a journey.

    Args:
        work: Gets the item and what it has to stay within.
        item: What to work on.
        deadline: The time there is, and whether somebody cancelled.
    """
    if (why := deadline.why) is not None:
        return CANCELLED if why == "cancelled" else TIME_IS_OVER
    try:
        return work(item, deadline)
    except Exception as error:  # noqa: BLE001  one item that fails must not end the others
        return Failure.of(error)


@cache
def end_with(giver: int) -> None:
    """Make a worker process end when the process that started it ends, however that happens.

    Args:
        giver: The id of the process that hands out the work; where another one has started this one, nothing is made.
    """
    parent = parent_process()
    if parent is not None and parent.pid == giver:
        threading.Thread(target=_end_after, args=(parent,), name="omniprio parent", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


_TICK = 0.1
"""Seconds between two looks of a worker."""


class Recall:
    """What some work can be recalled by; it travels with each item."""

    def __init__(self) -> None:
        """Begin, with nothing recalled."""
        self._file = os.path.join(_temporary(), f"omniprio-{uuid4().hex}")  # noqa: PTH118  not every system reads its paths

    def call(self) -> None:
        """Recall the work; the file stays until this process ends, since a worker may begin late."""
        file = Path(self._file)
        with suppress(OSError):  # no place to write: the work is not waited for, but goes on to its end
            file.touch(mode=0o600)
            atexit.register(file.unlink, missing_ok=True)

    @property
    def is_called(self) -> bool:
        """Whether the work is recalled, as far as this process can see."""
        return os.path.exists(self._file)  # noqa: PTH110  no error where it may not be looked at

    @contextmanager
    def heard(self) -> Iterator[threading.Event]:
        """Give an event that is set within a fraction of a second of the recall, as long as the block runs."""
        cancel, done = threading.Event(), threading.Event()

        def listen() -> None:
            while not self.is_called:
                if done.wait(_TICK):
                    return
            cancel.set()

        if self.is_called:
            cancel.set()
        else:
            threading.Thread(target=listen, name="omniprio recall", daemon=True).start()
        try:
            yield cancel
        finally:
            done.set()


def _temporary() -> str:
    """Return the folder for temporary files; where there is none, a place in which nothing ever is."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return os.devnull
