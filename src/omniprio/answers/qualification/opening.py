"""What an initiative opens and completes, alone and together with others."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

from omniprio.derived import once_for_each
from omniprio.disc import field_over_channels, with_fields
from omniprio.fulfilment import positions_at, still_missing
from omniprio.money import worth_of
from omniprio.plan.merits import by_member

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from omniprio.portfolio import Initiative, Portfolio, Synergy

__all__ = ["MOST_SETS", "Complete", "Contributors", "distance_with", "one_off_cost", "opened", "startable"]

MOST_SETS = 3
"""So many sets of others are named for a field."""

_MOST_LOOKS = 2_000
"""So many sets and beginnings of sets are looked at for one initiative and one field."""

Shares = tuple[int, ...]
"""A share of each channel of a field, as multiples of one grain, so that sums are exact and fast."""


class Contributors:
    """Who gives how much to a field, in each channel that it is judged over."""

    def __init__(self, portfolio: Portfolio, field: str, possible: Collection[str]) -> None:
        """Gather them.

        Args:
            portfolio: The portfolio.
            field: The id of a field as a whole.
            possible: The initiatives that can be done, by id; the others are not named.
        """
        parts = portfolio.disc.parts_of[field]
        start = portfolio.start_fulfilment
        missing = [1 - start[part] for part in parts]
        own = {name: _given(portfolio.gains[name], parts) for name in portfolio.by_id if name in possible}
        joint = [
            (one.of, _given(portfolio.joint_gains[one.id], parts))
            for one in portfolio.synergies
            if not one.needs  # what else is done decides whether these add anything
        ]
        grain = lcm(
            *(share.denominator for one in (missing, *own.values(), *(s for _, s in joint)) for share in one)
        )
        self._missing = _whole(missing, grain)
        self._own = {name: _whole(shares, grain) for name, shares in own.items()}
        self._joint = [(frozenset(of), _whole(shares, grain)) for of, shares in joint if any(shares)]
        self._most = self._at_most()

    def _at_most(self) -> dict[str, Shares]:
        """Return what each one gives at most, its synergies counted, the greatest first; without those that give nothing."""
        most = {name: _positive(shares) for name, shares in self._own.items()}
        for members, shares in self._joint:
            for name in members & most.keys():
                most[name] = _plus(most[name], _positive(shares))
        giving = {name: shares for name, shares in most.items() if any(shares)}
        return dict(sorted(giving.items(), key=lambda entry: -sum(entry[1])))

    def sets_with(self, name: str) -> list[tuple[str, ...]]:
        """Return the smallest sets of others with which an initiative completes the field, and without which it does not.

        Nobody in a set is superfluous: with one less, the initiative itself included, the field is not complete. What
        they require is not among them.

        Args:
            name: The initiative.

        Returns:
            At most `MOST_SETS`, of the same size, in the order given; an empty set where it completes the field by
            itself; none where it never does or that would take too long to find.
        """
        others = {other: most for other, most in self._most.items() if other != name}
        if name not in self._most or not any(missing > 0 for missing in self._missing):
            return []
        looks = iter(range(_MOST_LOOKS))
        for size in range(len(others) + 1):
            found = []
            for some in self._of_size(size, others, self._most[name], looks):
                if self._just_complete({name, *some}):
                    found.append(tuple(other for other in self._own if other in some))
                if len(found) == MOST_SETS:
                    break
            if found or next(looks, None) is None:
                return found
        return []

    def _of_size(
        self, size: int, others: Mapping[str, Shares], with_it: Shares, looks: Iterator[int]
    ) -> Iterator[frozenset[str]]:
        """Yield the sets of so many others that could give enough, until there were too many looks."""
        names, given = [*others], [*others.values()]
        best = [*accumulate(reversed(given), _greatest)][::-1]

        def more(chosen: tuple[str, ...], total: Shares, first: int) -> Iterator[frozenset[str]]:
            if next(looks, None) is None:
                return
            left = size - len(chosen)
            if not left:
                yield frozenset(chosen)
            for place in range(first, len(names) - left + 1 if left else 0):
                reach = (one + left * most for one, most in zip(total, best[place], strict=True))
                if not all(map(int.__ge__, reach, self._missing)):
                    return  # those after it give no more
                yield from more((*chosen, names[place]), _plus(total, given[place]), place + 1)

        return more((), with_it, 0)

    def _just_complete(self, names: set[str]) -> bool:
        return self._complete(names) and not any(self._complete(names - {name}) for name in names)

    def _complete(self, names: set[str]) -> bool:
        """Return whether some of them complete the field, in every channel."""
        given = [self._own[name] for name in names]
        given += [shares for members, shares in self._joint if members <= names]
        return all(sum(one) >= missing for *one, missing in zip(*given, self._missing, strict=True))


def _given(gains: Mapping[str, Fraction], parts: Sequence[str]) -> list[Fraction]:
    return [gains.get(part, Fraction(0)) for part in parts]


def _whole(shares: Sequence[Fraction], grain: int) -> Shares:
    return tuple(int(share * grain) for share in shares)


def _positive(shares: Shares) -> Shares:
    return tuple(max(share, 0) for share in shares)


def _plus(one: Shares, other: Shares) -> Shares:
    return tuple(map(int.__add__, one, other))


def _greatest(one: Shares, other: Shares) -> Shares:
    return tuple(map(max, one, other))


def opened(unlocked: Mapping[str, Collection[str]], name: str) -> list[str]:
    """Return what waits for an initiative, directly or not, for itself or a field.

    Args:
        unlocked: What waits for each initiative directly, by id.
        name: The initiative.

    Returns:
        Ids, in the order of `unlocked`.
    """
    waiting: set[str] = set()
    new = {name}
    while new:
        new = {other for one in new for other in unlocked[one]} - waiting - {name}
        waiting |= new
    return [other for other in unlocked if other in waiting]


def startable(portfolio: Portfolio, done: AbstractSet[str], waiting: AbstractSet[str]) -> set[str]:
    """Return what is done and all that can then start, one after the other: the fields it needs are fulfilled by then.

    Args:
        portfolio: The portfolio.
        done: Ids of what is done.
        waiting: Ids of what is to start if it can.
    """
    complete = Complete(portfolio, done)
    looked_at = waiting - done
    while more := {one for one in looked_at if _can_start(portfolio.by_id[one], complete, waiting)}:
        changed = complete.add(more)
        looked_at = (_concerned(portfolio, more, changed) & waiting) - complete.names
    return complete.names


def _concerned(portfolio: Portfolio, more: Collection[str], changed: Collection[str]) -> set[str]:
    """Return the initiatives that require some others or need some parts of fields."""
    requiring, needing = _requiring(portfolio), _needing(portfolio)
    return set[str]().union(
        *(requiring.get(name, ()) for name in more), *(needing.get(field, ()) for field in changed)
    )


@once_for_each
def _requiring(portfolio: Portfolio) -> dict[str, set[str]]:
    """Return the ids of what requires each initiative, or it among others."""
    found = defaultdict(set)
    for one in portfolio.initiatives:
        for entry in one.requirements:
            for name in entry.of:
                found[name].add(one.id)
    return dict(found)


@once_for_each
def _needing(portfolio: Portfolio) -> dict[str, set[str]]:
    """Return the ids of what needs the field of each part."""
    found = defaultdict(set)
    for one in portfolio.initiatives:
        for field in one.needs:
            for part in portfolio.disc.parts_of[field]:
                found[part].add(one.id)
    return dict(found)


def _can_start(initiative: Initiative, complete: Complete, waiting: AbstractSet[str]) -> bool:
    """Tell whether an initiative can start; where it requires one of others that are not asked about, one is taken as done."""
    done = complete.names
    return all(
        len(done.intersection(entry.of)) >= entry.least
        or (entry.leaves_choice and waiting.isdisjoint(entry.of))
        for entry in initiative.requirements
        if done.issuperset(entry.given)
    ) and all(complete.fulfilment(field) >= share for field, share in initiative.needed_shares.items())


def distance_with(portfolio: Portfolio, names: Collection[str]) -> Fraction:
    """Return the distance when some initiatives are complete and nothing else is.

    What they require, money and time are not looked at; synergies among them count.

    Args:
        portfolio: The portfolio.
        names: Ids.

    Returns:
        From 0, the ambition, to 1.

    >>> from omniprio.disc import Disc, Discipline
    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    >>> half = Initiative(id="half", advances={"R2": 0.5})
    >>> distance_with(Portfolio(horizon=1, disc=disc, initiatives=[half]), ["half"])
    Fraction(1, 4)
    """
    weights = portfolio.disc.weights
    whole = sum((weights[name] * level for name, level in portfolio.ambitions.items()), Fraction(0))
    if whole == 0:
        return Fraction(0)
    missing = still_missing(portfolio, positions_at(portfolio, Complete(portfolio, names).all_fields()))
    return sum((weights[name] * levels for name, levels in missing.items()), Fraction(0)) / whole


class Complete:
    """Initiatives that are complete, to which others can be added, and how far they bring each field.

    Attributes:
        names: Their ids.
    """

    def __init__(self, portfolio: Portfolio, names: Collection[str] = ()) -> None:
        """Begin with some.

        Args:
            portfolio: The portfolio.
            names: Their ids.
        """
        self._portfolio = portfolio
        self._total = {part: portfolio.latest_fulfilment[part] for part in portfolio.disc.parts}
        self.names: set[str] = set()
        self._waiting = [one for one in portfolio.synergies if one.needs]
        self.add(names)

    def add(self, names: Collection[str]) -> set[str]:
        """Add some that are not among them and return the parts that get a share, by id."""
        self.names.update(names)
        joint = _synergies(self._portfolio)
        active = {
            synergy.id: self._portfolio.joint_gains_ahead[synergy.id]
            for name in names
            for synergy in joint.get(name, ())
            if not synergy.needs and self.names.issuperset(synergy.of)
        }
        changed: set[str] = set()
        for shares in (*(self._portfolio.gains_ahead[name] for name in names), *active.values()):
            changed |= self._give(shares)
        while fulfilled := [one for one in self._waiting if self._is_fulfilled(one)]:
            self._waiting = [one for one in self._waiting if one not in fulfilled]
            for synergy in fulfilled:
                changed |= self._give(self._portfolio.joint_gains_ahead[synergy.id])
        return changed

    def _give(self, shares: Mapping[str, Fraction]) -> set[str]:
        """Add shares of parts and return these."""
        for part, share in shares.items():
            self._total[part] += share
        return set(shares)

    def _is_fulfilled(self, synergy: Synergy) -> bool:
        """Tell whether a synergy that needs fields is active."""
        needed = synergy.needed_shares.items()
        return self.names.issuperset(synergy.of) and all(
            self.fulfilment(field) >= share for field, share in needed
        )

    def fulfilment(self, field: str) -> Fraction:
        """Return how far a field is fulfilled, 0 to 1."""
        disc = self._portfolio.disc
        return field_over_channels(disc, field, {part: self._clipped(part) for part in disc.parts_of[field]})

    def all_fields(self) -> dict[str, Fraction]:
        """Return how far each field is fulfilled, 0 to 1."""
        return with_fields(self._portfolio.disc, {part: self._clipped(part) for part in self._total})

    def _clipped(self, part: str) -> Fraction:
        return min(max(self._total[part], Fraction(0)), Fraction(1))


@once_for_each
def _synergies(portfolio: Portfolio) -> dict[str, list[Synergy]]:
    """Return the synergies that each initiative is a member of."""
    return by_member(portfolio.synergies, lambda synergy: synergy.of)


def one_off_cost(portfolio: Portfolio, names: Collection[str]) -> Fraction:
    """Return the one-off cost of some initiatives over all funds, in the currency of the portfolio; running costs and synergies do not count."""
    costs = _one_off_costs(portfolio)
    return sum((costs[name] for name in names), Fraction(0))


@once_for_each
def _one_off_costs(portfolio: Portfolio) -> dict[str, Fraction]:
    """Return the one-off cost of each initiative over all funds."""
    return {
        one.id: min(
            worth_of({fund: cost.one_off for fund, cost in way.costs_by_fund.items()}, portfolio)
            for way in one.ways.values()
        )
        for one in portfolio.initiatives
    }
