"""Initiatives as issues of Jira, or of another tool with its own preset: a CSV file to import there."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from omniprio.errors import InvalidInputError
from omniprio.io.formulas import safe_text
from omniprio.io.jira import from_jira
from omniprio.io.kept import differences, kept_lines, with_lines
from omniprio.io.preset import shipped_preset
from omniprio.language import text
from omniprio.marks import told
from omniprio.parameters import validated
from omniprio.plan import Plan
from omniprio.portfolio.provenance import marks_of_initiative

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.io.kept import Kept
    from omniprio.io.preset import Preset
    from omniprio.language import Language
    from omniprio.portfolio import Initiative, Portfolio, Requirement

__all__ = ["to_jira"]


@validated
def to_jira(thing: Portfolio | Plan, *, preset: Preset | None = None, language: Language = "en") -> str:
    """Return the initiatives of a portfolio, or those chosen in a plan, as CSV for import into Jira.

    Finish-to-start requirements become "Blocks" links; what a link cannot say (lags, alternatives, start-to-start)
    stands below the description, and so does what has no column (benefits, what advances, effort of several teams), which
    `from_jira` reads back from there. Effort becomes story points where it is of one team. Labels have no blanks. A plan
    with a calendar gives dates, a portfolio with one deadlines. Text that a spreadsheet would take for a formula begins with an apostrophe.

    In Jira's importer map "Issue ID" and each `Link "Blocks"` to the fields of those names: an issue blocks those
    whose numbers stand in its link columns. The importer has no field for the inward end of a link. Map "Issue key"
    only where ids are keys of issues that are in Jira already.

    Args:
        thing: The portfolio or the plan.
        preset: The columns of the tool; by default Jira's.
        language: The language of titles and descriptions.

    Source: Atlassian (2024), CSV import: parent-child mapping (issues of one file refer to each other by their
    Issue ID). That a link column is called `Link "Blocks"` and points outward is from public files made for that
    importer, not from its documentation.

    >>> from omniprio import Initiative, Portfolio
    >>> pair = [Initiative(id="crm", title="CRM"), Initiative(id="web", requires=["crm"])]
    >>> to_jira(Portfolio(horizon=2, initiatives=pair)).splitlines()[1]
    'crm,1,CRM,Epic,"[omniprio]'
    """
    columns = preset or shipped_preset("jira")
    portfolio = thing.portfolio if isinstance(thing, Plan) else thing
    initiatives = (
        [thing.carried_out.by_id[entry.id] for entry in thing.schedule]
        if isinstance(thing, Plan)
        else list(portfolio.initiatives)
    )
    plain = _document(thing, initiatives, columns, {}, language)
    return _document(thing, initiatives, columns, _kept(thing, plain, columns), language)


def _kept(thing: Portfolio | Plan, plain: str, preset: Preset) -> Kept:
    """Return what the initiatives have that a file does not give back; nothing where there is no place for it."""
    portfolio = thing.portfolio if isinstance(thing, Plan) else thing
    if not preset.description:
        return {}
    try:
        read = from_jira(plain, horizon=portfolio.horizon, preset=preset).portfolio
    except InvalidInputError:  # there is no issue in it
        return {}
    return differences(portfolio, read)


def _document(
    thing: Portfolio | Plan,
    initiatives: Sequence[Initiative],
    columns: Preset,
    kept: Kept,
    language: Language,
) -> str:
    """Return the CSV, with what is kept in the descriptions of the issues."""
    dates = _dates(thing, columns) if isinstance(thing, Plan) else _due(thing, columns)
    links = _links(initiatives, columns)
    rows = [
        [
            (columns.id[0], entry.id),
            *([(columns.number, str(number))] if columns.number else []),
            *_cells(entry, columns, language, _below(entry, thing, kept, language)),
            *dates.get(entry.id, ()),
            *links[entry.id],
        ]
        for number, entry in enumerate(initiatives, start=1)
    ]
    return _as_csv(rows)


def _below(initiative: Initiative, thing: Portfolio | Plan, kept: Kept, language: Language) -> list[str]:
    """Return what stands below the description: what links cannot say, what is no fact, what has no column."""
    portfolio = thing.portfolio if isinstance(thing, Plan) else thing
    said = [*_remarks(initiative), _marked(initiative, thing, language)]
    return [*filter(None, said), *kept_lines(kept.get(initiative.id, {}), portfolio.calendar)]


def _marked(initiative: Initiative, thing: Portfolio | Plan, language: Language) -> str:
    """Return what of an issue is not a fact; of a plan it has dates, which rest on the duration."""
    portfolio, dated = (thing.portfolio, ["cost"]) if isinstance(thing, Plan) else (thing, [])
    about = ["title", "description", "requires", *(["effort"] if initiative.effort else []), *dated]
    return told(marks_of_initiative(initiative, portfolio, *about), language)


def _cells(
    initiative: Initiative, preset: Preset, language: Language, below: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield the columns of an initiative with what stands in them."""
    about = with_lines(text(initiative.description, language), below)
    team, points = _points(initiative)
    for columns, words in [
        (preset.title, initiative.name(language)),
        (preset.type, preset.written_type),
        (preset.description, about),
        (preset.owner, initiative.owner),
        (preset.team, team),
        (preset.points, points),
    ]:
        if columns and words:
            yield columns[0], words
    labels = ["_".join(label.split()) for label in initiative.tags.get("label", ())]
    yield from _several(preset.labels, labels, preset)


