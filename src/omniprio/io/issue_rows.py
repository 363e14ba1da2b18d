"""The rows of another tool's CSV file, every column of a repeated name kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.csv_text import CsvRow, csv_text
from omniprio.io.formulas import plain_text
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["IssueRow", "issue_rows"]

_WIDEST = 10_000  # an export has a column for each comment of the issue that has most of them


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
        document: The text, as `csv_text` reads it.

    Raises:
        InvalidInputError: It is no CSV, or a row has more cells than the header.

    >>> header, rows = issue_rows("Key,Link,Link\nA,B,C\n")
    >>> rows[0].all(("Link",))
    ('B', 'C')
    """
    first, *rest = csv_text(document, called="document", widest=_WIDEST).rows or [CsvRow(1, [])]
    header = [name.strip() for name in first.cells]
    return header, [_by_column(header, row) for row in rest if any(row.cells)]


def _by_column(header: list[str], row: CsvRow) -> IssueRow:
    if len(row.cells) > len(header):
        problem = sentence("faults.too many cells", cells=len(row.cells), columns=len(header))
        fault = Fault(sentence("where.line", line=str(row.line)), problem, sentence("remedies.quote cells"))
        raise InvalidInputError([fault])
    found: dict[str, list[str]] = {}
    for name, cell in zip(header, row.cells, strict=False):
        if cell.strip():
            found.setdefault(name.casefold(), []).append(plain_text(cell.strip()))
    return IssueRow(row.line, {name: tuple(cells) for name, cells in found.items()})
