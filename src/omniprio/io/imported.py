"""What comes in from another tool: a portfolio, and what it could not take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omniprio.base import Model
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Imported", "Note", "imported"]


class Note(Model):
    """Something in a file that a portfolio cannot hold, or that was read by a rule one should know.

    >>> print(Note(where="Task 4", text="is a summary; left out"))
    Task 4: is a summary; left out
    """

    where: str
    """The part of the file, in its own words."""
    text: str
    """What was found and what was done with it."""

    def __str__(self) -> str:
        """Return the note as one line."""
        return f"{self.where}: {self.text}"


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


def imported(data: Mapping[str, object], notes: Iterable[Note]) -> Imported:
    """Return a portfolio made of data, with the notes in its provenance, so that they stay with it.

    Args:
        data: The parts of the portfolio.
        notes: What to know about how they were read.

    Raises:
        InvalidInputError: The data is no portfolio; it lists every fault.
    """
    found = tuple(dict.fromkeys(notes))
    provenance: dict[str, str] = {}
    for note in found:
        before = f"{provenance[note.where]}. " if note.where in provenance else ""
        provenance[note.where] = before + note.text
    return Imported(portfolio=Portfolio.model_validate({**data, "provenance": provenance}), notes=found)
