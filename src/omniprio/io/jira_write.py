"""Initiatives as issues of Jira, or of another tool with its own preset: a CSV file to import there."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from omniprio.base import exact, text
from omniprio.io.formulas import safe_text
from omniprio.io.preset import shipped_preset
from omniprio.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omniprio.base import Language
    from omniprio.io.preset import Preset
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["to_jira"]


def to_jira(thing: Portfolio | Plan, *, preset: Preset | None = None, language: Language = "en") -> str:
    """Return the initiatives of a portfolio, or those chosen in a plan, as CSV for import into Jira.

    Finish-to-start requirements become "Blocks" links; what a link cannot say (lags, alternatives, start-to-start)
    stands in the description. Effort becomes story points where it is of one team. A plan with a calendar gives
    dates. Text that a spreadsheet would take for a formula begins with an apostrophe.

    Args:
        thing: The portfolio or the plan.
        preset: The columns of the tool; by default Jira's.
        language: The language of titles and descriptions.

    >>> from omniprio import Initiative, Portfolio
    >>> print(to_jira(Portfolio(horizon=2, initiatives=[Initiative(id="web", title="Web shop")])))
    Issue key,Summary,Issue Type
    web,Web shop,Epic
    <BLANKLINE>
    """
    columns = preset or shipped_preset("jira")
    portfolio = thing.portfolio if isinstance(thing, Plan) else thing
    initiatives = (
        [portfolio.by_id[entry.id] for entry in thing.schedule]
        if isinstance(thing, Plan)
        else list(portfolio.initiatives)
    )
    dates = _dates(thing, columns) if isinstance(thing, Plan) else {}
    rows = [
        [*_cells(entry, columns, language), *dates.get(entry.id, ()), *_links(entry, initiatives, columns)]
        for entry in initiatives
    ]
    return _as_csv(rows)


def _cells(initiative: Initiative, preset: Preset, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the columns of an initiative with what stands in them."""
    about = "\n".join([text(initiative.description, language), *_remarks(initiative)]).strip()
    team, points = _points(initiative)
    yield preset.id[0], initiative.id
    for columns, words in [
        (preset.title, initiative.name(language)),
        (preset.type, preset.written_type),
        (preset.description, about),
        (preset.owner, initiative.owner),
        (preset.team, team),
        (preset.points, points),
        *((preset.labels, label) for label in initiative.tags.get("label", ())),
    ]:
        if columns and words:
            yield columns[0], words


def _points(initiative: Initiative) -> tuple[str, str]:
    """Return the team of an initiative and all it takes of it, blank unless it is one team."""
    if len(initiative.effort) != 1:
        return "", ""
    ((team, effort),) = initiative.effort.items()
    series = effort if isinstance(effort, tuple) else (effort,) * initiative.duration
    return team, f"{float(sum(map(exact, series))):g}"


def _remarks(initiative: Initiative) -> Iterator[str]:
    """Yield what links cannot say, as lines."""
    for entry in initiative.requirements:
        names = f" {'and' if entry.match == 'all' else 'or'} ".join(entry.of)
        wait = f"{entry.lag} period{'s' * (entry.lag > 1)}"
        if entry.kind == "start to start":
            yield f"Starts not before {names} starts" + f" and {wait} later" * (entry.lag > 0)
        elif entry.match == "any" and len(entry.of) > 1:
            yield f"Requires {names}" + f", complete {wait} before" * (entry.lag > 0)
        elif entry.lag:
            yield f"Waits {wait} after {names}"


def _links(initiative: Initiative, others: list[Initiative], preset: Preset) -> Iterator[tuple[str, str]]:
    known = {entry.id for entry in others}
    for entry in initiative.requirements:
        certain = entry.match == "all" or len(entry.of) == 1
        if certain and entry.kind == "finish to start" and preset.required:
            yield from ((preset.required[0], name) for name in entry.of if name in known)


def _dates(plan: Plan, preset: Preset) -> dict[str, list[tuple[str, str]]]:
    """Return the first and the last day of each chosen initiative; none without a calendar."""
    calendar = plan.portfolio.calendar
    if calendar.start is None:
        return {}
    form = preset.date_formats[0]
    days = {
        entry.id: (calendar.first_day(entry.start), calendar.last_day(entry.finish))
        for entry in plan.schedule
    }
    columns = (preset.begin, preset.due)
    return {
        name: [(names[0], day.strftime(form)) for names, day in zip(columns, both, strict=True) if names]
        for name, both in days.items()
    }


def _as_csv(rows: list[list[tuple[str, str]]]) -> str:
    """Return rows of columns and cells as CSV; a column is repeated as often as any row needs it."""
    most: dict[str, int] = {}
    for row in rows:
        names = [name for name, _ in row]
        most |= {name: max(names.count(name), most.get(name, 0)) for name in names}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, count in most.items() for _ in range(count)])
    for row in rows:
        line: list[str] = []
        for name, count in most.items():
            cells = [safe_text(cell) for column, cell in row if column == name]
            line += cells + [""] * (count - len(cells))
        writer.writerow(line)
    return out.getvalue()
