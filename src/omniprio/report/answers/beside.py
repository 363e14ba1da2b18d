"""What answers say beside their tables, and the heads of these, from the words they have themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.marks import told
from omniprio.report.table import Head

if TYPE_CHECKING:
    from omniprio.answer import Answer
    from omniprio.report.voice import Voice

__all__ = ["beside_the_table", "head"]


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
