"""Where values stand in tables, so that faults point to rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from omniprio.errors import Fault
from omniprio.portfolio.findings import path_of
from omniprio.spelling import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    def meant_by(self, problem: str) -> bool:
        """Return whether a problem speaks of this value."""
        if isinstance(self.value, list):
            return f"has {len(self.value)} " in problem or any(
                f"{name} is " in problem for name in self.names
            )
        return self.value is not None and f"is {shown(self.value)}" in problem


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
        self.wrong.append((place, Fault(str(place), problem, remedy)))

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
    named = by_name.get((path, fault.problem.partition(" is ")[0]), [])
    meant = named or [entry for entry in known if entry.meant_by(fault.problem)]
    return sorted(
        {entry.place for entry in meant or [entry for entry in known if entry.value is None] or known}
    )


def _spelled(places: list[Place]) -> str:
    """Return places in words: those in one column of a table together."""
    words = []
    for (table, column), group in groupby(places, key=lambda place: (place.table, place.column)):
        rows = [str(place.row) for place in group if place.row]
        shown = rows[:_MOST_ROWS_NAMED] + ["…"] * (len(rows) > _MOST_ROWS_NAMED)
        parts = [
            table,
            f"row{'s' * (len(rows) > 1)} {', '.join(shown)}" if rows else "",
            column and f"column {column}",
        ]
        words.append(", ".join(filter(None, parts)))
    return " and ".join(words)
