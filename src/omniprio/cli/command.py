"""From the words of a command to an exit code."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, Namespace
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from omniprio.cli.arguments import add_output
from omniprio.cli.completion import COMPLETION, add_completion
from omniprio.cli.exits import Exit, exit_of
from omniprio.cli.failures import STYLES, tell
from omniprio.cli.parser import Help, Parser
from omniprio.cli.spoken import add_language, add_quiet, language_of, language_unasked
from omniprio.cli.streams import hold_closed_streams, leave_output
from omniprio.cli.verb import PROGRAM
from omniprio.cli.verbs import VERBS, summary_of, verb_called
from omniprio.errors import OmniprioError
from omniprio.language import Speaker, sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Collection, Sequence

    from omniprio.cli.verb import Verb
    from omniprio.language import Language

__all__ = ["main", "parser"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The words after the name of the program; by default those of this process.

    Returns:
        The exit code, one of `Exit`.

    >>> main(["catalogue"])
    long            The whole way to the centre: 19 initiatives, 20 periods
    ten             The ten concrete omnichannel initiatives: 10 initiatives, 12 periods
    ten-by-channel  The ten concrete omnichannel initiatives, channel by channel: 10 initiatives, 12 periods
    <Exit.DONE: 0>
    """
    hold_closed_streams()
    words = sys.argv[1:] if argv is None else argv
    style, language = "text", language_unasked() or "en"
    try:
        style = _asked_first(words, _declare_errors).errors
        language = language_of(_asked_first(words, add_language))
        return _run(words, language)
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


def _run(words: Sequence[str], language: Language) -> Exit:
    whole = parser(language, words)
    _refuse_misspelt(whole, words)
    try:
        arguments = whole.parse_args(words)
    except SystemExit:  # the help or the version was asked for and is printed
        return Exit.DONE
    verb: Verb = arguments.verb
    return verb.run(arguments)


def _refuse_misspelt(whole: Parser, words: Sequence[str]) -> None:
    """Refuse an option before the verb that there is not: its value would be taken for the verb."""
    first = next(iter(words), "").partition("=")[0]
    if first.startswith("-") and first not in whole.options:
        whole.refuse_unknown([first])


def parser(language: Language = "en", words: Collection[str] = VERBS) -> Parser:
    """Return the parser of the whole command line; it raises `UsageError`.

    Args:
        language: Of its help.
        words: Those of a command: the verbs that they do not name get no arguments, as importing them all takes long.
    """
    speaker = Speaker(language)
    whole = Parser(
        prog=PROGRAM,
        description=speaker.words("help.program"),
        epilog="\n".join([speaker.words("help.exit codes"), *_exit_codes(speaker)]),
        formatter_class=partial(Help, speaker=speaker),
        allow_abbrev=False,
        add_help=False,
        exit_on_error=False,
    )
    _declare_help(whole)
    said = f"omniprio {version('omniprio')}"
    whole.add_argument("--version", action="version", version=said, help=sentence("help.version"))
    add_completion(whole)
    _declare_errors(whole)
    add_language(whole)
    verbs = whole.add_subparsers(
        title=sentence("help.verbs"), dest="verb", metavar=sentence("help.VERB"), required=True
    )
    asked = _asked_for(words)
    for name in VERBS:
        part = verbs.add_parser(
            name,
            help=summary_of(name),
            formatter_class=partial(Help, speaker=speaker),
            allow_abbrev=False,
            add_help=False,
            exit_on_error=False,
        )
        if name in asked:
            _declare(part, name, speaker)
    return whole


def _asked_for(words: Collection[str]) -> Collection[str]:
    """Return the verbs that words name; all where they ask for what a shell completes."""
    if any(word.startswith(COMPLETION) for word in words):
        return VERBS
    return [name for name in VERBS if name in words]


def _declare(part: Parser, name: str, speaker: Speaker) -> None:
    """Add the arguments of a verb, its own and those of every verb, and what its help says besides."""
    verb = verb_called(name)
    part.description = f"{speaker.say(summary_of(name))}."
    part.epilog = speaker.words("help.example", verb.example)
    _declare_help(part)
    verb.declare(part)
    add_output(part, verb.output)
    add_quiet(part)
    _declare_errors(part)
    add_language(part)
    part.set_defaults(verb=verb, part=part)


def _exit_codes(speaker: Speaker) -> list[str]:
    return [f"  {code:>3}  {speaker.say(code.__doc__ or '')}" for code in Exit]


def _declare_help(part: ArgumentParser) -> None:
    part.add_argument("-h", "--help", action="help", default=SUPPRESS, help=sentence("help.help"))


def _declare_errors(part: ArgumentParser) -> None:
    part.add_argument("--errors", choices=STYLES, default=SUPPRESS, help=sentence("help.errors"))


def _asked_first(words: Sequence[str], declare: Callable[[ArgumentParser], None]) -> Namespace:
    """Return how errors are to be told; asked first, so that wrong usage is told that way too."""
    first = Parser(prog=PROGRAM, add_help=False, allow_abbrev=False, exit_on_error=False)
    declare(first)
    found: Namespace = first.parse_known_args(words, Namespace(errors="text"))[0]
    return found
