"""Solving for a schedule that keeps some demands and breaks others as little as possible.

Solved is the part of a program that can decide whether rows hold together; all else is left out of every schedule. It
knows no rule: what a row asks for is read from its signs. So a new rule needs nothing here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from omniprio.errors import NoPlanFoundError, SolverError
from omniprio.exactly import Exactly
from omniprio.formulation import Formulation
from omniprio.formulation.formulate import excluding
from omniprio.formulation.values import column_values
from omniprio.language import sentence
from omniprio.solver.program import Column, Expression, Program, Row, simplest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.formulation.variables import Variables
    from omniprio.infeasibility.demand import Demand, Rows
    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Number

__all__ = [
    "Counted",
    "Counting",
    "Found",
    "Reduced",
    "Softened",
    "dropping",
    "excess",
    "loosened",
    "schedule",
]


@dataclass(frozen=True, slots=True)
class Counted:
    """A schedule with the value of each column of the portfolio."""

    starts: dict[str, int]
    values: tuple[Fraction, ...]


class Counting:
    """Reads values as schedules, for `omniprio.exactly`; what may be broken is broken no further than it has to."""

    def __init__(
        self, variables: Variables, reduced: Reduced, kept: Sequence[Row], softened: Sequence[Row]
    ) -> None:
        """Prepare the reading.

        Args:
            variables: The columns of the portfolio.
            reduced: The program, without what no demand asks for.
            kept: The rows that a schedule has to keep.
            softened: The rows that may be broken, with the further columns that say by how much.
        """
        self._variables, self._reduced = variables, reduced
        self._kept, self._softened = kept, softened
        self._reader = Formulation(variables, (), ())

    @cached_property
    def decisive(self) -> Mapping[int, int]:
        """What has started by when, in the places that the columns have here; whether at all first."""
        return {
            place: before_last
            for column, before_last in self._reader.decisive.items()
            for place in self._reduced.terms({column: 1})
        }

    def answer(self, values: Sequence[float]) -> Counted:
        """Return the schedule that values stand for."""
        own = self._reduced.whole(values)
        starts = self._reader.starts(own)
        v = self._variables
        if v.computed or v.derived or v.fulfilment or v.active or v.bought:  # what follows from what is done
            return Counted(starts, tuple(column_values(self._variables, starts)))
        return Counted(starts, tuple(Fraction(round(value)) for value in own))

    def columns(self, answer: Counted) -> list[Fraction] | None:
        """Return the value of every column of the program; None where the schedule breaks a row it has to keep."""
        if not all(row.holds(answer.values) for row in self._kept):
            return None
        own = len(answer.values)
        values = dict(enumerate(answer.values))
        for row in self._softened:
            further = [column for column in row.terms if column >= own and row.terms[column] < 0]
            for column in further[:1]:
                values[column] = max(values.get(column, Fraction(0)), self._needed(row, column, values))
        every = [values.get(place, Fraction(0)) for place in range(self._reduced.size)]
        if not all(row.holds(every) for row in self._softened):
            return None
        return self._reduced.values(every)

    def _needed(self, row: Row, column: int, values: Mapping[int, Fraction]) -> Fraction:
        """Return the least value of a further column with which a row holds."""
        others = sum(
            (
                factor * values.get(place, Fraction(0))
                for place, factor in row.terms.items()
                if place != column
            ),
            -Fraction(row.rhs),
        )
        least = max(others / -Fraction(row.terms[column]), Fraction(0))
        return Fraction(math.ceil(least)) if self._reduced.is_whole(column) else least

    def ruling_out(self, answer: Counted) -> list[Row]:
        """Return rows that a schedule which breaks what it has to keep breaks too."""
        broken = [row for row in self._kept if not row.holds(answer.values)]
        rows = excluding(self._variables, broken, answer.starts, answer.values)
        return [self._reduced.row(row) for row in rows]


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
        wanted = _wanted(rows, every, things, range(len(own), len(self._all)))
        self._new = {place: number for number, place in enumerate(sorted(wanted))}
        self.program = Program([self._all[place] for place in self._new])
        for row in every:
            rows.check()
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
        return row._replace(terms=self.terms(row.terms))

    def price(self, price: Expression | None) -> Expression:
        """Return an expression with the places that columns have here; of nothing for None."""
        return Expression() if price is None else Expression(self.terms(price.terms), price.constant)

    def whole(self, values: Sequence[float]) -> list[float]:
        """Return the value of every column of the portfolio, 0 for those left out."""
        return [values[self._new[place]] if place in self._new else 0.0 for place in range(self._size)]


def _wanted(clock: Rows, rows: Sequence[Row], things: _Things, anyway: Iterable[int]) -> Iterator[int]:
    """Yield the columns of what rows ask for.

    A row is at stake where it fails with nothing in the schedule, or where what is wanted already can make it fail.
    Whatever can make its left side smaller is then wanted too. A row that is not at stake holds whatever else is
    left out; in one that is, what is left out would only add to the left side.

    Args:
        clock: Asked whether to go on.
        rows: The rows, each with `<=`.
        things: What each column belongs to.
        anyway: Columns that are wanted whatever the rows say.
    """
    helping: list[list[int]] = [[] for _ in rows]
    burdened: dict[int, list[tuple[int, Number]]] = defaultdict(list)
    for place, row in enumerate(rows):
        clock.check()
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


@dataclass(frozen=True, slots=True)
class Softened:
    """Rows that may be broken, at a price.

    Attributes:
        columns: Further columns, after those of the variables.
        rows: Rows that use them.
        price: What to keep small.
        then: What to keep small next, or None.
    """

    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
    price: Expression | None = None
    then: Expression | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule.

    Attributes:
        starts: The start of each chosen initiative.
        values: The value of each column of the variables, exactly.
        bound: No schedule has a lower price; None where that is not known.
    """

    starts: dict[str, int]
    values: list[Fraction]
    bound: Fraction | None

    def breaks(self, rows: Iterable[Row]) -> bool:
        """Tell whether the schedule breaks one of some rows."""
        return any(not row.holds(self.values) for row in rows)


