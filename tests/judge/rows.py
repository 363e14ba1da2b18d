"""Schedules as rows of an array, and tables of what an initiative spends and completes, in integers."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import count, pairwise, product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from judge.once import once
from omniprio.numbers import exact
from omniprio.portfolio import Budget, Capacity, Initiative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from omniprio.portfolio import Cost, Group, Portfolio, Synergy

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Exact = list[Fraction]

__all__ = [
    "NEVER",
    "SAFE",
    "Rows",
    "Way",
    "activated",
    "denominator",
    "flowing_back",
    "fulfilment",
    "integers",
    "is_member",
    "measured",
    "members_of",
    "missing",
    "money_scale",
    "paid_in",
    "price_of",
    "rate_of",
    "scaled",
    "share_scale",
    "spending",
    "spent_on_synergies",
    "spent_on_teams",
    "team_load",
    "ways_of",
]

NEVER = 10**6
"""A period that never comes."""
SAFE = 2**62
"""What integers in arrays must keep below."""
OF_A_MODE = ("duration", "cost", "costs", "advances", "benefit", "effort")
_ROOM = 1_000
"""So many numbers may be added up in an array: each of them is so much less than what is safe."""


class Way(NamedTuple):
    """A way to carry out an initiative: what it is like, when it starts, and the periods it is worked on."""

    work: Initiative
    start: int
    periods: tuple[int, ...]
    mode: str = ""

    @property
    def finish(self) -> int:
        return self.periods[-1]


@once(64)
def ways_of(portfolio: Portfolio, initiative: Initiative) -> list[Way]:
    """Return the ways to carry out an initiative, one for each mode and start from 1 to T, whatever the rules say."""
    return [
        Way(work, start, _open_periods(portfolio, work, start), mode)
        for mode, work in _modes(initiative).items()
        for start in range(1, portfolio.periods + 1)
    ]


@once(64)
def _modes(initiative: Initiative) -> dict[str, Initiative]:
    """Return an initiative in each of its modes: what a mode gives counts before what the initiative gives."""
    found = {}
    for mode in initiative.modes:
        given = {name: getattr(mode, name) for name in OF_A_MODE if getattr(mode, name) is not None}
        found[mode.id] = Initiative.model_validate({**dict(initiative), **given, "modes": ()})
    return found or {"": initiative}


def _open_periods(portfolio: Portfolio, work: Initiative, start: int) -> tuple[int, ...]:
    """Return the periods in which work is done: as many as it takes, without the closed ones."""
    periods: list[int] = []
    for period in count(start):
        if len(periods) == work.duration:
            break
        if period not in portfolio.closed and period not in work.closed:
            periods.append(period)
    return tuple(periods)


class Rows(NamedTuple):
    """Schedules as rows: the number of the way of each initiative, 0 for none, in the order of the portfolio.

    There may be columns of the first initiatives alone: what is said of schedules is said of these then.
    """

    portfolio: Portfolio
    starts: Numbers

    def with_one_more(self, options: list[int]) -> Rows:
        """Return each of them with each number of a way of the next initiative."""
        before = np.repeat(self.starts, len(options), axis=0)
        added = np.tile(np.array(options, dtype=np.int64), len(self.starts))
        return Rows(self.portfolio, np.column_stack([before, added]))

    def those(self, flags: Flags) -> Rows:
        """Return those for which a flag is set."""
        return self if flags.all() else Rows(self.portfolio, self.starts[flags])

    def by_way(self, name: str, table: Callable[[Way], int], otherwise: int) -> Numbers:
        """Return a number that belongs to the way an initiative is carried out, another where it is not."""
        ways = ways_of(self.portfolio, self.portfolio.by_id[name])
        numbers = np.array([otherwise, *map(table, ways)], dtype=np.int64)
        return numbers[self.starts[:, list(self.portfolio.by_id).index(name)]]

    def column(self, name: str) -> Numbers:
        return self.by_way(name, lambda way: way.start, 0)

    def begin(self, name: str) -> Numbers:
        return self.by_way(name, lambda way: way.start, NEVER)

    def finish(self, name: str) -> Numbers:
        return self.by_way(name, lambda way: way.finish, NEVER)

    def finish_in(self, name: str, mode: str) -> Numbers:
        """Return the period in which an initiative completes that is done in a mode."""
        return self.by_way(name, lambda way: way.finish if way.mode == mode else NEVER, NEVER)

    def together(self, synergy: Synergy) -> Numbers:
        """Return the period in which the last member of a synergy completes, if they start as they must."""
        latest = np.ones(len(self.starts), dtype=np.int64)
        for name in synergy.of:
            latest = np.maximum(latest, self.finish(name))
        for before, name in pairwise(synergy.of):
            if synergy.when == "start together":
                latest = np.where(self.begin(before) == self.begin(name), latest, NEVER)
            elif synergy.when == "in order":
                latest = np.where(self.begin(name) > self.finish(before), latest, NEVER)
        return np.where(latest <= self.portfolio.periods, latest, NEVER)

    def nothing(self, width: int) -> Numbers:
        return np.zeros((len(self.starts), width), dtype=np.int64)

    def times(self, flags: Flags, number: int) -> Numbers:
        """Return a number where a flag is set, else 0."""
        return scaled(flags.astype(np.int64), number)

    def summed(self, table: Callable[[Way], Exact], width: int, scale: int) -> Numbers:
        """Return the sum over initiatives of what a table says about the way of each, times a scale."""
        total = self.nothing(width)
        for initiative, numbers in zip(self.portfolio.initiatives, self.starts.T, strict=False):
            lines = map(table, ways_of(self.portfolio, initiative))
            total = total + integers([[Fraction(0)] * width, *lines], scale)[numbers]
        return total


def integers(lines: list[Exact], scale: int) -> Numbers:
    """Return exact numbers times a scale as integers that may be added up: Python's own where 64 bits may not do."""
    whole = [[number * scale for number in line] for line in lines]
    assert all(number.denominator == 1 for line in whole for number in line)
    return _array([[int(number) for number in line] for line in whole])


