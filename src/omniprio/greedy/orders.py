"""Which ring is completed before which: a search over orders, each made a schedule at once.

When each ring is complete decides most of how fast a plan gets to the centre. An order says which discipline is advanced by a ring
next; what completes that ring is chosen by what it gives for what it takes, and placed as early as there is room.

In the literature: local search over priority lists, decoded by serial schedule generation.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from omniprio.greedy.duties import place_duties
from omniprio.greedy.gains import NOISE, open_fields, worth_of
from omniprio.greedy.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    import numpy.typing as npt

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["schedules_in_order"]

_ORDERS, _AT_RANDOM = 30, 20
"""How many orders there are, and how many of them are shuffled, before the best is changed bit by bit. After 40, 60 or 80 the schedules are
better, but not those that are found around them, which come later."""

_MOST_MOVES = 3
"""Places of an order that are changed at once."""

_PRICED_ANEW = 0.4
"""The share of changes that are to what initiatives seem to take, not to the order alone."""

_CHANGED, _BY = 0.2, 0.3
"""The share of prices that are changed at once, and by how much: the deviation of their logarithm."""

_IN_ORDER = 0.3
"""The share of changes of prices that come with a change of the order."""

_LITTLE = 1e-6
"""What everything takes at least, so that gains can be divided by it."""


class _Givers(NamedTuple):
    """What advances one part of a field, each with all that it certainly requires, by place among the initiatives.

    Attributes:
        names: Their ids.
        places: Those of the first and of all that it requires, then of the second, and so on.
        begin: Where each of them begins in that.
        shares: What each initiative gives to the part.
    """

    names: list[str]
    places: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]


class _Rings:
    """Completes rings by what gives most for what it takes, counted with all that is required and not there yet."""

    def __init__(self, placing: Placing, is_over: Callable[[], bool]) -> None:
        self._placing, self._is_over = placing, is_over
        self._disc = placing.portfolio.disc
        self._rows = {row.id: row for row in self._disc.disciplines if row.weight}
        self._place = {name: place for place, name in enumerate(placing.portfolio.by_id)}
        self._givers = {part: self._givers_of(part) for part in self._disc.parts}

    def _givers_of(self, part: str) -> _Givers:
        shares = np.zeros(len(self._place))
        given = self._placing.givers(part)
        for name, share in given.items():
            shares[self._place[name]] = share
        closures = [[self._place[one] for one in self._placing.missing(name)] for name in given]
        sizes = np.array([0, *map(len, closures)], dtype=np.int64)
        places = np.array([place for closure in closures for place in closure], dtype=np.int64)
        return _Givers([*given], places, np.cumsum(sizes)[:-1], shares)

    def order(self) -> list[str]:
        """Return the discipline of each ring that is ahead, the first rings of all disciplines first."""
        ahead = {name: len(open_fields(self._placing, row)) for name, row in self._rows.items()}
        return [
            name for place in range(max(ahead.values(), default=0)) for name in ahead if place < ahead[name]
        ]

    def complete(self, order: Sequence[str], prices: npt.NDArray[np.float64]) -> None:
        """Raise rings one after the other; what can only be completed in part is taken back where that counts for nothing.

        Args:
            order: The discipline of each ring.
            prices: What each initiative takes.
        """
        placing = self._placing
        done: set[str] = set()
        for discipline in order:
            row = self._rows[discipline]
            ahead = [field for field in open_fields(placing, row) if field not in done]
            if self._is_over():
                return
            if not ahead or (row.order != "any" and not done.isdisjoint(open_fields(placing, row)[:1])):
                continue
            field = ahead[0]
            done.add(field)
            before = placing.mark()
            for part in self._disc.parts_of[field]:
                self._raise(part, prices)
            if placing.portfolio.credit == "full" and placing.fulfilment(field) < 1 - NOISE:
                placing.go_back(before)

    def _raise(self, part: str, prices: npt.NDArray[np.float64]) -> None:
        placing, givers = self._placing, self._givers[part]
        if not givers.names:
            return
        tried = np.zeros(len(givers.names), dtype=np.bool_)
        while (missing := 1 - placing.fulfilment(part)) > NOISE:
            is_open = np.ones(len(self._place))
            is_open[[self._place[name] for name in placing.starts]] = 0.0
            gains = np.add.reduceat((givers.shares * is_open)[givers.places], givers.begin)
            takes = np.add.reduceat((prices * is_open)[givers.places], givers.begin)
            rates = np.where(tried, 0.0, np.minimum(gains, missing) / (takes + _LITTLE))
            best = int(np.argmax(rates))
            if rates[best] <= 0:
                return
            tried[best] = True
            placing.add(givers.names[best])


def schedules_in_order(
    portfolio: Portfolio, goals: Sequence[Goal], is_over: Callable[[], bool] = lambda: False, *, seed: int = 0
) -> Iterator[dict[str, int] | None]:
    """Yield for one order of rings after the other its schedule, None where that is no better than those before.

    The same portfolio, goals and seed give the same schedules. They keep the rules but for what must still be added; whoever
    takes one checks it.

    Args:
        portfolio: The portfolio.
        goals: What the schedules are to be good at, the most important first; that one is about the disc.
        is_over: Tells whether to stop.
        seed: Of the draws.
    """
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    placing = Placing(portfolio)
    if not place_duties(placing, is_over):
        return
    begin = placing.mark()
    rings = _Rings(placing, is_over)
    order = first = rings.order()
    prices = np.array([placing.room.price[name] for name in portfolio.by_id])
    least: Fraction | None = None
    for tried in range(_ORDERS if first else 0):
        if is_over():
            return
        other, priced = order, prices
        if 0 < tried <= _AT_RANDOM:
            other = rng.sample(first, len(first))
        elif tried and rng.random() < _PRICED_ANEW:
            priced = _priced_anew(prices, rng)
            other = _moved(order, rng) if rng.random() < _IN_ORDER else order
        elif tried:
            other = _moved(order, rng)
        placing.go_back(begin)
        rings.complete(other, priced)
        value = worth_of(portfolio, goals, placing.starts)
        is_better = least is None or value < least
        if least is None or value <= least:
            order, prices, least = other, priced, value
        yield placing.starts.copy() if is_better else None


def _moved(order: Sequence[str], rng: random.Random) -> list[str]:
    """Return an order in which a few places are changed."""
    moved = list(order)
    for _ in range(rng.randint(1, _MOST_MOVES)):
        one = moved.pop(rng.randrange(len(moved)))
        moved.insert(rng.randrange(len(moved) + 1), one)
    return moved


def _priced_anew(prices: npt.NDArray[np.float64], rng: random.Random) -> npt.NDArray[np.float64]:
    """Return prices of which a few are others."""
    factors = [math.exp(rng.gauss(0, _BY)) if rng.random() < _CHANGED else 1.0 for _ in prices]
    return np.multiply(prices, factors)
