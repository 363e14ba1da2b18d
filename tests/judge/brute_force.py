"""Every schedule of a small portfolio, which of them keep the rules, and which are best.

The third account of what a portfolio means, next to the formulation and the checker, and sharing nothing with
either. All numbers are scaled to integers once; then schedules are rows of an array, judged all at once. A start of 0
stands for an initiative that is left out. Initiative after initiative is added to the rows, and those go that break a rule
about no others.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from judge.once import once
from judge.rows import (
    NEVER,
    SAFE,
    Rows,
    climbed,
    flowing_back,
    fulfilment,
    integers,
    is_member,
    measured,
    members_of,
    missing,
    money_scale,
    scaled,
    share_scale,
    spending,
    spent_on_synergies,
    spent_on_teams,
    team_load,
    ways_of,
)
from judge.scores import distance, score
from omniprio.goals import Soonest
from omniprio.numbers import exact
from omniprio.portfolio import Capacity, Start, mode_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from judge.rows import Flags, Numbers
    from judge.scores import Aim, Score
    from omniprio.portfolio import Budget, Group, Initiative, Milestone, Portfolio, Requirement, Synergy

__all__ = ["Judgement", "all_best", "best", "judge"]


def best(portfolio: Portfolio, goals: Sequence[Aim]) -> tuple[dict[str, int], tuple[Fraction, ...]] | None:
    """Return a best schedule and its goal values, or None if no schedule keeps the rules.

    Args:
        portfolio: A small one: every combination of starts is tried.
        goals: The most important first, or only their names; `Soonest` rules out what never arrives.
    """
    found = judge(portfolio)
    rows = found.best_rows(goals)
    if not rows.size:
        return None
    return found.schedule(rows[0]), tuple(found.value(goal, rows[0]) for goal in goals)


def all_best(portfolio: Portfolio, goals: Sequence[Aim]) -> list[dict[str, int]]:
    """Return all schedules that are best, in the order of enumeration."""
    found = judge(portfolio)
    return [found.schedule(row) for row in found.best_rows(goals)]


@once(8)
def judge(portfolio: Portfolio) -> Judgement:
    """Enumerate the schedules of a portfolio and keep those that keep all its rules."""
    rules = list(_rules(portfolio))
    rows = _kept(Rows(portfolio, np.zeros((1, 0), dtype=np.int64)), rules)
    for initiative in portfolio.initiatives:
        rows = _kept(rows.with_one_more(_options(portfolio, initiative)), rules)
    return Judgement(rows)


class _Rule(NamedTuple):
    """Which schedules keep a rule, and the initiatives that decide it."""

    keeps: Callable[[Rows], Flags]
    about: set[str]


def _kept(rows: Rows, rules: list[_Rule]) -> Rows:
    """Return the rows that keep the rules of which the last initiative that decides them was added last."""
    places = {name: place for place, name in enumerate(rows.portfolio.by_id, start=1)}
    for rule in rules:
        if max((places[name] for name in rule.about), default=0) == rows.starts.shape[1]:
            rows = rows.those(rule.keeps(rows))
    return rows


def _rules(portfolio: Portfolio) -> Iterator[_Rule]:
    """Yield the rules of a portfolio, first those that are quickly looked at."""
    everything = set(portfolio.by_id)
    for initiative in portfolio.initiatives:
        for entry in initiative.requirements:
            about = {initiative.id, *entry.of, *entry.given}
            yield _Rule(partial(_keeps_requirement, initiative=initiative.id, entry=entry), about)
    for group in portfolio.groups:
        shares = group.least_share is not None or group.most_share is not None
        members = {one.id for one in portfolio.initiatives if is_member(group, one)}
        yield _Rule(partial(_keeps_group, group=group), everything if shares else members)
    for team in portfolio.capacities:
        yield _Rule(partial(_keeps_capacity, team=team), members_of(portfolio, team))
    for initiative in portfolio.initiatives:
        if initiative.needs:
            yield _Rule(partial(_keeps_needs, initiative=initiative), everything)
    for milestone in portfolio.milestones:
        yield _Rule(partial(_keeps_milestone, milestone=milestone), everything)
    for name, budget in portfolio.limits.items():
        yield _Rule(partial(_keeps_budget, name=name, budget=budget), everything)


def _options(portfolio: Portfolio, initiative: Initiative) -> list[int]:
    """Return the numbers of the ways that decision, dates and horizon leave open, 0 for none."""
    ways = [
        number
        for number, way in enumerate(ways_of(portfolio, initiative), start=1)
        if (initiative.earliest_start or 1) <= way.start <= (initiative.latest_start or way.start)
        and way.start in way.periods
        and way.finish <= (initiative.deadline or way.finish)
        and (initiative.may_run_over or way.finish <= portfolio.periods)
        and initiative.fixed_start in {None, way.start}
    ]
    return {"free": [0, *ways], "must": ways, "never": [0]}[initiative.decision]


def _keeps_requirement(rows: Rows, initiative: str, entry: Requirement) -> Flags:
    done = np.sum([_is_met(rows, initiative, entry, name) for name in entry.of], axis=0)
    keeps: Flags = done >= (entry.at_least or (len(entry.of) if entry.match == "all" else 1))
    for name in (initiative, *entry.given):
        keeps |= rows.column(name) == 0
    return keeps


def _is_met(rows: Rows, one: str, entry: Requirement, other: str) -> Flags:
    """Whether what is required of one other is so, where the one that requires it is chosen."""
    there = rows.column(other) > 0
    own = {"finish to finish": rows.finish, "start to finish": rows.finish}.get(entry.kind, rows.begin)(one)
    from_start = entry.kind in {"start to start", "start to finish"}
    since = (
        own - (rows.begin(other) if from_start else rows.finish(other)) - (entry.kind == "finish to start")
    )
    in_order = (since >= entry.lag) & (since <= (NEVER if entry.max_lag is None else entry.max_lag))
    return there & (in_order if entry.kind != "chosen" else True)


def _keeps_group(rows: Rows, group: Group) -> Flags:
    keeps = np.ones(len(rows.starts), dtype=np.bool_)
    members = [one.id for one in rows.portfolio.initiatives if is_member(group, one)]
    if group.all_or_none:
        count = np.sum([rows.column(name) > 0 for name in members], axis=0)
        keeps &= (count == 0) | (count == len(members))
    own, whole, scale = measured(rows, group)
    if group.at_least is not None:
        keeps &= own >= int(exact(group.at_least) * scale)
    if group.at_most is not None:
        keeps &= own <= int(exact(group.at_most) * scale)
    if group.least_share is not None:
        share = exact(group.least_share)
        keeps &= scaled(own, share.denominator) >= scaled(whole, share.numerator)
    if group.most_share is not None:
        share = exact(group.most_share)
        keeps &= scaled(own, share.denominator) <= scaled(whole, share.numerator)
    apart = group.apart or 0
    for one, other in combinations(members, 2) if group.apart is not None else ():
        left_out = (rows.column(one) == 0) | (rows.column(other) == 0)
        keeps &= left_out | _is_after(rows, one, other, apart) | _is_after(rows, other, one, apart)
    return keeps


def _is_after(rows: Rows, one: str, other: str, periods: int) -> Flags:
    return rows.begin(one) - rows.finish(other) - 1 >= periods


def _keeps_budget(rows: Rows, name: str, budget: Budget) -> Flags:
    periods, scale = rows.portfolio.periods, money_scale(rows.portfolio)
    spent = rows.summed(lambda way: spending(rows.portfolio, way, periods, budget), periods, scale)
    spent = spent + spent_on_synergies(rows, _paid_from(rows.portfolio, budget))
    if not budget.owners:
        spent = spent + spent_on_teams(rows, budget)
    keeps = np.ones(len(rows.starts), dtype=np.bool_)
    asked, first = [(0, periods, budget.at_least)], 0
    for window in budget.windows:
        asked.append((first, first + window.periods, window.at_least))
        first += window.periods
    for since, until, least in asked:
        if least:
            keeps &= spent[:, since:until].sum(axis=1) >= int(exact(least) * scale)
    back = rows.summed(lambda way: flowing_back(way, periods, name), periods, scale)
    return keeps & _keeps_to(rows, budget, spent - back, scale)


def _paid_from(portfolio: Portfolio, budget: Budget) -> Iterator[Synergy]:
    """Yield the synergies of which the cost is under a budget: of all owners, or of members that are all theirs."""
    for synergy in portfolio.synergies if "money" in budget.funds else ():
        owners = {portfolio.by_id[name].owner for name in synergy.of}
        if not budget.owners or (owners and owners.issubset(budget.owners)):
            yield synergy


def _keeps_to(rows: Rows, budget: Budget, spent: Numbers, scale: int) -> Flags:
    """Whether what is spent keeps to the amounts of a budget: pot after pot, with what is left of the one before."""
    periods = rows.portfolio.periods
    amounts = budget.per_period if isinstance(budget.per_period, tuple) else (budget.per_period,) * periods
    pots = [(window.periods, window.amount) for window in budget.windows]
    if budget.total is not None:
        pots = [(periods, budget.total)]
    keeps = np.ones(len(rows.starts), dtype=np.bool_)
    pots = pots or [(1, amount) for amount in amounts]
    given = integers([[exact(amount or 0.0) for _, amount in pots]], scale)[0]
    left = rows.nothing(1)[:, 0].astype(given.dtype)
    free, first = False, 0  # free: nothing limits what is left
    for (length, amount), more in zip(pots, given, strict=True):
        left = left + more
        free = free or amount is None
        for period in range(first, first + length):
            left = left - spent[:, period]
            keeps &= (left >= 0) | free
        first += length
        if budget.carry_over is not True:
            most = int(exact(amount or 0.0) * exact(float(budget.carry_over)) * scale)
            left = np.full_like(left, most) if free else np.minimum(left, most)
            free = amount is None and bool(budget.carry_over)
    return keeps


def _keeps_capacity(rows: Rows, team: str) -> Flags:
    periods, capacity = rows.portfolio.periods, rows.portfolio.capacities[team]
    given = capacity if isinstance(capacity, Capacity) else Capacity(amount=capacity)
    amounts, least, extra = (
        one if isinstance(one, tuple) else (one,) * periods
        for one in (given.amount, given.at_least, given.extra)
    )
    load, scale = team_load(rows, team)
    short = missing(rows, team)
    keeps = np.ones(len(rows.starts), dtype=np.bool_)
    for period, (amount, wanted, more) in enumerate(zip(amounts, least, extra, strict=True)):
        if amount is not None and more is not None:
            keeps &= short[:, period] <= int(exact(more) * scale)
        if wanted is not None:
            keeps &= load[:, period] >= int(exact(wanted) * scale)
    return keeps


def _keeps_needs(rows: Rows, initiative: Initiative) -> Flags:
    scale, start = share_scale(rows.portfolio), rows.column(initiative.id)
    every = np.arange(len(start))
    keeps = np.ones(len(start), dtype=np.bool_)
    for field, share in initiative.needs.items():
        before = fulfilment(rows, field)[every, np.maximum(start - 1, 0)]
        keeps &= (start == 0) | (before >= math.ceil(exact(share) * scale))
    return keeps


def _keeps_milestone(rows: Rows, milestone: Milestone) -> Flags:
    keeps = np.ones(len(rows.starts), dtype=np.bool_)
    for held in _held(rows, milestone):
        keeps &= held
    return keeps


def _held(rows: Rows, milestone: Milestone) -> Iterator[Flags]:
    """Yield for each thing that a milestone asks for whether schedules have it at the end of its period."""
    scale, by = share_scale(rows.portfolio), milestone.by
    for field, share in milestone.fields.items():
        yield fulfilment(rows, field)[:, by] >= math.ceil(exact(share) * scale)
    for name in milestone.complete:
        yield rows.finish(name) <= by
    if milestone.distance is not None:
        length, unit = distance(rows)
        yield length[:, by] <= (math.floor(exact(milestone.distance) / unit) if unit else 0)
    if milestone.channels is not None:
        yield climbed(rows, milestone.channels)[:, by]
    scenario = {one.id: one.fields for one in rows.portfolio.scenarios}.get(milestone.scenario or "", ())
    for row in rows.portfolio.disc.disciplines:
        whole = [fulfilment(rows, f"{row.id}{ring}")[:, by] == scale for ring in range(1, len(row.rings) + 1)]
        if row.order == "outside in":
            whole = list(np.logical_and.accumulate(whole))
        yield np.sum(whole, axis=0) >= milestone.levels.get(row.id, 0)
        for field in scenario:
            ring, _, channel = field.removeprefix(row.id).partition("@")
            if ring.isdigit() and not channel:
                yield whole[int(ring) - 1]
            elif ring.isdigit():
                yield fulfilment(rows, field)[:, by] == scale
                yield np.all(whole[: int(ring) - 1], axis=0) | (row.order == "any")


class Judgement:
    """The schedules of a portfolio that keep its rules, with their goal values."""

    def __init__(self, rows: Rows) -> None:
        """Keep the schedules; goal values are worked out when asked for."""
        self._rows = rows
        self._scores: dict[str, Score] = {}
        self._ways = {one.id: ways_of(rows.portfolio, one) for one in rows.portfolio.initiatives}

    def __len__(self) -> int:
        """Return how many schedules keep the rules."""
        return len(self._rows.starts)

    def schedule(self, row: int) -> dict[str, int]:
        """Return a schedule: the start of each chosen initiative by id."""
        found = {}
        for (name, ways), number in zip(self._ways.items(), self._rows.starts[row].tolist(), strict=True):
            if number:
                way = ways[number - 1]
                found[name] = Start(way.start, way.mode) if way.mode else way.start
        return found

    def row(self, schedule: dict[str, int]) -> int | None:
        """Return the number of a schedule, None if it breaks a rule."""
        numbers = [self._number(name, schedule.get(name)) for name in self._ways]
        found = np.flatnonzero((self._rows.starts == numbers).all(axis=1))
        return int(found[0]) if found.size else None

    def _number(self, name: str, start: int | None) -> int:
        """Return the number of the way in which an initiative starts; 0 for none."""
        ways = enumerate(self._ways[name], start=1)
        same = (number for number, way in ways if (way.start, way.mode) == (start, mode_of(start)))
        return 0 if start is None else next(same, -1)

    def value(self, goal: Aim, row: int) -> Fraction:
        """Return the value of a goal for a schedule, exact; 10**6 for `Soonest` where it never arrives."""
        numbers, unit = self._score(goal)
        return int(numbers[row]) * unit

    def is_better_great(self, goal: Aim) -> bool:
        """Tell whether a plan is the better the more a goal comes to."""
        return self._score(goal)[1] < 0

    def best_rows(self, goals: Sequence[Aim]) -> Numbers:
        """Return the numbers of the schedules that are best, goal by goal, each within the slack of those before."""
        rows = np.arange(len(self))
        for place, goal in enumerate(goals, start=1):
            numbers = self._score(goal)[0][rows]
            if goal == "Soonest" or isinstance(goal, Soonest):
                rows, numbers = rows[numbers < NEVER], numbers[numbers < NEVER]
            slack = self._slack(goal) if place < len(goals) else 0
            least = int(numbers.min()) if numbers.size else 0  # slack may be beyond 64 bits
            rows = rows[numbers <= least + slack]
        return rows

    def no_worse(self, rows: Numbers, row: int, goals: Sequence[Aim]) -> Numbers:
        """Return those of some schedules that are at every goal at least as good as one of them."""
        for goal in goals:
            numbers = self._score(goal)[0]
            rows = rows[numbers[rows] <= numbers[row]]
        return rows

    def chosen_of(self, rows: Numbers) -> Numbers:
        """Return those of some schedules that win the tie: fewer and earlier starts, then what was given first."""
        columns, after = map(self._rows.column, self._ways), self._rows.portfolio.periods + 1
        begun = np.stack([*columns], axis=1)
        starts = begun[rows]
        rows = rows[starts.sum(axis=1) == starts.sum(axis=1).min(initial=SAFE)]
        starts = begun[rows]
        keys: Numbers = (np.where(starts, after - starts, 0) * np.arange(1, starts.shape[1] + 1)).sum(axis=1)
        winners: Numbers = rows[keys == keys.min(initial=SAFE)]
        return winners

    def _slack(self, goal: Aim) -> int:
        """Return by how many of its units a goal may be worse than its best."""
        unit = abs(self._score(goal)[1])
        return 0 if isinstance(goal, str) or not unit else math.floor(exact(goal.slack) / unit)

    def _score(self, goal: Aim) -> Score:
        name = goal if isinstance(goal, str) else goal.model_dump_json()
        if name not in self._scores:
            self._scores[name] = score(goal, self._rows)
        return self._scores[name]
