"""The cells of a table of projects, by what their columns are for, and what is noted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.cells import BadCellError, digits
from omniprio.io.header_words import folded, says_nothing
from omniprio.io.imported import Note
from omniprio.language import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.amounts import Mark
    from omniprio.io.cells import Given
    from omniprio.io.column_uses import Use
    from omniprio.io.preset import Preset
    from omniprio.io.project_row import ProjectRow
    from omniprio.io.sheet import Sheet

__all__ = ["ProjectCells"]


class ProjectCells:
    """The cells of a table.

    Attributes:
        sheet: The table.
        preset: How it is read.
        uses: Its columns that are for something.
        notes: What to know about how they were read.
        bad: What is wrong with cells, by row and column.
        titles: The titles of its rows, by id.
    """

    def __init__(self, sheet: Sheet, uses: Sequence[Use], preset: Preset) -> None:
        """Take a table, and what its columns are for."""
        self.sheet, self.preset = sheet, preset
        self.uses = [use for use in uses if use.field or use.own]
        self.notes: list[Note] = []
        self.bad: dict[tuple[int, int], BadCellError] = {}
        self.titles: dict[str, str] = {}

    def of(self, *names: str) -> list[Use]:
        """Return the columns that are for something."""
        return [use for use in self.uses if (use.field or use.own) in names]

    def cell(self, row: ProjectRow, use: Use) -> Given:
        """Return what stands in a column of a row."""
        cells = self.sheet.rows[row.place]
        return cells[use.place] if use.place < len(cells) else None

    def text(self, row: ProjectRow, use: Use) -> str:
        """Return what stands in a column of a row as text."""
        cell = self.cell(row, use)
        if isinstance(cell, str):
            return "" if says_nothing(cell) else cell.strip()
        return digits(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else ""

    def where(self, use: Use) -> Sentence:
        """Return what a column is called in a note."""
        return sentence("where.column of", table=self.sheet.called, column=use.header)

    def at(self, row: ProjectRow) -> Sentence:
        """Return what a row is called in a note."""
        number = str(self.sheet.first_row + row.place)
        return sentence("where.row of", table=self.sheet.called, rows=number)

    def called(self, name: str) -> str:
        """Return what a row is called in a note: by its title, with its id where that is another."""
        title = " ".join(self.titles.get(name, "").split())
        return f"{title} ({name})" if title and title not in name else name

    def note(self, where: str, text: Sentence) -> None:
        """Keep a note."""
        self.notes.append(Note(where=where if isinstance(where, Sentence) else Sentence(where), text=text))

    def unit(self, use: Use) -> str:
        """Return the words for the unit of a column; blank where it has none."""
        return {folded(name): unit for name, unit in self.preset.units.items()}.get(folded(use.header), "")

    @property
    def mark_said(self) -> Mark | None:
        """The sign before decimals that is said: by a preset, or by the separator of a file."""
        return self.preset.decimals or ("," if self.sheet.decimals == "," else None)
