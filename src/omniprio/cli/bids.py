"""What raters say, as an argument: JSON, CSV or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.assessment import Bids, BidsByChannel
from omniprio.assessment.ratings import faults_on
from omniprio.cli.exits import FileError
from omniprio.cli.files import STANDARD, noted, path_of, read, read_document, validated
from omniprio.cli.streams import reason
from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.portfolio.reading import parsed
from omniprio.spelling import hints, use_one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.disc import Disc
    from omniprio.store import Store

__all__ = ["bids_in", "bids_kept", "bids_on", "is_table", "table_of_bids"]

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


def bids_on(name: str, disc: Disc) -> Bids | BidsByChannel:
    """Return the bids in a file, on fields or by channel.

    Args:
        name: Its path, or `-` for JSON on standard input.
        disc: The disc that is rated.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It holds no bids, or bids on what the disc does not have; a note says which file it was.
    """
    if is_table(name):
        found = table_of_bids(name, disc)
    else:
        with noted(name):
            found = _in_data(parsed(read(name)))
    with noted(name):
        return _known_to(disc, found)


def bids_kept(store: Store, name: str, disc: Disc) -> list[Bids | BidsByChannel]:
    """Return the bids in a store, the last version of those on fields and of those by channel.

    Args:
        store: Where they are kept.
        name: What they are called there.
        disc: The disc that is rated.

    Raises:
        InvalidInputError: They are on what the disc does not have.
    """
    kinds = [kind for kind in ("bids", "channels") if store.history(kind, name)]
    return [_known_to(disc, _in_data(store.document(kind, name))) for kind in kinds]


def _in_data(data: object) -> Bids | BidsByChannel:
    by_channel = isinstance(data, dict) and "channels" in data
    return validated(BidsByChannel, data) if by_channel else validated(Bids, data)


def _known_to(disc: Disc, bids: Bids | BidsByChannel) -> Bids | BidsByChannel:
    """Return bids, unless they are on what a disc does not have."""
    if faults := [*_faults(bids, disc)]:
        raise InvalidInputError(faults)
    return bids


def _faults(bids: Bids | BidsByChannel, disc: Disc) -> Iterator[Fault]:
    """Yield what bids say of something that the disc does not have."""
    if isinstance(bids, Bids):
        for bid in bids.assessments:
            yield from faults_on(disc, bid, f"assessments[{bid.rater}]")
        return
    known = [channel.id for channel in disc.channels]
    for place, one in enumerate(bids.channels):
        if one.channel not in known:
            problem = sentence("faults.no channel", name=one.channel)
            remedy = use_one_of(known, hints([one.channel], known)[one.channel])
            yield Fault(
                f"channels[{place}].channel", problem, remedy if known else sentence("remedies.give channels")
            )
        for bid in one.assessments:
            yield from faults_on(disc, bid, f"channels[{place}].assessments[{bid.rater}]")


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
