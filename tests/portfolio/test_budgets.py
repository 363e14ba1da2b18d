"""What a budget says of money that is left."""

from __future__ import annotations

import pytest

from omniprio import Budget, Initiative, Portfolio, prioritise
from omniprio.goals import MostValue
from omniprio.io import from_tables, to_tables
from omniprio.portfolio.budgets import Window


def yearly(carry_over: bool | float) -> Portfolio:
    return Portfolio(
        horizon=3,
        budget=Budget(windows=[Window(periods=1, amount=100)] * 3, carry_over=carry_over),
        initiatives=[Initiative(id="dyke", cost=250, benefit=400, earliest_start=3)],
    )


@pytest.mark.parametrize(("carry_over", "is_done"), [(True, True), (1.0, False), (0.0, False)])
def test_a_share_of_1_is_not_all_that_is_left(carry_over: bool | float, is_done: bool) -> None:
    # in the third year all that is left makes 3 x 100; of 200 left, a share of 1 carries 1 x 100, so 200 for 250
    assert bool(prioritise(yearly(carry_over), [MostValue()]).starts) == is_done


@pytest.mark.parametrize("carry_over", [True, 1.0, 0.0, False])
def test_a_share_of_1_stays_one_in_documents(carry_over: bool | float) -> None:
    portfolio = yearly(carry_over)
    for read in (Portfolio.from_json(portfolio.to_json()), from_tables(to_tables(portfolio))):
        assert read == portfolio
        assert type(read.limits["money"].carry_over) is type(portfolio.limits["money"].carry_over)


def test_a_share_of_1_and_all_that_is_left_are_told_apart() -> None:
    assert yearly(1.0) != yearly(carry_over=True)
    assert yearly(0.0) != yearly(carry_over=False)
    assert yearly(1.0) == yearly(1)
