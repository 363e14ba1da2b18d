"""The checker and brute force, which share no code, say the same about random schedules of random portfolios."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import Judgement, all_best, best, judge
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.rule_cases import CASES
from judge.seeds import slow_after

from omniprio.checker import RULES, Recount, check

if TYPE_CHECKING:
    from omniprio.checker import Report
    from omniprio.portfolio import Portfolio

PORTFOLIOS = 300
DRAWN = 6


def values(portfolio: Portfolio, recount: Recount) -> dict[str, Fraction]:
    """Return the value of each goal for what the checker counted."""
    periods = portfolio.periods
    later = recount.distance[1:]
    weights = {row.id: row.weight for row in portfolio.disc.disciplines}
    ambitions = {name: level for name, level in portfolio.ambitions.items() if level and weights[name]}
    weakest = [
        max(
            (
                max(Fraction(0), 1 - recount.position[name][t] / ambition)
                for name, ambition in ambitions.items()
            ),
            default=Fraction(0),
        )
        for t in range(1, periods + 1)
    ]
    return {
        "Fastest": sum(later, Fraction(0)) / periods,
        "Closest": later[-1],
        "Soonest": Fraction(later.index(0) + 1 if 0 in later else 10**6),
        "Balanced": sum(weakest, Fraction(0)) / periods,
        "MostValue": recount.value,
        "LeastCost": recount.cost,
    }


def drawn(seed: int, portfolio: Portfolio, found: Judgement) -> list[dict[str, int]]:
    """Return random schedules, and as many of those that brute force found to keep the rules."""
    rng = random.Random(2027 + seed)  # noqa: S311  repeatable draws, no secrets
    anyhow = [
        {name: start for name in portfolio.by_id if (start := rng.randint(0, portfolio.periods))}
        for _ in range(DRAWN)
    ]
    return anyhow + [found.schedule(row) for row in rng.sample(range(len(found)), min(DRAWN, len(found)))]


@cache
def checked(seed: int) -> tuple[Portfolio, Judgement, list[tuple[dict[str, int], Report]]]:
    """Return a portfolio, all its schedules that keep the rules, and schedules with what the checker says of them."""
    portfolio = full_portfolio(seed)
    found = judge(portfolio)
    schedules = drawn(seed, portfolio, found)
    return portfolio, found, [(schedule, check(portfolio, schedule)) for schedule in schedules]


@pytest.mark.parametrize("seed", slow_after(PORTFOLIOS // 10, range(PORTFOLIOS)))
def test_brute_force_and_the_checker_agree(seed: int) -> None:
    portfolio, found, reports = checked(seed)
    for schedule, report in reports:
        row = found.row(schedule)
        assert report.ok == (row is not None), (schedule, report.broken)
        if row is not None:
            expected = {goal: found.value(goal, row) for goal in values(portfolio, report.recount)}
            assert values(portfolio, report.recount) == expected, schedule


@pytest.mark.slow
def test_every_rule_is_once_the_only_one_that_is_broken() -> None:
    broken = [{rule.rule for rule in checked(seed)[2][0][1].broken} for seed in range(PORTFOLIOS)]
    broken += [{rule.rule for rule in check(one.portfolio, one.forbidden).broken} for one in CASES.values()]
    assert set().union(*(rules for rules in broken if len(rules) == 1)) == set(RULES) - {"known"}


FEW_ENOUGH = 100
"""So many schedules that keep the rules are all looked at."""


@pytest.mark.parametrize("seed", range(40))
def test_the_best_schedules_are_the_best_of_all_that_the_checker_accepts(seed: int) -> None:
    portfolio = core_portfolio(seed)
    found = judge(portfolio)
    accepted = [found.schedule(row) for row in range(min(len(found), FEW_ENOUGH))]
    counted = [values(portfolio, check(portfolio, schedule).recount) for schedule in accepted]
    answer = best(portfolio, ["Fastest", "LeastCost"])
    assert (answer is None) == (not accepted)
    if answer:
        least = min((goals["Fastest"], goals["LeastCost"]) for goals in counted)
        assert (answer[1] == least) if len(found) <= FEW_ENOUGH else (answer[1] <= least)
        assert answer[0] in all_best(portfolio, ["Fastest", "LeastCost"])


def test_often_the_schedules_are_few_enough_to_look_at_all() -> None:
    assert sum(0 < len(judge(core_portfolio(seed))) <= FEW_ENOUGH for seed in range(40)) >= 10


def test_random_portfolios_repeat_and_differ() -> None:
    assert core_portfolio(7) == core_portfolio(7)
    assert full_portfolio(7) == full_portfolio(7)
    assert len({core_portfolio(seed).to_json() for seed in range(50)}) == 50


@pytest.mark.slow
def test_random_portfolios_are_now_and_then_infeasible() -> None:
    infeasible = sum(best(core_portfolio(seed), ["LeastCost"]) is None for seed in range(200))
    assert 10 <= infeasible <= 50
