"""The engine against brute force: the same value of each goal, the same feasibility, and the right one of equals.

OMNIPRIO_CASES sets how many portfolios of each kind are tried, 1,000 by default; all but the first of them are slow. Where
so many have no plan, one in five is explained; every kind is mixed with all others in `test_everything_at_once.py`.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.judging import judged
from judge.random_portfolios import (
    braked_portfolio,
    conditional_portfolio,
    core_portfolio,
    full_portfolio,
    goals_for,
    goals_with_a_team,
    measured_portfolio,
    starts_for,
)
from judge.random_times import calendar_portfolio
from judge.seeds import slow_after
from judge.sets_and_teams import limited_portfolio

from omniprio.goals import Balanced, Blend, Closest, Fastest, LeastCost, MostValue, Part, Soonest, Steady
from omniprio.solver import witness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

CASES = int(os.environ.get("OMNIPRIO_CASES", "1000"))
CORE: list[Goal] = [Fastest(), LeastCost()]
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
    [Soonest(fields={"X1": 0.6}), LeastCost()],
]
SEEDS = slow_after(2 * len(FULL), range(CASES))


EXPLAINED = 5
"""Of one in so many that have no plan it is looked for why, too: that takes longer than to see that there is none."""


def difference(portfolio: Portfolio, goals: Sequence[Goal], *, explain: bool = True) -> str:
    """Return what the engine has other than brute force, in words; nothing if they agree and that is proven."""
    verdict = judged(portfolio, goals, explain=explain)
    return "" if verdict.kind in {"certified", "proven", "no plan"} else f"{verdict.kind}: {verdict.why}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_core_portfolio_equals_brute_force(seed: int) -> None:
    assert difference(core_portfolio(seed), CORE, explain=seed % EXPLAINED == 0) == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_full_portfolio_equals_brute_force(seed: int) -> None:
    goals = FULL[seed % len(FULL)]
    assert difference(full_portfolio(seed), goals, explain=seed % EXPLAINED == 0) == ""


@pytest.mark.parametrize(
    ("numbers", "seed"),
    [("large amounts", 643), ("large amounts", 835), ("seven decimals", 10), ("seven decimals", 69)],
)
def test_goals_of_fine_values_equal_brute_force_on_the_word_of_the_solver(
    numbers: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what a goal comes to is too fine for a row of a solver, and no plan that keeps to it gets to the next goal
    monkeypatch.setattr(witness, "_MOST_WORK", 0)
    goals = goals_for(random.Random(seed), numbers)  # noqa: S311  repeatable draws, no secrets
    verdict = judged(full_portfolio(seed, numbers), goals, explain=False)
    assert verdict.kind in {"proven", "certified", "no plan", "not proven"}, verdict.why


@pytest.mark.parametrize("seed", slow_after(12, range(CASES // 10)))
def test_a_measured_portfolio_equals_brute_force(seed: int) -> None:
    assert difference(measured_portfolio(seed), FULL[seed % len(FULL)]) == ""


@pytest.mark.parametrize("seed", slow_after(12, range(CASES // 10)))
def test_a_portfolio_with_conditional_synergies_equals_brute_force(seed: int) -> None:
    assert difference(conditional_portfolio(seed), FULL[seed % len(FULL)]) == ""


@pytest.mark.parametrize("seed", slow_after(2, range(CASES // 50)))
def test_milestones_of_a_channel_and_money_behind_a_brake_equal_brute_force(seed: int) -> None:
    goals: list[Goal] = [MostValue()] if seed % 2 else FULL[seed // 2 % len(FULL)]
    assert difference(braked_portfolio(seed), goals, explain=seed % EXPLAINED == 0) == ""


@pytest.mark.parametrize("seed", slow_after(6, range(CASES // 10)))
def test_a_portfolio_with_limits_over_sets_equals_brute_force(seed: int) -> None:
    assert difference(limited_portfolio(seed), FULL[seed % len(FULL)]) == ""


@pytest.mark.parametrize("seed", slow_after(6, range(CASES // 10)))
def test_earning_by_the_calendar_equals_brute_force(seed: int) -> None:
    goals: Sequence[Goal] = [MostValue()] if seed % 3 else [Fastest(slack=0.05), MostValue()]
    assert difference(calendar_portfolio(seed), goals) == ""


@pytest.mark.parametrize("seed", slow_after(10, range(40)))
def test_a_plan_with_little_upheaval_equals_brute_force(seed: int) -> None:
    portfolio = full_portfolio(seed)
    starts = starts_for(portfolio, seed)
    steady = Steady(starts=starts, per_period=0.5, per_change=2.0)
    assert difference(portfolio, [steady, Fastest()]) == ""
    changes = Steady(starts=starts, per_period=0, per_move=1, per_change=1, uncounted=[*portfolio.by_id][:1])
    assert difference(portfolio, [changes, Fastest()]) == ""


@pytest.mark.parametrize("seed", slow_after(20, range(CASES // 10)))
def test_scores_ends_delays_and_peaks_equal_brute_force(seed: int) -> None:
    portfolio = full_portfolio(seed)
    assert difference(portfolio, goals_with_a_team(portfolio, seed)) == ""


@pytest.mark.slow
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
