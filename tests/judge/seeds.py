"""Seeds of random portfolios: by whether these have a plan, so that no test has to turn back, and by when they are tried."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

import pytest

from judge.brute_force import judge
from judge.random_portfolios import full_portfolio

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _pytest.mark import ParameterSet

__all__ = ["slow_after", "with_a_plan", "without_a_plan"]


def slow_after(quick: int, cases: Iterable[object]) -> list[ParameterSet]:
    """Return cases for `parametrize`, all but the first so many marked slow."""
    given = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [
        pytest.param(*case, marks=[pytest.mark.slow] if place >= quick else [])
        for place, case in enumerate(given)
    ]


def with_a_plan(count: int) -> list[int]:
    """Return the first seeds of full portfolios that some schedule keeps every rule of."""
    return list(itertools.islice(filter(_has_a_plan, itertools.count()), count))


def without_a_plan(count: int) -> list[int]:
    """Return the first seeds of full portfolios that no schedule keeps every rule of."""
    return list(itertools.islice(itertools.filterfalse(_has_a_plan, itertools.count()), count))


@cache
def _has_a_plan(seed: int) -> bool:
    return len(judge(full_portfolio(seed))) > 0
