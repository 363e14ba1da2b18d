"""What must be done: what is decided, as many of each group as it asks for, and what milestones ask for.

What is done for its own sake: what gains most for what it takes of budgets and teams comes first.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from omniprio.dependency_graph import order
from omniprio.fulfilment import end_of, has_climbed, progress
from omniprio.goals import scores
from omniprio.portfolio import as_begun, window_of
from omniprio.portfolio.milestones import wanted_counts, wanted_fields
from omniprio.portfolio.requirements import wait_of
from omniprio.present_value import discounting, present_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from omniprio.disc import Discipline
    from omniprio.goals import Goal
    from omniprio.greedy.placing import Placing
    from omniprio.portfolio import Group, Milestone, Portfolio

__all__ = [
    "NOISE",
    "open_fields",
    "place_duties",
    "place_earners",
    "place_fields",
    "place_promised",
    "place_scorers",
]


def _place_milestones(placing: Placing, is_over: Callable[[], bool]) -> bool:
    """Place what milestones ask for and is not there yet; tell whether all of it fitted in time.

    Args:
        placing: What is placed so far.
        is_over: Tells whether to stop.
    """
    due = sorted(placing.portfolio.milestones, key=lambda milestone: milestone.by)
    return all(not is_over() and _is_met(placing, milestone, is_over) for milestone in due)


def _is_met(placing: Placing, milestone: Milestone, is_over: Callable[[], bool]) -> bool:
    wanted = wanted_fields(milestone, placing.portfolio).items()
    return (
        all(_is_done(placing, name, milestone.by) for name in milestone.complete)
        and all(_is_raised(placing, field, float(share), milestone.by) for field, share in wanted)
        and _counts_enough(placing, milestone)
        and _is_joined(placing, milestone)
        and _is_near(placing, milestone, is_over)
    )


def _is_done(placing: Placing, name: str, by: int) -> bool:
    """Place an initiative if it completes in time; else leave all as it was."""
    before = placing.mark()
    if placing.add(name) and placing.finish(name) <= by:
        return True
    placing.go_back(before)
    return False


def _is_raised(placing: Placing, field: str, share: float, by: int) -> bool:
    """Raise a field so far in time, by what gives most for what it takes."""
    shares = placing.givers(field)
    for name in sorted(shares, key=lambda name: placing.price(name) / shares[name]):
        if placing.fulfilment(field, by) >= share - NOISE:
            break
        _is_done(placing, name, by)
    return placing.fulfilment(field, by) >= share - NOISE


def _counts_enough(placing: Placing, milestone: Milestone) -> bool:
    """Complete as many fields of checklists as are asked for, those that are nearest first."""
    for name, level in wanted_counts(milestone, placing.portfolio).items():
        fields = [field.id for field in placing.portfolio.disc if field.discipline.id == name]
        done = 0
        for field in sorted(fields, key=lambda field: -placing.fulfilment(field, milestone.by)):
            done += done < level and _is_raised(placing, field, 1.0, milestone.by)
        if done < level:
            return False
    return True


def _is_joined(placing: Placing, milestone: Milestone) -> bool:
    """Complete what joins channels, or is in one, the cheapest first, until they are at the step asked for."""
    portfolio = placing.portfolio
    parts = {part for part, field in portfolio.disc.parts.items() if field.channel is not None}
    helping = [
        one.id for one in portfolio.initiatives if one.links or not parts.isdisjoint(portfolio.gains[one.id])
    ]
    for name in sorted(helping if milestone.channels else (), key=placing.price):
        if _has_step(placing, milestone):
            break
        _is_done(placing, name, milestone.by)
    return _has_step(placing, milestone)


def _has_step(placing: Placing, milestone: Milestone) -> bool:
    course = progress(placing.portfolio, placing.starts)
    return has_climbed(
        milestone, placing.portfolio, placing.starts, end_of(course, milestone.by), milestone.by
    )


def _is_near(placing: Placing, milestone: Milestone, is_over: Callable[[], bool]) -> bool:
    """Complete ring after ring where the distance is still too great."""
    near = milestone.near
    if near is None:
        return True
    if progress(placing.portfolio, placing.starts).distance[milestone.by] > near:
        place_fields(placing, (), is_over)
    return progress(placing.portfolio, placing.starts).distance[milestone.by] <= near


_TRIES = 40
"""Orders that are tried where what must be done does not fit in the first one."""


def place_duties(placing: Placing, is_over: Callable[[], bool]) -> bool:
    """Place what must be done; tell whether all of it fitted.

    Args:
        placing: Nothing is placed in it yet; if not all fits, nothing is.
        is_over: Tells whether to stop.
    """
    portfolio = placing.portfolio
    nothing = placing.mark()
    must = [one.id for one in portfolio.initiatives if one.decision == "must"]
    for names in _orders(portfolio, must):
        if is_over():
            return False
        if _are_placed(placing, names) and _place_milestones(placing, is_over):
            return True
        placing.go_back(nothing)
        if portfolio.milestones and _place_milestones(placing, is_over) and _are_placed(placing, names):
            return True
        placing.go_back(nothing)
    return False


def _are_placed(placing: Placing, names: list[str]) -> bool:
    """Place what is decided and what groups ask for; tell whether all of it fitted."""
    return all(placing.add(name) for name in names) and _fill_groups(placing)


def _orders(portfolio: Portfolio, must: list[str]) -> Iterator[list[str]]:
    """Yield orders in which to place what is decided: the most pressing first, what takes most first, then any."""
    latest = _latest(portfolio, must)
    yield sorted(must, key=latest.__getitem__)
    draws = random.Random(0)  # noqa: S311  repeatable draws, no secrets
    for _ in range(_TRIES if len(must) + len(portfolio.groups) + len(portfolio.milestones) > 1 else 0):
        late = {name: latest[name] + draws.uniform(0, 0.6 * portfolio.periods) for name in must}
        yield sorted(must, key=late.__getitem__)


def _latest(portfolio: Portfolio, must: Iterable[str]) -> dict[str, float]:
    """Return the latest period in which each initiative may start for what is decided to start in time."""
    latest = {name: float(max(window_of(one, portfolio), default=0)) for name, one in portfolio.by_id.items()}
    urgent = set(must)
    for name in reversed(order(portfolio)):
        if name in urgent:
            for entry in portfolio.by_id[name].requirements:
                for other in entry.of if not entry.given else ():
                    urgent.add(other)
                    wait = wait_of(entry, portfolio.by_id[name].shortest, portfolio.by_id[other].shortest)
                    latest[other] = min(latest[other], latest[name] - (wait or 0))
    return latest


def _fill_groups(placing: Placing) -> bool:
    """Place members of groups that ask for more; tell whether all groups have enough."""
    return all(_is_filled(placing, group) for group in placing.portfolio.groups if group.least is not None)


def _is_filled(placing: Placing, group: Group) -> bool:
    """Place members of a group until it has enough: the cheapest that fit, or those that count most; tell whether it has."""
    before = placing.mark()
    for name in _rest(placing, group, placing.price):
        if _has_enough(placing, group):
            break
        placing.add(name)
    if _has_enough(placing, group) or group.counts:
        return _has_enough(placing, group)
    placing.go_back(before)
    for name in _rest(placing, group, lambda name: -placing.counted(group, name)):
        placing.add(name)
        if _has_enough(placing, group):
            return True
    return False


def _rest(placing: Placing, group: Group, key: Callable[[str], float | Fraction]) -> list[str]:
    """Return the members of a group that are not placed, in an order."""
    members = placing.portfolio.members[group.id]
    return sorted((name for name in members if name not in placing.starts), key=key)


def _has_enough(placing: Placing, group: Group) -> bool:
    return group.least is None or placing.measured(group) >= group.least


_LITTLE = 1e-6
"""What everything takes at least, so that gains can be divided by it."""

_STARTS_LOOKED_AT = 6
"""How many starts of an initiative are looked at to see what it may bring."""

NOISE = 1e-9
"""What rounding may make of a sum of shares."""


def place_earners(placing: Placing, _goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Place what earns, with what it requires, as long as both together earn something."""
    portfolio = placing.portfolio
    discount = discounting(portfolio)
    values = {
        one.id: max(
            (
                float(present_value(as_begun(one, start, portfolio), start, discount))
                for start in _some(window_of(one, portfolio))
            ),
            default=0.0,
        )
        for one in portfolio.initiatives
    }

    def brings(name: str) -> Fraction:
        start = placing.starts[name]
        return present_value(as_begun(portfolio.by_id[name], start, portfolio), start, discount)

    _place_best(placing, values, brings, is_over)


