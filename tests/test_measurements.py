"""Measurements: from the end of its period on a field is counted from what was measured."""

from __future__ import annotations

from fractions import Fraction

import pytest
from judge.random_portfolios import measured_portfolio, starts_for

from omniprio import Disc, Discipline, Fastest, Initiative, Portfolio, Synergy, prioritise
from omniprio.checker import check
from omniprio.dependency_graph import earliest_starts
from omniprio.disc import Channel
from omniprio.fulfilment import progress
from omniprio.goals import goal_value
from omniprio.portfolio import Measurement
from omniprio.reach import out_of_reach

DISC = Disc(disciplines=[Discipline(id="R", levels=2)])
CRM = Initiative(id="crm", advances={"R2": 0.6})
APP = Initiative(id="app", advances={"R2": 0.4})


def portfolio(*measured: Measurement, **more: object) -> Portfolio:
    return Portfolio.model_validate(
        {"horizon": 4, "disc": DISC, "initiatives": (CRM, APP), "measured": measured, **more}
    )


def course(given: Portfolio, starts: dict[str, int], field: str = "R2") -> list[float]:
    """Return the states of a field, counted by the library and by the checker."""
    states = progress(given, starts).fulfilment[field]
    assert check(given, starts).recount.fulfilment[field] == states
    return [float(state) for state in states]


def test_what_is_complete_by_then_is_in_the_measurement_and_what_comes_later_is_added() -> None:
    # crm at 1 gives 0.6; 0.5 were found at the end of 2, in which app, complete at 2, is too; nothing is added later.
    found = portfolio(Measurement(field="R2", share=0.5, period=2))
    assert course(found, {"crm": 1, "app": 2}) == [0.0, 0.6, 0.5, 0.5, 0.5]
    # app at 3 comes after it: 0.5 + 0.4.
    assert course(found, {"crm": 1, "app": 3}) == [0.0, 0.6, 0.5, 0.9, 0.9]


def test_the_latest_day_of_a_period_counts_and_each_period_has_its_own() -> None:
    early = Measurement(field="R2", share=0.1, period=1, on="2027-01-02")
    late = Measurement(field="R2", share=0.3, period=1, on="2027-01-09", who="panel")
    again = Measurement(field="R2", share=0.2, period=3)
    # 0.3 from 1 on (the later day, in whatever order), + 0.6 of crm at 2; 0.2 from 3 on, + 0.4 of app at 4.
    for given in ([early, late, again], [again, late, early]):
        assert course(portfolio(*given), {"crm": 2, "app": 4}) == [0.0, 0.3, 0.9, 0.2, 0.6]


def test_a_measurement_of_one_channel_counts_before_that_of_all_on_the_same_day() -> None:
    disc = DISC.model_copy(update={"channels": [Channel(id="web"), Channel(id="store")]})
    given = [
        Measurement(field="R2@web", share=0.7, period=1),
        Measurement(field="R2", share=0.2, period=1),
    ]
    found = portfolio(*given, disc=disc)
    assert course(found, {}, "R2@web") == [0.0, 0.7, 0.7, 0.7, 0.7]
    assert course(found, {}, "R2@store") == [0.0, 0.2, 0.2, 0.2, 0.2]
    later = Measurement(field="R2", share=0.3, period=1, on="2027-02-01")
    assert course(portfolio(*given, later, disc=disc), {}, "R2@web")[1] == 0.3  # of a later day


def test_a_synergy_that_was_active_by_then_is_in_it_too() -> None:
    both = Synergy(id="both", of=("crm", "app"), advances={"R2": -0.2})
    found = portfolio(Measurement(field="R2", share=0.5, period=2), synergies=[both])
    # active at 2: in it; active at 3: 0.5 + 0.4 - 0.2.
    assert course(found, {"crm": 1, "app": 2})[3] == 0.5
    assert course(found, {"crm": 1, "app": 3})[3] == 0.7


def test_a_plan_does_again_what_turned_out_smaller_and_leaves_what_is_there() -> None:
    more = Initiative(id="more", advances={"R2": 0.5})
    begun = CRM.model_copy(update={"fixed_start": 1, "decision": "must"})
    disappointing = portfolio(Measurement(field="R2", share=0.5, period=1), initiatives=(begun, APP, more))
    # 0.5 + 0.5 of more at 2 reaches R2: distance 1 of 2 levels before, R1 being there at the start. With app, 0.9 is not.
    plan = prioritise(disappointing, [Fastest()])
    assert plan.starts == {"crm": 1, "more": 2}
    # (0.5 + 3 x 0) / 4 levels x 1/2: position at 1 is 1 + 0.5, so D = 0.5 / 2.
    assert goal_value(Fastest(), disappointing, plan.starts) == Fraction(1, 4) / 4
    there = portfolio(Measurement(field="R2", share=1.0, period=1), initiatives=(begun, APP, more))
    assert prioritise(there, [Fastest()]).starts == {"crm": 1}


def test_what_can_be_reached_is_told_from_what_was_measured() -> None:
    begun = CRM.model_copy(update={"fixed_start": 1, "decision": "must"})
    found = portfolio(Measurement(field="R2", share=0.3, period=1), initiatives=(begun, APP))
    # 0.3 + 0.4 of app; the 0.6 of crm are in the 0.3.
    assert [(one.field, one.most) for one in out_of_reach(found)] == [("R2", 0.7)]


def test_needs_are_judged_by_what_was_measured() -> None:
    shop = Initiative(id="shop", needs={"R2": 0.5})
    found = portfolio(Measurement(field="R2", share=0.2, period=2), initiatives=(CRM, APP, shop))
    starts = earliest_starts(found)
    assert starts["shop"] == 2  # crm at 1
    assert check(found, {"crm": 1, "shop": 2}).ok  # before it was measured
    assert not check(found, {"crm": 1, "shop": 3}).ok  # 0.2 at the end of 2
    assert check(found, {"crm": 3, "shop": 4}).ok  # 0.2 + 0.6 at the end of 3
    fixed = CRM.model_copy(update={"fixed_start": 1})
    app, late = (one.model_copy(update={"earliest_start": 3}) for one in (APP, shop))
    # crm is over, so 0.2 + 0.4 of app at 3 at the earliest.
    assert earliest_starts(found.model_copy(update={"initiatives": (fixed, app, late)}))["shop"] == 4


@pytest.mark.parametrize("seed", range(25))
def test_library_and_checker_count_measured_portfolios_alike(seed: int) -> None:
    given = measured_portfolio(seed)
    for draw in range(4):
        starts = starts_for(given, 100 * seed + draw)
        assert check(given, starts).recount.fulfilment == progress(given, starts).fulfilment
