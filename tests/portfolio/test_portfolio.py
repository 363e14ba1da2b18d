from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError
from omniprio.portfolio import (
    Benefit,
    Budget,
    Cost,
    Group,
    Horizon,
    Initiative,
    Milestone,
    Portfolio,
    Requirement,
    Synergy,
    window_of,
)

if TYPE_CHECKING:
    from pathlib import Path

TWO = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=2, order="any")])


def portfolio(**parts: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": 4, "initiatives": [], "disc": TWO, **parts})


# --- what is short is written out ----------------------------------------------------------------------------


def test_a_plain_budget_is_a_total_of_the_main_fund() -> None:
    assert portfolio(budget=2500).limits == {"money": Budget(total=2500, funds=("money",))}


def test_one_name_or_text_stands_for_a_list_of_it() -> None:
    for kind, alone in (
        (Group, {"members": "a", "owners": "IT"}),
        (Initiative, {"requires": "a", "links": "web"}),
        (Requirement, {"of": "a", "given": "b"}),
        (Budget, {"funds": "it", "owners": "IT"}),
        (Milestone, {"complete": "a"}),
        (Discipline, {"aliases": "who", "channels": "web"}),
    ):
        needed = {
            name: 1 if name in {"levels", "by"} else "x"
            for name, field in kind.model_fields.items()
            if field.is_required()
        }
        listed = {name: [one] for name, one in alone.items()}
        assert kind(**{**needed, **alone}) == kind(**{**needed, **listed})
    assert Group(id="g", tags={"kind": "bold"}).tags == {"kind": ("bold",)}
    assert Initiative(id="a", tags={"kind": "a, b"}).tags == {"kind": ("a, b",)}
    assert Synergy(id="s", of="a", needs={"D2": 1}).of == ("a",)


def test_one_number_stands_for_each_period_and_numbers_are_exact() -> None:
    web = Initiative(
        id="web", duration=2, effort={"it": 0.1, "hr": (0.2, 0)}, advances={"D2": 0.3}, needs={"D2": 0.7}
    )
    given = Portfolio(
        horizon=3, initiatives=[web], capacities={"it": 1.1, "hr": (0.4, None, 2), "free": None}
    )
    tenth = Fraction(1, 10)
    assert given.capacity_by_period == {
        "it": (11 * tenth,) * 3,
        "hr": (4 * tenth, None, 2),
        "free": (None,) * 3,
    }
    assert web.effort_by_period == {"it": (tenth, tenth), "hr": (2 * tenth, 0)}
    assert (web.shares, web.needed_shares) == ({"D2": 3 * tenth}, {"D2": 7 * tenth})
    assert Disc(disciplines=[Discipline(id="R", levels=1, weight=0.1)]).weights == {"R": tenth}
    both = Synergy(id="both", of=("web", "app"), advances={"D2": -0.2}, cost=-0.1)
    assert (both.shares, both.price) == ({"D2": -2 * tenth}, -tenth)


def test_without_a_budget_the_main_fund_has_no_limit() -> None:
    assert portfolio().limits == {"money": Budget(funds=("money",))}


def test_budgets_limit_the_fund_of_their_name_or_those_they_name() -> None:
    given_budgets = {"it": 9, "open": None, "both": Budget(per_period=5, funds=("it", "hr"))}
    assert portfolio(budgets=given_budgets).limits == {
        "money": Budget(funds=("money",)),
        "it": Budget(total=9, funds=("it",)),
        "open": Budget(funds=("open",)),
        "both": Budget(per_period=5, funds=("it", "hr")),
    }


def test_a_budget_of_nothing_is_a_limit() -> None:
    assert portfolio(budget=0, budgets={"it": 0}).limits == {
        "money": Budget(total=0, funds=("money",)),
        "it": Budget(total=0, funds=("it",)),
    }


def test_the_start_is_by_default_the_start_level_of_the_disc() -> None:
    assert portfolio().start_fulfilment == {"R1": 1, "R2": 0, "R3": 0, "D1": 1, "D2": 0}


def test_the_start_is_a_level_or_a_fulfilment_and_exact() -> None:
    start = portfolio(start={"R": 2, "R3": 0.1, "D": 0}).start_fulfilment
    assert start == {"R1": 1, "R2": 1, "R3": Fraction(1, 10), "D1": 0, "D2": 0}


def test_a_field_may_start_below_the_default_level() -> None:
    assert portfolio(start={"R1": 0.4}).start_fulfilment["R1"] == Fraction(2, 5)


def test_the_ambition_is_by_default_the_centre() -> None:
    assert portfolio(ambition={"R": 0}).ambitions == {"R": 0, "D": 2}


def test_the_horizon_is_a_number_or_a_calendar() -> None:
    assert portfolio().periods == 4
    calendar = Horizon(periods=6, unit="month", start=date(2027, 1, 1))
    assert portfolio(horizon=calendar).calendar == calendar
    assert portfolio(horizon=calendar).periods == 6


def test_initiatives_are_found_by_id_in_the_order_given() -> None:
    given_initiatives = [Initiative(id="b"), Initiative(id="a")]
    assert portfolio(initiatives=given_initiatives).by_id == {
        "b": given_initiatives[0],
        "a": given_initiatives[1],
    }
    assert list(portfolio(initiatives=given_initiatives).by_id) == ["b", "a"]


def test_costs_by_fund_start_with_the_main_one_where_there_is_any() -> None:
    assert Initiative(id="a").costs_by_fund == {}
    costs = Initiative(id="a", cost=5, costs={"it": Cost(amount=3, spread="start")}).costs_by_fund
    assert costs == {"money": Cost(amount=5), "it": Cost(amount=3, spread="start")}
    assert list(costs) == ["money", "it"]


def test_plain_requirements_are_written_out() -> None:
    any_of = Requirement(of=("b", "c"), match="any")
    assert Initiative(id="a", requires=("b", any_of)).requirements == (Requirement(of=("b",)), any_of)


def test_a_plain_benefit_is_earned_in_each_period() -> None:
    assert Initiative(id="a", benefit=-5).earnings == Benefit(per_period=-5)
    assert Initiative(id="a", benefit=Benefit(profile=(1, 2))).earnings == Benefit(profile=(1, 2))


def test_an_initiative_is_called_by_its_title_or_its_id() -> None:
    assert Initiative(id="a").name() == "a"
    assert Initiative(id="a", title={"da": "net"}).name("da") == "net"


@pytest.mark.parametrize(
    ("dates", "window"),
    [
        ({}, range(1, 5)),
        ({"duration": 2}, range(1, 4)),  # the last start is 4 - 2 + 1 = 3
        ({"duration": 4}, range(1, 2)),
        ({"duration": 5}, range(0)),
        ({"earliest_start": 2, "latest_start": 3}, range(2, 4)),
        ({"duration": 2, "deadline": 3}, range(1, 3)),  # 3 - 2 + 1 = 2
        ({"deadline": 9}, range(1, 5)),
        ({"fixed_start": 3}, range(3, 4)),
        ({"fixed_start": 3, "latest_start": 2}, range(0)),
        ({"fixed_start": 9}, range(0)),
    ],
)
def test_the_window_of_an_initiative(dates: dict[str, int], window: range) -> None:
    initiative = Initiative.model_validate({"id": "a", **dates})
    assert list(window_of(initiative, Portfolio(horizon=4, initiatives=[]))) == list(window)


# --- what cannot be changed ----------------------------------------------------------------------------------


def test_a_portfolio_is_frozen() -> None:
    one = portfolio(initiatives=[Initiative(id="a")])
    with pytest.raises(ValidationError, match="frozen"):
        one.horizon = 5  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        one.initiatives[0].duration = 2  # type: ignore[misc]


def test_defaults_are_not_shared() -> None:
    assert Initiative(id="a").advances is not Initiative(id="b").advances


def test_the_data_given_are_not_changed_when_they_are_refused() -> None:
    data = {"horizon": 0, "initiatives": [{"cost": -1, "requires": ["b", 3]}], "start": {"R": "x"}}
    before = json.dumps(data)
    with pytest.raises(InvalidInputError):
        Portfolio.model_validate(data)
    assert json.dumps(data) == before


# --- files ---------------------------------------------------------------------------------------------------


def test_json_holds_the_format_and_what_is_not_as_by_default_in_the_order_of_the_model() -> None:
    one = Portfolio(budget=2500, initiatives=[Initiative(duration=2, id="å", cost=7)], horizon=4)
    assert json.loads(one.to_json()) == {
        "format": "omniprio-portfolio/1",
        "horizon": 4,
        "initiatives": [{"id": "å", "duration": 2, "cost": 7.0}],
        "budget": 2500.0,
    }
    assert list(json.loads(one.to_json())) == ["format", "horizon", "initiatives", "budget"]
    assert '"å"' in one.to_json()


def test_a_file_is_read_back(tmp_path: Path) -> None:
    one = portfolio(initiatives=[Initiative(id="å")])
    file = tmp_path / "portfolio.json"
    file.write_text(one.to_json(), encoding="utf-8")
    assert Portfolio.from_file(file) == one


def test_the_schema_of_the_format_is_there_for_others() -> None:
    schema = Portfolio.model_json_schema()
    json.dumps(schema, allow_nan=False)
    assert set(schema["required"]) == {"horizon", "initiatives"}
    assert set(schema["properties"]) == set(Portfolio.model_fields)
    assert schema["additionalProperties"] is False
    assert {"Initiative", "Cost", "Budget", "Requirement", "Horizon"} <= set(schema["$defs"])


# --- random portfolios ---------------------------------------------------------------------------------------

FIELDS = tuple(TWO.fields)
AMOUNTS = st.floats(0, 1e9)  # with all that four initiatives can cost and earn in five periods: below 1e12
MONEY = st.floats(-1e9, 1e9)
SHARES = st.decimals(0, 1, places=9).map(float)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
NAMED = TEXTS | st.dictionaries(st.sampled_from(["en", "da"]), TEXTS)


def shares(low: int = 0) -> st.SearchStrategy[dict[str, float]]:
    return st.dictionaries(st.sampled_from(FIELDS), st.decimals(low, 1, places=9).map(float), max_size=3)


@st.composite
def initiatives(draw: st.DrawFn, name: str, earlier: list[str]) -> Initiative:
    duration = draw(st.integers(1, 3))
    profile = st.lists(AMOUNTS, min_size=duration, max_size=duration).map(tuple)
    spread = st.sampled_from(["even", "start", "completion"])
    cost = st.builds(Cost, amount=AMOUNTS, spread=spread, running=AMOUNTS) | st.builds(
        Cost, profile=profile, running=AMOUNTS
    )
    one = st.sampled_from(earlier) if earlier else st.nothing()
    several = st.builds(
        Requirement,
        of=st.lists(one, min_size=1, max_size=3, unique=True).map(tuple),
        match=st.sampled_from(["all", "any"]),
        kind=st.sampled_from(["finish to start", "start to start"]),
        lag=st.integers(0, 2),
    )
    requires = st.tuples() | st.tuples(one) | st.tuples(several) if earlier else st.tuples()
    benefit = (
        MONEY
        | st.builds(Benefit, profile=st.lists(MONEY, min_size=1, max_size=4).map(tuple))
        | st.builds(Benefit)
    )
    return Initiative(
        id=name,
        title=draw(NAMED),
        duration=duration,
        cost=draw(AMOUNTS | cost),
        costs=draw(st.dictionaries(st.just("it"), AMOUNTS | cost)),
        advances=draw(shares()),
        benefit=draw(benefit),
        requires=draw(requires),
        needs=draw(shares()),
        effort=draw(st.dictionaries(st.just("devs"), AMOUNTS | profile)),
        earliest_start=draw(st.none() | st.integers(1, 9)),
        fixed_start=draw(st.none() | st.integers(1, 9)),
        decision=draw(st.sampled_from(["free", "never"])),
        tags=draw(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=2).map(tuple), max_size=1)),
    )


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    names = [f"i{number}" for number in range(draw(st.integers(0, 4)))]
    periods = draw(st.integers(1, 5))
    units = st.sampled_from(["week", "month", "quarter", "year"])
    calendars = st.builds(
        Horizon, periods=st.just(periods), unit=units, start=st.none() | st.dates(max_value=date(9000, 1, 1))
    )
    capacity = (
        st.none() | AMOUNTS | st.lists(st.none() | AMOUNTS, min_size=periods, max_size=periods).map(tuple)
    )
    budget = (
        st.none()
        | AMOUNTS
        | st.builds(Budget, total=AMOUNTS)
        | st.builds(Budget, per_period=capacity, carry_over=st.booleans())
    )
    several = (
        st.lists(st.sampled_from(names), min_size=2, unique=True).map(tuple)
        if len(names) > 1
        else st.nothing()
    )
    synergy = st.builds(Synergy, id=st.just("s"), of=several, advances=shares(-1), benefit=MONEY, cost=MONEY)
    group = st.builds(Group, id=st.just("g"), members=several, at_most=st.none() | st.integers(0, 5))
    return Portfolio(
        name=draw(TEXTS),
        horizon=draw(st.just(periods) | calendars),
        initiatives=tuple(draw(initiatives(name, names[:place])) for place, name in enumerate(names)),
        disc=TWO,
        start=draw(st.dictionaries(st.sampled_from(["R2", "R3", "D2"]), SHARES)),
        ambition=draw(st.dictionaries(st.sampled_from(["R", "D"]), st.integers(0, 2))),
        credit=draw(st.sampled_from(["partial", "full"])),
        budget=draw(budget),
        budgets={"it": draw(budget)},
        capacities={"devs": draw(capacity)},
        groups=draw(st.tuples() | st.tuples(group)) if len(names) > 1 else (),
        synergies=draw(st.tuples() | st.tuples(synergy)) if len(names) > 1 else (),
        discount_rate=draw(st.floats(0, 10)),
        title=draw(NAMED),
    )


@pytest.mark.slow
@settings(max_examples=100)
@given(portfolios())
def test_json_is_read_back_to_an_equal_portfolio(one: Portfolio) -> None:
    again = Portfolio.from_json(one.to_json())
    assert again == one
    assert again.to_json() == one.to_json()
    assert Portfolio.from_json(one.to_json().encode()) == one


@pytest.mark.slow
@settings(max_examples=50)
@given(portfolios())
def test_all_that_is_derived_can_be_read(one: Portfolio) -> None:
    assert one.calendar.periods == one.periods
    assert set(one.start_fulfilment) == set(FIELDS)
    assert all(0 <= share <= 1 for share in one.start_fulfilment.values())
    assert set(one.ambitions) == {"R", "D"}
    assert next(iter(one.limits)) == "money"
    for initiative in one.initiatives:
        assert len(initiative.requirements) == len(initiative.requires)
        assert set(initiative.costs_by_fund) <= {"money", "it"}
        assert all(1 <= start <= one.periods for start in window_of(initiative, one))
