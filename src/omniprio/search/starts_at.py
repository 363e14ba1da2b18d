"""A program in "starts at" columns: y(s) = x(s) - x(s - 1) in place of x(s), whether something has started by s.

The change is linear and exact, so every row says the same as before. What has started stays started because every
y(s) is at least 0; that it starts once at most is a row for each initiative. Budgets have far fewer coefficients in
these columns, and a linear relaxation is solved several times as fast.

In the literature: time-indexed formulation, pulse and step variables.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from omniprio.search.arrays import spans
from omniprio.search.form import Entries, StartsAt
from omniprio.search.trimmed import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.search.arrays import Places, Wholes
    from omniprio.solver.program import Expression, Number, Program, Row

    Chains = Mapping[str, Mapping[int, int]]

__all__ = ["starts_at"]


def starts_at(program: Program, objective: Expression, chains: Chains) -> StartsAt:
    """Return a program and what is to be made small in "starts at" columns.

    Args:
        program: The program.
        objective: What is to be made small.
        chains: By initiative and start, in order of time, the column that says it has started by then.

    >>> from omniprio.solver.program import Program
    >>> program = Program()
    >>> by_1, by_2 = (program.column(name, integer=True) for name in ("by_1", "by_2"))
    >>> program.require("started", by_1, "<=", by_2)
    >>> program.require("budget", by_1 * 3 + by_2 * 2, "<=", 4)
    >>> form = starts_at(program, by_2 * -1, {"web": {1: 0, 2: 1}})
    >>> form.cost  # starting in 1 or 2 is worth the same
    (Fraction(-1, 1), Fraction(-1, 1))
    >>> form.entries.whole.tolist()  # the budget: 3 + 2 in period 1, 2 in period 2; and started once at most
    [5, 2, 1, 1]
    """
    chains = {name: chain for name, chain in chains.items() if chain}
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
        names=tuple(chains),
        first=first,
        item=item,
        period=np.array([start for chain in chains.values() for start in chain], dtype=np.int64),
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
        scale = lcm(row.rhs.denominator, *(number.denominator for number in row.terms.values()))
        sign = -1 if row.sense == ">=" else 1
        columns.extend(row.terms)
        wholes.extend(_times(number, sign * scale) for number in row.terms.values())
        scales.append(scale)
        rhs.append(_times(row.rhs, sign * scale))
        lengths.append(len(row.terms))
    entries = Entries(
        np.repeat(np.arange(len(rows)), lengths),
        place[np.array(columns, dtype=np.int64)],
        np.array(wholes, dtype=object),
    )
    order = np.lexsort((entries.column, entries.row))
    sorted_ = Entries(entries.row[order], entries.column[order], entries.whole[order])
    return sorted_, np.array(scales, dtype=object), np.array(rhs, dtype=object)


def _times(number: Number, scale: int) -> int:
    """Return a number times a multiple of its denominator."""
    return number.numerator * (scale // number.denominator)


def _summed(entries: Entries, item: Places, first: Places) -> Entries:
    """Return rows over y instead of x: the coefficient of y(s) is the sum of those of x(s) and all later ones."""
    if not len(entries.row):
        return entries
    own = entries.column < len(item)
    group = np.where(own, item[np.minimum(entries.column, len(item) - 1)] if len(item) else 0, -1)
    follows = own[1:] & (group[1:] == group[:-1]) & (entries.row[1:] == entries.row[:-1])
    to_the_end = np.append(np.cumsum(entries.whole[::-1])[::-1], 0)
    last = np.append(np.flatnonzero(~follows), len(own) - 1)
    last_of = last[np.searchsorted(last, np.arange(len(own)))]
    sums = to_the_end[:-1] - to_the_end[last_of + 1]
    before = np.where(own, first[group] - 1, entries.column - 1)
    before[1:][follows] = entries.column[:-1][follows]
    lengths = entries.column - before
    result = Entries(np.repeat(entries.row, lengths), spans(before + 1, lengths), np.repeat(sums, lengths))
    return result.where(result.whole != 0)


def _costs(objective: Expression, chains: Chains, others: Iterable[int]) -> Iterable[Fraction]:
    """Yield what each column adds to the objective."""
    for chain in chains.values():
        sums = []
        so_far = Fraction(0)
        for column in reversed(list(chain.values())):
            so_far += objective.terms.get(column, 0)
            sums.append(so_far)
        yield from reversed(sums)
    for column in others:
        yield Fraction(objective.terms.get(column, 0))
