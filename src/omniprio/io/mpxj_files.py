"""Project files that only other programs understand, read with the `mpxj` package (extra `mpxj`, and Java)."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniprio.errors import Fault, InvalidInputError, MissingExtraError, OmniprioError
from omniprio.io.imported import Note
from omniprio.io.msproject_format import added
from omniprio.io.msproject_joined import Link, joined
from omniprio.io.msproject_read import imported_project
from omniprio.io.primavera import links_from_outside, what_if_projects
from omniprio.io.safe_xml import must_be_plain, parsed_xml
from omniprio.language import Sentence, sentence
from omniprio.outside import document_in
from omniprio.parameters import validated
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from types import ModuleType
    from xml.etree.ElementTree import Element

    from omniprio.io.imported import Imported
    from omniprio.portfolio.horizon import Unit

__all__ = ["ENDINGS", "add_nested_links", "from_project_file", "is_primavera"]

READERS = {
    ".mpp": "org.mpxj.mpp.MPPReader",
    ".mpx": "org.mpxj.mpx.MPXReader",
    ".xer": "org.mpxj.primavera.PrimaveraXERFileReader",
    ".gan": "org.mpxj.ganttproject.GanttProjectReader",
    ".planner": "org.mpxj.planner.PlannerReader",
    ".xml": "org.mpxj.primavera.PrimaveraPMFileReader",
}
"""What reads a file, by its ending."""
_XML = {".gan", ".planner", ".xml"}
"""Which of them are XML; it could refer to the outside, and is refused where it does."""
_LOOKED_AT = 4_096
"""How many bytes of XML there must be; mpxj takes a shorter file for one that is cut off."""
_WEEK = b'<calendars><day-types><default-week id="1" sun="1" sat="1"/></day-types></calendars>'
"""The working week of GanttProject, for its files that say none: mpxj reads none without."""
_ASSUMED = "$"
"""What mpxj takes for the currency of a file that says none."""
_GANTT = ".gan"
_KINDS = {"1": "3", "2": "1", "3": "0", "4": "2"}
"""How Microsoft Project numbers the kinds of links by how GanttProject does: start to start, finish to start and so on."""
_A_DAY = 4_800
"""A workday of eight hours in tenths of minutes, as lags are written."""
_LIBRE = ".pod"
_SEPARATOR = b"@@@@@@@@@@ProjectLibreSeparator_MSXML@@@@@@@@@@"
"""What stands in a file of ProjectLibre before its Microsoft Project XML."""
ENDINGS = (*READERS, _LIBRE)
"""The endings of all files that are read here."""

_JAVA_OPTIONS = (
    "-Xrs",  # leaves Ctrl-C to Python
    "-Dlog4j2.StatusLogger.level=OFF",  # prints nothing
    "--enable-native-access=ALL-UNNAMED",  # for the bridge, of which newer versions of Java warn; older ones have no such option
)


@validated
def from_project_file(
    path: Path | str,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    periods: int | None = None,
    holidays: str | None = None,
) -> Imported:
    """Return the portfolio of a file of a project program.

    Microsoft Project writes .mpp and .mpx, Primavera .xer and .xml, GanttProject .gan, Planner .planner and ProjectLibre
    .pod. The file is turned into Microsoft Project XML in memory and read as `from_msproject` reads it; each of several projects
    is a phase. Java is found by `JAVA_HOME` or where systems install it; a runtime needs the module `jdk.charsets`. Files
    of ProjectLibre need no Java.

    Args:
        path: The file; at most 50 MB.
        unit: How long a period is; by default the one that fits.
        start: The first day of period 1; by default that of the work.
        periods: T; by default what the tasks need one after the other as linked.
        holidays: A country on whose public holidays nobody works; see `from_msproject`.

    Raises:
        MissingExtraError: The extra `mpxj` is not installed.
        OmniprioError: There is no Java.
        InvalidInputError: The file is refused; it says why.
        OSError: The file cannot be read.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        problem = (
            sentence("faults.ends in", ending=path.suffix)
            if path.suffix
            else sentence("faults.without ending")
        )
        raise _refused(path, problem, sentence("remedies.readable project", endings=listed(ENDINGS)))
    notes: list[Note] = []
    if ending == _LIBRE:
        project = _inside(path, document_in(path))
    else:
        document = _safe(document_in(path), ending)
        if ending == _GANTT and b"<default-week" not in document:
            document = document.replace(b"<tasks", _WEEK + b"<tasks", 1)
            notes.append(Note(where=sentence("notes.project"), text=sentence("notes.no week")))
        tried_out = what_if_projects(document, ending)
        documents, across = _as_msproject(path, document, _java(), tried_out)
        project = joined([parsed_xml(document, root="Project") for document in documents], across)
        notes += [Note(where=Sentence(name), text=sentence("notes.what-if")) for name in tried_out.values()]
        notes += links_from_outside(document, ending)
        if ending == _GANTT:
            add_nested_links(project, parsed_xml(document.rstrip(), root="project"))
        if ending in _XML and _ASSUMED.encode() not in document:
            _without_assumed_currency(project)
    return imported_project(project, unit, start, periods, notes, holidays=holidays)


