"""Which of several sheets holds the projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.amounts import amount_in
from omniprio.io.headers import every_table, folded, tables_called
from omniprio.io.portfolio_tables import TABLES_BY_NAME
from omniprio.io.sheet import blank
from omniprio.io.table_layout import likeness
from omniprio.io.turned_tables import labels_down
from omniprio.language import catalogue, languages, sentence
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.io.imported import Note
    from omniprio.io.preset import Preset
    from omniprio.io.sheet import Sheet
    from omniprio.language import Sentence

__all__ = [
    "INITIATIVES",
    "KNOWN",
    "OURS",
    "is_no_header",
    "main_sheet",
    "no_projects",
    "no_rows",
    "nothing_left",
    "table_of",
]

INITIATIVES = "initiatives"
"""The table of projects."""
OURS = tables_called(TABLES_BY_NAME)
"""The tables of a portfolio, by what they are called in any language."""
KNOWN = tables_called(every_table())
"""The tables that a workbook of ours can hold."""
_EVERY_PLAN = {"schedule", "periods"}
_OF_PLANS = _EVERY_PLAN | set(
    map(
        folded,
        [
            "left_out",
            "synergies",
            "milestones",
            "cash",
            "cash_of_each",
            "goals",
            "out_of_reach",
            "provenance",
        ],
    )
)
"""The tables that the folder of a plan always has, and those that it can have."""
_LOOKED_AT = 40


def table_of(sheet: Sheet) -> str:
    """Return the table of a portfolio that a sheet is, empty where it is none."""
    return OURS.get(sheet.table, "")


def main_sheet(sheets: Sequence[Sheet], preset: Preset | None, called: Sentence) -> Sheet:
    """Return the sheet that holds the projects: the one that a preset names, or ours, or the one most like it.

    Args:
        sheets: The sheets.
        preset: What the columns are called; None for what is known.
        called: What the sheets are called together in faults.

    Raises:
        InvalidInputError: There is none, or they are those of a plan.
    """
    if _is_a_plan(sheets):
        raise InvalidInputError(
            [Fault(called, sentence("faults.a plan"), sentence("remedies.its portfolio"))]
        )
    wanted = preset.sheet.strip().casefold() if preset else ""
    for sheet in sheets:
        if wanted and sheet.name.strip().casefold() == wanted:
            return sheet
    if ours := [sheet for sheet in sheets if table_of(sheet) == INITIATIVES]:
        return ours[0]
    others = [sheet for sheet in sheets if sheet.table not in KNOWN]
    scores = {
        id(sheet): max(
            labels_down(sheet, preset),
            *(likeness(row, preset) for row in [sheet.header, *sheet.rows[:_LOOKED_AT]]),
        )
        for sheet in others
    }
    best = max(
        others,
        key=lambda sheet: (scores[id(sheet)] > 0 and not sheet.hidden, scores[id(sheet)]),
        default=None,
    )
    if best is None or not scores[id(best)]:
        raise no_projects(called)
    return best


def _is_a_plan(sheets: Sequence[Sheet]) -> bool:
    """Tell whether sheets are those of a plan: of its workbook, which has pages for people and no tables to read, or of its folder."""
    names = {sheet.table for sheet in sheets}
    return _EVERY_PLAN <= names <= _OF_PLANS or any(
        {folded(str(catalogue(code).words[f"pages.page {page}"])) for page in ("schedule", "gantt")} <= names
        for code in languages()
    )


def is_no_header(sheet: Sheet) -> bool:
    """Tell whether a row holds no header that is known, but amounts or a single name, as rows of projects do.

    Args:
        sheet: The sheet, from that row on.
    """
    cells = [str(cell) for cell in sheet.header if not blank(cell)]
    is_row = len(cells) == 1 or any(amount_in(cell) is not None for cell in cells)
    return not likeness(sheet.header, None) and is_row


def no_projects(called: Sentence) -> InvalidInputError:
    """Return the error that says that there is no table of projects.

    Args:
        called: What the tables are called together.
    """
    fault = Fault(called, sentence("faults.no projects"), sentence("remedies.header or preset"))
    return InvalidInputError([fault])


def no_rows(called: str) -> InvalidInputError:
    """Return the error that says that a table has a header only.

    Args:
        called: What the table is called.
    """
    return InvalidInputError([Fault(called, sentence("faults.no rows"), sentence("remedies.write rows"))])


def nothing_left(called: str, notes: Iterable[Note]) -> InvalidInputError:
    """Return the error that says that all projects of a table are done, and which other sheets may hold some that are not.

    Args:
        called: What the table is called.
        notes: What is noted of the other sheets, as that one looks like a table of projects too.
    """
    names = [
        str(note.text.fact.values["name"])
        for note in notes
        if note.text.fact and note.kind == "notes.sheet like it"
    ]
    more = (
        sentence("remedies.another sheet", names=listed(names), name=names[-1])
        if names
        else sentence("remedies.open projects")
    )
    return InvalidInputError([Fault(called, sentence("faults.all done"), more)])
