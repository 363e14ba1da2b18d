"""Scenarios in parallel: 200 variants of the ten initiatives, one after another against two worker processes.

Each variant draws every cost from -20 % to +50 % of the invented sizing, with a fixed seed. The pool is started and warmed up
before the clock runs, since that is paid once whatever the number of scenarios; the time it took is printed too.

    uv run python benchmarks/scenarios.py [SCENARIOS] [WORKERS]
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from omniprio import Plan, Portfolio, ten_portfolio
from omniprio.answers.parallel import plan_each
from omniprio.answers.robustness import Uncertain, Uncertainty
from omniprio.answers.robustness.draws import draw


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


def main(count: int, workers: int) -> None:
    """Measure and print."""
    portfolios = scenarios(count)
    plan_each(portfolios[:1])  # imports the solver
    began = time.perf_counter()
    alone = plan_each(portfolios)
    in_turn = time.perf_counter() - began
    print(f"one after another: {in_turn:.1f} s for {len(portfolios)} scenarios")
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        began = time.perf_counter()
        plan_each(portfolios[: 2 * workers], executor=pool)
        print(f"starting {workers} workers: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        spread = plan_each(portfolios, executor=pool)
        in_parallel = time.perf_counter() - began
    print(f"on {workers} workers: {in_parallel:.1f} s, {in_turn / in_parallel:.2f} times faster")
    pairs = zip(alone, spread, strict=True)
    same = sum(
        isinstance(one, Plan) and isinstance(two, Plan) and one.to_json() == two.to_json()
        for one, two in pairs
    )
    print(f"{same} of {len(portfolios)} plans are the same")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(200, 2)[len(given) :])
