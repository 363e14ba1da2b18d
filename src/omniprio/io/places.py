"""Where values stand in tables, so that faults point to rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from omniprio.errors import Fault
from omniprio.language import Sentence, fact, sentence
from omniprio.portfolio.findings import path_of
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from omniprio.language import Value
    from omniprio.portfolio.findings import Steps

__all__ = ["Place", "Places"]

_MOST_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, a row, a column or a whole table.

    Attributes:
        rank: Where its table comes among all, so that faults can be put in order.
        table: What the user calls the table, as `sheet costs`.
        row: The number of the row, as the user sees it; 0 is none in particular.
        column: The header of the column; empty is none in particular.

    >>> print(Place(0, "sheet costs", 3, "amount"))
    sheet costs, row 3, column amount
    """

    rank: int
    table: str
    row: int = 0
    column: str = ""

    def at(self, row: int = 0, column: str = "") -> Place:
        """Return a row or a column of the same table."""
        return Place(self.rank, self.table, row, column)

    def __str__(self) -> str:
        """Return the place in words."""
        return _spelled([self])


@dataclass(frozen=True, slots=True)
class _Known:
    """Where a value stands."""

    steps: Steps
    place: Place
    value: object

    @property
    def names(self) -> list[str]:
        """The names in a list of them."""
        return [name for name in self.value if isinstance(name, str)] if isinstance(self.value, list) else []

    def meant_by(self, values: Mapping[str, Value]) -> bool:
        """Return whether a problem with these values speaks of this value."""
        if isinstance(self.value, list):
            return values.get("given") == len(self.value) or values.get("name") in self.names
        if self.value is None or "value" not in values:
            return False
        said = shown(self.value)
        return values.get("value") in (self.value, said, getattr(said, "fact", None))


@dataclass(slots=True)
class Places:
    """What stands where, and what is wrong with single cells; collected while tables are read.

    Attributes:
        known: The places of values.
        wrong: What is wrong with cells themselves.
    """

    known: list[_Known] = field(default_factory=list)
    wrong: list[tuple[Place, Fault]] = field(default_factory=list)

    def blame(self, place: Place, problem: str, remedy: str) -> None:
        """Note that something is wrong at a place."""
        self.wrong.append((place, Fault(_spelled([place]), problem, remedy)))

    def note(self, steps: Steps, place: Place, value: object = None) -> None:
        """Note where a value stands.

        Args:
            steps: The keys and positions that lead to it in the data.
            place: Where it stands in the tables.
            value: What stands there.
        """
        self.known.append(_Known(steps, place, value))

    def told(self, found: Iterable[Fault], data: object) -> list[Fault]:
        """Return all faults, each with its place in the tables, in the order of the tables.

        Args:
            found: What is wrong with the data that were read; what was wrong with a cell itself takes precedence.
            data: The data.
        """
        by_path: dict[str, list[_Known]] = {}
        by_name: dict[tuple[str, str], list[_Known]] = {}
        for known in self.known:
            path = path_of(known.steps, data)
            by_path.setdefault(path, []).append(known)
            for name in known.names:
                by_name.setdefault((path, name), []).append(known)
        ranked = list(self.wrong)
        cells = {place for place, _ in self.wrong}
        for fault in found:
            places = _places_of(fault, by_path, by_name)
            if not places:
                ranked.append((Place(-1, ""), fault))
            elif cells.isdisjoint(places):
                ranked.append((places[0], replace(fault, path=_spelled(places))))
        return list(dict.fromkeys(fault for _, fault in sorted(ranked, key=lambda entry: entry[0])))


def _places_of(
    fault: Fault, by_path: dict[str, list[_Known]], by_name: dict[tuple[str, str], list[_Known]]
) -> list[Place]:
    """Return where the value stands that a fault speaks of, or what it is part of."""
    path = fault.path
    while path and path not in by_path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    known = by_path.get(path, [])
    about = getattr(fault.problem, "fact", None)
    values = {} if about is None else about.values
    named = by_name.get((path, str(values.get("name"))), [])
    meant = named or [entry for entry in known if entry.meant_by(values)]
    return sorted(
        {entry.place for entry in meant or [entry for entry in known if entry.value is None] or known}
    )


def _spelled(places: list[Place]) -> Sentence:
    """Return places in words: those in one column of a table together."""
    grouped = groupby(places, key=lambda place: (place.table, place.column))
    words = [_in_column(table, column, [one.row for one in group]) for (table, column), group in grouped]
    spelled = words[0]
    for word in words[1:]:
        spelled = sentence("where.both", one=spelled, other=word)
    return spelled


def _in_column(table: str, column: str, numbers: list[int]) -> Sentence:
    """Return rows of a table, in one column or in none in particular."""
    rows = [str(number) for number in numbers if number]
    spelled = Sentence.of(fact("where.table as called", table=table))
    if rows:
        named = ", ".join(rows[:_MOST_ROWS_NAMED] + ["…"] * (len(rows) > _MOST_ROWS_NAMED))
        kind = "where.row of" if len(rows) == 1 else "where.rows of"
        spelled = sentence(kind, table=spelled, rows=named)
    return sentence("where.column of", table=spelled, column=column) if column else spelled
