"""The whole way: ten initiatives and nine invented ones, the first quarter in which the centre is reached.

Run it with `uv run examples/to_the_centre.py`; it takes a few seconds.
"""

import time
from datetime import date

BEGAN = time.perf_counter()

import omniprio  # noqa: E402  the clock runs before the library is loaded
from omniprio.catalogue import long_portfolio  # noqa: E402


def main() -> None:
    """Find the soonest way to the centre; among the soonest the fastest, among those the cheapest."""
    portfolio = long_portfolio(budget=7500, quarters=20, start=date(2027, 1, 1))
    goals = (omniprio.Soonest(), omniprio.Fastest(), omniprio.LeastCost())
    plan = omniprio.prioritise(portfolio, goals)
    took = time.perf_counter() - BEGAN
    print(plan.summary())
    print(f"\nFrom `import omniprio` to the plan: {took:.2f} s.")


if __name__ == "__main__":
    main()