def _several(columns: tuple[str, ...], words: Sequence[str], preset: Preset) -> list[tuple[str, str]]:
    """Return several values of one column, in one cell where the tool has them so."""
    if not columns or not words:
        return []
    cells = [f"{preset.separator} ".join(words)] if preset.separator else words
    return [(columns[0], cell) for cell in cells]


def _points(initiative: Initiative) -> tuple[str, str]:
    """Return the team of an initiative and all it takes of it, blank unless it is one team."""
    if len(initiative.effort) != 1:
        return "", ""
    ((team, series),) = initiative.effort_by_period.items()
    return team, f"{float(sum(series)):.15g}"


def _remarks(initiative: Initiative) -> Iterator[str]:
    """Yield what links cannot say, as lines."""
    for entry in initiative.requirements:
        if not _is_a_link(entry) or entry.lag or entry.max_lag is not None:
            yield _remark(entry)


_HOW = {
    "finish to start": "Waits for {}",
    "start to start": "Starts not before {} starts",
    "finish to finish": "Finishes not before {} finishes",
    "start to finish": "Finishes not before {} starts",
    "chosen": "Only together with {}",
}


def _remark(entry: Requirement) -> str:
    names = f" {'and' if not entry.leaves_choice else 'or'} ".join(entry.of)
    several = names if entry.least in {1, len(entry.of)} else f"{entry.least} of {', '.join(entry.of)}"
    how = [_HOW[entry.kind].format(several)]
    if entry.lag:
        how.append(f"{_periods(abs(entry.lag))} {'later' if entry.lag > 0 else 'earlier'}")
    if entry.max_lag is not None:
        how.append(f"{_periods(entry.max_lag)} later at most")
    if entry.given:
        how.append(f"if {' and '.join(entry.given)} is done")
    return ", ".join(how)


def _periods(number: int) -> str:
    return f"{number} {'period' if number == 1 else 'periods'}"


def _is_a_link(entry: Requirement) -> bool:
    """Tell whether a "Blocks" link says what comes before what."""
    return entry.kind == "finish to start" and entry.is_certain


def _links(initiatives: Sequence[Initiative], preset: Preset) -> dict[str, list[tuple[str, str]]]:
    """Return the link columns of each initiative: what it must come before, else what must come before it."""
    names = {
        entry.id: str(number) if preset.number else entry.id
        for number, entry in enumerate(initiatives, start=1)
    }
    linked: dict[str, list[str]] = {name: [] for name in names}
    for before, after in dict.fromkeys(_certain(initiatives)):
        if before in names and preset.requiring:
            linked[before].append(names[after])
        elif before in names:
            linked[after].append(names[before])
    columns = preset.requiring or preset.required
    return {name: _several(columns, others, preset) for name, others in linked.items()}


def _certain(initiatives: Sequence[Initiative]) -> Iterator[tuple[str, str]]:
    """Yield which initiative must be complete before which begins."""
    for initiative in initiatives:
        for entry in initiative.requirements:
            if _is_a_link(entry):
                yield from ((name, initiative.id) for name in entry.of)


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


def _due(portfolio: Portfolio, preset: Preset) -> dict[str, list[tuple[str, str]]]:
    """Return the last day of each deadline; none without a calendar."""
    calendar = portfolio.calendar
    if calendar.start is None or not preset.due:
        return {}
    return {
        one.id: [(preset.due[0], calendar.last_day(one.deadline).strftime(preset.date_formats[0]))]
        for one in portfolio.initiatives
        if one.deadline
    }


def _as_csv(rows: list[list[tuple[str, str]]]) -> str:
    """Return rows of columns and cells as CSV; a column is repeated as often as any row needs it."""
    most: dict[str, int] = {}
    for row in rows:
        names = [name for name, _ in row]
        most |= {name: max(names.count(name), most.get(name, 0)) for name in names}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe_text(name) for name, count in most.items() for _ in range(count)])
    for row in rows:
        line: list[str] = []
        for name, count in most.items():
            cells = [safe_text(cell) for column, cell in row if column == name]
            line += cells + [""] * (count - len(cells))
        writer.writerow(line)
    return out.getvalue()
