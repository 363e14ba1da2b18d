"""Which initiatives compete: what no plan has together, or never in the same period."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from omniprio.base import Model
from omniprio.income import most_income
from omniprio.language import fact
from omniprio.measures import least_counted
from omniprio.money import least_spent, synergy_bound_by
from omniprio.synergies import synergy_price

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.language import Fact
    from omniprio.portfolio import Budget, Group, Initiative, Portfolio

    Chains = Mapping[str, frozenset[str]]
    """What must be done for each initiative, itself included."""

__all__ = ["Rival", "rivals"]


class Rival(Model):
    """Another initiative that this one cannot be done together with, or not at the same time.

    >>> str(Rival(id="app", why="budget", of="money"))
    'app (no plan pays for both: main budget)'
    """

    id: str
    why: Literal["budget", "group", "team"]
    of: str
    """The budget, group or team they compete for."""

    @property
    def said(self) -> Fact:
        """The rival and the reason."""
        return fact(f"answers.rival {self.why}", id=self.id, of=self.of)

    def __str__(self) -> str:
        """Return the rival and the reason."""
        return str(self.said)


class _Contest(NamedTuple):
    """Two initiatives, and what they compete for."""

    one: str
    other: str
    why: Literal["budget", "group", "team"]
    of: str


def rivals(
    portfolio: Portfolio, required: Mapping[str, Collection[str]], deadline: Deadline
) -> dict[str, tuple[Rival, ...]]:
    """Return the rivals of each initiative, in the order given, with what they compete for.

    Money and groups: no plan has both, each with all that it requires, though there may be plans with one. Teams:
    there is no period in which the two can both be worked on. What requires the other is no rival of it for money or
    in a group. Each one named is certain; that none is named does not mean that there is room for both.

    Args:
        portfolio: The portfolio.
        required: What each initiative requires, directly or not, by id.
        deadline: When it is given up.

    Returns:
        By id; pairs that fit easily are not looked at one by one.

    Raises:
        TimeIsOver: The deadline came first.
    """
    found: dict[str, list[Rival]] = {name: [] for name in portfolio.by_id}
    for one, other, why, of in _contests(portfolio, required):
        deadline.check()
        found[one].append(Rival(id=other, why=why, of=of))
        found[other].append(Rival(id=one, why=why, of=of))
    rank = {name: place for place, name in enumerate(portfolio.by_id)}
    return {name: tuple(sorted(some, key=lambda one: rank[one.id])) for name, some in found.items()}


def _contests(portfolio: Portfolio, required: Mapping[str, Collection[str]]) -> Iterator[_Contest]:
    chains = {name: frozenset({name, *before}) for name, before in required.items()}
    for name in portfolio.limits:
        yield from (_Contest(*pair, "budget", name) for pair in _too_dear(portfolio, name, chains))
    behind = _behind(chains)
    for group in portfolio.groups:
        yield from (_Contest(*pair, "group", group.id) for pair in _too_many(portfolio, group, behind))
    for team in portfolio.capacities:
        yield from (_Contest(*pair, "team", team) for pair in _overloading(portfolio, team))


def _beyond(sizes: Mapping[str, Fraction], most: Fraction) -> Iterator[tuple[str, str]]:
    """Yield the pairs of which each is at most so large and both together are larger."""
    fitting = sorted((name for name, size in sizes.items() if 0 < size <= most), key=sizes.__getitem__)
    for place, name in enumerate(fitting, start=1):
        first = bisect_right(fitting, most - sizes[name], lo=place, key=sizes.__getitem__)
        yield from ((name, other) for other in fitting[first:])


def _too_dear(portfolio: Portfolio, name: str, chains: Chains) -> Iterator[tuple[str, str]]:
    """Yield the pairs that a budget cannot pay for by the horizon, however late each starts, but for one alone."""
    budget = portfolio.limits[name]
    limit = budget.by_then(portfolio.periods)[-1]
    if limit is None:
        return
    most = limit + _refund(portfolio, budget) + most_income(name, portfolio)
    costs = {one: least_spent(entry, budget, portfolio) for one, entry in portfolio.by_id.items()}
    sizes = {one: sum((costs[each] for each in chain), Fraction(0)) for one, chain in chains.items()}
    for one, other in _beyond(sizes, most):
        shared = sum(costs[both] for both in chains[one] & chains[other])
        if sizes[one] + sizes[other] - shared > most:
            yield one, other


def _refund(portfolio: Portfolio, budget: Budget) -> Fraction:
    """Return what synergies give back to a budget at most."""
    costs = (
        synergy_price(one, portfolio.periods, portfolio)  # nothing is saved at higher prices
        for one in portfolio.synergies
        if synergy_bound_by(budget, one, portfolio)
    )
    return -sum((cost for cost in costs if cost < 0), Fraction(0))


def _behind(chains: Chains) -> dict[str, list[str]]:
    """Return for each initiative all for which it must be done, itself included."""
    behind: dict[str, list[str]] = {name: [] for name in chains}
    for name, chain in chains.items():
        for one in chain:
            behind[one].append(name)
    return behind


def _too_many(
    portfolio: Portfolio, group: Group, behind: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs that need more of a group than it allows, each alone no more."""
    members = portfolio.members[group.id]
    least = {name: least_counted(group, portfolio.by_id[name], portfolio) for name in members}
    if group.most is None or any(amount < 0 for amount in least.values()):
        return
    held: dict[str, set[str]] = {}
    for member in members:
        for name in behind[member]:
            held.setdefault(name, set()).add(member)
    sizes = {name: sum((least[one] for one in some), Fraction(0)) for name, some in held.items()}
    for one, other in _beyond(sizes, group.most):
        if sum((least[name] for name in held[one] | held[other]), Fraction(0)) > group.most:
            yield one, other


def _overloading(portfolio: Portfolio, team: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs that a team has never enough for in the same period, but for one alone."""
    amounts = portfolio.most_capacity[team]
    known = [amount for amount in amounts if amount is not None]
    if len(known) == len(amounts):
        yield from _beyond({one.id: _least_effort(one, team) for one in portfolio.initiatives}, max(known))


def _least_effort(initiative: Initiative, team: str) -> Fraction:
    """Return what an initiative takes of a team in its lightest period."""
    ways = initiative.ways.values()
    return min(min(way.effort_by_period.get(team, ()), default=Fraction(0)) for way in ways)
