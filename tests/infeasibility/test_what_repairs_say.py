"""What repairs say of amounts: in which periods, and in what."""

from __future__ import annotations

import pytest

from omniprio.answers.changes import value_of_change
from omniprio.checker import check
from omniprio.goals import LeastCost
from omniprio.infeasibility import explain_infeasible
from omniprio.infeasibility.changing import Change
from omniprio.infeasibility.words import change_fact
from omniprio.language import Speaker
from omniprio.optimise import prioritise
from omniprio.portfolio import Budget, Fund, Group, Initiative, Portfolio, Window
from omniprio.portfolio.names import Titles


def told(given: Portfolio, *changes: Change) -> tuple[str, str]:
    said = change_fact(changes, given)
    return Speaker("en", Titles(given)).say(said), Speaker("da", Titles(given)).say(said)


def test_least_spending_in_all_and_in_a_window_are_told_apart() -> None:
    windows = [Window(periods=2, amount=9), Window(periods=2, amount=9, at_least=3)]
    given = Portfolio(horizon=4, budget=Budget(windows=windows, at_least=5), initiatives=[])
    lower = [Change(kind="least_spending", subject=("money",), period=at, by=-2) for at in (None, 4)]
    assert told(given, *lower) == (
        "Lower the least spending under the main budget by 2 in all periods together and 2 from period 3 to period 4.",
        "Sænk mindsteforbruget under hovedbudgettet med 2 i alle perioder tilsammen og 2 fra periode 3 til periode 4.",
    )


def test_least_spending_in_a_window_of_one_period_names_it_once() -> None:
    windows = [Window(periods=3, amount=9), Window(periods=1, amount=9, at_least=3)]
    given = Portfolio(horizon=4, budget=Budget(windows=windows), initiatives=[])
    conflict = explain_infeasible(given)
    assert [str(one) for one in conflict.demands] == ["main budget: at least 3 spent in period 4"]
    assert "hovedbudget: mindst 3 brugt i periode 4" in conflict.summary("da")
    assert check(given, {}).broken[0].message == ("main budget: 0 spent in period 4, 3 wanted: 3 too little")


@pytest.mark.parametrize(
    ("how", "kind", "by", "said", "danish"),
    [
        ({"fund": "money", "at_least": 9}, "at_least", -4, "at least 9 kDKK to at least 5 kDKK",
         "mindst 9 kDKK til mindst 5 kDKK"),
        ({"fund": "days", "at_most": 2.5}, "at_most", 1, "at most 2.5 days to at most 3.5 days",
         "højst 2,5 days til højst 3,5 days"),
        ({"score": "fit", "at_least": 9}, "at_least", -4, "at least 9 to at least 5", "mindst 9 til mindst 5"),
        ({"at_least": 2}, "at_least", -1, "at least 2 to at least 1", "mindst 2 til mindst 1"),
        ({"fund": "money", "most_share": 0.2}, "most_share", 0.3, "a share of at most 0.2 to at most 0.5",
         "en andel på højst 0,2 til højst 0,5"),
    ],
)  # fmt: skip
def test_what_a_group_is_changed_to_ask_for_is_told_in_its_unit(
    how: dict[str, object], kind: str, by: float, said: str, danish: str
) -> None:
    given = Portfolio(
        horizon=1,
        currency="kDKK",
        budget=40,
        budgets={"days": 9},
        funds={"days": Fund(unit="days", rate=0)},
        groups=[Group.model_validate({"id": "g", "members": ["web", "app"], **how})],
        initiatives=[
            Initiative(id="web", cost=5, scores={"fit": 3}),
            Initiative(id="app", costs={"days": 1}),
        ],
    )
    change = Change.model_validate({"kind": kind, "subject": ("g",), "by": by})
    assert told(given, change) == (f"Change group g from {said}.", f"Ændr gruppen g fra {danish}.")


def test_what_a_change_of_a_group_would_be_worth_is_told_in_its_unit() -> None:
    web = Initiative(id="web", cost=20)
    group = Group(id="g", members=["web"], fund="money", at_least=10)
    plan = prioritise(
        Portfolio(horizon=1, currency="kDKK", budget=40, groups=[group], initiatives=[web]), [LeastCost()]
    )
    (row,) = value_of_change(plan, kinds=["group"]).rows
    assert row.sentence == "group g: at least 9 kDKK, not 10 kDKK"
