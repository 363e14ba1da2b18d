"""Seeds of random portfolios by whether these have a plan, so that no test has to turn back from one without a word."""

from __future__ import annotations

import itertools
from functools import cache

from judge.brute_force import judge
from judge.random_portfolios import full_portfolio

__all__ = ["with_a_plan", "without_a_plan"]


def with_a_plan(count: int) -> list[int]:
    """Return the first seeds of full portfolios that some schedule keeps every rule of."""
    return list(itertools.islice(filter(_has_a_plan, itertools.count()), count))


def without_a_plan(count: int) -> list[int]:
    """Return the first seeds of full portfolios that no schedule keeps every rule of."""
    return list(itertools.islice(itertools.filterfalse(_has_a_plan, itertools.count()), count))


@cache
def _has_a_plan(seed: int) -> bool:
    return len(judge(full_portfolio(seed))) > 0
