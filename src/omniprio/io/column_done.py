"""How much of each row is done, as a column of a table of projects says it: a share, an answer, or the day on which all was."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.calendar_days import today
from omniprio.io.column_amounts import Amounts, in_shares
from omniprio.io.header_words import folded, says_nothing
from omniprio.io.sheet import blank
from omniprio.io.table_days import Days, is_dated
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from omniprio.io.amounts import Mark
    from omniprio.io.cells import Given
    from omniprio.language import Sentence

__all__ = ["Done", "done_in", "is_an_answer", "says_no"]

_YES = {"yes", "y", "x", "✓", "✔", "☑", "true", "ja", "j", "sand", "wahr", "oui", "vrai"}
_NO = {"no", "n", "✗", "✘", "☐", "☒", "false", "nej", "nein", "falsk", "falsch", "non", "faux", "nee"}


class Done(NamedTuple):
    """How much of a row is done.

    Attributes:
        share: Which share, 0 to 1; None where the cell says none.
        day: The day on which it was, or will be, complete; None where the cell says none.
        known: Whether the cell says anything that is known, or nothing at all.
    """

    share: Fraction | None = None
    day: date | None = None
    known: bool = True

    def said(self, column: str) -> Sentence:
        """Return what to say of it.

        Args:
            column: What the column is called.
        """
        if self.day:
            key = "notes.ended" if self.share else "notes.ends later"
            return sentence(key, day=str(self.day), column=column)
        share = self.share or Fraction(0)
        return (
            sentence("notes.done")
            if share >= 1
            else sentence("notes.begun", percent=f"{float(share * 100):g}")
        )


def is_an_answer(cell: Given) -> bool:
    """Tell whether a cell answers with yes or no.

    >>> is_an_answer("Ja"), is_an_answer(False), is_an_answer("soon")
    (True, True, False)
    """
    return isinstance(cell, bool) or (isinstance(cell, str) and folded(cell) in _YES | _NO)


def says_no(cell: Given) -> bool:
    """Tell whether a cell answers with no.

    >>> says_no("Nej"), says_no(False), says_no(None)
    (True, True, False)
    """
    return cell is False or (isinstance(cell, str) and folded(cell) in _NO)


def done_in(cells: Sequence[Given], mark: Mark | None, days: Days) -> list[Done]:
    """Return how much is done of each row.

    Args:
        cells: What stands in the column.
        mark: The sign before decimals, where it is known.
        days: Reads days.
    """
    return [
        _done(cell, share, days) for cell, share in zip(cells, in_shares(Amounts(cells, mark)), strict=True)
    ]


def _done(cell: Given, share: Fraction | None, days: Days) -> Done:
    if is_an_answer(cell):
        return Done(Fraction(cell is True or folded(str(cell)) in _YES))
    if is_dated(cell) and (found := days.of(cell)):
        return Done(Fraction(found.last <= today()), found.last)
    return Done(
        share, known=share is not None or blank(cell) or (isinstance(cell, str) and says_nothing(cell))
    )
