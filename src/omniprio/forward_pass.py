"""The forward pass: period after period, what could have started by then.

As in the critical path method, with two more things to wait for: fields that are needed, and money.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.derived import once_for_each
from omniprio.disc import field_over_channels
from omniprio.portfolio import as_begun, first_finish, window_of
from omniprio.portfolio.requirements import looks_back, wait_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omniprio.portfolio import Initiative, Portfolio, Requirement, Synergy

    Delay = Callable[[Initiative, int], int]

__all__ = ["forward_pass"]


def forward_pass(portfolio: Portfolio, delayed: Delay) -> dict[str, int | None]:
    """Return the earliest period in which each initiative could start, by id; None where it never can.

    Args:
        portfolio: The portfolio.
        delayed: The first period from a given one on in which an initiative may start for a reason of its own.
    """
    floors = dict.fromkeys(portfolio.by_id, 1)
    while True:
        starts = _starts(portfolio, delayed, floors)
        raised = _raised(portfolio, starts, floors)
        if raised == floors:
            return {name: starts.get(name) for name in portfolio.by_id}
        floors = raised


def _starts(portfolio: Portfolio, delayed: Delay, floors: Mapping[str, int]) -> dict[str, int]:
    """Return the earliest start of each that has one, from a period of its own on."""
    going = _Pass(portfolio, lambda one, period: delayed(one, max(period, floors[one.id])))
    for period in range(1, portfolio.periods + 1):
        going.through(period)
    return going.starts


def _raised(portfolio: Portfolio, starts: Mapping[str, int], floors: Mapping[str, int]) -> dict[str, int]:
    """Return the first period for each that its requirements of what starts later, or only has to be chosen, allow."""
    known, found = dict(starts), dict(floors)
    for name, entry in _open(portfolio):
        for names in entry.parts:
            opens = sorted(_opens(portfolio, entry, other, name, known) for other in names)
            least = entry.least if len(names) > 1 else 1
            found[name] = max(found[name], opens[least - 1])
        if name in known:
            known[name] = max(known[name], found[name])
    return found


def _opens(portfolio: Portfolio, entry: Requirement, name: str, own: str, starts: Mapping[str, int]) -> int:
    """Return the first period in which a requirement lets an initiative start, by the start of what it asks for."""
    never = portfolio.periods + 1
    other = starts.get(name, never)
    if other >= never:
        return never
    duration = first_finish(portfolio.by_id[name], other, portfolio) - other + 1
    for start in window_of(portfolio.by_id[own], portfolio):
        wait = wait_of(entry, as_begun(portfolio.by_id[own], start, portfolio).duration, duration)
        if wait is None or other + wait <= start:
            return int(start)
    return never


@once_for_each
def _open(portfolio: Portfolio) -> list[tuple[str, Requirement]]:
    """Return the requirements that a start may meet by what starts after it, with whose they are."""
    return [
        (one.id, entry)
        for one in portfolio.initiatives
        for entry in one.requirements
        if not entry.given and not _looks_back(entry, portfolio)
    ]


def _looks_back(entry: Requirement, portfolio: Portfolio) -> bool:
    """Tell whether a requirement is met, if at all, by what has started before or starts together."""
    return not entry.given and looks_back(entry, portfolio, least=0)


def _waits(entry: Requirement, duration: int) -> int:
    """Return how long after the start of what is required, which takes so long, the other can start."""
    return wait_of(entry, 1, duration) or 0


class _Pass:
    """What has started, and what is to be looked at in later periods.

    Attributes:
        starts: The start of each that has one by now.
    """

    def __init__(self, portfolio: Portfolio, delayed: Delay) -> None:
        self._portfolio, self._delayed = portfolio, delayed
        self.starts: dict[str, int] = {}
        self._requiring = _requiring(portfolio)
        self._windows = {
            one.id: window_of(one, portfolio) if one.decision != "never" else range(0)
            for one in portfolio.initiatives
        }
        self._due: dict[int, set[str]] = defaultdict(set)
        for name, window in self._windows.items():
            if window:
                self._due[int(window[0])].add(name)
        self._parts = {part: portfolio.start_fulfilment[part] for part in portfolio.disc.parts}
        self._gains: dict[int, list[tuple[str, Fraction]]] = defaultdict(list)
        self._measured: dict[int, list[tuple[str, Fraction]]] = defaultdict(list)
        for part, measured in portfolio.measured_parts.items():
            for end, share in measured.items():
                self._measured[end].append((part, share))
        self._waiting, self._by_mean = _by_need(portfolio), _by_mean(portfolio)
        self._conditional = [one for one in portfolio.synergies if one.needs]
        self._joined: list[Synergy] = []

    def through(self, period: int) -> None:
        """Start what can start in a period, if all before it have been gone through."""
        for part, gain in self._gains.pop(period, ()):
            self._parts[part] += gain
            self._wake(part, period)
        for part, share in self._measured.pop(period - 1, ()):
            self._parts[part] = share + self._since(part, period - 1)
            needs = _by_need(self._portfolio).get(
                part, []
            )  # it may have fallen: who was woken may wait again
            self._waiting[part] = [entry for entry in needs if entry[1] not in self.starts]
            self._wake(part, period)
        looked_at = set(self._allowed(period))
        while stuck := {name for name in looked_at if not self._is_ready(name, period, looked_at)}:
            looked_at -= stuck
        for name in looked_at:
            self.starts[name] = period
            self._tell(name, period)
        self._add_synergies(period)

    def _add_synergies(self, period: int) -> None:
        """Note what synergies that become active in a period add to fields: those that need fields, as far as these are."""
        for synergy in self._conditional[:]:
            done = all(
                name in self.starts and self.starts[name] + self._duration(name) <= period + 1
                for name in synergy.of
            )
            if done and all(
                self._fulfilment(field) >= share for field, share in synergy.needed_shares.items()
            ):
                gains = self._portfolio.joint_gains[synergy.id].items()
                self._gains[period + 1] += [(part, share) for part, share in gains if share > 0]
                self._conditional.remove(synergy)
                self._joined.append(synergy)

    def _wake(self, part: str, period: int) -> None:
        """Make the initiatives due in a period that have waited until a channel of a field is as far as it is now."""
        waiting = self._waiting.get(part, [])
        while waiting and waiting[-1][0] <= self._parts[part]:
            self._due[period].add(waiting.pop()[1])
        self._due[period].update(self._by_mean.get(part, ()))

    def _since(self, part: str, end: int) -> Fraction:
        """Return what those that have started give to a part and can still be complete later than it was measured."""
        given = {
            together: gains.get(part, Fraction(0))
            for name in self.starts
            for together, gains in _gains(self._portfolio).get(name, ())
            if self.starts.keys() >= together and max(map(self._last_end, together)) > end
        }
        joint = (self._portfolio.joint_gains[one.id].get(part, Fraction(0)) for one in self._joined)
        return sum(given.values(), Fraction(0)) + sum(gain for gain in joint if gain > 0)

    def _last_end(self, name: str) -> int:
        """Return the last period in which an initiative can be complete by its own dates."""
        initiative, window = self._portfolio.by_id[name], self._windows[name]
        last = window if initiative.modes else window[-1:]
        return max(start + as_begun(initiative, start, self._portfolio).duration - 1 for start in last)

    def _fulfilment(self, field: str) -> Fraction:
        disc = self._portfolio.disc
        parts = {part: min(self._parts[part], Fraction(1)) for part in disc.parts_of[field]}
        return field_over_channels(disc, field, parts)

    def _allowed(self, period: int) -> Iterator[str]:
        """Yield what is to be looked at and may start now by its own dates and money.

        What may start together with it comes too: it requires no more than that.
        """
        found = list(self._due.pop(period, ()))
        seen = set(found)
        for name in found:  # which grows
            if name in self.starts:
                continue
            if period not in self._windows[name]:
                self._put_off(name, period)
                continue
            first = self._delayed(self._portfolio.by_id[name], period)
            if first > period:
                self._due[first].add(name)
                continue
            yield name
            duration = self._portfolio.by_id[name].shortest
            together = {
                other for other, entry in self._requiring.get(name, ()) if _waits(entry, duration) == 0
            }
            found += together - seen
            seen |= together

    def _put_off(self, name: str, period: int) -> None:
        """Make an initiative due in the next period in which its own dates and closed periods let it start."""
        window = self._windows[name]
        place = bisect_right(window, period)
        if place < len(window):
            self._due[int(window[place])].add(name)

    def _is_ready(self, name: str, period: int, together: set[str]) -> bool:
        """Tell whether all that must come before has happened, or can in the same period."""
        initiative = self._portfolio.by_id[name]
        return all(
            self._fulfilment(field) >= share for field, share in initiative.needed_shares.items()
        ) and all(
            sum(self._is_met(entry, other, period, together) for other in entry.of) >= entry.least
            for entry in initiative.requirements
            if _looks_back(entry, self._portfolio)
        )

    def _is_met(self, entry: Requirement, name: str, period: int, together: set[str]) -> bool:
        if name in self.starts:
            return self.starts[name] + _waits(entry, self._duration(name)) <= period
        return name in together and _waits(entry, self._portfolio.by_id[name].shortest) == 0

    def _tell(self, name: str, period: int) -> None:
        """Make those due in time that wait for an initiative which now has a start, and note what it adds to fields."""
        duration = self._duration(name)
        for other, entry in self._requiring.get(name, ()):
            self._due[period + _waits(entry, duration)].add(other)
        for together, gains in _gains(self._portfolio).get(name, ()):
            if self.starts.keys() >= together:
                over = max(self.starts[one] + self._duration(one) for one in together)
                self._gains[over] += gains.items()

    def _duration(self, name: str) -> int:
        """Return how long it takes at least until an initiative that has a start can be complete, in whatever mode."""
        start = self.starts[name]
        return first_finish(self._portfolio.by_id[name], start, self._portfolio) - start + 1


@once_for_each
def _requiring(portfolio: Portfolio) -> dict[str, list[tuple[str, Requirement]]]:
    """Return what requires each initiative, or it among others, to have come before, and how."""
    found = defaultdict(list)
    for one in portfolio.initiatives:
        for entry in one.requirements:
            for name in entry.of if _looks_back(entry, portfolio) else ():
                found[name].append((one.id, entry))
    return dict(found)


def _by_need(portfolio: Portfolio) -> dict[str, list[tuple[Fraction, str]]]:
    """Return for each part what needs so much of it, the least last."""
    found = defaultdict(list)
    for one in portfolio.initiatives:
        for field, share in one.needed_shares.items():
            if field not in portfolio.disc.means:
                for part in portfolio.disc.parts_of[field]:
                    found[part].append((share, one.id))
    return {part: sorted(needs, reverse=True) for part, needs in found.items()}


def _by_mean(portfolio: Portfolio) -> dict[str, list[str]]:
    """Return for each part what needs a mean in which it counts: any more of it can be what was missing."""
    found = defaultdict(list)
    for one in portfolio.initiatives:
        for field in one.needs:
            if field in portfolio.disc.means:
                for part in portfolio.disc.parts_of[field]:
                    found[part].append(one.id)
    return dict(found)


@once_for_each
def _gains(portfolio: Portfolio) -> dict[str, list[tuple[frozenset[str], dict[str, Fraction]]]]:
    """Return what each initiative raises, by itself or with others: all that must be complete, and by how much."""
    found = defaultdict(list)
    sources: list[tuple[tuple[str, ...], dict[str, Fraction]]]
    sources = [((name,), gains) for name, gains in portfolio.gains.items()]
    sources += [(one.of, portfolio.joint_gains[one.id]) for one in portfolio.synergies if not one.needs]
    for together, shares in sources:
        gains = {part: share for part, share in shares.items() if share > 0}
        for name in set(together) if gains else ():
            found[name].append((frozenset(together), gains))
    return dict(found)
