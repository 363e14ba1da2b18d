"""What a program comes to in each step, bounded for each by itself: by hand, and against every schedule there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_portfolios import core_portfolio, full_portfolio, measured_portfolio
from judge.seeds import slow_after

from omniprio.exactly import Exactly
from omniprio.formulation import Schedules, formulate
from omniprio.goals import Fastest, LeastCost
from omniprio.portfolio import Initiative, Portfolio, Synergy
from omniprio.solver.courses import Courses
from omniprio.solver.limits import Limits
from omniprio.solver.program import Expression, Program, total
from omniprio.solver.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORTHS = (Fraction(7, 10), Fraction(4, 10), Fraction(5, 10), Fraction(3, 10))
WEIGHTS = (5, 3, 4, 2)
ROOM = 8
NOTHING = [Fraction(0)] * 4
ONE_BY_ONE = dict.fromkeys(range(4), 0)
TRIED = 100
"""Schedules of a portfolio, at most."""


def knapsack() -> tuple[Program, Expression]:
    """Return what fits into 8 of four things that are counted one after the other, and what all come to."""
    program = Program()
    items = [program.column(f"x_{place}", integer=True) for place in range(4)]
    program.require("room", total(zip(items, WEIGHTS, strict=True)), "<=", ROOM)
    least = [(item, -worth) for item, worth in zip(items, WORTHS, strict=True)]
    program.courses.append([total(least[: count + 1]) for count in range(4)])
    return program, total(least)


def fits(values: Sequence[float]) -> list[Fraction] | None:
    taken = [Fraction(round(value)) for value in values]
    weight = sum(take * weight for take, weight in zip(taken, WEIGHTS, strict=True))
    return taken if weight <= ROOM else None


def test_each_step_is_bounded_by_itself_until_it_comes_to_the_last() -> None:
    program, objective = knapsack()
    rows = Courses(program, Witness(program, ONE_BY_ONE)).rows(objective, NOTHING, fits, Limits())
    # All four: 0.7 + 0.4 with 5 + 3 is best, and the first two have that already. The first alone: 0.7.
    bounds = {tuple(row.terms): (row.sense, row.rhs) for row in rows}
    assert bounds == {
        (0,): (">=", Fraction(-7, 10)),
        (0, 1): (">=", Fraction(-11, 10)),
        (0, 1, 2): (">=", Fraction(-11, 10)),
        (0, 1, 2, 3): (">=", Fraction(-11, 10)),
    }


def test_with_these_rows_the_relaxation_knows_the_best() -> None:
    program, objective = knapsack()
    rows = Courses(program, Witness(program, ONE_BY_ONE)).rows(objective, NOTHING, fits, Limits())
    own = Witness(program, ONE_BY_ONE)

    def look() -> float:
        seen = own.look(objective, Fraction(0), lambda _: None, Limits(), 1e-3)
        assert seen.root is not None
        return float(seen.root)

    assert look() == pytest.approx(
        -(0.7 + 0.3 + 0.4 / 3)
    )  # a third of the second thing in the room that is left
    own.tighten(rows)
    assert look() == pytest.approx(-1.1)


def test_it_is_done_once_and_only_for_what_the_objective_is_made_of() -> None:
    program, objective = knapsack()
    courses = Courses(program, Witness(program, ONE_BY_ONE))
    assert courses.rows(Expression({0: 1}), NOTHING, fits, Limits()) == []
    assert len(courses.rows(objective, NOTHING, fits, Limits())) == 4
    assert courses.rows(objective, NOTHING, fits, Limits()) == []


@pytest.mark.parametrize("seed", slow_after(6, range(60)))
@pytest.mark.parametrize(
    "draw", [core_portfolio, full_portfolio, measured_portfolio], ids=lambda draw: draw.__name__
)
def test_no_schedule_grows_or_is_less_than_its_bounds(draw: Callable[[int], Portfolio], seed: int) -> None:
    portfolio = draw(seed)
    formulation = formulate(portfolio, [Fastest()])
    reading, found = Schedules(formulation), judge(portfolio)
    some = [found.schedule(row) for row in range(0, len(found), len(found) // TRIED + 1)]
    solutions = [columns for starts in some if (columns := reading.columns(starts)) is not None]
    for course in formulation.program.courses:
        for columns in solutions:
            values = [step.value(columns) for step in course]
            assert all(before >= after for before, after in pairwise(values))
    if solutions:
        exactly = Exactly(formulation.program, reading)

        def read(values: Sequence[float]) -> Sequence[Fraction] | None:
            return exactly.columns(reading.answer(values))

        rows = exactly.courses.rows(formulation.objectives[0], solutions[0], read, Limits())
        assert bool(rows) == bool(formulation.program.courses)
        assert all(row.holds(columns) for row in rows for columns in solutions)


def test_what_may_lose_ground_has_no_course() -> None:
    two = [Initiative(id="web", advances={"D2": 0.6}), Initiative(id="app", advances={"D2": 0.4})]
    clash = Synergy(id="clash", of=["web", "app"], advances={"D2": -0.2})
    plain = Portfolio(horizon=2, initiatives=two)
    assert len(formulate(plain, [Fastest(), LeastCost()]).program.courses) == 1
    clashing = plain.model_copy(update={"synergies": [clash]})
    assert formulate(clashing, [Fastest()]).program.courses == []
    measured = plain.model_copy(update={"measured": [{"field": "D2", "share": 0.1, "period": 1}]})
    assert formulate(measured, [Fastest()]).program.courses == []
