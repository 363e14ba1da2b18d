"""Programs and solvers: what a run comes to, also where the solver fails, stops early or lies."""

from __future__ import annotations

import dataclasses
import math
import threading
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Literal

import pulp
import pytest
from judge.random_portfolios import full_portfolio
from judge.seeds import with_a_plan, without_a_plan

from omniprio import lexicographic
from omniprio.deadline import Deadline
from omniprio.disc import Disc, Discipline
from omniprio.errors import NoPlanFoundError, SolverError
from omniprio.goals import Balanced, Fastest, LeastCost
from omniprio.infeasibility import InfeasibleError
from omniprio.optimise import prioritise
from omniprio.portfolio import Budget, Cost, Group, Initiative, Portfolio, Synergy
from omniprio.solver import witness
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Program, Row, total
from omniprio.solver.scaling import loosened
from omniprio.solver.solve import Task

if TYPE_CHECKING:
    from collections.abc import Callable

Status = pulp.LpSolveStatus


class Altered(pulp.HiGHS):
    """HiGHS, with its statistics altered afterwards."""

    name = "Altered"

    def __init__(self, alter: Callable[[pulp.LpSolveStats], pulp.LpSolveStats]) -> None:
        super().__init__(msg=False)
        self.alter = alter

    def actualSolve(self, lp: pulp.LpProblem, **_options: object) -> pulp.LpSolveStats:  # noqa: N802  PuLP's name
        return self.alter(super().actualSolve(lp))


class Failing(pulp.LpSolver):
    """A solver that raises."""

    name = "Failing"

    def __init__(self, error: Exception) -> None:
        super().__init__(msg=False)
        self.error = error

    def actualSolve(self, lp: pulp.LpProblem, **_options: object) -> pulp.LpSolveStats:  # noqa: ARG002, N802  PuLP's
        raise self.error


class Everything(pulp.LpSolver):
    """A solver that says that setting every column to 1 is best, whatever the rows are."""

    name = "Everything"

    def actualSolve(self, lp: pulp.LpProblem, **_options: object) -> pulp.LpSolveStats:  # noqa: N802  PuLP's name
        for variable in lp.variables():
            variable.varValue = 1.0
        return pulp.LpSolveStats(solver=self.name, status=Status.Optimal, has_solution=True, best_bound=0.0)


def altered(**changes: object) -> Altered:
    return Altered(lambda stats: dataclasses.replace(stats, **changes))  # type: ignore[arg-type]


def columns(count: int, *, upper: int = 1) -> tuple[Program, list[Expression]]:
    program = Program()
    return program, [program.column(f"x_{place}", integer=True, upper=upper) for place in range(count)]


def portfolio() -> Portfolio:
    """Two of three initiatives can be paid: web and app, with 0.6 + 0.4 of a field, complete it in period 1."""
    return Portfolio(
        horizon=2,
        initiatives=(
            Initiative(id="web", cost=500, advances={"D2": 0.6}),
            Initiative(id="app", cost=500, advances={"D2": 0.4}),
            Initiative(id="kiosk", cost=500, advances={"D2": 0.3}),
        ),
        budget=1000,
    )


@pytest.fixture
def no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the search of our own without work, as it is where a program is large: only the solver's word is there."""
    monkeypatch.setattr(witness, "_MOST_WORK", 0)


# programs


def test_infeasible() -> None:
    program, (x, y) = columns(2)
    program.require("both", x + y, ">=", 3)
    outcome = Task(program).minimise(x, Limits())
    assert (outcome.stop, outcome.infeasible, outcome.values, outcome.bound) == ("finished", True, None, None)


def test_a_row_without_columns_that_cannot_hold_is_infeasible() -> None:
    program, (x,) = columns(1)
    program.require("never", Expression(), ">=", 1)
    assert Task(program).minimise(x, Limits()).infeasible


