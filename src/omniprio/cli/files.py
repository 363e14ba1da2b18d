"""Documents from and to files, standard input and standard output."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from omniprio.cli.exits import FileError, UsageError
from omniprio.cli.harmless import harmless
from omniprio.contract import to_json
from omniprio.errors import InvalidInputError
from omniprio.outside import document_in, document_of
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from omniprio.base import Model

__all__ = [
    "STANDARD",
    "at_most_one_standard",
    "leave_output",
    "must_be_writable",
    "noted",
    "read",
    "read_document",
    "read_plan",
    "read_portfolio",
    "validated",
    "write",
    "write_answer",
]

STANDARD = "-"
"""Names standard input where a file is read and standard output where one is written."""


def read(name: str) -> bytes:
    """Return what is in a file.

    Args:
        name: Its path, or `-` for standard input.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is longer than a document may be.
    """
    try:
        return document_of(sys.stdin.buffer, _called(name)) if name == STANDARD else document_in(Path(name))
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


def read_plan(name: str) -> Plan:
    """Return the plan in a file; see `read_portfolio`.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is no plan; a note says which file it was.
        RuleBrokenError: Its schedule breaks a rule of its portfolio.
    """
    with noted(name):
        return Plan.from_json(read(name))


def read_document[Kind: Model](name: str, kind: type[Kind]) -> Kind:
    """Return what is in a file; see `read_portfolio`.

    Args:
        name: Its path, or `-` for standard input.
        kind: What it is to be.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is none of that kind; a note says which file it was.
    """
    with noted(name):
        return validated(kind, parsed(read(name)))


def validated[Kind: Model](kind: type[Kind], data: object) -> Kind:
    """Return a model made of data.

    Args:
        kind: The model.
        data: What it is to hold.

    Raises:
        InvalidInputError: The data is none of that kind; it lists every fault.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data, kind)) from None


def at_most_one_standard(**names: str | None) -> None:
    """Refuse to read two documents from standard input.

    Args:
        names: The files to be read, by the name of their argument.

    Raises:
        UsageError: Two of them are standard input.
    """
    if list(names.values()).count(STANDARD) > 1:
        raise UsageError(f"only one of {', '.join(names)} can come from standard input")


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


def write_answer(document: str, answer: Model, arguments: Namespace) -> None:
    """Write an answer where and as it is asked for.

    Args:
        document: The name of the document.
        answer: What it holds; its text is what a person wants to read.
        arguments: Those that `add_output` and `add_format` have added.

    Raises:
        FileError: It cannot be written.
    """
    write(to_json(document, answer) if arguments.format == "json" else str(answer), arguments.output)


def _print(document: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        sys.stdout.write(harmless(document))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        leave_output()
        raise FileError("standard output", f"cannot be written: {error.strerror}") from None


def leave_output() -> None:
    """Let what is still to be written to standard output go nowhere, so that leaving Python is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
