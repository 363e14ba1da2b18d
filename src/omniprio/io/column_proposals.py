"""What the columns of a table of projects are proposed to be for: as their headers say, and what stands in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from omniprio.io.amounts import amount_in
from omniprio.io.cells import BadCellError, read_cell
from omniprio.io.column_done import is_an_answer
from omniprio.io.column_uses import SEVERAL
from omniprio.io.durations import duration_in
from omniprio.io.group_labels import is_of_groups
from omniprio.io.header_words import UNSURE, folded, meaning_of, names_a_total, says_nothing, words_for
from omniprio.io.headers import choices_called
from omniprio.io.preset import Preset
from omniprio.io.score_totals import weights_in
from omniprio.io.sheet import blank
from omniprio.io.spending import are_in_turn, stretch_named
from omniprio.io.table_days import Days, is_dated
from omniprio.io.table_layout import OWN, label, own_column
from omniprio.io.working_time import ends_of_range, hours_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.header_words import Meaning
    from omniprio.io.sheet import Sheet
    from omniprio.io.table_days import Stretch

__all__ = ["proposed"]

_WHERE_OWN_DOES_NOT_FIT = {
    "effort": "effort",
    "scores": "scores",
    "needs": "required",
    "duration": "duration",
    "decision": "decision",
    "links": "comments",
    "closed": "comments",
}
"""The fields that columns with a name of ours are for, where what stands in them is not what ours hold."""
_IN_NUMBERS = {"cost", "benefit_once", "benefit_yearly", "scores", "points", "effort"}
_OF_DAYS = {"begin", "due", "deadline"}
_ENDS = ("begin", "due")
_ISO = ("%Y-%m-%d",)
_MAY_BE_A_SPAN = _OF_DAYS | {"span", "duration", "comments"}
"""The fields of columns that are for spans where most of their cells name two days, as `Jan-Mar 2027`."""
_KNOWN_BY_A_PART = _IN_NUMBERS | _OF_DAYS | {"span", "title", "owner", "duration", "decision", "required"}
"""The fields of columns of which the beginning or the end of the header is enough to be known."""
_YEAR = re.compile(r"(?:19|20)\d\d|(?<!\w)(?:year|yr|y|år|jahr)[ .]?\d{1,2}(?!\w)", re.IGNORECASE)


_WHEN = {*_OF_DAYS, "span", "duration", "earliest_start", "latest_start", "fixed_start"}
"""The fields, and our columns, that say when work is done."""
_DAY, _YEARS_DAYS = 0, 364
"""The days between the first and the last day of a day and of a year."""
_FAR_FEWER = 2 / 3
"""Which share of the names of another column are so few that they are labels of several rows, as the projects of tasks."""


def proposed(sheet: Sheet, name: str) -> Preset:
    """Return a preset for a table, as the words in its header say.

    Args:
        sheet: The table, from its header on.
        name: What the preset is called.
    """
    columns: dict[str, list[tuple[int, str]]] = {}
    units: dict[str, str] = {}
    spoken: list[frozenset[str]] = []
    weights = weights_in(map(label, sheet.header))
    for place, header in enumerate(map(label, sheet.header)):
        cells = [row[place] for row in sheet.rows if place < len(row) and not blank(row[place])]
        field = (
            "scores" if _is_weighted(header, cells, weights) else _field(header, cells) if header else None
        )
        if not cells or field is None:
            continue
        found = meaning_of(header)
        columns.setdefault(field, []).append((found.rank if found else 0, header))
        spoken += [words_for().languages.get(folded(header), frozenset())]
        if found and found.unit:
            units[header] = found.unit
    own = {own_column(label(cell)) for cell in sheet.header}
    if "title" in own:
        columns["title"] = [one for one in columns.get("title", []) if one[0] < UNSURE]
    if not columns.get("title") and not own & {"id", "title"}:
        columns |= _names_in(sheet, columns)
    if not columns.keys() & {*_OF_DAYS, "span", "duration"}:
        columns |= _stretches_in(sheet, columns)
    if "cost" not in {*columns, *own}:
        columns |= _costs_of_years(sheet)
    if not (columns.keys() | own) & _WHEN:
        columns |= _spending_in(sheet, columns)
    columns["title"], wider = _most_telling(sheet, columns.get("title", []))
    others = [
        *wider,
        *sorted(columns.get("team", []))[1:],
        *((0, header) for header in _of_groups(sheet, columns)),
    ]
    if others:
        columns["labels"] = [*columns.get("labels", []), *others]
    taken = {
        field: tuple(header for _, header in (found if field in SEVERAL else _whole(found)))
        for field, found in columns.items()
        if found
    }
    states = words_for()
    return Preset.model_validate(
        {
            "name": name,
            "id": taken.pop("id", None) or taken.get("title") or ("id",),
            **taken,
            "units": {
                header: unit for header, unit in units.items() if any(header in own for own in taken.values())
            },
            "sheet": sheet.name,
            "header_row": sheet.first_row - 1,
            "language": _language(spoken),
            "finished": sorted(states.finished),
            "under_way": sorted(states.under_way),
            "promised": sorted(states.promised),
            "cancelled": sorted(states.cancelled),
            "ideas": sorted(states.ideas),
        }
    )


def _language(spoken: Sequence[frozenset[str]]) -> str:
    """Return the language that headers are in: the first that has all those that are not shared with English."""
    telling = [codes for codes in spoken if codes and (codes == {"en"} or "en" not in codes)]
    return min(frozenset.intersection(*telling), default="") if telling else ""


def _is_weighted(header: str, cells: Sequence[Given], weights: Collection[str]) -> bool:
    """Tell whether a column is a score with a weight, or the total of such."""
    named = header in weights or (bool(weights) and names_a_total(header))
    return named and _half(cells, _is_an_amount)


def _field(header: str, cells: Sequence[Given]) -> str | None:
    """Return the field that a column is for, None where it is ours or not known."""
    own = own_column(header)
    found = meaning_of(header)
    if (own or (found.field if found else "span")) in _MAY_BE_A_SPAN and _half(cells, _is_a_span):
        return "span"
    if own and _fits(own, cells):
        return None
    if found is None:
        years = words_for().units.get(folded(header)) == "year" and _half(cells, _is_a_year)
        return "span" if years else _WHERE_OWN_DOES_NOT_FIT.get(own)
    is_one = _is_work if found.field == "effort" else _is_an_amount
    if found.field in _IN_NUMBERS and not _half(cells, is_one):
        return _field_of_words(found, cells)
    fits = _FITTING.get(found.field)
    if found.field == "due" and _half(cells, _is_a_share):  # as 60 % below Færdig
        found = found._replace(field="done")
    elif fits and not _half(cells, fits):
        months = found.field == "owner" and folded(header) in words_for().work and _half(cells, _is_work)
        return "effort" if months else None
    return found.field if found.sure or found.field in _KNOWN_BY_A_PART else None


def _field_of_words(found: Meaning, cells: Sequence[Given]) -> str | None:
    """Return the field of a column whose header is one of numbers and that holds words, as levels of value, or sizes of work."""
    if found.field == "effort":
        return "labels" if found.sure else None
    if found.field != "scores":
        return None
    return "ranks" if _half(cells, _is_a_level) else "labels" if found.sure else None


def _fits(own: str, cells: Sequence[Given]) -> bool:
    """Tell whether what stands in a column is what our column of its name holds."""
    if own == "links":
        return not any(isinstance(cell, str) and "://" in cell for cell in cells)
    if own not in _WHERE_OWN_DOES_NOT_FIT:
        return True
    if own == "duration":
        return not any(isinstance(cell, str) and (duration_in(cell) or _is_a_range(cell)) for cell in cells)
    return _half(cells, lambda cell: _is_ours(own, cell))


def _is_ours(own: str, cell: Given) -> bool:
    column = OWN[own]
    if column.choices:
        return isinstance(cell, str) and cell.strip().casefold() in choices_called(column.choices)
    try:
        read_cell(cell, column.kind)
    except BadCellError:
        return False
    return True


def _half(cells: Sequence[Given], fits: Callable[[Given], bool]) -> bool:
    """Tell whether at least half of some cells fit."""
    return 2 * sum(1 for cell in cells if fits(cell)) >= len(cells)


def _is_an_amount(cell: Given) -> bool:
    if isinstance(cell, str):
        return amount_in(cell) is not None or says_nothing(cell) or _is_a_range(cell)
    return isinstance(cell, int | float | BadCellError) and not isinstance(cell, bool)


def _is_a_level(cell: Given) -> bool:
    """Tell whether a cell says how high something is in a word."""
    return isinstance(cell, str) and folded(cell) in words_for().levels


def _is_a_year(cell: Given) -> bool:
    return bool(_YEAR.fullmatch(str(cell)))


def _is_a_range(cell: str) -> bool:
    return ends_of_range(cell) is not None


def _is_work(cell: Given) -> bool:
    return _is_an_amount(cell) or (isinstance(cell, str) and hours_in(cell) is not None)


def is_a_day(cell: Given) -> bool:
    """Tell whether a cell may hold a date: one of a spreadsheet, a text with digits, or a year."""
    if isinstance(cell, str):
        return any(sign.isdigit() for sign in cell) or says_nothing(cell)
    return not isinstance(cell, bool) and cell is not None


def _stretch_in(cell: Given) -> Stretch | None:
    """Return the days that a cell names; the same words are read once."""
    return _stretch_of(cell) if isinstance(cell, str) else Days([], _ISO).of(cell)


@lru_cache(maxsize=100_000)
def _stretch_of(words: str) -> Stretch | None:
    return Days([], _ISO).of(words)


def _is_a_stretch(cell: Given) -> bool:
    return _stretch_in(cell) is not None


def _is_a_span(cell: Given) -> bool:
    found = _stretch_in(cell)
    return found is not None and found.two_ends


def _is_a_share(cell: Given) -> bool:
    """Tell whether a cell holds per cent, or the number that a workbook has for it."""
    if isinstance(cell, str):
        return cell.rstrip().endswith("%") and amount_in(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1


def _says_how_much(cell: Given) -> bool:
    """Tell whether a cell may say how much is done: a share, an answer, or the day on which all was."""
    return is_an_answer(cell) or _is_an_amount(cell) or is_dated(cell)


_FITTING: dict[str, Callable[[Given], bool]] = {
    **dict.fromkeys(_OF_DAYS, is_a_day),
    "span": _is_a_stretch,
    "done": _says_how_much,
    "owner": lambda cell: not _is_an_amount(cell),
}
"""What at least half of the cells of columns for some fields are."""


def _names_in(sheet: Sheet, columns: dict[str, list[tuple[int, str]]]) -> dict[str, list[tuple[int, str]]]:
    """Return the first column of texts that are all different, where none is called a name."""
    known = {header for found in columns.values() for _, header in found}
    for place, header in enumerate(map(label, sheet.header)):
        cells = [row[place] for row in sheet.rows if place < len(row) and not blank(row[place])]
        texts = {cell for cell in cells if isinstance(cell, str) and not amount_in(cell)}
        if header and header not in known and cells and len(texts) == len(cells):
            return {"title": [(0, header)]}
    return {}


def _stretches_in(
    sheet: Sheet, columns: dict[str, list[tuple[int, str]]]
) -> dict[str, list[tuple[int, str]]]:
    """Return the columns of months, quarters or halves of years, where none is known to say when work is done.

    One is when it is done; where there are two, the first of which is never after the second, they are when it begins and ends.
    """
    known = {header for found in columns.values() for _, header in found}
    found: list[tuple[int, str]] = []
    for place, header in enumerate(map(label, sheet.header)):
        cells = [row[place] for row in sheet.rows if place < len(row) and not blank(row[place])]
        if header and header not in known and not own_column(header) and cells and _half(cells, _is_a_part):
            found.append((place, header))
    if len(found) == len(_ENDS) and _in_order(sheet, *(place for place, _ in found)):
        return {field: [(0, header)] for field, (_, header) in zip(_ENDS, found, strict=True)}
    return {"span": [(0, header) for _, header in found[:1]]} if found else {}


def _in_order(sheet: Sheet, first: int, last: int) -> bool:
    """Tell whether no row names days in one column that are after those in another."""
    pairs = [(_stretch_in(row[first]), _stretch_in(row[last])) for row in sheet.rows if last < len(row)]
    return all(begin.first <= end.first for begin, end in pairs if begin and end)


def _is_a_part(cell: Given) -> bool:
    """Tell whether a cell names more than a day and less than a year."""
    found = _stretch_in(cell) if isinstance(cell, str) else None
    return found is not None and _DAY < (found.last - found.first).days < _YEARS_DAYS


def _most_telling(
    sheet: Sheet, found: Sequence[tuple[int, str]]
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the columns of names, the one that tells rows apart first, and those that do so far less, as projects of tasks."""
    labels = [label(cell) for cell in sheet.header]
    count = {
        header: len({str(row[place]) for row in sheet.rows if place < len(row) and not blank(row[place])})
        for place, header in enumerate(labels)
        if any(header == own for _, own in found)
    }
    most = max(count.values(), default=0)
    names = sorted(one for one in found if not most or count.get(one[1], 0) > _FAR_FEWER * most)
    return names, [one for one in found if one not in names]


