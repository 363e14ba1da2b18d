"""Issues of Jira, or of another tool with its own preset, as initiatives: from a CSV export."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.errors import Fault, InvalidInputError
from omniprio.io.calendar_days import period_of
from omniprio.io.csv_files import CsvRow, csv_text
from omniprio.io.formulas import plain_text
from omniprio.io.imported import Imported, Note, imported, reasons_in
from omniprio.io.preset import Points, Preset, shipped_preset
from omniprio.language import Sentence, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio import Horizon
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["IssueRow", "from_jira", "issue_rows"]

_WIDEST = 10_000  # an export has a column for each comment of the issue that has most of them


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


def issue_rows(document: str | bytes) -> tuple[list[str], list[IssueRow]]:
    r"""Return the header and the rows of a CSV file.

    Args:
        document: The text, as `csv_text` reads it.

    Raises:
        InvalidInputError: It is no CSV, or a row has more cells than the header.

    >>> header, rows = issue_rows("Key,Link,Link\nA,B,C\n")
    >>> rows[0].all(("Link",))
    ('B', 'C')
    """
    first, *rest = csv_text(document, called="document", widest=_WIDEST).rows or [CsvRow(1, [])]
    header = [name.strip() for name in first.cells]
    return header, [_by_column(header, row) for row in rest if any(row.cells)]


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


_NUMBER = re.compile(r"\d{1,9}([.,]\d{1,9})?")
_MOST_LISTED = 10


@validated
def from_jira(
    document: str | bytes,
    *,
    horizon: int | Horizon,
    points: Points | None = None,
    types: Collection[str] = (),
    preset: Preset | None = None,
) -> Imported:
    r"""Return the portfolio of a CSV export ("CSV, all fields"), and notes on what was left out or assumed.

    Issues become initiatives, "Blocks" links requirements, due dates deadlines, labels tags, the assignee the
    owner. Issues that are done or of other types are left out. What stands in an issue's column of inward links
    blocks that issue, what stands in its column of outward links is blocked by it.

    Source: Atlassian (2025), Jira issue linking model: the outward description of "Blocks" is "blocks", the inward
    one "is blocked by".

    Args:
        document: The CSV, at most 50 MB; as bytes it is UTF-8 or, with a byte-order mark, UTF-16.
        horizon: The periods to plan for; due dates need a start date.
        points: How story points become effort and duration; without it they are not read.
        types: The types of issues to read, for instance `["Epic"]`; none given means all but sub-tasks.
        preset: The columns of the tool; by default Jira's.

    Raises:
        InvalidInputError: The document is refused; it says why.

    >>> export = "Issue key,Summary,Custom field (Story Points)\nA-1,Web,25\n"
    >>> found = from_jira(export, horizon=8, points=Points(per_period=10))
    >>> found.portfolio.by_id["A-1"].effort
    {'team': (10.0, 10.0, 5.0)}
    """
    reading = _Reading(document, preset or shipped_preset("jira"), horizon, points)
    return reading.result({name.casefold() for name in types})


class _Reading:
    """One file, and the notes taken while it is read."""

    def __init__(
        self, document: str | bytes, preset: Preset, horizon: int | Horizon, points: Points | None
    ) -> None:
        self.preset = preset
        self.horizon = horizon
        self.points = points
        self.notes: list[Note] = []
        self.header, self.rows = issue_rows(document)
        self.ids = self._ids()
        self.teams: dict[str, None] = {}
        self.without_points: list[str] = []
        self.unread_points: list[str] = []
        if not {name.casefold() for name in self.header} & {name.casefold() for name in preset.id}:
            columns = " or ".join(preset.id)
            raise InvalidInputError(
                [
                    Fault(
                        sentence("where.line", line="1"),
                        sentence("faults.no column called", name=columns),
                        sentence("remedies.all fields"),
                    )
                ]
            )

    def _ids(self) -> dict[str, str]:
        """Return the id of each issue by everything that it is called; what is an id is never another's number."""
        called = {name: row.first(self.preset.id) for row in self.rows for name in row.all(self.preset.id)}
        return called | {name: name for name in called.values()}

    def result(self, types: set[str]) -> Imported:
        """Return the portfolio of the issues of some types, all if none are named, and the notes."""
        issues = [row for row in self.rows if self._wanted(row, types)]
        if not issues:
            reasons = reasons_in(self.notes[:3])
            problem = sentence("faults.no issue", reasons=reasons)
            raise InvalidInputError([Fault("document", problem, sentence("remedies.other types"))])
        required = self._required({row.first(self.preset.id) for row in issues})
        initiatives = [self._initiative(row, required) for row in issues]
        self._note_columns()
        self._note_points()
        data = {
            "horizon": self.horizon,
            "capacities": dict.fromkeys(self.teams, self.points and self.points.per_period),
        }
        return imported(data, initiatives, self.notes)

    def _note(self, where: str, text: Sentence) -> None:
        self.notes.append(Note(where=where if isinstance(where, Sentence) else Sentence(where), text=text))

    def _wanted(self, row: IssueRow, types: set[str]) -> bool:
        """Return whether an issue becomes an initiative, and note why not."""
        name, kind = row.first(self.preset.id), row.first(self.preset.type)
        done = next((status for status in row.all(self.preset.status) if status in self.preset.finished), "")
        other = kind.casefold() not in types if types else kind in self.preset.left_out_types
        if not name:
            self._note(sentence("notes.line", number=str(row.line)), sentence("notes.no id"))
        elif other:
            self._note(name, sentence("notes.of the type", type=kind or fact("notes.no type")))
        elif done:
            self._note(name, sentence("notes.finished", status=done))
        else:
            return True
        return False

    def _required(self, kept: set[str]) -> dict[str, list[str]]:
        """Return what each issue requires: issues that block it, and those that say they block it."""
        required: dict[str, list[str]] = defaultdict(list)
        for before, after in dict.fromkeys(self._links()):
            if before in kept and after in kept:
                required[after].append(before)
            elif before in kept or after in kept:
                missing = after if before in kept else before
                why = fact("notes.left out" if missing in self.ids else "notes.not in the file")
                self._note(after, sentence("notes.requires", before=before, missing=missing, why=why))
        return required

    def _links(self) -> Iterator[tuple[str, str]]:
        for row in self.rows:
            if own := row.first(self.preset.id):
                yield from ((before, own) for before in self._linked(row, self.preset.required))
                yield from ((own, after) for after in self._linked(row, self.preset.requiring))

    def _linked(self, row: IssueRow, columns: tuple[str, ...]) -> Iterator[str]:
        """Yield the ids of the issues in some columns, for what is not in the file what stands there."""
        return (self.ids.get(name, name) for name in self._several(row, columns))

    def _several(self, row: IssueRow, columns: tuple[str, ...]) -> list[str]:
        """Return what stands in some columns, which may hold several values each."""
        cells, mark = row.all(columns), self.preset.separator
        parts = (part.strip() for cell in cells for part in (cell.split(mark) if mark else [cell]))
        return [part for part in parts if part]

    def _initiative(self, row: IssueRow, required: dict[str, list[str]]) -> dict[str, object]:
        name = row.first(self.preset.id)
        labels = self._several(row, self.preset.labels)
        return {
            "id": name,
            "title": row.first(self.preset.title),
            "description": row.first(self.preset.description),
            "owner": row.first(self.preset.owner),
            "tags": {"label": labels} if labels else {},
            "requires": required.get(name, []),
            **self._sized(name, row),
            **self._deadline(name, row),
        }

    def _sized(self, name: str, row: IssueRow) -> dict[str, object]:
        """Return the duration and the effort that the story points of an issue come to."""
        written = row.first(self.preset.points)
        if written and not _NUMBER.fullmatch(written):
            self._note(name, sentence("notes.no number of points", written=repr(written[:30])))
            written = ""
        if self.points is None:
            if written:
                self.unread_points.append(name)
            return {}
        points = Fraction(written.replace(",", ".")) if written else Fraction(0)
        if not points:
            self.without_points.append(name)
            return {}
        full = exact(self.points.per_period)
        duration = math.ceil(points / full)
        if duration > MOST_PERIODS:
            problem = sentence("faults.too many points", points=written, periods=duration)
            raise InvalidInputError([Fault(name, problem, sentence("remedies.more points"))])
        last = points - full * (duration - 1)
        team = row.first(self.preset.team) or self.points.team
        self.teams[team] = None
        return {"duration": duration, "effort": {team: [float(full)] * (duration - 1) + [float(last)]}}

    def _deadline(self, name: str, row: IssueRow) -> dict[str, int]:
        """Return the period of the due date of an issue."""
        written = row.first(self.preset.due)
        if not written:
            return {}
        day = _day(written, self.preset.date_formats)
        if day is None:
            self._note(name, sentence("notes.no date", written=repr(written[:30])))
        elif not isinstance(self.horizon, Horizon) or self.horizon.start is None:
            self._note(name, sentence("notes.no start date", day=str(day)))
        elif not 1 <= (period := period_of(self.horizon, day)) <= self.horizon.periods:
            self._note(name, sentence("notes.not in the horizon", day=str(day)))
        else:
            return {"deadline": period}
        return {}

    def _note_columns(self) -> None:
        known = {name.casefold() for part in self.preset for name in part[1] if isinstance(part[1], tuple)}
        unread = dict.fromkeys(name for name in self.header if name and name.casefold() not in known)
        if unread:
            self._note(sentence("notes.columns"), sentence("notes.not read", names=listed(unread)))

    def _note_points(self) -> None:
        where = sentence("notes.story points")
        if self.unread_points:
            self._note(where, sentence("notes.no rule", names=_some(self.unread_points)))
        if self.without_points:
            self._note(where, sentence("notes.no points", names=_some(self.without_points)))
        if self.points and self.teams:
            teams, pace = tuple(self.teams), self.points.per_period
            self._note(where, sentence("notes.read as effort", teams=teams, pace=pace))


def _day(written: str, forms: tuple[str, ...]) -> date | None:
    """Return the day of a date in one of some forms, None if it is in none."""
    for form in forms:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  only the day is used
        except ValueError:
            continue
    return None


def _some(names: list[str]) -> str:
    """Return the first of some names, and how many more there are."""
    first, rest = names[:_MOST_LISTED], len(names) - _MOST_LISTED
    return sentence("notes.some", names=tuple(first), rest=str(rest)) if rest > 0 else ", ".join(first)
