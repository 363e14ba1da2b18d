"""A program as floating-point numbers, in "starts at" columns: y(s) = x(s) - x(s - 1), whether something has started by s.

The change is linear and exact, so every row says the same as before. What has started stays started because every
y(s) is at least 0; that it starts once at most is a row for each initiative. Budgets have far fewer coefficients in
these columns, and a linear relaxation is solved several times as fast. Columns and rows that decide nothing are trimmed.

In the literature: time-indexed formulation, pulse and step variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from omniprio.heuristic.trimming import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.solver.program import Expression, Number, Program, Row

__all__ = [
    "Arrays",
    "Chains",
    "Entries",
    "Flags",
    "Floats",
    "Places",
    "StartsAt",
    "Wholes",
    "arrays_of",
    "ends",
    "items_of",
    "spans",
    "starts_at",
]

type Chains = Mapping[tuple[str, str], Mapping[int, int]]
"""By initiative and mode, and by start, in order of time, the column that says it has started by then."""

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Wholes = npt.NDArray[np.object_]
"""Whole numbers of any size."""


def spans(begins: Places, lengths: Places) -> Places:
    """Return the numbers of several runs, one run after the other.

    >>> spans(np.array([5, 2]), np.array([2, 3])).tolist()
    [5, 6, 2, 3, 4]
    """
    before = np.cumsum(lengths) - lengths
    return np.repeat(begins - before, lengths) + np.arange(lengths.sum())


@dataclass(frozen=True, slots=True)
class Arrays:
    """The numbers of a program as a solver wants them.

    Attributes:
        cost: By column.
        upper: By column; the lower bounds are 0.
        integer: Whether a column takes only whole numbers.
        least: By row; minus infinity for `<=`.
        most: By row.
        row_of: The row of each coefficient, column after column.
        ends: Where each column begins among these, and where the last one ends.
        coefficients: Column after column.
    """

    cost: Floats
    upper: Floats
    integer: Flags
    least: Floats
    most: Floats
    row_of: Places
    ends: Places
    coefficients: Floats

    def entries(self, columns: Places) -> tuple[Places, Floats, Places]:
        """Return rows and coefficients of some columns, one column after the other, and how many each has."""
        lengths = self.ends[columns + 1] - self.ends[columns]
        where = spans(self.ends[columns], lengths)
        return self.row_of[where], self.coefficients[where], lengths

    def used(self, values: Floats) -> Floats:
        """Return what values of the columns add up to in each row."""
        columns = np.flatnonzero(values)
        rows, coefficients, lengths = self.entries(columns)
        return np.bincount(rows, coefficients * np.repeat(values[columns], lengths), minlength=len(self.most))

    def part(self, rows: Places, columns: Places, used: Floats) -> Arrays:
        """Return some rows and columns of the program, with what others have used taken off the rows."""
        of, coefficients, lengths = self.entries(columns)
        place = np.full(len(self.most), -1)
        place[rows] = np.arange(len(rows))
        kept = place[of] >= 0
        owner = np.repeat(np.arange(len(columns)), lengths)[kept]
        return Arrays(
            cost=self.cost[columns],
            upper=self.upper[columns],
            integer=self.integer[columns],
            least=self.least[rows] - used[rows],
            most=self.most[rows] - used[rows],
            row_of=place[of[kept]],
            ends=ends(owner, len(columns)),
            coefficients=coefficients[kept],
        )


def arrays_of(form: StartsAt) -> Arrays:
    """Return a program as floating-point numbers, each rounded once."""
    entries = form.entries
    order = np.argsort(entries.column, kind="stable")
    most = (form.rhs / form.scale).astype(np.float64)
    return Arrays(
        cost=np.array([float(cost) for cost in form.cost], dtype=np.float64),
        upper=np.array([float(upper) for upper in form.upper], dtype=np.float64),
        integer=form.integer,
        least=np.where(form.equal, most, -np.inf),
        most=most,
        row_of=entries.row[order],
        ends=ends(entries.column, len(form.source)),
        coefficients=(entries.whole / form.scale[entries.row]).astype(np.float64)[order],
    )


def ends(places: Places, count: int) -> Places:
    """Return where each of `count` runs begins among sorted places, and where the last one ends.

    >>> ends(np.array([0, 0, 2]), 3).tolist()
    [0, 2, 2, 3]
    """
    return np.concatenate([[0], np.cumsum(np.bincount(places, minlength=count))]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Entries:
    """The coefficients of some rows, sorted by row.

    Attributes:
        row: The row of each.
        column: The column of each.
        whole: Each as a whole number, once its row is multiplied by the scale of the row.
    """

    row: Places
    column: Places
    whole: Wholes

    def where(self, wanted: Flags) -> Entries:
        """Return some of the entries."""
        return Entries(self.row[wanted], self.column[wanted], self.whole[wanted])


@dataclass(frozen=True, slots=True)
class StartsAt:
    """A program to be made small: first the columns of the initiatives, one after the other, then all others.

    Attributes:
        names: The initiatives, one with modes as often as it has any.
        starts: The start that each of these columns stands for, with its mode where it has one.
        first: Where the columns of each initiative begin; one more entry says where the last one's end.
        item: The initiative of each of these columns.
        period: The period that each of these columns starts it in.
        source: The column of the program that each column stands for.
        cost: What each column adds to the objective, exactly.
        upper: The upper bound of each column, exactly.
        integer: Whether a column takes only whole numbers.
        entries: The coefficients of the rows.
        scale: What a row is multiplied by to have whole coefficients and a whole right-hand side.
        rhs: The right-hand sides, multiplied in the same way.
        equal: Whether a row is to be met exactly; all others say `<=`.
        constant: What is added to the objective.
    """

    names: tuple[str, ...]
    starts: tuple[int, ...]
    first: Places
    item: Places
    period: Places
    source: Places
    cost: tuple[Fraction, ...]
    upper: tuple[Fraction, ...]
    integer: Flags
    entries: Entries
    scale: Wholes
    rhs: Wholes
    equal: Flags
    constant: Fraction

    @property
    def chosen(self) -> int:
        """The number of columns that belong to initiatives."""
        return len(self.item)

    def schedule(self, values: Floats) -> dict[str, int]:
        """Return the schedule that values of the columns stand for."""
        started = np.flatnonzero(values[: self.chosen] > 0.5)  # noqa: PLR2004  a binary, rounded
        return {self.names[self.item[column]]: self.starts[column] for column in started}

    def values(self, program_values: Sequence[float] | Sequence[Fraction]) -> Floats:
        """Return the values of the columns, from those of the columns of the program."""
        values = np.asarray(program_values, dtype=np.float64)[self.source]
        own = values[: self.chosen].copy()
        follows = self.item[1:] == self.item[:-1]
        own[1:][follows] -= values[: self.chosen - 1][follows]
        values[: self.chosen] = own
        return values


def starts_at(program: Program, objective: Expression, chains: Chains) -> StartsAt:
    """Return a program and what is to be made small in "starts at" columns.

    Args:
        program: The program.
        objective: What is to be made small.
        chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.

    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> by_1, by_2 = (program.column(name, integer=True) for name in ("by_1", "by_2"))
    >>> program.require("started", by_1, "<=", by_2)
    >>> program.require("budget", by_1 * 3 + by_2 * 2, "<=", 4)
    >>> form = starts_at(program, by_2 * -1, {("web", ""): {1: 0, 2: 1}})
    >>> form.cost  # starting in 1 or 2 is worth the same
    (Fraction(-1, 1), Fraction(-1, 1))
    >>> form.entries.whole.tolist()  # the budget: 3 + 2 in period 1, 2 in period 2; and started once at most
    [5, 2, 1, 1]
    """
    chains = {which: chain for which, chain in chains.items() if chain}
    starts = tuple(start for chain in chains.values() for start in chain)
    own = [column for chain in chains.values() for column in chain.values()]
    others = sorted(set(range(len(program.columns))) - set(own))
    source = np.array([*own, *others], dtype=np.int64)
    sizes = np.array([len(chain) for chain in chains.values()], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    item = np.repeat(np.arange(len(sizes)), sizes)
    entries, scale, rhs = _read(program.rows, np.argsort(source))
    entries = _summed(entries, item, first)
    once = Entries(item + len(rhs), np.arange(len(own)), np.ones(len(own), dtype=object))
    entries = Entries(*(np.concatenate(pair) for pair in zip(_parts(entries), _parts(once), strict=True)))
    form = StartsAt(
        names=tuple(name for name, _ in chains),
        starts=starts,
        first=first,
        item=item,
        period=np.array([int(start) for start in starts], dtype=np.int64),
        source=source,
        cost=tuple(_costs(objective, chains, others)),
        upper=tuple(program.columns[column].upper for column in source),
        integer=np.array([program.columns[column].integer for column in source], dtype=np.bool_),
        entries=entries,
        scale=np.concatenate([scale, np.ones(len(sizes), dtype=object)]),
        rhs=np.concatenate([rhs, np.ones(len(sizes), dtype=object)]),
        equal=np.array([row.sense == "=" for row in program.rows] + [False] * len(sizes), dtype=np.bool_),
        constant=Fraction(objective.constant),
    )
    return trimmed(form)


def _parts(entries: Entries) -> tuple[Places, Places, Wholes]:
    return entries.row, entries.column, entries.whole


def _read(rows: Sequence[Row], place: Places) -> tuple[Entries, Wholes, Wholes]:
    """Return rows as whole numbers, those with >= turned round, with their scales and right-hand sides."""
    columns: list[int] = []
    wholes: list[int] = []
    scales, rhs, lengths = [], [], []
    for row in rows:
        numbers = row.terms.values()
        scale = lcm(row.rhs.denominator, *map(_DENOMINATOR, numbers))
        columns.extend(row.terms)
        wholes.extend(map(_NUMERATOR, numbers) if scale == 1 else [_times(one, scale) for one in numbers])
        scales.append(scale)
        rhs.append(_times(row.rhs, scale))
        lengths.append(len(row.terms))
    signs = np.array([-1 if row.sense == ">=" else 1 for row in rows], dtype=object)
    own, column = np.repeat(np.arange(len(rows)), lengths), place[np.array(columns, dtype=np.int64)]
    order = np.lexsort((column, own))
    sorted_ = Entries(own, column[order], np.array(wholes, dtype=object)[order] * signs[own])
    return sorted_, np.array(scales, dtype=object), np.array(rhs, dtype=object) * signs


_NUMERATOR, _DENOMINATOR = attrgetter("numerator"), attrgetter("denominator")


def _times(number: Number, scale: int) -> int:
    """Return a number times a multiple of its denominator."""
    return number.numerator * (scale // number.denominator)


def _summed(entries: Entries, item: Places, first: Places) -> Entries:
    """Return rows over y instead of x: the coefficient of y(s) is the sum of those of x(s) and all later ones."""
    if not len(entries.row):
        return entries
    items = items_of(entries.column, item)
    follows = (items[1:] >= 0) & (items[1:] == items[:-1]) & (entries.row[1:] == entries.row[:-1])
    sums = _sums_of_the_rest(entries.whole, follows)
    first_of = np.where(items >= 0, first[items], entries.column)
    first_of[1:][follows] = entries.column[:-1][follows] + 1
    lengths = entries.column - first_of + 1
    result = Entries(np.repeat(entries.row, lengths), spans(first_of, lengths), np.repeat(sums, lengths))
    return result.where(result.whole != 0)


def items_of(columns: Places, item: Places) -> Places:
    """Return the item that each column belongs to, -1 for none."""
    if not len(item):
        return np.full(len(columns), -1, dtype=np.int64)
    return np.where(columns < len(item), item[np.minimum(columns, len(item) - 1)], -1)


def _sums_of_the_rest(wholes: Wholes, follows: Flags) -> Wholes:
    """Return for each number its sum with those after it in the same row and item.

    Args:
        wholes: The numbers.
        follows: For each number but the first, whether it is in the same row and item as the one before.
    """
    to_the_end = np.append(np.cumsum(wholes[::-1])[::-1], 0)
    last = np.append(np.flatnonzero(~follows), len(wholes) - 1)
    last_of = last[np.searchsorted(last, np.arange(len(wholes)))]
    sums: Wholes = to_the_end[:-1] - to_the_end[last_of + 1]
    return sums


def _costs(objective: Expression, chains: Chains, others: Iterable[int]) -> Iterable[Fraction]:
    """Yield what each column adds to the objective."""
    for chain in chains.values():
        own = (Fraction(objective.terms.get(column, 0)) for column in reversed(list(chain.values())))
        yield from reversed([*accumulate(own)])
    for column in others:
        yield Fraction(objective.terms.get(column, 0))
