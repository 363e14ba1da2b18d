"""The rows of CSV from outside: decoded, the separator found, within limits.

It is UTF-8, with or without a byte-order mark, or UTF-16 with one. Columns are separated by commas, semicolons or
tabulators, whichever the header uses most.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import NamedTuple

from omniprio.errors import Fault, InvalidInputError
from omniprio.language import sentence
from omniprio.outside import must_be_short

__all__ = ["LONGEST_CELL", "CsvRow", "CsvText", "csv_text"]

LONGEST_CELL = 131_072
"""Python's csv module reads no longer cell; in characters."""

_MOST_ROWS = 100_000
_MOST_CELLS = 5_000_000  # most of them blank: an export of issues has a column for each comment and link
_SEPARATORS = (",", ";", "\t")
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


def csv_text(document: str | bytes, *, called: str, widest: int) -> CsvText:
    r"""Return the rows of CSV.

    Args:
        document: The text; at most 50 MB, 100,000 rows below the header and 5,000,000 cells.
        called: What the document is called in faults.
        widest: The most cells of a row.

    Raises:
        InvalidInputError: It is no CSV, cannot be decoded or is too large.

    >>> csv_text("a;b\n1;2\n", called="document", widest=9).rows[1]
    CsvRow(line=2, cells=['1', '2'])
    """
    must_be_short(document, called)
    words = _decoded(document, called)
    separator = _separator(words)
    return CsvText(separator, _rows(words, separator, called, widest))


def _decoded(document: str | bytes, called: str) -> str:
    if isinstance(document, str):
        return document.removeprefix("\ufeff")
    wide = document.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return document.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        remedy = sentence("remedies.save CSV as UTF-8")
        raise _refused(called, sentence("faults.not Unicode"), remedy) from None


def _separator(words: str) -> str:
    """Return what separates the cells of the header; what is in quotation marks does not count."""
    header = _QUOTED.sub("", words[:LONGEST_CELL]).partition("\n")[0]
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
