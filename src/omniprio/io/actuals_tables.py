"""What has happened by now, as tables: what has begun with what it cost, and how far fields were found to be.

There are two tables, `actual` and `measured`: sheets of a workbook, or CSV files in a folder. One CSV file alone is the
one of the two whose columns it has.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from omniprio.answers.replanning import Actuals
from omniprio.errors import InvalidInputError
from omniprio.io.columns import of_initiative, words
from omniprio.io.csv_files import csv_sheet, csv_sheets_in, save_tables
from omniprio.io.excel import sheets_for, sheets_in
from omniprio.io.gathering import gathered
from omniprio.io.headers import tables_called
from omniprio.io.laying_out import records_of
from omniprio.io.places import Places
from omniprio.io.portfolio_tables import MEASURED as MEASURED_BEFORE
from omniprio.io.table import Column, Table
from omniprio.io.workbook import FilledIn
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.portfolio.reading import faults_of, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.sheet import Sheet
    from omniprio.language import Language

__all__ = ["TABLES_OF_ACTUALS", "actuals_in", "read_actuals", "write_actuals"]

ACTUAL = Table(
    name="actual",
    at=("actual",),
    key="initiative",
    columns=(
        of_initiative(),
        Column(name="start", kind="whole"),
        words("mode"),
        Column(name="duration", kind="whole"),
        Column(name="cost", kind="data"),
        Column(name="spent", kind="numbers"),
        Column(name="stop_cost", kind="number"),
    ),
)
MEASURED = replace(MEASURED_BEFORE, words="measured now")
TABLES_OF_ACTUALS = (ACTUAL, MEASURED)
"""Both tables, in the order in which people fill them in."""

_INITIATIVES = "initiatives"
_FIELD = MEASURED.columns[0].name
"""The column by which a CSV file alone is known to hold measurements."""
_SPENT = "spent"

_ABOUT = ("workbook.of actuals", "workbook.to replan")


@validated
def read_actuals(path: Path | str) -> Actuals:
    """Read what has happened by now.

    Args:
        path: A file ending in `.json`, `.xlsx` or `.csv`, or a folder with `actual.csv` and `measured.csv`.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with its row and column.
        MissingExtraError: It is a workbook, and the extra `excel` is not installed.
        OSError: It cannot be read.
    """
    return actuals_in(Path(path))[0]


def actuals_in(path: Path) -> tuple[Actuals, Places]:
    """Return what has happened by now, and where in the tables it stands; see `read_actuals`."""
    if path.suffix.lower() == ".json":
        data, places = parsed(document_in(path)), Places()
    else:
        found = gathered(_sheets(path), TABLES_OF_ACTUALS)
        data, places = found.data, found.places
        data.setdefault("actual", {})
        _as_costs(data["actual"], places)
    try:
        actuals = Actuals.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(places.told(faults_of(error, data, Actuals))) from None
    if places.wrong:
        raise InvalidInputError(places.told([]))
    return actuals, places


def _sheets(path: Path) -> Sequence[Sheet]:
    if path.is_dir():
        return csv_sheets_in(path)
    if path.suffix.lower() == ".xlsx":
        return _without_portfolio(path)
    called, document = sentence("where.file", name=path.name), document_in(path)
    header = {str(name).strip().casefold() for name in csv_sheet(document, "", called=called).header}
    table = MEASURED if _FIELD in header else ACTUAL
    return [csv_sheet(document, table.name, called=called)]


def _without_portfolio(path: Path) -> Sequence[Sheet]:
    """Return the sheets with what has happened; beside a portfolio, `measured` is part of that."""
    has_portfolio = _INITIATIVES in {
        tables_called((_INITIATIVES,)).get(sheet.table) for sheet in sheets_in(path)
    }
    return sheets_for(path, [ACTUAL.name] if has_portfolio else [table.name for table in TABLES_OF_ACTUALS])


def _as_costs(begun: dict[str, dict[str, object]], places: Places) -> None:
    """Put what was spent in each period where the model has it: the profile of the cost.

    Args:
        begun: What stands in the rows, by initiative.
        places: Where it stands.
    """
    for name, entry in begun.items():
        if _SPENT not in entry:
            continue
        profile = entry.pop(_SPENT)
        (place,) = places.of(("actual", name, _SPENT))
        if "cost" in entry:
            problem = sentence("faults.second value", name="cost")
            places.blame(place, problem, sentence("remedies.keep one of two"))
        entry["cost"] = {"profile": profile}
        places.note(("actual", name, "cost"), place)


@validated
def write_actuals(actuals: Actuals, path: Path | str, *, language: Language = "en") -> None:
    """Write what has happened by now as tables, to be filled in and read back.

    Args:
        actuals: What has begun; `omniprio.answers.actuals_of` gives what should have.
        path: A file ending in `.xlsx`, or a folder, which gets `actual.csv` and `measured.csv`.
        language: The language of the sheets of a workbook and their columns.

    Raises:
        MissingExtraError: It is a workbook, and the extra `excel` is not installed.
        OSError: It cannot be written.
    """
    path = Path(path)
    data = actuals.model_dump(exclude_defaults=True)
    begun = {name: _with_spent(entry) for name, entry in data["actual"].items()}
    records = records_of(data | {"actual": begun}, TABLES_OF_ACTUALS)
    if path.suffix.lower() == ".xlsx":
        filled = FilledIn(TABLES_OF_ACTUALS, language)
        filled.about(*_ABOUT)
        for table in TABLES_OF_ACTUALS:
            filled.table(table, records[table.name])
        filled.save(path)
    else:
        headers = {table.name: [column.name for column in table.columns] for table in TABLES_OF_ACTUALS}
        whole = {
            name: [{column: row.get(column) for column in headers[name]} for row in rows]
            for name, rows in records.items()
        }
        save_tables(whole, path, headers)


def _with_spent(entry: dict[str, object]) -> dict[str, object]:
    """Return what is known of an initiative, with a cost that is nothing but its profile as what was spent."""
    cost = entry.get("cost")
    if not isinstance(cost, dict) or cost.keys() != {"profile"}:
        return entry
    others = {name: value for name, value in entry.items() if name != "cost"}
    return others | {_SPENT: cost["profile"]}
