"""Time limits: how long each verb and answer takes beyond the limit it was given, on portfolios of three sizes.

A limit is kept where it is overrun by no more than half a second or 2 %, whichever is more. On a machine that does other
work everything after the clock takes as many times longer, so the load is printed too.

    uv run python benchmarks/limits.py [NAMES ...] [--sizes 60x16 200x24 1000x40] [--limits 1 5 20]
"""

from __future__ import annotations

import argparse
import os
import time
from functools import partial
from typing import TYPE_CHECKING

from answers import ANSWERS, owned  # which makes the judge of the tests known
from judge.large import earning_portfolio, large_portfolio

from omniprio import MostValue, Plan, Portfolio, prioritise
from omniprio.errors import OmniprioError
from omniprio.goals import DEFAULT_GOALS, goal_value
from omniprio.greedy import first_schedule
from omniprio.infeasibility import explain_infeasible
from omniprio.plan import goal_result, plan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Asked = Callable[[float], object]

ALLOWED, SHARE = 0.5, 0.02
"""Seconds, and part of the limit, that may be taken beyond it."""


def main() -> None:
    """Print one line for each question, size and limit."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", help="what to ask; by default everything")
    parser.add_argument("--sizes", nargs="*", default=["60x16", "200x24", "1000x40"])
    parser.add_argument("--limits", nargs="*", type=float, default=[1.0, 5.0, 20.0])
    arguments = parser.parse_args()
    print(f"{'asked':<22} {'size':>8} {'limit':>6} {'taken':>7} {'over':>6}  load")
    for size in arguments.sizes:
        count, periods = map(int, size.split("x"))
        portfolio = owned(large_portfolio(0, count, periods))
        for name, asked in questions(portfolio).items():
            if not arguments.names or name in arguments.names:
                for limit in arguments.limits:
                    print(f"{name:<22} {size:>8} {_measured(asked, limit)}", flush=True)


def questions(portfolio: Portfolio) -> dict[str, Asked]:
    """Return what is asked about a portfolio, or about a plan of it that was made without search."""
    plan = _first(portfolio)
    earning = earning_portfolio(0, len(portfolio.initiatives), portfolio.periods)
    asked: dict[str, Asked] = {
        "prioritise": lambda limit: prioritise(portfolio, time_limit=limit),
        "prioritise MostValue": lambda limit: prioritise(portfolio, [MostValue()], time_limit=limit),
        "prioritise earning": lambda limit: prioritise(earning, [MostValue()], time_limit=limit),
        "explain_infeasible": lambda limit: explain_infeasible(_too_little(portfolio), time_limit=limit),
    }
    return asked | {name: partial(answer, plan) for name, answer in ANSWERS.items()}


def _first(portfolio: Portfolio) -> Plan:
    starts = first_schedule(portfolio, DEFAULT_GOALS) or {}
    results = [goal_result(goal, goal_value(goal, portfolio, starts), None) for goal in DEFAULT_GOALS]
    return plan_of(portfolio, starts, goals=results, stopped="time limit")


def _too_little(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio in which one initiative in five is decided and money is short."""
    decided = [
        one.model_copy(update={"decision": "must"}) if place % 5 == 0 else one
        for place, one in enumerate(portfolio.initiatives)
    ]
    return portfolio.model_copy(update={"initiatives": decided, "budget": 1000.0})


def _measured(asked: Asked, limit: float) -> str:
    """Return limit, time taken, time beyond the limit and what became of it."""
    began = time.perf_counter()
    try:
        answer = asked(limit)
        ended = f"gap {answer.goals[0].gap}" if isinstance(answer, Plan) else ""
    except OmniprioError as error:
        ended = f"{type(error).__name__}: {str(error)[:60]}"
    taken = time.perf_counter() - began
    over = taken - limit
    mark = "!" if over > max(ALLOWED, SHARE * limit) else " "
    return f"{limit:>6g} {taken:>7.2f} {max(over, 0.0):>6.2f}{mark} {os.getloadavg()[0]:>4.1f} {ended}"


if __name__ == "__main__":
    main()
