"""What stands alone is placed as everything else is, only sooner."""

from __future__ import annotations

import pytest
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio.goals import Fastest
from omniprio.greedy import first_schedule, placing
from omniprio.greedy.alone import standing_alone
from omniprio.portfolio import Group, Initiative, Portfolio, Requirement

GOALS = (Fastest(),)


def portfolios(seed: int) -> list[Portfolio]:
    return [full_portfolio(seed), large_portfolio(seed, 16, 8)]


@pytest.mark.parametrize("seed", slow_after(4, range(60)))
def test_it_is_placed_where_it_would_be_in_any_case(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [first_schedule(portfolio, GOALS) for portfolio in portfolios(seed)]
    monkeypatch.setattr(placing, "standing_alone", lambda *_: {})
    assert seen == [first_schedule(portfolio, GOALS) for portfolio in portfolios(seed)]


def test_who_stands_alone() -> None:
    portfolio = Portfolio(
        horizon=6,
        initiatives=[
            Initiative(id="base", duration=2),
            Initiative(id="after", earliest_start=2, latest_start=5, requires=["base"]),
            Initiative(id="choice", requires=[Requirement(of=["base", "after"], match="any")]),
            Initiative(id="never", decision="never"),
            Initiative(id="needing", needs={"R1": 0.5}),
            Initiative(id="member"),
        ],
        groups=[Group(id="one", members=["member"], at_most=1)],
    )
    alone = standing_alone(portfolio, {"member"})
    assert {name: (one.first, one.last) for name, one in alone.items()} == {"base": (1, 5), "after": (2, 5)}
    assert alone["after"].waits == [("base", 2)]  # it takes two periods
    assert standing_alone(portfolio.model_copy(update={"closed": (3,)}), ()) == {}
