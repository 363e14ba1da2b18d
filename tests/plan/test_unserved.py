"""A goal that nothing in the portfolio can serve is told."""

from __future__ import annotations

import json

import pytest

from omniprio import (
    Benefit,
    Closest,
    Fastest,
    Initiative,
    LeastCost,
    MostValue,
    Portfolio,
    Synergy,
    prioritise,
)
from omniprio.errors import InvalidInputError
from omniprio.plan import Plan
from omniprio.plan.quality import serves_nobody
from omniprio.report import report_html

IDLE = Initiative(id="idle", cost=10)
MOVES = Initiative(id="moves", advances={"D2": 0.5})
EARNS = Initiative(id="earns", benefit=Benefit(profile=[0, 5]))
SAVES = Synergy(id="saves", of=["idle", "moves"], cost=-1.0)


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 2, "initiatives": initiatives, **more})


def test_what_serves_a_goal() -> None:
    assert serves_nobody(MostValue(), portfolio(IDLE, MOVES))
    assert not serves_nobody(MostValue(), portfolio(IDLE, EARNS))
    assert not serves_nobody(MostValue(), portfolio(IDLE, MOVES, synergies=[SAVES]))
    assert serves_nobody(Fastest(), portfolio(IDLE, EARNS))
    assert not serves_nobody(Closest(), portfolio(IDLE, MOVES))
    assert not serves_nobody(LeastCost(), portfolio(IDLE))


@pytest.mark.slow
def test_the_plan_says_so_in_both_languages() -> None:
    plan = prioritise(portfolio(IDLE, MOVES), ["most value", "fastest"])
    assert plan.unserved == (MostValue(),)
    said = "Nothing in the portfolio earns anything, so no plan is better at the goal most value than doing nothing."
    assert said in " ".join(str(plan).split())
    pytest.importorskip("matplotlib")
    assert "Nothing in the portfolio earns anything" in report_html(plan)
    assert "Intet i porteføljen tjener noget ind" in report_html(plan, language="da")


def test_the_document_of_a_plan_says_so_and_is_not_believed() -> None:
    plan = prioritise(portfolio(IDLE, MOVES), ["most value", "fastest"])
    document = json.loads(plan.to_json())
    assert document["unserved"] == [{"kind": "most value", "slack": 0.0}]
    for stated in ([], [{"kind": "fastest"}]):
        with pytest.raises(InvalidInputError) as caught:
            Plan.from_json(json.dumps({**document, "unserved": stated}))
        assert [fault.path for fault in caught.value.faults] == ["unserved"]


def test_a_document_from_before_says_nothing_of_it_and_is_read() -> None:
    plan = prioritise(portfolio(IDLE, MOVES), ["most value", "fastest"])
    before = {key: value for key, value in json.loads(plan.to_json()).items() if key != "unserved"}
    assert Plan.from_json(json.dumps(before)).to_json() == plan.to_json()
    with pytest.raises(InvalidInputError) as caught:  # and of faults in the rest no more is told
        Plan.from_json(json.dumps({**before, "stopped": "never", "goals": 3}))
    assert [fault.path for fault in caught.value.faults] == ["goals", "stopped"]


def test_where_everything_is_served_nothing_is_said() -> None:
    plan = prioritise(portfolio(MOVES, EARNS), ["fastest", "most value"])
    assert plan.unserved == ()
    assert "Nothing in the portfolio" not in str(plan)
