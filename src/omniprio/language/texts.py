"""Texts of the user that come in one language or several."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["text"]


def text(value: str | Mapping[str, str], language: str = "en") -> str:
    """Return a text in a language, or in the first language it has.

    Args:
        value: The text, or one for each language.
        language: The language wanted.

    >>> text({"da": "måling", "en": "measurement"}, "da")
    'måling'
    """
    if not isinstance(value, Mapping):
        return value
    return value.get(language) or next(iter(value.values()), "")
