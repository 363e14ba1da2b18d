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

from omniprio import lexicographic
from omniprio.checker import check
from omniprio.deadline import Deadline
from omniprio.formulation import formulate
from omniprio.goals import Closest, Fastest, goal_value
from omniprio.heuristic import Found, Guidance, exchanged
from omniprio.optimise import prioritise
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

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
    return exchanged(guidance, limits or Limits(), begin, rounds=rounds), accepted


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


# through `prioritise`


def test_large_portfolios_on_a_disc_are_searched_before_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def once(guidance: Guidance, limits: Limits, begin: Mapping[str, int]) -> Found:
        calls.append(begin)
        return exchanged(guidance, limits, begin, rounds=5)

    monkeypatch.setattr(lexicographic, "exchanged", once)
    monkeypatch.setattr(lexicographic, "_MANY_COLUMNS", 0)
    portfolio = large_portfolio(3, 8, 6)
    plan = prioritise(portfolio, [Fastest(), Closest()], time_limit=1000)
    assert len(calls) == 1  # for the first goal alone
    assert plan.goals[0].proven
    assert plan.goals[0].value == prioritise(portfolio, [Fastest()]).goals[0].value