def scaled(numbers: Numbers, factor: int) -> Numbers:
    """Return integers times a factor, likewise."""
    most = max(1, int(abs(numbers).max(initial=0))) * max(1, abs(factor))
    return numbers.astype(_type_for(most)) * factor


def _array(numbers: list[list[int]]) -> Numbers:
    return np.array(numbers, dtype=_type_for(max((abs(one) for line in numbers for one in line), default=0)))


def _type_for(most: int) -> type:
    """Return the type of integers that are no more than this and are added up: Python's own take longer."""
    return np.int64 if most * _ROOM <= SAFE else object


def denominator(numbers: Iterable[Fraction]) -> int:
    return math.lcm(*(number.denominator for number in numbers))


def money_scale(portfolio: Portfolio) -> int:
    """Return what makes every amount of money in the portfolio, and its even parts, an integer."""
    return denominator(amounts_of(portfolio)) * price_scale(portfolio)


def amounts_of(portfolio: Portfolio) -> list[Fraction]:
    """Return every amount of money in the portfolio, even parts in place of their sums."""
    numbers = [exact(synergy.cost) for synergy in portfolio.synergies]
    numbers += [exact(synergy.benefit) for synergy in portfolio.synergies]
    for work in _works(portfolio):
        for cost in work.costs_by_fund.values():
            numbers += [exact(cost.amount) / work.duration, exact(cost.running)]
            numbers += map(exact, cost.profile or ())
        numbers += map(exact, [work.earnings.per_period, *(work.earnings.profile or ())])
    for team, one in portfolio.capacities.items():
        if isinstance(one, Capacity) and one.extra_price:
            efforts, price = numbers_of_team(portfolio, team), exact(one.extra_price)
            numbers += [price / denominator(efforts), *(price * number for number in efforts)]
    for budget in portfolio.limits.values():
        amounts = budget.per_period if isinstance(budget.per_period, tuple) else (budget.per_period,)
        given = [budget.total, budget.at_least, *amounts]
        given += [amount for window in budget.windows for amount in (window.amount, window.at_least)]
        own = [exact(amount) for amount in given if amount is not None]
        numbers += [*own, *(amount * exact(float(budget.carry_over)) for amount in own)]
    return numbers


