"""One list to cut from below: against every choice of nested plans, one after the other."""

from __future__ import annotations

import random
import threading
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_money import with_windows
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio import Budget, Initiative, MostValue, Portfolio
from omniprio.answers import nested
from omniprio.answers.frontiers import scaled
from omniprio.errors import OmniprioError
from omniprio.goals import Closest, Fastest, LeastCost, worth
from omniprio.infeasibility import InfeasibleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.goals import Goal

GOALS: list[list[Goal]] = [
    [MostValue()],
    [LeastCost(), MostValue()],
    [Closest()],
    [Fastest(), LeastCost()],
    [MostValue(), Closest()],
]
SMALL = Portfolio(
    horizon=1,
    initiatives=[
        Initiative(id=name, cost=cost, benefit=gain)
        for name, cost, gain in (("a", 20, 35), ("b", 30, 50), ("c", 40, 60))
    ],
)


def test_one_list_for_all_amounts_is_worth_what_its_amounts_together_are() -> None:
    # earned less spent: a 15, b 20, c 20. Alone, 20 takes a (15), 30 takes b (20), 50 takes a and b (35). With a first, 15 + 15
    # + 35 = 65; with b first, 0 + 20 + 35 = 55
    found = nested(SMALL, [50, 20, 30], [MostValue()])
    assert [(one.id, int(one.since)) for one in found.ranked] == [("a", 20), ("b", 50)]
    assert [step.budget for step in found.steps] == [20, 30, 50]
    assert [int(step.values[0] or 0) for step in found.steps] == [15, 15, 35]
    assert [int(step.alone[0] or 0) for step in found.steps] == [15, 20, 35]
    assert found.is_final
    # counted three times, 30 is worth 60 with b, and 45 with a: 0 + 60 + 35 = 95 against 15 + 45 + 35 = 95; four times decides
    found = nested(SMALL, [20, 30, 50], [MostValue()], weights=[1, 4, 1])
    assert [(one.id, int(one.since)) for one in found.ranked] == [("b", 30), ("a", 50)]


def test_without_a_plan_for_the_smallest_amount_there_is_no_list() -> None:
    must = SMALL.model_copy(update={"initiatives": [Initiative(id="a", cost=20, decision="must")]})
    with pytest.raises(InfeasibleError, match=r"main budget: 10 in total(.|\n)*Raise the main budget by 10"):
        nested(must, [10, 30], [LeastCost()])


def test_another_budget_can_vary_and_a_search_that_was_stopped_says_so() -> None:
    ours = [Initiative(id=name, costs={"it": cost}, benefit=60) for name, cost in (("a", 20), ("b", 30))]
    portfolio = Portfolio(
        horizon=2, initiatives=ours, budgets={"it": Budget(per_period=(10, 20), carry_over=True)}
    )
    found = nested(portfolio, [30, 90], [MostValue()], budget="it")
    # 30 is there as 10 and 20 more: one of them, b or a, in 2; 90 as 30 and 60: a or b in 1, the other in 2 at the latest
    assert [len(step.plan.starts) for step in found.steps] == [1, 2]
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(OmniprioError):
        nested(portfolio, [30, 90], [MostValue()], budget="it", cancel=cancel)


def least_together(
    portfolio: Portfolio, amounts: Sequence[float], weights: Sequence[float], goals: Sequence[Goal]
) -> tuple[Fraction, ...] | None:
    """Return the least that nested choices come to, goal by goal: of each choice the best, for the amounts in turn."""
    so_far: dict[frozenset[str], tuple[Fraction, ...]] = {frozenset(): (Fraction(0),) * len(goals)}
    for amount, weight in zip(amounts, weights, strict=True):
        found = judge(scaled(portfolio).holding(Fraction(amount)))
        best: dict[frozenset[str], tuple[Fraction, ...]] = {}
        for row in range(len(found)):
            chosen = frozenset(found.schedule(row))
            values = tuple((worth(goal, found.value(goal, row)) or 0) * Fraction(weight) for goal in goals)
            best[chosen] = min(best.get(chosen, values), values)
        so_far = {
            chosen: tuple(now + then for now, then in zip(values, min(before), strict=True))
            for chosen, values in best.items()
            if (before := [own for smaller, own in so_far.items() if smaller <= chosen])
        }
    return min(so_far.values(), default=None)


@pytest.mark.parametrize("seed", slow_after(6, range(40)))
def test_nested_plans_equal_trying_every_choice(seed: int) -> None:
    must_equal_every_choice(full_portfolio(seed), seed)


@pytest.mark.parametrize("seed", slow_after(1, (7, 2, 16, 17, 32, 37, 41, 45)))
def test_nested_plans_of_a_budget_by_windows_equal_trying_every_choice(seed: int) -> None:
    portfolio = with_windows(full_portfolio(seed), seed)
    assert portfolio.limits["money"].windows
    must_equal_every_choice(portfolio, seed)


def must_equal_every_choice(portfolio: Portfolio, seed: int) -> None:
    of = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    goals, most = of.choice(GOALS), float(scaled(portfolio).most) or 10.0
    amounts = sorted(
        {round(most * part) for part in of.sample((0.0, 0.1, 0.2, 0.3, 0.4, 0.7), of.choice((2, 3)))}
    )
    weights = [of.choice((1.0, 2.0, 0.5)) for _ in amounts]
    right = least_together(portfolio, amounts, weights, goals)
    if right is None:
        with pytest.raises(OmniprioError):
            nested(portfolio, amounts, goals, weights=weights)
        return
    found = nested(portfolio, amounts, goals, weights=weights)
    assert found.proven
    assert all(
        before.plan.starts.keys() <= after.plan.starts.keys() for before, after in pairwise(found.steps)
    )
    sums = (
        sum(step.weight * (worth(goal, step.values[place]) or 0) for step in found.steps)
        for place, goal in enumerate(goals)
    )
    assert tuple(sums) == right
