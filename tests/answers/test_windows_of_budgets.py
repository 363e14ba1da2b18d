"""Budgets over windows of periods, and what of them is carried over, in the answers about plans."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.mixed import everything_portfolio

from omniprio import Budget, Initiative, Portfolio, Window, check, prioritise
from omniprio.answers import Actual, frontier, raised, scaled, value_of_change, why_not, with_past
from omniprio.answers.frontiers.window_scaling import Windowed
from omniprio.answers.ownership import silo_portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from omniprio.answers.frontiers.purse import Purse

WEB = Initiative(id="web", cost=60, advances={"D2": 0.6})


def _halves(*, carry_over: bool | float, first: float = 40, last: float = 40) -> Portfolio:
    windows = [Window(periods=1, amount=first), Window(periods=1, amount=last)]
    return Portfolio(horizon=2, initiatives=[WEB], budget=Budget(windows=windows, carry_over=carry_over))


def test_what_is_on_top_comes_in_every_window() -> None:
    quarter = _halves(carry_over=0.25)
    # in 2 there are 40 + 8 and a quarter of 40 + 8: 60; with 10 in the second window alone 50 and 10
    assert raised(quarter).least({"web": 2}) == 8
    assert raised(quarter).least({"web": 1}) == 20
    assert raised(quarter, first=2).least({"web": 2}) == 10
    # nothing is left over: 20 more in each
    assert raised(_halves(carry_over=False)).least({"web": 2}) == 20
    assert raised(_halves(carry_over=True)).least({"web": 2}) == 0


def test_windows_are_scaled_together() -> None:
    # half of x in each window, and an eighth of it carried over: 0.625 x is 60 at 96
    purse = scaled(_halves(carry_over=0.25))
    assert purse.least({"web": 2}) == 96
    assert purse.least({"web": 1}) == 120
    assert purse.own == 80
    assert check(purse.holding(Fraction(96)), {"web": 2}).ok
    assert not check(purse.holding(Fraction(96), below=True), {"web": 2}).ok
    assert not check(purse.holding(Fraction(96)), {"web": 1}).ok


def test_the_frontier_over_the_amounts_of_all_windows() -> None:
    found = frontier(_halves(carry_over=0.25))
    assert [(float(point.amount), point.plan.starts) for point in found.points] == [
        (0, {}),
        (96, {"web": 2}),
        (120, {"web": 1}),
    ]


def test_how_much_more_money_would_bring_it_in() -> None:
    plan = prioritise(_halves(carry_over=0.25))
    assert plan.starts == {}
    found = why_not(plan, "web")
    assert found.money is not None
    assert found.money.extra == 8  # in each window; then in period 2, since 20 would be needed in period 1
    assert found.money.plan.starts == {"web": 2}


def test_one_owner_has_its_share_of_every_window_and_nothing_to_spend() -> None:
    budget = Budget(
        windows=[Window(periods=1, amount=40, at_least=30), Window(periods=1, amount=90)], at_least=1
    )
    own = silo_portfolio(Portfolio(horizon=2, initiatives=[WEB], budget=budget), "", Fraction(1, 2))
    assert isinstance(own, Portfolio)
    limit = own.limits["money"]
    assert [(one.amount, one.at_least) for one in limit.windows] == [(20, None), (45, None)]
    assert limit.at_least is None


def test_what_more_in_every_window_is_worth() -> None:
    found = value_of_change(prioritise(_halves(carry_over=False)), kinds=["budget"], money=20)
    assert found.rows[0].sentence == "main budget: 20 more in every window"
    assert found.rows[0].plan is not None
    assert found.rows[0].plan.starts == {"web": 1}


@pytest.mark.parametrize(
    ("carry_over", "left"),
    [
        (0.25, [60, 40]),
        (False, [60, 40]),
        (True, [60, 20]),
    ],  # with all carried over the 20 too much are missing
)
def test_what_was_overspent_is_missing_where_money_is_carried_over(
    carry_over: float, left: list[float]
) -> None:
    now = with_past(_halves(carry_over=carry_over), 1, {"web": Actual(start=1)})
    assert [one.amount for one in now.limits["money"].windows] == left
    assert check(now, {"web": 1}).ok


def test_a_window_that_is_over_asks_for_nothing() -> None:
    windows = [Window(periods=1, at_least=5), Window(periods=1, at_least=60)]
    now = with_past(Portfolio(horizon=2, initiatives=[WEB], budget=Budget(windows=windows)), 1, {})
    assert [one.at_least for one in now.limits["money"].windows] == [None, 60]
    assert prioritise(now).starts == {"web": 2}


def test_one_window_over_all_periods_is_a_total() -> None:
    for amount in (59, 60):
        window = Budget(windows=[Window(periods=3, amount=amount)], carry_over=False)
        plans = [prioritise(Portfolio(horizon=3, initiatives=[WEB], budget=one)) for one in (window, amount)]
        assert plans[0].starts == plans[1].starts
        assert [state.left for state in plans[0].periods] == [state.left for state in plans[1].periods]


def _paying(
    purse: Purse, amount: Fraction, schedules: Sequence[Mapping[str, int]], *, below: bool = False
) -> list[bool]:
    portfolio = purse.holding(amount, below=below)
    return [
        all(one.rule != "budget" or purse.name not in one.message for one in check(portfolio, starts).broken)
        for starts in schedules
    ]


@pytest.mark.parametrize("seed", range(900, 912))
def test_an_amount_pays_for_what_needs_no_more(seed: int) -> None:
    portfolio = everything_portfolio(seed)
    found = judge(portfolio)
    schedules = [found.schedule(row) for row in range(0, len(found), max(1, len(found) // 8))]
    for name in portfolio.limits:
        for purse in (scaled(portfolio, name), raised(portfolio, name)):
            if not isinstance(purse, Windowed):
                continue
            needs = [purse.least(starts) for starts in schedules]
            amounts = sorted({*needs, Fraction(1)})
            for amount in [*amounts, *((low + high) / 2 for low, high in pairwise(amounts))]:
                assert _paying(purse, amount, schedules) == [need <= amount for need in needs]
                assert not amount or _paying(purse, amount, schedules, below=True) == [
                    need < amount or not need for need in needs
                ]
