"""Where the table is in a sheet that people made: below which titles, between which totals, headings and remarks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.budget_lines import budget_line
from omniprio.io.cells import BadCellError
from omniprio.io.column_done import is_an_answer
from omniprio.io.header_words import folded, is_unit, meaning_of
from omniprio.io.headers import columns_called, header_of
from omniprio.io.headers import folded as folded_name
from omniprio.io.imported import Note
from omniprio.io.portfolio_tables import INITIATIVES
from omniprio.io.sheet import blank
from omniprio.language import Sentence, languages, sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.preset import Preset
    from omniprio.io.sheet import Sheet

__all__ = [
    "OWN",
    "Row",
    "above_of",
    "filled_in",
    "has_figures",
    "joined_at_the_end",
    "label",
    "likeness",
    "own_column",
    "own_names",
    "place_of_header",
    "row_of",
    "rows_of",
    "text_of",
    "with_header",
]

OWN = {column.name: column for column in INITIATIVES.columns}
"""The columns of a table of ours, by name."""
_LOOKED_AT = 40
"""How many rows the header is looked for in."""
_LISTS = {"names", "shares", "numbers", "amounts"}
_FEW_COLUMNS = 2
_FORM_OF_DATE = re.compile(r"[(\[ ]*[dmyåjt]{1,4}([-./ ][dmyåjt]{1,4}){1,2}[)\] ]*", re.IGNORECASE)
"""As `dd-mm-yyyy` or `tt.mm.jjjj`, below the header of a column of dates."""
_CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Row(NamedTuple):
    """A row of a sheet.

    Attributes:
        number: Its number, as the user sees it.
        cells: What stands in it.
    """

    number: int
    cells: Sequence[Given]


def label(cell: Given) -> str:
    """Return a header as text."""
    return "" if cell is None or isinstance(cell, BadCellError) else str(cell).strip()


def text_of(cell: Given) -> str:
    """Return what stands in a cell as text, empty where that is nothing or a number."""
    return cell.strip() if isinstance(cell, str) else ""


def own_column(header: str) -> str:
    r"""Return the name of the column of ours that a header names, empty where it names none.

    >>> own_column("Earliest\nstart"), own_column("Tidligste start"), own_column("tags.channel"), own_column("Budget")
    ('earliest_start', 'earliest_start', 'tags', '')
    """
    name, dot, _ = header.partition(".")
    column = OWN.get(_called().get(folded_name(name), ""))
    return column.name if column and (column.of_each if dot else column.alone) else ""


def own_names(sheet: Sheet) -> list[str]:
    """Return our columns as they are called in the language that most headers of a table are in."""
    given = {folded_name(label(cell)) for cell in sheet.header}
    called = {code: [header_of(INITIATIVES.name, name, code) for name in OWN] for code in languages()}
    return max(called.values(), key=lambda names: len(given.intersection(map(folded_name, names))))


@cache
def _called() -> dict[str, str]:
    """Return our columns by what they are called in any language."""
    return columns_called(INITIATIVES.name, OWN)


def likeness(row: Sequence[Given], preset: Preset | None) -> int:
    """Return how many cells of a row are headers that are known.

    Args:
        row: The cells.
        preset: Whose columns are known beside ours; None for the words of all languages.
    """
    named = _named(preset) if preset else ()
    words = {folded(cell) for cell in row if isinstance(cell, str) and cell.strip()}
    return sum(1 for word in words if own_column(word) or (word in named if preset else meaning_of(word)))


def _named(preset: Preset) -> set[str]:
    return {folded(name) for _, names in preset if isinstance(names, tuple) for name in names}


def with_header(sheet: Sheet, preset: Preset | None) -> tuple[Sheet, list[Row], list[Note]]:
    """Return a sheet from its header on, what stands above it, and notes on that, but for budgets.

    Args:
        sheet: The sheet, its first row as the header.
        preset: Which row is the header, or what its columns are called; None for what is known.
    """
    rows = [sheet.header, *sheet.rows]
    place = preset.header_row - sheet.first_row + 1 if preset and preset.header_row else -1
    if not 0 <= place < len(rows):
        place = place_of_header(rows[:_LOOKED_AT], preset)
    header, begins, place = _whole_header(rows, place, preset)
    width = max(len(header), *map(len, rows[place:]))
    above, notes = above_of(sheet, rows[:begins])
    header = [*header, *[None] * (width - len(header))]
    own = replace(sheet, header=header, rows=rows[place + 1 :], first_row=sheet.first_row + place)
    return own, above, notes


def place_of_header(rows: Sequence[Sequence[Given]], preset: Preset | None) -> int:
    """Return which row is most like a header: the first of those in which most cells are headers that are known.

    A cell is none where one above it means the same, or where it is one of several answers of yes or no in its column,
    as "no" that could be a number. Of full rows below each other the first is the header, unless another is all headers, far
    more like one, or stands above figures.

    Args:
        rows: The first rows of a sheet.
        preset: What columns are called; None for what is known.
    """
    known: list[set[str]] = [set() for _ in rows]
    for cells in zip_longest(*rows):
        answers = sum(map(is_an_answer, cells))
        meant: set[str] = set()
        for row, cell in enumerate(cells):
            if not isinstance(cell, str) or not likeness([cell], preset):
                continue
            found = meaning_of(cell)
            means = own_column(cell) or (found.field if found and not preset else folded(cell))
            if means not in meant and not (answers > 1 and is_an_answer(cell)):
                known[row].add(folded(cell))
            if filled_in(rows[row]) > 1:
                meant.add(means)
    scores = list(map(len, known))
    best = first = scores.index(max(scores))
    while first and filled_in(rows[first - 1]) >= filled_in(rows[best]):
        first -= 1
    is_sure = scores[best] >= min(scores[first] + _FEW_COLUMNS, filled_in(rows[best]))
    return best if is_sure or _stands_above_figures(rows[best:]) or _says_one_thing(rows[first]) else first


def _stands_above_figures(rows: Sequence[Sequence[Given]]) -> bool:
    """Tell whether the first of some rows has words in a column in which most others have figures."""
    header, *others = zip(*zip_longest(*rows), strict=True)
    return any(
        not blank(own) and not has_figures(own) and 2 * sum(map(has_figures, below)) > len(others)
        for own, *below in zip(header, *others, strict=True)
    )


def has_figures(cell: Given) -> bool:
    """Tell whether a cell holds a figure: a number, a day, or a text with a digit in it."""
    return any(map(str.isdigit, cell)) if isinstance(cell, str) else not blank(cell)


def _says_one_thing(row: Sequence[Given]) -> bool:
    """Tell whether a row says one thing of a whole table, as `Owner: IT` and `Version, 3`."""
    cells = [cell for cell in row if not blank(cell)]
    return label(cells[0]).endswith(":") or any(map(has_figures, cells))


def above_of(sheet: Sheet, rows: Sequence[Sequence[Given]]) -> tuple[list[Row], list[Note]]:
    """Return the rows above a table that say anything, and notes on them, but for budgets.

    Args:
        sheet: The sheet, its first row as the header.
        rows: The rows above the table.
    """
    above = [
        Row(number, cells)
        for number, cells in enumerate(rows, start=sheet.first_row - 1)
        if not all(map(blank, cells))
    ]
    others = [row for row in above if budget_line(row.cells) is None]
    tables = [row for row, after in pairwise(others) if _begins_a_table(row, after)]
    titles = [row for row in others if not tables or row.number < tables[0].number]
    return above, [
        Note(where=row_of(sheet, row.number), text=sentence(key))
        for key, rows in (("notes.above the header", titles), ("notes.table above", tables))
        for row in rows
    ]


def _begins_a_table(row: Row, after: Row) -> bool:
    """Tell whether a row is the header of a table of its own, as `Team, Capacity` above `Web, 3`."""
    cells, below = ([cell for cell in one.cells if not blank(cell)] for one in (row, after))
    known = [found.field for cell in cells if (found := meaning_of(label(cell))) and found.sure]
    words = all(isinstance(cell, str) and not has_figures(cell) and not cell.endswith(":") for cell in cells)
    figures = any(map(has_figures, below[1:])) and not has_figures(below[0])
    goes_on = after.number == row.number + 1 and len(below) == len(cells) >= _FEW_COLUMNS
    return goes_on and words and figures and known[:1] in (["team"], ["title"], ["id"])


def _whole_header(
    rows: Sequence[Sequence[Given]], place: int, preset: Preset | None
) -> tuple[list[Given], int, int]:
    """Return a header that may have two rows, and the places of its first and its last row.

    Above it may stand what several columns are of, as `Budget` above `2027` and `2028`; below it what they are in.

    Args:
        rows: The rows of a sheet.
        place: The row that is most like a header.
        preset: What its columns are called; None for what is known.
    """
    if place + 1 < len(rows) and _are_codes(rows[place]) and _are_words(rows[place + 1]):
        place += 1  # what the codes of a program are called stands below them
    header = [cell.removeprefix("(*)") if isinstance(cell, str) else cell for cell in rows[place]]
    first = place
    header += [None] * (len(rows[place - 1]) - len(header) if place else 0)
    above = _spread(rows[place - 1], len(header)) if place else []
    if len({label(cell) for cell in above} - {""}) >= _FEW_COLUMNS:
        both: list[Given] = [_both(top, own) for top, own in zip(above, header, strict=True)]
        if likeness(both, preset) > likeness(header, preset):
            header, first = both, place - 1
    if first == place and place + 1 < len(rows) and _goes_on(header, rows[place + 1], preset):
        below = [*rows[place + 1], *[None] * (len(header) - len(rows[place + 1]))]
        spread = _spread(header, len(below))
        header = [
            own if blank(sub) else _both(top, sub)
            for own, top, sub in zip(
                [*header, *[None] * (len(below) - len(header))], spread, below, strict=True
            )
        ]
        place += 1
    if place + 1 < len(rows) and _holds_units(rows[place + 1]):
        units = [label(cell).strip("()[] ") for cell in rows[place + 1]]
        units += [""] * (len(header) - len(units))
        header = [
            f"{label(own)} ({unit})" if unit and label(own) else own
            for own, unit in zip(header, units, strict=False)
        ]
        place += 1
    return header, first, place


def _are_codes(row: Sequence[Given]) -> bool:
    """Tell whether a row holds nothing but the names of fields of a program, as `task_code` and `status_code`."""
    cells = [label(cell) for cell in row if not blank(cell)]
    return (
        len(cells) >= _FEW_COLUMNS and all(map(_CODE.fullmatch, cells)) and any("_" in cell for cell in cells)
    )


def _are_words(row: Sequence[Given]) -> bool:
    """Tell whether a row holds nothing but words, of which some are headers that are known."""
    cells = [cell for cell in row if not blank(cell)]
    return (
        all(isinstance(cell, str) and not has_figures(cell) for cell in cells) and likeness(cells, None) > 1
    )


def _goes_on(header: Sequence[Given], below: Sequence[Given], preset: Preset | None) -> bool:
    """Tell whether a row says what parts of a header are, as `Start` and `End` below `Period`, most of which are known, and nothing else."""
    filled = [place for place, cell in enumerate(below) if not blank(cell)]
    under_one = len(filled) >= _FEW_COLUMNS and any(
        place >= len(header) or blank(header[place]) for place in filled
    )
    if under_one and all(_YEAR.fullmatch(label(below[place])) for place in filled):
        return True
    words = all(isinstance(below[place], str) and not has_figures(below[place]) for place in filled)
    is_part = under_one and words and blank(below[0]) != blank(header[0])
    known = likeness([below[place] for place in filled], preset)
    return under_one and words and (known == len(filled) or (is_part and 2 * known > len(filled)))


def _spread(row: Sequence[Given], width: int) -> list[Given]:
    """Return a row of headers each of which stands above all columns up to the next one."""
    spread: list[Given] = []
    for place in range(width):
        own = row[place] if place < len(row) else None
        spread.append(spread[-1] if blank(own) and spread else own)
    return spread


def _both(top: Given, own: Given) -> str:
    """Return a header of two rows as one."""
    words = label(top), label(own)
    return words[1] if folded(words[0]) == folded(words[1]) else " ".join(filter(None, words))


def _holds_units(row: Sequence[Given]) -> bool:
    """Tell whether a row holds nothing but units and forms of dates, as one below a header does."""
    cells = [cell for cell in row if not blank(cell)]
    return bool(cells) and all(
        isinstance(cell, str) and (_FORM_OF_DATE.fullmatch(cell) or is_unit(cell.strip("()[] ")))
        for cell in cells
    )


def row_of(sheet: Sheet, number: int) -> Sentence:
    """Return what a row of a sheet is called, by its number."""
    return sentence("where.row of", table=sheet.called, rows=str(number))


def rows_of(sheet: Sheet) -> list[Row]:
    """Return the rows of a sheet, its header the first of them."""
    return [
        *map(Row, range(sheet.first_row - 1, sheet.first_row + len(sheet.rows)), [sheet.header, *sheet.rows])
    ]


def filled_in(row: Collection[Given]) -> int:
    """Return how many cells of a row hold anything."""
    return sum(1 for cell in row if isinstance(cell, BadCellError) or not blank(cell))


def joined_at_the_end(sheet: Sheet) -> tuple[Sheet, list[Note]]:
    """Return a sheet in which cells beyond a last column of lists are part of the list, and notes on them.

    Where the separator of a file is that of lists too, a list that stands in no quotation marks falls apart.

    Args:
        sheet: The sheet, from its header on.
    """
    labels = [label(cell) for cell in sheet.header]
    width = max((place for place, words in enumerate(labels, start=1) if words), default=0)
    column = OWN.get(own_column(labels[width - 1])) if width else None
    if column is None or column.kind not in _LISTS or all(len(row) <= width for row in sheet.rows):
        return sheet, []
    rows: list[Sequence[Given]] = []
    notes: list[Note] = []
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        rest = [cell for cell in row[width - 1 :] if isinstance(cell, str) and cell.strip()]
        beyond = [cell for cell in row[width:] if not blank(cell)]
        if beyond and all(isinstance(cell, str) for cell in row[width - 1 :]):
            text = sentence("notes.list fell apart", column=labels[width - 1])
            notes.append(Note(where=row_of(sheet, number), text=text))
            row = [*row[: width - 1], "; ".join(cell.strip() for cell in rest)]  # noqa: PLW2901  the row as it is meant
        rows.append(row)
    return replace(sheet, header=sheet.header[:width], rows=rows), notes
