"""Any table of projects: a workbook or a CSV file in our form, or as people and other tools make them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from omniprio.errors import InvalidInputError
from omniprio.io.budget_lines import without_budgets
from omniprio.io.column_proposals import proposed
from omniprio.io.column_uses import holds_thousands, is_in_our_words, uses_of
from omniprio.io.csv_files import csv_sheet, csv_sheets_in, read_csv
from omniprio.io.drawn_bars import with_drawn_bars
from omniprio.io.encodings import in_unicode
from omniprio.io.excel import sheets_in
from omniprio.io.gathering import gathered
from omniprio.io.group_labels import with_group_labels
from omniprio.io.imported import Imported, Note, called_after, grouped
from omniprio.io.limits_beside import limits_beside
from omniprio.io.main_sheet import (
    INITIATIVES,
    KNOWN,
    OURS,
    is_no_header,
    main_sheet,
    no_projects,
    no_rows,
    nothing_left,
    table_of,
)
from omniprio.io.merged_cells import with_merged_cells
from omniprio.io.other_rows import is_numbered, without_other_rows
from omniprio.io.portfolio_tables import TABLES, TABLES_BY_NAME
from omniprio.io.project_tables import PERIODS, Asked, in_our_words
from omniprio.io.second_table import first_table
from omniprio.io.sheet import blank
from omniprio.io.table_completion import completed
from omniprio.io.table_days import fitted
from omniprio.io.table_layout import (
    joined_at_the_end,
    label,
    likeness,
    own_names,
    row_of,
    rows_of,
    with_header,
)
from omniprio.io.tables import portfolio_of_sheets
from omniprio.io.tool_workbooks import as_of_a_tool
from omniprio.io.turned_tables import turned
from omniprio.io.unit_lines import with_unit_above
from omniprio.language import Sentence, sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.portfolio import Horizon
from omniprio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from omniprio.annotations import Count
    from omniprio.io.column_uses import Use
    from omniprio.io.gathering import Gathered
    from omniprio.io.preset import Preset
    from omniprio.io.project_tables import InOurWords
    from omniprio.io.sheet import Sheet
    from omniprio.portfolio import Portfolio
    from omniprio.portfolio.horizon import Unit

__all__ = ["holds_our_tables", "portfolio_in", "portfolio_in_folder", "preset_for", "read_table"]

_WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}
_PACKED = b"PK\x03\x04"
"""How a workbook begins, whatever its file is called."""
_LOOKED_AT = 40
_OF_GROUPS = {"labels", "team", "owner"}
"""The fields whose columns can have one cell for a group of rows."""
_YEAR = re.compile(r"20\d\d")
_BESIDE = {"horizon", "settings"}
"""The tables that say nothing of what a plan is for."""


@validated
def read_table(
    path: Path | str,
    horizon: Count | None = None,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    encoding: str | None = None,
    preset: Preset | None = None,
) -> Imported:
    """Read a table of projects, in our form or as people make it, and say what was assumed.

    The columns are known by their names in several languages; `preset_for` returns how, to be changed and given back.
    Lines above the header, totals, remarks and other sheets are passed over with a note.

    Args:
        path: A workbook, a CSV file, or a folder of CSV files.
        horizon: The number of periods; by default those that the file says, else as many as the work needs.
        unit: How long a period is, where the file does not say it; by default the one that fits the dates.
        start: The first day of period 1, where the file does not say it.
        encoding: What a CSV file is encoded in; by default Unicode, else Windows-1252 with a note.
        preset: What its columns are called, and how they are read; by default as `preset_for` proposes.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with sheet, row and column.
        MissingExtraError: A workbook is read, and the extra `excel` is not installed.
        OSError: The file cannot be read.
    """
    path = Path(path)
    asked = Asked(periods=horizon, unit=unit, start=start)
    source = _source(path, encoding or (preset.encoding if preset else ""))
    reading = _Reading(source, preset, asked)
    found = reading.result()
    return found if reading.ours and reading.is_workbook and reading.others else called_after(found, path)


def portfolio_in_folder(path: Path, horizon: Count | None = None) -> Imported | Portfolio:
    """Read a folder of CSV files: of tables in our form, or of a table of projects as people make it.

    Args:
        path: The folder.
        horizon: The number of periods, where the tables do not say it.
    """
    ours = not path.is_dir() or holds_our_tables(csv_sheets_in(path))
    return read_csv(path, horizon) if ours else read_table(path, horizon)


@validated
def preset_for(path: Path | str, *, encoding: str | None = None) -> Preset:
    """Return how a table of projects would be read: the names of its columns, by what they are for.

    Args:
        path: A workbook or a CSV file.
        encoding: What a CSV file is encoded in; by default Unicode, else Windows-1252.

    Returns:
        A preset that `read_table` takes.

    Raises:
        InvalidInputError: There is no table in it.
        MissingExtraError: A workbook is read, and the extra `excel` is not installed.
        OSError: The file cannot be read.
    """
    return _Reading(_source(Path(path), encoding or ""), None, Asked()).preset


def portfolio_in(sheets: Sequence[Sheet], name: str, *, horizon: int | None) -> Portfolio:
    """Return the portfolio in tables that are in our form, as `from_tables` reads them, or as people make them.

    Args:
        sheets: The tables.
        name: What they are called together in faults.
        horizon: The number of periods, where no table says it; else as many as the work needs.

    Raises:
        InvalidInputError: Something is wrong; it lists every fault with table, row and column.
    """
    ours = holds_our_tables(sheets)
    unclear = holds_thousands(sheet for sheet in sheets if table_of(sheet) == INITIATIVES)
    if ours and not unclear and not gathered(sheets, TABLES).places.wrong:
        return portfolio_of_sheets(sheets, horizon=horizon)
    source = _Source(sheets, name, Sentence(name))
    try:
        return _Reading(source, None, Asked(periods=horizon)).result().portfolio
    except InvalidInputError:
        if unclear or not ours:
            raise
    return portfolio_of_sheets(sheets, horizon=horizon)  # which refuses it in the words of our form


def holds_our_tables(sheets: Sequence[Sheet]) -> bool:
    """Tell whether the projects in some tables are in our form: under our name, with no headers but ours.

    Args:
        sheets: The tables.
    """
    ours = [sheet for sheet in sheets if table_of(sheet) == INITIATIVES]
    return bool(ours) and (is_in_our_words(ours[0]) or not any(map(label, ours[0].header)))


class _Source(NamedTuple):
    """Where tables come from.

    Attributes:
        sheets: The tables.
        name: What they are called together.
        called: What they are called in faults.
        is_workbook: Whether they are the sheets of a workbook.
        notes: What to know about how they came to be tables.
    """

    sheets: Sequence[Sheet]
    name: str
    called: Sentence
    is_workbook: bool = False
    notes: Sequence[Note] = ()


def _source(path: Path, encoding: str) -> _Source:
    """Return the tables in a file or a folder."""
    called = sentence("where.file", name=path.name)
    if path.is_dir():
        return _Source(csv_sheets_in(path), path.stem, called)
    document = document_in(path)
    if path.suffix.lower() in _WORKBOOKS or document.startswith(_PACKED):
        return _Source(sheets_in(path), path.stem, called, is_workbook=True)
    text, notes = (document, []) if encoding else in_unicode(document, called)
    sheet = csv_sheet(text, INITIATIVES, called=called, encoding=encoding or None, titled=True)
    return _Source([sheet], path.stem, called, notes=notes)


class _Reading:
    """One file, and the notes taken while it is read.

    Attributes:
        preset: How the columns of its table are read.
    """

    def __init__(self, source: _Source, preset: Preset | None, asked: Asked) -> None:
        self.asked, self.given, self.is_workbook = asked, preset, source.is_workbook
        self.notes: list[Note] = [*source.notes]
        self.main = main_sheet(source.sheets, preset, source.called)
        self.table, top, above = with_header(self.main, preset)
        if drawn := with_drawn_bars(self.table, top, asked.start, source.name):
            lines = {row_of(self.table, row.number) for row in drawn.above}
            above = [note for note in above if note.where in lines]
            self.table, top = drawn.sheet, drawn.above
            self.notes += drawn.notes
        else:
            self.table, top, above = turned(self.main, preset) or (self.table, top, above)
        if preset is None and is_no_header(self.table):
            raise no_projects(source.called)
        self.table, second = first_table(self.table)
        self.table, apart = joined_at_the_end(self.table)
        self.preset = preset or proposed(self.table, source.name)
        self.ours = preset is None and is_in_our_words(self.table)
        self.uses = uses_of(self.table, self.preset, ours=self.ours)
        ids, titles = self._place("id"), self._place("title")
        if not self.ours and max(ids, titles) < 0:
            is_empty = all(map(blank, (cell for row in self.table.rows for cell in row)))
            raise no_rows(self.main.called) if is_empty else no_projects(source.called)
        costs = self._place("cost") if is_numbered(self.table, ids, titles) else -1
        years = {use.place: use.header for use in self.uses if use.field == "spending"}
        self.table, budgets = without_budgets(self.table, costs, years)
        others = (sheet for sheet in source.sheets if sheet is not self.main and not sheet.hidden)
        beside = [(self.table, rows) for rows in (top, *(one.rows for one in second))]
        beside += [(sheet, rows_of(sheet)) for sheet in others if sheet.table not in KNOWN]
        self.limits = limits_beside(self.table, self.uses, self.preset, budgets, beside)
        self.others = self._others(source.sheets)
        self.table, rows = without_other_rows(self.table, ids, titles)
        self.table, merged = with_merged_cells(self.table, self.uses)
        self.table, groups = (
            (self.table, []) if self.ours else with_group_labels(self.table, self._before_names())
        )
        if preset is None and not self.ours:
            self.preset, above = with_unit_above(self.preset, self.uses, top, above)
        self.is_below_others = bool(above) and preset is None
        around = (*above, *(one.note for one in second))
        self.notes += [note for note in around if note.where not in self.limits.read]
        self.notes += [*apart, *rows, *merged, *groups]

    def _others(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """Return the other tables of the portfolio; what else there is is passed over with a note."""
        kept: list[Sheet] = []
        for sheet in sheets:
            if sheet is self.main or (not any(map(label, sheet.header)) and not sheet.rows):
                continue
            if sheet.table in KNOWN and not table_of(sheet):
                continue  # what is said beside a portfolio, for other verbs
            like_ours = not sheet.hidden and hints([sheet.table], OURS)[sheet.table]
            misspelt = table_of(self.main) == INITIATIVES and like_ours
            if table_of(sheet) or misspelt:
                kept.append(sheet)
            elif not any(row_of(sheet, row.number) in self.limits.read for row in rows_of(sheet)):
                like = max(map(likeness, [sheet.header, *sheet.rows[:_LOOKED_AT]], [None] * (_LOOKED_AT + 1)))
                key = "notes.sheet like it" if like > 1 and not sheet.hidden else "notes.sheet passed over"
                self.notes.append(Note(where=sheet.called, text=sentence(key, name=sheet.name)))
        return kept

    def _place(self, *names: str) -> int:
        """Return the place of the column for the first of some fields that has one, -1 where none has."""
        places = {use.field or use.own: use.place for use in reversed(self.uses)}
        return next((places[name] for name in names if name in places), -1)

    def _before_names(self) -> list[int]:
        """Return the columns of labels that stand before the names, and can be those of groups."""
        first = self._place("title", "id")
        return [use.place for use in self.uses if use.field in _OF_GROUPS and use.place < first]

    def result(self) -> Imported:
        """Return the portfolio, and the notes."""
        of_a_tool = self.given is None and (self.is_workbook or self.is_below_others)
        if of_a_tool and (known := as_of_a_tool(self.table, self.asked, self.notes)):
            return known.model_copy(update={"notes": grouped([*self.notes, *known.notes])})
        alone = all(table_of(sheet) in _BESIDE for sheet in self.others)
        asked = self._asked()
        self._pass_over_columns()
        if self.ours:
            found = gathered([*self.others, self._main_as(self.table)], TABLES)
            if not found.places.wrong and not self._names_years() and not holds_thousands([self.table]):
                calendar = fitted([], asked.unit, asked.start)
                return completed(
                    found, calendar, self.asked, self.notes, self.limits, alone=alone, ours=True, decided=True
                )
        read = in_our_words(self.table, self.uses, self.preset, asked)
        found = gathered([*self.others, self._main_as(self._with_unknown(read.sheet))], TABLES)
        if not found.data.get("initiatives") and not found.places.wrong:
            raise nothing_left(self.main.called, self.notes)
        self._add(read, found)
        notes = [*self.notes, *read.notes]
        return completed(
            found,
            read.calendar,
            self.asked,
            notes,
            self.limits,
            alone=alone,
            ours=self.ours,
            decided=self._place("decision") >= 0,
            ideas=read.ideas,
        )

    def _names_years(self) -> bool:
        """Tell whether a year stands where a period is asked for: there are not so many periods."""
        places = [use.place for use in self.uses if use.own in PERIODS]
        cells = (row[place] for row in self.table.rows for place in places if place < len(row))
        return any(_YEAR.fullmatch(str(cell).strip()) for cell in cells)

    def _main_as(self, sheet: Sheet) -> Sheet:
        return sheet if table_of(sheet) == INITIATIVES else replace(sheet, name=INITIATIVES)

    def _asked(self) -> Asked:
        """Return the periods that are asked for, or that the file says."""
        given = next((sheet for sheet in self.others if table_of(sheet) == "horizon"), None)
        said = gathered([given], TABLES).data.get("horizon") if given else None
        try:
            horizon = Horizon.model_validate({"periods": said} if isinstance(said, int) else said)
        except ValueError:  # whoever reads it as a table tells what is wrong with it
            return self.limits.with_years(self.asked)
        unit = horizon.unit if horizon.start or not isinstance(said, int) else self.asked.unit
        return Asked(periods=horizon.periods, unit=unit, start=horizon.start or self.asked.start)

    def _pass_over_columns(self) -> None:
        """Note which columns are not read; one that is meant to be ours stays, and is a fault."""
        unknown = [use for use in self.uses if not use.own and use.field in {"", "comments"}]
        misspelt = hints([use.header for use in unknown], own_names(self.table)) if self.ours else {}
        passed = {
            use.place for use in unknown if not (self.ours and (not use.header or misspelt[use.header]))
        }
        filled = [use for use in unknown if use.place in passed and self._holds_anything(use)]
        if names := [
            use.header or sentence("notes.column without header", number=str(use.place + 1)) for use in filled
        ]:
            text = sentence("notes.not read", names=listed(names))
            self.notes.append(Note(where=sentence("notes.columns"), text=text))
        if self.ours:
            every = (self.table.header, *self.table.rows)
            header, *rows = [[None if at in passed else cell for at, cell in enumerate(row)] for row in every]
            self.table = replace(self.table, header=header, rows=rows)
        self.unknown = [use for use in unknown if use.place not in passed]

    def _holds_anything(self, use: Use) -> bool:
        return any(use.place < len(row) and not blank(row[use.place]) for row in self.table.rows)

    def _with_unknown(self, sheet: Sheet) -> Sheet:
        """Return a table in our words with the columns that are meant to be ours and are not."""
        if not self.unknown:
            return sheet
        places = [use.place for use in self.unknown]
        rows = [
            [*row, *(own[place] if place < len(own) else None for place in places)]
            for row, own in zip(sheet.rows, self.table.rows, strict=True)
        ]
        header = [*sheet.header, *(use.header for use in self.unknown)]
        return replace(
            sheet, header=header, labels=[*sheet.labels, *(use.header for use in self.unknown)], rows=rows
        )

    def _add(self, read: InOurWords, found: Gathered) -> None:
        """Add what our columns cannot hold, and what is wrong with cells."""
        rank = list(TABLES_BY_NAME).index(INITIATIVES)
        place = replace(read.sheet, rank=rank).place
        for (row, header), error in read.bad.items():
            found.places.blame(place.at(row, header), error.problem, error.remedy)
        for entry in found.data.get("initiatives", []):
            for name, value in read.more.get(str(entry.get("id")), {}).items():
                given = entry.get(name)
                entry[name] = (
                    {**given, **value} if isinstance(given, dict) and isinstance(value, dict) else value
                )
        for name, value in read.other.items():
            given = found.data.get(name)
            found.data[name] = (
                {**value, **given} if isinstance(given, dict) else value if given is None else given
            )
