"""`convert`: portfolios and plans from one format to another."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio.cli.exits import Exit, FileError, UsageError
from omniprio.cli.files import STANDARD, must_be_writable, noted, read, write
from omniprio.cli.verb import PROGRAM, Verb
from omniprio.errors import InvalidInputError
from omniprio.io.excel_sheets import write_template
from omniprio.io.formats import FORMATS, FormatError, format_of
from omniprio.io.imported import Imported
from omniprio.io.json_files import from_json
from omniprio.plan import Plan

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from omniprio.io.formats import Format
    from omniprio.portfolio import Portfolio

__all__ = ["VERB"]

_JSON = "json"
_NO_HORIZON = "--horizon N gives the number of periods for a file that does not say it."


def _declare(parser: ArgumentParser) -> None:
    formats = "; ".join(f"{known.name}, {known.summary}" for known in FORMATS)
    parser.add_argument("source", nargs="?", help="the file to read, `-` for JSON from standard input")
    parser.add_argument(
        "target", nargs="?", help="the file or folder to write, `-` for JSON to standard output"
    )
    parser.add_argument(
        "--from",
        dest="source_format",
        choices=[known.name for known in FORMATS if known.read],
        help=f"the format of the source, where its ending does not say it: {formats}",
    )
    parser.add_argument(
        "--to",
        dest="target_format",
        choices=[known.name for known in FORMATS if known.write_portfolio or known.write_plan],
        help="the format of the target, where its ending does not say it",
    )
    parser.add_argument(
        "--horizon", type=int, metavar="N", help="the number of periods, for a file that does not say it"
    )
    parser.add_argument(
        "--template", metavar="FILE", help="instead: write an Excel workbook to fill in to this file"
    )


def _run(arguments: Namespace) -> Exit:
    if arguments.template is not None:
        return _template(arguments)
    if arguments.source is None or arguments.target is None:
        raise UsageError("give a file to read and one to write, or --template FILE")
    with _usable():
        target = _format(arguments.target, arguments.target_format)
        if "" not in target.endings:
            must_be_writable(arguments.target)
        thing = _read(arguments)
        _write(thing, target, arguments.target)
    return Exit.DONE


def _template(arguments: Namespace) -> Exit:
    if arguments.source is not None:
        raise UsageError("--template FILE writes an empty workbook and takes no other file")
    must_be_writable(arguments.template)
    with _usable(), _writing(arguments.template):
        write_template(Path(arguments.template))
    return Exit.DONE


@contextmanager
def _usable() -> Iterator[None]:
    """Tell what cannot be done with these formats, or on this machine, as wrong usage."""
    try:
        yield
    except FormatError as error:
        raise UsageError(str(error)) from None


@contextmanager
def _writing(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(name, f"cannot be written: {error.strerror}") from None


def _format(name: str, asked: str | None) -> Format:
    return format_of(Path(name), asked or (_JSON if name == STANDARD else None))


def _read(arguments: Namespace) -> Portfolio | Plan:
    """Return what is in the source; notes on it go to standard error."""
    name, horizon = arguments.source, arguments.horizon
    source = _format(name, arguments.source_format)
    if source.read is None:
        raise FormatError(f"{source.name} can be written but not read")
    with noted(name):
        try:
            found = from_json(read(name), horizon) if name == STANDARD else source.read(Path(name), horizon)
        except OSError as error:
            raise FileError(name, f"cannot be read: {error.strerror}") from None
        except InvalidInputError as error:
            if horizon is None and any(fault.problem == "is missing" for fault in error.faults):
                error.add_note(_NO_HORIZON)
            raise
    if not isinstance(found, Imported):
        return found
    for note in found.notes:
        as_json = getattr(arguments, "errors", "text") == "json"
        sys.stderr.write((json.dumps({"note": note.model_dump()}) if as_json else f"note: {note}") + "\n")
    return found.portfolio


def _write(thing: Portfolio | Plan, target: Format, name: str) -> None:
    if name == STANDARD:
        write(thing.to_json())
        return
    with _writing(name):
        if isinstance(thing, Plan) and target.write_plan:
            target.write_plan(thing, Path(name))
        elif not isinstance(thing, Plan) and target.write_portfolio:
            target.write_portfolio(thing, Path(name))
        else:
            raise FormatError(_refusal(thing, target))


def _refusal(thing: Portfolio | Plan, target: Format) -> str:
    """Return why a format cannot hold something, and what to do."""
    if isinstance(thing, Plan):
        return f"{target.name} cannot hold a plan; name another format with --to"
    if target.write_plan:
        return f"{target.name} holds plans, not portfolios; make a plan first: {PROGRAM} plan"
    return f"{target.name} cannot hold a portfolio; name another format with --to"


VERB = Verb(
    name="convert",
    summary="Convert a portfolio or a plan from one format to another",
    example=f"{PROGRAM} convert portfolio.xlsx portfolio.json",
    declare=_declare,
    run=_run,
)
"""Convert a file."""
