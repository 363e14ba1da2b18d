"""The part of a program that can decide whether rows hold together; all else is left out of every schedule.

It knows no rule: what a row asks for is read from its signs. So a new rule needs nothing here.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING

from omniprio.solver.program import Expression, Program, simplest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from omniprio.infeasibility.demand import Rows
    from omniprio.solver.program import Column, Number, Row

__all__ = ["Reduced"]


class Reduced:
    """A program without the columns that no row asks for, directly or not.

    Leaving an initiative out of a schedule that no row asks for breaks no row and frees money and people.

    Attributes:
        program: The columns left and the rows on them.
    """

    def __init__(self, rows: Rows, stated: Iterable[Row], further: Sequence[Column]) -> None:
        """Reduce a program.

        Args:
            rows: The rows of the portfolio.
            stated: The rows that state the demands, or soften them; each with `<=`.
            further: Columns after those of the portfolio, all kept.
        """
        own = rows.variables.program.columns
        self._size = len(own)
        self._all = [*own, *further]
        every = [*rows.always, *stated]
        things = _Things(rows.variables.of_initiatives(), self._all)
        wanted = _wanted(every, things, range(len(own), len(self._all)))
        self._new = {place: number for number, place in enumerate(sorted(wanted))}
        self.program = Program([self._all[place] for place in self._new])
        for row in every:
            reduced = self.row(row)
            if reduced.terms or not reduced.holds(()):
                self.program.rows.append(reduced)

    @property
    def size(self) -> int:
        """The number of columns before any was left out, the further ones included."""
        return len(self._all)

    def is_whole(self, place: int) -> bool:
        """Tell whether a column takes only whole numbers."""
        return self._all[place].integer

    def values(self, values: Sequence[Fraction]) -> list[Fraction]:
        """Return the values of the columns left, from those of all."""
        return [values[place] for place in self._new]

    def terms(self, terms: Mapping[int, Number]) -> dict[int, Number]:
        """Return terms with the places that columns have here."""
        return {self._new[place]: factor for place, factor in terms.items() if place in self._new}

    def row(self, row: Row) -> Row:
        """Return a row with the places that columns have here."""
        return dataclasses.replace(row, terms=self.terms(row.terms))

    def price(self, price: Expression | None) -> Expression:
        """Return an expression with the places that columns have here; of nothing for None."""
        return Expression() if price is None else Expression(self.terms(price.terms), price.constant)

    def whole(self, values: Sequence[float]) -> list[float]:
        """Return the value of every column of the portfolio, 0 for those left out."""
        return [values[self._new[place]] if place in self._new else 0.0 for place in range(self._size)]


def _wanted(rows: Sequence[Row], things: _Things, anyway: Iterable[int]) -> Iterator[int]:
    """Yield the columns of what rows ask for.

    A row is at stake where it fails with nothing in the schedule, or where what is wanted already can make it fail.
    Whatever can make its left side smaller is then wanted too. A row that is not at stake holds whatever else is
    left out; in one that is, what is left out would only add to the left side.

    Args:
        rows: The rows, each with `<=`.
        things: What each column belongs to.
        anyway: Columns that are wanted whatever the rows say.
    """
    helping: list[list[int]] = [[] for _ in rows]
    burdened: dict[int, list[tuple[int, Number]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for thing, least, most in things.effects(row):
            if least < 0:
                helping[place].append(thing)
            if most > 0:
                burdened[thing].append((place, most))
    room = [row.rhs for row in rows]
    asked = [*anyway, *(thing for place, left in enumerate(room) if left < 0 for thing in helping[place])]
    wanted: set[int] = set()
    while asked:
        thing = asked.pop()
        if thing in wanted:
            continue
        wanted.add(thing)
        yield from things.columns[thing]
        for place, most in burdened[thing]:
            was_at_stake = room[place] < 0
            room[place] -= most
            if room[place] < 0 and not was_at_stake:
                asked += helping[place]


class _Things:
    """What is in a schedule or not: each initiative with the columns of all its starts, each other column alone.

    Attributes:
        columns: The columns of each thing, by the first of them.
    """

    def __init__(self, initiatives: Iterable[range], columns: Sequence[Column]) -> None:
        self._first = list(range(len(columns)))
        self._upper = [simplest(column.upper) for column in columns]
        self.columns = {place: range(place, place + 1) for place in self._first}
        for own in initiatives:
            for place in own[1:]:
                self._first[place] = own[0]
                del self.columns[place]
            self.columns[own[0]] = own

    def effects(self, row: Row) -> Iterator[tuple[int, Number, Number]]:
        """Yield each thing in a row, with the least and the most that it can add to the left side.

        An initiative that starts in a period has its columns of that period and all later ones at 1.
        """
        added: dict[int, Number] = {}
        least: dict[int, Number] = {}
        most: dict[int, Number] = {}
        for place in sorted(row.terms, reverse=True):
            thing = self._first[place]
            here = added.get(thing, 0) + row.terms[place] * self._upper[place]
            added[thing] = here
            least[thing] = min(least.get(thing, 0), here)
            most[thing] = max(most.get(thing, 0), here)
        for thing in added:
            yield thing, least[thing], most[thing]
