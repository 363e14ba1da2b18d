"""The answers: how long each takes on the ten initiatives, and what each returns on 60 x 16 within a time limit.

The large portfolio is drawn with a fixed seed: six disciplines with three rings, one to three fields for each
initiative, about one prerequisite each, 60 % of all cost as an even, carried-over budget, one team, four owners. What an
answer is asked about a plan is asked about the best one found within the limit, which is made once and counts for none.

    uv run python benchmarks/answers.py [NAMES ...] [--limit SECONDS] [--only ten|large] [--seed SEED]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from omniprio import MostValue, Plan, Portfolio, prioritise, ten_portfolio
from omniprio.answers.attribution import attribute
from omniprio.answers.changes import value_of_change
from omniprio.answers.frontiers import frontier, phased_better, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.ownership import silos
from omniprio.answers.qualification import qualify_all
from omniprio.answers.reasons import why, why_not
from omniprio.answers.replanning import replan
from omniprio.answers.robustness import Uncertain, Uncertainty, robust

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from judge.large import large_portfolio

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = Callable[[Plan, float | None], str]

OWNERS = 4


def ten(_seed: int) -> Portfolio:
    """Return the ten initiatives, with a benefit in proportion to the cost."""
    portfolio = ten_portfolio(budget=2500)
    amounts = {one.id: one.costs_by_fund["money"].amount for one in portfolio.initiatives}
    earning = [
        one.model_copy(update={"benefit": amounts[one.id] * (5 + place % 3 * 10) / 100})
        for place, one in enumerate(portfolio.initiatives)
    ]
    return portfolio.model_copy(update={"initiatives": earning})


def large(seed: int) -> Portfolio:
    """Return 60 initiatives over 16 periods, with owners."""
    return owned(large_portfolio(seed))


def owned(portfolio: Portfolio) -> Portfolio:
    """Return a portfolio whose initiatives belong to four owners in turn."""
    initiatives = [
        one.model_copy(update={"owner": f"owner {place % OWNERS + 1}"})
        for place, one in enumerate(portfolio.initiatives)
    ]
    return portfolio.model_copy(update={"initiatives": initiatives})


def _qualify_all(plan: Plan, limit: float | None) -> str:
    return f"{len(qualify_all(plan.portfolio, time_limit=limit).rows)} initiatives"


def _why(plan: Plan, limit: float | None) -> str:
    found = why(plan, next(reversed(plan.starts)), time_limit=limit)
    return (
        f"without: {_known(found.without.plan, settled=found.without.settled)}; "
        f"earlier: {found.earlier and _known(found.earlier.plan, settled=found.earlier.settled)}; finish: {found.finish}"
    )


def _why_not(plan: Plan, limit: float | None) -> str:
    found = why_not(plan, plan.left_out[0].id, time_limit=limit)
    return f"with it: {_known(found.with_it, settled='with it' not in found.open)}; open: {', '.join(found.open) or 'nothing'}"


def _frontier(plan: Plan, limit: float | None) -> str:
    found = frontier(plan.portfolio, time_limit=limit)
    proven = sum(point.is_final for point in found.points)
    wide = float(sum(high - low for low, high in found.open))
    return f"{len(found)} points, {proven} proven; {found.ended}; open: {wide:,.0f} of the amounts"


def _trade_off(plan: Plan, limit: float | None) -> str:
    found = trade_off(plan.portfolio, money=MostValue(), time_limit=limit)
    proven = sum(point.is_final for point in found.points)
    return f"{len(found)} points, {proven} proven; {found.ended}"


def _phased_better(plan: Plan, limit: float | None) -> str:
    found = phased_better(plan.portfolio, time_limit=limit)
    return f"given: {found.given and found.given.goals[0].value}, best: {found.best.goals[0].value}; proven: {found.proven}"


def _robust(plan: Plan, limit: float | None) -> str:
    amounts = {one.id: one.costs_by_fund["money"].amount for one in plan.portfolio.initiatives}
    unsure = Uncertainty(
        initiatives={name: Uncertain(cost=(0.8 * cost, cost, 1.5 * cost)) for name, cost in amounts.items()}
    )
    found = robust(plan.portfolio, unsure, time_limit=limit)
    judged = found.kept.of
    return f"{found.planned} of {found.draws} draws planned, {found.proven} proven, {judged} judged; complete: {found.complete}"


def _replan(plan: Plan, limit: float | None) -> str:
    longer = plan.portfolio.model_copy(update={"initiatives": _dearer(plan.portfolio)})
    found = replan(plan, longer, by=1, per_change=0.002, per_period=0.001, time_limit=limit)
    return f"{_known(found.plan)}; {len(found.of_kind('kept'))} kept, {len(found.of_kind('moved'))} moved"


def _dearer(portfolio: Portfolio) -> list[object]:
    """Return the initiatives, every fifth a tenth dearer."""
    return [
        one.model_copy(update={"cost": one.costs_by_fund["money"].amount * 1.1}) if place % 5 == 0 else one
        for place, one in enumerate(portfolio.initiatives)
    ]


def _alternatives(plan: Plan, limit: float | None) -> str:
    found = alternatives(plan.portfolio, loss=0.02, time_limit=limit)
    farthest = sum(one.farthest for one in found.plans)
    apart = [one.distance for one in found.plans[1:]]
    return f"{len(found.plans)} plans, {farthest} proven; {found.ended}; apart: {apart}"


def _attribute(plan: Plan, limit: float | None) -> str:
    found = attribute(plan, time_limit=limit)
    errors = [part.error for part in found.parts if part.error is not None]
    return f"{found.orders:,} orders, exact: {found.exact}, largest error: {max(errors, default=0):.2g}"


def _silos(plan: Plan, limit: float | None) -> str:
    found = silos(plan.portfolio, time_limit=limit)
    proven = sum(one.proven for one in found.owners)
    return f"joint: {_known(found.joint)}; {proven} of {len(found.owners)} owners proven; loss: {float(found.goals[0].loss):.4f}"


def _value_of_change(plan: Plan, limit: float | None) -> str:
    found = value_of_change(plan, money=100, time_limit=limit)
    planned = sum(row.plan is not None for row in found.rows)
    return f"{len(found.rows)} changes, {planned} planned, {sum(row.proven for row in found.rows)} proven"


def _known(plan: Plan | None, *, settled: bool | None = None) -> str:
    """Return how good a plan is, and whether that is proven."""
    proven = plan is not None and plan.proven if settled is None else settled
    value = "none" if plan is None else f"{plan.goals[0].value:.4f}"
    return f"{value} ({'proven' if proven else 'not proven'})"


ANSWERS: dict[str, Answer] = {
    "qualify_all": _qualify_all,
    "why": _why,
    "why_not": _why_not,
    "frontier": _frontier,
    "trade_off": _trade_off,
    "phased_better": _phased_better,
    "robust": _robust,
    "replan": _replan,
    "alternatives": _alternatives,
    "attribute": _attribute,
    "silos": _silos,
    "value_of_change": _value_of_change,
}
SIZES: dict[str, Callable[[int], Portfolio]] = {"ten": ten, "large": large}


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ANSWERS)}; by default all")
    parser.add_argument(
        "--limit", type=float, default=60.0, help="seconds for each answer on the large portfolio"
    )
    parser.add_argument("--only", choices=SIZES, help="only on one of the portfolios")
    parser.add_argument("--seed", type=int, default=1, help="of the large portfolio")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in ANSWERS]:
        parser.error(f"no answer is called {', '.join(unknown)}")
    for size in [given.only] if given.only else SIZES:
        limit = given.limit if size == "large" else None
        _measure(size, SIZES[size](given.seed), given.names or list(ANSWERS), limit)


def _measure(size: str, portfolio: Portfolio, names: list[str], limit: float | None) -> None:
    """Print a line for each answer on one portfolio."""
    began = time.perf_counter()
    plan = prioritise(portfolio, time_limit=limit)
    print(f"{size}: the plan {_known(plan)} in {time.perf_counter() - began:.1f} s", flush=True)
    for name in names:
        began = time.perf_counter()
        said = ANSWERS[name](plan, limit)
        seconds = time.perf_counter() - began
        print(f"{size} {name}: {seconds:.1f} s, load {os.getloadavg()[0]:.1f}: {said}", flush=True)


if __name__ == "__main__":
    main()
