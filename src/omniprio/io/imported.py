"""What comes in from another tool: a portfolio, and what it could not take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import MOST_LETTERS, Model
from omniprio.language import Sentence, fact, sentence
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.language import Fact

__all__ = ["Imported", "Note", "imported", "reasons_in"]

_CUT = ("title", "description", "owner")
"""What another tool may hold longer than a portfolio does."""


class Note(Model):
    """Something in a file that a portfolio cannot hold, or that was read by a rule one should know.

    >>> print(Note(where="Task 4", text="is a summary; left out"))
    Task 4: is a summary; left out
    """

    where: Sentence
    """The part of the file, in its own words."""
    text: Sentence
    """What was found and what was done with it."""

    def __str__(self) -> str:
        """Return the note as one line."""
        return str(self.fact)

    @property
    def fact(self) -> Fact:
        """What the note says, to be said in any language."""
        return fact("notes.note", where=self.where, text=self.text)


class Imported(Model):
    """A portfolio made of another tool's file, and what to know about it.

    >>> from omniprio import Initiative
    >>> one = Portfolio(horizon=2, initiatives=[Initiative(id="web")])
    >>> Imported(portfolio=one).notes
    ()
    """

    portfolio: Portfolio
    notes: tuple[Note, ...] = ()
    """Everything that was left out, rounded or assumed; the portfolio's `provenance` holds it too."""


def reasons_in(notes: Sequence[Note]) -> Fact | str:
    """Return notes in brackets, as the reason why nothing could be read; empty where there are none."""
    return fact("hints.reasons", notes=tuple(note.fact for note in notes)) if notes else ""


def imported(
    data: Mapping[str, object], initiatives: Iterable[dict[str, object]], notes: Iterable[Note]
) -> Imported:
    """Return a portfolio made of data, with the notes in its provenance, so that they stay with it.

    Args:
        data: The other parts of the portfolio.
        initiatives: The data of its initiatives; a text that is longer than a portfolio holds is cut, with a note.
        notes: What to know about how they were read.

    Raises:
        InvalidInputError: The data is no portfolio; it lists every fault.
    """
    read = list(initiatives)
    found = tuple(dict.fromkeys([*notes, *(note for one in read for note in _cut(one))]))
    texts: dict[str, list[str]] = {}
    for note in found:
        texts.setdefault(_short(note.where), []).append(note.text)
    provenance = {where: _short(". ".join(parts)) for where, parts in texts.items()}
    portfolio = Portfolio.model_validate({**data, "initiatives": read, "provenance": provenance})
    return Imported(portfolio=portfolio, notes=found)


def _cut(initiative: dict[str, object]) -> Iterator[Note]:
    """Cut the texts of an initiative that are too long, and yield a note for each."""
    for name in _CUT:
        words = initiative.get(name)
        if isinstance(words, str) and len(words) > MOST_LETTERS:
            initiative[name] = _short(words)
            text = sentence(f"notes.cut {name}", letters=len(words), most=MOST_LETTERS)
            yield Note(where=Sentence(str(initiative["id"])), text=text)


def _short(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else words[: MOST_LETTERS - 1] + "…"
