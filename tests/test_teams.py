"""Teams that must have work, and teams to which initiatives add."""

from __future__ import annotations

import pytest

from omniprio import Capacity, Initiative, MostValue, Portfolio, plan_of, prioritise
from omniprio.answers import silos
from omniprio.answers.replanning.past import Actual, with_past
from omniprio.formulation.windows import tight_windows
from omniprio.greedy import first_schedule
from omniprio.plan import Absence
from omniprio.plots import describe_team_load
from omniprio.portfolio.outline import outline
from omniprio.reach import understaffed

WORK = {"a": 2, "b": 1, "c": 1}
JOBS = [
    Initiative(id=name, duration=length, effort={"crew": 1}, benefit=5, decision="must")
    for name, length in WORK.items()
]


def test_a_team_is_kept_busy() -> None:
    # One of the crew is at work in each of four periods. Each job earns 5 from its completion on: b and c first earn in
    # 4 and 3 periods, a in 1: 5 * 8 = 40. With two at work at once nothing would be left for the last periods.
    busy = Portfolio(horizon=4, initiatives=JOBS, capacities={"crew": Capacity(amount=2, at_least=1)})
    plan = prioritise(busy, [MostValue()])
    assert plan.goals[0].value == 40
    assert [state.load["crew"] for state in plan.periods[1:]] == [1, 1, 1, 1]


def hiring(**hire: object) -> Portfolio:
    """Two jobs of one period that take 2 and 1 of a crew of 1, and a hire of two periods that adds 1."""
    given = {"id": "hire", "duration": 2, "cost": 1, "adds": {"crew": 1}} | hire
    jobs = [
        Initiative(id="two", effort={"crew": 2}, benefit=5),
        Initiative(id="one", effort={"crew": 1}, benefit=1),
    ]
    initiatives = [*jobs, Initiative.model_validate(given)]
    return Portfolio(horizon=3, initiatives=initiatives, capacities={"crew": 1})


def test_a_hire_lets_larger_work_in_from_its_completion_on() -> None:
    # The hire is complete at the end of 2, so that two can run in 2 and earns 5 in 2 and 3; one in 1 earns 3: 13 - 1.
    plan = prioritise(hiring(), [MostValue()])
    assert plan.starts == {"hire": 1, "two": 2, "one": 1}
    assert plan.goals[0].value == 12
    assert [state.idle["crew"] for state in plan.periods[1:]] == [0, 0, 2]
    # nothing of 1, 2 and 2 is taken, so that 1 is free at least
    assert describe_team_load(plan_of(hiring(), {"hire": 1}), "crew").endswith("never less than 1 free.")


def test_what_could_be_added_is_allowed_for_beforehand() -> None:
    portfolio = hiring()
    assert understaffed(portfolio.by_id["two"], portfolio) == ()
    assert tight_windows(portfolio)["two"] == (1, 2, 3)
    assert understaffed(portfolio.by_id["two"], hiring(adds={"crew": 0.5})) == ("crew",)


def test_one_that_only_adds_to_a_team_is_not_idle() -> None:
    left_out = {one.id: one.why for one in plan_of(hiring(), {"one": 1}).left_out}
    assert left_out["hire"] == Absence(why="by hand")
    alone = hiring(adds={})
    assert {one.id: one.why for one in plan_of(alone, {"one": 1}).left_out}["hire"] == Absence(why="idle")


def test_the_first_schedule_knows_what_is_added() -> None:
    must = hiring(decision="must").model_copy(update={"horizon": 4})
    starts = first_schedule(must, [MostValue()])
    assert starts is not None
    assert starts["hire"] == 1
    assert starts["two"] >= 2


def test_the_past_and_an_owner_are_not_asked_for_work() -> None:
    busy = Portfolio(horizon=4, initiatives=JOBS, capacities={"crew": Capacity(amount=2, at_least=1)})
    now = with_past(busy, 2, {"a": Actual(start=1)})
    assert now.capacities["crew"] == Capacity(amount=(None, None, 2, 2), at_least=(None, None, 1, 1))
    owned = [one.model_copy(update={"owner": one.id, "decision": "free"}) for one in JOBS]
    found = silos(busy.model_copy(update={"initiatives": owned, "budget": 1}), [MostValue()])
    assert all(one.plan is not None for one in found.owners)


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        (Capacity(amount=2, at_least=1), "crew 2 in each period, at least 1 in each period"),
        (Capacity(at_least=(1, 1, 1, 1)), "crew without limit, at least by period"),
        (2, "crew 2 in each period"),
    ],
)
def test_the_outline_says_what_a_team_is_to_have_to_do(capacity: Capacity | float, said: str) -> None:
    portfolio = Portfolio(horizon=4, initiatives=JOBS, capacities={"crew": capacity})
    assert outline(portfolio).endswith(f"Teams: {said}")
