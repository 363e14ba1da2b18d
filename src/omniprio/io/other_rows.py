"""Rows in a table of projects that are no projects: totals, headings, remarks and the header again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from omniprio.io.header_words import folded, meaning_of, names_a_total, total_of
from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.io.table_layout import filled_in, has_figures, label, own_column, row_of, text_of
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.sheet import Sheet

__all__ = ["is_numbered", "without_other_rows"]

_FEW_COLUMNS = 2
_LEAST_OF_A_HEADER = 3
_RULED = re.compile(r"[ :+]*[-=_]{2,200}[ :+]*")
"""A line of signs, as between the header and the rows of a table in a text."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What tells rows of a table from others.

    Attributes:
        id: The place of the ids, -1 where there is none.
        title: The place of the titles, -1 where there is none.
        width: How many columns have a header.
        header: The header, as it is compared.
        totalled: The names of groups of rows that a row of totals names, as `IT` in `Subtotal IT`.
        is_numbered: Whether rows have numbers, so that one without may be a heading or a total; see `is_numbered`.
    """

    id: int
    title: int
    width: int
    header: tuple[str, ...]
    totalled: frozenset[str] = frozenset()
    is_numbered: bool = False


def without_other_rows(sheet: Sheet, ids: int, titles: int) -> tuple[Sheet, list[Note]]:
    """Return a sheet in which rows of totals, headings, remarks and headers are blank, and notes on them, and on what is hidden.

    Args:
        sheet: The sheet, from its header on.
        ids: The place of the column of ids, -1 where there is none.
        titles: The place of the column of titles, -1 where there is none.
    """
    header = tuple(folded(label(cell)) for cell in sheet.header)
    numbered = is_numbered(sheet, ids, titles)
    shape = _Shape(ids, titles, sum(map(bool, header)), header, _totalled(sheet.rows), numbered)
    rows: list[Sequence[Given]] = []
    notes: list[Note] = []
    after_blank = False
    counts = [*map(filled_in, sheet.rows)]
    lonely = sum(
        1 for filled, row in zip(counts, sheet.rows, strict=True) if filled == 1 and _named_at(row, shape)
    )
    few = lonely * _FEW_COLUMNS < sum(1 for filled in counts if filled > 1)
    remarks = sheet.first_row + _remarks_from(counts)
    for number, (filled, row) in enumerate(zip(counts, sheet.rows, strict=True), start=sheet.first_row):
        if _is_ruled(row):
            said = "notes.ruled line"
        elif filled and (number >= remarks or _is_a_remark(row)):
            said = "notes.heading"
        else:
            said = _other(row, shape, after_blank=after_blank, few=few)
        after_blank = not filled or bool(said)
        rows.append([] if said else row)
        if said:
            notes.append(Note(where=row_of(sheet, number), text=sentence(said)))
        elif filled and number in sheet.hidden_rows:
            notes.append(Note(where=row_of(sheet, number), text=sentence("notes.hidden")))
    return replace(sheet, rows=rows), [*notes, *_hidden_columns(sheet)]


def _hidden_columns(sheet: Sheet) -> Iterator[Note]:
    for place, cell in enumerate(sheet.header):
        if place in sheet.hidden_columns and (column := label(cell)):
            where = sentence("where.column of", table=sheet.called, column=column)
            yield Note(where=where, text=sentence("notes.hidden"))


def _other(row: Sequence[Given], shape: _Shape, *, after_blank: bool, few: bool) -> str:
    """Return what a row is that is no row of the table, as the key of its words; empty where it is one."""
    filled = filled_in(row)
    if not filled:
        return ""
    cells = tuple(folded(label(cell)) for cell in row)
    again = filled > 1 and all(a == b for a, b in zip(cells, shape.header, strict=False) if a)
    if again or _is_another_header(row, cells, shape):
        return "notes.header again" if again else "notes.other header"
    texts = [text_of(cell) for cell in row if text_of(cell)]
    named = _named_at(row, shape)
    alone = bool(texts) and all(map(has_figures, texts[1:]))
    unnumbered = shape.is_numbered and not _has_a_number(row, shape.id)
    of_a_group = alone and (
        (unnumbered and total_of(texts[0])) or shape.totalled.intersection(total_of(texts[0]))
    )
    if of_a_group or (texts and names_a_total(texts[0]) and len(named) < _FEW_COLUMNS):
        return "notes.total"
    if not named:
        return "" if shape.id < 0 and shape.title < 0 else "notes.no name"
    if filled == 1 and shape.width > _FEW_COLUMNS and few:
        heading = shape.id >= 0 and (named == [shape.title] or unnumbered)
        heading = heading or (bool(texts) and folded(texts[0]) in shape.totalled)
        return "notes.heading" if heading or after_blank or (texts[:1] and texts[0].endswith(":")) else ""
    return ""


def is_numbered(sheet: Sheet, ids: int, titles: int) -> bool:
    """Tell whether the rows of a table have numbers, so that one without may be a heading or a total: ids with figures, beside half of the titles at least.

    Args:
        sheet: The table.
        ids: The place of the column of ids, -1 where there is none.
        titles: The place of the column of titles, -1 where there is none.
    """
    if ids < 0 or titles < 0 or ids == titles:
        return False
    titled = [row for row in sheet.rows if titles < len(row) and text_of(row[titles])]
    with_number = sum(1 for row in titled if _has_a_number(row, ids))
    others = (row[ids] for row in titled if ids < len(row) and not _has_a_number(row, ids))
    return with_number * _FEW_COLUMNS >= len(titled) > 0 and all(map(blank, others))


def _has_a_number(row: Sequence[Given], ids: int) -> bool:
    return ids < len(row) and any(map(str.isdigit, label(row[ids])))


def _totalled(rows: Sequence[Sequence[Given]]) -> frozenset[str]:
    """Return the names of groups of rows that stand in cells of their own and in rows of totals, as `IT` and `Subtotal IT`."""
    there = {folded(cell) for row in rows for cell in row if isinstance(cell, str)}
    firsts = (next(filter(None, map(text_of, row)), "") for row in rows)
    return frozenset(name for first in firsts for name in total_of(first) if name in there)


def _remarks_from(counts: Sequence[int]) -> int:
    """Return from which row on there are only remarks: below a blank row, each in one cell, where no row above is like that.

    Args:
        counts: How many cells of each row are filled.
    """
    last = max((place for place, count in enumerate(counts) if count > 1), default=-1)
    end = next((place for place, count in enumerate(counts) if place > last and not count), len(counts))
    return end if last >= 0 and 1 not in counts[:end] else len(counts)


def _is_a_remark(row: Sequence[Given]) -> bool:
    """Tell whether a row says that it is one, as `Note: all costs are without VAT`, or `* estimated`."""
    first = next(filter(None, map(text_of, row)), "")
    word, colon, _ = first.partition(":")
    found = meaning_of(word) if colon else None
    says_so = first.startswith("*") or bool(found and found.sure and found.field == "comments")
    return says_so and all(isinstance(cell, str) and not has_figures(cell) for cell in _beyond_the_first(row))


def _beyond_the_first(row: Sequence[Given]) -> list[Given]:
    return [cell for cell in row if not blank(cell)][1:]


def _is_another_header(row: Sequence[Given], cells: Sequence[str], shape: _Shape) -> bool:
    """Tell whether a row is the header of what is listed below a row of the table, as the subitems of a task."""
    filled = [words for cell, words in zip(row, cells, strict=True) if not blank(cell)]
    again = sum(1 for words in filled if words in shape.header)
    texts = all(isinstance(cell, str) for cell in row if not blank(cell))
    if len(filled) < _LEAST_OF_A_HEADER or again < _FEW_COLUMNS or not texts:
        return False
    known = sum(1 for words in filled if words in shape.header or own_column(words) or meaning_of(words))
    return known * 4 >= len(filled) * 3


def _is_ruled(row: Sequence[Given]) -> bool:
    return bool(_RULED.match(next(filter(None, map(label, row)), ""))) and all(
        _RULED.fullmatch(label(cell)) for cell in row if not blank(cell)
    )


def _named_at(row: Sequence[Given], shape: _Shape) -> list[int]:
    """Return the places of the id and the title of a row, those that hold something."""
    return [place for place in (shape.id, shape.title) if 0 <= place < len(row) and not blank(row[place])]
