"""Ctrl-C and SIGTERM during a search: the best plan so far is kept."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack, contextmanager
from multiprocessing import parent_process
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["cancelled_by_signals"]


@contextmanager
def cancelled_by_signals(cancel: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM set `cancel`, so that the best plan so far is kept; the next one interrupts.

    SIGTERM is taken only where it would end the process: a program that handles it itself goes on doing so, and a worker
    of a pool is ended by it. Ctrl-C is taken unless it is ignored, as after `nohup`, or handled by another language.
    Outside the main thread, where Python delivers no signals, nothing is taken.

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
    if number == signal.SIGTERM:
        return handler == signal.SIG_DFL and parent_process() is None
    return handler not in {signal.SIG_IGN, None}  # None: it was not set from Python, which cannot put it back


@contextmanager
def _cancelled_by(number: signal.Signals, cancel: threading.Event) -> Iterator[None]:
    previous = signal.getsignal(number)

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        signal.signal(number, previous)

    signal.signal(number, on_signal)
    try:
        yield
    finally:
        signal.signal(number, previous)
