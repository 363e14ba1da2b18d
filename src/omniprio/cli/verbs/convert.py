"""`convert`: portfolios and plans from one format to another."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from omniprio.cli.arguments import amount
from omniprio.cli.conversion import split, write_as
from omniprio.cli.exits import Exit, FileError, OptionError, UsageError
from omniprio.cli.files import STANDARD, must_be_writable, noted, path_of, read, write
from omniprio.cli.reading import add_reading, given_options, tell, thing_in, told, usable
from omniprio.cli.spoken import language_of
from omniprio.cli.streams import reason
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.io.formats import FORMATS, format_in, format_of
from omniprio.io.json_files import from_json
from omniprio.io.losses import lost_in
from omniprio.io.template import write_template
from omniprio.language import sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from omniprio.io.formats import Format
    from omniprio.io.preset import Preset
    from omniprio.plan import Plan
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]

_JSON = "json"


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="?", metavar=sentence("help.source"), help=sentence("help.file to read")
    )
    parser.add_argument(
        "target", nargs="?", metavar=sentence("help.target"), help=sentence("help.file to write")
    )
    parser.add_argument(
        "--to",
        dest="target_format",
        choices=[known.name for known in FORMATS if known.write_portfolio or known.write_plan],
        help=sentence("help.to", formats=told(known for known in FORMATS if not known.read)),
    )
    parser.add_argument("--template", metavar=sentence("help.FILE"), help=sentence("help.template"))
    add_reading(parser)
    _declare_writing(parser)


def _declare_writing(parser: ArgumentParser) -> None:
    part = parser.add_argument_group(sentence("help.other tools"))
    hours = part.add_argument(
        "--hours-per-effort",
        type=amount,
        metavar="H",
        help=sentence("help.hours per effort"),
    )
    parser.set_defaults(of_writing=[hours.dest])


def _run(arguments: Namespace) -> Exit:
    if arguments.template is not None:
        return _template(arguments)
    if arguments.source is None:
        raise UsageError(sentence("usage.two files"))
    name = _target(arguments)
    with usable():
        source = _format(arguments.source, arguments.source_format, format_in)
        target = _format(name, arguments.target_format, format_of)
        if name == STANDARD and target.name != _JSON:
            raise UsageError(sentence("usage.standard output is JSON", format=target.name))
        reading, writing = split(_options(arguments), source, target)
        if "" not in target.endings:
            must_be_writable(name)
        thing = _read(arguments, source, reading)
        _write(thing, target, name, writing)
    if name != STANDARD:
        preset = cast("Preset | None", writing.get("preset"))
        tell(lost_in(thing, target.name, preset=preset), arguments)
    return Exit.DONE


def _target(arguments: Namespace) -> str:
    """Return what is to be written: what is named after the source, or with `-o` as for every verb.

    Raises:
        OptionError: Both are given.
    """
    if arguments.target is None:
        written: str = arguments.output
        return written
    if arguments.output != STANDARD:
        problem, remedy = sentence("usage.names the target"), sentence("usage.one of them")
        raise OptionError("--output", arguments.output, problem, remedy)
    named: str = arguments.target
    return named


def _options(arguments: Namespace) -> dict[str, object]:
    """Return the options given, and the language."""
    return {
        **given_options(arguments, [*arguments.of_reading, *arguments.of_writing]),
        "language": language_of(arguments),
    }


def _template(arguments: Namespace) -> Exit:
    if arguments.source is not None or arguments.output != STANDARD:
        raise OptionError(
            "--template",
            arguments.template,
            sentence("usage.takes no other file"),
            sentence("usage.leave the others"),
        )
    must_be_writable(arguments.template)
    with usable(), _writing(arguments.template):
        write_template(path_of(arguments.template), language=language_of(arguments))
    return Exit.DONE


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(name, sentence("command.cannot be written", reason=reason(error))) from None


def _format(name: str, asked: str | None, find: Callable[[Path, str | None], Format]) -> Format:
    """Return the format of a file; standard input and output are JSON."""
    return find(path_of(name), asked or (_JSON if name == STANDARD else None))


def _read(arguments: Namespace, source: Format, options: Mapping[str, object]) -> Portfolio | Plan:
    """Return what is in the source; notes on it go to standard error."""
    name = arguments.source
    if name == STANDARD:
        with noted(name):
            return from_json(read(name), arguments.horizon)
    return thing_in(name, source, options, arguments)


def _write(thing: Portfolio | Plan, target: Format, name: str, options: Mapping[str, object]) -> None:
    if name == STANDARD:
        write(thing.to_json())
        return
    with _writing(name):
        write_as(target, thing, path_of(name), options)


VERB = Verb(
    example=f"{PROGRAM} convert portfolio.xlsx portfolio.json",
    declare=_declare,
    run=_run,
)
"""Convert a file."""
