"""Which initiatives can be chosen together, as far as sets and the money there is in all say."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from omniprio.dependency_graph import ancestors
from omniprio.income import most_income
from omniprio.measures import least_counted
from omniprio.money import least_spent
from omniprio.synergies import most_saved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.portfolio import Portfolio

    Item = tuple[frozenset[str], Fraction]
    Limit = tuple[Mapping[str, Fraction], Fraction]

__all__ = ["Together"]

MOST_LOOKS = 200
"""So many sets are looked at for one answer at most; beyond that all of them are taken to be possible."""


class Together:
    """Tells whether no group and no budget forbids that some initiatives are all chosen, whenever they are done.

    What they require, what must be chosen, and the others of a group chosen as a whole are chosen with them. When the money is
    there, teams, and what groups ask for at least are left out: what it allows need not be part of a plan.

    >>> from omniprio.portfolio import Group, Initiative, Portfolio
    >>> both = [Initiative(id="small"), Initiative(id="large")]
    >>> either = Group(id="size", members=["small", "large"], at_most=1)
    >>> one = Together(Portfolio(horizon=1, initiatives=both, groups=[either]))
    >>> one.allows(["small"]), one.allows(["small", "large"])
    (True, False)
    """

    def __init__(self, portfolio: Portfolio) -> None:
        """Look at what a portfolio forbids.

        Args:
            portfolio: The portfolio.
        """
        self._portfolio = portfolio
        self._most: list[int] = []
        self._counts: dict[str, list[tuple[int, int]]] = {}
        for counts, most in (*_by_group(portfolio), *_by_budget(portfolio)):
            if sum(counts.values()) > most:
                self._hold(counts, most)
        self._bound: dict[str, frozenset[str]] = {}
        self._musts = frozenset(one.id for one in portfolio.initiatives if one.decision == "must")
        if not self.allows([]):  # there is no plan, so nothing is told of what one could have
            self._most, self._counts = [], {}

    def _hold(self, counts: Mapping[str, Fraction], most: Fraction) -> None:
        """Note a limit, in whole numbers, and with each initiative what it counts there."""
        whole = lcm(most.denominator, *(count.denominator for count in counts.values()))
        for name, count in counts.items():
            self._counts.setdefault(name, []).append((len(self._most), int(count * whole)))
        self._most.append(int(most * whole))

    def allows(self, names: Iterable[str]) -> bool:
        """Tell whether nothing forbids that initiatives are all chosen.

        Args:
            names: Their ids.
        """
        if not self._most:
            return True
        totals = [0] * len(self._most)
        for name in frozenset[str]().union(*map(self._with_bound, {*names, *self._musts})):
            for place, count in self._counts.get(name, ()):
                totals[place] += count
        return all(total <= most for total, most in zip(totals, self._most, strict=True))

    def most(self, items: Sequence[Item], enough: Fraction) -> Fraction:
        """Return the most that items add whose initiatives can all be chosen together.

        Args:
            items: The initiatives of each, and what it adds, more than 0.
            enough: From here on more is not looked for.

        Returns:
            It, or more than that where too many sets would have to be looked at; never less than what a plan can have, or than
            what is enough.
        """
        everything = sum((share for _, share in items), Fraction(0))
        if self.allows(name for names, _ in items for name in names):
            return everything
        looking = _Looking(self, sorted(items, key=lambda item: -item[1]), enough)
        looking.on(0, frozenset(), Fraction(0), everything)
        return everything if looking.looks > MOST_LOOKS else looking.best

    def _with_bound(self, name: str) -> frozenset[str]:
        """Return an initiative with all that is chosen wherever it is."""
        if name not in self._bound:
            found, new = set[str](), {name}
            while new:
                found |= new
                new = {other for one in new for other in self._beside(one)} - found
            self._bound[name] = frozenset(found)
        return self._bound[name]

    def _beside(self, name: str) -> Iterator[str]:
        yield from ancestors(self._portfolio, name)
        for group in self._portfolio.groups:
            members = self._portfolio.members[group.id]
            if group.all_or_none and name in members:
                yield from members


class _Looking:
    """A search for the best set: each item is taken or left, the larger ones first."""

    def __init__(self, together: Together, items: Sequence[Item], enough: Fraction) -> None:
        self.together = together
        self.items = items
        self.enough = enough
        self.best = Fraction(0)
        self.looks = 0

    def on(self, place: int, chosen: frozenset[str], so_far: Fraction, rest: Fraction) -> None:
        """Go on from an item, with what is chosen before it, what that adds, and what it and all later ones add."""
        self.best = max(self.best, so_far)
        hopeless = so_far + rest <= self.best or self.best >= self.enough
        if hopeless or self.looks > MOST_LOOKS:
            return
        names, share = self.items[place]
        self.looks += 1
        if self.together.allows(chosen | names):
            self.on(place + 1, chosen | names, so_far + share, rest - share)
        self.on(place + 1, chosen, so_far, rest - share)


def _by_group(portfolio: Portfolio) -> Iterator[Limit]:
    """Yield what each member of a group counts at least, and what the group allows; nothing where a member can lower that."""
    for group in portfolio.groups:
        if group.most is None:
            continue
        members = portfolio.members[group.id]
        counts = {name: least_counted(group, portfolio.by_id[name], portfolio) for name in members}
        if all(count >= 0 for count in counts.values()):
            yield counts, group.most


def _by_budget(portfolio: Portfolio) -> Iterator[Limit]:
    """Yield what each initiative spends at least, and what a budget gives in all, with all that can flow back."""
    saved = most_saved(portfolio)
    for name, budget in portfolio.limits.items():
        most = budget.by_then(portfolio.periods)[-1]
        if most is not None:
            costs = {one.id: least_spent(one, budget, portfolio) for one in portfolio.initiatives}
            yield costs, most + saved + most_income(name, portfolio)
