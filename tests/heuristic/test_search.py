"""The search for large portfolios, on small ones: against brute force, with everything the model has."""

from __future__ import annotations

import threading
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from judge.brute_force import judge
from judge.large import large_portfolio
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.random_times import timed_portfolio
from judge.seeds import slow_after, with_a_plan, without_a_plan

from omniprio import lexicographic, own_search
from omniprio.checker import check
from omniprio.deadline import Deadline
from omniprio.formulation import Formulation, formulate
from omniprio.goals import Fastest, LeastCost, MostValue, goal_value
from omniprio.greedy import first_schedule
from omniprio.heuristic import Found, Guidance, guided, rounds
from omniprio.infeasibility import InfeasibleError
from omniprio.optimise import prioritise
from omniprio.portfolio import Group, Initiative, Mode, Portfolio, Requirement, Start, Synergy
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.options import RunProgress

GOAL = MostValue()
ROUNDS = 12


def searched(
    portfolio: Portfolio,
    *,
    limits: Limits | None = None,
    begin: Mapping[str, int] | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> tuple[Found, list[dict[str, int]]]:
    """Return what a search comes to and the schedules that the judge has accepted, in order."""
    formulation = formulate(portfolio, [GOAL])
    accepted: list[dict[str, int]] = []

    def keeps_the_rules(starts: dict[str, int]) -> list[Fraction] | None:
        if not check(portfolio, starts).ok:
            return None
        accepted.append(starts)
        return formulation.values(starts)

    guidance = Guidance(formulation.program, formulation.objectives[0], formulation.chains, keeps_the_rules)
    found = guided(guidance, limits or Limits(), begin=begin, rounds=rounds, seed=seed)
    return found, accepted


def value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    found = goal_value(GOAL, portfolio, starts)
    assert found is not None
    return found


class Outcome(NamedTuple):
    """What a search came to, the values of the schedules it found, and the best there is."""

    found: Found
    values: list[Fraction]
    best: Fraction | None

    @property
    def is_about_something(self) -> bool:
        """Whether there is a best, and something could start."""
        return self.best is not None and self.found.bound is not None

    @property
    def reaches_the_best(self) -> bool:
        return self.is_about_something and self.best in self.values


@cache
def outcome(draw: Callable[[int], Portfolio], seed: int) -> Outcome:
    portfolio = draw(seed)
    schedules = judge(portfolio)
    found, accepted = searched(portfolio)
    best = schedules.value(GOAL, int(schedules.best_rows([GOAL])[0])) if len(schedules) else None
    return Outcome(found, [value(portfolio, starts) for starts in accepted], best)


BATCH = 25
CASES = 150


@pytest.mark.parametrize("draw", [core_portfolio, full_portfolio])
@pytest.mark.parametrize("seed", slow_after(BATCH, range(CASES)))
def test_no_schedule_is_better_and_no_bound_worse_than_the_best(
    draw: Callable[[int], Portfolio], seed: int
) -> None:
    found, values, best = outcome(draw, seed)
    if best is None:
        assert values == []
    else:
        assert all(each <= best for each in values)
        if found.bound is None:
            assert not any(formulate(draw(seed), [GOAL]).chains.values())  # nothing can start
        else:
            assert best <= -found.bound
            assert not found.is_close or max(values) == best


@pytest.mark.parametrize("draw", [core_portfolio, full_portfolio])
@pytest.mark.parametrize(
    "seeds", slow_after(1, [range(first, first + BATCH) for first in range(0, CASES, BATCH)]), ids=str
)
def test_it_nearly_always_finds_the_best(draw: Callable[[int], Portfolio], seeds: range) -> None:
    of = sum(outcome(draw, seed).is_about_something for seed in seeds)
    assert of >= 10
    assert sum(outcome(draw, seed).reaches_the_best for seed in seeds) >= 0.9 * of


@pytest.mark.parametrize("seed", slow_after(8, range(CASES)))
def test_with_modes_and_closed_periods_no_schedule_is_better_and_no_bound_worse(seed: int) -> None:
    test_no_schedule_is_better_and_no_bound_worse_than_the_best(timed_portfolio, seed)


def earning(**changes: object) -> Portfolio:
    """Return a portfolio that wants care: each rule below decides what is best.

    Over four periods with 100 each to spend: a costs 60 and brings 30 per period, b costs 50 and brings 20.
    """
    data: dict[str, object] = {
        "horizon": 4,
        "initiatives": [
            Initiative(id="a", cost=60, benefit=30),
            Initiative(id="b", cost=50, benefit=20),
        ],
        "budget": {"per_period": 100, "carry_over": False},
    }
    return Portfolio.model_validate(data | changes)


def best_value(portfolio: Portfolio) -> Fraction:
    found, accepted = searched(portfolio)
    assert found.bound is not None
    best = max(value(portfolio, starts) for starts in accepted)
    assert best <= -found.bound
    return best


def test_the_budget_of_a_period() -> None:
    # a in 1: 4 * 30 - 60 = 60; b in 2, as 60 + 50 is too much for 1: 3 * 20 - 50 = 10
    assert best_value(earning()) == 70


def test_a_capacity() -> None:
    busy = [
        Initiative(id="a", cost=60, benefit=30, duration=2, effort={"crew": 1}),
        Initiative(id="b", cost=50, benefit=20, duration=2, effort={"crew": 1}),
    ]
    # one after the other: a in 1 is complete in 2, 3 * 30 - 60 = 30; b in 3 is complete in 4, 20 - 50: not worth it
    assert best_value(earning(initiatives=busy, capacities={"crew": 1})) == 30


def test_the_mode_that_earns_the_most() -> None:
    # fast is complete in 1: 4 * 30 - 60 = 60; slow in 2: 3 * 30 - 40 = 50; cheap in 4: 30 - 25 = 5; all three: 115
    ways = [
        Mode(id="cheap", duration=4, cost=25),
        Mode(id="fast", duration=1, cost=60),
        Mode(id="slow", duration=2, cost=40),
    ]
    one = Portfolio(horizon=4, initiatives=[Initiative(id="a", benefit=30, modes=ways)], budget=200)
    found, accepted = searched(one)
    assert accepted[-1] == {"a": Start(1, "fast")}
    assert value(one, accepted[-1]) == 60
    assert found.bound is not None
    assert found.bound <= -60


def test_a_group() -> None:
    # of a with 60 and b in 1 with 4 * 20 - 50 = 30, only one
    assert best_value(earning(groups=[Group(id="one", members=("a", "b"), at_most=1)])) == 60


def test_a_synergy() -> None:
    # 70 without; together they bring 5 more in each period from 2 on, when b is complete: 15
    assert best_value(earning(synergies=[Synergy(id="both", of=("a", "b"), benefit=5)])) == 85
    # a loss of 50 a period: better a alone
    assert best_value(earning(synergies=[Synergy(id="both", of=("a", "b"), benefit=-50)])) == 60


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        # on top of the 70: after a, in 2, where b leaves 50 for it: 3 * 25 - 30
        (Requirement(of=("a", "b"), match="any"), 70 + 45),
        (Requirement(of=("a",), kind="start to start"), 70 + 70),  # with a, in 1: 4 * 25 - 30
        (Requirement(of=("b",)), 70 + 20),  # after b, in 3: 2 * 25 - 30
    ],
)
def test_requirements(requirement: Requirement, expected: int) -> None:
    three = [
        Initiative(id="a", cost=60, benefit=30),
        Initiative(id="b", cost=50, benefit=20, earliest_start=2),
        Initiative(id="c", cost=30, benefit=25, requires=(requirement,)),
    ]
    assert best_value(earning(initiatives=three)) == expected


