"""The variables: what has started, which synergies are active, what each field is credited with."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, partial
from itertools import groupby, repeat
from math import lcm
from typing import TYPE_CHECKING

from omniprio.disc import by_part
from omniprio.formulation.starts import Starts
from omniprio.portfolio import mode_of
from omniprio.portfolio.portfolio import known_at
from omniprio.solver.program import Expression, total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from omniprio.deadline import Deadline
    from omniprio.fulfilment import Progress
    from omniprio.portfolio import Portfolio, Synergy

__all__ = ["Variables"]


class Variables(Starts):
    """The columns of the program, by what they stand for.

    Attributes:
        active: `active[synergy, t]`: whether a synergy is active at the end of period t.
        joined: `joined[synergy][i, s]`: whether member i of a synergy in order starts in s, after all before it are
            complete; where they must start together, whether all start in s, i being 0.
        paid_at: `paid_at[synergy][s]`: whether a synergy that must start together, and needs fields, costs in s.
        fulfilment: `fulfilment[field, t]`: what a field is credited with, once all outer ones are reached.
        reached: `reached[field, t]`: whether a field and all outer ones of its discipline are reached.
        position: `position[discipline, t]`: the levels of its ambition that a discipline has covered.
        distance: `distance[t]`: the distance, where it was asked for.
        of_part: `of_part[part, t]`: the fulfilment of one channel of a field, where a mean of channels asks for it.
        exact_parts: Those of `of_part` that can be no less than the fulfilment either.
        is_below: `is_below[part, t]`: whether the shares of a part of the disc may be below 0.
        counted: `counted[field, t]`: whether a field of a checklist, which a milestone counts, is reached.
        computed: Further columns, each with how its value follows from what a schedule does to the disc.
        scheduled: Further columns, each with how its value follows from the schedule alone.
        derived: Further columns, each with how its value follows from both.
        bought: `bought[team][t - 1]`: what is bought of a team in period t, where it costs something.
    """

    def __init__(
        self, portfolio: Portfolio, windows: Mapping[str, Sequence[int]], deadline: Deadline | None = None
    ) -> None:
        """Add the columns that say when each initiative has started and each synergy is active.

        Args:
            portfolio: The portfolio.
            windows: The periods in which each initiative may start, by id, in order.
            deadline: When building the program is given up with `TimeIsOver`, or None for never.
        """
        super().__init__(portfolio, windows, deadline)
        self.joined: dict[str, dict[tuple[int, int], Expression]] = {}
        self.active: dict[tuple[str, int], Expression] = {}
        self.paid_at: dict[str, dict[int, Expression]] = {}
        for place, synergy in enumerate(portfolio.synergies):
            self._add_synergy(place, synergy)
        self.fulfilment: dict[tuple[str, int], Expression] = {}
        self.reached: dict[tuple[str, int], Expression] = {}
        self.position: dict[tuple[str, int], Expression] = {}
        self.distance: dict[int, Expression] = {}
        self.of_part: dict[tuple[str, int], Expression] = {}
        self.exact_parts: set[tuple[str, int]] = set()
        self.is_below: dict[tuple[str, int], Expression] = {}
        self.counted: dict[tuple[str, int], Expression] = {}
        self.computed: list[tuple[Expression, Callable[[Progress], Fraction]]] = []
        self.scheduled: list[tuple[Expression, Callable[[Mapping[str, int]], Fraction]]] = []
        self.derived: list[tuple[Expression, Callable[[Mapping[str, int], Progress], Fraction]]] = []
        self.bought: dict[str, list[Expression]] = {}

    def _add_synergy(self, place: int, synergy: Synergy) -> None:
        """Add the columns of one synergy."""
        self._join(place, synergy)
        first = max((self.first_completion(name) for name in synergy.of), default=1)
        for period in range(first, self._periods + 1):
            if self.has_own_columns(synergy):
                name = f"y_{place}_{period}"
                self.active[synergy.id, period] = self.program.column(
                    name, integer=synergy.when != "all complete" or bool(synergy.needs)
                )
            else:
                (ready,) = self.members_ready(synergy, period)
                if ready.terms:
                    self.active[synergy.id, period] = ready
        if (synergy.needs or self.has_modes(synergy)) and synergy.when == "start together" and synergy.cost:
            self.paid_at[synergy.id] = {
                start: self.program.column(f"k_{place}_{start}", integer=False)
                for _, start in self.joined[synergy.id]
            }

    def _join(self, place: int, synergy: Synergy) -> None:
        """Add the columns that say how the members of a synergy start."""
        if synergy.when == "all complete":
            return
        joined = self.joined[synergy.id] = {}
        windows = [self.windows[name] for name in synergy.of]
        if synergy.when == "start together":
            common = sorted(set(map(int, windows[0])).intersection(*(map(int, one) for one in windows[1:])))
            where = [
                (0, start)
                for start in common
                if self.has_modes(synergy) or self._are_complete(synergy.of, start)
            ]
        else:
            where = [(member, start) for member in range(1, len(windows)) for start in windows[member]]
        for member, start in where:
            if synergy.when == "start together" or self.done_in_order(synergy, member - 1, start - 1).terms:
                name = f"j_{place}_{member}_{start}{mode_of(start) and f'_{len(joined)}'}"
                joined[member, start] = self.program.column(name, integer=False)

    def _are_complete(self, names: Sequence[str], start: int) -> bool:
        """Return whether initiatives that start in a period are complete within the horizon."""
        return all(start + self.begun(name, start).duration - 1 <= self._periods for name in names)

    def members_ready(self, synergy: Synergy, period: int) -> list[Expression]:
        """Return what must hold of the members of a synergy, in time and by the end of a period: each 0 or 1."""
        if synergy.when == "all complete":
            return [self.completed(name, period) for name in synergy.of]
        if synergy.when == "in order":
            return [self.done_in_order(synergy, len(synergy.of) - 1, period)]
        if self.has_modes(synergy):
            joined = (column for (_, start), column in self.joined[synergy.id].items() if start <= period)
            done = [self.completed(name, period) for name in synergy.of]
            return [total((one, 1) for one in joined), *done]
        return [self._joined_by(synergy, 0, synergy.of, period)]

    def has_own_columns(self, synergy: Synergy) -> bool:
        """Return whether columns of its own say when a synergy is active; else how its members started tells that."""
        return bool(synergy.needs) or synergy.when == "all complete" or self.has_modes(synergy)

    def has_modes(self, synergy: Synergy) -> bool:
        """Return whether members of a synergy that must start together have modes: their start does not tell the rest."""
        return synergy.when == "start together" and any(
            self.portfolio.by_id[name].modes for name in synergy.of
        )

    def done_in_order(self, synergy: Synergy, member: int, period: int) -> Expression:
        """Return whether members of a synergy, up to one, have been done in order by the end of a period."""
        name = synergy.of[member]
        if not member:
            return self.completed(name, period)
        return self._joined_by(synergy, member, (name,), period)

    def _joined_by(self, synergy: Synergy, member: int, names: Sequence[str], period: int) -> Expression:
        """Return whether a member of a synergy has started as it must, and some are complete by the end of a period."""
        return total(
            (joined, 1)
            for (one, start), joined in self.joined[synergy.id].items()
            if one == member and all(start + self.begun(name, start).duration - 1 <= period for name in names)
        )

    @cached_property
    def synergies_hurt(self) -> bool:
        """Whether a synergy that needs fields can be better missed or late: it costs or saves, loses, or lowers a field.

        One that raises a field can be where fields are measured: what comes after that counts on top of it.
        """
        return any(
            one.cost
            or one.benefit < 0
            or any(share < 0 or self.portfolio.measured for share in one.advances.values())
            for one in self.portfolio.synergies
            if one.needs
        )

    def paid_by(self, synergy: Synergy, period: int) -> Expression:
        """Return whether the cost of a synergy has fallen by the end of a period."""
        if synergy.when != "start together":
            return self.is_active(synergy.id, period)
        if synergy.needs or self.has_modes(synergy):
            paid = self.paid_at.get(synergy.id, {})
        else:
            paid = {start: joined for (_, start), joined in self.joined[synergy.id].items()}
        return total((column, 1) for start, column in paid.items() if start <= period)

    def is_active(self, synergy: str, period: int) -> Expression:
        """Return whether a synergy is active at the end of a period."""
        return self.active.get((synergy, period), Expression())

    def place_of_field(self, field: str) -> int:
        """Return the place of a field or a channel of it on the disc, from 0, for the names of columns."""
        return self._places[field]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.portfolio.disc.named)}

    def below(self, part: str, period: int) -> Expression:
        """Return the column that says that the shares of a part may be below 0, adding it where it is new."""
        if (part, period) not in self.is_below:
            name = f"b_{self.place_of_field(part)}_{period}"
            self.is_below[part, period] = self.program.column(name, integer=True)
        return self.is_below[part, period]

    def capped(self, discipline: str, period: int, level: int, grain: Fraction) -> Expression:
        """Add the column for a position that stops at the ambition."""
        place = list(self.portfolio.ambitions).index(discipline)
        column = self.program.column(f"q_{place}_{period}", integer=False, upper=level, grain=grain)
        self.computed.append((column, partial(_capped, discipline, period, level)))
        return column

    def count(self, field: str, period: int) -> Expression:
        """Return the column for whether a field of a checklist, which a milestone counts, is reached, adding it once."""
        if (field, period) not in self.counted:
            name = f"m_{self.place_of_field(field)}_{period}"
            self.counted[field, period] = self.program.column(name, integer=True)
            self.computed.append((self.counted[field, period], partial(_whole, field, period)))
        return self.counted[field, period]

    def shares(self, part: str, period: int) -> Expression:
        """Return the start of a part plus all shares at the end of a period, before clipping to 0..1.

        After a measurement it is what was measured plus the shares since.
        """
        since, state = known_at(self.portfolio, part, period)
        result = Expression(constant=state)
        for name, mode, share in self._contributors.get(part, ()):
            for column in self.completed_as(name, mode, period).terms:
                result.terms[column] = share
        for name, share in self._joint_contributors.get(part, ()):
            if (name, period) in self.active:
                result.add_scaled(self.active[name, period], share)
        if since:
            self._take_away(part, since, result)
        return result

    def _take_away(self, part: str, since: int, shares: Expression) -> None:
        """Take what had come by a period out of the shares of a part."""
        for name, mode, share in self._contributors.get(part, ()):
            shares.add_scaled(self.completed_as(name, mode, since), -share)
        for name, share in self._joint_contributors.get(part, ()):
            shares.add_scaled(self.is_active(name, since), -share)

    @cached_property
    def _contributors(self) -> dict[str, list[tuple[str, str, Fraction]]]:
        """By part of a field, what gives it a share, in which mode, and the share."""
        found: dict[str, list[tuple[str, str, Fraction]]] = {}
        for initiative in self.portfolio.initiatives:
            for mode, way in initiative.ways.items():
                for part, share in by_part(self.portfolio.disc, way.shares).items():
                    if share and self.ways[initiative.id].get(mode):
                        found.setdefault(part, []).append((initiative.id, mode, share))
        return found

    @cached_property
    def _joint_contributors(self) -> dict[str, list[tuple[str, Fraction]]]:
        found: dict[str, list[tuple[str, Fraction]]] = {}
        for name, gains in self.portfolio.joint_gains.items():
            for part, share in gains.items():
                if share:
                    found.setdefault(part, []).append((name, share))
        return found

    def most(self, part: str, period: int) -> Fraction:
        """Return the most that the shares of a part can add up to at the end of a period, unclipped."""
        return self._extremes[part, period][1]

    def least(self, part: str, period: int) -> Fraction:
        """Return the least that the shares of a part can add up to at the end of a period, unclipped."""
        return self._extremes[part, period][0]

    @cached_property
    def _extremes(self) -> dict[tuple[str, int], tuple[Fraction, Fraction]]:
        return {
            (part, period): both
            for part in self.portfolio.disc.parts
            for period, both in enumerate(self._extremes_of(part))
        }

    def _extremes_of(self, part: str) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield the least and the most of a part by period from 0, counted anew only where there is something new."""
        there = (self._there(part, period) for period in range(self._periods + 1))
        for (state, *shares), alike in groupby(there):
            below, above = ([share for share in shares if (share > 0) is best] for best in (False, True))
            yield from repeat((sum(below, state), sum(above, state)), sum(1 for _ in alike))

    def _there(self, part: str, period: int) -> list[Fraction]:
        """Return what a part begins with, and each share that it can have by the end of a period."""
        since, state = known_at(self.portfolio, part, period)
        most: dict[str, Fraction] = {}  # shares of initiatives are not negative, and each is done in one mode
        for name, mode, share in self._contributors.get(part, ()):
            if self.completed_as(name, mode, period).terms and self._last_completion[name] > since:
                most[name] = max(share, most.get(name, share))
        joint = (
            share
            for name, share in self._joint_contributors.get(part, ())
            if (name, period) in self.active and self._last_activation(name) > since
        )
        return [state, *most.values(), *joint]

    @cached_property
    def _last_completion(self) -> dict[str, int]:
        """By id, the last period in which an initiative can complete; 0 if it cannot."""
        last = {name: [way[-1] for way in ways.values() if way] for name, ways in self.ways.items()}
        return {
            name: max((start + self.begun(name, start).duration - 1 for start in starts), default=0)
            for name, starts in last.items()
        }

    def _last_activation(self, name: str) -> int:
        """Return the last period in which a synergy can become active."""
        synergy = self._synergies[name]
        return self._periods if synergy.needs else max(self._last_completion[name] for name in synergy.of)

    @cached_property
    def _synergies(self) -> dict[str, Synergy]:
        return {synergy.id: synergy for synergy in self.portfolio.synergies}

    def grain_of(self, field: str) -> Fraction:
        """Return the step in which the fulfilment of a field, or of one channel of it, can change."""
        disc = self.portfolio.disc
        weights = disc.part_weights if field in disc.means else {}
        steps = [self.grain(part) * weights.get(part, 1) for part in disc.parts_of[field]]
        return Fraction(1, lcm(*(step.denominator for step in steps)))

    def grain(self, part: str) -> Fraction:
        """Return the step in which the fulfilment of a part can change."""
        return self._grains[part]

    @cached_property
    def _grains(self) -> dict[str, Fraction]:
        return {part: self._grain_of_part(part) for part in self.portfolio.disc.parts}

    def _grain_of_part(self, part: str) -> Fraction:
        shares = [share for *_, share in self._contributors.get(part, ())]
        shares += [share for _, share in self._joint_contributors.get(part, ())]
        shares += [
            self.portfolio.start_fulfilment[part],
            *self.portfolio.measured_parts.get(part, {}).values(),
        ]
        return Fraction(1, lcm(*(share.denominator for share in shares)))


def _capped(discipline: str, period: int, level: int, course: Progress) -> Fraction:
    return min(course.position[discipline][period], Fraction(level))


def _whole(field: str, period: int, course: Progress) -> Fraction:
    return Fraction(course.fulfilment[field][period] >= 1)
