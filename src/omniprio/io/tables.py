"""Portfolios as tables: for each concept a list of records, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidArgumentError, InvalidInputError
from omniprio.io.gathering import gathered
from omniprio.io.laying_out import tables_of
from omniprio.io.portfolio_tables import TABLES
from omniprio.io.sheet import Sheet
from omniprio.language import sentence
from omniprio.parameters import validated
from omniprio.portfolio import Portfolio
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from omniprio.annotations import Count
    from omniprio.io.cells import Cell
    from omniprio.io.gathering import Gathered
    from omniprio.io.table import Record

__all__ = ["from_tables", "portfolio_of_sheets", "separate_ids", "to_tables"]


@validated
def to_tables(portfolio: Portfolio) -> dict[str, list[Record]]:
    """Return a portfolio as tables.

    Args:
        portfolio: The portfolio.

    Returns:
        The records of each table by its name; what is as by default is left out. All records of a table have the
        same columns, of one kind each, as `pandas.DataFrame` and `polars.DataFrame` take them.

    >>> from omniprio import Initiative
    >>> tables = to_tables(Portfolio(horizon=2, initiatives=[Initiative(id="web", advances={"D2": 0.6})]))
    >>> tables["advances"]
    [{'initiative': 'web', 'field': 'D2', 'share': 0.6}]
    """
    return tables_of(portfolio)


@validated
def from_tables(
    tables: Mapping[str, Iterable[Mapping[str, Cell]]], *, horizon: Count | None = None
) -> Portfolio:
    """Return the portfolio in some tables.

    Args:
        tables: Records by the name of their table, at least initiatives; a cell is None or empty where nothing stands.
        horizon: The number of periods, where there is no table that says it.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with table, row (from 1) and column.
        InvalidArgumentError: A record is no dict.

    >>> rows = [{"id": "crm"}, {"id": "web", "requires": "crm", "advances": "D2=0.6; R2=0.3"}]
    >>> from_tables({"initiatives": rows}, horizon=4).by_id["web"].advances
    {'D2': 0.6, 'R2': 0.3}
    """
    records = {name: list(rows) for name, rows in tables.items()}
    if faults := list(_faults(records)):
        raise InvalidArgumentError(faults)
    return portfolio_of_sheets([_sheet(name, rows) for name, rows in records.items()], horizon=horizon)


def _faults(tables: Mapping[str, Sequence[object]]) -> Iterator[Fault]:
    for name, rows in tables.items():
        for place, row in enumerate(rows, start=1):
            if not isinstance(row, Mapping):
                yield Fault(
                    f"tables[{name}][{place}]",
                    sentence("faults.is", value=shown(row)),
                    sentence("remedies.dict of cells"),
                )


def _sheet(name: str, records: Sequence[Mapping[str, Cell]]) -> Sheet:
    header = list(dict.fromkeys(column for record in records for column in record))
    rows = [[record.get(column) for column in header] for record in records]
    called = sentence("where.table", name=name)
    return Sheet(name=name, called=called, header=header, rows=rows, first_row=1, decimals="")


def portfolio_of_sheets(sheets: Sequence[Sheet], *, horizon: int | None = None) -> Portfolio:
    """Return the portfolio in some sheets; see `from_tables`.

    Args:
        sheets: The sheets.
        horizon: The number of periods, where no sheet says it.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault in the user's words.
    """
    found = gathered(sheets, TABLES)
    separate_ids(found)
    data = found.data if horizon is None else {"horizon": horizon, **found.data}
    try:
        portfolio = Portfolio.model_validate(data)
    except InvalidInputError as error:
        raise InvalidInputError(found.places.told(error.faults), more=error.more) from None
    if found.places.wrong:
        raise InvalidInputError(found.places.told([]))
    return portfolio


def separate_ids(found: Gathered) -> None:
    """Take ids with commas in between in one cell apart: a text that is no id itself, and of which every part is one.

    Args:
        found: What was read, which is changed.
    """
    initiatives: list[dict[str, Any]] = found.data.get("initiatives", [])
    ids = {str(one.get("id")) for one in initiatives}
    for place, one in enumerate(initiatives):
        wanted, steps = one.get("requires"), ("initiatives", place, "requires")
        if isinstance(wanted, list) and not found.places.of((*steps, len(wanted) - 1)):  # all in one cell
            one["requires"] = [part for entry in wanted for part in _parts(entry, ids)]


def _parts(entry: object, ids: Collection[str]) -> list[object]:
    if not isinstance(entry, str) or entry in ids:
        return [entry]
    parts = [part.strip() for part in entry.split(",")]
    return [*parts] if all(part in ids for part in parts) else [entry]
