"""The search around a known schedule: what it finds keeps the rules, is no worse, and is the same again."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio import deadline, lexicographic, own_search
from omniprio.checker import check
from omniprio.clock import now
from omniprio.deadline import Deadline, TimeIsOver
from omniprio.formulation import formulate
from omniprio.goals import Closest, Fastest, goal_value
from omniprio.greedy import first_schedule
from omniprio.heuristic import Exchanging, Found, Guidance, exchanging
from omniprio.optimise import prioritise
from omniprio.solver import witness
from omniprio.solver.limits import Limits, Said
from omniprio.solver.silent_highs import SilentHighs
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from omniprio.heuristic import Placed
    from omniprio.heuristic.exchanging import Remake
    from omniprio.heuristic.rounds import Run
    from omniprio.portfolio import Portfolio

GOAL = Fastest()
ROUNDS = 15


def searched(
    portfolio: Portfolio, begin: Mapping[str, int], *, limits: Limits | None = None, rounds: int = ROUNDS
) -> tuple[Found, list[dict[str, int]]]:
    """Return what a search comes to and the schedules that the judge has accepted, in order."""
    formulation = formulate(portfolio, [GOAL])
    accepted: list[dict[str, int]] = []

    def keeps_the_rules(starts: dict[str, int]) -> list[Fraction] | None:
        values = formulation.values(starts)
        if values is None or not check(portfolio, starts).ok:
            return None
        accepted.append(starts)
        return values

    guidance = Guidance(formulation.program, formulation.objectives[0], formulation.chains, keeps_the_rules)
    limits = limits or Limits()
    return Exchanging(guidance, limits, begin).go_on(limits.deadline, rounds=rounds), accepted


def value(portfolio: Portfolio, starts: Mapping[str, int]) -> Fraction:
    found = goal_value(GOAL, portfolio, starts)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", slow_after(5, with_a_plan(60)))
def test_what_it_takes_is_never_worse_than_before_nor_better_than_the_best(seed: int) -> None:
    portfolio = full_portfolio(seed)
    schedules = judge(portfolio)
    begin = schedules.schedule(len(schedules) - 1)
    best = schedules.value(GOAL, int(schedules.best_rows([GOAL])[0]))
    _, accepted = searched(portfolio, begin)
    values = [value(portfolio, starts) for starts in accepted]
    assert values[0] == value(portfolio, begin)
    assert all(before >= after for before, after in pairwise(values))
    assert best is not None
    assert values[-1] >= best


@pytest.mark.slow
def test_it_finds_better_schedules_of_a_large_portfolio_and_the_same_again() -> None:
    portfolio = large_portfolio(3, 40, 10)
    found, accepted = searched(portfolio, {})
    assert value(portfolio, accepted[-1]) < value(portfolio, {})
    assert found.bound is None
    assert (found, accepted) == searched(portfolio, {})


def test_a_cancelled_search_keeps_what_it_began_with() -> None:
    cancel = threading.Event()
    cancel.set()
    found, accepted = searched(large_portfolio(3, 40, 10), {}, limits=Limits(Deadline(cancel=cancel)))
    assert (found.stop, accepted) == ("cancelled", [{}])


def test_a_beginning_that_breaks_a_rule_is_not_gone_on_from() -> None:
    portfolio = large_portfolio(3, 40, 10)
    late = {"p0": portfolio.periods}
    assert not check(portfolio, {"p0": portfolio.periods + 1}).ok
    assert portfolio.by_id["p0"].duration > 1
    assert searched(portfolio, late)[1] == []


def test_once_a_solver_has_not_come_back_parts_are_not_made_smaller_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def lost(highs: SilentHighs, *, deadline: Deadline) -> None:
        asked.append(
            (highs.getOptionValue("presolve")[1], deadline.left is not None and deadline.left <= 500)
        )
        raise TimeIsOver("time limit")

    monkeypatch.setattr(SilentHighs, "carry_out", lost)
    searched(large_portfolio(3, 12, 8), {}, limits=Limits(deadline=Deadline(1000.0)), rounds=3)
    assert asked == [("choose", True), ("off", True), ("off", True)]


# through `prioritise`


@pytest.mark.slow
def test_on_one_core_large_portfolios_on_a_disc_are_searched_before_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_search, "_has_another_core", lambda: False)
    calls: list[float] = []
    taken_as_far: list[bool] = []
    go_on = Exchanging.go_on

    def once(search: Exchanging, deadline: Deadline, *, is_far: bool) -> Found:
        calls.append(deadline.left or 0.0)
        taken_as_far.append(is_far)
        return go_on(search, deadline, rounds=5, is_far=is_far)

    monkeypatch.setattr(Exchanging, "go_on", once)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    portfolio = large_portfolio(3, 8, 6)
    plan = prioritise(portfolio, [Fastest(), Closest()], time_limit=1000)
    assert len(calls) == 1  # for the first goal alone
    assert calls[0] <= 2  # the solver has its turn soon
    assert plan.goals[0].proven
    assert plan.goals[0].value == prioritise(portfolio, [Fastest()]).goals[0].value
    monkeypatch.setattr(own_search, "_TOO_MANY_COLUMNS", 0)
    assert prioritise(portfolio, [Fastest()], time_limit=1000).goals[0].proven
    assert 590 < calls[1] <= 600  # three fifths of the time
    assert taken_as_far == [False, True]


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[float] | None]:
    """Let the solver be asked, with a search on the same core that begins at once; return what it hands over in each turn."""
    handed: list[Sequence[float] | None] = []
    turn = Exchanging.turn

    def kept(search: Exchanging, value: float | None, bound: float | None) -> Sequence[float] | None:
        handed.append(turn(search, value, bound))
        return handed[-1]

    monkeypatch.setattr(Exchanging, "turn", kept)
    monkeypatch.setattr(witness, "_MOST_WORK", 0)
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    monkeypatch.setattr(own_search, "_AT_FIRST", 0.0)
    monkeypatch.setattr(own_search, "_has_another_core", lambda: False)
    monkeypatch.setattr(exchanging, "_TURN", 1.0)
    monkeypatch.setattr(exchanging, "_FEWEST_IDLE", 3)
    return handed


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_a_search_has_its_turns_beside_the_solver(
    threads: int, turns: list[Sequence[float] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = large_portfolio(3, 20, 10)
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: {})  # anything is better
    plan = prioritise(portfolio, [Fastest()], time_limit=1000, threads=threads)
    assert any(one is not None for one in turns)
    assert plan.proven
    assert plan.goals[0].value == prioritise(portfolio, [Fastest()]).goals[0].value


@pytest.mark.parametrize("seed", slow_after(4, with_a_plan(36)))
def test_with_a_search_beside_the_solver_a_plan_is_as_good_as_the_best(
    seed: int, turns: list[Sequence[float] | None]
) -> None:
    portfolio = full_portfolio(seed)
    schedules = judge(portfolio)
    plan = prioritise(portfolio, [GOAL], time_limit=600)
    best = schedules.value(GOAL, int(schedules.best_rows([GOAL])[0]))
    assert best is not None
    assert plan.proven
    assert plan.goals[0].value == pytest.approx(float(best), abs=1e-9)
    del turns


def test_what_is_found_beside_a_solver_that_finds_nothing_is_the_plan(
    turns: list[Sequence[float] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    portfolio = large_portfolio(3, 12, 8)

    def finds_nothing(_task: Task, _objective: object, limits: Limits, **_: object) -> Said:
        assert limits.beside is not None
        limits.beside.turn(None, None)
        return Said("time limit")

    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: {})
    monkeypatch.setattr(Task, "minimise", finds_nothing)
    plan = prioritise(portfolio, [Fastest()], time_limit=1000)
    assert turns[0] is not None
    assert plan.starts
    assert not plan.proven


# made again


def test_the_best_is_made_again_as_a_whole_until_that_gains_nothing_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchanging, "go_on", lambda *_, **__: None)  # parts gain nothing at once
    monkeypatch.setattr(exchanging, "_FEWEST_IDLE", 3)
    portfolio = large_portfolio(3, 12, 8)
    schedule = first_schedule(portfolio, (GOAL,))
    assert schedule
    seen: list[dict[str, int]] = []

    def again(starts: Mapping[str, int]) -> dict[str, int] | None:
        seen.append(dict(starts))
        return schedule if len(seen) == 2 else None

    search = beside(portfolio, {}, remade=lambda _: again)
    for _ in range(100):
        search.step(Limits().deadline, None)
    assert seen[:2] == [{}, {}]  # of nothing nothing is made at first
    assert all(starts == schedule for starts in seen[2:])
    assert not any(search.step(Limits().deadline, None) for _ in range(20))


def test_a_better_one_that_is_made_again_is_taken() -> None:
    portfolio = large_portfolio(3, 12, 8)
    better = first_schedule(portfolio, (GOAL,))
    assert better
    search = beside(portfolio, {}, remade=lambda _: lambda _: better)
    while search.found is None or not any(search.found):
        search.step(Limits().deadline, None)
    values = formulate(portfolio, [GOAL]).values(better)
    assert values is not None
    assert search.found == [float(one) for one in values]


def test_where_value_and_bound_are_far_apart_it_looks_between_them_before_it_makes_the_best_again() -> None:
    seen: list[bool] = []

    def again(_: Mapping[str, int]) -> None:
        seen.append(search._led_at_most < 1.0)  # noqa: SLF001  whether a part between was looked at

    search = beside(large_portfolio(3, 12, 8), {}, remade=lambda _: again)
    for _ in range(60):
        search.step(Limits().deadline, -1e9)
    assert seen
    assert all(seen)


@pytest.mark.parametrize("most", [3, 10_000])
def test_what_is_too_large_to_look_between_is_placed_anew(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "_MOST_TO_LEAD", most)
    orders: list[Mapping[str, float]] = []
    portfolio = large_portfolio(3, 12, 8)
    schedule = first_schedule(portfolio, (GOAL,))
    assert schedule

    def placed(_: Run) -> Placed:
        return orders.append

    search = beside(portfolio, schedule, placed=placed)
    search.go_on(Limits().deadline, rounds=1, is_far=True)
    assert bool(orders) == (most == 3)


def test_it_neither_looks_between_nor_places_anew_while_nothing_is_known_of_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchanging, "_MOST_TO_LEAD", 3)
    orders: list[Mapping[str, float]] = []
    search = beside(large_portfolio(3, 12, 8), {}, placed=lambda _: orders.append)
    search.go_on(Limits().deadline, rounds=5)
    assert not orders


# turn by turn


def beside(
    portfolio: Portfolio,
    begin: Mapping[str, int],
    *,
    remade: Callable[[Run], Remake] | None = None,
    placed: Callable[[Run], Placed] | None = None,
) -> Exchanging:
    formulation = formulate(portfolio, [GOAL])

    def keeps_the_rules(starts: dict[str, int]) -> list[Fraction] | None:
        return formulation.values(starts) if check(portfolio, starts).ok else None

    guidance = Guidance(formulation.program, formulation.objectives[0], formulation.chains, keeps_the_rules)
    return Exchanging(guidance, Limits(), begin, remade=remade, placed=placed)


def test_a_better_schedule_is_handed_over_once(monkeypatch: pytest.MonkeyPatch) -> None:
    search = beside(large_portfolio(3, 12, 8), {})
    monkeypatch.setattr(exchanging, "_TURN", 1e9)
    monkeypatch.setattr(exchanging, "_LONG_TURN", 1e9)
    monkeypatch.setattr(exchanging, "_FEWEST_IDLE", 3)  # a turn ends where it gets no further
    first = search.turn(1.0, 0.0)
    assert first is not None
    assert first == search.found
    assert search.turn(1.0, 0.0) is None


def test_a_turn_comes_only_after_four_as_long_ones_of_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = now()
    monkeypatch.setattr(deadline, "now", lambda: clock)
    search = beside(large_portfolio(3, 12, 8), {})
    assert search.turn(1.0, 0.95) is None  # no time has passed, so it has had its fifth of it
    clock += 1
    monkeypatch.setattr(exchanging, "_FEWEST_IDLE", 3)
    assert search.turn(1.0, 0.95) is not None


@pytest.mark.parametrize(
    ("bound", "is_helped", "rounds"), [(0.0, False, 149), (0.96, False, 24), (0.0, True, 24)]
)
def test_turns_are_longer_where_the_bound_is_far_and_the_solver_has_found_nothing(
    bound: float, is_helped: bool, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = now()
    counted = 0

    def round_of_a_second(_land: object, _best: object, run: Run, *_: object, **__: object) -> None:
        nonlocal clock, counted
        clock, counted, run.rounds = clock + 1, counted + 1, run.rounds + 1

    monkeypatch.setattr(deadline, "now", lambda: clock)
    monkeypatch.setattr(exchanging, "_MOST_TO_LEAD", 0)
    portfolio = large_portfolio(3, 12, 8)
    search = beside(portfolio, {})
    monkeypatch.setattr(exchanging, "go_on", round_of_a_second)
    clock += 0.5
    search.turn(1.0, bound)
    assert counted == 1  # 0 < 1/5 of 0.5, but 1 > 3/5 of 1.5
    if is_helped:
        formulation = formulate(portfolio, [GOAL])
        search.hear(
            [float(one) for one in formulation.values(first_schedule(portfolio, (GOAL,)) or {}) or ()]
        )
    clock += 99
    search.turn(1.0, bound)
    # of 100.5 + k seconds in all 1 + k: three fifths with k = 148.25, a fifth with k = 23.875
    assert counted == 1 + rounds


def test_where_value_and_bound_are_close_the_solver_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "_TURN", 1e9)
    search = beside(large_portfolio(3, 12, 8), {})
    before = search.found
    assert search.turn(1.0, 0.996) is None  # nothing done is worth 1, and 1 - 0.996 < 0.005
    assert search.found == before


def test_it_goes_on_from_what_the_solver_has_found() -> None:
    portfolio = large_portfolio(3, 12, 8)
    formulation = formulate(portfolio, [GOAL])
    _, accepted = searched(portfolio, {})
    better = [float(one) for one in formulation.values(accepted[-1]) or ()]
    search = beside(portfolio, {})
    assert search.found != better
    search.hear(better)
    assert search.found == better
    search.hear([float(one) for one in formulation.values({}) or ()])  # worse
    assert search.found == better
