"""Nothing is begun once the time is over, and a known plan comes back: with a clock that the test moves on."""

from __future__ import annotations

import pickle
import threading
from typing import TYPE_CHECKING

import pytest
from judge.large import earning_portfolio, large_portfolio

from omniprio import deadline, lexicographic, own_search
from omniprio.answers.replanning import planning
from omniprio.answers.replanning.planning import where_we_are
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.errors import NoPlanFoundError
from omniprio.exactly import Exactly, Found
from omniprio.formulation import formulate
from omniprio.goals import DEFAULT_GOALS, Fastest, MostValue
from omniprio.greedy import first_schedule
from omniprio.optimise import best_plan, prioritise
from omniprio.plan import kept_back
from omniprio.plan.initiatives import left_out_of
from omniprio.plan.kept_back import until_explained
from omniprio.portfolio import Initiative, Portfolio
from omniprio.solver import solve
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.goals import Goal
    from omniprio.options import Options


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let every deadline go by a clock that the test moves on."""
    moved = Clock()
    monkeypatch.setattr(deadline, "now", moved)
    return moved


def test_a_deadline(clock: Clock) -> None:
    until = Deadline(10)
    clock.time = 4
    assert (until.taken, until.left, until.why, until.is_over()) == (4, 6, None, False)
    assert (until.allows(5), until.allows(6), until.before(2).left) == (True, False, 4)
    clock.time = 11
    assert (until.left, until.why, until.allows(0)) == (0, "time limit", False)
    with pytest.raises(TimeIsOver):
        until.check()


def test_without_a_limit_only_cancelling_ends_it(clock: Clock) -> None:
    cancel = threading.Event()
    until = Deadline(None, cancel)
    clock.time = 1e9
    assert (until.left, until.why, until.before(5).left, until.allows(1e9)) == (None, None, None, True)
    cancel.set()
    assert (until.why, until.before(5).why, until.allows(0)) == ("cancelled", "cancelled", False)


def test_a_share_is_of_what_is_left_and_has_the_same_cancel(clock: Clock) -> None:
    cancel = threading.Event()
    whole = Deadline(10, cancel)
    clock.time = 4
    half, capped, free = whole.share(0.5), whole.share(0.5, most=2), Deadline(None, cancel).share(0.5)
    assert (half.left, capped.left, free.left) == (3, 2, None)  # (10 - 4) / 2, not 10 / 2
    clock.time = 6
    assert (half.left, half.taken, whole.taken) == (1, 2, 6)
    cancel.set()
    assert {one.why for one in (whole, half, capped, free)} == {"cancelled"}


def test_when_the_time_is_over_a_share_is_over_and_a_limit_is_still_a_limit(clock: Clock) -> None:
    late = Deadline(1)
    clock.time = 2
    assert (late.share(0.5).left, late.share(0.5).why) == (0, "time limit")
    assert 0 < (late.limit or 0) < 1e-6
    free = Deadline()
    free.cancel.set()
    assert 0 < (free.limit or 0) < 1e-6
    assert Deadline().limit is None


def test_another_process_gets_what_is_left_when_it_arrives(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Clock()
    monkeypatch.setattr(deadline, "time_of_day", day)
    clock.time, day.time = 100, 1_000_000
    until = Deadline(10)
    clock.time, day.time = 103, 1_000_003
    sent = pickle.dumps(until), pickle.dumps(Deadline())
    clock.time, day.time = 7, 1_000_005  # the clock of the other process began at another time, and 2 s later
    arrived, free = map(pickle.loads, sent)
    assert (arrived.left, arrived.taken, free.left) == (5, 0, None)  # 10 - 3 - 2
    cancel = threading.Event()
    heard = arrived.heard_by(cancel)
    cancel.set()
    assert (heard.left, heard.why, arrived.why) == (5, "cancelled", None)


def test_stating_a_program_is_given_up(clock: Clock) -> None:
    until = Deadline(10)
    clock.time = 10
    with pytest.raises(TimeIsOver):
        formulate(large_portfolio(0, 10, 5), DEFAULT_GOALS, deadline=until)


def moved_on(clock: Clock, seconds: float) -> Callable[..., dict[str, int] | None]:
    """Return what finds the first schedule and takes so many seconds."""

    def slow(*asked: object) -> dict[str, int] | None:
        found = first_schedule(*asked)  # type: ignore[arg-type]
        clock.time += seconds
        return found

    return slow


@pytest.mark.slow
@pytest.mark.parametrize(
    ("portfolio", "goal"), [(large_portfolio(0, 40), Fastest()), (earning_portfolio(0, 40), MostValue())]
)
def test_where_no_time_is_left_for_a_solver_the_first_schedule_comes_back(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, portfolio: Portfolio, goal: Fastest | MostValue
) -> None:
    monkeypatch.setattr(lexicographic, "first_schedule", moved_on(clock, 10))
    monkeypatch.setattr(Task, "minimise", None)  # not to be called
    plan = prioritise(portfolio, [goal], time_limit=10)
    assert plan.starts == first_schedule(portfolio, [goal]) != {}
    assert (plan.stopped, plan.proven, plan.goals[0].bound) == ("time limit", False, None)


def test_a_program_is_not_built_for_a_solver_once_the_time_is_over(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = large_portfolio(0, 10, 5)
    program = formulate(portfolio, DEFAULT_GOALS).program
    until = Deadline(10)
    clock.time = 10
    with pytest.raises(TimeIsOver):
        Task(program, None, until)

    def slow(*asked: object, **more: object) -> object:
        stated = formulate(*asked, **more)  # type: ignore[arg-type]
        clock.time += 11
        return stated

    monkeypatch.setattr(lexicographic, "formulate", slow)
    monkeypatch.setattr(solve, "Task", None)  # not to be called: it goes through every row
    plan = prioritise(portfolio, time_limit=10)
    assert (plan.stopped, plan.proven, plan.starts == first_schedule(portfolio, DEFAULT_GOALS)) == (
        "time limit",
        False,
        True,
    )


@pytest.mark.usefixtures("clock")
def test_a_program_is_not_handed_over_where_that_takes_longer_than_there_is() -> None:
    task = Task(formulate(large_portfolio(0, 10, 5), DEFAULT_GOALS).program)
    said = task.minimise(Expression({0: 1}), Limits(Deadline(0.0)))
    assert (said.stop, said.values) == ("time limit", None)
    task._handing_over = 4.0  # noqa: SLF001  as if it had taken so long before
    assert task.minimise(Expression({0: 1}), Limits(Deadline(3.0))).stop == "time limit"


def test_what_must_be_done_and_is_not_found_in_time_is_no_plan(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = Portfolio(horizon=2, initiatives=(Initiative(id="web", decision="must"),))
    plan = prioritise(portfolio, time_limit=10)
    assert (plan.starts, plan.proven) == ({"web": 1}, True)

    def none(*_: object) -> Mapping[str, int] | None:
        clock.time += 10
        return None

    monkeypatch.setattr(lexicographic, "first_schedule", none)
    with pytest.raises(NoPlanFoundError) as raised:
        prioritise(portfolio, time_limit=10)
    assert raised.value.stopped_by == "time limit"


def test_time_for_explaining_is_kept_back(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*given: object) -> object:
        clock.time += 0.01
        return left_out_of(*given)  # type: ignore[arg-type]

    asked: list[float | None] = []

    def given_up(_: object, __: object, *, late: bool, deadline: Deadline) -> None:
        assert not late
        asked.append(deadline.left)
        raise TimeIsOver("time limit")

    monkeypatch.setattr(kept_back, "left_out_of", slow)
    monkeypatch.setattr(lexicographic, "formulate", given_up)
    prioritise(large_portfolio(0, 10, 5), time_limit=20)
    # of ten that are tried 50 times there are 15 * 10 + 0.4 * 50 * 10 = 350 times as much to do as to say of one that it is left
    # out, which takes 0.01 s; a 45th of that is 7.8, so that 8 are timed, three times: 45 * 0.08 s are kept back after 3 * 0.08
    assert asked == [pytest.approx(20 - 0.24 - 3.6)]
    left = until_explained(Deadline(40), large_portfolio(0, 10, 5), plans=3).left
    assert left == pytest.approx(40 - 0.24 - 3 * 3.6)
    # of 100 over 40 periods 400 are tried, beside 50 at most: 15 * 100 + 0.4 * 20,000 = 9,500, of which 212 are timed
    left = until_explained(Deadline(400), large_portfolio(0, 100, 40)).left
    assert left == pytest.approx(400 - 3 * 2.12 - 45 * 2.12)


def test_a_moment_without_the_processor_does_not_count(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def slow(name: str, *given: object) -> object:
        said.append(name)
        clock.time += 5 if len(said) == 3 else 0.01
        return left_out_of(name, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_back, "left_out_of", slow)
    left = until_explained(Deadline(40), large_portfolio(0, 10, 5)).left
    assert left == pytest.approx(40 - 0.23 - 5 - 3.6)  # as above, and the five seconds are over


@pytest.mark.slow
def test_nothing_is_begun_that_could_not_be_stopped_in_time(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = large_portfolio(0, 40)

    def slow(*asked: object, **more: object) -> object:
        stated = formulate(*asked, **more)  # type: ignore[arg-type]
        clock.time += 10
        return stated

    monkeypatch.setattr(lexicographic, "formulate", slow)
    monkeypatch.setattr(own_search, "Exchanging", None)  # preparing it takes 9 of the 5 seconds left
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 1)
    asked: list[float | None] = []

    def handed_over(_: object, __: object, limits: Limits, *___: object, **____: object) -> object:
        asked.append(limits.deadline.left)
        return Found(None, None, None, "time limit")

    monkeypatch.setattr(Exactly, "least", handed_over)
    plan = prioritise(portfolio, time_limit=15)
    assert (plan.stopped, asked) == ("time limit", [5])  # to hand it over takes 4
    plan = prioritise(portfolio, time_limit=13)
    assert (plan.stopped, asked) == ("time limit", [5])


def test_the_clock_of_a_new_plan_runs_while_what_has_begun_is_looked_at(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prioritise(Portfolio(horizon=2, initiatives=(Initiative(id="web", advances={"D2": 1}),)))
    asked: list[object] = []

    def slow(*given: object) -> object:
        clock.time += 3
        return where_we_are(*given)  # type: ignore[arg-type]

    def noted(now: Portfolio, goals: tuple[Goal, ...], options: Options) -> object:
        asked.append(options.time_limit)
        return best_plan(now, goals, options)

    monkeypatch.setattr(planning, "where_we_are", slow)
    monkeypatch.setattr(planning, "best_plan", noted)
    planning.replan(before, by=1, time_limit=10)
    assert asked == [7]
