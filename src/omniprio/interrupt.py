"""Ctrl-C and SIGTERM during a search: the best plan so far is kept, and the signal is heard again before the next search."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import ExitStack, contextmanager
from multiprocessing import parent_process
from typing import TYPE_CHECKING

from omniprio.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    _Handler = Callable[[int, FrameType | None], object] | int | None

__all__ = ["cancelled_by_signals"]


_AT_ONCE = 2.0
"""Seconds after a search that was ended by Ctrl-C in which the next one in a notebook is taken to be begun by the same cell, as in a
loop, and not by somebody who goes on."""


class _Searches:
    """The searches of the main thread, one within the other, and the signal that has ended one and not been heard since."""

    depth = 0
    heard: signal.Signals | None = None
    ended = 0.0


_SEARCHES = _Searches()


@contextmanager
def cancelled_by_signals(cancel: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM set `cancel`, so that the best plan so far is kept; the next one interrupts.

    SIGTERM is taken only where it would end the process: a program that handles it itself goes on doing so, and a worker
    of a pool is ended by it. Ctrl-C is taken unless it is ignored, as after `nohup`, or handled by another language.
    Outside the main thread, where Python delivers no signals, nothing is taken. A search within a search cancels both.

    What the program does with the plan comes first. If it then begins another search that nobody has cancelled, the signal is
    raised again instead, as it would have been without a search: it was for the program, not for one plan of many. In a notebook or
    at Python's prompt Ctrl-C is forgotten after two seconds without a search: somebody goes on.

    Args:
        cancel: Set by the first signal.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with _heard_by_the_program(cancel), ExitStack() as handlers:
        for number in (signal.SIGINT, signal.SIGTERM):
            if _is_to_be_taken(number):
                handlers.enter_context(_cancelled_by(number, cancel))
        yield


@contextmanager
def _heard_by_the_program(cancel: threading.Event) -> Iterator[None]:
    """Raise the signal that has ended an earlier search, unless what begins is a part of that one; note the end of this one."""
    if not _SEARCHES.depth and not cancel.is_set():
        heard, _SEARCHES.heard = _SEARCHES.heard, None
        if heard is not None and not _is_forgotten(heard):
            signal.raise_signal(heard)
    _SEARCHES.depth += 1
    try:
        yield
    except KeyboardInterrupt:  # so the program has heard of it
        _SEARCHES.heard = None
        raise
    finally:
        _SEARCHES.depth -= 1
        _SEARCHES.ended = now()


def _is_forgotten(heard: signal.Signals) -> bool:
    """Tell whether a signal was for what has ended by now; IPython and Jupyter have a prompt too, marimo has none."""
    is_asked_by_hand = hasattr(sys, "ps1") or "marimo" in sys.modules
    return heard == signal.SIGINT and is_asked_by_hand and now() - _SEARCHES.ended >= _AT_ONCE


def _is_to_be_taken(number: signal.Signals) -> bool:
    handler = signal.getsignal(number)
    if number == signal.SIGTERM and not isinstance(handler, _Cancelling):
        return handler == signal.SIG_DFL and parent_process() is None
    return handler not in {signal.SIG_IGN, None}  # None: it was not set from Python, which cannot put it back


@contextmanager
def _cancelled_by(number: signal.Signals, cancel: threading.Event) -> Iterator[None]:
    before = signal.getsignal(number)
    handler = _Cancelling(number, cancel, before)
    signal.signal(number, handler)
    try:
        yield
    finally:
        if signal.getsignal(number) is handler:  # else a signal has come, and it is put back
            signal.signal(number, before)


class _Cancelling:
    """A handler that cancels once, with every search around this one, and puts back what was there before."""

    def __init__(self, number: signal.Signals, cancel: threading.Event, before: _Handler) -> None:
        self._number = number
        self._cancel = cancel
        self._before = before

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self._cancel.set()
        _SEARCHES.heard = self._number
        signal.signal(number, self._before)
        if isinstance(self._before, _Cancelling):
            self._before(number, frame)
