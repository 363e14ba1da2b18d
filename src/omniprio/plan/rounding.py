"""Numbers rounded so that what is added up is the sum of what is shown: one way for every table."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from omniprio.numbers import exact, is_large
from omniprio.portfolio.initiative import MAIN_FUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.plan.plan import Plan

__all__ = ["adding_up", "costs_adding_up", "decimals_of"]

_OF_A_UNIT = 6
"""A third of an amount is a float that is off by less than this many decimals of the last one shown."""


def adding_up(numbers: Sequence[float | Fraction], decimals: int = 2) -> list[Fraction]:
    """Return numbers rounded so that they add up to their rounded sum.

    Each is off by less than one unit of its last decimal; one that has no more decimals stays as it is. Of equal
    remainders the first ones are rounded up.

    Args:
        numbers: Finite numbers.
        decimals: How many each has at most.

    Source: the method of largest remainders, as seats are given out in proportion to votes (Hamilton, 1792).

    >>> [str(number) for number in adding_up([Fraction(100, 3)] * 3, decimals=0)]
    ['34', '33', '33']
    """
    grid = 10**decimals
    units = [round(_exact(number) * grid, _OF_A_UNIT) for number in numbers]
    below = [floor(unit) for unit in units]
    short = round(round(sum(units, Fraction(0)), _OF_A_UNIT // 2)) - sum(below)
    largest = {*sorted(range(len(units)), key=lambda place: below[place] - units[place])[:short]}
    return [Fraction(unit + (place in largest), grid) for place, unit in enumerate(below)]


def decimals_of(numbers: Sequence[float | Fraction]) -> int:
    """Return how many decimals amounts of money or effort are shown with that are added up: 2, none where they are large.

    >>> decimals_of([33.4, 66.6]), decimals_of([33.4, 12.5])
    (0, 2)
    """
    return 0 if is_large(sum((abs(_exact(number)) for number in numbers), Fraction(0))) else 2


def _exact(number: float | Fraction) -> Fraction:
    return number if isinstance(number, Fraction) else exact(number)


def costs_adding_up(plan: Plan) -> list[dict[str, Fraction]]:
    """Return what each line of a plan costs by fund, rounded so that each fund adds up.

    Args:
        plan: The plan.

    Returns:
        One for each initiative of the schedule, then one for each synergy that the plan gets, then one for each team of
        which it buys something.

    >>> from omniprio import Initiative, Portfolio, plan_of
    >>> one = Portfolio(horizon=1, initiatives=[Initiative(id=name, cost=0.004) for name in "abc"])
    >>> [str(costs["money"]) for costs in costs_adding_up(plan_of(one, {"a": 1, "b": 1, "c": 1}))]
    ['1/100', '0', '0']
    """
    lines = [planned.costs for planned in plan.schedule]
    lines += [{MAIN_FUND: one.cost} for one in plan.synergies if one.obtained]
    lines += [{one.fund: one.cost} for one in plan.bought]
    decimals = decimals_of([*plan.costs.values()])
    by_fund = {fund: adding_up([line.get(fund, 0.0) for line in lines], decimals) for fund in plan.costs}
    return [{fund: costs[place] for fund, costs in by_fund.items()} for place in range(len(lines))]
