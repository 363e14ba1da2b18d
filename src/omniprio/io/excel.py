"""Tables from Excel workbooks, one sheet for each table: the extra `excel`."""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidInputError, OmniprioError
from omniprio.io.cells import BadCellError
from omniprio.io.extras import needed
from omniprio.io.sheet import Sheet, blank
from omniprio.io.tables import portfolio_of_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

    from omniprio.io.cells import Given
    from omniprio.portfolio import Portfolio

__all__ = ["ABOUT", "WHAT", "read_excel"]

ABOUT = "about"
"""The sheet with help, which is not read."""

WHAT = "Excel workbooks"
"""What the extra is for."""

_MOST_BYTES = 50_000_000  # as for JSON
_MOST_UNPACKED = 200_000_000
_MOST_ROWS = 100_000
_MOST_CELLS = 5_000_000
_WIDEST = 1_000
_AGAIN = "save it as .xlsx in a spreadsheet program"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_excel(path: Path, horizon: int | None = None) -> Portfolio:
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
    openpyxl = needed("openpyxl", what=WHAT, extra="excel")
    needed(
        "defusedxml", what=WHAT, extra="excel"
    )  # openpyxl uses it where it is there: no entities are expanded
    _must_be_small(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts of a workbook that tables do not need
        try:
            sheets = _sheets(path, openpyxl)
        except (OmniprioError, OSError):
            raise
        except Exception as error:  # noqa: BLE001  whatever openpyxl stumbles over in a damaged file
            raise _refused(f"file {path.name}", f"is damaged ({_cause(error)})", _AGAIN) from None
    return portfolio_of_sheets(sheets, horizon=horizon)


def _cause(error: BaseException) -> str:
    """Return what openpyxl stumbled over, without what it says about it."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {error}".partition("\n")[0]


def _must_be_small(path: Path) -> None:
    """Refuse a file that is no archive, or one that fills the memory when it is unpacked."""
    called = f"file {path.name}"
    if path.stat().st_size > _MOST_BYTES:
        raise _refused(called, f"is over {_MOST_BYTES:,} bytes", "give a smaller one")
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise _refused(called, "is no Excel workbook", _AGAIN) from None
    if unpacked > _MOST_UNPACKED:
        problem = f"is {unpacked:,} bytes when unpacked, over {_MOST_UNPACKED:,}"
        raise _refused(called, problem, "give a smaller one")


def _sheets(path: Path, openpyxl: Any) -> list[Sheet]:  # noqa: ANN401  a module that is imported when it is used
    """Return the sheets; read twice, as a formula shows either itself or its value."""
    with path.open("rb") as one, path.open("rb") as two:
        values = openpyxl.load_workbook(one, read_only=True, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(two, read_only=True, keep_links=False)
        return [
            _sheet(worksheet, formulas[worksheet.title])
            for worksheet in values.worksheets
            if worksheet.title.strip().casefold() != ABOUT
        ]


def _sheet(values: Any, formulas: Any) -> Sheet:  # noqa: ANN401  as above
    called = f"sheet {values.title}"
    rows: list[list[Given]] = []
    count = 0
    for shown, written in zip(_rows(values), _rows(formulas), strict=True):
        count += len(shown)
        row = [_cell(*pair) for pair in zip(shown, written, strict=True)]
        while row and not isinstance(row[-1], BadCellError) and blank(row[-1]):
            row.pop()
        rows.append(row)
        if len(rows) > _MOST_ROWS + 1 or len(row) > _WIDEST or count > _MOST_CELLS:
            problem = f"has more than {_MOST_ROWS:,} rows, {_WIDEST:,} columns or {_MOST_CELLS:,} cells"
            raise _refused(
                called, problem, "delete what is not needed, also formats below and beside the table"
            )
    header, *rest = rows or [[]]
    width = max(map(len, rows), default=0)
    return Sheet(name=values.title, called=called, header=header + [None] * (width - len(header)), rows=rest)


def _rows(worksheet: Any) -> Iterator[tuple[ReadOnlyCell | EmptyCell, ...]]:  # noqa: ANN401  as above
    worksheet.reset_dimensions()  # what a file says about its own size may be wrong
    yield from worksheet.iter_rows()


def _cell(shown: ReadOnlyCell | EmptyCell, written: ReadOnlyCell | EmptyCell) -> Given:
    """Return what stands in a cell; for a formula its value."""
    value: Any = shown.value
    if written.data_type == "f" and value is None:
        remedy = "open the file in a spreadsheet program and save it"
        return BadCellError("is a formula that was not calculated", remedy)
    if shown.data_type == "e":
        return BadCellError(f"is the error {value}", "correct the formula")
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    given: Given = value
    return given


def _refused(where: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(where, problem, remedy)])
