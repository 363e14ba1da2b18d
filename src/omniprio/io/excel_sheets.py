"""Tables to Excel workbooks, and the template to fill in: the extra `excel`."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.excel import ABOUT, WHAT
from omniprio.io.extras import needed
from omniprio.io.formulas import begins_a_formula
from omniprio.io.laying_out import tables_of
from omniprio.io.plan_tables import plan_to_tables
from omniprio.io.portfolio_tables import TABLES
from omniprio.io.writing import write_file
from omniprio.language import sentence
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from omniprio.io.cells import Cell
    from omniprio.io.table import Column, Record, Table
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["write_excel", "write_plan_excel", "write_template"]

_LAST_ROW = 1_048_576
_LONGEST_CELL = 32_767  # of Excel; openpyxl cuts off the rest
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = (8, 60)  # in characters
_HELP = (
    "Each sheet is a table, and its first row says what stands in each column; point at a header for help.",
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
    tables = tables_of(portfolio)
    workbook = _workbook()
    _about(workbook)
    for table in TABLES:
        _table(workbook, table, tables.get(table.name, []))
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
    workbook = _workbook()
    _about(workbook)
    for table in TABLES:
        _table(workbook, table, [])
    _save(workbook, path)


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


def _about(workbook: Workbook) -> None:
    """Add the sheet with help."""
    lines: list[Sequence[Cell]] = [(line,) for line in _HELP]
    lines += [(), ("sheet", "column", "what it is")]
    for table in TABLES:
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
    """Write a row; texts are texts, whatever they begin with."""
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
