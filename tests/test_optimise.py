"""`prioritise`: goals and slack, options, repairs and warm starts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pulp
import pytest
from judge.large import large_portfolio
from pydantic import ValidationError

from omniprio.catalogue import ten_portfolio
from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.errors import GoalUnreachableError, InvalidInputError, RuleBrokenError, SolverError
from omniprio.goals import Balanced, Blend, Closest, Fastest, LeastCost, Part, Soonest, goal_value
from omniprio.infeasibility import InfeasibleError
from omniprio.lexicographic import Stages
from omniprio.optimise import prioritise
from omniprio.portfolio import Initiative, Portfolio
from omniprio.solver import witness
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from pathlib import Path

    from omniprio.plan import Plan
    from omniprio.solver.limits import Limits, Said
    from omniprio.solver.program import Expression

ONE_FIELD = Disc(disciplines=(Discipline(id="A", levels=1),), start_level=0)


def small(*initiatives: Initiative, periods: int = 4, budget: float | None = None) -> Portfolio:
    return Portfolio(horizon=periods, disc=ONE_FIELD, initiatives=initiatives, budget=budget)


def web(cost: float = 500.0) -> Portfolio:
    """One initiative that completes the only field at once."""
    return small(Initiative(id="web", cost=cost, advances={"A1": 1.0}))


def values(plan: Plan) -> list[float | None]:
    return [result.value for result in plan.goals]


# goals


def test_the_main_job() -> None:
    plan = prioritise(ten_portfolio(budget=2500))
    assert plan.proven
    assert plan.stopped == "finished"
    assert check(plan.portfolio, plan.starts).ok
    assert sum(state.spending.get("money", 0.0) for state in plan.periods) <= 2500


def test_a_portfolio_can_be_given_as_data_or_as_the_path_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.json"
    path.write_text(web().to_json(), encoding="utf-8")
    for given in (web().model_dump(), path, str(path)):
        plan = prioritise(given)
        assert (plan.portfolio, plan.starts) == (web(), {"web": 1})


def test_data_that_are_no_portfolio_are_refused_with_every_fault() -> None:
    with pytest.raises(InvalidInputError, match="horizon: is missing") as refused:
        prioritise({"initiatives": [{"id": "web", "cots": 1}]})
    assert [str(fault.path) for fault in refused.value.faults] == [
        "initiatives[web].cots",
        "horizon",
    ]


def test_the_default_is_fastest_and_then_cheapest() -> None:
    # dear and cheap both complete the field in period 1
    plan = prioritise(
        small(
            Initiative(id="dear", cost=300, advances={"A1": 1.0}),
            Initiative(id="cheap", cost=200, advances={"A1": 1.0}),
        )
    )
    assert plan.starts == {"cheap": 1}
    assert values(plan) == [0.0, 200.0]


def test_equals_go_to_the_one_given_first() -> None:
    twins = [Initiative(id=name, cost=5, advances={"A1": 1.0}) for name in ("zoo", "app")]
    assert prioritise(small(*twins)).starts == {"zoo": 1}
    assert prioritise(small(*reversed(twins))).starts == {"app": 1}


def test_equals_go_to_the_earlier() -> None:
    # without a goal that minds, what is decided starts at once and nothing else is done
    plan = prioritise(
        small(Initiative(id="a"), Initiative(id="b", decision="must"), Initiative(id="c")), [Closest()]
    )
    assert plan.starts == {"b": 1}


def test_slack_gives_way_to_the_next_goal() -> None:
    # in period 1 for 500: distance 0; not at all: distance 1. A slack of 0.5 allows neither less than period 3
    # (0.5 = the mean of 1, 1, 0, 0) and money is the same whenever it is spent, so it stays at 500
    held = prioritise(web(), [Fastest(slack=0.5), LeastCost()])
    assert values(held)[1] == 500.0
    # a slack of 1 allows doing nothing
    free = prioritise(web(), [Fastest(slack=1.0), LeastCost()])
    assert free.starts == {}
    assert values(free) == [1.0, 0.0]


def test_a_value_given_up_within_slack_is_not_called_the_best() -> None:
    plan = prioritise(web(), [Fastest(slack=1.0), LeastCost()])
    words = " ".join(plan.summary().split())
    assert "Fastest: mean distance 1.0000. Proven within the gap or slack asked for" in words
    assert "Proven: no plan is better." not in words.split("How good it is")[0]


def test_slack_of_the_last_goal_gives_nothing_to_ties() -> None:
    assert prioritise(web(), [Fastest(slack=1.0)]).starts == {"web": 1}


def test_slack_does_not_let_soonest_be_missed() -> None:
    # period 1 is the soonest; a slack of 4 allows up to period 4, the last one, and not never
    plan = prioritise(web(), [Soonest(slack=4.0), LeastCost()])
    assert values(plan)[0] is not None


def test_a_blend_with_soonest_is_refused() -> None:
    # never is no number that could be weighed against money
    parts = [{"goal": {"kind": "soonest"}, "weight": 1.0}, {"goal": {"kind": "fastest"}, "weight": 1.0}]
    with pytest.raises(ValidationError, match="holds Soonest, which cannot be weighed"):
        Blend.model_validate({"parts": parts})


def test_a_blend_is_the_weighted_sum() -> None:
    # done in 1: 1000 * 0 + 500; not done: 1000 * 1 + 0
    parts = (Part(goal=Fastest(), weight=1000.0), Part(goal=LeastCost(), weight=1.0))
    assert values(prioritise(web(), [Blend(parts=parts)])) == [500.0]
    # 400 * 1 is less than 500
    parts = (Part(goal=Fastest(), weight=400.0), Part(goal=LeastCost(), weight=1.0))
    assert values(prioritise(web(), [Blend(parts=parts)])) == [400.0]


def test_soonest_out_of_reach_names_the_fields() -> None:
    with pytest.raises(GoalUnreachableError, match="A1") as raised:
        prioritise(small(Initiative(id="web", advances={"A1": 0.9})), [Soonest()])
    assert raised.value.fields == ("A1",)


def test_a_gap_does_not_let_soonest_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    # never counts as one more than the last period, which is within a gap of 1 of any period: it must not suffice
    solve, gaps = Task.minimise, []

    def watched(task: Task, objective: Expression, limits: Limits, **how: Any) -> Said:  # noqa: ANN401
        gaps.append(limits.gap)
        return solve(task, objective, limits, **how)

    monkeypatch.setattr(witness, "_MOST_WORK", 0)  # so that the solver is asked
    monkeypatch.setattr(Task, "minimise", watched)
    assert values(prioritise(web(), [Soonest(), LeastCost()], gap=1.0))[0] == 1
    assert gaps[:2] == [0, 1]


def test_soonest_out_of_money_names_the_fields() -> None:
    # each of two halves costs 60, there are 100
    halves = [Initiative(id=name, cost=60, advances={"A1": 0.5}) for name in "ab"]
    with pytest.raises(GoalUnreachableError, match="A1") as raised:
        prioritise(small(*halves, budget=100), [Soonest()])
    assert raised.value.fields == ("A1",)


def test_soonest_kept_out_by_an_earlier_goal_says_so() -> None:
    with pytest.raises(GoalUnreachableError) as raised:
        prioritise(web(), [LeastCost(), Soonest()])
    assert ":  cannot be completed" not in str(raised.value)


def test_balanced_with_a_start_that_nothing_advances() -> None:
    # Y starts at 0.1 of two levels and stays: 1.9 / 2 = 0.95 is the best,
    # and d alone in period 1 takes X to (2 - 0.5) / 2
    halves = Disc(
        disciplines=tuple(Discipline(id=name, levels=2, order="any") for name in "XY"), start_level=0
    )
    portfolio = Portfolio(
        horizon=3,
        disc=halves,
        start={"Y2": 0.1},
        initiatives=(
            Initiative(id="a", duration=2, cost=1, advances={"X1": 0.25}),
            Initiative(id="d", cost=1, advances={"X1": 0.5}),
        ),
    )
    plan = prioritise(portfolio, [Balanced()])
    assert values(plan) == [0.95]
    assert plan.proven


def test_infeasible() -> None:
    both = [Initiative(id=name, cost=60, decision="must") for name in "ab"]
    with pytest.raises(InfeasibleError):
        prioritise(small(*both, budget=100))


def test_no_initiatives_are_nothing_to_choose() -> None:
    with pytest.raises(InvalidInputError, match="initiatives: hold nothing to choose"):
        prioritise(small())


def test_nothing_to_decide() -> None:
    plan = prioritise(small(Initiative(id="web", decision="never", advances={"A1": 1.0})))
    assert (plan.starts, plan.proven) == ({}, True)


def test_names_that_look_alike() -> None:
    # PuLP takes "A B" for "A_B"; the budget pays for one, and only "A B" completes the field
    names = ["A_B", "A B", "A-B", "A__B", "x_0_1"]
    alike = [Initiative(id=name, cost=10, advances={"A1": 1.0 if name == "A B" else 0.9}) for name in names]
    assert prioritise(small(*alike, budget=10)).starts == {"A B": 1}


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"time_limit": 0.0}, "time_limit is 0.0"),
        ({"time_limit": -1.0}, "time_limit is -1.0"),
        ({"time_limit": math.nan}, "time_limit is NaN"),
        ({"work_limit": 0}, "work_limit is 0"),
        ({"gap": -0.1}, "gap is -0.1"),
        ({"gap": 1.5}, "gap is 1.5"),
        ({"gap": math.nan}, "gap is NaN"),
        ({"gap": 0.1, "solver": pulp.HiGHS(msg=False)}, "brings its own limits"),
        ({"time_limit": 9.0, "solver": pulp.HiGHS(msg=False)}, "brings its own limits"),
        ({"goals": ()}, "goals is empty"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        prioritise(web(), **options)  # type: ignore[arg-type]


# repairs


def test_a_budget_missed_by_a_thousand_millionth_is_missed() -> None:
    plan = prioritise(small(Initiative(id="web", cost=1000.000000001, advances={"A1": 1.0}), budget=1000))
    assert plan.starts == {}


def pair(periods: int) -> Portfolio:
    """Two initiatives of which one can be paid: together they are short of 1,000 by 0.000000001."""
    halves = [Initiative(id=name, cost=500.0000000005, advances={"A1": 0.5}) for name in "ab"]
    return small(*halves, periods=periods, budget=1000)


def test_two_that_overspend_by_a_thousand_millionth_are_one_too_many() -> None:
    plan = prioritise(pair(2))
    assert plan.starts == {"a": 1}
    assert plan.proven
    assert values(plan)[0] == 0.5


def test_repairs_suffice_over_a_long_horizon() -> None:
    assert prioritise(pair(12)).starts == {"a": 1}


# warm starts


def test_a_warm_start_is_kept_where_nothing_better_is_found() -> None:
    portfolio = large_portfolio(2, 30, 10)
    best = prioritise(portfolio)
    again = prioritise(portfolio, warm_start=best.starts, time_limit=1e-6)
    assert values(again) == values(best)


def test_a_warm_start_is_improved() -> None:
    plan = prioritise(web(), warm_start={"web": 3})
    assert plan.starts == {"web": 1}
    assert plan.proven


def test_a_warm_start_that_misses_the_goal_is_improved() -> None:
    assert values(prioritise(web(), [Soonest()], warm_start={})) == [1.0]


@pytest.mark.slow
def test_a_warm_start_comes_before_the_first_node() -> None:
    portfolio = large_portfolio(1, 24, 10)
    begun = prioritise(portfolio, work_limit=1)
    more = prioritise(portfolio, work_limit=1, warm_start=begun.starts)
    before, after = (goal_value(Fastest(), portfolio, plan.starts) for plan in (begun, more))
    assert before is not None
    assert after is not None
    assert after <= before


@pytest.mark.parametrize(
    ("starts", "says"),
    [({"web": 5}, "web"), ({"shop": 1}, "shop"), ({"web": 0}, "web"), ({"web": 1, "app": 1}, "1,000")],
)
def test_a_warm_start_that_breaks_a_rule_is_refused(starts: dict[str, int], says: str) -> None:
    both = [Initiative(id=name, cost=600, advances={"A1": 0.5}) for name in ("web", "app")]
    with pytest.raises(RuleBrokenError, match=says):
        prioritise(small(*both, budget=1000), warm_start=starts)


def test_a_solver_that_fails_among_equal_plans_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = Portfolio(horizon=2, initiatives=[Initiative(id="web", cost=3, advances={"D2": 1})])
    solved = Stages._solved  # noqa: SLF001  the goals are solved, the ties are not

    def fails_at_ties(self: Stages, *asked: Any, most_ways: int | None = None) -> object:  # noqa: ANN401
        if most_ways is not None:
            raise SolverError("It broke down.")
        return solved(self, *asked)

    monkeypatch.setattr(Stages, "_solved", fails_at_ties)
    plan = prioritise(portfolio)
    assert (plan.starts, plan.proven) == ({"web": 1}, True)
