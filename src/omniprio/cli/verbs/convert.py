"""`convert`: portfolios and plans from one format to another."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, get_args

from omniprio.cli.arguments import amount, count, day
from omniprio.cli.conversion import OPTIONS, read_as, split, write_as
from omniprio.cli.exits import Exit, FileError, OptionError, UsageError
from omniprio.cli.files import STANDARD, must_be_writable, noted, path_of, read, read_document, write
from omniprio.cli.spoken import language_of
from omniprio.cli.streams import reason, say
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.errors import InvalidInputError
from omniprio.io.excel import write_template
from omniprio.io.formats import FORMATS, FormatError, format_of
from omniprio.io.imported import Imported
from omniprio.io.json_files import from_json
from omniprio.io.preset import Preset, shipped_preset
from omniprio.language import Speaker, fact, sentence
from omniprio.portfolio.horizon import Unit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    from omniprio.io.formats import Format
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]

_JSON = "json"
_MISSING = {"is missing", "is not in the file"}


def _declare(parser: ArgumentParser) -> None:
    formats = tuple(fact("help.each format", name=known.name, summary=known.summary) for known in FORMATS)
    parser.add_argument(
        "source", nargs="?", metavar=sentence("help.source"), help=sentence("help.file to read")
    )
    parser.add_argument(
        "target", nargs="?", metavar=sentence("help.target"), help=sentence("help.file to write")
    )
    parser.add_argument(
        "--from",
        dest="source_format",
        choices=[known.name for known in FORMATS if known.read],
        help=sentence("help.from", formats=formats),
    )
    parser.add_argument(
        "--to",
        dest="target_format",
        choices=[known.name for known in FORMATS if known.write_portfolio or known.write_plan],
        help=sentence("help.to"),
    )
    parser.add_argument("--template", metavar=sentence("help.FILE"), help=sentence("help.template"))
    _declare_reading(parser)
    _declare_writing(parser)


def _declare_reading(parser: ArgumentParser) -> None:
    part = parser.add_argument_group(sentence("help.when read"))
    part.add_argument("--horizon", type=count, metavar="N", help=sentence("help.horizon"))
    part.add_argument(
        "--unit",
        choices=get_args(Unit),
        help=sentence("help.unit"),
    )
    part.add_argument(
        "--start",
        type=day,
        metavar=sentence("help.DATE"),
        help=sentence("help.start"),
    )
    part.add_argument(
        "--points",
        type=amount,
        metavar="N",
        help=sentence("help.points"),
    )
    part.add_argument("--team", metavar=sentence("help.NAME"), help=sentence("help.team"))
    part.add_argument(
        "--issue-type",
        action="append",
        metavar=sentence("help.TYPE"),
        help=sentence("help.issue type"),
    )


def _declare_writing(parser: ArgumentParser) -> None:
    part = parser.add_argument_group(sentence("help.other tools"))
    part.add_argument(
        "--preset",
        metavar=sentence("help.NAME"),
        help=sentence("help.preset"),
    )
    part.add_argument(
        "--hours-per-effort",
        type=amount,
        metavar="H",
        help=sentence("help.hours per effort"),
    )


def _run(arguments: Namespace) -> Exit:
    if arguments.template is not None:
        return _template(arguments)
    if arguments.source is None or arguments.target is None:
        raise UsageError(sentence("usage.two files"))
    with _usable():
        source = _format(arguments.source, arguments.source_format)
        target = _format(arguments.target, arguments.target_format)
        reading, writing = split(_options(arguments), source, target)
        if "" not in target.endings:
            must_be_writable(arguments.target)
        thing = _read(arguments, source, reading)
        _write(thing, target, arguments.target, writing)
    return Exit.DONE


def _options(arguments: Namespace) -> dict[str, object]:
    """Return the options given, and the language; a preset is read from its file."""
    given = {name: value for name in sorted(OPTIONS) if (value := getattr(arguments, name, None)) is not None}
    given["language"] = language_of(arguments)
    if "preset" in given:
        given["preset"] = _preset(arguments.preset)
    return given


def _preset(name: str) -> Preset:
    """Return a preset of ours by its name, or one in a JSON file."""
    is_file = path_of(name).suffix.lower() == f".{_JSON}"
    return read_document(name, Preset) if is_file else shipped_preset(name)


def _template(arguments: Namespace) -> Exit:
    if arguments.source is not None:
        raise OptionError(
            "--template",
            arguments.template,
            sentence("usage.takes no other file"),
            sentence("usage.leave the others"),
        )
    must_be_writable(arguments.template)
    with _usable(), _writing(arguments.template):
        write_template(path_of(arguments.template))
    return Exit.DONE


@contextmanager
def _usable() -> Iterator[None]:
    """Tell what cannot be done with these formats, or on this machine, as wrong usage."""
    try:
        yield
    except FormatError as error:
        raise UsageError(*error.args) from None


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(name, sentence("command.cannot be written", reason=reason(error))) from None


def _format(name: str, asked: str | None) -> Format:
    return format_of(path_of(name), asked or (_JSON if name == STANDARD else None))


def _read(arguments: Namespace, source: Format, options: Mapping[str, object]) -> Portfolio | Plan:
    """Return what is in the source; notes on it go to standard error."""
    name = arguments.source
    with noted(name):
        try:
            found = (
                from_json(read(name), arguments.horizon)
                if name == STANDARD
                else read_as(source, path_of(name), options)
            )
        except OSError as error:
            raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None
        except InvalidInputError as error:
            if arguments.horizon is None and any(fault.problem in _MISSING for fault in error.faults):
                error.add_note(sentence("command.no horizon"))
            raise
    if not isinstance(found, Imported):
        return found
    speaker = Speaker(language_of(arguments))
    for note in found.notes:
        as_json = getattr(arguments, "errors", "text") == "json"
        said = speaker.words("command.note", note=note.fact)
        say(json.dumps({"note": note.model_dump()}) if as_json else said)
    return found.portfolio


def _write(thing: Portfolio | Plan, target: Format, name: str, options: Mapping[str, object]) -> None:
    if name == STANDARD:
        write(thing.to_json())
        return
    with _writing(name):
        write_as(target, thing, path_of(name), options)


VERB = Verb(
    name="convert",
    summary=sentence("help.verb convert"),
    example=f"{PROGRAM} convert portfolio.xlsx portfolio.json",
    declare=_declare,
    run=_run,
)
"""Convert a file."""
