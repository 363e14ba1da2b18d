"""What a run of a solver has shown: everything is counted again, and nothing is believed that does not add up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from omniprio import Fastest, Initiative, LeastCost, MostValue, Portfolio, exactly, ten_portfolio
from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.exactly import Exactly, Found, at_most
from omniprio.formulation import Schedules, formulate
from omniprio.solver import asking, witness
from omniprio.solver.asking import Asked, Asking
from omniprio.solver.limits import Limits, Said
from omniprio.solver.relaxation import Relaxation
from omniprio.solver.solve import Task
from omniprio.solver.witness import Seen, Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omniprio.exactly import Effort
    from omniprio.formulation import Formulation
    from omniprio.solver.limits import Stop
    from omniprio.solver.relaxation import Box, Relaxed

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.4})
ONE = Portfolio(horizon=2, initiatives=[WEB])
TWO = Portfolio(horizon=1, initiatives=[WEB, APP])


class Refusing(Schedules):
    """Reads as `Schedules` do, but refuses what no row of the program tells of."""

    def __init__(self, formulation: Formulation, allowed: Callable[[Mapping[str, int]], bool]) -> None:
        super().__init__(formulation)
        self._allowed = allowed

    def columns(self, starts: dict[str, int]) -> list[Fraction] | None:
        return super().columns(starts) if self._allowed(starts) else None


def program_of(
    formulation: Formulation, allowed: Callable[[Mapping[str, int]], bool] = lambda _: True
) -> Exactly[dict[str, int]]:
    return Exactly(formulation.program, Refusing(formulation, allowed))


@pytest.fixture
def no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave our own search without work, as it is where a program is large: only the solver's word is there."""
    monkeypatch.setattr(witness, "_MOST_WORK", 0)


