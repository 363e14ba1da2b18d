"""The starts that are left out beforehand: by hand, and never one that a plan can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from judge.brute_force import judge
from judge.random_portfolios import full_portfolio
from judge.seeds import slow_after

from omniprio.formulation import formulate
from omniprio.formulation.windows import tight_windows
from omniprio.goals import MostValue
from omniprio.optimise import prioritise
from omniprio.portfolio import Benefit, Budget, Cost, Initiative, Portfolio, Synergy

if TYPE_CHECKING:
    from collections.abc import Sequence


def window(initiative: Initiative, **limits: object) -> Sequence[int]:
    """Return the starts left to an initiative among five periods; another one, of the south, is there to be joined."""
    data = {"horizon": 5, "initiatives": [initiative, Initiative(id="other", owner="south")], **limits}
    return tight_windows(Portfolio.model_validate(data))[initiative.id]


def each(*amounts: float | None, carry_over: bool = False, owners: tuple[str, ...] = ()) -> Budget:
    return Budget(per_period=amounts, carry_over=carry_over, owners=owners)


WEB = Initiative(id="web", duration=2, cost=Cost(profile=[10, 20]))


def test_in_no_period_more_than_the_budget() -> None:
    # 10 and then 20: in 1, 2 there are 10, 20; in 2, 3 20, 9: too little; in 3, 4 9; in 4, 5 20, 20
    assert window(WEB, budget=each(10, 20, 9, 20, 20)) == (1, 4)


def test_no_limit_in_a_period() -> None:
    assert window(WEB, budget=each(10, None, 9, 20, 20)) == (1, 4)  # as 20 and 9 before; in 2: 9 for the 20


def test_with_carry_over_what_there_is_up_to_then() -> None:
    # up to 1 to 5: 5, 20, 29, 31, 31. In 1: 10 of 5; in 2: 10 of 20, 30 of 29; in 3: 10 of 29, 30 of 31
    assert window(WEB, budget=each(5, 15, 9, 2, 0, carry_over=True)) == (3, 4)


def test_running_costs_count() -> None:
    web = Initiative(id="web", cost=Cost(amount=10, running=4))
    # 4 in each later period, of which there are 3 in the last but one: only there is none of it in 5
    assert window(web, budget=each(10, 10, 10, 3, 10)) == (5,)


def test_the_budget_of_others_is_none_of_its_business() -> None:
    assert window(WEB, budget=each(0, 0, 0, 0, 0, owners=("south",))) == (1, 2, 3, 4)


def test_what_a_synergy_may_save_is_allowed_for() -> None:
    saving = Synergy(id="both", of=("web", "other"), cost=-11)
    # 20 - 11 = 9
    assert window(WEB, budget=each(10, 20, 9, 20, 20), synergies=[saving]) == (1, 2, 3, 4)


def test_a_team() -> None:
    web = Initiative(id="web", duration=2, effort={"crew": (1, 2)})
    assert window(web, capacities={"crew": (1, 2, 0, 1, 2)}) == (1, 4)


def test_nothing_is_left_of_what_never_fits() -> None:
    assert window(WEB, budget=each(9, 9, 9, 9, 9)) == ()


def test_a_plan_around_a_gap() -> None:
    # worth 30, 20, 10 in 1, 2, 3, in each of which 1 is spent; b needs 1 too, and a may not start in 2
    earning = Benefit(profile=[30, 20, 10], counted_from="start")
    a = Initiative(id="a", cost=2, earliest_start=1, benefit=earning)
    b = Initiative(id="b", cost=1, benefit=Benefit(profile=[3], counted_from="start"))
    portfolio = Portfolio(horizon=3, initiatives=[a, b], budget=each(2, 1, 2), discount_rate=0.0)
    formulation = formulate(portfolio, [MostValue()])
    assert formulation.chains == {("a", ""): {1: 0, 3: 1}, ("b", ""): {1: 2, 2: 3, 3: 4}}
    plan = prioritise(portfolio, [MostValue()])
    # a in 1: 60 - 2; b in 2, the first with money left: 3 - 1
    assert (plan.starts, plan.goals[0].value, plan.proven) == ({"a": 1, "b": 2}, 60, True)


@pytest.mark.parametrize("seed", slow_after(60, range(300)))
def test_no_start_of_any_plan_is_left_out(seed: int) -> None:
    portfolio = full_portfolio(seed)
    windows, found = tight_windows(portfolio), judge(portfolio)
    for starts in map(found.schedule, range(len(found))):
        assert all(start in windows[name] for name, start in starts.items())


@pytest.mark.slow
def test_some_of_these_windows_have_gaps() -> None:
    windows = [one for seed in range(60) for one in tight_windows(full_portfolio(seed)).values() if one]
    assert any(list(one) != list(range(one[0], one[-1] + 1)) for one in windows)
