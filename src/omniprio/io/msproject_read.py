"""A portfolio from Microsoft Project XML (MSPDI): what is left to do becomes initiatives that must be done."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.dependency_graph import earliest_starts
from omniprio.errors import Fault, InvalidInputError
from omniprio.io.calendar_days import today
from omniprio.io.imported import Imported, Note, imported, portfolio_in_a_file, reasons_in
from omniprio.io.kept import scale_in
from omniprio.io.msproject_calendar import Calendar
from omniprio.io.msproject_costs import Takes
from omniprio.io.msproject_dates import Dates
from omniprio.io.msproject_fields import CustomFields, field_of_ids, is_owner
from omniprio.io.msproject_links import Links
from omniprio.io.msproject_names import ids_of
from omniprio.io.msproject_outline import Outline
from omniprio.io.msproject_periods import ANY_DAY, Periods, fitting_unit, turn_of
from omniprio.io.msproject_schedule import WorkingTime, begin_of_rest, spans_of
from omniprio.io.msproject_values import answer, is_so, label_of, minutes, moment, value
from omniprio.io.msproject_waits import Waits
from omniprio.io.public_holidays import holiday_note, public_holidays, without_dates
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import Sentence, fact, in_every_language, sentence
from omniprio.parameters import validated
from omniprio.portfolio.work import as_begun
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from xml.etree.ElementTree import Element

    from omniprio.io.msproject_periods import Span
    from omniprio.language import Fact
    from omniprio.portfolio.horizon import Unit

__all__ = ["from_msproject", "imported_project"]

_LEFT_OUT = (
    ("ExternalTask", "notes.external"),
    ("IsSubprojectReadOnly", "notes.external"),
)
"""What tasks say yes to that become nothing, and what is said of them."""


@validated
def from_msproject(
    document: str | bytes,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    periods: int | None = None,
    holidays: str | None = None,
) -> Imported:
    """Return the portfolio that a Microsoft Project XML file describes, and notes on what it could not take over.

    Tasks without sub-tasks become initiatives that must be done, but for what is complete: of that nothing is planned or
    paid again, and of what has begun only what is left. Links become requirements, leads included, those of phases for
    each task inside; deadlines are when work should be complete (`due`), constraints its dates. Fixed costs and costs of
    work are the cost, cost resources funds, and work effort in hours. Everything else is noted.

    A task keeps its place within a period: short tasks that follow each other within one stay there, and a milestone takes
    no time.

    Args:
        document: The XML, at most 50 MB.
        unit: How long a period is; by default the longest of month, week and day in which all work ends at most 10 %
            later than in the file, and of which half of the tasks fill at least a half.
        start: The first day of period 1; by default the first day of what is left, or the Monday or first of the month
            before it where no unit is given.
        periods: T; by default what the tasks need one after the other as linked.
        holidays: A country on whose public holidays nobody works, as `DK`, where the calendar of the file does not say
            otherwise and no task begins or ends on them.

    Raises:
        InvalidArgumentError: No holidays of such a country are known.
        InvalidInputError: The document is refused; it says why.
        MissingExtraError: Holidays are asked for, and the extra `holidays` is not installed.

    >>> task = "<Task><UID>1</UID><Name>Web</Name><Duration>PT80H0M0S</Duration></Task>"
    >>> found = from_msproject(f"<Project><Tasks>{task}</Tasks></Project>", unit="week")
    >>> found.portfolio.by_id["Web"].duration, found.portfolio.by_id["Web"].decision
    (2, 'must')
    """
    return imported_project(parsed_xml(document, root="Project"), unit, start, periods, holidays=holidays)


def imported_project(
    project: Element,
    unit: Unit | None,
    start: date | None,
    periods: int | None,
    notes: Iterable[Note] = (),
    *,
    holidays: str | None = None,
) -> Imported:
    """Return the portfolio of a project that is there as an element; see `from_msproject`.

    Args:
        project: The project.
        unit: How long a period is, None for what fits.
        start: The first day of period 1, None for that of the work.
        periods: T, None for what the tasks need.
        notes: What to know about how it came to be an element.
        holidays: A country on whose public holidays nobody works.
    """
    return _Reading(project, unit, start, notes, holidays).result(periods)


class _Reading:
    """One file, and the notes taken while it is read."""

    def __init__(
        self,
        project: Element,
        unit: Unit | None,
        start: date | None,
        notes: Iterable[Note],
        holidays: str | None,
    ) -> None:
        self.project = project
        self.notes = [*notes]
        every = project.findall("Tasks/Task")
        _refuse_doubled(every)
        self.outline = Outline(every)
        self.tasks = [task for task in self.outline.tasks if self._wanted(task)]
        self._refuse_if_empty()
        self.fields = CustomFields(project)
        self.is_ours = bool(field_of_ids(project))
        self._note_custom_fields()
        self.names = ids_of(self.tasks, self.outline, field_of_ids(project))
        self.calendar = Calendar(project)
        self.time = WorkingTime(project, self.calendar)
        self.links = Links(self.outline, self.tasks, self.time, self.notes).by_task()
        first = start or self._first_day
        self.dated = first is not None
        self.periods, self.spans = self._scaled(unit, start, first or ANY_DAY)
        dated = [
            value(task, "UID") for task in self.tasks if moment(task, "Start") and moment(task, "Finish")
        ]
        self.waits = Waits(self.names, self.links, self.spans, self.periods, self.time, dated)
        self.takes = Takes(project, self.outline, self.notes)
        if holidays is not None:
            self._close_on(holidays)

    def _scaled(self, unit: Unit | None, start: date | None, first: date) -> tuple[Periods, dict[str, Span]]:
        """Return the periods to plan in, and when each task is done in them; without a unit the one that fits."""
        ours = None if unit or start else scale_in(value(task, "Notes") for task in self.tasks)
        if ours is not None:  # we wrote it, and say in which periods
            unit, first = ours.unit, ours.start or first
        if unit is not None:
            periods = Periods(unit, first)
            return periods, self._spans(periods)
        days = self._spans(Periods("day", first))
        found = fitting_unit([*days.values()], first)
        periods = Periods(found, start or turn_of(found, first))
        return periods, days if found == "day" and periods.start == first else self._spans(periods)

    def _spans(self, periods: Periods) -> dict[str, Span]:
        return spans_of(self.tasks, self.links, self.outline, periods, self.time)

    def result(self, periods: int | None) -> Imported:
        """Return the portfolio and the notes."""
        dates = Dates(self.project, self.outline, self.periods, self.notes)
        initiatives = [self._initiative(task, dates) for task in self.tasks]
        if steps := [*self.waits.steps.values()]:
            initiatives += steps
            self._note(self.project, sentence("notes.waits", steps=len(steps)))
        data: dict[str, object] = {
            "name": value(self.project, "Title") or value(self.project, "Name"),
            "currency": value(self.project, "CurrencyCode") or value(self.project, "CurrencySymbol"),
            "budgets": dict.fromkeys(self.takes.funds),
            "capacities": dict.fromkeys(self.takes.teams),
        }
        if self.takes.teams:
            self._note(self.project, sentence("notes.effort in hours"))
        self._note_past()
        if self.calendar.unread:
            self._note(self.project, sentence("notes.recurring", names=listed(self.calendar.unread)))
        needed = periods or self._needed(data, initiatives)
        data |= {"horizon": self._horizon(needed), "closed": self._closed(needed)}
        return imported(data, initiatives, [self._read_as(needed), *self.notes])

    def _read_as(self, periods: int) -> Note:
        """Return what was assumed about all of the file."""
        text = sentence(
            "notes.read as",
            tasks=len(self.tasks),
            unit=sentence(f"notes.unit {self.periods.unit}"),
            periods=periods,
            start=str(self.periods.start),
        )
        return Note(where=sentence("notes.project"), text=text)

    def _horizon(self, periods: int) -> dict[str, object] | int:
        if not self.dated:
            return periods
        return {"periods": periods, "unit": self.periods.unit, "start": self.periods.start}

    def _closed(self, periods: int) -> tuple[int, ...]:
        return tuple(period for period in self._off if period <= periods)

    @cached_property
    def _off(self) -> list[int]:
        """The periods in which nobody works; one in which a task begins or ends in the file is open."""
        if not self.dated:
            return []
        used = {period for span in self.spans.values() for period in (span.first, span.last)}
        return [period for period in self.calendar.closed(self.periods, self._last) if period not in used]

    @cached_property
    def _last(self) -> int:
        """The last period in which it matters whether people work."""
        return min(MOST_PERIODS, 2 * max(span.last for span in self.spans.values()) + 14)

    def _close_on(self, country: str) -> None:
        """Let nobody work on the public holidays of a country."""
        if not self.dated:
            raise without_dates()
        before = len(self.calendar.closed(self.periods, self._last))
        years = range(self.periods.start.year, self.periods.first_day(self._last + 1).year + 1)
        self.calendar.close(public_holidays(country, years))
        closed = len(self.calendar.closed(self.periods, self._last)) - before
        self.notes.append(holiday_note(country, closed, self.periods.unit))

    def _needed(self, data: dict[str, object], initiatives: list[dict[str, object]]) -> int:
        """Return the periods that all tasks need, each as early as its links and dates allow."""
        wordless = [{**one, "title": "", "description": "", "decision": "free"} for one in initiatives]
        last = max(span.last for span in self.spans.values())
        if last > MOST_PERIODS:
            unit = self.periods.unit
            problem = sentence("faults.takes too long", most=MOST_PERIODS, unit=unit)
            raise InvalidInputError([Fault("Project", problem, sentence("remedies.longer periods"))])
        ends = self._ends(data, wordless, min(2 * last, MOST_PERIODS))  # seldom takes work twice as long
        if None not in ends.values():
            return max(last, *filter(None, ends.values()))
        return self._needed_beyond(data, initiatives, wordless)

    def _needed_beyond(
        self, data: dict[str, object], initiatives: list[dict[str, object]], wordless: list[dict[str, object]]
    ) -> int:
        """Return the periods that tasks need of which some end far later than in the file, or never."""
        ends = self._ends(data, wordless, MOST_PERIODS)
        if never := [name for name, end in ends.items() if end is None]:
            self._note(self.project, sentence("notes.never start", names=listed(never)))
            for one in (*initiatives, *wordless):
                if one["id"] in never:
                    _soften(one)
            ends = self._ends(data, wordless, MOST_PERIODS)
        return max(filter(None, ends.values()))

    def _ends(
        self, data: dict[str, object], initiatives: list[dict[str, object]], periods: int
    ) -> dict[str, int | None]:
        """Return when each initiative can be complete at the earliest in so many periods, None where it cannot."""
        closed = tuple(period for period in self._off if period <= periods)
        whole = {**data, "initiatives": initiatives, "horizon": periods, "closed": closed}
        roomy = portfolio_in_a_file(whole)
        return {
            name: start and start + as_begun(roomy.by_id[name], start, roomy).duration - 1
            for name, start in earliest_starts(roomy).items()
        }

    def _refuse_if_empty(self) -> None:
        if not self.tasks:
            reasons = reasons_in(self.notes[:3])
            problem = sentence("faults.no task", reasons=reasons)
            raise InvalidInputError([Fault("Project", problem, sentence("remedies.file with tasks"))])

    def _note_past(self) -> None:
        """Note which tasks should have ended by now."""
        now = today()
        for task in self.tasks:
            end = moment(task, "Finish")
            if end and end.date() < now:
                self._note(task, sentence("notes.open before", day=str(now)))

    def _note_custom_fields(self) -> None:
        names = [*self.fields.names.values()] if not self.is_ours else []
        owners = tuple(name for name in names if is_owner(name))
        for kind, said in (("owner", owners), ("tags", tuple(name for name in names if name not in owners))):
            if said:
                self._note(self.project, sentence(f"notes.custom fields as {kind}", names=listed(said)))

    def _note(self, element: Element, text: Sentence) -> None:
        where = sentence("notes.project") if element is self.project else Sentence(label_of(element))
        self.notes.append(Note(where=where, text=text))

    def _wanted(self, task: Element) -> bool:
        """Return whether a task becomes an initiative, and note why not."""
        if self.outline.is_phase(task):
            if not self.outline.parts.get(value(task, "UID")):
                self._note(task, sentence("notes.summary"))
            return False
        why = next((said for tag, said in _LEFT_OUT if is_so(task, tag)), "")
        if answer(task, "Active") is False:
            why = "notes.inactive"
        elif self.outline.done(task) == 1:
            why = "notes.done"
        if why:
            self._note(task, sentence(why))
        return not why

    @cached_property
    def _first_day(self) -> date | None:
        """The first day of what is left; of the project where no task has dates."""
        days = [found.date() for task in self.tasks if (found := self._begin_of(task))]
        if not days and (found := moment(self.project, "StartDate")):
            return found.date()
        return min(days, default=None)

    def _begin_of(self, task: Element) -> datetime | None:
        """Return when what is left of a task begins."""
        return begin_of_rest(task, self.outline.done(task)) or moment(task, "Start")

    def _initiative(self, task: Element, dates: Dates) -> dict[str, object]:
        """Return a task as the data of an initiative."""
        uid = value(task, "UID")
        span = self.spans[uid]
        duration = max(1, sum(period not in self._off for period in range(span.first, span.last + 1)))
        if is_so(task, "Milestone"):
            self._note(task, sentence("notes.milestone"))
        elif self._begin_of(task) is None and not minutes(task, "Duration"):
            self._note(task, sentence("notes.no dates"))
        if self.outline.done(task):
            self._note(task, sentence("notes.begun", percent=float(self.outline.done(task) * 100)))
        if is_so(task, "IsSubproject"):
            self._note(task, sentence("notes.inserted project"))
        title = " ".join(value(task, "Name").split())
        kind = {"task": ["milestone"]} if is_so(task, "Milestone") else {}
        phases = [
            name for phase in self.outline.phases[uid] if (name := " ".join(value(phase, "Name").split()))
        ]
        return {
            "id": self.names[uid],
            "title": self.names[uid] if self.names[uid].startswith(f"{title} (") else title,
            "description": self.fields.notes(task),
            "owner": self.fields.owner(task),
            "duration": duration,
            "decision": "must",
            "decision_reason": in_every_language(self._assumed(task)),
            "requires": self.waits.requires(uid, self._off if not self.is_ours else ()),
            "tags": {
                **self.fields.tags(task),
                **kind,
                **({"phase": list(dict.fromkeys(phases))} if phases else {}),
            },
            **dates.of(task, span),
            **self.takes.of(task, duration),
        }

    def _assumed(self, task: Element) -> Fact:
        """Return why a task is assumed to be decided."""
        done = self.outline.done(task)
        percent = f"{float(done * 100):g}"
        return fact("decisions.assumed begun", percent=percent) if done else fact("decisions.assumed task")


def _soften(initiative: dict[str, object]) -> None:
    """Make the latest dates of an initiative wishes: when it should be complete."""
    fixed, latest = initiative.pop("fixed_start", None), initiative.pop("latest_start", None)
    deadline, duration = initiative.pop("deadline", None), initiative["duration"]
    ends = [
        start + duration - 1
        for start in (fixed, latest)
        if isinstance(start, int) and isinstance(duration, int)
    ]
    ends += [deadline] if isinstance(deadline, int) else []
    if isinstance(fixed, int):
        initiative["earliest_start"] = fixed
    if ends:
        initiative.setdefault("due", min(ends))


def _refuse_doubled(tasks: list[Element]) -> None:
    """Refuse tasks of one and the same number: links and assignments would mean each of them."""
    counts = Counter(value(task, "UID") for task in tasks if value(task, "IsNull") != "1")
    doubled = {uid: count for uid, count in counts.items() if count > 1}
    if doubled:
        raise InvalidInputError(
            Fault(
                "Project",
                sentence("faults.doubled tasks", count=count, uid=uid[:20] or "(none)"),
                sentence("remedies.export again"),
            )
            for uid, count in doubled.items()
        )
