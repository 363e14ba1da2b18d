"""Why each initiative is in a plan or not, worked out by hand on small portfolios."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from omniprio.catalogue import ten_portfolio
from omniprio.disc import Disc, Discipline
from omniprio.goals import Closest
from omniprio.optimise import prioritise
from omniprio.plan import Absence, Merit, Shortfall, goal_result, plan_of
from omniprio.portfolio import Benefit, Group, Initiative, Portfolio, Synergy

if TYPE_CHECKING:
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


def test_merit_of_money() -> None:
    earning = one_period(
        Initiative(id="a", benefit=5),
        Initiative(id="b", benefit=Benefit(profile=(-5, 5))),
        Initiative(id="c", benefit=-5),
        Initiative(id="d", benefit=Benefit(profile=(1,))),
    )
    plan = plan_of(earning, dict.fromkeys("abcd", 1))
    assert [planned.why.earns for planned in plan.schedule] == [True, False, False, True]


def test_never() -> None:
    never = Initiative(id="a", decision="never", decision_reason="the law")
    assert absence(one_period(never), {}) == Absence(why="never", decision_reason="the law")


def test_no_window() -> None:
    late = one_period(Initiative(id="a", duration=2))
    assert absence(late, {}) == Absence(why="no time")
    dear = one_period(Initiative(id="a", cost=101), budget=100)
    assert absence(dear, {}) == Absence(why="no money in time")


def test_requirement() -> None:
    pair = Portfolio(
        horizon=2,
        disc=DISC,
        initiatives=(Initiative(id="a", cost=60), Initiative(id="b", cost=60, requires=("a",))),
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
            Initiative(id="b", cost=60, requires=("a",)),
            Initiative(id="c", cost=50),
        ),
        budget=120,
    )
    # 120 - 50 = 70 are left, a and b take 120
    short = (Shortfall(budget="money", takes=120, left=70),)
    assert plan_of(chain, {"c": 1}).left_out[1].why == Absence(why="requirement", missing=("a",), short=short)


def test_money() -> None:
    both = one_period(Initiative(id="a", cost=60), Initiative(id="b", cost=60), budget=100)
    # 100 - 60 = 40 are left
    assert absence(both, {"a": 1}) == Absence(
        why="money", short=(Shortfall(budget="money", takes=60, left=40),)
    )


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
    assert absence(versions(2), {"large": 1}, KNOWN) == Absence(why="no gain")


def test_rules() -> None:
    portfolio = Portfolio(
        horizon=1,
        disc=DISC,
        initiatives=(Initiative(id="a", effort={"crew": 2}), Initiative(id="b", effort={"crew": 1})),
        capacities={"crew": 2},
    )
    found = absence(portfolio, {"a": 1}, KNOWN)
    assert found.why == "rules"
    assert found.broken == ("capacity crew: 3 taken in period 1, 2 available: 1 too much",)  # 2 + 1


def test_no_gain() -> None:
    assert absence(one_period(Initiative(id="a")), {}, KNOWN) == Absence(why="no gain")


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
        initiatives = tuple(Initiative(id=f"p{number}") for number in range(count))
        plan = plan_of(Portfolio(horizon=10, disc=DISC, initiatives=initiatives), {}, goals=[KNOWN])
        assert {entry.why.why for entry in plan.left_out} == {why}


def test_every_reason_is_a_sentence() -> None:
    plan = prioritise(ten_portfolio(budget=2500))
    for reason in [one.reason for one in plan.schedule] + [one.reason for one in plan.left_out]:
        assert reason.endswith(".")
        assert reason[0].isupper()
        assert "{" not in reason
