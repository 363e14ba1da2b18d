"""Numbers of a portfolio are made exact once, however often they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from judge.random_portfolios import full_portfolio, starts_for

from omniprio import numbers
from omniprio.checker.recount import Recount
from omniprio.checker.work import work_of
from omniprio.goals import LeastCost, MostValue, goal_value

if TYPE_CHECKING:
    from fractions import Fraction


@pytest.mark.parametrize("seed", range(20))
def test_what_was_counted_once_is_counted_again_from_exact_numbers(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    portfolio = full_portfolio(seed)
    starts = starts_for(portfolio, seed)
    works = {name: work_of(portfolio, portfolio.by_id[name], start) for name, start in starts.items()}
    made: list[str] = []
    once = numbers._exact  # noqa: SLF001  what is counted

    def counted(written: str) -> Fraction:
        made.append(written)
        return once(written)

    def count_all() -> tuple[object, ...]:
        values = [goal_value(goal, portfolio, starts) for goal in (LeastCost(), MostValue())]
        recount = Recount(portfolio, works)
        disc = recount.fulfilment, recount.position, recount.distance
        return *disc, recount.spending, recount.income, recount.load, recount.cost, recount.value, *values

    first = count_all()
    monkeypatch.setattr(numbers, "_exact", counted)
    assert count_all() == first
    assert not made
