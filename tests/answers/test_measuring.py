"""Measured again: planned against measured, whose share it was, and what that suggests."""

from __future__ import annotations

from fractions import Fraction

import pytest

from omniprio import Closest, Disc, Discipline, Horizon, Initiative, Plan, Portfolio, Synergy, plan_of
from omniprio.answers.replanning import Actual, Replanned, replan, suggested_shares, with_past
from omniprio.disc import Channel
from omniprio.errors import InvalidInputError
from omniprio.portfolio import Measurement

DISC = Disc(disciplines=[Discipline(id="R", levels=2), Discipline(id="D", levels=2)])
CRM = Initiative(id="crm", duration=2, advances={"R2": 0.6})
APP = Initiative(id="app", advances={"D2": 0.5, "R2": 0.1})
WEB = Initiative(id="web", advances={"D2": 0.5})
YEAR = Horizon(periods=4, unit="quarter", start="2026-01-01")


def portfolio(**more: object) -> Portfolio:
    return Portfolio.model_validate({"horizon": YEAR, "disc": DISC, "initiatives": (CRM, APP, WEB), **more})


def in_force(given: Portfolio | None = None, **starts: int) -> Plan:
    return plan_of(given or portfolio(), starts)


def found(before: Plan, by: int, *measured: Measurement, **actual: Actual) -> Replanned:
    return replan(before, by=by, measured=measured, actual=actual or None, goals=[Closest()])


def test_the_new_plan_starts_from_what_was_measured() -> None:
    # crm was to give 0.6 of R2 by the end of 2; 0.9 were found, so app (0.1) is enough.
    new = found(in_force(crm=1), 2, Measurement(field="R2", share=0.9))
    assert new.plan.portfolio.measured == (Measurement(field="R2", share=0.9, period=2),)
    assert new.value == 0
    assert set(new.plan.starts) == {"crm", "app", "web"}
    # Without it 0.6 + 0.1 are there: 0.3 of 4 levels are missing.
    assert found(in_force(crm=1), 2).value == Fraction(3, 40)


def test_planned_expected_and_measured() -> None:
    before = in_force(crm=1, app=2)
    # crm began a period late and is complete at 3. By the end of 2 the plan had 0.6 + 0.1 of R2 and 0.5 of D2.
    new = found(
        before,
        2,
        Measurement(field="R2", share=0.15, on="2026-07-02", who="panel"),
        Measurement(field="D2", share=0.5),
        crm=Actual(start=2),
        app=Actual(start=2),
    )
    first, second = new.readings
    assert (first.field, first.period, first.planned, first.expected, first.found, first.since) == (
        "R2",
        2,
        Fraction(7, 10),
        Fraction(1, 10),
        Fraction(15, 100),
        Fraction(0),
    )
    assert (first.measured.who, str(first.measured.on)) == ("panel", "2026-07-02")
    # app alone has given anything by then: 0.15 rather than 0.1.
    assert (first.sources, first.promised, first.turned_out) == (("app",), Fraction(1, 10), Fraction(15, 100))
    assert (second.field, second.turned_out) == ("D2", Fraction(1, 2))
    assert second.difference == 0


def test_a_share_is_suggested_where_one_alone_explains_it_and_nothing_is_changed() -> None:
    given = portfolio()
    new = found(
        in_force(given, crm=1, app=2),
        2,
        Measurement(field="R2", share=0.5),
        Measurement(field="D2", share=0.2),
    )
    # R2 has shares of crm and app: nobody knows whose fell short. D2 has that of app alone: 0.2, not 0.5.
    suggested = suggested_shares(new.readings, given)
    assert [(one.initiative, one.field, one.promised, one.turned_out) for one in suggested.shares] == [
        ("app", "D2", Fraction(1, 2), Fraction(1, 5))
    ]
    assert suggested.portfolio.by_id["app"].advances == {"D2": 0.2, "R2": 0.1}
    assert given.by_id["app"].advances == new.plan.portfolio.by_id["app"].advances == {"D2": 0.5, "R2": 0.1}
    assert suggested.summary() == "app gave 0.2 of D2, not the 0.5 promised."
    assert suggested.summary("da") == "app gav 0,2 af D2, ikke de lovede 0,5."


