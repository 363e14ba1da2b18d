"""Why and why not against brute force; each least change is shown not to be enough one step below."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from judge.brute_force import all_best, best, judge
from judge.random_portfolios import core_portfolio, full_portfolio
from judge.seeds import slow_after

from omniprio.answers.best import Best, Search, Unsettled, known
from omniprio.answers.comparison import compared
from omniprio.answers.reasons import why, why_not
from omniprio.answers.reasons.left_out import _Parts
from omniprio.answers.reasons.smallest_change import Asked, shares_flip
from omniprio.disc import Disc, Discipline
from omniprio.errors import InvalidInputError
from omniprio.goals import Fastest, LeastCost, MostValue, Soonest, goal_value
from omniprio.numbers import exact
from omniprio.optimise import prioritise
from omniprio.plan import goal_result, plan_of
from omniprio.portfolio import Budget, Fund, Group, Horizon, Initiative, Milestone, Portfolio, Window
from omniprio.report import report_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from omniprio.goals import Goal
    from omniprio.plan import Plan
    from omniprio.solver.limits import Stop

GOALS: list[Goal] = [Fastest(), LeastCost()]
WEB = Initiative(id="web", cost=30, advances={"D2": 0.6})
APP = Initiative(id="app", cost=20, advances={"D2": 0.3})
SHOP = Initiative(id="shop", cost=50, duration=2, advances={"R2": 0.5}, requires=["web"])
THREE = Portfolio(horizon=3, initiatives=[WEB, APP, SHOP], budget=40, currency="kDKK")


def changed(portfolio: Portfolio, name: str, **update: object) -> Portfolio:
    initiatives = [one.model_copy(update=update) if one.id == name else one for one in portfolio.initiatives]
    return portfolio.model_copy(update={"initiatives": initiatives})


def has(portfolio: Portfolio, name: str, goals: Sequence[Goal] = GOALS) -> bool:
    """Tell whether some best schedule has an initiative, by trying every schedule."""
    return any(name in starts for starts in all_best(portfolio, goals))


def with_budget(portfolio: Portfolio, total: Fraction) -> Portfolio:
    return portfolio.model_copy(update={"budget": float(total)})


def cheaper(portfolio: Portfolio, name: str, part: Fraction) -> Portfolio:
    cost = portfolio.by_id[name].cost
    assert isinstance(cost, float | int)
    return changed(portfolio, name, cost=float(exact(cost) * part))


def raised(portfolio: Portfolio, name: str, by: Fraction) -> Portfolio:
    shares = portfolio.by_id[name].advances
    more = {field: float(min(exact(share) + by, Fraction(1))) for field, share in shares.items()}
    return changed(portfolio, name, advances=more)


def drawn(seed: int) -> Portfolio:
    """Return a random portfolio in whole tens, free choices only, with half the money for everything."""
    portfolio = core_portfolio(seed)
    initiatives = [
        one.model_copy(
            update={
                "cost": 10.0 * (1 + (seed + 3 * place) % 7),
                "costs": {},
                "decision": "free",
                "needs": {},
                **dict.fromkeys(("earliest_start", "latest_start", "deadline", "fixed_start")),
            }
        )
        for place, one in enumerate(portfolio.initiatives)
    ]
    cost = sum(one.cost for one in initiatives if isinstance(one.cost, float))
    return portfolio.model_copy(
        update={"initiatives": initiatives, "budget": float(cost // 20 * 10), "budgets": {}}
    )


def left_out(seeds: Sequence[int]) -> list[tuple[int, str]]:
    """Return the first initiative that every best plan leaves out, by seed, where there is one."""
    found = []
    for seed in seeds:
        portfolio = drawn(seed)
        names = [
            one.id
            for one in portfolio.initiatives
            if one.duration <= portfolio.periods and not has(portfolio, one.id)
        ]
        found += [(seed, name) for name in names[:1]]
    return found


CASES = left_out(range(12, 24))


@pytest.mark.parametrize(("seed", "name"), slow_after(1, CASES), ids=str)
def test_what_would_bring_it_in_equals_brute_force(seed: int, name: str) -> None:
    portfolio = drawn(seed)
    plan = prioritise(portfolio)
    found = why_not(plan, name, step=0.1)
    assert found.open == ()
    forced = best(changed(portfolio, name, decision="must"), GOALS)
    with_it = None if found.with_it is None else [result.value for result in found.with_it.goals]
    assert with_it == (None if forced is None else [float(value) for value in forced[1]])
    total = exact(plan.portfolio.limits["money"].total or 0.0)
    enough = (extra for extra in range(0, 400, 10) if has(with_budget(portfolio, total + extra), name))
    assert (None if found.money is None else found.money.extra) == next(enough, None)
    tenths = [Fraction(number, 10) for number in range(11)]
    rises = (by for by in tenths if has(raised(portfolio, name, by), name))
    assert (None if found.shares is None else found.shares.by) == next(rises, None)
    falls = (by for by in tenths if has(cheaper(portfolio, name, 1 - by), name))
    assert (None if found.cost is None else found.cost.by) == next(falls, None)
    ends = sorted(starts[name] for starts in schedules(portfolio) if name in starts)
    done = None if not ends else ends[0] + portfolio.by_id[name].duration - 1
    assert found.finish is not None
    assert found.finish.any_plan == done


def test_the_cases_are_enough() -> None:
    assert len(CASES) >= 8
    forced = [best(changed(drawn(seed), name, decision="must"), GOALS) for seed, name in CASES]
    assert sum(one is not None for one in forced) >= 4


def schedules(portfolio: Portfolio) -> list[dict[str, int]]:
    found = judge(portfolio)
    return [found.schedule(row) for row in range(len(found))]


@pytest.mark.slow
def test_why_not_by_hand() -> None:
    # With 40: web (0.6 of D2) and nothing else; app costs 20 where 10 are left.
    found = why_not(prioritise(THREE), "app")
    assert found.comparison is not None
    assert (found.comparison.dropped, found.comparison.added) == (("web",), ("app",))
    # 50 pay for web and app, 49 do not.
    assert found.money is not None
    assert (found.money.extra, found.money.latest) == (Fraction(10), 1)
    assert not has(with_budget(THREE, Fraction(49)), "app")
    # From 0.3 to 0.6 it is as fast as web and 10 cheaper.
    assert found.shares is not None
    assert found.shares.by == Fraction(3, 10)
    assert not has(raised(THREE, "app", Fraction(29, 100)), "app")
    # Both cost 30 + 10 when it costs half.
    assert found.cost is not None
    assert found.cost.by == Fraction(1, 2)
    assert not has(cheaper(THREE, "app", Fraction(51, 100)), "app")
    assert found.finish is not None
    assert (found.finish.any_plan, found.finish.as_good) == (1, None)
    assert "10 kDKK more in the main budget, in period 1 at the latest." in found.summary()


def test_money_that_can_come_later() -> None:
    # shop waits for web, so its 50 are spent in periods 2 and 3, 25 each: 30 up to period 1, then 55, then 80. With 40
    # given, 40 more bring it in, and 15 of them are needed in period 2.
    found = why_not(prioritise(THREE.model_copy(update={"initiatives": [WEB, SHOP]})), "shop")
    assert found.money is not None
    assert (found.money.extra, found.money.latest) == (Fraction(40), 2)
    assert list(found.money.plan.starts) == ["web", "shop"]


@pytest.mark.slow
def test_more_money_that_drops_it_again_does_not_confuse() -> None:
    # With 30: small. With 40: large instead, for it is better. With less than 30: nothing.
    small = Initiative(id="small", cost=30, advances={"D2": 0.4})
    large = Initiative(id="large", cost=40, advances={"D2": 0.9})
    one = Portfolio(
        horizon=1,
        initiatives=[small, large],
        groups=[Group(id="versions", members=["small", "large"], at_most=1)],
        budget=20,
    )
    found = why_not(prioritise(one), "small")
    assert found.money is not None
    assert found.money.extra == Fraction(10)
    # Given 40 it is left out, and no amount brings it in.
    assert why_not(prioritise(one.model_copy(update={"budget": 40})), "small").money is None


def test_the_climb_passes_amounts_where_others_come_first() -> None:
    # 20 buy one, 40 buy two, 60 buy one and two; three (50) is better than one, two is better than both of them.
    shares = {"one": (20, 0.1), "two": (40, 0.5), "three": (50, 0.3)}
    initiatives = [
        Initiative(id=name, cost=cost, advances={field: share})
        for (name, (cost, share)), field in zip(shares.items(), ("R2", "D2", "M2"), strict=True)
    ]
    portfolio = Portfolio(horizon=1, initiatives=initiatives, budget=20)
    found = why_not(prioritise(portfolio), "three")
    enough = (
        extra for extra in range(0, 200, 10) if has(with_budget(portfolio, 20 + Fraction(extra)), "three")
    )
    assert found.money is not None
    assert found.money.extra == next(enough) == 70  # 40 + 50: with two, for two comes first


def test_a_budget_by_period_needs_it_in_every_period() -> None:
    # shop spends 25 in each of its two periods, web 30 in one: 10 more than 20 for web, and then 25 < 30.
    limit = Budget(per_period=20, carry_over=False)
    found = why_not(prioritise(THREE.model_copy(update={"budget": limit})), "web")
    assert found.money is not None
    assert (found.money.extra, found.money.every_period, found.money.latest) == (Fraction(10), True, None)
    assert "10 kDKK more in the main budget in every period." in str(found)


def _by_window(carry_over: float) -> Portfolio:
    """Return a portfolio with 5 in each of two windows, 5 of it spent in the first, and an app for 7 in the second."""
    return Portfolio(
        horizon=4,
        initiatives=[
            Initiative(id="web", cost=5, benefit=20),
            Initiative(id="app", cost=7, benefit=9, earliest_start=3),
        ],
        budget=Budget(windows=[Window(periods=2, amount=5)] * 2, carry_over=carry_over),
        currency="kDKK",
    )


@pytest.mark.parametrize(
    ("carry_over", "extra", "told"),
    [
        (False, 2, "2 kDKK more in the main budget in every window."),  # 5 + 2 in the second
        # x more in both: 5 + x, and a tenth of 5 + x from the first: 5 + x + 0.5 + x/10 = 7 where x = 15/11, 1.3636...
        (0.1, Fraction(15, 11), "1.37 kDKK more in the main budget in every window."),
        (True, 2, "2 kDKK more in the main budget, in period 4 at the latest."),
    ],
)
def test_a_budget_of_windows_that_carries_not_all_over_needs_it_in_every_window(
    carry_over: float, extra: Fraction, told: str
) -> None:
    found = why_not(prioritise(_by_window(carry_over), [MostValue()]), "app")
    assert found.money is not None
    assert (found.money.extra, found.money.every_period) == (extra, carry_over is not True)
    assert told in found.summary()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (None, "8 EUR more in the budget abroad, in period 1 at the latest."),  # for both: 5 + 8 - 5
        ("money", "No amount in the main budget is enough."),
    ],
)
def test_more_money_is_looked_for_in_the_budget_that_pays(budget: str | None, told: str) -> None:
    portfolio = Portfolio(
        horizon=1,
        currency="kDKK",
        budgets={"abroad": 5},
        funds={"abroad": Fund(unit="EUR", rate=7.5)},
        initiatives=[
            Initiative(id="web", costs={"abroad": 5}, benefit=60),
            Initiative(id="app", costs={"abroad": 8}, benefit=70),
        ],
    )
    found = why_not(prioritise(portfolio, [MostValue()]), "app", budget=budget)
    assert found.budget == (budget or "abroad")
    assert told in found.summary()
    danish = {None: "8 EUR mere i budgettet abroad", "money": "Intet beløb i hovedbudgettet er nok."}
    assert danish[budget] in found.summary("da")
    html = report_html(found.plan, answers=[found])
    assert ("no amount is enough" in html) == (budget == "money")


def test_a_decision_that_no_plan_can_follow_names_the_conflict() -> None:
    rich = THREE.model_copy(update={"budget": 100})
    found = why_not(prioritise(changed(rich, "shop", deadline=2)), "shop")
    assert (found.with_it, found.money, found.open) == (None, None, ())
    assert "shop requires web" in found.conflict
    assert found.finish is not None
    assert found.finish.any_plan is None
    assert "No plan can have it" in found.summary()


@pytest.mark.slow
def test_a_milestone_that_leaves_no_money_for_it_is_named() -> None:
    web = Initiative(id="web", cost=30, advances={"R2": 1.0})
    app = Initiative(id="app", cost=20, advances={"D2": 0.1})
    due = Portfolio(
        horizon=2,
        initiatives=[web, app],
        budget=40,
        milestones=[Milestone(id="soon", by=1, fields={"R2": 1.0})],
    )
    found = why_not(prioritise(due), "app")
    assert found.with_it is None
    assert set(found.conflict) == {
        "app must be done",
        "main budget: 40 in total",
        "milestone soon: R2 at 1 by the end of period 1",
    }
    assert found.money is not None
    assert found.money.extra == 10  # 30 + 20 - 40
    free = due.model_copy(update={"milestones": []})
    assert why_not(prioritise(free), "app").with_it is not None


def test_a_never_is_asked_as_if_it_were_free() -> None:
    found = why_not(prioritise(changed(THREE, "web", decision="never")), "web")
    assert found.comparison is not None
    assert not found.comparison.worse
    assert found.money is not None
    assert found.money.extra == 0


@pytest.mark.parametrize("seed", [14, 24, 28, 18, 29, 31, 32])
def test_why_equals_brute_force(seed: int) -> None:
    portfolio = (core_portfolio if seed % 2 else full_portfolio)(seed)
    goals: list[Goal] = [MostValue()] if seed % 4 == 0 else GOALS
    plan = prioritise(portfolio, goals)
    assert plan.starts
    for name in list(plan.starts)[:2]:
        found = why(plan, name)
        assert (found.earlier is None) == (plan.starts[name] == 1)
        others = least(changed(portfolio, name, decision="never"), goals)
        assert (None if found.without.plan is None else reached(found.without.plan, goals)) == others
        good = [starts[name] for starts in all_best(portfolio, goals) if name in starts]
        ends = [starts[name] for starts in schedules(portfolio) if name in starts]
        more = portfolio.by_id[name].duration - 1
        assert found.finish is not None
        assert (found.finish.any_plan, found.finish.as_good) == (min(ends) + more, min(good) + more)


# Some plan has it earlier (41, 248), or none has (18, 23).
@pytest.mark.parametrize(
    ("seed", "name", "possible"),
    [(248, "a", True), (248, "b", True), (41, "b", True), (18, "d", False), (23, "b", False)],
)
def test_an_earlier_start_equals_brute_force(seed: int, name: str, possible: bool) -> None:
    portfolio = (core_portfolio if seed % 2 else full_portfolio)(seed)
    goals: list[Goal] = [MostValue()] if seed % 4 == 0 else GOALS
    plan = prioritise(portfolio, goals)
    assert plan.starts[name] > 1
    sooner = changed(portfolio, name, decision="must", latest_start=plan.starts[name] - 1)
    others = least(sooner, goals)
    assert (others is not None) == possible
    earlier = why(plan, name).earlier
    assert earlier is not None
    assert (None if earlier.plan is None else reached(earlier.plan, goals)) == others


def least(portfolio: Portfolio, goals: Sequence[Goal]) -> tuple[Fraction, ...] | None:
    found = best(portfolio, goals)
    return None if found is None else found[1]


def reached(plan: Plan, goals: Sequence[Goal]) -> tuple[Fraction | None, ...]:
    return tuple(goal_value(goal, plan.portfolio, plan.starts) for goal in goals)


def test_why_by_hand() -> None:
    rich = prioritise(THREE.model_copy(update={"budget": 100}))
    assert rich.starts == {"web": 1, "app": 1, "shop": 2}
    found = why(rich, "web")
    assert found.without.comparison is not None
    assert found.without.comparison.dropped == ("web", "shop")  # shop requires it
    assert found.earlier is None
    assert "It cannot start earlier than the first period." in found.summary()
    shop = why(rich, "shop")
    assert shop.earlier is not None
    assert shop.earlier.conflict == (
        "shop must be done",
        "shop requires web",
        "shop starts in period 1 at the latest",
    )
    assert shop.finish is not None
    assert (shop.finish.any_plan, shop.finish.as_good) == (3, 3)


def test_earlier_can_be_possible_and_worse() -> None:
    # One at a time: web first, for it brings more. app first is possible and worse: 0.3 instead of 0.6 in period 1.
    busy = [one.model_copy(update={"effort": {"crew": 1}}) for one in (WEB, APP)]
    plan = prioritise(Portfolio(horizon=3, initiatives=busy, capacities={"crew": 1}))
    found = why(plan, "app")
    assert plan.starts == {"web": 1, "app": 2}
    assert found.finish is not None
    assert (found.finish.any_plan, found.finish.as_good) == (1, 2)
    assert found.earlier is not None
    assert found.earlier.comparison is not None
    assert found.earlier.comparison.moved == {"web": (1, 2), "app": (2, 1)}
    assert found.earlier.comparison.goals[0].loss == Fraction(
        3, 540
    )  # (0.6 - 0.3) / 18, in one of three periods


def test_what_is_decided_cannot_be_left_out_where_that_contradicts() -> None:
    plan = prioritise(changed(THREE.model_copy(update={"budget": 100}), "shop", decision="must"))
    found = why(plan, "web")
    assert found.without.plan is None
    assert found.without.conflict == ("shop requires web, which is never", "shop must be done")


def test_what_is_not_settled_in_time_is_marked() -> None:
    plan = prioritise(THREE)
    found = why_not(plan, "app", time_limit=1e-9)
    assert set(found.open) == {"with it", "money", "finish", "shares", "cost"}
    assert "Not settled in time." in found.summary()
    assert "No plan with it was found in time." in found.summary()
    assert found.shares is found.cost is None
    late = why(plan, "web", time_limit=1e-9)
    assert late.without.plan is not None
    assert (late.without.settled, late.without.plan.starts, late.finish) == (
        False,
        {},
        None,
    )  # only the web was in


@pytest.mark.parametrize(
    ("bound", "stopped", "asked", "settled"),
    [
        (1.0, "finished", 0.0, True),
        (1.0, "time limit", 0.0, True),  # the clock stopped it when the bound had met the value
        (1 - 1e-8, "finished", 0.0, True),  # the noise of a solver
        (1 - 1e-8, "time limit", 0.0, False),
        (0.9, "finished", 0.2, False),  # within the gap asked for, and perhaps not the best
        (0.9, "finished", 0.0, False),
    ],
)
def test_only_what_is_proven_best_is_settled(
    *, bound: float, stopped: Stop, asked: float, settled: bool
) -> None:
    value = goal_value(LeastCost(), THREE, {"web": 1})
    assert value is not None
    result = goal_result(LeastCost(), value, value * exact(bound), asked=asked)
    assert known(plan_of(THREE, {"web": 1}, goals=[result], stopped=stopped)).settled == settled


def test_a_flip_that_there_was_no_time_to_prove_is_at_most_that() -> None:
    plan = prioritise(THREE)
    having = known(prioritise(changed(THREE, "app", decision="must")))
    asked = Asked(THREE, "app", known(plan), having)
    step = Fraction(1, 10)
    proven = shares_flip(asked, step, Search(GOALS))
    late = shares_flip(asked, step, Search(GOALS, time_limit=1e-9))
    assert proven is not None
    assert late is not None
    # app (0.3) in place of web (0.6), which is dearer: 0.3 more is enough, as the plan with it shows without a search.
    assert (proven.by, proven.proven, late.by, late.proven) == (Fraction(3, 10), True, Fraction(3, 10), False)
    assert late.plan.starts == having.plan.starts if having.plan is not None else False
    assert late.sentence() == "At most 0.3 more of each field it advances."
    parts = _Parts(plan, "app", Search(GOALS))
    assert parts.flip("shares", lambda: late) == late
    assert parts.flip("cost", lambda: proven) == proven
    assert parts.open == ["shares"]
    perhaps = Asked(THREE, "app", dataclasses.replace(known(plan), settled=False), having)
    again = shares_flip(perhaps, step, Search(GOALS))  # the best plan without it is proven on the way
    assert again is not None
    assert (again.by, again.proven) == (proven.by, True)
    unknown = Asked(THREE, "app", known(plan), Best(None, (), settled=False))
    with pytest.raises(Unsettled):
        shares_flip(unknown, step, Search(GOALS, time_limit=1e-9))


@pytest.mark.parametrize("step", [0.25, 0.3])
def test_what_is_only_done_for_free_is_found_by_any_step(step: float) -> None:
    # It advances nothing, so a plan with it is only as good once it costs nothing: 90 % less is not enough.
    idle = Initiative(id="idle", cost=10)
    found = why_not(prioritise(THREE.model_copy(update={"initiatives": [WEB, idle]})), "idle", step=step)
    assert found.cost is not None
    assert found.cost.by == 1
    assert found.cost.proven
    assert found.cost.sentence() == "100% less."


def test_a_rise_ends_where_all_shares_are_full() -> None:
    # 40 pay for web (0.9 of D2) or app (0.3), which is in a best plan only if it is worth more than web.
    app = APP.model_copy(update={"cost": 40, "advances": {"D2": 0.3}})
    web = WEB.model_copy(update={"cost": 30, "advances": {"D2": 0.9}})
    found = why_not(prioritise(THREE.model_copy(update={"initiatives": [web, app]})), "app", step=0.4)
    assert found.shares is not None
    # In steps of 0.4: 0.7, then 1.0 instead of 1.1. With 0.7 it is slower than web, with 1.0 it is faster.
    assert found.shares.by == Fraction(7, 10)


def test_what_makes_no_sense_is_refused() -> None:
    plan = prioritise(THREE)
    with pytest.raises(InvalidInputError, match="'wbe' is no initiative; use one of web, app, shop"):
        why(plan, "wbe")
    with pytest.raises(InvalidInputError, match="'app' is not in the plan; ask `why_not` about it"):
        why(plan, "app")
    with pytest.raises(InvalidInputError, match="'web' is in the plan; ask `why` about it"):
        why_not(plan, "web")
    with pytest.raises(ValueError, match="step is 0"):
        why_not(plan, "app", step=0)
    with pytest.raises(ValueError, match="by hand"):
        why(plan_of(THREE, {"web": 1}), "web")


# a goal that is not reached


def to_the_goal() -> Plan:
    """Return a plan that gets to the ambition in period 1 by the web; the app, which takes its place, does not."""
    disc = Disc(disciplines=[Discipline(id="R", levels=2)])
    web, app = Initiative(id="web", advances={"R2": 1.0}), Initiative(id="app", advances={"R2": 0.5})
    either = Group(id="either", members=["web", "app"], at_most=1)
    portfolio = Portfolio(horizon=2, disc=disc, initiatives=[web, app], groups=[either])
    return prioritise(portfolio, [Soonest()])


def test_why_where_nothing_gets_to_the_goal_without_it() -> None:
    found = why(to_the_goal(), "web").without  # with the app alone R2 ends at 0.5
    assert (found.plan, found.settled) == (None, True)
    assert found.conflict == (
        "web is never done",
        "the goal: the ambition in period 2 at the latest",
    )


def test_why_not_where_nothing_gets_to_the_goal_with_it() -> None:
    found = why_not(to_the_goal(), "app", time_limit=60)  # with the app there is no web
    assert (found.with_it, "with it" in found.open) == (None, False)
    assert found.conflict == ("app must be done", "the goal: the ambition in period 2 at the latest")
    assert "No plan can have it; these cannot hold together:" in str(found)
    page = report_html(found.plan, answers=[found], language="da")
    assert "målet: ambitionen senest i periode\N{NO-BREAK SPACE}2" in page


DATED = Portfolio(
    horizon=Horizon(periods=3, start=date(2027, 1, 1)),
    initiatives=[WEB, APP, SHOP],
    budget=40,
    currency="kDKK",
)


@pytest.mark.slow
def test_periods_are_named_by_the_calendar_where_there_is_one() -> None:
    plan = prioritise(DATED, GOALS)
    found = why_not(plan, "app")
    # 30 + 20 - 40 = 10 more, needed when both start, in the first quarter
    assert found.money is not None
    assert found.money.sentence("kDKK") == "10 kDKK more in the main budget, in 2027 Q1 at the latest."
    assert "2027 Q1 in any plan" in found.table()
    assert "period" not in found.table()
    assert why(plan, "web").summary().startswith("web starts in 2027 Q1. ")
    moved = compared(plan_of(DATED, {"app": 1}), plan_of(DATED, {"app": 2}), [Fastest()])
    assert "- moved: app from 2027 Q1 to 2027 Q2" in moved.summary()
    reached = compared(plan_of(DATED, {}), plan_of(DATED, {"web": 1}), [Soonest(distance=0.65)])
    assert "- soonest: never becomes 2027 Q1, better" in reached.summary()


@pytest.mark.slow
def test_no_money_is_enough_for_what_adds_nothing_and_that_is_said_at_once() -> None:
    nothing = Initiative(id="statue", cost=50)
    plan = prioritise(THREE.model_copy(update={"initiatives": [WEB, APP, SHOP, nothing]}), GOALS)
    found = why_not(plan, "statue", time_limit=1e-9)  # no time to search for anything
    assert found.money is None
    assert "money" not in found.open
    assert ["more", "money", "No", "amount", "in", "the", "main", "budget", "is", "enough."] in [
        row.split() for row in found.table().splitlines()
    ]
    # where money is no goal, a plan with it is as good once there is enough: 30 + 50 - 40 = 40 more
    only_speed = why_not(prioritise(plan.portfolio, [Fastest()]), "statue")
    assert only_speed.money is not None
    assert not has(with_budget(plan.portfolio, Fraction(10_000)), "statue")


def test_what_cannot_hold_together_is_told_in_danish_where_it_is_a_contradiction() -> None:
    first = Initiative(id="a", cost=3, benefit=5)
    then = Initiative(id="b", benefit=5, decision="must", requires=["a"])
    own = Group(id="own", members=["a"], at_least=1)
    asked = prioritise(Portfolio(horizon=2, initiatives=[first, then]), [MostValue()])
    told = why(asked, "a").summary("da")
    assert "- b forudsætter a, som aldrig skal gøres\n" in told
    grouped = prioritise(Portfolio(horizon=1, initiatives=[first], groups=[own]), [MostValue()])
    (said,) = why(grouped, "a").without.conflict
    assert said == "group own cannot be met: it wants at least 1 of 1 member, of which 1 never"
    assert "- gruppen own kan ikke opfyldes: den kræver mindst 1 af 1 medlem" in why(grouped, "a").summary(
        "da"
    )
