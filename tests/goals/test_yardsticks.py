"""Goals about scores, the end, delays and the load of a team: worked out by hand, planned and proven."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest

from omniprio import Blend, Initiative, LeastCost, Level, MostScore, MostValue, OnTime, Portfolio, Shortest
from omniprio.errors import UnknownNameError
from omniprio.formulation import formulate
from omniprio.goals import Goal, Part, goal_value
from omniprio.greedy import first_schedule
from omniprio.language import Speaker
from omniprio.optimise import prioritise
from omniprio.plan.words import goal_name
from omniprio.portfolio import Mode, Start

COST = {"crm": 35, "erp": 50, "app": 20, "lab": 15, "hub": 30}
SCORE = {"crm": 31, "erp": 38, "app": 22, "lab": 9, "hub": 27}
RISK = {"crm": 1, "erp": 9, "app": 5, "lab": 9, "hub": 2}


def scored(budget: float | None = 100, **more: object) -> Portfolio:
    rows = [
        Initiative(id=name, cost=COST[name], scores={"value": SCORE[name], "risk": RISK[name]})
        for name in COST
    ]
    return Portfolio.model_validate({"horizon": 1, "budget": budget, "initiatives": rows, **more})


WORK = {"tax": 2, "audit": 1, "move": 2, "site": 1}
DUE = {"tax": 2, "audit": 2, "move": 3, "site": 4}


def one_crew(**late_price: float) -> Portfolio:
    """Everything must be done, one after the other, in six periods."""
    return Portfolio(
        horizon=6,
        capacities={"crew": 1},
        initiatives=[
            Initiative(
                id=name,
                duration=WORK[name],
                due=DUE[name],
                late_price=late_price.get(name, 1),
                effort={"crew": 1},
                decision="must",
            )
            for name in WORK
        ],
    )


def busy(**capacities: float | None) -> Portfolio:
    """Everything must be done; the crew has 6 + 4 + 4 + 3 = 17 to do in five periods."""
    work = {"a": (2, 3), "b": (2, 2), "c": (1, 4), "d": (3, 1)}
    return Portfolio(
        horizon=5,
        capacities={"crew": None, **capacities},
        initiatives=[
            Initiative(id=name, duration=duration, effort={"crew": takes}, decision="must")
            for name, (duration, takes) in work.items()
        ],
    )


# --- what a schedule is worth ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        (MostScore(), Fraction(31 + 1 + 9 + 9)),  # crm and lab, each score counting 1
        (MostScore(weights={"value": 2}), Fraction(80)),  # 2 x (31 + 9), the risk not at all
        (MostScore(weights={"value": 0.1, "risk": -1}), Fraction(-6)),  # 0.1 x 40 - 1 x 10
        (LeastCost(), Fraction(50)),
        # 2 x 50 for the money, less 0.5 x 50 points
        (Blend(parts=[Part(goal=LeastCost(), weight=2), Part(goal=MostScore(), weight=0.5)]), Fraction(75)),
    ],
)
def test_the_scores_of_what_is_chosen_are_added_up(goal: Goal, value: Fraction) -> None:
    assert goal_value(goal, scored(), {"crm": 1, "lab": 1}) == value


def test_the_end_is_the_last_completion_and_0_where_nothing_is_chosen() -> None:
    assert goal_value(Shortest(), one_crew(), {"tax": 3, "site": 2}) == 4  # tax in 3 and 4
    assert goal_value(Shortest(), one_crew(), {}) == 0


def test_a_delay_costs_its_price_for_each_period_or_once() -> None:
    # tax is complete in 2, audit in 3 (1 late, at 3), move in 5 (2 late, at 1), site in 6 (2 late, at 0.5)
    starts = {"tax": 1, "audit": 3, "move": 4, "site": 6}
    portfolio = one_crew(audit=3, site=0.5)
    assert goal_value(OnTime(), portfolio, starts) == 3 + 2 + 1
    assert goal_value(OnTime(each="initiative"), portfolio, starts) == Fraction("4.5")
    assert goal_value(OnTime(), portfolio, {"site": 1}) == 0  # what is left out is not late


def test_the_peak_is_the_greatest_load_of_one_team() -> None:
    # a 3, 3; b 2, 2 from 2 on: 3, 5, 2
    assert goal_value(Level(team="crew"), busy(), {"a": 1, "b": 2}) == 5
    assert goal_value(Level(team="crew"), busy(), {}) == 0


# --- planned and proven ------------------------------------------------------------------------------------------


def test_the_greatest_sum_of_scores_for_a_budget() -> None:
    # erp + app + hub: 100, 87 points; crm + app + hub + lab: 100, 89 points
    plan = prioritise(scored(), [MostScore(weights={"value": 1})])
    assert (sorted(plan.starts), plan.goals[0].value, plan.certified) == (
        ["app", "crm", "hub", "lab"],
        89,
        True,
    )


def test_weights_decide_between_scores() -> None:
    # 3 x value / 127 + risk / 26 is most for app, crm, hub and lab: 3 x 89 / 127 + 17 / 26 = 2.7562; with erp in
    # place of lab and crm it is 3 x 87 / 127 + 16 / 26 = 2.6705; of erp, crm and lab 3 x 78 / 127 + 19 / 26 = 2.5733
    goal = MostScore(weights={"value": round(3 / 127, 9), "risk": round(1 / 26, 9)})
    plan = prioritise(scored(), goal)
    assert sorted(plan.starts) == ["app", "crm", "hub", "lab"]
    assert plan.goals[0].value == pytest.approx(2.7562, abs=1e-4)


def test_points_that_count_against_something_keep_it_out() -> None:
    # value less four times the risk: crm 27, erp 2, app 2, lab -27, hub 19; without a budget all but the lab
    plan = prioritise(scored(None), MostScore(weights={"value": 1, "risk": -4}))
    assert sorted(plan.starts) == ["app", "crm", "erp", "hub"]
    assert plan.goals[0].value == 50


def test_fewest_late_and_least_delay() -> None:
    def lates(order: tuple[str, ...]) -> list[int]:
        ends = [sum(WORK[name] for name in order[: place + 1]) for place in range(len(order))]
        return [max(0, end - DUE[name]) for name, end in zip(order, ends, strict=True)]

    every = list(map(lates, permutations(WORK)))
    fewest = prioritise(one_crew(), [OnTime(each="initiative")])
    assert fewest.goals[0].value == min(sum(late > 0 for late in each) for each in every) == 1
    assert fewest.starts == {"audit": 1, "move": 2, "site": 4, "tax": 5}  # tax alone is late, by 4
    least = prioritise(one_crew(), OnTime())
    assert least.goals[0].value == min(map(sum, every)) == 4
    assert fewest.certified
    assert least.certified


def test_the_price_says_what_may_be_late() -> None:
    # tax late by a period alone costs 10; after tax in 1 and 2, move in 3 and 4 is 1 late: 1, then audit in 5 is
    # 3 late and site in 6 is 2 late: 0.75 + 0.5; audit before move would save 0.5 and cost 1
    plan = prioritise(one_crew(tax=10, audit=0.25, site=0.25), OnTime())
    assert plan.starts["tax"] == 1
    assert plan.goals[0].value == 2.25


def test_a_peak_is_made_as_low_as_can_be_and_the_rest_follows() -> None:
    # 17 in five periods is more than 3 in one of them: d beside a and b (4, 4, 3), then b (2), then c (4)
    plan = prioritise(busy(), [Level(team="crew"), Shortest()])
    assert plan.goals[0].value == 4
    assert plan.goals[0].proven
    assert plan.goals[1].value == 5


def test_the_earliest_end_comes_before_what_it_costs() -> None:
    # one after the other, 2 + 1 + 2 + 1 = 6; without the crew all side by side in 2
    assert prioritise(one_crew(), Shortest()).goals[0].value == 6
    free = one_crew().model_copy(update={"capacities": {"crew": None}})
    plan = prioritise(free, [Shortest(), Level(team="crew")])
    assert [one.value for one in plan.goals] == [2, 3]  # tax and move all the time, site and audit in turn


def test_all_of_them_stand_in_order_and_in_a_blend() -> None:
    # the points of all come to 127; what is worth one more period at 30 points each is: nothing
    some = scored(None, horizon=3, capacities={"crew": 2})
    teamed = some.model_copy(
        update={
            "initiatives": tuple(one.model_copy(update={"effort": {"crew": 1}}) for one in some.initiatives)
        }
    )
    blend = Blend(
        parts=[Part(goal=MostScore(weights={"value": 1}), weight=1), Part(goal=Shortest(), weight=30)]
    )
    # one period: the two best of 31, 38, 22, 9, 27: 69 - 30; two: 69 + 27 + 22 - 60; three: 127 - 90
    plan = prioritise(teamed, blend)
    assert (plan.goals[0].value, plan.certified) == (-(118 - 60), True)
    assert sorted(plan.starts) == ["app", "crm", "erp", "hub"]


def test_the_slack_of_the_end_is_used_by_what_comes_after() -> None:
    # the shortest end is 2 with both side by side at a load of 3 and 2; with two periods more they follow each other
    pair = [
        Initiative(id="a", duration=2, effort={"crew": 2}, decision="must"),
        Initiative(id="b", duration=2, effort={"crew": 1}, decision="must"),
    ]
    two = Portfolio(horizon=6, capacities={"crew": None}, initiatives=pair)
    ends = [prioritise(two, [Shortest(slack=slack), Level(team="crew")]) for slack in (0.0, 1.0, 2.0)]
    assert [[one.value for one in plan.goals] for plan in ends] == [[2, 3], [2, 3], [4, 2]]


# --- the first schedule, and the program ---------------------------------------------------------------------------


def test_the_first_schedule_takes_what_scores_most_for_its_money() -> None:
    # points for money: app 1.1, hub and crm 0.9 and 0.886, erp 0.76, lab 0.6: 20 + 30 + 35, then lab's 15
    first = first_schedule(scored(), [MostScore(weights={"value": 1})])
    assert first == {"app": 1, "hub": 1, "crm": 1, "lab": 1}
    assert first_schedule(scored(), [Shortest()]) == {}


def test_a_blend_with_scores_begins_with_them() -> None:
    blend = Blend(
        parts=[Part(goal=MostScore(weights={"value": 1}), weight=10), Part(goal=LeastCost(), weight=1)]
    )
    assert first_schedule(scored(), [blend]) == {"app": 1, "hub": 1, "crm": 1, "lab": 1}


@pytest.mark.parametrize("goal", [MostScore(), Shortest(), OnTime(), Level(team="crew")])
def test_the_columns_of_a_schedule_keep_every_row_and_come_to_its_value(goal: Goal) -> None:
    portfolio = one_crew()
    starts = {"tax": 1, "audit": 3, "move": 4, "site": 6}
    formulation = formulate(portfolio, [goal])
    values = formulation.values(starts)
    assert values is not None
    assert all(row.holds(values) for row in formulation.program.rows)
    worth = goal_value(goal, portfolio, starts)
    assert formulation.objectives[0].value(values) == (-worth if goal.more_is_better else worth)  # type: ignore[operator]


# --- what is not there, and what it is called ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        (Level(team="crow"), "team is 'crow', which is no team of the portfolio; .*crew"),
        (MostScore(weights={"vaule": 1}), "weights is 'vaule', which is no score of an initiative; .*value"),
    ],
)
def test_a_goal_about_what_is_not_there_is_refused(goal: Goal, message: str) -> None:
    portfolio = scored(capacities={"crew": 1})
    with pytest.raises(UnknownNameError, match=message):
        prioritise(portfolio, goal)


def test_two_teams_have_goals_with_names_of_their_own() -> None:
    assert [goal_name(Level(team=team), Speaker()) for team in ("crew", "IT")] == ["level crew", "level IT"]


def test_a_plan_says_what_it_comes_to() -> None:
    plan = prioritise(one_crew(), [OnTime(each="initiative"), Shortest(), Level(team="crew")])
    said = str(plan)
    assert "On time: delays cost 1 in points." in said
    assert "complete at the end of period 6" in said
    assert "greatest load of crew 1" in said


def test_nothing_scores_so_that_no_plan_is_better() -> None:
    nothing = Portfolio(horizon=1, initiatives=[Initiative(id="web", decision="must")])
    plan = prioritise(nothing, MostScore())
    assert plan.unserved == (MostScore(),)
    assert "Nothing in the portfolio has a score that counts" in str(plan)


def test_what_has_points_is_neither_idle_nor_without_a_reason() -> None:
    plan = prioritise(scored(), MostScore(weights={"value": 1}))
    assert {one.reason for one in plan.schedule} == {"Has points for value and risk."}
    assert "could add nothing" not in plan.left_out[0].reason
    money = prioritise(scored(), MostValue())
    assert all("could add nothing" not in one.reason for one in money.left_out)


# --- as late as possible ---------------------------------------------------------------------------------------------


def test_of_equals_the_plan_that_starts_late_can_be_chosen() -> None:
    # the shop takes two periods of the crew, which is busy in 3 and 4, and is due by 6: 5; the delivery comes before: 4
    shop = Portfolio(
        horizon=6,
        capacities={"crew": (1, 1, 0, 0, 1, 1)},
        initiatives=[
            Initiative(id="delivery", decision="must"),
            Initiative(
                id="shop",
                duration=2,
                effort={"crew": 1},
                requires=["delivery"],
                decision="must",
                deadline=6,
                earliest_start=2,
            ),
        ],
    )
    assert prioritise(shop, [LeastCost()], ties="late").starts == {"delivery": 4, "shop": 5}
    assert prioritise(shop, [LeastCost()]).starts == {"delivery": 1, "shop": 5}


def test_late_never_means_more_initiatives_and_never_a_worse_goal() -> None:
    late = prioritise(scored(horizon=3), [MostScore(weights={"value": 1})], ties="late")
    assert late.starts == {"crm": 3, "app": 3, "lab": 3, "hub": 3}
    assert prioritise(one_crew(), [OnTime(), Shortest()], ties="late").goals[0].value == 4


@pytest.mark.parametrize(
    ("mode", "start", "end"), [("slow", 1, 3), ("quick", 1, 1), ("quick", 2, 2), ("quick", 3, 3)]
)
def test_the_end_is_counted_right_where_the_modes_end_in_another_order_than_they_start(
    mode: str, start: int, end: int
) -> None:
    modes = [Mode(id=name, duration=length) for name, length in (("slow", 3), ("quick", 1), ("dear", 3))]
    one = Portfolio(horizon=3, initiatives=[Initiative(id="web", advances={"R2": 0.5}, modes=modes)])
    formulation = formulate(one, [Shortest()])
    values = formulation.values({"web": Start(start, mode)})
    assert values is not None
    assert [row for row in formulation.program.rows if not row.holds(values)] == []
    assert formulation.objectives[0].value(values) == end
