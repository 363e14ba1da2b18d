"""The dependency graph: what must come before what, and how early that lets things start."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from omniprio.derived import once_for_each
from omniprio.forward_pass import forward_pass
from omniprio.income import most_income
from omniprio.lazy import lazily
from omniprio.money import at_rate, bound_by, least_one_off
from omniprio.portfolio import as_begun, rates_in, window_of
from omniprio.portfolio.requirements import all_before, wait_of
from omniprio.synergies import most_saved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import networkx as nx

    from omniprio.portfolio import Budget, Initiative, Portfolio, Requirement
    from omniprio.portfolio.funds import Rates

    Amounts = Sequence[Fraction]
    Limit = Sequence[Fraction | None]
else:
    nx = lazily("networkx")

__all__ = [
    "all_ancestors",
    "ancestors",
    "dependency_graph",
    "earliest_starts",
    "order",
    "unlocks",
]


def dependency_graph(portfolio: Portfolio) -> nx.DiGraph:
    """Return the graph of requirements: an edge from each initiative to what requires it.

    Args:
        portfolio: The portfolio.

    Returns:
        A graph over the ids in the order given. Edges have `kind`, `lag`, `max_lag`, `wait` (how many periods at least after
        the start of one the other can start, None where only the choice counts) and `choice`: whether another
        alternative would do as well, or it holds only if others are chosen. It has circles only where they can be kept.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> pair = [Initiative(id="a"), Initiative(id="b", requires=["a"])]
    >>> list(dependency_graph(Portfolio(horizon=2, initiatives=pair)).edges)
    [('a', 'b')]
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(portfolio.by_id)
    for initiative in portfolio.initiatives:
        for entry in initiative.requirements:
            choice = not entry.is_certain
            for name in entry.of:
                if not choice or not graph.has_edge(name, initiative.id):
                    wait = wait_of(entry, initiative.longest, portfolio.by_id[name].shortest)
                    lags = {"lag": entry.lag, "max_lag": entry.max_lag, "wait": wait}
                    graph.add_edge(name, initiative.id, kind=entry.kind, choice=choice, **lags)
    return graph


class _Edge(NamedTuple):
    """A requirement that leaves no choice, and its `wait`; see `dependency_graph`."""

    entry: Requirement
    wait: int | None

    @property
    def is_ahead(self) -> bool:
        """Whether what is required has certainly started before; circles of that are none that can be kept."""
        return self.entry.kind in {"finish to start", "start to start"} and (self.wait or 0) > 0


type _Edges = Mapping[str, Mapping[str, _Edge]]


@once_for_each
def _certain(portfolio: Portfolio) -> _Edges:
    """Return what each initiative certainly requires; it needs no graph, which takes long to load."""
    return {
        one.id: {
            name: _Edge(entry, wait_of(entry, one.longest, portfolio.by_id[name].shortest))
            for entry in one.requirements
            if entry.is_certain
            for name in entry.of
        }
        for one in portfolio.initiatives
    }


def order(portfolio: Portfolio) -> list[str]:
    """Return the ids so that each comes after all it waits for, otherwise in the order given.

    Of initiatives that wait for each other, as those that start together, one comes first.
    """
    return list(_order(portfolio))


@once_for_each
def _order(portfolio: Portfolio) -> tuple[str, ...]:
    names, rank = list(portfolio.by_id), _rank(portfolio)
    before: dict[str, Collection[str]] = {
        one: [other for other in others if other != one] for one, others in _certain(portfolio).items()
    }
    try:
        TopologicalSorter(before).prepare()
    except CycleError:
        before = _ahead_in_circles(_certain(portfolio))
    sorter = TopologicalSorter(before)
    sorter.prepare()
    ready: list[int] = []
    found = []
    while sorter.is_active():
        for name in sorter.get_ready():
            heappush(ready, rank[name])
        found.append(names[heappop(ready)])
        sorter.done(found[-1])
    return tuple(found)


