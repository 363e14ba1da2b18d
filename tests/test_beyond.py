"""Money beyond the horizon: what is complete by then counts on, discounted, and nothing else does."""

from __future__ import annotations

from omniprio.checker import check
from omniprio.goals import MostValue
from omniprio.money import undiscounted_spending
from omniprio.optimise import prioritise
from omniprio.plan import plan_of
from omniprio.portfolio import Benefit, Cost, Initiative, Portfolio, Synergy
from omniprio.present_value import net_present_value


def of(
    *initiatives: Initiative, beyond: int, rate: float = 0.0, synergies: tuple[Synergy, ...] = ()
) -> Portfolio:
    return Portfolio(
        horizon=2, initiatives=initiatives, beyond=beyond, discount_rate=rate, synergies=synergies
    )


def test_benefits_and_running_costs_count_on() -> None:
    web = Initiative(id="web", cost=Cost(amount=30, running=2), benefit=10)
    portfolio = of(web, beyond=3)
    # complete in 2: earns 10 in 2 to 5, runs at 2 in 3 to 5
    assert net_present_value(portfolio, {"web": 2}) == 4 * 10 - 30 - 3 * 2
    assert undiscounted_spending(portfolio, {"web": 2}) == 30  # cost and budgets end with the horizon
    assert check(portfolio, {"web": 2}).recount.value == 4
    assert check(portfolio, {"web": 2}).recount.cost == 30


def test_money_beyond_is_discounted() -> None:
    web = Initiative(id="web", cost=Cost(amount=10, spread="start"), benefit=8)
    assert net_present_value(of(web, beyond=1, rate=1.0), {"web": 1}) == 8 + 4 + 2 - 10  # 8 / 2, 8 / 4


def test_a_profile_goes_on_beyond() -> None:
    web = Initiative(id="web", benefit=Benefit(profile=[1, 2, 4, 8], counted_from="completion"))
    assert [net_present_value(of(web, beyond=more), {"web": 2}) for more in (0, 1, 2, 9)] == [1, 3, 7, 15]


def test_what_is_earned_by_the_calendar_goes_on_beyond() -> None:
    web = Initiative(id="web", duration=2, benefit=Benefit(profile=[1, 2, 4, 8, 16], counted_from="calendar"))
    # complete in 2, the horizon: 1 is gone, 2 is earned, and 4, 8 and 16 are beyond
    assert [net_present_value(of(web, beyond=more), {"web": 1}) for more in (0, 1, 2, 9)] == [2, 6, 14, 30]
    assert check(of(web, beyond=2), {"web": 1}).recount.value == 14


def test_a_synergy_that_is_active_by_the_horizon_earns_on() -> None:
    web, app = Initiative(id="web"), Initiative(id="app")
    both = Synergy(id="both", of=("web", "app"), benefit=5, cost=3)
    portfolio = of(web, app, beyond=2, synergies=(both,))
    assert net_present_value(portfolio, {"web": 1, "app": 2}) == 3 * 5 - 3
    assert prioritise(portfolio, [MostValue()]).goals[0].value == 4 * 5 - 3  # both in 1


def test_what_would_become_active_after_the_horizon_does_not_count() -> None:
    consent = Initiative(id="consent", advances={"R2": 1})
    known = Synergy(id="known", needs={"R2": 1}, benefit=7)
    portfolio = of(consent, beyond=2, synergies=(known,))
    assert net_present_value(portfolio, {"consent": 1}) == 3 * 7  # active in 2
    assert net_present_value(portfolio, {"consent": 2}) == 0  # fulfilled at the end of 2, active in 3


def test_it_decides_what_pays() -> None:
    web = Initiative(id="web", cost=30, benefit=10)
    assert prioritise(of(web, beyond=0), [MostValue()]).starts == {}  # 2 * 10 < 30
    plan = prioritise(of(web, beyond=2), [MostValue()])
    assert (plan.starts, plan.goals[0].value) == ({"web": 1}, 10)  # 4 * 10 - 30
    assert "net present value 10, counted to the end of period 4." in plan.summary()
    assert "regnet til udgangen af periode 4" in plan.summary("da")
    assert plan_of(of(web, beyond=2), {"web": 1}).portfolio.counted_to == 4


def test_what_runs_over_the_horizon_neither_earns_nor_costs_beyond_it() -> None:
    late = Initiative(
        id="late",
        duration=2,
        cost=Cost(amount=20, running=3),
        benefit=50,
        may_run_over=True,
        earliest_start=2,
    )
    portfolio = of(late, beyond=3)
    assert net_present_value(portfolio, {"late": 2}) == -10  # half of 20 by the horizon
    assert check(portfolio, {"late": 2}).recount.value == -10
    cash = plan_of(portfolio, {"late": 2}).cash
    assert cash is not None
    assert [one.cost for one in cash.periods] == [0, 10, 0, 0, 0]
