"""Documents from and to files, standard input and standard output."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio.cli.exits import FileError
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "STANDARD",
    "leave_output",
    "must_be_writable",
    "noted",
    "read",
    "read_portfolio",
    "write",
]

STANDARD = "-"
"""Names standard input where a file is read and standard output where one is written."""


def read(name: str) -> bytes:
    """Return what is in a file.

    Args:
        name: Its path, or `-` for standard input.

    Raises:
        FileError: It cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if name == STANDARD else Path(name).read_bytes()
    except OSError as error:
        raise FileError(_called(name), f"cannot be read: {error.strerror}") from None


def read_portfolio(name: str) -> Portfolio:
    """Return the portfolio in a file.

    Args:
        name: Its path, or `-` for standard input.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is no portfolio; a note says which file it was.
    """
    with noted(name):
        return Portfolio.from_json(read(name))


@contextmanager
def noted(name: str) -> Iterator[None]:
    """Note on faults in the input which file they are in.

    Args:
        name: Its path, or `-` for standard input.
    """
    try:
        yield
    except InvalidInputError as error:
        error.add_note(f"The input is {_called(name)}.")
        raise


def _called(name: str) -> str:
    return "standard input" if name == STANDARD else name


def must_be_writable(name: str) -> None:
    """Refuse a file that could not be written, before long work for it begins.

    Args:
        name: Its path, or `-` for standard output.

    Raises:
        FileError: There is no such folder, it is a folder itself, or it may not be written.
    """
    path = Path(name)
    if name == STANDARD:
        return
    if path.is_dir():
        raise FileError(name, "cannot be written: it is a folder")
    if not path.parent.is_dir():
        raise FileError(name, f"cannot be written: there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise FileError(name, "cannot be written: permission denied")


def write(text: str, name: str = STANDARD) -> None:
    """Write a document as UTF-8 with a line break at its end, the same bytes on every system.

    Args:
        text: The document.
        name: The path of the file, or `-` for standard output.

    Raises:
        FileError: It cannot be written.
        BrokenPipeError: Whoever read standard output has stopped.
    """
    document = text.removesuffix("\n") + "\n"
    if name == STANDARD:
        _print(document)
        return
    try:
        Path(name).write_bytes(document.encode())
    except OSError as error:
        raise FileError(name, f"cannot be written: {error.strerror}") from None


def _print(document: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        sys.stdout.write(document)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_output()
        raise FileError("standard output", f"cannot be written: {error.strerror}") from None


def leave_output() -> None:
    """Let what is still to be written to standard output go nowhere, so that leaving Python is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
