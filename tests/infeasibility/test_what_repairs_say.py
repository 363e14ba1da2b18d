"""What repairs say of amounts: in which periods, and in what."""

from __future__ import annotations

from typing import Any

import pytest

from omniprio.answers.changes import value_of_change
from omniprio.checker import check
from omniprio.goals import LeastCost
from omniprio.infeasibility import explain_infeasible
from omniprio.infeasibility.change_words import change_fact, repair_facts
from omniprio.infeasibility.changing import Change
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


def test_a_share_of_many_decimals_is_halved_and_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    # a must be done for 40; with b for 10 the group has 10 of 50, 0.2, and steps of a millionth are less than 2 ** 19
    made: list[str] = []
    begin = Change.__init__

    def counted(change: Change, **what: Any) -> None:  # noqa: ANN401
        made.append(what["kind"])
        begin(change, **what)

    monkeypatch.setattr(Change, "__init__", counted)
    given = Portfolio(
        horizon=1,
        budget=100,
        initiatives=[Initiative(id="a", cost=40, decision="must"), Initiative(id="b", cost=10)],
        groups=[Group(id="g", members=["b"], fund="money", least_share=0.500001)],
    )
    every = explain_infeasible(given, time_limit=None).repairs
    repairs = [repair for repair in every if repair.changes[0].by is not None]
    assert [(one.changes[0].kind, one.changes[0].by, one.least) for one in repairs] == [
        ("least_share", -0.300001, True)
    ]
    assert len(made) < 100


def test_what_a_change_of_a_group_would_be_worth_is_told_in_its_unit() -> None:
    web = Initiative(id="web", cost=20)
    group = Group(id="g", members=["web"], fund="money", at_least=10)
    plan = prioritise(
        Portfolio(horizon=1, currency="kDKK", budget=40, groups=[group], initiatives=[web]), [LeastCost()]
    )
    (row,) = value_of_change(plan, kinds=["group"]).rows
    assert row.sentence == "group g: at least 9 kDKK, not 10 kDKK"


def told_together(given: Portfolio, *changes: Change) -> tuple[str, str]:
    said = repair_facts(changes, given)
    both = [" ".join(map(Speaker(one, Titles(given)).say, said)) for one in ("en", "da")]
    return both[0], both[1]


def test_many_amounts_are_told_with_their_sum_and_those_alike_as_one() -> None:
    # 1.5 + 3 x 2 + 4 = 11.5
    given = Portfolio(
        horizon=6,
        currency="kDKK",
        budget=Budget(per_period=0, carry_over=False),
        capacities={"crew": 1},
        initiatives=[],
    )
    more = {1: 1.5, 2: 2, 3: 2, 4: 2, 6: 4}
    raised = [Change(kind="budget", subject=("money",), period=at, by=by) for at, by in more.items()]
    assert told_together(given, *raised) == (
        "Raise the main budget by 11.5 kDKK in all: 1.5 in period 1, 2 in each period from period 2 to period 4 and 4 in period 6.",
        "Hæv hovedbudgettet med 11,5 kDKK i alt: 1,5 i periode 1, 2 i hver periode fra periode 2 til periode 4 og 4 i periode 6.",
    )
    assert told_together(given, *raised[:2]) == (
        "Raise the main budget by 1.5 kDKK in period 1 and 2 kDKK in period 2.",
        "Hæv hovedbudgettet med 1,5 kDKK i periode 1 og 2 kDKK i periode 2.",
    )
    crew = [Change(kind="capacity", subject=("crew",), period=at, by=at) for at in (1, 2, 4)]
    assert told_together(given, *crew)[0] == (
        "Raise the capacity of crew by 7 in all: 1 in period 1, 2 in period 2 and 4 in period 4."
    )


def test_what_is_dropped_or_moved_of_one_kind_is_told_together() -> None:
    given = Portfolio(
        horizon=4,
        initiatives=[
            Initiative(id="web", decision="must", deadline=2, requires=["app"]),
            Initiative(id="app", decision="must", deadline=1, decision_reason="the board"),
            Initiative(id="lab", decision="must", requires=["app"]),
        ],
    )
    musts = [Change(kind="must", subject=(name,)) for name in ("web", "app", "lab")]
    assert told_together(given, *musts) == (
        "Drop these 3: web and lab must be done; app must be done (the board).",
        "Opgiv disse 3: web og lab skal gøres; app skal gøres (the board).",
    )
    assert told_together(given, musts[0])[0] == "Drop this: web must be done."
    required = [Change(kind="requires", subject=(name, "app")) for name in ("web", "lab")]
    moved = [Change(kind="deadline", subject=(name,), by=2) for name in ("web", "app")]
    english, danish = told_together(given, *required, *moved)
    assert english == (
        "Drop these 2: web requires app; lab requires app. "
        "Move the deadlines of web from period 2 to period 4 and app from period 1 to period 3."
    )
    assert danish == (
        "Opgiv disse 2: web forudsætter app; lab forudsætter app. "
        "Flyt fristerne for web fra periode 2 til periode 4 og app fra periode 1 til periode 3."
    )
