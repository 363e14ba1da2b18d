"""The search's own form of a program and its safe bound: by hand, and against every schedule of small portfolios."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan

from omniprio.formulation import formulate
from omniprio.goals import MostValue
from omniprio.heuristic.matrix import arrays_of, starts_at
from omniprio.heuristic.relaxation import safe_bound
from omniprio.portfolio import Initiative, Portfolio
from omniprio.solver.program import Expression, Program

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import StartsAt


def form_of(portfolio: Portfolio) -> StartsAt:
    formulation = formulate(portfolio, [MostValue()])
    return starts_at(formulation.program, formulation.objectives[0], formulation.chains)


def by_hand() -> StartsAt:
    """Two of three periods are open to web, one to app; 2 and 3 of 4 are needed in period 2, and 1.5 in period 1."""
    program = Program()
    web_1, web_2, app_2 = (program.column(name, integer=True) for name in ("web_1", "web_2", "app_2"))
    program.require("started", web_1, "<=", web_2)
    program.require("budget", web_1 * Fraction(3, 2), "<=", 1, period=1)
    program.require("budget", web_2 * 2 + app_2 * 3, "<=", 4, period=2)
    program.require("group", app_2 + web_2, ">=", 1)
    objective = web_1 * -1 + web_2 * -2 + app_2 * -6 + Expression(constant=10)
    return starts_at(program, objective, {("web", ""): {1: 0, 2: 1}, ("none", ""): {}, ("app", ""): {2: 2}})


def rows_of(form: StartsAt) -> list[dict[int, int]]:
    rows: list[dict[int, int]] = [{} for _ in form.rhs]
    for row, column, whole in zip(
        form.entries.row.tolist(), form.entries.column.tolist(), form.entries.whole.tolist(), strict=True
    ):
        rows[row][column] = whole
    return rows


def test_starts_at_by_hand() -> None:
    form = by_hand()
    assert form.names == ("web", "app")  # what cannot start has no columns
    assert form.item.tolist() == [0, 0, 1]
    assert form.period.tolist() == [1, 2, 2]
    # who has started by 1 has started by 2 as well: -1 - 2
    assert list(form.cost) == [-3, -2, -6]
    assert form.constant == 10
    assert rows_of(form) == [
        {0: 3},  # 3/2 <= 1, twice
        {0: 2, 1: 2, 2: 3},
        {0: -1, 1: -1, 2: -1},  # >= 1, turned round
        {0: 1, 1: 1},  # once
        {2: 1},
    ]
    assert form.scale.tolist() == [2, 1, 1, 1, 1]
    assert form.rhs.tolist() == [2, 4, -1, 1, 1]
    assert not form.equal.any()


def test_numbers_of_the_arrays_by_hand() -> None:
    arrays = arrays_of(by_hand())
    assert arrays.most.tolist() == [1, 4, -1, 1, 1]
    assert arrays.used(np.array([1.0, 0.0, 1.0])).tolist() == [1.5, 5, -2, 1, 1]


@pytest.mark.parametrize(
    ("prices", "bound"),
    [
        # nothing is paid for anything: the better start of web and app, -3 - 6, and the constant
        ([0, 0, 0, 0, 0], 10 - 9),
        # the second budget at 2: 4 * -2 = -8; web -3 + 4 and -2 + 4, app -6 + 6: nothing below 0
        ([0, -2, 0, 0, 0], 10 - 8),
        # the first at 3 for each whole: 1 * -3 by the row as given; web in 1 is then -3 + 4.5, in 2 still -2
        ([-3, 0, 0, 0, 0], 10 - 3 - 2 - 6),
        # a price of the wrong sign says nothing
        ([0, 2, 0, 0, 0], 10 - 9),
        ([0, math.nan, math.inf, -math.inf, 0], 10 - 9),
    ],
)
def test_the_bound_by_hand(prices: list[float], bound: Fraction) -> None:
    assert safe_bound(by_hand(), np.array(prices, dtype=np.float64)) == bound


def test_a_bound_is_exact_where_floats_are_not() -> None:
    # 0.1 + 0.2 + ... of ten tenths is 1, in floating point it is not
    program = Program()
    columns = [program.column(f"x_{place}", integer=True) for place in range(10)]
    objective = Expression()
    for column in columns:
        objective.add_scaled(column, Fraction(-1, 10))
    form = starts_at(program, objective, {(str(place), ""): {1: place} for place in range(10)})
    bound = safe_bound(form, np.zeros(len(form.rhs)))
    assert -1 - Fraction(10, 2**80) <= bound <= -1


@pytest.mark.parametrize("seed", slow_after(15, with_a_plan(49)))
def test_any_prices_give_a_bound_that_no_schedule_beats(seed: int) -> None:
    portfolio = full_portfolio(seed)
    found = judge(portfolio)
    best = -found.value(MostValue(), int(found.best_rows([MostValue()])[0]))  # the less, the better
    form = form_of(portfolio)  # nothing may be open in it: then its constant is the bound
    rng = np.random.default_rng(seed)
    for size in (0.0, 0.01, 1.0, 100.0):
        assert safe_bound(form, size * rng.normal(size=len(form.rhs))) <= best


def test_what_only_counts_the_disc_is_left_out() -> None:
    web = Initiative(id="web", advances={"D1": 0.5, "D2": 0.6}, benefit=1)
    form = form_of(Portfolio(horizon=3, initiatives=[web]))
    assert len(form.source) == form.chosen == 3
