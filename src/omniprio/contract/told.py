"""Errors as data, for programs that show them in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic_core import to_jsonable_python

from omniprio.errors import OmniprioError
from omniprio.language import Speaker
from omniprio.parameters import validated

if TYPE_CHECKING:
    from omniprio.language import Language

__all__ = ["error_as_data", "message_of"]


@validated
def error_as_data(error: BaseException) -> dict[str, object]:
    """Return an error as data for JSON: its name, its message and its facts.

    Args:
        error: The error.

    >>> from omniprio.errors import Fault, InvalidInputError
    >>> error_as_data(InvalidInputError([Fault("horizon", "is 0", "give at least 1 period")]))["faults"]
    [{'path': 'horizon', 'problem': 'is 0', 'remedy': 'give at least 1 period'}]
    """
    facts = {name: fact for name, fact in vars(error).items() if not name.startswith("_")}
    told = {"error": type(error).__name__, "message": message_of(error), **facts}
    return cast("dict[str, object]", to_jsonable_python(told))


def message_of(error: BaseException, language: Language = "en") -> str:
    """Return what an error says, with what was noted on its way.

    Args:
        error: The error.
        language: The code of the language; what is no error of the library says the same in all of them.

    >>> message_of(KeyboardInterrupt()), message_of(KeyboardInterrupt(), "da")
    ('Interrupted.', 'Afbrudt.')
    """
    speaker = Speaker(language)
    said = error.said(language) if isinstance(error, OmniprioError) else str(error)
    if not said and type(error) in _SAID:
        said = speaker.words(_SAID[type(error)])
    return "\n".join([said, *map(speaker.say, getattr(error, "__notes__", ()))])


_SAID: dict[type[BaseException], str] = {
    KeyboardInterrupt: "command.interrupted",
    MemoryError: "command.no memory",
}
"""What errors say that say nothing themselves."""
