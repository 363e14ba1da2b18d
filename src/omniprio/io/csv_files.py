"""Tables as CSV, in a file or a folder of files.

Files are read in UTF-8, with or without a byte-order mark, or UTF-16 with one, or in the encoding that is asked for. Columns
are separated by commas, semicolons, tabulators or pipes, whichever the header uses most; a line such as `sep=;` above the
header, which some spreadsheets ask for, says it itself. With semicolons, as Danish and German spreadsheets write them, the decimal mark is
the comma, else the point.

A spreadsheet runs a text that begins with = + - or @ as a formula, and so it does with a part of a text where it takes a
semicolon, a tabulator or a line break for the end of a cell. Such a text is written with an apostrophe before it, which
is taken away again when it is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.cells import digits
from omniprio.io.formulas import plain_text, safe_text
from omniprio.io.laying_out import tables_of
from omniprio.io.plan_tables import plan_to_tables
from omniprio.io.point_lists import points_in
from omniprio.io.portfolio_tables import TABLES_BY_NAME
from omniprio.io.sheet import Sheet
from omniprio.io.tables import portfolio_of_sheets
from omniprio.io.writing import files_in, locked, write_folder
from omniprio.language import sentence
from omniprio.outside import document_in, must_be_short
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from omniprio.annotations import Count
    from omniprio.io.cells import Cell
    from omniprio.io.table import Record
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = [
    "LONGEST_CELL",
    "CsvRow",
    "CsvText",
    "csv_sheet",
    "csv_sheets_in",
    "csv_text",
    "read_csv",
    "read_csv_file",
    "save_tables",
    "write_csv",
    "write_plan_csv",
]

LONGEST_CELL = 131_072
"""Python's csv module reads no longer cell; in characters."""

_MOST_ROWS = 100_000
_MOST_CELLS = 5_000_000  # most of them blank: an export of issues has a column for each comment and link
_SEPARATORS = (",", ";", "\t", "|")
_SAID = re.compile(r'"?sep=([^"\r\n])"?[ \t]*\r?\n', re.IGNORECASE)
_LOOKED_AT = 30
"""How many lines the header is looked for in."""
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


class CsvRow(NamedTuple):
    """One row.

    Attributes:
        line: The line it ends on, from 1.
        cells: What stands in it.
    """

    line: int
    cells: list[str]


class CsvText(NamedTuple):
    """A document of CSV.

    Attributes:
        separator: What stands between its cells.
        rows: Its rows, the header first.
    """

    separator: str
    rows: list[CsvRow]


def csv_text(
    document: str | bytes, *, called: str, widest: int, encoding: str | None = None, titled: bool = False
) -> CsvText:
    r"""Return the rows of CSV.

    Args:
        document: The text; at most 50 MB, 100,000 rows below the header and 5,000,000 cells.
        called: What the document is called in faults.
        widest: The most cells of a row.
        encoding: What bytes are encoded in; by default Unicode.
        titled: Whether lines may stand above the header, and a list of points is a table.

    Raises:
        InvalidInputError: It is no CSV, cannot be decoded or is too large.

    >>> csv_text("a;b\n1;2\n", called="document", widest=9).rows[1]
    CsvRow(line=2, cells=['1', '2'])
    """
    must_be_short(document, called)
    words = _decoded(document, called, encoding)
    if titled and (points := points_in(words)):
        return CsvText(",", [CsvRow(*point) for point in points])
    said = _SAID.match(words)
    separator = said[1] if said else _separator(words, titled=titled)
    rows = _rows(words, separator, called, widest)
    return CsvText(separator, rows[1:] if said else rows)


def _decoded(document: str | bytes, called: str, encoding: str | None) -> str:
    if isinstance(document, str):
        return document.replace("\ufeff", "")
    wide = document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return document.decode(encoding or ("utf-16" if wide else "utf-8-sig")).replace("\ufeff", "")
    except LookupError:
        problem = sentence("faults.no encoding", name=repr(encoding))
        raise _refused(called, problem, sentence("remedies.encoding")) from None
    except UnicodeError:
        problem = (
            sentence("faults.other encoding", name=encoding) if encoding else sentence("faults.not Unicode")
        )
        raise _refused(called, problem, sentence("remedies.save CSV as UTF-8")) from None


