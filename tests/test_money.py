"""When money is spent and earned, worked out by hand, and compared with the checker's own count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge.random_portfolios import full_portfolio, starts_for
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.money import (
    available,
    bound_by,
    discount_factors,
    spent,
    spent_under,
    synergy_bound_by,
    total_cost,
)
from omniprio.portfolio import Benefit, Budget, Cost, Initiative, Portfolio, Synergy
from omniprio.portfolio.initiative import spent_over
from omniprio.present_value import discounting, present_value
from omniprio.synergies import activations


def written(*numbers: str) -> list[Fraction]:
    """Return decimals or fractions as they are written."""
    return list(map(Fraction, numbers))


@pytest.mark.parametrize(
    ("cost", "amounts"),
    [
        (Cost(amount=100), written("100/3", "100/3", "100/3")),
        (Cost(amount=100, spread="start", running=9), written("100", "0", "0")),
        (Cost(amount=100, spread="completion"), written("0", "0", "100")),
        (Cost(profile=(0.1, 0, 0.2)), written("0.1", "0", "0.2")),
    ],
)
def test_one_off(cost: Cost, amounts: list[Fraction]) -> None:
    assert list(spent_over(cost, 3)) == amounts


def test_one_off_of_one_period() -> None:
    for spread in ("even", "start", "completion"):
        assert spent_over(Cost.model_validate({"amount": 5, "spread": spread}), 1) == (Fraction(5),)


def test_spent_from_some_funds() -> None:
    web = Initiative(
        id="web",
        duration=2,
        cost=Cost(amount=30, running=1),
        costs={"it": Cost(profile=(5, 0.1), running=0.2)},
    )
    # work in 2 and 3, running in 4 and 5: 15, 15, 1, 1 of money and 5, 0.1, 0.2, 0.2 of it
    assert spent(web, 2, 5, {"money": 1}) == written("0", "15", "15", "1", "1")
    assert spent(web, 2, 5, {"it": 1}) == written("0", "5", "0.1", "0.2", "0.2")
    assert spent(web, 2, 5, {"it": 1, "money": 1}) == written("0", "20", "15.1", "1.2", "1.2")
    assert spent(web, 2, 5, {"land": 1}) == [0] * 5
    assert spent(web, 4, 5, {"money": 1}) == written("0", "0", "0", "15", "15")


def test_total_cost_counts_running_costs_up_to_the_horizon() -> None:
    web = Initiative(
        id="web", duration=2, cost=Cost(amount=30, running=1), costs={"it": Cost(amount=7, running=0.2)}
    )
    both = {"money": 1, "it": 1}
    assert total_cost(web, 1, 5, both) == Fraction("40.6")  # 30 + 7 + 3 periods of 1 + 0.2
    assert total_cost(web, 4, 5, both) == 37
    assert total_cost(web, 1, 5, {"it": 1}) == Fraction("7.6")


@pytest.mark.parametrize(
    ("benefit", "amounts"),
    [
        (10.0, written("0", "0", "10", "10", "10")),  # complete at the end of 3
        (-2.5, written("0", "0", "-2.5", "-2.5", "-2.5")),
        (Benefit(profile=(1, 2)), written("0", "0", "1", "2", "0")),
        (Benefit(profile=(1, 2), counted_from="start"), written("0", "1", "2", "0", "0")),
        (Benefit(profile=(1, 2, 3, 4)), written("0", "0", "1", "2", "3")),  # 4 is after the horizon
        (Benefit(profile=(1, 2, 3, 4), counted_from="calendar"), written("0", "0", "3", "4", "0")),
    ],
)
def test_earned_by_work_in_2_and_3(benefit: float | Benefit, amounts: list[Fraction]) -> None:
    web = Initiative(id="web", duration=2, benefit=benefit)
    # with period t counting 10 ** -(t - 1), every amount is a digit of its own
    portfolio = Portfolio(horizon=5, initiatives=[web], discount_rate=9.0)
    worth = sum(amount / 10**place for place, amount in enumerate(amounts))
    assert present_value(web, 2, discounting(portfolio)) == worth


@pytest.mark.parametrize(
    ("budget", "amounts"),
    [
        (Budget(total=7.5), ["7.5", "7.5", "7.5"]),
        (Budget(), [None, None, None]),
        (Budget(per_period=0.1), ["0.1", "0.2", "0.3"]),
        (Budget(per_period=0.1, carry_over=False), ["0.1", "0.1", "0.1"]),
        (Budget(per_period=(1, 2, 4)), ["1", "3", "7"]),
        (Budget(per_period=(1, 2, 4), carry_over=False), ["1", "2", "4"]),
        # what is unlimited once stays so where it is carried over
        (Budget(per_period=(1, None, 4)), ["1", None, None]),
        (Budget(per_period=(1, None, 4), carry_over=False), ["1", None, "4"]),
    ],
)
def test_available(budget: Budget, amounts: list[str | None]) -> None:
    assert available(budget, 3) == [None if amount is None else Fraction(amount) for amount in amounts]


def owned() -> Portfolio:
    """Work of north in 1 and 2, of south in 2, and a synergy of both in 2 or later."""
    return Portfolio(
        horizon=4,
        initiatives=(
            Initiative(id="web", duration=2, cost=60, owner="north"),
            Initiative(id="crm", cost=5, costs={"it": 50}, owner="south"),
            Initiative(id="app", cost=9),
        ),
        budget=500,
        budgets={
            "it": None,
            "south": Budget(total=9, funds=("money", "it"), owners=("south",)),
            "both": Budget(total=9, funds=("money",), owners=("north", "south")),
        },
        synergies=(Synergy(id="interface", of=("web", "crm"), cost=-10),),
    )


def test_a_budget_binds_its_owners_or_all() -> None:
    portfolio = owned()
    bound = {
        name: [bound_by(budget, one) for one in portfolio.initiatives]
        for name, budget in portfolio.limits.items()
    }
    assert bound == {
        "money": [True, True, True],
        "it": [True, True, True],
        "south": [False, True, False],
        "both": [True, True, False],
    }


def test_a_budget_binds_a_synergy_that_spends_from_it_for_its_owners_alone() -> None:
    portfolio = owned()
    (interface,) = portfolio.synergies
    bound = [
        name for name, budget in portfolio.limits.items() if synergy_bound_by(budget, interface, portfolio)
    ]
    assert bound == ["money", "both"]  # it is another fund, south not the owner of web


def test_a_synergy_becomes_active_when_its_last_member_completes() -> None:
    portfolio = owned()
    assert activations(portfolio, {"web": 1, "crm": 1}) == {"interface": 2}  # max(1 + 2 - 1, 1)
    assert activations(portfolio, {"web": 1, "crm": 4, "app": 1}) == {"interface": 4}  # max(2, 4)
    assert activations(portfolio, {"web": 1, "app": 1}) == {}


def test_spent_under_a_budget() -> None:
    portfolio, starts = owned(), {"web": 1, "crm": 3, "app": 4}
    under = {name: spent_under(budget, portfolio, starts) for name, budget in portfolio.limits.items()}
    assert under == {
        "money": [30, 30, -5, 9],  # 60 / 2 twice, then 5 - 10
        "it": [0, 0, 50, 0],
        "south": [0, 0, 55, 0],
        "both": [30, 30, -5, 0],
    }
    assert spent_under(portfolio.limits["money"], portfolio, {"web": 3}) == [0, 0, 30, 30]


def test_discount_factors() -> None:
    # 1 / 1.25 is 0.8
    portfolio = Portfolio(horizon=3, initiatives=(), discount_rate=0.25)
    assert discount_factors(portfolio) == written("1", "0.8", "0.64")
    assert discount_factors(Portfolio(horizon=2, initiatives=())) == [1, 1]


SEEDS = range(100, 250)


def spent_by(seed: int) -> dict[str, tuple[Fraction, ...]]:
    """Return what a random schedule spends under each limit of a random portfolio."""
    portfolio = full_portfolio(seed)
    starts = starts_for(portfolio, seed)
    return {name: tuple(spent_under(limit, portfolio, starts)) for name, limit in portfolio.limits.items()}


@pytest.mark.parametrize("seed", slow_after(40, SEEDS))
def test_the_checker_counts_the_same_spending(seed: int) -> None:
    portfolio = full_portfolio(seed)
    assert spent_by(seed) == check(portfolio, starts_for(portfolio, seed)).recount.spending


def test_some_of_these_schedules_spend_less_than_nothing_in_a_period() -> None:
    assert any(min(amounts) < 0 for seed in SEEDS for amounts in spent_by(seed).values())
