"""Ctrl-C in the first second, while the command line is still being imported: imported before all else, and in a moment."""

from __future__ import annotations

import os
import signal
import sys
from itertools import pairwise

TYPE_CHECKING = False  # that of `typing` takes longer to import than all else here, and so does `pathlib`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType
    from typing import Never

__all__ = ["imported", "is_command_line"]

_INTERRUPTED = 130
"""`omniprio.cli.Exit.INTERRUPTED`, which is not imported yet."""


def is_command_line(words: Sequence[str]) -> bool:
    """Return whether a process was started as the command line of omniprio, not with a program that imports it.

    Args:
        words: What the process was started with, the interpreter first.

    >>> is_command_line(["python", "-m", "omniprio", "plan"]), is_command_line(["python", "/bin/omniprio", "plan"])
    (True, True)
    >>> is_command_line(["python", "mine.py", "omniprio"])
    False
    """
    program = next((word for word in words[1:] if not word.startswith("-")), "")
    return program.rpartition(os.sep)[2].partition(".")[0] == "omniprio"


def imported() -> None:
    """Say that all is imported: from now on Ctrl-C is a `KeyboardInterrupt`, as always."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(_number: int, _frame: FrameType | None) -> Never:
    """End at once: an exception could be caught, or told with a traceback, by whatever is being imported."""
    as_json = "--errors=json" in sys.orig_argv or ("--errors", "json") in pairwise(sys.orig_argv)
    told = (
        '{"error": "KeyboardInterrupt", "message": "Interrupted before an answer was written."}'
        if as_json
        else "omniprio: Interrupted before an answer was written."
    )
    try:
        os.write(2, f"{told}\n".encode())  # standard error; Python's own may be in use
    finally:
        os._exit(_INTERRUPTED)


if is_command_line(sys.orig_argv) and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _end)
