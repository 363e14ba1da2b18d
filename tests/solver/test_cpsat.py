"""CP-SAT as an engine: right on what brute force can judge, believed only where it adds up, and exact."""

from __future__ import annotations

import random
import threading
from fractions import Fraction
from typing import TYPE_CHECKING

import pulp
import pytest
from judge.engine_liars import LIES, let_cpsat_lie
from judge.judging import Verdict, judged
from judge.liars import let_lie
from judge.random_portfolios import full_portfolio, goals_for
from judge.seeds import slow_after

from omniprio import Budget, Initiative, Portfolio, engines, lexicographic, options, prioritise, ten_portfolio
from omniprio.answers.parallel import plan_each
from omniprio.deadline import Deadline
from omniprio.errors import InvalidArgumentError, MissingExtraError, SolverError
from omniprio.goals import Fastest, LeastCost
from omniprio.infeasibility import InfeasibleError
from omniprio.solver import cpsat, scaling, witness
from omniprio.solver.asking import Asked, Asking, Way
from omniprio.solver.cpsat import CpSat
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Program, Row, total

if TYPE_CHECKING:
    from omniprio.engines import Engine

needs_cpsat = pytest.mark.skipif(not engines.has_cpsat(), reason="the extra cpsat is not installed")


@pytest.fixture
def no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave our own search without work, as it is where a program is large: only the engine's word is there."""
    monkeypatch.setattr(witness, "_MOST_WORK", 0)


def items(count: int) -> tuple[Program, list[Expression]]:
    """Return a program in which two of any three that follow each other are to be taken."""
    program = Program()
    columns = [program.column(f"x_{place}", integer=True) for place in range(count)]
    for place in range(count - 2):
        program.require("two of three", total((one, 1) for one in columns[place : place + 3]), ">=", 2)
    return program, columns


# what it says


@needs_cpsat
def test_value_and_bound_are_in_the_unit_of_the_goal() -> None:
    program = Program()
    x = program.column("x", integer=True, upper=10)
    y = program.column("y", integer=False, upper=5, grain=Fraction(1, 3))
    program.require("enough", x + y, ">=", Fraction(22, 3))
    # 2 x + 3 y + 7 with x + y >= 22/3: x is cheaper, and as a whole number 7 leaves 1/3, which costs less than one more:
    # 14 + 1 + 7 = 22
    said = CpSat(program).minimise(x * 2 + y * 3 + Expression(constant=7), Limits())
    assert (said.value, said.bound, said.stop) == (Fraction(22), Fraction(22), "finished")
    assert said.values == pytest.approx([7, 1 / 3])


@needs_cpsat
def test_there_is_no_solution() -> None:
    program, (x, *_) = items(3)
    assert not CpSat(program).minimise(x, Limits()).infeasible
    program.require("less", total((Expression({place: 1}), 1) for place in range(3)), "<=", 1)
    assert CpSat(program).minimise(x, Limits()).infeasible


@needs_cpsat
@pytest.mark.parametrize("presolve", [True, False])
def test_stopped_at_once_it_says_no_bound_that_nobody_has_found(*, presolve: bool) -> None:
    # what CP-SAT leaves as its bound is 0 then, and the best is -20: two of three of 30
    program, columns = items(30)
    cancel = threading.Event()
    cancel.set()
    limits = Limits(Deadline(1e-9, cancel))
    said = CpSat(program).minimise(total((one, -1) for one in columns), limits, presolve=presolve)
    assert (said.stop, said.bound) == ("cancelled", None)
    soon = CpSat(program).minimise(total((one, -1) for one in columns), Limits(nodes=1), presolve=presolve)
    assert soon.bound is None or soon.bound <= -20


