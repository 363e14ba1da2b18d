"""The search in a thread of its own: it goes on from what it hears, hands over what is better, and ends with the block."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

import pytest
from judge.brute_force import judge
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import lexicographic, own_search
from omniprio.deadline import Deadline
from omniprio.goals import Fastest
from omniprio.greedy import first_schedule
from omniprio.heuristic import Alongside, Exchanging, alongside
from omniprio.lexicographic import Stages
from omniprio.optimise import prioritise
from omniprio.options import Options
from omniprio.solver import witness
from omniprio.solver.limits import Said
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.heuristic import Guidance, Judge
    from omniprio.solver.limits import Limits

GOAL = Fastest()


class _Steps:
    """Stands in for a search: finds 3 once it has heard of something and is told a bound."""

    def __init__(self, failing: BaseException | None = None) -> None:
        self.failing = failing
        self.heard: list[Sequence[float]] = []
        self.has_stepped = threading.Event()
        self.found: list[float] | None = None
        self.has_ended = False

    def hear(self, values: Sequence[float]) -> None:
        self.heard.append(values)

    def step(self, _deadline: Deadline, bound: float | None) -> bool:
        if self.failing is not None:
            self.has_stepped.set()
            raise self.failing
        if self.heard and bound is not None:
            self.found = [3.0]
            self.has_stepped.set()
        return False

    def end(self) -> None:
        self.has_ended = True

    def better_than(self, value: float | None) -> Sequence[float] | None:
        return self.found if value is not None and value > 3 else None


def beside(steps: _Steps) -> Alongside:
    return Alongside(cast("Exchanging", steps), Deadline())


def test_each_is_told_of_the_other() -> None:
    steps = _Steps()
    with beside(steps) as search:
        assert search.turn(5.0, 1.0) is None
        search.hear([5.0])
        assert steps.has_stepped.wait(60)
        assert search.turn(5.0, 1.0) == [3.0]
        assert search.turn(2.0, 1.0) is None  # the solver has something better
    assert steps.heard == [[5.0]]
    assert search.found == [3.0]


def test_it_ends_with_the_block() -> None:
    before = threading.active_count()
    with beside(_Steps()):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_what_does_not_come_back_is_left_alone_and_takes_nothing_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    let_go = threading.Event()
    steps = _Steps()
    monkeypatch.setattr(alongside, "_LONGEST", 0.01)
    monkeypatch.setattr(steps, "step", lambda *_: let_go.wait(60))
    with beside(steps):
        pass
    assert steps.has_ended
    let_go.set()


@pytest.mark.parametrize("failing", [MemoryError(), ZeroDivisionError()])
def test_what_is_raised_in_it_comes_out_at_the_end(failing: BaseException) -> None:
    steps = _Steps(failing)
    with pytest.raises(type(failing)), beside(steps):
        assert steps.has_stepped.wait(60)


def test_what_ends_the_block_comes_out_before_what_is_raised_in_it() -> None:
    steps = _Steps(ZeroDivisionError())

    def interrupted() -> None:
        with beside(steps):
            assert steps.has_stepped.wait(60)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()


# through `prioritise`


@pytest.fixture
def _on_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_search, "_has_another_core", lambda: True)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    monkeypatch.setattr(witness, "_MOST_WORK", 0)


@pytest.mark.usefixtures("_on_two_cores")
def test_the_solver_proves_while_the_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: {})  # anything is better
    portfolio = large_portfolio(3, 12, 8)
    plan = prioritise(portfolio, [GOAL], time_limit=1000)
    assert plan.proven
    assert plan.goals[0].value == prioritise(portfolio, [GOAL]).goals[0].value


@pytest.mark.usefixtures("_on_two_cores")
@pytest.mark.parametrize("seed", slow_after(4, with_a_plan(24)))
def test_with_a_search_on_another_core_a_plan_is_as_good_as_the_best(seed: int) -> None:
    portfolio = full_portfolio(seed)
    schedules = judge(portfolio)
    plan = prioritise(portfolio, [GOAL], time_limit=600)
    best = schedules.value(GOAL, int(schedules.best_rows([GOAL])[0]))
    assert best is not None
    assert plan.proven
    assert plan.goals[0].value == pytest.approx(float(best), abs=1e-9)


@pytest.mark.usefixtures("_on_two_cores")
def test_what_the_search_finds_while_a_solver_finds_nothing_is_the_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def finds_nothing(_task: Task, _objective: object, limits: Limits, **_: object) -> Said:
        while limits.beside is None or not limits.beside.found or limits.beside.turn(None, 0.0) is None:
            limits.deadline.cancel.wait(0.01)
        return Said("time limit")

    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: {})
    monkeypatch.setattr(Task, "minimise", finds_nothing)
    plan = prioritise(large_portfolio(3, 12, 8), [GOAL], time_limit=1000)
    assert plan.starts
    assert not plan.proven


@pytest.mark.slow
@pytest.mark.usefixtures("_on_two_cores")
def test_where_the_solver_is_to_use_several_cores_the_search_has_its_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_thread(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Alongside, "__enter__", no_thread)
    assert prioritise(large_portfolio(3, 8, 6), [GOAL], time_limit=1000, threads=2).proven


@pytest.mark.usefixtures("_on_two_cores")
def test_what_is_found_after_the_search_has_ended_changes_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = large_portfolio(3, 12, 8)
    better = first_schedule(portfolio, (GOAL,))
    judges: list[Judge] = []

    def searching(guidance: Guidance, *_: object, **__: object) -> _Steps:
        judges.append(guidance.judge)
        return _Steps()

    monkeypatch.setattr(own_search, "Exchanging", searching)
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: {})
    monkeypatch.setattr(Task, "minimise", lambda *_, **__: Said("time limit"))
    stages = Stages(portfolio, (GOAL,), Options(time_limit=1000, cancel=threading.Event()))
    assert stages.outcome().starts == {}
    assert better
    assert judges[0](better) is not None
    assert stages.starts == {}
