"""Random portfolios with limits over sets, and with teams that grow and must have work."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from judge.kinds_of_numbers import KINDS
from judge.random_portfolios import full_portfolio
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Capacity

if TYPE_CHECKING:
    from judge.kinds_of_numbers import Numbers
    from omniprio.portfolio import Initiative, Portfolio

    Data = dict[str, object]

__all__ = ["limited_portfolio", "with_buying", "with_sets", "with_teams"]


def limited_portfolio(seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a full portfolio with further limits over sets and teams.

    Args:
        seed: Any number; the same number gives the same portfolio.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    return with_teams(with_sets(full_portfolio(seed, numbers), seed, numbers), seed, numbers)


def with_sets(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio with scores and tags, and with one or two groups that measure.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same groups.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"{seed}-sets")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    initiatives = [_scored(one, of, kind) for one in portfolio.initiatives]
    scored = portfolio.model_copy(update={"initiatives": initiatives})
    while True:
        groups = [
            _measuring(scored, of, kind) | {"id": f"set {place}"} for place in range(of.choice((1, 1, 2)))
        ]
        try:
            return scored.model_copy(update={"groups": [*scored.groups, *groups]})
        except InvalidInputError:
            continue


def with_teams(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio in which initiatives add to teams, which are now and then to have work.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same teams.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"{seed}-teams")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    if not portfolio.capacities:
        return portfolio
    teams = list(portfolio.capacities)
    initiatives = [
        one.model_copy(update={"adds": {of.choice(teams): kind.size(of.choice((0.5, 1, 2, 3)))}})
        if of.random() < 0.4
        else one
        for one in portfolio.initiatives
    ]
    least = {team: _least(portfolio, of, kind) for team in teams if of.random() < 0.4}
    asked = {team: {"amount": portfolio.capacities[team], "at_least": least[team]} for team in least}
    update = {"initiatives": initiatives, "capacities": {**portfolio.capacities, **asked}}
    try:
        return portfolio.model_copy(update=update)
    except InvalidInputError:
        return portfolio.model_copy(update={"initiatives": initiatives})


def with_buying(portfolio: Portfolio, seed: int, numbers: str = "ordinary") -> Portfolio:
    """Return a portfolio in which more of teams can be bought, now and then, at a price or for nothing.

    Args:
        portfolio: The portfolio.
        seed: Any number; the same number gives the same teams.
        numbers: The kind of numbers it has, of `KINDS`.
    """
    of = random.Random(f"{seed}-buying")  # noqa: S311  repeatable draws, no secrets
    kind = KINDS[numbers](of)
    funds = sorted({fund for budget in portfolio.limits.values() for fund in budget.funds})
    changed: Data = dict(portfolio.capacities)
    for team, one in portfolio.capacities.items():
        given = one if isinstance(one, Capacity) else Capacity(amount=one)
        if given.amount is not None and of.random() < 0.8:
            each = (0, kind.size(of.choice((0.5, 1, 2))), kind.size(of.choice((1, 3))), None)
            extra = (
                of.choice(each[1:])
                if of.random() < 0.5
                else [*(of.choice(each) for _ in range(portfolio.periods - 1)), kind.size(1)]
            )
            price = kind.money(of.choice((0, 1, 5, 5, 10, 20)))
            more: Data = {"extra": extra, "extra_price": abs(price), "extra_fund": of.choice(funds)}
            if of.random() < 0.5 and given.at_least is None:
                more["amount"] = kind.size(of.choice((0.5, 1, 1, 2)))
            changed[team] = {**dict(given), **more}
    try:
        return portfolio.model_copy(update={"capacities": changed})
    except InvalidInputError:
        return portfolio


def _least(portfolio: Portfolio, of: random.Random, numbers: Numbers) -> object:
    """Return what a team is to have to do, in one period or two."""
    some = of.sample(range(portfolio.periods), min(portfolio.periods, of.choice((1, 1, 2))))
    return [
        numbers.size(of.choice((0.5, 1, 1))) if place in some else None for place in range(portfolio.periods)
    ]


def _scored(initiative: Initiative, of: random.Random, numbers: Numbers) -> Initiative:
    scores = {
        name: numbers.money(of.choice((0, 1, 2, 3, 5, 2.5, -1)))
        for name in ("fit", "risk")
        if of.random() < 0.8
    }
    tags = {"kind": [of.choice(("bold", "safe"))]}
    return initiative.model_copy(update={"scores": {**initiative.scores, **scores}, "tags": tags})


def _measuring(portfolio: Portfolio, of: random.Random, numbers: Numbers) -> Data:
    """Return a group of some members that measures them and limits what they come to, from one side or both."""
    members: Data = of.choice(
        [
            {"members": of.sample(list(portfolio.by_id), of.randint(1, len(portfolio.by_id)))},
            {"owners": sorted({one.owner for one in portfolio.initiatives if one.owner})[:1]},
            {"tags": {"kind": ["bold"]}},
            {"members": [next(iter(portfolio.by_id))], "tags": {"kind": ["safe"]}},
        ]
    )
    measure: Data = of.choice([{}, {"fund": "money"}, {"fund": "money"}, {"score": "fit"}, {"score": "risk"}])

    def amount() -> float:
        if not measure:
            return of.choice((0, 1, 2, 3))
        return numbers.money(of.choice((0, 10, 20, 40, 60, 12.5) if "fund" in measure else (-1, 0, 1, 2, 5)))

    limits: Data = {
        "at_least": amount(),
        "at_most": amount(),
        "least_share": abs(numbers.share(of.choice((0.1, 0.25, 0.5, 0.6)))),
        "most_share": abs(numbers.share(of.choice((0.3, 0.5, 0.75)))),
    }
    kinds = of.sample(("at_most", "at_most", "least_share", "most_share", "at_least"), of.choice((1, 1, 2)))
    return {**members, **measure, **{kind: limits[kind] for kind in kinds}}