@needs_cpsat
def test_what_is_raised_in_a_report_ends_the_run_and_comes_out_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program, columns = items(60)

    def tell(*_: object) -> None:
        raise KeyboardInterrupt

    limits = Limits(watch=tell)
    hard = total((one, Fraction(place * 7919 % 101 + 1, 1000)) for place, one in enumerate(columns))
    running = threading.active_count()
    monkeypatch.setattr(cpsat, "_REPORTS", 0.0)
    with pytest.raises(KeyboardInterrupt):
        CpSat(program).minimise(hard, limits)
    assert threading.active_count() == running


# plans


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
def test_both_engines_give_the_same_plan_and_say_who_was_asked(capfd: pytest.CaptureFixture[str]) -> None:
    plans = {engine: prioritise(ten_portfolio(), engine=engine) for engine in ("highs", "cp-sat")}
    assert plans["cp-sat"].starts == plans["highs"].starts
    assert plans["cp-sat"].proven
    assert plans["cp-sat"].certified_by is None
    assert plans["cp-sat"].solver.startswith("CP-SAT 9.")
    assert capfd.readouterr() == ("", "")


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize("engine", ["highs", "cp-sat"])
def test_a_proof_is_confirmed_by_the_other_engine(engine: Engine) -> None:
    plan = prioritise(ten_portfolio(), engine=engine, certify=True)
    assert (plan.proven, plan.certified, plan.certified_by) == (True, True, "two engines")
    assert all(result.confirmed and not result.certified for result in plan.goals)
    assert "two engines say" in " ".join(plan.summary().split())
    assert "siger to solvere" in " ".join(plan.summary("da").split())


@needs_cpsat
def test_what_our_own_search_proves_needs_no_confirmation() -> None:
    plan = prioritise(ten_portfolio(), certify=True)
    assert plan.certified_by == "exact arithmetic"


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
def test_the_same_work_gives_the_same_plan() -> None:
    plans = [prioritise(ten_portfolio(), engine="cp-sat", work_limit=3) for _ in range(2)]
    assert plans[0].to_json() == plans[1].to_json()


@needs_cpsat
def test_plans_of_many_portfolios_by_an_engine() -> None:
    (plan,) = plan_each([ten_portfolio()], engine="cp-sat")
    assert getattr(plan, "solver", "").startswith("CP-SAT")


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
def test_where_there_is_no_plan() -> None:
    both = [Initiative(id=name, cost=60, decision="must") for name in "ab"]
    with pytest.raises(InfeasibleError):
        prioritise(Portfolio(horizon=3, initiatives=both, budget=100), engine="cp-sat")


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
def test_numbers_that_are_too_large_are_refused_by_the_name_of_their_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scaling, "MOST", 1000)
    pair = [Initiative(id=name, cost=cost, advances={"D2": 0.5}) for name, cost in (("a", 701), ("b", 300))]
    portfolio = Portfolio(horizon=2, initiatives=pair, budget=1000)
    with pytest.raises(
        SolverError, match=r"CP-SAT .* those of budget are too large"
    ):  # 701 + 300 is more than 1000
        prioritise(portfolio, [LeastCost()], engine="cp-sat")
    assert prioritise(portfolio, [LeastCost()], engine="highs").proven


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize("engine", [None, "highs"])
def test_what_is_too_large_for_the_other_engine_is_not_confirmed_by_the_same_one(
    engine: Engine | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scaling, "MOST", 1000)
    pair = [Initiative(id=name, cost=cost, advances={"D2": 0.5}) for name, cost in (("a", 701), ("b", 300))]
    plan = prioritise(Portfolio(horizon=2, initiatives=pair, budget=1000), engine=engine, certify=True)
    assert plan.proven
    assert plan.certified_by is None


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize("said", ["raises PulpSolverError", "optimal and nothing"])
def test_where_highs_says_nothing_of_a_plan_the_other_engine_is_asked(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicographic, "first_schedule", lambda *_: None)
    must = [Initiative(id=name, cost=60, decision="must") for name in "ab"]
    let_lie(monkeypatch, said, "always")
    each_period = Budget(per_period=60, carry_over=False)
    plan = prioritise(Portfolio(horizon=2, initiatives=must, budget=each_period), [LeastCost()])
    assert sorted(plan.starts.values()) == [1, 2]
    assert plan.proven
    assert plan.solver.startswith("HiGHS")
    assert "CP-SAT" in plan.solver
    with pytest.raises(SolverError):  # what one engine alone calls infeasible is not believed
        prioritise(Portfolio(horizon=2, initiatives=must, budget=60), [LeastCost()])


