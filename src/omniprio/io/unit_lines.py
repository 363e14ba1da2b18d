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
_IN = re.compile(r"(?:\(|\b(?:in|i|af|of)\s+)(?P<unit>[^()]{1,30})\)?\s*$", re.IGNORECASE)
_THOUSANDS = re.compile(r"1[., ]?000(?:'?s)?(?=\s|$)|tusinde?(?=\s)|thousands of", re.IGNORECASE)
_LONGEST = 200


def unit_of_all(words: str) -> str:
    """Return the unit that a line says at its end, blank where it says none.

    >>> unit_of_all("Alle beløb i mio. kr."), unit_of_all("Budget 2027 (tDKK)"), unit_of_all("Plan for IT")
    ('mio. kr.', 'tDKK', '')
    >>> unit_of_all("(alle tal i 1.000 kr.)"), unit_of_all("Amounts in thousands of USD")
    ('t. kr.', 'k USD')
    """
    said = (
        words.strip().removeprefix("(").removesuffix(")") if words.strip().startswith("(") else words.strip()
    )
    found = _IN.search(said) if len(said) <= _LONGEST else None
    if found is None:
        return ""
    written = found["unit"].strip(" .:") + ("." if found["unit"].strip().endswith(".") else "")
    unit = _THOUSANDS.sub("t." if "kr" in written.casefold() else "k", written, count=1)
    known = unit_in(unit)
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
