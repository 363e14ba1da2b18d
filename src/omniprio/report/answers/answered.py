"""What a section about an answer shows, the same parts for every answer, and what it says beside its table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from omniprio.marks import told
from omniprio.report.table import Head, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniprio.answer import Answer
    from omniprio.report.table import Table
    from omniprio.report.vector import Picture
    from omniprio.report.voice import Voice

__all__ = ["Answered", "beside_the_table", "head", "in_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a section about an answer shows.

    Attributes:
        title: The question.
        says: The answer, in a sentence or two.
        pictures: The figures, if there are any.
        tables: The tables.
        sure: What is proven and what is an estimate, and how the numbers are to be read, a sentence each.
    """

    title: str
    says: list[str]
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table]
    sure: list[str]


def in_rows(
    found: Answer,
    name: str,
    says: str,
    heads: Sequence[Head],
    rows: Iterable[Iterable[str]],
    voice: Voice,
) -> Answered:
    """Return what is shown of an answer that has tried one thing after another: a row for each.

    Args:
        found: The answer.
        name: What its words are called.
        says: The answer in a sentence.
        heads: The heads of the columns.
        rows: The cells of each row.
        voice: The words of the page.
    """
    known = "proven" if found.is_final else "open"
    return Answered(
        title=voice.say(f"{name} title"),
        says=[says],
        tables=table(voice.say(f"caption {name}"), heads, rows),
        sure=[voice.say(f"{name} how"), voice.say(f"{name} {known}")],
    )


def beside_the_table(found: Answer, voice: Voice) -> list[str]:
    """Return the sentences of an answer, without its table and without what is not a fact, which the page says.

    Args:
        found: The answer.
        voice: The words of the page.
    """
    words = found.summary(voice.language).replace(found.table(voice.language), "")
    mark = told(found.not_facts, voice.language)
    return [line for line in words.splitlines() if line.strip() and line != mark]


def head(name: str, voice: Voice, *, number: bool = False) -> Head:
    """Return the head of a column under the word that the answer has for it.

    Args:
        name: Its key among the words of answers.
        voice: The words of the page.
        number: Whether the column has numbers.
    """
    words = voice.speaker.words(f"answers.{name}")
    return Head(words[:1].upper() + words[1:], number=number)
