"""What raters say, as an argument: JSON, CSV or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.assessment import Bids
from omniprio.cli.exits import FileError
from omniprio.cli.files import STANDARD, noted, path_of, read_document
from omniprio.cli.streams import reason
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence

if TYPE_CHECKING:
    from omniprio.assessment import BidsByChannel
    from omniprio.disc import Disc

__all__ = ["bids_in", "is_table", "table_of_bids"]

_TABLES = {".csv", ".xlsx"}


def is_table(name: str) -> bool:
    """Return whether a file is a table; standard input is JSON.

    >>> is_table("bids.csv"), is_table("bids.json"), is_table("-")
    (True, False, False)
    """
    return name != STANDARD and path_of(name).suffix.lower() in _TABLES


def table_of_bids(name: str, disc: Disc | None) -> Bids | BidsByChannel:
    """Return the bids in a table.

    Args:
        name: The path of the table.
        disc: The disc that is rated; None for the customer-centricity disc.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: Something in it is wrong, told by its row; a note says which file it was.
    """
    from omniprio.io.bids_tables import read_bids  # noqa: PLC0415  few runs read tables

    try:
        with noted(name):
            return read_bids(path_of(name), disc=disc)
    except OSError as error:
        raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None


def bids_in(name: str, disc: Disc | None) -> Bids:
    """Return the bids in a file, which are about no single channels.

    Args:
        name: Its path, or `-` for JSON on standard input.
        disc: The disc that is rated; None for the customer-centricity disc.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It holds no bids, or bids by channel; a note says which file it was.
    """
    if not is_table(name):
        return read_document(name, Bids)
    found = table_of_bids(name, disc)
    if isinstance(found, Bids):
        return found
    with noted(name):
        problem, remedy = sentence("faults.bids by channel"), sentence("remedies.leave out channel")
        raise InvalidInputError([Fault("channel", problem, remedy)])
