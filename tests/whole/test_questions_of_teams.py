"""What people ask of other planning tools about teams and delay, each case small enough to try every schedule."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from judge.every_schedule import Starts, best, under_way

from omniprio import (
    Capacity,
    Initiative,
    LeastCost,
    Level,
    MostValue,
    OnTime,
    Portfolio,
    Requirement,
    Shortest,
    prioritise,
)
from omniprio.infeasibility import InfeasibleError
from omniprio.portfolio import Mode, paces


@pytest.mark.parametrize("each", ["initiative", "period"])
def test_everything_is_done_and_as_little_as_possible_is_late(each: str) -> None:
    # One crew, 7 periods of work. A deadline would leave no plan; a due date may be missed.
    work, due = {"law": 3, "books": 1, "move": 2, "site": 1}, {"law": 3, "books": 2, "move": 4, "site": 5}
    plan = prioritise(
        Portfolio(
            horizon=7,
            capacities={"crew": 1},
            initiatives=[
                Initiative(id=name, duration=work[name], due=due[name], effort={"crew": 1}, decision="must")
                for name in work
            ],
        ),
        [OnTime.model_validate({"each": each})],
    )

    def late(order: tuple[str, ...]) -> int:
        ends = {name: sum(work[one] for one in order[: place + 1]) for place, name in enumerate(order)}
        by = [max(0, ends[name] - due[name]) for name in order]
        return sum(by) if each == "period" else sum(map(bool, by))

    assert plan.goals[0].value == min(map(late, permutations(work)))


@pytest.mark.slow
def test_of_what_cannot_hold_together_money_that_is_not_in_the_way_is_not_named() -> None:
    # Both take the crew of 1 for 3 periods and should be done by 4: 6 periods of work. Money: 30 a period makes 120, 90 are spent.
    portfolio = Portfolio.model_validate(
        {
            "horizon": 8,
            "budget": {"per_period": 30},
            "capacities": {"crew": 1},
            "groups": [{"id": "few", "members": ["lift", "ramp", "sign"], "at_most": 2}],
            "initiatives": [
                {
                    "id": "lift",
                    "cost": 48,
                    "duration": 3,
                    "deadline": 4,
                    "effort": {"crew": 1},
                    "decision": "must",
                },
                {
                    "id": "ramp",
                    "cost": 42,
                    "duration": 3,
                    "deadline": 4,
                    "effort": {"crew": 1},
                    "decision": "must",
                },
                {"id": "sign", "cost": 9, "effort": {"crew": 1}},
            ],
        }
    )
    with pytest.raises(InfeasibleError) as none:
        prioritise(portfolio)
    conflict = none.value.conflict
    assert conflict is not None
    assert (conflict.minimal, conflict.smallest) == (True, True)
    assert {demand.kind for demand in conflict.demands} <= {"must", "capacity", "deadline"}
    # one after the other takes till 6, two periods more than 4, for either of them
    moved = {
        (change.subject, change.by)
        for repair in conflict.repairs
        for change in repair.changes
        if change.kind == "deadline"
    }
    assert moved == {(("lift",), 2), (("ramp",), 2)}


def test_the_least_peak_of_a_team_with_everything_done_in_time() -> None:
    work, takes = (
        {"floor": 2, "walls": 3, "wires": 1, "pipes": 2},
        {"floor": 4, "walls": 1, "wires": 3, "pipes": 2},
    )
    plan = prioritise(
        Portfolio(
            horizon=5,
            capacities={"crew": None},
            initiatives=[
                Initiative(id=name, duration=work[name], effort={"crew": takes[name]}, decision="must")
                for name in work
            ],
        ),
        [Level(team="crew")],
    )

    def peak(starts: Starts) -> int:
        return max(sum(takes[name] for name in under_way(work, starts, period)) for period in range(1, 6))

    right = best(work, 5, lambda starts: -peak(starts), lambda starts: len(starts) == len(work))
    assert plan.goals[0].value == peak(dict(plan.starts)) == -right.worth


def test_either_of_two_people_does_it_each_at_a_pace_of_their_own() -> None:
    pace, gain = {"Ida": 1, "Bo": 3}, {"plan": 4, "text": 5, "film": 7}
    plan = prioritise(
        Portfolio(
            horizon=5,
            capacities={"Ida": 1, "Bo": 1},
            initiatives=[
                Initiative(
                    id=name,
                    benefit=gain[name],
                    modes=[Mode(id=who, duration=pace[who], effort={who: 1}) for who in pace],
                    requires=["plan"] if name == "film" else [],
                )
                for name in gain
            ],
        ),
        [MostValue()],
    )

    def by(who: dict[str, str]) -> float:
        work = {name: pace[who[name]] for name in gain}
        return best(
            work,
            5,
            lambda starts: sum(gain[name] * (6 - (start + work[name] - 1)) for name, start in starts.items()),
            lambda starts: all(
                len({who[name] for name in busy}) == len(busy)
                for busy in (under_way(work, starts, period) for period in range(1, 6))
            ),
            lambda starts: "film" not in starts or starts.get("plan", 9) + work["plan"] <= starts["film"],
        ).worth  # type: ignore[return-value]  # whole numbers

    right = max(by(dict(zip(gain, chosen, strict=True))) for chosen in product(pace, repeat=3))
    assert plan.goals[0].value == right
    assert set(plan.starts) == set(gain)  # no name that the user did not write


def test_so_many_days_of_work_at_whatever_pace_the_team_has_left() -> None:
    # 5 days of work for each of two, the team has 3 a period; without a pause, since pauses are left out on purpose.
    ways = paces(5, "team", between=(2, 4), at_most=3, step=1)
    gain = {"north": 6, "south": 4}
    plan = prioritise(
        Portfolio(
            horizon=4,
            capacities={"team": 3},
            initiatives=[Initiative(id=name, benefit=gain[name], modes=ways) for name in gain],
        ),
        [MostValue()],
    )
    days = [one for one in product(range(4), repeat=4) if sum(one) == 5]
    right = max(
        sum(
            gain[name] * (4 - max(place for place in range(4) if one[place]))
            for name, one in zip(gain, pair, strict=True)
        )
        for pair in product(days, repeat=2)
        if all(sum(both) <= 3 for both in zip(*pair, strict=True))
    )
    # north 3 + 2 is done in 2, south 1 + 3 + 1 in 4: 6 x 3 + 4 x 1 = 22
    assert (plan.goals[0].value, right) == (22, 22)


def test_a_crew_that_has_something_to_do_in_every_period() -> None:
    work = {"east": 2, "west": 1, "yard": 2}
    plan = prioritise(
        Portfolio(
            horizon=5,
            capacities={"crew": Capacity(amount=2, at_least=1)},
            initiatives=[
                Initiative(id=name, duration=work[name], effort={"crew": 1}, benefit=6, decision="must")
                for name in work
            ],
        ),
        [MostValue()],
    )
    right = best(
        work,
        5,
        lambda starts: sum(6 * (6 - (start + work[name] - 1)) for name, start in starts.items()),
        lambda starts: len(starts) == len(work),
        lambda starts: all(1 <= len(under_way(work, starts, period)) <= 2 for period in range(1, 6)),
    )
    assert plan.goals[0].value == right.worth
    assert plan.starts in right.schedules


def test_the_shortest_project_with_two_teams() -> None:
    work, before = {"a": 2, "b": 1, "c": 2, "d": 1, "e": 2}, {"c": "a", "d": "b", "e": "b"}
    takes = {"a": (2, 0), "b": (1, 1), "c": (1, 2), "d": (2, 1), "e": (0, 2)}
    plan = prioritise(
        Portfolio(
            horizon=7,
            capacities={"north": 2, "south": 2},
            initiatives=[
                Initiative(
                    id=name,
                    duration=work[name],
                    effort=dict(zip(("north", "south"), takes[name], strict=True)),
                    requires=[Requirement(of=[before[name]])] if name in before else [],
                    decision="must",
                )
                for name in work
            ],
        ),
        [Shortest(), LeastCost()],
    )
    right = best(
        work,
        7,
        lambda starts: -max(start + work[name] - 1 for name, start in starts.items()) if starts else 0,
        lambda starts: len(starts) == len(work),
        lambda starts: all(starts[one] + work[one] <= starts[name] for name, one in before.items()),
        lambda starts: all(
            sum(takes[name][team] for name in under_way(work, starts, period)) <= 2
            for team in (0, 1)
            for period in range(1, 8)
        ),
    )
    assert plan.goals[0].value == -right.worth
