"""The verbs that answer questions about a plan: what they read, what they write and how they end."""

from __future__ import annotations

import io
import itertools
import json
import sys
from concurrent.futures.process import BrokenProcessPool
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Budget, Fastest, Initiative, Plan, Portfolio, Soonest, deadline, plan_of, prioritise
from omniprio.answers import robustness
from omniprio.answers.robustness import planning
from omniprio.cli import Exit, main, progress
from omniprio.documents import schema_of
from omniprio.plan import goal_result

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}),
        Initiative(id="app", cost=20, advances={"D2": 0.3}),
        Initiative(id="shop", cost=50, duration=2, advances={"R2": 0.5}, requires=["web"]),
    ],
    budget=40,
)
"""There is money for the web or the app. At the start 12 of 18 levels are missing; the web leaves 11.4, the app 11.7."""

NONE = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=30, decision="must")], budget=20)
"""What must be done costs 10 more than there is."""

DUTY = Portfolio(horizon=2, initiatives=[Initiative(id="app", cost=20, decision="must")], budget=20)
"""Doing nothing breaks the decision, so there is no plan without looking for one."""


@cache
def planned() -> Plan:
    return prioritise(SMALL)


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, object], str]:
    """Return what saves a document in the folder in which the test runs."""
    monkeypatch.chdir(tmp_path)

    def save(name: str, document: object) -> str:
        text = document.to_json() if isinstance(document, Portfolio | Plan) else json.dumps(document)
        Path(name).write_text(text, encoding="utf-8")
        return name

    save("small.json", SMALL)
    save("none.json", NONE)
    save("plan.json", planned())
    save("empty.json", {})
    save("sure.json", {"initiatives": {"app": {"cost": [11, 12]}}})
    save("duty.json", DUTY)
    return save


@pytest.fixture
def run(
    given: Callable[[str, object], str],  # noqa: ARG001  the files are there
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[str, str]]:
    """Return what runs a command, checks its exit code and returns what it wrote."""

    def ran(code: Exit, *words: str) -> tuple[str, str]:
        ended = main(words)
        out, err = capsys.readouterr()
        assert ended == code, err
        return out, err

    return ran


def answer(run: Callable[..., tuple[str, str]], *words: str, code: Exit = Exit.DONE) -> dict[str, Any]:
    """Return the document that a command writes, as its schema says."""
    found = json.loads(run(code, *words)[0])
    assert isinstance(found, dict)
    document = found["format"].removeprefix("omniprio-").removesuffix("/1")
    properties = schema_of(document)["properties"]
    assert isinstance(properties, dict)
    assert list(found) == list(properties)
    return found


# --- explain -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_is_left_out_is_explained_from_a_plan(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "explain", "plan.json", "app")

    (app,) = found["left_out"]
    assert (app["initiative"], app["open"], found["chosen"]) == ("app", [], [])
    assert app["money"]["extra"] == 10  # 30 + 20 - 40
    assert app["cost"]["by"] == 0.5  # 40 - 30 = 10 pays for half of 20
    assert app["shares"]["by"] == 0.3  # with 0.6 it does as much as the web


@pytest.mark.slow
def test_without_names_all_that_is_left_out_is_explained(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "explain", "small.json")  # planned first

    assert [one["initiative"] for one in found["left_out"]] == ["app", "shop"]
    assert Plan.from_json(json.dumps(found["plan"])).starts == {"web": 1}


@pytest.mark.slow
def test_what_is_chosen_is_explained_too(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "explain", "plan.json", "web")

    (web,) = found["chosen"]
    assert [one["id"] for one in web["without"]["plan"]["schedule"]] == ["app"]
    assert web["earlier"] is None  # it starts in period 1
    text, _ = run(Exit.DONE, "explain", "plan.json", "web", "--format", "text")
    assert text.startswith("web starts in period 1. ")
    assert "fastest: 0.6333 becomes 0.6500, worse" in text  # 11.4 / 18 and 11.7 / 18


def test_a_portfolio_without_a_plan_is_explained_by_its_conflict(
    run: Callable[..., tuple[str, str]],
) -> None:
    found = answer(run, "explain", "none.json", code=Exit.INFEASIBLE)

    assert found["plan"] is None
    assert {demand["kind"] for demand in found["conflict"]["demands"]} == {"must", "budget"}
    text, err = run(Exit.INFEASIBLE, "explain", "none.json", "--format", "text")
    assert "- Raise the main budget by 10." in text  # 30 - 20
    assert err == ""


