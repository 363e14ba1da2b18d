"""Tables of tasks as project programs write them (GanttProject, Microsoft Project, ProjectLibre): CSV that is a plan of work.

Source: the headers of GanttProject's own export, and those of the table of tasks that Microsoft Project saves as CSV.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from omniprio.errors import Fault, InvalidInputError
from omniprio.io.amounts import amount_in
from omniprio.io.column_amounts import Amount, Amounts, mark_of
from omniprio.io.csv_files import csv_text
from omniprio.io.encodings import first_line, in_unicode
from omniprio.io.imported import Note
from omniprio.io.msproject_format import KINDS, put
from omniprio.io.msproject_read import imported_project
from omniprio.language import Sentence, sentence
from omniprio.parameters import validated
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from omniprio.io.imported import Imported
    from omniprio.portfolio.horizon import Unit

__all__ = ["from_task_table", "is_task_table"]

_COLUMNS = {
    "id": ("id",),
    "name": ("name", "task name"),
    "begin": ("begin date", "start", "start date"),
    "end": ("end date", "finish", "finish date"),
    "duration": ("duration",),
    "done": ("completion", "% complete", "percent complete"),
    "cost": ("cost",),
    "links": ("predecessors",),
    "level": ("outline level",),
    "outline": ("outline number", "wbs"),
    "notes": ("notes",),
    "milestone": ("milestone",),
    "active": ("active",),
}
"""What columns are called, in lower case."""
_NEEDED = ("id", "name", "begin", "end", "links")
"""By these columns a table of tasks is known."""
_AS_THEY_ARE = {"level": "OutlineLevel", "outline": "OutlineNumber", "notes": "Notes", "active": "Active"}
"""Columns whose cells are written as XML has them, with their tags."""
_PASSED_OVER = {"task mode", "unique id", "summary", "task color", "web link"}
"""Columns that say nothing about the work."""
_FIRST = "00"
"""The UID of a task that is numbered 0, as GanttProject numbers its first: 0 itself is that of a project as a whole."""
_WIDEST = 1_000
_SEVERAL = 2
_FORMS = {
    "year first": ("%Y-%m-%d", "%Y/%m/%d"),
    "day first": ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d-%m-%y", "%d.%m.%Y", "%d.%m.%y"),
    "month first": ("%m/%d/%Y", "%m/%d/%y"),
    "in words": ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d-%b-%y", "%d/%b/%y"),
}
_WITH_WEEKDAY = re.compile(r"(\w{2,3})\w*\.?,?\s+(\d+[./-]\d+[./-]\d+)")
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?\s*([AaPp]\.?[Mm]\.?)?$")
_AMOUNT = re.compile(r"([\d.,]{1,15})\s*(e?)([A-Za-z]*)\??")
_LINK = re.compile(
    r"(?P<id>\d{1,9})\s*-?\s*(?P<kind>FS|SS|FF|SF)?\s*"
    r"(?:=P(?P<days>-?\d{1,6})D|(?P<sign>[+-])\s*(?P<amount>\d{1,9}(?:[.,]\d{1,9})?)\s*e?(?P<unit>[A-Za-z%]*))?",
    re.IGNORECASE,
)
_HOURS = {"m": 1 / 60, "h": 1, "d": 8, "w": 40, "mo": 160}
"""How many hours of work the units of durations are, by how they begin; a month is 20 days."""


class _Table(NamedTuple):
    """The rows of a table, each by what its cells are."""

    rows: list[dict[str, str]]
    unread: list[str]


def is_task_table(beginning: bytes) -> bool:
    """Tell by its header whether CSV is a table of tasks."""
    header = first_line(beginning)
    words = {cell.strip().strip('"').casefold() for cell in re.split("[,;\t|]", header)}
    return all(words & set(_COLUMNS[name]) for name in _NEEDED)


@validated
def from_task_table(
    document: str | bytes,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    periods: int | None = None,
    holidays: str | None = None,
) -> Imported:
    r"""Return the portfolio that a table of tasks describes; see `from_msproject`, which reads it further.

    Args:
        document: The CSV, at most 50 MB.
        unit: How long a period is; by default the one that fits the work.
        start: The first day of period 1.
        periods: T; by default what the tasks need.
        holidays: A country on whose public holidays nobody works; see `from_msproject`.

    Raises:
        InvalidInputError: The document is refused; it lists every fault.

    >>> table = "ID,Name,Begin date,End date,Predecessors\n1,Dig,2027-01-04,2027-01-29,\n2,Pour,2027-02-01,2027-02-26,1-FS=P0D\n"
    >>> from_task_table(table).portfolio.by_id["Pour"].requires
    ('Dig',)
    """
    text, notes = in_unicode(document, "document")
    table = _read(text)
    if table.unread:
        notes.append(
            Note(where=sentence("notes.columns"), text=sentence("notes.not read", names=listed(table.unread)))
        )
    return imported_project(_project(table.rows, notes), unit, start, periods, notes, holidays=holidays)


def _read(document: str | bytes) -> _Table:
    """Return the rows of the first table in a document: GanttProject writes one of resources below it."""
    rows = [row.cells for row in csv_text(document, called="document", widest=_WIDEST).rows]
    header = [cell.strip() for cell in rows[0]] if rows else []
    named = {
        place: name
        for place, cell in enumerate(header)
        for name, called in _COLUMNS.items()
        if cell.casefold() in called
    }
    if missing := [_COLUMNS[name][0] for name in _NEEDED if name not in named.values()]:
        fault = sentence("faults.no column called", name=listed(missing))
        raise InvalidInputError([Fault("document", fault, sentence("remedies.all fields"))])
    found: list[dict[str, str]] = []
    for cells in rows[1:]:
        if [cell.strip() for cell in cells[:2]] == header[:2] or (found and not any(cells)):
            break
        row = {named[place]: cell.strip() for place, cell in enumerate(cells) if place in named}
        if row.get("id") and row.get("name"):
            found.append(row)
    unread = [
        cell
        for place, cell in enumerate(header)
        if cell and place not in named and cell.casefold() not in _PASSED_OVER
    ]
    return _Table(found, unread)


def _project(rows: Sequence[Mapping[str, str]], notes: list[Note]) -> Element:
    """Return a table as a project in XML."""
    form = _form_of(rows, notes)
    faults: list[Fault] = []
    costs = Amounts(written := [row.get("cost", "") for row in rows], mark_of([written], "")[0][0])
    root = Element("Project")
    if len(costs.currencies) == 1:
        put(root, {"CurrencySymbol": next(iter(costs.currencies))})
    tasks = SubElement(root, "Tasks")
    uids = {row["id"]: _FIRST for row in rows if row["id"] == "0" and _is_inside(row)}
    for row, cost in zip(rows, costs.cells, strict=True):
        task = SubElement(tasks, "Task")
        put(task, {"UID": uids.get(row["id"], row["id"]), "ID": row["id"], "Name": row["name"]})
        put(task, dict(_values(row, form, faults)))
        if isinstance(cost, Amount) and cost.value >= 0 and len(costs.currencies) < _SEVERAL:
            put(task, {"Cost": float(cost.value) * 100})
        elif cost is not None:
            faults.append(_fault(row, "cost", sentence("remedies.give a number")))
        for part in filter(None, re.split("[;,]", row.get("links", ""))):
            _link(task, part.strip(), row, uids, faults)
    if faults:
        raise InvalidInputError(faults)
    return root


def _values(row: Mapping[str, str], form: str, faults: list[Fault]) -> Iterator[tuple[str, object]]:
    """Yield what the cells of a row come to, by tag."""
    for name, tag, clock in (("begin", "Start", "08:00:00"), ("end", "Finish", "17:00:00")):
        if written := row.get(name):
            day = _day(written, form)
            if day is None:
                faults.append(_fault(row, name, sentence("remedies.date")))
            else:
                yield tag, f"{day}T{clock}"
    if (written := row.get("duration")) and (hours := _hours(written)) is not None:
        yield "Duration", f"PT{round(hours)}H0M0S"
        yield "Milestone", row.get("milestone") or int(hours == 0)
    if written := row.get("done"):
        amount = _amount(written)
        if amount is None or amount < 0:
            faults.append(_fault(row, "done", sentence("remedies.give a number")))
        else:
            yield "PercentComplete", amount
    yield from ((tag, row[name]) for name, tag in _AS_THEY_ARE.items() if row.get(name))


def _amount(written: str) -> float | None:
    """Return an amount as people write it; one in a currency, or that could be thousands or decimals, is none."""
    found = amount_in(written)
    if found is None or found.unclear or found.unit.currency or found.unit.scale > 1:
        return None
    number = found.number(".")
    return None if number is None else float(number)


def _hours(written: str) -> float | None:
    """Return how many hours of work a duration is; None where it is none. A number alone is of days."""
    found = _AMOUNT.fullmatch(written.strip())
    if found is None:
        return None
    unit = found[3].lower() or "d"
    factor = _HOURS.get(unit[:2], _HOURS.get(unit[:1]))
    try:
        return None if factor is None else float(found[1].replace(",", ".")) * factor
    except ValueError:
        return None


def _is_inside(row: Mapping[str, str]) -> bool:
    """Tell whether a row is work or a phase of a project, and not the project as a whole, as an outline says."""
    return not {row.get("level", ""), row.get("outline", "")} <= {"", "0"}


def _link(
    task: Element, written: str, row: Mapping[str, str], uids: Mapping[str, str], faults: list[Fault]
) -> None:
    """Write what a task waits for, as `1`, `1FS+2 days` or `1-FS=P2D`; UIDs that are not the ids are given."""
    found = _LINK.fullmatch(written)
    if found is None:
        faults.append(_fault(row, "links", sentence("remedies.link as", example="1FS+2d")))
        return
    kind = {
        "fs": "finish to start",
        "ss": "start to start",
        "ff": "finish to finish",
        "sf": "start to finish",
    }
    amount, form = _lag(found)
    link = SubElement(task, "PredecessorLink")
    values = {
        "PredecessorUID": uids.get(found["id"], found["id"]),
        "Type": KINDS[kind[(found["kind"] or "fs").lower()]],
    }
    put(link, {**values, "LinkLag": amount, "LagFormat": form})


def _lag(found: re.Match[str]) -> tuple[int, int]:
    """Return a lag in tenths of a minute, or in per cent, with the format that says which."""
    if found["days"]:
        return int(found["days"]) * 4_800, 7
    if not found["amount"]:
        return 0, 7
    amount = float(found["amount"].replace(",", ".")) * (-1 if found["sign"] == "-" else 1)
    if found["unit"] == "%":
        return round(amount), 19
    unit = found["unit"].lower() or "d"
    return round(amount * _HOURS.get(unit[:2], _HOURS.get(unit[:1], 8)) * 600), 7


def _form_of(rows: Sequence[Mapping[str, str]], notes: list[Note]) -> str:
    """Return in which order the dates of a table are written: the one in which all of them are days, on their weekdays."""
    written = [cell for row in rows for name in ("begin", "end") if (cell := row.get(name))]
    fits = [form for form in _FORMS if all(_day(cell, form) for cell in written)]
    if written and not fits:
        fits = [max(_FORMS, key=lambda form: sum(_day(cell, form) is not None for cell in written))]
    if {"day first", "month first"} <= set(fits) and written:
        ordered = [form for form in fits if _in_order(rows, form)]
        fits = ordered or fits
        if len(fits) > 1:
            text = sentence("notes.day first", example=written[0])
            notes.append(Note(where=sentence("notes.columns"), text=text))
    return fits[0] if fits else "year first"


def _in_order(rows: Sequence[Mapping[str, str]], form: str) -> bool:
    """Tell whether every task ends after it begins, where dates are written in a form."""
    days = [(_day(row.get("begin", ""), form), _day(row.get("end", ""), form)) for row in rows]
    return all(begin <= end for begin, end in days if begin and end)


def _day(written: str, form: str) -> date | None:
    """Return the day of a date in a form, None if it is none, or none on the weekday it is said to be."""
    words = _TIME.sub("", written.strip())
    weekday = _WITH_WEEKDAY.fullmatch(words)
    if weekday:
        words = weekday[2]
    for one in _FORMS[form]:
        try:
            day = datetime.strptime(words, one).date()  # noqa: DTZ007  only the day is used
        except ValueError:
            continue
        if not weekday or weekday[1].lower() == _WEEK[day.weekday()] or not _is_english(weekday[1]):
            return day
    return None


def _is_english(weekday: str) -> bool:
    """Tell whether a weekday is said in English; in other languages it is passed over."""
    return weekday.lower() in _WEEK


def _fault(row: Mapping[str, str], name: str, remedy: Sentence) -> Fault:
    label = f"Task {row['id']} ({row['name'][:60]}).{_COLUMNS[name][0]}"
    return Fault(label, sentence("faults.is", value=repr(row[name][:60])), remedy)
