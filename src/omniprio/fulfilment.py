"""What a schedule does to the disc: fulfilment, position and distance, period by period, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from omniprio.derived import once_for_each
from omniprio.disc import with_fields
from omniprio.language import fact
from omniprio.numbers import weighed
from omniprio.parameters import unknown_name, validated
from omniprio.portfolio import as_scheduled, mode_of
from omniprio.portfolio.portfolio import known_at
from omniprio.synergies import (
    activations,
    brought_about_by,
    by_members,
    once_fulfilled,
    shares_by_period,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from omniprio.disc import Disc, Discipline
    from omniprio.portfolio import Portfolio

__all__ = [
    "DiscState",
    "Progress",
    "contributions",
    "end_of",
    "positions_at",
    "progress",
    "raises",
    "state_at",
    "states_without",
    "still_missing",
]


class DiscState(NamedTuple):
    """The disc at the end of one period.

    Attributes:
        fulfilment: By the id of a field, or of a channel of one (`R2@web`), a number from 0 to 1.
        distance: From 1 to 0; 0 is the goal.
    """

    fulfilment: Mapping[str, Fraction]
    distance: Fraction


@dataclass(frozen=True, slots=True)
class Progress:
    """The disc at the end of each period 0 to T; 0 is the start.

    Attributes:
        fulfilment: By the id of a field, or of a channel of one (`R2@web`), T + 1 numbers from 0 to 1.
        position: By discipline id, T + 1 numbers from 0 to its number of levels.
        distance: T + 1 numbers from 1 to 0; 0 is the goal.
    """

    fulfilment: dict[str, tuple[Fraction, ...]]
    position: dict[str, tuple[Fraction, ...]]
    distance: tuple[Fraction, ...]

    @validated
    def reached(self, field: str) -> int | None:
        """Return the first period from which a field stays reached; 0 is the start, None never.

        Args:
            field: Its id, or that of a channel of it, as `R2@web`.

        Raises:
            UnknownNameError: The disc has no such field.
        """
        if field not in self.fulfilment:
            raise unknown_name("field", field, self.fulfilment, fact("kinds.field"))
        first = None
        for period, fulfilment in enumerate(self.fulfilment[field]):
            if fulfilment < 1:
                first = None
            elif first is None:
                first = period
        return first


def contributions(portfolio: Portfolio, starts: Mapping[str, int]) -> Iterator[tuple[int, str, Fraction]]:
    """Yield (period of completion, part of the disc, share) of each initiative and each active synergy."""
    portfolio = as_scheduled(portfolio, starts)
    for name, start in starts.items():
        initiative = portfolio.by_id[name]
        for part, share in portfolio.gains[name].items():
            yield start + initiative.duration - 1, part, share
    for name, period in activations(portfolio, starts).items():
        for part, share in portfolio.joint_gains[name].items():
            yield period, part, share


def progress(portfolio: Portfolio, starts: Mapping[str, int]) -> Progress:
    """Return what a schedule does to the disc.

    Args:
        portfolio: The portfolio.
        starts: The period in which each chosen initiative starts, from 1.

    Returns:
        Fulfilment by field, position by discipline and distance, each for the end of periods 0 to T.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> from omniprio.disc import Disc, Discipline
    >>> disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    >>> half = Initiative(id="half", duration=2, advances={"R2": 0.5})
    >>> course = progress(Portfolio(horizon=3, disc=disc, initiatives=[half]), {"half": 1})
    >>> [float(distance) for distance in course.distance]
    [0.5, 0.5, 0.25, 0.25]
    """
    recent = _recent(portfolio)
    key = tuple(
        (name, mode_of(start), start) for name, start in starts.items()
    )  # 3 equals 3 in whatever mode
    known = recent.get(key)
    if known is None:
        known = _worked_out(portfolio, starts)
        if len(recent) >= _REMEMBERED:
            recent.clear()
        recent[key] = known
    return known


def end_of(course: Progress, period: int) -> DiscState:
    """Return the disc at the end of a period.

    Args:
        course: What a schedule does to the disc.
        period: The period, from 0, the start.
    """
    at_end = {name: shares[period] for name, shares in course.fulfilment.items()}
    return DiscState(at_end, course.distance[period])


def state_at(portfolio: Portfolio, starts: Mapping[str, int], period: int) -> DiscState:
    """Return what a schedule does to the disc by the end of one period, without those before and after it.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        period: The period, from 0, the start.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> one = Portfolio(horizon=3, initiatives=[Initiative(id="web", duration=2, advances={"D2": 0.6})])
    >>> [float(state_at(one, {"web": 1}, period).fulfilment["D2"]) for period in (1, 2)]
    [0.0, 0.6]
    """
    return _state(portfolio, _totals(portfolio, contributions(portfolio, starts), period))


def states_without(
    portfolio: Portfolio, starts: Mapping[str, int], periods: Sequence[int]
) -> Iterator[tuple[str, list[DiscState]]]:
    """Yield each initiative of a schedule, and the disc at the end of some periods without it, all else as it is.

    Args:
        portfolio: The portfolio.
        starts: The schedule.
        periods: The periods, from 0, the start.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> half = [Initiative(id=name, advances={"D2": 0.5}) for name in ("web", "shop")]
    >>> without = states_without(Portfolio(horizon=1, initiatives=half), {"web": 1, "shop": 1}, [1])
    >>> {name: float(state.fulfilment["D2"]) for name, (state,) in without}
    {'web': 0.5, 'shop': 0.5}
    """
    portfolio = as_scheduled(portfolio, starts)
    by_members_alone, waiting = by_members(portfolio, starts)
    shares = shares_by_period(portfolio, starts, by_members_alone)
    given = {
        name: [(start + portfolio.by_id[name].duration - 1, portfolio.gains[name])]
        for name, start in starts.items()
    }
    for one in portfolio.synergies:
        if one.id in by_members_alone:
            for name in one.of:
                given[name].append((by_members_alone[one.id], portfolio.joint_gains[one.id]))
    flat = [(end, part, share) for end, gains in shares.items() for part, share in gains.items()]
    whole = {period: _totals(portfolio, flat, period) for period in periods}
    usual = once_fulfilled(portfolio, shares, waiting) if waiting else {}
    parted = frozenset().union(*(brought_about_by(portfolio)[one.id] for one, _ in waiting))
    for name, own in given.items():
        later = usual
        if name in parted:
            rest = {**shares}
            for end, gains in own:
                rest[end] = {part: share - gains.get(part, 0) for part, share in rest[end].items()}
            later = once_fulfilled(portfolio, rest, [pair for pair in waiting if name not in pair[0].of])
        changes = [(end, part, -share) for end, gains in own for part, share in gains.items()]
        changes += [
            (end, part, share)
            for one, end in later.items()
            for part, share in portfolio.joint_gains[one].items()
        ]
        yield (
            name,
            [_state(portfolio, _totals(portfolio, changes, period, whole[period])) for period in periods],
        )


def _totals(
    portfolio: Portfolio,
    shares: Iterable[tuple[int, str, Fraction]],
    period: int,
    others: Mapping[str, Fraction] | None = None,
) -> dict[str, Fraction]:
    """Return what shares come to by the end of a period for each part, below 0 and above 1 too, with others or from the start."""
    known = {part: known_at(portfolio, part, period) for part in portfolio.disc.parts}
    totals = {part: share for part, (_, share) in known.items()} if others is None else dict(others)
    for end, part, share in shares:
        if known[part][0] < end <= period:
            totals[part] += share
    return totals


def _state(portfolio: Portfolio, totals: Mapping[str, Fraction]) -> DiscState:
    parts = {part: _clipped(total) for part, total in totals.items()}
    fulfilment = with_fields(portfolio.disc, parts) if portfolio.disc.channels else parts
    return DiscState(fulfilment, _distance(portfolio, positions_at(portfolio, fulfilment)))


_REMEMBERED = 32
"""Schedules of a portfolio of which the course is kept: each is asked for by goals, checks and tables in turn."""


@once_for_each
def _recent(_portfolio: Portfolio) -> dict[tuple[tuple[str, str, int], ...], Progress]:
    """Return where the courses of a portfolio are kept, by schedule."""
    return {}


def _worked_out(portfolio: Portfolio, starts: Mapping[str, int]) -> Progress:
    periods = portfolio.periods
    steps: dict[str, dict[int, Fraction]] = {part: {} for part in portfolio.disc.parts}
    for period, part, share in contributions(portfolio, starts):
        own = steps[part]
        own[period] = own[period] + share if period in own else share
    parts = {
        part: _course(
            portfolio.start_fulfilment[part], gains, portfolio.measured_parts.get(part, {}), periods
        )
        for part, gains in steps.items()
    }
    fulfilment = _over_channels(portfolio.disc, parts)
    changes_at = {period for gains in steps.values() for period, gain in gains.items() if gain}
    changes_at.update(period for measured in portfolio.measured_parts.values() for period in measured)
    states: list[dict[str, Fraction]] = []
    distances: list[Fraction] = []
    for period in range(periods + 1):
        if not period or period in changes_at:
            reached = {field: course[period] for field, course in fulfilment.items()}
            states.append(positions_at(portfolio, reached))
            distances.append(_distance(portfolio, states[-1]))
        else:  # nothing was completed: all is as before
            states.append(states[-1])
            distances.append(distances[-1])
    position = {row.id: tuple(state[row.id] for state in states) for row in portfolio.disc.disciplines}
    return Progress(fulfilment, position, tuple(distances))


def _course(
    start: Fraction, gains: Mapping[int, Fraction], measured: Mapping[int, Fraction], periods: int
) -> tuple[Fraction, ...]:
    """Return the fulfilment of one part for each period from 0, from its start and what some periods add."""
    total, share = start, _clipped(start)
    if not gains and not measured:
        return (share,) * (periods + 1)
    course = []
    for period in range(periods + 1):
        if period in measured:
            total = measured[period]
        elif period in gains:
            total += gains[period]
        else:
            course.append(share)
            continue
        share = _clipped(total)
        course.append(share)
    return tuple(course)


_NOTHING, _ALL = Fraction(0), Fraction(1)


def _clipped(total: Fraction) -> Fraction:
    if total.numerator <= 0:  # whole numbers are compared in a tenth of the time
        return _NOTHING
    return total if total.numerator < total.denominator else _ALL


def raises(portfolio: Portfolio, gains: Mapping[str, Fraction], field: str) -> bool:
    """Return whether shares raise a field in any of its channels.

    Args:
        portfolio: The portfolio.
        gains: What is given to each part of the disc; see `Portfolio.gains`.
        field: The field, or a channel of it.
    """
    return any(gains.get(part, 0) > 0 for part in portfolio.disc.parts_of[field])


def _over_channels(disc: Disc, parts: dict[str, tuple[Fraction, ...]]) -> dict[str, tuple[Fraction, ...]]:
    """Return the course of each part, and of each field over its channels."""
    if not disc.channels:
        return parts
    states = [
        with_fields(disc, dict(zip(parts, state, strict=True))) for state in zip(*parts.values(), strict=True)
    ]
    return {name: tuple(state[name] for state in states) for name in disc.named}


def positions_at(portfolio: Portfolio, fulfilment: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the position of each discipline for a fulfilment of each field."""
    return {row.id: _position(row, portfolio.credit, fulfilment) for row in portfolio.disc.disciplines}


