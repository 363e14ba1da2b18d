"""A fact that has been said in English, and can be said again in any language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Self

from pydantic_core import core_schema

from omniprio.language.catalogues import languages
from omniprio.language.facts import Fact, fact
from omniprio.language.speaker import Speaker

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

    from omniprio.language.facts import Value
    from omniprio.language.names import Names

__all__ = ["Sentence", "sentence"]


class Sentence(str):
    """An English text that knows the fact it says; in documents it is the text alone.

    Attributes:
        fact: What it says; None for a text of the user, or from a document.

    >>> late = sentence("faults.is", value="0")
    >>> late, Speaker("da").say(late)
    ('is 0', 'er 0')
    """

    __slots__ = ("fact",)

    fact: Fact | None

    def __new__(cls, text: str, said: Fact | None = None) -> Self:
        """Keep a text and what it says."""
        made = super().__new__(cls, text)
        made.fact = said
        return made

    @classmethod
    def of(cls, said: Fact, names: Names | None = None) -> Self:
        """Return a fact in English.

        Args:
            said: The fact.
            names: What things are called; None for their ids.
        """
        return cls((Speaker(names=names) if names else _english()).say(said), said)

    def __getnewargs__(self) -> tuple[str, Fact | None]:  # type: ignore[override]  # it is made from two
        """Return what it is made from again in another process."""
        return str(self), self.fact

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let a model hold it: a text to others, and as it is to the library."""
        del source
        known = core_schema.is_instance_schema(cls)
        read = core_schema.no_info_after_validator_function(cls, handler(str))
        written = core_schema.plain_serializer_function_ser_schema(
            str, return_schema=core_schema.str_schema()
        )
        return core_schema.json_or_python_schema(
            read, core_schema.union_schema([known, read], mode="left_to_right"), serialization=written
        )


@cache
def _english() -> Speaker:
    return Speaker()


def sentence(kind: str, /, **values: Value) -> Sentence:
    """Return a fact in English, with ids.

    Args:
        kind: A key that every language has words for.
        **values: What goes into the words, by name.

    >>> sentence("errors.missing extra", what="Figures", extra="plots")[:40]
    'Figures need packages that are not insta'
    """
    return Sentence.of(fact(kind, **values))


def in_every_language(said: Fact) -> dict[str, str]:
    """Return a fact as a text in each language, for data that people read.

    >>> in_every_language(fact("decisions.begun", period=2))["da"]
    'begyndt i periode 2'
    """
    return {language: Speaker(language).say(said) for language in languages()}