def test_where_doing_nothing_is_forbidden() -> None:
    losing = [Initiative(id="a", cost=60), Initiative(id="b", cost=50)]
    portfolio = earning(initiatives=losing, groups=[Group(id="one", members=("a", "b"), at_least=1)])
    assert best_value(portfolio) == -50
    assert best_value(earning(initiatives=[Initiative(id="a", cost=60, decision="must")])) == -60


def test_where_there_is_no_plan_the_judge_sees_none() -> None:
    both = [Initiative(id=name, cost=60, decision="must", latest_start=1) for name in "ab"]
    found, accepted = searched(earning(initiatives=both))
    assert (found.bound, found.is_close, accepted) == (None, False, [])


def test_nothing_can_start() -> None:
    found, accepted = searched(earning(initiatives=[Initiative(id="a", decision="never")]))
    assert (found.stop, found.bound, accepted) == ("finished", None, [])


def test_the_same_seed_gives_the_same_schedules() -> None:
    portfolio = large_portfolio(3, 40, 10)
    one, two = (searched(portfolio, seed=7) for _ in range(2))
    assert one == two
    assert len(one[1]) >= 1


def test_a_given_schedule_is_where_it_begins() -> None:
    portfolio = earning()
    best = {"a": 1, "b": 2}
    _, accepted = searched(portfolio, begin=best)
    assert accepted[0] == best
    assert all(value(portfolio, starts) <= 70 for starts in accepted)


