"""Ctrl-C and SIGTERM during a search: the best plan so far is kept."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, contextmanager
from multiprocessing import parent_process
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    _Handler = Callable[[int, FrameType | None], object] | int | None

__all__ = ["cancelled_by_signals"]


@contextmanager
def cancelled_by_signals(cancel: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM set `cancel`, so that the best plan so far is kept; the next one interrupts.

    SIGTERM is taken only where it would end the process: a program that handles it itself goes on doing so, and a worker
    of a pool is ended by it. Ctrl-C is taken unless it is ignored, as after `nohup`, or handled by another language.
    Outside the main thread, where Python delivers no signals, nothing is taken. A search within a search cancels both.

    Args:
        cancel: Set by the first signal.
    """
    with ExitStack() as handlers:
        for number in (signal.SIGINT, signal.SIGTERM):
            if _is_to_be_taken(number):
                handlers.enter_context(_cancelled_by(number, cancel))
        yield


def _is_to_be_taken(number: signal.Signals) -> bool:
    if threading.current_thread() is not threading.main_thread():
        return False
    handler = signal.getsignal(number)
    if number == signal.SIGTERM and not isinstance(handler, _Cancelling):
        return handler == signal.SIG_DFL and parent_process() is None
    return handler not in {signal.SIG_IGN, None}  # None: it was not set from Python, which cannot put it back


@contextmanager
def _cancelled_by(number: signal.Signals, cancel: threading.Event) -> Iterator[None]:
    before = signal.getsignal(number)
    handler = _Cancelling(cancel, before)
    signal.signal(number, handler)
    try:
        yield
    finally:
        if signal.getsignal(number) is handler:  # else a signal has come, and it is put back
            signal.signal(number, before)


class _Cancelling:
    """A handler that cancels once, with every search around this one, and puts back what was there before."""

    def __init__(self, cancel: threading.Event, before: _Handler) -> None:
        self._cancel = cancel
        self._before = before

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self._cancel.set()
        signal.signal(number, self._before)
        if isinstance(self._before, _Cancelling):
            self._before(number, frame)
