"""Doing the work where it is done: in this process, a thread, a process of a pool or on another machine."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from functools import cache
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from omniprio.answers.parallel.failure import CANCELLED, TIME_IS_OVER, Failure

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

    from omniprio.answers.parallel.recall import Recall
    from omniprio.deadline import Deadline

__all__ = ["Order", "attempt", "done"]


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
    _end_with(order.giver)
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
def _end_with(giver: int) -> None:
    """Let a process that was started by the giver end with it, however that ends: nobody waits for it any more."""
    parent = parent_process()
    if parent is not None and parent.pid == giver:
        threading.Thread(target=_end_after, args=(parent,), name="omniprio parent", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
