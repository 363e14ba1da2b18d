"""Issues of Jira, or of another tool with its own preset, as initiatives: from a CSV export."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.errors import Fault, InvalidInputError
from omniprio.io.calendar_days import period_of
from omniprio.io.cells import FLAGS
from omniprio.io.encodings import in_unicode
from omniprio.io.header_words import folded, words_for
from omniprio.io.imported import Imported, Note, first_of, imported, reasons_in
from omniprio.io.issue_amounts import IssueAmounts
from omniprio.io.issue_dates import IssueDates
from omniprio.io.issue_decisions import decided
from omniprio.io.issue_links import waits_of
from omniprio.io.issue_parts import Parts, parent_elsewhere, parents_in
from omniprio.io.issue_rows import IssueRow, in_words_of, issue_named, issue_rows, without_doubles
from omniprio.io.issue_times import (
    IssueLength,
    Timetable,
    as_requirements,
    first_day,
    fitting_period,
    periods_for,
    what_is_read,
    with_dates_that_hold,
)
from omniprio.io.kept import scale_in
from omniprio.io.preset import Points, Preset, own_name, preset_of, shipped_preset
from omniprio.language import Sentence, fact, sentence
from omniprio.numbers import exact
from omniprio.parameters import validated
from omniprio.portfolio import Horizon
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date

    from omniprio.portfolio.horizon import Unit

__all__ = ["from_jira"]

_HOURS_A_DAY, _WORKDAYS = 8, Fraction(5, 7)


@validated
def from_jira(
    document: str | bytes,
    *,
    horizon: int | Horizon | None = None,
    unit: Unit | None = None,
    start: date | None = None,
    points: Points | None = None,
    types: Collection[str] = (),
    preset: Preset | None = None,
) -> Imported:
    r"""Return the portfolio of a CSV export ("CSV, all fields"), and notes on what was left out or assumed.

    Issues become initiatives, "Blocks" links requirements, due dates deadlines, labels tags, the assignee the
    owner. Issues that are done or of other types are left out; those that are parts of others are read with them. What
    stands in an issue's column of inward links blocks that issue, what stands in its column of outward links is blocked
    by it. Story points are scores, and what is under way must be done; where nothing scores, everything must.

    Source: Atlassian (2025), Jira issue linking model: the outward description of "Blocks" is "blocks", the inward
    one "is blocked by".

    Args:
        document: The CSV, at most 50 MB; as bytes it is UTF-8 or, with a byte-order mark, UTF-16.
        horizon: The periods to plan for; due dates need a start date. By default as many as the work needs.
        unit: How long a period is, where no horizon is given; by default what fits estimates and dates, a quarter where
            fewer than half of the issues say how long they take.
        start: The first day of period 1, where no horizon is given; by default that of the period in which the file
            was last changed, or in which its first date is.
        points: How story points become effort and duration; without it they are scores alone.
        types: The types of issues to read, for instance `["Epic"]`; none given means all but sub-tasks.
        preset: The columns of the tool; by default those of the tool whose columns the file has, or Jira's.

    Raises:
        InvalidInputError: The document is refused; it says why.

    >>> export = "Issue key,Summary,Custom field (Story Points)\nA-1,Web,25\n"
    >>> found = from_jira(export, horizon=8, points=Points(per_period=10))
    >>> found.portfolio.by_id["A-1"].effort
    {'team': (10.0, 10.0, 5.0)}
    """
    reading = _Reading(document, preset, points)
    return reading.result({name.casefold() for name in types}, horizon, unit, start)


class _Reading:
    """One file, and the notes taken while it is read."""

    def __init__(self, document: str | bytes, preset: Preset | None, points: Points | None) -> None:
        self.points = points
        text, self.notes = in_unicode(document, "document")
        self.header, rows = issue_rows(text)
        self.preset = preset or preset_of(self.header) or shipped_preset("jira")
        self.columns = {own_name(self.preset, name).casefold(): name for name in self.header}
        if not self.columns.keys() & {name.casefold() for name in self.preset.id}:
            problem = sentence("faults.no column called", name=" or ".join(self.preset.id))
            fault = Fault(sentence("where.line", line="1"), problem, sentence("remedies.all fields"))
            raise InvalidInputError([fault])
        self.rows, doubled = without_doubles(in_words_of(self.preset, row) for row in rows)
        for row in doubled:
            self._note(row.first(self.preset.id), sentence("notes.row again"))
        self.ids = self._ids()
        self.dates = IssueDates(
            self.preset.date_formats,
            [cell for row in self.rows for cell in row.all(self.preset.begin + self.preset.due)],
            (cell for row in self.rows for cell in row.all(self.preset.made)),
        )
        self.finished, self.unresolved = _folded(self.preset.finished), _folded(self.preset.unresolved)
        kinds = {row.first(self.preset.type).casefold() for row in self.rows if not self._done(row)}
        left_out = _folded(self.preset.left_out_types)
        self.left_out = left_out if kinds - left_out else set()
        self.calendar: Horizon | None = None
        self.teams: dict[str, None] = {}
        self.inside: dict[str, list[IssueRow]] = defaultdict(list)
        self.without_points: list[str] = []
        self.unread_points: list[str] = []

    def _ids(self) -> dict[str, str]:
        """Return the id of each issue by everything that it is called; what is an id is never another's number."""
        called = {name: row.first(self.preset.id) for row in self.rows for name in row.all(self.preset.id)}
        return called | {name: name for name in called.values()}

    def result(
        self, types: set[str], horizon: int | Horizon | None, unit: Unit | None, start: date | None
    ) -> Imported:
        """Return the portfolio of the issues of some types, all if none are named, and the notes."""
        wanted = {row.first(self.preset.id): row for row in self.rows if self._wanted(row, types)}
        parts = Parts(parents_in(self.rows, self.preset, self.ids, self._done), wanted)
        if parts.circle:
            self._note(min(parts.circle), sentence("notes.parts in a circle"))
        issues = [row for row in self.rows if self._is_whole(row, wanted, parts)]
        for row in self.rows:
            name = row.first(self.preset.id)
            if parts.whole.get(name, name) != name:
                self.inside[parts.whole[name]].append(row)
        if not issues:
            reasons = reasons_in(self.notes[:3])
            problem = sentence("faults.no issue", reasons=reasons)
            raise InvalidInputError([Fault("document", problem, sentence("remedies.other types"))])
        amounts = IssueAmounts(self.preset, [row for row in self.rows if not self._done(row)], self.notes)
        self.sizes = parts.counted(amounts.points, parts_first=True)
        self.hours = parts.counted(amounts.hours, parts_first=False)
        self.costs = parts.counted(amounts.costs, parts_first=False)
        waits = waits_of(self._links(), {row.first(self.preset.id) for row in issues}, parts.whole, self.ids)
        for name, text in waits.notes:
            self._note(name, text)
        dated = not isinstance(horizon, int)
        self.lengths = {
            row.first(self.preset.id): one for row in issues if (one := self._length(row, dated=dated))
        }
        fitting = self._fitting(issues, waits.required, unit, start) if horizon is None else None
        if fitting is not None:
            self.calendar = fitting.model_copy(update={"periods": MOST_PERIODS})
        elif isinstance(horizon, Horizon):
            self.calendar = horizon
        self.times = Timetable(
            self.lengths, waits.required, self.calendar or Horizon(periods=1, unit="quarter")
        )
        values = parts.counted(amounts.values, parts_first=False)
        self.scores = amounts.scores_of([row.first(self.preset.id) for row in issues], self.sizes, values)
        entries, late = with_dates_that_hold([self._initiative(row, waits.required) for row in issues])
        for name in late:
            self._note(name, sentence("notes.dates cannot hold"))
        if fitting is not None:
            periods = max(periods_for(entries), fitting.periods)
            horizon = self.calendar = fitting.model_copy(update={"periods": periods})
            self.notes.insert(0, Note(where=Sentence(self.preset.name), text=what_is_read(entries, horizon)))
        begun, ideas = self._with_status(self.preset.under_way), self._with_status(self.preset.ideas)
        periods = horizon.periods if isinstance(horizon, Horizon) else horizon or 1
        self.notes += decided(entries, begun, ideas, periods)
        self._note_columns()
        self._note_points()
        data = {
            "horizon": horizon,
            "capacities": dict.fromkeys(self.teams, self.points and self.points.per_period),
            "currency": amounts.currency,
        }
        return imported(data, [*map(as_requirements, entries)], self.notes)

    def _fitting(
        self, issues: list[IssueRow], required: dict[str, list[str]], unit: Unit | None, start: date | None
    ) -> Horizon:
        """Return the periods that a file of ours says, else those that fit the work, without their number."""
        described = (row.first(self.preset.description) for row in issues)
        if not unit and not start and (ours := scale_in(described)):
            return ours
        day = start or self._first_day(issues)
        ends = [end for row in issues if (end := self.dates.of(self._said(row, self.preset.due, max)))]
        unit = unit or fitting_period(self.lengths, required, ends, day, issues=len(issues))
        return Horizon(periods=1, unit=unit, start=start or (day and first_day(unit, day)))

    def _is_whole(self, row: IssueRow, wanted: Collection[str], parts: Parts) -> bool:
        """Return whether a wanted issue is part of no other, and note it where it is."""
        name = row.first(self.preset.id)
        whole = parts.whole.get(name, name)
        if name in wanted and whole != name:
            self._note(name, sentence("notes.part of", whole=whole))
        elif name in wanted and (other := parent_elsewhere(row, self.preset, self.ids)):
            self._note(name, sentence("notes.part of another", whole=repr(other[:60])))
        return name in wanted and whole == name

    def _length(self, row: IssueRow, *, dated: bool) -> IssueLength | None:
        """Return how long an issue takes: by its estimate, for one person in full, else by its dates; None where neither says it."""
        begin = self.dates.of(self._said(row, self.preset.begin, min))
        end = self.dates.of(self._said(row, self.preset.due, max))
        if self.points:
            return None
        if hours := self.hours.get(row.first(self.preset.id)):
            return IssueLength(hours / _HOURS_A_DAY / _WORKDAYS, begin)
        if folded(row.first(self.preset.type)) in words_for().milestones:
            self._note(row.first(self.preset.id), sentence("notes.milestone"))
            return IssueLength(Fraction(0), begin if dated else None)
        if not dated or begin is None or end is None or end < begin:
            return None
        return IssueLength(Fraction((end - begin).days + 1), begin)

    def _first_day(self, issues: list[IssueRow]) -> date | None:
        """Return the day on which the file was last changed, else its first date; None where it has none."""
        changed = [cell for row in self.rows for cell in row.all(self.preset.made)]
        made = [day for cell in changed if (day := self.dates.of(cell))]
        columns = self.preset.begin + self.preset.due
        rows = [part for row in issues for part in (row, *self.inside.get(row.first(self.preset.id), ()))]
        days = [day for row in rows for cell in row.all(columns) if (day := self.dates.of(cell))]
        return max(made) if made else min(days, default=None)

    def _with_status(self, statuses: Collection[str]) -> dict[str, str]:
        """Return the issues that have one of some statuses, with it."""
        known = _folded(statuses)
        return {
            row.first(self.preset.id): status
            for row in self.rows
            for status in row.all(self.preset.status)
            if status.casefold() in known
        }

    def _note(self, where: str, text: Sentence) -> None:
        self.notes.append(Note(where=where if isinstance(where, Sentence) else Sentence(where), text=text))

    def _wanted(self, row: IssueRow, types: set[str]) -> bool:
        """Return whether an issue becomes an initiative, and note why not."""
        name, kind = row.first(self.preset.id), row.first(self.preset.type)
        done = self._done(row)
        other = kind.casefold() not in types if types else kind.casefold() in self.left_out
        if not name:
            self._note(sentence("notes.line", number=str(row.line)), sentence("notes.no id"))
        elif other:
            self._note(name, sentence("notes.of the type", type=kind or fact("notes.no type")))
        elif done:
            self._note(name, sentence("notes.finished", status=done))
        else:
            return True
        return False

    def _done(self, row: IssueRow) -> str:
        """Return what says that an issue is done, an empty text where nothing does."""
        said = [status for status in row.all(self.preset.status) if status.casefold() in self.finished]
        solved = [
            one if any(map(str.isalpha, one)) and one.casefold() not in FLAGS else f"{column}: {one}"
            for column in self.preset.resolution
            for one in row.all((column,))
            if one.casefold() not in self.unresolved
        ]
        return next(iter([*said, *solved]), "")

    def _links(self) -> Iterator[tuple[str, str]]:
        for row in self.rows:
            if own := row.first(self.preset.id):
                yield from ((before, own) for before in self._linked(row, self.preset.required))
                yield from ((own, after) for after in self._linked(row, self.preset.requiring))

    def _linked(self, row: IssueRow, columns: tuple[str, ...]) -> Iterator[str]:
        """Yield the ids of the issues in some columns, for what is not in the file what stands there."""
        return (issue_named(name, self.ids) or name for name in self._several(row, columns))

    def _several(self, row: IssueRow, columns: tuple[str, ...]) -> list[str]:
        """Return what stands in some columns, which may hold several values each."""
        cells, mark = row.all(columns), self.preset.separator
        parts = (part.strip() for cell in cells for part in (cell.split(mark) if mark else [cell]))
        return [part for part in parts if part]

    def _initiative(self, row: IssueRow, required: dict[str, list[str]]) -> dict[str, object]:
        name = row.first(self.preset.id)
        labels = self._several(row, self.preset.labels)
        dates = self._dates(name, row)
        sized = self._sized(name, row)
        team = "" if "effort" in sized else row.first(self.preset.team)
        return {
            "id": name,
            "title": row.first(self.preset.title),
            "description": row.first(self.preset.description),
            "owner": row.first(self.preset.owner),
            "tags": ({"label": labels} if labels else {}) | ({"team": [team]} if team else {}),
            "requires": required.get(name, []),
            "waits": self.times.waits(name),
            "scores": self.scores.get(name, {}),
            "cost": float(self.costs.get(name, 0)),
            **sized,
            **dates,
        }

    def _sized(self, name: str, row: IssueRow) -> dict[str, object]:
        """Return the duration and the effort that the story points of an issue come to, or its estimate."""
        points = self.sizes.get(name)
        team = row.first(self.preset.team) or (self.points.team if self.points else "team")
        if self.points is None:
            if points:
                self.unread_points.append(name)
            return self._timed(name, team)
        if not points:
            self.without_points.append(name)
            return {}
        full = exact(self.points.per_period)
        duration = math.ceil(points / full)
        if duration > MOST_PERIODS:
            problem = sentence("faults.too many points", points=f"{float(points):.15g}", periods=duration)
            raise InvalidInputError([Fault(name, problem, sentence("remedies.more points"))])
        last = points - full * (duration - 1)
        self.teams[team] = None
        return {"duration": duration, "effort": {team: [float(full)] * (duration - 1) + [float(last)]}}

    def _timed(self, name: str, team: str) -> dict[str, object]:
        """Return the duration of an issue that says how long it takes, and the effort that its estimate comes to."""
        duration, hours = self.times.duration(name), self.hours.get(name)
        if not duration or not hours:
            return {"duration": duration} if duration else {}
        self.teams[team] = None
        self._note(name, sentence("notes.estimate"))
        return {"duration": duration, "effort": {team: [float(hours / duration)] * duration}}

    def _said(
        self,
        row: IssueRow,
        columns: tuple[str, ...],
        of: Callable[[list[tuple[date, str]]], tuple[date, str]],
    ) -> str:
        """Return the date that an issue says, else the first or the last that its parts say."""
        if own := row.first(columns):
            return own
        parts = self.inside.get(row.first(self.preset.id), ())
        cells = [
            (day, cell) for part in parts for cell in [part.first(columns)] if (day := self.dates.of(cell))
        ]
        return of(cells)[1] if cells else ""

    def _dates(self, name: str, row: IssueRow) -> dict[str, int]:
        """Return the periods in which an issue may begin and must be complete."""
        begin = self._period(name, self._said(row, self.preset.begin, min))
        due = self._period(name, self._said(row, self.preset.due, max))
        for columns, key in ((self.preset.begin, "begin of parts"), (self.preset.due, "end of parts")):
            if not row.first(columns) and any(part.first(columns) for part in self.inside.get(name, ())):
                self._note(name, sentence(f"notes.{key}"))
        early = {"earliest_start": begin} if begin and begin > 1 else {}
        return early | ({"deadline": due} if due else {})

    def _period(self, name: str, written: str) -> int | None:
        """Return the period of a date."""
        if not written:
            return None
        day = self.dates.of(written)
        if day is None:
            self._note(name, sentence("notes.no date", written=repr(written[:30])))
        elif self.calendar is None or self.calendar.start is None:
            self._note(name, sentence("notes.no start date", day=str(day)))
        elif not 1 <= (period := period_of(self.calendar, day)) <= self.calendar.periods:
            self._note(name, sentence("notes.not in the horizon", day=str(day)))
        else:
            return period
        return None

    def _note_columns(self) -> None:
        columns = (names for _, names in self.preset if isinstance(names, tuple))
        known = {name.casefold() for names in columns for name in names}
        unread = [name for own, name in self.columns.items() if own and own not in known]
        if unread:
            self._note(sentence("notes.columns"), sentence("notes.not read", names=listed(unread)))
        if self.dates.unsure:
            self._note(sentence("notes.columns"), sentence("notes.day first", example=self.dates.unsure))

    def _note_points(self) -> None:
        where = sentence("notes.story points")
        for key, names in (("no rule", self.unread_points), ("no points", self.without_points)):
            if names:
                self._note(where, sentence(f"notes.{key}", names=first_of(names)))
        if self.points and self.teams:
            teams, pace = tuple(self.teams), self.points.per_period
            self._note(where, sentence("notes.read as effort", teams=teams, pace=pace))


def _folded(words: Collection[str]) -> set[str]:
    return {word.casefold() for word in words}
