"""The periods in which each initiative may start: by its own dates, by what comes before it, by what it takes alone.

In the literature: time windows, preprocessing by longest paths.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from omniprio.dependency_graph import earliest_starts
from omniprio.formulation.values import spending_profile
from omniprio.money import available, bound_by
from omniprio.portfolio import window_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from omniprio.portfolio import Budget, Initiative, Portfolio
    from omniprio.solver.program import Number

    Limit = Sequence[Fraction | None]
    Profile = Callable[[Initiative], Sequence[Number]]

__all__ = ["own_windows", "tight_windows"]


def own_windows(portfolio: Portfolio) -> dict[str, Sequence[int]]:
    """Return the periods in which the dates of each initiative allow it to start."""
    return {entry.id: window_of(entry, portfolio.periods) for entry in portfolio.initiatives}


def tight_windows(portfolio: Portfolio) -> dict[str, Sequence[int]]:
    """Return the periods in which each initiative may start, without those that no plan can have; there may be gaps.

    Left out is what is earlier than all that must come before allows, and what alone takes more than a budget or
    a team has in some period. Others only add to that: amounts are not negative, and of synergies all that they
    can ever save is allowed for.

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
        window = window_of(initiative, portfolio.periods)
        taken = [(profile, limit) for of, limit in limits if (profile := of(initiative))]
        windows[name] = tuple(
            start
            for start in range(earliest or never, window.stop)
            if all(_fits(profile, limit, start) for profile, limit in taken)
        )
    return windows


def _fits(profile: Sequence[Number], limit: Limit, start: int) -> bool:
    """Tell whether there is enough in each period from the start on."""
    return all(
        amount is None or own <= amount for own, amount in zip(profile, limit[start - 1 :], strict=False)
    )


def _budgets(portfolio: Portfolio) -> Iterator[tuple[Profile, Limit]]:
    """Yield the budgets, each with what an initiative can break of it."""
    saved = -sum((min(synergy.price, Fraction(0)) for synergy in portfolio.synergies), Fraction(0))
    for budget in portfolio.limits.values():
        amounts = available(budget, portfolio.periods)
        limit = [None if amount is None else amount + saved for amount in amounts]
        yield _breaking(partial(_spent, budget, portfolio.periods), limit)


def _spent(budget: Budget, periods: int, initiative: Initiative) -> Sequence[Number]:
    if not bound_by(budget, initiative) or initiative.costs_by_fund.keys().isdisjoint(budget.funds):
        return ()
    profile = spending_profile(initiative, budget, periods)
    return tuple(accumulate(profile)) if budget.carry_over else profile


def _teams(portfolio: Portfolio) -> Iterator[tuple[Profile, Limit]]:
    """Yield the teams, each with what an initiative can break of it."""
    for team, limit in portfolio.capacity_by_period.items():
        yield _breaking(partial(_worked, team), limit)


def _worked(team: str, initiative: Initiative) -> Sequence[Number]:
    return initiative.effort_by_period.get(team, ())


def _breaking(profile: Profile, limit: Limit) -> tuple[Profile, Limit]:
    """Return a limit with the profiles that can break it; the empty one for all others, as most are."""
    least = min((amount for amount in limit if amount is not None), default=None)

    def breaking(initiative: Initiative) -> Sequence[Number]:
        taken = () if least is None else profile(initiative)
        return taken if taken and least is not None and max(taken) > least else ()

    return breaking, limit