def _some(starts: Sequence[int]) -> Sequence[int]:
    """Return a few of many starts, from the first to the last: what something may bring need not be exact."""
    if len(starts) <= _STARTS_LOOKED_AT:
        return starts
    apart = (len(starts) - 1) / (_STARTS_LOOKED_AT - 1)
    return [starts[round(place * apart)] for place in range(_STARTS_LOOKED_AT)]


def place_scorers(placing: Placing, goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Place what scores, with what it requires, as long as both together score something."""
    points = scores(goals[0], placing.portfolio)
    values = {name: float(score) for name, score in points.items()}
    _place_best(placing, values, points.__getitem__, is_over)


def _place_best(
    placing: Placing,
    values: Mapping[str, float],
    brings: Callable[[str], Fraction],
    is_over: Callable[[], bool],
) -> None:
    """Place what is worth most for what it takes, with what it requires, as long as both together bring something.

    Args:
        placing: Where it is placed.
        values: What each initiative may bring, by id.
        brings: What one brings that is placed.
        is_over: Tells whether to stop.
    """

    def gain(name: str) -> float:
        return sum(values[one] for one in placing.missing(name)) / (placing.price(name) + _LITTLE)

    for name in sorted((name for name, value in values.items() if value > 0), key=gain, reverse=True):
        if is_over():
            return
        before = placing.mark()
        if placing.add(name) and sum(map(brings, placing.starts.keys() - before.starts.keys())) <= 0:
            placing.go_back(before)


def place_promised(placing: Placing, goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Place what was promised when it was promised."""
    promised = next((goal.promises for goal in goals if goal.promises), {})
    for name, start in sorted(promised.items(), key=lambda pair: pair[1]):
        if is_over():
            return
        if name in placing.portfolio.by_id:
            placing.add(name, at=start)


def place_fields(placing: Placing, _goals: Sequence[Goal], is_over: Callable[[], bool]) -> None:
    """Complete ring after ring, the cheapest for its weight first; then add to rings that cannot be completed."""
    tried: set[str] = set()
    while not is_over():
        ahead = [
            (placing.price(*names) / weight, field)
            for field, weight in _open_fields(placing)
            if field not in tried and (names := _cheapest(placing, field))
        ]
        if not ahead:
            return
        field = min(ahead)[1]
        tried.add(field)
        before = placing.mark()
        _raise(placing, field)
        if placing.portfolio.credit == "full" and placing.fulfilment(field) < 1 - NOISE:
            placing.go_back(before)


def _raise(placing: Placing, field: str) -> None:
    """Add to each channel of a field one initiative after the other, until it is complete or nothing fits."""
    for part in placing.portfolio.disc.parts_of[field]:
        for name in _givers(placing, part):
            if placing.fulfilment(part) >= 1 - NOISE:
                break
            placing.add(name)


def _open_fields(placing: Placing) -> Iterator[tuple[str, float]]:
    """Yield the next field of each discipline on the way to its ambition, and its weight; of a checklist all."""
    for row in placing.portfolio.disc.disciplines:
        if row.weight:
            fields = open_fields(placing, row)
            for field in fields if row.order == "any" else fields[:1]:
                yield field, row.weight


def open_fields(placing: Placing, row: Discipline) -> list[str]:
    """Return the fields of a discipline that are not complete, on the way to its ambition; of a checklist all."""
    ambition = placing.portfolio.ambitions[row.id]
    levels = len(row.rings) if row.order == "any" and ambition else ambition
    fields = [f"{row.id}{number}" for number in range(1, levels + 1)]
    return [field for field in fields if placing.fulfilment(field) < 1 - NOISE]


def _cheapest(placing: Placing, field: str) -> list[str]:
    """Return initiatives that complete a field together, those that give most for what they take; all if none do."""
    names = []
    for part in placing.portfolio.disc.parts_of[field]:
        missing = 1 - placing.fulfilment(part)
        shares = placing.givers(part)
        for name in _givers(placing, part):
            if missing <= NOISE:
                break
            names.append(name)
            missing -= shares[name]
    return [*dict.fromkeys(names)]


def _givers(placing: Placing, part: str) -> list[str]:
    """Return what advances a part of a field and is not placed, what gives most for what it takes first."""
    missing = 1 - placing.fulfilment(part)
    shares = placing.givers(part)

    def dearness(name: str) -> float:
        price = placing.price(name) + _LITTLE
        return price / min(shares[name], missing or 1.0)

    return sorted(shares, key=dearness)
