"""What can be said about files of other tools when they are read or written: units, dates, story points, languages.

A reader or writer here takes each option it knows as a keyword of that name. A format that is not named here is read and
written as `omniprio.io.formats` says.
"""

from __future__ import annotations

from inspect import Parameter, signature
from typing import TYPE_CHECKING, cast

from omniprio.cli.exits import OptionError
from omniprio.cli.files import path_of, validated
from omniprio.cli.verb import PROGRAM
from omniprio.io.dot import to_dot
from omniprio.io.formats import FormatError
from omniprio.io.ical import to_ical
from omniprio.io.imported import Imported, called_after
from omniprio.io.jira import from_jira
from omniprio.io.jira_write import to_jira
from omniprio.io.mermaid import to_mermaid_gantt, to_mermaid_graph
from omniprio.io.mpxj_files import from_project_file
from omniprio.io.msproject_read import from_msproject
from omniprio.io.msproject_write import to_msproject
from omniprio.io.plan_workbook import write_plan_excel
from omniprio.io.preset import Points
from omniprio.io.public_holidays import closed_on_holidays, imported_on_holidays
from omniprio.io.read_tables import preset_for, read_table
from omniprio.io.task_tables import from_task_table
from omniprio.io.workbook import write_excel
from omniprio.io.writing import write_file
from omniprio.language import sentence
from omniprio.outside import document_in
from omniprio.plan import Plan
from omniprio.portfolio import Horizon
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date
    from pathlib import Path

    from omniprio.io.formats import Format
    from omniprio.io.preset import Preset
    from omniprio.language import Language, Sentence
    from omniprio.portfolio import Portfolio
    from omniprio.portfolio.horizon import Unit

__all__ = ["OF_READERS", "OPTIONS", "closed_as_asked", "must_fit", "read_as", "split", "write_as"]


type Reader = Callable[..., Imported | Portfolio | Plan]
type Writer = Callable[..., None]


def _reader_of_tasks(read: Callable[..., Imported], given: Callable[[Path], Path | bytes]) -> Reader:
    """Return what reads a plan of work, called after its file.

    Args:
        read: The function that reads it.
        given: What it takes of the path.
    """

    def read_tasks(
        path: Path,
        *,
        horizon: int | None = None,
        unit: Unit | None = None,
        start: date | None = None,
        holidays: str | None = None,
    ) -> Imported:
        found = read(given(path), unit=unit, start=start, periods=horizon, holidays=holidays)
        return called_after(found, path)

    return read_tasks


def _read_jira(
    path: Path,
    *,
    horizon: int | None = None,
    unit: Unit = "quarter",
    start: date | None = None,
    points: float | None = None,
    team: str | None = None,
    issue_type: Collection[str] = (),
    preset: Preset | None = None,
) -> Imported:
    if team is not None and points is None:
        raise OptionError("--team", team, sentence("usage.needs points"), sentence("usage.give points"))
    periods = {"periods": horizon, "unit": unit, "start": start}
    found = from_jira(
        document_in(path),
        horizon=None if horizon is None else validated(Horizon, periods),
        unit=unit,
        start=start,
        points=None if points is None else validated(Points, {"per_period": points, "team": team or "team"}),
        types=issue_type,
        preset=preset,
    )
    return called_after(found, path)


def _write_excel(thing: Portfolio | Plan, path: Path, *, language: Language = "en") -> None:
    if isinstance(thing, Plan):
        write_plan_excel(thing, path, language=language)
    else:
        write_excel(thing, path, language=language)


def _read_table(
    path: Path,
    *,
    horizon: int | None = None,
    unit: Unit | None = None,
    start: date | None = None,
    encoding: str | None = None,
    preset: Preset | None = None,
    keep_preset: str | None = None,
) -> Imported:
    if keep_preset is not None:
        kept = preset or preset_for(path, encoding=encoding)
        write_file(path_of(keep_preset), f"{kept.to_json()}\n".encode())
    return read_table(path, horizon=horizon, unit=unit, start=start, encoding=encoding, preset=preset)


def _write_msproject(
    thing: Plan, path: Path, *, language: Language = "en", hours_per_effort: float = 1.0
) -> None:
    write_file(path, to_msproject(thing, language=language, hours_per_effort=hours_per_effort))


def _write_jira(
    thing: Portfolio | Plan, path: Path, *, language: Language = "en", preset: Preset | None = None
) -> None:
    write_file(path, to_jira(thing, preset=preset, language=language).encode())


def _write_mermaid(thing: Portfolio | Plan, path: Path, *, language: Language = "en") -> None:
    text = (
        to_mermaid_gantt(thing, language=language)
        if isinstance(thing, Plan)
        else to_mermaid_graph(thing, language=language)
    )
    write_file(path, text.encode())


def _write_dot(thing: Portfolio | Plan, path: Path, *, language: Language = "en") -> None:
    write_file(path, to_dot(thing, language=language).encode())


def _write_ical(thing: Plan, path: Path, *, language: Language = "en") -> None:
    write_file(path, to_ical(thing, language=language))


_READERS: dict[str, Reader] = {
    "initiatives": _read_table,
    "excel": _read_table,
    "workbook": _read_table,
    "msproject": _reader_of_tasks(from_msproject, document_in),
    "project": _reader_of_tasks(from_project_file, lambda path: path),
    "tasks": _reader_of_tasks(from_task_table, document_in),
    "jira": _read_jira,
}
_WRITERS: dict[str, Writer] = {
    "excel": _write_excel,
    "msproject": _write_msproject,
    "jira": _write_jira,
    "mermaid": _write_mermaid,
    "dot": _write_dot,
    "ical": _write_ical,
}


