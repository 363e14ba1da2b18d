"""What no schedule is better than, by when what must be done can be complete at the earliest: known without any search."""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING

from omniprio.dependency_graph import earliest_starts
from omniprio.goals import LeastCost, OnTime, Shortest, delay, worth
from omniprio.money import whole_cost
from omniprio.portfolio import as_begun, first_finish, price_levels, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.goals import Goal
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["all_at_their_earliest", "bound_by_earliest_starts"]


def all_at_their_earliest(portfolio: Portfolio) -> Mapping[str, int] | None:
    """Return what must be done and nothing else, each at its earliest start; None where one of it can never start.

    Of all schedules that keep the rules, if it does, it has the least sum of starts, and no other has that.

    Args:
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> crm, web = Initiative(id="crm", duration=2, decision="must"), Initiative(id="web", decision="must", requires=["crm"])
    >>> dict(all_at_their_earliest(Portfolio(horizon=4, initiatives=[crm, web])))
    {'crm': 1, 'web': 3}
    """
    earliest = earliest_starts(portfolio)
    found = {one.id: earliest[one.id] for one in _required(portfolio)}
    return None if None in found.values() else {name: start for name, start in found.items() if start}


def bound_by_earliest_starts(goal: Goal, portfolio: Portfolio) -> Fraction | None:
    """Return what no schedule is better than at a goal, less is better; None where nothing must be done, or that says nothing.

    Args:
        goal: The goal.
        portfolio: The portfolio.

    >>> from omniprio.portfolio import Initiative, Portfolio
    >>> tax = Initiative(id="tax", duration=3, due=1, late_price=5, decision="must")
    >>> one = Portfolio(horizon=4, initiatives=[tax])
    >>> [str(bound_by_earliest_starts(goal, one)) for goal in (Shortest(), OnTime())]
    ['3', '10']
    """
    starts = all_at_their_earliest(portfolio)
    return worth(goal, _bound(goal, portfolio, starts)) if starts else None


def _required(portfolio: Portfolio) -> list[Initiative]:
    return [one for one in portfolio.initiatives if one.decision == "must"]


def _finishes(portfolio: Portfolio, starts: Mapping[str, int]) -> dict[str, int]:
    """Return when each can be complete at the earliest, by its earliest start."""
    return {name: first_finish(portfolio.by_id[name], start, portfolio) for name, start in starts.items()}


@singledispatch
def _bound(_goal: Goal, _portfolio: Portfolio, _starts: Mapping[str, int]) -> Fraction | None:
    return None


@_bound.register(Shortest)
def _end(_goal: Shortest, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    return Fraction(max(_finishes(portfolio, starts).values(), default=0))


@_bound.register(OnTime)
def _delay(goal: OnTime, portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    ends = _finishes(portfolio, starts)
    return sum((delay(goal, portfolio.by_id[name], end) for name, end in ends.items()), Fraction(0))


@_bound.register(LeastCost)
def _cost(_goal: LeastCost, portfolio: Portfolio, _starts: Mapping[str, int]) -> Fraction | None:
    """What is begun last spends least; nothing is known where prices grow, or something saves by being together."""
    required = _required(portfolio)
    if price_levels(portfolio) or any(one.cost < 0 for one in portfolio.synergies):
        return None
    if any(one.modes for one in required):
        return None
    last = {one.id: window_of(one, portfolio)[-1] for one in required}
    begun = (as_begun(one, last[one.id], portfolio) for one in required)
    return sum((whole_cost(one, last[one.id], portfolio) for one in begun), Fraction(0))
