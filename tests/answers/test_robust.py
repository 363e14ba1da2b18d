"""What holds if the estimates are wrong: against enumeration on small portfolios; failures and limits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import best, judge

from omniprio import (
    Fastest,
    Group,
    Initiative,
    MostValue,
    Plan,
    Portfolio,
    plan_of,
    prioritise,
)
from omniprio.answers.robustness import (
    BudgetCase,
    Proportion,
    Robustness,
    Uncertain,
    Uncertainty,
    planning,
    robust,
)
from omniprio.answers.robustness.draws import Course, course_of, draw, planned_near
from omniprio.answers.robustness.regret import compared
from omniprio.deadline import Deadline
from omniprio.disc import Disc, Discipline
from omniprio.errors import NoPlanFoundError, RuleBrokenError, SolverError
from omniprio.infeasibility import InfeasibleError
from omniprio.portfolio import Milestone

if TYPE_CHECKING:
    from omniprio.answers.parallel import EachProgress
    from omniprio.plan import Outcome

DISC = Disc(disciplines=[Discipline(id="R", levels=3), Discipline(id="D", levels=3)])
SURE = Initiative(id="sure", cost=10, advances={"R2": 0.5})
DEAR = Initiative(id="dear", cost=40, advances={"D2": 1.0})
REST = Initiative(id="rest", cost=20, duration=2, advances={"R2": 0.5, "R3": 0.3}, requires=["sure"])
SMALL = Portfolio(horizon=4, disc=DISC, initiatives=[SURE, DEAR, REST], budget=50)
UNSURE = Uncertainty(
    initiatives={
        "dear": Uncertain(cost=(30, 40, 60), advances={"D2": (0.4, 1.0)}),
        "rest": Uncertain(duration=(1, 3)),
    },
    budgets=[BudgetCase(name="as planned", weight=2.0), BudgetCase(name="cut", budget=30)],
)
NOTHING = Uncertainty()


@pytest.mark.slow
def test_the_chance_of_a_milestone_counts_draws_in_which_it_leaves_no_plan() -> None:
    soon = Milestone(id="soon", by=2, complete=("rest",))
    late = Milestone(id="late", by=3, fields={"R2": 0.5})
    due = SMALL.model_copy(
        update={"milestones": [soon, late], "initiatives": [SURE, REST.model_copy(update={"duration": 1})]}
    )
    unsure = Uncertainty(initiatives={"rest": Uncertain(duration=(1, 3))})
    found = robust(due, unsure, draws=20, seed=1)
    lengths = [
        draw(due, unsure, number=number, seed=1).values["initiatives[rest].duration"]
        for number in range(1, 21)
    ]
    in_time = sum(length == 1 for length in lengths)  # sure in 1, rest in 2; longer, and no plan meets it
    assert 0 < in_time == found.planned < 20
    assert (found.milestones["soon"], found.milestones["late"]) == (
        Proportion(count=in_time, of=20),
        Proportion(count=20, of=20),
    )
    assert "Within the rules, it meets milestone soon in" in str(found)
    assert robust(SMALL, NOTHING, draws=1).milestones == {}


@pytest.mark.slow
def test_the_core_index_is_that_of_the_enumerated_draws() -> None:
    found = robust(SMALL, UNSURE, draws=25, seed=4)
    portfolios = [draw(SMALL, UNSURE, number=number, seed=4).portfolio for number in range(1, 26)]
    plans = []
    for one in portfolios:
        assert isinstance(one, Portfolio)
        judgement = judge(one)
        row = judgement.chosen_of(judgement.best_rows(["Fastest", "LeastCost"]))[0]
        plans.append(judgement.schedule(row))
    for row in found.initiatives:
        starts = [plan[row.id] for plan in plans if row.id in plan]
        assert row.chosen == Proportion(count=len(starts), of=25)
        assert row.starts == {start: starts.count(start) for start in sorted(set(starts))}
    assert found.planned == found.proven == found.draws == 25
    assert found.complete
    assert set(found.core + found.borderline + found.exterior) == {"sure", "dear", "rest"}
    assert found.borderline  # else nothing was tried


@pytest.mark.slow
def test_least_regret_is_that_of_the_enumerated_candidates_and_draws() -> None:
    unsure = Uncertainty(
        initiatives={
            "dear": Uncertain(advances={"D2": (0.1, 1.0)}),
            "rest": Uncertain(advances={"R3": (0.0, 1.0)}),
        }
    )
    found = robust(SMALL, unsure, [Fastest()], draws=20, seed=1)
    portfolios = [
        one
        for number in range(1, 21)
        if isinstance(one := draw(SMALL, unsure, number=number, seed=1).portfolio, Portfolio)
    ]
    regrets = []
    for (
        candidate
    ) in found.candidates:  # costs and durations are sure: each is feasible in every draw as it is
        own = []
        for one in portfolios:
            judgement = judge(one)
            row = judgement.row(candidate.starts)
            assert row is not None
            own.append(
                judgement.value("Fastest", row)
                - judgement.value("Fastest", judgement.best_rows(["Fastest"])[0])
            )
        assert candidate.regrets == tuple(own)
        regrets.append(max(own))
    assert len(regrets) > 1
    assert regrets == sorted(regrets)
    assert found.plan.starts == found.candidates[0].starts
    assert found.chosen is not None
    assert found.chosen.largest == regrets[0]
    assert (
        found.chosen.mean == sum((one for one in found.chosen.regrets if one is not None), Fraction(0)) / 20
    )


def course(loss: int, *, allowed: bool = True) -> Course:
    return Course(over=(), kept=True, allowed=allowed, distance=(), loss=Fraction(loss))


def test_regret_is_against_the_best_known_and_the_least_maximum_comes_first() -> None:
    first, second, third = {"a": 1}, {"a": 2}, {"a": 3}
    found = compared(
        [first, second, third],
        [
            (
                course(4),
                course(6),
                course(0, allowed=False),
                course(5),
            ),  # the search found 5, `first` does better: 4
            (course(9), course(4), course(3), course(2)),
            (course(1), course(3), course(1), course(1)),
        ],
    )
    # first: 4 - 4, 9 - 2, 1 - 1. second: 6 - 4, 4 - 2, 3 - 1. third: infeasible, 3 - 2, 1 - 1.
    regrets = {one.starts["a"]: [regret and int(regret) for regret in one.regrets] for one in found}
    assert regrets == {1: [0, 7, 0], 2: [2, 2, 2], 3: [None, 1, 0]}
    assert [one.starts for one in found] == [second, first, third]
    assert found[0].mean == 2
    assert [one.infeasible for one in found] == [0, 0, 1]


def test_regret_is_never_negative_when_plans_must_give_way() -> None:
    found = robust(SMALL, UNSURE, [MostValue()], draws=12, plan=plan_of(SMALL, {"sure": 1}))
    assert all(regret is not None and regret >= 0 for one in found.candidates for regret in one.regrets)
    assert {"sure": 1} in [one.starts for one in found.candidates]


@pytest.mark.slow
def test_chances_of_a_given_plan_are_counted_over_the_draws() -> None:
    unsure = Uncertainty(initiatives={"dear": Uncertain(cost=(30, 50))})
    given = plan_of(SMALL, {"sure": 1, "dear": 1})
    portfolio = SMALL.model_copy(update={"ambition": {"R": 1, "D": 2}})
    found = robust(portfolio, unsure, plan=given, draws=30)
    costs = [
        draw(portfolio, unsure, number=number).values["initiatives[dear].cost"] for number in range(1, 31)
    ]
    affordable = sum(float(cost) <= 40 for cost in costs)  # 50 minus 10 for `sure`
    assert 0 < affordable < 30
    assert found.plan.starts == given.starts
    assert found.budgets == {"money": Proportion(count=affordable, of=30)}
    assert found.kept == Proportion(count=affordable, of=30)
    # Where it is too dear, `sure`, given first, has the money: D stays at 1 of 2, a distance of (2 - 1) / (1 + 2).
    assert [row.reached.count for row in found.periods] == [affordable] * 4
    assert {row.distance[2] for row in found.periods} == {1 / 3}


def test_the_first_period_is_told_apart() -> None:
    found = robust(
        SMALL,
        Uncertainty(budgets=[BudgetCase(name="much", budget=70), BudgetCase(name="little", budget=35)]),
        draws=16,
    )
    # With 70 all three are done; with 35 there is no money for `dear`. `rest` has to wait for `sure` in both.
    assert {row.id: (row.kind, row.first_period) for row in found.initiatives} == {
        "sure": ("core", "start"),
        "dear": ("borderline", "depends"),
        "rest": ("core", "wait"),
    }


def test_without_uncertainty_there_is_no_regret() -> None:
    found = robust(SMALL, NOTHING, draws=3)
    assert found.plan.starts == found.written.starts == prioritise(SMALL).starts
    assert found.chosen is not None
    assert found.chosen.largest == 0
    assert found.kept == Proportion(count=3, of=3)
    assert found.narrowing == ()
    assert "No estimate changes" in found.summary()


@pytest.mark.slow
def test_the_answer_is_the_same_on_any_number_of_workers() -> None:
    with ThreadPoolExecutor(2) as pool:
        spread = robust(SMALL, UNSURE, draws=8, seed=3, executor=pool)
    alone = robust(SMALL, UNSURE, draws=8, seed=3)
    assert spread.model_dump_json() == alone.model_dump_json()
    assert spread.summary() == alone.summary()


@pytest.mark.slow
def test_what_to_narrow_names_the_estimate_that_the_decision_hangs_on() -> None:
    unsure = Uncertainty(
        initiatives={
            "dear": Uncertain(advances={"D2": (0.1, 1.0)}),
            "sure": Uncertain(advances={"R2": (0.49, 0.5)}),
        }
    )
    found = robust(SMALL, unsure, draws=40, plan=plan_of(SMALL, {"sure": 1, "rest": 2}))
    assert found.narrowing[0].place == "initiatives[dear].advances[D2]"
    assert found.narrowing[0].clear
    assert "Narrow first" in str(found)


@pytest.mark.slow
def test_best_of_each_draw_is_no_worse_than_any_candidate() -> None:
    found = robust(SMALL, UNSURE, [Fastest()], draws=10, seed=8)
    for place, number in enumerate(range(1, 11)):
        one = draw(SMALL, UNSURE, number=number, seed=8).portfolio
        assert isinstance(one, Portfolio)
        answer = best(one, ["Fastest"])
        assert answer is not None
        for candidate in found.candidates:
            course = course_of(one, candidate.starts, Fastest())
            assert candidate.regrets[place] == course.loss - answer[1][0]


def test_a_draw_without_a_plan_is_told_and_not_fatal() -> None:
    must = Portfolio(
        horizon=2, disc=DISC, initiatives=[SURE.model_copy(update={"decision": "must"})], budget=10
    )
    unsure = Uncertainty(budgets=[BudgetCase(name="enough"), BudgetCase(name="too little", budget=5)])
    found = robust(must, unsure, draws=10)
    short = [
        number
        for number in range(1, 11)
        if draw(must, unsure, number=number).values["budgets"] == "too little"
    ]
    assert 0 < len(short) < 10
    assert {number: failure.kind for number, failure in found.failures.items()} == dict.fromkeys(
        short, "InfeasibleError"
    )
    assert found.initiatives[0].chosen == Proportion(count=10 - len(short), of=10 - len(short))
    assert found.complete
    assert f"Without any (InfeasibleError): {len(short)}." in found.summary()
    assert found.unanswered == {}


def test_a_draw_that_makes_no_portfolio_is_told_and_not_fatal() -> None:
    must = Portfolio(horizon=2, disc=DISC, initiatives=[Initiative(id="long", duration=2, decision="must")])
    found = robust(must, Uncertainty(initiatives={"long": Uncertain(duration=(2, 3))}), draws=10)
    long = [number for number in range(1, 11) if number in found.failures]
    assert {found.failures[number].kind for number in long} == {"InvalidInputError"}
    assert found.planned == 10 - len(long)


def test_a_candidate_that_cannot_do_what_must_be_done_is_infeasible_in_that_draw() -> None:
    must = Initiative(id="must", cost=10, advances={"R2": 0.5}, decision="must", earliest_start=2)
    free = Initiative(id="free", cost=40, advances={"D2": 1.0})
    portfolio = Portfolio(horizon=3, disc=DISC, initiatives=[must, free], budget=50)
    unsure = Uncertainty(initiatives={"must": Uncertain(cost=(5, 25))})
    found = robust(portfolio, unsure, draws=12)
    dear = sum(
        float(draw(portfolio, unsure, number=number).values["initiatives[must].cost"]) > 10
        for number in range(1, 13)
    )
    both = next(one for one in found.candidates if "free" in one.starts)
    assert 0 < both.infeasible == dear
    assert found.plan.starts == {"must": 2}  # feasible in every draw, so it comes first


def test_the_errors_of_the_portfolio_as_written_are_not_swallowed() -> None:
    broke = SMALL.model_copy(
        update={"groups": [Group(id="all", members=["sure", "dear", "rest"], at_least=3)]}
    )
    with pytest.raises(InfeasibleError):
        robust(broke, NOTHING, draws=2)
    with pytest.raises(RuleBrokenError):
        robust(
            SMALL,
            NOTHING,
            draws=2,
            plan=plan_of(SMALL.model_copy(update={"budget": None}), {"sure": 1, "dear": 1, "rest": 2}),
        )


@pytest.mark.parametrize(("draws", "candidates"), [(0, 1), (1, 0)])
def test_there_is_at_least_one_of_each(draws: int, candidates: int) -> None:
    with pytest.raises(ValueError, match="give a whole number from 1 to"):
        robust(SMALL, NOTHING, draws=draws, candidates=candidates)


@pytest.mark.parametrize("step", ["planned_near", "tried"])
def test_it_is_not_complete_when_draws_failed(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = getattr(planning, step)
    calls = iter(range(100))

    def failing_in_two(*given: object, **options: object) -> object:
        if next(calls) in {1, 4}:
            raise SolverError("HiGHS gave no answer.")
        return done(*given, **options)

    monkeypatch.setattr(planning, step, failing_in_two)
    found = robust(SMALL, NOTHING, draws=6)
    assert list(found.unanswered) == [2, 5]  # the draws are numbered from 1
    assert not found.complete
    assert found.summary().startswith("Not complete: not every draw")
    assert "2 failed (SolverError)." in found.summary()
    assert found.summary().count("SolverError: HiGHS gave no answer.") == 1
    assert not Robustness.model_validate_json(found.model_dump_json()).complete


def test_it_is_not_complete_when_every_draw_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **__: object) -> Plan:
        raise BrokenProcessPool("a worker died")

    monkeypatch.setattr(planning, "planned_near", lost)
    found = robust(SMALL, NOTHING, draws=3)
    assert (found.planned, found.complete, list(found.unanswered)) == (0, False, [1, 2, 3])
    assert "With a plan: 0 of 3 draws" in found.summary()


def test_what_is_there_when_it_is_stopped_is_returned_and_marked() -> None:
    cancel = threading.Event()

    def tell(progress: object) -> None:
        if getattr(progress, "done", 0) == 3:
            cancel.set()

    found = robust(SMALL, UNSURE, draws=9, cancel=cancel, on_progress=tell)
    assert found.planned == 3
    assert not found.complete
    assert found.candidates == ()
    assert found.plan.starts == found.written.starts
    assert found.kept == Proportion(count=0, of=0)
    assert {failure.kind for failure in found.failures.values()} == {"cancelled"}
    assert "Not complete" in found.summary()


def test_what_is_compared_when_it_is_stopped_is_returned_and_marked() -> None:
    cancel = threading.Event()

    def tell(progress: EachProgress) -> None:
        if (progress.step, progress.done) == ("comparing plans", 2):
            cancel.set()

    found = robust(SMALL, UNSURE, draws=9, cancel=cancel, on_progress=tell)
    assert (found.planned, found.kept.of) == (9, 2)
    assert all(len(one.regrets) == 2 for one in found.candidates)
    assert [failure.kind for failure in found.failures.values()] == ["cancelled"] * 7
    assert not found.complete


def test_without_any_time_doing_nothing_is_all_that_is_known() -> None:
    found = robust(SMALL, UNSURE, draws=9, time_limit=1e-9)
    assert (found.written.starts, found.written.proven, found.complete) == ({}, False, False)
    must = SURE.model_copy(update={"decision": "must"})
    with pytest.raises(NoPlanFoundError):  # doing nothing breaks the decision
        robust(SMALL.model_copy(update={"initiatives": [must, DEAR]}), NOTHING, draws=9, time_limit=1e-9)


def test_a_draw_without_time_keeps_to_the_written_plan_within_its_rules() -> None:
    def planned(portfolio: Portfolio, seconds: float | None) -> Outcome:
        return planned_near(
            portfolio,
            Deadline(seconds),
            written={"sure": 1, "dear": 1},
            goals=(Fastest(),),
            time_limit=None,
            work_limit=None,
            gap=0.0,
        )

    assert planned(SMALL, None).proven
    late = planned(SMALL, 1e-9)
    assert (late.starts, late.proven, late.stopped) == ({"sure": 1, "dear": 1}, False, "time limit")
    # 30 pay for sure (10), not for dear (40): what is left of the plan is sure.
    assert planned(SMALL.model_copy(update={"budget": 30}), 1e-9).starts == {"sure": 1}
    must = REST.model_copy(update={"decision": "must"})
    with pytest.raises(NoPlanFoundError):  # the written plan does not have it
        planned(SMALL.model_copy(update={"initiatives": [SURE, DEAR, must]}), 1e-9)
