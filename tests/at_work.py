"""What workers do in the tests: importable by name, as other processes need it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.deadline import Deadline

LONG = 300.0
"""Seconds after which a test has failed, however slow the machine is."""


def doubled(item: int, _deadline: Deadline) -> int:
    return 2 * item


def dying(item: tuple[int, Path | None, int], _deadline: Deadline) -> int:
    """Return twice the number; the first so many processes that work on it die, each leaving a mark in a folder."""
    number, folder, deaths = item
    if folder is not None and len(list(folder.iterdir())) < deaths:
        (folder / str(os.getpid())).touch()
        os._exit(1)
    return 2 * number


def waiting(folder: Path | None, deadline: Deadline) -> str:
    """Say in a folder that the work has begun, wait to be cancelled, and say that it was heard."""
    if folder is None:
        return "nothing to wait for"
    (folder / "begun").touch()
    if deadline.cancel.wait(LONG):
        (folder / "heard").touch()
    return "done"


def is_there(file: Path) -> bool:
    """Return whether a file appears."""
    until = time.monotonic() + LONG
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.01)
    return file.exists()


def failing() -> None:
    """Fail to begin."""
    raise RuntimeError("this machine is not ready")
