"""A program about one period: of all rows, what has begun early enough to count by its end must keep.

In the literature: projection onto some of the variables.
"""

from __future__ import annotations

from collections import defaultdict
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from omniprio.solver.program import Expression, Program, Row, simplest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.heuristic.matrix import Chains
    from omniprio.solver.program import Number

__all__ = ["Projected", "Projecting"]

_USED_UP = frozenset({"budget", "capacity"})
"""The rules whose rows add up over periods: what has been used by the end of one is no more than there has been."""


class _Link(NamedTuple):
    """A column of a chain.

    Attributes:
        chain: Which chain.
        place: Where in it.
    """

    chain: int
    place: int


class Projected(NamedTuple):
    """A program about one period.

    Attributes:
        program: Every solution of the whole program has its place in it.
        step: What is to be small.
        gates: The columns that are to be whole: those in no chain.
    """

    program: Program
    step: Expression
    gates: list[int]


class Projecting:
    """A program whose rows are projected on what has begun by some time: what they say of other times is left out.

    A chain says by when something has begun, so its columns only ever grow: for one of them, each row says what it asks for at least.
    """

    def __init__(self, program: Program, chains: Chains) -> None:
        """Note which row each column is in, and what is used up by when.

        Args:
            program: The program.
            chains: By initiative and mode, and by start, in order of time, the column that says it has started by then.
        """
        self._program = program
        self._chains = [[*chain.values()] for chain in chains.values()]
        self._links = {
            column: _Link(number, place)
            for number, chain in enumerate(self._chains)
            for place, column in enumerate(chain)
        }
        self._rows = [one for row in program.rows for one in _at_most(row)]
        self._rows_of: dict[int, list[int]] = defaultdict(list)
        self._used_up: dict[int | None, list[Row]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            for column in row.terms:
                self._rows_of[column].append(number)
            if row.rule in _USED_UP:
                self._used_up[row.period].append(row)

    def on_each(self, course: Sequence[Expression], deadline: Deadline) -> Iterator[Projected]:
        """Yield for each step a program in which every solution of the whole one has its place, and the step in its columns.

        Args:
            course: By period, from the first one on, what is to be small, of columns about its end.
            deadline: When it is given up.

        Raises:
            TimeIsOver: The deadline came first.
        """
        used: dict[tuple[str, tuple[str, ...]], Expression] = defaultdict(Expression)
        for period, step in enumerate(course, start=1):
            for row in self._used_up[period]:
                used[row.rule, row.subject].add_scaled(Expression(row.terms, -row.rhs), 1)
            so_far = [
                Row(rule, subject, period, one.terms, "<=", -one.constant)
                for (rule, subject), one in used.items()
            ]
            yield self._on(step, so_far, deadline)

    def _on(self, step: Expression, so_far: Iterable[Row], deadline: Deadline) -> Projected:
        kept, latest = self._kept(step)
        columns = [*kept, *(self._chains[chain][place] for chain, place in latest.items())]
        projected, place_of = Program(), {}
        for place, column in enumerate(columns):
            old = self._program.columns[column]
            projected.column(old.name, integer=old.integer, upper=old.upper, grain=old.grain)
            place_of[column] = place
        about = dict.fromkeys(number for column in columns for number in self._rows_of[column])
        said = set()
        for row in (*(self._rows[number] for number in about), *so_far):
            deadline.check()
            shadow = self._shadow(row, place_of, latest)
            if shadow is not None and (says := (frozenset(shadow.terms.items()), shadow.rhs)) not in said:
                said.add(says)
                projected.rows.append(shadow)
        own = Expression({place_of[column]: c for column, c in step.terms.items()}, step.constant)
        return Projected(
            projected, own, [place for place in range(len(kept)) if projected.columns[place].integer]
        )

    def _kept(self, step: Expression) -> tuple[list[int], dict[int, int]]:
        """Return the columns that a step hangs on and are in no chain, and the latest place in each chain that it hangs on."""
        kept, latest, waiting = dict.fromkeys(step.terms), dict[int, int](), [*step.terms]
        while waiting:
            column = waiting.pop()
            link = self._links.get(column)
            for number in self._rows_of[column]:
                row = self._rows[number]
                if row.terms[column] < 0 or (link is not None and row.rule != "requires"):
                    continue
                for other in (other for other, factor in row.terms.items() if factor < 0):
                    on = self._links.get(other)
                    if on is None and link is None and other not in kept:
                        kept[other] = None
                        waiting.append(other)
                    elif on is not None and (
                        on.chain not in latest or (link is None and on.place > latest[on.chain])
                    ):
                        latest[on.chain] = on.place
                        waiting.append(other)
        return [*kept], latest

    def _shadow(self, row: Row, place_of: Mapping[int, int], latest: Mapping[int, int]) -> Row | None:
        """Return what is left of a row for the columns that are kept, None where it says nothing.

        What begins at one of the starts of a chain counts with the sum of the coefficients from there on. By a start that is kept it
        counts with the least of these sums up to there; and what begins later with the least of those behind it, or not at all.
        """
        terms: dict[int, Number] = {}
        rhs = row.rhs
        of_chains: dict[int, dict[int, Number]] = defaultdict(dict)
        for column, factor in row.terms.items():
            link = self._links.get(column)
            if link is not None:
                of_chains[link.chain][link.place] = factor
            elif column in place_of:
                terms[place_of[column]] = factor
            elif factor < 0:
                rhs -= factor * simplest(self._program.columns[column].upper)
        for chain, factors in of_chains.items():
            kept = latest.get(chain, -1)
            by, later = _least_sums(factors, kept)
            rhs -= later
            if kept >= 0 and by != later:
                terms[place_of[self._chains[chain][kept]]] = by - later
        most = sum(factor for factor in terms.values() if factor > 0)
        is_said = any(factor > 0 for factor in terms.values()) and most > rhs
        return Row(row.rule, row.subject, row.period, terms, "<=", rhs) if is_said else None


def _at_most(row: Row) -> Iterator[Row]:
    """Yield what a row says as rows `<=` in whole numbers."""
    scale = lcm(row.rhs.denominator, *(factor.denominator for factor in row.terms.values()))
    for sign in (1,) if row.sense == "<=" else (-1,) if row.sense == ">=" else (1, -1):
        terms: dict[int, Number] = {
            column: int(factor * scale) * sign for column, factor in row.terms.items()
        }
        yield row._replace(sense="<=", terms=terms, rhs=int(row.rhs * scale) * sign)


def _least_sums(factors: Mapping[int, Number], kept: int) -> tuple[Number, Number]:
    """Return the least sum of coefficients from one of the places up to the kept one on, and from one behind it on, at most 0.

    Args:
        factors: By place in a chain.
        kept: The place, -1 where there is none.
    """
    by: list[Number] = []
    later: list[Number] = [0]
    so_far: Number = 0
    places = sorted(factors, reverse=True)
    if kept > places[0]:
        by.append(0)
    for place, before in zip(places, [*places[1:], -1], strict=True):
        so_far += factors[place]
        if before < kept:
            by.append(so_far)
        if place > kept:
            later.append(so_far)
    return min(by, default=0), min(later)
