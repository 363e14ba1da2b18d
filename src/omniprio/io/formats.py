"""The formats of files: which there are, and what reads and writes each.

To add a format, write a module beside this one with a function that reads or functions that write it, and add a
`Format` to `FORMATS`: the command line and the tests find it there. A reader takes the path and the number of periods
that the user gives for files that do not say it. It returns a `Portfolio`, or `Imported` (a portfolio with notes on
what was left out), or a `Plan`, and raises `InvalidInputError`. A writer takes a portfolio or a plan and the path. None
of them takes paths from what is in a file. Where two formats share an ending, the first one in `FORMATS` has it, and
the other is asked for by its name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio.errors import OmniprioError
from omniprio.io.csv_files import csv_sheets_in, read_csv, write_csv, write_plan_csv
from omniprio.io.issue_rows import is_issue_list
from omniprio.io.json_files import read_json, write_json
from omniprio.io.mpxj_files import ENDINGS, is_primavera
from omniprio.io.plan_workbook import write_plan_excel
from omniprio.io.read_tables import holds_our_tables, read_table
from omniprio.io.task_tables import is_task_table
from omniprio.io.tool_files import (
    read_jira,
    read_msproject,
    read_project_file,
    read_task_table,
    write_dot,
    write_jira,
    write_mermaid_graph,
    write_plan_ical,
    write_plan_mermaid,
    write_plan_msproject,
)
from omniprio.io.workbook import write_excel
from omniprio.language import sentence
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
        read: Reads a portfolio or a plan from a path; the second argument is the number of periods to plan for where
            the file does not say it, or None. Not given: it cannot be read.
        recognises: Tells by the beginning of a file whether it is of this format, where another one has the same ending.
        write_portfolio: Writes a portfolio to a path, if it can hold one.
        write_plan: Writes a plan to a path, if it can hold one.
    """

    name: str
    summary: str
    endings: tuple[str, ...]
    read: Callable[[Path, int | None], Imported | Portfolio | Plan] | None = None
    recognises: Callable[[bytes], bool] | None = None
    write_portfolio: Callable[[Portfolio, Path], None] | None = None
    write_plan: Callable[[Plan, Path], None] | None = None


def _read_table(path: Path, horizon: int | None) -> Imported:
    return read_table(path, horizon=horizon)


def _read_folder(path: Path, horizon: int | None) -> Imported | Portfolio:
    ours = not path.is_dir() or holds_our_tables(csv_sheets_in(path))
    return read_csv(path, horizon) if ours else read_table(path, horizon=horizon)


FORMATS = (
    Format(
        name="json",
        summary=sentence("formats.json"),
        endings=(".json",),
        read=read_json,
        write_portfolio=write_json,
        write_plan=write_json,
    ),
    Format(
        name="csv",
        summary=sentence("formats.csv"),
        endings=("",),
        read=_read_folder,
        write_portfolio=write_csv,
        write_plan=write_plan_csv,
    ),
    Format(
        name="initiatives",
        summary=sentence("formats.initiatives"),
        endings=(".csv", ".tsv"),
        read=_read_table,
    ),
    Format(
        name="tasks",
        summary=sentence("formats.tasks"),
        endings=(".csv", ".tsv"),
        read=read_task_table,
        recognises=is_task_table,
    ),
    Format(
        name="excel",
        summary=sentence("formats.excel"),
        endings=(".xlsx",),
        read=_read_table,
        write_portfolio=write_excel,
        write_plan=write_plan_excel,
    ),
    Format(
        name="workbook",
        summary=sentence("formats.workbook"),
        endings=(".xlsm", ".ods", ".xls"),
        read=_read_table,
    ),
    Format(
        name="msproject",
        summary=sentence("formats.msproject"),
        endings=(".xml",),
        read=read_msproject,
        write_plan=write_plan_msproject,
    ),
    Format(
        name="project",
        summary=sentence("formats.project"),
        endings=ENDINGS,
        read=read_project_file,
        recognises=is_primavera,
    ),
    Format(
        name="jira",
        summary=sentence("formats.jira"),
        endings=(".csv", ".tsv"),
        read=read_jira,
        recognises=is_issue_list,
        write_portfolio=write_jira,
        write_plan=write_jira,
    ),
    Format(
        name="mermaid",
        summary=sentence("formats.mermaid"),
        endings=(".mmd",),
        write_portfolio=write_mermaid_graph,
        write_plan=write_plan_mermaid,
    ),
    Format(
        name="dot",
        summary=sentence("formats.dot"),
        endings=(".dot", ".gv"),
        write_portfolio=write_dot,
        write_plan=write_dot,
    ),
    Format(
        name="ical",
        summary=sentence("formats.ical"),
        endings=(".ics",),
        write_plan=write_plan_ical,
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
    """Return the format of a file that is read: by its ending, and where two share one by how it begins.

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
    others = [known for known in FORMATS if path.suffix.lower() in known.endings and known.recognises]
    beginning = _beginning(path) if others else b""
    return next((known for known in others if known.recognises and known.recognises(beginning)), first)


def _beginning(path: Path) -> bytes:
    """Return the first bytes of a file; none where it cannot be read, which whoever reads it will tell."""
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING) if path.is_file() else b""
    except (OSError, ValueError):
        return b""