def test_a_schedule_that_the_judge_refuses_does_not_count() -> None:
    portfolio = earning()
    formulation = formulate(portfolio, [GOAL])
    seen: list[dict[str, int]] = []

    def refuses(starts: dict[str, int]) -> None:
        seen.append(starts)

    reports: list[float | None] = []
    limits = Limits(watch=lambda value, _bound, _nodes: reports.append(value))
    guidance = Guidance(formulation.program, formulation.objectives[0], formulation.chains, refuses)
    found = guided(guidance, limits, rounds=ROUNDS)
    assert seen
    assert not found.is_close
    assert set(reports) <= {None}


@pytest.mark.slow
def test_what_it_begins_with_is_told_before_the_relaxation_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_SECONDS_BETWEEN_REPORTS", 0.0)
    portfolio = large_portfolio(1)
    begin = first_schedule(portfolio, [GOAL])
    assert begin
    reports: list[tuple[float | None, float | None]] = []
    limits = Limits(watch=lambda value, bound, _nodes: reports.append((value, bound)))
    searched(portfolio, limits=limits, begin=begin, rounds=0)
    told, bound = reports[0]
    assert told == pytest.approx(-float(value(portfolio, begin)))
    assert bound is None


def test_a_cancelled_search() -> None:
    cancel = threading.Event()
    cancel.set()
    found, accepted = searched(large_portfolio(1), limits=Limits(Deadline(cancel=cancel)))
    assert (found.stop, found.is_close, accepted) == ("cancelled", False, [])


def test_no_time() -> None:
    found, accepted = searched(large_portfolio(1), limits=Limits(Deadline(0.0)))
    assert (found.stop, found.bound, accepted) == ("time limit", None, [])


@pytest.mark.slow
def test_a_gap_that_is_close_enough() -> None:
    found, accepted = searched(large_portfolio(1), limits=Limits(gap=1.0))
    assert (found.stop, found.is_close) == ("finished", True)
    assert found.bound is not None
    best = max(value(large_portfolio(1), starts) for starts in accepted)
    assert 0 <= -found.bound - best <= best


