"""The plan: only of schedules that keep the rules, with numbers that follow from them, and reasons by hand."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from omniprio.answers.frontiers import FrontierPoint
from omniprio.catalogue import ten_portfolio
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError, RuleBrokenError
from omniprio.goals import Closest, Fastest, LeastCost, MostValue
from omniprio.optimise import prioritise
from omniprio.plan import Plan, goal_result, plan_of
from omniprio.plan.quality import GoalResult
from omniprio.portfolio import Budget, Cost, Group, Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable

DISC = Disc(disciplines=(Discipline(id="A", levels=2), Discipline(id="B", levels=1)), start_level=0)


def example() -> Portfolio:
    """Three of four are done by hand: identify in 1, web in 2 and 3, app in 1; the kiosk is left out."""
    return Portfolio(
        name="Example",
        horizon=3,
        disc=DISC,
        start={"B1": 1.0},
        currency="kDKK",
        initiatives=(
            Initiative(
                id="web", cost=90, duration=2, advances={"A1": 0.4, "B1": 0.5}, requires=("identify",)
            ),
            Initiative(id="identify", cost=Cost(amount=40, running=5), advances={"A1": 0.6}),
            Initiative(
                id="app", costs={"it": 7}, advances={"A2": 0.5}, decision="must", decision_reason="the board"
            ),
            Initiative(id="kiosk", cost=100, advances={"A2": 0.5}),
        ),
        budget=Budget(per_period=(50, 50, 50)),
        budgets={"it": None},
        capacities={"crew": 2},
    )


STARTS = {"web": 2, "identify": 1, "app": 1}


def by_hand() -> Plan:
    return plan_of(example(), STARTS)


def one_period(
    *initiatives: Initiative, groups: tuple[Group, ...] = (), budget: float | None = None
) -> Portfolio:
    return Portfolio(horizon=1, disc=DISC, initiatives=initiatives, groups=groups, budget=budget)


# the schedule and what follows from it


def test_the_schedule_is_by_start_and_then_in_the_order_given() -> None:
    assert list(by_hand().starts.items()) == [("identify", 1), ("app", 1), ("web", 2)]


def test_what_an_initiative_takes() -> None:
    identify, app, web = by_hand().schedule
    assert (identify.start, identify.finish, identify.cost) == (
        1,
        1,
        50.0,
    )  # 40 + 5 in each of periods 2 and 3
    assert (app.cost, app.costs) == (7.0, {"it": 7.0})
    assert (web.start, web.finish, web.cost, web.start_label, web.finish_label) == (2, 3, 90.0, "2", "3")
    assert by_hand().cost == 147.0  # 50 + 7 + 90


def test_states_period_by_period() -> None:
    states = by_hand().periods
    assert [state.period for state in states] == [0, 1, 2, 3]
    # A1 is at 0.6 from period 1 and reached in 3 with web, A2's 0.5 counts from then; B is reached all along
    assert [state.position for state in states] == [
        {"A": 0.0, "B": 1.0},
        {"A": 0.6, "B": 1.0},
        {"A": 0.6, "B": 1.0},
        {"A": 1.5, "B": 1.0},
    ]
    # of A's 2 and B's 1 level are missing: 2 / 3, 1.4 / 3, 1.4 / 3, 0.5 / 3
    assert [state.distance for state in states] == [20 / 30, 14 / 30, 14 / 30, 5 / 30]
    # money: 40, then 5 + 45 twice; 50 come in each period: 10 are left over in the first
    assert [state.spending for state in states[1:]] == [
        {"money": 40.0, "it": 7.0},
        {"money": 50.0, "it": 0.0},
        {"money": 50.0, "it": 0.0},
    ]
    assert [state.left for state in states[1:]] == [{"money": 10.0, "it": None}] * 3
    assert [(state.load, state.idle) for state in states[1:]] == [({"crew": 0.0}, {"crew": 2.0})] * 3


def test_a_plan_by_hand_claims_no_proof() -> None:
    plan = by_hand()
    assert (plan.goals, plan.proven, plan.stopped, plan.solver, plan.seconds) == (
        (),
        False,
        "by hand",
        "",
        None,
    )


def test_out_of_reach_is_held_and_shown() -> None:
    portfolio = one_period(Initiative(id="web", advances={"A1": 1.0, "A2": 0.75}))
    plan = plan_of(portfolio, {"web": 1})
    # nothing advances B1, and A2 ends at 0.75
    assert [(one.field, one.most) for one in plan.out_of_reach] == [("A2", 0.75), ("B1", 0.0)]
    assert "A2" in plan.summary().split("Cannot be reached")[1]
    assert "0.75" in plan.summary().split("Cannot be reached")[1]


def test_the_summary_counts_and_measures() -> None:
    lines = plan_of(example(), STARTS).summary().splitlines()
    assert lines[0] == "Example"
    assert "3 of 4 initiatives are chosen." in lines
    # from 4/6 to 1/6: three quarters of it
    assert "75% of the way to the centre: distance 0.667 at the start, 0.167 at the end of period 3." in lines
    assert "proven" not in plan_of(example(), STARTS).summary().lower()
    assert str(by_hand()) == by_hand().summary()


# only what keeps the rules


def test_a_schedule_that_breaks_rules_is_no_plan() -> None:
    with pytest.raises(RuleBrokenError) as raised:
        plan_of(example(), {"web": 1, "kiosk": 1})
    # web comes before identify, 45 + 100 are spent in period 1, and the app is left out
    assert len(raised.value.broken) >= 3
    for words in ("web", "identify", "main budget", "app is left out"):
        assert any(words in line for line in raised.value.broken)
        assert words in str(raised.value)


def test_a_plan_cannot_be_built_of_a_broken_schedule() -> None:
    plan = by_hand()
    moved = plan.schedule[0].model_copy(update={"start": 3, "finish": 3})
    with pytest.raises(RuleBrokenError):
        Plan(
            portfolio=plan.portfolio,
            schedule=(moved, *plan.schedule[1:]),
            left_out=plan.left_out,
            periods=plan.periods,
            out_of_reach=plan.out_of_reach,
            goals=plan.goals,
            stopped=plan.stopped,
        )


def test_a_plan_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        by_hand().stopped = "finished"  # type: ignore[misc]


# JSON


@pytest.mark.slow
def test_json_round_trip() -> None:
    for plan in (by_hand(), prioritise(example()), prioritise(ten_portfolio(budget=2500))):
        again = Plan.from_json(plan.to_json())
        assert again == plan.model_copy(update={"seconds": None})
        assert again.to_json() == plan.to_json()
        assert Plan.from_json(plan.to_json().encode()) == again


def test_a_file_round_trip(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(by_hand().to_json(), encoding="utf-8")
    assert Plan.from_file(file) == by_hand()


SAME = """
import sys
sys.path.insert(0, "tests")
from judge.random_portfolios import full_portfolio
from omniprio import Balanced, Fastest, LeastCost, prioritise, ten_portfolio
sys.stdout.reconfigure(encoding="utf-8")
print(prioritise(ten_portfolio(budget=2500)).to_json())
for seed in (7, 11, 12, 30):
    try:
        print(prioritise(full_portfolio(seed), [Balanced(), Fastest(), LeastCost()]).to_json())
    except Exception as error:
        print(type(error), error)
