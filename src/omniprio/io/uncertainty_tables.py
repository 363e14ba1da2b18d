"""What is not known of a portfolio, as tables: what estimates range over, where we may be, and how budgets may turn out.

There are three tables, `uncertain`, `uncertain_start` and `budget_cases`: sheets of a workbook, which may be that of the
portfolio, or CSV files in a folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from omniprio.answers.robustness import Uncertainty
from omniprio.errors import InvalidInputError
from omniprio.io.columns import of_initiative, words
from omniprio.io.csv_files import csv_sheets_in
from omniprio.io.excel import sheets_for
from omniprio.io.gathering import gathered
from omniprio.io.table import Column, Table
from omniprio.language import sentence
from omniprio.parameters import validated
from omniprio.portfolio.reading import faults_of

if TYPE_CHECKING:
    from omniprio.io.places import Places

__all__ = [
    "BUDGET_CASES",
    "TABLES_OF_UNCERTAINTY",
    "UNCERTAIN",
    "UNCERTAIN_START",
    "read_uncertainty",
    "uncertainty_in",
]

_PARTS = ("duration", "cost", "running", "benefit", "advances")
_OF_AN_INITIATIVE, _OF_A_MODE = (1, "initiative"), (3, "mode")
"""How many keys lead to what a column names."""
_NUMBERS = tuple(Column(name=name, kind="number") for name in ("low", "likely", "high"))

UNCERTAIN = Table(
    name="uncertain",
    at=("rows",),
    listed=True,
    columns=(
        of_initiative(),
        words("mode"),
        Column(name="part", kind="text", choices=_PARTS),
        words("field", refers="fields"),
        *_NUMBERS,
    ),
)
UNCERTAIN_START = Table(
    name="uncertain_start",
    at=("start",),
    key="field",
    columns=(words("field", refers="fields"), *_NUMBERS),
)
BUDGET_CASES = Table(
    name="budget_cases",
    at=("budgets",),
    listed=True,
    columns=(
        words("name"),
        Column(name="weight", kind="number"),
        Column(name="budget", kind="number"),
        Column(name="budgets", kind="data"),
    ),
)
TABLES_OF_UNCERTAINTY = (UNCERTAIN, UNCERTAIN_START, BUDGET_CASES)
"""The tables, in the order in which people fill them in."""


@validated
def read_uncertainty(path: Path | str) -> Uncertainty:
    """Read what is not known of a portfolio.

    Args:
        path: A workbook ending in `.xlsx`, whose other sheets may be those of the portfolio, or a folder with
            `uncertain.csv` and what else there is.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with its sheet, row and column.
        MissingExtraError: It is a workbook, and the extra `excel` is not installed.
        OSError: It cannot be read.
    """
    return uncertainty_in(Path(path))[0]


def uncertainty_in(path: Path) -> tuple[Uncertainty, Places]:
    """Return what is not known of a portfolio, and where in the tables it stands; see `read_uncertainty`."""
    names = [table.name for table in TABLES_OF_UNCERTAINTY]
    sheets = csv_sheets_in(path) if path.is_dir() else sheets_for(path, names)
    found = gathered(sheets, TABLES_OF_UNCERTAINTY)
    rows = found.data.pop("rows", [])
    data = {"initiatives": _by_initiative(rows, found.places), **found.data}
    try:
        uncertainty = Uncertainty.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(found.places.told(faults_of(error, data, Uncertainty))) from None
    if found.places.wrong:
        raise InvalidInputError(found.places.told([]))
    return uncertainty, found.places


def _by_initiative(rows: list[dict[str, Any]], places: Places) -> dict[str, Any]:
    """Return what rows say by initiative, mode and part, and note where each estimate stands."""
    initiatives: dict[str, Any] = {}
    for number, row in enumerate(rows):
        (place,) = places.of(("rows", number))
        steps = _steps(row)
        if lacking := [name for name in ("initiative", "part", *_needs_field(row)) if name not in row]:
            for name in lacking:
                places.blame(
                    place.at(place.row, name), sentence("faults.blank"), sentence("remedies.fill in")
                )
            continue
        holder = initiatives
        for step in steps[:-1]:
            holder = holder.setdefault(step, {})
        if steps[-1] in holder:
            places.blame(place, sentence("faults.stands twice"), sentence("remedies.keep one of two"))
        holder[steps[-1]] = {name: row[name] for name in ("low", "likely", "high") if name in row}
        places.note(("initiatives", *steps), place)
        for length, name in (_OF_AN_INITIATIVE, _OF_A_MODE):
            for cell in places.of(("rows", number, name)):
                places.note(("initiatives", *steps[:length]), cell)
    return initiatives


def _needs_field(row: dict[str, Any]) -> tuple[str, ...]:
    return ("field",) if row.get("part") == "advances" else ()


def _steps(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys that lead to an estimate in an uncertainty."""
    of_mode = ("modes", str(row["mode"])) if "mode" in row else ()
    of_field = (str(row["field"]),) if "field" in row else ()
    return (str(row.get("initiative")), *of_mode, str(row.get("part")), *of_field)
