"""Parts between the best schedule and the relaxation: their windows by hand, and what they find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from judge.around import Around
from judge.brute_force import best
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio

from omniprio.goals import Fastest, goal_value
from omniprio.heuristic import between
from omniprio.heuristic.between import Between
from omniprio.heuristic.gates import held_by, reached_in, widened
from omniprio.portfolio import Budget, Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping

GOAL = Fastest()

DISC = {
    "disciplines": [{"id": "R", "levels": 1}, {"id": "S", "levels": 1}],
    "start_level": 0,
    "provenance": "x",
}


class Search(Around):
    """What looks between a schedule of a portfolio and its relaxation."""

    def __init__(self, portfolio: Portfolio, starts: Mapping[str, int]) -> None:
        super().__init__(portfolio, starts)
        self.between = Between(self.land, self.gates, self.best, self.run)

    def windows(self, values: list[list[float]]) -> list[tuple[int, int]]:
        """Return where fields are reached by values of their columns."""
        every = np.zeros(len(self.form.source))
        for gate, own in zip(self.gates, values, strict=True):
            every[gate] = own
        return reached_in(every, self.gates)


def two(**changes: object) -> Portfolio:
    """Four periods with 10 each; either of two fields for 20."""
    data: dict[str, object] = {
        "horizon": 4,
        "disc": DISC,
        "credit": "full",
        "initiatives": [
            Initiative(id="web", cost=20, advances={"R1": 1.0}),
            Initiative(id="app", cost=20, advances={"S1": 1.0}),
        ],
        "budget": Budget(per_period=10),
    }
    return Portfolio.model_validate(data | changes)


def test_windows_begin_where_a_field_is_first_reached_and_end_where_it_stays_so() -> None:
    search = Search(two(), {})
    assert search.windows([[0, 0, 1, 1], [0, 0, 0, 0]]) == [(2, 2), (4, 4)]
    assert search.windows([[1, 1, 1, 1], [0, 1, 0, 1]]) == [(0, 0), (1, 3)]


def test_what_is_found_is_the_best_where_all_may_be_reached_sooner() -> None:
    search = Search(two(), {"web": 4})  # 10 from each period: one after 2, both after 4
    assert len(list(search.between.steps())) > 1
    assert search.starts in ({"web": 2, "app": 4}, {"app": 2, "web": 4})
    assert search.run.value == pytest.approx((1 + 0.5 + 0.5 + 0) / 4)


def test_nothing_is_held_that_the_best_schedule_has_otherwise() -> None:
    search = Search(two(horizon=6), {"web": 6, "app": 3})
    for _ in search.between.steps():
        values = search.best.values
        ones, zeros = held_by(widened(reached_in(values, search.gates), 1, search.gates), search.gates)
        assert values[ones].min(initial=1.0) == 1.0
        assert values[zeros].max(initial=0.0) == 0.0


@pytest.mark.parametrize("seed", range(8))
def test_it_is_never_worse_than_before_nor_better_than_the_best(seed: int) -> None:
    """With ground that is lost, channels and what else there is: the judge knows the best."""
    portfolio = full_portfolio(seed)
    found = best(portfolio, [GOAL])
    if found is None or not Search(portfolio, {}).best.is_known:
        return
    search = Search(portfolio, {})
    if not search.gates:
        return
    begun = search.run.value
    for _ in search.between.steps():
        pass
    value = goal_value(GOAL, portfolio, search.starts)
    assert value is not None
    assert found[1][0] <= value
    assert begun is not None
    assert float(value) <= begun + 1e-9


def test_a_part_without_a_gain_makes_the_next_one_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []

    def nothing(_arrays: object, _values: object, free: Any, **_: object) -> None:  # noqa: ANN401
        sizes.append(int(free[: search.form.chosen].sum()))

    monkeypatch.setattr(between, "solve_part", nothing)
    monkeypatch.setattr(between, "_MOST", 12.0)
    monkeypatch.setattr(between, "_FEWEST", 2.0)
    search = Search(large_portfolio(3, 12, 8), {})
    for _ in search.between.steps():
        pass
    assert len(sizes) == 3  # each kind once: none has gained
    assert sizes[0] <= 12
    assert sizes[-1] <= 12 * 0.7**2
