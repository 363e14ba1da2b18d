"""Why each initiative is in a plan or not, worked out by hand on small portfolios."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.catalogue import ten_portfolio
from omniprio.disc import Disc, Discipline
from omniprio.goals import Closest, LeastCost, goal_value
from omniprio.language import Speaker
from omniprio.optimise import prioritise
from omniprio.plan import Absence, Jointly, Lack, Merit, Shortfall, absences, goal_result, plan_of
from omniprio.plan.words import absence_sentence
from omniprio.portfolio import Benefit, Budget, Group, Initiative, Portfolio, Synergy
from omniprio.portfolio.names import Ids

if TYPE_CHECKING:
    import pytest

    from omniprio.plan.quality import GoalResult

DISC = Disc(disciplines=(Discipline(id="A", levels=2), Discipline(id="B", levels=1)), start_level=0)


def one_period(
    *initiatives: Initiative, groups: tuple[Group, ...] = (), budget: float | None = None
) -> Portfolio:
    return Portfolio(horizon=1, disc=DISC, initiatives=initiatives, groups=groups, budget=budget)


KNOWN = goal_result(Closest(), Fraction(1), None)
"""What is known of a schedule that advances nothing: it was searched for, not made by hand."""


def absence(portfolio: Portfolio, starts: dict[str, int], *goals: GoalResult) -> Absence:
    """Return why the only initiative left out is left out."""
    (left_out,) = plan_of(portfolio, starts, goals=goals).left_out
    return left_out.why


def test_merits() -> None:
    portfolio = Portfolio(
        horizon=3,
        disc=DISC,
        start={"B1": 1.0},
        initiatives=(
            Initiative(id="web", duration=2, advances={"A1": 0.4, "B1": 0.5}, requires=("identify",)),
            Initiative(id="identify", advances={"A1": 0.6}),
            Initiative(id="app", advances={"A2": 0.5}, decision="must", decision_reason="the board"),
            Initiative(id="kiosk", requires=("web",)),
        ),
    )
    plan = plan_of(portfolio, {"web": 2, "identify": 1, "app": 1})
    assert {planned.id: planned.why for planned in plan.schedule} == {
        "identify": Merit(contributes=("A1",), unlocks=("web",)),  # A1 is complete with web, in 3
        "web": Merit(completes=("A1",)),  # B1 was there at the start, and the kiosk is not chosen
        "app": Merit(advances=("A2",), must=True, decision_reason="the board"),
    }


def test_what_several_complete_is_said_to_be_joint() -> None:
    portfolio = one_period(
        Initiative(id="web", advances={"A1": 0.6, "A2": 0.5, "B1": 1}),
        Initiative(id="app", advances={"A1": 0.4, "A2": 0.5}),
        Initiative(id="kiosk", advances={"A2": 0.1}),
    )
    plan = plan_of(portfolio, {"web": 1, "app": 1, "kiosk": 1})
    # A1 = 0.6 + 0.4, A2 = 0.5 + 0.5 + 0.1, all in the one period; B1 = 1 by the web alone
    web, app, kiosk = (planned.why for planned in plan.schedule)
    assert web == Merit(
        completes=("B1",),
        completes_jointly=(
            Jointly(fields=("A1",), others=("app",)),
            Jointly(fields=("A2",), others=("app", "kiosk")),
        ),
    )
    assert app.completes == kiosk.completes == ()
    assert kiosk.completes_jointly == (Jointly(fields=("A2",), others=("web", "app")),)
    sentence = "Completes B1; completes A1 together with app; completes A2 together with app and kiosk."
    assert plan.schedule[0].reason == sentence


def test_the_last_share_completes_a_field_alone() -> None:
    portfolio = Portfolio(
        horizon=2,
        disc=DISC,
        initiatives=(Initiative(id="web", advances={"A1": 0.6}), Initiative(id="app", advances={"A1": 0.4})),
    )
    plan = plan_of(portfolio, {"web": 1, "app": 2})
    assert [planned.why for planned in plan.schedule] == [
        Merit(contributes=("A1",)),
        Merit(completes=("A1",)),
    ]


def test_merits_without_a_field_of_their_own() -> None:
    portfolio = Portfolio(
        horizon=3,
        disc=DISC,
        initiatives=(
            Initiative(id="joined"),
            Initiative(id="also"),
            Initiative(id="member"),
            Initiative(id="begun"),
            Initiative(id="with it", requires=({"of": ("begun",), "kind": "start to start"},)),
            Initiative(id="late", duration=2),
            Initiative(id="either", requires=({"of": ("begun", "late"), "match": "any"},)),
        ),
        synergies=(
            Synergy(id="good", of=("joined", "also"), cost=-5),
            Synergy(id="bad", of=("joined", "member"), benefit=-5),
        ),
        groups=(Group(id="one of", members=("member", "late"), at_least=2),),
    )
    starts = {"joined": 1, "also": 1, "member": 1, "begun": 1, "with it": 1, "late": 1, "either": 2}
    plan = plan_of(portfolio, starts)
    assert {planned.id: planned.why for planned in plan.schedule} == {
        "joined": Merit(joins=("also",)),
        "also": Merit(joins=("joined",)),
        "member": Merit(completes_groups=("one of",)),
        "begun": Merit(unlocks=("with it", "either")),  # `with it` in the same period, `either` in the next
        "with it": Merit(),
        "late": Merit(completes_groups=("one of",)),  # complete in 2, and `either` starts in 2
        "either": Merit(),
    }
    assert plan.schedule[0].reason == "Adds more together with also."


def test_merit_of_money() -> None:
    earning = one_period(
        Initiative(id="a", benefit=5),
        Initiative(id="b", benefit=Benefit(profile=(-5, 5))),
        Initiative(id="c", benefit=-5),
        Initiative(id="d", benefit=Benefit(profile=(1,))),
    )
    plan = plan_of(earning, dict.fromkeys("abcd", 1))
    assert [planned.why.earns for planned in plan.schedule] == [True, False, False, True]


def test_merit_of_money_by_the_calendar() -> None:
    fair = Initiative(id="fair", benefit=Benefit(profile=(-9, 5), counted_from="calendar"))
    portfolio = Portfolio(horizon=3, initiatives=(fair,))
    # complete in 1 it earns -9 + 5, in 2 it earns 5, in 3 nothing is left
    plans = [plan_of(portfolio, {"fair": start}) for start in (1, 2, 3)]
    assert [plan.schedule[0].why.earns for plan in plans] == [False, True, False]


def test_never() -> None:
    never = Initiative(id="a", decision="never", decision_reason="the law")
    assert absence(one_period(never), {}) == Absence(why="never", decision_reason="the law")


def test_no_window() -> None:
    late = one_period(Initiative(id="a", duration=2, advances={"A1": 1}))
    assert absence(late, {}) == Absence(why="dates")
    dear = one_period(Initiative(id="a", cost=101, advances={"A1": 1}), budget=100)
    short = (Shortfall(budget="money", takes=101, left=100),)
    assert absence(dear, {}) == Absence(why="no money in time", short=short)


def test_what_could_add_nothing_is_said_before_money() -> None:
    # 100 - 60 = 40 are left, b takes 60; but nothing that it advances is open, counts and is within the ambition
    done, beyond, nothing = {"B1": 1.0}, {"A2": 0.5}, dict[str, float]()
    for advances in (done, beyond, nothing):
        portfolio = Portfolio(
            horizon=1,
            disc=DISC,
            start={"B1": 1.0},
            ambition={"A": 1},
            initiatives=(Initiative(id="a", cost=60), Initiative(id="b", cost=60, advances=advances)),
            budget=100,
        )
        assert absence(portfolio, {"a": 1}) == Absence(why="idle")


def test_what_earns_joins_or_is_awaited_could_add_something() -> None:
    a, b = Initiative(id="a", cost=60), Initiative(id="b", cost=60)
    short = Absence(why="money", short=(Shortfall(budget="money", takes=60, left=40),))
    earning = one_period(a, b.model_copy(update={"benefit": 5.0}), budget=100)
    assert absence(earning, {"a": 1}) == short
    shared = Synergy(id="shared", of=("a", "b"), advances={"A1": 0.5})
    assert (
        absence(one_period(a, b, budget=100).model_copy(update={"synergies": (shared,)}), {"a": 1}) == short
    )
    awaited = one_period(a, b, Initiative(id="c", requires=("b",), advances={"A1": 1}), budget=100)
    assert [one.why for one in plan_of(awaited, {"a": 1}).left_out] == [
        short,
        Absence(why="requirement", missing=("b",), short=short.short),
    ]


def test_everything_reached_already_is_said_before_money() -> None:
    # A1 is all there is to reach, and it is reached in period 1; b is complete in period 1 at the earliest
    portfolio = Portfolio(
        horizon=2,
        disc=DISC,
        ambition={"A": 1, "B": 0},
        initiatives=(
            Initiative(id="a", cost=60, advances={"A1": 1}),
            Initiative(id="b", cost=60, advances={"A1": 1}),
        ),
        budget=100,
    )
    assert absence(portfolio, {"a": 1}) == Absence(why="reached")
    assert absence(portfolio, {"a": 2}).why == "money"  # b would be there a period sooner
    there = portfolio.model_copy(update={"start": {"A": 1}})
    assert absence(there, {"a": 2}).why == "idle"  # A1 is complete at the start


def test_a_rival_is_said_before_money_and_before_what_it_requires() -> None:
    portfolio = one_period(
        Initiative(id="a", cost=60),
        Initiative(id="b", cost=60, advances={"A1": 1}, requires=("c",)),
        Initiative(id="c", decision="never"),
        groups=(Group(id="versions", members=("a", "b"), at_most=1),),
        budget=100,
    )
    found = plan_of(portfolio, {"a": 1}).left_out
    assert [one.why for one in found] == [Absence(why="rivals", rivals=("a",)), Absence(why="never")]


def test_one_of_several_requirements() -> None:
    wanted = Initiative(id="d", advances={"A1": 1}, requires=({"of": ("a", "b"), "match": "any"},))
    portfolio = one_period(
        Initiative(id="a", decision="never"), Initiative(id="b", decision="never"), wanted, budget=100
    )
    plan = plan_of(portfolio, {})
    assert plan.left_out[-1].why == Absence(why="requirement", alternatives=("a", "b"))
    assert plan.left_out[-1].reason == "It requires one of a and b, all left out too."


def test_a_field_that_never_comes() -> None:
    portfolio = Portfolio(
        horizon=3,
        disc=DISC,
        initiatives=(
            Initiative(id="a", cost=60, advances={"A1": 0.5}),
            Initiative(id="b", cost=60, advances={"A2": 1}, needs={"A1": 0.6}),
        ),
        budget=100,
    )
    (left_out,) = plan_of(portfolio, {"a": 1}).left_out
    assert left_out.why == Absence(why="needs", lacks=(Lack(field="A1", needed=0.6, reached=0.5),))
    assert left_out.reason == (
        "It needs A1 at 0.6, which the plan brings to 0.5 at most before its last start."
    )


def test_slack_is_no_reason_to_call_a_plan_worse() -> None:
    # a brings A1 from 0 to 0.5: the distance falls by 0.5 / 3 = 0.17, within the slack of 0.2, and it costs 60
    portfolio = one_period(Initiative(id="a", cost=60, advances={"A1": 0.5}), budget=100)
    goals = (Closest(slack=0.2), LeastCost())
    known = [goal_result(goal, goal_value(goal, portfolio, {}), None) for goal in goals]
    assert absence(portfolio, {}, *known) == Absence(why="slack")


def test_requirement() -> None:
    pair = Portfolio(
        horizon=2,
        disc=DISC,
        initiatives=(
            Initiative(id="a", cost=60),
            Initiative(id="b", cost=60, requires=("a",), advances={"A1": 1}),
        ),
        budget=120,
    )
    first, second = plan_of(pair, {}, goals=[KNOWN]).left_out
    assert first.why.why == "no gain"
    assert second.why == Absence(why="requirement", missing=("a",))


def test_requirement_that_there_is_no_money_for() -> None:
    chain = Portfolio(
        horizon=2,
        disc=DISC,
        initiatives=(
            Initiative(id="a", cost=60),
            Initiative(id="b", cost=60, requires=("a",), advances={"A1": 1}),
            Initiative(id="c", cost=50),
        ),
        budget=120,
    )
    # 120 - 50 = 70 are left, a and b take 120
    short = (Shortfall(budget="money", takes=120, left=70),)
    assert plan_of(chain, {"c": 1}).left_out[1].why == Absence(why="requirement", missing=("a",), short=short)


def test_money() -> None:
    both = one_period(
        Initiative(id="a", cost=60), Initiative(id="b", cost=60, advances={"A1": 1}), budget=100
    )
    # 100 - 60 = 40 are left
    assert absence(both, {"a": 1}) == Absence(
        why="money", short=(Shortfall(budget="money", takes=60, left=40),)
    )


def test_a_synergy_behind_an_amount_is_named() -> None:
    # web and app together: 200 - 30 = 170, and 300 - 200 = 100 are left
    web, app = (Initiative(id=name, cost=200, advances={"A1": 0.5}) for name in ("web", "app"))
    portfolio = Portfolio(
        horizon=1,
        disc=DISC,
        initiatives=(web, app),
        synergies=(Synergy(id="shared", of=("web", "app"), cost=-30),),
        budget=300,
        currency="kDKK",
    )
    why = absence(portfolio, {"web": 1})
    assert why == Absence(
        why="money", short=(Shortfall(budget="money", takes=170, left=100, saved_by=("shared",)),)
    )
    assert absence_sentence(why, Speaker(names=Ids(portfolio))) == (
        "There is no money for it: it would take at least 170 kDKK (less what synergy shared saves) "
        "of the main budget, which has 100 kDKK left."
    )
    assert "170 kDKK (fratrukket det, synergi shared sparer) af hovedbudgettet" in absence_sentence(
        why, Speaker("da", Ids(portfolio))
    )


def test_a_synergy_saves_only_under_a_budget_for_all_its_members() -> None:
    web, app = (Initiative(id=name, cost=60, owner=name, advances={"A1": 0.5}) for name in ("web", "app"))
    portfolio = Portfolio(
        horizon=1,
        disc=DISC,
        initiatives=(web, app),
        synergies=(Synergy(id="shared", of=("web", "app"), cost=-30),),
        budgets={"of app": Budget(per_period=50, funds=("money",), owners=("app",))},
    )
    # the budget is for the app alone, so nothing is taken off its 60
    assert absence(portfolio, {"web": 1}).short == (Shortfall(budget="of app", takes=60, left=50),)


def test_money_that_a_synergy_saves() -> None:
    # 60 + 60 - 30 = 90 of 100: b would fit in
    portfolio = Portfolio(
        horizon=1,
        disc=DISC,
        initiatives=(Initiative(id="a", cost=60), Initiative(id="b", cost=60)),
        synergies=(Synergy(id="shared", of=("a", "b"), cost=-30),),
        budget=100,
    )
    assert plan_of(portfolio, {"a": 1, "b": 1}).cost == 90
    assert absence(portfolio, {"a": 1}, KNOWN).why == "no gain"


def versions(at_most: int) -> Portfolio:
    return one_period(
        Initiative(id="small"),
        Initiative(id="large"),
        groups=(Group(id="versions", members=("small", "large"), at_most=at_most),),
    )


def test_rivals() -> None:
    assert absence(versions(1), {"large": 1}) == Absence(why="rivals", rivals=("large",))


def test_no_rivals_in_a_group_with_room() -> None:
    assert absence(versions(2), {"large": 1}, KNOWN) == Absence(why="idle")


def test_rules() -> None:
    portfolio = Portfolio(
        horizon=1,
        disc=DISC,
        initiatives=(
            Initiative(id="a", effort={"crew": 2}),
            Initiative(id="b", effort={"crew": 1}, advances={"A1": 0.5}),
        ),
        capacities={"crew": 2},
    )
    found = absence(portfolio, {"a": 1}, KNOWN)
    assert found.why == "rules"
    assert found.broken == ("capacity crew: 3 taken in period 1, 2 available: 1 too much",)  # 2 + 1


def test_no_gain() -> None:
    inner = one_period(
        Initiative(id="a", advances={"A2": 1})
    )  # the outer ring is not there: it does not count
    assert absence(inner, {}, KNOWN) == Absence(why="no gain")


def test_would_help() -> None:
    # A1 from 0 to 0.5 is a gain that the plan does not take
    assert absence(one_period(Initiative(id="a", advances={"A1": 0.5})), {}, KNOWN) == Absence(
        why="would help"
    )


def test_by_hand_nothing_is_said_about_goals() -> None:
    (left_out,) = plan_of(one_period(Initiative(id="a", advances={"A1": 0.5})), {}).left_out
    assert left_out.why == Absence(why="by hand")
    assert "goals" not in left_out.reason


def test_not_tried_in_a_large_portfolio() -> None:
    # 41 initiatives and 10 periods are more than 400 tries
    for count, why in ((40, "no gain"), (41, "not tried")):
        initiatives = tuple(Initiative(id=f"p{number}", advances={"A2": 1}) for number in range(count))
        plan = plan_of(Portfolio(horizon=10, disc=DISC, initiatives=initiatives), {}, goals=[KNOWN])
        assert {entry.why.why for entry in plan.left_out} == {why}


def test_not_tried_beside_many(monkeypatch: pytest.MonkeyPatch) -> None:
    # one is left out, two are chosen: in 10 periods 20 are looked at, in 11 there are 22
    monkeypatch.setattr(absences, "_MOST_LOOKED_AT", 20)
    initiatives = tuple(Initiative(id=f"p{number}", advances={"A2": 1}) for number in range(3))
    for horizon, why in ((10, "no gain"), (11, "not tried")):
        drawn = Portfolio(horizon=horizon, disc=DISC, initiatives=initiatives)
        (left_out,) = plan_of(drawn, {"p0": 1, "p1": 1}, goals=[KNOWN]).left_out
        assert left_out.why.why == why


def test_every_reason_is_a_sentence() -> None:
    plan = prioritise(ten_portfolio(budget=2500))
    for reason in [one.reason for one in plan.schedule] + [one.reason for one in plan.left_out]:
        assert reason.endswith(".")
        assert reason[0].isupper()
        assert "{" not in reason
