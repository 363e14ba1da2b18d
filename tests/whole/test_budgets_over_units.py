"""Budgets over funds in different units: each amount counts at its rate, wherever what a budget allows is asked."""

from __future__ import annotations

import pytest

from omniprio import (
    Benefit,
    Budget,
    Capacity,
    Closest,
    Cost,
    Fund,
    Initiative,
    MostValue,
    Portfolio,
    Window,
    check,
    plan_of,
    prioritise,
)
from omniprio.answers import frontier, nested, split_by_cost, value_of_change, why_not
from omniprio.dependency_graph import earliest_starts
from omniprio.errors import InvalidInputError
from omniprio.greedy import first_schedule
from omniprio.infeasibility import InfeasibleError
from omniprio.report import report_html

WEB = Initiative(id="web", costs={"abroad": 100}, owner="IT", advances={"R2": 0.5})
APP = Initiative(id="app", cost=60, owner="Shop", advances={"R2": 0.25})
RATES = {"abroad": Fund(unit="EUR", rate=7.5)}


def portfolio(budget: float | Budget = 810, **given: object) -> Portfolio:
    """Web for 100 EUR, which are 750 DKK, and app for 60 DKK, under one budget for both."""
    both = budget if isinstance(budget, Budget) else Budget(total=budget)
    return Portfolio.model_validate(
        {
            "horizon": 3,
            "currency": "DKK",
            "initiatives": [WEB, APP],
            "budgets": {"all": both.model_copy(update={"funds": ("money", "abroad")})},
            "funds": RATES,
            **given,
        }
    )


@pytest.mark.parametrize(("budget", "chosen"), [(810, ["web", "app"]), (809, ["web"]), (749, ["app"])])
def test_a_budget_pays_for_what_funds_come_to_in_the_currency(budget: float, chosen: list[str]) -> None:
    one = portfolio(budget)
    plan = prioritise(one, [Closest()])
    assert (plan.proven, sorted(plan.starts, reverse=True)) == (True, chosen)
    assert plan.periods[-1].left["all"] == budget - (750 if "web" in chosen else 0) - 60 * ("app" in chosen)
    assert check(one, {"web": 1, "app": 1}).ok == (budget == 810)


@pytest.mark.slow
def test_it_is_told_in_the_currency() -> None:
    plan = plan_of(portfolio(900), {"web": 1, "app": 1})
    assert "all (DKK) spent" in str(plan)
    page = report_html(plan).replace("\N{NO-BREAK SPACE}", " ")
    assert "810 DKK" in page
    assert "100 EUR" not in page.replace("abroad (EUR)", "")
    (rule,) = check(portfolio(800), {"web": 1, "app": 1}).broken
    assert rule.message == "budget all: 810 spent by period 1, 800 available: 10 too much"


def test_windows_least_spending_and_running_costs_are_counted_at_the_rate() -> None:
    # 100 EUR in period 1, then 10 in each: 750, 75 and 75 DKK
    web = WEB.model_copy(update={"costs": {"abroad": Cost(amount=100, running=10)}})
    years = Budget(windows=(Window(periods=2, amount=825, at_least=825), Window(periods=1, amount=75)))
    fitting = portfolio(years.model_copy(update={"carry_over": False}), initiatives=[web])
    assert prioritise(fitting, [Closest()]).starts == {"web": 1}
    more = Budget(windows=(Window(periods=2, amount=825, at_least=826), Window(periods=1, amount=75)))
    with pytest.raises(InfeasibleError, match="under the budget all by 1 DKK from period 1 to period 2"):
        prioritise(portfolio(more, initiatives=[web]), [Closest()])
    assert not check(portfolio(more, initiatives=[web]), {"web": 1}).ok


def test_work_waits_for_money_at_the_rate() -> None:
    # 250 DKK a period: 750 are there in period 3; without a rate 100 would be there at once
    saved = Budget(per_period=250)
    assert earliest_starts(portfolio(saved))["web"] == 3
    alone = portfolio(saved, initiatives=[WEB])
    assert prioritise(alone, [Closest()]).starts == first_schedule(alone, [Closest()]) == {"web": 3}
    each = Budget(per_period=(749, 750, 749), carry_over=False)  # and without saving, in period 2 alone
    assert prioritise(portfolio(each), [Closest()]).starts["web"] == 2


def test_what_is_bought_and_what_is_earned_count_in_the_currency() -> None:
    # 2 more of the crew at 4 EUR are 60 DKK; 40 are earned from period 1 on
    web = WEB.model_copy(
        update={"costs": {}, "effort": {"crew": 3}, "benefit": Benefit(per_period=40, into="all")}
    )
    crew = {"crew": Capacity(amount=1, extra=2, extra_price=4, extra_fund="abroad")}
    for budget, chosen in ((20, {"web": 1}), (19, {})):
        one = portfolio(budget, horizon=1, initiatives=[web], capacities=crew)
        assert prioritise(one, [Closest()]).starts == chosen
        assert check(one, {"web": 1}).ok == (budget == 20)
    assert prioritise(portfolio(20, initiatives=[web], capacities=crew), [MostValue()]).goals[0].value == 60


@pytest.mark.slow
def test_the_answers_are_in_the_currency() -> None:
    one = portfolio(100)
    found = frontier(portfolio(), [Closest()], budget="all")
    assert (found.unit, [float(point.amount) for point in found.points]) == ("DKK", [0, 60, 750, 810])
    assert [int(step.budget) for step in nested(one, [60, 810], [Closest()], budget="all").steps] == [60, 810]
    plan = prioritise(one, [Closest()])
    assert "650 DKK more in the budget all" in str(
        why_not(plan, "web", budget="all")
    )  # then web alone is best
    assert plan.left_out[0].reason.endswith(
        "by the time it would have to be paid: 750 DKK of the budget all, which has 100 DKK by then."
    )
    (app,) = plan_of(portfolio(760), {"web": 1}).left_out
    assert "at least 60 DKK of the budget all, which has 10 DKK left" in app.reason
    assert split_by_cost(one, budget="all") == {"IT": 750, "Shop": 60}
    (row,) = value_of_change(plan, money=710, kinds=["budget"]).rows
    assert row.sentence == "budget all: 710 DKK more"
    assert row.plan is not None
    assert sorted(row.plan.starts) == ["app", "web"]


@pytest.mark.parametrize("language", ["en", "da"])
def test_repairs_are_the_least_in_the_currency(language: str) -> None:
    both = [one.model_copy(update={"decision": "must"}) for one in (WEB, APP)]
    with pytest.raises(InfeasibleError) as caught:
        prioritise(portfolio(800, initiatives=both), [Closest()])
    assert "10 DKK" in caught.value.said(language)
    assert "EUR" not in caught.value.said(language)


def test_money_and_what_is_no_money_are_not_added_up() -> None:
    with pytest.raises(InvalidInputError) as caught:
        portfolio(funds={"abroad": Fund(unit="days", rate=0)})
    (fault,) = caught.value.faults
    assert str(fault) == (
        "budgets.all.funds: adds up money, abroad, which are not all in the same unit, and there is no rate for abroad; "
        "give what one unit is worth in the currency, or each unit a budget of its own"
    )
    alike = {"a": Fund(unit="days", rate=0), "b": Fund(unit="days", rate=0)}
    assert Portfolio(
        horizon=1,
        initiatives=[WEB],
        budgets={"abroad": 1, "d": Budget(total=3, funds=("a", "b"))},
        funds=alike,
    ).limits["d"].funds == ("a", "b")
