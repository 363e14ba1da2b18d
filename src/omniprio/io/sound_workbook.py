"""Workbooks from outside: whether a file is one at all, and none that harms."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence

if TYPE_CHECKING:
    from omniprio.language import Sentence

__all__ = ["SheetLayout", "has_formulas", "layout_of", "must_be_sound"]

_MOST_UNPACKED = 200_000_000
_MOST_ELEMENTS = 1_000_000  # some 500,000 cells that are filled; each element takes openpyxl many bytes
_MOST_PARTS = 10_000
_MOST_BESIDE_CELLS = 100_000  # Excel itself stops at 65,490 formats of cells
_OF_CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")
_CHUNK = 1_000_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_MERGED = 10_000
_MOST_COLUMNS = 16_384
"""As many as Excel has."""
_HIDDEN = rb'(?=[^>]*\bhidden="(?:1|true)")'
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b" + _HIDDEN + rb'[^>]*\br="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\b" + _HIDDEN + rb"[^>]*>")
_FIRST, _LAST = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_CONTAINER = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of Office before 2007 begin, and all that are protected with a password."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
"""What stands at the beginning of every spreadsheet of LibreOffice."""
_BEGINNING = 200
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def must_be_sound(document: bytes, called: str) -> None:
    """Refuse a file that is no archive, or one that fills the memory or takes long when it is unpacked.

    Args:
        document: The file.
        called: What it is called in faults.

    Raises:
        InvalidInputError: It is refused; the fault says what it is and what to do.
    """
    if not zipfile.is_zipfile(io.BytesIO(document)):
        raise _refused(called, *_other_than_xlsx(document))
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = archive.infolist()
        if _OPEN_DOCUMENT in document[:_BEGINNING]:
            raise _refused(called, sentence("faults.OpenDocument"), sentence("remedies.save as xlsx"))
        unpacked = sum(part.file_size for part in parts)
        if unpacked > _MOST_UNPACKED:
            problem = sentence("faults.unpacked", bytes=unpacked, most=_MOST_UNPACKED)
            raise _refused(called, problem, sentence("remedies.give a smaller one"))
        if len(parts) > _MOST_PARTS:
            raise _refused(
                called, sentence("faults.too many parts", most=_MOST_PARTS), sentence("remedies.save as xlsx")
            )
        elements = {part.filename: _elements(archive, part) for part in parts}
    if sum(elements.values()) > _MOST_ELEMENTS:
        raise _refused(
            called, sentence("faults.too many elements", most=_MOST_ELEMENTS), sentence("remedies.trim")
        )
    if sum(count for name, count in elements.items() if not name.startswith(_OF_CELLS)) > _MOST_BESIDE_CELLS:
        problem = sentence("faults.too many styles", most=_MOST_BESIDE_CELLS)
        raise _refused(called, problem, sentence("remedies.new workbook"))


def has_formulas(document: bytes) -> bool:
    """Tell whether a sound workbook has a cell with a formula.

    Args:
        document: The file.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        sheets = [part for part in archive.infolist() if part.filename.startswith(_OF_CELLS[0])]
        return any(_FORMULA.search(archive.read(part)) for part in sheets)


class SheetLayout(NamedTuple):
    """How the cells of a sheet are shown.

    Attributes:
        merged: The cells that are merged, in order: the numbers of the first and the last row, and the two columns, from 0.
        hidden_rows: The numbers of the rows that are not shown.
        hidden_columns: The columns that are not shown, from 0.
    """

    merged: list[tuple[int, int, int, int]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def layout_of(document: bytes, part: str) -> SheetLayout:
    """Return how the cells of a sheet are shown.

    Args:
        document: The workbook, which is sound.
        part: The part of it that is the sheet.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        sheet = archive.read(part.lstrip("/"))
    cells = islice(_MERGED.finditer(sheet.partition(b"mergeCells")[2]), _MOST_MERGED)
    hidden = sheet if b"hidden=" in sheet else b""
    ends = [(_FIRST.search(one[0]), _LAST.search(one[0])) for one in _HIDDEN_COLUMNS.finditer(hidden)]
    columns = (range(int(first[1]) - 1, int(last[1])) for first, last in ends if first and last)
    return SheetLayout(
        sorted((int(one[2]), int(one[4]), _column(one[1]), _column(one[3])) for one in cells),
        frozenset(int(one[1]) for one in _HIDDEN_ROW.finditer(hidden)),
        frozenset(place for one in columns for place in one[:_MOST_COLUMNS]),
    )


def _column(letters: bytes) -> int:
    """Return the place of a column, from 0; `A` is the first."""
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place - 1


def _other_than_xlsx(document: bytes) -> tuple[Sentence, Sentence]:
    """Return what a file is that is no archive, and what to do: Excel keeps a workbook with a password in an old container."""
    if not document.startswith(_CONTAINER):
        return sentence("faults.no workbook"), sentence("remedies.save as xlsx")
    if _ENCRYPTED in document:
        return sentence("faults.protected workbook"), sentence("remedies.remove the password")
    return sentence("faults.old workbook"), sentence("remedies.save as xlsx")


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many XML elements a part of an archive has, without keeping it."""
    with archive.open(part) as stream:
        chunks = iter(lambda: stream.read(_CHUNK), b"")
        return sum(chunk.count(b"<") - chunk.count(b"</") for chunk in chunks)


def _refused(where: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(where, problem, remedy)])
