"""The search for all plans that are not beaten at maturity and money, between the two ends and in wide stretches first.

In the literature: epsilon-constraint method.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from omniprio.answers.best import worths
from omniprio.answers.neighbourhoods import Neighbourhoods
from omniprio.deadline import TimeIsOver
from omniprio.exactly import Exactly, Found, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.goals import Balanced, Closest, Fastest, LeastCost, MostValue, worth
from omniprio.greedy import first_schedule
from omniprio.numbers import exact
from omniprio.plan import goal_result, plan_of
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.answers.best import Best, Search
    from omniprio.answers.frontiers.sweep import Ended
    from omniprio.deadline import Deadline
    from omniprio.goals import Goal
    from omniprio.plan import GoalResult, Plan
    from omniprio.portfolio import Portfolio

    _Found = Found[dict[str, int]]

__all__ = ["Maturity", "Money", "Unbeaten", "Walk"]

Maturity = Fastest | Closest | Balanced
Money = MostValue | LeastCost
Pair = tuple[Fraction, Fraction]
"""How good a plan is at maturity and money, less is better."""

_THIRD = 1 / 3
"""The share of the time left that each of the two ends may take."""

_EIGHTH = 1 / 8
"""The share of the time left that one plan between them may take."""

_FOR_NEIGHBOURHOODS = 0.5
"""The share of that in which plans nearby are looked at before all are."""

_FOR_MONEY = 0.7
"""The share of the rest for money, before the most mature among the best for money is looked for."""

_PLANS_LEFT = 2
"""No further plan is begun where there is no time left to explain so many."""

_WIDE = Fraction(1, 8)
"""Stretches wider than this share of the whole are looked at in their middle first."""


@dataclass(frozen=True, slots=True)
class Unbeaten:
    """A plan, and how good it is."""

    pair: Pair
    plan: Plan


class Walk:
    """One search over the values of maturity."""

    def __init__(
        self, portfolio: Portfolio, goals: tuple[Maturity, Money], search: Search, max_points: int
    ) -> None:
        """Prepare the search.

        Args:
            portfolio: The portfolio.
            goals: Maturity and money.
            search: What makes the plans at both ends, and the time for all.
            max_points: Stop after so many plans.
        """
        self._portfolio = portfolio
        self._maturity, self._money = goals
        self._search = search
        self._max_points = max_points
        self._step = _step(goals[0], portfolio)
        self._found: dict[Pair, Unbeaten] = {}
        self._gaps: list[Pair] = []
        self._settled = True
        self._explaining = 0.0
        """Seconds that counting and explaining one plan has taken at most."""

    def run(self, known: Best | None = None) -> list[Unbeaten]:
        """Return the plans, the most mature first.

        Args:
            known: A plan that is there already; it is one of them unless another beats it.
        """
        goals = self._maturity, self._money
        start = None if known is None or known.plan is None else known.plan
        most = self._end(goals, warm_start=None if start is None else start.starts)
        if start is not None:
            self._found.setdefault(self._pair(start.starts), Unbeaten(self._pair(start.starts), start))
        last = None if most is None else self._end(goals[::-1], warm_start=self._for_money(most))
        if most is not None and last is not None:
            try:
                self._formulation = formulate(self._portfolio, goals, deadline=self._search.deadline)
            except TimeIsOver:
                self._settled = False
                return _not_beaten(self._found.values())
            self._most_mature = self._found[most].plan.goals[0]
            self._floor = exact(self._most_mature.bound or 0.0)
            self._add((most[0], last[0]))
            self._between(last[0] - most[0])
        return _not_beaten(self._found.values())

    @property
    def ended(self) -> Ended:
        """Why the search ended."""
        if self._settled and not self._gaps:
            return "finished"
        enough = len(self._found) >= self._max_points and not self._search.cancel.is_set()
        return "max points" if enough else self._search.unsettled_by

    def _end(self, goals: Sequence[Goal], *, warm_start: Mapping[str, int] | None = None) -> Pair | None:
        """Find the best plan for both goals, the first one first, and return how good it is."""
        best = self._search.best(self._portfolio, goals, share=_THIRD, warm_start=warm_start)
        self._settled = self._settled and best.settled
        return None if best.plan is None else self._keep(best.plan)

    def _for_money(self, most: Pair) -> dict[str, int]:
        """Return what the search for the best plan for money starts from: the most mature plan, or what is better without search.

        With the most mature plan alone, there would be nothing between the ends where there is no time to find another.
        """
        order, mature = (self._money, self._maturity), self._found[most].plan.starts
        first = first_schedule(self._portfolio, order, self._search.deadline.is_over)
        return min(
            (one for one in (mature, first) if one is not None),
            key=lambda starts: worths(order, self._portfolio, starts),
        )

    def _between(self, whole: Fraction) -> None:
        """Look into gap after gap: for what is better for money than its more mature end."""
        while self._gaps and self._has_time and len(self._found) < self._max_points:
            low, high = gap = max(self._gaps, key=lambda one: (one[1] - one[0], one))
            self._gaps.remove(gap)
            limit = high - self._step / 2
            if high - low > whole * _WIDE:
                limit = low + ((high - low) // self._step // 2) * self._step + self._step / 2
            reached = self._keep(self._cheapest(limit))[0]
            self._add((low, min(reached, limit)))
            self._add((limit - self._step / 2, high))

    @property
    def _has_time(self) -> bool:
        """Whether a further plan can be searched for, and be explained in time."""
        left = self._search.deadline.left
        return not self._search.over and (left is None or left > _PLANS_LEFT * self._explaining)

    def _add(self, gap: Pair) -> None:
        """Note a gap between two values of maturity, unless no value lies between."""
        if gap[1] - gap[0] > self._step:
            self._gaps.append(gap)

    def _cheapest(self, limit: Fraction) -> Plan:
        """Return the best plan for money up to a value of maturity, the most mature among those, as far as known."""
        deadline = self._search.part(_EIGHTH)
        mature, money = self._formulation.objectives
        near = min((one for one in self._found.values() if one.pair[0] <= limit), key=_by_money)
        starts = self._nearby(near.plan.starts, limit, deadline.share(_FOR_NEIGHBOURHOODS))
        program = Exactly(self._formulation.program, Schedules(self._formulation))
        program.require(at_most("maturity", mature, limit))
        first = program.least(money, Limits(deadline.share(_FOR_MONEY)), starts)
        program.require(at_most("money", money, self._pair(first.answer or starts)[1]))
        second = program.least(mature, Limits(deadline), first.answer or starts)
        last = second.answer or first.answer or starts
        stop = second.stop if first.stop == "finished" else first.stop
        self._settled = self._settled and first.settled and second.settled
        searched = deadline.taken
        plan = plan_of(
            self._portfolio,
            last,
            goals=self._results(self._pair(last), limit, (first, second)),
            stopped=stop,
            solver=near.plan.solver,
            seconds=searched,
        )
        self._explaining = max(self._explaining, deadline.taken - searched)
        return plan

    def _nearby(self, starts: dict[str, int], limit: Fraction, deadline: Deadline) -> dict[str, int]:
        """Return a schedule that small changes have made better for money, as far as there is time for."""
        mature, money = self._formulation.objectives
        rows = [at_most("maturity", mature, limit)]
        held = Neighbourhoods(self._formulation, rows, seed=len(self._found))
        return held.improved(
            starts, money, lambda one: self._pair(one)[1], self._formulation.values, deadline
        )

    def _results(self, pair: Pair, limit: Fraction, found: tuple[_Found, _Found]) -> list[GoalResult]:
        """Return what a plan comes to: within the limit, best for money, and then the most mature."""
        within = self._maturity.model_copy(update={"slack": float(limit - self._floor)})
        value, bound = (worth(self._money, one) for one in (pair[1], found[0].bound))
        most = self._most_mature
        return [
            goal_result(within, pair[0], self._floor, best=self._floor, certified=most.certified),
            goal_result(self._money, value, bound, certified=found[0].certified),
            goal_result(self._maturity, pair[0], found[1].bound, certified=found[1].certified),
        ]

    def _keep(self, plan: Plan) -> Pair:
        """Keep a plan and return how good it is; of equal ones, one that is proven."""
        pair = self._pair(plan.starts)
        if pair not in self._found or not self._found[pair].plan.proven:
            self._found[pair] = Unbeaten(pair, plan)
        return pair

    def _pair(self, starts: Mapping[str, int]) -> Pair:
        mature, money = worths((self._maturity, self._money), self._portfolio, starts)
        return mature, money


def _not_beaten(found: Iterable[Unbeaten]) -> list[Unbeaten]:
    """Return the plans that no other one beats, the most mature first."""
    kept: list[Unbeaten] = []
    for one in sorted(found, key=lambda one: one.pair):
        if not kept or one.pair[1] < kept[-1].pair[1]:
            kept.append(one)
    return kept


def _by_money(one: Unbeaten) -> Pair:
    return one.pair[1], one.pair[0]


def _step(goal: Fastest | Closest | Balanced, portfolio: Portfolio) -> Fraction:
    """Return a number of which all differences between values of a goal are multiples."""
    given = [*portfolio.gains.values(), *portfolio.joint_gains.values(), portfolio.start_fulfilment]
    numbers = [number for shares in given for number in shares.values()]
    numbers += [state for measured in portfolio.measured_parts.values() for state in measured.values()]
    share = Fraction(1, lcm(*(number.denominator for number in numbers)))
    if portfolio.disc.means:
        share /= lcm(*(weight.denominator for weight in portfolio.disc.part_weights.values()))
    averaged = range(portfolio.periods + 1)[goal.averaged]
    if not averaged:  # the weakest of the disciplines, each as a part of its own ambition
        return share / lcm(*filter(None, portfolio.ambitions.values())) / portfolio.periods
    weights = portfolio.disc.weights
    below = lcm(*(weight.denominator for weight in weights.values()))
    step = Fraction(gcd(*(int(weight * below) for weight in weights.values())), below) * share
    whole = sum(weights[name] * level for name, level in portfolio.ambitions.items())
    if not whole:  # nothing to reach: the distance is 0 whatever the plan
        return Fraction(1)
    return step / whole / len(averaged)