def _options(function: Callable[..., object]) -> set[str]:
    """Return the options that a reader or writer knows."""
    known = signature(function).parameters.values()
    return {one.name for one in known if one.kind == Parameter.KEYWORD_ONLY}


OF_READERS = set().union(*map(_options, _READERS.values()))
"""The names of the options for reading files."""
OPTIONS = OF_READERS.union(*map(_options, _WRITERS.values()))
"""The names of all options."""
_OF_TABLES = {"horizon"}
"""What can be said about files whose readers know no options of their own."""
_OF_ANY = {"holidays"}
"""What can be said about any portfolio; where the reader does not know it, it holds for what was read."""


def must_fit(options: Mapping[str, object], source: Format) -> None:
    """Refuse an option that says nothing for the file that is read; it would be passed over.

    Args:
        options: What is given on the command line, by name.
        source: The format that is read.

    Raises:
        OptionError: An option says nothing.
    """
    known = _options(_READERS[source.name]) if source.name in _READERS else _OF_TABLES
    for option in options:
        if option not in known | _OF_ANY:
            others = [one for one, read in _READERS.items() if option in _options(read)]
            problem = sentence("usage.says nothing read", source=source.name, others=listed(others))
            raise OptionError(
                _called(option), _written(options[option]), problem, sentence("usage.leave it out")
            )


def split(
    options: Mapping[str, object], source: Format, target: Format
) -> tuple[dict[str, object], dict[str, object]]:
    """Return which options are for reading a file and which for writing one.

    Args:
        options: What is given on the command line, by name.
        source: The format that is read.
        target: The format that is written.

    Raises:
        OptionError: An option says nothing for either; it would be passed over.
    """
    reading = _OF_ANY | (_options(_READERS[source.name]) if source.name in _READERS else _OF_TABLES)
    writing = _options(_WRITERS[target.name]) if target.name in _WRITERS else set()
    for name in options:
        if name not in reading | writing | {"language"}:  # messages are in a language too
            every = [*_READERS.items(), *_WRITERS.items()]
            others = dict.fromkeys(one for one, function in every if name in _options(function))
            problem = sentence(
                "usage.says nothing", source=source.name, target=target.name, others=listed(others)
            )
            raise OptionError(_called(name), _written(options[name]), problem, sentence("usage.leave it out"))
    return _those(options, reading), _those(options, writing)


def read_as(source: Format, path: Path, options: Mapping[str, object]) -> Imported | Portfolio | Plan:
    """Read a file.

    Args:
        source: Its format.
        path: The file.
        options: Those for reading it.

    Raises:
        FormatError: The format can be written but not read.
        InvalidInputError: The file is refused; it lists every fault.
        OSError: The file cannot be read.
    """
    if source.read is None:
        raise FormatError(sentence("errors.only written", format=source.name))
    if source.name in _READERS:
        reader = _READERS[source.name]
        found = reader(path, **_those(options, _options(reader)))
        left = options.keys() - _options(reader)
    else:
        found, left = source.read(path, cast("int | None", options.get("horizon"))), {*options}
    return closed_as_asked(found, options) if "holidays" in left else found


def closed_as_asked(
    found: Imported | Portfolio | Plan, options: Mapping[str, object]
) -> Imported | Portfolio | Plan:
    """Return what was read, closed on the public holidays that are asked for.

    Args:
        found: What was read.
        options: Those for reading it.

    Raises:
        OptionError: It is a plan, which is made for the periods that it has.
    """
    country = options.get("holidays")
    if not isinstance(country, str):
        return found
    if isinstance(found, Plan):
        problem = sentence("usage.holidays of a plan")
        raise OptionError("--holidays", country, problem, sentence("usage.leave it out"))
    if isinstance(found, Imported):
        return imported_on_holidays(found, country, widen="horizon" not in options)
    return closed_on_holidays(found, country)


def write_as(target: Format, thing: Portfolio | Plan, path: Path, options: Mapping[str, object]) -> None:
    """Write a file.

    Args:
        target: Its format.
        thing: What to write.
        path: The file.
        options: Those for writing it.

    Raises:
        FormatError: The format cannot hold the thing.
        InvalidInputError: The format needs something that the thing does not have.
        OSError: The file cannot be written.
    """
    write: Writer | None = target.write_plan if isinstance(thing, Plan) else target.write_portfolio
    if write is None:
        raise FormatError(_refusal(thing, target))
    _WRITERS.get(target.name, write)(thing, path, **options)


def _those(options: Mapping[str, object], known: Collection[str]) -> dict[str, object]:
    return {name: value for name, value in options.items() if name in known}


def _refusal(thing: Portfolio | Plan, target: Format) -> Sentence:
    """Return why a format cannot hold something, and what to do."""
    if isinstance(thing, Plan):
        return sentence("usage.holds no plan", format=target.name)
    if target.write_plan:
        return sentence("usage.holds plans", format=target.name, program=PROGRAM)
    return sentence("usage.holds no portfolio", format=target.name)


def _called(option: str) -> str:
    """Return an option as it is typed."""
    return f"--{option.replace('_', '-')}"


def _written(value: object) -> str:
    """Return an option as it may have been given; a preset by its name."""
    return str(getattr(value, "name", value))
