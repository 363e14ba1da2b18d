"""Each case of the folder of planning cases gives its right answer, by the judge and with the data of the case, without stand-ins.

Skipped where the folder is absent. `test_planning_cases` names the test of the project's own that stands for each case.
"""

from __future__ import annotations

import contextlib
import io
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

import omniprio.errors
from omniprio import (
    Benefit,
    Budget,
    Fund,
    Group,
    Initiative,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Portfolio,
    Requirement,
    Window,
    prioritise,
)
from omniprio.infeasibility import InfeasibleError, explain_infeasible
from omniprio.portfolio import paces

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "planning"
GOALS = [MostValue()]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.is_dir(), reason="the planning cases are not here"),
]


@pytest.fixture(autouse=True)
def _as_it_was_called(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let cases import what they call by its name of then, and the judge beside them."""
    conflict = ModuleType("omniprio.conflict")
    conflict.explain_infeasible = explain_infeasible  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "omniprio.conflict", conflict)
    monkeypatch.setattr(omniprio.errors, "InfeasibleError", InfeasibleError, raising=False)
    monkeypatch.syspath_prepend(str(CASES))
    monkeypatch.setattr(sys, "argv", ["case"])
    yield
    sys.modules.pop("brute", None)


def case(number: str) -> tuple[dict[str, Any], list[str]]:
    """Return what a case defines, and the lines it prints."""
    (file,) = CASES.glob(f"{number}_*.py")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        found = runpy.run_path(str(file))
    return found, said.getvalue().splitlines()


def value(initiatives: list[Initiative], **more: object) -> float | None:
    """Return the net present value of the best plan."""
    return prioritise(Portfolio.model_validate({"initiatives": initiatives, **more}), GOALS).goals[0].value


@pytest.mark.parametrize(
    ("number", "last"),
    [
        ("17", "30 portfolios with cents and hundreds of millions: done"),
        ("23", "12 portfolios: done"),
        ("31", "done 0 8"),
        ("33", "6 portfolios: done"),
    ],
)
def test_a_case_that_judges_itself_finds_nothing_wrong(number: str, last: str) -> None:
    assert case(number)[1] == [last]


def test_repairs_are_least() -> None:
    said = case("32")[1]
    assert [line.split(":")[0] for line in said] == ["done; without a plan"]


@pytest.mark.parametrize(("number", "mine", "right"), [("01", 0, 1), ("12", 0, 1)])
def test_what_could_be_said_before_is_as_the_judge_has_it(number: str, mine: int, right: int) -> None:
    found, said = case(number)
    amount = found["plan"].goals[0].value
    assert f"{amount:.1f}" in said[mine]
    assert f"({amount:.0f}, " in said[right]


def test_order_of_input() -> None:
    assert case("18")[1] == ["1 pairs of goal values, 1 schedules, proven: {True}"]


def test_the_least_share_of_a_category() -> None:
    found, _ = case("03")
    given = found["portfolio"]
    least = Group(id="bold", owners=["bold"], fund="money", at_least=20)
    share = Group(id="bold", owners=["bold"], fund="money", least_share=0.25)
    values = [prioritise(Portfolio(**given, groups=[one]), GOALS).goals[0].value for one in (least, share)]
    assert values == [116, found["right"][0]] == [116, 99]


def test_not_later_than_after() -> None:
    found, said = case("05")
    plan = prioritise(found["case"](max_lag=1), GOALS)
    assert (plan.goals[0].value, dict(plan.starts)) == (6, {"pilot": 2, "rollout": 4})
    assert "(6, {'pilot': 2, 'rollout': 4})" in said[-1]


def test_overlap_and_the_same_time() -> None:
    assert [line.partition("right: ")[2].partition(")")[0] for line in case("06")[1]][:3] == [
        "a 1, b 3", "a 1, b 2", "both 1",
    ]  # fmt: skip
    assert [line.rpartition("{")[2] for line in case("06")[1]] == [
        "'a': 1, 'b': 3}", "'a': 1, 'b': 2}", "'a': 1, 'b': 1}", "'a': 1, 'b': 3}",
    ]  # fmt: skip


def test_logic_between_projects() -> None:
    found, _ = case("04")
    best, cost, gain = found["best"], found["COST"], found["GAIN"]

    def right(rule: object) -> float:
        pays = [lambda s: sum(cost[n] for n in s) <= 20, rule]
        worth: float = best(dict.fromkeys(cost, 1), 2, lambda s: sum(gain[n] - cost[n] for n in s), *pays)[0]
        return worth

    def mine(**requires: list[Requirement]) -> float | None:
        each = [
            Initiative(id=n, cost=cost[n], benefit={"profile": [gain[n]]}, requires=requires.get(n, ()))
            for n in cost
        ]
        return value(each, horizon=2, budget=20)

    both = [Requirement(of=["a"], kind="chosen", given=["c"])]
    assert mine(b=both) == right(lambda s: not {"b", "c"} <= s.keys() or "a" in s) == 6
    two = [Requirement(of=["a", "b", "d"], kind="chosen", at_least=2)]
    assert mine(c=two) == right(lambda s: "c" not in s or sum(n in s for n in "abd") >= 2) == 8


def test_soft_deadlines() -> None:
    found, said = case("08")
    work, due = found["WORK"], found["DUE"]
    each = [
        Initiative(id=n, duration=time, due=due[n], effort={"crew": 1}, decision="must")
        for n, time in work.items()
    ]
    given = Portfolio(horizon=found["T"], capacities={"crew": 1}, initiatives=each)
    fewest = prioritise(given, [OnTime(each="initiative")]).goals[0].value
    assert f"right, fewest late: ({fewest:.0f}," in said[-2]


def test_why_infeasible() -> None:
    found, _ = case("09")
    kinds = {demand.kind for demand in explain_infeasible(found["portfolio"]).demands}
    assert kinds == {"must", "deadline", "capacity"}  # money is not in the way


def test_level_the_work() -> None:
    found, _ = case("11")
    plan = prioritise(found["case"](None), [Level(team="crew")])
    assert plan.goals[0].value == found["peak"](dict(plan.starts)) == -found["value"]


def test_effort_driven() -> None:
    found, _ = case("13")
    each = [
        Initiative(id=n, benefit=gain, modes=paces(found["NEED"], "team", between=(2, 3), at_most=4, step=1))
        for n, gain in (("A", 5), ("B", 4))
    ]
    assert value(each, horizon=4, capacities={"team": 4}) == found["right"]()[0] == 23


def test_work_that_has_begun() -> None:
    said = case("14")[1]
    assert said[:2] == [
        "1 late: {'A': 2, 'B': 3, 'C': 4}", "2 out of order: {'A': 2, 'C': 2, 'B': 4}",
    ]  # fmt: skip
    assert all("has 2 numbers for a duration of" in said[line] for line in (2, 3, 4, 6))
    assert not any("CRASH" in line for line in said)


def test_keep_the_team_busy() -> None:
    found, said = case("16")
    data = found["data"] | {"capacities": {"crew": {"at_least": 1, "amount": 2}}}
    plan = prioritise(Portfolio.model_validate(data), GOALS)
    assert f"({plan.goals[0].value:.0f}, " in said[-1]


def test_money_lapses_at_the_end_of_the_year() -> None:
    found, said = case("19")
    years = [Window(periods=4, amount=100)] * 2
    for part, line in ((0, said[-2]), (0.05, said[-1])):
        plan = prioritise(found["case"](budget=Budget(windows=years, carry_over=part or False)), GOALS)
        assert f"{sorted(plan.starts)} {plan.goals[0].value:.0f} " in line


def test_scores_not_money() -> None:
    found, _ = case("20")
    each = [
        Initiative(id=n, cost=cost, scores={"value": found["SCORE"][n], "risk": found["RISK"][n]})
        for n, cost in found["COST"].items()
    ]
    weights = {"value": 3 / found["total"], "risk": 1 / sum(found["RISK"].values())}
    given = Portfolio(horizon=1, budget=100, initiatives=each)
    assert prioritise(given, [MostScore(weights={"value": 1})]).goals[0].value == 89
    assert sorted(prioritise(given, [MostScore(weights=weights)]).starts) == sorted(found["right"][1])


def test_value_that_depends_on_the_date() -> None:
    _, said = case("21")
    each = [
        Initiative(
            id="shop",
            duration=2,
            effort={"team": 1},
            benefit=Benefit(profile=(0, 0, 0, 50, 0, 0, 0, 50), counted_from="calendar"),
        ),
        Initiative(  # complete by Q2 it earns 18 + 12, by Q4 12
            id="report",
            duration=2,
            effort={"team": 1},
            benefit=Benefit(profile=(0, 18, 0, 12), counted_from="calendar"),
        ),
    ]
    assert f"({value(each, horizon=8, capacities={'team': 1}):.0f}, " in said[0]


def test_a_gap_whichever_comes_first() -> None:
    found, said = case("24")
    each = [Initiative(id=n, benefit=gain) for n, gain in found["GAIN"].items()]
    apart = Group(id="apart", members=list(found["GAIN"]), apart=2)
    assert f"({value(each, horizon=found['T'], groups=[apart]):.0f}, " in said[0]


def test_amounts_in_two_currencies() -> None:
    given = case("27")[0]["p"].model_copy(update={"funds": {"EUR": Fund(unit="EUR", rate=7.46)}})
    plan = prioritise(given, [LeastCost()])
    assert (dict(plan.starts), plan.goals[0].value) == ({"home": 1}, 500)


def test_as_late_as_possible() -> None:
    plan = prioritise(case("28")[0]["p"], [LeastCost()], ties="late")
    assert dict(plan.starts) == {"delivery": 4, "shop": 5}


def test_small_jobs_in_one_period() -> None:
    assert set(prioritise(case("29")[0]["case"](("lag", -1)), GOALS).starts.values()) == {1}


def test_work_that_goes_on_after_the_horizon() -> None:
    plant = case("30")[0]["plant"].model_copy(update={"may_run_over": True, "decision": "must"})
    plan = prioritise(Portfolio(horizon=4, budget=Budget(per_period=12), initiatives=[plant]), GOALS)
    assert dict(plan.starts) == {"plant": 4}  # it earns nothing in time, so that least is spent
