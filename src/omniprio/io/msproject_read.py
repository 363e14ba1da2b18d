"""A portfolio from Microsoft Project XML (MSPDI): tasks become initiatives, links become requirements."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from omniprio.base import MOST_PERIODS
from omniprio.dependency_graph import earliest_starts
from omniprio.errors import Fault, InvalidInputError
from omniprio.io.imported import Imported, Note, imported, reasons_in
from omniprio.io.msproject_costs import Takes
from omniprio.io.msproject_format import ID_ALIAS
from omniprio.io.msproject_links import Links
from omniprio.io.msproject_times import Clock, label_of, moment, number, value
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import Sentence, sentence
from omniprio.parameters import validated
from omniprio.portfolio import Portfolio
from omniprio.spelling import listed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from omniprio.portfolio.horizon import Unit

__all__ = ["from_msproject"]

_LONGEST_ID = 150
_ANY_DAY = date(2000, 1, 1)  # counts periods where a file has no date at all
_CONSTRAINTS = {
    1: "as late as possible",
    2: "fixed_start",
    3: "must finish on",
    4: "earliest_start",
    5: "latest_start",
    6: "finish no earlier than",
    7: "deadline",
}
"""What a constraint becomes, or what it is called where it becomes nothing; 0 is as soon as possible."""
_LEFT_OUT = (
    ("Summary", "1", "notes.summary"),
    ("ExternalTask", "1", "notes.external"),
    ("Active", "0", "notes.inactive"),
)
"""The elements and values of tasks that become nothing, and what is said of them."""


@validated
def from_msproject(
    document: str | bytes,
    *,
    unit: Unit = "month",
    start: date | None = None,
    periods: int | None = None,
) -> Imported:
    """Return the portfolio that a Microsoft Project XML file describes, and notes on what it could not take over.

    Tasks without sub-tasks become initiatives, their links requirements, leads included, fixed
    costs and costs of work the cost, cost resources funds, and work effort in hours. Everything else is noted.

    Args:
        document: The XML, at most 50 MB.
        unit: How long a period is.
        start: The first day of period 1; by default the file's first day.
        periods: T; by default what the tasks need one after the other as linked.

    Raises:
        InvalidInputError: The document is refused; it says why.

    >>> task = "<Task><UID>1</UID><Name>Web</Name><Duration>PT80H0M0S</Duration></Task>"
    >>> found = from_msproject(f"<Project><Tasks>{task}</Tasks></Project>", unit="week")
    >>> found.portfolio.by_id["Web"].duration
    2
    """
    project = parsed_xml(document, root="Project")
    return _Reading(project, unit, start).result(periods)


class _Reading:
    """One file, and the notes taken while it is read."""

    def __init__(self, project: Element, unit: Unit, start: date | None) -> None:
        self.project = project
        self.unit = unit
        self.notes = [Note(where=sentence("notes.project"), text=sentence("notes.rules"))]
        every = project.findall("Tasks/Task")
        _refuse_doubled(every)
        self.tasks = [task for task in every if self._wanted(task)]
        self.names = _ids(self.tasks, _field_of_ids(project))
        found = start or _first_day(project, self.tasks)
        self.dated = found is not None
        self._refuse_if_empty()
        self._note_custom_fields()
        self.clock = Clock(project, unit, found or _ANY_DAY)
        self.takes = Takes(project, self.notes)
        self.links = Links(every, self.names, self.clock, self.notes)

    def result(self, periods: int | None) -> Imported:
        """Return the portfolio and the notes."""
        initiatives = [self._initiative(task) for task in self.tasks]
        data: dict[str, object] = {
            "name": value(self.project, "Title") or value(self.project, "Name"),
            "currency": value(self.project, "CurrencyCode") or value(self.project, "CurrencySymbol"),
            "budgets": dict.fromkeys(self.takes.funds),
            "capacities": dict.fromkeys(self.takes.teams),
        }
        if self.takes.teams:
            self._note(self.project, sentence("notes.effort in hours"))
        wordless = [{**one, "title": "", "description": ""} for one in initiatives]
        needed = periods or self._needed({**data, "initiatives": wordless})
        return imported({**data, "horizon": self._horizon(needed)}, initiatives, self.notes)

    def _horizon(self, periods: int) -> dict[str, object] | int:
        if not self.dated:
            return periods
        return {"periods": periods, "unit": self.unit, "start": self.clock.start}

    def _needed(self, data: dict[str, object]) -> int:
        """Return the periods that all tasks need, each as early as its links and dates allow."""
        roomy = Portfolio.model_validate({**data, "horizon": MOST_PERIODS})
        starts = earliest_starts(roomy)
        if never := [name for name, start in starts.items() if start is None]:
            self._note(self.project, sentence("notes.never start", names=listed(never)))
        ends = [start + roomy.by_id[name].duration - 1 for name, start in starts.items() if start]
        finishes = [moment(task, "Finish") for task in self.tasks]
        ends += [self.clock.period(finish.date()) for finish in finishes if finish]
        if max(ends, default=1) > MOST_PERIODS:
            problem = sentence("faults.takes too long", most=MOST_PERIODS, unit=self.unit)
            raise InvalidInputError([Fault("Project", problem, sentence("remedies.longer periods"))])
        return max([1, *ends])

    def _refuse_if_empty(self) -> None:
        if not self.tasks:
            reasons = reasons_in(self.notes[1:4])
            problem = sentence("faults.no task", reasons=reasons)
            raise InvalidInputError([Fault("Project", problem, sentence("remedies.file with tasks"))])

    def _note_custom_fields(self) -> None:
        fields = self.project.findall("ExtendedAttributes/ExtendedAttribute")
        names = [value(field, "Alias") or value(field, "FieldName") for field in fields]
        if own := [name for name in names if name != ID_ALIAS]:
            self._note(self.project, sentence("notes.custom fields", names=listed(own)))

    def _note(self, element: Element, text: Sentence) -> None:
        where = sentence("notes.project") if element is self.project else Sentence(label_of(element))
        self.notes.append(Note(where=where, text=text))

    def _wanted(self, task: Element) -> bool:
        """Return whether a task becomes an initiative, and note why not."""
        if value(task, "UID") == "0" or value(task, "IsNull") == "1":
            return False  # the project itself, and empty lines
        for tag, written, said in _LEFT_OUT:
            if value(task, tag) == written:
                self._note(task, sentence(said))
                return False
        return True

    def _initiative(self, task: Element) -> dict[str, object]:
        """Return a task as the data of an initiative."""
        duration = self.clock.duration(task)
        if value(task, "Milestone") == "1":
            self._note(task, sentence("notes.milestone", duration=duration))
        if number(task, "PercentComplete"):
            self._note(task, sentence("notes.begun", percent=value(task, "PercentComplete")))
        if value(task, "Deadline"):
            self._note(task, sentence("notes.deadline"))
        return {
            "id": self.names[value(task, "UID")],
            "title": " ".join(value(task, "Name").split()),
            "description": value(task, "Notes"),
            "duration": duration,
            "requires": list(self.links.of(task)),
            **self._dates(task, duration),
            **self.takes.of(task, duration),
        }

    def _dates(self, task: Element, duration: int) -> dict[str, int]:
        """Return the dates that a task's constraint comes to."""
        kind, day = int(number(task, "ConstraintType")), moment(task, "ConstraintDate")
        if kind == 0:
            return {}
        name = _CONSTRAINTS.get(kind, f"constraint {kind}")
        if day is None or name not in {"fixed_start", "earliest_start", "latest_start", "deadline"}:
            self._note(task, sentence("notes.constraint", name=repr(name)))
            return {}
        period = self.clock.period(day.date())
        soonest = duration if name == "deadline" else 1
        if name == "earliest_start" and period <= 1:
            return {}
        if not soonest <= period <= MOST_PERIODS:
            text = sentence("notes.constraint cannot hold", name=repr(name), period=str(period))
            self._note(task, text)
            return {}
        return {name: period}


