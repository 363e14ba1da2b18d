"""Every rule of the checker: a schedule it allows and one it forbids, worked out by hand."""

from __future__ import annotations

import pytest
from judge.rule_cases import CASES, DISC, RuleCase, paid

from omniprio.checker import RULES, BrokenRule, check
from omniprio.language import fact
from omniprio.portfolio import Budget, Cost, Group, Initiative, Portfolio


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_allows(case: RuleCase) -> None:
    assert check(case.portfolio, case.allowed).broken == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_forbids(case: RuleCase) -> None:
    report = check(case.portfolio, case.forbidden)
    assert not report.ok
    assert [(broken.rule, broken.message) for broken in report.broken] == [(case.name, case.says)]


def test_there_is_a_case_for_each_rule() -> None:
    assert {"known", *(case.name for case in CASES.values())} == set(RULES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_names_of_broken_rules_are_those_of_what_is_broken(case: RuleCase) -> None:
    assert check(case.portfolio, case.forbidden).rules == {case.name}
    assert check(case.portfolio, case.allowed).rules == set()


def test_figures_come_with_the_sentence() -> None:
    case = CASES["total"]
    assert check(case.portfolio, case.forbidden).broken == (
        BrokenRule(
            rule="budget",
            message=case.says,
            said=fact(
                "rules.budget.breach by",
                budget="money",
                period=4,
                used=2620.0,
                available=2500.0,
                excess=120.0,
            ),
            period=4,
            figures={"used": 2620.0, "available": 2500.0, "too much": 120.0},
        ),
    )


def test_what_makes_no_sense_is_named_and_the_rest_is_checked() -> None:
    starts = {"holiday": 1, "a": 0, "b": True, "c": 5, "d": 2.5}
    portfolio = Portfolio(horizon=4, disc=DISC, initiatives=tuple(Initiative(id=name) for name in "abcd"))
    report = check(portfolio, starts)  # type: ignore[arg-type]  # as from another tool
    assert [broken.message for broken in report.broken] == [
        "holiday is no initiative of the portfolio: correct the id or leave it out",
        "a starts in 0: give a whole period from 1 to 4",
        "b starts in True: give a whole period from 1 to 4",
        "d starts in 2.5: give a whole period from 1 to 4",
        "c starts in period 5 and completes in period 5, after the last one, period 4",
    ]


def test_a_report_is_of_the_schedule_as_it_was() -> None:
    starts = {"nobody": 1}
    report = check(Portfolio(horizon=1, initiatives=[]), starts)
    starts.clear()
    assert not report.ok
    assert [one.rule for one in report.broken] == ["known"]
    assert repr(report).startswith("Report(broken=(BrokenRule(rule='known'")


def test_all_broken_rules_are_collected() -> None:
    portfolio = Portfolio(
        horizon=2,
        disc=DISC,
        initiatives=(
            Initiative(id="web", cost=30, requires=("crm",), earliest_start=2, needs={"A2": 0.5}),
            Initiative(id="crm", decision="must"),
        ),
        budget=20,
        groups=(Group(id="one", members=("crm", "web"), all_or_none=True),),
    )
    broken = [broken.rule for broken in check(portfolio, {"web": 1}).broken]
    assert broken == ["window", "decision", "requires", "needs", "budget", "group"]


def test_what_is_overspent_and_carried_over_is_named_once() -> None:
    # 25 in 1 and 2, 5 in 3 and 4: 25, 50, 55, 60 against 20, 40, 60, 80, so 5 and 10 too much
    portfolio = paid(Cost(amount=50, running=5), Budget(per_period=20))
    assert [broken.figures["too much"] for broken in check(portfolio, {"web": 1}).broken] == [5, 10]
    # 75 in 1 and 2 against 60 in all: 15 and 90 too much, nothing more in 3 and 4
    assert [broken.period for broken in check(paid(150, 60), {"web": 1}).broken] == [1, 2]


def test_amounts_are_exact_in_decimal() -> None:
    shares = {"a": 0.6, "b": 0.3, "c": 0.1}
    steps = [Initiative(id=name, advances={"A1": share}) for name, share in shares.items()]
    web = Initiative(id="web", cost=100, duration=3, needs={"A1": 1})
    starts = {"a": 1, "b": 1, "c": 1, "web": 2}  # 0.6 + 0.3 + 0.1 = 1; 3 x 33 1/3 = 100
    assert check(Portfolio(horizon=4, disc=DISC, initiatives=[*steps, web], budget=100), starts).ok
    assert not check(Portfolio(horizon=4, disc=DISC, initiatives=[*steps, web], budget=99.9999999), starts).ok


def test_a_large_amount_has_no_digits_of_binary_rounding() -> None:
    (broken,) = check(paid(Cost(amount=400249382.66, spread="start"), 100249382.66), {"web": 1}).broken
    assert broken.message == (  # 400,249,382.66 - 100,249,382.66
        "main budget: 400,249,382.66 spent by period 1 (2027 Q1), 100,249,382.66 available: 300,000,000 too much"
    )


def test_a_tiny_excess_is_not_rounded_away() -> None:
    (broken,) = check(paid(Cost(amount=100.00001, spread="start"), 100), {"web": 1}).broken
    assert broken.message == (
        # 100.00001 - 100 = 0.00001: five decimals tell them apart
        "main budget: 100.00001 spent by period 1 (2027 Q1), 100 available: 0.00001 too much"
    )
