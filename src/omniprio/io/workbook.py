"""Portfolios as workbooks of Excel: a sheet for each table, with help, the words that can be chosen and the known ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.excel import ABOUT, FIELDS
from omniprio.io.extras import needed
from omniprio.io.headers import header_of, title_of, word_of
from omniprio.io.laying_out import tables_of
from omniprio.io.portfolio_tables import TABLES
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
from omniprio.language import Speaker, text
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from omniprio.disc import Disc, DiscField
    from omniprio.io.cells import Cell
    from omniprio.io.table import Column, Record, Table
    from omniprio.language import Language
    from omniprio.portfolio import Portfolio

__all__ = ["FilledIn", "write_excel"]

_LAST_ROW = 1_048_576
_MOST_OFFERED = 1_000
"""How many rows of a table are offered as ids in others."""
_OF_FIELDS = ("field", "discipline", "short", "what holds", "source")
_COMMENT = {"height": 90, "width": 260}
_LETTERS = 130
"""How many letters go in a line of help."""
_FLAGS = ("yes", "no")
_GREY = "D9E2E6"
"""The colour of headers that can be left blank by who begins."""


class FilledIn:
    """A workbook that is filled with tables, in a language."""

    def __init__(self, tables: Sequence[Table], language: Language) -> None:
        """Begin a workbook; the ids of each of the tables can be chosen in the others."""
        self.language = language
        self.speaker = Speaker(language)
        self.workbook = new_workbook()
        self.tables = tables
        self.known = {FIELDS, *(table.name for table in tables)}

    def about(self, *lines: str) -> None:
        """Add the sheet with help.

        Args:
            *lines: What there is to say of all tables, each by its key.
        """
        sheet = self.workbook.create_sheet(title_of(ABOUT, self.language))
        words = [self.speaker.words(line) for line in ("workbook.head", *lines)]
        rows: list[Sequence[Cell]] = [*((line,) for line in words), ()]
        rows.append(
            tuple(self.speaker.words(f"workbook.{name}") for name in ("sheet", "column", "what it is"))
        )
        heading = len(rows)
        for table in self.tables:
            rows.append((title_of(table.name, self.language), None, table.help(self.language)))
            rows += [
                (None, self._header(table, column), table.help_of(column, self.language))
                for column in table.columns
            ]
        for number, row in enumerate(rows, start=1):
            put(sheet, number, row)
            for cell in sheet[number]:
                cell.alignment = styles().Alignment(vertical="top", wrap_text=True)
        for number, line in enumerate(words, start=1):
            sheet.merge_cells(f"A{number}:C{number}")
            sheet.row_dimensions[number].height = LINE * (1 + len(line) // _LETTERS)
        put_header(sheet, rows[heading - 1], row=heading)
        sheet.freeze_panes = None
        for letter, width in (("A", 18), ("B", 24), ("C", 100)):
            sheet.column_dimensions[letter].width = width
        printed_wide(sheet)

    def fields(self, disc: Disc) -> None:
        """Add the sheet with the fields of a disc, what holds where each is reached, and where that is from."""
        sheet = self.workbook.create_sheet(title_of(FIELDS, self.language))
        header = [self.speaker.words(f"workbook.{name}") for name in _OF_FIELDS]
        rows = [[name, *self._of_field(field)] for name, field in disc.named.items()]
        put_header(sheet, header)
        for number, row in enumerate(rows, start=2):
            put(sheet, number, row)
        widen(sheet, [header, *rows])
        printed_wide(sheet)

    def _of_field(self, field: DiscField) -> list[str]:
        titles = (field.discipline.title, field.level.description)
        discipline, holds = (text(words, self.language) for words in titles)
        source = self.speaker.known("provenance", field.level.provenance, field.level.provenance)
        return [discipline, field.title(self.language), holds, source]

    def table(self, table: Table, rows: Sequence[Record], first: Sequence[str] = ()) -> None:
        """Add a sheet with all columns of a table, their help, and the words and ids that can be chosen.

        Args:
            table: The table.
            rows: Its records.
            first: The columns to stand first, also those that abbreviate another table; the others are less important.
        """
        sheet = self.workbook.create_sheet(title_of(table.name, self.language))
        by_name = {column.name: column for column in table.columns}
        names = _names(table, rows, first)
        header = [self._called(table, name) for name in names]
        cells = [
            [self._cell(by_name[name.partition(".")[0]], row.get(name)) for name in names] for row in rows
        ]
        put_header(sheet, header)
        for number, row in enumerate(cells, start=2):
            put(sheet, number, row)
        widen(sheet, [header, *cells])
        for number, name in enumerate(names, start=1):
            column = by_name[name.partition(".")[0]]
            self._explain(sheet, number, table, column)
            if first and name not in first:
                sheet.cell(1, number).fill = coloured(_GREY)
                sheet.cell(1, number).font = styles().Font(bold=True)

    def _header(self, table: Table, column: Column) -> str:
        name = header_of(table.name, column.name, self.language)
        return name if column.alone else f"{name}.{column.of_each}"

    def _called(self, table: Table, name: str) -> str:
        """Return a header as the language calls it; a word after the dot stays."""
        column, dot, word = name.partition(".")
        return f"{header_of(table.name, column, self.language)}{dot}{word}"

    def _cell(self, column: Column, value: Cell) -> Cell:
        if isinstance(value, bool):
            return word_of(_FLAGS[not value], self.language)
        return word_of(value, self.language) if isinstance(value, str) and value in column.choices else value

    def _explain(self, sheet: Worksheet, number: int, table: Table, column: Column) -> None:
        """Add help to a header, and what can be chosen to the cells below."""
        comments = needed("openpyxl.comments", "excel")
        help_text = table.help_of(column, self.language)
        sheet.cell(1, number).comment = comments.Comment(help_text, "omniprio", **_COMMENT)
        if column.kind == "date":
            sheet.column_dimensions[letter_of(number)].number_format = DATE
        offered, strict = self._offered(column)
        if not offered:
            return
        validation = needed("openpyxl.worksheet.datavalidation", "excel")
        words = validation.DataValidation(
            type="list", formula1=offered, allow_blank=True, showErrorMessage=strict
        )
        words.add(f"{letter_of(number)}2:{letter_of(number)}{_LAST_ROW}")
        sheet.add_data_validation(words)

    def _offered(self, column: Column) -> tuple[str, bool]:
        """Return what can be chosen in a column, and whether nothing else can be."""
        if column.refers in self.known:
            title = title_of(column.refers, self.language)
            return f"'{title}'!$A$2:$A${_MOST_OFFERED}", False
        choices = _FLAGS if column.kind == "flag" else column.choices
        words = ",".join(word_of(choice, self.language) for choice in choices)
        return (f'"{words}"', True) if words else ("", False)

    def save(self, path: Path | str) -> None:
        """Write the workbook; what a reader fills in first is shown first."""
        save(self.workbook, path)


def _names(table: Table, rows: Sequence[Record], first: Sequence[str]) -> list[str]:
    """Return the columns of a sheet, with each of those of which there are several."""
    given = list(rows[0]) if rows else []
    names = [*first]
    for column in table.columns:
        several = [name for name in given if name.startswith(f"{column.name}.")]
        alone = column.alone and not column.short and not (several and column.name not in given)
        names += [name for name in [column.name] * alone + several if name not in names]
    return names


@validated
def write_excel(portfolio: Portfolio, path: Path | str, *, language: Language = "en") -> None:
    """Write a portfolio as an Excel workbook with a sheet for each table, and one with the fields of its disc.

    Args:
        portfolio: The portfolio.
        path: The file; one that is there is overwritten.
        language: The language of sheets, headers, help and words that can be chosen; they are read in any.

    Raises:
        InvalidInputError: A text is too long for a cell.
        MissingExtraError: The extra `excel` is not installed.
        OSError: The file cannot be written.
    """
    filled = FilledIn(TABLES, language)
    filled.about("workbook.of a portfolio", "workbook.several values", "workbook.to check")
    records = tables_of(portfolio)
    for table in TABLES:
        filled.table(table, records.get(table.name, []))
    filled.fields(portfolio.disc)
    filled.save(path)
