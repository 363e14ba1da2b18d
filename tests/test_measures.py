"""Groups that measure what is chosen of them: what plans, reasons and answers make of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import Cost, Group, Initiative, MostValue, Portfolio, plan_of, prioritise
from omniprio.answers import qualify, silos, value_of_change
from omniprio.greedy import first_schedule
from omniprio.measures import all_counted, counted, least_counted, step_of_measure
from omniprio.plan import Absence, Merit
from omniprio.report import report_html

COST = {"run1": 40, "run2": 40, "grow1": 20, "grow2": 30, "bold1": 10, "bold2": 20}
GAIN = {"run1": 100, "run2": 95, "grow1": 35, "grow2": 50, "bold1": 28, "bold2": 21}


def shop(**bold: object) -> Portfolio:
    """Six initiatives of which 100 pay for some, the bold ones a group by their owner, measured by money."""
    return Portfolio(
        horizon=1,
        budget=100,
        initiatives=[
            Initiative(
                id=name, cost=COST[name], benefit=GAIN[name], owner=name[:-1], scores={"risk": len(name) - 4}
            )
            for name in COST
        ],
        groups=[Group.model_validate({"id": "bold", "owners": ["bold"], "fund": "money", **bold})],
    )


# Without a rule run1, run2 and grow1 earn 230 - 100 = 130, and so do run1, run2 and bold1 earn 223 - 90 = 133.
@pytest.mark.parametrize(
    ("bold", "chosen", "value"),
    [
        ({}, {"run1", "run2", "bold1"}, 133),
        ({"at_least": 20}, {"run1", "run2", "bold2"}, 116),  # 216 - 100; with bold1 too only one run is paid
        ({"least_share": 0.25}, {"run1", "grow2", "bold1", "bold2"}, 99),  # 30 of 100
        ({"most_share": 0.1}, {"run1", "run2", "grow1"}, 130),  # bold1 would be 10 of 90: too much
        ({"at_most": 9.5}, {"run1", "run2", "grow1"}, 130),
        ({"fund": None, "score": "risk", "at_most": 0}, {"run1", "run2", "grow1"}, 130),
    ],
)
def test_the_best_plan_by_hand(bold: dict[str, object], chosen: set[str], value: int) -> None:
    plan = prioritise(shop(**bold), [MostValue()])
    assert set(plan.starts) == chosen
    assert plan.goals[0].value == value
    assert plan.proven


def test_members_are_named_owned_or_tagged_each_once() -> None:
    initiatives = [
        Initiative(id="a", tags={"kind": ("new", "bold")}),
        Initiative(id="b", owner="north", tags={"kind": ("new",)}),
        Initiative(id="c", tags={"channel": ("new",)}),
        Initiative(id="d"),
    ]
    groups = [
        Group(id="g", members=["d"], owners=["north"], tags={"kind": ["new"]}),
        Group(id="h", tags={"kind": ["bold"]}),
    ]
    found = Portfolio(horizon=1, initiatives=initiatives, groups=groups).members
    assert found == {"g": ("d", "a", "b"), "h": ("a",)}


def test_what_an_initiative_counts() -> None:
    web = Initiative(id="web", duration=2, cost=Cost(profile=[5, 2.5], running=1), scores={"fit": -2})
    by_money, by_fit = (
        Group(id="g", members=["web"], fund="money"),
        Group(id="g", members=["web"], score="fit"),
    )
    app = Initiative(id="app")
    portfolio = Portfolio(horizon=5, initiatives=[web, app], groups=[by_money])
    assert counted(by_money, web, 1, portfolio) == Fraction("10.5")  # 7.5 and three periods after the second
    assert least_counted(by_money, web, portfolio) == Fraction(
        "7.5"
    )  # from 4 on it runs into the last period
    assert counted(by_fit, web, 1, portfolio) == least_counted(by_fit, web, portfolio) == -2
    assert counted(by_fit, app, 1, portfolio) == counted(by_money, app, 1, portfolio) == 0
    assert all_counted(by_money, portfolio, {"web": 3, "app": 1}, ["web", "app"]) == Fraction("8.5")
    assert step_of_measure(by_money, portfolio) == Fraction(1, 10)
    assert step_of_measure(Group(id="g", members=["web"]), portfolio) == 1


def test_a_limit_is_a_whole_number_where_it_is_one() -> None:
    group = Group(id="g", members=["a"], at_least=1.0, at_most=2)
    assert (
        group.model_dump_json(exclude_defaults=True) == '{"id":"g","members":["a"],"at_least":1,"at_most":2}'
    )
    assert Group(id="g", members=["a"], fund="money", at_most=2.5).at_most == 2.5


def test_who_is_chosen_for_a_group_and_who_has_no_room_in_one() -> None:
    plan = plan_of(shop(least_share=0.25), {"run1": 1, "bold1": 1, "bold2": 1})
    # 30 of 70; without bold1 20 of 60, which is more than a quarter; without bold2 10 of 50, which is less
    why = {one.id: one.why for one in plan.schedule}
    assert why["bold2"] == Merit(
        completes_groups=("bold",), earns=True, earned=GAIN["bold2"], scores=("risk",)
    )
    assert why["bold1"] == Merit(earns=True, earned=GAIN["bold1"], scores=("risk",))
    plan = plan_of(shop(at_most=25), {"bold1": 1})
    assert {one.id: one.why for one in plan.left_out}["bold2"] == Absence(why="rivals", rivals=("bold1",))
    plan = plan_of(shop(at_most=30), {"bold1": 1})
    assert {one.id: one.why for one in plan.left_out}["bold2"] == Absence(why="by hand")


def test_rivals_in_a_group_by_money() -> None:
    assert [one.id for one in qualify(shop(at_most=25), "bold1").rivals] == ["bold2"]
    assert [one.id for one in qualify(shop(at_most=30), "bold1").rivals] == []


def test_the_first_schedule_keeps_to_what_groups_measure() -> None:
    starts = first_schedule(shop(at_least=15, at_most=20), [MostValue()])
    assert starts is not None
    assert "bold2" in starts
    assert "bold1" not in starts


def test_an_owner_alone_is_not_asked_for_a_share_of_everything() -> None:
    found = silos(shop(least_share=0.9), [MostValue()])
    assert all(one.plan is not None for one in found.owners)


def test_what_a_looser_limit_is_worth() -> None:
    found = value_of_change(prioritise(shop(at_least=20, most_share=0.5), [MostValue()]), kinds=["group"])
    said = {str(row.sentence): [*map(int, row.gain)] for row in found.rows}
    # 18 still takes bold2; the share of 20 in 100 is far below a half
    assert said == {
        "group bold: at least 18, not 20": [0],
        "group bold: a share of at most 0.55, not 0.5": [0],
    }
    (row,) = value_of_change(prioritise(shop(at_most=9.5), [MostValue()]), kinds=["group"]).rows
    assert str(row.sentence) == "group bold: at most 10.45, not 9.5"
    assert [*map(int, row.gain)] == [3]  # bold1 in place of grow1: 133, not 130
    counting = shop(fund=None, at_least=0, at_most=1)
    (row,) = value_of_change(prioritise(counting, [MostValue()]), kinds=["group"]).rows
    assert str(row.sentence) == "group bold: at most 2, not 1"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "at least 10 in the cost in the main budget of, at least the share 0.1 of all that is chosen in the cost in the main budget for",
        ),
        (
            "da",
            "mindst 10 i omkostningen i hovedbudgettet af, mindst andelen 0,1 af alt valgt i omkostningen i hovedbudgettet for",
        ),
    ],
)
def test_the_report_says_what_groups_measure(language: str, said: str) -> None:
    plan = prioritise(shop(at_least=10, least_share=0.1), [MostValue()])
    assert said in report_html(plan, language=language)
