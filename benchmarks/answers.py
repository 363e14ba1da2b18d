"""The questions: what each takes, how far it overruns its limit, and what it returns.

They are asked about the ten initiatives without a limit, and about portfolios on a disc (see `families`) within time limits. What is
asked about a plan is asked about the best one found within the limit, which is made once and counts for none; with `--greedy`
about the one that is there without search.

A limit is kept where it is overrun by no more than half a second or 2 %, whichever is more; what is not is marked. Other work on
the machine makes what is done after the clock take as many times longer, so the load is printed too.

    uv run python benchmarks/answers.py                                             # all on the ten, and on 60 x 16 within 60 s
    uv run python benchmarks/answers.py alternatives trade_off --sizes 60x16 --limits 30
    uv run python benchmarks/answers.py --greedy --sizes 60x16 200x24 1000x40 --limits 1 5 20
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from families import drawn, owned
from measuring import Stopwatch, load
from plans import size

from omniprio import MostValue, Plan, Portfolio, plan_of, prioritise, ten_portfolio
from omniprio.answers.attribution import attribute
from omniprio.answers.changes import value_of_change
from omniprio.answers.essential import essential_steps
from omniprio.answers.frontiers import frontier, phased_better, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.nesting import nested
from omniprio.answers.ownership import silos
from omniprio.answers.qualification import qualify_all
from omniprio.answers.reasons import why, why_not
from omniprio.answers.replanning import replan, upheaval_curve
from omniprio.answers.robustness import Uncertain, Uncertainty, robust
from omniprio.answers.what_it_takes import by_then
from omniprio.errors import OmniprioError
from omniprio.goals import DEFAULT_GOALS, goal_value
from omniprio.greedy import first_schedule
from omniprio.infeasibility import explain_infeasible
from omniprio.plan import goal_result
from omniprio.portfolio import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Answer = Callable[[Plan, float | None], str]

__all__ = ["ALLOWED", "ANSWERS", "SHARE", "Asked", "ask", "ten"]

ALLOWED, SHARE = 0.5, 0.02
"""Seconds, and part of the limit, that may be taken beyond it."""


def ten() -> Portfolio:
    """Return the ten initiatives, with a benefit in proportion to the cost."""
    portfolio = ten_portfolio(budget=2500)
    amounts = {one.id: one.costs_by_fund["money"].amount for one in portfolio.initiatives}
    earning = [
        one.model_copy(update={"benefit": amounts[one.id] * (5 + place % 3 * 10) / 100})
        for place, one in enumerate(portfolio.initiatives)
    ]
    return portfolio.model_copy(update={"initiatives": earning})


def _prioritise(plan: Plan, limit: float | None) -> str:
    return _known(prioritise(plan.portfolio, time_limit=limit))


def _explain_infeasible(plan: Plan, limit: float | None) -> str:
    """Ask about a portfolio in which one initiative in five is decided and money is short."""
    decided = [
        one.model_copy(update={"decision": "must"}) if place % 5 == 0 else one
        for place, one in enumerate(plan.portfolio.initiatives)
    ]
    short = plan.portfolio.model_copy(update={"initiatives": tuple(decided), "budget": 1.0})
    found = explain_infeasible(short, time_limit=limit)
    return f"{len(found.demands)} demands, {len(found.repairs)} repairs"


def _qualify_all(plan: Plan, limit: float | None) -> str:
    return f"{len(qualify_all(plan.portfolio, time_limit=limit).rows)} initiatives"


def _why(plan: Plan, limit: float | None) -> str:
    if not plan.starts:
        return "nothing is chosen"
    found = why(plan, next(reversed(plan.starts)), time_limit=limit)
    return (
        f"without: {_known(found.without.plan, settled=found.without.settled)}; "
        f"earlier: {found.earlier and _known(found.earlier.plan, settled=found.earlier.settled)}; finish: {found.finish}"
    )


def _why_not(plan: Plan, limit: float | None) -> str:
    if not plan.left_out:
        return "nothing is left out"
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


def _nested(plan: Plan, limit: float | None) -> str:
    """Ask for one list for half of the money, three quarters and all of it."""
    (whole,) = plan.portfolio.limits["money"].by_then(plan.portfolio.periods)[-1:]
    found = nested(plan.portfolio, [float(whole or 0) * part for part in (0.5, 0.75, 1)], time_limit=limit)
    return f"{len(found.ranked)} in the list of {len(found.steps)} amounts; proven: {found.proven}"


def _replan(plan: Plan, limit: float | None) -> str:
    longer = plan.portfolio.model_copy(update={"initiatives": _dearer(plan.portfolio)})
    found = replan(plan, longer, by=1, per_change=0.002, per_period=0.001, time_limit=limit)
    return f"{_known(found.plan)}; {len(found.of_kind('kept'))} kept, {len(found.of_kind('moved'))} moved"


def _upheaval_curve(plan: Plan, limit: float | None) -> str:
    dearer = plan.portfolio.model_copy(update={"initiatives": _dearer(plan.portfolio)})
    found = upheaval_curve(plan, dearer, by=1, time_limit=limit)
    return f"{len(found.points)} points; {found.ended}"


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


def _essential_steps(plan: Plan, limit: float | None) -> str:
    found = essential_steps(plan, time_limit=limit)
    return f"{len(found.rows)} initiatives, {len(found.open)} of them open, {len(found.not_begun)} not begun"


def _by_then(plan: Plan, limit: float | None) -> str:
    """Ask what it would take to have what is complete last complete a period earlier."""
    if not plan.schedule:
        return "nothing is chosen"
    last = max(plan.schedule, key=lambda one: one.finish)
    soon = Milestone(id="soon", by=max(last.finish - 1, 1), complete=(last.id,))
    return f"settled: {by_then(plan, soon, time_limit=limit).is_final}"


def _known(plan: Plan | None, *, settled: bool | None = None) -> str:
    """Return how good a plan is, and whether that is proven."""
    proven = plan is not None and plan.proven if settled is None else settled
    value = "none" if plan is None else f"{plan.goals[0].value:.4f}" if plan.goals else "no search"
    return f"{value} ({'proven' if proven else 'not proven'})"


ANSWERS: dict[str, Answer] = {
    "prioritise": _prioritise,
    "explain_infeasible": _explain_infeasible,
    "qualify_all": _qualify_all,
    "why": _why,
    "why_not": _why_not,
    "frontier": _frontier,
    "trade_off": _trade_off,
    "phased_better": _phased_better,
    "robust": _robust,
    "nested": _nested,
    "replan": _replan,
    "upheaval_curve": _upheaval_curve,
    "alternatives": _alternatives,
    "attribute": _attribute,
    "silos": _silos,
    "value_of_change": _value_of_change,
    "essential_steps": _essential_steps,
    "by_then": _by_then,
}


class Asked(NamedTuple):
    """What a question took and what came out."""

    worked: float
    """Seconds of processor time."""
    passed: float
    """Seconds on the clock."""
    limit: float | None
    said: str
    is_answered: bool

    @property
    def over(self) -> float:
        """How far the limit is overrun, in seconds."""
        return 0.0 if self.limit is None else max(self.passed - self.limit, 0.0)

    @property
    def keeps_its_limit(self) -> bool:
        """Whether it is overrun by no more than is allowed."""
        return self.over <= max(ALLOWED, SHARE * (self.limit or 0.0))


def ask(name: str, plan: Plan, limit: float | None) -> Asked:
    """Return what a question about a plan takes and what comes out.

    Args:
        name: One of `ANSWERS`.
        plan: What it is asked about.
        limit: In seconds.
    """
    watch = Stopwatch()
    try:
        said, is_answered = ANSWERS[name](plan, limit), True
    except OmniprioError as error:
        said, is_answered = f"{type(error).__name__}: {str(error)[:60]}", False
    return Asked(watch.worked, watch.passed, limit, said, is_answered)


def greedy(portfolio: Portfolio) -> Plan:
    """Return the plan of a portfolio that is there without search, for the goals that `prioritise` has by default."""
    starts = first_schedule(portfolio, DEFAULT_GOALS) or {}
    goals = [goal_result(goal, goal_value(goal, portfolio, starts), None) for goal in DEFAULT_GOALS]
    return plan_of(portfolio, starts, goals=goals, stopped="time limit")


def main() -> None:
    """Ask what is asked for and print a line for each."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ANSWERS)}; by default all")
    parser.add_argument(
        "--sizes", nargs="+", type=size, metavar="60x16", help="only these portfolios on a disc, not the ten"
    )
    parser.add_argument("--limits", nargs="+", type=float, default=[60.0], metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1, help="of the portfolios on a disc")
    parser.add_argument("--greedy", action="store_true", help="ask about plans that are there without search")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in ANSWERS]:
        parser.error(f"no answer is called {', '.join(unknown)}")
    print(f"{'asked':<20} {'size':>10} {'limit':>6} {'CPU s':>7} {'clock':>7} {'over':>6}  load")
    names = given.names or list(ANSWERS)
    if given.sizes is None:
        _measure("ten", prioritise(ten()), names, [None])
    for count, periods in given.sizes or [(60, 16)]:
        portfolio = owned(drawn("disc", given.seed, count, periods).portfolio)
        plan = greedy(portfolio) if given.greedy else prioritise(portfolio, time_limit=max(given.limits))
        print(f"{count} x {periods}: the plan {_known(plan)}", flush=True)
        _measure(f"{count} x {periods}", plan, names, given.limits)


def _measure(what: str, plan: Plan, names: Sequence[str], limits: Sequence[float | None]) -> None:
    """Print a line for each question and limit."""
    for name in names:
        for limit in limits:
            one = ask(name, plan, limit)
            shown = "none" if limit is None else f"{limit:g}"
            mark = " " if one.keeps_its_limit else "!"
            print(
                f"{name:<20} {what:>10} {shown:>6} {one.worked:>7.1f} {one.passed:>7.1f} {one.over:>6.2f}{mark}"
                f" {load():>4.1f} {one.said}",
                flush=True,
            )


if __name__ == "__main__":
    main()
