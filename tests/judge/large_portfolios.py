"""Random portfolios of the size of a real one, too large for brute force, that have no plan."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from omniprio.disc import shipped_disc
from omniprio.portfolio import Portfolio

if TYPE_CHECKING:
    Data = dict[str, object]

__all__ = ["short_of_money", "short_of_time"]

_TEAMS = ("crew", "shop", "data")


def short_of_money(seed: int, initiatives: int = 100, periods: int = 12) -> Portfolio:
    """Return a portfolio whose decisions alone cost a tenth more than its budget, without what they require."""
    data = _data(random.Random(seed), initiatives, periods)  # noqa: S311  repeatable draws, no secrets
    decided = sum(one["cost"] for one in data if one["decision"] == "must")  # type: ignore[misc]
    return _portfolio(data, periods, round(decided / 1.1))


def short_of_time(seed: int, initiatives: int = 100, periods: int = 12) -> Portfolio:
    """Return a portfolio in which what is decided and requires something is to complete as soon as if it did not."""
    data = _data(random.Random(seed), initiatives, periods)  # noqa: S311  repeatable draws, no secrets
    for one in data:
        if one["decision"] == "must" and one["requires"]:
            one["deadline"] = one["duration"]
    return _portfolio(data, periods, None)


def _portfolio(initiatives: list[Data], periods: int, budget: int | None) -> Portfolio:
    return Portfolio.model_validate(
        {
            "horizon": periods,
            "initiatives": initiatives,
            "budget": budget,
            "capacities": {team: len(initiatives) // 7 for team in _TEAMS},
        }
    )


def _data(rng: random.Random, initiatives: int, periods: int) -> list[Data]:
    ids = [f"i{number:03}" for number in range(initiatives)]
    fields = list(shipped_disc().fields)
    return [
        {
            "id": name,
            "duration": rng.choice((1, 1, 2, 2, 3)),
            "cost": rng.randint(50, 900),
            "advances": {rng.choice(fields): rng.choice((0.2, 0.4, 0.6, 1.0)) for _ in range(2)},
            "requires": [rng.choice(ids[max(0, place - 15) : place])] if place and rng.random() < 0.4 else [],
            "effort": {rng.choice(_TEAMS): rng.choice((1, 2, 3))},
            "decision": "must" if rng.random() < 0.12 else "free",
            "deadline": periods - rng.randint(0, 2) if rng.random() < 0.2 else None,
        }
        for place, name in enumerate(ids)
    ]
