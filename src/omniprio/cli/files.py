"""Documents from and to files, standard input and standard output."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from pydantic import ValidationError

from omniprio.cli.exits import FileError, UsageError
from omniprio.cli.spoken import language_of
from omniprio.cli.streams import STANDARD_INPUT, must_be_open, print_document, reason, standard_input
from omniprio.documents import to_json
from omniprio.documents.kinds import format_of, thing_in
from omniprio.errors import InvalidInputError
from omniprio.io import writing
from omniprio.language import fact, sentence
from omniprio.outside import document_in, document_of
from omniprio.plan import Plan
from omniprio.portfolio.reading import faults_of, parsed
from omniprio.spelling import shown, use_one_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Collection, Iterable, Iterator

    from omniprio.answer import Answer
    from omniprio.base import Model

__all__ = [
    "STANDARD",
    "answer_in",
    "at_most_one_standard",
    "fitted",
    "for_terminal",
    "must_be_writable",
    "noted",
    "path_of",
    "read",
    "read_document",
    "read_plan",
    "validated",
    "write",
    "write_answer",
    "write_bytes",
]

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
"""What stands in columns has wide gaps; what has one is a sentence behind what it is about."""
_BEGINS = re.compile(r" *(?:- )?")
_LEAST = 12
"""Letters of a line: where there is less room, the terminal breaks lines itself."""


def for_terminal(text: str) -> str:
    """Return a text as it is shown on standard output: broken into lines where that is a terminal, else as it is."""
    if sys.stdout is None or sys.stdout.closed or not sys.stdout.isatty():
        return text
    return fitted(text, shutil.get_terminal_size().columns)


def fitted(text: str, width: int) -> str:
    r"""Return a text whose sentences are broken into lines, those of an entry of a list under its first word.

    Args:
        text: The text, of which lines in columns stay whole.
        width: The most letters of a line.

    >>> print(fitted("- web: it brings more than the app\nweb   300 kDKK   more than the line", 24))
    - web: it brings more
      than the app
    web   300 kDKK   more than the line
    """
    return "\n".join(line for given in text.split("\n") for line in _lines(given, width))


def _lines(given: str, width: int) -> list[str]:
    gaps = [gap.end() for gap in _GAP.finditer(given)]
    if len(given) <= width or len(gaps) > 1:
        return [given]
    begin = _BEGINS.match(given)
    first = gaps[0] if gaps else begin.end() if begin else 0
    if width - first < _LEAST:
        return [given]
    head, rest = given[:first], given[first:]
    broken = wrap(rest, width - first, break_long_words=False, break_on_hyphens=False)
    return [f"{head if place == 0 else ' ' * first}{line}" for place, line in enumerate(broken)]


STANDARD = "-"
"""Names standard input where a file is read and standard output where one is written."""


def read(name: str) -> bytes:
    """Return what is in a file.

    Args:
        name: Its path, or `-` for standard input.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is longer than a document may be.
    """
    try:
        if name == STANDARD:
            return document_of(standard_input(), STANDARD_INPUT)
        return document_in(path_of(name))
    except OSError as error:
        raise FileError(_called(name), sentence("command.cannot be read", reason=reason(error))) from None


def path_of(name: str) -> Path:
    """Return the path of a file.

    Args:
        name: The path as it was typed.

    Raises:
        FileError: No file can be called that.
    """
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        raise FileError(ascii(name), sentence("command.half a character")) from None
    if "\0" in name:
        raise FileError(ascii(name), sentence("command.the character 0"))
    return Path(name)


def read_plan(name: str) -> Plan:
    """Return the plan in a file.

    Args:
        name: Its path, or `-` for standard input.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is no plan; a note says which file it was.
        RuleBrokenError: Its schedule breaks a rule of its portfolio.
    """
    with noted(name):
        return Plan.from_json(read(name))


def read_document[Kind: Model](name: str, kind: type[Kind]) -> Kind:
    """Return what is in a file; see `read_plan`.

    Args:
        name: Its path, or `-` for standard input.
        kind: What it is to be.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is none of that kind; a note says which file it was.
    """
    with noted(name):
        return validated(kind, parsed(read(name)))


def answer_in(name: str, documents: Collection[str]) -> Model:
    """Return an answer as another verb has written it.

    Args:
        name: The file, or `-` for standard input.
        documents: Those that will do, of those that are written.

    Raises:
        FileError: It cannot be read.
        InvalidInputError: It is none of them; a note says which file it was.
    """
    with noted(name):
        data = parsed(read(name))
        said = data.get("format") if isinstance(data, dict) else None
        names = {format_of(document): document for document in documents}
        if said not in names:
            problem = sentence("faults.is", value=shown(said))
            raise InvalidInputError.of("format", problem, use_one_of(names, ""))
        return thing_in(names[said], data)


def validated[Kind: Model](kind: type[Kind], data: object) -> Kind:
    """Return a model made of data.

    Args:
        kind: The model.
        data: What it is to hold.

    Raises:
        InvalidInputError: The data is none of that kind; it lists every fault.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, data, kind)) from None


