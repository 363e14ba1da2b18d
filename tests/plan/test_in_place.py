"""What a plan has in place of what there is no money for: more for the money, with the figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.random_portfolios import braked_portfolio, full_portfolio, starts_for
from judge.seeds import slow_after

from omniprio import Initiative, Portfolio, prioritise
from omniprio.goals import Closest, Fastest, MostValue, Soonest
from omniprio.language import Speaker
from omniprio.plan.facts import Shortfall
from omniprio.plan.in_place import Brought, brought, in_place_of, worths
from omniprio.plan.words import absence_sentence
from omniprio.portfolio import Synergy, window_of
from omniprio.portfolio.names import Titles

if TYPE_CHECKING:
    from omniprio.plan import Plan

# 12 of 18 levels are to go: 0.6 of D2 is 0.6/18 of the way
BEST = Initiative(id="x1", title="Best", cost=200, advances={"D2": 0.6})
GOOD = Initiative(id="x2", title="Good", cost=300, advances={"R2": 0.6})
POOR = Initiative(id="x3", title="Poor", cost=250, advances={"A2": 0.3})


def plan() -> Plan:
    portfolio = Portfolio(horizon=1, currency="kDKK", budget=600, initiatives=[BEST, GOOD, POOR])
    return prioritise(portfolio, [Closest()])


def said(plan: Plan, name: str = "x3", language: str = "en") -> str:
    why = next(one.why for one in plan.left_out if one.id == name)
    return absence_sentence(why, Speaker(language, Titles(plan.portfolio)))


def test_it_is_what_makes_room_and_brings_least_for_the_money() -> None:
    # Best for 200 and Good for 300 leave 100 of 600. Either makes room for 250; Best brings 0.6/18 for 200, Good for 300.
    found = plan()
    assert found.starts == {"x1": 1, "x2": 1}
    in_place = found.left_out[0].why.in_place
    assert in_place is not None
    assert (in_place.id, in_place.takes) == ("x2", 300)
    assert in_place.brings == pytest.approx(0.6 / 18)
    assert in_place.instead_of == pytest.approx(0.3 / 18)
    assert said(found).split(": ", 1)[1] == (
        "it would take at least 250 kDKK of the main budget, which has 100 kDKK left; “Good” is in the plan in its place"
        " and brings more for the money: 0.0333 for 300 kDKK, against 0.0167 at most for 250 kDKK."
    )
    assert said(found, language="da").endswith(
        "»Good« er med i stedet og giver mere for pengene: 0,0333 for 300 kDKK mod højst 0,0167 for 250 kDKK."
    )


def test_what_brings_more_where_it_starts_later_is_counted_with_that() -> None:
    # after Best, so from period 2 on, Poor brings 0.3 + 0.19 of A2: 0.49/18 for 250, and Good 0.6/18 for 300
    joint = Synergy(id="joint", of=("x1", "x3"), when="in order", advances={"A2": 0.19})
    portfolio = Portfolio(horizon=2, budget=500, initiatives=[BEST, GOOD, POOR], synergies=[joint])
    found = prioritise(portfolio, [Closest()])
    assert set(found.starts) == {"x1", "x2"}
    in_place = found.left_out[0].why.in_place
    assert in_place is not None
    assert in_place.id == "x2"
    assert in_place.instead_of == pytest.approx(0.49 / 18)


def test_what_is_decided_or_needed_by_others_could_not_make_room() -> None:
    # with Good decided, and Best needed by what it unlocks (free of charge), nothing could go by itself
    after = Initiative(id="x4", advances={"M2": 0.1}, requires=["x1"], earliest_start=1)
    portfolio = Portfolio(
        horizon=2,
        currency="kDKK",
        budget=600,
        initiatives=[BEST, GOOD.model_copy(update={"decision": "must"}), POOR, after],
    )
    found = prioritise(portfolio, [Closest()])
    assert set(found.starts) == {"x1", "x2", "x4"}
    assert found.left_out[0].why.in_place is None


def test_nothing_is_said_where_it_would_bring_more_for_the_money() -> None:
    # 0.6 for 300 is less for the money than 0.5 for 200, and still more of D2 and R2 than that: 400 pay for one of them
    one = Initiative(id="x1", cost=300, advances={"D2": 0.6})
    other = Initiative(id="x2", cost=200, advances={"R2": 0.5})
    found = prioritise(Portfolio(horizon=1, budget=400, initiatives=[one, other]), [Closest()])
    assert found.starts == {"x1": 1}
    assert found.left_out[0].why.why == "money"
    assert found.left_out[0].why.in_place is None


def test_in_money_it_is_told_in_money() -> None:
    one = Initiative(id="x1", title="Shop", cost=100, benefit=180)  # brings 80 for 100
    other = Initiative(id="x2", title="App", cost=100, benefit=130)  # would bring 30 for 100
    found = prioritise(
        Portfolio(horizon=1, currency="kDKK", budget=150, initiatives=[one, other]), [MostValue()]
    )
    assert said(found, "x2").endswith(
        "“Shop” is in the plan in its place and brings more for the money: 80 kDKK for 100 kDKK, against 30 kDKK at most for"
        " 100 kDKK."
    )


def test_where_the_goal_is_to_be_there_soon_nothing_is_said() -> None:
    found = plan()
    assert brought("money", found.portfolio, found.starts, [Soonest()]) == []
    assert [one.name for one in brought("money", found.portfolio, found.starts, [Closest()])] == ["x1", "x2"]


@pytest.mark.parametrize("seed", slow_after(4, range(60)))
def test_what_it_would_bring_is_the_most_of_all_starts(seed: int) -> None:
    for portfolio in (full_portfolio(seed), braked_portfolio(seed)):
        starts = starts_for(portfolio, seed)
        for one in portfolio.initiatives:
            window = window_of(one, portfolio)
            if one.id in starts or not window:
                continue
            for goal in (Fastest(), Closest(), Soonest(distance=0.3)):
                now, *then = (
                    value
                    for tried in (starts, *({**starts, one.id: start} for start in window))
                    for value in worths([goal], portfolio, tried)
                )
                short = Shortfall(budget="main", takes=1, left=0)
                dear = [Brought(name="dear", gain=Fraction(1_000_000), takes=Fraction(1))]
                found = in_place_of(one, short, dear, portfolio, starts, [goal])
                assert found is not None
                assert found.instead_of == float(max(now - min(then), Fraction(0)))


@pytest.mark.parametrize(
    ("synergy", "instead"),
    [
        # Poor in period 1 keeps Best in 2 behind it: 0.3 in both periods, and 0.18 more of A2 in the last: (0.3 + 0.48)/18
        ({"of": ["x3", "x1"], "when": "in order", "advances": {"A2": 0.18}}, 0.78),
        # in period 2, with Best: (0 + 0.3 + 0.35)/18, where period 1 would give (0.3 + 0.3)/18
        ({"of": ["x3", "x1"], "when": "start together", "advances": {"A2": 0.35}}, 0.65),
        # Good, which it also asks for, is left out: 0.3 in both periods
        ({"of": ["x1", "x2", "x3"], "when": "in order", "advances": {"A2": 0.7}}, 0.6),
    ],
)
def test_a_pair_that_counts_in_order_is_looked_at_for_its_first_member_too(
    synergy: dict[str, object], instead: float
) -> None:
    portfolio = Portfolio(
        horizon=2,
        initiatives=[BEST, GOOD, POOR],
        synergies=[Synergy.model_validate({"id": "joint", **synergy})],
    )
    short = Shortfall(budget="main", takes=1, left=0)
    dear = [Brought(name="dear", gain=Fraction(1_000_000), takes=Fraction(1))]
    found = in_place_of(POOR, short, dear, portfolio, {"x1": 2}, [Fastest()])
    assert found is not None
    assert found.instead_of == pytest.approx(instead / 18 / 2)