def _separator(words: str, *, titled: bool) -> str:
    """Return what separates the cells of the header; what is in quotation marks does not count.

    Where lines may stand above it, the header is the first line that has as many separators as the line below it, so that
    commas in a title do not count.
    """
    lines = [line for line in _QUOTED.sub("", words[:LONGEST_CELL]).splitlines() if line.strip(" ")][
        :_LOOKED_AT
    ]
    for line, below in pairwise(lines if titled else ()):
        mark = max(_SEPARATORS, key=line.count)
        if 0 < line.count(mark) == below.count(mark):
            return mark
    marked = (line for line in lines if not titled or any(mark in line for mark in _SEPARATORS))
    header = next(marked, "")
    return max(_SEPARATORS, key=header.count)


def _rows(words: str, separator: str, called: str, widest: int) -> list[CsvRow]:
    rows: list[CsvRow] = []
    count = 0
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            count += len(cells)
            if len(rows) > _MOST_ROWS or len(cells) > widest or count > _MOST_CELLS:
                problem = sentence(
                    "faults.too large a table", rows=_MOST_ROWS, columns=widest, cells=_MOST_CELLS
                )
                raise _refused(called, problem, sentence("remedies.give a smaller one"))
            rows.append(CsvRow(reader.line_num, cells))
    except csv.Error as error:
        raise _refused(
            sentence("where.line of", file=called, line=str(reader.line_num)),
            sentence("faults.no CSV", reason=str(error)),
            sentence("remedies.save again"),
        ) from None
    return rows


def _refused(where: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(where, problem, remedy)])


_WIDEST = 1_000
_ENDING = ".csv"


@validated
def read_csv(folder: Path | str, horizon: Count | None = None) -> Portfolio:
    """Read a portfolio from a folder with a CSV file for each table; other files in it are left alone.

    Args:
        folder: The folder. Each file has the name of its table, as `initiatives.csv`.
        horizon: The number of periods, where there is no `horizon.csv`.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with file, row and column.
        OSError: A file cannot be read.
    """
    folder = Path(folder)
    return portfolio_of_sheets(csv_sheets_in(folder), horizon=horizon)


def csv_sheets_in(folder: Path) -> list[Sheet]:
    """Return the tables in a folder of CSV files; see `read_csv`."""
    with locked(folder):
        sheets = [_sheet(path, path.stem) for path in _tables_in(folder)]
    if not sheets:
        raise _refused(
            sentence("where.folder", name=folder.name),
            sentence("faults.no CSV files"),
            sentence("remedies.folder with tables"),
        )
    return sheets


@validated
def read_csv_file(path: Path | str, horizon: Count | None = None) -> Portfolio:
    """Read a portfolio from one CSV file with its initiatives, on the customer-centricity disc.

    What has a table of its own can stand in one cell of an initiative: `R2=0.6; D2=0.3` in the column `advances` or
    `needs`, `crm; cdp` in `requires`.

    Args:
        path: The file.
        horizon: The number of periods.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with row and column.
        OSError: The file cannot be read.
    """
    return portfolio_of_sheets([_sheet(Path(path), "initiatives")], horizon=horizon)


def _tables_in(folder: Path) -> list[Path]:
    """Return the CSV files in a folder."""
    tables = [path for path in files_in(folder) if path.suffix.lower() == _ENDING]
    for path in tables:
        if not path.is_file():  # a pipe would be waited for
            raise _refused(
                sentence("where.folder", name=folder.name),
                sentence("faults.no file", name=path.name),
                sentence("remedies.other folder"),
            )
    return tables


def _sheet(path: Path, table: str) -> Sheet:
    return csv_sheet(document_in(path), table, called=sentence("where.file", name=path.name))


