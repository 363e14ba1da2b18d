"""From when a scenario works: all its fields and the rings outside them are reached, up to the horizon."""

from __future__ import annotations

from datetime import date

import pytest

from omniprio.answers.standing import Scenario, Scenarios, example_scenarios, scenario_periods
from omniprio.catalogue import long_portfolio, ten_portfolio
from omniprio.disc import Disc, Discipline, shipped_disc
from omniprio.errors import InvalidInputError
from omniprio.plan import plan_of
from omniprio.portfolio import Horizon, Initiative, Portfolio, Synergy

DISC = Disc(
    disciplines=[
        Discipline(id="R", levels=3),
        Discipline(id="D", levels=2),
        Discipline(id="K", levels=2, order="any"),
    ]
)
PORTFOLIO = Portfolio(
    horizon=4,
    disc=DISC,
    initiatives=[
        Initiative(id="inner", advances={"R3": 1.0}),
        Initiative(id="outer", advances={"R2": 1.0}, duration=2),
        Initiative(id="data", advances={"D2": 0.6}),
        Initiative(id="more", advances={"D2": 0.4}),
        Initiative(id="list", advances={"K2": 1.0}),
    ],
    start={"K": 0},
)
PLAN = plan_of(PORTFOLIO, {"inner": 1, "outer": 1, "data": 3, "more": 4, "list": 3})


def works(*fields: str) -> int | None:
    return scenario_periods(PLAN, [Scenario(id="s", fields=fields)]).periods["s"]


@pytest.mark.parametrize(
    ("fields", "period"),
    [
        (("R1",), 0),  # reached at the start
        (("R3",), 2),  # done in 1, but counts once R2 is done in 2
        (("D2",), 4),  # 0.6 in 3, 0.6 + 0.4 = 1 in 4
        (("R3", "D2"), 4),
        (("K2",), 3),  # a checklist: K1 is not needed
        (("K1",), None),
        (("R1", "K1"), None),
    ],
)
def test_a_scenario_works_once_all_fields_and_outer_rings_are_reached(
    fields: tuple[str, ...], period: int | None
) -> None:
    assert works(*fields) == period


def test_what_is_in_the_way_is_named_outer_rings_too() -> None:
    plan = plan_of(PORTFOLIO, {"inner": 1, "data": 3})
    (row,) = scenario_periods(plan, [Scenario(id="s", fields=["D2", "R3"])]).rows
    assert row.needs == ("R1", "R2", "R3", "D1", "D2")
    assert (row.period, row.label, row.in_the_way) == (None, "", ("R2", "D2"))


def test_what_a_negative_synergy_undoes_does_not_count() -> None:
    undone = Synergy(id="clash", of=["inner", "data"], advances={"R3": -0.5})
    portfolio = Portfolio.model_validate(PORTFOLIO.model_dump() | {"synergies": [undone]})
    plan = plan_of(portfolio, {"inner": 1, "outer": 1, "data": 3})  # R3: 1 in 1 and 2, 0.5 from 3 on
    (row,) = scenario_periods(plan, [Scenario(id="s", fields=["R3"])]).rows
    assert (row.period, row.in_the_way) == (None, ("R3",))


def test_the_table_names_the_period_as_the_calendar_does() -> None:
    horizon = Horizon(periods=4, unit="quarter", start=date(2027, 1, 1))
    portfolio = Portfolio.model_validate(PORTFOLIO.model_dump() | {"horizon": horizon})
    plan = plan_of(portfolio, {"inner": 1, "outer": 1})
    scenarios = [
        Scenario(id="now", fields=["R1"]),
        Scenario(id="soon", title="Known everywhere", fields=["R3"]),
        Scenario(id="not", fields=["D2", "K1"]),
    ]
    assert str(scenario_periods(plan, scenarios)).splitlines() == [
        "scenario          works from  in the way",
        "now               start",
        "Known everywhere  2027 Q2",
        "not               never       D2, K1",
    ]


def test_wrong_scenarios_are_refused() -> None:
    scenarios = [Scenario(id="s", fields=["R9"]), Scenario(id="s", fields=["R1"])]
    with pytest.raises(InvalidInputError) as caught:
        scenario_periods(PLAN, scenarios)
    assert [str(fault) for fault in caught.value.faults] == [
        "scenarios[s].id: is given 2 times; give each its own id",
        "scenarios[s].fields: R9 is no field of the disc; use one of R1, R2, R3, D1, D2, K1, K2",
    ]
    with pytest.raises(InvalidInputError, match=r"scenarios\[s\]\.fields: has 0 entries"):
        Scenarios.from_json('{"scenarios": [{"id": "s", "fields": []}]}')


def test_the_shipped_scenarios_fit_the_disc_and_say_what_is_ours() -> None:
    scenarios = example_scenarios()
    assert [scenario.id for scenario in scenarios] == [
        "basket-in-store",
        "email-after-purchase",
        "service-knows-emails",
    ]
    for scenario in scenarios:
        assert set(scenario.fields) <= set(shipped_disc().fields)
        assert "judgement" in scenario.provenance
        for text in (scenario.title, scenario.description):
            assert isinstance(text, dict)
            assert set(text) == {"da", "en"}


def test_the_call_centre_knows_the_emails_only_once_service_has_the_profile() -> None:
    # C3: personalise 0.6 + service-profile 0.6; nothing else advances it, in the ten or in the longer list
    for portfolio in (ten_portfolio(budget=100_000), long_portfolio(budget=100_000)):
        without = plan_of(portfolio, earliest(portfolio, leave_out="service-profile"))
        whole = plan_of(portfolio, earliest(portfolio))
        assert scenario_periods(without, example_scenarios()).periods["service-knows-emails"] is None
        finish = next(one.finish for one in whole.schedule if one.id == "service-profile")
        assert scenario_periods(whole, example_scenarios()).periods["service-knows-emails"] == finish == 6


def earliest(portfolio: Portfolio, leave_out: str = "") -> dict[str, int]:
    """Return every initiative as early as what it waits for allows, money set aside."""
    # identify takes 2 quarters, personalise 3 after it, predict 2 after that, shared-targets 1
    waits = {
        "personalise": 3,
        "identify-in-store": 3,
        "collect-everywhere": 3,
        "service-profile": 6,
        "segments": 2,
    }
    waits |= {
        "predict": 6,
        "customer-value": 6,
        "expected-effects": 8,
        "customer-teams": 2,
        "customer-bonus": 7,
    }
    return {name: waits.get(name, 1) for name in portfolio.by_id if name != leave_out}
