"""What can be said about files when they are read or written: units, dates, story points, languages.

An option is what the function that reads or writes a format takes with a default, by its name. What is asked for otherwise
on the command line is read by a function here.
"""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

from omniprio.cli.exits import OptionError
from omniprio.cli.files import path_of, validated
from omniprio.cli.verb import PROGRAM
from omniprio.io.formats import FORMATS, FormatError
from omniprio.io.imported import Imported
from omniprio.io.writing import write_file
from omniprio.language import sentence
from omniprio.plan import Plan
from omniprio.portfolio import Horizon
from omniprio.spelling import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date
    from pathlib import Path

    from omniprio.io.formats import Format
    from omniprio.io.preset import Preset
    from omniprio.language import Sentence
    from omniprio.portfolio import Portfolio
    from omniprio.portfolio.horizon import Unit

__all__ = ["closed_as_asked", "must_fit", "read_as", "split", "write_as"]


type _Reader = Callable[..., Imported | Portfolio | Plan]
type _Function = Callable[..., object]


def _read_jira(
    path: Path,
    *,
    horizon: int | None = None,
    unit: Unit | None = None,
    start: date | None = None,
    points: float | None = None,
    team: str | None = None,
    issue_type: Collection[str] = (),
    preset: Preset | None = None,
) -> Imported:
    from omniprio.io.preset import Points  # noqa: PLC0415  takes long to import
    from omniprio.io.tool_files import read_jira  # noqa: PLC0415  likewise

    if team is not None and points is None:
        raise OptionError("--team", team, sentence("usage.needs points"), sentence("usage.give points"))
    periods = {"periods": horizon, "unit": unit or "quarter", "start": start}
    return read_jira(
        path,
        None if horizon is None else validated(Horizon, periods),
        unit=unit,
        start=start,
        points=None if points is None else validated(Points, {"per_period": points, "team": team or "team"}),
        types=issue_type,
        preset=preset,
    )


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
    from omniprio.io.read_tables import preset_for, read_table  # noqa: PLC0415  takes long to import

    if keep_preset is not None:
        kept = preset or preset_for(path, encoding=encoding)
        write_file(path_of(keep_preset), f"{kept.to_json()}\n".encode())
    return read_table(path, horizon=horizon, unit=unit, start=start, encoding=encoding, preset=preset)


_ASKED_FOR_OTHERWISE: dict[str, _Reader] = {
    "initiatives": _read_table,
    "excel": _read_table,
    "workbook": _read_table,
    "jira": _read_jira,
}
_OF_ANY = {"holidays"}
"""What can be said about any portfolio; where the reader does not know it, it holds for what was read."""


def _reader(source: Format) -> _Reader | None:
    return _ASKED_FOR_OTHERWISE.get(source.name, source.read)


def _options(*functions: _Function | None) -> set[str]:
    """Return what readers or writers can be told: whatever has a default."""
    known = (signature(function).parameters.values() for function in functions if function is not None)
    return {one.name for each in known for one in each if one.default is not one.empty}


def _options_read(source: Format) -> set[str]:
    return _options(_reader(source))


def _options_written(target: Format) -> set[str]:
    return _options(target.write_portfolio, target.write_plan)


def must_fit(options: Mapping[str, object], source: Format) -> None:
    """Refuse an option that says nothing for the file that is read; it would be passed over.

    Args:
        options: What is given on the command line, by name.
        source: The format that is read.

    Raises:
        OptionError: An option says nothing.
    """
    known = _options_read(source) | _OF_ANY
    for option in options:
        if option not in known:
            others = [one.name for one in FORMATS if option in _options_read(one)]
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
    reading, writing = _options_read(source) | _OF_ANY, _options_written(target)
    for name in options:
        if name not in reading | writing | {"language"}:  # messages are in a language too
            others = [one.name for one in FORMATS if name in _options_read(one) | _options_written(one)]
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
    reader = _reader(source)
    if reader is None:
        raise FormatError(sentence("errors.only written", format=source.name))
    known = _options(reader)
    found = reader(path, **_those(options, known))
    left = options.keys() - known
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
    from omniprio.io.public_holidays import (  # noqa: PLC0415  few ask for them
        closed_on_holidays,
        imported_on_holidays,
    )

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
    write = target.write_plan if isinstance(thing, Plan) else target.write_portfolio
    if write is None:
        raise FormatError(_refusal(thing, target))
    write(thing, path, **_those(options, _options(write)))


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
