"""What each goal makes of a schedule, worked out by hand, and compared with the checker's own count."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from judge.random_portfolios import full_portfolio, starts_for
from judge.seeds import slow_after
from pydantic import TypeAdapter, ValidationError

from omniprio import goals as goals_of_library
from omniprio.checker import check
from omniprio.disc import Disc, Discipline
from omniprio.errors import GoalUnreachableError, UnknownNameError
from omniprio.fulfilment import progress
from omniprio.goals import (
    DEFAULT_GOALS,
    Balanced,
    Blend,
    Closest,
    Fastest,
    Goal,
    LeastCost,
    Level,
    MostScore,
    MostValue,
    OnTime,
    Part,
    Shortest,
    Soonest,
    Steady,
    goal_value,
    net_present_value,
    weakest_share,
    worth,
)
from omniprio.money import undiscounted_spending
from omniprio.optimise import prioritise
from omniprio.portfolio import Benefit, Cost, Initiative, Milestone, Portfolio, Synergy
from omniprio.present_value import discounting, present_value


def example(ambition: dict[str, int] | None = None) -> Portfolio:
    """Two disciplines, A of weight 2; money loses a fifth from one period to the next."""
    return Portfolio(
        horizon=4,
        ambition=ambition or {},
        disc=Disc(
            disciplines=(Discipline(id="A", levels=2, weight=2), Discipline(id="B", levels=1)), start_level=0
        ),
        discount_rate=0.25,
        initiatives=(
            Initiative(id="a", duration=2, cost=Cost(amount=40, running=5), advances={"A1": 1}, benefit=10),
            Initiative(id="b", cost=9, costs={"it": 1}, advances={"B1": 1}),
            Initiative(id="c", advances={"A2": 0.5}, benefit=Benefit(profile=(-8, 30), counted_from="start")),
            Initiative(id="d", duration=4, cost=8),
        ),
        budgets={"it": None},
        synergies=(Synergy(id="both", of=("a", "b"), advances={"A2": 0.5}, benefit=5, cost=-3),),
    )


# a completes in 2, b and the synergy in 3, c in 4
# A: 0, 1, 1 + 0.5, 1 + 1 of 2 and B: 0, 0, 1, 1 of 1; the distance is (2 (2 - A) + (1 - B)) / 5
STARTS = {"a": 1, "b": 3, "c": 4}


def test_distances_of_the_example() -> None:
    expected = tuple(map(Fraction, ("1", "1", "3/5", "1/5", "0")))
    assert progress(example(), STARTS).distance == expected


@pytest.mark.parametrize(
    ("goal", "value"),
    [
        (Fastest(), Fraction(9, 20)),  # (1 + 3/5 + 1/5 + 0) / 4
        (Closest(), Fraction(0)),
        (Soonest(), Fraction(4)),
        (Soonest(distance=0.2), Fraction(3)),
        (Soonest(distance=0.6), Fraction(2)),
        (Soonest(distance=0.59), Fraction(3)),
        (Balanced(), Fraction(9, 16)),  # the weakest has 1, 1 (B), 1/4 (A) and 0 still to go: 2.25 / 4
        (LeastCost(), Fraction(57)),  # 20 + 20 + 5 + 5, 9 + 1, - 3
        # earned 0, 10, 15, 15 - 8; spent 20, 20, 12, 5; at 1, 0.8, 0.64, 0.512:
        # -20 - 10 x 0.8 + 3 x 0.64 + 2 x 0.512 = -20 - 8 + 1.92 + 1.024
        (MostValue(), Fraction("-25.056")),
        # 2 x 9/20 + 0.1 x 57 + 1 x 25.056: what is to be great counts negatively
        (
            Blend(
                parts=(
                    Part(goal=Fastest(), weight=2.0),
                    Part(goal=LeastCost(), weight=0.1),
                    Part(goal=MostValue(), weight=1.0),
                )
            ),
            Fraction("31.656"),
        ),
    ],
)
def test_goal_value(goal: Goal, value: Fraction) -> None:
    assert goal_value(goal, example(), STARTS) == value


def test_soonest_has_no_value_where_the_schedule_does_not_get_there() -> None:
    assert goal_value(Soonest(), example(), {"a": 1, "b": 3}) is None


def test_soonest_cannot_be_weighed() -> None:
    with pytest.raises(ValidationError, match="holds Soonest, which cannot be weighed"):
        Blend.model_validate({"parts": [{"goal": {"kind": "soonest"}, "weight": 1.0}]})


def test_soonest_counts_from_period_1() -> None:
    assert goal_value(Soonest(), example({"A": 0, "B": 0}), {}) == 1


def test_weakest_share() -> None:
    portfolio = example()
    course = progress(portfolio, STARTS)
    shares = [weakest_share(portfolio, course, period=period) for period in range(5)]
    assert shares == [1, 1, 1, Fraction(1, 4), 0]
    only_a = example({"A": 1, "B": 0})
    assert [weakest_share(only_a, course, period=period) for period in (1, 2)] == [1, 0]
    assert weakest_share(example({"A": 0, "B": 0}), course, period=1) == 0


def test_money_of_one_initiative_and_of_the_schedule() -> None:
    portfolio = example()
    factors = discounting(portfolio)  # 1, 0.8, 0.64, 0.512
    # -20 - (20 - 10) 0.8 + 5 x 0.64 + 5 x 0.512
    assert present_value(portfolio.by_id["a"], 1, factors) == Fraction("-22.24")
    assert present_value(portfolio.by_id["c"], 3, factors) == Fraction("10.24")  # -8 x 0.64 + 30 x 0.512
    assert present_value(portfolio.by_id["c"], 4, factors) == Fraction("-4.096")  # the 30 come too late
    # with a, b (10 x 0.64) and what they add together: (5 + 3) 0.64 + 5 x 0.512
    assert net_present_value(portfolio, {"a": 1, "b": 3}) == Fraction("-20.96")  # -22.24 - 6.4 + 7.68
    assert undiscounted_spending(portfolio, {"b": 1, "d": 1}) == 18
    assert net_present_value(portfolio, {}) == undiscounted_spending(portfolio, {}) == 0


def test_worth_is_less_where_it_is_better_and_turns_itself_back() -> None:
    assert worth(MostValue(), Fraction(5)) == -5
    assert worth(MostValue(), worth(MostValue(), Fraction(5))) == 5
    assert worth(LeastCost(), Fraction(5)) == 5
    assert worth(Soonest(), None) is None
    assert worth(MostValue(), None) is None


def test_goals_are_read_by_their_kind() -> None:
    read: TypeAdapter[Goal] = TypeAdapter(Goal)
    goals: tuple[Goal, ...] = (
        *DEFAULT_GOALS,
        Closest(slack=0.1),
        Soonest(distance=0.5),
        Balanced(),
        MostValue(),
    )
    for goal in goals:
        assert read.validate_json(goal.model_dump_json()) == goal
    blend = Blend(parts=(Part(goal=Closest(), weight=0.5), Part(goal=MostValue(), weight=1.0)))
    assert read.validate_json(blend.model_dump_json()) == blend


@pytest.mark.parametrize(
    "document",
    [
        '{"kind": "quickest"}',
        '{"kind": "fastest", "slack": -0.1}',
        '{"kind": "soonest", "distance": 1.1}',
        '{"kind": "blend", "parts": []}',
        '{"kind": "blend", "parts": [{"goal": {"kind": "fastest"}, "weight": 0}]}',
        '{"kind": "blend", "parts": [{"goal": {"kind": "blend", "parts": []}, "weight": 1}]}',
        '{"kind": "closest", "distance": 0.5}',
    ],
)
def test_goals_that_make_no_sense_are_refused(document: str) -> None:
    read: TypeAdapter[Goal] = TypeAdapter(Goal)
    with pytest.raises(ValidationError):
        read.validate_json(document)


@pytest.mark.parametrize("seed", slow_after(40, range(150)))
def test_the_checker_counts_the_same_money_and_distance(seed: int) -> None:
    portfolio = full_portfolio(seed)
    starts = starts_for(portfolio, seed)
    recount = check(portfolio, starts).recount
    mean = sum(recount.distance[1:], Fraction(0)) / portfolio.periods
    assert goal_value(LeastCost(), portfolio, starts) == recount.cost
    assert goal_value(MostValue(), portfolio, starts) == recount.value
    assert goal_value(Fastest(), portfolio, starts) == mean


def test_a_discipline_of_weight_0_is_not_the_weakest() -> None:
    # B counts for nothing, so only A, which web completes, is looked at: nothing is missing in either period
    disc = Disc(
        disciplines=[Discipline(id="A", levels=1), Discipline(id="B", levels=1, weight=0)], start_level=0
    )
    web = Portfolio(horizon=2, disc=disc, initiatives=[Initiative(id="web", advances={"A1": 1})])
    assert goal_value(Balanced(), web, {"web": 1}) == 0
    assert goal_value(Balanced(), web, {"web": 2}) == Fraction(1, 2)
    plan = prioritise(web, [Balanced()])
    assert (plan.starts, plan.goals[0].value, plan.certified) == ({"web": 1}, 0, True)


# --- what goals say about themselves ---------------------------------------------------------------------------


def test_goals_say_what_is_asked_of_them() -> None:
    steady = Steady(starts={"web": 2})
    blend = Blend(parts=[Part(goal=Fastest(), weight=1.0), Part(goal=steady, weight=0.5)])
    goals: list[Goal] = [
        Fastest(),
        Closest(),
        Soonest(distance=0.25),
        Balanced(),
        MostValue(),
        LeastCost(),
        steady,
        MostScore(),
        Shortest(),
        OnTime(),
        Level(team="crew"),
        blend,
    ]
    assert [goal.kind for goal in goals if goal.side == "maturity"] == ["fastest", "closest", "balanced"]
    assert [goal.kind for goal in goals if goal.side == "money"] == ["most value", "least cost"]
    assert [goal.kind for goal in goals if goal.counts_earnings] == ["most value"]
    assert [(goal.kind, goal.target) for goal in goals if goal.target is not None] == [("soonest", 0.25)]
    assert [goal.kind for goal in goals if goal.promises == {"web": 2}] == ["steady", "blend"]
    assert [[part.goal for part in goal.weighed] for goal in goals[:-1]] == [[goal] for goal in goals[:-1]]
    assert blend.weighed == blend.parts
    assert [goal.kind for goal in goals if goal.more_is_better] == ["most value", "most score"]
    assert [dict(goal.about) for goal in goals if goal.about] == [{"team": "crew"}]
    assert len(set(goals)) == len(goals)


def test_nothing_but_the_goals_themselves_asks_which_goal_it_is() -> None:
    kinds = "|".join(kind.__name__ for kind in get_args(get_args(Goal)[0]))
    asked = re.compile(rf"isinstance\([^()]*\b(?:{kinds})\b|case \(?(?:{kinds})\(")
    own = Path(goals_of_library.__file__).parent
    files = [file for file in own.parent.rglob("*.py") if asked.search(file.read_text("utf-8"))]
    assert files == [own / "values.py"]


def aimed(**given: object) -> Portfolio:
    """Web completes A1 in two periods, app 0.6 and crm 0.4 of A2; a visit needs A2, and A1 outside it."""
    return Portfolio.model_validate(
        {
            "horizon": 4,
            "disc": {"disciplines": [{"id": "A", "levels": 2}], "start_level": 0},
            "initiatives": [
                {"id": "web", "duration": 2, "advances": {"A1": 1.0}, "cost": 5},
                {"id": "app", "advances": {"A2": 0.6}, "cost": 10},
                {"id": "crm", "advances": {"A2": 0.4}, "cost": 10},
            ],
            "scenarios": [{"id": "visit", "fields": ["A2"]}],
            **given,
        }
    )


def test_soonest_of_fields_is_the_first_period_in_which_all_are_fulfilled_so_far() -> None:
    some = Soonest(fields={"A2": 0.5, "A1": 0.0})
    assert goal_value(some, aimed(), {"app": 3, "web": 3}) == 3  # 0.6 at the end of 3, A1 or no A1
    assert goal_value(some, aimed(), {"crm": 1}) is None  # 0.4
    assert goal_value(some, aimed(start={"A2": 0.5}), {}) == 1  # there at the start already: from period 1


def test_soonest_of_a_scenario_waits_for_the_rings_outside_it() -> None:
    # A2 is 0.6 + 0.4 at the end of 1, A1 there at the end of 3 + 2 - 1 = 4
    assert goal_value(Soonest(scenario="visit"), aimed(), {"app": 1, "crm": 1, "web": 3}) == 4


def test_soonest_is_planned_for_and_proven() -> None:
    # web takes until 2, and app and crm cost 20 of 25 by then
    plan = prioritise(aimed(budget=25), [Soonest(scenario="visit"), LeastCost()])
    assert (plan.goals[0].value, plan.cost, plan.proven) == (2, 25, True)
    cheap = prioritise(aimed(), [Soonest(fields={"A2": 0.4}), LeastCost()])
    assert cheap.starts == {"app": 1}  # crm costs as much and is given later


def test_what_no_plan_gets_to_is_told_with_the_fields_in_the_way() -> None:
    with pytest.raises(GoalUnreachableError) as caught:
        prioritise(aimed(budget=15), [Soonest(scenario="visit")])  # 10 + 10 + 5 = 25
    assert caught.value.fields == ("A2",)
    assert "the aim (visit works)" in str(caught.value)
    with pytest.raises(
        GoalUnreachableError, match=r"the aim \(A2 at 1\) within 4 periods: A2 cannot be completed"
    ):
        prioritise(aimed(initiatives=[{"id": "app", "advances": {"A2": 0.6}}]), [Soonest(fields={"A2": 1.0})])


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        (
            Soonest(scenario="visits"),
            "scenario is 'visits', which is no scenario on this disc; use one of visit",
        ),
        (Soonest(fields={"a2": 1.0}), "fields is 'a2', which is no field of the disc; use one of A1, A2"),
    ],
)
def test_what_the_portfolio_does_not_have_is_no_aim(goal: Soonest, message: str) -> None:
    with pytest.raises(UnknownNameError, match=message):
        prioritise(aimed(), [goal])


def test_the_distance_that_a_plan_tells_is_one_that_is_reached() -> None:
    """7 of 18 levels and a tenth of one are there: the distance of 109 / 180 is no decimal, and is rounded down where it is told."""
    portfolio = Portfolio(
        horizon=2,
        disc=Disc(disciplines=[Discipline(id=name, levels=3) for name in "RDACMO"]),
        initiatives=[
            Initiative(
                id="web", cost=3, advances=dict.fromkeys(("R1", "D1", "A1", "C1", "M1", "O1", "R2"), 1.0)
            ),
            Initiative(id="app", cost=3, advances={"D2": 0.1}),
        ],
    )
    told = prioritise(portfolio, Fastest()).periods[-1].distance
    assert Fraction(told) < Fraction(109, 180)
    near = prioritise(portfolio, Soonest(distance=told))
    assert (near.starts, near.goals[0].value) == ({"web": 1, "app": 1}, 1)
    asked = portfolio.model_copy(update={"milestones": [Milestone(id="far", by=2, distance=told)]})
    assert prioritise(asked, LeastCost()).starts.keys() == {"web", "app"}


def test_soonest_asks_for_one_thing() -> None:
    for several in ({"distance": 0.5, "scenario": "visit"}, {"fields": {"A2": 1.0}, "scenario": "visit"}):
        with pytest.raises(ValueError, match="asks for a distance, fields and a scenario, or two of them"):
            Soonest.model_validate(several)
    assert hash(Soonest(fields={"A1": 1.0, "A2": 0.5})) == hash(Soonest(fields={"A2": 0.5, "A1": 1.0}))