def _works(portfolio: Portfolio) -> Iterator[Initiative]:
    """Yield each initiative in each of its modes."""
    for initiative in portfolio.initiatives:
        yield from _modes(initiative).values()


def is_member(group: Group, initiative: Initiative) -> bool:
    """Return whether an initiative is a member of a group: by its id, its owner or a tag."""
    tagged = any(tag in initiative.tags.get(kind, ()) for kind, tags in group.tags.items() for tag in tags)
    return tagged or initiative.id in (group.members or ()) or initiative.owner in group.owners


def numbers_measured(portfolio: Portfolio, group: Group) -> list[Fraction]:
    """Return every number that stands in the measure of a group."""
    numbers = [exact(limit) for limit in (group.at_least, group.at_most, 1.0) if limit is not None]
    for initiative in _works(portfolio):
        if group.score is not None:
            numbers.append(exact(initiative.scores.get(group.score, 0.0)))
        for fund, cost in initiative.costs_by_fund.items():
            if fund == group.fund:
                numbers += [exact(cost.amount) / initiative.duration, exact(cost.running)]
                numbers += map(exact, cost.profile or ())
    return numbers


def measured(rows: Rows, group: Group) -> tuple[Numbers, Numbers, int]:
    """Return what the chosen members of a group, and all that is chosen, come to in its measure, times a scale."""
    portfolio = rows.portfolio
    scale = denominator(numbers_measured(portfolio, group)) * price_scale(portfolio)

    def table(way: Way) -> Exact:
        amount = Fraction(1)
        if group.score is not None:
            amount = exact(way.work.scores.get(group.score, 0.0))
        elif group.fund is not None:
            alone = Budget(funds=(group.fund,))
            amount = sum(spending(portfolio, way, portfolio.periods, alone), Fraction(0))
        return [amount * is_member(group, way.work), amount]

    found = rows.summed(table, 2, scale)
    return found[:, 0], found[:, 1], scale


def price_of(portfolio: Portfolio, fund: str, period: int) -> Fraction:
    """Return what costs 1 in period 1 in another one."""
    return (1 + exact(portfolio.funds[fund].index if fund in portfolio.funds else 0.0)) ** (period - 1)


def rate_of(portfolio: Portfolio, fund: str) -> Fraction:
    """Return what one of the unit of a fund is worth in the currency."""
    told = portfolio.funds[fund].rate if fund in portfolio.funds else None
    return Fraction(1) if told is None else exact(told)


def counted_in(portfolio: Portfolio, fund: str, budget: Budget | None) -> Fraction:
    """Return what one of the unit of a fund counts in a budget, or in the currency where there is none.

    A budget is in the unit that its funds share, and in the currency where they share none.
    """
    told = (
        {one: portfolio.funds[one].unit for one in budget.funds if one in portfolio.funds} if budget else {}
    )
    units = {told.get(one) or portfolio.currency for one in budget.funds} if budget else set()
    return Fraction(1) if len(units) == 1 else rate_of(portfolio, fund)


def price_scale(portfolio: Portfolio) -> int:
    """Return what makes every price of every fund an integer, in its own unit and in the currency."""
    last = portfolio.periods + portfolio.beyond
    rates = denominator(rate_of(portfolio, fund) for fund in portfolio.funds)
    return denominator(price_of(portfolio, fund, last) for fund in portfolio.funds) * rates


def spending(portfolio: Portfolio, way: Way, periods: int, budget: Budget | None) -> Exact:
    """Return what an initiative spends in each period, all of it in the currency, or what a budget limits."""
    spent, initiative = [Fraction(0)] * periods, way.work
    if budget and budget.owners and initiative.owner not in budget.owners:
        return spent
    for fund, cost in initiative.costs_by_fund.items():
        if budget is None or fund in budget.funds:
            for period in range(1, periods + 1):
                level = price_of(portfolio, fund, period) * counted_in(portfolio, fund, budget)
                if period in way.periods:
                    now = _spent_after(cost, way.periods.index(period), initiative.duration)
                    spent[period - 1] += now * level
                elif period > way.finish:
                    spent[period - 1] += exact(cost.running) * level
    return spent


