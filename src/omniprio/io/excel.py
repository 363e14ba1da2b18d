"""Workbooks of Excel, as they are read."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidInputError, OmniprioError
from omniprio.io.cells import BadCellError
from omniprio.io.extras import needed
from omniprio.io.headers import every_table, folded, language_of_names, tables_called, title_of
from omniprio.io.portfolio_tables import TABLES_BY_NAME
from omniprio.io.sheet import Sheet, blank
from omniprio.io.sound_workbook import SheetLayout, has_formulas, layout_of, must_be_sound
from omniprio.io.tables import portfolio_of_sheets
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

    from omniprio.annotations import Count
    from omniprio.io.cells import Given
    from omniprio.portfolio import Portfolio

__all__ = ["ABOUT", "FIELDS", "read_excel", "sheets_for", "sheets_in"]

ABOUT, FIELDS = "about", "fields"
"""The sheets with help and with the fields of the disc, which are not read."""

_MOST_SHEETS = 50
_MOST_ROWS = 100_000
_MOST_CELLS = 1_000_000
_WIDEST = 1_000
_WHITE = {"rgb FFFFFFFF 0", "rgb 00FFFFFF 0", "indexed 9 0", "indexed 1 0", "theme 0 0"}
"""How white is said as the colour of a cell."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@validated
def read_excel(path: Path | str, horizon: Count | None = None) -> Portfolio:
    """Read a portfolio from an Excel workbook with a sheet for each table.

    Formulas are read as the values that were calculated when the file was saved.

    Args:
        path: The file, `.xlsx`.
        horizon: The number of periods, where there is no sheet that says it.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with sheet, row and column.
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be read.
    """
    return portfolio_of_sheets(_without_others(sheets_in(Path(path)), TABLES_BY_NAME), horizon=horizon)


def sheets_for(path: Path, tables: Collection[str]) -> list[Sheet]:
    """Return the sheets of a workbook that can hold some tables, without those that hold others known.

    Args:
        path: The file.
        tables: The names of the tables.

    Raises:
        InvalidInputError: It is no workbook, or has none of the tables; see `read_excel`.
    """
    sheets = sheets_in(path)
    found = _without_others(sheets, tables)
    if sheets and not found:
        language = language_of_names([sheet.name for sheet in sheets], [*TABLES_BY_NAME])
        names = listed(title_of(name, language) for name in tables)
        problem = sentence("faults.no sheet called", names=names)
        raise _refused(sentence("where.file", name=path.name), problem, sentence("remedies.add it"))
    return found


def _without_others(sheets: Sequence[Sheet], tables: Collection[str]) -> list[Sheet]:
    """Return sheets without those that are known to be other tables, as bids beside a portfolio."""
    others = {folded: name for folded, name in tables_called(every_table()).items() if name not in tables}
    return [sheet for sheet in sheets if sheet.table not in others or sheet.table in tables_called(tables)]