def test_a_row_without_columns_that_holds_is_left_out() -> None:
    program, (x,) = columns(1)
    program.require("always", Expression(), "<=", 1)
    assert program.rows == []
    task = Task(program)
    task.add(Row("always", (), None, {}, "<=", 1))
    assert task.minimise(x, Limits()).values == [0.0]


def test_a_row_added_later_counts() -> None:
    program, (x, y) = columns(2)
    task = Task(program)
    assert task.minimise(x + y, Limits()).values == [0.0, 0.0]
    task.add(Row("one", (), None, (x + y).terms, ">=", 1))
    assert task.minimise(x + y * 2, Limits()).values == [1.0, 0.0]


def test_an_empty_program() -> None:
    outcome = Task(Program()).minimise(Expression(constant=Fraction(3, 4)), Limits())
    assert (outcome.infeasible, outcome.values, outcome.bound) == (False, [], Fraction(3, 4))


def test_no_columns_and_a_row_that_cannot_hold() -> None:
    program = Program()
    program.require("never", Expression(constant=1), "<=", 0)
    assert Task(program).minimise(Expression(), Limits()).infeasible


def test_a_constant_objective() -> None:
    program, (x, y) = columns(2)
    program.require("one", x + y, "=", 1)
    outcome = Task(program).minimise(Expression(constant=7), Limits())
    assert outcome.bound == 7
    assert outcome.values is not None
    assert sum(outcome.values) == 1


def test_without_whole_columns_the_optimum_is_the_bound() -> None:
    program = Program()
    x, y = (program.column(name, integer=False, grain=Fraction(1, 4)) for name in "xy")
    program.require("enough", x * 2 + y, ">=", Fraction(1, 2))
    outcome = Task(program).minimise(x + y, Limits())
    assert outcome.values == pytest.approx([0.25, 0.0])
    assert outcome.bound is not None
    assert float(outcome.bound) == pytest.approx(0.25)


def test_value_and_bound_of_a_knapsack_meet_exactly() -> None:
    worths, weights = (Fraction(7, 10), Fraction(4, 10), Fraction(5, 10), Fraction(3, 10)), (5, 3, 4, 2)
    program, items = columns(4)
    program.require("room", total(zip(items, weights, strict=True)), "<=", 8)
    outcome = Task(program).minimise(total(zip(items, (-worth for worth in worths), strict=True)), Limits())
    fitting = [
        sum(take * worth for take, worth in zip(takes, worths, strict=True))
        for takes in product((0, 1), repeat=4)
        if sum(take * weight for take, weight in zip(takes, weights, strict=True)) <= 8
    ]
    assert outcome.bound == -max(fitting) == Fraction(-11, 10)  # 0.7 + 0.4 with 5 + 3


@pytest.mark.parametrize(
    ("stated", "bound"),
    [
        (2.2, Fraction(3, 4)),  # between 2 and 3 steps of a quarter
        (2.0, Fraction(2, 4)),
        (2.0005, Fraction(2, 4)),  # noise above 2 steps
        (1.9995, Fraction(2, 4)),
        (-0.3, Fraction(0)),
    ],
)
def test_a_bound_rises_to_the_next_step(stated: float, bound: Fraction) -> None:
    program, (x,) = columns(1, upper=10)
    program.require("enough", x, ">=", 3)
    task = Task(program, altered(best_bound=stated))
    assert task.minimise(x * Fraction(1, 4), Limits()).bound == bound


def test_a_bound_stays_where_steps_are_too_fine() -> None:
    # a step of 1 / 10**9 beside 1: scaled by 10**5, as `LARGEST` says, so 12.5 stands for 12.5 / 10**5
    program, (x, y) = columns(2)
    objective = x + y * Fraction(1, 10**9) + Expression(constant=1)
    outcome = Task(program, altered(best_bound=12.5)).minimise(objective, Limits())
    assert outcome.bound == 1 + Fraction(125, 10**6)


