"""Income that flows back: what is earned adds to what may be spent, in every answer about a budget and in no total."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import (
    Benefit,
    Budget,
    Closest,
    Fund,
    Group,
    Initiative,
    LeastCost,
    MostValue,
    Portfolio,
    Window,
    check,
    plan_of,
    prioritise,
)
from omniprio.answers import frontier, nested, phased_better, silos, value_of_change, why_not
from omniprio.answers.replanning import Actual, with_past
from omniprio.errors import InvalidInputError
from omniprio.goals import goal_value
from omniprio.infeasibility import explain_infeasible
from omniprio.io.plan_pages import pages
from omniprio.portfolio import Mode
from omniprio.report import report_html

FAIR = Initiative(id="fair", cost=4, benefit=Benefit(per_period=3, into="money"))
WEB = Initiative(id="web", cost=9, advances={"R2": 1})


def portfolio(budget: float | Budget | None = 4, *initiatives: Initiative, **given: object) -> Portfolio:
    """Fair for 4, that earns 3 in each period from its completion on, and web for 9, in four periods."""
    return Portfolio.model_validate(
        {"horizon": 4, "initiatives": initiatives or (FAIR, WEB), "budget": budget, **given}
    )


def test_what_is_earned_can_be_spent_from_then_on() -> None:
    plan = prioritise(portfolio())
    assert plan.starts == {"fair": 1, "web": 3}  # by the end of 3: 4 + 3 x 3 = 4 + 9
    assert [state.left["money"] for state in plan.periods[1:]] == [3, 6, 0, 3]
    assert not check(portfolio(), {"fair": 1, "web": 2}).ok
    assert not check(portfolio(), {"web": 1}).ok


def test_without_carry_over_it_can_be_spent_in_its_period_alone() -> None:
    # in each period 4, and 3 from fair: 7 are no 9; with 6 there are 9
    assert prioritise(portfolio(Budget(per_period=4, carry_over=False))).starts == {}
    assert prioritise(portfolio(Budget(per_period=6, carry_over=False))).starts == {"fair": 1, "web": 2}


@pytest.mark.parametrize(("carried", "start"), [(True, 3), (0.5, 4), (False, None)])
def test_a_window_passes_on_no_more_than_it_may(carried: bool | float, start: int | None) -> None:
    # fair leaves 4 + 2 x 3 - 4 = 6 of the first half; all of them, 2 or nothing goes into the second, of 0 + 3 + 3
    halves = Budget(windows=[Window(periods=2, amount=4), Window(periods=2, amount=0)], carry_over=carried)
    web = WEB.model_copy(update={"cost": 8 if carried else 7, "earliest_start": 3})
    assert prioritise(portfolio(halves, FAIR, web)).starts.get("web") == start


def test_totals_and_goals_about_money_stay_what_they_are() -> None:
    starts = {"fair": 1, "web": 3}
    plan = plan_of(portfolio(), starts)
    assert (plan.cost, plan.costs) == (13, {"money": 13})
    assert goal_value(LeastCost(), portfolio(), starts) == 13
    assert goal_value(MostValue(), portfolio(), starts) == 4 * 3 - 13
    assert [state.spending["money"] for state in plan.periods[1:]] == [4, 0, 9, 0]


def test_least_spending_counts_what_is_spent() -> None:
    asked = portfolio(Budget(total=20, at_least=13))
    assert check(asked, {"fair": 1, "web": 3}).ok  # 13, though 12 flow back
    assert not check(asked, {"web": 3}).ok


def test_a_mode_has_income_of_its_own_and_the_calendar_counts() -> None:
    calendar = Benefit(profile=[9, 9, 0, 5], counted_from="calendar", into="money")
    modes = (Mode(id="own", benefit=2), Mode(id="shared", benefit=calendar))
    two = portfolio(4, FAIR.model_copy(update={"benefit": 0.0, "modes": modes}), WEB)
    plan = prioritise(two, [Closest(), LeastCost()])
    assert (plan.starts["fair"].mode, int(plan.starts["fair"]), plan.starts["web"]) == ("shared", 1, 1)  # type: ignore[attr-defined]
    late = prioritise(two.model_copy(update={"closed": (1,)}), [Closest(), LeastCost()])
    assert (late.starts["fair"], late.starts["web"]) == (2, 2)  # the first 9 are not earned, the second are


def test_the_frontier_knows_what_pays_for_itself() -> None:
    found = frontier(portfolio(100), [Closest()])
    # fair in 1 takes 1 of its own in 1; web in 3 then 4 + 9 - 9 = 4, in 4 only 4 + 9 - 12 = 1
    assert [(point.amount, dict(point.plan.starts)) for point in found.points] == [
        (Fraction(0), {}),
        (Fraction(1), {"fair": 1, "web": 4}),
    ]


def test_nested_plans_count_it() -> None:
    found = nested(portfolio(100), [0.0, 1.0], [Closest(), LeastCost()])
    assert [sorted(step.plan.starts) for step in found.steps] == [[], ["fair", "web"]]


@pytest.mark.slow
def test_why_not_tells_how_much_is_short_beside_the_income() -> None:
    web = WEB.model_copy(update={"cost": 14})
    plan = prioritise(portfolio(4, FAIR, web), [Closest(), LeastCost()])
    found = why_not(plan, "web")
    assert plan.starts == {}
    assert found.money is not None
    assert found.money.extra == 2  # 4 + 14 - 4 x 3 = 6, and there are 4


def test_a_conflict_asks_for_what_is_missing_beside_the_income() -> None:
    both = (
        FAIR.model_copy(update={"decision": "must"}),
        WEB.model_copy(update={"decision": "must", "cost": 14}),
    )
    found = explain_infeasible(portfolio(4, *both))
    assert any(
        [(change.kind, change.by) for change in repair.changes] == [("budget", 2.0)]
        for repair in found.repairs
    )


def test_a_conflict_says_that_what_comes_in_is_not_there_yet() -> None:
    both = (
        FAIR.model_copy(update={"decision": "must"}),
        WEB.model_copy(update={"decision": "must", "deadline": 2}),
    )
    found = explain_infeasible(portfolio(4, *both))  # by the end of 2 there are 4 + 3 + 3, and both take 13
    (said,) = (one.sentence for one in found.demands if one.kind == "budget")
    assert said == "main budget: 4 in total, and what has come in by the time it is spent"
    assert "hovedbudget: 4 i alt og det, der er kommet ind, når der bruges" in found.summary("da")


@pytest.mark.slow
def test_what_flows_in_is_told_beside_what_is_spent_and_left() -> None:
    plan = plan_of(portfolio(), {"fair": 1, "web": 3})
    summary = str(plan)
    assert "main spent  main flowing in  main left" in summary
    assert ["total", "13", "12"] in [line.split() for line in summary.splitlines()]  # 4 + 9 out, 4 x 3 in
    assert "kommet ind" in plan.summary("da")
    page = report_html(plan)
    assert "Main budget: flowing in" in page
    assert "Hovedbudget: kommet ind" in report_html(plan, language="da")
    (money,) = (page for page in pages(plan, "en") if page.name == "money")
    heads = [head.words for head in money.headings]
    assert heads[1:] == ["Main budget: spent", "Main budget: flowing in", "Main budget: left"]
    assert [list(row)[1:] for row in money.rows] == [[4, 3, 3], [0, 3, 6], [9, 3, 0], [0, 3, 3]]


def test_where_nothing_flows_in_nothing_is_said_of_it() -> None:
    dull = FAIR.model_copy(update={"benefit": 3.0})
    assert "flowing in" not in str(plan_of(portfolio(20, dull, WEB), {"fair": 1, "web": 3}))


def test_the_same_money_at_once_counts_what_flows_in() -> None:
    # 1 a period: fair in 1 (4 = 1 + 3), web in 4 (13 of 4 + 12); 4 at once: web in 3 (13 = 4 + 9)
    found = phased_better(portfolio(Budget(per_period=1)))
    assert found.given is not None
    assert found.given.starts == {"fair": 1, "web": 4}
    assert found.best.starts == {"fair": 1, "web": 3}
    assert [int(amount) for amount in found.needed] == [1, -2, 4, 1]  # 4 - 3, less 3, plus 9 - 3, less 3


def test_each_for_oneself_has_what_its_own_initiatives_bring_in() -> None:
    # alone the shop gains nothing by its fair, and web has 2 for what costs 9; together the fair pays for web
    fair = FAIR.model_copy(update={"owner": "shop"})
    web = WEB.model_copy(update={"owner": "web"})
    found = silos(portfolio(4, fair, web), split={"shop": 1, "web": 1})
    assert [str(found).splitlines()[place] for place in (-3, -2, -1)] == [
        "- shop, 50% of the main budget (2): nothing",
        "- web, 50% of the main budget (2): nothing",
        "Only jointly: fair, web.",
    ]


def test_more_money_is_worth_what_it_brings_in_too() -> None:
    # with 0 nothing can be done: fair costs 4 and brings in 3; 1 more pays for fair, and that for web (13 = 1 + 12)
    plan = prioritise(portfolio(0), [Closest(), LeastCost()])
    (row,) = value_of_change(plan, kinds=["budget"], money=1).rows
    assert plan.starts == {}
    assert row.plan is not None
    assert row.plan.starts == {"fair": 1, "web": 4}


def test_what_flowed_back_before_now_can_be_spent_later() -> None:
    now = with_past(portfolio(), 1, {"fair": Actual(start=1)})
    assert prioritise(now).starts == {"fair": 1, "web": 3}


def test_what_an_owner_may_spend_takes_income_of_anybody() -> None:
    theirs = portfolio(
        None,
        FAIR.model_copy(update={"owner": "shops", "benefit": Benefit(per_period=3, into="it")}),
        WEB.model_copy(update={"owner": "IT", "cost": 0.0, "costs": {"it": 9}}),
        budgets={"it": {"total": 3, "owners": ["IT"]}},
    )
    assert prioritise(theirs, [Closest()]).starts == {"fair": 1, "web": 2}  # 3 + 2 x 3


def test_pairs_that_only_income_pays_for_are_no_rivals() -> None:
    group = Group(id="one", members=("fair", "web"), at_least=2)
    assert prioritise(portfolio(groups=[group])).starts == {"fair": 1, "web": 3}


def test_a_budget_in_another_unit_takes_none() -> None:
    abroad = FAIR.model_copy(update={"benefit": Benefit(per_period=3, into="abroad")})
    with pytest.raises(InvalidInputError, match="a budget in EUR, while what is earned is in the currency"):
        portfolio(
            4,
            abroad,
            WEB,
            currency="DKK",
            budgets={"abroad": 9},
            funds={"abroad": Fund(unit="EUR", rate=7.5)},
        )


def test_the_least_amount_is_what_is_short_at_the_worst_moment() -> None:
    found = frontier(portfolio(100, FAIR), [MostValue()])
    assert [point.amount for point in found.points] == [0, Fraction(1)]  # 4 for 3 in the same period