def _position(row: Discipline, credit: str, fulfilment: Mapping[str, Fraction]) -> Fraction:
    levels = [fulfilment[f"{row.id}{number}"] for number in range(1, len(row.rings) + 1)]
    if row.order == "any":
        return sum((level if credit == "partial" else Fraction(level >= 1) for level in levels), Fraction(0))
    for outer, level in enumerate(levels):
        if level.numerator < level.denominator:
            return outer + level if credit == "partial" and level else Fraction(outer)
    return Fraction(len(levels))


def still_missing(portfolio: Portfolio, position: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return how many levels each discipline is short of its ambition, at least 0."""
    return {name: max(Fraction(0), level - position[name]) for name, level in portfolio.ambitions.items()}


@once_for_each
def _whole(portfolio: Portfolio) -> Fraction:
    """Return the weighted number of levels to the ambition from nothing."""
    weights = portfolio.disc.weights
    return sum((weights[name] * level for name, level in portfolio.ambitions.items()), Fraction(0))


def _distance(portfolio: Portfolio, position: Mapping[str, Fraction]) -> Fraction:
    weights, whole = portfolio.disc.weights, _whole(portfolio)
    if whole == 0:
        return Fraction(0)
    covered = (
        (weights[name], min(position[name], Fraction(level))) for name, level in portfolio.ambitions.items()
    )
    return 1 - weighed(covered) / whole