"""


@pytest.mark.slow
def test_the_same_plan_byte_for_byte_whatever_the_hash_seed() -> None:
    outputs = [
        subprocess.run(
            [sys.executable, "-c", SAME],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "4242")
    ]
    assert outputs[0] == outputs[1]
    assert b"omniprio-plan/1" in outputs[0]


def _set(*path: str | int, value: Any) -> Callable[[Any], None]:  # noqa: ANN401  JSON
    def change(data: Any) -> None:  # noqa: ANN401  JSON
        *way, last = path
        for step in way:
            data = data[step]
        assert data[last] != value
        data[last] = value

    return change


TAMPERED: dict[str, Callable[[Any], None]] = {
    "start": _set("schedule", 0, "start", value=2),
    "finish": _set("schedule", 0, "finish", value=2),
    "label": _set("schedule", 0, "start_label", value="2"),
    "cost": _set("schedule", 0, "cost", value=1.0),
    "cost by fund": _set("schedule", 0, "costs", "money", value=1.0),
    "title": _set("schedule", 0, "title", value="another"),
    "reason": _set("schedule", 0, "reason", value="Because."),
    "fields completed": _set("schedule", 0, "why", "completes", value=["B1"]),
    "distance": _set("periods", 3, "distance", value=0.0),
    "position": _set("periods", 3, "position", "A", value=2.0),
    "fulfilment": _set("periods", 3, "fulfilment", "A2", value=1.0),
    "spending": _set("periods", 1, "spending", "money", value=0.0),
    "money left": _set("periods", 1, "left", "money", value=1e6),
    "load": _set("periods", 1, "load", "crew", value=1.0),
    "one period less": lambda data: data["periods"].pop(),
    "out of reach": lambda data: data["out_of_reach"].append({"field": "A1", "discipline": "A", "most": 0.5}),
    "nothing left out": _set("left_out", value=[]),
    "value": _set("goals", 0, "value", value=0.0),
    "proven without a bound": _set("goals", 0, "bound", value=None),
    "proven with a far bound": _set("goals", 0, "bound", value=0.0),
    "format": _set("format", value="omniprio-plan/2"),
    "unknown key": lambda data: data.update({"more": 1}),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_tampered_numbers_are_refused(what: str) -> None:
    data = json.loads(prioritise(example()).to_json())
    assert Plan.from_json(json.dumps(data)).proven
    TAMPERED[what](data)
    with pytest.raises((InvalidInputError, RuleBrokenError)):
        Plan.from_json(json.dumps(data))


def data_of_a_shortfall() -> dict[str, Any]:
    """Return the plan, as data, that leaves b out, for which 60 are too much for the 40 that are left."""
    b = Initiative(id="b", cost=60, advances={"A1": 1})
    portfolio = one_period(Initiative(id="a", cost=60), b, budget=100)
    data: dict[str, Any] = json.loads(plan_of(portfolio, {"a": 1}).to_json())
    return data


@pytest.mark.parametrize("number", ["takes", "left"])
def test_tampered_shortfalls_are_refused(number: str) -> None:
    data = data_of_a_shortfall()
    data["left_out"][0]["why"]["short"][0][number] = 1.0
    with pytest.raises(InvalidInputError):
        Plan.from_json(json.dumps(data))


def test_shortfalls_tampered_with_their_sentence_are_refused() -> None:
    data = data_of_a_shortfall()
    data["left_out"][0]["why"]["short"][0]["left"] = 1.0
    data["left_out"][0]["reason"] = data["left_out"][0]["reason"].replace("has 40 left", "has 1 left")
    with pytest.raises(InvalidInputError):
        Plan.from_json(json.dumps(data))


def test_all_that_is_misstated_is_named() -> None:
    data = json.loads(prioritise(example()).to_json())
    data["goals"] = [{"goal": {"kind": "fastest"}, "value": 0.125}]
    for what in ("cost", "distance", "nothing left out"):
        TAMPERED[what](data)
    with pytest.raises(InvalidInputError) as raised:
        Plan.from_json(json.dumps(data))
    assert len(raised.value.faults) == 4


@pytest.mark.parametrize("document", ["", "[]", "{}", "null", '{"format": "omniprio-plan/1"}'])
def test_what_is_no_plan_is_refused(document: str) -> None:
    with pytest.raises(InvalidInputError):
        Plan.from_json(document)


# quality


def test_proven_needs_a_bound_that_meets_the_value() -> None:
    half = Fraction(1, 2)
    assert goal_result(Fastest(), half, half).proven
    assert not goal_result(Fastest(), half, None).proven
    assert not goal_result(Fastest(), half, Fraction(2, 5)).proven
    assert goal_result(Fastest(), half, Fraction(2, 5), asked=0.2).proven  # 0.1 is 20 % of 0.5
    assert not goal_result(Fastest(), half, Fraction(2, 5), asked=0.19).proven
    for bound in (None, 0.4):
        with pytest.raises(ValueError, match="needs a bound"):
            GoalResult(goal=Fastest(), value=0.5, bound=bound, proven=True)


def test_a_bound_that_is_no_floating_point_number_is_rounded_to_where_no_plan_is() -> None:
    # 2/3 is 0.66666666666666666...: the next number of 16 digits is 0.6666666666666666 below and 0.6666666666666667 above
    thirds = Fraction(2, 3)
    assert goal_result(LeastCost(), Fraction(1), thirds).bound == 0.6666666666666666
    assert goal_result(MostValue(), Fraction(0), thirds).bound == 0.6666666666666667
    assert goal_result(MostValue(), thirds, thirds).proven


def test_a_bound_that_the_value_beats_is_dropped() -> None:
    assert goal_result(LeastCost(), Fraction(100), Fraction(101)).bound is None
    assert goal_result(MostValue(), Fraction(101), Fraction(100)).bound is None
    assert goal_result(MostValue(), Fraction(100), Fraction(101)).bound == 101.0
    # by less than a millionth it is the solver's rounding, and the value is the bound
    near = goal_result(LeastCost(), Fraction(100), Fraction(100) + Fraction(1, 10**6))
    assert (near.bound, near.proven) == (100.0, True)


def test_gap() -> None:
    assert GoalResult(goal=Closest(), value=0.5, bound=0.4).gap == 0.2
    assert GoalResult(goal=Closest(), value=0.0, bound=0.0).gap == 0.0
    assert GoalResult(goal=Closest(), value=0.5, bound=None).gap is None
    assert GoalResult(goal=MostValue(), value=0.0, bound=5.0).gap is None


def test_a_plan_is_counted_once_however_many_answers_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = [importlib.import_module(f"omniprio.plan.{name}") for name in ("outcome", "plan")]
    counted: list[object] = []
    count = modules[0].absences

    def counting(*args: Any) -> Any:  # noqa: ANN401  as `absences`
        counted.append(args)
        return count(*args)

    for module in modules:
        monkeypatch.setattr(module, "absences", counting)
    portfolio = Portfolio(horizon=1, initiatives=[Initiative(id="web"), Initiative(id="app")])
    plan = plan_of(portfolio, {"web": 1})
    again = (
        FrontierPoint(amount=Fraction(0), plan=plan, values=()).model_copy(update={"added": ("web",)}).plan
    )
    assert again == plan
    assert len(counted) == 1
    with pytest.raises(InvalidInputError, match="does not follow"):
        plan.model_copy(update={"schedule": (plan.schedule[0].model_copy(update={"cost": 5.0}),)})
