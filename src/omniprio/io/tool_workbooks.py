"""Lists of issues and tasks that another tool's export is kept as in a workbook: read as the CSV that it was."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

from omniprio.errors import InvalidInputError
from omniprio.io.cells import digits
from omniprio.io.jira import from_jira
from omniprio.io.main_sheet import nothing_left
from omniprio.io.preset import preset_of
from omniprio.io.table_layout import label
from omniprio.io.task_tables import from_task_table, is_task_table
from omniprio.language import Sentence
from omniprio.portfolio import Horizon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.cells import Given
    from omniprio.io.imported import Imported, Note
    from omniprio.io.project_tables import Asked
    from omniprio.io.sheet import Sheet

__all__ = ["as_of_a_tool"]


def as_of_a_tool(sheet: Sheet, asked: Asked, notes: Sequence[Note]) -> Imported | None:
    """Return the portfolio of a list of issues or a table of tasks of a tool that is known, None where it is neither.

    Args:
        sheet: The table, from its header on.
        asked: The periods that are asked for.
        notes: What is noted of other sheets, of which some may hold what is not done where all is here.

    Raises:
        InvalidInputError: It cannot be read.
    """
    try:
        return _of_a_tool(sheet, asked)
    except InvalidInputError as error:
        problem = error.faults[0].problem
        known = problem.fact if isinstance(problem, Sentence) else None
        others = any(note.kind == "notes.sheet like it" for note in notes)
        if others and known and known.kind == "faults.no issue":
            raise nothing_left(sheet.called, notes) from None
        raise


def _of_a_tool(sheet: Sheet, asked: Asked) -> Imported | None:
    header = [label(cell) for cell in sheet.header]
    if preset_of(header):
        unit = asked.unit or "quarter"
        given = Horizon(periods=asked.periods, unit=unit, start=asked.start) if asked.periods else None
        return from_jira(_as_csv(header, sheet.rows), horizon=given, unit=asked.unit, start=asked.start)
    text = _as_csv(header, sheet.rows)
    if is_task_table(text.partition("\n")[0].encode()):
        return from_task_table(text, unit=asked.unit, start=asked.start, periods=asked.periods)
    return None


def _as_csv(header: Sequence[str], rows: Sequence[Sequence[Given]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    width = max((place for place, name in enumerate(header, start=1) if name), default=0)
    shares = [
        _is_in_shares(name, [row[place] for row in rows if place < len(row)])
        for place, name in enumerate(header)
    ]
    writer.writerow(" ".join(name.split()) for name in header[:width])
    for row in rows:
        cells = [*row[:width], *[None] * (width - len(row))]
        writer.writerow(_written(cell, share=share) for cell, share in zip(cells, shares, strict=False))
    return out.getvalue()


def _is_in_shares(name: str, cells: Sequence[Given]) -> bool:
    """Tell whether a column of per cent holds shares, as a spreadsheet does: none of them is more than 1."""
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    return "complet" in name.casefold() and bool(numbers) and max(numbers) <= 1


def _written(cell: Given, *, share: bool) -> str:
    """Return a cell as CSV has it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):  # a moment too, of which only the day counts
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return digits(cell * 100 if share else cell)
    return ""