def csv_sheet(
    document: str | bytes, table: str, *, called: str, encoding: str | None = None, titled: bool = False
) -> Sheet:
    r"""Return CSV as a table.

    Args:
        document: The text, as `csv_text` reads it.
        table: What table it is to be.
        called: What the document is called in faults.
        encoding: What bytes are encoded in; by default Unicode.
        titled: Whether lines may stand above the header, as in a table that people made; blanks around a cell are no part
            of it.

    Raises:
        InvalidInputError: It is no CSV, cannot be decoded or is too large.

    >>> csv_sheet("a;b\n1;2\n", "answers", called="document").decimals
    ','
    """
    separator, lines = csv_text(document, called=called, widest=_WIDEST, encoding=encoding, titled=titled)
    header, *rows = [[_bare(cell, titled=titled) for cell in line.cells] for line in lines] or [[]]
    width = max(map(len, [header, *rows]))
    return Sheet(
        name=table,
        called=called,
        header=header + [""] * (width - len(header)),
        rows=rows,
        decimals="," if separator == ";" else ".",
    )


def _bare(cell: str, *, titled: bool) -> str:
    return plain_text(cell).strip() if titled else plain_text(cell)


@validated
def write_csv(portfolio: Portfolio, folder: Path | str) -> None:
    """Write a portfolio as a folder with a CSV file for each table, in UTF-8 with a byte-order mark.

    Args:
        portfolio: The portfolio.
        folder: The folder; it is made if it is not there. Files of the same names are overwritten, all or none of
            them.

    Raises:
        InvalidInputError: A text is too long for a cell, or the folder holds a table that this portfolio does not
            have and that would be read with it.
        OSError: The files cannot be written; what was there before still is.
    """
    folder = Path(folder)
    tables = tables_of(portfolio)
    save_tables(
        tables,
        folder,
        {name: [column.name for column in TABLES_BY_NAME[name].columns[:1]] for name in tables},
    )


@validated
def write_plan_csv(plan: Plan, folder: Path | str) -> None:
    """Write the tables of a plan as a folder of CSV files; see `write_csv` and `plan_to_tables`."""
    folder = Path(folder)
    save_tables(plan_to_tables(plan), folder, {})


def save_tables(
    tables: Mapping[str, Sequence[Record]], folder: Path, empty: Mapping[str, Sequence[str]]
) -> None:
    """Write tables as a folder of CSV files; see `write_csv`.

    Args:
        tables: The records of each table, by its name.
        folder: The folder.
        empty: The header of each table that has no rows.
    """
    documents = {
        f"{name}{_ENDING}": _document(name, rows, empty.get(name, ["id"])) for name, rows in tables.items()
    }
    write_folder(folder, documents, fits=lambda there: _no_other_tables(there, documents))


def _no_other_tables(folder: Path, names: Collection[str]) -> None:
    """Refuse a folder with tables that would stay, or that are links, which cannot be replaced with the others."""
    tables = _tables_in(folder)
    if others := [path.name for path in tables if path.name not in names]:
        problem = sentence("faults.other files", names=", ".join(others))
        raise _refused(sentence("where.folder", name=folder.name), problem, sentence("remedies.other folder"))
    if links := [path.name for path in tables if path.is_symlink()]:
        problem = sentence("faults.links", names=", ".join(links))
        raise _refused(sentence("where.folder", name=folder.name), problem, sentence("remedies.other folder"))


def _document(name: str, rows: Sequence[Record], empty: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(safe_text, rows[0] if rows else empty))
    for number, row in enumerate(rows, start=2):
        cells = {column: _written(cell) for column, cell in row.items()}
        for column, cell in cells.items():
            if len(cell) >= LONGEST_CELL:
                where = sentence(
                    "where.cell of file", name=f"{name}{_ENDING}", row=str(number), column=column
                )
                raise _refused(
                    where, sentence("faults.over characters", most=LONGEST_CELL), sentence("remedies.shorten")
                )
        writer.writerow(cells.values())
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return safe_text(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else digits(cell) if isinstance(cell, int | float) else cell.isoformat()
