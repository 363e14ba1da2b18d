"""Instances of project portfolio selection and scheduling drawn with a seed, like the two that are published.

What was looked at in those: costs are log-normal and durations grow with them; what is spent and earned in the years of
a project rises and falls again, each in its own way; about half of the values are less than the cost; three in five
projects wait for one of the others, which waits for nothing, and one in five excludes one or two. Yearly budgets come and
go by some 5 %; a quarter of them is for first years; five streams share what the planning window has.

Source: Harrison, Elsayed, Garanovich, Weir et al., the "Future Strategic Program" setting of PPSSP.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from ppssp import Instance, Project

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["drawn_instance"]

_STREAMS = (0.33, 0.29, 0.26, 0.08, 0.04)
"""The share of projects by stream, and nearly that of the money."""

_PER_PROJECT = 20.0
"""What may be spent in a year for each project of the instance, on average."""

_FIRST_YEARS = 0.25
"""The part of a yearly budget for first years of projects."""

_WAITING = 0.58
"""The share of projects that wait for another one."""

_EXCLUDING = 0.15
"""Pairs that exclude each other, for each project."""


def drawn_instance(seed: int, projects: int = 1000, years: int = 25) -> Instance:
    """Return an instance; the same numbers give the same one.

    Args:
        seed: Any number.
        projects: How many projects it has.
        years: The planning window.
    """
    rng = random.Random(seed)  # noqa: S311  repeatable draws, no secrets
    exclusions = _exclusions(rng, projects)
    first = [number for number in range(projects) if rng.random() > _WAITING or number == 0]
    free = set(first)
    drawn = [
        _project(rng, number, [] if number in free else first, exclusions[number])
        for number in range(projects)
    ]
    window = years + max(project.duration for project in drawn) - 1
    budget = _budgets(rng, projects, window)
    whole = sum(budget[:years])
    return Instance(
        name=f"drawn_{seed}_{projects}_{years}",
        num_projects=projects,
        planning_window=years,
        budget_window=window,
        discount_rate=0.01,
        budget=budget,
        initiation_budget=tuple(_FIRST_YEARS * amount for amount in budget),
        ongoing_budget=tuple((1 - _FIRST_YEARS) * amount for amount in budget),
        capability_stream_budgets=tuple(share * whole for share in _STREAMS),
        initiation_range=(1, projects),
        projects=tuple(drawn),
    )


def _project(rng: random.Random, number: int, first: Sequence[int], exclusions: Sequence[int]) -> Project:
    cost = rng.lognormvariate(6.69, 1.26)
    duration = max(2, round(9.5 * (cost / 800) ** 0.25 * rng.lognormvariate(0.0, 0.4)))
    return Project(
        id=number,
        name=f"Project {number}",
        stream=rng.choices(range(len(_STREAMS)), _STREAMS)[0],
        duration=duration,
        cost=_curve(rng, duration, cost),
        value=_curve(rng, duration, cost * rng.uniform(0.05, 2.05)),
        prerequisites=(rng.choice(first),) if first else (),
        exclusions=tuple(exclusions),
        completion_window=None,
    )


def _curve(rng: random.Random, years: int, whole: float) -> tuple[float, ...]:
    """Return whole amounts by year, that rise and fall as a Weibull density does."""
    shape, scale = rng.uniform(0.7, 4.0), years * rng.uniform(0.3, 0.8)
    weights = [
        (when / scale) ** (shape - 1) * math.exp(-((when / scale) ** shape))
        for when in (year + 0.5 for year in range(years))
    ]
    return tuple(float(round(whole * weight / sum(weights))) for weight in weights)


def _budgets(rng: random.Random, projects: int, years: int) -> tuple[float, ...]:
    begins, length = rng.uniform(0.0, 2 * math.pi), rng.uniform(14.0, 20.0)
    waves = (1 + 0.05 * math.sin(begins + 2 * math.pi * year / length) for year in range(years))
    return tuple(_PER_PROJECT * projects * wave * rng.uniform(0.99, 1.01) for wave in waves)


def _exclusions(rng: random.Random, projects: int) -> list[list[int]]:
    """Return by project those it excludes, said on one side only."""
    excluded: list[list[int]] = [[] for _ in range(projects)]
    for _ in range(round(_EXCLUDING * projects)):
        one, other = rng.sample(range(projects), 2)
        if one not in excluded[other] and other not in excluded[one]:
            excluded[one].append(other)
    return excluded
