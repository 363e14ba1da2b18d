"""Maturity against money: all plans that are not beaten at both."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from omniprio.answers.best import Search, worths
from omniprio.answers.comparison import shown
from omniprio.answers.frontiers.purse import decimal_in
from omniprio.answers.frontiers.sweep import Ended
from omniprio.assessment.columns import columns
from omniprio.base import Model, exact
from omniprio.goals import Balanced, Closest, Fastest, LeastCost, MostValue
from omniprio.plan import Plan

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["TradeOff", "TradeOffPoint", "trade_off"]

Maturity = Fastest | Closest | Balanced
Money = MostValue | LeastCost
_Goals = tuple[Maturity, Money]


class TradeOffPoint(Model):
    """A plan that no other beats: whatever is better at one of the two goals is worse at the other."""

    maturity: Fraction
    """What it comes to at the goal of maturity."""
    money: Fraction
    """What it comes to at the goal of money."""
    plan: Plan

    @property
    def proven(self) -> bool:
        """Whether it is proven that no plan beats it."""
        return self.plan.proven and self.plan.stopped == "finished"


class TradeOff(Model):
    """The plans that are not beaten at maturity and money; iterating gives the plans, the most mature first."""

    maturity: Maturity
    money: Money
    points: tuple[TradeOffPoint, ...]
    """One for each pair of values that no plan beats, the most mature first."""
    ended: Ended
    """Why the search ended; `finished` means that these are all, each proven."""
    currency: str = ""

    @property
    def complete(self) -> bool:
        """Whether these are all plans that are not beaten."""
        return self.ended == "finished"

    def __iter__(self) -> Iterator[Plan]:  # type: ignore[override]  # plans, not fields
        """Iterate over the plans, the most mature first."""
        return (point.plan for point in self.points)

    def __len__(self) -> int:
        """Return the number of plans."""
        return len(self.points)

    def table(self) -> str:
        """Return one row for each plan, as text."""
        rows = (
            [
                shown(self.maturity, point.maturity),
                shown(self.money, point.money, self.currency),
                ", ".join(point.plan.starts) or "nothing",
            ]
            for point in self.points
        )
        return columns([self.maturity.kind, self.money.kind, "initiatives"], rows, left=0)

    def summary(self) -> str:
        """Return the table and whether it is complete, as plain text."""
        end = "These are all." if self.complete else f"Not complete ({self.ended}): there may be more."
        return f"{self.table()}\n{end}"

    def __str__(self) -> str:
        """Return the summary."""
        return self.summary()


def trade_off(
    portfolio: Portfolio,
    maturity: Maturity | None = None,
    money: Money | None = None,
    *,
    max_points: int = 100,
    time_limit: float | None = None,
    cancel: threading.Event | None = None,
) -> TradeOff:
    """Return all plans that are not beaten at both maturity and money, exactly.

    First the best plan for money, and among those the most mature; then the best one for money that is at least one
    step more mature, and so on, up to the most mature of all. Values of maturity lie on a grid of decimal shares, so
    that one step is exact. Of plans with equal values one is given.

    Args:
        portfolio: The portfolio.
        maturity: `Fastest` (by default), `Closest` or `Balanced`, without slack.
        money: `MostValue` (by default) or `LeastCost`, without slack.
        max_points: Stop after so many plans.
        time_limit: Seconds for everything. The most mature plan may take half of it, any other a quarter of what
            is left; one that is not proven by then is kept.
        cancel: Set it from another thread to stop; Ctrl-C does the same.

    Returns:
        The plans, the most mature first.

    Raises:
        ValueError: A goal has slack, or a limit makes no sense.

    Source: Y. Y. Haimes, L. S. Lasdon and D. A. Wismer (1971), On a bicriterion formulation of the problems of
    integrated system identification and system optimization (the epsilon-constraint method).

    >>> from omniprio import Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300, advances={"D2": 0.6}, benefit=200)
    >>> shop = Initiative(id="shop", cost=100, advances={"D2": 0.4}, benefit=150)
    >>> found = trade_off(Portfolio(horizon=1, initiatives=[web, shop]))
    >>> [(round(float(point.maturity), 4), int(point.money), list(point.plan.starts)) for point in found.points]
    [(0.6111, -50, ['web', 'shop']), (0.6444, 50, ['shop'])]
    """
    if max_points < 1:
        raise ValueError(f"max_points is {max_points}; give at least 1")
    goals: _Goals = (maturity or Fastest(), money or MostValue())
    walk = _Walk(portfolio, goals, Search(goals, time_limit, cancel), max_points)
    points = walk.run()
    return TradeOff(
        maturity=goals[0],
        money=goals[1],
        points=points,
        ended=walk.ended,
        currency=portfolio.currency,
    )


class _Walk:
    """The search, from the plan best for money to the most mature one."""

    def __init__(self, portfolio: Portfolio, goals: _Goals, search: Search, max_points: int) -> None:
        self.portfolio = portfolio
        self.maturity, self.money = goals
        self.search = search
        self.max_points = max_points
        self.found: dict[tuple[Fraction, ...], Plan] = {}
        self.settled = True
        self.full = False

    def run(self) -> tuple[TradeOffPoint, ...]:
        """Return the points, the most mature first."""
        most = self._keep((self.maturity, self.money), share=0.5)
        last = self._keep((self.money, self.maturity)) if most else None
        while most and last and last[0] > most[0]:
            self.full = len(self.found) >= self.max_points
            if self.full:
                break
            slack = _less_than(last[0] - most[0], _step(self.maturity, self.portfolio))
            within = self.maturity.model_copy(update={"slack": slack})
            last = self._keep((within, self.money, self.maturity), warm_start=self.found[most].starts)
        return tuple(
            TradeOffPoint(maturity=pair[0], money=-pair[1] if _earns(self.money) else pair[1], plan=plan)
            for pair, plan in sorted(self.found.items(), key=lambda one: one[0])
            if not any(other[0] <= pair[0] and other[1] <= pair[1] for other in self.found if other != pair)
        )

    @property
    def ended(self) -> Ended:
        """Why the search ended."""
        if self.search.cancel.is_set():
            return "cancelled"
        return "max points" if self.full else "finished" if self.settled else "time limit"

    def _keep(
        self,
        goals: Sequence[Goal],
        *,
        share: float = 0.25,
        warm_start: Mapping[str, int] | None = None,
    ) -> tuple[Fraction, ...] | None:
        """Solve, keep the plan and return how good it is at maturity and money, less is better."""
        best = self.search.best(self.portfolio, goals, share=share, warm_start=warm_start)
        self.settled = self.settled and best.settled
        if best.plan is None:
            return None
        pair = worths((self.maturity, self.money), self.portfolio, best.plan.starts)
        self.found.setdefault(pair, best.plan)
        return pair


def _less_than(slack: Fraction, step: Fraction) -> float:
    """Return a number well within the step below a slack, so that neither rounding nor a tolerance matters."""
    return float(decimal_in(slack - step * 3 / 4, slack - step / 4))


def _step(goal: Maturity, portfolio: Portfolio) -> Fraction:
    """Return a number of which all differences between values of a goal are multiples."""
    shares = [share for one in portfolio.initiatives for share in one.advances.values()]
    shares += [share for one in portfolio.synergies for share in one.advances.values()]
    exactly = [*map(exact, shares), *portfolio.start_fulfilment.values()]
    share = Fraction(1, lcm(*(number.denominator for number in exactly)))
    ambitions = [level for level in portfolio.ambitions.values() if level]
    if isinstance(goal, Balanced):
        return share / lcm(*ambitions) / portfolio.periods
    weights = {row.id: exact(row.weight) for row in portfolio.disc.disciplines}
    below = lcm(*(weight.denominator for weight in weights.values()))
    step = Fraction(gcd(*(int(weight * below) for weight in weights.values())), below) * share
    whole = sum(weights[name] * level for name, level in portfolio.ambitions.items())
    return step / whole / (portfolio.periods if isinstance(goal, Fastest) else 1)


def _earns(money: Money) -> bool:
    return isinstance(money, MostValue)
