"""Portfolios too large for brute force, as a benchmark would draw them: the same seed, the same portfolio."""

from __future__ import annotations

import random

from omniprio.disc import Disc, Discipline
from omniprio.portfolio import Benefit, Budget, Cost, Group, Initiative, Portfolio

__all__ = ["earning_portfolio", "large_portfolio"]

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


def earning_portfolio(seed: int, count: int = 300, years: int = 25) -> Portfolio:
    """Return projects that only earn, of the kind that project portfolio selection and scheduling studies.

    A project runs for 4 to 17 years, which cost and bring money; it starts in one of the first years. What is spent
    in first years, in later ones and in all has a budget for each year, which is not carried over, and pays for about
    a third of everything; each of five owners has an amount for all of its projects. About six projects in ten wait for
    another one, and three in ten exclude one.

    Args:
        seed: Any number; the same number gives the same portfolio.
        count: The number of projects.
        years: The number of years in which projects may start; the horizon is 17 years longer.
    """
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    projects = [_project(rng, number, years) for number in range(count)]
    cost = sum(sum(fund.profile or ()) for one in projects for fund in one.costs_by_fund.values())
    each = {"initiation": 0.25, "ongoing": 0.75, "total": 1.0}
    budgets = {
        name: Budget(
            per_period=float(round(share * cost / years / 3)),
            carry_over=False,
            funds=(name,) if share < 1 else ("initiation", "ongoing"),
        )
        for name, share in each.items()
    }
    owned = {
        owner: Budget(total=float(round(share * cost / 3)), funds=("initiation", "ongoing"), owners=(owner,))
        for owner, share in _OWNERS.items()
    }
    rivals = [rng.sample(range(count), 2) for _ in range(round(count * 0.15))]
    return Portfolio(
        horizon=years + max(_LONGEST),
        disc=Disc(disciplines=(Discipline(id="none", levels=1),), start_level=1),
        initiatives=tuple(projects),
        budgets=budgets | owned,
        groups=tuple(
            Group(id=f"rivals {place}", members=(f"p{one}", f"p{other}"), at_most=1)
            for place, (one, other) in enumerate(rivals)
        ),
        discount_rate=0.01,
    )


_LONGEST = range(4, 18)
"""How many years a project runs."""

_OWNERS = {"A": 0.35, "B": 0.3, "C": 0.25, "D": 0.07, "E": 0.03}
"""The share of all that may be spent by owner."""


def _project(rng: random.Random, number: int, years: int) -> Initiative:
    duration = rng.choice(_LONGEST)
    whole = rng.lognormvariate(6.7, 1.2)
    first, *later = _spread(rng, duration, whole)
    gained = _spread(rng, duration, whole * rng.uniform(0.5, 1.4))
    before = rng.sample(range(number), 1) if number and rng.random() < 0.6 else []
    return Initiative(
        id=f"p{number}",
        duration=duration,
        costs={
            "initiation": Cost(profile=(first, *[0.0] * len(later))),
            "ongoing": Cost(profile=(0.0, *later)),
        },
        benefit=Benefit(
            profile=tuple(spent + more for spent, more in zip((first, *later), gained, strict=True)),
            counted_from="start",
        ),
        requires=tuple(f"p{earlier}" for earlier in before),
        latest_start=years,
        owner=rng.choices(list(_OWNERS), list(_OWNERS.values()))[0],
    )


def _spread(rng: random.Random, duration: int, whole: float) -> list[float]:
    """Return whole amounts for each year, that rise and fall again."""
    top = rng.uniform(0.2, 0.8) * duration
    weights = [1 / (1 + abs(year - top)) for year in range(duration)]
    return [float(round(whole * weight / sum(weights))) for weight in weights]
