"""Reasons that hold: what is said of an initiative left out is true of the plan, as the checker counts it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio.checker import check
from omniprio.goals import Closest, Fastest, Goal, LeastCost, MostValue, goal_value, worth
from omniprio.optimise import prioritise

if TYPE_CHECKING:
    from fractions import Fraction

    from omniprio.checker import Report
    from omniprio.plan import LeftOut, Plan

GOALS: tuple[tuple[Goal, ...], ...] = (
    (Fastest(), LeastCost()),
    (MostValue(),),
    (Closest(), MostValue()),
    (LeastCost(),),
    (Fastest(slack=0.05), LeastCost()),
)
SEEDS = with_a_plan(35)

RULE_OF = {
    "rivals": "group",
    "money": "budget",
    "no money in time": "budget",
    "requirement": "requires",
    "needs": "needs",
}
"""The rule that any start of the initiative in the plan breaks, by the reason that says so."""


@cache
def best_plan(seed: int) -> Plan:
    return prioritise(full_portfolio(seed), GOALS[seed % len(GOALS)])


def added(plan: Plan, name: str) -> list[tuple[dict[str, int], Report]]:
    """Return the plan with an initiative added, at every start that its own dates allow."""
    last = plan.portfolio.periods - plan.portfolio.by_id[name].duration + 1
    more = [{**plan.starts, name: start} for start in range(1, last + 1)]
    tried = [(starts, check(plan.portfolio, starts)) for starts in more]
    return [
        (starts, report) for starts, report in tried if "window" not in {one.rule for one in report.broken}
    ]


def worths(plan: Plan, starts: dict[str, int]) -> list[Fraction | float]:
    goals = [result.goal for result in plan.goals]
    values = [worth(goal, goal_value(goal, plan.portfolio, starts)) for goal in goals]
    return [plan.portfolio.periods + 1 if value is None else value for value in values]


def better(plan: Plan, starts: dict[str, int]) -> bool:
    return worths(plan, starts) < worths(plan, plan.starts)


def claims(plan: Plan, one: LeftOut) -> None:
    """Assert what the reason says."""
    why, tried = one.why.why, added(plan, one.id)
    if why in RULE_OF:
        rules = [[rule.rule for rule in report.broken] for _, report in tried]
        assert all(RULE_OF[why] in broken for broken in rules), rules
    if why in {"idle", "reached", "no gain"}:
        assert not any(better(plan, starts) for starts, _ in tried)
    if why in {"never", "no time", "rules"}:
        assert not any(report.ok and better(plan, starts) for starts, report in tried)
    if why == "rules":
        messages = [[rule.message for rule in report.broken] for _, report in tried]
        assert list(one.why.broken) in messages
    assert why != "would help", "the plan is proven to be the best"
    for short in one.why.short:
        assert short.takes > short.left


@pytest.mark.parametrize("seed", slow_after(12, SEEDS))
def test_every_reason_holds(seed: int) -> None:
    plan = best_plan(seed)
    for one in plan.left_out:
        claims(plan, one)


@pytest.mark.slow
def test_every_kind_of_reason_is_given() -> None:
    seen = Counter(one.why.why for seed in with_a_plan(60) for one in best_plan(seed).left_out)
    assert {"never", "rivals", "idle", "requirement", "no gain", "money", "no time"} <= seen.keys(), seen
