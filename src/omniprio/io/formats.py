"""The formats of files: which there are, and what reads and writes each.

To add a format, write a module beside this one with a function that reads or functions that write it, and add a
`Format` to `FORMATS`: the command line and the tests find it there. A reader takes the path and, each with a default, what
the user can say about the file that it does not say itself, as `horizon`, the number of periods. It returns a `Portfolio`,
or `Imported` (a portfolio with notes on what was left out), or a `Plan`, and raises `InvalidInputError`. A writer takes a
portfolio or a plan, the path and, with defaults, how it is to be written. None of them takes paths from what is in a file.
What takes long to import is `Late`. Where two formats share an ending, the first one in `FORMATS` has it, and the other is
asked for by its name.
"""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio.errors import OmniprioError
from omniprio.io.json_files import read_json, write_json
from omniprio.io.trello_boards import is_a_board
from omniprio.language import sentence
from omniprio.lazy import Late
from omniprio.parameters import validated
from omniprio.spelling import hints, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio.io.imported import Imported
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["FORMATS", "Format", "FormatError", "format_in", "format_of"]

_BEGINNING = 100_000
"""How much of a file is looked at to tell its format, in bytes: a header can have a thousand columns."""


class FormatError(OmniprioError):
    """There is no format for a file, or it cannot do what is asked of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of files.

    Attributes:
        name: What it is asked for by.
        summary: What it is, in a few words.
        endings: The endings of its files, in lower case; an empty one is a folder.
        read: Reads a portfolio or a plan from a path; what has a default can be said by its name. Not given: it cannot be
            read.
        recognises: Tells by the beginning of a file whether it is of this format, where another one has the same ending.
        write_portfolio: Writes a portfolio to a path, if it can hold one; what has a default can be said by its name.
        write_plan: Writes a plan likewise, if it can hold one.
    """

    name: str
    summary: str
    endings: tuple[str, ...]
    read: Callable[..., Imported | Portfolio | Plan] | None = None
    recognises: Callable[[bytes], bool] | None = None
    write_portfolio: Callable[..., None] | None = None
    write_plan: Callable[..., None] | None = None


def _is_json(beginning: bytes) -> bool:
    """Tell whether a file begins as a JSON document of ours does."""
    return beginning.removeprefix(BOM_UTF8).lstrip().startswith(b"{") and not is_a_board(beginning)


FORMATS = (
    Format(
        name="json",
        summary=sentence("formats.json"),
        endings=(".json",),
        read=read_json,
        recognises=_is_json,
        write_portfolio=write_json,
        write_plan=write_json,
    ),
    Format(
        name="csv",
        summary=sentence("formats.csv"),
        endings=("",),
        read=Late("omniprio.io.read_tables:portfolio_in_folder"),
        write_portfolio=Late("omniprio.io.csv_files:write_csv"),
        write_plan=Late("omniprio.io.csv_files:write_plan_csv"),
    ),
    Format(
        name="initiatives",
        summary=sentence("formats.initiatives"),
        endings=(".csv", ".tsv", ".txt", ".md"),
        read=Late("omniprio.io.read_tables:read_table"),
    ),
    Format(
        name="tasks",
        summary=sentence("formats.tasks"),
        endings=(".csv", ".tsv", ".txt"),
        read=Late("omniprio.io.tool_files:read_task_table"),
        recognises=Late("omniprio.io.task_tables:is_task_table"),
    ),
    Format(
        name="excel",
        summary=sentence("formats.excel"),
        endings=(".xlsx",),
        read=Late("omniprio.io.read_tables:read_table"),
        write_portfolio=Late("omniprio.io.workbook:write_excel"),
        write_plan=Late("omniprio.io.plan_workbook:write_plan_excel"),
    ),
    Format(
        name="workbook",
        summary=sentence("formats.workbook"),
        endings=(".xlsm", ".ods", ".xls"),
        read=Late("omniprio.io.read_tables:read_table"),
    ),
    Format(
        name="msproject",
        summary=sentence("formats.msproject"),
        endings=(".xml",),
        read=Late("omniprio.io.tool_files:read_msproject"),
        write_plan=Late("omniprio.io.tool_files:write_plan_msproject"),
    ),
    Format(
        name="project",
        summary=sentence("formats.project"),
        endings=(".mpp", ".mpx", ".xer", ".gan", ".planner", ".xml", ".pod"),
        read=Late("omniprio.io.tool_files:read_project_file"),
        recognises=Late("omniprio.io.mpxj_files:is_primavera"),
    ),
    Format(
        name="jira",
        summary=sentence("formats.jira"),
        endings=(".csv", ".tsv", ".txt", ".json"),
        read=Late("omniprio.io.tool_files:read_jira"),
        recognises=Late("omniprio.io.issue_rows:is_issue_list"),
        write_portfolio=Late("omniprio.io.tool_files:write_jira"),
        write_plan=Late("omniprio.io.tool_files:write_jira"),
    ),
    Format(
        name="mermaid",
        summary=sentence("formats.mermaid"),
        endings=(".mmd",),
        write_portfolio=Late("omniprio.io.tool_files:write_mermaid_graph"),
        write_plan=Late("omniprio.io.tool_files:write_plan_mermaid"),
    ),
    Format(
        name="dot",
        summary=sentence("formats.dot"),
        endings=(".dot", ".gv"),
        write_portfolio=Late("omniprio.io.tool_files:write_dot"),
        write_plan=Late("omniprio.io.tool_files:write_dot"),
    ),
    Format(
        name="ical",
        summary=sentence("formats.ical"),
        endings=(".ics",),
        write_plan=Late("omniprio.io.tool_files:write_plan_ical"),
    ),
)
"""Every format, the ones people meet most often first."""


@validated
def format_of(path: Path | str, name: str | None = None) -> Format:
    """Return the format of a file.

    Args:
        path: The file; its ending says which, and a folder or a path without an ending is a folder of tables.
        name: The name of the format instead.

    Raises:
        FormatError: There is no such format, or none with that ending.

    >>> from pathlib import Path
    >>> format_of(Path("portfolio.XLSX")).name, format_of(Path("export.csv"), "json").name
    ('excel', 'json')
    """
    path = Path(path)
    if name is not None:
        found = [known for known in FORMATS if known.name == name]
        known_names = [known.name for known in FORMATS]
        hint = hints([name], known_names)[name]
        problem = sentence("errors.no format", name=repr(name), names=listed(known_names), hint=hint)
    else:
        folder = os.path.isdir(path)  # noqa: PTH112  pathlib's raises where a name is too long to exist
        ending = "" if folder else path.suffix.lower()
        found = [known for known in FORMATS if ending in known.endings]
        endings = [ending for known in FORMATS for ending in known.endings if ending]
        problem = sentence("errors.no ending", path=str(path), names=listed(dict.fromkeys(endings)))
    if not found:
        raise FormatError(problem)
    return found[0]


@validated
def format_in(path: Path | str, name: str | None = None) -> Format:
    """Return the format of a file that is read: by its ending, and where two share one by how it begins; JSON by that alone.

    Args:
        path: The file, or a folder of tables.
        name: The name of the format instead.

    Raises:
        FormatError: There is no such format, or none with that ending.
    """
    path = Path(path)
    first = format_of(path, name)
    if name is not None:
        return first
    ending, beginning = path.suffix.lower(), _beginning(path)
    others = [known for known in FORMATS if ending in known.endings or known.name == "json"]
    return next((known for known in others if known.recognises and known.recognises(beginning)), first)


def _beginning(path: Path) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which whoever reads it will tell."""
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING) if path.is_file() else b""
    except (OSError, ValueError):
        return b""
