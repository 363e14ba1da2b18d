"""The rows of a table of projects as people make it: what they say of each, in the words of our tables."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.io.cells import BadCellError
from omniprio.io.column_amounts import Amount, numeral
from omniprio.io.column_done import done_in, says_no
from omniprio.io.durations import days_in, duration_in
from omniprio.io.header_words import folded, says_nothing, words_for
from omniprio.io.headers import choices_called
from omniprio.io.link_words import language_of_links
from omniprio.io.project_amounts import ProjectAmounts
from omniprio.io.project_cells import ProjectCells
from omniprio.io.project_links import known_rows, required_by
from omniprio.io.project_ranks import scored_by_rank
from omniprio.io.project_row import ProjectRow
from omniprio.io.row_phases import levels_of, parents_in, phases_in, through_phases
from omniprio.io.sheet import blank
from omniprio.io.spending import ends_of_spending
from omniprio.io.table_days import Days, Work, is_dated
from omniprio.io.working_time import ends_of_range
from omniprio.language import Sentence, fact, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from omniprio.io.column_done import Done
    from omniprio.io.column_uses import Use
    from omniprio.io.preset import Preset
    from omniprio.io.sheet import Sheet

__all__ = ["ProjectRows"]

_OF_DAYS = ("begin", "span", "due", "deadline", "earliest_start", "latest_start", "fixed_start")
_OF_THE_FIRST_DAY = {"begin", "span", "earliest_start"}
_AMOUNTS = ("cost", "spending", "benefit_once", "benefit_yearly", "effort", "scores", "points")
_ANSWERS = {"✓", "✔", "☑", "yes", "y", "x", "ja", "m", "true", "sand", "wahr"}
"""Answers that are no statuses."""
_NO_COST = Amount(Fraction(0))
_YES_OR_NO = {True: "yes", False: "no"}
_OF_NUMBERS = re.compile(r"(?:number|nummer|no|nr)\.?$")
"""How a column of outline numbers is called, not of levels."""
_SPLIT_FURTHER = re.compile(r"[;\n,]")


class ProjectRows(ProjectCells):
    """The rows of a table, read column by column.

    Attributes:
        rows: The rows that are left.
        currency: What most amounts of money are in.
        currencies: All currencies that there are.
        out: The rows that are left out, by id, with what says so.
        ideas: The rows that are not decided, by id, with what says so.
    """

    def __init__(self, sheet: Sheet, uses: Sequence[Use], preset: Preset) -> None:
        """Read the columns of a table that are for something."""
        super().__init__(sheet, uses, preset)
        self.out: dict[str, str] = {}
        self.ideas: dict[str, str] = {}
        self.rows = [*self._named()]
        self.titles = {row.id: row.title for row in self.rows}
        self._phases: dict[str, list[str]] = {}
        self._headings: list[ProjectRow] = []
        self._around: dict[str, ProjectRow] = {}
        self._read_phases()
        self._read_states()
        self._read_done()
        left = [row for row in self.rows if row.id not in self.out]
        self._everything, self.rows = self.rows, left
        amounts = ProjectAmounts(self, self.rows, self._headings)
        amounts.read()
        self._note_costs_of_headings()
        self.currency, self.currencies = amounts.currency, amounts.currencies
        self._read_ranks()
        self._read_tags()
        self._read_days()
        self._read_links()

    # --- rows --------------------------------------------------------------------------------------------------

    def _named(self) -> Iterator[ProjectRow]:
        """Yield the rows with their ids: what stands in the column of ids, else the title, each only once."""
        ids, titles = self.of("id"), self.of("title")
        used = [use.place for use in self.uses if use.field != "comments"]
        seen: Counter[str] = Counter()
        for place, cells in enumerate(self.sheet.rows):
            if all(at >= len(cells) or blank(cells[at]) for at in used):
                continue
            row = ProjectRow(place, "")
            row.title = next((words for use in titles if (words := self.text(row, use))), "")
            own = next((words for use in ids if (words := self.text(row, use))), "")
            if ids and not own and row.title:
                self.note(self.at(row), sentence("notes.id from title"))
            row.id = own or " ".join(row.title.split())[:200].strip()
            seen[row.id] += 1
            if not own and seen[row.id] > 1:
                self.note(self.at(row), sentence("notes.title again", title=row.title))
                row.id = f"{row.id[:190]} ({seen[row.id]})"
            yield row

    def _read_phases(self) -> None:
        """Take the rows apart that are only headings of others, and say no amount that these do not say."""
        by_id = {row.id: row for row in self.rows}
        uses = self.of(*_AMOUNTS)
        parents = self._parents()
        finished = self._finished() if parents else set()
        for name, inside in phases_in(by_id, parents).items():
            rows = [by_id[one] for one in inside]
            is_all_that_is_left = bool(parents) and name not in finished and finished.issuperset(inside)
            if is_all_that_is_left or any(
                self.text(by_id[name], use) and not any(self.text(row, use) for row in rows) for use in uses
            ):
                continue
            self._phases[name] = inside
            self._headings.append(by_id[name])
            text = sentence("notes.heading of parts" if parents else "notes.heading of rows")
            self.note(self.called(name), text)
            for row in rows:
                row.tags["phase"] = [by_id[name].title or name]
                self._around[row.id] = by_id[name]
        self.rows = [row for row in self.rows if row.id not in self._phases]

    def _note_costs_of_headings(self) -> None:
        """Note what headings cost beyond their parts, where all of these are still to be done; amounts of theirs are no faults."""
        by_id = {row.id: row for row in self.rows if row.left == 1}
        for heading in self._headings:
            parts = [by_id.get(name) for name in self._phases[heading.id]]
            costs = [part.amounts.get("cost", _NO_COST).value for part in parts if part]
            more = heading.amounts.get("cost", _NO_COST).value - sum(costs)
            if more > 0 and None not in parts:
                self.note(self.called(heading.id), sentence("notes.heading costs more", amount=numeral(more)))
        places = {heading.place for heading in self._headings}
        self.bad = {at: error for at, error in self.bad.items() if at[0] not in places}

    def _finished(self) -> set[str]:
        """Return the ids of rows that say that they are done, or not to be done at all."""
        out = _words((*self.preset.finished, *self.preset.cancelled))
        said = {
            row.id for use in self.of("status") for row in self.rows if folded(self.text(row, use)) in out
        }
        for use in self.of("done"):
            cells = [self.cell(row, use) for row in self.rows]
            found = done_in(cells, self.mark_said, self._days([use]))
            said |= {row.id for row, done in zip(self.rows, found, strict=True) if done.share == 1}
        return said

    def _parents(self) -> dict[str, str]:
        """Return what rows say they are part of, by id; what is no row is a tag."""
        known = known_rows(self.rows, with_ids=bool(self.of("id")))
        found: dict[str, str] = {}
        for use in self.of("parent"):
            for row in self.rows:
                said = self.text(row, use)
                if parent := known.get(folded(said)) or known.get(folded(said.partition(":")[0])):
                    found[row.id] = parent
                elif said:
                    row.tags[use.header] = [said[:200]]
        for use in self.of("level"):
            levels = [(row.id, self.text(row, use)) for row in self.rows]
            found |= parents_in(levels, numbered=bool(_OF_NUMBERS.search(folded(use.header))))
        for use in self.of("title")[:1] if not found else ():
            indents = levels_of([str(self.cell(row, use) or "") for row in self.rows])
            found |= parents_in((row.id, level) for row, level in zip(self.rows, indents, strict=False))
        return found

    def _read_states(self) -> None:
        """Read what has begun, is promised, done or not to be done at all."""
        out, must = _words((*self.preset.finished, *self.preset.cancelled)), self._must
        ideas = _words(self.preset.ideas)
        for use in self.of("status"):
            for row in self.rows:
                said = self.text(row, use)
                state = said if folded(said) in must else self._said_around(row, use)
                if folded(said) in out:
                    self.out[row.id] = said
                    self.note(self.called(row.id), sentence("notes.finished", status=said))
                elif folded(said) in ideas:
                    self.ideas[row.id] = said
                elif folded(state) in must:
                    row.state, row.decision = state, "must"
                    row.assumed = fact("decisions.assumed status", status=state)
        for use in self.of("active"):
            for row in self.rows:
                if says_no(self.cell(row, use)):
                    self.out[row.id] = f"{use.header}: {self.text(row, use) or _YES_OR_NO[False]}"
                    self.note(self.called(row.id), sentence("notes.finished", status=self.out[row.id]))
        decisions = self.of("decision")
        self._read_duties([] if decisions else self.of("labels"))
        for use in decisions:
            self._read_decisions(use)

    def _read_duties(self, uses: Sequence[Use]) -> None:
        """Read which rows are of a kind that must be done, as columns of labels say."""
        for use in uses:
            for row in self.rows:
                said = self.text(row, use)
                if folded(said) in words_for().duties and not row.decision:
                    row.state, row.decision = said, "must"
                    row.assumed = fact("decisions.assumed status", status=said)

    def _read_decisions(self, use: Use) -> None:
        """Read what a column says of whether rows must be done; levels of what need not, as could have, are scores."""
        levels: list[tuple[ProjectRow, str]] = []
        for row in () if use.own else self.rows:
            cell = self.cell(row, use)
            said = _YES_OR_NO[cell] if isinstance(cell, bool) else self.text(row, use)
            if decided := self._decided(folded(said)):
                row.decision, row.assumed = decided, None
            elif folded(said) in words_for().levels:
                levels.append((row, said))
            elif said and not (
                says_nothing(said) or says_no(said) or folded(said) in _words(self._undecided)
            ):
                text = sentence("notes.no decision", written=repr(said[:30]), column=use.header)
                self.note(self.called(row.id), text)
            row.state = said if row.decision and not row.state else row.state
        if levels:
            self.note(self.where(use), scored_by_rank(levels, use.header))

    def _said_around(self, row: ProjectRow, use: Use) -> str:
        """Return what a column says of the heading that a row is part of; blank where it is part of none."""
        heading = self._around.get(row.id)
        return "" if heading is None else self.text(heading, use)

    @property
    def _must(self) -> set[str]:
        """The statuses of what must be done."""
        return _words((*self.preset.under_way, *self.preset.promised)) - _ANSWERS

    @property
    def _undecided(self) -> tuple[str, ...]:
        """What says that nothing is decided: the words for ideas, and ours for what is free."""
        return *self.preset.ideas, *choices_called(("free",))

    def _decided(self, said: str) -> str:
        """Return what an answer to whether something must be done comes to."""
        if said in _words(self.preset.cancelled):
            return "never"
        return "must" if said == "1" or said in _words(self.preset.promised) else ""

    def _read_done(self) -> None:
        """Read how much of each row is done; what is done in full is left out."""
        for use in self.of("done"):
            cells = [self.cell(row, use) for row in self.rows]
            for row, done in zip(self.rows, done_in(cells, self.mark_said, self._days([use])), strict=True):
                if not done.known and row.id not in self.out:
                    problem = sentence("faults.is", value=repr(self.cell(row, use))[:60])
                    self.bad[row.place, use.place] = BadCellError(
                        problem, sentence("remedies.how much is done")
                    )
                self._keep_done(row, done, use)

    def _keep_done(self, row: ProjectRow, done: Done, use: Use) -> None:
        if done.share is None or not (done.share or done.day):
            return
        percent = f"{float(done.share * 100):g}"
        self.note(self.called(row.id), done.said(use.header))
        if done.share >= 1:
            self.out[row.id] = f"{percent} %"
        elif not done.day:
            row.left, row.state, row.decision = 1 - done.share, f"{percent} %", row.decision or "must"
            row.assumed = row.assumed or fact("decisions.assumed begun", percent=percent)

    # --- words -------------------------------------------------------------------------------------------------

    def _read_ranks(self) -> None:
        """Read ranks, of which 1 is the best, and levels such as high and low, as scores."""
        for use in self.of("ranks"):
            said = [
                (row, words)
                for row in self.rows
                if (words := self.text(row, use) or self._said_around(row, use))
            ]
            if said:
                self.note(self.where(use), scored_by_rank(said, use.header))

    def _read_tags(self) -> None:
        """Read labels and teams as tags, each kind by its header."""
        for use in self.of("labels", "status"):
            for row in self.rows:
                words = self.text(row, use)
                listed = words[1:-1] if words.startswith("[") and words.endswith("]") else words
                if parts := [part.strip() for part in _SPLIT_FURTHER.split(listed) if part.strip()]:
                    row.tags[use.header] = [*dict.fromkeys(parts)]
        for use in self.of("team"):
            for row in self.rows:
                row.team = " ".join(self.text(row, use).split())[:200]

    # --- days and links ----------------------------------------------------------------------------------------

    def _days(self, uses: Sequence[Use]) -> Days:
        """Return what reads the days of some columns; where these do not tell whether the day or the month comes first, others may."""
        beside = (cell for row in self.sheet.rows for cell in row if isinstance(cell, str) and is_dated(cell))
        return Days(
            [[self.cell(row, use) for row in self.rows] for use in uses], self.preset.date_formats, beside
        )

    def _read_days(self) -> None:
        """Read when rows begin and end, and how long they take."""
        uses = self.of(*_OF_DAYS, "due")
        days = self._days(uses)
        if days.unsure:
            self.note(sentence("notes.columns"), sentence("notes.day first", example=days.unsure))
        self.days = days
        between = False
        for row in self.rows:
            found = {use: days.of(self.cell(row, use)) for use in uses}
            first = next(
                (one.first for use, one in found.items() if one and _of(use) in _OF_THE_FIRST_DAY),
                None,
            )
            end = next((one.last for use, one in found.items() if one and use.field in {"due", "span"}), None)
            latest = [
                one.last
                for use, one in found.items()
                if one and (use.field == "deadline" or use.own in {"deadline", "due"})
            ]
            due = [one.last for use, one in found.items() if one and use.field == "deadline"]
            starts = any(one and use.field == "begin" for use, one in found.items())
            if first and starts and end is None and due and first <= min(due) and not self.of("duration"):
                end = min(due)
                between = True
            if row.spending and not uses:
                first, end = ends_of_spending(row.spending)
            row.work = Work(first, end, self._length(row), min(latest, default=None))
        if days.counted:
            written, day = days.counted
            text = sentence("notes.days counted", written=repr(written), day=str(day))
            self.note(sentence("notes.columns"), text)
        if between:
            self.note(sentence("notes.columns"), sentence("notes.between dates"))
        if days.rough:
            written, of = days.rough
            text = sentence("notes.rough days", written=repr(written), first=str(of.first), last=str(of.last))
            self.note(sentence("notes.columns"), text)

    def _length(self, row: ProjectRow) -> Fraction | None:
        """Return how many days a row takes, where its duration has a unit."""
        for use in self.of("duration"):
            words = self.text(row, use)
            span = ends_of_range(words)
            ends = [days_in(end, self.unit(use)) for end in (span.parts if span else (words,))]
            if span and None not in ends:
                self.note(self.where(use), sentence("notes.durations between", written=repr(words)))
            elif (found := duration_in(words)) and found.about:
                self.note(self.where(use), sentence("notes.durations about", written=repr(words)))
            days = [end for end in ends if end is not None]
            return sum(days, Fraction(0)) / len(ends) * row.left or None if len(days) == len(ends) else None
        return None

    def _read_links(self) -> None:
        """Read which rows must come before others, by id or by title."""
        rows = sorted([*self._everything, *self._headings], key=lambda row: row.place)
        known = known_rows(rows, with_ids=bool(self.of("id")))
        uses = self.of("required", "requiring")
        cells = [(row.id, self.text(row, use), use.field == "required") for use in uses for row in rows]
        language = language_of_links((words for _, words, _ in cells), self.preset.language)
        wanted, plain = required_by(cells, known, language)
        said = {name: words for name, words, _ in reversed(cells) if words}
        for name in plain:
            self.note(self.called(name), sentence("notes.plain link", written=repr(said[name][:30])))
        wanted = through_phases(wanted, self._phases) if self._phases else wanted
        present = {row.id for row in self.rows}
        for row in self.rows:
            row.requires = {
                before: wait
                for before, wait in wanted.get(row.id, {}).items()
                if before in present and before != row.id
            }
            for before in wanted.get(row.id, ()):
                if why := self._why_not(row, before, present):
                    self.note(self.called(row.id), why)

    def _why_not(self, row: ProjectRow, before: str, present: Collection[str]) -> Sentence | None:
        """Return why what a row requires is left out; None where it is another row that is left."""
        if before == row.id:
            return sentence("notes.requires itself")
        if before in self.out:
            status = self.out[before]
            return sentence("notes.requires what is done", before=self.called(before), status=status)
        if before not in present:
            return sentence("notes.requires what is not there", before=before)
        return None


def _of(use: Use) -> str:
    return use.field or use.own


def _words(words: Collection[str]) -> set[str]:
    return {folded(word) for word in words}
