"""The rows of a list of issues, by the columns of the tool that it comes from."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import dropwhile
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.csv_files import CsvRow, csv_text
from omniprio.io.encodings import first_line
from omniprio.io.formulas import plain_text
from omniprio.io.preset import own_name, preset_of
from omniprio.io.trello_boards import cards_of_a_board, is_a_board
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.io.preset import Preset

__all__ = ["IssueRow", "in_words_of", "is_issue_list", "issue_named", "issue_rows", "without_doubles"]

_WIDEST = 10_000  # an export has a column for each comment of the issue that has most of them
_NUMBERED = re.compile(r"(?:[^#]{0,60} )?#(\d{1,18})(?::? .*)?", re.DOTALL)
"""An issue by its number, before which may stand its type and behind which its title, as `Phase #10: Web shop`."""
_OF_A_REPOSITORY = re.compile(r"([\w.-]{1,100}/[\w.-]{1,100})#(\d{1,18})")
"""An issue of GitHub as others refer to it, which has an address."""
_AS_A_HEADER = 2
"""How many cells of a row are looked at to tell that it is the header of a further export."""


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


def issue_named(words: str, ids: Mapping[str, str]) -> str | None:
    """Return the id of the issue that a cell names, None where it is none of the file.

    Args:
        words: What it is called, or its number behind a #.
        ids: The id of each issue by what it is called.

    >>> issue_named("Phase #10: Web shop", {"10": "10"}), issue_named("C#", {"10": "10"})
    ('10', None)
    >>> issue_named("acme/shop#11", {"https://github.com/acme/shop/issues/11": "sso"})
    'sso'
    """
    if words in ids:
        return ids[words]
    if found := _OF_A_REPOSITORY.fullmatch(words):
        return ids.get(f"https://github.com/{found[1]}/issues/{found[2]}")
    found = _NUMBERED.fullmatch(words)
    return ids.get(found[1]) if found else None


def is_issue_list(beginning: bytes) -> bool:
    r"""Tell by its header whether CSV is a list of issues of a tool that is known; a board of Trello is one too.

    Args:
        beginning: The first bytes of a file.

    >>> is_issue_list(b"Summary,Issue key\nWeb shop,OM-1\n"), is_issue_list(b"id,title\nweb,Web shop\n")
    (True, False)
    """
    if is_a_board(beginning):
        return True
    header = first_line(beginning)
    separator = max(",;\t", key=header.count)
    cells = next(csv.reader([header], delimiter=separator), [])
    return preset_of(cells) is not None


def issue_rows(document: str | bytes) -> tuple[list[str], list[IssueRow]]:
    r"""Return the header and the rows of a CSV file, or of a board of Trello.

    Where files have been put together, the header comes again, and what follows has the columns that it says.

    Args:
        document: The text, as `csv_text` reads it.

    Raises:
        InvalidInputError: It is no CSV, or a row has more cells than the header.

    >>> header, rows = issue_rows("Key,Link,Link\nA,B,C\n")
    >>> rows[0].all(("Link",))
    ('B', 'C')
    """
    cards = [CsvRow(number, row) for number, row in enumerate(cards_of_a_board(document), start=1)]
    rows_there = cards or csv_text(document, called="document", widest=_WIDEST, titled=True).rows
    first, *rest = [*dropwhile(lambda row: not any(map(str.strip, row.cells)), rows_there)] or [CsvRow(1, [])]
    header = every = [name.strip() for name in first.cells]
    rows: list[IssueRow] = []
    for row in rest:
        if _is_header(row.cells, every):
            header = [name.strip() for name in row.cells]
            every = [*dict.fromkeys([*every, *header])]
        elif any(row.cells):
            rows.append(_by_column(header, row))
    return every, rows


def _is_header(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a row begins with the names of columns."""
    first = [cell.strip() for cell in cells if cell.strip()][:_AS_A_HEADER]
    return len(first) == _AS_A_HEADER and all(cell in header for cell in first)


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


def in_words_of(preset: Preset, row: IssueRow) -> IssueRow:
    """Return a row by the names that a preset has for its columns, whatever language they are in."""
    found: dict[str, tuple[str, ...]] = {}
    for name, cells in row.cells.items():
        own = own_name(preset, name).casefold()
        found[own] = (*found.get(own, ()), *cells)
    return IssueRow(row.line, found)


def without_doubles(rows: Iterable[IssueRow]) -> tuple[list[IssueRow], list[IssueRow]]:
    """Return rows without those that say the same as an earlier one, as overlapping exports do, and these.

    Args:
        rows: The rows.
    """
    kept: dict[frozenset[tuple[str, tuple[str, ...]]], IssueRow] = {}
    again = [row for row in rows if kept.setdefault(frozenset(row.cells.items()), row) is not row]
    return [*kept.values()], again
