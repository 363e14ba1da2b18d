"""The best joint plan against owners who plan alone with a part of the budget."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import best, judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after, with_a_plan, without_a_plan

from omniprio import (
    Budget,
    Disc,
    Discipline,
    Fastest,
    Group,
    Initiative,
    Portfolio,
    Soonest,
    check,
    ten_portfolio,
)
from omniprio.answers.best import Search
from omniprio.answers.comparison import GoalChange
from omniprio.answers.ownership import silo_portfolio, silos, split_by_cost
from omniprio.deadline import Deadline
from omniprio.errors import InvalidInputError, NoPlanFoundError
from omniprio.infeasibility import InfeasibleError
from omniprio.language import Speaker
from omniprio.money import spent_under
from omniprio.portfolio import Fund, Milestone
from omniprio.purpose import default_goals
from omniprio.report import report_html

if TYPE_CHECKING:
    from omniprio.answers.ownership import SiloReport

DISC = Disc(disciplines=[Discipline(id="R", levels=2), Discipline(id="D", levels=2)])
CRM = Initiative(id="crm", owner="IT", cost=60, advances={"R2": 1.0})
APP = Initiative(id="app", owner="Shops", cost=40, advances={"D2": 1.0})


def portfolio(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio.model_validate(
        {"horizon": 2, "disc": DISC, "initiatives": initiatives, "budget": 100, **more}
    )


def test_split_by_cost_each_can_pay_for_all_it_owns() -> None:
    report = silos(portfolio(CRM, APP))
    assert split_by_cost(portfolio(CRM, APP)) == {"IT": 60.0, "Shops": 40.0}
    assert report.starts == {"crm": 1, "app": 1}
    assert report.goals[0].loss == 0
    assert "The silos cost nothing at fastest." in report.summary()


def test_an_even_split_is_too_little_for_one() -> None:
    report = silos(portfolio(CRM, APP), split={"IT": 1, "Shops": 1})
    # IT has 50 of 100 and needs 60. From 2/4 jointly to 0 in period 1; alone R stays: 1/4.
    assert [(one.owner, one.share, one.starts) for one in report.owners] == [
        ("IT", Fraction(1, 2), {}),
        ("Shops", Fraction(1, 2), {"app": 1}),
    ]
    assert report.goals[0].loss == Fraction(1, 4)
    assert (report.only_joint, report.only_silos, report.proven) == (("crm",), (), True)


def test_nobody_can_count_on_what_another_owner_does() -> None:
    needs_it = APP.model_copy(update={"requires": ["crm"]})
    report = silos(portfolio(CRM, needs_it))
    assert (report.joint.starts, report.starts) == ({"crm": 1, "app": 2}, {"crm": 1})
    by_field = APP.model_copy(update={"needs": {"R2": 0.5}})
    assert silos(portfolio(CRM, by_field)).starts == {"crm": 1}


def test_owners_may_get_in_each_others_way() -> None:
    busy = [one.model_copy(update={"effort": {"it": 2}, "duration": 2}) for one in (CRM, APP)]
    report = silos(portfolio(*busy, capacities={"it": 3}))
    assert report.combined is None
    assert tuple(rule.message for rule in report.broken) == (
        "capacity it: 4 taken in period 1, 3 available: 1 too much",
        "capacity it: 4 taken in period 2, 3 available: 1 too much",
    )
    assert len(report.joint.starts) == 1


def test_an_owner_who_must_and_cannot_has_no_plan() -> None:
    must = APP.model_copy(update={"requires": ["crm"], "decision": "must"})
    report = silos(portfolio(CRM, must))
    shops = report.owners[1]
    assert shops.plan is None
    assert "requires crm, which is never" in shops.why_none[0]
    dear = CRM.model_copy(update={"decision": "must"})
    report = silos(portfolio(dear, APP), split={"Shops": 1})
    assert report.owners[0].why_none == ("no plan keeps every rule and gets to the goal",)
    assert report.combined is None
    assert report.proven


def test_a_group_over_several_owners_binds_each_only_from_above() -> None:
    either = Group(id="either", members=["crm", "app"], at_least=1, at_most=1)
    report = silos(portfolio(CRM, APP, groups=[either]))
    assert report.starts == {"crm": 1, "app": 1}
    assert tuple(rule.message for rule in report.broken) == (
        "group either: 2 of crm, app chosen, at most 1 allowed",
    )


def test_each_period_is_split_in_the_same_proportion() -> None:
    monthly = portfolio(CRM, APP, budget=Budget(per_period=(10.0, 90.0)))
    own = silo_portfolio(monthly, "IT", Fraction(6, 10))
    assert isinstance(own, Portfolio)
    # 6 in period 1 and 54 in period 2, on the grid of what can be spent at all: multiples of 20.
    assert own.limits["money"].per_period == (0.0, 60.0)
    assert not check(own, {"crm": 1}).ok
    assert check(own, {"crm": 2}).ok


def limited(seed: int) -> Portfolio:
    """Return a portfolio with a main budget that has a limit."""
    drawn = full_portfolio(seed)
    return drawn.model_copy(update={"budget": drawn.budget or 80.0})


@cache
def told(seed: int) -> SiloReport:
    return silos(limited(seed))


def can_be_split(seed: int) -> bool:
    limit = limited(seed).limits["money"]
    return not limit.owners and not (limit.per_period is limit.total is None)


POSSIBLE = with_a_plan(25)
IMPOSSIBLE = without_a_plan(15)
"""The limit of 80 rules out none of those that have a plan without."""


@pytest.mark.slow
def test_the_cases_are_enough() -> None:
    assert all(map(can_be_split, POSSIBLE + IMPOSSIBLE))
    assert all(len(judge(limited(seed))) for seed in POSSIBLE)
    assert not any(len(judge(limited(seed))) for seed in IMPOSSIBLE)
    assert sum(all(one.cost >= 0 for one in limited(seed).synergies) for seed in POSSIBLE) >= 10
    assert sum(told(seed).combined is not None for seed in POSSIBLE) >= 20
    assert sum(told(seed).combined is None for seed in POSSIBLE) >= 3


@pytest.mark.parametrize("seed", slow_after(5, IMPOSSIBLE))
def test_where_no_schedule_keeps_the_rules_there_is_no_joint_plan(seed: int) -> None:
    with pytest.raises(InfeasibleError):
        silos(limited(seed))


@pytest.mark.parametrize("seed", slow_after(12, POSSIBLE))
def test_each_silo_and_the_joint_plan_equal_brute_force(seed: int) -> None:
    drawn = limited(seed)
    goals = default_goals(drawn)
    report = told(seed)
    assert report.proven
    for one in report.owners:
        own = silo_portfolio(drawn, one.owner, one.share)
        expected = best(own, goals) if isinstance(own, Portfolio) else None
        values = None if one.plan is None else [result.value for result in one.plan.goals]
        assert values == (None if expected is None else [float(value) for value in expected[1]])
        assert all(drawn.by_id[name].owner == one.owner for name in one.starts)
    assert (report.combined is None) == bool(check(drawn, report.starts).broken)
    if report.combined is not None:
        assert not report.goals[0].loss < 0
    joint = drawn.limits["money"]
    if all(one.cost >= 0 for one in drawn.synergies):  # the owners never have more than there is
        paid = spent_under(joint, drawn, report.starts)
        assert (
            not [rule for rule in report.broken if rule.message.startswith("main budget")] or sum(paid) == 0
        )


def test_without_any_time_there_is_no_joint_plan() -> None:
    must = CRM.model_copy(update={"decision": "must"})  # so doing nothing is no plan
    with pytest.raises(NoPlanFoundError):
        silos(portfolio(must, APP), time_limit=1e-9)


def test_without_any_time_doing_nothing_is_a_plan_where_it_keeps_the_rules() -> None:
    report = silos(portfolio(CRM, APP), time_limit=1e-9)
    assert (report.joint.starts, report.starts, report.proven) == ({}, {}, False)
    assert report.is_final is False


def test_without_time_for_it_the_joint_plan_is_that_of_the_owners_and_not_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def over(_search: Search, _share: float) -> Deadline:
        return Deadline(0.0)

    monkeypatch.setattr(Search, "part", over)
    report = silos(portfolio(CRM, APP), split={"IT": 1, "Shops": 1})
    assert report.joint.starts == report.starts == {"app": 1}
    assert report.goals[0].loss == 0
    assert not report.proven
    assert "Not all plans are proven to be best." in report.summary()
    assert "As far as is known, the silos cost nothing at fastest." in report.summary()
    assert "Så vidt vides koster det intet" in " ".join(report.summary("da").split())


def test_what_the_silos_cost_is_the_difference_of_what_is_shown() -> None:
    # 0.34494 and 0.55556 are 0.21062 apart; shown are 0.3449 and 0.5556, which are 0.2107 apart
    change = GoalChange(
        goal=Fastest(),
        before=Fraction(34494, 100000),
        after=Fraction(55556, 100000),
        loss=Fraction(21062, 100000),
    )
    assert change.sentence() == "fastest: 0.3449 becomes 0.5556, worse"
    assert change.size(Speaker()) == "0.2107"
    assert (
        GoalChange(goal=Soonest(), before=Fraction(2), after=None, loss=Fraction(3)).size(Speaker())
        == "3 periods"
    )


def test_an_owner_without_a_plan_is_named_beside_the_verdict() -> None:
    dear = CRM.model_copy(update={"decision": "must"})
    report = silos(portfolio(dear, APP), split={"Shops": 1})
    assert "Without a plan, so that nothing of theirs is counted: IT." in report.summary().splitlines()
    assert "Without a plan" not in silos(portfolio(CRM, APP)).summary()


@pytest.mark.parametrize(
    ("owner", "words"), [("", "no initiative has an owner"), ("IT", "IT owns every initiative")]
)
def test_one_owner_or_none_leaves_nothing_to_compare(owner: str, words: str) -> None:
    alone = [one.model_copy(update={"owner": owner}) for one in (CRM, APP)]
    assert silos(portfolio(*alone)).summary().startswith(f"There is nothing to compare: {words}.")


@pytest.mark.slow
def test_the_ten_lose_by_silos() -> None:
    report = silos(ten_portfolio(budget=2500))
    assert report.goals[0].loss > 0
    assert report.combined is not None
    assert sum(one.share for one in report.owners) == 1


def test_it_can_be_read() -> None:
    lines = str(silos(portfolio(CRM, APP), split={"IT": 1, "Shops": 1})).splitlines()
    assert lines == [
        "The silos cost 0.2500 at fastest.",
        "goal        jointly  in silos",
        "fastest      0.0000    0.2500",
        "least cost      100        40",
        "- IT, 50% of the main budget (50): nothing",
        "- Shops, 50% of the main budget (50): app for 40",
        "Only jointly: crm.",
    ]


@pytest.mark.slow
def test_what_is_split_is_named_in_its_own_unit() -> None:
    abroad = Budget(per_period=[6, 4], funds=["abroad"])
    given = portfolio(
        CRM.model_copy(update={"cost": 0, "costs": {"abroad": 6}}),
        APP.model_copy(update={"cost": 0, "costs": {"abroad": 2}}),
        currency="kDKK",
        budgets={"abroad": abroad},
        funds={"abroad": Fund(unit="EUR", rate=7.5)},
    )
    report = silos(given, budget="abroad")
    parts = [one.part for one in report.owners]
    assert (split_by_cost(given, budget="abroad"), parts) == (
        {"IT": 6.0, "Shops": 2.0},
        [Fraction(30, 4), Fraction(10, 4)],  # three quarters and a quarter of 6 + 4
    )
    for language, words in {
        "en": ("- IT, 75% of the budget abroad (7.50 EUR): crm", "25% of the budget abroad (2.50 EUR)"),
        "da": ("- IT, 75 % af budgettet abroad (7,50 EUR): crm", "25 % af budgettet abroad (2,50 EUR)"),
    }.items():
        assert all(one in report.summary(language) for one in words)
    html = report_html(report.joint, answers=[report])
    assert "7.50 EUR" in html.replace("\xa0", " ")
    open_end = given.model_copy(
        update={"budgets": {"abroad": Budget(per_period=[6, None], funds=["abroad"])}}
    )
    assert "- IT, 75% of the budget abroad: crm" in silos(open_end, budget="abroad").summary()


@pytest.mark.parametrize(
    ("changes", "split", "words"),
    [
        ({"budget": None}, None, "has no limit"),
        ({"budget": Budget(total=5.0, owners=("IT",))}, None, "name a budget for all owners"),
        ({}, {"Nobody": 1}, "owns no initiative; use one of IT, Shops"),
        ({}, {"IT": -1}, "give a number from 0 on"),
        ({}, {"IT": 0}, "gives nobody anything"),
    ],
)
def test_what_cannot_be_split_is_refused(
    changes: dict[str, object], split: dict[str, float] | None, words: str
) -> None:
    with pytest.raises(InvalidInputError, match=words):
        silos(portfolio(CRM, APP, **changes), split=split)


def test_a_milestone_is_asked_of_one_owner_only_where_it_is_about_their_initiatives_alone() -> None:
    own = [Initiative(id="web", owner="north"), Initiative(id="app", owner="south", advances={"R2": 1.0})]
    milestones = [
        Milestone(id="theirs", by=2, complete=("web",)),
        Milestone(id="joint", by=2, complete=("web", "app")),
        Milestone(id="field", by=2, fields={"R2": 1.0}),
    ]
    given = Portfolio(horizon=2, initiatives=own, budget=5, milestones=milestones)
    alone = silo_portfolio(given, "north", Fraction(1))
    assert isinstance(alone, Portfolio)
    assert [one.id for one in alone.milestones] == ["theirs"]


def test_where_nobody_owns_anything_the_remedy_is_to_name_owners() -> None:
    portfolio = Portfolio(
        horizon=2, budget=4, initiatives=[Initiative(id="web", cost=1, advances={"R2": 0.5})]
    )
    with pytest.raises(
        InvalidInputError, match=r"split\[IT\]: owns no initiative; name an owner for each initiative"
    ):
        silos(portfolio, split={"IT": 4})