def sheets_in(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook, but for those that help to fill it in; see `read_excel`."""
    document, called = document_in(path), sentence("where.file", name=path.name)
    openpyxl = needed("openpyxl", "excel")
    needed("defusedxml", "excel")  # openpyxl uses it where it is there: no entities are expanded
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts of a workbook that tables do not need
        try:
            must_be_sound(document, called)
            return _sheets(document, called, openpyxl)
        except (OmniprioError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  whatever openpyxl stumbles over in a damaged file
            raise _refused(
                called, sentence("faults.damaged", reason=_cause(error)), sentence("remedies.save as xlsx")
            ) from None


def _cause(error: BaseException) -> str:
    """Return what openpyxl stumbled over, without what it says about it."""
    while error.__cause__ is not None:
        error = error.__cause__
    said = str(error).partition("\n")[0]
    return type(error).__name__ if said in {"", "None"} else f"{type(error).__name__}: {said}"


def _sheets(document: bytes, called: str, openpyxl: Any) -> list[Sheet]:  # noqa: ANN401  a module that is imported when it is used
    """Return the sheets; read twice where there are formulas, as one shows either itself or its value."""
    values = openpyxl.load_workbook(io.BytesIO(document), read_only=True, data_only=True, keep_links=False)
    _must_be_few(values.worksheets, called)
    formulas = values
    if has_formulas(document):
        formulas = openpyxl.load_workbook(io.BytesIO(document), read_only=True, keep_links=False)
    helping = tables_called((ABOUT, FIELDS))
    return [
        _laid_out(
            _sheet(worksheet, formulas[worksheet.title]),
            layout_of(document, worksheet._worksheet_path),  # noqa: SLF001  openpyxl has no other name for it
        )
        for worksheet in values.worksheets
        if folded(worksheet.title) not in helping
    ]


def _laid_out(sheet: Sheet, layout: SheetLayout) -> Sheet:
    """Return a sheet with what is merged and hidden; cells merged over columns are as coloured as the first of them, or as it is filled."""
    across = {
        (row, place)
        for row, last, first, end in layout.merged
        if row == last and ((row, first) in sheet.coloured or _holds_anything(sheet, row, first))
        for place in range(first, min(end + 1, len(sheet.header)))
    }
    return replace(
        sheet,
        merged=[(row, last, first) for row, last, first, _ in layout.merged if row < last],
        coloured={*sheet.coloured, *across},
        hidden_rows=layout.hidden_rows,
        hidden_columns=layout.hidden_columns,
    )


def _holds_anything(sheet: Sheet, number: int, place: int) -> bool:
    """Tell whether anything stands in a cell below the first row."""
    row = sheet.rows[number - 2] if 0 <= number - 2 < len(sheet.rows) else ()
    return place < len(row) and not blank(row[place])


def _must_be_few(worksheets: Sequence[Any], called: str) -> None:
    """Refuse more sheets than there can be tables, and sheets that all are the same part of the file."""
    parts = {worksheet._worksheet_path for worksheet in worksheets}  # noqa: SLF001  as above
    if len(worksheets) > _MOST_SHEETS:
        raise _refused(
            called, sentence("faults.too many sheets", most=_MOST_SHEETS), sentence("remedies.keep tables")
        )
    if len(parts) < len(worksheets):
        raise _refused(called, sentence("faults.same sheets"), sentence("remedies.save as xlsx"))


def _sheet(values: Any, formulas: Any) -> Sheet:  # noqa: ANN401  as above
    called = sentence("where.sheet", name=values.title)
    rows: list[list[Given]] = []
    coloured: set[tuple[int, int]] = set()
    count = 0
    shown_rows = _rows(values)
    pairs = (
        ((row, row) for row in shown_rows)
        if formulas is values
        else zip(shown_rows, _rows(formulas), strict=True)
    )
    for shown, written in pairs:
        count += len(shown)
        row = [_cell(*pair) for pair in zip(shown, written, strict=True)]
        while row and not isinstance(row[-1], BadCellError) and blank(row[-1]):
            row.pop()
        rows.append(row)
        coloured |= {(len(rows), place) for place in _coloured(shown)}
        if len(rows) > _MOST_ROWS + 1 or len(row) > _WIDEST or count > _MOST_CELLS:
            problem = sentence(
                "faults.too large a table", rows=_MOST_ROWS, columns=_WIDEST, cells=_MOST_CELLS
            )
            raise _refused(called, problem, sentence("remedies.trim"))
    header, *rest = rows or [[]]
    width = max(map(len, rows), default=0)
    return Sheet(
        name=values.title,
        called=called,
        header=header + [None] * (width - len(header)),
        rows=rest,
        decimals="",  # a number that is text was typed by somebody, or comes from another program
        hidden=values.sheet_state != "visible",
        coloured=coloured,
    )


def _rows(worksheet: Any) -> Iterator[tuple[ReadOnlyCell | EmptyCell, ...]]:  # noqa: ANN401  as above
    worksheet.reset_dimensions()  # what a file says about its own size may be wrong
    yield from worksheet.iter_rows()


def _coloured(row: Sequence[ReadOnlyCell | EmptyCell]) -> Iterator[int]:
    """Yield the places of the cells in another colour than the first one in the row that holds anything."""
    colours = [_colour(cell) for cell in row]
    if any(colours):
        own = next((colour for cell, colour in zip(row, colours, strict=True) if cell.value is not None), "")
        yield from (place for place, colour in enumerate(colours) if colour and colour != own)


def _colour(cell: ReadOnlyCell | EmptyCell) -> str:
    """Return the colour that a cell is filled with, blank for none and for white."""
    if not getattr(cell, "has_style", False):
        return ""
    fill: Any = cell.fill
    if fill.fill_type != "solid":
        return ""
    colour = f"{fill.fgColor.type} {fill.fgColor.value} {fill.fgColor.tint:g}"
    return "" if colour in _WHITE else colour


def _cell(shown: ReadOnlyCell | EmptyCell, written: ReadOnlyCell | EmptyCell) -> Given:
    """Return what stands in a cell; for a formula its value."""
    value: Any = shown.value
    if written.data_type == "f" and value is None:
        remedy = sentence("remedies.calculate")
        return BadCellError(sentence("faults.not calculated"), remedy)
    if shown.data_type == "e":
        return BadCellError(
            sentence("faults.error in cell", value=str(value)), sentence("remedies.correct formula")
        )
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    given: Given = value
    return given


def _refused(where: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(where, problem, remedy)])
