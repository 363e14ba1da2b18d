"""What a program answers is checked; what is not allowed, if only by a hair, is ruled out and asked for again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from omniprio import Fastest, Initiative, LeastCost, Portfolio
from omniprio.answers import exactly
from omniprio.answers.exactly import Exactly, Found, at_most
from omniprio.answers.parallel.workers import Within
from omniprio.errors import SolverError
from omniprio.formulation import formulate

if TYPE_CHECKING:
    from collections.abc import Mapping

WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.4})
ONE = Portfolio(horizon=2, initiatives=[WEB])
TWO = Portfolio(horizon=1, initiatives=[WEB, APP])


def test_a_further_row_binds() -> None:
    formulation = formulate(TWO, [Fastest(), LeastCost()])
    fast, cheap = formulation.objectives
    program = Exactly(formulation, [at_most("cost", cheap, Fraction(40))])
    found = program.least(fast, Within(), allowed=lambda _: True)
    # 40 pay for web (30) or app (20); web brings 0.6 of D2, app 0.4.
    assert (found.starts, found.stop) == ({"web": 1}, "finished")
    program.require(at_most("cost", cheap, Fraction(20)))
    assert program.least(fast, Within(), allowed=lambda _: True).starts == {"app": 1}


def test_what_is_not_allowed_is_asked_for_again_until_nothing_is_left() -> None:
    formulation = formulate(ONE, [Fastest()])
    refused: list[dict[str, int]] = []

    def allowed(starts: Mapping[str, int]) -> bool:
        refused.append(dict(starts))
        return False

    found = Exactly(formulation).least(formulation.objectives[0], Within(), allowed=allowed)
    assert found.starts is None
    assert found.stop == "finished"
    assert sorted(refused, key=str) == sorted([{"web": 1}, {"web": 2}, {}], key=str)


def test_it_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exactly, "_MOST_REPAIRS", 2)
    formulation = formulate(ONE, [Fastest()])
    with pytest.raises(SolverError, match="2 answers of the solver in a row"):
        Exactly(formulation).least(formulation.objectives[0], Within(), allowed=lambda _: False)


def test_it_is_not_begun_when_the_time_is_over() -> None:
    formulation = formulate(ONE, [Fastest()])
    late = Within(1.0)
    late.until = late.began - 1
    found = Exactly(formulation).least(formulation.objectives[0], late, allowed=lambda _: True)
    assert found == Found(None, None, "time limit")
