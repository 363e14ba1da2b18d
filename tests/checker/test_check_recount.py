"""What the checker counts again, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.portfolio import Benefit, Cost, Initiative, Portfolio, Synergy

STARTS = {"a": 1, "b": 2, "c": 4}


def example(credit: Literal["partial", "full"] = "partial") -> Portfolio:
    """A ladder A of weight 2 beside a checklist C, half of whose first item is there; money loses a fifth a period."""
    return Portfolio(
        horizon=4,
        disc=Disc(
            disciplines=(Discipline(id="A", levels=2, weight=2), Discipline(id="C", levels=2, order="any")),
            start_level=0,
        ),
        start={"C1": 0.5},
        credit=credit,
        discount_rate=0.25,
        initiatives=(
            Initiative(id="a", cost=100, advances={"A1": 0.6}, benefit=10, effort={"crew": 2}),
            Initiative(
                id="b",
                duration=2,
                costs={"it": Cost(amount=90, running=5)},
                advances={"A1": 0.5, "A2": 0.4},
                benefit=Benefit(profile=(0, 20, 30, 40), counted_from="start"),
                effort={"crew": (1, 0.5)},
            ),
            Initiative(
                id="c", cost=Cost(profile=(60,)), advances={"C1": 1.0}, benefit=Benefit(profile=(7, 7))
            ),
        ),
        budgets={"it": None},
        capacities={"crew": None, "shop": 0},
        synergies=(Synergy(id="ab", of=("a", "b"), advances={"A1": -0.2, "C2": 0.3}, benefit=8, cost=-4),),
    )


def written(*numbers: str) -> tuple[Fraction, ...]:
    """Return decimals or fractions as they are written."""
    return tuple(map(Fraction, numbers))


def test_fulfilment() -> None:
    # a completes in 1, b and with it the synergy in 3, c in 4
    assert check(example(), STARTS).recount.fulfilment == {
        "A1": written("0", "0.6", "0.6", "0.9", "0.9"),  # 0.6 + 0.5 - 0.2 = 0.9; cut at 1 only as a whole
        "A2": written("0", "0", "0", "0.4", "0.4"),
        "C1": written("0.5", "0.5", "0.5", "0.5", "1"),  # 0.5 + 1 is cut at 1
        "C2": written("0", "0", "0", "0.3", "0.3"),
    }


def test_fulfilment_is_never_below_nothing() -> None:
    # the synergy alone would make 0.1 + 0.05 - 0.2 = -0.05 of A1
    clash = Synergy(id="clash", of=("a", "b"), advances={"A1": -0.2})
    disc = Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0)
    pair = (Initiative(id="a", advances={"A1": 0.1}), Initiative(id="b", advances={"A1": 0.05}))
    portfolio = Portfolio(horizon=2, disc=disc, initiatives=pair, synergies=(clash,))
    assert check(portfolio, {"a": 1, "b": 2}).recount.fulfilment == {"A1": written("0", "0.1", "0")}


def test_position_with_credit_for_parts() -> None:
    # A2 waits behind A1; of the checklist everything counts: 0.5, + 0.3, then 1 + 0.3
    assert check(example(), STARTS).recount.position == {
        "A": written("0", "0.6", "0.6", "0.9", "0.9"),
        "C": written("0.5", "0.5", "0.5", "0.8", "1.3"),
    }


def test_position_with_credit_for_whole_levels_only() -> None:
    assert check(example("full"), STARTS).recount.position == {
        "A": written("0", "0", "0", "0", "0"),
        "C": written("0", "0", "0", "0", "1"),
    }


def test_an_inner_level_counts_the_moment_the_outer_one_is_reached() -> None:
    disc = Disc(disciplines=(Discipline(id="A", levels=3),), start_level=0)
    steps = (
        Initiative(id="inner", advances={"A2": 1.0, "A3": 0.2}),
        Initiative(id="outer", advances={"A1": 1.0}),
    )
    position = check(
        Portfolio(horizon=2, disc=disc, initiatives=steps), {"inner": 1, "outer": 2}
    ).recount.position
    assert position == {"A": written("0", "0", "2.2")}  # 1 + 1 + 0.2


def test_distance() -> None:
    # (2 (2 - P_A) + 1 (2 - P_C)) / 6: (4 + 1.5), (2.8 + 1.5), again, (2.2 + 1.2), (2.2 + 0.7)
    assert check(example(), STARTS).recount.distance == written("11/12", "43/60", "43/60", "17/30", "29/60")


def test_distance_to_an_ambition_below_the_centre() -> None:
    disc = Disc(
        disciplines=(Discipline(id="A", levels=3), Discipline(id="B", levels=2, weight=3)), start_level=1
    )
    step = Initiative(id="a", advances={"A2": 1.0, "B2": 0.5})
    portfolio = Portfolio(horizon=1, disc=disc, initiatives=(step,), ambition={"A": 1})
    # A has more than its 1, which makes up for nothing: (0 + 3 x 1) / (1 + 6), then (0 + 3 x 0.5) / 7
    assert check(portfolio, {"a": 1}).recount.distance == written("3/7", "3/14")


def test_distance_where_there_is_nothing_to_reach() -> None:
    disc = Disc(disciplines=(Discipline(id="A", levels=3),), start_level=0)
    portfolio = Portfolio(horizon=2, disc=disc, initiatives=(), ambition={"A": 0})
    assert check(portfolio, {}).recount.distance == written("0", "0", "0")


def test_spending() -> None:
    assert check(example(), STARTS).recount.spending == {
        "money": written("100", "0", "-4", "60"),  # the synergy saves 4 in the period b completes in
        "it": written("0", "45", "45", "5"),  # 90 / 2, and 5 running once b is complete
    }


def test_load() -> None:
    assert check(example(), STARTS).recount.load == {
        "crew": written("2", "1", "0.5", "0"),
        "shop": written("0", "0", "0", "0"),
    }


def test_cost() -> None:
    assert check(example(), STARTS).recount.cost == 251  # 100 - 4 + 60 + 45 + 45 + 5


def test_value() -> None:
    # earned 10, 10 + 0, 10 + 20 + 8, 10 + 30 + 8 + 7; spent 100, 45, 41, 65; left -90, -35, -3, -10
    # at 1, 0.8, 0.64, 0.512: -90 - 28 - 1.92 - 5.12
    assert check(example(), STARTS).recount.value == Fraction("-125.04")


def test_a_benefit_counts_from_the_period_of_completion() -> None:
    disc = Disc(disciplines=(Discipline(id="A", levels=1),))
    steps = (
        Initiative(id="a", duration=2, benefit=3),
        Initiative(id="b", duration=2, benefit=Benefit(profile=(1, 5))),
    )
    portfolio = Portfolio(horizon=3, disc=disc, initiatives=steps)
    assert check(portfolio, {"a": 1}).recount.value == 6  # in 2 and 3
    assert check(portfolio, {"b": 1}).recount.value == 6  # 1 in 2, 5 in 3
    assert check(portfolio, {"b": 2}).recount.value == 1  # 1 in 3


def test_costs_of_each_spread_sum_up() -> None:
    disc = Disc(disciplines=(Discipline(id="A", levels=1),))
    costs = {
        "even": Cost(amount=100, running=1),
        "start": Cost(amount=100, spread="start"),
        "completion": Cost(amount=100, spread="completion"),
        "profile": Cost(profile=(20, 0, 5), running=2),
    }
    steps = tuple(Initiative(id=name, duration=3, cost=cost) for name, cost in costs.items())
    portfolio = Portfolio(horizon=5, disc=disc, initiatives=steps)
    spending = {name: check(portfolio, {name: 2}).recount.spending["money"] for name in costs}
    assert spending == {
        "even": written("0", "100/3", "100/3", "100/3", "1"),
        "start": written("0", "100", "0", "0", "0"),
        "completion": written("0", "0", "0", "100", "0"),
        "profile": written("0", "20", "0", "5", "2"),
    }


def test_what_falls_after_the_horizon_is_cut() -> None:
    disc = Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0)
    late = Initiative(id="late", duration=2, cost=100, advances={"A1": 1.0}, benefit=10, effort={"crew": 1})
    portfolio = Portfolio(horizon=2, disc=disc, initiatives=(late,), capacities={"crew": 1})
    recount = check(portfolio, {"late": 2}).recount
    assert recount.cost == 50
    assert recount.value == -50
    assert recount.load == {"crew": written("0", "1")}
    assert recount.position == {"A": written("0", "0", "0")}


def test_what_completes_after_the_horizon_has_no_running_costs_in_it_or_beyond() -> None:
    late = Initiative(id="late", duration=3, may_run_over=True, cost=Cost(amount=30, running=7))
    soon = Initiative(id="soon", cost=Cost(amount=20, running=5))
    portfolio = Portfolio(horizon=4, beyond=2, initiatives=(late, soon))
    # late: 10 in 3 and in 4; the rest and what runs lies beyond its horizon. soon: 20 in 2, then 5 in 3 to 6
    assert check(portfolio, {"late": 3}).recount.value == -20
    assert check(portfolio, {"late": 3, "soon": 2}).recount.value == -60