@pytest.mark.parametrize("sense", ["<=", ">=", "="])
@pytest.mark.parametrize("limit", [-1_000_003, 0, 999_998, 2_000_001])
def test_a_loosened_row_is_kept_by_all_that_keep_the_row(limit: int, sense: Literal["<=", ">=", "="]) -> None:
    row = Row("goal", (), None, {0: 1_000_003, 1: -2_000_005, 2: Fraction(999_999), 3: 7}, sense, limit)
    loose = loosened(row, 1000)
    every = [tuple(map(Fraction, values)) for values in product((0, 1), repeat=4)]
    assert all(loose.holds(values) for values in every if row.holds(values))
    # of at most 1,000 a 2,000.005th is left: 500.0002, -1,000, 499.998 and 0.003, each rounded down
    assert loose.terms == ({0: 500, 1: -1000, 2: 499} if sense == "<=" else row.terms)


def test_a_row_of_numbers_that_a_solver_tells_apart_is_not_loosened() -> None:
    row = Row("goal", (), None, {0: Fraction(1, 3), 1: 1000}, "<=", 300_000)  # 1, 3,000 and 900,000 / 100
    assert loosened(row, 9_000) is row
    assert loosened(Row("goal", (), None, {}, "<=", 0), 1).terms == {}


@pytest.mark.parametrize("stated", [None, math.inf, -math.inf, math.nan])
def test_a_bound_that_is_not_known_is_none(stated: float | None) -> None:
    program, (x,) = columns(1)
    assert Task(program, altered(best_bound=stated)).minimise(x, Limits()).bound is None


def test_the_constant_is_part_of_the_bound() -> None:
    program, (x,) = columns(1, upper=5)
    program.require("enough", x, ">=", 2)
    assert Task(program).minimise(x * 3 + Expression(constant=10), Limits()).bound == 16  # 3 * 2 + 10


def test_reports_are_in_the_unit_of_the_goal() -> None:
    # 0.1 is what one step of a tenth comes to, whatever the solver's own scale is
    program, items = columns(30)
    for place in range(0, 28, 2):
        program.require("two of three", total((one, 1) for one in items[place : place + 3]), ">=", 2)
    seen: list[tuple[float | None, float | None, int]] = []
    objective = total((one, Fraction(place % 7 + 3, 10)) for place, one in enumerate(items))
    outcome = Task(program).minimise(objective, Limits(watch=lambda *report: seen.append(report)))
    assert outcome.values is not None
    best = float(objective.value([Fraction(round(value)) for value in outcome.values]))
    assert all(value is None or value >= best - 1e-6 for value, _, _ in seen)
    assert all(bound is None or bound <= best + 1e-6 for _, bound, _ in seen)


def test_a_cancelled_run() -> None:
    cancel = threading.Event()
    cancel.set()
    program, items = columns(40)
    for place in range(38):
        program.require("two of three", total((one, 1) for one in items[place : place + 3]), ">=", 2)
    outcome = Task(program).minimise(total((one, 1) for one in items), Limits(Deadline(cancel=cancel)))
    assert outcome.stop in {"cancelled", "finished"}
    assert not outcome.infeasible


# solvers of all kinds


@pytest.mark.parametrize(
    "error",
    [
        pulp.PulpSolverError("no licence"),
        OSError("no such program"),
        RuntimeError("out of order"),
        ValueError("strange"),
    ],
)
def test_a_solver_that_raises(error: Exception) -> None:
    with pytest.raises(SolverError, match=f"Failing failed: {error}") as raised:
        prioritise(portfolio(), solver=Failing(error))
    assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    "status", [Status.NotSolved, Status.Undefined, Status.Unbounded, Status.NumericalError]
)
def test_a_solver_without_an_answer(status: pulp.LpSolveStatus) -> None:
    with pytest.raises(SolverError, match=f"gave no answer: {status.name}"):
        prioritise(portfolio(), solver=altered(status=status, has_solution=False))


