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

__all__ = ["WRITTEN_DOWN", "has_a_plan", "slow_after", "with_a_plan", "without_a_plan"]

WRITTEN_DOWN = 300
"""For so many seeds it stands here which have a plan: every process asks while it collects, and judging takes seconds."""

_LIST = """
4 5 9 11 12 13 19 20 25 26 27 30 36 38 39 42 43 46 47 48 53 56 61 62 66 71 72 74 79 84 87 88 92 94
97 98 101 103 106 109 113 114 115 116 117 119 120 121 122 126 127 130 131 133 135 138 140 142 143
145 147 148 149 151 152 153 156 159 160 161 164 165 166 172 176 178 179 182 183 184 185 187 193 195
198 201 202 203 204 205 206 207 211 213 214 215 217 219 222 223 227 229 230 233 234 238 239 240 251
252 253 257 258 259 260 262 263 264 268 273 275 277 279 284 289 291 296 297
"""

_WITHOUT_A_PLAN = frozenset(map(int, _LIST.split()))
"""Those of them that have none; `tests/whole/test_judging.py` judges them all."""


def slow_after(quick: int, cases: Iterable[object]) -> list[ParameterSet]:
    """Return cases for `parametrize`, all but the first so many marked slow."""
    given = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [
        pytest.param(*case, marks=[pytest.mark.slow] if place >= quick else [])
        for place, case in enumerate(given)
    ]


def with_a_plan(count: int) -> list[int]:
    """Return the first seeds of full portfolios that some schedule keeps every rule of."""
    return list(itertools.islice(filter(has_a_plan, itertools.count()), count))


def without_a_plan(count: int) -> list[int]:
    """Return the first seeds of full portfolios that no schedule keeps every rule of."""
    return list(itertools.islice(itertools.filterfalse(has_a_plan, itertools.count()), count))


@cache
def has_a_plan(seed: int) -> bool:
    """Tell whether some schedule keeps every rule of a full portfolio, from the list as far as that goes."""
    return seed not in _WITHOUT_A_PLAN if seed < WRITTEN_DOWN else len(judge(full_portfolio(seed))) > 0
