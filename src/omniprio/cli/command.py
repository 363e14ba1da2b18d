"""From the words of a command to an exit code."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib.metadata import version
from typing import TYPE_CHECKING, Never

from omniprio.cli.exits import Exit, UsageError, exit_of
from omniprio.cli.failures import STYLES, tell
from omniprio.cli.spoken import add_language, language_of
from omniprio.cli.streams import hold_closed_streams, leave_output, print_plainly
from omniprio.cli.verb import PROGRAM
from omniprio.cli.verbs import VERBS
from omniprio.errors import OmniprioError
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.cli.verb import Verb

__all__ = ["main", "parser"]


class _Parser(ArgumentParser):
    """A parser that raises what it does not understand, and what keeps it from showing help."""

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002  argparse's own hides what fails
        print_plainly(message)

    def error(self, message: str) -> Never:
        raise UsageError(sentence("command.see help", message=message, program=self.prog))


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The words after the name of the program; by default those of this process.

    Returns:
        The exit code, one of `Exit`.

    >>> main(["catalogue"])
    long  The whole way to the centre: 19 initiatives, 20 periods
    ten   The ten concrete omnichannel initiatives: 10 initiatives, 12 periods
    <Exit.DONE: 0>
    """
    hold_closed_streams()
    words = sys.argv[1:] if argv is None else argv
    style, language = "text", "en"
    try:
        style = _asked_first(words, _declare_errors).errors
        language = language_of(_asked_first(words, add_language))
        return _run(words)
    except OmniprioError as error:
        tell(error, style, language)
        return exit_of(error)
    except KeyboardInterrupt as error:
        tell(error, style, language)
        return Exit.INTERRUPTED
    except MemoryError as error:
        tell(error, style, language)
        return Exit.OUT_OF_MEMORY
    except BrokenPipeError:
        leave_output()
        return Exit.OUTPUT_CLOSED


def _run(words: Sequence[str]) -> Exit:
    try:
        arguments = parser().parse_args(words)
    except SystemExit:  # the help or the version was asked for and is printed
        return Exit.DONE
    verb: Verb = arguments.verb
    return verb.run(arguments)


def parser() -> ArgumentParser:
    """Return the parser of the whole command line; it raises `UsageError`."""
    whole = _Parser(
        prog=PROGRAM,
        description="Prioritise a portfolio of initiatives: JSON in, JSON out.",
        epilog="exit codes:\n" + "\n".join(f"  {code:>3}  {code.__doc__}" for code in Exit),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"omniprio {version('omniprio')}")
    _declare_errors(whole)
    add_language(whole)
    verbs = whole.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in VERBS:
        part = verbs.add_parser(
            verb.name,
            help=verb.summary,
            description=f"{verb.summary}.",
            epilog=f"example:\n  {verb.example}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        verb.declare(part)
        _declare_errors(part)
        add_language(part)
        part.set_defaults(verb=verb)
    return whole


def _declare_errors(part: ArgumentParser) -> None:
    part.add_argument(
        "--errors", choices=STYLES, default=SUPPRESS, help="how errors are told on standard error (text)"
    )


def _asked_first(words: Sequence[str], declare: Callable[[ArgumentParser], None]) -> Namespace:
    """Return how errors are to be told; asked first, so that wrong usage is told that way too."""
    first = _Parser(prog=PROGRAM, add_help=False, allow_abbrev=False)
    declare(first)
    return first.parse_known_args(words, Namespace(errors="text"))[0]
