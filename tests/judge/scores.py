"""What each goal makes of schedules that keep the rules."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from judge.rows import (
    NEVER,
    activated,
    climbed,
    denominator,
    fulfilment,
    integers,
    money_scale,
    scaled,
    share_scale,
    spending,
    spent_on_synergies,
    spent_on_teams,
    team_load,
)
from omniprio.goals import Blend, Goal, Level, MostScore, OnTime, Soonest, Steady
from omniprio.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from judge.rows import Exact, Numbers, Rows, Way
    from omniprio.portfolio import Portfolio

__all__ = ["Aim", "Score", "distance", "score"]

Aim = str | Goal
"""A goal, or the name of its class."""

Score = tuple["Numbers", Fraction]
"""One integer for each schedule, the smaller the better, and what 1 stands for in the value of the goal."""


def score(aim: Aim, rows: Rows) -> Score:
    """Return what a goal makes of schedules."""
    if not isinstance(aim, str) and type(aim) in _WITH_SETTINGS:
        return _WITH_SETTINGS[type(aim)](aim, rows)
    return _SCORES[aim if isinstance(aim, str) else type(aim).__name__](rows)


def _blend(blend: Blend, rows: Rows) -> Score:
    """Return the weighted sum; what is to be maximised is a loss already, in units below 0."""
    parts = [(exact(part.weight), *score(part.goal, rows)) for part in blend.parts]
    factors = [weight * abs(unit) for weight, _, unit in parts]
    scale = denominator(factors)
    total = rows.nothing(1)[:, 0]
    for factor, (_, numbers, _) in zip(factors, parts, strict=True):
        total = total + scaled(numbers, int(factor * scale))
    return total, Fraction(1, scale)


def _steady(goal: Steady, rows: Rows) -> Score:
    """Return what it costs to move, drop and add starts against those that were promised."""
    per_period, per_change, per_move = map(exact, (goal.per_period, goal.per_change, goal.per_move))
    scale = denominator([per_period, per_change, per_move])
    total = rows.nothing(1)[:, 0]
    for name in rows.portfolio.by_id.keys() - set(goal.uncounted):
        now, then = rows.column(name), goal.starts.get(name, 0)
        kept = (now > 0) & (then > 0)
        total = total + scaled(np.where(kept, np.abs(now - then), 0), int(per_period * scale))
        total = total + rows.times(kept & (now != then), int(per_move * scale))
        total = total + rows.times((now > 0) != (then > 0), int(per_change * scale))
    return total, Fraction(1, scale)


def _most_score(goal: MostScore, rows: Rows) -> Score:
    """Return how far the points of what is chosen stay behind 0, each as often as it counts."""
    points = {}
    for one in rows.portfolio.initiatives:
        counts = [(exact(score), goal.weights.get(name, 0.0)) for name, score in one.scores.items()]
        points[one.id] = sum((score * (exact(w) if goal.weights else 1) for score, w in counts), Fraction(0))
    scale = denominator(points.values())
    total = rows.nothing(1)[:, 0]
    for name, number in points.items():
        total = total - rows.times(rows.column(name) > 0, int(number * scale))
    return total, Fraction(-1, scale)


def _shortest(rows: Rows) -> Score:
    last = np.zeros(len(rows.starts), dtype=np.int64)
    for name in rows.portfolio.by_id:
        last = np.maximum(last, np.where(rows.column(name) > 0, rows.finish(name), 0))
    return last, Fraction(1)


def _on_time(goal: OnTime, rows: Rows) -> Score:
    """Return what being late costs, for each period or once."""
    prices = {one.id: exact(one.late_price) for one in rows.portfolio.initiatives if one.due is not None}
    scale = denominator(prices.values())
    total = rows.nothing(1)[:, 0]
    for name, price in prices.items():
        late = np.where(rows.column(name) > 0, rows.finish(name) - (rows.portfolio.by_id[name].due or 0), 0)
        late = np.maximum(late, 0) if goal.each == "period" else (late > 0).astype(np.int64)
        total = total + scaled(late, int(price * scale))
    return total, Fraction(1, scale)


def _level(goal: Level, rows: Rows) -> Score:
    load, scale = team_load(rows, goal.team)
    return load.max(axis=1), Fraction(1, scale)


def _remaining(rows: Rows) -> list[tuple[Fraction, int, Numbers]]:
    """Return weight, ambition and what is missing in states 0 to T of each discipline that has an ambition."""
    scale = share_scale(rows.portfolio)
    found = []
    for row in rows.portfolio.disc.disciplines:
        position = rows.nothing(rows.portfolio.periods + 1)
        open_so_far = np.ones(position.shape, dtype=np.bool_)
        for number in range(1, len(row.rings) + 1):
            level = fulfilment(rows, f"{row.id}{number}")
            reached = level >= scale
            credit = level if rows.portfolio.credit == "partial" else rows.times(reached, scale)
            position = position + np.where(open_so_far, credit, 0)
            if row.order == "outside in":
                open_so_far &= reached
        if ambition := rows.portfolio.ambitions[row.id]:
            whole = integers([[Fraction(ambition)]], scale)
            found.append((exact(row.weight), ambition, np.maximum(whole - position, 0)))
    return found


def distance(rows: Rows) -> tuple[Numbers, Fraction]:
    """Return the distance in states 0 to T as integers, and what one of them stands for."""
    remaining = _remaining(rows)
    scale = denominator(weight for weight, _, _ in remaining)
    distance = rows.nothing(rows.portfolio.periods + 1)
    for weight, _, missing in remaining:
        distance = distance + scaled(missing, int(weight * scale))
    whole = sum((weight * ambition for weight, ambition, _ in remaining), Fraction(0))
    unit = 1 / (whole * scale * share_scale(rows.portfolio)) if whole else Fraction(0)
    return distance, unit


def _fastest(rows: Rows) -> Score:
    length, unit = distance(rows)
    return length[:, 1:].sum(axis=1), unit / rows.portfolio.periods


def _closest(rows: Rows) -> Score:
    length, unit = distance(rows)
    return length[:, -1], unit


def _soon(goal: Soonest, rows: Rows) -> Score:
    return (
        _fulfilled(rows, goal)
        if goal.fields or goal.scenario or goal.channels
        else _soonest(rows, goal.distance)
    )


def _soonest(rows: Rows, near: float = 0.0) -> Score:
    length, unit = distance(rows)
    arrived = length[:, 1:] <= (math.floor(exact(near) / unit) if unit else 0)
    return np.where(arrived.any(axis=1), arrived.argmax(axis=1) + 1, NEVER), Fraction(1)


def _fulfilled(rows: Rows, aim: Soonest) -> Score:
    """Return the first period from 1 at whose end all fields are fulfilled so far, the outer ones of a scenario too."""
    scale = share_scale(rows.portfolio)
    wanted = {field: math.ceil(exact(share) * scale) for field, share in aim.fields.items()}
    scenario = {one.id: one.fields for one in rows.portfolio.scenarios}.get(aim.scenario or "", ())
    for row in rows.portfolio.disc.disciplines:
        rings = {f"{row.id}{number}": number for number in range(1, len(row.rings) + 1)}
        for field in rings.keys() & set(scenario):
            outer = [one for one, number in rings.items() if number <= rings[field]]
            wanted |= dict.fromkeys(outer if row.order == "outside in" else [field], scale)
    arrived = np.ones((len(rows.starts), rows.portfolio.periods), dtype=np.bool_)
    for field, least in wanted.items():
        arrived &= fulfilment(rows, field)[:, 1:] >= least
    if aim.channels is not None:
        arrived &= climbed(rows, aim.channels)[:, 1:]
    return np.where(arrived.any(axis=1), arrived.argmax(axis=1) + 1, NEVER), Fraction(1)


def _balanced(rows: Rows) -> Score:
    remaining = [one for one in _remaining(rows) if one[0]]  # a discipline of weight 0 does not count
    common = math.lcm(*(ambition for _, ambition, _ in remaining))
    worst = rows.nothing(rows.portfolio.periods + 1)
    for _, ambition, missing in remaining:
        worst = np.maximum(worst, scaled(missing, common // ambition))
    unit = Fraction(1, common * share_scale(rows.portfolio) * rows.portfolio.periods)
    return worst[:, 1:].sum(axis=1), unit


def _least_cost(rows: Rows) -> Score:
    periods, scale = rows.portfolio.periods, money_scale(rows.portfolio)
    portfolio = rows.portfolio
    own = rows.summed(lambda way: [sum(spending(portfolio, way, periods, None), Fraction(0))], 1, scale)
    more = spent_on_synergies(rows, portfolio.synergies) + spent_on_teams(rows)
    return own[:, 0] + more.sum(axis=1), Fraction(1, scale)


def _most_value(rows: Rows) -> Score:
    portfolio, periods = rows.portfolio, rows.portfolio.periods
    factor = 1 / (1 + exact(portfolio.discount_rate))
    worth = [factor**later for later in range(periods + portfolio.beyond)]
    scale = money_scale(portfolio) * factor.denominator ** (len(worth) - 1)
    loss = rows.summed(lambda way: [-_net_value(portfolio, way, worth, periods)], 1, scale)[:, 0]
    for synergy in portfolio.synergies:
        since = activated(rows)[synergy.id]
        gains = [sum(worth[first:], Fraction(0)) * exact(synergy.benefit) for first in range(periods)]
        by_period = integers([[Fraction(0)], *([-gain] for gain in gains)], scale)[:, 0]
        loss = loss + by_period[np.where(since <= periods, since, 0)]
    more = spent_on_synergies(rows, portfolio.synergies) + spent_on_teams(rows)
    for spent, one in zip(more.T, worth, strict=False):
        loss = loss + scaled(spent, int(one * factor.denominator ** (len(worth) - 1)))
    return loss, Fraction(-1, scale)


def _net_value(portfolio: Portfolio, way: Way, worth: Exact, horizon: int) -> Fraction:
    """Return what an initiative earns minus what it spends, each period's money at its worth."""
    start, completion = way.start, way.finish
    periods = len(worth) if completion <= horizon else horizon
    earnings, total = way.work.earnings, Fraction(0)
    for period, spent in enumerate(spending(portfolio, way, periods, None), start=1):
        earned = Fraction(0)
        if completion > horizon:
            pass
        elif earnings.counted_from == "calendar":
            if completion <= period <= len(earnings.profile or ()):
                earned = exact((earnings.profile or ())[period - 1])
        elif earnings.profile is not None:
            place = period - (start if earnings.counted_from == "start" else completion)
            if 0 <= place < len(earnings.profile):
                earned = exact(earnings.profile[place])
        elif period >= completion:
            earned = exact(earnings.per_period)
        total += (earned - spent) * worth[period - 1]
    return total


_WITH_SETTINGS: dict[type[Goal], Callable[[Any, Rows], Score]] = {
    Blend: _blend,
    Steady: _steady,
    Soonest: _soon,
    MostScore: _most_score,
    OnTime: _on_time,
    Level: _level,
}

_SCORES: dict[str, Callable[[Rows], Score]] = {
    "Fastest": _fastest,
    "Closest": _closest,
    "Soonest": _soonest,
    "Balanced": _balanced,
    "MostValue": _most_value,
    "LeastCost": _least_cost,
    "Shortest": _shortest,
}
