"""How errors are told: as text for people, as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from omniprio.cli.streams import say
from omniprio.documents.told import error_as_data, message_of

if TYPE_CHECKING:
    from omniprio.language import Language

__all__ = ["STYLES", "as_json", "as_text", "tell"]

STYLES = ("text", "json")
"""The ways in which errors can be told."""


def tell(error: BaseException, style: str, language: Language = "en") -> None:
    """Write an error to standard error.

    Args:
        error: The error.
        style: One of `STYLES`; what is for programs is in English.
        language: Of what is for people.
    """
    say(as_json(error) if style == "json" else as_text(error, language))


def as_text(error: BaseException, language: Language = "en") -> str:
    """Return an error as text.

    >>> from omniprio.errors import SolverError
    >>> as_text(SolverError("The solver failed."))
    'omniprio: The solver failed.'
    """
    return f"omniprio: {message_of(error, language)}"


def as_json(error: BaseException) -> str:
    """Return an error as one line of JSON: its name, its message and its facts.

    Names of files on Linux need not be text; what is no character in them is a question mark.

    >>> from omniprio.errors import Fault, InvalidInputError
    >>> told = as_json(InvalidInputError([Fault("horizon", "is 0", "give at least 1 period")]))
    >>> json.loads(told)["faults"]
    [{'path': 'horizon', 'problem': 'is 0', 'remedy': 'give at least 1 period'}]
    """
    told = json.dumps(error_as_data(error), ensure_ascii=False).encode(errors="replace")
    return json.dumps(json.loads(told))