class Says:
    """A solver that says what it is told to, run after run; without more to say it solves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *said: Said | Exception) -> None:
        self.runs: list[tuple[bool, bool]] = []
        self._said = list(said)
        self._solve = Task.minimise
        monkeypatch.setattr(Task, "minimise", self._minimise)

    def _minimise(self, *asked: Any, start: object = None, presolve: bool = True) -> Said:  # noqa: ANN401
        self.runs.append((start is not None, presolve))
        if not self._said:
            return self._solve(self._task, *asked, start=None, presolve=presolve)
        said = self._said.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    def attached(self, program: Exactly[dict[str, int]]) -> Exactly[dict[str, int]]:
        """Let it speak for a program."""
        self._task = program.task()
        return program


def values(formulation: Formulation, starts: dict[str, int]) -> list[float]:
    found = formulation.values(starts)
    assert found is not None
    return [float(value) for value in found]


FORMULATION = formulate(TWO, [Fastest()])
NEAR, FAR = values(FORMULATION, {"web": 1}), values(FORMULATION, {"app": 1})


def to_go(columns: list[float]) -> Fraction:
    return Fraction(FORMULATION.objectives[0].value([Fraction(str(one)) for one in columns]))


# without lies


def test_a_further_row_binds() -> None:
    formulation = formulate(TWO, [Fastest(), LeastCost()])
    fast, cheap = formulation.objectives
    program = Exactly(formulation.program, Schedules(formulation))
    program.require(at_most("cost", cheap, Fraction(40)))
    # 40 pay for web (30) or app (20); web brings 0.6 of D2, app 0.4.
    found = program.least(fast, Limits())
    assert (found.answer, found.stop, found.certified) == ({"web": 1}, "finished", True)
    program.require(at_most("cost", cheap, Fraction(20)))
    assert program.least(fast, Limits()).answer == {"app": 1}


def test_a_further_row_that_is_missed_by_a_hair_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    formulation = formulate(TWO, [Fastest(), LeastCost()])
    fast, cheap = formulation.objectives
    program = Exactly(formulation.program, Schedules(formulation))
    program.require(at_most("cost", cheap, 30 - Fraction(1, 10**12)))  # web costs 30, app 20
    best = values(formulation, {"web": 1})
    solver = Says(monkeypatch, Said("finished", values=best, value=Fraction(0), bound=Fraction(0)))
    assert solver.attached(program).least(fast, Limits()).answer == {"app": 1}
    assert program.columns({"web": 1}) is None


def test_no_solver_is_asked_where_our_own_search_ends_with_all_its_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    formulation = formulate(ten_portfolio(), [Fastest()])
    (fast,) = formulation.objectives
    monkeypatch.setattr(witness, "_SECONDS_BETWEEN_REPORTS", 0.0)
    branches: list[int] = []
    program_of(formulation).least(fast, Limits(watch=lambda *told: branches.append(told[2])), {})
    assert branches[-1] > 3  # a third of the work would not do
    size = len(formulation.program.columns) + len(formulation.program.rows)
    monkeypatch.setattr(
        witness, "_MOST_WORK", round((branches[-1] + 1) * size / 0.85)
    )  # what is left after the first look
    solver = Says(monkeypatch)
    assert program_of(formulation).least(fast, Limits(), {}).certified
    assert not solver.runs


def test_numbers_too_fine_for_prices_are_gone_through_once_and_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # neither pays: A costs 12.5 and brings 0.175 in each of 37 periods at most, 6.475; B costs 3.4 and brings a third of that in each of
    # 48, 2.8. In steps of 10**-18 no price tells that, so that all is gone through: A starts in period 1, B in one of 8 to 19, or not
    boxes: list[Box] = []
    solve = Relaxation.solve

    def looked(own: Relaxation, box: Box, deadline: Deadline) -> Relaxed:
        boxes.append(box)
        return solve(own, box, deadline)

    monkeypatch.setattr(Relaxation, "solve", looked)
    long = Initiative(id="A", duration=24, cost=12.5, benefit=0.175)
    short = Initiative(id="B", duration=6, cost=3.4, benefit=0.175 / 3, earliest_start=8)
    formulation = formulate(Portfolio(horizon=24, beyond=36, initiatives=[long, short]), [MostValue()])
    found = program_of(formulation).least(formulation.objectives[0], Limits(), {})
    assert (found.answer, found.bound, found.certified) == ({}, Fraction(0), True)
    assert len(boxes) <= 2 * 2 * 13  # the two halves of each, and once more where prices decide a column
    assert all((box.lower <= box.upper).all() for box in boxes)


def test_where_nothing_is_allowed_there_is_none_and_that_is_certified() -> None:
    formulation = formulate(ONE, [Fastest()])
    refused: list[dict[str, int]] = []

    def allowed(starts: Mapping[str, int]) -> bool:
        refused.append(dict(starts))
        return False

    found = program_of(formulation, allowed).least(formulation.objectives[0], Limits())
    assert (found.answer, found.is_none, found.settled) == (None, True, True)
    assert sorted({str(one) for one in refused}) == sorted(map(str, [{"web": 1}, {"web": 2}, {}]))


def test_it_is_not_begun_when_the_time_is_over() -> None:
    formulation = formulate(ONE, [Fastest()])
    found = program_of(formulation).least(formulation.objectives[0], Limits(Deadline(0)))
    assert (found.answer, found.bound, found.stop, found.settled) == (None, None, "time limit", False)


# lies that our own search sees through: of 18 rings 6 are reached, and web in 1 brings 0.6 of a ring more in both periods

BEST = 1 - Fraction(66, 180)


@pytest.mark.parametrize(
    "lie",
    [
        lambda _: Said("finished", infeasible=True),
        lambda one: Said("finished", values=values(one, {}), value=Fraction(1), bound=Fraction(1)),
        lambda one: Said("finished", values=values(one, {"web": 2}), value=BEST, bound=BEST),
        lambda one: Said("finished", values=[0.5] * len(one.program.columns), bound=Fraction(0)),
        lambda _: SolverError("HiGHS gave no answer"),
    ],
    ids=["infeasible", "consistent", "its start", "fractions", "failed"],
)
def test_no_lie_is_believed(monkeypatch: pytest.MonkeyPatch, lie: Callable[[Formulation], Said]) -> None:
    formulation = formulate(ONE, [Fastest()])
    solver = Says(monkeypatch, lie(formulation))
    found = solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits())
    assert (found.answer, found.value, found.bound) == ({"web": 1}, BEST, BEST)
    assert found.certified


# lies where there is no search of our own


@pytest.mark.usefixtures("no_witness")
def test_a_bound_that_does_not_meet_the_value_leads_to_a_cold_run(monkeypatch: pytest.MonkeyPatch) -> None:
    # The start costs 50, the solver returns it and states 20, as HiGHS 1.16 does; the cold run finds nothing, for 0.
    formulation = formulate(TWO, [LeastCost()])
    start = {"web": 1, "app": 1}
    lie = Said("finished", values=values(formulation, start), value=Fraction(20), bound=Fraction(20))
    solver = Says(monkeypatch, lie)
    found = solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits(), start)
    assert solver.runs == [(True, True), (False, True)]
    assert (found.answer, found.certified) == ({}, False)
    assert found.value == found.bound == 0


@pytest.mark.parametrize(("stated", "patient"), [(50, False), (20, True)])
def test_our_own_search_is_patient_where_the_word_of_a_solver_is_not_enough(
    monkeypatch: pytest.MonkeyPatch, stated: int, patient: bool
) -> None:
    # What the solver returns costs 50: to state 50 is enough, 20 is not.
    looks: list[bool] = []

    def look(*_: object, patient: bool) -> Seen:
        looks.append(patient)
        return Seen(closed=False, is_given_up=True)

    monkeypatch.setattr(Witness, "look", look)
    formulation = formulate(TWO, [LeastCost()])
    all_of_it = values(formulation, {"web": 1, "app": 1})
    said = Said("finished", values=all_of_it, value=Fraction(stated), bound=Fraction(stated))
    solver = Says(monkeypatch, said)
    solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits())
    assert looks == [False, patient]


def test_what_our_own_search_closes_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    formulation = formulate(ONE, [Fastest()])
    solver = Says(monkeypatch)
    found = program_of(formulation).least(formulation.objectives[0], Limits())
    assert (found.value, found.certified, solver.runs) == (BEST, True, [])


@pytest.mark.usefixtures("no_witness")
def test_what_needs_no_proof_is_asked_no_more_often_than_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    # The start costs 50; the solver returns it and states 20, which cannot be.
    formulation = formulate(TWO, [LeastCost()])
    start = {"web": 1, "app": 1}
    lie = Said("finished", values=values(formulation, start), value=Fraction(20), bound=Fraction(20))
    asked: dict[Effort, int] = {"own search": 0, "both": 1, "solver": 1}
    for effort, ways in asked.items():
        solver = Says(monkeypatch, lie)
        program = solver.attached(program_of(formulation))
        found = program.least(formulation.objectives[0], Limits(), start, effort=effort)
        assert (found.answer, found.value, found.settled, len(solver.runs)) == (
            start,
            Fraction(50),
            False,
            ways,
        )


@pytest.mark.usefixtures("no_witness")
def test_what_no_way_settles_is_not_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    formulation = formulate(TWO, [LeastCost()])
    lie = Said("finished", values=values(formulation, {"app": 1}), value=Fraction(0), bound=Fraction(0))
    solver = Says(monkeypatch, lie, lie)
    found = solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits())
    assert [presolve for _, presolve in solver.runs] == [True, False]
    assert (found.answer, found.bound, found.settled) == ({"app": 1}, None, False)
    assert found.value == 20


@pytest.mark.usefixtures("no_witness")
def test_infeasible_is_not_believed_of_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    formulation = formulate(TWO, [LeastCost()])
    solver = Says(monkeypatch, Said("finished", infeasible=True))
    found = solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits())
    assert (found.answer, found.is_none) == ({}, False)


@pytest.mark.usefixtures("no_witness")
def test_infeasible_is_believed_of_two_runs_where_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    formulation = formulate(TWO, [LeastCost()])
    never = Said("finished", infeasible=True)
    program = Says(monkeypatch, never, never).attached(program_of(formulation))
    found = program.least(formulation.objectives[0], Limits())
    assert (found.is_none, found.certified) == (True, False)
    never_again = Says(monkeypatch, never, never, never).attached(program_of(formulation))
    found = never_again.least(formulation.objectives[0], Limits(), {"app": 1})  # but here there is one
    assert (found.answer, found.is_none, found.settled) == ({"app": 1}, False, False)


@pytest.mark.usefixtures("no_witness")
def test_numbers_that_are_too_fine_are_never_proven_by_a_solvers_word() -> None:
    # a budget of 100,000,000,000.01 for costs of 30 and 20: in one row, one part in 10**13
    fine = Portfolio(
        horizon=1,
        initiatives=[WEB.model_copy(update={"cost": 100_000_000_000.01}), APP],
        budget=100_000_000_020.02,
    )
    formulation = formulate(fine, [Fastest()])
    found = program_of(formulation).least(formulation.objectives[0], Limits())
    assert (found.answer, found.settled) == ({"web": 1, "app": 1}, False)


@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize(("cost", "runs"), [(60_001, 1), (100_003, 2)])
def test_a_second_run_is_wanted_where_coefficients_are_large_and_not_what_they_add_up_to(
    cost: int, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # one row: the costs of web and app, 70,001, up to 120,003; coefficients are large beyond 100,000
    costly = [WEB.model_copy(update={"cost": cost}), APP.model_copy(update={"cost": 70_001})]
    formulation = formulate(Portfolio(horizon=1, initiatives=costly, budget=120_003), [Fastest()])
    solver = Says(monkeypatch)
    found = solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits())
    assert (found.answer, found.settled, len(solver.runs)) == ({"web": 1}, True, runs)


@pytest.mark.usefixtures("no_witness")
def test_a_solver_that_always_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    formulation = formulate(TWO, [LeastCost()])
    failed = SolverError("HiGHS gave no answer")
    monkeypatch.setattr(Asking, "otherwise", lambda _: ())  # there may be another engine
    solver = Says(monkeypatch, failed, failed)
    with pytest.raises(SolverError, match="gave no answer"):
        solver.attached(program_of(formulation)).least(formulation.objectives[0], Limits())


@pytest.mark.usefixtures("no_witness")
def test_it_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exactly, "_MOST_REPAIRS", 1)
    formulation = formulate(ONE, [Fastest()])
    with pytest.raises(SolverError, match="in a row broke a rule"):
        program_of(formulation, lambda _: False).least(formulation.objectives[0], Limits())


@pytest.mark.usefixtures("no_witness")
def test_a_run_that_finds_something_better_does_not_agree_with_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "LARGEST", 0)  # numbers as fine as if two runs had to say the same
    both = [Said("finished", values=one, value=to_go(one), bound=to_go(one)) for one in (FAR, NEAR)]
    program = Exactly(FORMULATION.program, Schedules(FORMULATION))
    Says(monkeypatch, *both).attached(program)
    assert not program.least(FORMULATION.objectives[0], Limits()).settled


# confirmed by the other engine: web alone leaves 0.4 of a ring to go, app 0.6, both none


def confirmed(monkeypatch: pytest.MonkeyPatch, highs: Said, cpsat: Said, gap: float) -> Found[dict[str, int]]:
    """Return what is shown where HiGHS says one thing, and CP-SAT, asked to confirm it, another."""
    said = {"highs": highs, "cp-sat": cpsat}
    monkeypatch.setattr(Asking, "minimise", lambda _asking, way, *_: said[way.engine])
    program = Exactly(FORMULATION.program, Schedules(FORMULATION), Asked(certify=True))
    return program.least(FORMULATION.objectives[0], Limits(gap=gap))


@pytest.mark.usefixtures("no_witness")
def test_what_both_say_within_a_gap_is_confirmed_as_far_as_both_say_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the second one finds something better, which is no less than the first one says
    far, near = to_go(FAR), to_go(NEAR)
    highs = Said("finished", values=FAR, value=far, bound=near * Fraction("0.98"))
    cpsat = Said("finished", values=NEAR, value=near, bound=near * Fraction("0.97"), is_whole=True)
    found = confirmed(monkeypatch, highs, cpsat, gap=0.2)
    assert (found.answer, found.confirmed) == ({"web": 1}, True)
    assert found.bound == near * Fraction("0.97")


@pytest.mark.usefixtures("no_witness")
@pytest.mark.parametrize("stop", ["finished", "time limit"])
def test_what_the_other_one_refutes_is_not_believed_even_where_it_was_stopped(
    stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    highs = Said("finished", values=FAR, value=to_go(FAR), bound=to_go(FAR))
    cpsat = Said(stop, values=NEAR, value=to_go(NEAR), bound=to_go(NEAR), is_whole=True)
    found = confirmed(monkeypatch, highs, cpsat, gap=0.0)
    assert (found.answer, found.bound, found.settled) == ({"web": 1}, None, False)


@pytest.mark.usefixtures("no_witness")
def test_what_the_other_one_finds_before_it_fails_refutes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Said("finished", infeasible=True)
    found = confirmed(
        monkeypatch, nothing, Said("time limit", values=FAR, value=to_go(FAR), is_whole=True), 0.0
    )
    assert (found.answer, found.is_none, found.settled) == ({"app": 1}, False, False)
