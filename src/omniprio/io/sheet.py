"""A table as it was given, and what its headers mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from omniprio.io.cells import unquoted
from omniprio.io.headers import (
    choices_called,
    columns_called,
    folded,
    header_of,
    language_of_names,
    tables_called,
    title_of,
)
from omniprio.io.places import Place
from omniprio.language import sentence
from omniprio.spelling import hints, listed, use_one_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from omniprio.io.cells import Decimals, Given
    from omniprio.io.places import Places
    from omniprio.io.table import Column, Table
    from omniprio.language import Language

__all__ = ["Sheet", "Slot", "blank", "recognised", "slots_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table as it was given.

    Attributes:
        name: What table it is to be.
        called: What the user calls it, as `sheet costs`.
        header: What stands above each column.
        rows: The cells below.
        first_row: The number of the first of these rows, as the user sees it.
        decimals: The decimal mark of numbers written as text; blank where nothing tells of it.
        rank: Where its table comes among all; -1 while that is not known, or where it is none.
        language: The language in which it, and the sheets beside it, are called.
        hidden: Whether a spreadsheet program does not show it.
        labels: What the user calls each column, where that is not its header.
        merged: The cells that are merged over rows: the numbers of the first and the last, and the column, from 0.
        coloured: The cells in another colour than the first of their row, and those merged over columns: the number of the row, and the column, from 0.
        hidden_rows: The numbers of the rows that a spreadsheet program does not show.
        hidden_columns: The columns that it does not show, from 0.
    """

    name: str
    called: str
    header: Sequence[Given]
    rows: Sequence[Sequence[Given]]
    first_row: int = 2
    decimals: Decimals = "."
    rank: int = -1
    language: Language = "en"
    hidden: bool = False
    labels: Sequence[str] = ()
    merged: Sequence[tuple[int, int, int]] = ()
    coloured: Collection[tuple[int, int]] = ()
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()

    @property
    def table(self) -> str:
        """The name of the table without regard to case and blanks."""
        return folded(self.name)

    @property
    def place(self) -> Place:
        """The whole sheet."""
        return Place(self.rank, self.called)


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of a sheet.

    Attributes:
        column: What it holds.
        word: For which language, part or kind; None where there is one column for all.
        header: Its header as given.
        words: The word that can be chosen for each way to write it, in any language.
    """

    column: Column
    word: str | None
    header: str
    words: Mapping[str, str] = field(default_factory=dict, compare=False)


def blank(cell: Given) -> bool:
    """Return whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def recognised(sheets: Sequence[Sheet], places: Places, tables: Sequence[Table]) -> list[Sheet]:
    """Return the sheets that are tables of some data, in the order of the tables.

    Args:
        sheets: The sheets, in any order.
        places: Where it is noted that a sheet is no table, or one again.
        tables: The tables that there are.
    """
    ranks = {table.name: rank for rank, table in enumerate(tables)}
    called = tables_called(ranks)
    language = language_of_names([sheet.name for sheet in sheets], [*ranks])
    named = [replace(sheet, name=called.get(sheet.table, sheet.name), language=language) for sheet in sheets]
    known = [title_of(name, language) for name in ranks]
    found: dict[str, Sheet] = {}
    hint = hints([sheet.table for sheet in named if sheet.table not in ranks], known)
    for sheet in (replace(sheet, rank=ranks.get(sheet.table, -1)) for sheet in named):
        if sheet.table not in ranks:
            remedy = sentence("remedies.remove or use", names=listed(known), hint=hint[sheet.table])
            places.blame(sheet.place, sentence("faults.no table"), remedy)
        elif sheet.table in found:
            places.blame(
                sheet.place,
                sentence("faults.table again", name=title_of(sheet.table, language)),
                sentence("remedies.keep one of two"),
            )
        else:
            found[sheet.table] = sheet
    return [found[name] for name in ranks if name in found]


def slots_of(sheet: Sheet, table: Table, places: Places) -> list[Slot | None]:
    """Return what each column of a sheet is, None for one that is nothing.

    Args:
        sheet: The sheet.
        table: What it is to hold.
        places: Where it is noted that a column is unknown, stands twice or has no header.
    """
    slots: list[Slot | None] = []
    seen: set[tuple[Column, str | None]] = set()
    columns = {column.name: column for column in table.columns}
    names = columns_called(table.name, columns)
    known = _known(table, sheet.language)
    for number, header in enumerate(map(_label, sheet.header)):
        slot = _slot(header, columns, names)
        if slot and sheet.labels:
            slot = replace(slot, header=sheet.labels[number])
        place = sheet.place.at(column=slot.header if slot else header)
        if slot is None and header:
            remedy = use_one_of(known, hints([header], known)[header])
            table_name = title_of(table.name, sheet.language)
            places.blame(place, sentence("faults.no column of", table=table_name), remedy)
        elif slot and (slot.column, slot.word) in seen:
            places.blame(place, sentence("faults.stands twice"), sentence("remedies.keep one of two"))
            slot = None
        elif slot:
            seen.add((slot.column, slot.word))
        slots.append(slot)
    _headless(sheet, places)
    return slots


def _label(header: Given) -> str:
    return "" if header is None else str(header).strip()


def _known(table: Table, language: Language) -> list[str]:
    """Return the headers that a table can have."""
    headers = [(column, header_of(table.name, column.name, language)) for column in table.columns]
    return [header if column.alone else f"{header}.{column.of_each}" for column, header in headers]


def _slot(header: str, columns: Mapping[str, Column], names: Mapping[str, str]) -> Slot | None:
    name, dot, word = header.partition(".")
    column = columns.get(names.get(folded(name), ""))
    if column is None or not (column.of_each if dot else column.alone):
        return None
    words = choices_called(column.choices) if column.choices else {}
    return Slot(column, unquoted(word.strip()) if dot else None, header, words)


def _headless(sheet: Sheet, places: Places) -> None:
    """Note the first cell in which something stands under no header."""
    headless = {place for place, header in enumerate(sheet.header) if not _label(header)}
    for number, row in enumerate(sheet.rows, start=sheet.first_row) if headless else ():
        for place, cell in enumerate(row):
            if place in headless and not blank(cell):
                where = sheet.place.at(number, str(place + 1))
                places.blame(where, sentence("faults.no header"), sentence("remedies.header or clear"))
                return
