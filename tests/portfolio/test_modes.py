"""Ways to do one initiative: others refer to it whichever it has, and a plan names it."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

import pytest

from omniprio.answers.ownership import silos
from omniprio.answers.programme_budgets import MemberPart
from omniprio.answers.replanning import Actual, replan
from omniprio.answers.robustness.regret import Candidate
from omniprio.checker import check
from omniprio.errors import InvalidArgumentError, InvalidInputError, RuleBrokenError
from omniprio.goals import LeastCost, MostValue, goal_value
from omniprio.infeasibility import apply, explain_infeasible
from omniprio.optimise import prioritise
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import Initiative, Mode, Portfolio, Start, Synergy, mode_of, paces

WEB = Initiative(
    id="web",
    duration=3,
    cost=30,
    benefit=10,
    modes=[Mode(id="slow"), Mode(id="fast", title={"en": "Fast", "da": "Hurtig"}, duration=1, cost=40)],
)
APP = Initiative(id="app", requires=["web"], benefit=30, cost=5)
BOTH = Portfolio(horizon=4, initiatives=[WEB, APP], budget=100)


def test_the_best_mode_is_found_and_named() -> None:
    # fast: 10 x 4 - 40 + 30 x 3 - 5 = 85; slow: 10 x 2 - 30 + 30 x 1 - 5 = 15
    plan = prioritise(BOTH, [MostValue()])
    assert (plan.starts, plan.modes, plan.goals[0].value) == ({"web": 1, "app": 2}, {"web": "fast"}, 85)
    assert plan.schedule[0].mode == "fast"
    assert "is done as Fast" in plan.summary()
    assert "gøres som Hurtig" in plan.summary("da")
    assert Plan.from_json(plan.to_json()).to_json() == plan.to_json()
    slow = plan_of(BOTH, {"web": Start(1, "slow"), "app": 4})
    assert goal_value(MostValue(), BOTH, slow.starts) == 15


def test_a_goal_after_one_that_a_synergy_of_those_started_together_serves() -> None:
    # both in 1: 10 x 4 together, less 10 and the least of web, 5: 25; in 2 it would be 15
    web = Initiative(id="web", modes=[Mode(id="slow", cost=15, duration=2), Mode(id="fast", cost=5)])
    app = Initiative(id="app", cost=10)
    both = Synergy(id="both", of=["web", "app"], when="start together", benefit=10)
    portfolio = Portfolio(horizon=4, initiatives=[web, app], synergies=[both])
    plan = prioritise(portfolio, [MostValue(), LeastCost()])
    assert (plan.starts, plan.modes) == ({"web": 1, "app": 1}, {"web": "fast"})
    assert [one.value for one in plan.goals] == [25, 15]


def test_a_repair_says_the_mode_of_each_start() -> None:
    # app must be done and is complete in 2 at the earliest, after web as fast, for 40 + 5 = 45
    initiatives = [WEB, APP.model_copy(update={"decision": "must", "deadline": 2})]
    short = Portfolio(horizon=4, initiatives=initiatives, budget=44)
    repair = next(one for one in explain_infeasible(short).repairs if one.changes[0].kind == "budget")
    assert check(apply(short, repair), repair.starts).ok
    assert repair.model_dump(mode="json")["starts"] == {"web": {"start": 1, "mode": "fast"}, "app": 2}


def test_no_answer_loses_the_mode_of_a_start() -> None:
    candidate = Candidate(starts={"web": Start(1, "fast"), "app": 2}, regrets=())
    part = MemberPart(member="north", starts=candidate.starts, gain=Fraction(0), cost=Fraction(0))
    assert [mode_of(start) for start in part.starts.values()] == ["fast", ""]
    owned = [one.model_copy(update={"owner": "IT"}) for one in BOTH.initiatives]
    report = silos(BOTH.model_copy(update={"initiatives": owned}), [MostValue()])
    assert [mode_of(start) for start in report.starts.values()] == ["fast", ""]


def test_what_requires_it_waits_for_the_mode_it_has() -> None:
    assert check(BOTH, {"web": Start(1, "fast"), "app": 2}).ok
    report = check(BOTH, {"web": Start(1, "slow"), "app": 2})
    assert [rule.rule for rule in report.broken] == ["requires"]


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        ({"web": 1}, "web has the modes slow, fast: say which it is done in"),
        ({"web": Start(1, "free")}, "web is done in the mode free, and has only slow, fast"),
        ({"app": Start(1, "fast")}, "app is done in the mode fast, and has no modes"),
    ],
)
def test_a_start_without_its_mode_is_refused(starts: dict[str, int], says: str) -> None:
    assert check(BOTH, starts).broken[0].message == says
    with pytest.raises(RuleBrokenError, match=says):
        plan_of(BOTH, starts)


def test_starts_in_two_modes_differ() -> None:
    fast = Start(3, "fast")
    assert fast == 3 == fast
    assert fast != Start(3, "slow") != 3 + 1
    assert pickle.loads(pickle.dumps(fast)).mode == copy.deepcopy(fast).mode == "fast"  # noqa: S301  our own


def test_what_has_begun_keeps_its_mode() -> None:
    promised = plan_of(BOTH, {"web": Start(1, "slow"), "app": 4})
    assert replan(promised, by=1, goals=[MostValue()]).plan.modes == {"web": "slow"}
    longer = replan(
        promised, by=1, actual={"web": Actual(start=1, mode="fast", duration=2)}, goals=[LeastCost()]
    )
    assert [(one.mode, one.finish) for one in longer.plan.schedule] == [("fast", 2)]


def test_faults_of_modes_are_told_with_their_place() -> None:
    modes = [{"id": "m", "duration": 2, "cost": {"profile": [1]}}, {"id": "n", "effort": {"crew": 1}}]
    with pytest.raises(InvalidInputError) as refused:
        Portfolio.model_validate({"horizon": 3, "initiatives": [{"id": "a", "modes": modes}]})
    assert {fault.path for fault in refused.value.faults} == {
        "initiatives[a].modes[m].cost.profile",
        "initiatives[a].modes[n].effort.crew",
    }


def test_so_many_days_of_work_at_whatever_pace() -> None:
    # 6 days each for A (5 a period) and B (4 a period), the team has 4 and does at most 4 a period on one of them:
    # A is done in 2 and B in 3, as 4 + 2 and 2 + 4: 5 x 3 + 4 x 2 = 23
    modes = paces(6, "team", between=(2, 3), at_most=4, step=1)
    jobs = [Initiative(id=name, benefit=gain, modes=modes) for name, gain in (("A", 5), ("B", 4))]
    plan = prioritise(Portfolio(horizon=4, capacities={"team": 4}, initiatives=jobs), [MostValue()])
    assert plan.goals[0].value == 23
    assert {one.id: one.finish for one in plan.schedule} == {"A": 2, "B": 3}


def test_paces() -> None:
    assert [(one.id, one.duration, one.effort) for one in paces(10, "it", between=(2, 3))] == [
        ("2 periods", 2, {"it": (5, 5)}),
        ("3 periods", 3, {"it": (3.333334, 3.333333, 3.333333)}),
    ]
    # in whole days, at most 2 a period: 2 + 1, 1 + 2 and 1 + 1 + 1
    assert [one.id for one in paces(3, "it", between=(1, 3), at_most=2, step=1)] == [
        "1, 2",
        "2, 1",
        "1, 1, 1",
    ]
    with pytest.raises(InvalidArgumentError, match="between"):
        paces(3, "it", between=(3, 2))
    with pytest.raises(InvalidArgumentError, match="step"):
        paces(60, "it", between=(1, 20), step=0.5)