@pytest.mark.slow
def test_where_presolve_fails_there_is_an_answer_all_the_same() -> None:
    # At the second goal HiGHS 1.15 stops with a solve error unless its presolve is off. Doing nothing costs 0, so 40 may
    # be spent. 60 are there for page in 5 alone, since 50 come back there if crm is in 4 (25 + 5 + 60 - 50 = 40) or 5
    # (35): page without crm is 60, and 60 in any earlier period are too much. X is then at 0.4 - 0.1, in 5 only.
    disc = Disc(disciplines=(Discipline(id="X", levels=1),), start_level=0)
    pair = Portfolio(
        horizon=5,
        disc=disc,
        initiatives=(
            Initiative(id="crm", cost=Cost(amount=25, running=5)),
            Initiative(id="page", cost=60, advances={"X1": 0.4}),
        ),
        synergies=(Synergy(id="both", of=("page", "crm"), advances={"X1": -0.1}, cost=-50),),
        budget=Budget(per_period=(20, 50, 0, 30, 80), carry_over=False),
    )
    plan = prioritise(pair, [LeastCost(slack=40), Balanced()])
    assert plan.goals[0].value is not None
    assert plan.goals[0].value <= 40
    assert plan.goals[1].value == 0.94  # (4 * 1 + 0.7) / 5
    assert plan.proven


def test_with_nothing_to_solve_a_start_is_no_reason_to_warn() -> None:
    idle = Portfolio(
        horizon=1, initiatives=(Initiative(id="idle", scores={"fun": 1}),)
    )  # no rule binds it, and it costs nothing
    plan = prioritise(idle, [LeastCost()], warm_start={"idle": 1})  # warnings are errors here
    assert (plan.starts, plan.proven) == ({}, True)


def test_optimal_without_a_solution() -> None:
    with pytest.raises(SolverError, match="says Optimal but returned no solution"):
        prioritise(portfolio(), solver=altered(has_solution=False))


STOPS = [
    (Status.TimeLimit, "time limit"),
    (Status.NodeLimit, "work limit"),
    (Status.MemoryLimit, "out of memory"),
    (Status.Interrupted, "cancelled"),
]


@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize(("status", "stopped"), STOPS)
def test_a_solver_stopped_with_nothing_and_with_a_plan(
    status: pulp.LpSolveStatus, stopped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = altered(status=status, has_solution=False, best_bound=None)
    wanted = portfolio().model_copy(update={"groups": [Group(id="one", members=("web", "app"), at_least=1)]})
    plan = prioritise(wanted, solver=nothing)  # found without the solver: doing nothing breaks the group
    assert (plan.starts != {}, plan.stopped, plan.proven) == (True, stopped, False)
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: None)
    with pytest.raises(NoPlanFoundError) as raised:
        prioritise(wanted, solver=nothing)
    assert raised.value.stopped_by == stopped
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: {})
    for solver in (nothing, altered(status=status, best_bound=None)):
        plan = prioritise(portfolio(), solver=solver)
        assert (plan.stopped, plan.proven) == (stopped, False)
        assert [result.bound for result in plan.goals] == [None, None]


@pytest.mark.usefixtures("no_witness")
def test_a_bound_that_the_plan_beats_is_no_bound() -> None:
    plan = prioritise(portfolio(), [LeastCost()], solver=altered(best_bound=1e9))
    assert (plan.goals[0].value, plan.goals[0].bound, plan.proven) == (0.0, None, False)


@pytest.mark.usefixtures("no_witness")
def test_a_status_alone_proves_nothing() -> None:
    plan = prioritise(portfolio(), [Fastest()], solver=altered(best_bound=-1e6))
    (result,) = plan.goals
    assert plan.stopped == "finished"
    assert (result.bound, result.proven) == (None, False)


@pytest.mark.usefixtures("no_witness")
def test_a_solvers_word_is_proven_but_not_certified() -> None:
    plan = prioritise(portfolio(), [Fastest()])
    assert (plan.proven, plan.certified) == (True, False)


