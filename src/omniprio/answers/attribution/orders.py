"""The orders in which the initiatives of a schedule could come, each after what it depends on: counted and drawn."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from omniprio.deadline import Deadline
from omniprio.dependency_graph import order
from omniprio.fulfilment import raises
from omniprio.lazy import lazily
from omniprio.portfolio import as_scheduled
from omniprio.portfolio.requirements import wait_of
from omniprio.synergies import activations, brought_about_by

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    import networkx as nx

    from omniprio.portfolio import Initiative, Portfolio, Requirement
else:
    nx = lazily("networkx")

__all__ = ["Orders", "dependencies", "independent"]

Condition = tuple[frozenset[str], ...]
"""Sets of initiatives: of each set at least one has come before."""

_MOST_SETS = 1_000
"""Sets that say how many of some initiatives have come before."""


class Orders:
    """All orders of some initiatives in which each comes after what it depends on.

    The sets that such an order can begin with are the down-sets of the dependencies. There is one number of orders
    to and from each, and an order is a way through them.
    """

    def __init__(
        self, depends: Mapping[str, Condition], most_sets: int, deadline: Deadline | None = None
    ) -> None:
        """Count the orders.

        Args:
            depends: By id, what has to come before.
            most_sets: How many down-sets are looked at before giving up.
            deadline: When to give up in any case.
        """
        self.depends = depends
        self.whole = frozenset(depends)
        self._most = most_sets
        self._deadline = deadline or Deadline()

    def next_after(self, before: frozenset[str]) -> list[str]:
        """Return what may come next after a set."""
        return [
            name
            for name, condition in self.depends.items()
            if name not in before and all(one & before for one in condition)
        ]

    @cached_property
    def layers(self) -> list[dict[frozenset[str], int]] | None:
        """For each size, the down-sets with the number of orders that lead to them; None where there are too many.

        Where there is no time to count them, they are too many as well.
        """
        layers = [{frozenset[str](): 1}]
        seen = 1
        for _ in self.whole:
            following: dict[frozenset[str], int] = {}
            for before, ways in layers[-1].items():
                if self._deadline.is_over():
                    return None
                for name in self.next_after(before):
                    more = before | {name}
                    following[more] = following.get(more, 0) + ways
            seen += len(following)
            if seen > self._most:
                return None
            layers.append(following)
        return layers

    @cached_property
    def onward(self) -> dict[frozenset[str], int]:
        """By down-set, in how many orders the rest can follow; empty where there are too many."""
        ways = {self.whole: 1}
        for layer in reversed((self.layers or [])[:-1]):
            for before in layer:
                ways[before] = sum(ways[before | {name}] for name in self.next_after(before))
        return ways if self.layers is not None else {}

    def drawn(self, rng: random.Random) -> list[str]:
        """Return an order: all equally likely, or each next one equally likely where there are too many to count."""
        order: list[str] = []
        before: frozenset[str] = frozenset()
        while before != self.whole:
            options = self.next_after(before)
            weights = [self.onward.get(before | {name}, 1) for name in options]
            order.append(_chosen(options, weights, rng))
            before |= {order[-1]}
        return order


def _chosen(options: list[str], weights: list[int], rng: random.Random) -> str:
    """Return one of some options; whole numbers of any length are no problem."""
    ticket = rng.randrange(sum(weights))
    for option, weight in zip(options, weights, strict=True):
        ticket -= weight
        if ticket < 0:
            return option
    raise AssertionError("weights add up")  # pragma: no cover


def dependencies(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, Condition]:
    """Return what each initiative of a schedule depends on in it.

    Requirements, with the alternatives that came in time; and for each field needed, the least sets of initiatives
    that fulfil it are too many to list, so whatever advances the field and was complete by then has to come before.

    Args:
        portfolio: The portfolio.
        starts: A schedule that keeps every rule.

    Returns:
        By id, sets of which at least one comes before.
    """
    return {name: tuple(_conditions(portfolio.by_id[name], portfolio, starts)) for name in starts}


def _conditions(
    initiative: Initiative, portfolio: Portfolio, starts: Mapping[str, int]
) -> list[frozenset[str]]:
    start = starts[initiative.id]
    portfolio = as_scheduled(portfolio, starts)
    by_id = portfolio.by_id
    ends = {name: begun + by_id[name].duration for name, begun in starts.items()}
    found = []
    for entry in initiative.requirements:
        if starts.keys() >= set(entry.given):
            for names in entry.parts:
                in_time = _in_time(entry, names, by_id[initiative.id], portfolio, starts)
                found += _sets(in_time, entry.least if len(names) > 1 else 1)
    for field, share in initiative.needed_shares.items():
        if portfolio.start_fulfilment[field] < share:
            found += [frozenset({name}) for name in _givers(field, portfolio, starts, ends, start)]
    return found


def _in_time(
    entry: Requirement,
    names: tuple[str, ...],
    initiative: Initiative,
    portfolio: Portfolio,
    starts: Mapping[str, int],
) -> list[str]:
    """Return those of some names that a requirement has waited for and that come first, the earliest first."""
    rank = {name: place for place, name in enumerate(order(portfolio))}
    came = {name: (starts[name], rank[name]) for name in (*names, initiative.id) if name in starts}
    own, start = came.pop(initiative.id), starts[initiative.id]
    by_id = as_scheduled(portfolio, starts).by_id
    waits = {name: wait_of(entry, initiative.duration, by_id[name].duration) for name in came}
    in_time = [
        name for name, place in came.items() if place < own and start - starts[name] >= (waits[name] or 0)
    ]
    return sorted(in_time, key=came.__getitem__)


def _sets(names: list[str], least: int) -> list[frozenset[str]]:
    """Return sets of which one member each comes before: so many of the names do; where sets are too many, the first."""
    least = min(least, len(names))
    if not names:  # it asks for no order, or for one that lets all of them come later
        return []
    if comb(len(names), least - 1) > _MOST_SETS:
        return [frozenset({name}) for name in names[:least]]
    return [frozenset(some) for some in combinations(names, len(names) - least + 1) if some]


def _givers(
    field: str, portfolio: Portfolio, starts: Mapping[str, int], ends: Mapping[str, int], start: int
) -> list[str]:
    """Return what had advanced a field when an initiative started; `ends` are the first periods after the work."""
    done = {name for name, end in ends.items() if end <= start}
    given = [name for name in done if raises(portfolio, portfolio.gains[name], field)]
    active = activations(portfolio, starts)
    for synergy in portfolio.synergies:
        if (
            raises(portfolio, portfolio.joint_gains[synergy.id], field)
            and active.get(synergy.id, start) < start
        ):
            given += done & brought_about_by(portfolio)[synergy.id]
    return [name for name in ends if name in given]


def independent(depends: Mapping[str, Condition]) -> list[dict[str, Condition]]:
    """Return the dependencies in parts that have nothing to do with each other."""
    graph = nx.Graph()
    graph.add_nodes_from(depends)
    graph.add_edges_from((name, other) for name, sets in depends.items() for one in sets for other in one)
    return [
        {name: sets for name, sets in depends.items() if name in part}
        for part in nx.connected_components(graph)
    ]
