"""Errors as data, for programs that show them in their own way."""

from __future__ import annotations

from typing import cast

from pydantic_core import to_jsonable_python

from omniprio.parameters import validated

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


def message_of(error: BaseException) -> str:
    """Return what an error says, with what was noted on its way.

    Args:
        error: The error.

    >>> message_of(KeyboardInterrupt())
    'Interrupted.'
    """
    said = str(error) or _SAID.get(type(error), "")
    return "\n".join([said, *getattr(error, "__notes__", ())])


_SAID: dict[type[BaseException], str] = {
    KeyboardInterrupt: "Interrupted.",
    MemoryError: "There was not enough memory; plan fewer initiatives or periods at a time.",
}
"""What errors say that say nothing themselves."""
