"""The program as data: expressions, rows and grains, each sum by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from omniprio.solver.program import Expression, Program, Row, total

if TYPE_CHECKING:
    from omniprio.solver.program import Sense

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def test_sum_difference_and_multiple() -> None:
    one, other = Expression({0: 2, 1: HALF}, 1), Expression({1: HALF, 2: 5}, THIRD)
    assert one + other == Expression({0: 2, 1: 1, 2: 5}, Fraction(4, 3))
    assert one - other == Expression({0: 2, 2: -5}, Fraction(2, 3))  # 1/2 - 1/2 leaves no term
    assert one * 4 == Expression({0: 8, 1: 2}, 4)
    assert one == Expression({0: 2, 1: HALF}, 1)  # as before


def test_total_adds_up_expressions_times_factors() -> None:
    assert total([(Expression({0: 1}, 1), 3), (Expression({0: -1}, 2), 1)]) == Expression({0: 2}, 5)
    assert total([]) == Expression()


def test_a_term_that_comes_to_nothing_is_dropped() -> None:
    expression = Expression({0: 2})
    expression.add(0, -2)
    expression.add(1, 0)
    assert expression == Expression()


def test_value() -> None:
    # 1/3 + 2 x 1/2 - 1 x 1/4
    values = [HALF, Fraction(9), Fraction(1, 4)]
    assert Expression({0: 2, 2: -1}, THIRD).value(values) == Fraction(13, 12)


@pytest.mark.parametrize(
    ("sense", "verdicts"),
    [("<=", (True, True, False)), (">=", (False, True, True)), ("=", (False, True, False))],
)
def test_a_row_holds_exactly_or_not(sense: Sense, verdicts: tuple[bool, ...]) -> None:
    row = Row("budget", (), None, {0: Fraction(1, 10), 1: Fraction(2, 10)}, sense, Fraction(3, 10))
    tiny = Fraction(1, 10**30)
    assert tuple(row.holds([1 + miss, Fraction(1)]) for miss in (-tiny, Fraction(0), tiny)) == verdicts


def test_columns_are_numbered_in_order() -> None:
    program = Program()
    assert program.column("x", integer=True) == Expression({0: 1})
    assert program.column("p", integer=False, upper=HALF, grain=THIRD) == Expression({1: 1})
    assert [(one.name, one.integer, one.upper, one.grain) for one in program.columns] == [
        ("x", True, 1, 1),
        ("p", False, HALF, THIRD),
    ]


def test_a_row_has_its_columns_on_the_left_and_its_constants_on_the_right() -> None:
    program = Program()
    # 2 x + 5 <= 3 y + 1 is 2 x - 3 y <= -4; 2 x + 5 >= 7 is 2 x >= 2
    left = Expression({0: 2}, 5)
    program.require("one", left, "<=", Expression({1: 3}, 1), subject=("web",), period=2)
    program.require("other", left, ">=", 7)
    assert program.rows == [
        Row("one", ("web",), 2, {0: 2, 1: -3}, "<=", -4),
        Row("other", (), None, {0: 2}, ">=", 2),
    ]
    assert left == Expression({0: 2}, 5)


def test_a_row_without_columns_is_kept_only_where_it_cannot_hold() -> None:
    program = Program()
    program.require("holds", Expression(constant=1), "<=", 1)
    program.require("holds", Expression({0: 1}, 1), ">=", Expression({0: 1}))
    program.require("cannot hold", Expression({0: 1}, 2), "<=", Expression({0: 1}, 1))
    assert program.rows == [Row("cannot hold", (), None, {}, "<=", -1)]


def test_most_is_by_the_bounds_alone() -> None:
    program = Program()
    x, p = program.column("x", integer=True, upper=3), program.column("p", integer=False, upper=HALF)
    assert program.most(x * 2 - p * 7 + Expression(constant=THIRD)) == Fraction(19, 3)  # 2 x 3 - 0 + 1/3
    assert program.most(p * 7 - x) == Fraction(7, 2)


def test_grain_is_the_greatest_step_of_all_values() -> None:
    program = Program()
    x = program.column("x", integer=True)
    p = program.column("p", integer=False, grain=Fraction(1, 10))
    assert program.grain(x * HALF - x * THIRD) == Fraction(1, 6)
    assert program.grain(x * 6 + p * 40) == 2  # multiples of 6 and of 40 / 10 = 4
    # multiples of 3/4 and of 5/10 = 1/2; in quarters of 3 and 2; the constant does not count
    assert program.grain(x * Fraction(-3, 4) + p * 5 + Expression(constant=THIRD)) == Fraction(1, 4)
    assert program.grain(Expression(constant=THIRD)) == 1


def test_step_counts_the_constant() -> None:
    program = Program()
    x = program.column("x", integer=True)
    third = Expression(constant=-THIRD)
    assert program.step(x * Fraction(3, 4) + third) == Fraction(1, 12)  # in twelfths of 9 and 4
    assert program.step(x * 4 + Expression(constant=6)) == 2
    assert program.step(x * 4) == 4
    assert program.step(third) == THIRD
    assert program.step(Expression()) == 1
