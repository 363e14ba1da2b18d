"""The stop rule: what a plan earns and costs, what is left out for bringing too little, and where the next step does."""

from __future__ import annotations

import json

import numpy as np
import pytest

from omniprio import Fastest, Initiative, MostValue, Portfolio, plots, prioritise
from omniprio.answers import frontier
from omniprio.disc import Disc, Discipline
from omniprio.documents import to_json
from omniprio.errors import InvalidInputError
from omniprio.goals import LeastCost
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import Cost, Synergy

DISC = Disc(disciplines=(Discipline(id="R", levels=2), Discipline(id="D", levels=2)), start_level=1)
# over four periods: web 4 * 20 - 50 = 30, app 4 * 10 - 60 = -20, shop 3 * 8 - 40 = -16
WEB = Initiative(id="web", cost=Cost(amount=50, spread="start"), benefit=20, advances={"R2": 1})
APP = Initiative(id="app", cost=60, benefit=10, advances={"D2": 0.5})
SHOP = Initiative(id="shop", cost=40, benefit=8, duration=2, advances={"D2": 0.5})
PORTFOLIO = Portfolio(horizon=4, disc=DISC, initiatives=(WEB, APP, SHOP), currency="kDKK")


def test_what_a_plan_earns_and_costs() -> None:
    both = Synergy(id="both", of=("web", "shop"), benefit=3, cost=2)
    cash = plan_of(PORTFOLIO.model_copy(update={"synergies": (both,)}), {"web": 1, "shop": 1}).cash
    assert cash is not None
    # web 20 in each; shop 8 and both 3 from 2 on
    assert [one.income for one in cash.periods] == [20, 31, 31, 31]
    assert [one.cost for one in cash.periods] == [50 + 20, 20 + 2, 0, 0]
    assert [one.cash for one in cash.periods] == [-50, -41, -10, 21]
    assert (cash.income, cash.cost, cash.net_present_value, cash.payback) == (113, 92, 21, 4)
    parts = {one.id: (one.kind, one.income, one.cost, one.present_value, one.payback) for one in cash.parts}
    assert parts == {
        "web": ("initiative", 80, 50, 30, 3),  # -30, -10, 10
        "shop": ("initiative", 24, 40, -16, None),
        "both": ("synergy", 9, 2, 7, 2),
    }
    assert cash.parts[1].by_period == (-20, 8 - 20, 8, 8)


def test_it_is_told_in_json_and_checked() -> None:
    plan = plan_of(PORTFOLIO, {"web": 1})
    data = json.loads(plan.to_json())
    assert data["cash"]["periods"][3] == {"period": 4, "label": "4", "income": 20, "cost": 0, "cash": 30}
    assert Plan.from_json(plan.to_json()) == plan
    data["cash"]["income"] = 81
    with pytest.raises(InvalidInputError, match="cash"):
        Plan.from_json(json.dumps(data))
    del data["cash"]  # as it was written before there was any
    assert Plan.from_json(json.dumps(data)).cash == plan.cash


def test_nothing_is_told_where_nothing_earns() -> None:
    assert plan_of(Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=3)]), {"web": 1}).cash is None


def test_what_brings_too_little_is_told_exactly() -> None:
    plan = prioritise(PORTFOLIO, [MostValue()])
    assert {one.id: one.why.loss for one in plan.left_out} == {"app": 20, "shop": 16}
    assert plan.left_out[0].reason.endswith("it costs 20 kDKK more than it brings.")
    assert "det koster 20 kDKK mere, end det giver" in plan.summary("da")


def test_it_is_not_told_where_that_is_not_the_reason() -> None:
    tight = PORTFOLIO.model_copy(update={"budget": 10.0})
    assert [one.why.loss for one in prioritise(tight, [MostValue()]).left_out if one.id == "web"] == [None]
    assert [one.why.loss for one in prioritise(PORTFOLIO, [LeastCost()]).left_out] == [None] * 3


def test_the_point_at_which_the_next_step_costs_more_than_it_brings() -> None:
    found = frontier(PORTFOLIO, [Fastest()])
    # nothing, shop -16, web 30, web and shop 14, web and app 10, all -6
    assert [(int(point.amount), int(point.value)) for point in found.points] == [
        (0, 0),
        (40, -16),
        (50, 30),
        (90, 14),
        (110, 10),
        (150, -6),
    ]
    assert found.stop == 2
    assert json.loads(to_json("frontier", found))["stop"] == 2
    words = (
        "The most money comes with 50 kDKK: net present value 30 kDKK, counted to the end of period 4. "
        "The next step, to 90 kDKK, costs 16 kDKK more than it brings."
    )
    assert words in str(found)
    assert "With 50 kDKK the next step, to 90 kDKK, costs more than it brings." in plots.describe_frontier(
        found
    )
    assert "Ved 50 kDKK koster næste skridt, til 90 kDKK, mere, end det giver." in plots.describe_frontier(
        found, language="da"
    )
    rings = [one for one in plots.frontier(found).lines if one.get_markersize() == 11]
    (ring,) = rings
    assert np.asarray(ring.get_xydata()).tolist() == [[50.0, float(found.points[2].values[0] or 0)]]


def test_there_is_no_such_point_where_nothing_earns() -> None:
    free = [one.model_copy(update={"benefit": 0.0}) for one in PORTFOLIO.initiatives]
    assert frontier(PORTFOLIO.model_copy(update={"initiatives": free}), [Fastest()]).stop is None
