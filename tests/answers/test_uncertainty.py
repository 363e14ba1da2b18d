"""Estimates, what they may be of, and the draws made of them."""

from __future__ import annotations

from random import Random
from statistics import mean

import pytest
from pydantic import ValidationError

from omniprio import (
    Budget,
    Cost,
    Initiative,
    Portfolio,
    prioritise,
)
from omniprio.answers.attribution.estimate import Estimate, drawn, drawn_periods
from omniprio.answers.robustness import BudgetCase, Uncertain, Uncertainty, robust, start_from_raters
from omniprio.answers.robustness.draws import draw
from omniprio.assessment import Assessment, combine
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError

DISC = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=3)])
SURE = Initiative(id="sure", cost=10, advances={"R2": 0.5})
DEAR = Initiative(id="dear", cost=40, advances={"D2": 1.0})
REST = Initiative(id="rest", cost=20, duration=2, advances={"R2": 0.5, "R3": 0.3}, requires=["sure"])
SMALL = Portfolio(horizon=4, disc=DISC, initiatives=[SURE, DEAR, REST], budget=50)
UNSURE = Uncertainty(
    initiatives={
        "dear": Uncertain(cost=(30, 40, 60), advances={"D2": (0.4, 1.0)}),
        "rest": Uncertain(duration=(1, 3)),
    },
    budgets=[BudgetCase(name="as planned", weight=2.0), BudgetCase(name="cut", budget=30)],
)


def test_a_sample_of_each_shape_has_its_mean_and_keeps_its_limits() -> None:
    source = Random(1)  # noqa: S311  a sample, not a secret
    shapes = {
        Estimate(low=0, high=12): 6,  # (0 + 12) / 2
        Estimate(low=0, likely=3, high=12): 5,  # (0 + 3 + 12) / 3
        Estimate(low=0, likely=3, high=12, shape="PERT"): 4,  # (0 + 4 * 3 + 12) / 6
        Estimate(low=7, high=7): 7,
    }
    for estimate, expected in shapes.items():
        sample = [drawn(estimate, source) for _ in range(4000)]
        assert estimate.low <= min(sample) <= max(sample) <= estimate.high
        assert mean(sample) == pytest.approx(expected, abs=0.2)  # the standard error is below 3.5 / 63 = 0.06


def test_a_small_share_has_no_more_decimals_than_a_portfolio_takes() -> None:
    source = Random(3)  # noqa: S311  a sample, not a secret
    for _ in range(50):
        share = drawn(Estimate(low=0, high=0.000002), source)
        Portfolio(horizon=1, initiatives=[Initiative(id="web", advances={"D2": share})])


def test_every_whole_period_of_a_range_is_equally_likely() -> None:
    source = Random(2)  # noqa: S311  a sample, not a secret
    sample = [drawn_periods(Estimate(low=1, high=3), source) for _ in range(3000)]
    assert {period: sample.count(period) for period in (1, 2, 3)} == pytest.approx(
        {1: 1000, 2: 1000, 3: 1000}, abs=110
    )  # four standard errors: 4 * sqrt(3000 * 1/3 * 2/3) = 103


