"""A plan as a workbook of Excel: a sheet for each question, and a Gantt chart of coloured cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.plan_pages import pages
from omniprio.io.worksheets import (
    DATE,
    LINE,
    coloured,
    letter_of,
    new_workbook,
    printed_wide,
    put,
    put_header,
    save,
    styles,
    widen,
)
from omniprio.language import Speaker
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.portfolio.provenance import marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from omniprio.io.cells import Cell
    from omniprio.io.plan_pages import Heading, Page
    from omniprio.language import Language
    from omniprio.plan import Plan

__all__ = ["write_plan_excel"]

_FORMATS = {"date": DATE, "money": "#,##0", "amount": "#,##0", "share": "0%", "level": "#,##0.00"}
"""How cells are shown; of money and amounts decimals are shown where any amount of the column has some."""
_WITH_DECIMALS = "#,##0.00"
_BAR, _REACHED, _TOTAL = "5F9FC9", "F3C65C", "ECECEC"
_HEAD = 3
"""The row with the headers: the question stands above them."""
_NARROW, _NUMBERS = 9.5, 14
"""The widths of columns with periods and with numbers, in letters."""


@validated
def write_plan_excel(plan: Plan, path: Path | str, *, language: Language = "en") -> None:
    """Write a plan as an Excel workbook for people: a sheet for each question, with totals, and a Gantt chart.

    Programs are better served with `plan_to_tables`, or with the CSV files that hold the same.

    Args:
        plan: The plan.
        path: The file; one that is there is overwritten.
        language: The language of all words.

    Raises:
        InvalidInputError: A text is too long for a cell.
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be written.
    """
    workbook = new_workbook()
    for page in pages(plan, language):
        _write(workbook, page)
    _gantt(workbook, plan, Speaker(language))
    save(workbook, path)


def _write(workbook: Workbook, page: Page) -> None:
    """Add the sheet of a page: the question, the headers, the rows, and the total where something adds up."""
    sheet = workbook.create_sheet(page.name)
    header: list[Cell] = [head.words for head in page.headings]
    rows: list[list[Cell]] = [*page.rows, *_totals(page)]
    put_header(sheet, header, row=_HEAD)
    for number, row in enumerate(rows, start=_HEAD + 1):
        put(sheet, number, row, header=_HEAD)
    widen(sheet, [header, *rows])
    for number, head in enumerate(page.headings, start=1):
        _show(sheet, number, head, [row[number - 1] for row in rows])
    for number, row in enumerate([[*header], *rows], start=_HEAD):
        _give_room(sheet, number, row)
    for number in range(_HEAD + 1 + len(page.rows), _HEAD + 1 + len(rows)):
        _mark_total(sheet, number)
    _ask(sheet, page.question, page.note)
    sheet.auto_filter.ref = f"A{_HEAD}:{letter_of(len(header))}{_HEAD + len(page.rows)}"
    printed_wide(sheet)


def _ask(sheet: Worksheet, question: str, note: str) -> None:
    """Write the question over the table, and below it what of the answer is not a fact."""
    put(sheet, 1, [question])
    sheet["A1"].font = styles().Font(bold=True, size=14)
    if note:
        put(sheet, 2, [note])
        sheet["A2"].font = styles().Font(italic=True)


def _totals(page: Page) -> list[list[Cell]]:
    """Return the total of each column that adds up, as one row; none where there is nothing to add."""
    if len(page.rows) < 2 or not any(head.adds_up for head in page.headings):  # noqa: PLR2004  one is its own total
        return []
    columns = zip(page.headings, zip(*page.rows, strict=True), strict=True)
    return [[_sum(cells) if head.adds_up else None for head, cells in columns]]


def _sum(cells: Sequence[Cell]) -> Cell:
    return sum(cell for cell in cells if isinstance(cell, int | float))


def _show(sheet: Worksheet, number: int, head: Heading, cells: Sequence[Cell]) -> None:
    """Show the cells of a column as its way is; long texts are broken, and full fields stand out."""
    broken = any(isinstance(cell, float) and not cell.is_integer() for cell in cells)
    shown = _FORMATS.get(head.way, "General")
    if broken and shown == "#,##0":
        shown = _WITH_DECIMALS
    for row, value in enumerate(cells, start=_HEAD + 1):
        cell = sheet.cell(row, number)
        cell.number_format = shown
        cell.alignment = styles().Alignment(vertical="top", wrap_text=head.way == "text")
        if head.way == "share" and isinstance(value, float) and value:
            cell.fill = coloured(_REACHED if value == 1 else _TOTAL)
    if head.way != "text":
        sheet.column_dimensions[letter_of(number)].width = _NUMBERS


def _give_room(sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
    """Make a row as high as its texts are when they are broken."""
    widths = [sheet.column_dimensions[letter_of(column)].width for column in range(1, len(row) + 1)]
    lines = [
        1 + len(cell) // int(width - 2)
        for cell, width in zip(row, widths, strict=True)
        if isinstance(cell, str)
    ]
    sheet.row_dimensions[number].height = LINE * max(lines, default=1)


def _mark_total(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font = styles().Font(bold=True)
        cell.fill = coloured(_TOTAL)


def _gantt(workbook: Workbook, plan: Plan, speaker: Speaker) -> None:
    """Add the Gantt chart: a row for each initiative, a coloured cell for each period of its work."""
    sheet = workbook.create_sheet(speaker.words("pages.page gantt"), 1)
    language, portfolio = speaker.catalogue.language, plan.portfolio
    periods = [portfolio.calendar.label(period, language) for period in range(1, portfolio.periods + 1)]
    put_header(sheet, [speaker.words("pages.title"), *periods], row=_HEAD)
    note = told(marks_of(portfolio, "title", "cost"), language)
    _ask(sheet, speaker.words("pages.question gantt"), note)
    for row, one in enumerate(plan.schedule, start=_HEAD + 1):
        put(sheet, row, [portfolio.by_id[one.id].name(language)], header=_HEAD)
        for period in range(one.start, min(one.finish, portfolio.periods) + 1):
            if period not in one.pauses:
                sheet.cell(row, period + 1).fill = coloured(_BAR)
    sheet.column_dimensions["A"].width = 48
    for period in range(1, portfolio.periods + 1):
        sheet.column_dimensions[letter_of(period + 1)].width = _NARROW
    sheet.row_dimensions[_HEAD].height = 2 * LINE
    sheet.freeze_panes = f"B{_HEAD + 1}"
    printed_wide(sheet)
