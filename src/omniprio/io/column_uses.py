"""What the columns of a table of projects are for: ours by their names, others as a preset says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.column_amounts import could_be_thousands
from omniprio.io.header_words import folded, meaning_of
from omniprio.io.table_layout import label, own_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.io.preset import Preset
    from omniprio.io.sheet import Sheet

__all__ = ["SEVERAL", "Use", "holds_thousands", "is_in_our_words", "uses_of"]

SEVERAL = {"labels", "scores", "spending", "comments"}
"""The fields that may have several columns."""
_ALIKE = {"id", "title", "description", "owner", "cost"}
"""The fields that are read as our columns of the same name."""
_MONEY = {"cost", "benefit"}
_ADDED = {"cost", "benefit_once", "benefit_yearly"}
"""The fields of which a table may have several columns, as one for each year, which are added."""
_OTHERWISE = {"requires": "required", "benefit": "benefit_once"}
"""The fields that columns of ours are for in a table that is not in our form; a benefit is what ours is beside our ids."""


class Use(NamedTuple):
    """What a column is for.

    Attributes:
        place: Which column it is, from 0.
        header: Its header as given.
        field: The field of a preset that it is for; blank where it is one of ours, or nothing.
        own: The name of our column that it is; blank where it is none.
    """

    place: int
    header: str
    field: str = ""
    own: str = ""


def is_in_our_words(sheet: Sheet) -> bool:
    """Tell whether a table has no headers but ours, or such as are meant to be ours."""
    labels = [words for cell in sheet.header if (words := label(cell))]
    others = [found for words in labels if not own_column(words) and (found := meaning_of(words))]
    return any(map(own_column, labels)) and all(found.field == "comments" for found in others)


def holds_thousands(sheets: Iterable[Sheet]) -> bool:
    """Tell whether a column of money holds amounts that may be in thousands or have decimals.

    Args:
        sheets: Tables of projects in our form.
    """
    return any(
        own_column(label(cell)) in _MONEY
        and could_be_thousands(row[place] for row in sheet.rows if place < len(row))
        for sheet in sheets
        for place, cell in enumerate(sheet.header)
    )


def uses_of(sheet: Sheet, preset: Preset, *, ours: bool) -> list[Use]:
    """Return what each column of a table is for.

    Args:
        sheet: The table, from its header on.
        preset: What columns are called that are not ours.
        ours: Whether the table is in our form, in which an id that is not there is a fault.
    """
    fields = {folded(name): field for field, name in _columns(preset)}
    with_ids = any(own_column(label(cell)) == "id" for cell in sheet.header)
    named: set[str] = set()
    uses: list[Use] = []
    for place, header in enumerate(map(label, sheet.header)):
        field = fields.get(folded(header), "") if header else ""
        own = own_column(header)
        if own and (not field or field == own in _ALIKE):
            field = "" if ours or (own == "benefit" and with_ids) else _OTHERWISE.get(own, "")
        own = "" if field else own
        known = field or own
        again = (
            known
            and known in named
            and known not in {*SEVERAL, *_ADDED, "tags", "title", "description", "provenance"}
        )
        uses.append(Use(place, header) if again and field else Use(place, header, field, own))
        named.add(known)
    return uses


def _columns(preset: Preset) -> Iterator[tuple[str, str]]:
    """Yield the columns that a preset names, with their fields; what is an id and a title is a title."""
    for field in [
        "id",
        "title",
        "description",
        "owner",
        "team",
        "status",
        "decision",
        "ranks",
        "scores",
        "points",
        "cost",
        "spending",
        "benefit_yearly",
        "benefit_once",
        "duration",
        "effort",
        "begin",
        "due",
        "deadline",
        "span",
        "required",
        "requiring",
        "parent",
        "level",
        "active",
        "labels",
        "done",
        "currency",
        "comments",
    ]:
        yield from ((field, name) for name in getattr(preset, field))
