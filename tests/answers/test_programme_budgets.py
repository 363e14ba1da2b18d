"""One budget for all members of a programme: the exact best, by hand and against every combination."""

from __future__ import annotations

import itertools
import threading
from fractions import Fraction

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio import Initiative, Portfolio
from omniprio.answers import programme_budgets, programme_within
from omniprio.answers.frontiers import trade_off
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidArgumentError, InvalidInputError
from omniprio.goals import Closest, LeastCost
from omniprio.infeasibility import InfeasibleError

DISC = Disc(disciplines=[Discipline(id=name, levels=1) for name in "RD"], start_level=0)
"""Two levels to go, so that a share of a field is half a share of the distance."""

WEB = Initiative(id="web", cost=30, advances={"R1": 0.6})
APP = Initiative(id="app", cost=20, advances={"D1": 0.5})


def member(*initiatives: Initiative, budget: float | None = None, **start: float) -> Portfolio:
    return Portfolio(horizon=2, disc=DISC, initiatives=initiatives, start=start, budget=budget)


def test_the_best_for_all_is_not_what_is_best_one_after_the_other() -> None:
    # By gain per money come app in the north, 0.25 for 20, and app in the south, 0.25 for 25: 0.5 for 45, and the 15 that are
    # left pay for nothing. Web and app in the north are 0.3 + 0.25 for 50. With 75 all of it can be done.
    dear = APP.model_copy(update={"cost": 25})
    both = {"north": member(WEB, APP), "south": member(dear)}
    assert [part.starts.keys() for part in programme_within(both, 60).parts] == [{"web", "app"}, set()]
    found = programme_within(both, 75)
    assert (found.gain, found.cost, found.is_final) == (Fraction(8, 10), Fraction(75), True)
    assert found.done_by == {"app": ("north", "south"), "web": ("north",)}
    assert "app: 2 of 2 members" in str(found)


def test_of_equally_good_choices_a_cheapest_is_taken() -> None:
    dear = APP.model_copy(update={"cost": 25})
    found = programme_within({"north": member(dear), "south": member(APP)}, 30)
    assert [part.cost for part in found.parts] == [0, 20]


def test_each_member_keeps_its_own_rules() -> None:
    poor = member(WEB, APP, budget=25)
    assert [
        part.starts.keys() for part in programme_within({"poor": poor, "rich": member(WEB)}, 100).parts
    ] == [
        {"app"},
        {"web"},
    ]


@pytest.mark.slow
def test_members_with_the_same_portfolio_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Portfolio] = []

    def counted(portfolio: Portfolio, *more: object, **named: object) -> object:
        asked.append(portfolio)
        return trade_off(portfolio, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(programme_budgets, "trade_off", counted)
    found = programme_within({f"shop {number}": member(WEB, APP) for number in range(200)}, 1000)
    assert len(asked) == 1
    # Web is 0.3 for 30, app 0.25 for 20, both 0.55 for 50. 50 apps are 12.5 for 1,000; nothing else gives as much for the money.
    assert (found.gain, found.cost) == (Fraction(25, 2), Fraction(1000))


@pytest.mark.parametrize("seed", slow_after(2, range(20)))
def test_no_combination_is_better(seed: int) -> None:
    members = {f"m{place}": full_portfolio(3 * seed + place) for place in range(2)}
    members = {name: one.model_copy(update={"currency": ""}) for name, one in members.items()}
    every = [_pairs(one) for one in members.values()]
    if not all(every):
        with pytest.raises(InfeasibleError):
            programme_within(members, 100)
        return
    least, most = (sum(choose(cost for cost, _ in own) for own in every) for choose in (min, max))
    budget = float((least + most) / 2)
    sums = [
        (sum(cost for cost, _ in some), sum(gone for _, gone in some)) for some in itertools.product(*every)
    ]
    distance, cost = min((distance, cost) for cost, distance in sums if cost <= Fraction(str(budget)))
    found = programme_within(members, budget)
    assert (found.cost, found.is_final) == (cost, True)
    starts = [
        judge(one).value(Closest(), judge(one).row(part.starts) or 0)
        for one, part in zip(members.values(), found.parts, strict=True)
    ]
    assert sum(starts) == distance


def _pairs(portfolio: Portfolio) -> set[tuple[Fraction, Fraction]]:
    """Return cost and last distance of every schedule."""
    schedules = judge(portfolio)
    return {
        (schedules.value(LeastCost(), row), schedules.value(Closest(), row)) for row in range(len(schedules))
    }


def test_what_must_be_spent_needs_a_budget() -> None:
    must = WEB.model_copy(update={"decision": "must"})
    with pytest.raises(InvalidArgumentError, match="budget is 50; give at least 60"):
        programme_within({"north": member(must), "south": member(must)}, 50)
    with pytest.raises(InvalidInputError, match="portfolios"):
        programme_within({}, 50)


def test_what_is_stopped_says_whose_plans_are_not_all_known() -> None:
    cancel = threading.Event()
    both = {"north": member(WEB, APP), "south": member(APP)}
    found = programme_within(both, 60, cancel=cancel)
    assert found.open == ()
    part_of_it = found.model_copy(update={"open": ("south",)})
    assert part_of_it.summary().startswith(
        "Not all plans are known of south: with more time all might come further."
    )
