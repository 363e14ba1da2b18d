"""Scenarios in parallel: 200 variants of the ten initiatives, one after another against two worker processes.

Each variant draws every cost from -20 % to +50 % of the invented sizing, with a fixed seed. The pool is started and warmed up
before the clock runs, since that is paid once whatever the number of scenarios; the time it took is printed too.

    uv run python benchmarks/scenarios.py [SCENARIOS] [WORKERS]
"""

from __future__ import annotations

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from measuring import Stopwatch

from omniprio import Plan, Portfolio, ten_portfolio
from omniprio.answers.parallel import plan_each
from omniprio.answers.robustness import Uncertain, Uncertainty
from omniprio.answers.robustness.draws import draw

__all__ = ["Compared", "compared", "scenarios"]


class Compared(NamedTuple):
    """What plans take one after another and side by side, in seconds on the clock."""

    plans: int
    in_turn: float
    starting: float
    """Until the workers are there."""
    side_by_side: float
    same: int
    """How many plans are the same."""


def scenarios(count: int) -> list[Portfolio]:
    """Return variants of the ten initiatives."""
    portfolio = ten_portfolio(budget=2500)
    amounts = {one.id: one.costs_by_fund["money"].amount for one in portfolio.initiatives}
    unsure = Uncertainty(
        initiatives={
            name: Uncertain(cost=(0.8 * amount, amount, 1.5 * amount)) for name, amount in amounts.items()
        }
    )
    drawn = (draw(portfolio, unsure, number=number).portfolio for number in range(1, count + 1))
    return [one for one in drawn if isinstance(one, Portfolio)]


def compared(count: int, workers: int) -> Compared:
    """Return what so many plans take in turn, and on so many workers."""
    portfolios = scenarios(count)
    plan_each(portfolios[:1])  # imports the solver
    watch = Stopwatch()
    alone = plan_each(portfolios)
    in_turn = watch.passed
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        watch = Stopwatch()
        plan_each(portfolios[: 2 * workers], executor=pool)
        starting = watch.passed
        watch = Stopwatch()
        spread = plan_each(portfolios, executor=pool)
        side_by_side = watch.passed
    same = sum(
        isinstance(one, Plan) and isinstance(two, Plan) and one.to_json() == two.to_json()
        for one, two in zip(alone, spread, strict=True)
    )
    return Compared(len(portfolios), in_turn, starting, side_by_side, same)


def main(count: int, workers: int) -> None:
    """Measure and print."""
    found = compared(count, workers)
    print(f"one after another: {found.in_turn:.1f} s for {found.plans} scenarios")
    print(f"starting {workers} workers: {found.starting:.1f} s")
    times = found.in_turn / found.side_by_side
    print(f"on {workers} workers: {found.side_by_side:.1f} s, {times:.2f} times faster")
    print(f"{found.same} of {found.plans} plans are the same")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(200, 2)[len(given) :])
