"""Projects with scores and no maturity model: what to choose within a budget and a team, and when.

Run it with `uv run examples/scored_projects.py`. All numbers are invented.
"""

from datetime import date

import omniprio

SCORES = {
    "crm": {"strategy": 31, "risk": -4},
    "erp": {"strategy": 38, "risk": -9},
    "app": {"strategy": 22, "risk": -2},
    "lab": {"strategy": 9},
    "hub": {"strategy": 27, "risk": -6},
}
COSTS = {"crm": 350, "erp": 500, "app": 200, "lab": 150, "hub": 300}
PERIODS = {"crm": 2, "erp": 3, "app": 1, "lab": 1, "hub": 2}
REQUIRES = {"app": ("crm",)}


def main() -> None:
    """Plan for the goals that suit the portfolio, and say what the first project left out would need."""
    portfolio = omniprio.Portfolio(
        name="Scored projects",
        horizon={"periods": 6, "start": date(2027, 1, 1), "unit": "quarter"},
        budget=1000,
        currency="kDKK",
        capacities={"IT": 2},
        initiatives=[
            omniprio.Initiative(
                id=name,
                cost=COSTS[name],
                duration=PERIODS[name],
                effort={"IT": 1},
                scores=scores,
                requires=REQUIRES.get(name, ()),
            )
            for name, scores in SCORES.items()
        ],
        provenance={"everything": "invented"},
    )
    plan = omniprio.prioritise(portfolio)
    print(plan.summary())


if __name__ == "__main__":
    main()
