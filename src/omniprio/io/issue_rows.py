"""The rows of another tool's CSV file, every column of a repeated name kept."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.formulas import plain_text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["IssueRow", "issue_rows"]

_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A row of a CSV file.

    Attributes:
        line: The line it ends on, from 1.
        cells: What stands in it, by column in lower case; blank cells are left out.
    """

    line: int
    cells: Mapping[str, tuple[str, ...]]

    def all(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Return what stands in some columns."""
        return tuple(cell for name in columns for cell in self.cells.get(name.casefold(), ()))

    def first(self, columns: tuple[str, ...]) -> str:
        """Return what stands in the first of some columns that holds anything, or an empty text."""
        return next(iter(self.all(columns)), "")


def issue_rows(document: str | bytes) -> tuple[list[str], list[IssueRow]]:
    r"""Return the header and the rows of a CSV file.

    Args:
        document: The text, separated by commas, semicolons or tabs; as bytes it is UTF-8. At most 50 MB.

    Raises:
        InvalidInputError: It is no CSV, or a row has more cells than the header.

    >>> header, rows = issue_rows("Key,Link,Link\nA,B,C\n")
    >>> rows[0].all(("Link",))
    ('B', 'C')
    """
    lines = csv.reader(
        io.StringIO(text := _decoded(document), newline=""), delimiter=_separator(text), strict=True
    )
    try:
        header = [name.strip() for name in next(lines, [])]
        rows = [
            IssueRow(lines.line_num, _by_column(header, cells, lines.line_num))
            for cells in lines
            if any(cells)
        ]
    except csv.Error as error:
        raise _refused(f"line {lines.line_num}", f"is no CSV ({error})", "export it again") from None
    return header, rows


def _decoded(document: str | bytes) -> str:
    if len(document) > _MOST_BYTES:
        raise _refused("document", f"is over {_MOST_BYTES:,} bytes", "export a smaller part of it")
    try:
        text = document if isinstance(document, str) else document.decode()
    except UnicodeDecodeError:
        raise _refused("document", "is no UTF-8", "export it as CSV in UTF-8") from None
    return text.removeprefix("\ufeff")


def _separator(text: str) -> str:
    """Return what separates the cells of the header."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _by_column(header: list[str], cells: list[str], line: int) -> dict[str, tuple[str, ...]]:
    if len(cells) > len(header):
        problem = f"has {len(cells)} cells for {len(header)} columns"
        raise _refused(f"line {line}", problem, "quote cells that hold separators")
    found: dict[str, tuple[str, ...]] = {}
    for name, cell in zip(header, cells, strict=False):
        if cell.strip():
            found[name.casefold()] = (*found.get(name.casefold(), ()), plain_text(cell.strip()))
    return found


def _refused(place: str, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(place, problem, remedy)])
