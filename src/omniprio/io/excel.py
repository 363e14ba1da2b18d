"""Workbooks of Excel."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidInputError, OmniprioError
from omniprio.io.cells import BadCellError
from omniprio.io.extras import needed
from omniprio.io.formulas import begins_a_formula
from omniprio.io.laying_out import tables_of
from omniprio.io.plan_tables import plan_to_tables
from omniprio.io.portfolio_tables import TABLES
from omniprio.io.sheet import Sheet, blank
from omniprio.io.sound_workbook import must_be_sound
from omniprio.io.tables import portfolio_of_sheets
from omniprio.io.writing import write_file
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
    from openpyxl.worksheet.worksheet import Worksheet

    from omniprio.annotations import Count
    from omniprio.io.cells import Cell, Given
    from omniprio.io.table import Column, Record, Table, Tables
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = [
    "ABOUT",
    "WHAT",
    "read_excel",
    "save_workbook",
    "sheets_in",
    "write_excel",
    "write_plan_excel",
    "write_template",
]

ABOUT = "about"
"""The sheet with help, which is not read."""

WHAT = "Excel workbooks"
"""What the extra is for."""

_MOST_SHEETS = 50
_MOST_ROWS = 100_000
_MOST_CELLS = 1_000_000
_WIDEST = 1_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@validated
def read_excel(path: Path, horizon: Count | None = None) -> Portfolio:
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
    return portfolio_of_sheets(sheets_in(path), horizon=horizon)


def sheets_in(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook, but for the one with help; see `read_excel`."""
    document, called = document_in(path), sentence("where.file", name=path.name)
    openpyxl = needed("openpyxl", what=WHAT, extra="excel")
    needed(
        "defusedxml", what=WHAT, extra="excel"
    )  # openpyxl uses it where it is there: no entities are expanded
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
    """Return the sheets; read twice, as a formula shows either itself or its value."""
    values = openpyxl.load_workbook(io.BytesIO(document), read_only=True, data_only=True, keep_links=False)
    _must_be_few(values.worksheets, called)
    formulas = openpyxl.load_workbook(io.BytesIO(document), read_only=True, keep_links=False)
    return [
        _sheet(worksheet, formulas[worksheet.title])
        for worksheet in values.worksheets
        if worksheet.title.strip().casefold() != ABOUT
    ]


def _must_be_few(worksheets: Sequence[Any], called: str) -> None:
    """Refuse more sheets than there can be tables, and sheets that all are the same part of the file."""
    parts = {worksheet._worksheet_path for worksheet in worksheets}  # noqa: SLF001  openpyxl has no other name for it
    if len(worksheets) > _MOST_SHEETS:
        raise _refused(
            called, sentence("faults.too many sheets", most=_MOST_SHEETS), sentence("remedies.keep tables")
        )
    if len(parts) < len(worksheets):
        raise _refused(called, sentence("faults.same sheets"), sentence("remedies.save as xlsx"))


def _sheet(values: Any, formulas: Any) -> Sheet:  # noqa: ANN401  as above
    called = sentence("where.sheet", name=values.title)
    rows: list[list[Given]] = []
    count = 0
    for shown, written in zip(_rows(values), _rows(formulas), strict=True):
        count += len(shown)
        row = [_cell(*pair) for pair in zip(shown, written, strict=True)]
        while row and not isinstance(row[-1], BadCellError) and blank(row[-1]):
            row.pop()
        rows.append(row)
        if len(rows) > _MOST_ROWS + 1 or len(row) > _WIDEST or count > _MOST_CELLS:
            problem = sentence(
                "faults.too large a table", rows=_MOST_ROWS, columns=_WIDEST, cells=_MOST_CELLS
            )
            raise _refused(called, problem, sentence("remedies.trim"))
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


_LAST_ROW = 1_048_576
_LONGEST_CELL = 32_767  # of Excel; openpyxl cuts off the rest
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = (8, 60)  # in characters
_HEAD = (
    "Each sheet is a table, and its first row says what stands in each column; point at a header for help."
)
_HELP = (
    "Fill in horizon and initiatives; leave blank what you do not need. Rows and columns may be deleted.",
    "Several values in one cell have semicolons between them, as a; b.",
    "This sheet is not read. To check the rest: python -m omniprio convert portfolio.xlsx portfolio.json",
)


@validated
def write_excel(portfolio: Portfolio, path: Path) -> None:
    """Write a portfolio as an Excel workbook with a sheet for each table.

    Args:
        portfolio: The portfolio.
        path: The file; one that is there is overwritten.

    Raises:
        InvalidInputError: A text is too long for a cell.
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be written.
    """
    save_workbook(path, TABLES, tables_of(portfolio), _HELP)


def save_workbook(path: Path, tables: Sequence[Table], records: Tables, about: Sequence[str]) -> None:
    """Write a workbook with a sheet for each table, and one with help.

    Args:
        path: The file; one that is there is overwritten.
        tables: The tables, also those without records.
        records: The records of each table that has any, by its name.
        about: What there is to say of all of them, a line each.
    """
    workbook = _workbook()
    _about(workbook, tables, about)
    for table in tables:
        _table(workbook, table, records.get(table.name, []))
    _save(workbook, path)


