"""The dependency graph: what must come before what, and how early that lets things start."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.base import exact
from omniprio.lazy import lazily
from omniprio.money import available, bound_by, one_off
from omniprio.portfolio import window_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from omniprio.portfolio import Budget, Initiative, Portfolio, Requirement
else:
    nx = lazily("networkx")

__all__ = [
    "all_ancestors",
    "ancestors",
    "dependency_graph",
    "descendants",
    "earliest_starts",
    "order",
    "redundant",
    "unlocks",
]


def dependency_graph(portfolio: Portfolio) -> nx.DiGraph:
    """Return the graph of requirements: an edge from each initiative to what requires it.

    Args:
        portfolio: The portfolio.

    Returns:
        A graph over the ids in the order given. Edges have `kind`, `lag` and `choice`: whether another
        alternative would do as well.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> pair = [Initiative(id="a"), Initiative(id="b", requires=["a"])]
    >>> list(dependency_graph(Portfolio(horizon=2, initiatives=pair)).edges)
    [('a', 'b')]
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(portfolio.by_id)
    for initiative in portfolio.initiatives:
        for entry in initiative.requirements:
            choice = entry.match == "any" and len(entry.of) > 1
            for name in entry.of:
                if not choice or not graph.has_edge(name, initiative.id):
                    graph.add_edge(name, initiative.id, kind=entry.kind, lag=entry.lag, choice=choice)
    return graph


def _certain(portfolio: Portfolio) -> nx.DiGraph:
    """Return the graph without requirements that leave a choice."""
    graph = dependency_graph(portfolio)
    graph.remove_edges_from([(one, two) for one, two, choice in graph.edges(data="choice") if choice])
    return graph


def order(portfolio: Portfolio) -> list[str]:
    """Return the ids so that each comes after all it requires, otherwise in the order given."""
    rank = {name: place for place, name in enumerate(portfolio.by_id)}
    return list(nx.lexicographical_topological_sort(_certain(portfolio), key=rank.__getitem__))


def ancestors(portfolio: Portfolio, name: str) -> list[str]:
    """Return all that an initiative requires, directly or not, in the order given."""
    before = nx.ancestors(_certain(portfolio), name)
    return [other for other in portfolio.by_id if other in before]


def all_ancestors(portfolio: Portfolio) -> dict[str, list[str]]:
    """Return what `ancestors` does, for every initiative at once, by id."""
    graph = _certain(portfolio)
    before = {name: nx.ancestors(graph, name) for name in graph}
    return {name: [other for other in portfolio.by_id if other in before[name]] for name in portfolio.by_id}


def descendants(portfolio: Portfolio, name: str) -> list[str]:
    """Return all that require an initiative, directly or not, in the order given."""
    after = nx.descendants(_certain(portfolio), name)
    return [other for other in portfolio.by_id if other in after]


def unlocks(portfolio: Portfolio, name: str) -> list[str]:
    """Return the initiatives that wait for this one: they require it, or need a field that it advances.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.

    Returns:
        Ids in the order given; what already holds at the start is not waited for.
    """
    fields = portfolio.by_id[name].advances
    waiting = {
        other.id for other in portfolio.initiatives if any(name in entry.of for entry in other.requirements)
    }
    for other in portfolio.initiatives:
        for field, share in other.needs.items():
            if other.id != name and fields.get(field) and portfolio.start_fulfilment[field] < exact(share):
                waiting.add(other.id)
    return [other for other in portfolio.by_id if other in waiting]


def redundant(portfolio: Portfolio) -> list[tuple[str, str]]:
    """Return dependencies that follow from others: (required, requiring), in the order given.

    Only plain finish-to-start requirements without lag are looked at.
    """
    graph = _certain(portfolio)
    plain = [
        (one, two)
        for one, two, data in graph.edges(data=True)
        if data["kind"] == "finish to start" and data["lag"] == 0
    ]
    chain = nx.DiGraph(plain)
    kept = set(nx.transitive_reduction(chain).edges)
    return [edge for edge in plain if edge not in kept]


