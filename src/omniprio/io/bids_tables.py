"""The bids of raters from a table: a row for each rater, a column for each discipline or field that was rated.

A column is called by the id of a discipline (`R`, a level) or of a field (`R2`, a fulfilment from 0 to 1); a blank cell is
no answer. With the column `channel` a row is what a rater says of one channel, and a rater may have a row for each.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniprio.assessment import Assessment, Bids, BidsByChannel
from omniprio.assessment.channels import ChannelBids
from omniprio.assessment.ratings import faults_on
from omniprio.disc import Disc, shipped_disc
from omniprio.errors import Fault, InvalidInputError
from omniprio.io.cells import BadCellError, read_cell
from omniprio.io.csv_files import csv_sheet
from omniprio.io.excel import sheets_for
from omniprio.io.headers import columns_called, folded
from omniprio.io.sheet import Sheet, blank
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omniprio.io.cells import Given, Kind

__all__ = ["BIDS", "from_bids_csv", "read_bids"]

_RATER, _CHANNEL, _PROVENANCE = "rater", "channel", "provenance"
_WORDS = (_RATER, _CHANNEL, _PROVENANCE)
BIDS = "bids"
"""What the sheet is called."""


@validated
def read_bids(path: Path | str, *, disc: Disc | None = None) -> Bids | BidsByChannel:
    """Read what several raters say from a table.

    Args:
        path: A file ending in `.csv`, or in `.xlsx` (the sheet `bids` beside a portfolio, else each sheet is such a table).
        disc: The disc that is rated; by default the customer-centricity disc.

    Returns:
        The bids, by channel where a table has that column.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with file or sheet, row and column.
        MissingExtraError: It is a workbook, and the extra `excel` is not installed.
        OSError: It cannot be read.
    """
    path = Path(path)
    called = sentence("where.file", name=path.name)
    match path.suffix.lower():
        case ".csv":
            return _bids([csv_sheet(document_in(path), "bids", called=called)], disc)
        case ".xlsx":
            return _bids(sheets_for(path, [BIDS]), disc)
    remedy = sentence("remedies.CSV or xlsx")
    raise InvalidInputError([Fault("path", sentence("faults.is", value=path.name), remedy)])


@validated
def from_bids_csv(document: str | bytes, *, disc: Disc | None = None) -> Bids | BidsByChannel:
    r"""Return what several raters say in CSV; see `read_bids`.

    Args:
        document: The text; as bytes it is UTF-8 or, with a byte-order mark, UTF-16. Columns are separated by commas,
            semicolons (then the decimal mark is the comma) or tabulators.
        disc: The disc that is rated; by default the customer-centricity disc.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with row and column.

    >>> found = from_bids_csv("rater;R;D2\nIT;1,5;0,2\nShops;2;\n")
    >>> [(bid.rater, bid.ratings) for bid in found.assessments]
    [('IT', {'R': 1.5, 'D2': 0.2}), ('Shops', {'R': 2.0})]
    """
    return _bids([csv_sheet(document, "bids", called=sentence("where.table", name="bids"))], disc)


def _bids(sheets: list[Sheet], disc: Disc | None) -> Bids | BidsByChannel:
    by_channel = any(_CHANNEL in map(_header, sheet.header) for sheet in sheets)
    reading = _Reading(disc or shipped_disc(), by_channel=by_channel)
    for sheet in sheets:
        reading.read(sheet)
    if reading.faults:
        raise InvalidInputError(reading.faults)
    if not by_channel:
        return Bids(assessments=tuple(bid for bids in reading.found.values() for bid in bids))
    return BidsByChannel(
        channels=tuple(
            ChannelBids(channel=channel, assessments=tuple(bids)) for channel, bids in reading.found.items()
        )
    )


class _Reading:
    """What was found in tables so far.

    Attributes:
        found: The bids by channel; the channel is empty where there is no such column.
        faults: What is wrong.
    """

    def __init__(self, disc: Disc, *, by_channel: bool) -> None:
        self.disc = disc
        self._needed = (_RATER, _CHANNEL) if by_channel else (_RATER,)
        self.found: dict[str, list[Assessment]] = {}
        self._seen: set[tuple[str, str]] = set()
        self.faults: list[Fault] = []
        self._known = [*_WORDS, *(row.id for row in disc.disciplines), *disc.fields]

    def read(self, sheet: Sheet) -> None:
        """Read one table."""
        header = [*map(_header, sheet.header)]
        if faults := list(self._wrong_columns(sheet, header)):
            self.faults += faults
            return
        for number, row in enumerate(sheet.rows, start=sheet.first_row):
            if not all(map(blank, row)):
                self._row(sheet, number, dict(zip(header, row, strict=False)))

    def _wrong_columns(self, sheet: Sheet, header: list[str]) -> Iterator[Fault]:
        like = hints((name for name in header if name and name not in self._known), self._known)
        for name, hint in like.items():
            remedy = sentence("remedies.remove or use", names=listed(self._known), hint=hint)
            problem = sentence("faults.no column of", table="bids")
            yield Fault(str(sheet.place.at(column=name)), problem, remedy)
        for name in self._known:
            if header.count(name) > 1:
                remedy = sentence("remedies.keep one of two")
                yield Fault(str(sheet.place.at(column=name)), sentence("faults.stands twice"), remedy)
        for name in self._needed:
            if name not in header:
                problem, remedy = sentence("faults.column missing", name=name), sentence("remedies.add it")
                yield Fault(str(sheet.place), problem, remedy)

    def _row(self, sheet: Sheet, number: int, cells: Mapping[str, Given]) -> None:
        """Note what one row says, or what is wrong with it."""
        words = {name: "" if blank(cell := cells.get(name)) else str(cell).strip() for name in _WORDS}
        ratings: dict[str, Any] = {}
        lacking = [name for name in self._needed if not words[name]]
        faults = [Fault(name, sentence("faults.blank"), sentence("remedies.fill in")) for name in lacking]
        if not blank(cells.get("")):
            faults.append(Fault("", sentence("faults.no header"), sentence("remedies.header or clear")))
        for name, cell in cells.items():
            if name and name not in _WORDS and not blank(cell):
                kind: Kind = "share" if name in self.disc.fields else "number"
                try:
                    read = read_cell(cell, kind, sheet.decimals)
                except BadCellError as error:
                    faults.append(Fault(name, error.problem, error.remedy))
                else:
                    ratings[name] = read
        who = words[_CHANNEL], words[_RATER]
        if who[1] and who in self._seen:
            faults.append(
                Fault(_RATER, sentence("faults.stands twice"), sentence("remedies.keep one of two"))
            )
        self._seen.add(who)
        faults += [*_too_long(words), *self._unfit(ratings)]
        if not faults:
            bid = Assessment(rater=words[_RATER], ratings=ratings, provenance=words[_PROVENANCE])
            self.found.setdefault(words[_CHANNEL], []).append(bid)
        self.faults += [replace(one, path=str(sheet.place.at(number, one.path))) for one in faults]

    def _unfit(self, ratings: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield what is wrong with ratings, each fault by the name of its column."""
        wrong: set[str] = set()
        try:
            Assessment(rater="?", ratings=ratings)
        except InvalidInputError as error:
            for one in error.faults:
                wrong.add(str(one.at[0][-1]))
                yield replace(one, path=str(one.at[0][-1]))
        fit = {name: rating for name, rating in ratings.items() if name not in wrong}
        for one in faults_on(self.disc, Assessment(rater="?", ratings=fit), ""):
            yield replace(one, path=one.path.removeprefix(".ratings."))


def _too_long(words: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with the words of a row, each fault by the name of its column."""
    channel, rater = (words[name] or "?" for name in (_CHANNEL, _RATER))
    for made in (
        lambda: ChannelBids(channel=channel),
        lambda: Assessment(rater=rater, ratings={}, provenance=words[_PROVENANCE]),
    ):
        try:
            made()
        except InvalidInputError as error:
            yield from (replace(one, path=str(one.at[0][-1])) for one in error.faults)


def _header(cell: Given) -> str:
    """Return the name of a column, which may be called so in any language; only ids keep their capitals."""
    name = "" if cell is None else str(cell).strip()
    return columns_called(BIDS, _WORDS).get(folded(name), name)
