"""Whatever a solver says, no answer is wrong, and none is final that is not.

A liar stands where every run goes through. On small portfolios every lie is found out, also one that agrees with itself and is
told in every run: what is best is proven without the solver's word. Where even the relaxations of that proof are lied
about, it may stay open; then nothing wrong may be called certified.

OMNIPRIO_LIES sets how many cases there are of each lie and of each answer, 6 by default; all but the first are slow.
"""

from __future__ import annotations

import os
import random
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import pulp
import pytest
from judge.brute_force import judge
from judge.claims import ANSWERS, SHOP, false_claims
from judge.judging import Verdict, judged, verdict_on
from judge.liars import HIGHS_LIES, LIES, TIMES, Liar, OutOfOrder, let_highs_lie, let_lie
from judge.random_portfolios import full_portfolio, goals_for
from judge.seeds import slow_after

from omniprio import Budget, Initiative, Portfolio, lexicographic, own_search
from omniprio.errors import NoPlanFoundError, SolverError
from omniprio.goals import Fastest, LeastCost, MostValue
from omniprio.optimise import prioritise
from omniprio.solver import witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omniprio.goals import Goal
    from omniprio.plan import Plan

CASES = int(os.environ.get("OMNIPRIO_LIES", "6"))
PAIRS = list(product(LIES, TIMES))


def spread(names: Iterable[str], over: Sequence[Any]) -> list[tuple[str, int, Any]]:
    """Return so many cases of each name, the first of each first: the name, a seed, and one of some things."""
    cases = range(min(CASES, len(over)))
    return [
        (name, place, over[(first * 31 + place * 89) % len(over)])
        for place in cases
        for first, name in enumerate(names)
    ]


@cache
def best_plan() -> Plan:
    return prioritise(SHOP)


@cache
def truth(name: str) -> Mapping[str, object]:
    return ANSWERS[name](best_plan())


@pytest.mark.parametrize(("lie", "seed", "time"), slow_after(len(LIES), spread(LIES, list(TIMES))))
def test_no_plan_is_wrongly_proven(lie: str, seed: int, time: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        let_lie(patched, lie, time, seed)
        verdict = _judged(seed)
    assert verdict.kind != "wrong", verdict.why


@pytest.mark.parametrize("seed", slow_after(1, range(CASES // 2)))
@pytest.mark.parametrize("lie", HIGHS_LIES)
def test_no_plan_is_wrongly_certified_whatever_highs_has_found(
    lie: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicographic, "_MOST_TO_EXPLAIN", 0.1)  # why there is no plan is another question
    with monkeypatch.context() as patched:
        let_highs_lie(patched, lie, seed)
        verdict = _judged(seed, only_certified=True)
    assert verdict.kind != "wrong", verdict.why


def _judged(seed: int, *, only_certified: bool = False) -> Verdict:
    """Return what the engine's answer to a random portfolio is worth."""
    goals = goals_for(random.Random(seed))  # noqa: S311  repeatable draws, no secrets
    try:
        return judged(full_portfolio(seed), goals, only_certified=only_certified)
    except OutOfOrder as error:  # as itself: no plan, and nothing said of it
        return Verdict("gave up", str(error))


@pytest.mark.slow
@pytest.mark.parametrize("goal", slow_after(1, [Fastest(), MostValue()]))
@pytest.mark.parametrize("lie", slow_after(5, HIGHS_LIES))
def test_no_plan_of_the_search_is_wrongly_proven(
    lie: str, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_search, "_MANY_COLUMNS", 0)
    with monkeypatch.context() as patched:
        let_highs_lie(patched, lie)
        plan = prioritise(SHOP, [goal], time_limit=0.5)
    assert verdict_on(plan, [goal], judge(SHOP)).kind != "wrong"


def test_what_is_twice_called_infeasible_is_planned_where_the_search_for_a_conflict_finds_a_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # two that must be done cost 40 + 60 = 100 of the 100 there are; the dearer one in period 1 leaves nothing below the budget
    both = [Initiative(id=name, cost=cost, decision="must") for name, cost in (("a", 40), ("b", 60))]
    portfolio = Portfolio(horizon=2, initiatives=both, budget=Budget(per_period=(60, 40), carry_over=False))
    liar = Liar(LIES["infeasible"], lambda run: run.number <= 2)
    monkeypatch.setattr(
        pulp.LpProblem, "solve", lambda problem, solver=None, **_: liar.solve(problem, solver)
    )
    monkeypatch.setattr(witness, "_MOST_WORK", 0)
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: None)
    plan = prioritise(portfolio, [LeastCost()])
    assert liar.lies == 2
    assert plan.starts == {"a": 2, "b": 1}
    assert plan.goals[0].value == 100


ASKED = [(name, *lie_and_time) for name, _, lie_and_time in spread(ANSWERS, PAIRS)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lie", "time"), slow_after(4, ASKED))
def test_no_answer_claims_what_is_not_so(
    name: str, lie: str, time: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = truth(name)  # before the liar comes
    assert not false_claims(_said(name, lie, time, monkeypatch), true)


def _said(name: str, lie: str, time: str, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, object]:
    """Return what an answer claims with a liar for a solver; nothing where it is an honest error."""
    plan = best_plan()
    with monkeypatch.context() as patched:
        let_lie(patched, lie, time)
        try:
            return ANSWERS[name](plan)
        except (SolverError, NoPlanFoundError, OutOfOrder):
            return {}
        except Exception as error:  # noqa: BLE001  reported with the others
            return {"error": f"{type(error).__name__}: {error}"}


def test_each_answer_claims_something_where_nobody_lies() -> None:
    # a claim that is never made cannot be false
    assert all(truth(name) for name in ANSWERS)
