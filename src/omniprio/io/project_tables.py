"""Tables of projects as people make them, in the words of our own table of initiatives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from omniprio.io.calendar_days import DAYS, period_of, today
from omniprio.io.cells import BadCellError, written_cell
from omniprio.io.column_amounts import numeral
from omniprio.io.column_work import kind_of_work
from omniprio.io.header_words import says_nothing, words_for
from omniprio.io.imported import Note
from omniprio.io.project_rows import ProjectRows
from omniprio.io.project_waits import spans_of, whole_wait
from omniprio.io.sheet import blank
from omniprio.io.spending import profile_of, unit_of_spending
from omniprio.io.table_days import fitted, periods_in
from omniprio.io.working_time import hours_in
from omniprio.language import fact, in_every_language, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.cells import Given
    from omniprio.io.column_uses import Use
    from omniprio.io.preset import Preset
    from omniprio.io.project_row import ProjectRow
    from omniprio.io.sheet import Sheet
    from omniprio.io.table_days import Work
    from omniprio.portfolio import Horizon
    from omniprio.portfolio.horizon import Unit

__all__ = ["PERIODS", "Asked", "InOurWords", "in_our_words"]

PERIODS = ("earliest_start", "latest_start", "deadline", "due", "fixed_start")
"""Our columns that hold periods."""
_FROM_ROWS = {"id", "title", "duration", "cost", "benefit", *PERIODS}
_MOST_DIGITS = 4
"""Of how many periods something takes; a cell with more is refused as it is."""
_LONGEST_FIRST: tuple[Unit, ...] = ("month", "week")
_YEARS_BEYOND = 3
"""How many years what something earns counts after the last period, where a table does not say how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for where a table does not say it.

    Attributes:
        periods: The number of periods.
        unit: How long one is.
        start: The first day of period 1.
    """

    periods: int | None = None
    unit: Unit | None = None
    start: date | None = None


@dataclass(slots=True)
class InOurWords:
    """A table in our words.

    Attributes:
        sheet: The table, with our columns.
        calendar: The periods that its dates are read in, as many as there can be.
        notes: What to know about how it was read.
        bad: What is wrong with cells, by the number of the row and the header.
        more: What our columns cannot hold, by the id of an initiative.
        other: What it says of the portfolio besides.
        ideas: The ids of what is not decided, with the status that says so.
    """

    sheet: Sheet
    calendar: Horizon
    notes: list[Note]
    bad: dict[tuple[int, str], BadCellError] = field(default_factory=dict)
    more: dict[str, dict[str, Any]] = field(default_factory=dict)
    other: dict[str, Any] = field(default_factory=dict)
    ideas: dict[str, str] = field(default_factory=dict)


def in_our_words(sheet: Sheet, uses: Sequence[Use], preset: Preset, asked: Asked) -> InOurWords:
    """Return a table of projects in our words.

    Args:
        sheet: The table, from its header on, without rows of totals and the like.
        uses: What its columns are for.
        preset: How they are read.
        asked: The periods that are asked for.
    """
    table = _Table(ProjectRows(sheet, uses, preset), asked)
    return table.result()


class _Table:
    """One table, and the columns of ours that it becomes."""

    def __init__(self, read: ProjectRows, asked: Asked) -> None:
        self.read, self.asked = read, asked
        work = [row.work for row in read.rows]
        unit = unit_of_spending([use.header for use in read.of("spending")])
        self.calendar = fitted(work, asked.unit or unit or self._unit_of_durations(work), asked.start)
        if asked.periods is not None:
            self.calendar = self.calendar.model_copy(update={"periods": asked.periods})
        self.spans = spans_of(read.rows, self.calendar) if any(row.requires for row in read.rows) else {}
        self.more: dict[str, dict[str, Any]] = {}
        self.teams: dict[str, None] = {}
        self.columns: dict[str, dict[int, Given]] = {}
        self.labels: dict[str, str] = {}

    def _unit_of_durations(self, work: Sequence[Work]) -> Unit | None:
        """Return the unit of durations, where no dates ask for another: what their header says, else a month or a week if all are whole."""
        use = self._use("duration")
        if use is None or any(row.begin or row.end or row.latest for row in work):
            return None
        lengths = [row.length for row in work if row.length]
        whole: list[Unit] = [
            unit
            for unit in _LONGEST_FIRST
            if lengths and all((length / DAYS[unit]).is_integer() for length in lengths)
        ]
        return words_for().units.get(self.read.unit(use)) or next(iter(whole), None)

    def result(self) -> InOurWords:
        """Return the table in our words."""
        for row in self.read.rows:
            self._row(row)
        self._requirements()
        self._words()
        self._note_uses()
        self._note_past()
        sheet = self.read.sheet
        names = list(self.columns)
        rows = [[self.columns[name].get(place) for name in names] for place in range(len(sheet.rows))]
        ours = replace(sheet, header=names, labels=[self.labels.get(name, name) for name in names], rows=rows)
        headers = {use.place: use.header for use in self.read.uses}
        bad = {
            (sheet.first_row + row, headers[column]): error for (row, column), error in self.read.bad.items()
        }
        other = self._other()
        return InOurWords(ours, self.calendar, self.read.notes, bad, self.more, other, self.read.ideas)

    def _put(self, name: str, row: ProjectRow, cell: Given, use: Use | None = None) -> None:
        self.columns.setdefault(name, {})[row.place] = cell
        if use:
            self.labels.setdefault(name, use.header)

    def _use(self, *names: str) -> Use | None:
        return next(iter(self.read.of(*names)), None)

    def _row(self, row: ProjectRow) -> None:
        self._put("id", row, row.id, self._use("id", "title"))
        if row.title and not any("." in use.header for use in self.read.of("title") if use.own):
            self._put("title", row, row.title, self._use("title"))
        if row.decision:
            self._put("decision", row, row.decision, self._use("status", "decision"))
            self.read.note(self.read.called(row.id), sentence(f"notes.is {row.decision}", status=row.state))
        if row.assumed and row.decision == "must" and not self.read.of("decision_reason"):
            self.more.setdefault(row.id, {})["decision_reason"] = in_every_language(row.assumed)
        duration = self._duration(row)
        self._money(row)
        self._effort(row, duration)
        self._periods(row)
        if row.scores:
            self.more.setdefault(row.id, {})["scores"] = row.scores

    def _requirements(self) -> None:
        """Put what rows require, with what is between in whole periods."""
        by_id = {row.id: row for row in self.read.rows}
        for row in self.read.rows if self.read.of("required", "requiring") else ():
            waits = {
                name: whole_wait(wait, row, by_id[name], self.spans, self.calendar)
                for name, wait in row.requires.items()
            }
            if waits:
                cell = written_cell(tuple(waits))
                self._put("requires", row, cell, self._use("required", "requiring"))
            if not all(wait.is_plain for wait in waits.values()):
                links = [wait.requirement(name) for name, wait in waits.items()]
                self.more.setdefault(row.id, {})["requires"] = links
            for name in [name for name, wait in waits.items() if wait.is_rounded][:1]:
                unit, before = fact(f"notes.unit {self.calendar.unit}"), self.read.called(name)
                text = sentence("notes.rounded lag", before=before, unit=unit, lag=waits[name].lag)
                self.read.note(self.read.called(row.id), text)

    def _duration(self, row: ProjectRow) -> int:
        """Put how many periods a row takes, and return it."""
        unit, use = self.calendar.unit, self._use("duration")
        given = self.read.cell(row, use) if use else None
        begin, end = row.work.begin, row.work.end
        if row.id in self.spans:
            count = self.spans[row.id].last - self.spans[row.id].first + 1
            use = self._use("due", "span")
        elif begin and end and end >= begin:
            count = periods_in(Fraction((end - begin).days + 1) * row.left, unit, about=True)
            use = self._use("due", "span")
        elif row.work.length:
            count = periods_in(row.work.length, unit, about=False)
        else:
            words = self.read.text(row, use) if use else ""
            if hours_in(words) == 0:
                self.read.note(self.read.called(row.id), sentence("notes.no time"))
            elif use and any(map(str.isalpha, words)):
                problem = sentence("faults.is", value=repr(words[:60]))
                self.read.bad[row.place, use.place] = BadCellError(
                    problem, sentence("remedies.duration with unit")
                )
            elif use and not blank(given) and not (isinstance(given, str) and says_nothing(given)):
                self._put("duration", row, given, use)
            return int(words) if len(words) <= _MOST_DIGITS and words.isdecimal() else 1
        self._put("duration", row, count, use)
        if begin and end and end < begin:
            self.read.note(self.read.called(row.id), sentence("notes.ends before it begins"))
        return count

    def _money(self, row: ProjectRow) -> None:
        amounts = row.amounts
        if "cost" in amounts:
            self._put("cost", row, numeral(amounts["cost"].value * row.left), self._use("cost", "spending"))
            self._spread(row, amounts["cost"].value)
        if "benefit" in amounts:
            self._put("benefit", row, numeral(amounts["benefit"].value), self._use("benefit"))
        elif "benefit_yearly" in amounts:
            each = amounts["benefit_yearly"].value * DAYS[self.calendar.unit] / DAYS["year"]
            self._put("benefit", row, float(each), self._use("benefit_yearly"))
        elif "benefit_once" in amounts:
            once = {"profile": [float(amounts["benefit_once"].value)]}
            self.more.setdefault(row.id, {})["benefit"] = once
        if row.funds:
            self.more.setdefault(row.id, {})["costs"] = row.funds

    def _spread(self, row: ProjectRow, cost: Fraction) -> None:
        """Put what is spent in each period, where that is all that a row costs."""
        if not self._use("begin", "span", "due"):
            for name, day in (("earliest_start", row.work.begin), ("due", row.work.end)):
                if day and row.spending and (period := self._period(row, day)):
                    self._put(name, row, period, self._use("spending"))
        profile = profile_of(row.spending, self.calendar)
        if sum(profile, Fraction(0)) == cost and len(profile) > 1:
            self.more.setdefault(row.id, {})["cost"] = {"profile": [float(one * row.left) for one in profile]}
        elif row.spending and sum(row.spending.values()) != cost:
            text = sentence(
                "notes.spending is not all", amount=numeral(sum(row.spending.values(), Fraction(0)))
            )
            self.read.note(self.read.called(row.id), text)

    def _effort(self, row: ProjectRow, duration: int) -> None:
        """Put the work of a row: what a team gives to it in each period."""
        use, amount = self._use("effort"), row.amounts.get("effort")
        if use is None or amount is None:
            if row.team:
                self.more.setdefault(row.id, {})["team"] = row.team
            return
        team = row.team or "team"
        self.teams[team] = None
        each = amount.value * row.left
        if kind_of_work(use.header, self.read.unit(use)) != "fte":
            each = each / duration
        self._put("effort", row, written_cell({team: float(each)}), use)

    def _periods(self, row: ProjectRow) -> None:
        """Put the periods in which a row may begin and should or must be complete."""
        for use in self.read.uses:
            if use.own in PERIODS:
                self._own_period(row, use)
        first = self._use("begin", "span")
        if first and row.work.begin and (period := self._period(row, row.work.begin)) and period > 1:
            self._put("earliest_start", row, period, first)
        for name, latest in (("due", self._use("due", "span")), ("deadline", self._use("deadline"))):
            found = self.read.days.of(self.read.cell(row, latest)) if latest and latest.field else None
            if found and (period := self._period(row, found.last)):
                self._put(name, row, period, latest)
        for use in self.read.of("begin", "span", "due", "deadline"):
            cell = self.read.cell(row, use)
            words = (str(cell) if isinstance(cell, date) else self.read.text(row, use)) if use.field else ""
            if words and self.read.days.of(cell) is None:
                self.read.note(
                    self.read.called(row.id),
                    sentence("notes.no day", written=repr(words[:30]), column=use.header),
                )

    def _own_period(self, row: ProjectRow, use: Use) -> None:
        """Put a period that is given as one, or as a day."""
        cell = self.read.cell(row, use)
        found = self.read.days.of(cell)
        if found is None or self.calendar.start is None:
            if not blank(cell):
                self._put(use.own, row, cell, use)
        elif period := self._period(row, found.first if use.own.endswith("start") else found.last):
            self._put(use.own, row, period, use)

    def _period(self, row: ProjectRow, day: date) -> int | None:
        period = period_of(self.calendar, day)
        if 1 <= period <= self.calendar.periods:
            return period
        self.read.note(self.read.called(row.id), sentence("notes.not in the horizon of table", day=str(day)))
        return None

    def _words(self) -> None:
        """Put the columns that are ours, or texts, as they are."""
        names = {"description": "description", "owner": "owner"}
        ours = {"decision": "decision"}  # which a status may have filled too
        for use in self.read.uses:
            from_rows = use.own in _FROM_ROWS and not (use.own == "title" and "." in use.header)
            name = names.get(use.field, "" if from_rows else use.own and ours.get(use.own, use.header))
            for row in self.read.rows if name else ():
                cell: Given = self.read.text(row, use) if use.field else self.read.cell(row, use)
                if not blank(cell):
                    self._put(name, row, cell, use)
        for row in self.read.rows:
            team = self.more.get(row.id, {}).pop("team", "")
            for kind, labels in (({"team": [team]} if team else {}) | row.tags).items():
                self.more.setdefault(row.id, {}).setdefault("tags", {})[kind] = labels

    def _other(self) -> dict[str, Any]:
        """Return what a table says of the portfolio: its currency, funds for others, and teams without a limit."""
        found: dict[str, Any] = {}
        if self.read.currency:
            found["currency"] = self.read.currency
        if funds := dict.fromkeys(fund for row in self.read.rows for fund in row.funds):
            most = self.read.currencies[0]
            scale = self.read.currency.removesuffix(most)
            found |= {"budgets": funds, "funds": {name: {"unit": scale + name, "rate": 0} for name in funds}}
            self.read.note(
                sentence("notes.amounts"), sentence("notes.currencies", most=most, names=tuple(funds))
            )
        if self.teams:
            found["capacities"] = dict.fromkeys(self.teams)
            self.read.note(
                sentence("notes.work"), sentence("notes.effort without limit", teams=tuple(self.teams))
            )
        earns = "benefit" in self.columns or any("benefit" in more for more in self.more.values())
        if earns and self.asked.periods is None:
            found["beyond"] = int(DAYS["year"] * _YEARS_BEYOND / DAYS[self.calendar.unit])
            self.read.note(sentence("notes.benefits"), sentence("notes.years beyond", years=_YEARS_BEYOND))
        return found

    def _note_past(self) -> None:
        """Note which rows should have ended by now, where nothing says how far they are."""
        now = today()
        for row in self.read.rows:
            last = row.work.end or row.work.latest
            if last and last < now and not row.state:
                text = sentence("notes.ended before", day=str(now))
                self.read.note(self.read.called(row.id), text)

    def _note_uses(self) -> None:
        """Note what columns are read as, and which are not read."""
        read = [use for use in self.read.uses if use.field and use.field != "comments"]
        if read:
            spent = [use.header for use in read if use.field == "spending"]
            ends = {spent[0]: f"{spent[0]} – {spent[-1]}"} if spent else {}  # noqa: RUF001  a range
            names = tuple(
                fact(
                    "notes.column as",
                    column=ends.get(use.header, use.header),
                    use=fact(f"notes.as {use.field}"),
                )
                for use in read
                if use.header not in spent[1:]
            )
            self.read.notes.insert(
                0, Note(where=sentence("notes.columns"), text=sentence("notes.columns as", names=names))
            )
