"""Initiatives placed anew while fields are held, and parts in which the relaxation has other starts: by hand, and against the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from judge.around import Around
from judge.brute_force import best
from judge.large import large_portfolio
from judge.random_portfolios import full_portfolio

from omniprio.checker import check
from omniprio.goals import Fastest, goal_value
from omniprio.greedy import InOrder, first_schedule
from omniprio.heuristic import retiming
from omniprio.heuristic.retiming import Retiming
from omniprio.portfolio import Budget, Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omniprio.heuristic.matrix import Floats

GOAL = Fastest()


class Search(Around):
    """What places the initiatives of a schedule anew."""

    def __init__(self, portfolio: Portfolio, starts: Mapping[str, int]) -> None:
        super().__init__(portfolio, starts)
        in_order = InOrder(portfolio)
        self.retiming = Retiming(
            self.land,
            self.gates,
            self.best,
            self.run,
            lambda order: in_order.schedule(order, (GOAL,)),
        )


def late() -> Portfolio:
    """20 a period; the ring takes both of two initiatives of 20 each."""
    return Portfolio(
        horizon=4,
        disc={"disciplines": [{"id": "R", "levels": 1}], "start_level": 0, "provenance": "x"},
        initiatives=[
            Initiative(id="web", cost=20, advances={"R1": 0.5}),
            Initiative(id="app", cost=20, advances={"R1": 0.5}),
        ],
        budget=Budget(per_period=20),
    )


def test_what_is_in_place_late_is_placed_as_early_as_there_is_money() -> None:
    search = Search(late(), {"web": 3, "app": 4})  # the ring is reached after 4, and may be after 2
    for _ in search.retiming.steps():
        pass
    assert sorted(search.starts.values()) == [1, 2]
    assert search.run.value == pytest.approx((0.5 + 0 + 0 + 0) / 4)
    assert search.retiming.looked_at > 0


def test_initiatives_come_in_the_order_in_which_the_relaxation_has_them() -> None:
    search = Search(late(), {})
    form = search.form
    relaxed = np.zeros(len(form.source))
    of = {name: form.first[place] for place, name in enumerate(form.names)}
    relaxed[of["web"] + 0], relaxed[of["web"] + 2] = 0.5, 0.5  # in period 1 and 3 by halves
    relaxed[of["app"] + 1] = 0.4  # in part, in period 2
    mean, quarter, half, most = search.retiming._orders(relaxed)  # noqa: SLF001  by hand
    assert mean == pytest.approx({"web": 2.0, "app": 2.0})
    each = 2 / 5  # of equal ones what is sooner on average is first
    assert quarter == pytest.approx({"web": 1 + each, "app": 2 + each})
    assert half == pytest.approx({"web": 1 + each, "app": 2 + each})
    assert most == pytest.approx({"web": 3 + each, "app": 2 + each})


@pytest.mark.parametrize("seed", range(6))
def test_it_is_never_worse_than_before_nor_better_than_the_best(seed: int) -> None:
    portfolio = full_portfolio(seed)
    found = best(portfolio, [GOAL])
    search = Search(portfolio, {})
    if found is None or not search.best.is_known or not search.gates:
        return
    begun = search.run.value
    assert begun is not None
    for _ in search.retiming.steps():
        pass
    assert check(portfolio, search.starts).ok
    value = goal_value(GOAL, portfolio, search.starts)
    assert value is not None
    assert found[1][0] <= value
    assert float(value) <= begun + 1e-9


def test_initiatives_are_placed_anew_once_and_then_parts_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    portfolio = large_portfolio(3, 12, 8)
    schedule = first_schedule(portfolio, (GOAL,))
    assert schedule
    search = Search(portfolio, schedule)
    asked: list[int] = []
    relaxed = search.retiming._relaxed  # noqa: SLF001

    def noted(by: int) -> Floats | None:
        asked.append(by)
        return relaxed(by)

    monkeypatch.setattr(search.retiming, "_relaxed", noted)
    for _ in search.retiming.steps():
        assert search.run.value is not None
        if len(asked) < 4:
            search.run.value -= 1e-6  # as what goes on beside it finds something
    assert asked == [0, *[1] * search.retiming.looked_at]
    assert search.retiming.looked_at >= 3


def test_parts_are_of_starts_that_either_has_and_no_larger_than_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retiming, "_MOST", 12.0)
    portfolio = large_portfolio(3, 12, 8)
    schedule = first_schedule(portfolio, (GOAL,))
    assert schedule
    search = Search(portfolio, schedule)
    own = slice(search.form.chosen)
    relaxed = search.retiming._relaxed(1)  # noqa: SLF001
    assert relaxed is not None
    for _ in range(5):
        free = search.retiming._free(relaxed)[own]  # noqa: SLF001
        assert free.sum() <= 12
        assert ((relaxed[own] > 0) | (search.best.values[own] > 0))[free].all()
