"""The checker and brute force, which share no code, say the same about random schedules of random portfolios."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import Judgement, all_best, best, judge
from judge.random_portfolios import core_portfolio, full_portfolio

from omniprio.checker import RULES, Recount, check

if TYPE_CHECKING:
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


def drawn(portfolio: Portfolio, found: Judgement, rng: random.Random) -> list[dict[str, int]]:
    """Return random schedules, and as many of those that brute force found to keep the rules."""
    anyhow = [
        {name: start for name in portfolio.by_id if (start := rng.randint(0, portfolio.periods))}
        for _ in range(DRAWN)
    ]
    return anyhow + [found.schedule(row) for row in rng.sample(range(len(found)), min(DRAWN, len(found)))]


@pytest.mark.slow
def test_brute_force_and_the_checker_agree() -> None:
    rng = random.Random(2027)  # noqa: S311  repeatable draws, no secrets
    broken: Counter[str] = Counter()
    for seed in range(PORTFOLIOS):
        portfolio = full_portfolio(seed)
        found = judge(portfolio)
        for schedule in drawn(portfolio, found, rng):
            report = check(portfolio, schedule)
            row = found.row(schedule)
            assert report.ok == (row is not None), (seed, schedule, report.broken)
            broken.update({rule.rule for rule in report.broken})
            if row is not None:
                expected = {goal: found.value(goal, row) for goal in values(portfolio, report.recount)}
                assert values(portfolio, report.recount) == expected, (seed, schedule)
    assert set(broken) == set(RULES) - {"known"}


@pytest.mark.slow
def test_every_rule_is_once_the_only_one_that_is_broken() -> None:
    rng = random.Random(2028)  # noqa: S311  repeatable draws, no secrets
    alone = set()
    for seed in range(PORTFOLIOS):
        portfolio = full_portfolio(seed)
        broken = {rule.rule for rule in check(portfolio, drawn(portfolio, judge(portfolio), rng)[0]).broken}
        alone |= broken if len(broken) == 1 else set()
    assert alone == set(RULES) - {"known"}


def test_the_best_schedules_are_the_best_of_all_that_the_checker_accepts() -> None:
    compared = 0
    for seed in range(40):
        portfolio = core_portfolio(seed)
        found = judge(portfolio)
        accepted = [found.schedule(row) for row in range(min(len(found), 100))]
        counted = [values(portfolio, check(portfolio, schedule).recount) for schedule in accepted]
        answer = best(portfolio, ["Fastest", "LeastCost"])
        assert (answer is None) == (not accepted)
        if answer and len(found) == len(accepted):
            compared += 1
            assert answer[1] == min((goals["Fastest"], goals["LeastCost"]) for goals in counted)
            assert answer[0] in all_best(portfolio, ["Fastest", "LeastCost"])
    assert compared >= 10


def test_random_portfolios_repeat_and_differ() -> None:
    assert core_portfolio(7) == core_portfolio(7)
    assert full_portfolio(7) == full_portfolio(7)
    assert len({core_portfolio(seed).to_json() for seed in range(50)}) == 50


def test_random_portfolios_are_now_and_then_infeasible() -> None:
    infeasible = sum(best(core_portfolio(seed), ["LeastCost"]) is None for seed in range(200))
    assert 10 <= infeasible <= 50
