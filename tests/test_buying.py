"""Teams of which more can be bought than there is."""

from __future__ import annotations

import pytest

from omniprio import Capacity, Initiative, LeastCost, MostValue, Portfolio, check, plan_of, prioritise
from omniprio.answers import frontier, value_of_change
from omniprio.answers.replanning.past import Actual, with_past
from omniprio.errors import InvalidInputError
from omniprio.formulation import formulate
from omniprio.io import plan_to_tables
from omniprio.plots import describe_team_load
from omniprio.portfolio import Budget
from omniprio.report import report_html

JOBS = [Initiative(id=name, effort={"crew": 2}, benefit=10) for name in "abc"]


def shop(budget: float | None = None, **crew: object) -> Portfolio:
    """Three jobs of one period that take 2 of a crew of 2 each; 2 more can be bought in each period, at 4."""
    given = {"amount": 2, "extra": 2, "extra_price": 4} | crew
    return Portfolio(
        horizon=3, initiatives=JOBS, capacities={"crew": Capacity.model_validate(given)}, budget=budget
    )


@pytest.mark.parametrize(
    ("budget", "price", "value"),
    [
        # earnings: a job in period t earns 10 in t and later, 40 - 10 t. Two in 1, one in 2: 30 + 30 + 20 = 80, less 2 x 4
        (None, 4, 72),
        # one in each: 30 + 20 + 10 = 60; with two at once 20 more would be earned for 2 x 11 = 22
        (None, 11, 60),
        (7, 4, 60),  # 8 is not there
        (8, 4, 72),
    ],
)
def test_more_is_bought_where_it_pays_and_is_there_money_for(
    budget: float | None, price: float, value: float
) -> None:
    plan = prioritise(shop(budget, extra_price=price), [MostValue()])
    assert (plan.proven, plan.goals[0].value) == (True, value)


@pytest.mark.slow
def test_what_is_bought_is_told_period_by_period_and_adds_up() -> None:
    plan = plan_of(shop(), {"a": 1, "b": 1, "c": 2})
    assert [state.bought["crew"] for state in plan.periods[1:]] == [2, 0, 0]
    assert [state.idle["crew"] for state in plan.periods[1:]] == [0, 0, 2]
    assert [state.spending["money"] for state in plan.periods[1:]] == [8, 0, 0]
    (bought,) = plan.bought
    assert (bought.team, bought.amount, bought.first, bought.last, bought.cost) == ("crew", 2, 1, 1, 8)
    assert (plan.cost, plan.costs) == (8, {"money": 8})
    assert plan.cash is not None
    assert (plan.cash.cost, plan.cash.income) == (8, 80)
    assert [(part.kind, part.id, part.cost) for part in plan.cash.parts][-1] == ("team", "crew", 8)
    assert "2 bought of crew" in plan.summary()
    assert "2 købt af crew" in plan.summary("da")
    assert plan_to_tables(plan)["periods"][1]["bought.crew"] == 2
    assert describe_team_load(plan, "crew").endswith("what is beyond its capacity, 2 in all, is bought.")
    assert "2 bought of crew" in report_html(plan)


def test_it_is_spent_from_its_own_fund_on_behalf_of_nobody() -> None:
    own = Budget(total=5, owners=("north",))
    jobs = [one.model_copy(update={"owner": "north"}) for one in JOBS]
    crew = Capacity(amount=2, extra=2, extra_price=4, extra_fund="hired")
    budgets = {"hired": Budget(total=7), "north's": own.model_copy(update={"funds": ("hired",)})}
    portfolio = Portfolio(horizon=3, initiatives=jobs, capacities={"crew": crew}, budgets=budgets, budget=0)
    report = check(portfolio, {"a": 1, "b": 1})
    # 2 x 4 = 8 from the fund, of which 7 is there; nothing from the main fund, and nothing of what is north's
    assert [one.message for one in report.broken] == [
        "budget hired: 8 spent by period 1, 7 available: 1 too much"
    ]


