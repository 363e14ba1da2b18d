"""The engine against brute force: the same value of each goal, the same feasibility, and the right one of equals.

OMNIPRIO_CASES sets how many portfolios of each kind are tried, 1,000 by default.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_portfolios import core_portfolio, full_portfolio

from omniprio.check import check
from omniprio.errors import GoalUnreachableError, InfeasibleError
from omniprio.goals import Balanced, Blend, Closest, Fastest, LeastCost, MostValue, Part, Soonest
from omniprio.optimise import prioritise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

CASES = int(os.environ.get("OMNIPRIO_CASES", "1000"))
CHUNK = 50
CHUNKS = [range(first, min(first + CHUNK, CASES)) for first in range(0, CASES, CHUNK)]
CORE: list[list[Goal]] = [[Fastest(), LeastCost()]]
BLEND = Blend(parts=(Part(goal=Fastest(), weight=100.0), Part(goal=LeastCost(), weight=0.5)))
GAIN = Blend(parts=(Part(goal=Closest(), weight=30.0), Part(goal=MostValue(), weight=0.25)))
FULL: list[list[Goal]] = [
    [Fastest(), LeastCost()],
    [Closest(), LeastCost()],
    [Balanced(), Fastest()],
    [MostValue()],
    [Soonest(), MostValue()],
    [LeastCost(), Fastest()],
    [Fastest(slack=0.1), LeastCost()],
    [MostValue(slack=25.0), Closest(slack=0.05), LeastCost()],
    [Soonest(distance=0.5, slack=1.0), LeastCost()],
    [LeastCost(slack=40.0), Balanced()],
    [BLEND],
    [GAIN, Fastest()],
]


def difference(portfolio: Portfolio, goals: Sequence[Goal]) -> str:
    """Return what the engine has other than brute force, in words; nothing if they agree."""
    found = judge(portfolio)
    rows = found.best_rows(goals)
    try:
        plan = prioritise(portfolio, goals)
    except InfeasibleError:
        return f"infeasible, yet {len(found)} schedules keep the rules" if len(found) else ""
    except GoalUnreachableError:
        return "" if len(found) and not rows.size else f"unreachable, yet {rows.size} schedules get there"
    if not check(portfolio, plan.starts).ok or not plan.proven:
        return f"not proven: {plan.goals}"
    row = found.row(plan.starts)
    if row is None or row not in rows:
        best = [found.schedule(one) for one in rows[:3]]
        return f"{plan.starts} is not among the best: {best}"
    if [result.value for result in plan.goals] != [float(found.value(goal, row)) for goal in goals]:
        return f"other values than {[found.value(goal, row) for goal in goals]}: {plan.goals}"
    equals = found.no_worse(rows, row, goals)  # slack leaves plans that are worse at a goal
    winners = [found.schedule(one) for one in found.chosen_of(equals)]
    return "" if plan.starts in winners else f"{plan.starts} loses the tie to {winners}"


def differences(
    draw: Callable[[int], Portfolio], seeds: range, rotation: Sequence[Sequence[Goal]]
) -> dict[int, str]:
    """Return what differs, by seed."""
    found = {seed: difference(draw(seed), rotation[seed % len(rotation)]) for seed in seeds}
    return {seed: words for seed, words in found.items() if words}


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_core_portfolios_equal_brute_force(seeds: range) -> None:
    assert differences(core_portfolio, seeds, CORE) == {}


@pytest.mark.parametrize("seeds", CHUNKS, ids=str)
def test_full_portfolios_equal_brute_force(seeds: range) -> None:
    assert differences(full_portfolio, seeds, FULL) == {}


def test_the_cases_are_feasible_infeasible_and_out_of_reach() -> None:
    # a test of agreement shows nothing about what never occurs
    kinds = set()
    for seed in range(min(CASES, 120)):
        goals = FULL[seed % len(FULL)]
        found = judge(full_portfolio(seed))
        kinds.add(
            "infeasible" if not len(found) else "feasible" if found.best_rows(goals).size else "out of reach"
        )
    assert kinds == {"feasible", "infeasible", "out of reach"}
