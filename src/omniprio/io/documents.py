"""Files from outside, read no further than a document may be long."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from omniprio.errors import Fault, InvalidInputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST_BYTES", "document_in", "document_of"]

MOST_BYTES = 50_000_000
"""The longest document that is read, as for JSON."""


def document_in(path: Path) -> bytes:
    """Return what is in a file, without reading the rest of one that is too long or never ends.

    Args:
        path: The file; at most 50 MB.

    Raises:
        InvalidInputError: It is longer.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return document_of(file, path.name)


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
    if len(document) > MOST_BYTES:
        raise InvalidInputError(
            [Fault(f"file {name}", f"is over {MOST_BYTES:,} bytes", "give a smaller one")]
        )
    return document