def test_what_came_before_an_earlier_measurement_is_no_source_of_a_later_one() -> None:
    first = found(in_force(crm=1), 2, Measurement(field="R2", share=0.4))
    later = first.plan.portfolio.model_copy(
        update={"measured": [Measurement(field="R2", share=0.4, period=2)]}
    )
    before = plan_of(later, {"crm": 1, "app": 3})
    new = found(before, 3, Measurement(field="R2", share=0.7))
    (reading,) = new.readings
    assert (reading.since, reading.expected) == (Fraction(4, 10), Fraction(1, 2))
    assert reading.sources == ("app",)
    assert reading.turned_out == Fraction(3, 10)  # 0.7 - 0.4


def test_who_lowers_a_field_is_not_said() -> None:
    start = portfolio(start={"R2": 0.5})
    (reading,) = found(in_force(start, app=1), 1, Measurement(field="R2", share=0.3)).readings
    assert (reading.promised, reading.turned_out) == (Fraction(1, 10), None)
    assert suggested_shares([reading], start).shares == ()


def test_a_synergy_explains_nothing_alone() -> None:
    both = Synergy(id="both", of=("app", "web"), advances={"D2": 0.1})
    given = portfolio(synergies=[both], initiatives=(APP, WEB.model_copy(update={"advances": {}})))
    (reading,) = found(in_force(given, app=1, web=1), 1, Measurement(field="D2", share=0.4)).readings
    assert (reading.expected, reading.sources, reading.turned_out) == (Fraction(6, 10), ("app", "web"), None)


def test_a_field_is_measured_by_channel() -> None:
    disc = DISC.model_copy(update={"channels": [Channel(id="web"), Channel(id="store")]})
    given = portfolio(disc=disc)
    new = found(
        in_force(given, crm=1), 2, Measurement(field="R2", share=0.6), Measurement(field="R2@web", share=0.2)
    )
    assert [(one.field, one.found) for one in new.readings] == [
        ("R2@web", Fraction(1, 5)),
        ("R2@store", Fraction(3, 5)),
    ]
    assert suggested_shares(new.readings, given).portfolio.by_id["crm"].advances == {"R2": 0.6, "R2@web": 0.2}


@pytest.mark.parametrize(
    ("day", "period"),
    [("2025-12-31", 0), ("2026-03-30", 0), ("2026-03-31", 1), ("2026-07-05", 2), (None, 3)],
)
def test_a_day_says_which_period_was_over(day: str | None, period: int) -> None:
    now = with_past(portfolio(), 3, {}, measured=[Measurement(field="R2", share=0.1, on=day)])
    assert now.measured[0].period == period


def test_what_makes_no_sense_is_refused_all_at_once() -> None:
    wrong = [
        Measurement(field="R9", share=0.1),
        Measurement(field="R2", share=0.1, period=3),
        Measurement(field="R2", share=0.1, on="2026-10-01"),
    ]
    with pytest.raises(InvalidInputError) as refused:
        with_past(portfolio(), 2, {}, measured=wrong)
    held = "what is measured holds at the end of a period that is over, period 2 at the latest"
    assert [str(fault) for fault in refused.value.faults] == [
        "measured[1].field: R9 is no field of the disc; use one of R1, R2, D1, D2",
        f"measured[2].period: is 3; {held}",
        f"measured[3].on: is 2026-10-01; {held}",
    ]


def test_it_can_be_read() -> None:
    new = found(
        in_force(crm=1, app=2), 2, Measurement(field="D2", share=0.2), Measurement(field="D1", share=1.0)
    )
    assert str(new).splitlines()[-4:] == [
        "",
        "field   end of  planned  expected  measured                                    due to",
        "D1     2026 Q2        1         1         1                                         -",
        "D2     2026 Q2      0.5       0.5       0.2  app gave 0.2 of it, not the 0.5 promised",
    ]
    assert new.summary("da").splitlines()[-1] == (
        "D2    2. kvt. 2026       0,5     0,5   0,2  app gav 0,2 af det, ikke de lovede 0,5"
    )