# through `prioritise`


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the search go first however small the program is."""
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)


def no_search(*_: object, **__: object) -> Found:
    pytest.fail("the search was not to be used")


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("seed", without_a_plan(4))
def test_where_there_is_no_plan_the_plain_solver_proves_it(seed: int) -> None:
    with pytest.raises(InfeasibleError):
        prioritise(full_portfolio(seed), [GOAL], time_limit=600)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("seed", slow_after(9, with_a_plan(36)))
def test_a_plan_is_proven_by_the_plain_solver_after_it(seed: int) -> None:
    portfolio = full_portfolio(seed)
    schedules = judge(portfolio)
    plan = prioritise(portfolio, [GOAL], time_limit=600)
    assert plan.goals[0].value == float(schedules.value(GOAL, int(schedules.best_rows([GOAL])[0])))
    assert plan.proven


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize(("goal", "best"), [(MostValue(), {"web": 1}), (Fastest(), {"web": 1})])
def test_a_rule_that_the_program_has_lost_is_kept_all_the_same(
    goal: MostValue | Fastest, best: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_budgets(*given: object, **options: object) -> Formulation:
        whole = formulate(*given, **options)  # type: ignore[arg-type]
        whole.program.rows[:] = [row for row in whole.program.rows if row.rule != "budget"]
        return whole

    monkeypatch.setattr(lexicographic, "formulate", without_budgets)
    both = [
        Initiative(id="web", cost=60, benefit=90, advances={"D2": 0.6}),
        Initiative(id="app", cost=50, benefit=80, advances={"D2": 0.4}),
    ]
    # both together are best of all, and 110 is more than 100: what checks a schedule knows no row
    assert (
        prioritise(Portfolio(horizon=1, initiatives=both, budget=100), [goal], time_limit=60).starts == best
    )


@pytest.mark.slow
@pytest.mark.usefixtures("always")
def test_progress_and_cancelling() -> None:
    seen: list[RunProgress] = []
    cancel = threading.Event()

    def on_progress(report: RunProgress) -> None:
        seen.append(report)
        if report.value is not None and report.bound is not None:
            cancel.set()

    plan = prioritise(large_portfolio(1), [GOAL], time_limit=600, on_progress=on_progress, cancel=cancel)
    known = [(one.value, one.bound) for one in seen if one.value is not None and one.bound is not None]
    assert known
    assert all(value <= bound for value, bound in known)
    assert (plan.stopped, plan.proven) == ("cancelled", False)
    assert plan.goals[0].value is not None
    assert plan.goals[0].value >= known[-1][0] - 1e-6
    assert plan.goals[0].bound is not None


@pytest.mark.slow
@pytest.mark.usefixtures("always")
def test_an_error_of_the_callback_comes_through() -> None:
    def on_progress(_report: RunProgress) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        prioritise(large_portfolio(1), [GOAL], on_progress=on_progress, time_limit=600)


@pytest.mark.usefixtures("always")
def test_cancelled_before_it_began_it_has_the_plan_that_does_nothing() -> None:
    cancel = threading.Event()
    cancel.set()
    plan = prioritise(large_portfolio(1), [GOAL], time_limit=600, cancel=cancel)
    assert (plan.starts, plan.stopped, plan.proven) == ({}, "cancelled", False)


@pytest.mark.usefixtures("always")
def test_close_enough_is_proven_within_the_gap() -> None:
    # 70 is the best, no bound worse than 10 times that is far from it; then the least spending at 70: 60 + 50
    plan = prioritise(earning(), [GOAL, LeastCost()], gap=0.9, time_limit=600)
    assert [result.value for result in plan.goals] == [70, 110]
    assert plan.proven


@pytest.mark.parametrize(
    ("goals", "options"),
    [
        ([MostValue()], {}),  # no clock
        ([MostValue()], {"time_limit": 600.0, "work_limit": 1}),  # to be the same every time
        ([Fastest()], {"time_limit": 600.0}),
        ([Fastest(), MostValue()], {"time_limit": 600.0}),
    ],
)
@pytest.mark.usefixtures("always")
def test_when_the_plain_solver_goes_alone(
    monkeypatch: pytest.MonkeyPatch, goals: list[Fastest | MostValue], options: dict[str, float]
) -> None:
    monkeypatch.setattr(own_search, "guided", no_search)
    prioritise(earning(), goals, **options)  # type: ignore[arg-type]


def test_small_programs_go_to_the_plain_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_search, "guided", no_search)
    assert prioritise(earning(), [GOAL], time_limit=600).proven


@pytest.mark.usefixtures("always")
def test_nothing_is_built_for_the_solver_once_the_search_has_used_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def out_of_time(*_: object, **__: object) -> Found:
        return Found("time limit", Fraction(-100), is_close=False)

    def not_built(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(own_search, "guided", out_of_time)
    monkeypatch.setattr(lexicographic, "Exactly", not_built)
    plan = prioritise(earning(), [GOAL], time_limit=600)
    assert plan.stopped == "time limit"
    assert plan.goals[0].bound == 100
