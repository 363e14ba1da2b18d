"""A race of both engines: what they know is put together, and the first proof ends it."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import pytest
from judge.judging import judged
from judge.random_portfolios import full_portfolio, goals_for
from judge.seeds import slow_after

from omniprio import engines, prioritise, ten_portfolio
from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.solver import witness
from omniprio.solver.limits import Limits, Said
from omniprio.solver.program import Expression
from omniprio.solver.race import Race

if TYPE_CHECKING:
    from omniprio.solver.cpsat import CpSat
    from omniprio.solver.solve import Task

needs_cpsat = pytest.mark.skipif(not engines.has_cpsat(), reason="the extra cpsat is not installed")

LATER = 60.0
"""Seconds after which a runner that nobody ends gives up, so that no test hangs."""


@dataclass
class Runner:
    """Says what it is told to: at once, or when it is ended, having told how far it is."""

    said: Said | Exception
    waits: bool = False
    tells: tuple[float | None, float | None] | None = None
    was_ended: bool = False

    def minimise(self, _: Expression, limits: Limits, **__: object) -> Said:
        if self.tells is not None:
            assert limits.watch is not None
            limits.watch(*self.tells, 0)
        if self.waits:
            self.was_ended = limits.deadline.cancel.wait(LATER)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


def raced(highs: Runner, cpsat: Runner, limits: Limits | None = None) -> Said:
    race = Race(cast("Task", highs), cast("CpSat", cpsat))
    return race.minimise(Expression(), limits or Limits())


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


def test_that_there_is_none_is_said_only_where_nobody_has_one() -> None:
    nothing = Said("finished", infeasible=True, is_whole=True)
    assert raced(Runner(Said("cancelled"), waits=True), Runner(nothing)).infeasible
    said = raced(Runner(proof(5, 5)), Runner(nothing))
    assert (said.infeasible, said.value) == (False, Fraction(5))


def test_where_one_fails_the_other_goes_on_and_where_both_fail_it_is_told() -> None:
    assert raced(Runner(SolverError("broken")), Runner(proof(5, 5))).value == 5
    with pytest.raises(SolverError, match="broken"):
        raced(Runner(SolverError("broken")), Runner(SolverError("broken too")))
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
