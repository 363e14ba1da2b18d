"""The judge of the engine: it tells what is right, open and wrong, and long numbers are no other than short ones."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge import rows
from judge.brute_force import judge
from judge.judging import Verdict, judged, verdict_on
from judge.kinds_of_numbers import KINDS
from judge.random_portfolios import full_portfolio, goals_for
from judge.seeds import WRITTEN_DOWN, has_a_plan, slow_after

from omniprio.disc import Disc, Discipline
from omniprio.goals import Closest, Fastest, Goal, LeastCost, MostScore, MostValue
from omniprio.plan import goal_result, plan_of
from omniprio.portfolio import Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from judge.brute_force import Judgement

# R is one level from the goal. Web brings 0.6 of it for 30, app 0.5 for 20; 40 pay for one of them.
WEB = Initiative(id="web", cost=30, advances={"R1": 0.6})
APP = Initiative(id="app", cost=20, advances={"R1": 0.5})
DISC = Disc(disciplines=(Discipline(id="R", levels=1),), start_level=0)
TWO = Portfolio(horizon=2, disc=DISC, initiatives=(WEB, APP), budget=40)
GOALS: list[Goal] = [Closest(), LeastCost()]


def said(
    starts: dict[str, int], goals: Sequence[Goal], values: Sequence[float], bounds: Sequence[float]
) -> str:
    """Return the verdict on a plan with what is said about it, as its kind and why."""
    results = [
        goal_result(goal, Fraction(repr(value)), Fraction(repr(bound)))
        for goal, value, bound in zip(goals, values, bounds, strict=True)
    ]
    plan = plan_of(TWO, starts, goals=results, stopped="finished", solver="a hand", seconds=0.0)
    verdict = verdict_on(plan, goals, judge(TWO))
    return f"{verdict.kind}: {verdict.why}" if verdict.why else verdict.kind


def test_the_best_plan_is_proven() -> None:
    assert said({"web": 1}, GOALS, (0.4, 30), (0.4, 30)) == "proven"
    assert judged(TWO, GOALS).kind in {"proven", "certified"}


def test_a_plan_that_is_only_good_is_not_proven() -> None:
    assert said({"app": 1}, GOALS, (0.5, 20), (0.4, 20)) == "not proven"


def test_a_worse_plan_that_is_called_proven_is_wrong() -> None:
    assert said({"app": 1}, GOALS, (0.5, 20), (0.5, 20)) == "wrong: closest can be 0.4, but the bound is 0.5"


def test_a_bound_of_what_is_to_be_great_lies_above() -> None:
    # nothing earns, so the greatest value is that of doing nothing
    assert said({}, [MostValue()], (0,), (0,)) == "proven"
    assert (
        said({"app": 1}, [MostValue()], (-20,), (-20,))
        == "wrong: most value can be 0.0, but the bound is -20.0"
    )


def test_a_bound_of_points_lies_above_too() -> None:
    # nothing scores, so the most points are 0
    assert said({}, [MostScore()], (0,), (1,)) == "not proven"


def test_a_later_start_than_need_be_loses_the_tie() -> None:
    # at the end of period 2 it is all the same when web has begun
    assert said({"web": 2}, GOALS, (0.4, 30), (0.4, 30)) == "wrong: {'web': 2} loses the tie to [{'web': 1}]"


def test_what_has_no_plan_is_rightly_called_infeasible() -> None:
    both = TWO.model_copy(
        update={"initiatives": [one.model_copy(update={"decision": "must"}) for one in (WEB, APP)]}
    )
    assert judged(both, GOALS) == Verdict("no plan")


@pytest.mark.parametrize("numbers", KINDS)
def test_the_same_seed_draws_the_same(numbers: str) -> None:
    assert full_portfolio(7, numbers) == full_portfolio(7, numbers)
    assert goals_for(random.Random(7), numbers) == goals_for(random.Random(7), numbers)  # noqa: S311  repeatable


@pytest.mark.parametrize("seed", slow_after(10, range(40)))
def test_long_numbers_are_judged_like_short_ones(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio, goals = full_portfolio(seed), goals_for(random.Random(seed))  # noqa: S311  repeatable
    with monkeypatch.context() as patched:
        short = told(judge(portfolio), goals)
        patched.setattr(rows, "SAFE", -1)
        long = told(judge(portfolio.model_copy()), goals)
    assert short == long


def told(found: Judgement, goals: Sequence[Goal]) -> tuple[list[int], list[list[Fraction]]]:
    """Return which schedules are best, and what each goal makes of every schedule."""
    return found.best_rows(goals).tolist(), [
        [found.value(goal, row) for row in range(len(found))] for goal in goals
    ]


def test_numbers_that_64_bits_cannot_hold() -> None:
    # 0.999999999 of a share and 1,000,000,000,000 less an øre: the judge counts to the last digit
    fine = Initiative(id="fine", cost=999_999_999_999.99, advances={"R1": 0.999999999})
    found = judge(TWO.model_copy(update={"initiatives": [fine], "budget": 1e12}))
    row = found.row({"fine": 1})
    assert row is not None
    assert found.value(LeastCost(), row) == Fraction(99_999_999_999_999, 100)
    assert found.value(Fastest(), row) == Fraction(1, 10**9)
    assert (
        judge(TWO.model_copy(update={"initiatives": [fine], "budget": 999_999_999_999.98})).row({"fine": 1})
        is None
    )


@pytest.mark.parametrize("first", slow_after(2, range(0, WRITTEN_DOWN, 20)))
def test_the_seeds_without_a_plan_are_those_written_down(first: int) -> None:
    seeds = range(first, first + 20)
    judged_now = [seed for seed in seeds if not len(judge(full_portfolio(seed)))]
    assert [seed for seed in seeds if not has_a_plan(seed)] == judged_now, "write them into judge/seeds.py"
