"""Telling workers that what they do is no longer wanted: an event cannot travel to another process, a file can be seen.

The file is seen by every process of this machine. On another one it is never there, and nothing is recalled.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Recall"]

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
