"""Schedules improved step by step: each is allowed and none is worse than the one before."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from judge.large import large_portfolio

from omniprio import Fastest, LeastCost, check
from omniprio.answers import neighbourhoods
from omniprio.answers.best import worths
from omniprio.answers.neighbourhoods import Neighbourhoods
from omniprio.deadline import Deadline
from omniprio.exactly import at_most
from omniprio.formulation import formulate

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY = large_portfolio(1, 24, 6)
FORMULATION = formulate(MANY, [Fastest(), LeastCost()])
FAST, CHEAP = FORMULATION.objectives


def distance(starts: Mapping[str, int]) -> Fraction:
    return worths([Fastest()], MANY, starts)[0]


def cost(starts: Mapping[str, int]) -> Fraction:
    return worths([LeastCost()], MANY, starts)[0]


def improved(deadline: Deadline, most: Fraction) -> dict[str, int]:
    """Return what comes of doing nothing, with a limit on costs."""
    search = Neighbourhoods(FORMULATION, [at_most("cost", CHEAP, most)], seed=1)
    return search.improved({}, FAST, distance, FORMULATION.values, deadline)


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(1, 4)])
def test_it_is_better_and_allowed(monkeypatch: pytest.MonkeyPatch, share: Fraction) -> None:
    monkeypatch.setattr(neighbourhoods, "_PATIENCE", 2)
    most = share * cost(dict.fromkeys(MANY.by_id, 1))
    found = improved(Deadline(1000), most)
    assert check(MANY, found).ok
    assert cost(found) <= most
    assert distance(found) < distance({})


def test_what_is_held_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhoods, "_PATIENCE", 1)
    monkeypatch.setattr(neighbourhoods, "_FREE", 1)
    start = improved(Deadline(1000), Fraction(10**6))
    # One free initiative at a time, until a step brings nothing: all but one start as they did before the last step.
    search = Neighbourhoods(FORMULATION, [], seed=7)
    steps: list[dict[str, int]] = []

    def seen(starts: Mapping[str, int]) -> list[Fraction] | None:
        steps.append(dict(starts))
        return FORMULATION.values(starts)

    search.improved(start, FAST, distance, seen, Deadline(1000))
    for before, after in pairwise(steps):
        assert len(set(before.items()) ^ set(after.items())) <= 2


def test_a_schedule_that_has_no_columns_is_left_as_it_is() -> None:
    search = Neighbourhoods(FORMULATION, [], seed=1)
    assert search.improved({}, FAST, distance, lambda _: None, Deadline(1000)) == {}


def test_it_is_not_begun_without_a_limit_or_without_time() -> None:
    for deadline in (Deadline(), Deadline(0.0)):
        assert improved(deadline, Fraction(10**6)) == {}
