"""What it would take to have something by a period: the least changes, what they cost, and what could be had instead."""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from omniprio.answers import by_then
from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.errors import GoalUnreachableError, InvalidInputError
from omniprio.goals import LeastCost, Soonest
from omniprio.optimise import prioritise
from omniprio.portfolio import Initiative, Milestone, Portfolio

if TYPE_CHECKING:
    from omniprio.plan import Plan

A2 = {"A2": 1.0}


def portfolio(**fields: object) -> Portfolio:
    """Web gives A1 in two periods for 40, crm A2 in one for 60, once web is complete; both take 1 of the crew."""
    initiatives = [
        Initiative(id="web", duration=2, cost=40, advances={"A1": 1.0}, effort={"crew": 1}),
        Initiative(id="crm", cost=60, advances=A2, requires=["web"], effort={"crew": 1}),
    ]
    disc = Disc(disciplines=[Discipline(id="A", levels=2)], start_level=0)
    given = {"horizon": 4, "disc": disc, "initiatives": initiatives, "capacities": {"crew": 1}, **fields}
    return Portfolio.model_validate(given)


def cheapest(**fields: object) -> Plan:
    return prioritise(portfolio(**fields), [LeastCost()])


def test_what_the_plan_has_in_time_takes_nothing() -> None:
    plan = prioritise(portfolio())
    found = by_then(plan, Milestone(id="soon", by=3, fields=A2))
    assert found.met == 3  # web in 1 and 2, crm in 3
    (way,) = found.ways
    assert (way.said, way.plan and way.plan.starts, found.is_final) == ((), plan.starts, True)
    assert "The plan as it is has it by the end of period 3." in found.summary()


def test_another_plan_may_have_it_for_its_price() -> None:
    found = by_then(cheapest(), Milestone(id="soon", by=4, fields=A2))  # the cheapest plan does nothing
    assert found.met is None
    assert found.is_possible
    (way,) = found.ways
    assert way.comparison is not None
    assert [change.loss for change in way.comparison.goals] == [Fraction(100)]  # 40 + 60
    assert set(way.comparison.added) == {"web", "crm"}
    assert "Another plan does, with no change of what is given:" in found.summary()


def test_the_least_money_is_told_with_what_it_costs() -> None:
    found = by_then(cheapest(budget=70), Milestone(id="soon", by=4, fields=A2))
    money = found.ways[0]
    assert money.said == ("Raise the main budget by 30.",)  # 40 + 60 - 70
    assert money.least
    assert money.plan is not None
    assert check(money.portfolio, money.plan.starts).ok
    assert money.comparison is not None
    assert [change.loss for change in money.comparison.goals] == [Fraction(100)]
    assert {str(one) for one in found.conflict} >= {"main budget: 70 in total"}


def test_dates_and_what_is_required_can_be_changed_and_less_be_had_instead() -> None:
    found = by_then(cheapest(), Milestone(id="soon", by=2, fields=A2))
    said = {" ".join(way.said) for way in found.ways}
    assert said == {
        "Drop this: crm requires web."
    }  # a period is all that crm needs; both would take 2 of the crew
    assert [" ".join(one) for one in found.instead] == [
        "Move milestone soon from period 2 to period 3.",
    ]  # of A2 there could be what there is at the start: nothing
    assert found.complete


def test_less_that_is_more_than_at_the_start_is_told() -> None:
    # app gives 0.4 of A1 in one period, web all of it in two; 0.1 is there
    app = Initiative(id="app", advances={"A1": 0.4})
    plan = prioritise(
        portfolio(start={"A1": 0.1}, initiatives=(*portfolio().initiatives, app)), [LeastCost()]
    )
    found = by_then(plan, Milestone(id="soon", by=1, fields={"A1": 0.9}))
    assert [" ".join(one) for one in found.instead] == [
        "Move milestone soon from period 1 to period 2.",
        "Let milestone soon ask for A1 at 0.5 instead of 0.9.",
    ]


def test_a_deadline_is_moved_no_further_than_it_has_to_be() -> None:
    late = portfolio().initiatives
    first = late[0].model_copy(update={"earliest_start": 3})
    plan = prioritise(portfolio(initiatives=(first, late[1])), [LeastCost()])
    found = by_then(plan, Milestone(id="done", by=3, complete=["web"]))
    assert found.ways[0].said == ("Move the earliest start of web from period 3 to period 2.",)
    assert found.ways[0].plan is not None
    assert found.ways[0].plan.starts == {"web": 2}


def test_what_nothing_advances_needs_new_initiatives() -> None:
    humble = portfolio(initiatives=portfolio().initiatives[:1], ambition={"A": 1})
    found = by_then(prioritise(humble), Milestone(id="far", by=4, fields=A2))
    assert (found.ways, found.out_of_reach, found.complete) == ((), ("A2",), True)
    assert "Whichever initiatives are chosen, A2 cannot get so far: new ones are needed." in found.summary()
    assert "No change of what is given makes it possible." in found.summary()
    assert "der skal nye til" in found.summary("da")


def test_a_milestone_of_the_portfolio_is_replaced() -> None:
    plan = cheapest(milestones=[Milestone(id="soon", by=4, fields=A2)])
    found = by_then(plan, Milestone(id="soon", by=3, fields=A2))
    assert [one.id for one in found.ways[0].portfolio.milestones] == ["soon"]
    assert found.ways[0].said == ()


def test_a_milestone_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"milestones\[soon\]\.by: is 5; give a period from 1 to 4"):
        by_then(cheapest(), Milestone(id="soon", by=5, fields=A2))


def test_a_goal_that_cannot_be_had_with_it_is_told() -> None:
    plan = prioritise(portfolio(budget=100), [Soonest(fields=A2)])
    never = Initiative(id="app", cost=70)
    both = plan.portfolio.model_copy(update={"initiatives": (*plan.portfolio.initiatives, never)})
    with pytest.raises(GoalUnreachableError):
        by_then(prioritise(both, [Soonest(fields=A2)]), Milestone(id="app", by=4, complete=["app"]))


def test_what_is_cut_short_says_so() -> None:
    stop = threading.Event()
    stop.set()
    found = by_then(cheapest(budget=70), Milestone(id="soon", by=4, fields=A2), cancel=stop)
    assert not found.is_final
    assert "Not every kind of change was tried" in found.summary()
