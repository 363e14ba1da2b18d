"""Where values stand in tables, so that faults point to rows and columns."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from omniprio.errors import Fault, InvalidInputError, Key
from omniprio.language import Sentence, fact, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omniprio.errors import Steps

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


@dataclass(slots=True)
class Places:
    """What stands where, and what is wrong with single cells; collected while tables are read.

    Attributes:
        wrong: What is wrong with cells themselves.
    """

    wrong: list[tuple[Place, Fault]] = field(default_factory=list)
    _values: dict[Steps, list[Place]] = field(default_factory=dict)
    _keys: dict[Steps, list[Place]] = field(default_factory=dict)

    def blame(self, place: Place, problem: str, remedy: str) -> None:
        """Note that something is wrong at a place."""
        self.wrong.append((place, Fault(_spelled([place]), problem, remedy)))

    def note(self, steps: Steps, place: Place) -> None:
        """Note where a value stands.

        Args:
            steps: The keys and positions that lead to it in the data; where the last is a `Key`, to the key alone.
            place: Where it stands in the tables.
        """
        known = self._keys if _is_key(steps) else self._values
        known.setdefault(steps, []).append(place)

    def told(self, found: Iterable[Fault]) -> list[Fault]:
        """Return all faults, each with its places in the tables, in the order of the tables.

        What is wrong in the same words in columns of the same name is told once, with all its places.

        Args:
            found: What is wrong with the data that were read; what was wrong with a cell itself takes precedence.
        """
        causes = _Causes()
        for place, fault in self.wrong:
            causes.add(fault, [place])
        cells = {place for place, _ in self.wrong}
        for fault in found:
            places = {place for steps in fault.at for place in self._at(steps)}
            if cells.isdisjoint(places):
                causes.add(self._with_name(fault) if places else fault, places)
        return causes.told()

    def _with_name(self, fault: Fault) -> Fault:
        """Return a fault in a key with that, where it stands in a cell with others, or as a name."""
        key = next((steps[-1] for steps in fault.at if _is_key(steps) and steps not in self._keys), None)
        if key is None:
            return fault
        return replace(fault, problem=sentence("faults.named", name=str(key), problem=fault.problem))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell faults in what was read by where it stands.

        Raises:
            InvalidInputError: What is inside raises it; each fault has its places in the tables.
        """
        try:
            yield
        except InvalidInputError as error:
            raise InvalidInputError(self.told(error.faults), more=error.more) from None

    def of(self, steps: Steps) -> list[Place]:
        """Return where a value stands; nothing where it is not noted."""
        return self._values.get(steps, [])

    def _at(self, steps: Steps) -> list[Place]:
        """Return where a value or a key stands, or what it is part of."""
        if _is_key(steps) and steps in self._keys:
            return self._keys[steps]
        while steps and steps not in self._values:
            steps = steps[:-1]
        return self._values[steps] if steps else []


class _Causes:
    """What is wrong, each with all the places where it is."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], tuple[Fault, set[Place]]] = {}

    def add(self, fault: Fault, places: Iterable[Place]) -> None:
        """Add a fault; one without a place in the tables is its own cause."""
        known = {*places}
        columns = sorted({place.column for place in known}) if known else [fault.path]
        words = (fault.problem, fault.remedy, *columns)
        self._found.setdefault(words, (fault, set()))[1].update(known)

    def told(self) -> list[Fault]:
        """Return one fault for each cause, in the order of the tables; those without a place first."""
        causes = [(sorted(places), fault) for fault, places in self._found.values()]
        causes.sort(key=lambda cause: cause[0][:1])
        return [replace(fault, path=_spelled(places)) if places else fault for places, fault in causes]


def _is_key(steps: Steps) -> bool:
    return isinstance(steps[-1], Key) if steps else False


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
        more = ["…"] if len(rows) > _MOST_ROWS_NAMED else []
        named = ", ".join([*rows[:_MOST_ROWS_NAMED], *more])
        kind = "where.row of" if len(rows) == 1 else "where.rows of"
        spelled = sentence(kind, table=spelled, rows=named)
    return sentence("where.column of", table=spelled, column=column) if column else spelled
