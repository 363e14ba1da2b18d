"""What a schedule does to the disc, the money and the teams, counted from the raw data in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ConfigDict

from omniprio.base import Model
from omniprio.checker.spending import Spent, are_alike, in_currency, on_initiatives, on_synergies, priced
from omniprio.numbers import exact
from omniprio.portfolio import mode_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from omniprio.disc import Channel, Disc, DiscField, Discipline
    from omniprio.portfolio import Budget, Group, Initiative, Portfolio, Synergy

__all__ = ["Recount", "Work", "bought_of", "capacity_of", "measured", "recount", "work_of"]

Exact = tuple[Fraction, ...]
_Given = dict[str, dict[int, tuple[int, Fraction]]]
"""By the name of a field or a channel of one: the period and share of each thing that gives one, by its number."""
_NOTHING, _WHOLE = Fraction(0), Fraction(1)


class Recount(Model):
    """Everything a schedule amounts to, exact; states run from 0 (the start) to T, periods from 1 to T."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    fulfilment: dict[str, Exact]
    """The fulfilment of each field by id, and of each channel of one (`R2@web`), 0 to 1: T + 1 states."""
    position: dict[str, Exact]
    """The position of each discipline by id, 0 to its number of levels: T + 1 states."""
    distance: Exact
    """The distance from the ambition, 0 to 1: T + 1 states."""
    spending: dict[str, Exact]
    """What each budget's funds and owners spend, by the name of the budget: T periods."""
    income: dict[str, Exact]
    """What initiatives earn that flows into each budget, by its name: T periods."""
    load: dict[str, Exact]
    """What the work in progress takes of each team: T periods."""
    cost: Fraction
    """Undiscounted spending from all funds, that of synergies and of what is bought included, in the currency."""
    value: Fraction
    """Net present value: discounted benefits, those of synergies included, minus discounted spending, to `beyond` T."""


class Work(NamedTuple):
    """A chosen initiative, the period it starts in and those in which it is worked on."""

    initiative: Initiative
    start: int
    periods: tuple[int, ...]

    @property
    def completion(self) -> int:
        """The last period of the work."""
        return self.periods[-1]


def work_of(portfolio: Portfolio, initiative: Initiative, start: int) -> Work:
    """Return the work of a chosen initiative, in its mode: from its start on in one period after the other that is not closed."""
    initiative = initiative.ways[mode_of(start)]
    periods: list[int] = []
    first = period = int(start)
    while len(periods) < initiative.duration:
        if period not in portfolio.closed and period not in initiative.closed:
            periods.append(period)
        period += 1
    return Work(initiative, first, tuple(periods))


def recount(portfolio: Portfolio, works: Mapping[str, Work]) -> Recount:
    """Count what the chosen initiatives do; what falls after the horizon is left out.

    Args:
        portfolio: The data.
        works: The chosen initiatives by id.
    """
    active = _active(portfolio, works)
    fulfilment = _fulfilment(portfolio, works, active)
    position = {row.id: _positions(portfolio, row, fulfilment) for row in portfolio.disc.disciplines}
    spent = [
        *on_initiatives(portfolio, works),
        *on_synergies(portfolio, works, active),
        *_spent_on_teams(portfolio, works),
    ]
    worth = [(entry.period, in_currency(portfolio, entry.fund, entry.amount)) for entry in spent]
    money = _by_period(worth, portfolio.periods)
    until = portfolio.periods + portfolio.beyond
    all_money = _by_period(worth, until)
    earned = _by_period(_earned(portfolio, works, active), until)
    return Recount(
        fulfilment=fulfilment,
        position=position,
        distance=_distances(portfolio, position),
        spending={name: _within(budget, spent, portfolio) for name, budget in portfolio.limits.items()},
        income={
            name: _by_period(_flowing(name, portfolio, works), portfolio.periods) for name in portfolio.limits
        },
        load={team: _by_period(_effort(team, works), portfolio.periods) for team in portfolio.capacities},
        cost=sum(money, _NOTHING),
        value=_discounted(earned, portfolio) - _discounted(all_money, portfolio),
    )


def _by_period(amounts: Iterable[tuple[int, Fraction]], periods: int) -> Exact:
    """Return the sum of what falls in each period of the horizon."""
    sums = [_NOTHING] * periods
    for period, amount in amounts:
        if amount and period <= periods:
            before = sums[period - 1]
            sums[period - 1] = before + amount if before else amount
    return tuple(sums)


def _active(portfolio: Portfolio, works: Mapping[str, Work]) -> list[tuple[Synergy, int]]:
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
        states = _fulfilment(portfolio, works, found)
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


def _fulfilment(
    portfolio: Portfolio, works: Mapping[str, Work], active: Sequence[tuple[Synergy, int]]
) -> dict[str, Exact]:
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
    gains = _by_period(shares.values(), portfolio.periods)
    states = _totals(start, gains)
    for end, found in sorted(measured.items()):
        states[end:] = _totals(found, gains[end:])
    return _in_each_state(lambda state: _within_one(state[0]), [states])


def _within_one(share: Fraction) -> Fraction:
    return min(max(share, _NOTHING), _WHOLE)


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
        sum((weight * share for weight, share in zip(weights, state, strict=True)), _NOTHING) / sum(weights)
        for state in zip(*courses, strict=True)
    )


def _positions(portfolio: Portfolio, row: Discipline, fulfilment: Mapping[str, Exact]) -> Exact:
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
    position = _NOTHING
    for level in levels:
        if level == _WHOLE or partial:
            position += level
        if level < _WHOLE and row.order == "outside in":
            break
    return position


