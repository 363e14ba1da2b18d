"""The language that a command speaks: `--language`, or `OMNIPRIO_LANGUAGE`, or English."""

from __future__ import annotations

import os
from argparse import SUPPRESS
from typing import TYPE_CHECKING

from omniprio.cli.exits import UsageError
from omniprio.language import languages, sentence

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from omniprio.language import Language

__all__ = ["VARIABLE", "add_language", "language_of"]

VARIABLE = "OMNIPRIO_LANGUAGE"
"""The environment variable that holds the language where none is asked for."""


def add_language(parser: ArgumentParser) -> None:
    """Add `--language`, which every verb has; `language_of` reads it."""
    parser.add_argument(
        "--language",
        choices=languages(),
        default=SUPPRESS,
        help=f"of texts and messages ({VARIABLE}, else en)",
    )


def language_of(arguments: Namespace) -> Language:
    """Return the language that is asked for.

    Args:
        arguments: Those that `add_language` has added.

    Raises:
        UsageError: The environment variable names no language.
    """
    asked: Language | None = getattr(arguments, "language", None)
    if asked is not None:
        return asked
    otherwise = os.environ.get(VARIABLE) or "en"
    if otherwise not in languages():
        known = ", ".join(languages())
        raise UsageError(sentence("command.no language", variable=VARIABLE, value=otherwise, known=known))
    return otherwise