@validated
def write_template(path: Path) -> None:
    """Write an Excel workbook to fill in: a sheet for each table, with help and the words that can be chosen.

    Args:
        path: The file; one that is there is overwritten.

    Raises:
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be written.
    """
    save_workbook(path, TABLES, {}, _HELP)


@validated
def write_plan_excel(plan: Plan, path: Path) -> None:
    """Write the tables of a plan as an Excel workbook; see `plan_to_tables`.

    Args:
        plan: The plan.
        path: The file; one that is there is overwritten.

    Raises:
        InvalidInputError: A text is too long for a cell.
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be written.
    """
    workbook = _workbook()
    for name, rows in plan_to_tables(plan).items():
        _filled(workbook.create_sheet(name), list(rows[0]) if rows else [], rows)
    _save(workbook, path)


def _save(workbook: Workbook, path: Path) -> None:
    document = io.BytesIO()
    workbook.save(document)
    write_file(path, document.getvalue())


def _workbook() -> Workbook:
    """Return a workbook without sheets."""
    openpyxl = needed("openpyxl", what=WHAT, extra="excel")
    workbook: Workbook = openpyxl.Workbook()
    del workbook[workbook.sheetnames[0]]
    return workbook


def _about(workbook: Workbook, tables: Sequence[Table], about: Sequence[str]) -> None:
    """Add the sheet with help."""
    lines: list[Sequence[Cell]] = [(line,) for line in (_HEAD, *about)]
    lines += [(), ("sheet", "column", "what it is")]
    for table in tables:
        lines.append((table.name, None, table.help))
        lines += [(None, _header(column), _hint(column)) for column in table.columns]
    sheet = workbook.create_sheet(ABOUT)
    for number, line in enumerate(lines, start=1):
        _put(sheet, number, line)
    for letter, width in (("A", 14), ("B", 18), ("C", 100)):
        sheet.column_dimensions[letter].width = width


def _header(column: Column) -> str:
    return column.name if column.alone else f"{column.name}.{column.of_each}"


def _hint(column: Column) -> str:
    return f"{column.help} One of: {', '.join(column.choices)}." if column.choices else column.help


def _table(workbook: Workbook, table: Table, rows: Sequence[Record]) -> None:
    """Add a sheet with all columns of a table, their help, and the words that can be chosen."""
    sheet = workbook.create_sheet(table.name)
    given = list(rows[0]) if rows else []
    header: list[str] = []
    for column in table.columns:
        several = [name for name in given if name.startswith(f"{column.name}.")]
        alone = column.alone and not column.short and not (several and column.name not in given)
        header += [column.name] * alone + several
    _filled(sheet, header, rows)
    by_name = {column.name: column for column in table.columns}
    for number, name in enumerate(header, start=1):
        _explain(sheet, number, by_name[name.partition(".")[0]])


def _filled(sheet: Worksheet, header: Sequence[str], rows: Sequence[Record]) -> None:
    styles = needed("openpyxl.styles", what=WHAT, extra="excel")
    letter_of = needed("openpyxl.utils", what=WHAT, extra="excel").get_column_letter
    _put(sheet, 1, header)
    for number, row in enumerate(rows, start=2):
        _put(sheet, number, [row.get(name) for name in header])
    for number, name in enumerate(header, start=1):
        sheet.cell(1, number).font = styles.Font(bold=True)
        longest = max(len(str(row.get(name) or "")) for row in [{name: name}, *rows])
        sheet.column_dimensions[letter_of(number)].width = min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1])
    sheet.freeze_panes = "A2"


def _put(sheet: Worksheet, row: int, cells: Sequence[Cell]) -> None:
    """Write a row; a text is written as text, also one that looks like a formula."""
    for number, value in enumerate(cells, start=1):
        if value is None:
            continue
        cell: Any = sheet.cell(row, number)
        if not isinstance(value, str):
            cell.value = value
            continue
        words = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
        if len(words) > _LONGEST_CELL:
            where = sentence(
                "where.cell of sheet", name=sheet.title, row=str(row), column=str(sheet.cell(1, number).value)
            )
            fault = Fault(
                where, sentence("faults.over cell", most=_LONGEST_CELL), sentence("remedies.shorten")
            )
            raise InvalidInputError([fault])
        cell.value = words
        cell.data_type = "s"
        if begins_a_formula(value):
            cell.quotePrefix = True


def _explain(sheet: Worksheet, number: int, column: Column) -> None:
    """Add help to a header, and the words that can be chosen to the cells below."""
    comments = needed("openpyxl.comments", what=WHAT, extra="excel")
    validation = needed("openpyxl.worksheet.datavalidation", what=WHAT, extra="excel")
    letter = needed("openpyxl.utils", what=WHAT, extra="excel").get_column_letter(number)
    sheet.cell(1, number).comment = comments.Comment(_hint(column), "omniprio", height=90, width=260)
    choices = ("true", "false") if column.kind == "flag" else column.choices
    if choices:
        words = validation.DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        words.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(words)
