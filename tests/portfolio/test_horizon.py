from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from omniprio.errors import InvalidArgumentError
from omniprio.io.calendar_days import period_of
from omniprio.portfolio import Horizon

if TYPE_CHECKING:
    from omniprio.portfolio.horizon import Unit


@pytest.mark.parametrize(
    ("unit", "start", "period", "first", "last", "label"),
    [
        ("quarter", date(2027, 1, 1), 1, date(2027, 1, 1), date(2027, 3, 31), "2027 Q1"),
        ("quarter", date(2027, 1, 1), 6, date(2028, 4, 1), date(2028, 6, 30), "2028 Q2"),
        ("quarter", date(2026, 10, 1), 2, date(2027, 1, 1), date(2027, 3, 31), "2027 Q1"),
        ("month", date(2027, 11, 1), 2, date(2027, 12, 1), date(2027, 12, 31), "2027-12"),
        ("month", date(2027, 11, 1), 3, date(2028, 1, 1), date(2028, 1, 31), "2028-01"),
        # from the 31st: the last day of a month that is shorter, and back to the 31st after it
        ("month", date(2027, 1, 31), 2, date(2027, 2, 28), date(2027, 3, 30), "2027-02"),
        ("month", date(2027, 1, 31), 3, date(2027, 3, 31), date(2027, 4, 29), "2027-03"),
        ("month", date(2028, 1, 31), 2, date(2028, 2, 29), date(2028, 3, 30), "2028-02"),
        # week 53 of 2026 runs from Monday 28 December to Sunday 3 January
        ("week", date(2026, 12, 28), 1, date(2026, 12, 28), date(2027, 1, 3), "2026 W53"),
        ("week", date(2026, 12, 28), 2, date(2027, 1, 4), date(2027, 1, 10), "2027 W01"),
        ("year", date(2027, 1, 1), 3, date(2029, 1, 1), date(2029, 12, 31), "2029"),
        ("year", date(2028, 2, 29), 2, date(2029, 2, 28), date(2030, 2, 27), "2029"),
    ],
)
def test_dates_and_labels(unit: Unit, start: date, period: int, first: date, last: date, label: str) -> None:
    horizon = Horizon(periods=12, unit=unit, start=start)
    assert (horizon.first_day(period), horizon.last_day(period), horizon.label(period)) == (
        first,
        last,
        label,
    )


@given(
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
    st.dates(date(1000, 1, 1), date(8900, 1, 1)),
    st.integers(1, 1000),
)
def test_each_period_begins_the_day_after_the_one_before_ends(unit: Unit, start: date, period: int) -> None:
    horizon = Horizon(periods=1000, unit=unit, start=start)
    assert horizon.first_day(period) <= horizon.last_day(period)
    assert horizon.last_day(period) + timedelta(days=1) == horizon.first_day(period + 1)


def test_without_a_start_periods_are_numbers_and_have_no_dates() -> None:
    horizon = Horizon(periods=3)
    assert [horizon.label(period) for period in (1, 2, 3)] == ["1", "2", "3"]
    with pytest.raises(InvalidArgumentError) as caught:
        horizon.first_day(1)
    assert str(caught.value) == "the horizon has no start date; give it `start`"


@pytest.mark.parametrize("unit", ["week", "year"])
@pytest.mark.parametrize("period", [10**400, -(10**6)])
def test_a_period_outside_all_years_is_refused(unit: Unit, period: int) -> None:
    with pytest.raises(
        InvalidArgumentError, match="which begins outside the years 1 to 9999; give one within them"
    ):
        Horizon(periods=2, unit=unit, start=date(2027, 1, 1)).label(period)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"periods": 0},
        {"periods": 1001},
        {"periods": 2.5},
        {"periods": True},
        {"periods": 4, "unit": "hour"},
    ],
)
def test_what_is_no_horizon(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Horizon.model_validate(data)


def test_a_start_is_written_as_a_date() -> None:
    assert Horizon.model_validate({"periods": 4, "start": "2027-01-31"}).start == date(2027, 1, 31)
    with pytest.raises(ValidationError):
        Horizon.model_validate({"periods": 4, "start": "2027-02-31"})


DAYS_OF_ALL_TIME = st.dates() | st.sampled_from([date.min, date.max])


@pytest.mark.slow
@given(st.sampled_from(["day", "week", "month", "quarter", "year"]), DAYS_OF_ALL_TIME, DAYS_OF_ALL_TIME)
def test_a_day_is_in_one_period_whatever_year_it_is(unit: Unit, start: date, day: date) -> None:
    calendar = Horizon(periods=1, unit=unit, start=start)
    period = period_of(calendar, day)
    try:
        first, after = calendar.first_day(period), calendar.first_day(period + 1)
    except InvalidArgumentError:
        # part of the period lies before year 1 or after year 9999, and no period is longer than a year
        assert day.year in {1, 9999}
    else:
        assert first <= day < after


def test_days_are_written_as_a_dane_writes_them() -> None:
    days = Horizon(periods=40, unit="day", start="2027-01-15")
    assert [days.label(period, "da") for period in (1, 18)] == ["15. januar 2027", "1. februar 2027"]
    assert days.label(1) == "2027-01-15"


def test_months_have_names_in_danish() -> None:
    # November 2027 is the 11th of 12, January 2028 the 13th
    months = Horizon(periods=14, unit="month", start="2027-01-01")
    assert [months.label(period, "da") for period in (1, 5, 11, 13)] == [
        "jan. 2027",
        "maj 2027",
        "nov. 2027",
        "jan. 2028",
    ]
    assert months.span(2, 4, "da") == "feb.\N{EN DASH}apr. 2027"
    assert months.span(11, 13, "da") == "nov. 2027 - jan. 2028"
    assert (months.label(1), months.span(2, 4)) == ("2027-01", "2027-02 - 2027-04")
