"""Tables of projects with a column for each week, month or quarter: with a mark or a colour while work is done, or how much it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.amounts import unit_in
from omniprio.io.calendar_days import today
from omniprio.io.column_amounts import Amounts, mark_of
from omniprio.io.column_work import kind_of_work
from omniprio.io.header_words import folded, meaning_of, says_nothing, words_for
from omniprio.io.imported import Note
from omniprio.io.sheet import blank
from omniprio.io.table_days import Days, Stretch
from omniprio.io.table_layout import label, own_column, row_of
from omniprio.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.sheet import Sheet
    from omniprio.io.table_layout import Row
    from omniprio.portfolio.horizon import Unit

__all__ = ["Drawn", "with_drawn_bars"]

_FEW = 2
"""How many columns there have to be."""
_LONGEST_MARK = 3
_LONGEST_TEXT = 200
_CORNER = "Name"
"""What stands over names that have no header; a word that is known."""
_TELLING = {"begin", "due", "span"}
"""The fields of columns that say when work is done, beside which a drawing says nothing more."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ANY_YEAR = 2027
_COUNTED = re.compile(r"(?P<word>[^\W\d_]{1,12})\.? ?(?P<number>\d{1,3})")
_LETTERS: dict[str, Unit] = {
    "w": "week",
    "u": "week",
    "kw": "week",
    "q": "quarter",
    "k": "quarter",
    "m": "month",
}
"""What the numbers of columns are of, by letters before them."""
_FEW_OF_A_LETTER = 4
"""How many columns there have to be under one letter with a number, but for quarters: fields of a disc are called so too."""
_DAYS_OF: dict[Unit, int] = {"day": 1, "week": 7}
_MONTHS_OF: dict[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
_FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")


class Drawn(NamedTuple):
    """A table whose drawing is a column.

    Attributes:
        sheet: The table, with a column of days in place of those with marks.
        above: What stands above it, without the years of the columns.
        notes: What to know about how it was read.
    """

    sheet: Sheet
    above: list[Row]
    notes: Sequence[Note]


def with_drawn_bars(sheet: Sheet, above: list[Row], start: date | None, name: str = "") -> Drawn | None:
    """Return a table in which one column says when work is done, where marks, colours or work under periods do; else None.

    Args:
        sheet: The table, from its header on.
        above: What stands above it.
        start: The day that is asked for as the first, from which periods without a year are counted.
        name: What the file is called, which may say that the numbers under periods are work, as `FTE`.
    """
    labels = [label(cell) for cell in sheet.header]
    is_told = any(map(_tells_when, labels))
    years = next((row for row in above if row.number == sheet.first_row - 2), None)
    texts = [*(label(cell) for row in above for cell in row.cells), sheet.name]
    for head in _heads([_without_work(words) for words in labels], years, texts, start):
        own = [labels[place] for place in head.columns]
        word = next((found for words in (*own, *texts, name) if (found := _word_of_work(words))), "")
        if word and not any(map(_is_of_money, (*own, *texts, name))) and (work := _work_in(sheet, head)):
            kept = [row for row in above if row is not years] if head.has_years else above
            table, note = _as_work(sheet, head, work, word, is_told=is_told)
            return Drawn(table, kept, [note])
        if is_told:
            continue
        marks = [
            [_is_a_mark(sheet, number, place) for place in head.columns] for number in range(len(sheet.rows))
        ]
        if any(map(any, marks)) and not any(map(_is_in_the_way, _unmarked(sheet, head.columns, marks))):
            kept = [row for row in above if row is not years] if head.has_years else above
            table, notes = _as_a_column(sheet, head, marks)
            return Drawn(table, kept, notes)
    return None


def _tells_when(words: str) -> bool:
    found = meaning_of(words)
    return bool(found and found.sure and found.field in _TELLING) or own_column(words) == "earliest_start"


# --- what stands above the columns ----------------------------------------------------------------------------


class _Head(NamedTuple):
    """Columns beside each other that are periods.

    Attributes:
        columns: Which they are.
        periods: The days of each.
        is_dated: Whether the table, or who asks, says the year.
        has_years: Whether the row above the header does.
    """

    columns: Sequence[int]
    periods: Sequence[Stretch]
    is_dated: bool = True
    has_years: bool = False


def _heads(
    labels: Sequence[str], years: Row | None, texts: Sequence[str], start: date | None
) -> Iterator[_Head]:
    """Yield columns beside each other that are periods one after the other."""
    over = _spread(years, len(labels))
    for written, has_years in (
        ([(words,) for words in labels], False),
        ([(f"{own} {top}", f"{top} {own}") for own, top in zip(labels, over, strict=True)], True),
    ):
        days = Days([[words for some in written for words in some]], _FORMS)
        dated = [_dated(days, some) for some in written]
        for columns in _beside([one is not None for one in dated]):
            periods = _in_days([one for one in dated[columns.start : columns.stop] if one])
            if _in_order(periods):
                yield _Head(columns, periods, has_years=has_years)
    said = next((int(found[0]) for text in texts if (found := _YEAR.search(text))), None)
    for columns in _beside([_undated(words, _ANY_YEAR) is not None for words in labels]):
        own = labels[columns.start : columns.stop]
        if len(own) >= _fewest(own) and (periods := _without_a_year(own, said, start)):
            yield _Head(columns, periods, is_dated=bool(said or start))


def _spread(years: Row | None, width: int) -> list[str]:
    """Return what stands in the row above the header over each column."""
    spread: list[str] = []
    for place in range(width):
        own = label(years.cells[place]) if years and place < len(years.cells) else ""
        spread.append(own or (spread[-1] if spread else ""))
    return spread


def _beside(fits: Sequence[bool]) -> Iterator[range]:
    """Yield the columns beside each other that fit, several at once."""
    first = 0
    for place, fit in enumerate([*fits, False]):
        if not fit:
            if place - first >= _FEW:
                yield range(first, place)
            first = place + 1


def _dated(days: Days, written: Iterable[str]) -> Stretch | None:
    """Return the days of a period with a year, however it is written; what is read first counts."""
    found = (days.of(words) for words in written)
    return next((one for one in found if one and not one.two_ends), None)


def _in_days(periods: Sequence[Stretch]) -> Sequence[Stretch]:
    """Return periods of which each goes on until the next one, where they are named by their first days."""
    days = [found.first for found in periods]
    if any(found.first != found.last for found in periods):
        return periods
    one = timedelta(days=1)
    each = min(max(b - a, one) for a, b in pairwise(days))
    ends = [*(day - one for day in days[1:]), days[-1] + each - one]
    return [Stretch(*both) for both in zip(days, ends, strict=True)]


def _in_order(periods: Sequence[Stretch]) -> bool:
    return all(one.first <= one.last for one in periods) and all(
        a.last < b.first for a, b in pairwise(periods)
    )


def _fewest(labels: Sequence[str]) -> int:
    """Return how many columns under such headers are periods, not something else of the same letter."""
    found = _COUNTED.fullmatch(folded(labels[0]))
    return (
        _FEW_OF_A_LETTER
        if found and len(found["word"]) == 1 and _LETTERS.get(found["word"]) != "quarter"
        else _FEW
    )


def _without_a_year(labels: Sequence[str], said: int | None, start: date | None) -> Sequence[Stretch]:
    """Return periods without a year, none where they are not one after the other.

    Those that are counted from 1 are counted from the day that is asked for. Others are in the year that is said, else in the one in
    which the first begins nearest to that day or to now; where one comes before that of the column before, the next year begins.
    """
    counted = _COUNTED.fullmatch(folded(labels[0]))
    origin = start if counted and int(counted["number"]) == 1 else None
    now = start or today()
    firsts = {year: _undated(labels[0], year) for year in (now.year - 1, now.year, now.year + 1)}
    year = said or min(firsts, key=lambda one: abs((found.first - now).days) if (found := firsts[one]) else 0)
    periods: list[Stretch] = []
    for words in labels:
        one = _undated(words, year, origin)
        if one and periods and one.first <= periods[-1].first:
            year += 1
            one = _undated(words, year, origin)
        periods += [one] if one else []
    return periods if len(periods) == len(labels) and _in_order(periods) else ()


def _undated(words: str, year: int, origin: date | None = None) -> Stretch | None:
    """Return the days of a period without a year: by its name in a year, or counted from the beginning of that, or from a day."""
    if not words or _YEAR.search(words):
        return None
    found = _COUNTED.fullmatch(folded(words))
    unit = _unit_of(found["word"]) if found else None
    if found and unit and int(found["number"]):
        return _counted(unit, int(found["number"]) - 1, origin or _beginning(unit, year))
    return _dated(Days([], _FORMS), [f"{words} {year}"])


def _unit_of(word: str) -> Unit | None:
    return _LETTERS.get(word) or (words_for().units.get(word) if len(word) > 1 else None)


def _beginning(unit: Unit, year: int) -> date:
    """Return the day on which the first of the periods of a year begins; for weeks that of the first week."""
    return date.fromisocalendar(year, 1, 1) if unit in _DAYS_OF else date(year, 1, 1)


def _counted(unit: Unit, before: int, origin: date) -> Stretch:
    """Return the days of a period before which there are so many from a day on."""
    if days := _DAYS_OF.get(unit):
        first = origin + timedelta(days=days * before)
        return Stretch(first, first + timedelta(days=days - 1))
    months = origin.year * 12 + origin.month - 1 + _MONTHS_OF[unit] * before
    first, after = (date(count // 12, count % 12 + 1, 1) for count in (months, months + _MONTHS_OF[unit]))
    return Stretch(first, after - timedelta(days=1))


# --- what is drawn --------------------------------------------------------------------------------------------


def _cell(sheet: Sheet, number: int, place: int) -> Given:
    row = sheet.rows[number]
    return row[place] if place < len(row) else None


def _is_a_mark(sheet: Sheet, number: int, place: int) -> bool:
    """Tell whether a cell is part of a bar: a colour, a sign, one or two letters, or a 1."""
    if (sheet.first_row + number, place) in sheet.coloured:
        return True
    cell = _cell(sheet, number, place)
    if isinstance(cell, str):
        words = cell.strip()
        short = len(words) <= _LONGEST_MARK and not any(map(str.isdigit, words))
        return words == "1" or (
            bool(words)
            and not says_nothing(words)
            and (short or (len(set(words)) == 1 and not words.isalnum()))
        )
    return cell is True or (isinstance(cell, int | float) and cell == 1)


def _unmarked(sheet: Sheet, columns: Sequence[int], marks: Sequence[Sequence[bool]]) -> Iterator[Given]:
    """Yield what stands under the periods and is no mark."""
    for number, row in enumerate(marks):
        for place, is_one in zip(columns, row, strict=True):
            if not is_one:
                yield _cell(sheet, number, place)


def _is_in_the_way(cell: Given) -> bool:
    """Tell whether a cell holds what no drawing does, as an amount."""
    if isinstance(cell, str):
        return not (blank(cell) or says_nothing(cell) or cell.strip() == "0")
    return not (blank(cell) or cell is False or cell == 0)


def _as_a_column(sheet: Sheet, head: _Head, marks: Sequence[Sequence[bool]]) -> tuple[Sheet, Sequence[Note]]:
    """Return a table with the days of each row in place of its marks, and notes on that."""
    before, behind = head.columns[0], head.columns[-1] + 1
    called = f"{_short(sheet.header[before])} – {_short(sheet.header[behind - 1])}"  # noqa: RUF001  a range
    column = sentence("where.column of", table=sheet.called, column=called)
    key = "notes.drawn" if head.is_dated else "notes.drawn without a year"
    notes = [Note(where=column, text=sentence(key, first=str(head.periods[0].first)))]
    lonely = sum(
        1 for row, drawn in zip(sheet.rows, marks, strict=True) if not any(drawn) and _filled(row) == 1
    )
    few = lonely < sum(map(any, marks))
    rows: list[Sequence[Given]] = []
    for number, (row, drawn) in enumerate(zip(sheet.rows, marks, strict=True), start=sheet.first_row):
        own = [place for place, is_one in enumerate(drawn) if is_one]
        if few and not own and _filled(row) == 1:
            rows.append([])
            notes.append(Note(where=row_of(sheet, number), text=sentence("notes.heading")))
            continue
        days = f"{head.periods[own[0]].first} to {head.periods[own[-1]].last}" if own else None
        rows.append([*row[:before], *[None] * (before - len(row)), days, *row[behind:]])
        if own and len(own) <= own[-1] - own[0]:
            notes.append(Note(where=row_of(sheet, number), text=sentence("notes.drawn gap")))
    header = [*sheet.header[:before], called, *sheet.header[behind:]]
    if before and not any(map(label, header[:before])):
        header[0] = _CORNER
    return replace(sheet, header=header, rows=rows, coloured=()), notes


# --- work in each period --------------------------------------------------------------------------------------


_BRACKETS = re.compile(r"[(\[]([^)\]]+)[)\]]")


def _words_of_work() -> list[str]:
    """Return what headers call work that say its unit, the longest first."""
    known = words_for()
    words = (word for word in known.work if known.fields.get(word, ("",))[0] == "effort")
    return sorted(words, key=len, reverse=True)


def _word_of_work(words: str) -> str:
    """Return the word with which a text says that numbers are work, as it stands there; blank where none does."""
    plain = words.replace("_", " ")[:_LONGEST_TEXT]
    found = (re.search(rf"\b{re.escape(word)}\b", plain, re.IGNORECASE) for word in _words_of_work())
    said = next((one[0] for one in found if one), "")
    inside = _BRACKETS.search(plain)
    return said or (inside[1] if inside and folded(inside[1]) in words_for().work else "")


def _without_work(words: str) -> str:
    """Return the rest of a header that says that its numbers are work, as `jan-27` of `FTE jan-27`."""
    word = _word_of_work(words)
    return words.replace(word, " ").strip(" -:()") if word else words


def _is_of_money(words: str) -> bool:
    """Tell whether a text speaks of money."""
    fields = words_for().fields
    parts = folded(words[:_LONGEST_TEXT]).split()
    return any(
        fields.get(part, ("",))[0] == "cost" or ((unit := unit_in(part)) and unit.currency) for part in parts
    )


def _work_in(sheet: Sheet, head: _Head) -> list[list[Fraction]] | None:
    """Return the work of each row in each of some periods; None where they hold anything else, or nothing."""
    cells = [_cell(sheet, number, place) for number in range(len(sheet.rows)) for place in head.columns]
    (mark,), _ = mark_of([cells], "")
    column = Amounts(cells, mark or ("," if sheet.decimals == "," else "."))
    found = [Fraction(0) if cell is None else getattr(cell, "value", Fraction(-1)) for cell in column.cells]
    width = len(head.columns)
    rows = [found[first : first + width] for first in range(0, len(found), width)]
    return rows if any(found) and min(found) >= 0 else None


def _as_work(
    sheet: Sheet, head: _Head, work: list[list[Fraction]], word: str, *, is_told: bool
) -> tuple[Sheet, Note]:
    """Return a table that says when work is done, where nothing else does, and how much it is, in place of that of each period."""
    before, behind = head.columns[0], head.columns[-1] + 1
    called = f"{_short(sheet.header[before])} – {_short(sheet.header[behind - 1])}"  # noqa: RUF001  a range
    of_people = kind_of_work(word, "") == "fte"
    rows: list[Sequence[Given]] = []
    for row, amounts in zip(sheet.rows, work, strict=True):
        own = [place for place, amount in enumerate(amounts) if amount]
        cells: list[Given] = [None, None]
        if own:
            days = f"{head.periods[own[0]].first} to {head.periods[own[-1]].last}"
            count = own[-1] - own[0] + 1 if of_people else 1  # people are there all the time, hours add up
            cells = [days, float(sum(amounts) / count)]
        rows.append([*row[:before], *[None] * (before - len(row)), *cells[is_told:], *row[behind:]])
    header = [*sheet.header[:before], *[called, word][is_told:], *sheet.header[behind:]]
    where = sentence("where.column of", table=sheet.called, column=called)
    text = sentence("notes.work of periods", word=word, first=str(head.periods[0].first))
    return replace(sheet, header=header, rows=rows, coloured=()), Note(where=where, text=text)


def _short(cell: Given) -> str:
    return str(cell.date()) if isinstance(cell, datetime) else label(cell)


def _filled(row: Sequence[Given]) -> int:
    return sum(1 for cell in row if not blank(cell))
