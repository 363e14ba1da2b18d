"""Which fields an initiative completes, and with which others."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from omniprio.portfolio import Portfolio

__all__ = ["MOST_SETS", "Contributors"]

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
