"""Demands that cannot hold together by adding up alone: what must be done comes to more than a limit, whenever it begins."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from omniprio.infeasibility.demand import Demand, Rows
    from omniprio.solver.program import Number, Row

__all__ = ["Overrun", "overrun"]


class Overrun(NamedTuple):
    """What must be done, and limits that it goes beyond.

    Attributes:
        limits: The demand that states the limit, or those that do for one period each.
        musts: What must be done, the most first.
        least: What it comes to at least.
        room: The limit, of all periods together where there are several.
        is_minimal: Whether it is shown that all these hold together without any one of them.
    """

    limits: tuple[Demand, ...]
    musts: tuple[Demand, ...]
    least: Fraction
    room: Fraction
    is_minimal: bool

    @property
    def demands(self) -> set[Demand]:
        """All of them."""
        return {*self.limits, *self.musts}


def overrun(rows: Rows, among: Collection[Demand]) -> Overrun | None:
    """Return the fewest of what must be done that go beyond a limit together, whenever each begins; None where none do.

    Looked at are limits in which all that counts is what begins when, and nothing makes room; first each alone, then those of
    all periods together.

    Args:
        rows: The rows of the portfolio.
        among: The demands to look at.

    Raises:
        NoPlanFoundError: The time is over.
    """
    adding = _Adding(rows, [one for one in among if one.kind == "must"])
    limits = [one for one in among if one.kind != "must"]
    if found := [
        one for limit in limits for row in rows.of[limit] if (one := adding.beyond((limit,), [row]))
    ]:
        return min(reversed(found), key=lambda one: len(one.musts))
    alike: dict[object, list[Demand]] = defaultdict(list)
    for limit in limits:
        alike[limit.kind, limit.subject].append(limit)
    summed = [
        adding.beyond(tuple(same), [row for one in same for row in rows.of[one]]) for same in alike.values()
    ]
    return min((one for one in summed if one), key=lambda one: len(one.demands), default=None)


class _Adding:
    """Adds up what initiatives come to in rows, by when they begin: all their columns from then on are 1."""

    def __init__(self, rows: Rows, musts: Collection[Demand]) -> None:
        self._rows = rows
        self._chain = {column: own for own in rows.variables.of_initiatives() for column in own}
        self._chains = {
            must: [self._chain[column] for row in rows.of[must] for column in row.terms] for must in musts
        }  # a row says that the last column of one of the ways to do it is 1
        self._must = {chain: must for must, chains in self._chains.items() for chain in chains}
        self._decided = {column for chain in self._must for column in chain}

    def beyond(self, limits: tuple[Demand, ...], stated: Sequence[Row]) -> Overrun | None:
        """Return the fewest that break the sum of rows together; None where they need not, or that cannot be told by adding up."""
        self._rows.check()
        terms: dict[int, Number] = defaultdict(int)
        for row in stated:
            for column, factor in row.terms.items():
                terms[column] += factor
        added = self._by_start({column: terms[column] for column in terms if column in self._decided})
        ways = {
            must: self._ways_of(must, added) for must in dict.fromkeys(self._must[chain] for chain in added)
        }
        least = {must: min(own.values()) for must, own in ways.items()}
        room = left = sum((Fraction(row.rhs) for row in stated), Fraction(0))
        taken: list[Demand] = []
        for must in sorted(least, key=lambda one: -least[one]):
            if left < 0:
                break
            taken.append(must)
            left -= least[must]
        if left >= 0 or not taken or not self._makes_no_room(terms):
            return None
        best = [min(ways[must], key=lambda start: ways[must][start]) for must in taken]
        rows = [row for limit in limits for row in self._rows.of[limit]]
        is_minimal = len(limits) == 1 and all(self._is_kept_without_any(row, best) for row in rows)
        return Overrun(limits, tuple(taken), room - left, room, is_minimal)

    def _makes_no_room(self, terms: Mapping[int, Number]) -> bool:
        """Tell whether nothing counts but what begins when, and nothing of that takes away from a sum."""
        if not all(column in self._chain for column in terms):
            return False
        return all(amount >= 0 for ways in self._by_start(terms).values() for amount in ways.values())

    def _by_start(self, terms: Mapping[int, Number]) -> dict[range, dict[int, Number]]:
        """Return what each initiative adds to a sum of terms, by the column of its start.

        What begins between two columns that are named adds as much as from the later one on, after the last one nothing.
        """
        added: dict[range, dict[int, Number]] = {}
        for column in sorted(terms, reverse=True):
            chain = self._chain[column]
            ways = added.setdefault(chain, {chain[-1]: 0})
            ways[column] = terms[column] + next(reversed(ways.values()))
        return added

    def _ways_of(self, must: Demand, added: Mapping[range, Mapping[int, Number]]) -> dict[int, Number]:
        """Return what something adds in each way of doing it, by the column of the start."""
        ways: dict[int, Number] = {}
        for chain in self._chains[must]:
            ways |= added.get(chain, {chain[-1]: 0})
        return ways

    def _is_kept_without_any(self, row: Row, starts: Collection[int]) -> bool:
        """Tell whether all but any one of what begins at some columns keep a row."""
        if not all(column in self._chain for column in row.terms):
            return False
        own = {column for start in starts for column in self._chain[start]}
        added = self._by_start({column: factor for column, factor in row.terms.items() if column in own})
        here = [self._at(start, added.get(self._chain[start], {})) for start in starts]
        return sum(here) - min(here) <= row.rhs

    def _at(self, start: int, ways: Mapping[int, Number]) -> Number:
        return ways[min(column for column in ways if column >= start)] if ways else 0