def flowing_back(way: Way, periods: int, budget: str) -> Exact:
    """Return what of an initiative flows into a budget in each period."""
    earnings = way.work.earnings
    if earnings.into != budget or way.finish > periods:
        return [Fraction(0)] * periods
    profile, first = earnings.profile, way.finish
    if profile is None:
        profile = (earnings.per_period,) * periods
    elif earnings.counted_from != "completion":
        first = way.start if earnings.counted_from == "start" else 1
    by_period = {first + place: exact(amount) for place, amount in enumerate(profile)}
    since = way.finish if earnings.counted_from == "calendar" and earnings.profile else 1
    return [by_period.get(period, Fraction(0)) * (period >= since) for period in range(1, periods + 1)]


def _spent_after(cost: Cost, elapsed: int, duration: int) -> Fraction:
    """Return what a cost amounts to in a period of work, so many of which there were before."""
    if cost.profile is not None:
        return exact(cost.profile[elapsed])
    if cost.spread == "even":
        return exact(cost.amount) / duration
    return exact(cost.amount) * (elapsed == (0 if cost.spread == "start" else duration - 1))


@once(8)
def share_scale(portfolio: Portfolio) -> int:
    numbers = [exact(share) for name, share in portfolio.start.items() if name[-1].isdigit() or "@" in name]
    numbers += [exact(one.share) for one in portfolio.measured]
    for work in _works(portfolio):
        numbers += map(exact, work.advances.values())
    for synergy in portfolio.synergies:
        numbers += map(exact, synergy.advances.values())
    parts = [weight for field in portfolio.disc.fields for _, weight in _channels(portfolio, field)]
    return denominator(numbers) * denominator(parts)


def _channels(portfolio: Portfolio, field: str) -> list[tuple[str, Fraction]]:
    """Return the channels by which a field is judged, each with its part in the mean."""
    row = next(row for row in portfolio.disc.disciplines if row.id == field[: len(row.id)])
    relevant = [one for one in portfolio.disc.channels if not row.channels or one.id in row.channels]
    if row.whole:
        return []
    whole = sum((exact(one.weight) for one in relevant), Fraction(0))
    return [(one.id, exact(one.weight) / whole) for one in relevant]


@once(2)
def activated(rows: Rows) -> dict[str, Numbers]:
    """Return the period in which each synergy becomes active, by id: looked at again in each period."""
    scale = share_scale(rows.portfolio)
    never = np.full(len(rows.starts), NEVER, dtype=np.int64)
    found = {one.id: never if one.needs else rows.together(one) for one in rows.portfolio.synergies}
    needing = [one for one in rows.portfolio.synergies if one.needs]
    for period in range(1, rows.portfolio.periods + 1 if needing else 1):
        now = {}
        for one in needing:
            due = (rows.together(one) <= period) & (found[one.id] == NEVER)
            for field, share in one.needs.items():
                due &= fulfilment(rows, field, found)[:, period - 1] >= math.ceil(exact(share) * scale)
            now[one.id] = np.where(due, period, found[one.id])
        found |= now
    return found


def paid_in(rows: Rows, synergy: Synergy, active: Mapping[str, Numbers]) -> Numbers:
    """Return the period in which a synergy costs: where it becomes active, or where its members start together."""
    when = active[synergy.id]
    return (
        np.where(when < NEVER, rows.begin(synergy.of[0]), when) if synergy.when == "start together" else when
    )


def fulfilment(rows: Rows, field: str, active: Mapping[str, Numbers] | None = None) -> Numbers:
    """Return the fulfilment of a field, or of one channel of it, in states 0 to T, times the scale of shares."""
    active = activated(rows) if active is None else active
    channels = [] if "@" in field else _channels(rows.portfolio, field)
    if not channels:
        return _of_one(rows, field, active)
    parts = [_of_one(rows, f"{field}@{channel}", active) for channel, _ in channels]
    if rows.portfolio.disc.over == "minimum":
        least: Numbers = np.minimum.reduce(parts)
        return least
    below = denominator(weight for _, weight in channels)
    weights = [int(weight * below) for _, weight in channels]
    total = rows.nothing(rows.portfolio.periods + 1)
    for part, weight in zip(parts, weights, strict=True):
        total = total + scaled(part, weight)
    mean: Numbers = total // below  # without a rest: see `share_scale`
    return mean