def at_most_one_standard(**names: str | None) -> None:
    """Refuse to read two documents from standard input.

    Args:
        names: The files to be read, by the name of their argument.

    Raises:
        UsageError: Two of them are standard input.
    """
    if list(names.values()).count(STANDARD) > 1:
        raise UsageError(
            sentence("usage.one standard input", names=tuple(fact(f"help.{name}") for name in names))
        )


@contextmanager
def noted(name: str) -> Iterator[None]:
    """Note on faults in the input which file they are in.

    Args:
        name: Its path, or `-` for standard input.
    """
    try:
        yield
    except InvalidInputError as error:
        error.add_note(sentence("command.the input", file=_called(name)))
        raise


def _called(name: str) -> str:
    return STANDARD_INPUT if name == STANDARD else name


def must_be_writable(name: str) -> None:
    """Refuse a file that could not be written, before long work for it begins.

    Args:
        name: Its path, or `-` for standard output.

    Raises:
        FileError: There is no such folder, it is a folder itself, or it may not be written; standard output is closed.
    """
    if name == STANDARD:
        must_be_open()
        return
    try:
        writing.must_be_writable(path_of(name))
    except OSError as error:
        raise FileError(name, sentence("command.cannot be written", reason=reason(error))) from None


def write(text: str, name: str = STANDARD, *, instead: bool = True) -> None:
    """Write a document as UTF-8 with a line break at its end, the same bytes on every system.

    Args:
        text: The document.
        name: The path of the file, or `-` for standard output.
        instead: Whether standard output gets what the file does not take, since it may have taken long to find.

    Raises:
        FileError: It cannot be written.
        BrokenPipeError: Whoever read standard output has stopped.
    """
    document = text.removesuffix("\n") + "\n"
    if name == STANDARD:
        print_document(document)
        return
    try:
        writing.write_file(path_of(name), document.encode())
    except OSError as error:
        if instead:
            print_document(document)
        said = "command.shown instead" if instead else "command.cannot be written"
        raise FileError(name, sentence(said, reason=reason(error))) from None


def write_bytes(document: bytes, name: str, planned: Iterable[Plan]) -> None:
    """Write a document that is no text.

    Args:
        document: The document.
        name: The path of the file.
        planned: What was planned for it, which may have taken long: standard output gets that where the file does not take the document.

    Raises:
        FileError: It cannot be written.
    """
    try:
        writing.write_file(path_of(name), document)
    except OSError as error:
        instead = "".join(plan.to_json() for plan in planned)
        if instead:
            print_document(instead)
        said = "command.planned is shown" if instead else "command.cannot be written"
        raise FileError(name, sentence(said, reason=reason(error))) from None


def write_answer(document: str, answer: Answer | Plan, arguments: Namespace) -> None:
    """Write an answer where and as it is asked for.

    Args:
        document: The name of the document.
        answer: What it holds; its text is what a person wants to read, in the language asked for, as wide as the terminal.
        arguments: Those that `add_output` and `add_format` have added.

    Raises:
        FileError: It cannot be written.
    """
    if arguments.format == "json":
        write(to_json(document, answer), arguments.output)
        return
    text = answer.summary(language_of(arguments))
    write(for_terminal(text) if arguments.output == STANDARD else text, arguments.output)
