"""What people ask of other planning tools about money, scores and what goes together, each case small enough to try every schedule."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from judge.every_schedule import Starts, best

from omniprio import (
    Benefit,
    Budget,
    Cost,
    Fund,
    Group,
    Initiative,
    MostScore,
    MostValue,
    Portfolio,
    Requirement,
    Synergy,
    Window,
    prioritise,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _spent_by(price: Mapping[str, float], starts: Starts, period: int) -> float:
    """Return what is paid at the start of all that has begun by a period."""
    return sum(price[name] for name, start in starts.items() if start <= period)


def _in_one_period(
    price: Mapping[str, float], gain: Mapping[str, float], money: float, *rules: Callable[[Starts], bool]
) -> float:
    """Return the most that a choice within the money earns after costs."""
    return best(
        dict.fromkeys(price, 1),
        1,
        lambda starts: sum(gain[name] - price[name] for name in starts),
        lambda starts: sum(price[name] for name in starts) <= money,
        *rules,
    ).worth  # type: ignore[return-value]  # whole numbers


def test_a_pot_a_period_whose_rest_is_kept() -> None:
    price, work = (
        {"dig": 5, "pour": 4, "frame": 8, "roof": 5, "paint": 2},
        {"dig": 1, "pour": 2, "frame": 1, "roof": 2, "paint": 1},
    )
    before, pot = {"pour": "dig", "roof": "frame", "paint": "pour"}, (7, 5, 4, 7, 0)
    plan = prioritise(
        Portfolio(
            horizon=5,
            budget=Budget(per_period=pot, carry_over=True),
            initiatives=[
                Initiative(
                    id=name,
                    duration=work[name],
                    cost=Cost(amount=price[name], spread="start"),
                    benefit=8,
                    requires=[before[name]] if name in before else [],
                )
                for name in price
            ],
        ),
        [MostValue()],
    )
    right = best(
        work,
        5,
        lambda starts: sum(
            8 * (6 - (start + work[name] - 1)) - price[name] for name, start in starts.items()
        ),
        lambda starts: all(_spent_by(price, starts, period) <= sum(pot[:period]) for period in range(1, 6)),
        lambda starts: all(
            starts.get(before[name], 9) + work[before[name]] <= start
            for name, start in starts.items()
            if name in before
        ),
    )
    assert plan.goals[0].value == right.worth
    assert plan.starts in right.schedules


@pytest.mark.parametrize("seed", range(3))
def test_what_is_done_later_costs_more(seed: int) -> None:
    # prices grow by a tenth in each period, the pot of each period does not; what runs on costs more every time
    draw = random.Random(f"{seed}-prices")  # noqa: S311  no secret
    names = ["pump", "pipe", "tank"]
    cost, running = {name: draw.randint(4, 9) for name in names}, {name: draw.randint(0, 2) for name in names}
    gain, pot = {name: draw.randint(3, 7) for name in names}, [draw.randint(5, 12) for _ in range(4)]
    plan = prioritise(
        Portfolio(
            horizon=4,
            budget=Budget(per_period=pot),
            funds={"money": Fund(index=0.1)},
            discount_rate=0.05,
            initiatives=[
                Initiative(id=name, cost=Cost(amount=cost[name], running=running[name]), benefit=gain[name])
                for name in names
            ],
        ),
        [MostValue()],
    )
    price, worth = Fraction(11, 10), Fraction(20, 21)

    def spent(starts: Starts, period: int) -> Fraction:
        begun = sum(cost[name] for name, start in starts.items() if start == period)
        on = sum(running[name] for name, start in starts.items() if start < period)
        return (begun + on) * price ** (period - 1)

    def net(starts: Starts, period: int) -> Fraction:
        return sum(gain[name] for name, start in starts.items() if start <= period) - spent(starts, period)

    right = best(
        dict.fromkeys(names, 1),
        4,
        lambda starts: sum(net(starts, period) * worth ** (period - 1) for period in range(1, 5)),
        lambda starts: all(
            sum(spent(starts, period) for period in range(1, last + 1)) <= sum(pot[:last])
            for last in range(1, 5)
        ),
    )
    assert plan.goals[0].value == float(right.worth)
    assert plan.starts in right.schedules


@pytest.mark.parametrize("part", [False, 0.05, 0.1, True])
def test_money_that_lapses_at_the_end_of_the_year(part: bool | float) -> None:
    # 100 a year of four quarters, free within it; of what is left at its end nothing, 5, 10 or all goes on
    cost, gain = (
        {"dyke": 60, "lock": 50, "weir": 55, "quay": 45},
        {"dyke": 105, "lock": 92, "weir": 97, "quay": 62},
    )
    earliest = {"dyke": 6, "lock": 2, "weir": 7, "quay": 5}
    plan = prioritise(
        Portfolio(
            horizon=8,
            budget=Budget(windows=[Window(periods=4, amount=100)] * 2, carry_over=part),
            initiatives=[
                Initiative(
                    id=name,
                    cost=cost[name],
                    benefit=Benefit(profile=[gain[name]]),
                    earliest_start=earliest[name],
                )
                for name in cost
            ],
        ),
        [MostValue()],
    )

    def in_year(starts: Starts, first: int) -> int:
        return sum(cost[name] for name, start in starts.items() if first <= start < first + 4)

    def carried(starts: Starts) -> float:
        left = 100 - in_year(starts, 1)
        return left if part is True else min(100 * part, left)

    right = best(
        dict.fromkeys(cost, 1),
        8,
        lambda starts: sum(gain[name] - cost[name] for name in starts),
        lambda starts: all(start >= earliest[name] for name, start in starts.items()),
        lambda starts: in_year(starts, 1) <= 100,
        lambda starts: in_year(starts, 5) <= 100 + carried(starts),
    )
    assert plan.goals[0].value == right.worth
    assert plan.starts in right.schedules


PRICE = {"run-a": 45, "run-b": 35, "grow-a": 25, "grow-b": 20, "bold-a": 15, "bold-b": 12}
GAIN = {"run-a": 110, "run-b": 84, "grow-a": 45, "grow-b": 39, "bold-a": 20, "bold-b": 13}
BOLD = ("bold-a", "bold-b")


@pytest.mark.parametrize(
    ("limit", "keeps"),
    [
        ({}, lambda _bold, _all: True),
        ({"at_least": 25}, lambda bold, _all: bold >= 25),
        ({"least_share": 0.25}, lambda bold, total: 4 * bold >= total),
        ({"at_most": 14}, lambda bold, _all: bold <= 14),
    ],
)
def test_the_least_that_is_spent_on_bold_ones_as_an_amount_or_a_share(
    limit: Mapping[str, float], keeps: Callable[[float, float], bool]
) -> None:
    group = {"id": "bold", "tags": {"kind": ["bold"]}, "fund": "money", **limit}
    plan = prioritise(
        Portfolio(
            horizon=1,
            budget=110,
            groups=[Group.model_validate(group)] if limit else [],
            initiatives=[
                Initiative(
                    id=name,
                    cost=PRICE[name],
                    benefit=GAIN[name],
                    tags={"kind": ["bold" if name in BOLD else "known"]},
                )
                for name in PRICE
            ],
        ),
        [MostValue()],
    )
    right = _in_one_period(
        PRICE,
        GAIN,
        110,
        lambda starts: keeps(
            sum(PRICE[name] for name in BOLD if name in starts), sum(PRICE[name] for name in starts)
        ),
    )
    assert plan.goals[0].value == right


@pytest.mark.parametrize("seed", range(6))
def test_cents_beside_hundreds_of_millions(seed: int) -> None:
    # The pot is what four of them cost, or a cent less: not a cent is overspent, and nothing that fits is given up.
    draw = random.Random(f"{seed}-cents")  # noqa: S311  no secret
    names = [f"bid-{number}" for number in range(6)]
    price = {name: round(draw.choice((1.0, 1e5, 1e8)) * draw.uniform(1, 9), 2) for name in names}
    gain = {name: round(price[name] * draw.uniform(0.8, 1.7), 2) for name in names}
    exact = {name: Fraction(str(price[name])) for name in names}
    money = Fraction(str(float(sum(exact[name] for name in names[:4]) - Fraction(seed % 2, 100))))
    plan = prioritise(
        Portfolio(
            horizon=1,
            budget=float(money),
            initiatives=[Initiative(id=name, cost=price[name], benefit=gain[name]) for name in names],
        ),
        [MostValue()],
    )
    worth = {name: Fraction(str(gain[name])) - exact[name] for name in names}
    right = best(
        dict.fromkeys(names, 1),
        1,
        lambda starts: sum(worth[name] for name in starts),
        lambda starts: sum(exact[name] for name in starts) <= money,
    )
    assert sum(exact[name] for name in plan.starts) <= money
    assert sum(worth[name] for name in plan.starts) == right.worth


def test_what_is_brought_depends_on_the_calendar() -> None:
    # A stall earns 60 at each fair, in 3 and 7, if it is complete by then; a survey is worth 50 until 2, 20 until 5, then
    # nothing: 30 more by 2 and 20 by 5. Each takes the one team for two periods.
    pays = {"stall": (0, 0, 60, 0, 0, 0, 60), "survey": (0, 30, 0, 0, 20)}
    plan = prioritise(
        Portfolio(
            horizon=7,
            capacities={"team": 1},
            initiatives=[
                Initiative(
                    id=name,
                    duration=2,
                    effort={"team": 1},
                    benefit=Benefit(profile=amounts, counted_from="calendar"),
                )
                for name, amounts in pays.items()
            ],
        ),
        [MostValue()],
    )

    def worth(starts: Starts) -> int:
        fairs = sum(60 for fair in (3, 7) if starts.get("stall", 9) + 1 <= fair)
        told = starts.get("survey", 9) + 1
        return fairs + (50 if told <= 2 else 20 if told <= 5 else 0)

    right = best(
        {"stall": 2, "survey": 2},
        7,
        worth,
        lambda starts: len(starts) < 2 or abs(starts["stall"] - starts["survey"]) >= 2,
    )
    # the stall first gets both fairs, and 20 for the survey: 140; the survey first gets 50, and one fair: 110
    assert (plan.goals[0].value, right.worth) == (140, 140)
    assert plan.starts in right.schedules


COST = {"site": 40, "mail": 25, "shop": 55, "club": 15, "scan": 30}
FIT = {"site": 36, "mail": 25, "shop": 41, "club": 8, "scan": 28}
CALM = {"site": 2, "mail": 4, "shop": 8, "club": 9, "scan": 1}


@pytest.mark.parametrize("weights", [{"fit": 1}, {"fit": 1, "calm": 4}])
def test_the_greatest_sum_of_scores_for_a_budget(weights: dict[str, float]) -> None:
    # points are not money: nothing is subtracted
    plan = prioritise(
        Portfolio(
            horizon=1,
            budget=110,
            initiatives=[
                Initiative(id=name, cost=COST[name], scores={"fit": FIT[name], "calm": CALM[name]})
                for name in COST
            ],
        ),
        [MostScore(weights=weights)],
    )
    right = best(
        dict.fromkeys(COST, 1),
        1,
        lambda starts: sum(FIT[name] + weights.get("calm", 0) * CALM[name] for name in starts),
        lambda starts: sum(COST[name] for name in starts) <= 110,
    )
    assert plan.goals[0].value == right.worth
    assert plan.starts in right.schedules


@pytest.mark.parametrize("seed", range(5))
def test_pairs_and_triples_that_add_or_take_and_a_count(seed: int) -> None:
    draw = random.Random(f"{seed}-together")  # noqa: S311  no secret
    names = ["ads", "bot", "cam", "dvd", "eye"]
    price = {name: draw.randint(2, 8) for name in names}
    gain = {name: draw.randint(1, 11) for name in names}
    together = {
        members: (draw.randint(-5, 6), draw.randint(-2, 3))
        for size in (2, 3)
        for members in draw.sample(list(combinations(names, size)), 4)
    }
    money, most = draw.randint(10, 22), draw.randint(2, 4)
    plan = prioritise(
        Portfolio(
            horizon=1,
            budget=money,
            initiatives=[Initiative(id=name, cost=price[name], benefit=gain[name]) for name in names],
            groups=[Group(id="few", members=names, at_most=most)],
            synergies=[
                Synergy(id="+".join(of), of=of, benefit=adds, cost=costs)
                for of, (adds, costs) in together.items()
            ],
        ),
        [MostValue()],
    )

    def both(starts: Starts, place: int) -> int:
        return sum(amounts[place] for of, amounts in together.items() if set(of) <= starts.keys())

    def spent(starts: Starts) -> int:
        return sum(price[name] for name in starts) + both(starts, 1)

    right = best(
        dict.fromkeys(names, 1),
        1,
        lambda starts: sum(gain[name] for name in starts) + both(starts, 0) - spent(starts),
        lambda starts: spent(starts) <= money,
        lambda starts: len(starts) <= most,
    )
    assert plan.goals[0].value == right.worth


@pytest.mark.parametrize("seed", range(3))
def test_a_platform_that_is_paid_once_whoever_uses_it(seed: int) -> None:
    draw = random.Random(f"{seed}-platform")  # noqa: S311  no secret
    users = ["news", "sale", "help"]
    price = {name: draw.randint(1, 6) for name in users} | {"base": draw.randint(2, 8)}
    gain = {name: draw.randint(1, 5) for name in users}
    pot = [draw.randint(3, 8) for _ in range(3)]
    plan = prioritise(
        Portfolio(
            horizon=3,
            budget=Budget(per_period=pot),
            initiatives=[
                Initiative(id="base", cost=Cost(amount=price["base"], running=1)),
                *(
                    Initiative(
                        id=name,
                        cost=price[name],
                        benefit=gain[name],
                        requires=[Requirement(of=["base"], kind="start to start")],
                    )
                    for name in users
                ),
            ],
        ),
        [MostValue()],
    )

    def spent(starts: Starts, period: int) -> float:  # the base runs on from the period after it
        return _spent_by(price, starts, period) + max(0, period - starts.get("base", 9))

    right = best(
        dict.fromkeys(price, 1),
        3,
        lambda starts: (
            sum(gain[name] * (4 - starts[name]) for name in users if name in starts) - spent(starts, 3)
        ),
        lambda starts: all(spent(starts, period) <= sum(pot[:period]) for period in (1, 2, 3)),
        lambda starts: all(starts.get("base", 9) <= start for start in starts.values()),
    )
    assert plan.goals[0].value == right.worth


@pytest.mark.parametrize("seed", range(3))
def test_costs_in_two_currencies_and_in_days(seed: int) -> None:
    # 1 EUR is 7.46 DKK; days of people are limited and are no money
    draw = random.Random(f"{seed}-currencies")  # noqa: S311  no secret
    names = ["pump", "pipe", "tank", "well"]
    home, abroad = ({name: draw.randint(low, 9) for name in names} for low in (1, 0))
    days, gain = ({name: draw.randint(low, 20) for name in names} for low in (1, 9))
    limit = {"money": draw.randint(15, 25), "abroad": draw.randint(5, 12), "days": draw.randint(15, 30)}
    plan = prioritise(
        Portfolio(
            horizon=1,
            currency="DKK",
            budget=limit["money"],
            budgets={"abroad": limit["abroad"], "days": limit["days"]},
            funds={"abroad": Fund(unit="EUR", rate=7.46), "days": Fund(unit="days", rate=0)},
            initiatives=[
                Initiative(
                    id=name,
                    cost=home[name],
                    costs={"abroad": abroad[name], "days": days[name]},
                    benefit=gain[name] * 5,
                )
                for name in names
            ],
        ),
        [MostValue()],
    )
    given = {"money": home, "abroad": abroad, "days": days}

    def cost(starts: Starts) -> Fraction:
        return sum((home[name] + Fraction("7.46") * abroad[name] for name in starts), Fraction(0))

    right = best(
        dict.fromkeys(names, 1),
        1,
        lambda starts: sum(gain[name] * 5 for name in starts) - cost(starts),
        lambda starts: all(sum(each[name] for name in starts) <= limit[of] for of, each in given.items()),
    )
    assert plan.goals[0].value == float(right.worth)
    assert plan.starts in right.schedules
    assert plan.cost == float(cost(plan.starts))
