"""Why initiatives are left out is the same where every start is valued, and where only the soonest is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from judge.brute_force import judge
from judge.random_portfolios import full_portfolio

from omniprio.goals import Balanced, Closest, Fastest, Goal, LeastCost, MostValue, Soonest
from omniprio.plan.absences import absences

if TYPE_CHECKING:
    import pytest

GOALS: tuple[tuple[Goal, ...], ...] = (
    (Fastest(), LeastCost()),
    (Closest(), MostValue()),
    (Soonest(distance=0.5), LeastCost()),
    (Balanced(), MostValue(), LeastCost()),
)


def test_a_later_start_serves_no_goal_about_the_disc_better(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)  # noqa: S311  repeatable draws, no secrets
    kinds: set[str] = set()
    for seed in range(15):
        portfolio, goals = full_portfolio(seed), rng.choice(GOALS)
        judgement = judge(portfolio)
        if not len(judgement):
            continue
        starts = judgement.schedule(rng.randrange(len(judgement)))
        found = absences(portfolio, starts, goals)
        with monkeypatch.context() as patch:
            for module in ("absences", "in_place"):
                patch.setattr(f"omniprio.plan.{module}.best_by_soonest", lambda *_: None)
            assert absences(portfolio, starts, goals) == found, seed
        kinds.update(one.why for one in found.values())
    assert kinds >= {"no gain", "rules", "would help"}  # else little is tried here