@pytest.mark.parametrize(
    "numbers",
    [
        (3, 2),
        (1, 5, 4),
        (1, 0, 4),
        (float("nan"), 1),
        (1,),
        (1, 2, 3, 4),
        {"low": 1, "high": 2, "shape": "PERT"},
    ],
)
def test_numbers_out_of_order_are_no_estimate(numbers: object) -> None:
    with pytest.raises(ValidationError):
        Estimate.model_validate(numbers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cost": (-1, 2)},
        {"running": (-1, 2)},
        {"duration": (0, 2)},
        {"duration": (1, 1.5)},
        {"advances": {"R2": (0.5, 1.1)}},
    ],
)
def test_an_estimate_keeps_within_what_its_number_can_be(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Uncertain.model_validate(wrong)


def test_the_same_seed_gives_the_same_draws_whatever_else_is_uncertain() -> None:
    one = draw(SMALL, UNSURE, number=3, seed=5)
    assert one == draw(SMALL, UNSURE, number=3, seed=5)
    assert one.values != draw(SMALL, UNSURE, number=4, seed=5).values
    assert one.values != draw(SMALL, UNSURE, number=3, seed=6).values
    only = Uncertainty(initiatives={"rest": Uncertain(duration=(1, 3))})
    place = "initiatives[rest].duration"
    assert all(
        draw(SMALL, only, number=number).values[place] == draw(SMALL, UNSURE, number=number).values[place]
        for number in range(1, 10)
    )


def test_numbers_vary_independently() -> None:
    same = Uncertain(cost=(0, 100))
    values = draw(SMALL, Uncertainty(initiatives={"sure": same, "dear": same}), number=1).values
    assert len(set(values.values())) == 2


def test_a_draw_changes_the_uncertain_numbers_and_nothing_else() -> None:
    rich = Initiative(
        id="rich", cost=Cost(amount=5, spread="start", running=1), benefit=4, advances={"R2": 0.1, "D2": 0.2}
    )
    portfolio = SMALL.model_copy(
        update={"initiatives": [SURE, rich], "start": {"R": 1}, "budgets": {"other": 7}}
    )
    unsure = Uncertainty(
        initiatives={
            "rich": Uncertain(cost=(6, 6), running=(2, 2), benefit=(-3, -3), advances={"D2": (0.3, 0.3)})
        },
        start={"R2": (0.4, 0.4)},
        budgets=[BudgetCase(name="cut", budget=Budget(total=30), budgets={"other": 8})],
    )
    turned_out = draw(portfolio, unsure, number=1).portfolio
    assert turned_out == portfolio.model_copy(
        update={
            "initiatives": [
                SURE,
                rich.model_copy(
                    update={
                        "cost": Cost(amount=6, spread="start", running=2),
                        "benefit": {"per_period": -3.0},
                        "advances": {"R2": 0.1, "D2": 0.3},
                    }
                ),
            ],
            "start": {"R": 1, "R2": 0.4},
            "budget": Budget(total=30),
            "budgets": {"other": 8},
        }
    )


def test_a_case_without_a_budget_leaves_it_and_one_with_none_lifts_it() -> None:
    stays = Uncertainty(budgets=[BudgetCase(name="stays")])
    lifted = Uncertainty(budgets=[BudgetCase(name="lifted", budget=None)])
    found = [draw(SMALL, one, number=1).portfolio for one in (stays, lifted)]
    assert [one.budget for one in found if isinstance(one, Portfolio)] == [50, None]


@pytest.mark.slow
def test_cases_come_as_often_as_their_weights_say() -> None:
    names = [draw(SMALL, UNSURE, number=number).values["budgets"] for number in range(1, 901)]
    assert names.count("cut") == pytest.approx(300, abs=57)  # four standard errors: 4 * sqrt(900 * 1/3 * 2/3)


def test_raters_who_disagree_give_the_range_of_the_start() -> None:
    bids = {"IT": {"R2": 0.2, "D2": 0.5}, "Shops": {"R2": 0.3, "D2": 0.5}, "Web": {"R2": 0.7, "D2": 0.5}}
    seen = combine([Assessment(rater=rater, ratings=ratings) for rater, ratings in bids.items()], disc=DISC)
    assert start_from_raters(seen) == {"R2": Estimate(low=0.2, likely=0.3, high=0.7)}


def test_what_does_not_fit_the_portfolio_is_told_all_at_once() -> None:
    profile = Initiative(id="profile", duration=2, cost=Cost(profile=(1.0, 2.0)))
    portfolio = SMALL.model_copy(update={"initiatives": [SURE, profile]})
    unsure = Uncertainty(
        initiatives={
            "sur": Uncertain(cost=(1, 2)),
            "sure": Uncertain(advances={"X2": (0.1, 0.2)}),
            "profile": Uncertain(duration=(2, 3), cost=(1, 2), running=(0, 1)),
        },
        start={"R9": (0.1, 0.2)},
        budgets=[BudgetCase(name="cut", budgets={"none": 1}), BudgetCase(name="cut")],
    )
    with pytest.raises(InvalidInputError) as caught:
        robust(portfolio, unsure)
    assert [fault.path for fault in caught.value.faults] == [
        "initiatives[sur]",
        "start[R9]",
        "initiatives[sure].advances[X2]",
        "initiatives[profile].duration",
        "initiatives[profile].cost",
        "budgets[cut].budgets[none]",
        "budgets",
    ]
    assert "did you mean sure?" in str(caught.value)


# Ways to do one initiative

FAST = {"id": "fast", "duration": 1, "cost": 60}
SLOW = {"id": "slow", "duration": 2}
WAYS = Portfolio.model_validate(
    {
        "horizon": 3,
        "initiatives": [{"id": "app", "cost": 40, "benefit": 30, "modes": [FAST, SLOW]}],
        "budget": 100,
    }
)


def test_a_mode_has_numbers_of_its_own_and_takes_the_others_from_its_initiative() -> None:
    unsure = {"app": {"benefit": (50, 50), "cost": (35, 35), "modes": {"fast": {"cost": (80, 80)}}}}
    found = draw(WAYS, Uncertainty(initiatives=unsure), number=1).portfolio
    assert isinstance(found, Portfolio)
    ways = found.by_id["app"].ways
    costs = {name: way.costs_by_fund["money"].amount for name, way in ways.items()}
    assert costs == {"fast": 80, "slow": 35}  # slow has none of its own
    assert {name: way.earnings.per_period for name, way in ways.items()} == {"fast": 50, "slow": 50}
    assert {name: way.duration for name, way in ways.items()} == {"fast": 1, "slow": 2}


def test_the_best_mode_of_a_draw_follows_from_its_numbers() -> None:
    # fast earns 3 * 30 - cost, slow 2 * 30 - 40 = 20: fast is better for less than 70
    for cost, mode in ((60, "fast"), (75, "slow")):
        unsure = {"app": {"modes": {"fast": {"cost": (cost, cost)}}}}
        found = draw(WAYS, Uncertainty(initiatives=unsure), number=1).portfolio
        assert isinstance(found, Portfolio)
        assert prioritise(found, "most value").modes == {"app": mode}
    wide = Uncertainty.model_validate({"initiatives": {"app": {"modes": {"fast": {"cost": (50, 60, 90)}}}}})
    holds = robust(WAYS, wide, "most value", draws=4)
    assert (holds.complete, holds.core) == (True, ("app",))


def test_estimates_of_modes_that_fit_nothing_are_refused() -> None:
    unsure = Uncertainty(
        initiatives={
            "app": {"duration": (1, 2), "modes": {"fast": {"advances": {"X9": (0, 1)}}, "quick": {}}}
        }
    )
    with pytest.raises(InvalidInputError) as error:
        robust(WAYS, unsure, draws=1)
    assert [fault.path for fault in error.value.faults] == [
        "initiatives[app].modes[quick]",
        "initiatives[app].modes[fast].advances[X9]",
        "initiatives[app].duration",
    ]
    assert "fast" in str(error.value)
