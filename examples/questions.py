"""What people ask about a plan: the ten initiatives, seven questions and their answers.

Run it with `uv run examples/questions.py`; it takes about a quarter of a minute.
"""

from omniprio import prioritise, ten_portfolio
from omniprio.answers import (
    Uncertain,
    Uncertainty,
    alternatives,
    attribute,
    qualify_all,
    replan,
    robust,
    silos,
    why_not,
)

DRAWS = 20
"""Few, so that the example is quick; the default of `robust` is 200."""


def answer(question: str, found: object) -> None:
    """Print a question and what was found."""
    print(f"{question}\n{'=' * len(question)}\n{found}\n")


def main() -> None:
    """Make the plan, then answer the questions."""
    portfolio = ten_portfolio(budget=2500)
    plan = prioritise(portfolio)
    unsure = Uncertainty(
        initiatives={
            "identify": Uncertain(cost=(600, 720, 1100), duration=(2, 3)),
            "identify-in-store": Uncertain(cost=(700, 840, 1300)),
            "web-email": Uncertain(advances={"D2": (0.3, 0.6, 0.7)}),
        }
    )
    answer("Is this a project for us?", qualify_all(portfolio))
    answer("Why not social listening?", why_not(plan, "social-listening"))
    answer("Who has earned what?", attribute(plan))
    answer("What else could we do?", alternatives(portfolio, loss=0.02, most=3, starts=False))
    answer("What do the silos cost?", silos(portfolio))
    answer("What if our estimates are wrong?", robust(portfolio, unsure, draws=DRAWS, seed=1))
    answer("The budget is cut after half a year. What now?", replan(plan, ten_portfolio(budget=1650), by=2))


if __name__ == "__main__":
    main()
