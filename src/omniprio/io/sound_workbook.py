"""Workbooks from outside: whether a file is one at all, and none that harms."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import islice
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence

if TYPE_CHECKING:
    from omniprio.language import Sentence

__all__ = ["has_formulas", "merged_in", "must_be_sound"]

_MOST_UNPACKED = 200_000_000
_MOST_ELEMENTS = 1_000_000  # some 500,000 cells that are filled; each element takes openpyxl many bytes
_MOST_PARTS = 10_000
_MOST_BESIDE_CELLS = 100_000  # Excel itself stops at 65,490 formats of cells
_OF_CELLS = ("xl/worksheets/", "xl/sharedStrings.xml")
_CHUNK = 1_000_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_MERGED = 10_000
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


def merged_in(document: bytes, part: str) -> list[tuple[int, int, int, int]]:
    """Return the cells of a sheet that are merged, in order: the numbers of the first and the last row, and the two columns, from 0.

    Args:
        document: The workbook, which is sound.
        part: The part of it that is the sheet.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        _, _, merged = archive.read(part.lstrip("/")).partition(b"mergeCells")
    cells = islice(_MERGED.finditer(merged), _MOST_MERGED)
    return sorted((int(one[2]), int(one[4]), _column(one[1]), _column(one[3])) for one in cells)


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
