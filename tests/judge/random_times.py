"""Small random portfolios in which time is no plain row of periods: some are closed, work is kept apart, goes on after the last, or has modes."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING

from judge.random_portfolios import full_portfolio
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Benefit, Group, Mode

if TYPE_CHECKING:
    from omniprio.portfolio import Initiative, Portfolio

__all__ = ["calendar_portfolio", "timed_portfolio", "with_calendar_benefits", "with_times"]


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
            return with_times(portfolio, of)
        except InvalidInputError:
            continue


def calendar_portfolio(seed: int) -> Portfolio:
    """Return a timed portfolio of which some earn by the calendar, in one of their modes or in all.

    Args:
        seed: Any number; the same number gives the same portfolio.
    """
    of = random.Random(f"{seed}-calendar")  # noqa: S311  repeatable draws, no secrets
    portfolio = with_calendar_benefits(timed_portfolio(seed), of)
    return portfolio.model_copy(update={"beyond": of.choice((0, 0, 1, 3))})


def with_calendar_benefits(portfolio: Portfolio, of: random.Random) -> Portfolio:
    """Return a portfolio of which some earn by the calendar, in one of their modes or in all.

    Args:
        portfolio: The portfolio.
        of: Where the draws come from.
    """
    initiatives = [
        one.model_copy(
            update={
                "benefit": _by_the_calendar(portfolio, of) if of.random() < 0.7 else one.benefit,
                "modes": [
                    mode.model_copy(update={"benefit": _by_the_calendar(portfolio, of)})
                    if of.random() < 0.3
                    else mode
                    for mode in one.modes
                ],
            }
        )
        for one in portfolio.initiatives
    ]
    return portfolio.model_copy(update={"initiatives": initiatives})


def _by_the_calendar(portfolio: Portfolio, of: random.Random) -> Benefit:
    count = of.randint(1, portfolio.periods + 2)
    profile = [of.choice((-10, 0, 0, 15, 40, 33.3)) for _ in range(count)]
    return Benefit.model_validate({"profile": profile, "counted_from": "calendar"})


def with_times(portfolio: Portfolio, of: random.Random) -> Portfolio:
    """Return a portfolio in which periods are closed, initiatives have modes, and more like it.

    Args:
        portfolio: The portfolio.
        of: Where the draws come from.

    Raises:
        InvalidInputError: What was drawn contradicts itself.
    """
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
    update: dict[str, object] = {
        "modes": _modes(initiative, of),
        "closed": closed,
        "may_run_over": of.random() < 0.3,
    }
    if longer == initiative.duration or not _is_of_any_duration(initiative):
        return initiative.model_copy(update=update)
    return initiative.model_copy(update=update | {"duration": longer})


def _is_of_any_duration(initiative: Initiative) -> bool:
    lists = [cost.profile for cost in initiative.costs_by_fund.values()]
    return not any(isinstance(one, tuple) for one in [*lists, *initiative.effort.values()])


def _modes(initiative: Initiative, of: random.Random) -> list[Mode]:
    """Return in two of five cases two modes or three, which differ in some of what they can."""
    count = of.choice((0, 0, 0, 2, 2, 3)) if _is_of_any_duration(initiative) else 0
    return [_mode(initiative, f"mode {number}", of) for number in range(count)]


def _mode(initiative: Initiative, name: str, of: random.Random) -> Mode:
    given: dict[str, object] = {"id": name}
    if of.random() < 0.7:
        given["duration"] = of.choice((1, 1, 2, 3))
    if of.random() < 0.6:
        given["cost"] = of.choice((0, 10, 30, {"amount": 40, "spread": "start", "running": 5}))
    if of.random() < 0.4:
        given["benefit"] = of.choice((0, 10, 25, {"profile": [5, 20], "counted_from": "start"}))
    if of.random() < 0.4:
        given["advances"] = {field: of.choice((0.1, 0.4, 1.0)) for field in list(initiative.advances)[:2]}
    if of.random() < 0.4:
        given["effort"] = {team: of.choice((0, 1, 2.5)) for team in initiative.effort}
    return Mode.model_validate(given)
