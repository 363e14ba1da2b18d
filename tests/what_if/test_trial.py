"""A quick plan at once, the proof when it comes; a new question ends the search for the one before."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from omniprio import Fastest, Initiative, LeastCost, Portfolio, plan_of
from omniprio.errors import NoPlanFoundError
from omniprio.infeasibility import InfeasibleError
from omniprio.optimise import prioritise
from omniprio.options import RunProgress
from omniprio.what_if import Trial, trial
from omniprio.what_if.trial import end_searches

if TYPE_CHECKING:
    from collections.abc import Callable

    from omniprio import Plan

PORTFOLIO = Portfolio(
    horizon=3,
    initiatives=[
        Initiative(id="web", cost=30, advances={"D2": 0.6}),
        Initiative(id="app", cost=20, advances={"D2": 0.3}),
    ],
    budget=40,
)
GOALS = (Fastest(), LeastCost())
LATE = plan_of(PORTFOLIO, {"web": 3})


class Engine:
    """Stands in for `prioritise`: a plan nobody has proven at once, the proof when the test lets it come."""

    def __init__(self, quickly: Plan | None = LATE) -> None:
        self.quickly = quickly
        self.may_end, self.has_begun = threading.Event(), threading.Event()
        self.tell: Callable[[RunProgress], None] | None = None
        self.warm_start: object = None
        self.cancel = threading.Event()
        self.proven: Plan | None = None
        self.breaks = False

    def __call__(
        self,
        portfolio: Portfolio,
        goals: object,
        *,
        time_limit: float | None,  # noqa: ARG002  as `prioritise` is called
        warm_start: object = None,
        on_progress: Callable[[RunProgress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Plan:
        if cancel is None:
            if self.quickly is None:
                raise NoPlanFoundError("time limit")
            return self.quickly
        self.tell, self.warm_start, self.cancel = on_progress, warm_start, cancel
        self.has_begun.set()
        assert self.may_end.wait(20)
        if self.breaks:
            raise MemoryError
        self.proven = prioritise(portfolio, goals)  # type: ignore[arg-type]  # as they were given
        return self.proven


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    own = Engine()
    monkeypatch.setattr(trial, "prioritise", own)
    return own


def proof_has_come(at: Trial) -> None:
    """Wait for the thread that looks for the proof."""
    for thread in threading.enumerate():
        if thread.daemon and thread.name.startswith("what if"):
            thread.join(20)
    assert at.look().is_final


def test_a_small_question_is_proven_at_once() -> None:
    at = Trial()
    found = at.ask(PORTFOLIO, GOALS)
    assert (found.state, found.plan and found.plan.starts) == ("proven", {"web": 1})
    assert at.look() == found


def test_the_quick_plan_is_not_proven_and_the_proof_comes_later(engine: Engine) -> None:
    at = Trial()
    found = at.ask(PORTFOLIO, GOALS)
    assert (found.state, found.plan, found.is_final) == ("quick", LATE, False)
    assert engine.has_begun.wait(20)
    assert engine.warm_start == LATE.starts
    assert engine.tell is not None
    progress = RunProgress(Fastest(), seconds=2, value=0.5, bound=0.4, nodes=7)
    engine.tell(progress)
    assert (at.look().state, at.look().progress) == ("quick", progress)
    engine.may_end.set()
    proof_has_come(at)
    assert (at.look().state, at.look().plan) == ("proven", engine.proven)


def test_the_first_plan_is_kept_and_becomes_the_proven_one(engine: Engine) -> None:
    at = Trial()
    at.ask(PORTFOLIO, GOALS)
    assert at.kept == LATE
    engine.may_end.set()
    proof_has_come(at)
    assert at.kept == engine.proven != LATE


def test_what_was_kept_stays_until_another_is_kept(engine: Engine) -> None:
    engine.may_end.set()
    at = Trial()
    at.ask(PORTFOLIO, GOALS)
    proof_has_come(at)
    first = at.kept
    less = PORTFOLIO.model_copy(update={"budget": 20})
    engine.quickly = plan_of(less, {"app": 2})
    at.ask(less, GOALS)
    assert at.kept == first
    proof_has_come(at)
    assert at.kept == first
    at.keep()
    assert at.kept == at.look().plan == engine.proven != first


def test_a_new_question_ends_the_search_for_the_one_before(engine: Engine) -> None:
    at = Trial()
    at.ask(PORTFOLIO, GOALS)
    assert engine.has_begun.wait(20)
    engine.quickly = prioritise(PORTFOLIO, GOALS)
    assert at.ask(PORTFOLIO, GOALS).state == "proven"
    engine.may_end.set()
    proof_has_come(at)
    assert engine.cancel.is_set()
    assert at.look().plan == engine.quickly


def test_an_error_that_nobody_foresaw_ends_the_wait_for_the_proof(engine: Engine) -> None:
    engine.breaks = True
    engine.may_end.set()
    at = Trial()
    at.ask(PORTFOLIO, GOALS)
    proof_has_come(at)
    assert (at.look().state, at.look().plan, type(at.look().error)) == ("stopped", LATE, MemoryError)


def test_a_search_that_nobody_looks_at_ends(engine: Engine) -> None:
    now = 0.0
    at = Trial(patience=100, clock=lambda: now)
    at.ask(PORTFOLIO, GOALS)
    assert engine.has_begun.wait(20)
    assert engine.tell is not None
    progress = RunProgress(Fastest(), seconds=2, value=0.5, bound=0.4, nodes=7)
    now = 90.0
    engine.tell(progress)
    at.look()
    now = 190.0  # 100 s after it was looked at
    engine.tell(progress)
    assert not engine.cancel.is_set()
    now = 191.0
    engine.tell(progress)
    assert engine.cancel.is_set()
    engine.may_end.set()
    proof_has_come(at)


def test_no_quick_plan_is_no_refusal(engine: Engine) -> None:
    engine.quickly = None
    at = Trial()
    found = at.ask(PORTFOLIO, GOALS)
    assert (found.state, found.plan, at.kept) == ("searching", None, None)
    engine.may_end.set()
    proof_has_come(at)
    assert at.look().state == "proven"
    assert at.kept == at.look().plan


def test_that_there_is_no_plan_is_told() -> None:
    both = [one.model_copy(update={"decision": "must"}) for one in PORTFOLIO.initiatives]
    at = Trial()
    found = at.ask(PORTFOLIO.model_copy(update={"initiatives": tuple(both)}), GOALS)
    assert (found.state, found.plan, found.is_final) == ("refused", None, True)
    assert isinstance(found.error, InfeasibleError)
    assert at.ask(PORTFOLIO, GOALS).error is None


@pytest.mark.slow
def test_every_search_is_ended_before_the_process_ends(engine: Engine) -> None:
    at = Trial()
    at.ask(PORTFOLIO, GOALS)
    assert engine.has_begun.wait(20)
    end_searches()
    assert engine.cancel.is_set()
    engine.may_end.set()
    proof_has_come(at)