def _of_one(rows: Rows, name: str, active: Mapping[str, Numbers]) -> Numbers:
    """Return the same for a field without channels, or one channel: a share of the field is one of each channel."""
    portfolio, scale = rows.portfolio, share_scale(rows.portfolio)
    field = name.partition("@")[0]
    row = next(row for row in portfolio.disc.disciplines if row.id == field[: len(row.id)])
    level = portfolio.start.get(row.id, portfolio.disc.start_level)
    start = portfolio.start.get(
        name, portfolio.start.get(field, 1 if int(field[len(row.id) :]) <= level else 0)
    )
    states = np.arange(portfolio.periods + 1)
    since, base = _measured(portfolio, name, field, start)
    total = rows.nothing(len(states)) + integers([[exact(share) for share in base]], scale)
    for end, share in _given(rows, name, field, active):
        counts = (since < end[:, None]) & (end[:, None] <= states)
        total = total + rows.times(counts, int(exact(share) * scale))
    clipped: Numbers = np.clip(total, 0, scale)
    return clipped


def _given(
    rows: Rows, name: str, field: str, active: Mapping[str, Numbers]
) -> Iterator[tuple[Numbers, float]]:
    """Yield each share of a field, or of one channel of it, behind the period in which it is given."""
    for initiative in rows.portfolio.initiatives:
        for mode, work in _modes(initiative).items():
            if share := work.advances.get(name, work.advances.get(field)):
                yield rows.finish_in(initiative.id, mode), share
    for synergy in rows.portfolio.synergies:
        if share := synergy.advances.get(name, synergy.advances.get(field)):
            yield active[synergy.id], share


def climbed(rows: Rows, wanted: str) -> Flags:
    """Return for states 0 to T whether channels are at a step of their ladder, or at a further one."""
    channels = [channel.id for channel in rows.portfolio.disc.channels]
    states = np.arange(rows.portfolio.periods + 1)
    joined = np.zeros((len(rows.starts), len(states), len(channels), len(channels)), dtype=np.bool_)
    ends = [(np.zeros(len(rows.starts), dtype=np.int64), names) for names in rows.portfolio.linked]
    ends += [(rows.finish(one.id), one.links) for one in rows.portfolio.initiatives]
    for finish, names in ends:
        for one, other in product([channels.index(name) for name in names], repeat=2):
            joined[:, :, one, other] |= finish[:, None] <= states
    used = np.einsum("...ii->...i", joined).copy()
    for row in rows.portfolio.disc.disciplines if channels else ():
        for field in (f"{row.id}{ring}" for ring in range(1, len(row.rings) + 1)):
            for name, _ in _channels(rows.portfolio, field):
                used[:, :, channels.index(name)] |= fulfilment(rows, f"{field}@{name}") > 0
    alone = np.eye(len(channels), dtype=np.bool_)
    some = (joined & ~alone).any(axis=(2, 3))
    for _ in channels:  # who is joined to whom by others in between
        joined |= np.matmul(joined.astype(np.int64), joined.astype(np.int64)) > 0
    apart = used[..., :, None] & used[..., None, :] & ~joined & ~alone
    number = used.sum(axis=2)
    steps: dict[str, Flags] = {
        "single": number >= 1,
        "multi": number >= 2,
        "cross": some,
        "omni": some & ~apart.any(axis=(2, 3)),
    }
    return steps[wanted]


def _measured(portfolio: Portfolio, name: str, field: str, start: float) -> tuple[Numbers, list[float]]:
    """Return for each state after the end of which period shares count, -1 for all, and on what they are counted."""
    since: Numbers = np.full(portfolio.periods + 1, -1, dtype=np.int64)
    base = [start] * (portfolio.periods + 1)
    mine = [(one.period or 0, one) for one in portfolio.measured if one.field in {name, field}]
    for period, one in sorted(mine, key=lambda at: (at[0], str(at[1].on or ""), at[1].field == name)):
        since[period:] = period
        base[period:] = [one.share] * (portfolio.periods + 1 - period)
    return since, base


