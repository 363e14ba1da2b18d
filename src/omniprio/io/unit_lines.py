"""A line above a table of projects that says what all its amounts are in, as `(all figures in DKK million)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omniprio.io.amounts import unit_in
from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.io.column_uses import Use
    from omniprio.io.preset import Preset
    from omniprio.io.table_layout import Row

__all__ = ["unit_of_all", "with_unit_above"]

_OF_MONEY = {"cost", "benefit_once", "benefit_yearly", "benefit"}
_IN = re.compile(r"\(|\b(?:in|i|af|of)\s", re.IGNORECASE)
_LONGEST_UNIT = 30
_MORE = re.compile(r"[;)]|[,.] ")
"""What stands between a unit and what else a line says, as the year of prices."""
_THOUSANDS = re.compile(r"1[., ]?000(?:'?s)?(?=\s|$)|tusinde?(?=\s)|thousands of", re.IGNORECASE)
_LONGEST = 200


def unit_of_all(words: str) -> str:
    """Return the unit that a line says at its end, or before a comma, blank where it says none.

    >>> unit_of_all("Alle beløb i mio. kr."), unit_of_all("Budget 2027 (tDKK)"), unit_of_all("Plan for IT")
    ('mio. kr.', 'tDKK', '')
    >>> unit_of_all("Beløb i 1.000 kr., 2027-priser"), unit_of_all("Figures in EUR m; draft")
    ('t. kr.', 'EUR m')
    >>> unit_of_all("(alle tal i 1.000 kr.)"), unit_of_all("Overview of amounts in thousands of USD")
    ('t. kr.', 'k USD')
    """
    ends = (words[found.end() :] for found in _IN.finditer(words if len(words) <= _LONGEST else ""))
    whole = (own for end in ends for own in (end, _MORE.split(end)[0]))
    return next((unit for own in whole if (unit := _unit(own.strip(" ():")))), "")


def _unit(written: str) -> str:
    """Return a unit as amounts have it, blank where words are none."""
    unit = _THOUSANDS.sub("t." if "kr" in written.casefold() else "k", written[:_LONGEST], count=1)
    known = unit_in(unit) if len(written) <= _LONGEST_UNIT else None
    return unit if known and (known.currency or known.scale > 1) else ""


def with_unit_above(
    preset: Preset, uses: Sequence[Use], top: Sequence[Row], notes: Sequence[Note]
) -> tuple[Preset, list[Note]]:
    """Return a preset in which columns of money without a unit have the one that a line above the table says, and the notes.

    Args:
        preset: How the columns are read.
        uses: What they are for.
        top: The rows above the table.
        notes: What is noted of them, in place of which it is said that the unit is read.
    """
    bare = [
        use.header for use in uses if (use.field or use.own) in _OF_MONEY and not preset.units.get(use.header)
    ]
    for row in reversed(top) if bare else ():
        words = [cell for cell in row.cells if not blank(cell)]
        unit = unit_of_all(words[0]) if len(words) == 1 and isinstance(words[0], str) else ""
        if not unit:
            continue
        place = next(
            (place for place, note in enumerate(notes) if note.where.endswith(f" {row.number}")), None
        )
        if place is None:
            continue
        told = [*notes]
        told[place] = Note(where=notes[place].where, text=sentence("notes.unit above", unit=unit))
        return preset.model_copy(update={"units": {**preset.units, **dict.fromkeys(bare, unit)}}), told
    return preset, [*notes]
