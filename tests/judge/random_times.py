"""Small random portfolios in which time is no plain row of periods: some are closed, work is kept apart, or goes on after the last."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING

from judge.random_portfolios import full_portfolio
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Group

if TYPE_CHECKING:
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["timed_portfolio"]


@lru_cache(maxsize=256)
def timed_portfolio(seed: int) -> Portfolio:
    """Return a portfolio that mixes everything, closed periods above all.

    Args:
        seed: Any number; the same number gives the same portfolio.
    """
    of = random.Random(f"times {seed}")  # noqa: S311  repeatable draws, no secrets
    while True:
        portfolio = full_portfolio(of.randrange(10**9))
        if portfolio.periods == 1:
            continue
        try:
            return _timed(portfolio, of)
        except InvalidInputError:
            continue


def _timed(portfolio: Portfolio, of: random.Random) -> Portfolio:
    closed = of.sample(range(1, portfolio.periods + 1), of.choice((0, 1, 1, 2)))
    initiatives = [_initiative(one, portfolio.periods, of) for one in portfolio.initiatives]
    groups = [one.model_copy(update={"apart": of.choice((None, None, 0, 1))}) for one in portfolio.groups]
    if len(initiatives) > 1 and of.random() < 0.4:
        members = of.sample(list(portfolio.by_id), of.randint(2, min(3, len(initiatives))))
        groups.append(Group(id="apart", members=members, apart=of.choice((0, 0, 1, 2))))
    update = {"closed": closed, "initiatives": initiatives, "groups": groups}
    return portfolio.model_copy(update=update)


def _initiative(initiative: Initiative, periods: int, of: random.Random) -> Initiative:
    closed = [of.randint(1, periods)] if of.random() < 0.3 else []
    longer = initiative.duration + (of.random() < 0.3)
    update: dict[str, object] = {"closed": closed, "may_run_over": of.random() < 0.3}
    if longer == initiative.duration or not _is_of_any_duration(initiative):
        return initiative.model_copy(update=update)
    return initiative.model_copy(update=update | {"duration": longer})


def _is_of_any_duration(initiative: Initiative) -> bool:
    lists = [cost.profile for cost in initiative.costs_by_fund.values()]
    return not any(isinstance(one, tuple) for one in [*lists, *initiative.effort.values()])