def numbers_of_team(portfolio: Portfolio, team: str) -> list[Fraction]:
    """Return every number that is said of a team: what work takes and adds, and what there is, can be bought and is asked for."""
    given = portfolio.capacities[team]
    limits = (given.amount, given.at_least, given.extra) if isinstance(given, Capacity) else (given,)
    written = [*limits, *(work.effort.get(team, 0.0) for work in _works(portfolio))]
    written += [one.adds.get(team, 0.0) for one in portfolio.initiatives]
    numbers = [number for one in written for number in (one if isinstance(one, tuple) else [one])]
    return [exact(number) for number in numbers if number is not None]


def members_of(portfolio: Portfolio, team: str) -> set[str]:
    """Return which initiatives take of a team in one of their modes, or add to it."""
    return {
        one.id
        for one in portfolio.initiatives
        if one.adds.get(team) or any(work.effort.get(team) for work in _modes(one).values())
    }


def team_load(rows: Rows, team: str) -> tuple[Numbers, int]:
    """Return what schedules take of a team in each period as integers, and how many make 1."""
    periods = rows.portfolio.periods
    scale = denominator(numbers_of_team(rows.portfolio, team))
    return rows.summed(lambda way: _load(way, periods, team), periods, scale), scale


def missing(rows: Rows, team: str) -> Numbers:
    """Return what schedules take of a team beyond what it has in each period, in the same integers; 0 without a limit."""
    load, scale = team_load(rows, team)
    given = rows.portfolio.capacities[team]
    amount = given.amount if isinstance(given, Capacity) else given
    amounts = amount if isinstance(amount, tuple) else (amount,) * rows.portfolio.periods
    there = integers([[exact(amount or 0.0) for amount in amounts]], scale) + rows.nothing(len(amounts))
    periods = np.arange(1, len(amounts) + 1)
    for initiative in rows.portfolio.initiatives:
        if more := exact(initiative.adds.get(team, 0.0)):
            there = there + rows.times(rows.finish(initiative.id)[:, None] <= periods, int(more * scale))
    return np.where([amount is None for amount in amounts], 0, np.maximum(load - there, 0))


def spent_on_teams(rows: Rows, budget: Budget | None = None) -> Numbers:
    """Return what schedules spend under a budget, or all in the currency, on more of teams, times the scale of money."""
    spent = rows.nothing(rows.portfolio.periods)
    for team, one in rows.portfolio.capacities.items():
        if (
            isinstance(one, Capacity)
            and one.extra_price
            and (budget is None or one.extra_fund in budget.funds)
        ):
            _, scale = team_load(rows, team)
            extra = one.extra if isinstance(one.extra, tuple) else (one.extra,) * rows.portfolio.periods
            unit = exact(one.extra_price) * money_scale(rows.portfolio) / scale
            unit *= counted_in(rows.portfolio, one.extra_fund, budget)
            levels = [price_of(rows.portfolio, one.extra_fund, place) for place in range(1, len(extra) + 1)]
            prices = [int(unit * level) * (more != 0) for level, more in zip(levels, extra, strict=True)]
            bought = zip(missing(rows, team).T, prices, strict=True)
            spent = spent + np.stack([scaled(amount, price) for amount, price in bought], axis=1)
    return spent


def spent_on_synergies(rows: Rows, synergies: Iterable[Synergy]) -> Numbers:
    """Return what schedules spend on some synergies in each period, times the scale of money."""
    periods = range(1, rows.portfolio.periods + 1)
    spent = rows.nothing(len(periods))
    for synergy in synergies:
        if synergy.cost:
            when = paid_in(rows, synergy, activated(rows))
            prices = [exact(synergy.cost) * price_of(rows.portfolio, "money", period) for period in periods]
            lines = [
                [price * (period == now) for now in periods] for period, price in enumerate(prices, start=1)
            ]
            by_period = integers([[Fraction(0)] * len(periods), *lines], money_scale(rows.portfolio))
            spent = spent + by_period[np.where(when < NEVER, when, 0)]
    return spent


def _load(way: Way, periods: int, team: str) -> Exact:
    load = [Fraction(0)] * periods
    effort = way.work.effort.get(team, 0.0)
    for place, period in enumerate(way.periods):
        if period <= periods:
            load[period - 1] = exact(effort[place] if isinstance(effort, tuple) else effort)
    return load
