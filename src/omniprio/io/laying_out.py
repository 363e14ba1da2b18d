"""From data to the records of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.cells import digits, written_cell, written_data
from omniprio.io.portfolio_tables import TABLES, TABLES_BY_NAME
from omniprio.io.table import column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.io.cells import Cell
    from omniprio.io.table import Column, Record, Table
    from omniprio.portfolio import Portfolio

__all__ = ["in_columns", "records_of", "tables_of"]

_ALWAYS = ("settings", "horizon", "initiatives")


def tables_of(portfolio: Portfolio) -> dict[str, list[Record]]:
    """Return the tables of a portfolio, those without rows left out; see `omniprio.io.to_tables`."""
    found = records_of(portfolio.model_dump(exclude_defaults=True), TABLES)
    return {name: rows for name, rows in found.items() if rows or name in _ALWAYS}


def records_of(data: Mapping[str, object], tables: Sequence[Table]) -> dict[str, list[Record]]:
    """Return the records of each of some tables, by its name.

    Args:
        data: What they hold, as `model_dump` gives it.
        tables: The tables.
    """
    return {
        table.name: in_columns(_in_order(table, list(_rows(table, data))), table.needed) for table in tables
    }


def _in_order(table: Table, rows: Sequence[Record]) -> list[Record]:
    """Return the rows in which something stands, their columns in the order of the table."""
    rank = {column.name: place for place, column in enumerate(table.columns)}
    names = list(dict.fromkeys(name for row in rows for name in row))
    names.sort(key=lambda name: rank[name.partition(".")[0]])
    filled = [row for row in rows if any(cell is not None for cell in row.values())]
    return [{name: row.get(name) for name in names} for row in filled]


def _rows(table: Table, data: Mapping[str, object]) -> Iterator[Record]:
    for name, holder in _holders(table, data):
        for key, entry in _entries(table, holder):
            row: dict[str, Cell] = {table.owner_column: name} if table.owner else {}
            row |= {table.key: key or None} if table.key else {}
            yield row | _contents(table, entry)


def _holders(table: Table, data: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield what rows of a table can belong to, with its id."""
    if not table.owner:
        yield "", data
        return
    for key, owner in _entries(TABLES_BY_NAME[table.owner], data):
        if isinstance(owner, dict):
            yield owner.get("id", key), owner


def _entries(table: Table, holder: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield what the table has a row for, with its key."""
    if table.without_key and isinstance(alone := holder.get(table.without_key), dict):
        yield "", alone
    found: object = holder
    for step in table.at:
        found = found.get(step) if isinstance(found, dict) else None
    if table.key:
        yield from found.items() if isinstance(found, dict) else ()
    elif table.listed:
        yield from (("", entry) for entry in found) if isinstance(found, tuple) else ()
    elif isinstance(found, dict) or (table.plain and found is not None):
        yield "", found


def _contents(table: Table, entry: object) -> dict[str, Cell]:
    """Return the cells that describe one thing."""
    if table.value or not isinstance(entry, dict):
        name = table.value or table.plain
        return {name: None if entry is None else written_cell(entry)}
    marker, default = table.marker
    row: dict[str, Cell] = {marker: default} if marker else {}
    for column in table.contents:
        value = entry.get(column.name)
        if column.short or value is None:
            continue
        if column.of_each and isinstance(value, dict):
            row |= {column_name(column.name, word): cell for word, cell in _each(column, value)}
        elif _fits(column, value):
            row[column.name] = written_data(value) if column.kind == "data" else written_cell(value)
    return row


def _each(column: Column, value: Mapping[str, object]) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of a column of which there are several, by what each is for; a text in each language has one for each."""
    for word, part in value.items():
        if column.of_each == "part" and isinstance(part, dict):
            yield from ((f"{word}.{language}", written_cell(own)) for language, own in part.items())
        else:
            yield word, written_cell(part)


def _fits(column: Column, value: object) -> bool:
    """Return whether a value stands in this column; an object or a list of objects has a table of its own."""
    if isinstance(value, dict):
        return column.kind in {"shares", "data"}
    return not isinstance(value, tuple) or column.kind in {"names", "numbers", "amounts"}


def in_columns(rows: Sequence[Record], first: Sequence[str] = ()) -> list[Record]:
    """Return records that all have the same columns, without those in which nothing stands.

    A column of which some cells are texts holds texts alone, so that any data frame takes it.

    Args:
        rows: The records.
        first: The columns that stand first and are there even if they are blank.
    """
    names = list(first)
    for row in rows:
        names += [name for name, cell in row.items() if name not in names and cell is not None]
    texts = {name for row in rows for name, cell in row.items() if isinstance(cell, str)}
    return [
        {name: _as_text(row.get(name)) if name in texts else row.get(name) for name in names} for row in rows
    ]


def _as_text(cell: Cell) -> Cell:
    return digits(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell
