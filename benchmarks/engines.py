"""Engines side by side: the CPU time that each takes for the same proof, on random portfolios and on plans by the day.

A disc of six disciplines with three levels; initiatives that advance one to three fields and mostly require one other; a budget
of 60 % of all costs, spent evenly, what is left carried over; one team. By the day: jobs of 1 to 10 days that share four teams,
all of which must be done, as soon as possible. The same seeds give the same portfolios.

    uv run --group cpsat python benchmarks/engines.py [--families NAME ...] [--seeds N] [--engines NAME ...] [--time-limit SECONDS]
"""

from __future__ import annotations

import argparse
import random
import time
from typing import TYPE_CHECKING, get_args

from omniprio import Budget, Disc, Discipline, Fastest, Initiative, Portfolio, Soonest, prioritise
from omniprio.engines import Engine

if TYPE_CHECKING:
    from omniprio.goals import Goal

FAMILIES = ("30 x 12", "30 x 12 full", "60 x 16", "60 x 16 full", "by the day")


def main() -> None:
    """Run what is asked for, one line for each run."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=FAMILIES, metavar="NAME")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=get_args(Engine), default=get_args(Engine))
    parser.add_argument("--time-limit", type=float, default=300.0, metavar="SECONDS")
    given = parser.parse_args()
    print(f"{'family':14}{'seed':>5} {'engine':8}{'value':>10}{'bound':>10}{'CPU s':>8}{'wall s':>8}")
    for family in given.families:
        for seed in range(given.seeds):
            for engine in given.engines:
                _run(family, seed, engine, given.time_limit)


def _run(family: str, seed: int, engine: Engine, seconds: float) -> None:
    portfolio, goals = case(family, seed)
    cpu, wall = time.process_time(), time.perf_counter()
    result = prioritise(portfolio, goals, engine=engine, time_limit=seconds).goals[0]
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    bound = float("nan") if result.bound is None else result.bound
    print(f"{family:14}{seed:5} {engine:8}{result.value:10.4f}{bound:10.4f}{cpu:8.1f}{wall:8.1f}", flush=True)


def case(family: str, seed: int) -> tuple[Portfolio, list[Goal]]:
    """Return a portfolio and what is to be reached."""
    draw = random.Random(f"{family.removesuffix(' full')}-{seed}")  # noqa: S311  repeatable draws, no secrets
    if family == "by the day":
        return _by_the_day(draw), [Soonest()]
    count, _, periods, *full = family.split()
    portfolio = _on_a_disc(draw, int(count), int(periods))
    return portfolio.model_copy(update={"credit": "full" if full else "partial"}), [Fastest()]


def _on_a_disc(draw: random.Random, count: int, periods: int) -> Portfolio:
    disc = Disc(disciplines=[Discipline(id=name, levels=3) for name in "ABCDEF"], start_level=0)
    initiatives = [
        Initiative(
            id=f"i{place}",
            cost=draw.randint(5, 50) * 10,
            duration=draw.randint(1, 3),
            effort={"team": draw.randint(1, 4)},
            advances={
                name: draw.choice([0.2, 0.3, 0.4, 0.5, 0.6])
                for name in draw.sample(sorted(disc.fields), draw.randint(1, 3))
            },
            requires=[f"i{draw.randrange(place)}"] if place and draw.random() < 0.8 else [],
        )
        for place in range(count)
    ]
    whole = sum(one.costs_by_fund["money"].amount for one in initiatives)
    each = round(0.6 * whole / periods)
    budget = Budget(per_period=[each] * periods, carry_over=True)
    return Portfolio(
        horizon=periods, disc=disc, initiatives=initiatives, budget=budget, capacities={"team": count // 4}
    )


def _by_the_day(draw: random.Random, count: int = 25) -> Portfolio:
    teams = ("a", "b", "c", "d")
    lengths = [draw.randint(1, 10) for _ in range(count)]
    efforts = [{team: draw.randint(1, 10) for team in teams if draw.random() < 0.5} for _ in range(count)]
    before = [sorted(draw.sample(range(max(0, place - 8), place), min(place, 2))) for place in range(count)]
    shares = [round(1 / count, 3)] * (count - 1)
    shares.append(round(1 - sum(shares), 3))
    initiatives = [
        Initiative(
            id=f"job{place}",
            duration=lengths[place],
            effort=efforts[place],
            requires=[f"job{one}" for one in before[place]],
            advances={"V1": shares[place]},
            decision="must",
        )
        for place in range(count)
    ]
    disc = Disc(disciplines=[Discipline(id="V", levels=1)], start_level=0)
    horizon = round(0.75 * sum(lengths))
    return Portfolio(horizon=horizon, disc=disc, initiatives=initiatives, capacities=dict.fromkeys(teams, 12))


if __name__ == "__main__":
    main()