def add_nested_links(project: Element, file: Element) -> None:
    """Give a project the links of tasks inside others, which mpxj does not read from files of GanttProject.

    Args:
        project: The project, as Microsoft Project XML has it; it is changed.
        file: The file of GanttProject. Its numbers of tasks begin with 0, those of the project with 1.
    """
    tasks = {task.findtext("UID"): task for task in project.iter("Task")}
    for task in file.iterfind("tasks/task//task"):
        before = _number_after(task.get("id"))
        for link in task.iterfind("depend") if before in tasks else ():
            after = tasks.get(_number_after(link.get("id")))
            if after is not None and before not in {own.text for own in after.iter("PredecessorUID")}:
                days = link.get("difference", "0")
                lag = int(days) * _A_DAY if days.lstrip("-").isdecimal() else 0
                kind = _KINDS.get(link.get("type", ""), _KINDS["2"])
                parts = {"PredecessorUID": before, "Type": kind, "LinkLag": lag, "LagFormat": 7}
                added(after, "PredecessorLink", parts)


def _number_after(number: str | None) -> str:
    """Return the number that mpxj gives to a task of GanttProject; empty where there is none."""
    return str(int(number) + 1) if number and number.isdecimal() else ""


def _without_assumed_currency(project: Element) -> None:
    """Take the currency away that mpxj gives to projects of files that say none."""
    for symbol in project.findall("CurrencySymbol"):
        if symbol.text == _ASSUMED and not project.findtext("CurrencyCode"):
            project.remove(symbol)


def is_primavera(beginning: bytes) -> bool:
    """Tell by its first element whether XML is of Primavera P6."""
    return b"<APIBusinessObjects" in beginning


def _safe(document: bytes, ending: str) -> bytes:
    """Return a document that refers to nothing outside of it, XML with as many blanks behind it as are looked at to know it."""
    if ending in _XML:
        must_be_plain(document)
        return document.ljust(_LOOKED_AT)
    return document


def _inside(path: Path, document: bytes) -> Element:
    """Return the project that a file of ProjectLibre holds as XML."""
    _, separator, inside = document.partition(_SEPARATOR)
    if not separator:
        raise _refused(path, sentence("faults.no project"), sentence("remedies.export again"))
    return parsed_xml(inside.strip(), root="Project")


def _java() -> ModuleType:
    """Return the bridge to Java, with Java running."""
    try:
        bridge = import_module("jpype")
        import_module("mpxj")  # puts its classes where Java finds them
    except ModuleNotFoundError:
        raise MissingExtraError("mpxj") from None
    if not bridge.isJVMStarted():
        try:
            bridge.startJVM(*_JAVA_OPTIONS, ignoreUnrecognized=True, convertStrings=False)
        except (bridge.JVMNotFoundException, OSError) as error:
            problem = sentence("errors.no Java", reason=str(error))
            raise OmniprioError(problem) from None
    return bridge


def _as_msproject(
    path: Path, data: bytes, bridge: ModuleType, left_out: Collection[str]
) -> tuple[list[bytes], dict[Link, int]]:
    """Return each project in a file, but for some by number, as Microsoft Project XML, and which links are between two of them."""
    reader = bridge.JClass(READERS[path.suffix.lower()])()
    if hasattr(reader, "setLinkCrossProjectRelations"):  # of Primavera; other files have no such links
        reader.setLinkCrossProjectRelations(True)
    written = []
    across: dict[Link, int] = {}
    try:
        projects = [
            project
            for project in reader.readAll(bridge.JClass("java.io.ByteArrayInputStream")(data))
            if str(project.getProjectProperties().getUniqueID()) not in left_out
        ]
        across = _across(projects)
        for project in projects:
            out = bridge.JClass("java.io.ByteArrayOutputStream")()
            bridge.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, out)
            written.append(bytes(out.toByteArray()))
    except bridge.JException as error:
        raise _refused(
            path,
            sentence("faults.unreadable", reason=str(error.getMessage() or error)[:200]),
            sentence("remedies.export as XML"),
        ) from None
    if not written:
        raise _refused(path, sentence("faults.no project"), sentence("remedies.export again"))
    return written, across


def _across(projects: Sequence[Any]) -> dict[Link, int]:
    """Return for each link between two projects which project it comes from, from 1."""
    found: dict[Link, int] = {}
    for place, project in enumerate(projects, start=1) if len(projects) > 1 else ():
        for task in project.getTasks():
            for link in task.getPredecessors():
                before = link.getPredecessorTask()
                others = (
                    number
                    for number, other in enumerate(projects, start=1)
                    if number != place and other.equals(before.getParentFile())
                )
                if other := next(others, 0):
                    found[Link(place, str(task.getUniqueID()), str(before.getUniqueID()))] = other
    return found


def _refused(path: Path, problem: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(path.name, problem, remedy)])
