"""Files from outside, read no further than a document may be long, and how much a document may hold."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence

__all__ = ["MOST_BYTES", "MOST_VALUES", "document_in", "document_of", "must_be_a_name", "must_be_short"]

MOST_BYTES = 50_000_000
"""The longest document that is read, whatever its format."""

MOST_VALUES = 1_500_000
"""The most values, elements or filled cells of a document; each takes some hundred bytes while it is read."""


def document_in(path: Path | str) -> bytes:
    """Return what is in a file, without reading the rest of one that is too long or never ends.

    Args:
        path: The file, at most 50 MB; no pipe and no device, from which reading might never return.

    Raises:
        InvalidInputError: It is longer, or no file.
        OSError: It cannot be read.
    """
    path = Path(path)
    must_be_a_name(path)
    if path.exists() and not (path.is_file() or path.is_dir()):
        remedy = sentence("remedies.give a file")
        raise InvalidInputError(
            [Fault(sentence("where.file", name=path.name), sentence("faults.pipe"), remedy)]
        )
    with path.open("rb") as file:
        return document_of(file, path.name)


def must_be_a_name(path: Path) -> None:
    """Refuse a path with a character that no name of a file can hold, such as half of one.

    Args:
        path: The path.

    Raises:
        OSError: It has one.
    """
    try:
        os.lstat(path)
    except ValueError as error:
        raise OSError(errno.EINVAL, sentence("system.no name", reason=str(error)), ascii(str(path))) from None
    except OSError:
        return


def document_of(file: BinaryIO, name: str) -> bytes:
    """Return what is in an open file, or comes out of a pipe; see `document_in`.

    Args:
        file: Where it is read from.
        name: What it is called.

    Raises:
        InvalidInputError: It is longer.
        OSError: It cannot be read.
    """
    document = file.read(MOST_BYTES + 1)
    must_be_short(document, sentence("where.file", name=name))
    return document


def must_be_short(document: str | bytes, called: str) -> None:
    """Refuse a document that is longer than one may be.

    Args:
        document: The document.
        called: What it is called in the fault.

    Raises:
        InvalidInputError: It is over 50 MB.
    """
    if len(document) > MOST_BYTES:
        raise InvalidInputError(
            [
                Fault(
                    called,
                    sentence("faults.over bytes", most=MOST_BYTES),
                    sentence("remedies.give a smaller one"),
                )
            ]
        )
