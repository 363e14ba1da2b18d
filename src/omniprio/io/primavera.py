"""What no reader of Primavera files tells of: links from activities that are not in the file, and what-if projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.imported import Note
from omniprio.io.safe_xml import parsed_xml
from omniprio.language import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["links_from_outside", "what_if_projects"]

_LONGEST = 60


def links_from_outside(document: bytes, ending: str) -> list[Note]:
    r"""Return a note for each activity with a link from one that is not in the file.

    Args:
        document: What stands in the file.
        ending: How its name ends, `.xer` or `.xml`; another format has no such links.

    >>> file = b"%T\tTASK\n%F\ttask_id\ttask_name\n%R\t1\tDig\n%T\tTASKPRED\n%F\ttask_id\tpred_task_id\n%R\t1\t9\n"
    >>> print(*links_from_outside(file, ".xer"))
    Task 1 (Dig): has a link from a task that is not in the file; the link is left out
    """
    if ending == ".xer":
        activities, links = _of_tables(document.decode("cp1252", errors="replace"))
    elif ending == ".xml":
        activities, links = _of_elements(document)
    else:
        return []
    waiting = dict.fromkeys(own for own, before in links if before not in activities and own in activities)
    return [_note(own, activities[own]) for own in waiting]


def what_if_projects(document: bytes, ending: str) -> dict[str, str]:
    r"""Return the names of the projects that only try out what others in the file plan, by number; none where all do.

    Args:
        document: What stands in the file.
        ending: How its name ends, `.xer` or `.xml`; another format has no such projects.

    >>> file = b"%T\tPROJWBS\n%F\tproj_id\tproj_node_flag\tstatus_code\twbs_name\n%R\t1\tY\tWS_Open\tBarn\n"
    >>> what_if_projects(file + b"%R\t2\tY\tWS_Whatif\tFaster\n", ".xer")
    {'2': 'Faster'}
    """
    if ending == ".xer":
        rows = _rows(document.decode("cp1252", errors="replace"))
        roots = [row for table, row in rows if table == "PROJWBS" and row.get("proj_node_flag") == "Y"]
        given = [
            (row.get("proj_id", ""), row.get("wbs_name", ""), row.get("status_code", "")) for row in roots
        ]
    elif ending == ".xml":
        entries = parsed_xml(document, root="APIBusinessObjects").iter("Project")
        given = [
            (one.findtext("ObjectId") or "", one.findtext("Name") or "", one.findtext("Status") or "")
            for one in entries
        ]
    else:
        return {}
    found = {
        number: " ".join(name.split())[:_LONGEST] or number
        for number, name, status in given
        if status.removeprefix("WS_").replace("-", "").replace(" ", "").casefold() == "whatif"
    }
    return found if len(found) < len(given) else {}


def _note(number: str, name: str) -> Note:
    called = f"Task {number[:_LONGEST]}" + (f" ({name[:_LONGEST]})" if name else "")
    return Note(where=Sentence(called), text=sentence("notes.outside the file"))


def _of_tables(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the names of the activities in an XER file by number, and its links: whose, and from which."""
    activities: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    for table, row in _rows(text):
        if table == "TASK":
            activities[row.get("task_id", "")] = " ".join(row.get("task_name", "").split())
        elif table == "TASKPRED":
            links.append((row.get("task_id", ""), row.get("pred_task_id", "")))
    return activities, links


def _rows(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rows of the tables in an XER file, each with the name of its table."""
    table, fields = "", [""]
    for line in text.splitlines():
        kind, *cells = line.split("\t")
        if kind == "%T":
            table = "".join(cells[:1]).strip()
        elif kind == "%F":
            fields = cells
        elif kind == "%R":
            yield table, dict(zip(fields, (cell.strip() for cell in cells), strict=False))


def _of_elements(document: bytes) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the names of the activities in P6 XML by number, and its links: whose, and from which."""
    root = parsed_xml(document, root="APIBusinessObjects")
    activities = {
        entry.findtext("ObjectId") or "": " ".join((entry.findtext("Name") or "").split())
        for entry in root.iter("Activity")
    }
    links = [
        (
            entry.findtext("SuccessorActivityObjectId") or "",
            entry.findtext("PredecessorActivityObjectId") or "",
        )
        for entry in root.iter("Relationship")
    ]
    return activities, links