def _first_day(project: Element, tasks: list[Element]) -> date | None:
    """Return the first day of the project or of the task that starts first."""
    days = [found.date() for task in tasks if (found := moment(task, "Start"))]
    if found := moment(project, "StartDate"):
        days.append(found.date())
    return min(days, default=None)


def _field_of_ids(project: Element) -> str:
    """Return the number of the custom field that holds ids, in a file that we wrote."""
    for field in project.findall("ExtendedAttributes/ExtendedAttribute"):
        if value(field, "Alias") == ID_ALIAS:
            return value(field, "FieldID")
    return ""


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


def _ids(tasks: list[Element], field: str) -> dict[str, str]:
    """Return an id for each task, by its UID: the one we wrote or its name, with its number where that is taken."""
    found: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for task in tasks:
        given = [
            value(entry, "Value")
            for entry in task.findall("ExtendedAttribute")
            if value(entry, "FieldID") == field
        ]
        name = " ".join((*given, value(task, "Name"))[0].split())[:_LONGEST_ID].strip() or "Task"
        uid = value(task, "UID")
        unique = numbered = f"{name} ({(value(task, 'ID') or uid)[:20]})" if name in taken else name
        while unique in taken:
            taken[numbered] += 1
            unique = f"{numbered} {taken[numbered]}"
        taken[unique] += 1
        found[uid] = unique
    return found