def earliest_starts(portfolio: Portfolio, *, by_money: bool = True) -> dict[str, int | None]:
    """Return the earliest period in which each initiative could start, by time and by money.

    By time: its own dates, all it requires, and the fields it needs. By money: it and all that must be
    complete before it must fit in the budget by then. Every plan respects these; not every such start is
    part of a plan.

    Args:
        portfolio: The portfolio.
        by_money: Whether money counts, or time alone.

    Returns:
        A period for each id, or None if it can never start.
    """
    never = portfolio.periods + 1
    windows = {entry.id: window_of(entry, portfolio.periods) for entry in portfolio.initiatives}
    starts = {name: window.start if window else never for name, window in windows.items()}
    starts |= {name: never for name, entry in portfolio.by_id.items() if entry.decision == "never"}
    fits = _Money(portfolio)
    sequence = order(portfolio)
    changed = True
    while changed:
        changed = False
        for name in sequence:
            initiative = portfolio.by_id[name]
            start = max(starts[name], _ready(initiative, starts, portfolio))
            start = fits.from_period(initiative, start) if by_money else min(start, never)
            if start > starts[name]:
                starts[name] = start if start in windows[name] else never
                changed = True
    return {name: None if start >= never else start for name, start in starts.items()}


def _ready(initiative: Initiative, starts: Mapping[str, int], portfolio: Portfolio) -> int:
    """Return the first period for which all that must come before can have happened."""
    ready = 1
    for entry in initiative.requirements:
        times = [_after(entry, name, starts, portfolio) for name in entry.of]
        ready = max(ready, min(times) if entry.match == "any" else max(times))
    for field, share in initiative.needs.items():
        ready = max(ready, _fulfilled(field, exact(share), starts, portfolio) + 1)
    return ready


def _after(entry: Requirement, name: str, starts: Mapping[str, int], portfolio: Portfolio) -> int:
    if starts[name] > portfolio.periods:
        return portfolio.periods + 1
    if entry.kind == "start to start":
        return starts[name] + entry.lag
    return starts[name] + portfolio.by_id[name].duration + entry.lag


def _fulfilled(field: str, share: Fraction, starts: Mapping[str, int], portfolio: Portfolio) -> int:
    """Return the first period at whose end a field can be fulfilled that far; T if never before."""
    total = portfolio.start_fulfilment[field]
    if total >= share:
        return 0
    gains = [
        (starts[entry.id] + entry.duration - 1, exact(entry.advances[field]))
        for entry in portfolio.initiatives
        if field in entry.advances
    ]
    for synergy in portfolio.synergies:
        if synergy.advances.get(field, 0) > 0:
            done = max(starts[name] + portfolio.by_id[name].duration - 1 for name in synergy.of)
            gains.append((done, exact(synergy.advances[field])))
    for period, gain in sorted(gains):
        total += gain
        if total >= share:
            return min(period, portfolio.periods)
    return portfolio.periods


class _Money:
    """Whether an initiative and all that must be complete before it fit in every budget by then."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        graph = _certain(portfolio)
        starts_only = [(a, b) for a, b, kind in graph.edges(data="kind") if kind == "start to start"]
        graph.remove_edges_from(starts_only)
        self.before = {name: nx.ancestors(graph, name) for name in graph}
        refund = -sum((min(exact(synergy.cost), Fraction(0)) for synergy in portfolio.synergies), Fraction(0))
        self.budgets = [
            (
                budget,
                [None if amount is None else amount + refund for amount in _up_to(budget, portfolio.periods)],
                {entry.id: sum(_one_offs(entry, budget), Fraction(0)) for entry in portfolio.initiatives},
            )
            for budget in portfolio.limits.values()
        ]

    def from_period(self, initiative: Initiative, start: int) -> int:
        """Return the first period from `start` on for which the money suffices; beyond T if there is none."""
        last = self.portfolio.periods - initiative.duration + 1
        for budget, amounts, costs in self.budgets:
            if all(amount is None for amount in amounts) or not bound_by(budget, initiative):
                continue
            paid = sum((costs[name] for name in self.before[initiative.id]), Fraction(0))
            own = [paid + amount for amount in accumulate(_one_offs(initiative, budget))]
            while start <= last and any(
                limit is not None and amount > limit
                for amount, limit in zip(own, amounts[start - 1 :], strict=False)
            ):
                start += 1
        return start if start <= last else self.portfolio.periods + 1


def _one_offs(initiative: Initiative, budget: Budget) -> list[Fraction]:
    """Return what an initiative spends under a budget in each period of its work, running costs left out."""
    amounts = [Fraction(0)] * initiative.duration
    if bound_by(budget, initiative):
        for fund, cost in initiative.costs_by_fund.items():
            if fund in budget.funds:
                amounts = [a + b for a, b in zip(amounts, one_off(cost, initiative.duration), strict=True)]
    return amounts


def _up_to(budget: Budget, periods: int) -> list[Fraction | None]:
    """Return what may be spent up to each period, whether or not it is carried over."""
    return available(budget.model_copy(update={"carry_over": True}), periods)
