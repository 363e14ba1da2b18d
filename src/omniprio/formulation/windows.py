"""The periods in which each initiative may start: by its own dates, by what comes before it, by what it takes alone.

In the literature: time windows, preprocessing by longest paths.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.dependency_graph import earliest_starts
from omniprio.formulation.values import spending_profile
from omniprio.income import most_income
from omniprio.money import available, bound_by
from omniprio.portfolio import as_begun, rates_in, window_of
from omniprio.synergies import most_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from omniprio.portfolio import Budget, Initiative, Portfolio
    from omniprio.solver.program import Number

__all__ = ["own_windows", "tight_windows"]


def own_windows(portfolio: Portfolio) -> dict[str, Sequence[int]]:
    """Return the periods in which the dates of each initiative allow it to start."""
    return {entry.id: window_of(entry, portfolio) for entry in portfolio.initiatives}


def tight_windows(portfolio: Portfolio) -> dict[str, Sequence[int]]:
    """Return the periods in which each initiative may start, without those that no plan can have; there may be gaps.

    Left out is what is earlier than all that must come before allows, and what alone takes more than a budget or
    a team has in some period. Others only add to that: amounts are not negative, and of synergies all that they
    can ever save is allowed for, as is all that can ever flow into a budget.

    >>> from omniprio.portfolio import Budget, Initiative, Portfolio
    >>> web = Initiative(id="web", cost=300)
    >>> each = Budget(per_period=(300, 200, 400), carry_over=False)
    >>> tight_windows(Portfolio(horizon=3, initiatives=[web], budget=each))
    {'web': (1, 3)}
    """
    limits = [*_budgets(portfolio), *_teams(portfolio)]
    never = portfolio.periods + 1
    windows: dict[str, Sequence[int]] = {}
    for name, earliest in earliest_starts(portfolio).items():
        initiative = portfolio.by_id[name]
        window = window_of(initiative, portfolio)
        starts: Sequence[int] = window[bisect_left(window, earliest or never) :]
        for limit in limits:
            starts = limit.allowed(initiative, starts)
        windows[name] = tuple(starts)
    return windows


class _Limit:
    """What there is of something in each period, and what initiatives take of it."""

    def __init__(
        self,
        portfolio: Portfolio,
        amounts: Sequence[Fraction | None],
        taken_by: Callable[[Initiative], Sequence[Number]],
    ) -> None:
        """Keep the limit.

        Args:
            portfolio: The portfolio.
            amounts: What there is in each period 1 to T; None is no limit.
            taken_by: What an initiative takes in each period from its start on; empty where that is nothing.
        """
        self._portfolio, self._amounts, self._taken_by = portfolio, amounts, taken_by
        self._least = min((amount for amount in amounts if amount is not None), default=None)

    def allowed(self, initiative: Initiative, starts: Sequence[int]) -> Sequence[int]:
        """Return those of some starts at which an initiative by itself keeps to the limit."""
        ways = () if self._least is None else initiative.ways.values()
        taken = max((max(self._taken_by(way), default=0) for way in ways), default=0)
        if self._least is None or taken <= self._least:  # so are most
            return starts
        return [start for start in starts if self._is_enough(initiative, start)]

    def _is_enough(self, initiative: Initiative, start: int) -> bool:
        """Tell whether there is enough in each period from the start on."""
        taken = self._taken_by(as_begun(initiative, start, self._portfolio))
        there = self._amounts[start - 1 :]
        return all(amount is None or own <= amount for own, amount in zip(taken, there, strict=False))


def _budgets(portfolio: Portfolio) -> Iterator[_Limit]:
    """Yield the budgets as limits; all that synergies can ever save, and that can flow into them, is added."""
    saved = most_saved(portfolio)
    for name, budget in portfolio.limits.items():
        amounts, more = available(budget, portfolio.periods), saved + most_income(name, portfolio)
        raised = [None if amount is None else amount + more for amount in amounts]
        yield _Limit(portfolio, raised, partial(_spent, budget, portfolio))


def _spent(budget: Budget, portfolio: Portfolio, initiative: Initiative) -> Sequence[Number]:
    """Return what an initiative spends under a budget in each period from its start on, or up to it if carried over."""
    if not bound_by(budget, initiative) or initiative.costs_by_fund.keys().isdisjoint(budget.funds):
        return ()
    profile = spending_profile(initiative, rates_in(budget, portfolio), portfolio.periods)
    return tuple(accumulate(profile)) if budget.adds_up else profile


def _teams(portfolio: Portfolio) -> Iterator[_Limit]:
    """Yield what each team has as a limit."""
    for team, amounts in portfolio.most_capacity.items():
        yield _Limit(portfolio, amounts, partial(_worked, team))


def _worked(team: str, initiative: Initiative) -> Sequence[Number]:
    """Return what an initiative takes of a team in each period from its start on."""
    return initiative.effort_by_period.get(team, ())
