"""When a plan meets its milestones, and which of its initiatives it needs for them."""

from __future__ import annotations

import json

import pytest

from omniprio import Disc, Discipline, Initiative, Plan, Portfolio, Synergy, plan_of
from omniprio.errors import InvalidInputError
from omniprio.io import plan_to_tables
from omniprio.portfolio import Milestone, Scenario
from omniprio.report import report_html

ROWS = Discipline(id="A", levels=2), Discipline(id="X", levels=3, order="any")
PORTFOLIO = Portfolio(
    horizon={"periods": 4, "start": "2027-01-01"},
    disc=Disc(disciplines=ROWS, start_level=0),
    initiatives=[
        Initiative(id="web", duration=2, advances={"A1": 1.0}),
        Initiative(id="app", advances={"A2": 0.6, "X1": 1.0}),
        Initiative(id="crm", advances={"A2": 0.6}),
        Initiative(id="shop", advances={"X3": 1.0}),
    ],
    milestones=[
        Milestone(id="begun", by=4, fields={"A2": 0.5}),
        Milestone(id="visit", title={"en": "The visit", "da": "Besøget"}, by=3, scenario="visit"),
        Milestone(id="two", by=4, levels={"X": 2}),
        Milestone(id="near", by=4, distance=0.5, complete=("web",)),
        Milestone(id="free", by=1, fields={"X2": 0.0}),
    ],
    scenarios=[Scenario(id="visit", fields=("A2",))],
)
PLAN = plan_of(PORTFOLIO, {"web": 1, "app": 1, "crm": 3, "shop": 4})


def test_each_milestone_is_met_first_where_all_it_asks_for_holds() -> None:
    # A2 is 0.6 at the end of 1; A1 is there at the end of 2 and A2 at the end of 3; X1 at the end of 1, X3 of 4;
    # (5 - 1 - 0.6 - 1) / 5 = 0.48 at the end of 2
    met = {one.id: (one.by, one.met, one.met_label) for one in PLAN.milestones}
    assert met == {
        "begun": (4, 1, "2027 Q1"),
        "visit": (3, 3, "2027 Q3"),
        "two": (4, 4, "2027 Q4"),
        "near": (4, 2, "2027 Q2"),
        "free": (1, 0, "start"),
    }


def test_an_initiative_says_which_milestones_need_it() -> None:
    # A2 has 0.5 without app or without crm; of X1 and X3 each is needed; without crm (5 - 1 - 1 - 0.6 - 1) / 5 = 0.28
    meets = {one.id: one.why.meets for one in PLAN.schedule}
    assert meets == {"web": ("visit", "near"), "app": ("visit", "two"), "crm": ("visit",), "shop": ("two",)}
    assert "is needed for milestone visit and milestone near" in PLAN.schedule[0].reason


def test_what_a_synergy_takes_again_later_was_met_all_the_same() -> None:
    # web and app together take 0.5 from A1 at the end of 2
    given = PORTFOLIO.model_copy(
        update={
            "milestones": [Milestone(id="begun", by=1, fields={"A1": 1.0})],
            "initiatives": [Initiative(id="web", advances={"A1": 1.0}), Initiative(id="app")],
            "synergies": [Synergy(id="clash", of=("web", "app"), advances={"A1": -0.5})],
        }
    )
    plan = plan_of(given, {"web": 1, "app": 2})
    assert [(one.id, one.met) for one in plan.milestones] == [("begun", 1)]
    assert plan.schedule[0].why.meets == ("begun",)
    assert plan.schedule[1].why.meets == ()


@pytest.mark.slow
def test_they_are_told_in_summary_tables_notebook_and_report() -> None:
    assert (
        "Milestones\n  Milestone begun, by the end of 2027 Q4\n    A2 at 0.5: met by the end of 2027 Q1."
    ) in PLAN.summary()
    assert "Milepælen Besøget, ved udgangen af 3. kvt. 2027" in PLAN.summary("da")
    assert "X2 at 0: met at the start." in PLAN.summary()
    assert plan_to_tables(PLAN)["milestones"][1] == {
        "id": "visit",
        "by": 3,
        "by_label": "2027 Q3",
        "met": 3,
        "met_label": "2027 Q3",
    }
    assert "Milestone The visit, by the end of 2027 Q3" in PLAN.html()
    assert "Milestone The visit, by the end of 2027 Q3" in report_html(PLAN)


def test_they_are_part_of_the_document_and_must_follow_from_the_schedule() -> None:
    data = json.loads(PLAN.to_json())
    assert Plan.from_json(json.dumps(data)).milestones == PLAN.milestones
    data["milestones"][0]["met"] = 2
    with pytest.raises(
        InvalidInputError, match="milestones: do not follow from the schedule; make the plan anew"
    ):
        Plan.from_json(json.dumps(data))
