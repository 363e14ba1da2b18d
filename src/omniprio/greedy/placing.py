"""A schedule that grows: each initiative with all that it requires, as early as there is room, or not at all.

Source: Kolisch, 1996, Serial and parallel resource-constrained project scheduling methods revisited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from omniprio.dependency_graph import order
from omniprio.disc import by_part
from omniprio.greedy.alone import breakable, standing_alone
from omniprio.greedy.room import Room
from omniprio.measures import all_counted, least_counted
from omniprio.portfolio import as_begun, window_of
from omniprio.portfolio.requirements import longest_wait_of, wait_of
from omniprio.synergies import ready

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from omniprio.greedy.alone import Alone
    from omniprio.greedy.room import Wholes
    from omniprio.portfolio import Group, Initiative, Portfolio, Requirement, Synergy

__all__ = ["Mark", "Placing"]

Shares = npt.NDArray[np.float64]

_MOST_ATTEMPTS = 500
"""Attempts at what choices and needs ask for, before one initiative is given up."""

_NOISE = 1e-9
"""What rounding may make of a sum of shares; the checker counts exactly afterwards."""


def _floats(gains: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, float]]:
    return {name: {part: float(share) for part, share in given.items()} for name, given in gains.items()}


class Mark(NamedTuple):
    """How a schedule stood: its starts, what was left of each thing, the shares of each field, and what will never fit any more."""

    starts: dict[str, int]
    left: Wholes
    shares: Shares
    hopeless: frozenset[str]


class Placing:
    """A schedule under construction that keeps all rules, but for what must still be added.

    Attributes:
        starts: The schedule so far.
        room: What it leaves of budgets and teams.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        """Begin with nothing placed."""
        self.portfolio = portfolio
        self.room = Room(portfolio)
        self.starts: dict[str, int] = {}
        self._rank = {name: place for place, name in enumerate(order(portfolio))}
        self._parts = {part: place for place, part in enumerate(portfolio.disc.parts)}
        self._rows = {field: self._rows_of(field) for field in portfolio.disc.parts_of}
        begin = [float(portfolio.start_fulfilment[part]) for part in self._parts]
        self._gains = _floats(portfolio.gains)
        self._joint_gains = _floats(portfolio.joint_gains)
        self._shares = np.tile(np.array(begin)[:, None], portfolio.periods + 1)
        for part, measured in portfolio.measured_parts.items():
            for period, state in measured.items():
                self._shares[self._parts[part], period:] = float(state)
        self._givers: dict[str, list[str]] = {}
        for name, gains in self._gains.items():
            for part, share in gains.items():
                if share:
                    self._givers.setdefault(part, []).append(name)
        self._groups: dict[str, list[Group]] = {}
        for group in portfolio.groups:
            for name in portfolio.members[group.id]:
                self._groups.setdefault(name, []).append(group)
        self._synergies: dict[str, list[Synergy]] = {}
        for synergy in portfolio.synergies:
            for name in synergy.of:
                self._synergies.setdefault(name, []).append(synergy)
        self._breakable = breakable(portfolio)
        self._alone = standing_alone(portfolio, {*self._breakable, *self._groups, *self._synergies})
        self._certain = {
            one.id: [name for entry in one.requirements if entry.is_certain for name in entry.of]
            for one in portfolio.initiatives
        }
        self._conditional = {
            one.id: entries
            for one in portfolio.initiatives
            if (entries := [entry for entry in one.requirements if entry.given and not entry.leaves_choice])
        }
        self._can_fall = bool(portfolio.measured) or any(
            share < 0 for one in portfolio.synergies for share in one.advances.values()
        )
        self._can_grow = any(one.cost < 0 for one in portfolio.synergies) or any(
            one.adds for one in portfolio.initiatives
        )
        self._hopeless, self._under_way = set[str](), set[str]()
        self._attempts = 0

    def _rows_of(self, field: str) -> tuple[list[int], list[float] | None]:
        """Return which shares a field, or a channel of it, is made of, and what each weighs; None where the least counts."""
        disc = self.portfolio.disc
        parts = disc.parts_of[field]
        weights = [float(disc.part_weights[part]) for part in parts] if field in disc.means else None
        return [self._parts[part] for part in parts], weights

    def mark(self) -> Mark:
        """Return how it stands, to go back to."""
        return Mark(self.starts.copy(), self.room.left.copy(), self._shares.copy(), frozenset(self._hopeless))

    def go_back(self, mark: Mark) -> None:
        """Restore what a mark has kept."""
        self.starts, self.room.left, self._shares = mark.starts.copy(), mark.left.copy(), mark.shares.copy()
        self._hopeless = set(mark.hopeless)

    def fulfilment(self, field: str, period: int = -1) -> float:
        """Return how far a field is fulfilled at the end of a period, or at the horizon, 0 to 1."""
        rows, weights = self._rows[field]
        states = [min(max(float(self._shares[row, period]), 0.0), 1.0) for row in rows]
        return min(states) if weights is None else float(np.average(states, weights=weights))

    def reached(self, field: str) -> int:
        """Return the first period at whose end a field, or a channel of it, is complete; one more than there are where none is."""
        there = self._states(field) >= 1 - _NOISE
        return int(np.argmax(there)) if there.any() else self.portfolio.periods + 1

    def finish(self, name: str) -> int:
        """Return the period at whose end an initiative that is placed is complete."""
        return self.starts[name] + self._lasts(name) - 1

    def givers(self, part: str) -> dict[str, float]:
        """Return what advances a part of a field and is not placed, with the share it gives."""
        return {
            name: self._gains[name][part] for name in self._givers.get(part, ()) if name not in self.starts
        }

    def _states(self, field: str) -> Shares:
        """Return how far a field, or a channel of it, is fulfilled at the end of each period; see `Disc.over`."""
        rows, weights = self._rows[field]
        states: Shares = np.clip(self._shares[rows], 0.0, 1.0)
        return np.min(states, axis=0) if weights is None else np.average(states, axis=0, weights=weights)

    def missing(self, name: str) -> list[str]:
        """Return an initiative with all that it certainly requires and is not placed yet, what comes first first."""
        return sorted(self._missing([name]), key=self._rank.__getitem__)

    def _missing(self, names: Iterable[str]) -> dict[str, None]:
        """Return some initiatives with all that they certainly require and is not placed yet."""
        starts, certain, conditional = self.starts, self._certain, self._conditional
        found: dict[str, None] = {}  # in the same order each time: what is added up is rounded
        ahead = [name for name in names if name not in starts]
        while ahead:
            one = ahead.pop()
            if one not in found:
                found[one] = None
                ahead += [other for other in certain[one] if other not in starts]
                for entry in conditional.get(one, ()):
                    if self._is_in_force(entry, one):
                        ahead += [other for other in entry.of if other not in starts]
        return found

    def price(self, *names: str) -> float:
        """Return how much of all that is limited some initiatives take with all that they require."""
        return sum(map(self.room.price.__getitem__, self._missing(names)))

    def add(self, name: str, *, at: int | None = None) -> bool:
        """Place an initiative with all that it requires; where one does not fit, leave all as it was.

        Args:
            name: The initiative.
            at: Its start, or None for the first that fits.
        """
        self._attempts = 0
        return self._add_with_all(name, at)

    def _add_with_all(self, name: str, at: int | None = None) -> bool:
        if name in self.starts:
            return at in {None, self.starts[name]}
        alone = self._alone.get(name)
        if alone is not None and at is None and all(other in self.starts for other, _ in alone.waits):
            return self._add_alone(name, alone)
        needed = self.missing(name)
        self._attempts += 1
        if self._attempts > _MOST_ATTEMPTS or not (self._hopeless | self._under_way).isdisjoint(needed):
            return False
        before = self.mark()
        for one in needed:
            if one not in self.starts and not self._place(one, at if one == name else None):
                self.go_back(before)
                self._note(one)
                return False
        return True

    def _add_alone(self, name: str, alone: Alone) -> bool:
        """Place an initiative that stands alone, and whose requirements are placed."""
        if name in self._hopeless:
            return False
        ready = max([alone.first, *(self.starts[other] + wait for other, wait in alone.waits)])
        there = self.room.fits(name)[ready - 1 : alone.last]
        if there.any():
            self.put(name, ready + int(there.argmax()))
            return True
        self._note(name)
        return False

    def _note(self, name: str) -> None:
        """Note that an initiative will never fit, if so: room only gets less, unless synergies save money."""
        if not self._can_grow and not self._possible(name):
            self._hopeless.add(name)

    def _possible(self, name: str) -> list[int]:
        """Return the starts within the own dates for which there is room; requirements are not looked at."""
        return self.room.fitting(name, window_of(self.portfolio.by_id[name], self.portfolio))

    def _place(self, name: str, at: int | None) -> bool:
        """Place one initiative whose certain requirements are placed, with what its choices and needs ask for."""
        initiative, alone = self.portfolio.by_id[name], self._alone.get(name)
        if alone is not None and at is None:
            return self._add_alone(name, alone)
        if initiative.decision == "never" or self._is_crowded(name):
            return False
        self._under_way.add(name)
        try:
            return (
                self._place_what_it_needs(initiative)
                and self._put_where_it_fits(initiative, at)
                and self._place_partners(name)
            )
        finally:
            self._under_way.remove(name)

    def _place_what_it_needs(self, initiative: Initiative) -> bool:
        """Place one of each choice that is required, and what fulfils the fields that are needed."""
        choices = (
            entry
            for entry in initiative.requirements
            if entry.leaves_choice and self._is_in_force(entry, initiative.id)
        )
        return all(map(self._place_some_of, choices)) and all(
            self._raise_field(field, share) for field, share in initiative.needs.items()
        )

    def _put_where_it_fits(self, initiative: Initiative, at: int | None) -> bool:
        ready = self._ready(initiative)
        possible = (
            start
            for start in self._possible(initiative.id)
            if start >= ready and at in {None, start} and self._is_apart(initiative, start)
        )
        start = next(possible, None)
        if start is None:
            return False
        self.put(initiative.id, start)
        return self.room.is_kept() and self._needs_hold() and self._orders_hold(initiative.id)

    def _is_apart(self, initiative: Initiative, start: int) -> bool:
        """Tell whether an initiative would be as far from the work of others as its groups want."""
        over = start + as_begun(initiative, start, self.portfolio).duration
        return all(
            over + group.apart <= self.starts[name] or self.finish(name) + 1 + group.apart <= start
            for group in self._groups.get(initiative.id, ())
            if group.apart is not None
            for name in self.portfolio.members[group.id]
            if name in self.starts
        )

    def _is_crowded(self, name: str) -> bool:
        """Tell whether an initiative is more than a group has room for, whenever it starts."""
        return any(
            group.most is not None and self.measured(group) + self.counted(group, name) > group.most
            for group in self._groups.get(name, ())
        )

    def counted(self, group: Group, name: str) -> Fraction:
        """Return the least that an initiative counts in the measure of a group, whenever it starts."""
        return least_counted(group, self.portfolio.by_id[name], self.portfolio)

    def measured(self, group: Group) -> Fraction:
        """Return what the members of a group that are placed come to in its measure."""
        return all_counted(group, self.portfolio, self.starts, self.portfolio.members[group.id])

    def _is_in_force(self, entry: Requirement, name: str) -> bool:
        """Tell whether all are placed for which an initiative requires something, itself taken as placed."""
        return all(one in self.starts or one == name for one in entry.given)

    def _place_some_of(self, entry: Requirement) -> bool:
        """Place as many of a choice as are required, the cheapest that fit."""
        missing = entry.least - sum(name in self.starts for name in entry.of)
        for name in sorted(entry.of, key=self.price):
            if missing > 0 and name not in self.starts:
                missing -= self._add_with_all(name)
        return missing <= 0

    def _raise_field(self, field: str, share: float) -> bool:
        """Raise a field so far, in one channel after the other, by what gives most for what it takes."""
        for part in self.portfolio.disc.parts_of[field]:
            shares = self.givers(part)
            for name in sorted(shares, key=lambda name: self.price(name) / shares[name]):
                if self.fulfilment(part) >= share - _NOISE or self.fulfilment(field) >= share - _NOISE:
                    break
                self._add_with_all(name)
        return self.fulfilment(field) >= share - _NOISE

    def _ready(self, initiative: Initiative) -> int:
        """Return the first period in which all that must come before has come."""
        ready = 1
        for entry in initiative.requirements:
            if self._is_in_force(entry, initiative.id):
                opens = sorted(
                    self._opens(entry, name, initiative) for name in entry.of if name in self.starts
                )
                ready = max([ready, *opens[: entry.least][-1:]])
        for field, share in initiative.needs.items():
            there = self._states(field) >= share - _NOISE
            ready = max(ready, int(np.argmax(there)) + 1 if there.any() else self.portfolio.periods + 1)
        return ready

    def _opens(self, entry: Requirement, name: str, initiative: Initiative) -> int:
        wait = wait_of(entry, initiative.shortest, self._lasts(name))
        return 1 if wait is None else self.starts[name] + wait

    def _lasts(self, name: str) -> int:
        """Return how long an initiative that is placed takes, closed periods included."""
        return as_begun(self.portfolio.by_id[name], self.starts[name], self.portfolio).duration

    def _orders_hold(self, placed: str) -> bool:
        """Tell whether what has just been placed keeps the requirements that name it, where what is placed later can break them."""
        return all(
            self._is_kept(entry, self.portfolio.by_id[name])
            for name, entry in self._breakable.get(placed, ())
        )

    def _is_kept(self, entry: Requirement, initiative: Initiative) -> bool:
        """Tell whether a requirement holds between those placed; what is not placed yet may still come."""
        if initiative.id not in self.starts or not self._is_in_force(entry, initiative.id):
            return True
        there = [name for name in entry.of if name in self.starts]
        missing = 0 if entry.given else len(entry.of) - len(there)
        return missing + sum(self._comes_right(entry, initiative.id, name) for name in there) >= entry.least

    def _comes_right(self, entry: Requirement, one: str, other: str) -> bool:
        passed = self.starts[one] - self.starts[other]
        wait = wait_of(entry, self._lasts(one), self._lasts(other))
        longest = longest_wait_of(entry, self._lasts(one), self._lasts(other))
        return (wait is None or passed >= wait) and (longest is None or passed <= longest)

    def put(self, name: str, start: int) -> None:
        """Place an initiative at a start, whatever the rules say."""
        self.starts[name] = start
        self.room.start(name, start)
        self._gain(self._given(self.portfolio.by_id[name], start), self.finish(name))
        for synergy in self._synergies.get(name, ()):
            active = ready(synergy, self.starts, self.portfolio)
            if active is not None and not synergy.needs:
                together = synergy.when == "start together"
                self.room.join(synergy.id, start if together else active)
                self._gain(self._joint_gains[synergy.id], active)

    def _given(self, initiative: Initiative, start: int) -> Mapping[str, float]:
        """Return what an initiative gives to each part of a field, in the mode of its start."""
        if not initiative.modes:
            return self._gains[initiative.id]
        shares = as_begun(initiative, start, self.portfolio).shares
        return {part: float(share) for part, share in by_part(self.portfolio.disc, shares).items()}

    def _gain(self, shares: Mapping[str, float], period: int) -> None:
        for part, share in shares.items():
            self._shares[self._parts[part], period : self._measured_next(part, period)] += share

    def _measured_next(self, part: str, period: int) -> int | None:
        """Return the first period, from one on, at whose end a part was measured: what came before is in that."""
        measured = self.portfolio.measured_parts.get(part, {})
        return next((end for end in measured if end >= period), None)

    def _needs_hold(self) -> bool:
        """Tell whether what is placed still starts with its needs fulfilled: a synergy or a measurement may have lowered a field."""
        return not self._can_fall or all(
            self._states(field)[start - 1] >= share - _NOISE
            for name, start in self.starts.items()
            for field, share in self.portfolio.by_id[name].needs.items()
        )

    def _place_partners(self, name: str) -> bool:
        """Place all members of groups of which all or none are chosen."""
        return all(
            self._add_with_all(other)
            for group in self._groups.get(name, ())
            if group.all_or_none
            for other in self.portfolio.members[group.id]
        )