def _of_groups(sheet: Sheet, columns: dict[str, list[tuple[int, str]]]) -> list[str]:
    """Return the headers that are not known of columns of labels for groups, which stand before the names."""
    known = {header for found in columns.values() for _, header in found}
    names = {header for _, header in columns.get("title", [])}
    headers = [label(cell) for cell in sheet.header]
    before = next((place for place, header in enumerate(headers) if header in names), 0)
    rows = [row for row in sheet.rows if not all(map(blank, row))]
    return [
        header
        for place, header in enumerate(headers[:before])
        if header
        and header not in known
        and not own_column(header)
        and is_of_groups([row[place] if place < len(row) else None for row in rows])
    ]


def _costs_of_years(sheet: Sheet) -> dict[str, list[tuple[int, str]]]:
    """Return the columns of amounts under a year, a quarter or a month, or the one of their totals, where no column is called a cost."""
    labels = [label(cell) for cell in sheet.header]
    periods = [(0, header) for place, header in enumerate(labels) if _holds_a_period(header, place, sheet)]
    totals = [(0, header) for header in labels if names_a_total(header)]
    return {"cost": totals[:1] or periods} if periods else {}


def _spending_in(sheet: Sheet, columns: dict[str, list[tuple[int, str]]]) -> dict[str, list[tuple[int, str]]]:
    """Return the columns of costs that are spent in periods one after the other, and those of all costs without them.

    Args:
        sheet: The table, from its header on.
        columns: What its columns are for, those of costs among them.
    """
    costs = columns.get("cost", [])
    of_costs = {header for _, header in costs}
    known = {header for found in columns.values() for _, header in found} - of_costs
    labels = [(place, label(cell)) for place, cell in enumerate(sheet.header)]
    found = [
        header
        for place, header in labels
        if header not in known
        and stretch_named(header)
        and (header in of_costs or _holds_a_period(header, place, sheet))
    ]
    if not costs or not are_in_turn(found):
        return {}
    return {"cost": [one for one in costs if one[1] not in found], "spending": [(0, one) for one in found]}


def _holds_a_period(header: str, place: int, sheet: Sheet) -> bool:
    """Tell whether a column holds the amounts of a period, as its header says."""
    cells = [row[place] for row in sheet.rows if place < len(row) and not blank(row[place])]
    return _is_a_period(header) and bool(cells) and _half(cells, _is_an_amount)


def _is_a_period(header: str) -> bool:
    return _is_a_stretch(header) and not _is_a_span(header)


def _whole(found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return which of several columns for the same hold all of it: those of every year, unless another has it in all."""
    of_all = [one for one in found if not _YEAR.search(one[1]) and not _is_a_period(one[1])]
    return [*found] if _of_years(found) else sorted(of_all or found)[:1]


def _of_years(found: Sequence[tuple[int, str]]) -> bool:
    """Tell whether columns are those of several periods of the same: `2027` and `2028`, or `Cost 2027` and `Cost 2028`."""
    bare = {_YEAR.sub("", header).strip(" -/()") for _, header in found}
    return all(map(_is_a_period, (header for _, header in found))) or (
        len(bare) == 1 and all(_YEAR.search(header) for _, header in found)
    )
