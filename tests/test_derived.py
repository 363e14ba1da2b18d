"""What follows from a portfolio is worked out once, and forgotten with it."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from omniprio import dependency_graph
from omniprio.derived import once_for_each
from omniprio.forward_pass import forward_pass
from omniprio.plan import plan_of
from omniprio.portfolio import Initiative, Portfolio

if TYPE_CHECKING:
    from collections.abc import Callable


class _Thing:
    """A result that can be watched."""


@pytest.mark.slow
def test_it_is_forgotten_with_the_model() -> None:
    thing_of = once_for_each(lambda _: _Thing())
    portfolio = Portfolio(horizon=1, initiatives=(Initiative(id="web"),))
    watched = weakref.ref(thing_of(portfolio))
    assert thing_of(portfolio) is watched()
    del portfolio
    gc.collect()
    assert watched() is None


def test_equal_models_do_not_share_a_result() -> None:
    thing_of = once_for_each(lambda _: _Thing())
    one, other = (Portfolio(horizon=1, initiatives=(Initiative(id="web"),)) for _ in range(2))
    assert thing_of(one) is not thing_of(other)


def test_a_plan_asks_for_earliest_starts_often_and_they_are_worked_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out = 0

    def counted(portfolio: Portfolio, delayed: Callable[[Initiative, int], int]) -> dict[str, int | None]:
        nonlocal worked_out
        worked_out += 1
        return forward_pass(portfolio, delayed)

    monkeypatch.setattr(dependency_graph, "forward_pass", counted)
    dear = [
        Initiative(id=f"p{number}", cost=10, advances={"R2": 0.5}) for number in range(20)
    ]  # none is affordable
    plan_of(Portfolio(horizon=3, initiatives=tuple(dear), budget=5), {})
    assert worked_out == 2  # by time, and by money: 20 have no plan for lack of it
