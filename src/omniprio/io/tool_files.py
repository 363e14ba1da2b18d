"""Files of other tools by their path, as `formats` and the command line ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.io.dot import to_dot
from omniprio.io.ical import to_ical
from omniprio.io.imported import called_after
from omniprio.io.jira import from_jira
from omniprio.io.jira_write import to_jira
from omniprio.io.mermaid import to_mermaid_gantt, to_mermaid_graph
from omniprio.io.mpxj_files import from_project_file
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_write import to_msproject
from omniprio.io.task_tables import from_task_table
from omniprio.io.writing import write_file
from omniprio.outside import document_in
from omniprio.parameters import validated

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from omniprio.annotations import Count
    from omniprio.io.imported import Imported
    from omniprio.io.preset import Points, Preset
    from omniprio.language import Language
    from omniprio.plan import Plan
    from omniprio.portfolio import Horizon, Portfolio
    from omniprio.portfolio.horizon import Unit

__all__ = [
    "read_jira",
    "read_msproject",
    "read_project_file",
    "read_task_table",
    "write_dot",
    "write_jira",
    "write_mermaid_graph",
    "write_plan_ical",
    "write_plan_mermaid",
    "write_plan_msproject",
]


@validated
def read_msproject(
    path: Path | str,
    horizon: Count | None = None,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    holidays: str | None = None,
) -> Imported:
    """Read Microsoft Project XML; see `from_msproject`."""
    return called_after(
        from_msproject(document_in(path), unit=unit, start=start, periods=horizon, holidays=holidays), path
    )


@validated
def read_project_file(
    path: Path | str,
    horizon: Count | None = None,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    holidays: str | None = None,
) -> Imported:
    """Read a Microsoft Project or Primavera file; see `from_project_file`."""
    return called_after(
        from_project_file(path, unit=unit, start=start, periods=horizon, holidays=holidays), path
    )


@validated
def read_task_table(
    path: Path | str,
    horizon: Count | None = None,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    holidays: str | None = None,
) -> Imported:
    """Read a table of tasks (.csv); see `from_task_table`."""
    return called_after(
        from_task_table(document_in(path), unit=unit, start=start, periods=horizon, holidays=holidays), path
    )


@validated
def read_jira(
    path: Path | str,
    horizon: Count | Horizon | None = None,
    *,
    unit: Unit | None = None,
    start: date | None = None,
    points: Points | None = None,
    types: Collection[str] = (),
    preset: Preset | None = None,
) -> Imported:
    """Read a CSV export of Jira or of another tool that its columns tell; see `from_jira`."""
    return called_after(
        from_jira(
            document_in(path),
            horizon=horizon,
            unit=unit,
            start=start,
            points=points,
            types=types,
            preset=preset,
        ),
        path,
    )


@validated
def write_plan_msproject(
    plan: Plan, path: Path | str, *, language: Language = "en", hours_per_effort: float = 1.0
) -> None:
    """Write a plan as Microsoft Project XML; see `to_msproject`."""
    write_file(path, to_msproject(plan, language=language, hours_per_effort=hours_per_effort))


@validated
def write_jira(
    thing: Portfolio | Plan, path: Path | str, *, language: Language = "en", preset: Preset | None = None
) -> None:
    """Write a portfolio or a plan as CSV for import into Jira; see `to_jira`."""
    write_file(path, to_jira(thing, preset=preset, language=language).encode())


@validated
def write_mermaid_graph(portfolio: Portfolio, path: Path | str, *, language: Language = "en") -> None:
    """Write the requirements of a portfolio as a Mermaid graph; see `to_mermaid_graph`."""
    write_file(path, to_mermaid_graph(portfolio, language=language).encode())


@validated
def write_plan_mermaid(plan: Plan, path: Path | str, *, language: Language = "en") -> None:
    """Write a plan as a Mermaid Gantt chart; see `to_mermaid_gantt`."""
    write_file(path, to_mermaid_gantt(plan, language=language).encode())


@validated
def write_dot(thing: Portfolio | Plan, path: Path | str, *, language: Language = "en") -> None:
    """Write the dependency graph for Graphviz; see `to_dot`."""
    write_file(path, to_dot(thing, language=language).encode())


@validated
def write_plan_ical(plan: Plan, path: Path | str, *, language: Language = "en") -> None:
    """Write a plan as a calendar; see `to_ical`."""
    write_file(path, to_ical(plan, language=language))
