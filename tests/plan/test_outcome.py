"""What a search came to is counted like a plan, and told only where somebody looks at it."""

from __future__ import annotations

import importlib
import pickle
from typing import Any

import pytest

from omniprio import Initiative, Portfolio, plan_of
from omniprio.answers.frontiers import frontier
from omniprio.answers.robustness import Uncertainty, robust
from omniprio.errors import RuleBrokenError
from omniprio.plan import Outcome

APP = Initiative(id="app", cost=200, advances={"D2": 0.4})
WEB = Initiative(id="web", cost=300, advances={"D2": 0.6})
BOTH = Portfolio(horizon=2, initiatives=[APP, WEB], budget=400)


def test_its_plan_is_that_of_its_schedule_by_start() -> None:
    found = Outcome(portfolio=BOTH.model_copy(update={"budget": 500}), starts={"app": 2, "web": 1}, goals=())
    assert list(found.starts) == ["web", "app"]
    assert found.plan == plan_of(found.portfolio, {"app": 2, "web": 1})
    assert (found.proven, found.is_final) == (False, False)  # for no goal


def test_a_schedule_that_breaks_a_rule_is_none() -> None:
    with pytest.raises(RuleBrokenError, match="100 too much"):  # 200 + 300 of 400
        Outcome(portfolio=BOTH, starts={"app": 1, "web": 1}, goals=())


def test_it_travels_without_the_counts() -> None:
    found = Outcome(portfolio=BOTH, starts={"web": 1}, goals=())
    arrived = pickle.loads(pickle.dumps(found))  # noqa: S301  our own
    assert vars(arrived).keys() == {*Outcome.__dataclass_fields__}
    assert (arrived, arrived.plan) == (found, found.plan)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what is told of in full, schedule by schedule."""
    module = importlib.import_module("omniprio.plan.outcome")
    said, tell = [], module.absences

    def telling(portfolio: Portfolio, starts: object, *rest: Any) -> Any:  # noqa: ANN401  as `absences`
        said.append(starts)
        return tell(portfolio, starts, *rest)

    monkeypatch.setattr(module, "absences", telling)
    return said


def test_a_study_tells_of_no_plan_but_those_it_shows(told: list[object]) -> None:
    found = robust(BOTH, Uncertainty(initiatives={"web": {"cost": (300, 300, 390)}}), draws=5)
    assert found.planned == 5
    assert told == [
        {"web": 1}
    ]  # the plan as written, which is the one looked at: D2 gets 0.6 for what is there


def test_a_frontier_tells_of_a_plan_once(told: list[object]) -> None:
    found = frontier(BOTH)
    # nothing; 200 for app; 300 for web, which gives more; 500 for both
    assert [int(point.amount) for point in found.points] == [0, 200, 300, 500]
    assert len(told) == 4
