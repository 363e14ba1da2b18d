"""Standard input, output and error of the command line, also where whoever started it has closed them."""

from __future__ import annotations

import io
import os
import re
import sys
from errno import errorcode
from typing import TYPE_CHECKING, BinaryIO, TextIO

from omniprio.cli.exits import FileError
from omniprio.language import Sentence, catalogue, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "STANDARD_INPUT",
    "STANDARD_OUTPUT",
    "harmless",
    "hold_closed_streams",
    "leave_output",
    "must_be_open",
    "print_document",
    "print_plainly",
    "reason",
    "say",
    "standard_input",
    "telling",
]

_COMMANDS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)")
"""Every control character but tabs and line breaks."""


def harmless(text: str) -> str:
    r"""Return a text with control characters spelled out as in JSON, in which they only stand in texts.

    >>> print(harmless("we\x1b[2Jb"))
    we\u001b[2Jb
    """
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


STANDARD_INPUT = sentence("command.standard input")
STANDARD_OUTPUT = sentence("command.standard output")


def hold_closed_streams() -> None:
    """Open what is closed among the first three descriptors on nothing, so that no file gets a number of theirs.

    What a library in C prints would otherwise end up in that file.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free


def reason(error: OSError) -> str:
    """Return what the system says about a file; in its own words where there are none for it in all languages."""
    said = error.strerror
    key = f"system.{errorcode.get(error.errno or 0)}"
    if said and not isinstance(said, Sentence) and key in catalogue("en").words:
        return sentence(key)
    return said or str(error) or type(error).__name__


def standard_input() -> BinaryIO:
    """Return standard input.

    Raises:
        FileError: It is closed.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise FileError(
            STANDARD_INPUT, sentence("command.cannot be read", reason=sentence("command.it is closed"))
        )
    return sys.stdin.buffer


def must_be_open() -> None:
    """Refuse a closed standard output, before long work for it begins.

    Raises:
        FileError: It is closed.
    """
    _output()


def print_document(document: str) -> None:
    """Write a document to standard output as UTF-8, control characters spelled out.

    Raises:
        FileError: It is closed or cannot be written.
        BrokenPipeError: Whoever read it has stopped.
    """
    out = _output()
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8", newline="\n")
    print_plainly(harmless(document))


def print_plainly(words: str) -> None:
    """Write to standard output what this program itself says; see `print_document`."""
    out = _output()
    try:
        out.write(words)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_output()
        raise FileError(
            STANDARD_OUTPUT, sentence("command.cannot be written", reason=reason(error))
        ) from None


def say(message: str) -> None:
    """Write a line to standard error; where it is closed or takes nothing, the exit code must do."""
    if sys.stderr is None or sys.stderr.closed:
        return
    try:
        sys.stderr.write(harmless(message) + "\n")
        sys.stderr.flush()
    except OSError:
        _leave(sys.stderr)


def telling[Progress](tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Return what shows progress on standard error, and goes on in silence where that no longer takes it."""

    def told(progress: Progress) -> None:
        try:
            tell(progress)
        except OSError:
            _leave(sys.stderr)

    return told


def leave_output() -> None:
    """Let what is still to be written to standard output go nowhere, so that leaving Python is quiet."""
    _leave(sys.stdout)


def _output() -> TextIO:
    if sys.stdout is None or sys.stdout.closed:
        raise FileError(
            STANDARD_OUTPUT, sentence("command.cannot be written", reason=sentence("command.it is closed"))
        )
    return sys.stdout


def _leave(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
