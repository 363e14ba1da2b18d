"""Portfolios and plans in files of any format: what an option says that a file does not, and what to know about it."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, get_args

from omniprio.cli.arguments import amount, count, day
from omniprio.cli.conversion import closed_as_asked, must_fit, read_as
from omniprio.cli.exits import FileError, UsageError
from omniprio.cli.files import STANDARD, noted, path_of, read, read_document
from omniprio.cli.names import use_ids
from omniprio.cli.spoken import language_of, remark
from omniprio.cli.streams import reason
from omniprio.cli.verb import PROGRAM
from omniprio.errors import InvalidInputError
from omniprio.io.formats import FORMATS, FormatError, format_in
from omniprio.io.imported import Imported
from omniprio.io.json_files import from_json
from omniprio.language import Speaker, fact, sentence
from omniprio.plan import Plan
from omniprio.portfolio import Portfolio
from omniprio.portfolio.horizon import Unit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from omniprio.io.formats import Format
    from omniprio.io.imported import Note
    from omniprio.io.preset import Preset
    from omniprio.language import Fact

__all__ = [
    "add_portfolio",
    "add_reading",
    "add_source",
    "given_options",
    "read_given",
    "read_portfolio",
    "tell",
    "tell_notes",
    "thing_in",
    "told",
    "usable",
]

_JSON = "json"
_MISSING = {"is missing"}
_MOST_NOTES = 10
"""How many lines of notes are shown beside an answer; `convert` shows all."""


def told(formats: Iterable[Format]) -> tuple[Fact, ...]:
    """Return what formats are, for help."""
    return tuple(fact("help.each format", name=known.name, summary=known.summary) for known in formats)


def add_portfolio(parser: ArgumentParser) -> None:
    """Add the portfolio, the first argument of a verb, and what can be said about it."""
    parser.add_argument("portfolio", metavar=sentence("help.portfolio"), help=sentence("help.a portfolio"))
    add_reading(parser)


def add_source(parser: ArgumentParser, words: str) -> None:
    """Add what is asked about, a portfolio or a plan, and what can be said about it.

    Args:
        parser: The parser of a verb.
        words: What the help says of it.
    """
    parser.add_argument("source", metavar=sentence("help.source"), help=words)
    add_reading(parser)


def add_reading(parser: ArgumentParser) -> None:
    """Add what can be said about the portfolio that is read, which its file does not say."""
    part = parser.add_argument_group(sentence("help.when read"))
    formats = told(known for known in FORMATS if known.read)
    part.add_argument(
        "--from",
        dest="source_format",
        choices=[known.name for known in FORMATS if known.read],
        help=sentence("help.from", formats=formats),
    )
    said = (
        part.add_argument("--horizon", type=count, metavar="N", help=sentence("help.horizon")),
        part.add_argument("--unit", choices=get_args(Unit), help=sentence("help.unit")),
        part.add_argument("--start", type=day, metavar=sentence("help.DATE"), help=sentence("help.start")),
        part.add_argument("--holidays", metavar=sentence("help.COUNTRY"), help=sentence("help.holidays")),
        part.add_argument("--points", type=amount, metavar="N", help=sentence("help.points")),
        part.add_argument("--team", metavar=sentence("help.NAME"), help=sentence("help.team")),
        part.add_argument(
            "--issue-type", action="append", metavar=sentence("help.TYPE"), help=sentence("help.issue type")
        ),
        part.add_argument("--preset", metavar=sentence("help.NAME"), help=sentence("help.preset")),
        part.add_argument("--keep-preset", metavar=sentence("help.FILE"), help=sentence("help.keep preset")),
        part.add_argument("--encoding", metavar=sentence("help.NAME"), help=sentence("help.encoding")),
    )
    parser.set_defaults(of_reading=[one.dest for one in said])


def read_portfolio(name: str, arguments: Namespace) -> Portfolio:
    """Return the portfolio in a file of any format that can be read; notes on it go to standard error.

    Args:
        name: Its path, or `-` for JSON on standard input.
        arguments: Those that `add_reading` has added.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is no portfolio; a note says which file it was.
        OptionError: An option says nothing for its format.
    """
    found = _read(name, arguments, plans=False)
    return found.portfolio if isinstance(found, Plan) else found


def read_given(name: str, arguments: Namespace) -> Portfolio | Plan:
    """Return the portfolio or the plan in a file; see `read_portfolio`."""
    return _read(name, arguments, plans=True)


def _read(name: str, arguments: Namespace, *, plans: bool) -> Portfolio | Plan:
    """Return what is in a file; options name what it has by ids from then on."""
    found = _in_file(name, arguments, plans=plans)
    use_ids(arguments, found.portfolio if isinstance(found, Plan) else found)
    return found


def _in_file(name: str, arguments: Namespace, *, plans: bool) -> Portfolio | Plan:
    with usable():
        known = _format(name, arguments.source_format)
        options = given_options(arguments, arguments.of_reading)
        must_fit(options, known)
    if known.name == _JSON:
        with noted(name):
            found = closed_as_asked(_in_json(name, arguments.horizon, plans=plans), options)
            return found.portfolio if isinstance(found, Imported) else found
    return thing_in(name, known, options, arguments, most=_MOST_NOTES)


def _in_json(name: str, horizon: int | None, *, plans: bool) -> Portfolio | Plan:
    """Return what is in a JSON document."""
    document = read(name)
    if not plans and horizon is None:
        return Portfolio.from_json(document)
    found = from_json(document, horizon)
    return found if plans or isinstance(found, Portfolio) else Portfolio.from_json(document)


def _format(name: str, asked: str | None) -> Format:
    """Return the format of a file that is read: JSON where its ending says nothing, as on standard input."""
    path = path_of(name)
    endings = {ending for known in FORMATS if known.read for ending in known.endings if ending}
    says = path.suffix.lower() in endings or os.path.isdir(path)  # noqa: PTH112  pathlib's raises on long names
    return format_in(path, asked or (None if says and name != STANDARD else _JSON))


def given_options(arguments: Namespace, names: Collection[str]) -> dict[str, object]:
    """Return the options that are given; a preset is read from its file.

    Args:
        arguments: Those of the command line.
        names: The options to look for.
    """
    given = {name: value for name in sorted(names) if (value := getattr(arguments, name, None)) is not None}
    if isinstance(name := given.get("preset"), str):
        given["preset"] = _preset(name)
    return given


def _preset(name: str) -> Preset:
    """Return a preset of ours by its name, or one in a JSON file."""
    from omniprio.io.preset import Preset, shipped_preset  # noqa: PLC0415  few give one

    is_file = path_of(name).suffix.lower() == f".{_JSON}"
    return read_document(name, Preset) if is_file else shipped_preset(name)


@contextmanager
def usable() -> Iterator[None]:
    """Tell what cannot be done with a format, or on this machine, as wrong usage."""
    try:
        yield
    except FormatError as error:
        raise UsageError(*error.args) from None


def thing_in(
    name: str,
    source: Format,
    options: Mapping[str, object],
    arguments: Namespace,
    *,
    most: int | None = None,
) -> Portfolio | Plan:
    """Return what is in a file of a format; notes on it go to standard error.

    Args:
        name: Its path.
        source: The format.
        options: Those for reading it.
        arguments: Those of the command line.
        most: How many lines of notes are shown at most; None for all.
    """
    with noted(name), usable():
        try:
            found = read_as(source, path_of(name), options)
        except OSError as error:
            raise FileError(name, sentence("command.cannot be read", reason=reason(error))) from None
        except InvalidInputError as error:
            if arguments.horizon is None and any(fault.problem in _MISSING for fault in error.faults):
                error.add_note(sentence("command.no horizon"))
            raise
    if not isinstance(found, Imported):
        return found
    tell_notes(found, arguments, most)
    return found.portfolio


def tell_notes(found: Imported, arguments: Namespace, most: int | None = None) -> None:
    """Tell what to know about what was read on standard error, one line a kind.

    Args:
        found: What was read.
        arguments: Those of the command line: in which language, and whether as JSON.
        most: How many lines at most; None for all.
    """
    tell(found.notes, arguments, most)


def tell(notes: Sequence[Note], arguments: Namespace, most: int | None = None) -> None:
    """Tell notes on standard error; see `tell_notes`."""
    if getattr(arguments, "errors", "text") == _JSON:
        for note in notes:
            remark(json.dumps({"note": note.model_dump()}), arguments)
        return
    speaker = Speaker(language_of(arguments))
    fits = most is None or len(notes) <= most
    shown = notes if fits else notes[: (most or 1) - 1]
    for note in shown:
        remark(speaker.words("command.note", note=note.fact), arguments)
    if not fits:
        rest = len(notes) - len(shown)
        remark(speaker.words("command.more notes", rest=rest, program=PROGRAM), arguments)