def test_where_everything_is_chosen_there_is_nothing_to_explain(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    rich = given("rich.json", SMALL.model_copy(update={"budget": 100}))

    text, _ = run(Exit.DONE, "explain", rich, "--format", "text")
    assert text == "Nothing is left out: every initiative is in the plan.\n"


def test_what_is_not_settled_in_time_is_written_and_says_so(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "explain", "plan.json", "app", "--time-limit", "0.000001", code=Exit.NOT_PROVEN)

    assert set(found["left_out"][0]["open"]) == {"with it", "money", "finish", "shares", "cost"}
    text, _ = run(
        Exit.NOT_PROVEN, "explain", "plan.json", "web", "--time-limit", "0.000001", "--format", "text"
    )
    assert text.startswith("Not everything was settled in time; allow more time.\n")


def test_a_plan_is_not_made_in_no_time(run: Callable[..., tuple[str, str]]) -> None:
    out, err = run(Exit.NO_PLAN_FOUND, "explain", "duty.json", "--time-limit", "0.000001")
    assert out == ""
    assert "No plan was found before the time limit" in err


def test_where_there_is_no_time_doing_nothing_is_explained_as_not_proven(
    run: Callable[..., tuple[str, str]],
) -> None:
    words = ["explain", "small.json", "--time-limit", "0.000001", "--format", "text"]
    assert run(Exit.NOT_PROVEN, *words)[0].startswith(
        "The plan is not proven to be the best.\nNot everything"
    )


def test_an_unproven_plan_is_explained_with_that_said(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    result = goal_result(Fastest(), Fraction(114, 180), None)  # without a bound nothing is proven
    doubtful = given("doubtful.json", plan_of(SMALL, {"web": 1}, goals=[result], stopped="time limit"))

    text, _ = run(Exit.NOT_PROVEN, "explain", doubtful, "web", "--format", "text")
    assert text.startswith(
        "The plan is not proven to be the best.\nNot everything was settled in time; allow more time.\n\nNot settled in time: earliest finish.\nweb starts"
    )


def test_what_cannot_be_explained_is_refused(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    given("by-hand.json", plan_of(SMALL, {"app": 1}))
    given("slack.json", prioritise(SMALL, [Fastest(slack=0.1)]))

    for words, said in [
        (["plan.json", "ap"], "initiatives[ap]: is not in the portfolio; use one of web, app, shop"),
        (["plan.json", "--budget", "it"], "budgets[it]: is not in the portfolio; use one of money"),
        (["by-hand.json"], "goals: are none, so the plan is best for nothing; give a portfolio, or a plan"),
        (["slack.json"], "goals: have slack"),
    ]:
        _, err = run(Exit.BAD_INPUT, "explain", *words)
        assert said in err
        assert f"The input is {words[0]}." in err


# --- qualify -------------------------------------------------------------------------------------------------


def test_all_initiatives_are_ranked(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "qualify", "small.json")

    # per money, with what is required: 0.6 / 30 = 0.02, 0.3 / 20 = 0.015, (0.5 + 0.6) / 80 = 0.01375
    assert [(row["id"], row["rank"]) for row in found["rows"]] == [("web", 1), ("app", 2), ("shop", 3)]
    assert found["rows"][2]["together"] == pytest.approx(1.1 / 18)


def test_only_those_named_are_shown_with_their_rank_among_all(
    run: Callable[..., tuple[str, str]],
) -> None:
    found = answer(run, "qualify", "small.json", "shop", "app")

    assert [(row["id"], row["rank"]) for row in found["rows"]] == [("shop", 3), ("app", 2)]
    text, _ = run(Exit.DONE, "qualify", "small.json", "shop", "app", "--format", "text")
    assert text.startswith("shop: neither\n")
    assert "\n\napp: neither\n" in text


def test_initiatives_that_there_was_no_time_for_are_open(
    run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "now", itertools.count().__next__)  # a second whenever somebody looks
    limit = ("--time-limit", "1")
    out, _ = run(Exit.NOT_PROVEN, "qualify", "small.json", "web", *limit)
    assert (json.loads(out)["rows"], json.loads(out)["open"]) == ([], ["web", "app", "shop"])
    text, _ = run(Exit.NOT_PROVEN, "qualify", "small.json", *limit, "--format", "text")
    assert text.startswith("Not finished in time: looked at 0 of 3 initiatives")
    text, _ = run(Exit.NOT_PROVEN, "qualify", "small.json", "web", *limit, "--format", "text")
    assert text == "Not finished in time: looked at 0 of 3 initiatives, and ranks are among these.\n"


def test_what_is_in_a_plan_is_compared_with_it(run: Callable[..., tuple[str, str]]) -> None:
    run(Exit.DONE, "plan", "small.json", "-o", "plan.json")
    found = answer(run, "qualify", "plan.json")
    chosen = {row["id"]: row["against_plan"]["chosen"] for row in found["rows"]}
    assert chosen == {"web": True, "app": False, "shop": False}
    text, _ = run(Exit.DONE, "qualify", "plan.json", "--format", "text")
    assert "against the plan" in text


def test_an_unknown_initiative_cannot_be_qualified(run: Callable[..., tuple[str, str]]) -> None:
    _, err = run(Exit.BAD_INPUT, "qualify", "small.json", "wep", "--errors", "json")
    (fault,) = json.loads(err)["faults"]
    assert fault["path"] == "initiatives[wep]"
    assert "(did you mean web?)" in fault["remedy"]


# --- frontier ------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_budget_at_which_the_best_plan_changes_is_found(
    run: Callable[..., tuple[str, str]],
) -> None:
    found = answer(run, "frontier", "small.json")

    # app 20, web 30, both 30 + 20 = 50, all 50 + 50 = 100; web with shop, 80, is better than both in the end but slower
    by_budget = {
        point["amount"]: [one["id"] for one in point["plan"]["schedule"]] for point in found["points"]
    }
    assert by_budget == {0: [], 20: ["app"], 30: ["web"], 50: ["web", "app"], 100: ["web", "app", "shop"]}
    assert found["points"][2]["gain"] == pytest.approx(0.3 / 18)
    assert found["open"] == []


def test_the_range_of_budgets_can_be_cut(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "frontier", "small.json", "--least", "25", "--most", "45.5")

    assert [point["amount"] for point in found["points"]] == [25, 30]
    assert (found["least"], found["most"]) == (25, 45.5)


def test_a_search_that_stops_early_says_what_is_open(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "frontier", "small.json", "--max-points", "1", code=Exit.NOT_PROVEN)

    assert found["ended"] == "max points"
    assert found["open"] == [[0, 100]]
    run(Exit.NO_PLAN_FOUND, "frontier", "small.json", "--time-limit", "0.000001")


@pytest.mark.slow
def test_maturity_is_traded_off_against_money(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "frontier", "small.json", "--trade-off", "--goals", "closest,least-cost")

    assert [point["maturity"] for point in found["points"]] == pytest.approx([11.4 / 18, 11.7 / 18, 12 / 18])
    assert [point["money"] for point in found["points"]] == [30, 20, 0]
    stopped = answer(run, "frontier", "small.json", "--trade-off", "--max-points", "1", code=Exit.NOT_PROVEN)
    assert stopped["ended"] == "max points"


@pytest.mark.slow
def test_one_list_is_found_for_several_amounts(run: Callable[..., tuple[str, str]]) -> None:
    found = answer(run, "nested", "small.json", "20", "30", "50")

    # of 18 levels app gains 0.3 and web 0.6. App at 20 and 30, then both: 0.3 + 0.3 + 0.9; web at 30, then both: 0.6 + 0.9: the
    # same. So what they cost decides: 20 + 20 + 50 against 30 + 50
    assert [(step["budget"], step["added"]) for step in found["steps"]] == [
        (20, []),
        (30, ["web"]),
        (50, ["app"]),
    ]
    assert found["proven"]
    weighed = answer(run, "nested", "small.json", "20", "30", "--weights", "3", "1")
    assert [step["added"] for step in weighed["steps"]] == [["app"], []]
    for weights in (["1"], ["1", "0"]):
        _, err = run(Exit.USAGE, "nested", "small.json", "20", "30", "--weights", *weights)
        assert "give as many as there are amounts" in err
    _, err = run(Exit.USAGE, "nested", "small.json", "20", "--goals", "soonest")
    assert "may never be reached" in err


def starts(plan: dict[str, Any] | None) -> dict[str, int]:
    return {} if plan is None else {one["id"]: one["start"] for one in plan["schedule"]}


def test_the_gain_of_a_plan_is_shared(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    found = answer(run, "attribute", "plan.json")
    assert [(part["id"], part["gain"]) for part in found["parts"]] == [("web", 0.6 / 18)]  # of 18 levels
    given("hand.json", plan_of(SMALL, {"app": 2}))
    by_hand = answer(run, "attribute", "hand.json", "--by", "closest")
    assert [part["gain"] for part in by_hand["parts"]] == [0.3 / 18]
    _, err = run(Exit.USAGE, "attribute", "plan.json", "--goals", "closest")
    assert "--by" not in err
    assert "has goals of its own" in err


@pytest.mark.slow
def test_other_plans_are_found_that_lose_little(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    # of 18 levels the web gains 0.6, the app 0.3: it loses 0.3 / 18 = 0.0167
    found = answer(run, "alternatives", "small.json", "--loss", "0.017", "--whenever")
    assert [list(starts(one["plan"])) for one in found["plans"]] == [["web"], ["app"]]
    assert found["ended"] == "complete"
    few = answer(run, "alternatives", "plan.json", "--loss", "0.017", "--most", "1", code=Exit.NOT_PROVEN)
    assert len(few["plans"]) == 1
    assert answer(run, "alternatives", "plan.json", "--loss", "0.016", "--whenever")["ended"] == "complete"
    given("soon.json", prioritise(SMALL, [Soonest(fields={"D2": 0.6})]))
    run(Exit.BAD_INPUT, "alternatives", "soon.json", "--loss", "1")


@pytest.mark.slow
def test_what_would_help_is_ranked(run: Callable[..., tuple[str, str]]) -> None:
    asked = ["--kind", "budget", "--kind", "requires", "--money", "10"]
    found = answer(run, "value-of-change", "plan.json", *asked)
    rows = [(row["kind"], row["goals"][0]["after"]) for row in found["rows"]]
    # with 50 the web and the app are done: (12 - 0.9) / 18; without the dependency the shop still costs 50
    assert rows == [("budget", pytest.approx(11.1 / 18)), ("requires", pytest.approx(11.4 / 18))]
    every = answer(run, "value-of-change", "plan.json")
    assert {row["kind"] for row in every["rows"]} == {"horizon", "budget", "requires", "ambition"}


@pytest.mark.slow
def test_silos_split_the_budget_as_told(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    owned = zip(SMALL.initiatives, ("IT", "shops", "shops"), strict=True)
    mine = [one.model_copy(update={"owner": owner}) for one, owner in owned]
    given("owned.json", SMALL.model_copy(update={"initiatives": mine}))
    found = answer(run, "silos", "owned.json", "--split", "IT=1", "--split", "shops=1")
    # 20 for each: the web costs 30, the app 20
    assert {one["owner"]: list(starts(one["plan"])) for one in found["owners"]} == {
        "IT": [],
        "shops": ["app"],
    }
    assert list(starts(found["joint"])) == ["web"]
    run(Exit.BAD_INPUT, "silos", "owned.json", "--split", "nobody=1")
    run(Exit.BAD_INPUT, "silos", "owned.json", "--budget", "other")


def test_all_money_at_once_is_compared_with_money_by_period(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    given("phased.json", SMALL.model_copy(update={"budget": Budget(per_period=[15, 15, 10])}))
    found = answer(run, "phasing", "phased.json")
    # 15 and 15 pay for the web in period 2; with 40 at once it starts in period 1
    assert (starts(found["given"]), starts(found["best"])) == ({"web": 2}, {"web": 1})
    assert found["needed"] == [30, 30, 30]
    run(Exit.BAD_INPUT, "phasing", "phased.json", "--budget", "other")


def test_where_no_budget_is_enough_it_says_why(run: Callable[..., tuple[str, str]]) -> None:
    out, err = run(Exit.INFEASIBLE, "frontier", "none.json", "--most", "25")
    assert out == ""
    assert "- Raise the main budget by 5." in err  # 30 - 25
    run(Exit.INFEASIBLE, "frontier", "none.json", "--trade-off")
    run(Exit.DONE, "frontier", "none.json")  # 30 are enough
    run(Exit.GOAL_UNREACHABLE, "frontier", "small.json", "--goals", "soonest")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--most", "3", "--least", "4"], "argument --most: it is below --least"),
        (["--least", "-1"], "argument --least: it is -1; give a number from 0 on"),
        (["--most", "much"], "argument --most: it is much"),
        (["--most", "inf"], "argument --most: it is inf"),
        (["--max-points", "0"], "argument --max-points: it is 0; give a whole number from 1 on"),
        (["--trade-off", "--most", "4"], "argument --trade-off: it varies no budget"),
        (
            ["--capacity", "it", "--window", "2"],
            "argument --capacity: it stands beside a budget or a window; vary one of them",
        ),
        (
            ["--trade-off", "--goals", "fastest"],
            "argument --goals: it is not one goal of maturity and one of money; give one of each",
        ),
        (
            ["--goals", '[{"kind": "fastest", "slack": 0.1}]'],
            "argument --goals: it holds a goal with slack; give goals without it",
        ),
        (["--time-limit", "0"], "argument --time-limit: it is 0;"),
    ],
)
def test_nonsense_about_a_frontier_is_wrong_usage(
    words: list[str], said: str, run: Callable[..., tuple[str, str]]
) -> None:
    _, err = run(Exit.USAGE, "frontier", "small.json", *words)
    assert said in err


@pytest.mark.slow
def test_the_capacity_of_a_team_varies(run: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    web = Initiative(id="web", advances={"D2": 0.6}, effort={"crew": 3})
    app = Initiative(id="app", advances={"D2": 0.4}, effort={"crew": 2})
    crew = Portfolio(horizon=2, initiatives=[web, app], capacities={"crew": 2})
    (tmp_path / "crew.json").write_text(crew.to_json(), encoding="utf-8")
    found = answer(run, "frontier", "crew.json", "--capacity", "crew")
    assert (found["budget"], found["team"]) == ("", "crew")
    assert [(point["amount"], point["added"]) for point in found["points"]] == [
        (0, []),
        (2, ["app"]),
        (3, ["web"]),
        (5, []),  # both at once
    ]
    _, err = run(Exit.INFEASIBLE, "frontier", must_json(tmp_path, crew), "--capacity", "crew", "--most", "2")
    assert "web must be done" in err


def must_json(folder: Path, portfolio: Portfolio) -> str:
    """Write a portfolio in which web must be done, and return the name of the file."""
    web, *others = portfolio.initiatives
    must = portfolio.model_copy(
        update={"initiatives": [web.model_copy(update={"decision": "must"}), *others]}
    )
    (folder / "must.json").write_text(must.to_json(), encoding="utf-8")
    return "must.json"


def test_one_amount_of_a_budget_varies_alone(run: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    web = Initiative(id="web", cost=30, advances={"D2": 0.6})
    phased = Portfolio(horizon=2, initiatives=[web], budget=Budget(per_period=[20, 5]))
    (tmp_path / "phased.json").write_text(phased.to_json(), encoding="utf-8")
    found = answer(run, "frontier", "phased.json", "--window", "2")
    assert [(point["amount"], point["added"]) for point in found["points"]] == [(0, []), (10, ["web"])]
    _, err = run(Exit.BAD_INPUT, "frontier", "phased.json", "--window", "3")
    assert "window is 3; give at most 2" in err


def test_an_unknown_budget_cannot_be_varied(run: Callable[..., tuple[str, str]]) -> None:
    _, err = run(Exit.BAD_INPUT, "frontier", "small.json", "--budget", "it")
    assert "budget: there is no budget 'it'; use one of money" in err


# --- robust --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [[], ["--trade-off", "--goals", "fastest,most-value"]])
def test_a_plan_that_is_there_already_is_shown_however_short_the_time(
    more: list[str], run: Callable[..., tuple[str, str]]
) -> None:
    words = ["frontier", "small.json", "--plan", "plan.json", "--time-limit", "0.000001", *more]
    found = answer(run, *words, code=Exit.NOT_PROVEN)
    assert [[one["id"] for one in point["plan"]["schedule"]] for point in found["points"]][-1:] == [["web"]]


def test_a_plan_of_something_else_is_no_floor(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    other = given("other.json", prioritise(DUTY))
    _, err = run(Exit.BAD_INPUT, "frontier", "small.json", "--plan", other)
    assert "portfolio: is not the one given; give the portfolio that the plan was made of" in err
    assert "only one of portfolio, plan" in run(Exit.USAGE, "frontier", "-", "--plan", "-")[1]


@pytest.mark.slow
def test_what_holds_in_all_draws_is_found(run: Callable[..., tuple[str, str]]) -> None:
    within = answer(run, "robust", "small.json", "sure.json", "--draws", "2", "--gap", "0.5")
    assert within["planned"] == within["proven"] == 2  # within the gap asked for, which counts as proven
    found = answer(run, "robust", "small.json", "sure.json", "--draws", "4")

    # with the web, 40 - 30 = 10 is never enough for the app at 11 to 12
    chosen = {row["id"]: (row["chosen"]["count"], row["chosen"]["of"]) for row in found["initiatives"]}
    assert chosen == {"web": (4, 4), "app": (0, 4), "shop": (0, 4)}
    assert found["budgets"] == {"money": {"count": 4, "of": 4}}


@pytest.mark.slow
def test_a_plan_of_ones_own_is_looked_at(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    own = given("own.json", plan_of(SMALL, {"app": 1}))
    found = answer(run, "robust", "small.json", "sure.json", "--draws", "2", "--plan", own)

    assert [one["id"] for one in found["plan"]["schedule"]] == ["app"]
    regrets = next(one["regrets"] for one in found["candidates"] if one["starts"] == {"app": 1})
    assert regrets == pytest.approx([0.3 / 18, 0.3 / 18])  # 11.7 / 18 - 11.4 / 18 in each draw


@pytest.mark.slow
def test_what_raters_disagree_on_is_not_sure_either(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    Path("bids.csv").write_text(
        "rater,D2,R2,provenance\nIT,0.2,0.1,invented\nShops,0.8,0.1,\n", encoding="utf-8"
    )
    found = answer(run, "robust", "small.json", "empty.json", "--bids", "bids.csv", "--draws", "3")
    assert found["marks"] == ["invented"]
    given("start.json", {"start": {"D2": [0.2, 0.3]}})
    own = answer(run, "robust", "small.json", "start.json", "--bids", "bids.csv", "--draws", "3")
    assert own["marks"] == []  # what is given for the field itself stays
    Path("bids.csv").write_text("rater,D2\nIT,2\n", encoding="utf-8")
    _, err = run(Exit.BAD_INPUT, "robust", "small.json", "empty.json", "--bids", "bids.csv")
    assert "row 2, column D2: is 2" in err


@pytest.mark.slow
def test_processes_and_seed_change_nothing_but_the_draws(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    unsure = given("unsure.json", {"initiatives": {"web": {"cost": [25, 45]}}})
    words = ["robust", "small.json", unsure, "--draws", "4"]
    alone, _ = run(Exit.DONE, *words)
    together, said = run(Exit.DONE, *words, "--workers", "2", "--progress")
    other, _ = run(Exit.DONE, *words, "--seed", "1")

    assert alone == together
    assert json.loads(other)["seed"] == 1
    steps = [line.split(",")[0] for line in said.splitlines()]
    assert "planning: 4 of 4" in steps
    assert steps[-1] == "comparing plans: 4 of 4"


@pytest.mark.slow
def test_on_a_terminal_progress_is_one_line_for_each_step(
    run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["robust", "small.json", "sure.json", "--draws", "2"]
    assert run(Exit.DONE, *words)[1] == ""  # no terminal, and nothing asked for
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "_LONG", 0.0)  # whatever is there takes long

    assert run(Exit.DONE, *words, "--quiet")[1] == ""
    _, said = run(Exit.DONE, *words)
    assert said.count("\n") == 2
    assert said.count("\rplanning: ") == said.count("\rcomparing plans: ") == 2


def test_draws_that_were_not_all_searched_are_written_and_told_apart(
    run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = robustness.robust(SMALL, robustness.Uncertainty(), draws=1)
    stopped = found.model_copy(update={"complete": False})
    monkeypatch.setattr(robustness, "robust", lambda *_, **__: stopped)

    assert answer(run, "robust", "small.json", "sure.json", code=Exit.NOT_PROVEN)["complete"] is False


def test_draws_that_failed_are_told_by_the_exit_code(
    run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> Plan:
        raise BrokenProcessPool("a worker died")

    monkeypatch.setattr(planning, "planned_near", lost)
    found = answer(run, "robust", "small.json", "sure.json", "--draws", "3", code=Exit.NOT_PROVEN)
    assert (found["complete"], found["planned"], len(found["failures"])) == (False, 0, 3)


def test_what_cannot_be_tried_is_refused(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    given("strange.json", {"initiatives": {"wep": {"cost": [1, 2]}}})
    given("wrong.json", {"initiatives": {"web": {"cost": [2, 1]}}, "start": 3})

    _, err = run(Exit.BAD_INPUT, "robust", "small.json", "strange.json")
    assert "initiatives[wep]: is not in the portfolio" in err
    assert "The input is strange.json." in err
    _, err = run(Exit.BAD_INPUT, "robust", "small.json", "wrong.json")
    assert err.startswith("omniprio: 2 faults in the input:\n")
    assert run(Exit.FILE, "robust", "small.json", "nowhere.json")[1].startswith(
        "omniprio: nowhere.json cannot"
    )
    run(Exit.NO_PLAN_FOUND, "robust", "duty.json", "sure.json", "--time-limit", "0.000001")
    run(Exit.INFEASIBLE, "robust", "none.json", "empty.json")


@pytest.mark.parametrize(
    "words", [["--draws", "0"], ["--workers", "-1"], ["--candidates", "x"], ["--gap", "2"]]
)
def test_nonsense_about_draws_is_wrong_usage(words: list[str], run: Callable[..., tuple[str, str]]) -> None:
    assert words[0] in run(Exit.USAGE, "robust", "small.json", "sure.json", *words)[1]


# --- replan --------------------------------------------------------------------------------------------------


def test_what_has_happened_makes_a_new_plan(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    cheap = given("actuals.json", {"actual": {"web": {"start": 1, "cost": 10}}})
    found = answer(run, "replan", "small.json", "plan.json", cheap, "--period", "1", "--new-plan", "new.json")

    # 40 - 10 = 30 pays for the app, in period 2; 11.4, 11.1 and 11.1 levels are missing at the end of the periods
    changes = {one["id"]: (one["before"], one["now"], one["begun"]) for one in found["changes"]}
    assert changes == {"web": (1, 1, "finished"), "app": (None, 2, None)}
    assert found["value"] == pytest.approx((11.4 + 11.1 + 11.1) / 18 / 3)
    assert Plan.from_file(Path("new.json")).starts == {"web": 1, "app": 2}


def test_what_was_measured_is_shown_and_suggests_a_share(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    measured = [{"field": "D2", "share": 0.4, "on": "2027-04-02", "who": "panel"}]
    actuals = given("actuals.json", {"actual": {"web": {"start": 1}}, "measured": measured})
    words = "replan", "small.json", "plan.json", actuals, "--period", "1"
    found = answer(run, *words, "--suggested-shares", "learned.json")

    (reading,) = found["readings"]
    assert {
        key: reading[key] for key in ("field", "period", "planned", "expected", "found", "turned_out")
    } == {
        "field": "D2",
        "period": 1,
        "planned": 0.6,
        "expected": 0.6,
        "found": 0.4,
        "turned_out": 0.4,
    }
    assert (reading["measured"]["on"], reading["measured"]["who"]) == ("2027-04-02", "panel")
    assert Portfolio.from_file(Path("learned.json")).by_id["web"].advances == {"D2": 0.4}
    assert Portfolio.from_file(Path("small.json")) == SMALL


@pytest.mark.slow
def test_what_runs_may_be_stopped_and_changes_are_counted(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    slow = SMALL.by_id["web"].model_copy(update={"duration": 2})
    now = given("now.json", SMALL.model_copy(update={"initiatives": [slow, *SMALL.initiatives[1:]]}))
    begun = given("begun.json", {"actual": {"web": {"start": 1, "stop_cost": 5}}})
    here = now, "plan.json", begun, "--period", "1"
    found = answer(run, "upheaval", *here)

    # Carried on, the web (30) leaves 10, too little for the app; 15 + 5 to stop it leave 20 for the app, which brings
    # less (0.3 from 2 on) than the web (0.6 from 2 on): no change brings anything.
    assert [point["changes"] for point in found["points"]] == [0]
    cheap = answer(run, "upheaval", *here, "--goals", "least-cost")
    # Stopped, the web costs 20 in place of 30.
    assert [(point["changes"], point["value"]) for point in cheap["points"]] == [(0, 30), (1, 20)]
    assert [one["id"] for one in cheap["points"][1]["became"] if one["now"] is None] == ["web"]
    text, _ = run(Exit.DONE, "upheaval", *here, "--goals", "least-cost", "--format", "text")
    assert text.splitlines()[-2].split() == ["1", "20", "10", "web", "stopped"]
    _, err = run(Exit.USAGE, "upheaval", *here, "--goals", "soonest")
    assert "--goals" in err


def test_without_actuals_all_went_as_planned(run: Callable[..., tuple[str, str]]) -> None:
    text, _ = run(Exit.DONE, "replan", "small.json", "plan.json", "--period", "1", "--format", "text")

    assert text.startswith("From period 2 on: 1 finished.\n")


@pytest.mark.parametrize(
    ("price", "chosen"),
    [([], ["app"]), (["--price-per-change", "1"], ["web"]), (["--price-per-period", "1"], ["app"])],
)
def test_upheaval_has_a_price(
    price: list[str],
    chosen: list[str],
    run: Callable[..., tuple[str, str]],
    given: Callable[[str, object], str],
) -> None:
    better = SMALL.by_id["app"].model_copy(update={"advances": {"D2": 0.9}})
    web, _, shop = SMALL.initiatives
    now = given("now.json", SMALL.model_copy(update={"initiatives": [web, better, shop]}))

    # the app is worth 0.9 - 0.6 = 0.3 of 18 levels more than the web, much less than dropping one and adding one costs
    found = answer(run, "replan", now, "plan.json", "--period", "0", *price)
    assert [one["id"] for one in found["plan"]["schedule"]] == chosen


def test_a_plan_made_by_hand_needs_goals(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    own = given("own.json", plan_of(SMALL, {"app": 1}))

    _, err = run(Exit.USAGE, "replan", "small.json", own, "--period", "0")
    assert "argument --goals: it is left out, and the plan was made by hand" in err
    run(Exit.DONE, "replan", "small.json", own, "--period", "0", "--goals", "fastest")


def test_what_cannot_have_happened_is_refused(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    given("late.json", {"actual": {"web": {"start": 2}, "wep": {"start": 1}}})
    given("wrong.json", {"web": {"start": 1}})

    _, err = run(Exit.BAD_INPUT, "replan", "small.json", "plan.json", "late.json", "--period", "1")
    assert "actual[web].start: is 2; what has begun by 1 starts by then" in err
    assert "actual[wep]: is not in the portfolio" in err
    assert "The input is late.json." in err
    _, err = run(Exit.BAD_INPUT, "replan", "small.json", "plan.json", "wrong.json", "--period", "1")
    assert "actual: is missing" in err
    run(Exit.BAD_INPUT, "replan", "small.json", "small.json", "--period", "1")  # no plan
    _, err = run(Exit.USAGE, "replan", "small.json", "plan.json", "--period", "4")
    assert "argument --period: it is 4; give a period from 0 to 3" in err
    words = ["--goals", "soonest", "--price-per-change", "1"]
    assert (
        "it begins with soonest, which has no price"
        in run(Exit.USAGE, "replan", "small.json", "plan.json", "--period", "1", *words)[1]
    )
    assert "--period" in run(Exit.USAGE, "replan", "small.json", "plan.json")[1]


def test_after_what_has_happened_there_may_be_no_plan(
    run: Callable[..., tuple[str, str]], given: Callable[[str, object], str]
) -> None:
    web, app, shop = SMALL.initiatives
    must = shop.model_copy(update={"decision": "must"})
    now = given("now.json", SMALL.model_copy(update={"initiatives": [web, app, must]}))

    _, err = run(Exit.INFEASIBLE, "replan", now, "plan.json", "--period", "1")
    assert "shop must be done" in err


# --- all of them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "plan.json"],
        ["qualify", "small.json"],
        ["frontier", "small.json"],
        ["robust", "small.json", "sure.json"],
        ["replan", "small.json", "plan.json", "--period", "1"],
    ],
    ids=lambda words: words[0],
)
def test_where_nothing_can_be_written_nothing_is_begun(
    words: list[str], run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("omniprio.portfolio.Portfolio.from_json", begin)
    monkeypatch.setattr("omniprio.plan.Plan.from_json", begin)
    out, err = run(Exit.FILE, *words, "-o", "no/answer.json")
    there = Path("no").absolute()
    assert (out, err) == ("", f"omniprio: no/answer.json cannot be written: there is no folder {there}\n")


def test_the_new_plan_has_to_be_writable_too(run: Callable[..., tuple[str, str]]) -> None:
    _, err = run(
        Exit.FILE, "replan", "small.json", "plan.json", "--period", "1", "--new-plan", "no/plan.json"
    )
    assert "no/plan.json cannot be written" in err


@pytest.mark.parametrize(
    "words",
    [
        ["robust", "-", "-"],
        ["robust", "small.json", "-", "--plan", "-"],
        ["replan", "-", "plan.json", "-", "--period", "1"],
    ],
)
def test_standard_input_is_read_once(words: list[str], run: Callable[..., tuple[str, str]]) -> None:
    assert "only one of portfolio, " in run(Exit.USAGE, *words)[1]


@pytest.mark.slow
def test_an_answer_can_be_asked_for_in_a_pipe(
    run: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Path("plan.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(plan)))

    assert answer(run, "explain", "-", "app")["left_out"][0]["initiative"] == "app"


@pytest.mark.slow
def test_each_plan_within_an_answer_is_a_plan(run: Callable[..., tuple[str, str]]) -> None:
    for point in answer(run, "frontier", "small.json")["points"]:
        assert Plan.from_json(json.dumps(point["plan"])).proven
