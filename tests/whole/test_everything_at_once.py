"""Every rule and every kind of goal at once: the engine against brute force, and each account against the others.

OMNIPRIO_MIXED sets how many portfolios are tried, 1,000 by default, and OMNIPRIO_FIRST the first seed; all but the first of
them are slow. The second line tries one alone:

    OMNIPRIO_FIRST=5000 OMNIPRIO_MIXED=2000 uv run pytest -m 'slow or not slow' tests/whole/test_everything_at_once.py
    OMNIPRIO_FIRST=5678 OMNIPRIO_MIXED=1 uv run pytest tests/whole/test_everything_at_once.py
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.judging import judged
from judge.mixed import everything_portfolio, goals_of_every_kind
from judge.seeds import slow_after

from omniprio.checker import check
from omniprio.formulation import formulate
from omniprio.fulfilment import progress
from omniprio.income import flowing_into, income_under
from omniprio.infeasibility.demand import demands
from omniprio.infeasibility.kinds import KINDS
from omniprio.money import spent_under, undiscounted_spending
from omniprio.plan import Plan, plan_of
from omniprio.portfolio import Portfolio, price_levels
from omniprio.present_value import net_present_value

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = int(os.environ.get("OMNIPRIO_FIRST", "0"))
COUNT = int(os.environ.get("OMNIPRIO_MIXED", "1000"))
SEEDS = slow_after(12, range(FIRST, FIRST + COUNT))
EXPLAINED = 5
"""Of one in so many that have no plan it is looked for why, too, and of one in so many that have some a plan is told."""
HAS: dict[str, Callable[[Portfolio], object]] = {
    "beyond": lambda one: one.beyond,
    "closed": lambda one: one.closed or any(each.closed for each in one.initiatives),
    "measured": lambda one: one.measured,
    "milestones": lambda one: one.milestones,
    "ladder": lambda one: any(each.channels for each in one.milestones),
    "channels": lambda one: one.disc.channels,
    "modes": lambda one: any(each.modes for each in one.initiatives),
    "may run over": lambda one: any(each.may_run_over for each in one.initiatives),
    "buying": lambda one: one.sellers,
    "prices": price_levels,
    "units": lambda one: any(each.unit for each in one.funds.values()),
    "income": lambda one: any(map(flowing_into, one.limits, [one] * len(one.limits))),
    "adds": lambda one: any(each.adds for each in one.initiatives),
    "requirements": lambda one: any(each.requires for each in one.initiatives),
    "apart": lambda one: any(each.apart is not None for each in one.groups),
    "measures": lambda one: any(each.fund or each.score for each in one.groups),
    "needs": lambda one: any(each.needs for each in one.synergies),
    "order": lambda one: any(each.when != "all complete" for each in one.synergies),
}


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    """Return each seed for all tests of it, one after the other, so that its schedules are judged once."""
    found: int = request.param
    return found


def test_a_portfolio_with_everything_equals_brute_force(seed: int) -> None:
    portfolio = everything_portfolio(seed)
    goals = goals_of_every_kind(portfolio, seed)
    verdict = judged(portfolio, goals, explain=seed % EXPLAINED == 0)
    assert verdict.kind in {"certified", "proven", "no plan"}, verdict.why


def test_what_keeps_the_rules_is_counted_alike(seed: int) -> None:
    portfolio = everything_portfolio(seed)
    assert Portfolio.from_json(portfolio.to_json()) == portfolio
    found = judge(portfolio)
    for row in {0, len(found) // 2, len(found) - 1} if len(found) else ():
        starts = found.schedule(row)
        report, course = check(portfolio, starts), progress(portfolio, starts)
        again = report.recount
        assert report.ok
        assert (again.fulfilment, again.distance) == (course.fulfilment, course.distance)
        assert again.cost == undiscounted_spending(portfolio, starts)
        assert again.value == net_present_value(portfolio, starts)
        under = {name: tuple(spent_under(one, portfolio, starts)) for name, one in portfolio.limits.items()}
        assert again.spending == under
        assert again.income == {name: tuple(income_under(name, portfolio, starts)) for name in under}


def test_a_plan_that_keeps_the_rules_is_told_and_written(seed: int) -> None:
    portfolio = everything_portfolio(seed)
    found = judge(portfolio)
    for row in {0, len(found) // 2, len(found) - 1} if len(found) and seed % EXPLAINED == 0 else ():
        plan = plan_of(portfolio, found.schedule(row))
        assert plan.summary()
        assert plan.summary("da")
        assert Plan.from_json(plan.to_json()).to_json() == plan.to_json()


def test_every_row_holds_for_what_keeps_the_rules(seed: int) -> None:
    portfolio = everything_portfolio(seed)
    found = judge(portfolio)
    program = formulate(portfolio, goals_of_every_kind(portfolio, seed))
    for row in range(0, len(found), max(1, len(found) // 20)):
        values = program.values(found.schedule(row))
        assert values is not None
        assert [one for one in program.program.rows if not one.holds(values)] == []


@pytest.mark.slow
def test_every_rule_is_often_there_and_at_least_half_have_a_plan() -> None:
    drawn = [everything_portfolio(seed) for seed in range(60)]
    assert {name for name, has in HAS.items() if sum(map(bool, map(has, drawn))) < 6} == set()
    demanded = Counter(kind for one in drawn for kind in {demand.kind for demand in demands(one)})
    assert {kind for kind in KINDS if demanded[kind] < 3} == set()
    assert 30 <= sum(len(judge(one)) > 0 for one in drawn) < 60
