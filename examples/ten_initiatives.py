"""The main job: ten initiatives, a disc and a budget in; the proven sequence toward the centre out.

Run it with `uv run examples/ten_initiatives.py`.
"""

import time
from datetime import date

BEGAN = time.perf_counter()

import omniprio  # noqa: E402  the clock runs before the library is loaded


def main() -> None:
    """Plan the ten initiatives for three years from a fixed date and print the plan."""
    portfolio = omniprio.ten_portfolio(budget=2500, quarters=12, start=date(2027, 1, 1))
    plan = omniprio.prioritise(portfolio)
    took = time.perf_counter() - BEGAN
    print(plan.summary())
    print(f"\nFrom `import omniprio` to the plan: {took:.2f} s.")


if __name__ == "__main__":
    main()
