"""What a schedule does to the disc, counted from the raw data in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from omniprio.checker.work import NOTHING, Exact, by_period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from omniprio.checker.work import Work
    from omniprio.disc import Channel, Disc, DiscField, Discipline
    from omniprio.portfolio import Portfolio, Synergy

__all__ = ["active_synergies", "distances", "fulfilled", "positions"]

_Given = dict[str, dict[int, tuple[int, Fraction]]]
"""By the name of a field or a channel of one: the period and share of each thing that gives one, by its number."""
_WHOLE = Fraction(1)


def active_synergies(portfolio: Portfolio, works: Mapping[str, Work]) -> list[tuple[Synergy, int]]:
    """Return the synergies that become active, each with the period it does so in.

    Those that need fields are added one after the other, the earliest first: no later one changes what came before.
    """
    possible = [
        (synergy, max((works[name].completion for name in synergy.of), default=1))
        for synergy in portfolio.synergies
        if all(name in works for name in synergy.of) and _fits(synergy, [works[name] for name in synergy.of])
    ]
    possible = [(synergy, period) for synergy, period in possible if period <= portfolio.periods]
    found = [(synergy, period) for synergy, period in possible if not synergy.needs]
    waiting = [(synergy, period) for synergy, period in possible if synergy.needs]
    while waiting:
        states = fulfilled(portfolio, works, found)
        due = [(_first_enough(synergy, first, states), synergy) for synergy, first in waiting]
        earliest = min((period for period, _ in due if period is not None), default=None)
        if earliest is None:
            break
        found += [(synergy, period) for period, synergy in due if period == earliest]
        waiting = [(synergy, first) for synergy, first in waiting if (synergy, earliest) not in found]
    return found


def _fits(synergy: Synergy, works: Sequence[Work]) -> bool:
    """Tell whether the members of a synergy start as it must be: together, or one after the other."""
    if synergy.when == "start together":
        return all(work.start == works[0].start for work in works)
    return synergy.when != "in order" or all(
        one.completion < following.start for one, following in pairwise(works)
    )


def _first_enough(synergy: Synergy, first: int, states: Mapping[str, Exact]) -> int | None:
    """Return the first period, from one on, before which all fields that a synergy needs are far enough."""
    needed = synergy.needed_shares.items()
    last = min(len(states[field]) for field, _ in needed) - 1
    return next(
        (
            period
            for period in range(first, last + 1)
            if all(states[field][period - 1] >= share for field, share in needed)
        ),
        None,
    )


def fulfilled(
    portfolio: Portfolio, works: Mapping[str, Work], active: Sequence[tuple[Synergy, int]]
) -> dict[str, Exact]:
    """Return the states of each field by id, and of each channel of one (`R2@web`), from 0 to T.

    Args:
        portfolio: The data.
        works: The chosen initiatives by id.
        active: The synergies that become active, each with the period it does so in.
    """
    sources = [(work.completion, work.initiative.shares) for work in works.values()]
    sources += [(period, synergy.shares) for synergy, period in active]
    given: _Given = defaultdict(dict)
    for number, (period, shares) in enumerate(sources):
        for name, share in shares.items():
            given[name][number] = period, share
    found: dict[str, Exact] = {}
    for field in portfolio.disc:
        channels = _channels(portfolio.disc, field.discipline)
        courses = [_course(portfolio, field, f"{field.id}@{channel.id}", given) for channel in channels] or [
            _course(portfolio, field, field.id, given)
        ]
        found[field.id] = courses[0] if len(courses) == 1 else _together(portfolio.disc, channels, courses)
        found |= {f"{field.id}@{channel.id}": one for channel, one in zip(channels, courses, strict=False)}
    return found


def _channels(disc: Disc, row: Discipline) -> list[Channel]:
    """Return the channels that the fields of a discipline are judged by."""
    if row.whole:
        return []
    return [one for one in disc.channels if one.id in row.channels or not row.channels]


def _course(portfolio: Portfolio, field: DiscField, name: str, given: _Given) -> Exact:
    """Return the states of a field, or of one channel of it: what names the channel counts before what names all."""
    start = portfolio.start_fulfilment[name]
    shares = {**given.get(field.id, {}), **given.get(name, {})}
    measured = _measured(portfolio, field, name)
    if not shares and not measured:
        return (_within_one(start),) * (portfolio.periods + 1)
    gains = by_period(shares.values(), portfolio.periods)
    states = _totals(start, gains)
    for end, found in sorted(measured.items()):
        states[end:] = _totals(found, gains[end:])
    return _in_each_state(lambda state: _within_one(state[0]), [states])


def _within_one(share: Fraction) -> Fraction:
    return min(max(share, NOTHING), _WHOLE)


def _totals(start: Fraction, gains: Iterable[Fraction]) -> list[Fraction]:
    return list(accumulate(gains, lambda total, gain: total + gain if gain else total, initial=start))


def _measured(portfolio: Portfolio, field: DiscField, name: str) -> dict[int, Fraction]:
    """Return what was measured at the end of which period: the latest day counts, then what names the channel."""
    found: dict[int, tuple[date, bool, Fraction]] = {}
    for one in portfolio.measured:
        if one.field in {field.id, name} and one.period is not None:
            mine = one.on or date.min, one.field == name, one.exact_share
            found[one.period] = max(mine, found.get(one.period, mine), key=lambda entry: entry[:2])
    return {end: share for end, (*_, share) in found.items()}


def _together(disc: Disc, channels: Sequence[Channel], courses: Sequence[Exact]) -> Exact:
    """Return the states of a field over its channels: the weakest in each, or the weighted mean."""
    if disc.over == "minimum":
        return tuple(map(min, zip(*courses, strict=True)))
    weights = [channel.part for channel in channels]
    return tuple(
        sum((weight * share for weight, share in zip(weights, state, strict=True)), NOTHING) / sum(weights)
        for state in zip(*courses, strict=True)
    )


def positions(portfolio: Portfolio, row: Discipline, fulfilment: Mapping[str, Exact]) -> Exact:
    """Return the position of a discipline in each state, 0 to its number of levels.

    Args:
        portfolio: The data.
        row: The discipline.
        fulfilment: The states of each field by id.
    """
    rings = [fulfilment[f"{row.id}{number}"] for number in range(1, len(row.rings) + 1)]
    return _in_each_state(lambda levels: _position(row, levels, portfolio.credit == "partial"), rings)


def _in_each_state(of: Callable[[Exact], Fraction], courses: Iterable[Sequence[Fraction]]) -> Exact:
    """Return what follows from the states of several things, counted once for states in a row that are equal."""
    found: list[Fraction] = []
    before: Exact = ()
    for states in zip(*courses, strict=True):
        found.append(found[-1] if states == before else of(states))
        before = states
    return tuple(found)


def _position(row: Discipline, levels: Iterable[Fraction], partial: bool) -> Fraction:
    """Return how far in a discipline stands, given the fulfilment of its levels from outside."""
    position = NOTHING
    for level in levels:
        if level == _WHOLE or partial:
            position += level
        if level < _WHOLE and row.order == "outside in":
            break
    return position


def distances(portfolio: Portfolio, position: Mapping[str, Exact]) -> Exact:
    """Return the distance from the ambition in each state, 0 to 1.

    Args:
        portfolio: The data.
        position: The states of each discipline by id.
    """
    names = list(portfolio.disc.weights)
    weights = [(portfolio.disc.weights[name], portfolio.ambitions[name]) for name in names]
    whole = sum((weight * ambition for weight, ambition in weights), NOTHING)
    courses = [position[name] for name in names]
    return _in_each_state(lambda states: _missing(weights, states) / whole if whole else NOTHING, courses)


def _missing(weights: Iterable[tuple[Fraction, int]], positions: Exact) -> Fraction:
    """Return what is missing, given the weight and the ambition of each discipline and how far in it stands."""
    missing = NOTHING
    for (weight, ambition), position in zip(weights, positions, strict=True):
        if position < ambition:
            missing += weight * (ambition - position)
    return missing
