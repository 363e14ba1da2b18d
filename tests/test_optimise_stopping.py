"""Searches that are stopped by the clock, by work, from a thread or by Ctrl-C, and what they tell on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from judge.large import large_portfolio

from omniprio.catalogue import ten_portfolio
from omniprio.checker import check
from omniprio.errors import NoPlanFoundError
from omniprio.exactly import Exactly, Found
from omniprio.goals import Fastest, LeastCost, MostValue, Soonest
from omniprio.optimise import prioritise
from omniprio.plan import goal_result
from omniprio.portfolio import Group, Initiative, Portfolio
from omniprio.solver import witness
from omniprio.solver.limits import Said
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from omniprio.goals import Goal
    from omniprio.options import RunProgress
    from omniprio.plan import Plan
    from omniprio.solver.limits import Limits
    from omniprio.solver.program import Expression

# limits


@pytest.mark.slow
def test_a_time_limit_gives_a_plan_with_bound_and_gap() -> None:
    portfolio = large_portfolio(1)
    plan = first_with_a_bound(portfolio)
    first, second = plan.goals
    assert first.value is not None
    assert first.bound is not None
    assert first.gap is not None
    assert first.bound <= first.value
    assert first.gap == pytest.approx((first.value - first.bound) / first.value)
    assert (first.proven, second.proven, second.bound, plan.proven) == (False, False, None, False)
    assert plan.stopped == "time limit"
    assert check(portfolio, plan.starts).ok


def test_slack_makes_no_proof_of_what_the_clock_stopped() -> None:
    # 0.50 was reached, no plan is better than 0.49, and later goals may give up 0.2: that is no proof of 0.50
    stopped = goal_result(Fastest(slack=0.2), Fraction(50, 100), Fraction(49, 100))
    assert (stopped.proven, stopped.gap) == (False, 0.02)
    # where 0.49 was reached and later goals have given up 0.01 of it, it is one
    given_up = goal_result(Fastest(slack=0.2), Fraction(50, 100), Fraction(49, 100), best=Fraction(49, 100))
    assert given_up.proven
    # but not where they have given up more than the slack
    too_much = goal_result(Fastest(slack=0.001), Fraction(50, 100), Fraction(49, 100), best=Fraction(49, 100))
    assert not too_much.proven


def test_a_later_goal_that_is_stopped_keeps_the_plan_of_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    # Least cost is to do nothing; whether that can also be at the centre is not known when the time is over.
    solve = Task.minimise
    runs = iter([False, True])

    def stopped(task: Task, objective: Expression, limits: Limits, **how: Any) -> Said:  # noqa: ANN401
        return Said("time limit") if next(runs) else solve(task, objective, limits, **how)

    monkeypatch.setattr(witness, "_MOST_WORK", 0)  # so that the solver is asked
    monkeypatch.setattr(Task, "minimise", stopped)
    one = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=1, advances={"D2": 1})])
    plan = prioritise(one, [LeastCost(), Soonest()])
    assert plan.stopped == "time limit"
    assert plan.starts == {}
    assert [result.value for result in plan.goals] == [0, None]
    assert not plan.proven


def test_a_goal_that_is_not_shown_to_be_out_of_reach_does_not_bind_the_later_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Least cost is to do nothing; that nothing of it is at the centre is not settled: no run says anything of use.
    solve = Task.minimise
    runs = iter([False, True, True, True])

    def silent(task: Task, objective: Expression, limits: Limits, **how: Any) -> Said:  # noqa: ANN401
        return Said("finished") if next(runs, False) else solve(task, objective, limits, **how)

    monkeypatch.setattr(witness, "_MOST_WORK", 0)  # so that the solver is asked
    monkeypatch.setattr(Task, "minimise", silent)
    one = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=1, advances={"D2": 1})])
    plan = prioritise(one, [LeastCost(), Soonest(), MostValue()])
    assert (plan.starts, plan.stopped) == ({}, "finished")
    assert [(result.value, result.proven) for result in plan.goals] == [(0, True), (None, False), (0, True)]


def test_a_plan_that_is_known_refutes_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    never = Found[dict[str, int]](None, None, None, "finished", is_none=True)
    monkeypatch.setattr(Exactly, "least", lambda *_, **__: never)
    one = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=1, advances={"D2": 1})])
    plan = prioritise(one, [Fastest(), LeastCost()], warm_start={"web": 1})
    assert (plan.starts, [result.bound for result in plan.goals]) == ({"web": 1}, [None, None])


def first_with_a_bound(portfolio: Portfolio) -> Plan:
    """Return the plan of the shortest time limit at which this machine has one and a bound."""
    for seconds in (1, 3, 9, 27, 81):
        try:
            plan = prioritise(portfolio, time_limit=seconds)
        except NoPlanFoundError as error:
            assert error.stopped_by == "time limit"  # noqa: PT017  not yet a plan
        else:
            if plan.goals[0].bound is not None:
                return plan
    pytest.fail("no plan with a bound in 81 seconds")


def test_too_little_time_is_no_plan_or_a_plan() -> None:
    # one of the two must be done, so doing nothing is no plan
    either = Group(id="one of two", members=("p0", "p1"), at_least=1)
    drawn = large_portfolio(3, 40, 12).model_dump(exclude_defaults=True)
    portfolio = Portfolio.model_validate(drawn | {"groups": (either,)})
    try:
        plan = prioritise(portfolio, time_limit=1e-6)
    except NoPlanFoundError as error:
        assert error.stopped_by == "time limit"  # noqa: PT017  either is right
    else:
        assert check(portfolio, plan.starts).ok


@pytest.mark.slow
def test_a_work_limit_is_repeatable() -> None:
    portfolio = large_portfolio(1, 24, 10)
    one, two = (prioritise(portfolio, work_limit=1) for _ in range(2))
    assert one.stopped == "work limit"
    assert not one.proven
    assert one.to_json() == two.to_json()


@pytest.mark.slow
def test_a_gap_is_proven_within_the_gap_asked_for() -> None:
    portfolio = large_portfolio(1, 24, 10)
    plan = prioritise(portfolio, [Fastest()], gap=0.5)
    (result,) = plan.goals
    assert result.gap is not None
    assert (plan.proven, plan.stopped, result.asked) == (True, "finished", 0.5)
    assert result.gap <= 0.5


# progress and cancelling


def watched(goal: Goal) -> tuple[Plan, list[RunProgress]]:
    """Return the plan and reports of a run that is cancelled once there are a plan and a bound."""
    seen: list[RunProgress] = []
    cancel = threading.Event()

    def on_progress(report: RunProgress) -> None:
        seen.append(report)
        if report.value is not None and report.bound is not None:
            cancel.set()

    return prioritise(large_portfolio(1), [goal], on_progress=on_progress, cancel=cancel), seen


def test_progress_is_told_of_each_goal_where_no_solver_is_asked() -> None:
    told: list[RunProgress] = []
    plan = prioritise(ten_portfolio(), on_progress=told.append)
    assert plan.certified
    assert {report.goal for report in told} == {result.goal for result in plan.goals}
    assert all(report.value is not None for report in told)


@pytest.mark.slow
def test_progress_of_a_goal_to_be_made_small() -> None:
    plan, seen = watched(Fastest())
    known = [(one.value, one.bound) for one in seen if one.value is not None and one.bound is not None]
    assert known
    assert all(0 <= bound <= value <= 1 for value, bound in known)
    assert [one.seconds for one in seen] == sorted(one.seconds for one in seen)
    assert all(one.goal == Fastest() and one.nodes >= 0 for one in seen)
    assert (plan.stopped, plan.proven) == ("cancelled", False)
    assert plan.goals[0].value is not None
    assert plan.goals[0].value <= known[-1][0] + 1e-9


@pytest.mark.slow
def test_progress_of_a_goal_to_be_made_great() -> None:
    plan, seen = watched(MostValue())
    known = [(one.value, one.bound) for one in seen if one.value is not None and one.bound is not None]
    assert known
    assert all(value <= bound for value, bound in known)
    assert plan.goals[0].value is not None
    assert plan.goals[0].value >= known[-1][0] - 1e-6


@pytest.mark.slow
def test_an_error_of_the_callback_comes_through() -> None:
    def on_progress(_report: RunProgress) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        prioritise(large_portfolio(1), on_progress=on_progress, time_limit=60)


def test_cancelling_from_a_thread_keeps_the_best_plan() -> None:
    cancel, found = threading.Event(), threading.Event()

    def on_progress(report: RunProgress) -> None:
        if report.value is not None:
            found.set()

    def cancel_when_found() -> None:
        found.wait()
        cancel.set()

    thread = threading.Thread(target=cancel_when_found)
    thread.start()
    plan = prioritise(large_portfolio(1), on_progress=on_progress, cancel=cancel)
    thread.join()
    assert (plan.stopped, plan.proven) == ("cancelled", False)
    assert check(plan.portfolio, plan.starts).ok


def test_cancelled_before_it_began_it_has_the_plan_that_does_nothing() -> None:
    cancel = threading.Event()
    cancel.set()
    plan = prioritise(large_portfolio(1), cancel=cancel)
    assert (plan.starts, plan.stopped, plan.proven) == ({}, "cancelled", False)


def test_cancelled_with_nothing_in_hand() -> None:
    cancel = threading.Event()
    cancel.set()
    wanted = large_portfolio(1)
    wanted = wanted.model_copy(update={"groups": [Group(id="any", members=tuple(wanted.by_id), at_least=1)]})
    with pytest.raises(NoPlanFoundError) as raised:  # doing nothing breaks the group
        prioritise(wanted, cancel=cancel)
    assert raised.value.stopped_by == "cancelled"


def test_prioritise_in_a_thread() -> None:
    web = Portfolio(horizon=1, initiatives=(Initiative(id="web", advances={"D2": 0.6}),))
    plans: list[Plan] = []
    thread = threading.Thread(target=lambda: plans.append(prioritise(web)))
    thread.start()
    thread.join()
    assert plans[0].starts == {"web": 1}


INTERRUPTED = """
import signal
from judge.large import large_portfolio
from omniprio import check, prioritise

def on_progress(report):
    if report.value is not None:
        print("found", flush=True)

numbers = (signal.SIGINT, signal.SIGTERM)
before = [signal.getsignal(number) for number in numbers]
large = large_portfolio(1)
plan = prioritise(large, on_progress=on_progress)
assert [signal.getsignal(number) for number in numbers] == before
print("plan", plan.stopped, plan.proven, check(plan.portfolio, plan.starts).ok, flush=True)
prioritise(large)
print("another plan")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to one process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_keep_the_best_plan_and_end_the_program_before_the_next(
    number: signal.Signals,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        cwd=Path(__file__).parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert "found\n" in iter(process.stdout.readline, "")
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert out.splitlines()[-1:] == ["plan cancelled False True"], err
    assert process.returncode == -number
