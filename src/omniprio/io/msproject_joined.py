"""Several projects of one file as one: each is a phase, with its tasks, resources and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from omniprio.io.msproject_format import added

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Link", "joined"]

_OF_THE_FILE = ("CurrencyCode", "CurrencySymbol", "MinutesPerWeek", "CalendarUID", "Calendars")
"""What all projects of a file have from the first."""
_NUMBERS = ("UID", "TaskUID", "ResourceUID")
"""The elements with numbers that are those of one project only."""


class Link(NamedTuple):
    """A link to a task from one of another project.

    Attributes:
        place: Which project the task is of, from 1.
        task: The number of the task.
        before: The number of the other task, in its own project.
    """

    place: int
    task: str
    before: str


def joined(projects: Sequence[Element], across: Mapping[Link, int] | None = None) -> Element:
    """Return one project of several, which are changed.

    Args:
        projects: At least one, as Microsoft Project XML has it; a single one is returned as it is.
        across: Which project the other task is of, from 1, for each link between two projects.
    """
    if len(projects) == 1:
        return projects[0]
    root = Element("Project")
    root.extend([own for tag in _OF_THE_FILE if (own := projects[0].find(tag)) is not None])
    root.append(_fields(projects))
    tasks = SubElement(root, "Tasks")
    parts = [tasks, SubElement(root, "Resources"), SubElement(root, "Assignments")]
    for place, project in enumerate(projects, start=1):
        name = project.findtext("Title") or project.findtext("Name") or f"Project {place}"
        added(tasks, "Task", {"UID": place, "ID": place, "Name": name, "OutlineLevel": 1, "Summary": 1})
        for part in parts:
            found = [entry for entry in project.findall(f"{part.tag}/*") if entry.findtext("UID") != "0"]
            part.extend(found)
            for entry in found:
                _renumber(entry, place, across or {})
    return root


def _fields(projects: Sequence[Element]) -> Element:
    """Return what custom fields are called in several projects; of two names for one field the first."""
    fields = Element("ExtendedAttributes")
    found = (
        field for project in projects for field in project.findall("ExtendedAttributes/ExtendedAttribute")
    )
    fields.extend({str(field.findtext("FieldID")): field for field in reversed([*found])}.values())
    return fields


def _renumber(entry: Element, place: int, across: Mapping[Link, int]) -> None:
    """Give an entry numbers that no entry of another project has, and a place below its project."""
    task = (entry.findtext("UID") or "").strip()
    for before in entry.iter("PredecessorUID"):
        own = (before.text or "").strip()
        before.text = f"{across.get(Link(place, task, own), place)}-{own}"
    for number in (found for tag in _NUMBERS for found in entry.iter(tag)):
        number.text = f"{place}-{(number.text or '').strip()}"
    if entry.tag == "Task":
        level = entry.find("OutlineLevel")
        if level is None:
            level = SubElement(entry, "OutlineLevel")
        level.text = str(int(level.text or 1) + 1)
