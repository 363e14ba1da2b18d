"""The same work on many items, over any executor or one after another: in order, within a time limit."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.answers.parallel.attempt import CANCELLED, TIME_IS_OVER, Failure, done
from omniprio.answers.parallel.handing_out import handed_out, require_no_forks
from omniprio.deadline import Deadline
from omniprio.errors import Fault, InvalidArgumentError
from omniprio.language import sentence
from omniprio.logs import logger_of
from omniprio.solver.interrupt import cancelled_by_signals
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from concurrent.futures import Executor

__all__ = ["EachProgress", "Failure", "each"]

_log = logger_of(__name__)


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


def each[Item, Answer](
    work: Callable[[Item, Deadline], Answer],
    items: Sequence[Item],
    *,
    executor: Executor | None = None,
    deadline: Deadline | None = None,
    in_flight: int = 64,
    on_progress: Callable[[EachProgress], None] | None = None,
    step: str = "",
) -> tuple[Answer | Failure, ...]:
    """Return the answer for each item, in the order of the items, however they were spread.

    An item that fails is a `Failure` in its place, and the others go on. When the time is over or somebody cancels, what
    waits is not begun, and what still runs is not waited for but told to stop. The clocks of all machines are taken
    to agree.

    Args:
        work: Gets an item and what it has to stay within: the seconds left when it is begun, and an event that is set
            when it is not wanted any more. For processes and clusters it must be importable by name.
        items: What to work on; they and the answers travel by pickle.
        executor: Any executor of the standard library or one that behaves like it; None works one after another. If
            it breaks down, the rest is done in processes of this machine.
        deadline: Time limit and cancel.
        in_flight: How many items at most are handed to the executor at a time, at least 1; more than it has workers.
        on_progress: Called in this thread after each item; what it raises ends the work and comes out as it is.
        step: What the work is called in the progress.

    Raises:
        InvalidArgumentError: `in_flight` is below 1, or the executor starts its processes by `fork`.

    >>> each(lambda item, deadline: 12 // item, [3, 0, 4])
    (4, Failure(kind='ZeroDivisionError', message='integer division or modulo by zero'), 3)
    """
    if in_flight < 1:
        raise InvalidArgumentError(
            [
                Fault(
                    "in_flight",
                    sentence("faults.is", value=shown(in_flight)),
                    sentence("remedies.at least 1"),
                )
            ]
        )
    require_no_forks(executor)
    deadline = deadline or Deadline()
    _log.debug(
        "%s: %d to do, %s",
        step or "work",
        len(items),
        "one after another" if executor is None else type(executor).__name__,
    )
    results: dict[int, Answer | Failure] = {}
    failed = 0
    stream = (
        _in_turn(work, items, deadline)
        if executor is None
        else handed_out(executor, work, items, deadline, in_flight)
    )
    with cancelled_by_signals(deadline.cancel), closing(stream):
        for place, result in stream:
            results[place] = result
            failed += isinstance(result, Failure)
            if on_progress is not None:
                on_progress(EachProgress(len(results), failed, len(items), deadline.taken, step))
    missing = CANCELLED if deadline.why == "cancelled" else TIME_IS_OVER
    return tuple(results.get(place, missing) for place in range(len(items)))


def _in_turn[Item, Answer](
    work: Callable[[Item, Deadline], Answer], items: Sequence[Item], deadline: Deadline
) -> Generator[tuple[int, Answer | Failure]]:
    for place, item in enumerate(items):
        if deadline.is_over():
            return
        yield place, done(work, item, deadline)
