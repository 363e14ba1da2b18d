"""How what a plan takes grows with the portfolio: each step apart, in processor time, for families drawn with a seed.

    uv run python benchmarks/growth.py                                   # earning and disc, 100 to 400 initiatives
    uv run python benchmarks/growth.py earning --sizes 1000x25 3000x25 5000x25 --limit 300
    uv run python benchmarks/growth.py disc --sizes 60x16 200x24 1000x40 --limit 180

The last line of a family says with which power of initiatives times periods each step grows.
"""

from __future__ import annotations

import argparse
import resource
import time
from math import log
from typing import TYPE_CHECKING, NamedTuple

from answers import owned  # which makes the judge of the tests known
from drawn_ppssp import drawn_instance
from judge.large import large_portfolio
from ppssp import portfolio_of

from omniprio import Fastest, MostValue, Plan, Portfolio, check, prioritise
from omniprio.formulation import formulate
from omniprio.greedy import first_schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.goals import Goal

__all__ = ["STEPS", "Family", "growth", "measured"]


class Family(NamedTuple):
    """A kind of portfolio: how one is drawn, and what its plan is to be best at."""

    drawn: Callable[[int, int, int], Portfolio]
    goal: Goal


FAMILIES = {
    "earning": Family(
        lambda seed, count, years: portfolio_of(drawn_instance(seed, count, years)), MostValue()
    ),
    "disc": Family(lambda seed, count, periods: owned(large_portfolio(seed, count, periods)), Fastest()),
}

STEPS = ("first schedule", "building", "prioritise", "checking", "reading back")
"""What is timed; `prioritise` does the first two again, and what comes after them."""

_KILOBYTES = 1024
"""In a megabyte."""


class Measured(NamedTuple):
    """Seconds of processor time by step, and the plan."""

    seconds: dict[str, float]
    plan: Plan


def main() -> None:
    """Print one line for each size of each family, and how each step grows."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("families", nargs="*", help=f"of {', '.join(FAMILIES)}; by default all")
    parser.add_argument(
        "--sizes", nargs="*", default=["100x12", "200x12", "400x12"], help="initiatives x periods"
    )
    parser.add_argument("--limit", type=float, default=30.0, help="seconds for each plan")
    parser.add_argument("--seed", type=int, default=0, help="of the draws")
    arguments = parser.parse_args()
    print(
        "| family | size | "
        + " | ".join(STEPS)
        + " | value | bound | gap | seconds on the clock | peak memory |"
    )
    print("|" + "---|" * (len(STEPS) + 7))
    for name in arguments.families or FAMILIES:
        seconds = []
        sizes = [tuple(map(int, size.split("x"))) for size in arguments.sizes]
        for count, periods in sizes:
            began = time.perf_counter()
            one = measured(FAMILIES[name], arguments.seed, count, periods, arguments.limit)
            seconds.append(one.seconds)
            print(_line(name, f"{count:,} x {periods}", one, time.perf_counter() - began), flush=True)
        if len(sizes) > 1:
            powers = growth([count * periods for count, periods in sizes], seconds)
            print(
                f"| {name} | grows with the power | "
                + " | ".join(f"{one:.1f}" for one in powers.values())
                + " |"
            )


def measured(family: Family, seed: int, count: int, periods: int, limit: float) -> Measured:
    """Return what each step takes for one portfolio.

    Args:
        family: The family it is drawn from.
        seed: Of the draws.
        count: How many initiatives.
        periods: How many periods.
        limit: Seconds for the plan.
    """
    portfolio = family.drawn(seed, count, periods)
    goals = [family.goal]
    seconds: dict[str, float] = {}

    def timed[Result](step: str, work: Callable[[], Result]) -> Result:
        began = time.process_time()
        result = work()
        seconds[step] = time.process_time() - began
        return result

    timed("first schedule", lambda: first_schedule(portfolio, goals))
    timed("building", lambda: formulate(portfolio, goals))
    plan = timed("prioritise", lambda: prioritise(portfolio, goals, time_limit=limit))
    timed("checking", lambda: check(portfolio, plan.starts))
    document = plan.model_dump_json()
    timed("reading back", lambda: Plan.model_validate_json(document))
    return Measured(seconds, plan)


def growth(sizes: Sequence[int], seconds: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the power of the size with which each step grows: the slope of the logarithms, by least squares.

    Args:
        sizes: At least two that are not all the same.
        seconds: By step, for each of them.
    """
    places = [log(size) for size in sizes]
    mean = sum(places) / len(places)
    spread = sum((place - mean) ** 2 for place in places)
    return {
        step: sum(
            (place - mean) * log(max(one[step], 1e-4)) for place, one in zip(places, seconds, strict=True)
        )
        / spread
        for step in STEPS
    }


def _line(name: str, size: str, one: Measured, taken: float) -> str:
    result = one.plan.goals[0]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES
    steps = " | ".join(f"{one.seconds[step]:.2f}" for step in STEPS)
    bound = "-" if result.bound is None else f"{result.bound:,.4g}"
    gap = "-" if result.gap is None else f"{result.gap:.2%}"
    value = "-" if result.value is None else f"{result.value:,.4g}"
    return f"| {name} | {size} | {steps} | {value} | {bound} | {gap} | {taken:.0f} | {memory:,.0f} MB |"


if __name__ == "__main__":
    main()
