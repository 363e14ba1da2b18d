"""Funds in a unit of their own: what they are worth in totals and goals, and that no amount is told in another unit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import (
    Budget,
    Capacity,
    Closest,
    Cost,
    Fund,
    Group,
    Initiative,
    LeastCost,
    MostValue,
    Portfolio,
    check,
    plan_of,
    plots,
    prioritise,
)
from omniprio.answers import frontier, why_not
from omniprio.goals import goal_value
from omniprio.infeasibility import InfeasibleError
from omniprio.io import to_msproject
from omniprio.io.plan_pages import pages
from omniprio.report import report_html

ABROAD = Initiative(
    id="web",
    duration=2,
    costs={"abroad": Cost(amount=100, spread="even", running=10)},
    advances={"R2": 0.5},
    benefit=300,
)
DAYS = Initiative(id="app", cost=60, costs={"days": 8}, advances={"R2": 0.5})


def portfolio(budget: float | Budget | None = 150, days: float | None = 8, **given: object) -> Portfolio:
    """Web for 50 EUR in each of two periods and 10 in each one after, 1 EUR being 7.5 DKK; app for 60 DKK and 8 days."""
    return Portfolio.model_validate(
        {
            "horizon": 4,
            "currency": "DKK",
            "initiatives": [ABROAD, DAYS],
            "budgets": {"abroad": budget, "days": days},
            "funds": {"abroad": Fund(unit="EUR", rate=7.5), "days": Fund(unit="days", rate=0)},
            **given,
        }
    )


def test_totals_are_in_the_currency_and_what_is_no_money_is_not_in_them() -> None:
    plan = plan_of(portfolio(), {"web": 1, "app": 1})
    assert plan.cost == 120 * 7.5 + 60  # 100 and twice 10 EUR
    assert plan.costs == {"money": 60, "abroad": 120, "days": 8}
    assert {one.id: one.cost for one in plan.schedule} == {"web": 900, "app": 60}
    assert plan.cash is not None
    assert [one.cost for one in plan.cash.periods] == [50 * 7.5 + 60, 50 * 7.5, 75, 75]
    assert check(portfolio(), plan.starts).recount.cost == 960


def test_the_value_counts_each_fund_at_its_rate_and_prices_that_grow_too() -> None:
    # prices abroad grow by half: 50 + 75 EUR by 2, then 22.5 and 33.75; 300 in each of 2, 3 and 4
    grown = portfolio(
        300, funds={"abroad": Fund(unit="EUR", rate=7.5, index=0.5), "days": Fund(unit="days", rate=0)}
    )
    spent = Fraction("181.25") * Fraction("7.5")
    assert goal_value(MostValue(), grown, {"web": 1}) == 900 - spent
    assert goal_value(LeastCost(), grown, {"web": 1}) == spent
    plain = portfolio(discount_rate=1)  # 375 + 375/2 + 75/4 + 75/8 DKK, and 300/2 + 300/4 + 300/8
    assert goal_value(MostValue(), plain, {"web": 1}) == Fraction("262.5") - Fraction("590.625")
    assert check(plain, {"web": 1}).recount.value == Fraction("262.5") - Fraction("590.625")


def test_what_is_bought_from_a_fund_abroad_counts_at_its_rate() -> None:
    # web takes 1 more than there is in each of two periods, at 4 EUR
    bought = portfolio(
        initiatives=[ABROAD.model_copy(update={"costs": {}, "effort": {"crew": 2}})],
        capacities={"crew": Capacity(amount=1, extra=1, extra_price=4, extra_fund="abroad")},
        discount_rate=1,
    )
    plan = plan_of(bought, {"web": 1})
    assert (plan.cost, plan.costs["abroad"], plan.bought[0].cost) == (60, 8, 8)
    assert goal_value(MostValue(), bought, {"web": 1}) == Fraction("262.5") - 30 - 15
    assert prioritise(bought, [MostValue()]).goals[0].value == 217.5
    assert plan.cash is not None
    assert [one.cost for one in plan.cash.parts] == [0, 60]


def test_what_is_bought_abroad_is_not_worth_more_than_it_earns() -> None:
    # 8 EUR are 60 DKK, for 10 in each of 2, 3 and 4
    dear = portfolio(
        initiatives=[ABROAD.model_copy(update={"costs": {}, "effort": {"crew": 2}, "benefit": 10})],
        capacities={"crew": Capacity(amount=1, extra=1, extra_price=4, extra_fund="abroad")},
    )
    plan = prioritise(dear, [MostValue()])
    assert plan.starts == {}
    assert plan.goals[0].bound == 0  # so the program counts them too


def test_a_budget_and_a_group_count_in_the_unit_of_the_fund() -> None:
    group = Group(id="dear", members=("web",), fund="abroad", at_most=119)
    assert not check(portfolio(groups=[group]), {"web": 1}).ok  # 120
    assert check(portfolio(120), {"web": 1}).ok
    assert not check(portfolio(119), {"web": 1}).ok


def test_a_plan_tells_each_amount_in_its_unit() -> None:
    told = str(plan_of(portfolio(), {"web": 1, "app": 1}))
    assert "120 EUR (abroad)\n" in told
    assert "60 DKK + 8 days\n" in told
    assert "Money (in each period)\n" in told
    assert "main (DKK) spent  abroad (EUR) spent  abroad (EUR) left  days spent  days left\n" in told
    assert "Earned 900 DKK and spent 960 DKK" in told


def test_what_is_missing_of_a_budget_is_told_in_its_unit() -> None:
    both = [DAYS, DAYS.model_copy(update={"id": "shop"})]
    (shop,) = plan_of(portfolio(days=10, initiatives=both), {"app": 1}).left_out
    said = "it would take at least 8 days of the budget days, which has 2 days left."
    assert shop.reason == f"There is no money for it: {said}"


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_conflict_and_its_repairs_are_told_in_the_unit(language: str) -> None:
    must = ABROAD.model_copy(update={"decision": "must"})
    with pytest.raises(InfeasibleError) as caught:
        prioritise(portfolio(99, initiatives=[must]), [Closest()])  # 100 if it ends with the horizon
    told = caught.value.said(language)
    assert "99 EUR" in told
    assert "1 EUR" in told
    assert "DKK" not in told


def test_a_frontier_is_over_amounts_of_the_unit() -> None:
    web = ABROAD.model_copy(update={"benefit": 0})
    found = frontier(portfolio(initiatives=[web]), [Closest()], budget="abroad")
    assert found.unit == "EUR"
    assert [float(point.amount) for point in found.points] == [0, 100]
    assert "gain at closest per EUR" in str(found)
    assert "DKK" not in str(found)
    assert "EUR" in plots.frontier(found).figure.axes[1].get_xlabel()


@pytest.mark.slow
def test_what_would_bring_it_in_is_told_in_the_unit() -> None:
    found = why_not(prioritise(portfolio(0), [Closest()]), "web", budget="abroad")
    assert "100 EUR more" in str(found)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "da"])
def test_the_report_and_the_figures_tell_amounts_in_their_unit(language: str) -> None:
    plan = plan_of(portfolio(), {"web": 1, "app": 1})
    page = report_html(plan, language=language).replace("\N{NO-BREAK SPACE}", " ")
    assert "abroad (EUR)" in page
    assert "900 DKK" in page  # what web costs in all
    assert {"en": "What 1 EUR is worth", "da": "Hvad 1 EUR er værd"}[language] in page
    assert "120 EUR" in plots.describe_money(plan, "abroad", language=language)
    assert "EUR" in plots.money(plan, "abroad", language=language).get_ylabel()


def test_a_project_file_has_all_costs_in_the_currency() -> None:
    # 100 EUR until web is complete are 750 DKK, in hundredths
    plan = plan_of(portfolio(horizon={"periods": 4, "start": "2027-01-01"}), {"web": 1})
    assert b"<Cost>75000</Cost>" in to_msproject(plan)


def test_a_portfolio_shows_itself_with_each_amount_in_its_unit() -> None:
    assert "Budget abroad 150 EUR, Budget days 8 days" in str(portfolio())
    assert "100 EUR, 10 EUR in each period after" in portfolio()._repr_html_()
    assert "DKK" not in str(portfolio())  # nothing is in it


def test_a_workbook_of_a_plan_names_the_units_at_the_head_of_columns() -> None:
    plan = plan_of(portfolio(), {"web": 1, "app": 1})
    heads = {heading.words for page in pages(plan, "en") for heading in page.headings}
    assert {"Budget abroad (EUR)", "Main budget (DKK)", "Budget abroad (EUR): spent"} <= heads
