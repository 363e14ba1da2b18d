"""Portfolios too large for brute force, as a benchmark would draw them: the same seed, the same portfolio."""

from __future__ import annotations

import random

from omniprio.disc import Disc, Discipline
from omniprio.portfolio import Budget, Initiative, Portfolio

__all__ = ["large_portfolio"]

_DISCIPLINES = "ABCDEF"
_RINGS = 3
_BUDGET_SHARE = 0.6
_CREW_SHARE = 0.5


def large_portfolio(seed: int, count: int = 60, periods: int = 16) -> Portfolio:
    """Return a portfolio on a disc of six disciplines with three rings, none reached at the start.

    Each initiative advances one to three fields and requires about one earlier one. Money is spent evenly; the
    budget comes in equal parts, is carried over and pays for 60 % of everything. One team has half the capacity
    that doing everything would take. Each initiative earns something in every period after it.

    Args:
        seed: Any number; the same number gives the same portfolio.
        count: The number of initiatives.
        periods: The number of periods.
    """
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    initiatives = [_initiative(rng, number) for number in range(count)]
    cost = sum(initiative.costs_by_fund["money"].amount for initiative in initiatives)
    work = sum(initiative.duration * _crew(initiative) for initiative in initiatives)
    return Portfolio(
        horizon=periods,
        disc=Disc(
            disciplines=tuple(Discipline(id=name, levels=_RINGS) for name in _DISCIPLINES), start_level=0
        ),
        initiatives=tuple(initiatives),
        budget=Budget(per_period=float(round(cost * _BUDGET_SHARE / periods))),
        capacities={"crew": float(round(work * _CREW_SHARE / periods) + 3)},
    )


def _initiative(rng: random.Random, number: int) -> Initiative:
    fields = [f"{name}{ring}" for name in _DISCIPLINES for ring in range(1, _RINGS + 1)]
    advanced = rng.sample(fields, rng.randint(1, 3))
    before = sorted(rng.sample(range(number), min(number, rng.choice((0, 1, 1, 2)))))
    return Initiative(
        id=f"p{number}",
        cost=rng.randint(50, 1000),
        duration=rng.randint(1, 4),
        advances={field: rng.choice((0.2, 0.3, 0.4, 0.5, 0.6)) for field in advanced},
        requires=tuple(f"p{earlier}" for earlier in before),
        effort={"crew": rng.randint(1, 3)},
        benefit=rng.randint(0, 120),
    )


def _crew(initiative: Initiative) -> float:
    effort = initiative.effort["crew"]
    return effort if isinstance(effort, float | int) else sum(effort)
