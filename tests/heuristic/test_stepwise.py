"""A part in "started by" columns says what it says in "starts at" columns."""

from __future__ import annotations

import numpy as np
import pytest
from judge.large import large_portfolio

from omniprio.formulation import formulate
from omniprio.goals import Fastest
from omniprio.heuristic.matrix import Arrays, arrays_of, items_of, starts_at
from omniprio.heuristic.restricted import solve_part
from omniprio.heuristic.rounds import Run
from omniprio.heuristic.stepwise import stepwise
from omniprio.solver.limits import Limits


def part_of(seed: int) -> tuple[Arrays, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return a program in "starts at" columns, and the initiative of each."""
    formulation = formulate(large_portfolio(seed, 12, 8), [Fastest()])
    form = starts_at(formulation.program, formulation.objectives[0], formulation.chains)
    return arrays_of(form), items_of(np.arange(len(form.source)), form.item)


def used(program: Arrays, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    return [float(one) for one in program.used(values)]


@pytest.mark.parametrize("seed", range(3))
def test_rows_and_cost_come_to_the_same(seed: int) -> None:
    program, items = part_of(seed)
    steps = stepwise(program, items)
    draws = np.random.default_rng(seed)
    for _ in range(5):
        values = draws.random(len(items))
        values[items >= 0] = 0.0
        for item in range(items.max() + 1):  # each starts once, or never
            own = np.flatnonzero(items == item)
            if draws.random() < 0.7:
                values[draws.choice(own)] = 1.0
        summed = steps.summed(values)
        assert steps.apart(summed) == pytest.approx(values)
        assert summed[items < 0].tolist() == values[items < 0].tolist()
        assert steps.program.cost @ summed == pytest.approx(program.cost @ values)
        rows = used(steps.program, summed)
        assert rows[: len(program.most)] == pytest.approx(used(program, values))
        assert max(rows[len(program.most) :]) <= 0  # what has started stays started


def test_what_has_started_cannot_stop() -> None:
    program, items = part_of(0)
    steps = stepwise(program, items)
    first, second = np.flatnonzero(items == 0)[:2]
    stopped = np.zeros(len(items))
    stopped[first] = 1.0  # and not in the period after it
    assert stopped[second] == 0.0
    assert max(used(steps.program, stopped)[len(program.most) :]) == 1.0


def test_columns_of_nobody_stay_as_they_are() -> None:
    program, items = part_of(0)
    same = stepwise(program, np.full_like(items, -1))
    assert same.program.cost.tolist() == program.cost.tolist()
    assert same.program.coefficients.tolist() == program.coefficients.tolist()
    values = np.random.default_rng(0).random(len(items))
    assert same.summed(values).tolist() == same.apart(values).tolist() == values.tolist()


def test_a_part_comes_to_the_same_in_either() -> None:
    formulation = formulate(large_portfolio(3, 12, 8), [Fastest()])
    form = starts_at(formulation.program, formulation.objectives[0], formulation.chains)
    arrays, best = arrays_of(form), []
    for steps in (form.item[:0], form.item):
        run = Run(Limits())
        run.in_steps = steps
        nothing, free = np.zeros(len(form.source)), np.ones(len(form.source), dtype=np.bool_)
        answer = solve_part(arrays, nothing, free, begun=False, patience=100_000, under_way=run)
        assert answer.values is not None
        best.append(float(arrays.cost @ answer.values))
        assert arrays.used(answer.values) == pytest.approx(
            np.minimum(arrays.used(answer.values), arrays.most)
        )
    assert best[0] == pytest.approx(best[1])
    assert best[0] < 0