def excess(row: Row, found: Found) -> Fraction:
    """Return by how much a schedule breaks a row with `<=`, 0 where it keeps it."""
    total = sum((Fraction(c) * found.values[column] for column, c in row.terms.items()), -Fraction(row.rhs))
    return max(total, Fraction(0))


def schedule(rows: Rows, hard: Iterable[Demand], softened: Softened, limits: Limits) -> Found | None:
    """Return a schedule that keeps some demands and breaks softened rows as little as possible.

    Args:
        rows: The rows of the portfolio.
        hard: The demands to keep; those that are neither here nor softened may be broken freely.
        softened: The rows that may be broken.
        limits: When to stop.

    Returns:
        The schedule; None if it is proven that there is none.

    Raises:
        NoPlanFoundError: The run was stopped before there was a schedule or a proof.
        SolverError: The solver failed, or what it says does not hold.
    """
    if (why := limits.deadline.why) is not None:
        raise NoPlanFoundError(why)
    kept = [row for demand in hard for row in rows.of[demand]]
    reduced = Reduced(rows, [*kept, *softened.rows], softened.columns)
    program = Exactly(reduced.program, Counting(rows.variables, reduced, kept, softened.rows))
    found = program.least(reduced.price(softened.price), limits)
    if found.is_none:
        return None
    if found.is_disputed:
        raise SolverError(sentence("errors.does not hold"))
    if found.answer is None:
        raise NoPlanFoundError(found.stop)
    return Found(found.answer.starts, list(found.answer.values), found.bound if found.settled else None)


def dropping(rows: Rows, demands: Sequence[Demand], *, by_thing: bool = False) -> Softened:
    """Return the rows of demands such that each demand can be dropped as a whole, at a price of 1.

    Args:
        rows: The rows of the portfolio.
        demands: The demands.
        by_thing: Whether all periods of one budget or team are dropped together, at a price of 1.
    """
    things = [(demand.kind, demand.subject, None if by_thing else demand.period) for demand in demands]
    first, one = len(rows.variables.program.columns), Fraction(1)
    place = {thing: number for number, thing in enumerate(dict.fromkeys(things), start=first)}
    return Softened(
        columns=[Column(f"r_{number}", integer=True, upper=one, grain=one) for number in place.values()],
        rows=[
            loosened(row, place[thing], rows.most_excess(row))
            for demand, thing in zip(demands, things, strict=True)
            for row in rows.of[demand]
        ],
        price=Expression(dict.fromkeys(place.values(), 1)),
    )


def loosened(row: Row, column: int, by: Number) -> Row:
    """Return a row with `<=` that may be broken by so much for each unit of a column."""
    return row._replace(terms={**row.terms, column: -by})
