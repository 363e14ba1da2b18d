"""What the members of a group come to: how many are chosen, what they spend from a fund, or how they score."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from omniprio.money import total_cost
from omniprio.numbers import exact
from omniprio.portfolio import as_begun, window_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omniprio.portfolio import Group, Initiative, Portfolio

__all__ = ["all_counted", "counted", "group_of", "least_counted", "step_of_measure"]


def counted(group: Group, initiative: Initiative, start: int, portfolio: Portfolio) -> Fraction:
    """Return what a chosen initiative counts in the measure of a group.

    Args:
        group: The group; the initiative need not be a member.
        initiative: The initiative.
        start: The period it starts in, from 1; it completes within the horizon.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Cost, Group, Initiative, Portfolio
    >>> web = Initiative(id="web", cost=Cost(amount=30, running=5), scores={"fit": 2})
    >>> groups = (Group(id="g"), Group(id="g", fund="money"), Group(id="g", score="fit"))
    >>> [str(counted(group, web, 2, Portfolio(horizon=4, initiatives=[web]))) for group in groups]
    ['1', '40', '2']
    """
    if group.fund is not None:
        begun = as_begun(initiative, start, portfolio)
        return total_cost(begun, start, portfolio.periods, {group.fund: 1})
    if group.score is not None:
        return initiative.exact_scores.get(group.score, Fraction(0))
    return Fraction(1)


def group_of(portfolio: Portfolio, name: str) -> Group:
    """Return a group by its id."""
    return next(group for group in portfolio.groups if group.id == name)


def least_counted(group: Group, initiative: Initiative, portfolio: Portfolio) -> Fraction:
    """Return the least that a chosen initiative counts in the measure of a group, whenever it starts."""
    starts = window_of(initiative, portfolio)
    if group.fund is None:
        starts = starts[:1]
    return min((counted(group, initiative, start, portfolio) for start in starts), default=Fraction(0))


def all_counted(
    group: Group, portfolio: Portfolio, starts: Mapping[str, int], names: Iterable[str]
) -> Fraction:
    """Return what those of some initiatives that are chosen come to in the measure of a group.

    Args:
        group: The group.
        portfolio: The portfolio.
        starts: The schedule.
        names: The initiatives; a member only counts if it is among them.
    """
    return sum(
        (counted(group, portfolio.by_id[name], starts[name], portfolio) for name in names if name in starts),
        Fraction(0),
    )


def step_of_measure(group: Group, portfolio: Portfolio) -> Fraction:
    """Return the step in which a limit of a group is given: 1 for a count, else the decimals that are used for it."""
    if group.counts:
        return Fraction(1)
    below = lcm(*(number.denominator for number in _written(group, portfolio)))
    digits = next(digits for digits in range(400) if 10**digits % below == 0)
    return Fraction(1, 10**digits)


def _written(group: Group, portfolio: Portfolio) -> Iterator[Fraction]:
    """Yield the numbers that are given in the measure of a group."""
    for limit in (group.at_least, group.at_most):
        if limit is not None:
            yield exact(limit)
    for initiative in portfolio.initiatives:
        if group.score is not None:
            yield initiative.exact_scores.get(group.score, Fraction(0))
        for way in initiative.ways.values() if group.fund is not None else ():
            if group.fund in way.costs_by_fund:
                cost = way.costs_by_fund[group.fund]
                yield from (cost.one_off, cost.exact_running, *(cost.exact_profile or ()))
