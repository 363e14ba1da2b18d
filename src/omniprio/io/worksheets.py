"""Sheets of a workbook as they are written: cells, headers and widths."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.extras import needed
from omniprio.io.formulas import begins_a_formula
from omniprio.io.writing import write_file
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from omniprio.io.cells import Cell

__all__ = [
    "DATE",
    "LINE",
    "coloured",
    "letter_of",
    "new_workbook",
    "printed_wide",
    "put",
    "put_header",
    "save",
    "styles",
    "widen",
]

DATE = "yyyy-mm-dd"
"""How a day is shown."""

LINE = 15
"""The height of a line of text, in points."""

_LONGEST_CELL = 32_767  # of Excel; openpyxl cuts off the rest
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = (8, 60)  # in characters
_HEADER = "1F4E5F"
"""The colour of headers, dark enough for white letters."""


def new_workbook() -> Workbook:
    """Return a workbook without sheets."""
    openpyxl = needed("openpyxl", "excel")
    workbook: Workbook = openpyxl.Workbook()
    del workbook[workbook.sheetnames[0]]
    return workbook


def save(workbook: Workbook, path: Path | str) -> None:
    """Write a workbook as a whole."""
    document = io.BytesIO()
    workbook.save(document)
    write_file(path, document.getvalue())


def styles() -> Any:  # noqa: ANN401  a module that is imported when it is used
    """Return the styles of openpyxl."""
    return needed("openpyxl.styles", "excel")


def letter_of(column: int) -> str:
    """Return the letters of a column, 1 is A."""
    letters: str = needed("openpyxl.utils", "excel").get_column_letter(column)
    return letters


def coloured(colour: str) -> Any:  # noqa: ANN401  a style of openpyxl
    """Return the fill of cells in a colour, as `1F4E5F`."""
    return styles().PatternFill("solid", fgColor=colour)


def put(sheet: Worksheet, row: int, cells: Sequence[Cell], *, header: int = 1) -> None:
    """Write a row; a text is written as text, also one that looks like a formula.

    Args:
        sheet: The sheet.
        row: The number of the row.
        cells: What stands in it, from the first column on.
        header: The number of the row with the headers.
    """
    for number, value in enumerate(cells, start=1):
        if value is None:
            continue
        cell: Any = sheet.cell(row, number)
        if not isinstance(value, str):
            cell.value = value
            if isinstance(value, date):
                cell.number_format = DATE
            continue
        words = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
        if len(words) > _LONGEST_CELL:
            raise _too_long(sheet, row, str(sheet.cell(header, number).value))
        cell.value = words
        cell.data_type = "s"
        if begins_a_formula(value):
            cell.quotePrefix = True


def _too_long(sheet: Worksheet, row: int, column: str) -> InvalidInputError:
    where = sentence("where.cell of sheet", name=sheet.title, row=str(row), column=column)
    problem = sentence("faults.over cell", most=_LONGEST_CELL)
    return InvalidInputError([Fault(where, problem, sentence("remedies.shorten"))])


def put_header(sheet: Worksheet, header: Sequence[Cell], *, row: int = 1) -> None:
    """Write a row of headers, which stays in sight."""
    put(sheet, row, header)
    for number in range(1, len(header) + 1):
        cell: Any = sheet.cell(row, number)
        cell.font = styles().Font(bold=True, color="FFFFFF")
        cell.fill = coloured(_HEADER)
        cell.alignment = styles().Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = f"A{row + 1}"


def widen(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    """Make columns as wide as what stands in them, within bounds."""
    for number, cells in enumerate(zip(*rows, strict=True), start=1):
        longest = max(len(str(cell)) for cell in ("", *cells) if cell is not None)
        sheet.column_dimensions[letter_of(number)].width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])


def printed_wide(sheet: Worksheet) -> None:
    """Print a sheet across, as many columns on a page as it has."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = _properties().PageSetupProperties(fitToPage=True)


def _properties() -> Any:  # noqa: ANN401  a module that is imported when it is used
    return needed("openpyxl.worksheet.properties", "excel")