@needs_cpsat
def test_a_row_that_is_added_and_too_large_is_told_when_it_is_next_asked() -> None:
    program, (x, *_) = items(3)
    asking = Asking(program, Asked(engine="cp-sat"))
    way = Way("cp-sat")
    assert asking.minimise(way, x, Limits()).value == 0
    asking.require(Row("goal", (), None, {0: scaling.MOST, 1: 1}, "<=", 1))
    with pytest.raises(SolverError, match="those of goal are too large"):
        asking.minimise(way, x, Limits())
    instead = Asking(program, Asked(engine="cp-sat", by_name=False))
    instead.require(Row("goal", (), None, {0: scaling.MOST, 1: 1}, "<=", 1))
    assert instead.minimise(way, x, Limits()).value == 0
    assert instead.too_large == "goal"


# against brute force, and against lies


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize("seed", slow_after(12, range(150)))
@pytest.mark.parametrize("certify", [False, True], ids=["alone", "confirmed"])
def test_plans_are_as_good_as_trying_everything(seed: int, *, certify: bool) -> None:
    goals = goals_for(random.Random(seed))  # noqa: S311  repeatable draws, no secrets
    verdict = judged(full_portfolio(seed), goals, engine="cp-sat", certify=certify)
    assert verdict.kind in {"certified", "proven", "no plan"}, verdict.why


def _judged_with_a_liar(seed: int, lie: str, monkeypatch: pytest.MonkeyPatch, *, certify: bool) -> Verdict:
    goals = goals_for(random.Random(seed))  # noqa: S311  repeatable draws, no secrets
    with monkeypatch.context() as patched:
        let_cpsat_lie(patched, lie, seed)
        return judged(full_portfolio(seed), goals, engine="cp-sat", certify=certify)


@needs_cpsat
@pytest.mark.parametrize("seed", slow_after(1, range(8)))
@pytest.mark.parametrize("lie", LIES)
def test_no_plan_is_wrongly_proven_by_a_liar(lie: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = _judged_with_a_liar(seed, lie, monkeypatch, certify=False)
    assert verdict.kind != "wrong", verdict.why


@needs_cpsat
@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize("seed", slow_after(1, range(8)))
@pytest.mark.parametrize("lie", LIES)
def test_what_the_other_engine_confirms_is_no_lie(
    lie: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # without our own search, a lie that agrees with itself is found out by the other engine alone
    verdict = _judged_with_a_liar(seed, lie, monkeypatch, certify=True)
    assert verdict.kind != "wrong", verdict.why


# where it is not there


def test_without_the_extra_asking_for_it_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "has_cpsat", lambda: False)
    one = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=1, advances={"D2": 0.5})])
    for asked in ({"engine": "cp-sat"}, {"engine": "race"}, {"certify": True}):
        with pytest.raises(MissingExtraError, match=r'pip install "omniprio\[cpsat\]"'):
            prioritise(one, **asked)
    assert prioritise(one, [Fastest(), LeastCost()]).solver.startswith("HiGHS")


def test_a_solver_of_the_users_is_asked_in_place_of_an_engine() -> None:
    one = Portfolio(horizon=1, initiatives=[Initiative(id="web", cost=1, advances={"D2": 0.5})])
    with pytest.raises(InvalidArgumentError, match="leave engine and certify out, or the solver"):
        prioritise(one, solver=pulp.HiGHS(msg=False), engine="highs")
