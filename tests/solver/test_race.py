"""A race of both engines: what they know is put together, and the first proof ends it."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from judge.judging import judged
from judge.random_portfolios import full_portfolio, goals_for
from judge.seeds import slow_after

from omniprio import engines, prioritise, ten_portfolio
from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.solver import cpsat, race, witness
from omniprio.solver.cpsat import CpSat, Response
from omniprio.solver.limits import Limits, Said
from omniprio.solver.program import Expression, Program, total
from omniprio.solver.race import Race
from omniprio.solver.scaling import NotWholeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from omniprio.solver.limits import Beside
    from omniprio.solver.solve import Task

needs_cpsat = pytest.mark.skipif(not engines.has_cpsat(), reason="the extra cpsat is not installed")

X = Expression({0: 1})
"""What is made small: the only column."""

LATER = 60.0
"""Seconds after which a runner that nobody ends gives up, so that no test hangs."""


@dataclass
class Runner:
    """Says what it is told to: at once, or when it is ended, having told how far it is."""

    said: Said | Exception
    waits: bool = False
    tells: tuple[float | None, float | None] | None = None
    finds: Sequence[float] | None = None
    hears_at: float | None = None
    was_ended: bool = False
    was_given: Sequence[float] | None = None

    def minimise(self, _: Expression, limits: Limits, **__: object) -> Said:
        if self.tells is not None:
            assert limits.watch is not None
            limits.watch(*self.tells, 0)
        assert limits.beside is not None
        if self.finds is not None:
            limits.beside.hear(self.finds)
        if self.hears_at is not None:
            self.was_given = self._given(limits.beside)
        if self.waits:
            self.was_ended = limits.deadline.cancel.wait(LATER)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said

    def _given(self, beside: Beside) -> Sequence[float] | None:
        """Return what it is given within a second, once it is there."""
        until = time.monotonic() + 1
        while time.monotonic() < until:
            if (given := beside.turn(self.hears_at, 0.0)) is not None:
                return given
        return None


def raced(highs: Runner, cpsat: Runner, limits: Limits | None = None, objective: Expression = X) -> Said:
    both = Race(cast("Task", highs), cast("CpSat", cpsat))
    return both.minimise(objective, limits or Limits())


def proof(value: int, bound: int, *, is_whole: bool = False) -> Said:
    return Said(
        "finished", values=[float(value)], value=Fraction(value), bound=Fraction(bound), is_whole=is_whole
    )


STOPPED = Said("cancelled", values=[9.0], value=Fraction(9), bound=Fraction(1))


@pytest.mark.parametrize("first", ["highs", "cp-sat"])
def test_who_has_a_proof_ends_the_other(first: str) -> None:
    quick, slow = Runner(proof(5, 5, is_whole=first == "cp-sat")), Runner(STOPPED, waits=True)
    said = raced(quick, slow) if first == "highs" else raced(slow, quick)
    assert (said.value, said.bound) == (Fraction(5), Fraction(5))
    assert (said.stop, said.is_whole) == ("finished", first == "cp-sat")
    assert slow.was_ended


@pytest.mark.parametrize("noise", [Fraction(0), Fraction(1, 10**10)], ids=["equal", "but for rounding"])
def test_the_plan_of_one_and_the_bound_of_the_other_are_a_proof(noise: Fraction) -> None:
    with_plan = Runner(
        Said("cancelled", values=[5.0], value=Fraction(5), bound=Fraction(2)), waits=True, tells=(5, 2)
    )
    with_bound = Runner(
        Said("cancelled", values=[7.0], value=Fraction(7), bound=5 - noise, is_whole=True),
        waits=True,
        tells=(7, float(5 - noise)),
    )
    said = raced(with_plan, with_bound)
    assert (said.values, said.value, said.bound) == ([5.0], Fraction(5), 5 - noise)
    assert (said.stop, said.is_whole) == ("finished", True)
    assert with_plan.was_ended
    assert with_bound.was_ended


def test_within_a_gap_they_are_a_proof_too() -> None:
    # 5 and 4 are a fifth apart
    runners = (Runner(STOPPED, waits=True, tells=(5, 2)), Runner(STOPPED, waits=True, tells=(7, 4)))
    raced(*runners, Limits(gap=0.2))
    assert all(one.was_ended for one in runners)


@pytest.mark.parametrize(("knows", "given"), [(9.0, [5.0]), (None, [5.0]), (5.0, None), (4.0, None)])
def test_highs_is_given_a_plan_that_is_better_than_its_own(
    knows: float | None, given: list[float] | None
) -> None:
    highs, cpsat = Runner(proof(5, 5), hears_at=knows or 99.0), Runner(STOPPED, waits=True, finds=[5.0])
    raced(highs, cpsat)
    assert highs.was_given == given


@pytest.mark.parametrize(("knows", "given"), [(6.0, None), (6.5, [5.0])])
def test_cpsat_is_given_a_plan_that_takes_it_a_fifth_of_its_way_on(
    knows: float, given: list[float] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the bound is 0: from 6 to 5 is a sixth of the way to it, from 6.5 more than a fifth
    monkeypatch.setattr(race, "_FIRST_TURN", 0.0)
    highs, cpsat = Runner(STOPPED, waits=True, finds=[5.0]), Runner(proof(5, 5), hears_at=knows)
    raced(highs, cpsat)
    assert cpsat.was_given == given


def test_cpsat_begins_anew_in_turns_as_long_as_all_before() -> None:
    clock = SimpleNamespace(taken=0.0)
    own, other = Runner(STOPPED), SimpleNamespace(plan=None)
    turns = race.Anew(own, other, X, clock)  # type: ignore[arg-type]
    given = []
    for second in range(20):
        clock.taken, other.plan = float(second), race.FoundPlan(100.0 - second, [100.0 - second])
        if turns.turn(1000.0, None) is not None:
            given.append(second)
    assert given == [1, 2, 4, 8, 16]


@needs_cpsat
def test_cpsat_begins_anew_from_what_it_is_given_and_tells_what_it_finds() -> None:
    program = Program()
    columns = [program.column(f"x_{place}", integer=True) for place in range(40)]
    for place in range(38):
        program.require("two of three", total((one, 1) for one in columns[place : place + 3]), ">=", 2)
    hard = total((one, Fraction(place * 7919 % 101 + 1, 1000)) for place, one in enumerate(columns))
    best = CpSat(program).minimise(hard, Limits())
    assert best.values is not None
    assert best.value is not None
    beside = Giving(best.values)
    said = CpSat(program).minimise(hard, Limits(beside=beside))
    assert (said.value, said.bound, said.is_whole) == (best.value, best.bound, True)
    assert beside.heard
    assert all(hard.value([Fraction(one) for one in values]) >= best.value for values in beside.heard)


@needs_cpsat
def test_what_cpsat_has_shown_stands_where_it_is_ended_soon_after_it_began_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # all 40 can be had, each worth at least 0.001: the least is below 0, which CP-SAT leaves as its bound where it has found none
    program = Program()
    columns = [program.column(f"x_{place}", integer=True) for place in range(40)]
    goal = total((one, -Fraction(place + 1, 1000)) for place, one in enumerate(columns))
    said = [Response("FEASIBLE", (1,) * 40, -820), Response("UNKNOWN", (), 0)]
    told: list[Callable[[float], None]] = []

    def respond(*_: object) -> Response:
        if len(said) == 2:
            told[-1](-820.0)
            assert beside.was_asked.wait(LATER)
        return said.pop(0)

    class Wrapper:
        """Takes what a bound is told to."""

        def add_best_bound_callback(self, hears: Callable[[float], None]) -> None:
            told.append(hears)

        def stop_search(self) -> None:
            """Hear nothing."""

    monkeypatch.setattr("ortools.sat.python.cp_model_helper.SolveWrapper", Wrapper)
    monkeypatch.setattr(cpsat, "respond", respond)
    beside = Giving([1.0] * 40)
    found = CpSat(program).minimise(goal, Limits(beside=beside))
    assert not said
    assert found.bound == -Fraction(820, 1000)  # 1 + 2 + ... + 40 = 820


class Giving:
    """Gives a solution once, whatever is known."""

    found = None

    def __init__(self, values: Sequence[float]) -> None:
        self._values: Sequence[float] | None = values
        self.heard: list[Sequence[float]] = []
        self.was_asked = threading.Event()

    def hear(self, values: Sequence[float]) -> None:
        self.heard.append(values)

    def turn(self, value: float | None, bound: float | None) -> Sequence[float] | None:  # noqa: ARG002
        given, self._values = self._values, None
        self.was_asked.set()
        return given


def test_that_there_is_none_is_said_only_where_nobody_has_one() -> None:
    nothing = Said("finished", infeasible=True, is_whole=True)
    assert raced(Runner(Said("cancelled"), waits=True), Runner(nothing)).infeasible
    said = raced(Runner(proof(5, 5)), Runner(nothing))
    assert (said.infeasible, said.value) == (False, Fraction(5))


def test_where_one_fails_the_other_goes_on_and_where_both_fail_it_is_told() -> None:
    assert raced(Runner(SolverError("broken")), Runner(proof(5, 5))).value == 5
    with pytest.raises(SolverError, match="broken"):
        raced(Runner(SolverError("broken")), Runner(SolverError("broken too")))
    slow = Runner(STOPPED, waits=True)
    with pytest.raises(NotWholeError):  # who asks for both is told that one cannot begin, at once
        raced(slow, Runner(NotWholeError("goal")))
    assert slow.was_ended
    with pytest.raises(MemoryError):
        raced(Runner(MemoryError()), Runner(MemoryError()))


def test_cancelled_it_ends_both_and_keeps_what_they_know() -> None:
    cancel = threading.Event()
    cancel.set()
    runners = (
        Runner(STOPPED, waits=True),
        Runner(Said("cancelled", bound=Fraction(3), is_whole=True), waits=True),
    )
    said = raced(*runners, Limits(Deadline(cancel=cancel)))
    assert (said.stop, said.value, said.bound) == ("cancelled", Fraction(9), Fraction(3))
    assert all(one.was_ended for one in runners)


@needs_cpsat
def test_a_race_gives_a_plan_as_good_and_says_who_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "_MOST_WORK", 0)
    plan = prioritise(ten_portfolio(), engine="race")
    assert [one.value for one in plan.goals] == [one.value for one in prioritise(ten_portfolio()).goals]
    assert plan.proven
    assert ("HiGHS" in plan.solver, "CP-SAT" in plan.solver, plan.chosen) == (True, True, "asked")


@needs_cpsat
@pytest.mark.parametrize("seed", slow_after(4, range(40)))
def test_what_a_race_proves_is_as_good_as_trying_everything(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "_MOST_WORK", 0)
    goals = goals_for(random.Random(seed))  # noqa: S311  repeatable draws, no secrets
    verdict = judged(full_portfolio(seed), goals, engine="race")
    assert verdict.kind in {"certified", "proven", "no plan"}, verdict.why
