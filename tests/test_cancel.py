"""Cancelling stops every answer: no run of the solver begins once the event is set, whatever step it is set in."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

import pytest
from judge.seeds import slow_after

from omniprio import prioritise, ten_portfolio
from omniprio.answers.by_rater import plan_by_rater
from omniprio.answers.changes import value_of_change
from omniprio.answers.frontiers import frontier, phased_better, trade_off
from omniprio.answers.near_best import alternatives
from omniprio.answers.ownership import silos
from omniprio.answers.parallel import plan_each
from omniprio.answers.reasons import why, why_not
from omniprio.answers.replanning import replan
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.assessment import Assessment
from omniprio.errors import NoPlanFoundError
from omniprio.infeasibility import explain_infeasible
from omniprio.solver import silent_highs

if TYPE_CHECKING:
    from collections.abc import Callable

    from highspy import Highs

    from omniprio import Plan

TEN = ten_portfolio(budget=1200, quarters=4)
IN, OUT = "sign-up", "identify"
"""One that a plan of these has, and one that it has not."""
ALL = TEN.model_copy(
    update={"initiatives": [one.model_copy(update={"decision": "must"}) for one in TEN.initiatives]}
)
BIDS = [Assessment(rater=rater, ratings={"R": level}) for rater, level in (("IT", 1), ("HQ", 2))]
UNSURE = Uncertainty(initiatives={IN: {"cost": (50, 100, 200)}})


@cache
def plan() -> Plan:
    return prioritise(TEN)


ANSWERS: dict[str, Callable[[threading.Event], object]] = {
    "prioritise": lambda cancel: prioritise(TEN, cancel=cancel),
    "plan_each": lambda cancel: plan_each([TEN, TEN], cancel=cancel),
    "why": lambda cancel: why(plan(), IN, cancel=cancel),
    "why_not": lambda cancel: why_not(plan(), OUT, cancel=cancel),
    "frontier": lambda cancel: frontier(TEN, cancel=cancel),
    "trade_off": lambda cancel: trade_off(TEN, cancel=cancel),
    "phased_better": lambda cancel: phased_better(TEN, cancel=cancel),
    "alternatives": lambda cancel: alternatives(TEN, loss=0.05, cancel=cancel),
    "replan": lambda cancel: replan(plan(), by=1, cancel=cancel),
    "silos": lambda cancel: silos(TEN, cancel=cancel),
    "robust": lambda cancel: robust(TEN, UNSURE, draws=3, cancel=cancel),
    "value_of_change": lambda cancel: value_of_change(plan(), cancel=cancel),
    "plan_by_rater": lambda cancel: plan_by_rater(TEN, BIDS, cancel=cancel),
    "explain_infeasible": lambda cancel: explain_infeasible(ALL, cancel=cancel),
}


@pytest.mark.parametrize("run", slow_after(1, [1, 4]))
@pytest.mark.parametrize("answer", ANSWERS)
def test_no_run_begins_once_it_is_cancelled(answer: str, run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plan()  # before runs are counted
    cancel = threading.Event()
    begun: list[bool] = []
    carry_out = silent_highs.run

    def counted(highs: Highs, threads: int = 1) -> None:
        begun.append(cancel.is_set())
        if len(begun) == run:
            cancel.set()  # while this run goes on
        carry_out(highs, threads)

    monkeypatch.setattr(silent_highs, "run", counted)
    try:
        ANSWERS[answer](cancel)
    except NoPlanFoundError as error:
        assert error.stopped_by == "cancelled"  # noqa: PT017  an answer so far is right as well
    assert begun == [False] * run