def _ahead_in_circles(certain: _Edges) -> dict[str, Collection[str]]:
    """Return what must come before each; within a circle only what has certainly started before."""
    graph = nx.DiGraph()
    graph.add_edges_from((other, one) for one, others in certain.items() for other in others)
    knots = {
        name: place for place, knot in enumerate(nx.strongly_connected_components(graph)) for name in knot
    }
    return {
        one: [
            other
            for other, edge in others.items()
            if other != one and (edge.is_ahead or knots[one] != knots[other])
        ]
        for one, others in certain.items()
    }


@once_for_each
def _rank(portfolio: Portfolio) -> dict[str, int]:
    """Return the place of each initiative in the order given."""
    return {name: place for place, name in enumerate(portfolio.by_id)}


def ancestors(portfolio: Portfolio, name: str) -> list[str]:
    """Return all that an initiative requires, directly or not, in the order given."""
    return sorted(all_before(_certain(portfolio), name), key=_rank(portfolio).__getitem__)


def all_ancestors(portfolio: Portfolio) -> dict[str, list[str]]:
    """Return what `ancestors` does, for every initiative at once, by id."""
    return {name: ancestors(portfolio, name) for name in portfolio.by_id}


def unlocks(portfolio: Portfolio, name: str) -> list[str]:
    """Return the initiatives that wait for this one: they require it, or need a field that it advances.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.

    Returns:
        Ids in the order given; what already holds at the start is not waited for.
    """
    waiting = _waiting(portfolio)
    fields = portfolio.gains[name]
    found = waiting.for_initiative.get(name, set()).union(
        *(waiting.for_field.get(field, ()) for field, share in fields.items() if share)
    )
    return sorted(found - {name}, key=_rank(portfolio).__getitem__)


class _Waiting(NamedTuple):
    """The ids of what waits, by what it waits for: an initiative, or a part of a field beyond its start."""

    for_initiative: dict[str, set[str]]
    for_field: dict[str, set[str]]


@once_for_each
def _waiting(portfolio: Portfolio) -> _Waiting:
    waiting = _Waiting({}, {})
    for one in portfolio.initiatives:
        for entry in one.requirements:
            for name in entry.of:
                waiting.for_initiative.setdefault(name, set()).add(one.id)
        for field, share in one.needed_shares.items():
            if portfolio.latest_fulfilment[field] < share:
                for part in portfolio.disc.parts_of[field]:
                    waiting.for_field.setdefault(part, set()).add(one.id)
    return waiting


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
    return dict(_earliest_by_money(portfolio) if by_money else _earliest_by_time(portfolio))


@once_for_each
def _earliest_by_money(portfolio: Portfolio) -> dict[str, int | None]:
    tight = _tight(portfolio)

    def is_paid(initiative: Initiative, start: int) -> bool:
        return all(one.pays_for(initiative, start, portfolio) for one in tight[initiative.id])

    def paid_from(initiative: Initiative, start: int) -> int:
        if not tight[initiative.id]:
            return start
        window = window_of(initiative, portfolio)
        later = window[bisect_left(window, start) :]
        return next((int(one) for one in later if is_paid(initiative, one)), portfolio.periods + 1)

    return forward_pass(portfolio, paid_from)


@once_for_each
def _earliest_by_time(portfolio: Portfolio) -> dict[str, int | None]:
    return forward_pass(portfolio, lambda _, start: start)


