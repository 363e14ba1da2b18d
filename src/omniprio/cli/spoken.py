"""The language that a command speaks, `--language`, or `OMNIPRIO_LANGUAGE`, or English; and when it does not."""

from __future__ import annotations

import os
from argparse import SUPPRESS
from difflib import get_close_matches
from typing import TYPE_CHECKING

from omniprio.cli.exits import UsageError
from omniprio.cli.streams import say
from omniprio.language import catalogue, languages, sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.language import Language

__all__ = ["VARIABLE", "add_language", "add_quiet", "language_of", "language_unasked", "remark"]

VARIABLE = "OMNIPRIO_LANGUAGE"
"""The environment variable that holds the language where none is asked for."""


def add_language(parser: ArgumentParser) -> None:
    """Add `--language`, which every verb has; `language_of` reads it."""
    parser.add_argument(
        "--language",
        choices=languages(),
        default=SUPPRESS,
        help=sentence("help.language", variable=VARIABLE),
    )


def language_of(arguments: Namespace) -> Language:
    """Return the language that is asked for.

    Args:
        arguments: Those that `add_language` has added.

    Raises:
        UsageError: The environment variable names no language.
    """
    asked: Language | None = getattr(arguments, "language", None)
    found = asked or language_unasked()
    if found is None:
        known, value = ", ".join(languages()), os.environ[VARIABLE]
        said = sentence("usage.no language", variable=VARIABLE, value=value, known=known, hint=_hint(value))
        raise UsageError(said)
    return found


def _hint(value: str) -> str:
    """Return which language was probably meant, by its code or by what it calls itself; empty where none is like it."""
    called = {code: code for code in languages()}
    called |= {catalogue(code).style.name.casefold(): code for code in languages()}
    like = get_close_matches(value.casefold().partition("_")[0], called, n=1, cutoff=0.5)
    return sentence("hints.did you mean", name=called[like[0]]) if like else ""


def language_unasked() -> Language | None:
    """Return the language where none is asked for; None where the environment variable names none."""
    otherwise = os.environ.get(VARIABLE) or "en"
    return otherwise if otherwise in languages() else None


def add_quiet(parser: ArgumentParser) -> None:
    """Add `--quiet`, which every verb has; `remark` and what shows progress obey it."""
    parser.add_argument("--quiet", action="store_true", help=sentence("help.quiet"))


def remark(message: str, arguments: Namespace) -> None:
    """Write to standard error what is no error, unless silence is asked for.

    Args:
        message: What there is to say.
        arguments: Those that `add_quiet` has added.
    """
    if not arguments.quiet:
        say(message)
