"""Lines and small tables beside one of projects that say how much there is: money for all, a year or some of them, work of a team."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from omniprio.io.amounts import amount_in
from omniprio.io.budget_lines import BudgetLine, budget_line
from omniprio.io.header_words import folded, meaning_of, names_a_total, words_for
from omniprio.io.sheet import blank
from omniprio.io.table_days import Days
from omniprio.io.table_layout import label, row_of
from omniprio.language import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.io.cells import Given
    from omniprio.io.column_uses import Use
    from omniprio.io.sheet import Sheet
    from omniprio.io.table_days import Stretch
    from omniprio.io.table_layout import Row

__all__ = ["Limit", "Whose", "limits_in", "names_in", "time_of"]

_OF_ROWS = ("owner", "team", "labels")
_SIGNS = re.compile(r"[()\[\]:]")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_NUMBER = re.compile(r"\s*(\d[\d., ]*)(?=\s|$|[^\W\d])\s*(.*)")
_BETWEEN = {"for", "til", "für", "of", "af", "in", "i", "-", "–", "team", "teams", "the"}  # noqa: RUF001  a dash
_LONGEST = 80


class Whose(NamedTuple):
    """An owner, a team or a label, as a table calls it.

    Attributes:
        field: Which of these it is.
        header: The header of its column; blank where it is in none.
        name: How it is written.
    """

    field: str
    header: str
    name: str


type Names = Mapping[str, Sequence[Whose]]
"""The owners, teams and labels of a table, by how they are compared."""


class Limit(NamedTuple):
    """How much there is of something.

    Attributes:
        where: What the row that says it is called.
        line: What it is called, and the amount as written.
        of: Whose it is; empty for all.
        is_work: Whether it is work of a team, not money.
        unit: The words for the unit of work, and for the time in which it is done; blank where nothing says them.
        parts: The amounts of periods, where columns say them: the days of each, and the amount as written.
    """

    where: Sentence
    line: BudgetLine
    of: Sequence[Whose] = ()
    is_work: bool = False
    unit: str = ""
    parts: Sequence[tuple[Stretch, float | str]] = ()

    @property
    def year(self) -> int | None:
        """The year that it is for; None where it says none."""
        found = _YEAR.search(self.line.label)
        return int(found[1]) if found else None


def names_in(sheet: Sheet, uses: Sequence[Use]) -> Names:
    """Return what the rows of a table have as their owner, team or label.

    Args:
        sheet: The table, from its header on.
        uses: What its columns are for.
    """
    found: dict[str, dict[Whose, None]] = {}
    for use in sorted(uses, key=lambda use: _rank(use.field or use.own)):
        if (use.field or use.own) in _OF_ROWS:
            for row in sheet.rows:
                said = label(row[use.place]) if use.place < len(row) else ""
                if said:
                    whose = Whose(use.field or use.own, use.header, said)
                    found.setdefault(folded(said), {})[whose] = None
    return {name: [*own] for name, own in found.items()}


def _rank(known: str) -> int:
    return _OF_ROWS.index(known) if known in _OF_ROWS else len(_OF_ROWS)


# --- what rows say --------------------------------------------------------------------------------------------


class _Head(NamedTuple):
    """What the rows below it say of those that they name, up to one that names nobody.

    Attributes:
        place: The column of amounts, None for the next one.
        is_work: Whether these are work.
        unit: The words for their unit.
        label: What they are called.
        periods: The columns of periods, with the days of each, where there are such.
    """

    place: int | None
    is_work: bool
    unit: str
    label: str
    periods: Sequence[tuple[int, Stretch]] = ()


def limits_in(rows: Iterable[Row], sheet: Sheet, names: Names) -> tuple[list[Limit], set[Sentence]]:
    """Return what rows beside a table say there is for all its projects, or for those of an owner, a team or a label.

    Args:
        rows: The rows, in their order.
        sheet: What they stand in.
        names: What the projects have as owner, team or label.

    Returns:
        The limits, and what the rows are called that say them, their headings too.
    """
    found: list[Limit] = []
    read: set[Sentence] = set()
    head: _Head | None = None
    above = Sentence("")
    for row in rows:
        cells = [(place, cell) for place, cell in enumerate(row.cells) if not blank(cell)]
        if not cells or names_a_total(label(cells[0][1])):
            continue
        where = row_of(sheet, row.number)
        if limit := _of_a_line(where, [cell for _, cell in cells], names):
            found.append(limit)
            read.add(where)
        elif head and (limit := _below(head, where, cells, names)):
            found.append(limit)
            read |= {where, above}
        else:
            title = head.label if head and head.place is None else sheet.name
            head, above = _head(cells, title), where
    if any(limit.is_work and limit.of[0].header for limit in found):
        return found, read
    money = [limit for limit in found if not limit.is_work]
    return money, {limit.where for limit in money} | (read if len(money) == len(found) else set())


def _of_a_line(where: Sentence, cells: Sequence[Given], names: Names) -> Limit | None:
    """Return what a line says by itself, as `Budget IT: 500` or `Capacity of Web | 3 FTE`."""
    if line := budget_line(cells):
        return Limit(where, line)
    first, colon, behind = label(cells[0]).partition(":")
    rest = [*([behind.strip()] if colon and behind.strip() else []), *cells[1:]]
    if not rest or len(first) > _LONGEST or len(rest) > 2:  # noqa: PLR2004  an amount and its unit
        return None
    words = _words(first)
    amount, unit = _amount(rest)
    if amount is None:
        return None
    if own := _named(words, words_for().capacities, names, ends=True):
        of, around = own
        known = [one for one in of if one.field == "team"]
        unit = " ".join(filter(None, (unit, around)))
        return (
            Limit(where, BudgetLine(first.strip(), amount), known, is_work=True, unit=unit) if known else None
        )
    if own := _named([one for one in words if not _YEAR.fullmatch(one)], words_for().limits, names):
        line = budget_line(["Budget", *rest])
        return line and Limit(where, line._replace(label=first.strip()), own[0])
    return None


def _words(said: str) -> list[str]:
    return folded(_SIGNS.sub(" ", said)).replace(",", " ").split()


def _named(
    words: Sequence[str], known: Iterable[str], names: Names, *, ends: bool = False
) -> tuple[Sequence[Whose], str] | None:
    """Return whose a limit is by what it is called, beside a word for it, and what else is said."""
    said = " ".join(words)
    for word in sorted(known, key=len, reverse=True):
        for rest in (said.removeprefix(f"{word} "), said.removesuffix(f" {word}"), said.removesuffix(word)):
            if rest == said:
                continue
            parts = rest.strip(" -").split()
            while parts and parts[0] in _BETWEEN:
                parts = parts[1:]
            for length in range(len(parts), 0 if ends else max(len(parts) - 1, 0), -1):
                if of := names.get(" ".join(parts[:length])):
                    return of, " ".join(parts[length:])
    return None


def _amount(cells: Sequence[Given]) -> tuple[float | str | None, str]:
    """Return the amount in the first of some cells as it is written, and the unit of work behind it or in the next."""
    first, *more = cells
    unit = " ".join(cell for cell in more if isinstance(cell, str))
    if isinstance(first, int | float) and not isinstance(first, bool):
        return first, unit
    found = _NUMBER.fullmatch(first) if isinstance(first, str) and len(first) <= _LONGEST else None
    return (
        (found[1].strip(), f"{found[2]} {unit}".strip())
        if found
        else (first if isinstance(first, str) and amount_in(first) else None, unit)
    )


def _below(head: _Head, where: Sentence, cells: Sequence[tuple[int, Given]], names: Names) -> Limit | None:
    """Return what a row says below a heading, as `Web | 3` below `Capacity (FTE)`."""
    name = label(cells[0][1])
    of = names.get(folded(name), ())
    if head.is_work:
        of = [one for one in of if one.field == "team"] or [Whose("team", "", name)]
    elif not of and not _YEAR.fullmatch(name):
        return None
    called = f"{head.label} {name}".strip()
    if head.periods:
        days = dict(head.periods)
        parts = [
            (days[place], amount)
            for place, cell in cells
            if place in days and (amount := _amount([cell])[0]) is not None
        ]
        return (
            Limit(where, BudgetLine(called, 0), of, is_work=head.is_work, unit=head.unit, parts=parts)
            if parts
            else None
        )
    own = [cell for place, cell in cells[1:] if head.place is None or place == head.place][:1]
    amount, unit = _amount(own) if own else (None, "")
    if amount is None:
        return None
    written = own[0] if not head.is_work and isinstance(own[0], str) else amount
    return Limit(where, BudgetLine(called, written), of, head.is_work, unit or head.unit)


def _head(cells: Sequence[tuple[int, Given]], title: str) -> _Head | None:
    """Return the heading of rows of limits: a word for them, alone or beside what says whose they are, or periods below a title that has one.

    Args:
        cells: What stands in a row, by its column.
        title: What is said above all, as a sheet is called.
    """
    above = _head_of(title, None)
    days = Days([], ("%Y-%m-%d",))
    periods = [
        (place, found) for place, cell in cells[1:] if (found := days.of(cell)) and found.first < found.last
    ]
    if above and above.is_work and len(periods) == len(cells) - 1 > 0:
        return above._replace(periods=periods)
    texts = [(place, cell) for place, cell in cells if isinstance(cell, str)]
    if len(texts) < len(cells):
        return None
    if len(cells) == 1:
        return _head_of(label(cells[0][1]), None)
    return next((own for place, cell in texts[1:] if (own := _head_of(label(cell), place))), None)


def _head_of(words: str, place: int | None) -> _Head | None:
    """Return what a header says of limits, None where it says nothing of them."""
    plain = _words(words)
    work = [word for word in plain if word not in words_for().capacities]
    if len(work) < len(plain) and (not work or _is_work(work)):
        return _Head(place, is_work=True, unit=" ".join(work), label=words)
    if place is not None and _is_work(plain):
        return _Head(place, is_work=True, unit=" ".join(plain), label=words)
    means = meaning_of(words)
    if " ".join(plain) in words_for().limits or (
        means and means.sure and means.field == "cost" and place is not None
    ):
        return _Head(place, is_work=False, unit=means.unit if means else "", label=words)
    return None


def _is_work(words: Sequence[str]) -> bool:
    kind, per, rest = time_of(" ".join(words))
    return bool(kind or per) and not rest


def time_of(words: str) -> tuple[str, str, str]:
    """Return the unit of some work, the time in which it is done, and other words; each blank where there is none.

    >>> time_of("fte"), time_of("timer pr. måned"), time_of("hours/week"), time_of("web shop")
    (('fte', '', ''), ('hour', 'month', ''), ('hour', 'week', ''), ('', '', 'web shop'))
    """
    known = words_for()
    kind = per = ""
    rest: list[str] = []
    waits = False
    for word in folded(words).replace("/", " / ").split():
        plain = word.strip("()[]-")
        if plain == "/" or plain in known.each:
            waits = True
        elif waits and plain in known.units:
            per, waits = known.units[plain], False
        elif not kind and plain in known.work:
            kind = known.work[plain]
        elif not kind and plain in known.units:
            kind = known.units[plain]
        elif plain and plain not in _BETWEEN:
            rest.append(word)
    return kind, per, " ".join(rest)
