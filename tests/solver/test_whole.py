"""A program in whole numbers: nothing is rounded that could be lost, and what is too large is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio.solver.program import Expression, Program, Row
from omniprio.solver.scaling import MOST, InWhole, NotWholeError

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def two(*, grain: Fraction = THIRD) -> Program:
    """Return a program with x of 0 to 10, whole, and y of 0 to 2 in thirds."""
    program = Program()
    program.column("x", integer=True, upper=10)
    program.column("y", integer=False, upper=2, grain=grain)
    return program


def test_columns_are_counted_in_their_grains() -> None:
    whole = InWhole(two())
    assert (whole.units, whole.tops) == ([1, THIRD], [10, 6])  # 2 is six thirds
    assert whole.counts([Fraction(4), Fraction(5, 3)]) == [4, 5]
    assert whole.values([4, 6]) == [4.0, 2.0]


def test_a_column_that_must_be_whole_is_counted_by_ones_whatever_its_grain() -> None:
    program = Program()
    program.column("x", integer=True, upper=Fraction(7, 2), grain=Fraction(2))
    assert (InWhole(program).units, InWhole(program).tops) == ([Fraction(1)], [3])


@pytest.mark.parametrize(
    ("sense", "rhs", "least", "most"),
    [
        # x / 2 + y >= 5/4 is 3 x + 2 k >= 7.5 for k thirds: at least 8; at most 3 * 10 + 2 * 6
        (">=", Fraction(5, 4), 8, 42),
        ("<=", Fraction(5, 4), 0, 7),
        ("=", Fraction(3, 2), 9, 9),
        ("=", Fraction(5, 4), 8, 7),  # 7.5 is no whole number: nothing keeps to it
    ],
)
def test_a_row_is_scaled_exactly_and_its_limit_moved_to_the_next_whole_number(
    sense: str, rhs: Fraction, least: int, most: int
) -> None:
    row = Row("r", (), None, {0: HALF, 1: 1}, sense, rhs)  # type: ignore[arg-type]
    assert InWhole(two()).row(row) == ([0, 1], [3, 2], least, most)


def test_an_objective_is_scaled_exactly() -> None:
    # x / 4 + 3 y / 2 + 7 is (x + 2 k) / 4 + 7 for k thirds
    aim = InWhole(two()).objective(Expression({0: Fraction(1, 4), 1: Fraction(3, 2)}, 7))
    assert (aim.numbers, aim.factor, aim.constant) == ([1, 2], Fraction(4), Fraction(7))
    assert aim.own(10) == Fraction(19, 2)  # 10 / 4 + 7


def test_what_is_too_large_is_refused_by_name() -> None:
    fine = two(grain=Fraction(1, MOST))
    with pytest.raises(NotWholeError, match="columns"):  # y has twice as many grains
        InWhole(fine)
    row = Row("budget", (), None, {0: MOST, 1: 1}, "<=", 1)
    with pytest.raises(NotWholeError, match="budget"):
        InWhole(two()).row(row)
    with pytest.raises(NotWholeError, match="goal"):
        InWhole(two()).objective(Expression({0: Fraction(MOST, 7), 1: 1}))
