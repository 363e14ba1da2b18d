"""Small random portfolios with every rule at once, and goals of every kind: what holds alone may fail together."""

from __future__ import annotations

import itertools
import math
import random
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from judge.brute_force import judge
from judge.random_money import with_growing_prices, with_income, with_rates, with_units, with_windows
from judge.random_portfolios import (
    full_portfolio,
    goals_for,
    goals_with_a_team,
    starts_for,
    with_conditions,
    with_ladder,
    with_measurements,
)
from judge.random_times import with_calendar_benefits, with_times
from judge.rows import ways_of
from judge.sets_and_teams import with_buying, with_sets, with_teams
from omniprio.errors import InvalidInputError
from omniprio.goals import Soonest, Steady
from omniprio.income import flowing_into

if TYPE_CHECKING:
    from omniprio.goals import Goal
    from omniprio.portfolio import Portfolio

__all__ = ["everything_portfolio", "goals_of_every_kind"]

_MOST_SCHEDULES = 20_000
"""More than these take too long to try one by one."""


@lru_cache(maxsize=64)
def everything_portfolio(seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio that has most of what the model has, each of it asking for little.

    Args:
        seed: Any number; the same number gives the same portfolio.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    for place in itertools.count():
        of = random.Random(f"{seed}-everything-{place}")  # noqa: S311  repeatable draws, no secrets
        try:
            portfolio = _timed(of, numbers)
            if not 1 < _schedules(portfolio) <= _MOST_SCHEDULES:  # what is added changes nothing of that
                continue
            portfolio = _drawn(portfolio, of, numbers)
            money = random.Random(f"{seed}-everything-{place}-money")  # noqa: S311  likewise
            if money.random() < 0.5:
                portfolio = with_windows(portfolio, money.randrange(10**9), numbers)
            later = random.Random(f"{seed}-later-{place}")  # noqa: S311  so that the draws before stay as they are
            if later.random() < 0.5:
                portfolio = with_buying(portfolio, later.randrange(10**9), numbers)
            prices = random.Random(f"{seed}-prices-{place}")  # noqa: S311  likewise
            if prices.random() < 0.3:
                portfolio = with_growing_prices(portfolio, prices.randrange(10**9))
            units = random.Random(f"{seed}-units-{place}")  # noqa: S311  likewise
            if units.random() < 0.5:
                portfolio = with_units(portfolio, units.randrange(10**9))
            portfolio = _paid(portfolio, f"{seed}-{{}}-{place}", numbers)
        except InvalidInputError:
            continue
        if of.random() < 0.4 or len(judge(portfolio)):
            return portfolio
    raise AssertionError("unreachable")


def _paid(portfolio: Portfolio, seed: str, numbers: str) -> Portfolio:
    """Return a portfolio in which income may flow back, or a budget adds up funds in different units.

    Args:
        portfolio: The portfolio.
        seed: That of each draw, with a place for what is drawn.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    into = random.Random(seed.format("into"))  # noqa: S311  so that the draws before stay as they are
    if into.random() < 0.4:
        portfolio = with_income(portfolio, into.randrange(10**9), numbers)
    rates = random.Random(seed.format("rates"))  # noqa: S311  likewise
    if rates.random() < 0.6 and not any(map(flowing_into, portfolio.limits, repeat(portfolio))):
        portfolio = with_rates(portfolio, rates.randrange(10**9))
    return portfolio


def _timed(of: random.Random, numbers: str) -> Portfolio:
    """Return a full portfolio, in which time is more often than not no plain row of periods."""
    portfolio = full_portfolio(of.randrange(10**9), numbers)
    return with_times(portfolio, of) if portfolio.periods > 1 and of.random() < 0.8 else portfolio


def _drawn(portfolio: Portfolio, of: random.Random, numbers: str) -> Portfolio:
    """Return a portfolio in which each further kind of rule is more often than not."""
    for add in (with_conditions, with_sets, with_teams, with_measurements):
        if of.random() < 0.7:
            portfolio = add(portfolio, of.randrange(10**9), numbers)
    if of.random() < 0.3:
        portfolio = with_calendar_benefits(portfolio, of)
    return with_ladder(portfolio, of.randrange(10**9))


def _schedules(portfolio: Portfolio) -> int:
    """Return how many schedules there are to try."""
    return math.prod(len(ways_of(portfolio, one)) + 1 for one in portfolio.initiatives)


def goals_of_every_kind(portfolio: Portfolio, seed: int) -> list[Goal]:
    """Return one to three goals, of the portfolio's own fields, teams and starts among others.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same goals.
    """
    of = random.Random(f"{seed}-goals")  # noqa: S311  repeatable draws, no secrets
    goals = of.choice((goals_for(of), goals_for(of), goals_with_a_team(portfolio, seed)))
    own: list[Goal] = [
        Steady(
            starts=starts_for(portfolio, seed), per_period=0.5, per_change=2.0, per_move=of.choice((0, 1))
        ),
        Soonest(fields={of.choice(list(portfolio.disc.named)): of.choice((0.3, 0.6, 1.0))}),
        *([Soonest(channels=of.choice(("multi", "cross", "omni")))] if portfolio.disc.channels else []),
    ]
    return [*goals[:2], of.choice(own)] if of.random() < 0.3 else goals