def _distances(portfolio: Portfolio, position: Mapping[str, Exact]) -> Exact:
    names = list(portfolio.disc.weights)
    weights = [(portfolio.disc.weights[name], portfolio.ambitions[name]) for name in names]
    whole = sum((weight * ambition for weight, ambition in weights), _NOTHING)
    courses = [position[name] for name in names]
    return _in_each_state(lambda states: _missing(weights, states) / whole if whole else _NOTHING, courses)


def _missing(weights: Iterable[tuple[Fraction, int]], positions: Exact) -> Fraction:
    """Return what is missing, given the weight and the ambition of each discipline and how far in it stands."""
    missing = _NOTHING
    for (weight, ambition), position in zip(weights, positions, strict=True):
        if position < ambition:
            missing += weight * (ambition - position)
    return missing


def measured(portfolio: Portfolio, group: Group, works: Iterable[Work]) -> Fraction:
    """Return what some chosen initiatives come to in the measure of a group: their number, cost in a fund or score."""
    some = {work.initiative.id: work for work in works}
    if group.score is not None:
        return sum((exact(work.initiative.scores.get(group.score, 0.0)) for work in some.values()), _NOTHING)
    if group.fund is None:
        return Fraction(len(some))
    spent = on_initiatives(portfolio, some)
    within = (one.amount for one in spent if one.fund == group.fund and one.period <= portfolio.periods)
    return sum(within, _NOTHING)


def _within(budget: Budget, spent: Iterable[Spent], portfolio: Portfolio) -> Exact:
    """Return what counts in a budget, in its unit; an amount of several owners does if the budget limits all of them.

    An amount of nobody's own counts where the budget is for all.
    """
    for_all, owners = not budget.owners, set(budget.owners)
    has_one_unit = are_alike(portfolio, budget.funds)
    return _by_period(
        (
            (
                entry.period,
                entry.amount if has_one_unit else in_currency(portfolio, entry.fund, entry.amount),
            )
            for entry in spent
            if entry.fund in budget.funds and (for_all or (entry.owners and entry.owners <= owners))
        ),
        portfolio.periods,
    )


def capacity_of(portfolio: Portfolio, team: str, works: Iterable[Work]) -> list[Fraction | None]:
    """Return what a team has in each period: what is given, and what initiatives add that are complete by its end."""
    there = list(portfolio.teams[team].given)
    for work in works:
        more = work.initiative.exact_adds.get(team, _NOTHING)
        for place in range(work.completion - 1, portfolio.periods if more else 0):
            there[place] = _added(there[place], more)
    return there


def bought_of(portfolio: Portfolio, team: str, works: Mapping[str, Work]) -> Exact:
    """Return what is bought of a team in each period: what is missing, where something can be bought."""
    load = _by_period(_effort(team, works), portfolio.periods)
    there = capacity_of(portfolio, team, works.values())
    extra = portfolio.teams[team].extra
    missing = (
        _NOTHING if amount is None or more == 0 else taken - amount
        for taken, amount, more in zip(load, there, extra, strict=True)
    )
    return tuple(max(one, _NOTHING) for one in missing)


def _spent_on_teams(portfolio: Portfolio, works: Mapping[str, Work]) -> Iterator[Spent]:
    for team, one in portfolio.teams.items():
        for period, amount in enumerate(bought_of(portfolio, team, works) if one.price else (), start=1):
            yield Spent(
                one.fund, frozenset(), period, amount * priced(portfolio, one.fund, period, one.price)
            )


def _added(amount: Fraction | None, more: Fraction) -> Fraction | None:
    return None if amount is None else amount + more


def _effort(team: str, works: Mapping[str, Work]) -> Iterator[tuple[int, Fraction]]:
    for work in works.values():
        if team in work.initiative.effort_by_period:
            yield from zip(work.periods, work.initiative.effort_by_period[team], strict=True)


def _earned(
    portfolio: Portfolio, works: Mapping[str, Work], active: Iterable[tuple[Synergy, int]]
) -> Iterator[tuple[int, Fraction]]:
    for work in works.values():
        yield from _earned_by(work, portfolio)
    for synergy, period in active:
        yield from _constant(synergy.exact_benefit, period, portfolio)


def _earned_by(work: Work, portfolio: Portfolio) -> Iterator[tuple[int, Fraction]]:
    earnings = work.initiative.earnings
    if work.completion > portfolio.periods:
        return
    if earnings.exact_profile is None:
        yield from _constant(earnings.exact_per_period, work.completion, portfolio)
    elif earnings.counted_from == "calendar":
        by_period = enumerate(earnings.exact_profile, start=1)
        yield from ((period, amount) for period, amount in by_period if period >= work.completion)
    else:
        first = work.start if earnings.counted_from == "start" else work.completion
        yield from enumerate(earnings.exact_profile, start=first)


def _flowing(budget: str, portfolio: Portfolio, works: Mapping[str, Work]) -> Iterator[tuple[int, Fraction]]:
    """Yield what flows into a budget; what is lost takes nothing out of it."""
    for work in works.values():
        if work.initiative.earnings.into == budget:
            yield from ((period, amount) for period, amount in _earned_by(work, portfolio) if amount > 0)


def _constant(amount: Fraction, first: int, portfolio: Portfolio) -> Iterator[tuple[int, Fraction]]:
    """Yield the same amount for a period and each one after it."""
    return ((period, amount) for period in range(first, portfolio.periods + portfolio.beyond + 1))


def _discounted(amounts: Iterable[Fraction], portfolio: Portfolio) -> Fraction:
    """Return what amounts of periods 1 to T are worth in period 1."""
    growth = portfolio.growth
    some = ((later, amount) for later, amount in enumerate(amounts) if amount)
    return sum((amount if growth == 1 else amount / growth**later for later, amount in some), _NOTHING)