def test_without_a_limit_on_it_only_money_binds() -> None:
    at_once = {"a": 1, "b": 1, "c": 1}
    # 6 taken of 2: 4 x 4 = 16
    assert prioritise(shop(16, extra=(None, 0, 0)), [MostValue()]).starts == at_once
    assert len(set(prioritise(shop(15, extra=(None, 0, 0)), [MostValue()]).starts.values())) > 1


@pytest.mark.parametrize(
    ("crew", "fault"),
    [
        (
            {"extra": 2},
            "capacities.crew: says how much more can be bought, and has no limit; give an amount, or leave extra out",
        ),
        (
            {"amount": 2, "extra_price": 3},
            (
                "capacities.crew: has a price, and nothing more of it can be bought; "
                "say in extra how much can be bought, or leave extra_price out"
            ),
        ),
        (
            {"amount": 2, "extra": [1, 1], "extra_price": 3},
            "capacities.crew.extra: has 2 numbers for 3 periods; give one number for each period of the horizon",
        ),
        (
            {"amount": 2, "extra": 1, "extra_fund": "hire"},
            "capacities.crew.extra_fund: hire is no fund of a budget; use one of money",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(crew: dict[str, object], fault: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Portfolio.model_validate({"horizon": 3, "initiatives": JOBS, "capacities": {"crew": crew}})
    assert [str(one) for one in refused.value.faults] == [fault]


def test_what_costs_nothing_needs_no_columns() -> None:
    free = formulate(shop(extra_price=0), [MostValue(), LeastCost()])
    assert free.variables.bought == {}
    priced = formulate(shop(), [MostValue()])
    assert [row.rule for row in priced.program.rows if row.rule == "bought"] == ["bought"] * 3


def test_a_hire_saves_what_would_be_bought() -> None:
    # In period 2 and 3 two jobs at once would take 2 more than there is, at 15 each period: a hire for 3 saves that.
    jobs = [
        Initiative(id=name, effort={"crew": 2}, earliest_start=2, latest_start=2, decision="must")
        for name in "ab"
    ]
    hire = Initiative(id="hire", cost=3, adds={"crew": 2})
    crew = Capacity(amount=2, extra=2, extra_price=15)
    portfolio = Portfolio(horizon=3, initiatives=[*jobs, hire], capacities={"crew": crew}, budget=31)
    plan = prioritise(portfolio, [LeastCost()])
    assert (set(plan.starts), plan.cost) == ({"a", "b", "hire"}, 3)
    without = plan_of(portfolio, {"a": 2, "b": 2})
    (left_out,) = without.left_out
    assert left_out.why.why != "money"  # 1 is left of 31, and the hire would free 30


def test_the_frontier_of_the_money_counts_what_is_bought() -> None:
    found = frontier(shop(100), [MostValue()])
    # 0 for one job in each period, 8 for two in the first; three in the first, 4 x 4 = 16, are more than can be bought
    assert [point.amount for point in found.points] == [0, 8]


def test_more_to_buy_is_worth_what_it_brings() -> None:
    plan = prioritise(shop(100, extra_price=1), [MostValue()])
    (row,) = value_of_change(plan, kinds=["extra"], capacity=2).rows
    # all three in 1: 90 - 4 x 1 = 86; two in 1 and one in 2: 80 - 2 x 1 = 78
    assert row.sentence == "2 more of crew to buy in every period in which more can be bought"
    assert list(map(int, row.gain or ())) == [8]


def test_what_was_bought_stays_bought_when_planned_again() -> None:
    begun = {"a": Actual(start=1), "b": Actual(start=1)}
    now = with_past(shop(8, extra=(0.5, 2, 2)), 1, begun)  # more was bought than allowed
    assert now.capacities["crew"] == Capacity(
        amount=(2, 2, 2), at_least=(None,) * 3, extra=(None, 2, 2), extra_price=4
    )
    assert check(now, {"a": 1, "b": 1, "c": 2}).ok  # 2 x 4 of 8 are spent
    never = with_past(shop(8, extra=(0, 2, 2)), 1, begun)  # nothing could be bought, so nothing was
    assert never.capacities["crew"] == Capacity(
        amount=(None, 2, 2), at_least=(None,) * 3, extra=(0, 2, 2), extra_price=4
    )
    assert check(never, {"a": 1, "b": 1, "c": 2}).recount.cost == 0