def test_what_a_solver_gets_wrong_our_own_search_sets_right() -> None:
    # web and app can be paid and complete D2 in period 1; kiosk adds nothing to that
    plan = prioritise(portfolio(), [Fastest()], solver=altered(status=Status.Infeasible))
    assert (plan.starts, plan.proven, plan.certified) == ({"web": 1, "app": 1}, True, True)


def test_a_solver_that_breaks_the_rules() -> None:
    either = Portfolio(
        horizon=1,
        initiatives=(Initiative(id="small", benefit=1), Initiative(id="large")),
        groups=(Group(id="versions", members=("small", "large"), at_most=1),),
    )
    with pytest.raises(SolverError, match="broke a rule"):
        prioritise(either, solver=Everything(msg=False))


def test_a_solver_that_is_not_installed() -> None:
    with pytest.raises(SolverError, match="COIN_CMD failed"):
        prioritise(portfolio(), solver=pulp.COIN_CMD(msg=False, path="no-such-program"))  # type: ignore[no-untyped-call]


def test_the_infeasible_by_another_solver() -> None:
    # both are decided, the budget pays for one
    both = (Initiative(id="a", cost=60, decision="must"), Initiative(id="b", cost=60, decision="must"))
    with pytest.raises(InfeasibleError):
        prioritise(Portfolio(horizon=3, initiatives=both, budget=100), solver=pulp.HiGHS(msg=False))


NAMED: dict[str, Callable[[], pulp.LpSolver]] = {
    "HiGHS": lambda: pulp.HiGHS(msg=False),
    "CBC": lambda: pulp.COIN_CMD(msg=False),  # type: ignore[no-untyped-call]
    "SCIP": lambda: pulp.SCIP_PY(msg=False),  # type: ignore[no-untyped-call]
    "GLPK": lambda: pulp.GLPK_CMD(msg=False),  # type: ignore[no-untyped-call]
    "Gurobi": lambda: pulp.GUROBI(msg=False),  # type: ignore[no-untyped-call]
    "COPT": lambda: pulp.COPT(msg=False),  # type: ignore[no-untyped-call]
}
"""The solvers that the documentation names."""


def named(name: str) -> pulp.LpSolver:
    """Return a solver, or skip where it is not installed."""
    solver = NAMED[name]()
    if not solver.available():
        pytest.skip(f"{name} is not installed")
    return solver


@pytest.mark.parametrize("name", NAMED)
def test_each_solver_that_is_named_gives_the_same_plan(name: str) -> None:
    plan = prioritise(portfolio(), solver=named(name))
    assert plan.starts == prioritise(portfolio()).starts == {"web": 1, "app": 1}
    assert plan.stopped == "finished"


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("seed", with_a_plan(5))
def test_each_solver_that_is_named_is_as_good_as_trying_everything(name: str, seed: int) -> None:
    drawn = full_portfolio(seed)
    plan = prioritise(drawn, [LeastCost(), Fastest()], solver=named(name))
    best = prioritise(drawn, [LeastCost(), Fastest()])
    assert [one.value for one in plan.goals] == [one.value for one in best.goals]
    assert plan.proven


@pytest.mark.parametrize("name", NAMED)
def test_each_solver_that_is_named_finds_that_there_is_no_plan(name: str) -> None:
    (seed,) = without_a_plan(1)
    with pytest.raises(InfeasibleError):
        prioritise(full_portfolio(seed), [LeastCost(), Fastest()], solver=named(name))


def test_a_solver_that_turns_fractions_into_whole_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="CPSAT, to which PuLP hands only whole numbers"):
        prioritise(portfolio(), solver=pulp.CPSAT(msg=False))  # type: ignore[no-untyped-call]


def test_a_solver_brings_its_own_limits() -> None:
    # every distance a gap of one half allows is a plan; it must not be called proven unless it is the best
    plan = prioritise(portfolio(), solver=pulp.HiGHS(msg=False, gapRel=0.5))
    best = prioritise(portfolio())
    if plan.proven:
        assert [result.value for result in plan.goals] == [result.value for result in best.goals]
    assert plan.solver.startswith("HiGHS")
