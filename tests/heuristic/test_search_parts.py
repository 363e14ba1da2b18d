"""The parts of the search: the relaxation, the dive, a part solved in whole numbers, what only counts the disc."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from omniprio.deadline import Deadline
from omniprio.errors import SolverError
from omniprio.formulation import formulate
from omniprio.goals import MostValue
from omniprio.heuristic.dive import dive, is_split
from omniprio.heuristic.matrix import Arrays, arrays_of, starts_at
from omniprio.heuristic.neighbourhoods import KINDS, Chances, Landscape, nearest, survey
from omniprio.heuristic.relaxation import Relaxation, loaded
from omniprio.heuristic.restricted import solve_part
from omniprio.heuristic.rounding import rounded
from omniprio.heuristic.rounds import Best, Run
from omniprio.heuristic.trimming import without_implied_rows
from omniprio.portfolio import Budget, Group, Initiative, Portfolio, Synergy
from omniprio.solver.limits import Limits

if TYPE_CHECKING:
    from omniprio.heuristic.matrix import StartsAt

IDS = "abc"


def three(**changes: object) -> Portfolio:
    """One period and 10 to spend: a is worth 8 for 6, b 7 for 5 and c 4 for 4, each beside its cost."""
    costs, worths = (6, 5, 4), (8, 7, 4)
    data: dict[str, object] = {
        "horizon": 1,
        "initiatives": [
            Initiative(id=name, cost=cost, benefit=cost + worth)
            for name, cost, worth in zip(IDS, costs, worths, strict=True)
        ],
        "budget": Budget(total=10),
    }
    return Portfolio.model_validate(data | changes)


def form_of(portfolio: Portfolio) -> StartsAt:
    formulation = formulate(portfolio, [MostValue()])
    return starts_at(formulation.program, formulation.objectives[0], formulation.chains)


def relaxed(form: StartsAt) -> tuple[Arrays, Relaxation]:
    arrays = arrays_of(form)
    relaxation = Relaxation(arrays, Run(Limits()))
    assert relaxation.solve()
    return arrays, relaxation


def landscape(form: StartsAt) -> Landscape:
    surveyed = survey(form, arrays_of(form), Run(Limits()))
    assert surveyed is not None
    return surveyed[2]


def test_the_relaxation_by_hand() -> None:
    # by worth for cost: b 7/5 whole, a 8/6 with the 5 that are left; c has 1 for each, so it would cost 4/3 * 4 - 4
    _, relaxation = relaxed(form_of(three()))
    assert relaxation.values == pytest.approx([5 / 6, 1, 0])
    assert relaxation.objective == pytest.approx(-(7 + 8 * 5 / 6))
    assert relaxation.reduced[2] == pytest.approx(4 / 3)
    assert relaxation.prices[0] == pytest.approx(-4 / 3)


def test_what_is_fixed_is_taken_back_where_there_is_no_solution() -> None:
    _, relaxation = relaxed(form_of(three()))
    before = relaxation.values.copy()
    nothing = np.array([], dtype=np.int64)
    assert not relaxation.fix(np.array([0, 1]), nothing)  # 6 + 5 of 10
    assert relaxation.values == pytest.approx(before)
    assert relaxation.fix(np.array([0]), nothing)
    assert relaxation.values == pytest.approx([1, 4 / 5, 0])
    assert relaxation.fix(nothing, np.array([1]))
    assert relaxation.values == pytest.approx([1, 0, 1])


def test_what_is_left_out_stays_at_0_and_keeps_its_price() -> None:
    _, relaxation = relaxed(form_of(three()))
    relaxation.leave_out(np.array([False, False, True]))
    assert relaxation.solve()
    assert relaxation.fix(np.array([], dtype=np.int64), np.array([0]))
    assert relaxation.values == pytest.approx([0, 1, 0])
    assert relaxation.reduced[2] == pytest.approx(4 / 3)


def test_the_dive_leaves_nothing_split() -> None:
    # a is split at 5/6 and the most valuable: in; then b at 4/5: in is too much, so out; then c
    form = form_of(three())
    _, relaxation = relaxed(form)
    dive(form, relaxation, np.array([8.0, 7.0, 4.0]), np.ones(3, dtype=np.bool_), Deadline())
    assert not is_split(form, relaxation.values).any()
    assert relaxation.values == pytest.approx([1, 0, 1])


def test_the_dive_ends_in_time() -> None:
    form = form_of(three())
    _, relaxation = relaxed(form)
    dive(form, relaxation, np.array([8.0, 7.0, 4.0]), np.ones(3, dtype=np.bool_), Deadline(0.0))
    assert is_split(form, relaxation.values).tolist() == [True, False, False]


def test_a_schedule_is_made_of_the_relaxation_at_once() -> None:
    # b is settled and takes 5 of 10; a is split, and 6 more are too much; c takes 4 more
    assert rounded(landscape(form_of(three()))).tolist() == [0, 1, 1]


def test_what_is_settled_and_does_not_fit_is_let_go_and_tried_again() -> None:
    form = form_of(three())
    land = landscape(form)
    # as if a and b were settled: 6 + 5 of 10 are too much, so both go; a comes back, b does not fit any more, c does
    assert rounded(replace(land, relaxed=np.array([1.0, 1.0, 0.0]))).tolist() == [1, 0, 1]


def test_the_dive_leaves_small_ones_alone() -> None:
    form = form_of(three())
    _, relaxation = relaxed(form)
    dive(form, relaxation, np.array([8.0, 7.0, 4.0]), np.array([False, True, True]), Deadline())
    assert is_split(form, relaxation.values).tolist() == [True, False, False]


def solved(free: list[bool], values: list[float], *, begun: bool = True) -> list[float] | None:
    answer = solve_part(
        arrays_of(form_of(three())),
        np.array(values),
        np.array(free),
        begun=begun,
        patience=1000,
        under_way=Run(Limits()),
    )
    assert answer.work > 0
    return None if answer.values is None else answer.values.tolist()


def test_a_part_solved_while_the_rest_is_held() -> None:
    assert solved([True, True, True], [0, 0, 0]) == [1, 0, 1]  # 8 + 4 by 10, against 7 + 4 and 8
    assert solved([True, False, True], [0, 1, 0]) == [0, 1, 1]  # 5 are left beside b
    assert solved([True, False, False], [0, 1, 0]) == [0, 1, 0]
    assert solved([False, True, True], [1, 0, 0], begun=False) == [1, 0, 1]


def test_a_part_that_cannot_be_met() -> None:
    assert solved([True, False, False], [0, 1, 1.5], begun=False) is None  # 5 + 6 of 10 are held


def test_every_kind_of_neighbourhood_says_something_of_each_initiative() -> None:
    portfolio = three(
        synergies=[Synergy(id="both", of=("a", "b"), benefit=1)],
        groups=[Group(id="one", members=("a", "c"), at_most=1)],
    )
    form = form_of(portfolio)
    land = landscape(form)
    rows = np.split(land.ties.items, land.ties.begin[1:])
    assert [items.tolist() for items in rows if set(items.tolist()) == {0, 2}]
    for kind in KINDS:
        distance = kind(land, np.zeros(len(form.source)), np.random.default_rng(0))
        assert distance.shape == (3,)
        assert np.isfinite(distance).all()
        assert sorted(nearest(distance, 3).tolist()) == [0, 1, 2]
    assert nearest(np.array([2.0, 1.0, 1.0]), 2).tolist() == [1, 2]


def test_only_what_is_accepted_and_no_worse_is_the_best() -> None:
    portfolio = three()
    formulation = formulate(portfolio, [MostValue()])
    form = form_of(portfolio)
    run = Run(Limits())
    best = Best(
        form, arrays_of(form), lambda starts: None if "b" in starts else formulation.values(starts), run
    )
    assert (best.take({"b": 1}), best.is_known, run.value) == (0, False, None)
    assert (best.take({"c": 1}), best.is_known, run.value) == (4, True, -4)
    best.is_closed = True
    assert (best.take({"a": 1}), run.value) == (0, -4)
    best.is_closed = False
    assert (best.take({"a": 1}), run.value) == (4, -8)
    assert (best.take({"c": 1}), run.value) == (0, -8)
    assert form.schedule(best.values) == {"a": 1}


def test_values_of_the_program_become_starts() -> None:
    # started by 2 of 1 to 3, and not at all
    form = form_of(Portfolio(horizon=3, initiatives=[Initiative(id="a"), Initiative(id="b")]))
    values = form.values([0, 1, 1, 0, 0, 0])
    assert values.tolist() == [0, 1, 0, 0, 0, 0]
    assert form.schedule(values) == {"a": 2}


def test_chances_of_what_no_longer_pays_fade() -> None:
    chances = Chances(["old", "new"])
    for _ in range(100):
        chances.tell("old", gain=1.0, work=1.0)
        chances.tell("new", gain=0.0, work=1.0)
    for _ in range(300):
        chances.tell("old", gain=0.0, work=1.0)
        chances.tell("new", gain=1.0, work=1.0)
    draws = [chances.draw(random.Random(seed)) for seed in range(100)]  # noqa: S311  repeatable draws
    assert draws.count("new") > draws.count("old")


def test_an_unknown_option_is_not_taken_for_nothing() -> None:
    with pytest.raises(SolverError, match="no_such_option"):
        loaded(arrays_of(form_of(three())), {"no_such_option": True}, whole=False)


def many(**budgets: Budget) -> StartsAt:
    """Two periods and 70 initiatives that take 2 in fees and may start in either: 70 coefficients up to 1, 140 up to 2."""
    initiatives = [Initiative(id=f"i{number}", costs={"fees": 2}, benefit=5) for number in range(70)]
    return form_of(Portfolio(horizon=2, initiatives=initiatives, budgets=budgets))


OF_FEES = Budget(per_period=(8, 2), funds=("fees",))
ALL_AT_ONCE = Budget(per_period=(8, 0), funds=("fees",))
LESS = Budget(per_period=(7, 2), funds=("fees",))
YEAR_BY_YEAR = Budget(per_period=(9, 2), carry_over=False, funds=("fees",))


@pytest.mark.parametrize(
    ("budgets", "fewer"),
    [
        ({"one": OF_FEES}, 0),  # 8 up to 1 and 10 up to 2: either may be all there is
        ({"one": ALL_AT_ONCE}, 1),  # 8 up to 2 says 8 up to 1
        ({"one": OF_FEES, "less": LESS}, 2),  # 7 and 9 say 8 and 10
        ({"one": OF_FEES, "same": OF_FEES}, 2),  # of both rows one stays
        ({"one": OF_FEES, "each": YEAR_BY_YEAR}, 1),  # 8 up to 1 says 9 in 1; 10 up to 2 does not say 2 in 2
    ],
)
def test_what_holds_with_another_row_is_left_out_and_no_solution_is_gained(
    budgets: dict[str, Budget], fewer: int
) -> None:
    form = many(**budgets)
    trimmed = without_implied_rows(form)
    assert len(form.rhs) - len(trimmed.rhs) == fewer
    few, fewest = arrays_of(form), arrays_of(trimmed)
    draws = np.random.default_rng(1)
    for _ in range(50):
        values = (draws.random(form.chosen) < draws.random() / 4).astype(np.float64)
        assert (few.used(values) <= few.most).all() == (fewest.used(values) <= fewest.most).all()