class _Tight(NamedTuple):
    """A budget that can make an initiative wait.

    Attributes:
        budget: Its name.
        before: What all that must be complete before it costs.
        rates: What one unit of each fund of the budget counts there.
        limit: What may be spent up to each period of the horizon.
        amounts: What is spent up to each period of the work where nothing is closed, what comes before included.
    """

    budget: str
    before: Fraction
    rates: Rates
    limit: Limit
    amounts: Amounts

    def pays_for(self, initiative: Initiative, start: int, portfolio: Portfolio) -> bool:
        """Tell whether there is enough in each period of the work from a start on; running costs are left out."""
        return all(amount <= most for amount, most in self.compared(initiative, start, portfolio))

    def compared(
        self, initiative: Initiative, start: int, portfolio: Portfolio
    ) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield what is spent up to each period of the work from a start on, and what there is, where that is limited."""
        begun = as_begun(initiative, start, portfolio)
        amounts = self.amounts if begun is initiative else _up_to_each(begun, self.rates, self.before)
        for amount, most in zip(amounts, self.limit[start - 1 :], strict=False):
            if most is not None:
                yield amount, most


def too_dear(portfolio: Portfolio, name: str) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the budgets that cannot pay for an initiative and all that must come before it, whenever it starts.

    Args:
        portfolio: The portfolio.
        name: The id of the initiative.

    Returns:
        By budget what would have to be spent by a period and the most that there is by then, where it lacks least.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> dear = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=30)], budget=20)
    >>> {budget: (int(spent), int(there)) for budget, (spent, there) in too_dear(dear, "web").items()}
    {'money': (30, 20)}
    """
    one, first = portfolio.by_id[name], earliest_starts(portfolio, by_money=False)[name]
    window = window_of(one, portfolio)
    starts = window[bisect_left(window, first) :] if first is not None else ()
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for tight in _tight(portfolio)[name]:
        worst = [max(tight.compared(one, start, portfolio), key=_lack, default=None) for start in starts]
        lacks = [pair for pair in worst if pair is not None and _lack(pair) > 0]
        if lacks and len(lacks) == len(worst):
            found[tight.budget] = min(lacks, key=_lack)
    return found


def _lack(pair: tuple[Fraction, Fraction]) -> Fraction:
    spent, there = pair
    return spent - there


@once_for_each
def _tight(portfolio: Portfolio) -> dict[str, list[_Tight]]:
    """Return for each initiative the budgets that can make it wait."""
    tight: dict[str, list[_Tight]] = {name: [] for name in portfolio.by_id}
    before = _before(portfolio)
    saved = most_saved(portfolio)
    for of, budget in portfolio.limits.items():
        refund, rates = saved + most_income(of, portfolio), rates_in(budget, portfolio)
        limit = [None if amount is None else amount + refund for amount in _up_to(budget, portfolio.periods)]
        least = min((amount for amount in limit if amount is not None), default=None)
        if least is None:
            continue
        costs = {name: least_one_off(entry, budget, rates) for name, entry in portfolio.by_id.items()}
        for name, paid in _paid_before(before, costs).items():
            initiative = portfolio.by_id[name]
            if bound_by(budget, initiative) and (initiative.modes or paid + costs[name] > least):
                amounts = _up_to_each(initiative, rates, paid)
                tight[name].append(_Tight(of, paid, rates, limit, amounts))
    return tight


def _before(portfolio: Portfolio) -> dict[str, str | set[str] | None]:
    """Return what must be complete before each initiative, in an order in which that comes first.

    Where only one comes directly before, it stands for all that is before it too.
    """
    edges = {
        one: [
            other
            for other, edge in others.items()
            if edge.entry.kind == "finish to start" and edge.entry.lag >= 0
        ]
        for one, others in _certain(portfolio).items()
    }
    found: dict[str, str | set[str] | None] = {}
    for name in order(portfolio):
        direct = edges[name]
        found[name] = all_before(edges, name) if len(direct) > 1 else direct[0] if direct else None
    return found


def _paid_before(
    before: Mapping[str, str | set[str] | None], costs: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Return what all that must be complete before an initiative costs, by id."""
    paid: dict[str, Fraction] = {}
    for name, others in before.items():
        if isinstance(others, str):
            paid[name] = paid[others] + costs[others]
        else:
            paid[name] = sum((costs[other] for other in others or ()), Fraction(0))
    return paid


def _up_to_each(initiative: Initiative, rates: Rates, before: Fraction) -> list[Fraction]:
    """Return what an initiative that a budget binds spends under it up to each period of its work, added to what was before."""
    amounts = [Fraction(0)] * initiative.duration
    for fund, paid in initiative.paid.items():
        if rate := rates.get(fund):
            own = (at_rate(one, rate) for one in paid)
            amounts = [a + b for a, b in zip(amounts, own, strict=False)]  # up to the horizon
    return [before + amount for amount in accumulate(amounts)]


def _up_to(budget: Budget, periods: int) -> list[Fraction | None]:
    """Return what may be spent up to each period, whether or not it is carried over."""
    return budget.by_then(periods)
